//! A scope in one variant (languages, periods): rendered once and sent to all screens that show it.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use sanh_app::board::screen::wall_board_html;
use sanh_app::board::screen_edition::shown;
use sanh_domain::board::disclosure::PublicBoard;
use sanh_domain::board::edition::{Edition, Version};
use sanh_domain::notice::model::{Audience, Notice, NoticeId};
use sanh_domain::scope::Scope;
use sanh_domain::screen::model::ScreenSetting;
use tokio::sync::watch;
use tokio::time::Instant as Moment;

use super::difference::{Difference, TextChange, difference};
use super::event_encoding::Event;
use super::wire;

/// How long a channel is kept for a screen that polls, after it has (ours: three intervals of five seconds).
const POLLED_KEPT: Duration = Duration::from_secs(15);
/// The most versions by which a screen that polls may be behind and still be sent only the changes (ours: five seconds of two
/// boards each, and two more).
const STEPS_MAX: usize = 12;

/// Screens with the same key are sent the same bytes: the same scope, fields, languages and periods. The appearance does not
/// matter; the name only where figures are held, or where a notice is for some walls only, see [`ShownNotices`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ChannelKey(ScreenSetting);

impl ChannelKey {
    /// The channel of a screen.
    #[must_use]
    pub fn of(setting: ScreenSetting) -> Self {
        let name = setting.held.map_or_else(String::new, |_| setting.name);
        Self(ScreenSetting {
            scope: setting.scope,
            fields: setting.fields,
            languages: setting.languages,
            turn: setting.turn,
            held: setting.held,
            ..ScreenSetting::default_named(&name)
        })
    }

    /// The name of the wall, if its figures are held.
    #[must_use]
    pub fn held_on(&self) -> Option<&str> {
        self.0.held.map(|_| self.0.name.as_str())
    }

    /// The scope of its figures.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.0.scope
    }
}

/// The notices for some walls only that a screen shows. Screens of a channel with the same such notices are sent the same
/// bytes.
pub type ShownNotices = Arc<[NoticeId]>;

/// A board as it is sent to the screens of a channel.
pub struct RenderedBoard {
    /// Its version.
    pub version: Version,
    /// What is rendered: the part of an edition that the channel shows.
    edition: Arc<Edition>,
    /// The setting it is rendered for.
    setting: ScreenSetting,
    /// The renderings, by the notices for some walls only.
    parts: HashMap<ShownNotices, OnceLock<Part>>,
    /// The notices for some walls only, by the wall's name.
    own: BTreeMap<String, ShownNotices>,
    /// The notices of all other walls.
    none: ShownNotices,
}

/// The rendering for screens with the same notices.
struct Part {
    html: String,
    /// The `board` event for all of them, once it was sent to one.
    board: OnceLock<Event>,
    /// The `set` event, for those that show exactly the version named.
    set: Option<(Version, Event)>,
    /// The changes that lead here, oldest first, for those that poll.
    steps: Vec<Step>,
}

/// The changes from one version to the next.
#[derive(Clone)]
struct Step {
    from: Version,
    changes: Arc<[TextChange]>,
}

impl RenderedBoard {
    /// A board that is not rendered yet: a part is rendered when it is first sent to a screen.
    fn new(key: &ChannelKey, held: Option<&[PublicBoard]>, edition: &Arc<Edition>) -> Self {
        let (own, none) = (own(&edition.notices), ShownNotices::default());
        let sets = own.values().chain([&none]).cloned();
        Self {
            version: edition.version,
            edition: shown(edition, &key.0, held),
            setting: key.0.clone(),
            parts: sets.map(|said| (said, OnceLock::new())).collect(),
            own,
            none,
        }
    }

    /// The notices for some walls only that this screen shows.
    #[must_use]
    pub fn notices_on(&self, screen: &str) -> ShownNotices {
        Arc::clone(self.own.get(screen).unwrap_or(&self.none))
    }

    /// The event for a screen that shows the version and notices of `shown`, and now must show the notices `said`.
    #[must_use]
    pub fn after(&self, said: &ShownNotices, shown: (Version, &ShownNotices)) -> Option<&Event> {
        let part = self.rendered(said)?;
        match &part.set {
            Some((from, event)) if *from == shown.0 && said == shown.1 => Some(event),
            _ => Some(part.board(self.version)),
        }
    }

    /// The bytes of the event for a screen that polls and shows the version `shown`: what changed since, or the whole board where
    /// that is not known; none if it shows this version. The part is rendered the first time a screen polls, so that the next
    /// change can be told.
    #[must_use]
    pub fn since(&self, said: &ShownNotices, shown: Version) -> Option<Bytes> {
        let part = self.rendered(said)?;
        if shown == self.version {
            return None;
        }
        let set = part.set_since(shown, self.version);
        Some(set.unwrap_or_else(|| part.board(self.version).plain().clone()))
    }

    /// Renders the parts that will be needed: those that were sent of the board before, and the one that most walls show.
    fn render_after(&self, before: &Self) {
        // A screen that polls does not say which notices it shows: its wall may have had others.
        let are_steps_kept = self.own == before.own;
        for (said, part) in &self.parts {
            let known = before.part(said);
            if known.is_some() || *said == self.none {
                part.get_or_init(|| {
                    let html = self.html(said);
                    let Some(known) = known else {
                        return Part::of(html);
                    };
                    let mut next = known.next(html, (before.version, self.version));
                    if !are_steps_kept {
                        next.steps.clear();
                    }
                    next
                });
            }
        }
    }

    /// Whether a screen that was sent the board before would be sent nothing new.
    fn shows_the_same_as(&self, before: &Self) -> bool {
        let is_same = |(said, part): (&ShownNotices, &OnceLock<Part>)| {
            let known = before.part(said);
            match part.get() {
                Some(part) => known.is_some_and(|known| known.html == part.html),
                None => known.is_none(),
            }
        };
        self.own == before.own && self.parts.iter().all(is_same)
    }

    /// A part, which is rendered if it was not before. `parts` has an entry for every value of `notices_on`.
    fn rendered(&self, said: &ShownNotices) -> Option<&Part> {
        let part = self.parts.get(said)?;
        Some(part.get_or_init(|| Part::of(self.html(said))))
    }

    /// A part, if it is rendered.
    fn part(&self, said: &ShownNotices) -> Option<&Part> {
        self.parts.get(said)?.get()
    }

    fn html(&self, said: &ShownNotices) -> String {
        let mut walls = self.own.iter();
        let Some((name, _)) = walls.find(|(_, own)| *own == said) else {
            return wall_board_html(&self.edition, &self.setting);
        };
        let setting = ScreenSetting {
            name: name.clone(),
            ..self.setting.clone()
        };
        wall_board_html(&self.edition, &setting)
    }
}

impl Part {
    /// A part to which no changes lead.
    fn of(html: String) -> Self {
        Self {
            html,
            board: OnceLock::new(),
            set: None,
            steps: Vec::new(),
        }
    }

    fn board(&self, version: Version) -> &Event {
        self.board
            .get_or_init(|| wire::board(version, &self.html).into())
    }

    /// The next part, with the changes that lead to it. It has no `set` event where the whole board is shorter.
    fn next(&self, html: String, (from, to): (Version, Version)) -> Self {
        let changes = match difference(&self.html, &html) {
            Difference::Texts(changes) => changes,
            // This part is unchanged.
            Difference::None => Vec::new(),
            Difference::Structure => return Self::of(html),
        };
        let bytes = wire::set(from, to, &changes);
        let set = (bytes.len() < html.len()).then(|| (from, bytes.into()));
        let oldest = (self.steps.len() + 1).saturating_sub(STEPS_MAX);
        let mut steps = self.steps[oldest..].to_vec();
        steps.push(Step {
            from,
            changes: changes.into(),
        });
        Self {
            set,
            steps,
            ..Self::of(html)
        }
    }

    /// The `set` event that leads here from an earlier version, with the last change of each place; none if not all changes since
    /// are known, or the whole board is shorter.
    fn set_since(&self, from: Version, to: Version) -> Option<Bytes> {
        let first = self.steps.iter().position(|step| step.from == from)?;
        let mut last = BTreeMap::new();
        for change in self.steps[first..].iter().flat_map(|step| &*step.changes) {
            last.insert(change.place(), change);
        }
        let changes: Vec<TextChange> = last.into_values().cloned().collect();
        let set = wire::set(from, to, &changes);
        (set.len() < self.html.len()).then_some(set)
    }
}

/// A channel and its newest rendering.
pub struct Channel {
    key: ChannelKey,
    held: Option<Arc<[PublicBoard]>>,
    sender: watch::Sender<Arc<RenderedBoard>>,
    /// Until when it is kept for screens that poll.
    kept_until: Mutex<Option<Moment>>,
}

impl Channel {
    /// A channel that shows `edition`, or held figures.
    #[must_use]
    pub fn new(key: ChannelKey, held: Option<Arc<[PublicBoard]>>, edition: &Arc<Edition>) -> Self {
        let rendered = RenderedBoard::new(&key, held.as_deref(), edition);
        Self {
            key,
            held,
            sender: watch::Sender::new(Arc::new(rendered)),
            kept_until: Mutex::default(),
        }
    }

    /// The scope of its figures.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.key.scope()
    }

    /// Whether any stream watches it.
    #[must_use]
    pub fn is_watched(&self) -> bool {
        self.sender.receiver_count() > 0
    }

    /// Whether any stream watches it, or a screen has polled it a moment ago.
    #[must_use]
    pub fn is_needed(&self) -> bool {
        let kept_until = *self
            .kept_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        self.is_watched() || kept_until.is_some_and(|until| Moment::now() < until)
    }

    /// Keeps it for the next poll of a screen.
    pub fn keep(&self) {
        let mut kept_until = self
            .kept_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *kept_until = Some(Moment::now() + POLLED_KEPT);
    }

    /// A receiver of its renderings, beginning with the present one.
    #[must_use]
    pub fn subscribe(&self) -> watch::Receiver<Arc<RenderedBoard>> {
        self.sender.subscribe()
    }

    /// Renders an edition and sends the changes; nothing if no byte differs.
    pub fn paint(&self, edition: &Arc<Edition>) {
        let rendered = RenderedBoard::new(&self.key, self.held.as_deref(), edition);
        // Cloned, so that readers are not blocked while the board is rendered.
        let before = Arc::clone(&self.sender.borrow());
        rendered.render_after(&before);
        if !rendered.shows_the_same_as(&before) {
            self.sender.send_replace(Arc::new(rendered));
        }
    }
}

/// The notices for some walls only, by the wall's name.
fn own(notices: &[Notice]) -> BTreeMap<String, ShownNotices> {
    let mut found: BTreeMap<String, Vec<NoticeId>> = BTreeMap::new();
    for notice in notices {
        if let Audience::Named(names) = &notice.screens {
            for name in names {
                found.entry(name.clone()).or_default().push(notice.id);
            }
        }
    }
    let said = |(name, mut ids): (String, Vec<NoticeId>)| {
        ids.sort_unstable();
        (name, ids.into())
    };
    found.into_iter().map(said).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use chrono::DateTime;
    use sanh_domain::board::edition::CentreProfile;
    use sanh_domain::notice::model::Priority;
    use sanh_domain::text::name::Name;

    use super::*;

    /// An edition without figures, and with a notice for one wall.
    fn edition(version: u64, name: &str) -> Arc<Edition> {
        let at = |ms| DateTime::from_timestamp_millis(ms).unwrap();
        let notice = Notice {
            id: NoticeId(1),
            text: Name {
                vi: "Quầy 5 nghỉ".to_owned(),
                en: None,
            },
            priority: Priority::Notice,
            from: at(0),
            until: at(i64::MAX / 1_000_000),
            screens: Audience::Named(["lobby".to_owned()].into()),
        };
        Arc::new(Edition {
            version: Version(version),
            at: at(version.cast_signed()),
            centre: CentreProfile {
                name: name.to_owned(),
                name_en: None,
                place: String::new(),
                agency: None,
                initials: String::new(),
                logo: None,
                public_url: None,
                zone: chrono_tz::UTC,
            },
            boards: Vec::new(),
            notices: vec![notice],
            office_day: None,
        })
    }

    fn channel(edition: &Arc<Edition>) -> Channel {
        let key = ChannelKey::of(ScreenSetting::default_named("lobby"));
        Channel::new(key, None, edition)
    }

    /// The event for a screen that was sent nothing yet.
    fn first<'a>(rendered: &'a RenderedBoard, screen: &str) -> &'a Event {
        let said = rendered.notices_on(screen);
        let event = rendered.after(&said, (Version::default(), &ShownNotices::default()));
        event.unwrap()
    }

    #[test]
    fn an_event_is_written_once_and_only_when_a_screen_is_sent_it() {
        let channel = channel(&edition(1, "one"));
        let rendered = Arc::clone(&channel.subscribe().borrow());
        let none = ShownNotices::default();
        assert!(rendered.part(&none).is_none(), "nobody was sent anything");
        let board = first(&rendered, "hall");
        assert!(board.plain().starts_with(b"event: board\nid: 1\n"));
        assert!(std::ptr::eq(board, first(&rendered, "stairs")), "the same");
        let own = rendered.notices_on("lobby");
        assert_eq!(*own, [NoticeId(1)]);
        assert!(rendered.part(&own).is_none(), "the lobby was sent nothing");
        let lobbys = first(&rendered, "lobby");
        assert!(!std::ptr::eq(board, lobbys));
        assert_ne!(board.plain(), lobbys.plain());
    }

    #[test]
    fn parts_that_no_screen_was_sent_are_not_rendered_with_the_next_edition() {
        let channel = channel(&edition(1, "one"));
        let receiver = channel.subscribe();
        first(&receiver.borrow(), "hall");
        channel.paint(&edition(2, "two"));
        let rendered = Arc::clone(&receiver.borrow());
        assert_eq!(rendered.version, Version(2));
        let (none, own) = (rendered.notices_on("hall"), rendered.notices_on("lobby"));
        assert!(rendered.part(&none).is_some() && rendered.part(&own).is_none());
        assert!(
            first(&rendered, "lobby")
                .plain()
                .starts_with(b"event: board\nid: 2\n")
        );
        channel.paint(&edition(3, "three"));
        let rendered = Arc::clone(&receiver.borrow());
        assert!(rendered.part(&own).is_some(), "the lobby goes on");
    }

    #[test]
    fn the_changes_of_several_versions_are_told_as_one_and_of_too_many_not_at_all() {
        let html = |version: u64| {
            let rest = "<hr>".repeat(99);
            format!(
                "<p data-k=\"a\">{version}</p><p data-k=\"b\">{}</p>{rest}",
                version / 9
            )
        };
        let last = u64::try_from(STEPS_MAX).unwrap() + 1;
        let part = (1..=last).fold(Part::of(html(0)), |part, version| {
            part.next(html(version), (Version(version - 1), Version(version)))
        });
        let set = |from| part.set_since(Version(from), Version(last));
        let told =
            |from: u64, changes: &[TextChange]| wire::set(Version(from), Version(last), changes);
        let change = |key: &str, text: u64| TextChange::Text(key.to_owned(), text.to_string());
        let both = [change("a", last), change("b", 1)];
        assert_eq!(set(1), Some(told(1, &both)));
        assert_eq!(set(last - 1), Some(told(last - 1, &both[..1])));
        assert_eq!(set(0), None, "too long ago");
        assert_eq!(set(last + 1), None, "never");
    }

    #[test]
    fn where_the_notices_of_some_walls_change_who_polls_is_told_the_whole_board() {
        let with_notice = edition(1, "one");
        let channel = channel(&with_notice);
        let (receiver, none) = (channel.subscribe(), ShownNotices::default());
        assert_eq!(receiver.borrow().since(&none, Version(1)), None);
        channel.paint(&Arc::new(Edition {
            version: Version(2),
            notices: Vec::new(),
            ..Edition::clone(&with_notice)
        }));
        let told = receiver.borrow().since(&none, Version(1)).unwrap();
        assert!(told.starts_with(b"event: board\nid: 2\n"));
    }

    #[test]
    fn a_channel_that_was_polled_is_needed_as_one_that_is_watched() {
        let channel = channel(&edition(1, "one"));
        assert!(!channel.is_needed());
        channel.keep();
        assert!(channel.is_needed() && !channel.is_watched());
    }

    #[test]
    fn an_edition_that_shows_the_same_is_not_sent() {
        let channel = channel(&edition(1, "one"));
        let mut receiver = channel.subscribe();
        first(&receiver.borrow_and_update(), "hall");
        channel.paint(&edition(2, "one"));
        assert!(!receiver.has_changed().unwrap());
        channel.paint(&edition(3, "two"));
        assert!(receiver.has_changed().unwrap());
    }
}

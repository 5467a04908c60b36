//! A scope in one form (languages, periods): rendered once and sent to all screens that show it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use axum::body::Bytes;
use sanh_app::board::screen::wall_board_html;
use sanh_app::board::shown::shown;
use sanh_domain::board::disclosure::PublicBoard;
use sanh_domain::board::edition::{Edition, Version};
use sanh_domain::notice::model::{Audience, Notice, NoticeId};
use sanh_domain::scope::Scope;
use sanh_domain::screen::model::ScreenSetting;
use tokio::sync::watch;

use super::difference::{Difference, difference};
use super::wire;

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

    /// The name of the wall, where its figures are held.
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

/// The notices for some walls only that a screen shows. Screens of a channel with the same ones are sent the same bytes.
pub type ShownNotices = Arc<[NoticeId]>;

/// A rendered board, as bytes.
#[derive(Clone, Debug)]
pub struct RenderedBoard {
    /// Its version.
    pub version: Version,
    /// By the notices for some walls only.
    parts: HashMap<ShownNotices, Part>,
    /// The notices for some walls only, by the wall's name.
    own: BTreeMap<String, ShownNotices>,
}

/// The rendering for screens with the same notices.
#[derive(Clone, Debug)]
struct Part {
    /// The `board` event, for any of them.
    board: Bytes,
    /// The `set` event, for those that show exactly the version named.
    set: Option<(Version, Bytes)>,
}

impl RenderedBoard {
    /// The notices for some walls only that this screen shows.
    #[must_use]
    pub fn notices_on(&self, screen: &str) -> ShownNotices {
        self.own.get(screen).cloned().unwrap_or_default()
    }

    /// The bytes for a screen that shows the version and notices of `shown`.
    #[must_use]
    pub fn after(&self, screen: &str, shown: (Version, &ShownNotices)) -> Bytes {
        let said = self.notices_on(screen);
        // `parts` has an entry for every value of `own`.
        let Some(part) = self.parts.get(&said) else {
            return Bytes::new();
        };
        match &part.set {
            Some((from, bytes)) if *from == shown.0 && said == *shown.1 => bytes.clone(),
            _ => part.board.clone(),
        }
    }
}

/// A channel and its newest rendering.
pub struct Channel {
    key: ChannelKey,
    held: Option<Arc<[PublicBoard]>>,
    htmls: HashMap<ShownNotices, String>,
    sender: watch::Sender<Arc<RenderedBoard>>,
}

impl Channel {
    /// A channel that shows `edition`, or figures that are held.
    #[must_use]
    pub fn new(key: ChannelKey, held: Option<Arc<[PublicBoard]>>, edition: &Arc<Edition>) -> Self {
        let own = own(&edition.notices);
        let htmls = htmls(&key, &shown(edition, &key.0, held.as_deref()), &own);
        let part = |(said, html): (&ShownNotices, &String)| {
            let part = Part {
                board: wire::board(edition.version, html),
                set: None,
            };
            (Arc::clone(said), part)
        };
        let painted = RenderedBoard {
            version: edition.version,
            parts: htmls.iter().map(part).collect(),
            own,
        };
        Self {
            key,
            held,
            htmls,
            sender: watch::Sender::new(Arc::new(painted)),
        }
    }

    /// Whose figures it shows.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.key.scope()
    }

    /// Whether any stream watches it.
    #[must_use]
    pub fn is_watched(&self) -> bool {
        self.sender.receiver_count() > 0
    }

    /// A receiver of its renderings, beginning with the present one.
    #[must_use]
    pub fn subscribe(&self) -> watch::Receiver<Arc<RenderedBoard>> {
        self.sender.subscribe()
    }

    /// Renders an edition and sends what differs; nothing if no byte differs.
    pub fn paint(&mut self, edition: &Arc<Edition>) {
        let own = own(&edition.notices);
        let shown = shown(edition, &self.key.0, self.held.as_deref());
        let htmls = htmls(&self.key, &shown, &own);
        let before = Arc::clone(&self.sender.borrow());
        if htmls == self.htmls && own == before.own {
            return;
        }
        let part = |(said, html): (&ShownNotices, &String)| {
            let known = self.htmls.get(said).map(String::as_str);
            let part = part((before.version, known), (edition.version, html));
            (Arc::clone(said), part)
        };
        let painted = RenderedBoard {
            version: edition.version,
            parts: htmls.iter().map(part).collect(),
            own,
        };
        self.htmls = htmls;
        self.sender.send_replace(Arc::new(painted));
    }
}

/// The next rendering; `known` is the HTML of the one before.
fn part((shown, known): (Version, Option<&str>), (version, html): (Version, &str)) -> Part {
    let board = wire::board(version, html);
    let changes = match known.map(|known| difference(known, html)) {
        Some(Difference::Texts(changes)) => Some(changes),
        // This part is unchanged.
        Some(Difference::None) => Some(Vec::new()),
        Some(Difference::Structure) | None => None,
    };
    let set = changes.map(|changes| (shown, wire::set(shown, version, &changes)));
    Part {
        // The list of changes is only sent if it is shorter than the board.
        set: set.filter(|(_, bytes)| bytes.len() < board.len()),
        board,
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

/// The renderings of an edition: one without such notices, and one for each different set of them.
fn htmls(
    key: &ChannelKey,
    edition: &Edition,
    own: &BTreeMap<String, ShownNotices>,
) -> HashMap<ShownNotices, String> {
    let mut found = HashMap::from([(ShownNotices::default(), wall_board_html(edition, &key.0))]);
    for (name, said) in own {
        if !found.contains_key(said) {
            let setting = ScreenSetting {
                name: name.clone(),
                ..key.0.clone()
            };
            found.insert(Arc::clone(said), wall_board_html(edition, &setting));
        }
    }
    found
}

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

/// What makes two screens show the same bytes: whose figures, of which fields, in which languages, for which periods. Their looks make
/// no difference; their names do only where figures are held, or where something is said on some of them alone, see [`ShownNotices`].
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

    /// Whose figures it shows.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.0.scope
    }
}

/// The notices that a screen has and not every other one. Screens of a channel with the same ones are sent the same bytes.
pub type ShownNotices = Arc<[NoticeId]>;

/// A rendered board, as bytes.
#[derive(Clone, Debug)]
pub struct RenderedBoard {
    /// Its version.
    pub version: Version,
    /// By what is said on the screen alone.
    parts: HashMap<ShownNotices, Part>,
    /// What is said on screens alone, by their names.
    own: BTreeMap<String, ShownNotices>,
}

/// A painting for the screens on which the same is said.
#[derive(Clone, Debug)]
struct Part {
    /// The `board` event, for any of them.
    board: Bytes,
    /// The `set` event, for those that show exactly the version named.
    set: Option<(Version, Bytes)>,
}

impl RenderedBoard {
    /// What is said on a screen alone.
    #[must_use]
    pub fn said(&self, screen: &str) -> ShownNotices {
        self.own.get(screen).cloned().unwrap_or_default()
    }

    /// The bytes for a screen that shows `shown`, painted for what was said on it then.
    #[must_use]
    pub fn after(&self, screen: &str, shown: (Version, &ShownNotices)) -> Bytes {
        let said = self.said(screen);
        // Every one that `own` names is among them.
        let Some(part) = self.parts.get(&said) else {
            return Bytes::new();
        };
        match &part.set {
            Some((from, bytes)) if *from == shown.0 && said == *shown.1 => bytes.clone(),
            _ => part.board.clone(),
        }
    }
}

/// A channel and its newest painting.
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

    /// Whether anyone watches.
    #[must_use]
    pub fn is_watched(&self) -> bool {
        self.sender.receiver_count() > 0
    }

    /// A receiver of its paintings; the present one is there at once.
    #[must_use]
    pub fn subscribe(&self) -> watch::Receiver<Arc<RenderedBoard>> {
        self.sender.subscribe()
    }

    /// Renders an edition and sends what differs. An edition that looks the same sends nothing.
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

/// A painting after another one; `known` is how that looked.
fn part((shown, known): (Version, Option<&str>), (version, html): (Version, &str)) -> Part {
    let board = wire::board(version, html);
    let changes = match known.map(|known| difference(known, html)) {
        Some(Difference::Texts(changes)) => Some(changes),
        // It looks the same, and goes on with the others.
        Some(Difference::None) => Some(Vec::new()),
        Some(Difference::Structure) | None => None,
    };
    let set = changes.map(|changes| (shown, wire::set(shown, version, &changes)));
    Part {
        // A list of texts longer than the board itself would be no saving.
        set: set.filter(|(_, bytes)| bytes.len() < board.len()),
        board,
    }
}

/// What is said on some screens alone, by their names.
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

/// The renderings of an edition: one for the screens on which nothing is said alone, one for each that differs.
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

//! One way of showing a scope (languages, periods): rendered once, sent to all who watch it.

use std::sync::Arc;

use axum::body::Bytes;
use sanh_app::board::disclosure::PublicBoard;
use sanh_app::board::edition::{Edition, Version};
use sanh_app::board::model::Scope;
use sanh_app::board::screen::wall_board_html;
use sanh_app::screen::model::ScreenSetting;
use sanh_app::screen::shown::shown;
use tokio::sync::watch;

use super::difference::{Difference, difference};
use super::wire;

/// What makes two screens show the same bytes: whose figures, of which fields, in which languages, for which periods. The names of
/// the screens and their looks make no difference, but for a screen whose figures are held.
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

/// One painting, as bytes.
#[derive(Clone, Debug)]
pub struct Painted {
    /// Its version.
    pub version: Version,
    /// The `board` event, for any screen.
    pub board: Bytes,
    /// The `set` event, for screens that show exactly the version named.
    pub set: Option<(Version, Bytes)>,
}

impl Painted {
    /// The bytes for a screen that shows `shown`.
    #[must_use]
    pub fn after(&self, shown: Version) -> Bytes {
        match &self.set {
            Some((from, bytes)) if *from == shown => bytes.clone(),
            _ => self.board.clone(),
        }
    }
}

/// A channel and its newest painting.
pub struct Channel {
    key: ChannelKey,
    held: Option<Arc<[PublicBoard]>>,
    html: String,
    sender: watch::Sender<Arc<Painted>>,
}

impl Channel {
    /// A channel that shows `edition`, or figures that are held.
    #[must_use]
    pub fn new(key: ChannelKey, held: Option<Arc<[PublicBoard]>>, edition: &Arc<Edition>) -> Self {
        let html = wall_board_html(&shown(edition, &key.0, held.as_deref()), &key.0);
        let painted = Painted {
            version: edition.version,
            board: wire::board(edition.version, &html),
            set: None,
        };
        Self {
            key,
            held,
            html,
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
    pub fn subscribe(&self) -> watch::Receiver<Arc<Painted>> {
        self.sender.subscribe()
    }

    /// Renders an edition and sends what differs. An edition that looks the same sends nothing.
    pub fn paint(&mut self, edition: &Arc<Edition>) {
        let shown_now = shown(edition, &self.key.0, self.held.as_deref());
        let html = wall_board_html(&shown_now, &self.key.0);
        let before = self.sender.borrow().version;
        let set = match difference(&self.html, &html) {
            Difference::None => return,
            Difference::Structure => None,
            Difference::Texts(changes) => {
                Some((before, wire::set(before, edition.version, &changes)))
            }
        };
        let board = wire::board(edition.version, &html);
        // A list of texts longer than the board itself would be no saving.
        let set = set.filter(|(_, bytes)| bytes.len() < board.len());
        self.html = html;
        self.sender.send_replace(Arc::new(Painted {
            version: edition.version,
            board,
            set,
        }));
    }
}

//! One way of showing a scope (languages, periods): rendered once, sent to all who watch it.

use std::sync::Arc;

use axum::body::Bytes;
use sanh_app::board::edition::{Edition, Version};
use sanh_app::board::model::Scope;
use sanh_app::board::screen::wall_board_html;
use sanh_app::screen::model::{Look, ScreenSetting};
use tokio::sync::watch;

use super::difference::{Difference, difference};
use super::wire;

/// What makes two screens show the same bytes: whose figures, in which languages, for which
/// periods. The names of the screens and their looks make no difference.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ChannelKey(ScreenSetting);

impl ChannelKey {
    /// The channel of a screen.
    #[must_use]
    pub fn of(mut setting: ScreenSetting) -> Self {
        setting.name.clear();
        setting.look = Look::default();
        Self(setting)
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
    html: String,
    sender: watch::Sender<Arc<Painted>>,
}

impl Channel {
    /// A channel that shows `edition`.
    #[must_use]
    pub fn new(key: ChannelKey, edition: &Edition) -> Self {
        let html = wall_board_html(edition, &key.0);
        let painted = Painted {
            version: edition.version,
            board: wire::board(edition.version, &html),
            set: None,
        };
        Self {
            key,
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
    pub fn paint(&mut self, edition: &Edition) {
        let html = wall_board_html(edition, &self.key.0);
        let shown = self.sender.borrow().version;
        let set = match difference(&self.html, &html) {
            Difference::None => return,
            Difference::Structure => None,
            Difference::Texts(changes) => {
                Some((shown, wire::set(shown, edition.version, &changes)))
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

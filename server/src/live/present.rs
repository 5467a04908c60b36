//! The screens that are watching, and what each of them says it has painted.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sanh_app::board::edition::{OpenWall, Version};
use sanh_app::deadline::Instant;
use sanh_app::notice::model::NoticeId;

/// What is known of one open stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screen {
    /// The name in its address.
    pub name: String,
    /// Since when its stream has been open.
    pub since: Instant,
    /// The version last sent down the stream.
    pub sent: Version,
    /// The version the screen says it shows.
    pub painted: Option<Version>,
    /// When it said so.
    pub painted_at: Option<Instant>,
    /// The emergency that it has on its picture.
    pub emergency: Option<NoticeId>,
    /// Milliseconds its device's clock is ahead of the server's.
    pub clock_ahead_ms: Option<i64>,
}

/// All open streams, by their tokens.
#[derive(Clone, Debug, Default)]
pub struct Present {
    screens: Arc<Mutex<HashMap<String, Screen>>>,
}

/// Keeps a screen on the list for as long as its stream lives.
#[derive(Debug)]
pub struct Presence {
    token: String,
    present: Present,
}

impl Presence {
    /// The secret with which this stream's screen may report.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Notes which version went down the stream.
    pub fn sent(&self, version: Version) {
        if let Some(screen) = self.present.screens().get_mut(&self.token) {
            screen.sent = version;
        }
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        self.present.screens().remove(&self.token);
    }
}

impl Present {
    /// Puts a screen on the list; `None` when `streams_max` are on it already.
    #[must_use]
    pub fn enter(&self, name: &str, since: Instant, streams_max: u32) -> Option<Presence> {
        let mut screens = self.screens();
        if screens.len() >= streams_max as usize {
            return None;
        }
        // 122 random bits: only the stream that was told a token can report with it.
        let token = uuid::Uuid::new_v4().simple().to_string();
        let screen = Screen {
            name: name.to_owned(),
            since,
            sent: Version::default(),
            painted: None,
            painted_at: None,
            emergency: None,
            clock_ahead_ms: None,
        };
        screens.insert(token.clone(), screen);
        Some(Presence {
            token,
            present: self.clone(),
        })
    }

    /// Notes what a screen says it has painted. False when no open stream has this token, or it
    /// claims a version it was never sent.
    #[must_use]
    pub fn painted(&self, token: &str, version: Version, at: Instant) -> bool {
        let mut screens = self.screens();
        let Some(screen) = screens.get_mut(token).filter(|it| version <= it.sent) else {
            return false;
        };
        screen.painted = Some(version);
        screen.painted_at = Some(at);
        true
    }

    /// Notes what a screen says beside its version: its device's clock, and by the name of its wall the emergency it is believed
    /// to have painted.
    pub fn told(
        &self,
        token: &str,
        clock_ahead_ms: Option<i64>,
        emergency: impl FnOnce(&str) -> Option<NoticeId>,
    ) {
        let mut screens = self.screens();
        if let Some(screen) = screens.get_mut(token) {
            screen.clock_ahead_ms = clock_ahead_ms.or(screen.clock_ahead_ms);
            screen.emergency = emergency(&screen.name);
        }
    }

    /// The screens present now, as pages tell of them.
    #[must_use]
    pub fn walls(&self) -> Vec<OpenWall> {
        let wall = |screen: &Screen| OpenWall {
            name: screen.name.clone(),
            emergency: screen.emergency,
        };
        self.screens().values().map(wall).collect()
    }

    /// The screens present now.
    #[must_use]
    pub fn list(&self) -> Vec<Screen> {
        self.screens().values().cloned().collect()
    }

    /// How many streams are open.
    #[must_use]
    pub fn count(&self) -> usize {
        self.screens().len()
    }

    fn screens(&self) -> MutexGuard<'_, HashMap<String, Screen>> {
        self.screens.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(ms: i64) -> Instant {
        chrono::DateTime::from_timestamp_millis(ms).unwrap()
    }

    #[test]
    fn only_the_token_of_a_live_stream_may_report() {
        let present = Present::default();
        let stream = present.enter("sanh-1", at(0), 10).unwrap();
        stream.sent(Version(5));
        let token = stream.token().to_owned();
        assert!(!present.painted("guessed", Version(5), at(1)));
        assert!(present.painted(&token, Version(5), at(1)));
        drop(stream);
        assert!(!present.painted(&token, Version(5), at(2)));
        assert_eq!(present.count(), 0);
    }

    #[test]
    fn a_version_that_was_never_sent_is_not_believed() {
        let present = Present::default();
        let stream = present.enter("sanh-1", at(0), 10).unwrap();
        stream.sent(Version(5));
        assert!(!present.painted(stream.token(), Version(6), at(1)));
    }

    #[test]
    fn streams_have_a_limit() {
        let present = Present::default();
        let first = present.enter("a", at(0), 1);
        assert!(first.is_some());
        assert!(present.enter("b", at(0), 1).is_none());
    }
}

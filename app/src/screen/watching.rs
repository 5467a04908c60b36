//! The screens that are watching now, and those that were.

use std::collections::BTreeMap;
use std::net::IpAddr;

use crate::board::edition::Version;
use crate::deadline::Instant;
use crate::notice::model::NoticeId;

/// The longest error that a screen tells, in characters (ours).
pub const ERROR_CHARS_MAX: usize = 200;

/// Seconds within which a screen that asks for its page again and again has asked: three times five.
const POLLS_S: i64 = 15;

/// What is known of one open stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watching {
    /// The wall it shows.
    pub name: String,
    /// Whether it is the screen that was paired with the wall. What any other says is known of nobody, and proves nothing.
    pub is_paired: bool,
    /// Since when its stream has been open.
    pub since: Instant,
    /// From where.
    pub address: Option<IpAddr>,
    /// What its browser says of itself.
    pub browser: String,
    /// The version last sent down the stream.
    pub sent: Version,
    /// The version it says it shows.
    pub painted: Option<Version>,
    /// When it said so.
    pub painted_at: Option<Instant>,
    /// Since when it has not painted all that it was sent.
    pub behind_since: Option<Instant>,
    /// The last error it told of.
    pub error: Option<(Instant, String)>,
    /// The emergency that it has on its picture.
    pub emergency: Option<NoticeId>,
    /// Milliseconds its device's clock is ahead of the server's.
    pub clock_ahead_ms: Option<i64>,
}

/// The last time a wall's page was asked for: a screen that no stream reaches asks for it every five seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Polled {
    /// When.
    pub at: Instant,
    /// From where.
    pub address: Option<IpAddr>,
    /// What its browser says of itself.
    pub browser: String,
}

/// Who watches, and who did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Watchers {
    /// Open streams.
    pub now: Vec<Watching>,
    /// When the last stream of each wall's paired screen ended.
    pub left: BTreeMap<String, Instant>,
    /// When the page of each wall was asked for last by its paired screen.
    pub polled: BTreeMap<String, Polled>,
    /// Since when is listened at all: the server's start.
    pub since: Instant,
}

impl Watchers {
    /// Who asks for a wall's page again and again; `None`: nobody does.
    #[must_use]
    pub fn polls(&self, name: &str, now: Instant) -> Option<&Polled> {
        let polled = self.polled.get(name);
        polled.filter(|polled| (now - polled.at).num_seconds() < POLLS_S)
    }

    /// The streams of a wall.
    pub fn of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Watching> {
        self.now
            .iter()
            .filter(move |watching| watching.name == name)
    }
}

/// An error as a screen told it: one line of what can be seen, at most [`ERROR_CHARS_MAX`]; `None`: nothing was told.
#[must_use]
pub fn told_error(text: &str) -> Option<String> {
    let seen = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let line: String = seen.take(ERROR_CHARS_MAX).collect();
    let line = line.trim();
    (!line.is_empty()).then(|| line.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_one_short_line() {
        assert_eq!(told_error(" a\nb\u{7} "), Some("a b".to_owned()));
        assert_eq!(told_error(" \n"), None);
        let long = told_error(&"ờ".repeat(999)).unwrap_or_default();
        assert_eq!(long.chars().count(), ERROR_CHARS_MAX);
    }
}

//! The screens that are connected now, and when others were last connected.

use std::collections::BTreeMap;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::board::edition::Version;
use crate::deadline::Instant;
use crate::notice::model::NoticeId;

/// The longest error text of a screen, in characters (ours).
pub const ERROR_CHARS_MAX: usize = 200;

/// Seconds within which a polling screen has polled: three intervals of five.
const POLLS_S: i64 = 15;
/// Seconds after which a screen that has not painted its board counts as behind (ours: painting takes a fraction of a second).
pub const BEHIND_S: i64 = 3;
/// The most streams of one wall that a server reports to the others; a screen has one (ours).
const STREAMS_MAX: usize = 20;

/// One open stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenStream {
    /// The wall that it shows.
    pub name: String,
    /// Whether it is the paired screen of the wall. Reports of other screens are not authenticated and are ignored.
    pub is_paired: bool,
    /// When the stream was opened.
    pub since: Instant,
    /// The address of its device.
    pub address: Option<IpAddr>,
    /// The browser's `User-Agent`.
    pub browser: String,
    /// The version last sent on the stream.
    pub sent: Version,
    /// The version last reported as painted.
    pub painted: Option<Version>,
    /// When that was reported.
    pub painted_at: Option<Instant>,
    /// Since when a sent version has not been painted.
    pub behind_since: Option<Instant>,
    /// The last error it reported.
    pub error: Option<(Instant, String)>,
    /// The emergency that it has painted.
    pub emergency: Option<NoticeId>,
    /// Milliseconds its device's clock is ahead of the server's.
    pub clock_ahead_ms: Option<i64>,
}

/// The last request for a wall's page. A screen without a stream requests it every five seconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastPoll {
    /// When it came.
    pub at: Instant,
    /// The address of the device.
    pub address: Option<IpAddr>,
    /// The browser's `User-Agent`.
    pub browser: String,
}

/// The connected screens of all walls, and the last connections of the others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watchers {
    /// Open streams.
    pub now: Vec<OpenStream>,
    /// When the last stream of each wall's paired screen ended.
    pub left: BTreeMap<String, Instant>,
    /// The last request of the paired screen for each wall's page.
    pub polled: BTreeMap<String, LastPoll>,
    /// The number of open streams of unpaired screens on other servers, by wall; nothing more is known of these.
    pub unpaired_elsewhere: BTreeMap<String, usize>,
    /// The server's start; nothing is known from before.
    pub since: Instant,
}

impl Watchers {
    /// Removes all walls but those for which `is_kept` is true.
    pub fn retain(&mut self, is_kept: impl Fn(&str) -> bool) {
        self.now.retain(|watching| is_kept(&watching.name));
        self.left.retain(|name, _| is_kept(name));
        self.polled.retain(|name, _| is_kept(name));
        self.unpaired_elsewhere.retain(|name, _| is_kept(name));
    }

    /// The last poll of a wall's page, if it is recent enough that a screen polls; else `None`.
    #[must_use]
    pub fn polls(&self, name: &str, now: Instant) -> Option<&LastPoll> {
        let polled = self.polled.get(name);
        polled.filter(|polled| (now - polled.at).num_seconds() < POLLS_S)
    }

    /// The open streams of a wall.
    pub fn of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a OpenStream> {
        self.now
            .iter()
            .filter(move |watching| watching.name == name)
    }

    /// The number of open streams of a wall.
    #[must_use]
    pub fn count(&self, name: &str) -> usize {
        let elsewhere = self.unpaired_elsewhere.get(name).copied();
        self.of(name).count() + elsewhere.unwrap_or_default()
    }

    /// The state of each wall, for the other servers with the same database.
    #[must_use]
    pub fn by_wall(&self, now: Instant) -> BTreeMap<String, WallState> {
        let mut walls: BTreeMap<String, WallState> = BTreeMap::new();
        for stream in &self.now {
            let wall = walls.entry(stream.name.clone()).or_default();
            if stream.is_paired {
                wall.streams.push(stream.reported(now));
            } else {
                wall.unpaired += 1;
            }
        }
        for (name, left) in &self.left {
            walls.entry(name.clone()).or_default().left = Some(*left);
        }
        for (name, polled) in &self.polled {
            let wall = walls.entry(name.clone()).or_default();
            if self.polls(name, now).is_some() {
                wall.polled = Some(polled.clone());
            } else {
                wall.left = wall.left.max(Some(polled.at));
            }
        }
        for wall in walls.values_mut() {
            wall.streams.sort_by_key(|it| (it.since, it.address));
            wall.streams.truncate(STREAMS_MAX);
        }
        walls
    }

    /// Adds the state of a wall that another server reported.
    pub fn add(&mut self, name: &str, watched: WallState, now: Instant) {
        self.now.extend(watched.streams);
        if watched.unpaired > 0 {
            *self.unpaired_elsewhere.entry(name.to_owned()).or_default() += watched.unpaired;
        }
        if let Some(left) = watched.left {
            self.add_left(name, left);
        }
        if let Some(polled) = watched.polled {
            // The other server reports at once when the polls end, so the poll counts as current.
            let polled = LastPoll { at: now, ..polled };
            self.polled.insert(name.to_owned(), polled);
        }
    }

    /// Adds when a wall's paired screen was last connected.
    pub fn add_left(&mut self, name: &str, at: Instant) {
        let left = self.left.entry(name.to_owned()).or_insert(at);
        *left = at.max(*left);
    }
}

impl OpenStream {
    /// The stream as reported to other servers. Reports are infrequent, so a painting in progress does not count as behind.
    fn reported(&self, now: Instant) -> Self {
        let is_late = |since: &Instant| (now - *since).num_seconds() > BEHIND_S;
        Self {
            behind_since: self.behind_since.filter(is_late),
            ..self.clone()
        }
    }
}

/// The state of a wall's screens on one server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WallState {
    /// The open streams of its paired screen.
    pub streams: Vec<OpenStream>,
    /// The number of open streams of other screens.
    pub unpaired: usize,
    /// When its paired screen was last connected, if it is not now.
    pub left: Option<Instant>,
    /// The last poll of its page, while a screen polls.
    pub polled: Option<LastPoll>,
}

impl WallState {
    /// Whether any screen shows the wall.
    #[must_use]
    pub const fn is_there(&self) -> bool {
        !self.streams.is_empty() || self.unpaired > 0 || self.polled.is_some()
    }

    /// When its paired screen was last connected, if the reporting server was last heard of at `heard_at`.
    #[must_use]
    pub fn left_at(&self, heard_at: Instant) -> Option<Instant> {
        let was_there = !self.streams.is_empty() || self.polled.is_some();
        self.left.max(was_there.then_some(heard_at))
    }

    /// The part of the state whose changes are reported at once. The rest changes with every board.
    #[must_use]
    pub fn state(&self) -> Self {
        let stream = |it: &OpenStream| OpenStream {
            sent: Version::default(),
            painted: it.painted.map(|_| Version::default()),
            painted_at: None,
            clock_ahead_ms: None,
            ..it.clone()
        };
        let polled = |it: &LastPoll| LastPoll {
            at: Instant::default(),
            ..it.clone()
        };
        Self {
            streams: self.streams.iter().map(stream).collect(),
            unpaired: 0,
            left: self.left,
            polled: self.polled.as_ref().map(polled),
        }
    }
}

/// A screen's error report as one line of visible characters, at most [`ERROR_CHARS_MAX`]; `None` if it is blank.
#[must_use]
pub fn reported_error(text: &str) -> Option<String> {
    let seen = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let line: String = seen.take(ERROR_CHARS_MAX).collect();
    let line = line.trim();
    (!line.is_empty()).then(|| line.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const WALL: &str = "lobby";

    fn at(s: i64) -> Instant {
        Instant::from_timestamp_millis(s * 1_000).unwrap_or_default()
    }

    fn stream(is_paired: bool) -> OpenStream {
        OpenStream {
            name: WALL.to_owned(),
            is_paired,
            since: at(1),
            address: None,
            browser: String::new(),
            sent: Version(7),
            painted: Some(Version(6)),
            painted_at: Some(at(8)),
            behind_since: Some(at(9)),
            error: None,
            emergency: None,
            clock_ahead_ms: Some(3),
        }
    }

    fn state_of_wall(watchers: &Watchers, now: Instant) -> WallState {
        watchers.by_wall(now).remove(WALL).unwrap_or_default()
    }

    #[test]
    fn other_nodes_learn_only_the_number_of_unpaired_screens() {
        let watchers = Watchers {
            now: vec![stream(false), stream(false)],
            ..Watchers::default()
        };
        let told = state_of_wall(&watchers, at(10));
        assert!(told.streams.is_empty() && told.is_there());
        assert_eq!(told.left_at(at(99)), None);
        let mut elsewhere = Watchers::default();
        elsewhere.add(WALL, told, at(11));
        assert_eq!((elsewhere.now.len(), elsewhere.count(WALL)), (0, 2));
    }

    #[test]
    fn a_board_that_is_painted_is_no_news_and_one_that_is_late_is() {
        let mut watchers = Watchers {
            now: vec![stream(true)],
            ..Watchers::default()
        };
        let before = state_of_wall(&watchers, at(10));
        assert_eq!(before.streams[0].behind_since, None, "under way");
        watchers.now[0].painted = Some(Version(7));
        watchers.now[0].behind_since = None;
        let painted = state_of_wall(&watchers, at(11));
        assert_ne!(painted, before);
        assert_eq!(painted.state(), before.state());
        watchers.now[0].behind_since = Some(at(11));
        assert_ne!(state_of_wall(&watchers, at(15)).state(), before.state());
        watchers.now.clear();
        assert_ne!(state_of_wall(&watchers, at(16)).state(), before.state());
    }

    #[test]
    fn a_wall_was_there_until_its_server_was_last_heard_of() {
        let there = WallState {
            streams: vec![stream(true)],
            left: Some(at(5)),
            ..WallState::default()
        };
        assert_eq!(there.left_at(at(60)), Some(at(60)));
        let gone = WallState {
            streams: Vec::new(),
            ..there
        };
        assert_eq!(gone.left_at(at(60)), Some(at(5)));
    }

    #[test]
    fn a_wall_that_polls_another_node_counts_as_polling_until_it_stops() {
        let polled = LastPoll {
            at: at(10),
            address: None,
            browser: String::new(),
        };
        let watchers = Watchers {
            polled: BTreeMap::from([(WALL.to_owned(), polled)]),
            ..Watchers::default()
        };
        let mut elsewhere = Watchers::default();
        elsewhere.add(WALL, state_of_wall(&watchers, at(12)), at(40));
        assert!(elsewhere.polls(WALL, at(40)).is_some());
        let over = state_of_wall(&watchers, at(30));
        assert_eq!((over.polled, over.left), (None, Some(at(10))));
    }

    #[test]
    fn an_error_is_one_short_line() {
        assert_eq!(reported_error(" a\nb\u{7} "), Some("a b".to_owned()));
        assert_eq!(reported_error(" \n"), None);
        let long = reported_error(&"ờ".repeat(999)).unwrap_or_default();
        assert_eq!(long.chars().count(), ERROR_CHARS_MAX);
    }
}

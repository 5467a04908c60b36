//! The connected screens, and the versions that each reports as painted.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sanh_domain::account::session::Origin;
use sanh_domain::board::edition::Version;
use sanh_domain::deadline::Instant;
use sanh_domain::notice::model::NoticeId;
use sanh_domain::screen::watching::{LastPoll, OpenStream, Watchers};
use sanh_store::clock::Clock;

/// Walls whose last contact is remembered (ours: as many as can be set up, and as many that were removed).
const NAMES_MAX: usize = 1_000;

/// All open streams, by their tokens, and when other streams ended.
#[derive(Clone, Debug, Default)]
pub struct StreamRegistry {
    list: Arc<Mutex<List>>,
}

/// The most versions sent to a screen and not painted yet that are remembered; of more only the oldest (ours: a minute of the
/// fastest pace).
const UNPAINTED_MAX: usize = 128;

#[derive(Debug, Default)]
struct List {
    screens: HashMap<String, Registered>,
    left: BTreeMap<String, Instant>,
    polled: BTreeMap<String, LastPoll>,
    since: Instant,
}

impl List {
    fn streams(&self) -> Vec<OpenStream> {
        let screens = self.screens.values();
        screens.map(|screen| screen.stream.clone()).collect()
    }
}

#[derive(Debug)]
struct Registered {
    stream: OpenStream,
    /// The versions sent and not painted yet, with their times; only of a paired screen, as reports of others are ignored.
    unpainted: VecDeque<(Version, Instant)>,
}

/// Keeps a screen on the list while its stream is open.
pub struct RegisteredStream {
    token: String,
    present: StreamRegistry,
    clock: Arc<dyn Clock>,
}

impl RegisteredStream {
    /// The secret with which the screen of this stream may report.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Records that another board is sent from now on: what the screen has not painted of the one before is owed no more.
    pub fn turned(&self) {
        let mut list = self.present.inner();
        if let Some(Registered { stream, unpainted }) = list.screens.get_mut(&self.token) {
            stream.behind_since = None;
            unpainted.clear();
        }
    }

    /// Notes the version that was sent.
    pub fn sent(&self, version: Version) {
        let now = self.clock.now();
        let mut list = self.present.inner();
        let Some(Registered { stream, unpainted }) = list.screens.get_mut(&self.token) else {
            return;
        };
        stream.sent = version;
        stream.behind_since.get_or_insert(now);
        if stream.is_paired && unpainted.len() < UNPAINTED_MAX {
            unpainted.push_back((version, now));
        }
    }
}

impl Drop for RegisteredStream {
    fn drop(&mut self) {
        let now = self.clock.now();
        let mut list = self.present.inner();
        let gone = list.screens.remove(&self.token);
        let Some(gone) = gone.filter(|gone| gone.stream.is_paired) else {
            return;
        };
        remember(&mut list.left, gone.stream.name, now);
    }
}

/// Remembers an entry per wall, for a limited number of walls.
fn remember<T>(known: &mut BTreeMap<String, T>, name: String, last: T) {
    if known.len() < NAMES_MAX || known.contains_key(&name) {
        known.insert(name, last);
    }
}

impl StreamRegistry {
    /// An empty list that begins now.
    #[must_use]
    pub fn listening_since(since: Instant) -> Self {
        let list = List {
            since,
            ..List::default()
        };
        Self {
            list: Arc::new(Mutex::new(list)),
        }
    }

    /// Adds a screen. Reports are taken and stored only of a screen that is paired with its wall.
    #[must_use]
    pub fn enter(
        &self,
        (name, is_paired): (&str, bool),
        from: Origin,
        clock: Arc<dyn Clock>,
    ) -> RegisteredStream {
        let since = clock.now();
        let mut list = self.inner();
        // 122 random bits: nobody else can guess the token and report for this stream.
        let token = uuid::Uuid::new_v4().simple().to_string();
        let stream = OpenStream {
            name: name.to_owned(),
            is_paired,
            since,
            address: from.address,
            browser: from.browser,
            sent: Version::default(),
            painted: None,
            painted_at: None,
            behind_since: None,
            error: None,
            emergency: None,
            clock_ahead_ms: None,
        };
        let registered = Registered {
            stream,
            unpainted: VecDeque::new(),
        };
        list.screens.insert(token.clone(), registered);
        RegisteredStream {
            token,
            present: self.clone(),
            clock,
        }
    }

    /// Records the version that a screen has painted and the error it reports. Nothing is recorded of a screen that is not
    /// paired, which may be any program. False if no open stream has this token, or the screen claims a version that it was
    /// never sent.
    #[must_use]
    pub fn painted(
        &self,
        token: &str,
        version: Version,
        error: Option<String>,
        at: Instant,
    ) -> bool {
        let mut list = self.inner();
        let known = list.screens.get_mut(token);
        let Some(Registered { stream, unpainted }) = known.filter(|it| version <= it.stream.sent)
        else {
            return false;
        };
        if !stream.is_paired {
            return true;
        }
        stream.painted = Some(version);
        stream.painted_at = Some(at);
        unpainted.retain(|(sent, _)| *sent > version);
        let first = unpainted.front().map(|(_, at)| *at);
        stream.behind_since = first.filter(|_| version < stream.sent);
        if let Some(error) = error {
            stream.error = Some((at, error));
        }
        true
    }

    /// Records the rest of a screen's report: its device's clock, and the emergency it has painted, which `emergency` finds by
    /// the wall's name.
    pub fn note_report(
        &self,
        token: &str,
        clock_ahead_ms: Option<i64>,
        emergency: impl FnOnce(&str) -> Option<NoticeId>,
    ) {
        let mut list = self.inner();
        let known = list.screens.get_mut(token).map(|it| &mut it.stream);
        if let Some(stream) = known.filter(|stream| stream.is_paired) {
            stream.clock_ahead_ms = clock_ahead_ms.or(stream.clock_ahead_ms);
            stream.emergency = emergency(&stream.name);
        }
    }

    /// Records that the page of a wall was requested by the screen that is paired with it.
    pub fn polled(&self, name: &str, from: &Origin, at: Instant) {
        let polled = LastPoll {
            at,
            address: from.address,
            browser: from.browser.clone(),
        };
        remember(&mut self.inner().polled, name.to_owned(), polled);
    }

    /// The connected screens.
    #[must_use]
    pub fn list(&self) -> Vec<OpenStream> {
        self.inner().streams()
    }

    /// The connected screens, and when others were last connected.
    #[must_use]
    pub fn watchers(&self) -> Watchers {
        let list = self.inner();
        Watchers {
            now: list.streams(),
            left: list.left.clone(),
            polled: list.polled.clone(),
            since: list.since,
            unpaired_elsewhere: BTreeMap::new(),
        }
    }

    /// How many streams are open.
    #[must_use]
    pub fn count(&self) -> usize {
        self.inner().screens.len()
    }

    fn inner(&self) -> MutexGuard<'_, List> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(ms: i64) -> Instant {
        chrono::DateTime::from_timestamp_millis(ms).unwrap()
    }

    struct Stopped;

    impl Clock for Stopped {
        fn now(&self) -> Instant {
            at(7)
        }
    }

    /// A clock that advances by a millisecond each time it is read.
    struct Ticking(std::sync::atomic::AtomicI64);

    impl Clock for Ticking {
        fn now(&self) -> Instant {
            at(self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst) + 1)
        }
    }

    fn enter(present: &StreamRegistry, name: &str) -> RegisteredStream {
        enter_as(present, (name, true))
    }

    fn enter_as(present: &StreamRegistry, who: (&str, bool)) -> RegisteredStream {
        present.enter(who, Origin::default(), Arc::new(Stopped))
    }

    #[test]
    fn reports_of_an_unpaired_screen_are_not_recorded() {
        let present = StreamRegistry::default();
        let stream = enter_as(&present, ("lobby", false));
        stream.sent(Version(5));
        let error = Some("call this number".to_owned());
        assert!(present.painted(stream.token(), Version(5), error, at(8)));
        present.note_report(stream.token(), Some(3_600_000), |_| Some(NoticeId(1)));
        let screen = present.list().remove(0);
        assert_eq!((screen.painted, screen.error), (None, None));
        assert_eq!((screen.clock_ahead_ms, screen.emergency), (None, None));
        drop(stream);
        assert_eq!(present.watchers().left.get("lobby"), None);
    }

    #[test]
    fn no_versions_of_an_unpaired_screen_are_remembered() {
        let present = StreamRegistry::default();
        let streams = [true, false].map(|is_paired| enter_as(&present, ("lobby", is_paired)));
        for stream in &streams {
            stream.sent(Version(5));
            stream.sent(Version(6));
        }
        let list = present.inner();
        let remembered = streams
            .each_ref()
            .map(|it| list.screens[it.token()].unpainted.len());
        drop(list);
        assert_eq!(remembered, [2, 0]);
    }

    #[test]
    fn only_the_token_of_a_live_stream_may_report() {
        let present = StreamRegistry::default();
        let stream = enter(&present, "sanh-1");
        stream.sent(Version(5));
        let token = stream.token().to_owned();
        assert!(!present.painted("guessed", Version(5), None, at(8)));
        assert!(present.painted(&token, Version(5), None, at(8)));
        drop(stream);
        assert!(!present.painted(&token, Version(5), None, at(9)));
        assert_eq!(present.count(), 0);
        assert_eq!(present.watchers().left.get("sanh-1"), Some(&at(7)));
    }

    #[test]
    fn a_version_that_was_never_sent_is_not_believed() {
        let present = StreamRegistry::default();
        let stream = enter(&present, "sanh-1");
        stream.sent(Version(5));
        assert!(!present.painted(stream.token(), Version(6), None, at(8)));
    }

    #[test]
    fn a_screen_is_behind_until_it_has_painted_all_it_was_sent() {
        let present = StreamRegistry::default();
        let stream = enter(&present, "sanh-1");
        let behind = || present.list()[0].behind_since;
        assert_eq!(behind(), None);
        stream.sent(Version(5));
        stream.sent(Version(6));
        assert!(present.painted(stream.token(), Version(5), None, at(8)));
        assert_eq!(behind(), Some(at(7)));
        let error = Some("script: x".to_owned());
        assert!(present.painted(stream.token(), Version(6), error.clone(), at(9)));
        assert_eq!(behind(), None);
        assert!(present.painted(stream.token(), Version(6), None, at(10)));
        assert_eq!(present.list()[0].error, error.map(|error| (at(9), error)));
    }

    #[test]
    fn a_board_that_takes_its_turn_may_be_older_than_the_one_before() {
        let present = StreamRegistry::default();
        let stream = enter(&present, "sanh-1");
        stream.sent(Version(9));
        stream.turned();
        stream.sent(Version(4));
        assert!(present.painted(stream.token(), Version(4), None, at(8)));
        assert_eq!(present.list()[0].behind_since, None);
        stream.sent(Version(11));
        assert_eq!(present.list()[0].behind_since, Some(at(7)));
    }

    #[test]
    fn a_newer_board_does_not_restart_the_delay_of_a_screen_that_is_behind() {
        let ticking = Arc::new(Ticking(std::sync::atomic::AtomicI64::new(0)));
        let present = StreamRegistry::default();
        let stream = present.enter(("sanh-1", true), Origin::default(), ticking);
        let behind = || present.list()[0].behind_since;
        for version in 1..=5 {
            // The stream was opened at second 1, and the boards are sent at 2 to 6.
            stream.sent(Version(version));
        }
        assert_eq!(behind(), Some(at(2)));
        assert!(present.painted(stream.token(), Version(3), None, at(9)));
        assert_eq!(
            behind(),
            Some(at(5)),
            "since the first that it has not painted"
        );
        assert!(present.painted(stream.token(), Version(5), None, at(9)));
        assert_eq!(behind(), None);
    }
}

//! What the walls showed, kept for whoever asks later.
//!
//! The publisher hands every board over without waiting; what has come together is written a quarter of a second later in one
//! transaction. A program that is killed loses at the most what came in that time, and the next run's first board says that it
//! follows on none. One that is stopped writes all.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sanh_app::board::edition::{Edition, Version};
use sanh_app::board::model::Scope;
use sanh_app::deadline::Instant;
use sanh_app::screen::model::ScreenSetting;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::pack::{Base, pack};
use super::present::Present;
use super::store_source::OpenStore;
use crate::clock::Clock;
use crate::store::{NewBoardVersion, Presence, ScreenPast, Shown, Store};

/// Milliseconds in which boards come together before they are written.
const GATHER_MS: u64 = 250;
/// Seconds between two looks who is there. Whoever was seen less than twice as long ago counts as there.
pub const LOOK_S: u64 = 30;
/// Boards that wait to be written at the most, while the database is away: more than half an hour of a busy centre (ours).
const WAITING_MAX: usize = 4_096;
/// Seconds until a write that failed is tried again.
const RETRY_S: u64 = 1;
/// Seconds that the last write may take when the program stops.
const LAST_S: u64 = 5;

/// Keeps what the walls showed. Share it by `Arc`.
pub struct Versions {
    store: OpenStore,
    clock: Arc<dyn Clock>,
    /// How long boards are kept, in days; 0: none is.
    days: u32,
    queue: Mutex<Queue>,
    wake: Notify,
}

#[derive(Default)]
struct Queue {
    boards: VecDeque<(Option<Version>, Arc<Edition>, Scope)>,
    last: HashMap<Scope, Version>,
    settings: Vec<ScreenPast>,
    screens: Option<BTreeMap<String, ScreenSetting>>,
    lost: u64,
}

impl Versions {
    /// Keeps boards in a store that may still be opening, for so many days; 0: none is kept.
    #[must_use]
    pub fn new(store: OpenStore, clock: Arc<dyn Clock>, days: u32) -> Arc<Self> {
        Arc::new(Self {
            store,
            clock,
            days,
            queue: Mutex::default(),
            wake: Notify::new(),
        })
    }

    /// A board has been published. Waits for nothing.
    pub fn published(&self, scope: Scope, edition: &Arc<Edition>) {
        if self.days == 0 {
            return;
        }
        let mut queue = self.queue();
        let after = queue.last.insert(scope, edition.version);
        if queue.boards.len() >= WAITING_MAX {
            // The next one kept follows on one that is missing: so it is told.
            queue.lost += 1;
            return;
        }
        queue.boards.push_back((after, Arc::clone(edition), scope));
        drop(queue);
        self.wake.notify_one();
    }

    /// What the walls are set to from now on.
    pub fn set(&self, mut screens: BTreeMap<String, ScreenSetting>, at: Instant) {
        if self.days == 0 {
            return;
        }
        let mut queue = self.queue();
        let Some(known) = &queue.screens else {
            return;
        };
        // That it was told to load itself again changes nothing it shows.
        for setting in screens.values_mut() {
            setting.reloads = 0;
        }
        if *known == screens {
            return;
        }
        let changes = differing(known, &screens, at);
        queue.settings.extend(changes);
        queue.screens = Some(screens);
        drop(queue);
        self.wake.notify_one();
    }

    /// Writes until `shutdown`, and then what is left.
    pub async fn run(self: Arc<Self>, present: Present, shutdown: CancellationToken) {
        if self.days == 0 {
            return;
        }
        let mut store = self.store.clone();
        let store = tokio::select! {
            () = shutdown.cancelled() => return,
            open = store.wait_for(Option::is_some) => open.ok().and_then(|open| open.clone()),
        };
        let Some(store) = store else { return };
        let mut work = Work::new(self.clock.now());
        loop {
            let is_last = tokio::select! {
                () = shutdown.cancelled() => true,
                () = self.gathered() => false,
                () = tokio::time::sleep(Duration::from_secs(LOOK_S)) => false,
            };
            if is_last {
                let last = self.write(&store, &present, &mut work, true);
                let _ = tokio::time::timeout(Duration::from_secs(LAST_S), last).await;
                return;
            }
            if !self.write(&store, &present, &mut work, false).await {
                tokio::time::sleep(Duration::from_secs(RETRY_S)).await;
            }
        }
    }

    async fn gathered(&self) {
        self.wake.notified().await;
        tokio::time::sleep(Duration::from_millis(GATHER_MS)).await;
    }

    /// Writes what waits; false where it has to be tried again.
    async fn write(
        &self,
        store: &Store,
        present: &Present,
        work: &mut Work,
        is_last: bool,
    ) -> bool {
        let now = self.clock.now();
        if let Err(error) = self.learn(store).await {
            tracing::warn!(%error, "what the walls are set to cannot be kept now");
            return false;
        }
        self.take(work);
        work.look(present, now, is_last);
        if let Err(error) = store.keep_shown(work.shown.clone()).await {
            tracing::warn!(%error, waiting = work.shown.versions.len(), "what the walls show cannot be kept now");
            return false;
        }
        work.shown = Shown::default();
        true
    }

    /// What was kept before this run, so that only what differs is written.
    async fn learn(&self, store: &Store) -> Result<(), crate::store::StoreError> {
        if self.queue().screens.is_some() {
            return Ok(());
        }
        let past = store.screens_past().await?;
        let known = past.into_iter().filter_map(|past| {
            let setting = serde_json::from_str(&past.setting?).ok()?;
            Some((past.name, setting))
        });
        self.queue().screens = Some(known.collect());
        let screens = store.stored_screens().await?.into_iter();
        let settings = screens.map(|screen| (screen.setting.name.clone(), screen.setting));
        self.set(settings.collect(), self.clock.now());
        Ok(())
    }

    fn take(&self, work: &mut Work) {
        let (boards, settings, lost) = {
            let mut queue = self.queue();
            let room = WAITING_MAX.saturating_sub(work.shown.versions.len());
            let count = room.min(queue.boards.len());
            let boards: Vec<_> = queue.boards.drain(..count).collect();
            let settings = std::mem::take(&mut queue.settings);
            (boards, settings, std::mem::take(&mut queue.lost))
        };
        if lost > 0 {
            tracing::error!(
                lost,
                "boards were published that could not be kept: the database was away for too long"
            );
        }
        work.shown.settings.extend(settings);
        for (after, edition, scope) in boards {
            let base = work.bases.entry(scope).or_default();
            match pack(&edition, base) {
                Ok(packed) => work.shown.versions.push(NewBoardVersion {
                    scope,
                    version: edition.version,
                    published_at: edition.at,
                    after,
                    base: packed.base,
                    packed: packed.packed,
                    text: packed.text,
                }),
                Err(error) => tracing::error!(%error, "a board cannot be packed"),
            }
        }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the writing task remembers.
struct Work {
    shown: Shown,
    bases: HashMap<Scope, Option<Base>>,
    /// Since when the program and each wall have been there without a break.
    there: HashMap<String, Instant>,
    looked_at: Option<Instant>,
}

impl Work {
    fn new(now: Instant) -> Self {
        Self {
            shown: Shown::default(),
            bases: HashMap::new(),
            there: HashMap::from([(String::new(), now)]),
            looked_at: None,
        }
    }

    /// Looks who is there, once in a while and at the end.
    fn look(&mut self, present: &Present, now: Instant, is_last: bool) {
        let is_due = |at: Instant| (now - at).num_seconds() >= LOOK_S.cast_signed();
        if !is_last && !self.looked_at.is_none_or(is_due) {
            return;
        }
        self.looked_at = Some(now);
        let mut there: HashMap<String, Instant> = HashMap::new();
        // Of no other it is known what it is: anybody may open the wall.
        let paired = present.list().into_iter().filter(|it| it.is_paired);
        for screen in paired {
            let since = self.there.get(&screen.name).copied();
            let since = since.unwrap_or(screen.since);
            there.insert(screen.name, since);
        }
        let polling = present.watchers().polled.into_iter();
        for (name, polled) in
            polling.filter(|(_, it)| (now - it.at).num_seconds() < LOOK_S.cast_signed())
        {
            let since = self.there.get(&name).copied();
            there.entry(name).or_insert(since.unwrap_or(polled.at));
        }
        let began = self.there.get("").copied().unwrap_or(now);
        there.insert(String::new(), began);
        let presence = |(who, began_at): (&String, &Instant)| Presence {
            who: who.clone(),
            began_at: *began_at,
            seen_at: now,
        };
        // A look that could not be written is taken over by this one.
        self.shown.presences = there.iter().map(presence).collect();
        self.there = there;
    }
}

/// What is to be written so that the later settings follow from the earlier ones.
fn differing(
    known: &BTreeMap<String, ScreenSetting>,
    screens: &BTreeMap<String, ScreenSetting>,
    at: Instant,
) -> Vec<ScreenPast> {
    let past = |name: &String, setting: Option<&ScreenSetting>| ScreenPast {
        name: name.clone(),
        from_at: at,
        setting: setting.and_then(|setting| serde_json::to_string(setting).ok()),
    };
    let new = screens
        .iter()
        .filter(|(name, setting)| known.get(*name) != Some(*setting));
    let gone = known.keys().filter(|name| !screens.contains_key(*name));
    let new = new.map(|(name, setting)| past(name, Some(setting)));
    new.chain(gone.map(|name| past(name, None))).collect()
}

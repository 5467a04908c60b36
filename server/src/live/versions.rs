//! Stores what the walls showed, for the wall playback.
//!
//! The publisher passes every board without waiting; the boards of a quarter of a second are written in one transaction. If the
//! program is killed, at most the boards of that time are lost, and the first board of the next run records that its
//! predecessor is unknown. A program that is stopped writes all of them.
//!
//! If several nodes publish a scope, one stores its boards; the others hold theirs for a while, and the node that takes over
//! continues after the last stored one.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sanh_domain::account::model::AgencyScope;
use sanh_domain::board::edition::{Edition, Version};
use sanh_domain::deadline::Instant;
use sanh_domain::scope::Scope;
use sanh_domain::screen::model::ScreenSetting;
use sanh_store::clock::Clock;
use sanh_store::stored::StoredScreenSetting;
use sanh_store::{
    BoardVersionBatch, DUTY_S, Duty, NewBoardVersion, Presence, ScreenPast, Store, StoreError,
};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::board_compression::{BaseBoard, pack};
use super::registry::StreamRegistry;
use super::store_source::OpenStore;

/// Milliseconds in which boards are collected before they are written.
const GATHER_MS: u64 = 250;
/// Seconds between two records of which screens are connected. A screen counts as connected for twice as long.
pub const LOOK_S: u64 = 30;
/// The most boards that wait to be written while the database is away: more than half an hour of a busy centre (ours).
const WAITING_MAX: usize = 4_096;
/// Seconds until a write that failed is tried again.
const RETRY_S: u64 = 1;
/// Seconds for which boards are held that another node stores: if it has died, that is noticed after [`DUTY_S`].
const HELD_S: i64 = 2 * DUTY_S as i64;
/// Seconds that the last write may take when the program stops.
const LAST_S: u64 = 5;

/// Stores what the walls showed. Shared by `Arc`.
pub struct Versions {
    store: OpenStore,
    clock: Arc<dyn Clock>,
    /// Days that boards are kept; 0: none is stored.
    days: u32,
    queue: Mutex<Queue>,
    wake: Notify,
}

/// A board to be stored.
struct Published {
    scope: Scope,
    edition: Arc<Edition>,
    /// The version that it replaced in this run of the program.
    after: Option<Version>,
}

#[derive(Default)]
struct Queue {
    boards: VecDeque<Published>,
    last: HashMap<Scope, Version>,
    settings: Vec<ScreenPast>,
    screens: Option<BTreeMap<String, ScreenSetting>>,
    lost: u64,
}

impl Versions {
    /// Stores boards in a store that may still be opening, for so many days; 0: none.
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

    /// Takes a published board, without waiting. The board of an agency that no wall shows is not stored, so that requests for
    /// it leave no record.
    pub fn published(&self, scope: Scope, edition: &Arc<Edition>) {
        if self.days == 0 {
            return;
        }
        let mut queue = self.queue();
        let is_of_a_wall = |screens: &BTreeMap<String, ScreenSetting>| {
            screens
                .values()
                .any(|setting| setting.scope == scope || setting.others.contains(&scope))
        };
        if scope != Scope::Centre && !queue.screens.as_ref().is_none_or(is_of_a_wall) {
            return;
        }
        let after = queue.last.insert(scope, edition.version);
        if queue.boards.len() >= WAITING_MAX {
            // The next stored board names a predecessor that is missing, which shows the gap.
            queue.lost += 1;
            return;
        }
        queue.boards.push_back(Published {
            scope,
            edition: Arc::clone(edition),
            after,
        });
        drop(queue);
        self.wake.notify_one();
    }

    /// Takes the settings of the walls that are valid from now on.
    pub fn set(&self, mut screens: BTreeMap<String, ScreenSetting>, at: Instant) {
        if self.days == 0 {
            return;
        }
        let mut queue = self.queue();
        let Some(known) = &queue.screens else {
            return;
        };
        // An order to reload does not change what the wall shows.
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

    /// Writes until `shutdown`, and then the rest.
    pub async fn run(self: Arc<Self>, present: StreamRegistry, shutdown: CancellationToken) {
        if self.days == 0 {
            return;
        }
        let mut store = self.store.clone();
        let store = tokio::select! {
            () = shutdown.cancelled() => return,
            open = store.wait_for(Option::is_some) => open.ok().and_then(|open| open.clone()),
        };
        let Some(store) = store else { return };
        let mut work = WriterState::new(self.clock.now());
        let mut has_failed = false;
        loop {
            let pause = Duration::from_secs(if has_failed { RETRY_S } else { LOOK_S });
            let is_last = tokio::select! {
                () = shutdown.cancelled() => true,
                () = self.gather(), if !has_failed => false,
                () = tokio::time::sleep(pause) => false,
            };
            let write = self.write(&store, &present, &mut work, is_last);
            if is_last {
                let _ = tokio::time::timeout(Duration::from_secs(LAST_S), write).await;
                return;
            }
            has_failed = !write.await;
        }
    }

    async fn gather(&self) {
        self.wake.notified().await;
        tokio::time::sleep(Duration::from_millis(GATHER_MS)).await;
    }

    /// Writes the waiting boards. False if the write has to be tried again.
    async fn write(
        &self,
        store: &Store,
        present: &StreamRegistry,
        work: &mut WriterState,
        is_last: bool,
    ) -> bool {
        let now = self.clock.now();
        self.take(work, now);
        work.note_presence(present, now, is_last);
        let written = self.write_as_led(store, work, now).await;
        if let Err(error) = written {
            if matches!(error, StoreError::Fenced(_)) {
                // The node that took over stores these boards.
                work.lose();
                return true;
            }
            let waiting = work.waiting.len() + work.shown.versions.len();
            tracing::warn!(%error, waiting, "what the walls show cannot be kept now");
            return false;
        }
        true
    }

    /// Writes the boards that this node stores for all, and the connected screens, which each node writes for itself.
    async fn write_as_led(
        &self,
        store: &Store,
        work: &mut WriterState,
        now: Instant,
    ) -> Result<(), StoreError> {
        let duties: Vec<Duty> = work.scopes().into_iter().map(Duty::History).collect();
        let Some((had, leading)) = store.lead_any(&duties).await? else {
            self.queue().screens = None;
            work.led.clear();
            work.deny(now);
            let presences = std::mem::take(&mut work.shown.presences);
            return keep(
                store,
                &BoardVersionBatch {
                    presences,
                    ..BoardVersionBatch::default()
                },
            )
            .await;
        };
        let has_centre = had.contains(&Duty::History(Scope::Centre));
        if has_centre {
            self.learn(store).await?;
            work.shown.settings.append(&mut self.queue().settings);
        } else {
            self.queue().screens = None;
        }
        for scope in work.scopes() {
            if !had.contains(&Duty::History(scope)) {
                work.led.remove(&scope);
            } else if work.led.insert(scope) && work.denied.remove(&scope) {
                work.go_on_from(scope, store.last_board(scope).await?);
            }
        }
        work.deny(now);
        work.pack();
        keep(&leading, &work.shown).await?;
        work.shown = BoardVersionBatch::default();
        Ok(())
    }

    /// Reads what was stored before this run, so that only differences are written.
    async fn learn(&self, store: &Store) -> Result<(), StoreError> {
        if self.queue().screens.is_some() {
            return Ok(());
        }
        let past = store.screens_past().await?;
        let known = past.into_iter().filter_map(|past| {
            let setting: StoredScreenSetting = serde_json::from_str(&past.setting?).ok()?;
            Some((past.name, ScreenSetting::try_from(setting).ok()?))
        });
        self.queue().screens = Some(known.collect());
        let screens = store
            .stored_screens(&AgencyScope::Everywhere)
            .await?
            .into_iter();
        let settings = screens.map(|screen| (screen.setting.name.clone(), screen.setting));
        self.set(settings.collect(), self.clock.now());
        Ok(())
    }

    fn take(&self, work: &mut WriterState, now: Instant) {
        let (boards, lost) = {
            let mut queue = self.queue();
            let room = WAITING_MAX.saturating_sub(work.waiting.len());
            let count = room.min(queue.boards.len());
            let boards: Vec<_> = queue.boards.drain(..count).collect();
            (boards, std::mem::take(&mut queue.lost))
        };
        if lost > 0 {
            tracing::error!(
                lost,
                "boards were published that could not be kept: the database was away for too long"
            );
        }
        work.waiting.extend(boards);
        work.drop_held(now);
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes one batch.
async fn keep(store: &Store, shown: &BoardVersionBatch) -> Result<(), StoreError> {
    if *shown == BoardVersionBatch::default() {
        return Ok(());
    }
    store.keep_shown(shown.clone()).await
}

/// The state of the writing task.
struct WriterState {
    shown: BoardVersionBatch,
    /// Boards that are not compressed yet, as it is not known whether this node stores them.
    waiting: VecDeque<Published>,
    /// The scopes whose boards this node stores.
    led: HashSet<Scope>,
    /// The scopes whose boards another node stores.
    denied: HashSet<Scope>,
    bases: HashMap<Scope, Option<BaseBoard>>,
    /// Since when the program (under the blank name) and each wall have been connected without a break.
    there: HashMap<String, Instant>,
    presence_noted_at: Option<Instant>,
}

impl WriterState {
    fn new(now: Instant) -> Self {
        Self {
            shown: BoardVersionBatch::default(),
            waiting: VecDeque::new(),
            led: HashSet::new(),
            denied: HashSet::new(),
            bases: HashMap::new(),
            there: HashMap::from([(String::new(), now)]),
            presence_noted_at: None,
        }
    }

    /// The scopes of the waiting boards, and the centre, which stands for what is stored once for all scopes.
    fn scopes(&self) -> BTreeSet<Scope> {
        let waiting = self.waiting.iter().map(|board| board.scope);
        waiting.chain([Scope::Centre]).collect()
    }

    /// Records the scopes whose boards another node stores.
    fn deny(&mut self, now: Instant) {
        let scopes = self.scopes();
        let denied = scopes.iter().filter(|scope| !self.led.contains(scope));
        self.denied.extend(denied);
        self.drop_held(now);
    }

    /// Drops boards that another node has had time to store.
    fn drop_held(&mut self, now: Instant) {
        let denied = &self.denied;
        self.waiting.retain(|board| {
            let is_old = (now - board.edition.at).num_seconds() > HELD_S;
            !(is_old && denied.contains(&board.scope))
        });
    }

    /// Takes over a scope from another node: boards that it has stored are dropped, and our first one follows its last one.
    fn go_on_from(&mut self, scope: Scope, last: Option<(Version, Instant)>) {
        self.bases.remove(&scope);
        let Some((version, at)) = last else { return };
        self.waiting
            .retain(|board| board.scope != scope || board.edition.at > at);
        let first = self.waiting.iter_mut().find(|board| board.scope == scope);
        if let Some(first) = first
            && first.after.is_some()
        {
            first.after = Some(version);
        }
    }

    /// Drops the boards of scopes that another node has taken over.
    fn lose(&mut self) {
        self.shown.versions.clear();
        self.shown.settings.clear();
        self.bases.clear();
        self.led.clear();
    }

    /// Compresses the boards that this node stores.
    fn pack(&mut self) {
        let (ours, waiting) = std::mem::take(&mut self.waiting)
            .into_iter()
            .partition(|board| self.led.contains(&board.scope));
        self.waiting = waiting;
        let ours: VecDeque<Published> = ours;
        for board in ours {
            let (scope, edition) = (board.scope, board.edition);
            let base = self.bases.entry(scope).or_default();
            match pack(&edition, base) {
                Ok(packed) => self.shown.versions.push(NewBoardVersion {
                    scope,
                    version: edition.version,
                    published_at: edition.at,
                    after: board.after,
                    base: packed.base,
                    packed: packed.packed,
                    text: packed.text,
                }),
                Err(error) => tracing::error!(%error, "a board cannot be packed"),
            }
        }
    }

    /// Records which screens are connected, at intervals and at the end.
    fn note_presence(&mut self, present: &StreamRegistry, now: Instant, is_last: bool) {
        let is_due = |at: Instant| (now - at).num_seconds() >= LOOK_S.cast_signed();
        if !is_last && !self.presence_noted_at.is_none_or(is_due) {
            return;
        }
        self.presence_noted_at = Some(now);
        let mut there: HashMap<String, Instant> = HashMap::new();
        // Paired screens only, because anybody may open a wall's page.
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
        // Replaces an earlier record if that could not be written.
        self.shown.presences = there.iter().map(presence).collect();
        self.there = there;
    }
}

/// The differences between two sets of settings, as rows.
fn differing(
    known: &BTreeMap<String, ScreenSetting>,
    screens: &BTreeMap<String, ScreenSetting>,
    at: Instant,
) -> Vec<ScreenPast> {
    let past = |name: &String, setting: Option<&ScreenSetting>| ScreenPast {
        name: name.clone(),
        from_at: at,
        setting: setting
            .and_then(|setting| serde_json::to_string(&StoredScreenSetting::from(setting)).ok()),
    };
    let new = screens
        .iter()
        .filter(|(name, setting)| known.get(*name) != Some(*setting));
    let gone = known.keys().filter(|name| !screens.contains_key(*name));
    let new = new.map(|(name, setting)| past(name, Some(setting)));
    new.chain(gone.map(|name| past(name, None))).collect()
}

//! The wall watches itself: looks at intervals for what is wrong, keeps it as alarms, and tells of it outside.
//!
//! A look costs some bounded reads, and a write only where something has changed. A database that does not answer is told of
//! from memory, and written down when it answers again.

mod look;
mod prove;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono_tz::Tz;
use sanh_app::alarm::model::{Alarm, AlarmKind, Reading, State};
use sanh_app::alarm::rule;
use sanh_app::deadline::Instant;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::config::Config;
use crate::live::Live;
use crate::live::store_source::OpenStore;
use crate::outbox::TRY;
use crate::outbox::alarm::AlarmWays;
use crate::store::{AlarmMessage, AlarmMoment, AlarmWay, Store, StoreError, Telling};
use look::Memory;

/// How long a look may take before the database counts as away.
const LOOK: Duration = Duration::from_secs(20);
/// Messages sent after one look.
const MESSAGES_MAX: u32 = 8;
/// How long messages that were taken are left to who took them, in seconds.
const LEASE_S: u32 = 300;
const _: () = assert!(
    MESSAGES_MAX as u64 * TRY.as_secs() < LEASE_S as u64,
    "a message would be taken by another while it is still being sent"
);

/// What a watch needs.
pub struct Watch {
    live: Arc<Live>,
    store: OpenStore,
    config: Arc<Config>,
    clock: Arc<dyn Clock>,
    ways: AlarmWays,
    memory: Memory,
    /// What is wrong and cannot be written down now, because it is about the writing.
    troubles: BTreeMap<AlarmKind, Trouble>,
    zone: Tz,
}

/// Something that keeps alarms from being written down.
struct Trouble {
    since: Instant,
    /// By which ways it was told.
    told: Vec<AlarmWay>,
}

impl Watch {
    /// A watch that has seen nothing yet.
    #[must_use]
    pub fn new(
        live: Arc<Live>,
        store: OpenStore,
        config: Arc<Config>,
        clock: Arc<dyn Clock>,
        ways: AlarmWays,
    ) -> Self {
        Self {
            live,
            store,
            config,
            clock,
            ways,
            memory: Memory::begin(),
            troubles: BTreeMap::new(),
            zone: chrono_tz::UTC,
        }
    }

    /// Watches until `shutdown`.
    pub async fn run(mut self, shutdown: CancellationToken) {
        let pause = Duration::from_secs(self.config.alarm_every_s.into());
        loop {
            // What is under way when the program stops is looked at again at the next start.
            if shutdown.run_until_cancelled(self.look()).await.is_none() {
                return;
            }
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    /// One look.
    pub async fn look(&mut self) {
        let now = self.clock.now();
        let open = self.store.borrow().clone();
        let Some(store) = open else {
            self.note(AlarmKind::DatabaseAway, now).await;
            let unkept = self.unkept(now);
            if !unkept.is_empty() {
                self.live.alarms.set(&unkept);
            }
            return;
        };
        let looked = tokio::time::timeout(LOOK, self.judge(&store, now)).await;
        match looked.unwrap_or(Err(StoreError::Busy)) {
            Ok(()) => self.tell(&store).await,
            Err(error) => {
                tracing::warn!(%error, "what is wrong cannot be looked at; trying again");
                self.note(trouble(&error), now).await;
            }
        }
        self.show(&store, now).await;
    }

    /// Looks, and keeps what was found.
    async fn judge(&mut self, store: &Arc<Store>, now: Instant) -> Result<(), StoreError> {
        self.zone = store.centre(now).await?.zone;
        let mut readings = self.readings(store, now).await?;
        self.note_over(store, &mut readings, now).await?;
        store.keep_alarms(readings, self.telling(), now).await
    }

    /// Hands what is open to the metrics and to the managers' page.
    async fn show(&self, store: &Store, now: Instant) {
        let unkept = self.unkept(now);
        store.health().set_unkept_alarms(unkept.clone());
        let open = tokio::time::timeout(LOOK, store.open_alarms()).await;
        let Ok(Ok(mut open)) = open else {
            // What was open before stays as it was shown, until it is known what is wrong.
            if !unkept.is_empty() {
                self.live.alarms.set(&unkept);
            }
            return;
        };
        open.retain(|alarm| !unkept.iter().any(|other| other.kind == alarm.kind));
        open.extend(unkept);
        self.live.alarms.set(&open);
    }

    fn telling(&self) -> Telling {
        Telling {
            ways: self.ways.list(),
            repeat_h: self.config.alarm_repeat_h,
        }
    }

    /// Sends what is due.
    async fn tell(&self, store: &Store) {
        let taken = store
            .take_alarm_messages(MESSAGES_MAX, LEASE_S, self.clock.now())
            .await;
        let messages = taken.unwrap_or_else(|error| {
            tracing::warn!(%error, "messages about alarms cannot be read; trying again");
            Vec::new()
        });
        for message in messages {
            let sent = self.ways.send(&message, self.zone).await;
            let fault = sent.err().map(|unsent| unsent.0.to_string());
            if let Some(why) = &fault {
                let (way, tries) = (message.way.as_str(), message.tries);
                tracing::warn!(way, tries, why, "an alarm could not be told");
            }
            let ended = store.end_alarm_message(&message, fault, self.clock.now());
            if let Err(error) = ended.await {
                tracing::warn!(%error, "what came of a message about an alarm cannot be written");
            }
        }
    }

    /// Something keeps alarms from being written down: it is told from memory.
    async fn note(&mut self, kind: AlarmKind, now: Instant) {
        let trouble = self.troubles.entry(kind).or_insert(Trouble {
            since: now,
            told: Vec::new(),
        });
        let Some(alarm) = alarm(kind, trouble.since, now, self.config.alarm_away_s) else {
            return;
        };
        for way in self.ways.list() {
            if trouble.told.contains(&way) {
                continue;
            }
            let message = AlarmMessage {
                id: 0,
                way,
                moment: AlarmMoment::Began,
                // The same for every try, so that it has one key.
                made_at: trouble.since,
                tries: 1,
                alarm: alarm.clone(),
            };
            match self.ways.send(&message, self.zone).await {
                Ok(()) => trouble.told.push(way),
                Err(unsent) => {
                    let why = unsent.0.to_string();
                    tracing::warn!(way = way.as_str(), why, "an alarm could not be told");
                }
            }
        }
    }

    /// What is wrong and known from memory only.
    fn unkept(&self, now: Instant) -> Vec<Alarm> {
        let alarm = |(kind, trouble): (&AlarmKind, &Trouble)| {
            alarm(*kind, trouble.since, now, self.config.alarm_away_s)
        };
        self.troubles.iter().filter_map(alarm).collect()
    }

    /// What is over is written down as over. What lasts stays in memory although this look may write: a change of a few bytes may
    /// go where one of a dossier does not.
    async fn note_over(
        &mut self,
        store: &Store,
        readings: &mut Vec<Reading>,
        now: Instant,
    ) -> Result<(), StoreError> {
        let lasts = |reading: &Reading| {
            reading.kind != AlarmKind::DatabaseAway && matches!(reading.state, State::Wrong { .. })
        };
        let kinds: Vec<_> = self.troubles.keys().copied().collect();
        for kind in kinds {
            if readings.iter().any(|it| it.kind == kind && lasts(it)) {
                readings.retain(|reading| reading.kind != kind);
                continue;
            }
            self.put_over(store, kind, now).await?;
            self.troubles.remove(&kind);
        }
        Ok(())
    }

    async fn put_over(
        &self,
        store: &Store,
        kind: AlarmKind,
        now: Instant,
    ) -> Result<(), StoreError> {
        let Some(trouble) = self.troubles.get(&kind) else {
            return Ok(());
        };
        let Some(alarm) = alarm(kind, trouble.since, now, self.config.alarm_away_s) else {
            return Ok(());
        };
        let (value, threshold) = (alarm.value, alarm.threshold);
        // By a clock that was wrong it is not known when it began.
        let since = match kind {
            AlarmKind::ServerClock => now,
            _ => trouble.since,
        };
        let telling = Telling {
            ways: trouble.told.clone(),
            ..self.telling()
        };
        let reading = Reading::of(kind, State::Wrong { value, threshold });
        let was_told = !trouble.told.is_empty();
        store
            .put_past_alarm(reading, since, was_told, telling, now)
            .await
    }
}

/// What an error says is wrong.
fn trouble(error: &StoreError) -> AlarmKind {
    match error {
        StoreError::Unwritable(_) => AlarmKind::DatabaseUnwritable,
        StoreError::ClockWrong(_) => AlarmKind::ServerClock,
        _ => AlarmKind::DatabaseAway,
    }
}

/// The alarm of what has been wrong since an instant: a database that is away once it has been for long enough, all else at once.
fn alarm(kind: AlarmKind, since: Instant, now: Instant, away_s: u32) -> Option<Alarm> {
    let lasted_s = (now - since).num_seconds();
    let state = match kind {
        AlarmKind::DatabaseAway => rule::over(lasted_s, away_s.into()),
        _ => State::Wrong {
            value: lasted_s.max(0),
            threshold: 0,
        },
    };
    let State::Wrong { value, threshold } = state else {
        return None;
    };
    Some(Alarm {
        id: 0,
        kind,
        subject: String::new(),
        value,
        threshold,
        since,
        seen_at: now,
        ended_at: None,
        muted_until: None,
        muted_by: None,
    })
}

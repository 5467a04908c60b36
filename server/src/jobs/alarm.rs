//! The wall watches itself: looks at intervals for what is wrong, keeps it as alarms, and tells of it outside.
//!
//! A look costs some bounded reads, and a write only where something has changed. A database that does not answer is told of
//! from memory, and written down when it answers again.

mod look;
mod prove;
mod sealed;

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
    away: Option<Away>,
    zone: Tz,
}

/// A database that does not answer.
struct Away {
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
            away: None,
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
            return self.note_away(now).await;
        };
        let looked = tokio::time::timeout(LOOK, self.judge(&store, now)).await;
        match looked.unwrap_or(Err(StoreError::Busy)) {
            Ok(()) => self.tell(&store).await,
            Err(error) => {
                tracing::warn!(%error, "what is wrong cannot be looked at; trying again");
                self.note_away(now).await;
            }
        }
    }

    /// Looks, and keeps what was found.
    async fn judge(&mut self, store: &Arc<Store>, now: Instant) -> Result<(), StoreError> {
        self.zone = store.centre(now).await?.zone;
        let readings = self.readings(store, now).await?;
        self.note_back(store, now).await?;
        store.keep_alarms(readings, self.telling(), now).await?;
        self.live.alarms.set(&store.open_alarms().await?);
        Ok(())
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

    /// The database does not answer: after a while that is an alarm, told from memory.
    async fn note_away(&mut self, now: Instant) {
        let away = self.away.get_or_insert(Away {
            since: now,
            told: Vec::new(),
        });
        let Some(alarm) = alarm_away(away.since, now, self.config.alarm_away_s) else {
            return;
        };
        self.live.alarms.set(std::slice::from_ref(&alarm));
        for way in self.ways.list() {
            if away.told.contains(&way) {
                continue;
            }
            let message = AlarmMessage {
                id: 0,
                way,
                moment: AlarmMoment::Began,
                // The same for every try, so that it has one key.
                made_at: away.since,
                tries: 1,
                alarm: alarm.clone(),
            };
            match self.ways.send(&message, self.zone).await {
                Ok(()) => away.told.push(way),
                Err(unsent) => {
                    let why = unsent.0.to_string();
                    tracing::warn!(way = way.as_str(), why, "an alarm could not be told");
                }
            }
        }
    }

    /// It answers again: what was told is written down as over.
    async fn note_back(&mut self, store: &Store, now: Instant) -> Result<(), StoreError> {
        let Some(away) = &self.away else {
            return Ok(());
        };
        if let Some(alarm) = alarm_away(away.since, now, self.config.alarm_away_s) {
            let (value, threshold) = (alarm.value, alarm.threshold);
            let state = State::Wrong { value, threshold };
            let telling = Telling {
                ways: away.told.clone(),
                ..self.telling()
            };
            let reading = Reading::of(AlarmKind::DatabaseAway, state);
            let was_told = !away.told.is_empty();
            store
                .put_past_alarm(reading, away.since, was_told, telling, now)
                .await?;
        }
        self.away = None;
        Ok(())
    }
}

/// The alarm of a database that has been away since an instant, once it has been for long enough.
fn alarm_away(since: Instant, now: Instant, away_s: u32) -> Option<Alarm> {
    let State::Wrong { value, threshold } = rule::over((now - since).num_seconds(), away_s.into())
    else {
        return None;
    };
    Some(Alarm {
        id: 0,
        kind: AlarmKind::DatabaseAway,
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

//! Monitors walls and server: checks at intervals, stores faults as alarms, and sends messages about them.
//!
//! A check costs a few bounded reads, and a write only if something has changed. If the database does not answer, the alarm is
//! reported from memory and stored when it answers again.

mod checks;
mod sealed;
mod verification;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono_tz::Tz;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::alarm::model::{Alarm, AlarmKind, CheckResult, CheckState};
use sanh_domain::alarm::rule;
use sanh_domain::deadline::Instant;
use sanh_store::clock::Clock;
use sanh_store::{
    AlarmChannel, AlarmDelivery, AlarmMessage, AlarmMoment, DUTY_ASKED_EVERY, Duty, Store,
    StoreError, Trouble as PastTrouble,
};
use tokio_util::sync::CancellationToken;

use crate::config::Config;
use crate::live::Live;
use crate::live::store_source::OpenStore;
use crate::outbox::TRY;
use crate::outbox::alarm::AlarmTransports;
use checks::Memory;

/// How long a check may take before the database counts as away.
const CHECK_TIMEOUT: Duration = Duration::from_secs(20);
/// For how many checks a result of another node is used.
const FRESH_CHECKS: i64 = 3;
/// Messages sent after one check.
const MESSAGES_MAX: u32 = 8;
/// Seconds for which claimed messages belong to the node that claimed them.
const LEASE_S: u32 = 300;
const _: () = assert!(
    MESSAGES_MAX as u64 * TRY.as_secs() < LEASE_S as u64,
    "a message would be taken by another while it is still being sent"
);

/// The dependencies of the alarm job.
pub struct AlarmWatch {
    live: Arc<Live>,
    store: OpenStore,
    config: Arc<Config>,
    clock: Arc<dyn Clock>,
    transports: AlarmTransports,
    memory: Memory,
    /// Faults that cannot be stored now because they prevent storing.
    troubles: BTreeMap<AlarmKind, Trouble>,
    zone: Tz,
}

/// A fault because of which alarms cannot be stored.
struct Trouble {
    since: Instant,
    /// The channels that have reported it.
    channels: Vec<AlarmChannel>,
}

impl AlarmWatch {
    /// An alarm job that has made no check yet.
    #[must_use]
    pub fn new(
        live: Arc<Live>,
        store: OpenStore,
        config: Arc<Config>,
        clock: Arc<dyn Clock>,
        transports: AlarmTransports,
    ) -> Self {
        Self {
            live,
            store,
            config,
            clock,
            transports,
            memory: Memory::begin(),
            troubles: BTreeMap::new(),
            zone: chrono_tz::UTC,
        }
    }

    /// Makes checks until `shutdown`.
    pub async fn run(mut self, shutdown: CancellationToken) {
        let pause = Duration::from_secs(self.config.alarm_every_s.into());
        loop {
            // A check that is interrupted by the stop is made again at the next start.
            if shutdown.run_until_cancelled(self.check()).await.is_none() {
                return;
            }
            tokio::select! {
                () = shutdown.cancelled() => return,
                // A board that cannot be counted starts a check at once.
                () = self.live.fault_noticed() => {}
                () = self.pause(pause) => {}
            }
        }
    }

    /// Waits, renewing this node's duty if it has it: the pause may be longer than a duty lasts.
    async fn pause(&self, pause: Duration) {
        let until = tokio::time::Instant::now() + pause;
        while let Some(rest) = until.checked_duration_since(tokio::time::Instant::now())
            && !rest.is_zero()
        {
            tokio::time::sleep(rest.min(DUTY_ASKED_EVERY)).await;
            let open = self.store.borrow().clone();
            if let Some(store) = open
                && let Err(error) = store.lead(Duty::Alarms).await
            {
                tracing::debug!(%error, "who judges alarms cannot be asked");
            }
        }
    }

    /// Makes one check.
    pub async fn check(&mut self) {
        let now = self.clock.now();
        let open = self.store.borrow().clone();
        let Some(store) = open else {
            self.note(AlarmKind::DatabaseAway, now).await;
            let unstored = self.unstored(now);
            if !unstored.is_empty() {
                self.live.alarms.set(&unstored);
            }
            return;
        };
        let looked = tokio::time::timeout(CHECK_TIMEOUT, self.judge(&store, now)).await;
        match looked.unwrap_or(Err(StoreError::Busy)) {
            Ok(()) => {
                let faulty = self.faulty();
                self.memory.proofs.repair(&store, &faulty, now).await;
                self.send_due(&store).await;
            }
            Err(error) => {
                tracing::warn!(%error, "what is wrong cannot be looked at; trying again");
                self.note(trouble(&error), now).await;
            }
        }
        self.show(&store, now).await;
    }

    /// Makes the checks and stores their results.
    async fn judge(&mut self, store: &Arc<Store>, now: Instant) -> Result<(), StoreError> {
        self.zone = store.centre(now).await?.zone;
        let own = self.own(store, now).await?;
        self.hand_over(store, now).await?;
        match store.lead(Duty::Alarms).await? {
            Some(leading) => self.judge_all(store, &leading, own, now).await,
            // Another node decides on alarms and gets the results of this one.
            None => store.put_readings(own, now).await,
        }
    }

    /// Passes the open alarms to the metrics and to the managers' page.
    async fn show(&self, store: &Store, now: Instant) {
        let unstored = self.unstored(now);
        store.health().set_unstored_alarms(unstored.clone());
        let open =
            tokio::time::timeout(CHECK_TIMEOUT, store.open_alarms(&AgencyScope::Everywhere)).await;
        let Ok(Ok(mut open)) = open else {
            // Alarms that were open stay open until a check gives a result.
            if !unstored.is_empty() {
                self.live.alarms.set(&unstored);
            }
            return;
        };
        open.retain(|alarm| !unstored.iter().any(|other| other.kind == alarm.kind));
        open.extend(unstored);
        self.live.alarms.set(&open);
    }

    /// Decides on alarms for all nodes, if this node has that duty.
    async fn judge_all(
        &mut self,
        store: &Arc<Store>,
        leading: &Store,
        own: Vec<CheckResult>,
        now: Instant,
    ) -> Result<(), StoreError> {
        let mut readings = self.readings(store, now).await?;
        let since =
            now - chrono::Duration::seconds(i64::from(self.config.alarm_every_s) * FRESH_CHECKS);
        let others = store.readings_of_others(since).await?;
        readings.extend(merged(own, others));
        // These faults are tracked in memory, because the database may not be writable.
        readings.retain(|reading| !self.troubles.contains_key(&reading.kind));
        leading
            .merge_troubles(self.config.alarm_repeat_h, now)
            .await?;
        leading.keep_alarms(readings, self.delivery(), now).await
    }

    fn delivery(&self) -> AlarmDelivery {
        AlarmDelivery {
            channels: self.transports.list(),
            repeat_h: self.config.alarm_repeat_h,
        }
    }

    /// Sends due messages, if this node has that duty.
    async fn send_due(&self, store: &Store) {
        let Ok(Some(store)) = store.lead(Duty::Alarms).await else {
            return;
        };
        let taken = store
            .take_alarm_messages(MESSAGES_MAX, LEASE_S, self.clock.now())
            .await;
        let messages = taken.unwrap_or_else(|error| {
            tracing::warn!(%error, "messages about alarms cannot be read; trying again");
            Vec::new()
        });
        for message in messages {
            let sent = self.transports.send(&message, self.zone).await;
            let fault = sent.err().map(|unsent| unsent.0.to_string());
            if let Some(why) = &fault {
                let (channel, tries) = (message.channel.as_str(), message.tries);
                tracing::warn!(channel, tries, why, "an alarm could not be told");
            }
            let ended = store.end_alarm_message(&message, fault, self.clock.now());
            if let Err(error) = ended.await {
                tracing::warn!(%error, "what came of a message about an alarm cannot be written");
            }
        }
    }

    /// Notes a fault that prevents storing alarms, and sends it from memory.
    async fn note(&mut self, kind: AlarmKind, now: Instant) {
        let trouble = self.troubles.entry(kind).or_insert(Trouble {
            since: now,
            channels: Vec::new(),
        });
        let Some(alarm) = alarm(kind, trouble.since, now, self.config.alarm_away_s) else {
            return;
        };
        for channel in self.transports.list() {
            if trouble.channels.contains(&channel) {
                continue;
            }
            let message = AlarmMessage {
                id: 0,
                channel,
                moment: AlarmMoment::Began,
                // The same for every try, so that all tries have one idempotency key.
                made_at: trouble.since,
                tries: 1,
                alarm: alarm.clone(),
                node: Some(node_name(&self.config)),
            };
            match self.transports.send(&message, self.zone).await {
                Ok(()) => trouble.channels.push(channel),
                Err(unsent) => {
                    let why = unsent.0.to_string();
                    tracing::warn!(way = channel.as_str(), why, "an alarm could not be told");
                }
            }
        }
    }

    /// The alarms that are only in memory.
    fn unstored(&self, now: Instant) -> Vec<Alarm> {
        let alarm = |(kind, trouble): (&AlarmKind, &Trouble)| {
            alarm(*kind, trouble.since, now, self.config.alarm_away_s)
        };
        self.troubles.iter().filter_map(alarm).collect()
    }

    /// Passes past faults to the node that decides, which makes one alarm of those of all nodes. Lasting faults stay in memory
    /// even if this check can write: a write of a few bytes may succeed where that of a dossier does not.
    async fn hand_over(&mut self, store: &Store, now: Instant) -> Result<(), StoreError> {
        let over = |kind: &AlarmKind| match kind {
            AlarmKind::DatabaseUnwritable => store.health().unwritable().is_none(),
            AlarmKind::ServerClock => store.clock_fault().is_none(),
            _ => true,
        };
        let kinds: Vec<_> = self.troubles.keys().copied().filter(over).collect();
        for kind in kinds {
            if let Some(trouble) = self.past(kind, now) {
                store.put_trouble(trouble, now).await?;
            }
            self.troubles.remove(&kind);
        }
        Ok(())
    }

    /// A past fault, if it lasted long enough for an alarm.
    fn past(&self, kind: AlarmKind, now: Instant) -> Option<PastTrouble> {
        let trouble = self.troubles.get(&kind)?;
        let alarm = alarm(kind, trouble.since, now, self.config.alarm_away_s)?;
        Some(PastTrouble {
            kind,
            // The clock is wrong, so it does not say when the fault began.
            since: match kind {
                AlarmKind::ServerClock => now,
                _ => trouble.since,
            },
            value: alarm.value,
            threshold: alarm.threshold,
            channels: trouble.channels.clone(),
        })
    }
}

/// The name of this node for operators: that of its machine, and the address it listens on.
fn node_name(config: &Config) -> String {
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname");
    format!("{} {}", host.unwrap_or_default().trim(), config.listen)
        .trim_start()
        .to_owned()
}

/// Merges the results of all nodes. A wall is connected to one node, and the others know little about it: a node that sees a
/// fault overrules the others, and a node that sees the wall overrules one that does not.
fn merged(ours: Vec<CheckResult>, others: Vec<CheckResult>) -> Vec<CheckResult> {
    let rank = |state: CheckState| match state {
        CheckState::Unknown => 0,
        CheckState::Fine => 1,
        CheckState::Wrong { .. } => 2,
    };
    let mut merged = ours;
    for other in others {
        let is_same =
            |ours: &&mut CheckResult| ours.kind == other.kind && ours.subject == other.subject;
        match merged.iter_mut().find(is_same) {
            // A wall connected to one node is not dark because another node does not see it.
            Some(ours) if other.kind == AlarmKind::ScreenDark => {
                if other.state == CheckState::Fine {
                    ours.state = CheckState::Fine;
                }
            }
            Some(ours) if rank(other.state) > rank(ours.state) => ours.state = other.state,
            Some(_) => {}
            None => merged.push(other),
        }
    }
    merged
}

/// The kind of alarm for an error.
fn trouble(error: &StoreError) -> AlarmKind {
    match error {
        StoreError::Unwritable(_) => AlarmKind::DatabaseUnwritable,
        StoreError::ClockWrong(_) => AlarmKind::ServerClock,
        _ => AlarmKind::DatabaseAway,
    }
}

/// The alarm for a fault that began at `since`: for a database that is away only after some time, for any other at once.
fn alarm(kind: AlarmKind, since: Instant, now: Instant, away_s: u32) -> Option<Alarm> {
    let lasted_s = (now - since).num_seconds();
    let state = match kind {
        AlarmKind::DatabaseAway => rule::over(lasted_s, away_s.into()),
        _ => CheckState::Wrong {
            value: lasted_s.max(0),
            threshold: 0,
        },
    };
    let CheckState::Wrong { value, threshold } = state else {
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

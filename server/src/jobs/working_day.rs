//! The simulated working day of the demo centre: it keeps receiving, moving and finishing dossiers, so that the wall changes.
//!
//! Ours: a change every eight seconds on average, at any hour, because a demo is shown at night too; but while the office is closed
//! nothing is received, and what comes in waits, registered online. That is about ten times
//! the pace of a ward's centre; after a week it has as many dossiers as a large centre has in a month. Changes go through the
//! same functions as those of staff.

mod open_dossiers;

use std::sync::Arc;
use std::time::Duration;

use rand::RngExt;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::dossier::{Action, DossierCode, Intake, When};
use sanh_domain::procedure::channel::Channel;
use sanh_store::clock::Clock;
use sanh_store::{Store, StoreError};
use tokio_util::sync::CancellationToken;

use crate::io::demo::{DemoError, demo_actor};
use open_dossiers::{Next, OpenDossiers};

/// The demo acts for the staff of every agency.
const WHOLE: &AgencyScope = &AgencyScope::Everywhere;

/// The mean time between two changes, in milliseconds.
const PACE_MS: u64 = 8_000;
/// The shortest and the longest wait after a failure, in seconds.
const BACKOFF_S: (u64, u64) = (1, 30);

/// Runs the working day until `stop`. After an error of the database it waits, longer after each error.
pub async fn run(store: Arc<Store>, clock: Arc<dyn Clock>, seed: u64, stop: CancellationToken) {
    let mut backoff_s = BACKOFF_S.0;
    let mut day = None;
    loop {
        // A change already given to the store is written even if this stops waiting for it.
        let working = Box::pin(work(&mut day, &store, &clock, seed));
        let Some(worked) = stop.run_until_cancelled(working).await else {
            return;
        };
        let pause = match (worked, &mut day) {
            (Ok(()), Some(day)) => {
                backoff_s = BACKOFF_S.0;
                day.pause()
            }
            (Ok(()), None) => Duration::ZERO,
            (Err(error), _) => {
                tracing::warn!(%error, backoff_s, "the demo could not change a dossier; trying again");
                let pause = Duration::from_secs(backoff_s);
                backoff_s = (backoff_s * 2).min(BACKOFF_S.1);
                pause
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

async fn work(
    day: &mut Option<WorkingDay>,
    store: &Arc<Store>,
    clock: &Arc<dyn Clock>,
    seed: u64,
) -> Result<(), DemoError> {
    if let Some(day) = day {
        return day.step().await;
    }
    *day = Some(WorkingDay::begin(Arc::clone(store), Arc::clone(clock), seed).await?);
    Ok(())
}

/// The state of the working day between two changes.
pub struct WorkingDay {
    store: Arc<Store>,
    clock: Arc<dyn Clock>,
    dossiers: OpenDossiers,
}

impl WorkingDay {
    /// Reads the open dossiers, and finishes in time those that fell due while the demo was off.
    ///
    /// # Errors
    ///
    /// When the database or the catalogue cannot be read or written.
    pub async fn begin(
        store: Arc<Store>,
        clock: Arc<dyn Clock>,
        seed: u64,
    ) -> Result<Self, DemoError> {
        let dossiers = OpenDossiers::read(&store, seed).await?;
        let mut day = Self {
            store,
            clock,
            dossiers,
        };
        day.catch_up().await?;
        Ok(day)
    }

    /// Makes one change: a dossier arrives or moves on. If the rules refuse it, or somebody else changed the dossier first, it
    /// is skipped.
    ///
    /// # Errors
    ///
    /// When the database cannot be read or written.
    pub async fn step(&mut self) -> Result<(), DemoError> {
        let now = self.clock.now();
        let is_open = self.store.centre(now).await?.calendar.is_open(now);
        match self.dossiers.next(now) {
            Next::Newcomer => self.receive(now.into(), is_open).await,
            // While the office is closed nothing is received at the counter, but the portal is open.
            Next::Move(_, Action::Receive) if !is_open => self.receive(now.into(), false).await,
            Next::Move(code, action) => self.act(code, action, now.into()).await,
        }
    }

    /// The time until the next change: between nothing and twice the mean.
    fn pause(&mut self) -> Duration {
        Duration::from_millis(self.dossiers.rng().random_range(0..=2 * PACE_MS))
    }

    /// Finishes in time the dossiers that fell due since the last change in the database. Otherwise a demo that was off for a
    /// night would start with a wall of overdue dossiers.
    async fn catch_up(&mut self) -> Result<(), DemoError> {
        let now = self.clock.now();
        for (code, resolved_at) in self.dossiers.missed(now) {
            self.act(code, Action::Resolve, When::new(resolved_at, now))
                .await?;
        }
        Ok(())
    }

    /// Takes in a new dossier: while the office is closed, one registered online.
    async fn receive(&mut self, when: When, is_open: bool) -> Result<(), DemoError> {
        let centre = self.store.centre(when.recorded_at).await?;
        let date = centre.calendar.local_date(when.recorded_at);
        let Some((service, desk, channel, received)) = self.dossiers.next_arrival() else {
            return Ok(());
        };
        let channel = if is_open { channel } else { Channel::Online };
        let received = received && is_open;
        let code = loop {
            let code = DossierCode::issue(
                &desk.code,
                date,
                self.dossiers.next_serial(desk.agency, date),
            )?;
            if self.store.dossier(&code, WHOLE).await?.is_none() {
                break code;
            }
        };
        let intake = Intake {
            code,
            agency: desk.agency,
            field: service.field,
            procedure: Some(service.procedure),
            channel,
            limit: service.limit,
            counted_in: sanh_domain::dossier::CountedIn::Both,
        };
        match self
            .store
            .receive(intake, when, &demo_actor(), received)
            .await
        {
            Ok(opened) => self.dossiers.put(opened.dossier),
            // Another process took this code; the next try takes the next one.
            Err(StoreError::CodeTaken(_)) => {}
            Err(StoreError::Refused(why)) => {
                tracing::debug!(%why, "the demo tried what the rules refuse");
            }
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    async fn act(
        &mut self,
        code: DossierCode,
        action: Action,
        when: When,
    ) -> Result<(), DemoError> {
        let Some(version) = self.dossiers.version(&code) else {
            return Ok(());
        };
        match self
            .store
            .act(&code, action, version, when, &demo_actor())
            .await
        {
            Ok(acted) => self.dossiers.put(acted.dossier),
            // Somebody else changed the dossier: read it again.
            Err(StoreError::Conflict { .. }) => match self.store.dossier(&code, WHOLE).await? {
                Some(found) => self.dossiers.put(found.dossier),
                None => self.dossiers.remove(&code),
            },
            Err(StoreError::NotFound(_)) => self.dossiers.remove(&code),
            Err(StoreError::Refused(why)) => {
                tracing::debug!(%why, "the demo tried what the rules refuse");
                self.dossiers.remove(&code);
            }
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }
}

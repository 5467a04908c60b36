//! Alarms, over the store.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::Duration;
use sanh_app::alarm::port::{AlarmOverview, AlarmPort, OpenAlarms};
use sanh_app::error::AppError;
use sanh_domain::account::model::{Access, AgencyScope, Caller};
use sanh_domain::alarm::model::{Alarm, concerns};
use sanh_store::clock::Clock;
use sanh_store::{AuditActor, Store, StoreError};

use super::notice::walls;
use crate::live::store_source::OpenStore;

/// Days for which messages that could not be sent are told of.
const UNDELIVERED_DAYS: i64 = 7;

/// Alarms, of a store that may still be opening.
pub struct Alarms {
    store: OpenStore,
    clock: Arc<dyn Clock>,
}

impl Alarms {
    /// Creates the port over a store that may still be opening.
    #[must_use]
    pub fn new(store: OpenStore, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }

    fn store(&self) -> Result<Arc<Store>, AppError> {
        self.store.borrow().clone().ok_or(AppError::Unavailable)
    }
}

/// Causes are logged here, where they are met.
#[expect(clippy::needless_pass_by_value, reason = "the end of the error's way")]
fn fault(error: StoreError) -> AppError {
    if let Some(why) = super::not_written(&error) {
        return why.into();
    }
    if error.is_transient() {
        tracing::warn!(%error, "alarms cannot be served now");
        return AppError::Unavailable;
    }
    tracing::error!(%error, "alarms cannot be served");
    AppError::Internal
}

/// Those that last, those that cannot be written down now among them.
async fn open_alarms(store: &Store) -> Result<Vec<Alarm>, AppError> {
    let mut open = store.health().unkept_alarms();
    open.extend(store.open_alarms().await.map_err(fault)?);
    Ok(open)
}

/// Those that concern the caller.
async fn own(store: &Store, caller: &Caller, alarms: Vec<Alarm>) -> Result<Vec<Alarm>, AppError> {
    let person = &caller.person;
    if person.has(Access::Administer) {
        let alarms = alarms.into_iter();
        return Ok(alarms.filter(|it| concerns(person, it, &[])).collect());
    }
    if alarms.is_empty() || person.reach == AgencyScope::Everywhere {
        return Ok(alarms);
    }
    let walls = walls(store).await?;
    let mut alarms = alarms;
    alarms.retain(|alarm| concerns(person, alarm, &walls));
    Ok(alarms)
}

#[async_trait]
impl AlarmPort for Alarms {
    async fn overview(&self, caller: &Caller) -> Result<AlarmOverview, AppError> {
        let (store, now) = (self.store()?, self.clock.now());
        let open = open_alarms(&store).await?;
        let past = store.past_alarms().await.map_err(fault)?;
        let since = now - Duration::days(UNDELIVERED_DAYS);
        Ok(AlarmOverview {
            now,
            zone: store.centre(now).await.map_err(fault)?.zone,
            open: own(&store, caller, open).await?,
            past: own(&store, caller, past).await?,
            undelivered: store.dead_alarm_messages(since).await.map_err(fault)?,
        })
    }

    async fn open(&self, caller: &Caller) -> OpenAlarms {
        let Ok(store) = self.store() else {
            return OpenAlarms::default();
        };
        let now = self.clock.now();
        let counted = async {
            let open = store.open_alarms().await.map_err(fault)?;
            own(&store, caller, open).await
        };
        let open = counted.await.unwrap_or_default();
        let heard = open.iter().filter(|alarm| !alarm.is_muted_at(now)).count();
        OpenAlarms(heard as u64)
    }

    async fn mute(&self, caller: &Caller, id: i64, hours: u32) -> Result<bool, AppError> {
        let (store, now) = (self.store()?, self.clock.now());
        let open = store.open_alarms().await.map_err(fault)?;
        let own = own(&store, caller, open).await?;
        if !own.iter().any(|alarm| alarm.id == id) {
            return Ok(false);
        }
        let until = (hours > 0).then(|| now + Duration::hours(hours.into()));
        let muted = store
            .mute_alarm(id, until, AuditActor::from(caller), now)
            .await;
        muted.map_err(fault)
    }
}

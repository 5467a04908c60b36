//! The centre's settings and calendar, over the store.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::NaiveDate;
use sanh_app::centre::port::{CalendarOverview, CentreError, CentrePort, SettingHistory};
use sanh_app::error::AppError;
use sanh_domain::account::model::Caller;
use sanh_domain::centre::change::{CalendarChange, CalendarPlan, ChangePreview, DueTimePolicy};
use sanh_domain::centre::file::CalendarFile;
use sanh_domain::centre::setting::SettingKey;
use sanh_domain::procedure::listed::ListedAgency;
use sanh_store::clock::Clock;
use sanh_store::{AuditActor, CalendarOutcome, Store, StoreError};

use crate::io::calendar_file;
use crate::live::store_source::OpenStore;

/// The set-up of a store that may still be opening.
pub struct Centre {
    store: OpenStore,
    clock: Arc<dyn Clock>,
}

impl Centre {
    /// The set-up of a store.
    #[must_use]
    pub fn new(store: OpenStore, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }

    fn store(&self) -> Result<Arc<Store>, AppError> {
        self.store.borrow().clone().ok_or(AppError::Unavailable)
    }

    async fn today(&self, store: &Store) -> Result<NaiveDate, AppError> {
        let now = self.clock.now();
        let centre = store.centre(now).await.map_err(fault)?;
        Ok(centre.calendar.local_date(now))
    }
}

/// Causes are logged here, where they are met.
#[expect(clippy::needless_pass_by_value, reason = "the end of the error's way")]
fn fault(error: StoreError) -> AppError {
    if let Some(why) = super::not_written(&error) {
        return why.into();
    }
    if error.is_transient() {
        tracing::warn!(%error, "the set-up of the centre cannot be served now");
        return AppError::Unavailable;
    }
    tracing::error!(%error, "the set-up of the centre cannot be served");
    AppError::Internal
}

fn refused(error: StoreError) -> CentreError {
    match error {
        StoreError::Restates { .. } => CentreError::Restates,
        StoreError::Invalid(_) => CentreError::Unusable,
        error => fault(error).into(),
    }
}

/// Office hours hold from today or later; those that hold already stay as they were.
fn restates(change: &CalendarChange, today: NaiveDate) -> bool {
    match change {
        CalendarChange::Hours(hours) => hours.valid_from < today,
        CalendarChange::RemoveHours { valid_from } => *valid_from <= today,
        CalendarChange::Days(_) | CalendarChange::RemoveDay { .. } => false,
    }
}

#[async_trait]
impl CentrePort for Centre {
    async fn settings(&self) -> Result<SettingHistory, AppError> {
        let store = self.store()?;
        Ok(SettingHistory {
            today: self.today(&store).await?,
            zone_is_fixed: store.zone_is_fixed().await.map_err(fault)?,
            timelines: store.timelines().await.map_err(fault)?,
        })
    }

    async fn set(
        &self,
        caller: &Caller,
        key: SettingKey,
        valid_from: NaiveDate,
        value: &str,
    ) -> Result<(), CentreError> {
        if !key.fits(value) {
            return Err(CentreError::Unusable);
        }
        let (store, now) = (self.store()?, self.clock.now());
        if valid_from < self.today(&store).await? {
            return Err(CentreError::Restates);
        }
        let set = store.set_by(key, (valid_from, value), AuditActor::from(caller), now);
        set.await.map_err(refused)
    }

    async fn unset(
        &self,
        caller: &Caller,
        key: SettingKey,
        valid_from: NaiveDate,
    ) -> Result<(), CentreError> {
        let (store, now) = (self.store()?, self.clock.now());
        if valid_from <= self.today(&store).await? {
            return Err(CentreError::Restates);
        }
        let unset = store.unset_by(key, valid_from, AuditActor::from(caller), now);
        unset.await.map_err(refused)
    }

    async fn calendar(&self) -> Result<CalendarOverview, AppError> {
        let (store, now) = (self.store()?, self.clock.now());
        let centre = store.centre(now).await.map_err(fault)?;
        let agencies = store.agencies().await.map_err(fault)?;
        Ok(CalendarOverview {
            today: centre.calendar.local_date(now),
            zone: centre.zone,
            rows: store.calendar_rows().await.map_err(fault)?,
            agencies: agencies
                .into_iter()
                .map(|agency| ListedAgency {
                    id: agency.id,
                    code: agency.code,
                    name: agency.name,
                })
                .collect(),
        })
    }

    fn read_file(&self, content: &[u8]) -> CalendarFile {
        calendar_file::read(content)
    }

    async fn foretell(
        &self,
        caller: &Caller,
        plan: &CalendarPlan,
    ) -> Result<ChangePreview, AppError> {
        let (store, now) = (self.store()?, self.clock.now());
        let foretold = store
            .foretell(plan.clone(), AuditActor::from(caller), now)
            .await;
        foretold.map_err(fault)
    }

    async fn change(
        &self,
        caller: &Caller,
        plan: CalendarPlan,
        moving: DueTimePolicy,
        mark: &str,
    ) -> Result<u64, CentreError> {
        let (store, now) = (self.store()?, self.clock.now());
        if restates(&plan.change, self.today(&store).await?) {
            return Err(CentreError::Restates);
        }
        let mark = mark.to_owned();
        let done = store.change_calendar(plan, moving, mark, AuditActor::from(caller), now);
        match done.await.map_err(refused)? {
            CalendarOutcome::Now(moved) => Ok(moved),
            CalendarOutcome::Otherwise(foretold) => Err(CentreError::Changed(foretold)),
            CalendarOutcome::TooMany => Err(CentreError::TooMany),
        }
    }
}

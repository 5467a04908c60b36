//! Absences, over the store.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::NaiveDate;
use sanh_app::absence::port::{AbsenceError, AbsenceOverview, AbsencePort};
use sanh_app::error::AppError;
use sanh_domain::absence::model::{Absence, takes_in};
use sanh_domain::account::model::{Access, Caller, Colleague};
use sanh_store::clock::Clock;
use sanh_store::{AuditActor, Store, StoreError};

use super::colleague;
use super::fault;
use crate::live::store_source::OpenStore;

/// Absences, of a store that may still be opening.
pub struct Absences {
    store: OpenStore,
    clock: Arc<dyn Clock>,
}

impl Absences {
    /// Creates the port over a store that may still be opening.
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

/// Whether the caller may set the absences of somebody: their own, and as a manager those of the people whose agencies are all
/// theirs.
fn may_set(caller: &Caller, absent: &Colleague) -> bool {
    let person = &caller.person;
    let is_own = absent.name == person.name && person.has(Access::Desk);
    is_own || (person.has(Access::Manage) && takes_in(&person.reach, &absent.reach))
}

#[async_trait]
impl AbsencePort for Absences {
    async fn overview(&self, caller: &Caller) -> Result<AbsenceOverview, AppError> {
        let store = self.store()?;
        let today = self.today(&store).await?;
        let colleagues = colleague::listed(store.accounts().await.map_err(fault)?);
        let mut absences = store.absences_from(today).await.map_err(fault)?;
        let is_theirs = |absence: &Absence| {
            let mut known = colleagues.iter();
            let absent = known.find(|known| known.name == absence.account);
            absent.is_some_and(|absent| may_set(caller, absent))
        };
        absences.retain(is_theirs);
        Ok(AbsenceOverview {
            today,
            absences,
            colleagues,
        })
    }

    async fn add(&self, caller: &Caller, absence: Absence) -> Result<(), AbsenceError> {
        let store = self.store()?;
        let (today, now) = (self.today(&store).await?, self.clock.now());
        let colleagues = colleague::listed(store.accounts().await.map_err(fault)?);
        let known = |name: &str| colleagues.iter().find(|known| known.name == name);
        let absent = known(&absence.account).filter(|absent| may_set(caller, absent));
        if absent.is_none() {
            return Err(AbsenceError::Unknown("account"));
        }
        if known(&absence.substitute).is_none() {
            return Err(AbsenceError::Unknown("substitute"));
        }
        let added = store
            .add_absence(absence, today, AuditActor::from(caller), now)
            .await;
        match added {
            Ok(checked) => Ok(checked?),
            // Meanwhile somebody took the account away.
            Err(StoreError::Invalid(_)) => Err(AbsenceError::Unknown("account")),
            Err(error) => Err(fault(error).into()),
        }
    }

    async fn take_back(&self, caller: &Caller, id: i64) -> Result<bool, AppError> {
        let overview = self.overview(caller).await?;
        if !overview.absences.iter().any(|absence| absence.id == id) {
            return Ok(false);
        }
        let (store, now) = (self.store()?, self.clock.now());
        let done = store.take_back_absence(id, overview.today, AuditActor::from(caller), now);
        done.await.map_err(fault)
    }
}

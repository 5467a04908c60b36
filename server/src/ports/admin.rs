//! Accounts for administrators, over the store.

use std::sync::Arc;

use async_trait::async_trait;
use sanh_app::admin::port::{AdminError, AdminPort, ClockDoubt, ClockState};
use sanh_app::error::AppError;
use sanh_domain::account::listed::{AccountState, ListedPerson, PersonToAdd};
use sanh_domain::account::model::{AccountId, AgencyScope, Caller, Role};
use sanh_domain::procedure::listed::ListedAgency;
use sanh_store::clock::Clock;
use sanh_store::clock::guard::ClockFault;
use sanh_store::{Account, AuditActor, NewAccount, Store, StoreError};

use super::account::make_link;
use crate::live::store_source::OpenStore;

/// The administration of a store that may still be opening.
pub struct Admin {
    store: OpenStore,
    clock: Arc<dyn Clock>,
}

impl Admin {
    /// The administration of a store.
    #[must_use]
    pub fn new(store: OpenStore, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }

    fn store(&self) -> Result<Arc<Store>, AppError> {
        self.store.borrow().clone().ok_or(AppError::Unavailable)
    }

    async fn account(&self, store: &Store, name: &str) -> Result<AccountId, AppError> {
        let account = store.account(name).await.map_err(fault)?;
        let account = account.ok_or(AppError::NotFound)?;
        Ok(account.person.id)
    }
}

/// Causes are logged here, where they are met.
#[expect(clippy::needless_pass_by_value, reason = "the end of the error's way")]
pub(super) fn fault(error: StoreError) -> AppError {
    if let Some(why) = super::not_written(&error) {
        return why.into();
    }
    if error.is_transient() {
        tracing::warn!(%error, "the administration cannot be served now");
        return AppError::Unavailable;
    }
    tracing::error!(%error, "the administration cannot be served");
    AppError::Internal
}

/// What was asked for is refused by the store: said as `refused`.
fn refused_as(refused: AdminError) -> impl FnOnce(StoreError) -> AdminError {
    move |error| match error {
        StoreError::Invalid(_) => refused,
        error => fault(error).into(),
    }
}

fn state(account: &Account) -> AccountState {
    match (&account.password_hash, account.is_disabled) {
        (_, true) => AccountState::Disabled,
        (None, false) => AccountState::Waits,
        (Some(_), false) => AccountState::Active,
    }
}

#[async_trait]
impl AdminPort for Admin {
    async fn people(&self) -> Result<Vec<ListedPerson>, AppError> {
        let accounts = self.store()?.accounts().await.map_err(fault)?;
        let listed = accounts.into_iter().map(|account| ListedPerson {
            state: state(&account),
            person: account.person,
        });
        Ok(listed.collect())
    }

    async fn agencies(&self) -> Result<Vec<ListedAgency>, AppError> {
        let agencies = self.store()?.agencies().await.map_err(fault)?;
        let listed = agencies.into_iter().map(|agency| ListedAgency {
            id: agency.id,
            code: agency.code,
            name: agency.name,
        });
        Ok(listed.collect())
    }

    async fn add(&self, caller: &Caller, person: PersonToAdd) -> Result<String, AdminError> {
        let (store, now) = (self.store()?, self.clock.now());
        let reach = if person.agencies.is_empty() {
            AgencyScope::Everywhere
        } else {
            AgencyScope::Agencies(person.agencies.into_iter().collect())
        };
        let account = NewAccount {
            name: person.name.clone(),
            display_name: person.display_name,
            role: person.role,
            reach,
        };
        let added = store
            .add_account(account, AuditActor::from(caller), now)
            .await;
        added.map_err(refused_as(AdminError::NameTaken))?;
        self.link(caller, &person.name).await
    }

    async fn link(&self, caller: &Caller, name: &str) -> Result<String, AdminError> {
        let (store, now) = (self.store()?, self.clock.now());
        let link = make_link(&store, name, AuditActor::from(caller), now).await;
        link.map_err(|error| fault(error).into())
    }

    async fn set_rights(
        &self,
        caller: &Caller,
        name: &str,
        role: Role,
        reach: AgencyScope,
    ) -> Result<(), AdminError> {
        let (store, now) = (self.store()?, self.clock.now());
        let id = self.account(&store, name).await?;
        let set = store.set_rights(id, role, reach, AuditActor::from(caller), now);
        set.await.map_err(refused_as(AdminError::LastAdministrator))
    }

    async fn disable(&self, caller: &Caller, name: &str) -> Result<(), AdminError> {
        let (store, now) = (self.store()?, self.clock.now());
        let id = self.account(&store, name).await?;
        let disabled = store.disable_account(id, AuditActor::from(caller), now);
        disabled
            .await
            .map_err(refused_as(AdminError::LastAdministrator))
    }

    async fn clock(&self) -> Result<ClockState, AppError> {
        let (store, now) = (self.store()?, self.clock.now());
        let doubt = store.clock_fault().map(|fault| match fault {
            ClockFault::BeforeBuild { built_at, .. } => ClockDoubt::BeforeBuild { built_at },
            ClockFault::Behind { newest, .. } => ClockDoubt::Behind { newest },
            ClockFault::Ahead { expected, .. } => ClockDoubt::Ahead { expected },
        });
        Ok(ClockState {
            now,
            zone: store.centre(now).await.map_err(fault)?.zone,
            newest: store.known_time().await.map_err(fault)?.newest,
            doubt,
        })
    }

    async fn confirm_clock(&self, caller: &Caller) -> Result<(), AppError> {
        let (store, now) = (self.store()?, self.clock.now());
        let confirmed = store.confirm_clock(AuditActor::from(caller), now).await;
        confirmed.map_err(fault)
    }
}

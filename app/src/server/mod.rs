//! What server functions have at hand on the server: the case database, the time, and whoever calls.

pub(crate) mod audit;
pub(crate) mod catalogue;
pub(crate) mod clock;
pub(crate) mod outbox;
pub(crate) mod people;

use std::sync::Arc;

use leptos::prelude::*;
use sanh_domain::account::model::{Access, Caller};
use sanh_domain::deadline::Instant;
use sanh_store::clock::Clock;
use sanh_store::{AuditActor, Store, StoreError};

use crate::account::confirm::is_fresh;
use crate::error::{AppError, NotWritten};
use crate::ui::response::request;

/// The case database as a request finds it, handed over through Leptos' context.
#[derive(Clone)]
pub struct CaseDatabase {
    /// The store; none while it is still opening.
    pub store: Option<Arc<Store>>,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// The store.
///
/// # Errors
/// [`AppError::Unavailable`] while it is still opening.
pub(crate) fn store() -> Result<Arc<Store>, AppError> {
    let database: CaseDatabase = expect_context();
    database.store.ok_or(AppError::Unavailable)
}

/// The present, UTC.
pub(crate) fn now() -> Instant {
    expect_context::<CaseDatabase>().clock.now()
}

/// A signed-in administrator: only [`administrator`] makes one, so whoever is handed one may administer.
pub(crate) struct Administrator(Caller);

impl Administrator {
    /// Who they are.
    pub(crate) fn caller(&self) -> &Caller {
        &self.0
    }
}

impl From<&Administrator> for AuditActor {
    fn from(Administrator(caller): &Administrator) -> Self {
        caller.into()
    }
}

/// Whoever calls, where they are an administrator.
///
/// # Errors
/// [`AppError::Forbidden`] where they are not.
pub(crate) fn administrator() -> Result<Administrator, AppError> {
    let caller = request().caller.clone();
    let caller = caller.filter(|caller| caller.person.has(Access::Administer));
    caller.map(Administrator).ok_or(AppError::Forbidden)
}

/// An administrator who has given their password lately: only [`confirmed_administrator`] makes one.
pub(crate) struct ConfirmedAdministrator(Caller);

impl ConfirmedAdministrator {
    /// Who they are.
    pub(crate) fn caller(&self) -> &Caller {
        &self.0
    }
}

impl From<&ConfirmedAdministrator> for AuditActor {
    fn from(ConfirmedAdministrator(caller): &ConfirmedAdministrator) -> Self {
        caller.into()
    }
}

/// Whoever calls, where they are an administrator who has given their password lately. Pages ask for it before their form is done.
///
/// # Errors
/// [`AppError::Forbidden`] where they are not, or have not.
pub(crate) fn confirmed_administrator() -> Result<ConfirmedAdministrator, AppError> {
    let Administrator(caller) = administrator()?;
    if !is_fresh(&caller, now()) {
        return Err(AppError::Forbidden);
    }
    Ok(ConfirmedAdministrator(caller))
}

/// What may be told of a failure of the store; its cause is logged here.
pub(crate) fn failure(error: StoreError) -> AppError {
    match error {
        StoreError::Unwritable(_) => NotWritten::Disk.into(),
        StoreError::ClockWrong(_) => NotWritten::Clock.into(),
        error if error.is_transient() => {
            tracing::warn!(%error, "the database cannot serve now");
            AppError::Unavailable
        }
        error => {
            tracing::error!(%error, "the database cannot serve");
            AppError::Internal
        }
    }
}

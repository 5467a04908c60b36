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
pub(crate) struct ConfirmedAdministrator(Administrator);

impl ConfirmedAdministrator {
    /// Who they are.
    pub(crate) fn caller(&self) -> &Caller {
        self.0.caller()
    }
}

impl From<&ConfirmedAdministrator> for AuditActor {
    fn from(ConfirmedAdministrator(administrator): &ConfirmedAdministrator) -> Self {
        administrator.into()
    }
}

/// Whoever calls, where they are an administrator who has given their password lately. Pages ask for it before their form is done.
///
/// # Errors
/// [`AppError::Forbidden`] where they are not, or have not.
pub(crate) fn confirmed_administrator() -> Result<ConfirmedAdministrator, AppError> {
    let administrator = administrator()?;
    if !is_fresh(administrator.caller(), now()) {
        return Err(AppError::Forbidden);
    }
    Ok(ConfirmedAdministrator(administrator))
}

/// Why nothing can be written for now, where an error says so; the log has it from where it was met.
#[must_use]
pub fn not_written(error: &StoreError) -> Option<NotWritten> {
    match error {
        StoreError::Unwritable(_) => Some(NotWritten::Disk),
        StoreError::ClockWrong(_) => Some(NotWritten::Clock),
        _ => None,
    }
}

/// What may be told of a failure of the store; its cause is logged here, where it is met.
#[expect(clippy::needless_pass_by_value, reason = "the end of the error's way")]
pub fn failure(error: StoreError) -> AppError {
    if let Some(why) = not_written(&error) {
        return why.into();
    }
    if error.is_transient() {
        tracing::warn!(%error, "the pages cannot be served now");
        return AppError::Unavailable;
    }
    tracing::error!(%error, "the pages cannot be served");
    AppError::Internal
}

//! The services of server functions on the server: the case database, the time, and the caller.

pub(crate) mod absence;
pub mod account;
pub(crate) mod alarm;
pub(crate) mod audit;
pub(crate) mod catalogue;
pub mod centre;
pub(crate) mod clock;
pub mod colleague;
pub mod desk;
pub(crate) mod document;
pub mod exported;
pub mod feedback;
pub mod import;
pub mod lookup;
pub mod network;
pub(crate) mod notice;
pub mod official_form;
pub(crate) mod outbox;
pub(crate) mod people;
pub(crate) mod privacy;
pub mod procedure;
pub(crate) mod public_procedure;
pub mod readings;
pub mod report;
pub(crate) mod screen;
pub mod sheet;
pub(crate) mod subscription;
pub mod wall_playback;
pub mod worklist;

use std::ops::Deref;
use std::sync::Arc;

use chrono::NaiveDate;
use leptos::prelude::*;
use sanh_domain::account::model::{Access, Caller};
use sanh_domain::deadline::Instant;
use sanh_domain::text::name::Name;
use sanh_store::clock::Clock;
use sanh_store::{AuditActor, Store, StoreError};

use crate::error::{AppError, NotWritten};
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::FormError;

/// The case database as a request finds it, provided through Leptos' context.
#[derive(Clone)]
pub struct CaseDatabase {
    /// The store; none while it is still opening.
    pub store: Option<Arc<Store>>,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// The counts that run in the background while pages poll their progress: shared by all requests, provided through Leptos'
/// context.
#[derive(Clone, Default)]
pub struct RunningCounts {
    /// Of throughput.
    pub throughput: Arc<report::Counts>,
    /// Of the official report.
    pub official_form: official_form::Counting,
    /// Of tries to follow messages.
    pub feedback: Arc<feedback::TryWindow>,
}

/// The store.
///
/// # Errors
/// [`AppError::Unavailable`] while it is still opening.
pub(crate) fn store() -> Result<Arc<Store>, AppError> {
    let database: CaseDatabase = expect_context();
    database.store.ok_or(AppError::Unavailable)
}

/// The local date at the centre.
pub(crate) async fn today(store: &Store) -> Result<NaiveDate, AppError> {
    let now = now();
    let centre = store.centre(now).await.map_err(failure)?;
    Ok(centre.calendar.local_date(now))
}

/// The centre's names.
pub(crate) async fn centre_name(store: &Store) -> Result<Name, AppError> {
    let centre = store.centre(now()).await.map_err(failure)?;
    Ok(Name {
        vi: centre.name,
        en: centre.name_en,
    })
}

/// The present, UTC.
pub(crate) fn now() -> Instant {
    expect_context::<CaseDatabase>().clock.now()
}

/// A kind of caller whose right was checked: only its function makes one, so a function that takes one needs no further check.
macro_rules! permitted {
    ($(#[$doc:meta])* $name:ident, $function:ident, $right:ident) => {
        $(#[$doc])*
        pub(crate) struct $name(Caller);

        impl $name {
            /// The caller.
            pub(crate) fn caller(&self) -> &Caller {
                &self.0
            }
        }

        impl From<&$name> for AuditActor {
            fn from($name(caller): &$name) -> Self {
                caller.into()
            }
        }

        /// The caller, if they have the right.
        ///
        /// # Errors
        ///
        /// [`AppError::Forbidden`] if they do not.
        pub(crate) fn $function() -> Result<$name, AppError> {
            let caller = request().visitor.caller.clone();
            let caller = caller.filter(|caller| caller.person.has(Access::$right));
            caller.map($name).ok_or(AppError::Forbidden)
        }
    };
}

permitted!(
    /// Somebody who is signed in.
    SignedIn,
    signed_in,
    SignedIn
);
permitted!(
    /// A signed-in administrator.
    Administrator,
    administrator,
    Administer
);
permitted!(
    /// Somebody who may see the managers' pages.
    Manager,
    manager,
    Manage
);
permitted!(
    /// Somebody who works at the desk.
    DeskCaller,
    desk_caller,
    Desk
);

/// A kind of caller who has confirmed their password recently. Pages ask for it before their form is run.
macro_rules! confirmed {
    ($(#[$doc:meta])* $name:ident, $function:ident, $permitted:ident, $permit:ident) => {
        $(#[$doc])*
        pub(crate) struct $name($permitted);

        impl Deref for $name {
            type Target = $permitted;

            fn deref(&self) -> &$permitted {
                &self.0
            }
        }

        impl From<&$name> for AuditActor {
            fn from($name(permitted): &$name) -> Self {
                permitted.into()
            }
        }

        /// The caller, if they have the right and have confirmed their password recently.
        ///
        /// # Errors
        ///
        /// [`AppError::Forbidden`] if they have not.
        pub(crate) fn $function() -> Result<$name, AppError> {
            let permitted = $permit()?;
            if !permitted.caller().is_confirmed(now()) {
                return Err(AppError::Forbidden);
            }
            Ok($name(permitted))
        }
    };
}

confirmed!(
    /// An administrator who has confirmed their password recently.
    ConfirmedAdministrator,
    confirmed_administrator,
    Administrator,
    administrator
);
confirmed!(
    /// A person who may see the managers' pages and has confirmed their password recently.
    ConfirmedManager,
    confirmed_manager,
    Manager,
    manager
);

/// Refuses a form with whose fields something is wrong.
///
/// # Errors
/// The problems, if there are any.
pub(crate) fn refuse(problems: Vec<Problem>) -> Result<(), FormError> {
    if problems.is_empty() {
        return Ok(());
    }
    Err(FormError::Refused(problems.into()))
}

/// The reason why nothing can be written now, if the error is of that kind; it is logged where it occurred.
#[must_use]
pub fn not_written(error: &StoreError) -> Option<NotWritten> {
    match error {
        StoreError::Unwritable(_) => Some(NotWritten::Disk),
        StoreError::ClockWrong(_) => Some(NotWritten::Clock),
        _ => None,
    }
}

/// The error shown for a failure of the store; its cause is logged here.
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

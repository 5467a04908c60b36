//! What the administrators' pages need of the server.

use async_trait::async_trait;
use chrono_tz::Tz;
use sanh_domain::account::listed::{ListedPerson, PersonToAdd};
use sanh_domain::account::model::{AgencyScope, Caller, Role};
use sanh_domain::deadline::Instant;
use sanh_domain::procedure::listed::ListedAgency;

use crate::error::AppError;

/// Why an account was not changed. Nothing was written then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AdminError {
    /// The name cannot be used, or somebody has it.
    #[error("the name cannot be used")]
    NameTaken,
    /// Nobody would be left who may let others in.
    #[error("the last administrator stays")]
    LastAdministrator,
    /// Anything else.
    #[error(transparent)]
    Other(#[from] AppError),
}

/// Why the server's clock is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockDoubt {
    /// It says a time before the program was built.
    BeforeBuild {
        /// When that was.
        built_at: Instant,
    },
    /// It says a time before what is already recorded.
    Behind {
        /// Of when the newest record is.
        newest: Instant,
    },
    /// It is further ahead than may be.
    Ahead {
        /// What was expected.
        expected: Instant,
    },
}

impl ClockDoubt {
    /// Whether an administrator's word ends it: none makes a time right that lies before the program itself.
    #[must_use]
    pub const fn ends_by_a_word(self) -> bool {
        !matches!(self, Self::BeforeBuild { .. })
    }
}

/// The server's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockState {
    /// What it says.
    pub now: Instant,
    /// The centre's zone.
    pub zone: Tz,
    /// Of when the newest record is.
    pub newest: Option<Instant>,
    /// Why it is not believed; none: it is.
    pub doubt: Option<ClockDoubt>,
}

/// Accounts and the server's clock. Every method is for administrators; the pages have seen to that.
#[async_trait]
pub trait AdminPort: Send + Sync {
    /// Every account, by name.
    async fn people(&self) -> Result<Vec<ListedPerson>, AppError>;

    /// Every agency.
    async fn agencies(&self) -> Result<Vec<ListedAgency>, AppError>;

    /// Adds a person; the secret of the one-time link.
    async fn add(&self, caller: &Caller, person: PersonToAdd) -> Result<String, AdminError>;

    /// Makes a new one-time link; its secret.
    async fn link(&self, caller: &Caller, name: &str) -> Result<String, AdminError>;

    /// Changes what a person may do.
    async fn set_rights(
        &self,
        caller: &Caller,
        name: &str,
        role: Role,
        reach: AgencyScope,
    ) -> Result<(), AdminError>;

    /// Lets an account sign in no more.
    async fn disable(&self, caller: &Caller, name: &str) -> Result<(), AdminError>;

    /// The server's clock.
    async fn clock(&self) -> Result<ClockState, AppError>;

    /// Says that the server's clock is right now, so that recording goes on; with its line in the audit. Whoever says so has just
    /// given their password.
    async fn confirm_clock(&self, caller: &Caller) -> Result<(), AppError>;
}

//! Accounts, sign-ins and sessions in the case database, with their secrets: passwords, second factors, one-time links.

mod error;
mod factor;
pub(crate) mod form;
mod link;
mod own;
pub mod password;
mod queue;
pub mod secret;
mod session;
mod sign_in;
mod strength;
mod tries;
mod tries_in_memory;

use std::sync::Arc;

use leptos::prelude::*;
use sanh_domain::account::model::{AccountId, Person};
use sanh_domain::account::session::Origin;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_store::{AuditActor, AuditEntry, SealedFactor, SessionLimits, Store};

use super::CaseDatabase;
pub use error::AccountError;
use error::fault;
pub use link::make_link;
use queue::Queue;
pub use sign_in::{CompletedSignIn, SignInOutcome};
use tries::Tries;
use tries_in_memory::UnwrittenTries;

/// The state shared by the password checks of one process: the queue in which passwords are hashed, and wrong tries that could
/// not be stored. Provided through Leptos' context.
#[derive(Default)]
pub struct Passwords {
    queue: Queue,
    unwritten: UnwrittenTries,
}

/// The accounts of a case database.
pub struct Accounts {
    database: CaseDatabase,
    passwords: Arc<Passwords>,
    limits: SessionLimits,
}

/// The accounts of the case database of the context.
pub(crate) fn accounts() -> Accounts {
    Accounts::new(expect_context(), expect_context())
}

impl Accounts {
    /// Accounts in a case database.
    #[must_use]
    pub fn new(database: CaseDatabase, passwords: Arc<Passwords>) -> Self {
        Self {
            database,
            passwords,
            limits: SessionLimits::default(),
        }
    }

    fn store(&self) -> Result<&Store, AccountError> {
        let store = self.database.store.as_deref();
        store.ok_or(AccountError::Unavailable)
    }

    fn now(&self) -> Instant {
        self.database.clock.now()
    }

    /// Counts a try as a wrong one until it is known to be right; refuses it while one of these has to wait.
    async fn begin_try(&self, tries: &Tries) -> Result<(), AccountError> {
        let begun = self.store()?.begin_try(tries.limits(), self.now()).await;
        match begun.map_err(fault)? {
            0 => Ok(()),
            wait_s => Err(AccountError::Throttled { wait_s }),
        }
    }

    /// Gives back a try that was right.
    async fn right(&self, tries: &Tries) -> Result<(), AccountError> {
        let given = self.store()?.give_back_try(tries.names()).await;
        given.map_err(fault)
    }

    /// Records a wrong try in the audit; it was counted before it was made.
    async fn wrong<T>(&self, name: &str, from: &Origin) -> Result<T, AccountError> {
        let store = self.store()?;
        // The name of an unknown account is not stored, because it may be a mistyped password.
        let known = store.account(name).await.map_err(fault)?;
        let name = known.map_or_else(String::new, |account| account.person.name);
        let by = AuditActor::stranger(&name, from.address);
        let audit_entry = AuditEntry::new(AuditAct::SignInRefused, name);
        let told = store.audit(by, audit_entry, self.now()).await;
        told.map_err(fault)?;
        Err(AccountError::Wrong)
    }

    /// Whether a password may be set for a person.
    async fn check_strength(&self, password: &str, person: &Person) -> Result<(), AccountError> {
        let centre = self.store()?.centre(self.now()).await.map_err(fault)?;
        let english = centre.name_en.unwrap_or_default();
        let context = [
            person.name.as_str(),
            &person.display_name,
            &centre.name,
            &english,
            &centre.place,
        ];
        strength::check(password, &context)
    }

    /// The secret of a second factor, if there is one.
    fn opened(
        &self,
        account: AccountId,
        sealed: Option<&SealedFactor>,
    ) -> Result<Option<String>, AccountError> {
        let store = self.store()?;
        let opened = sealed.map(|sealed| store.open_factor(account, sealed));
        opened.transpose().map_err(fault)
    }
}

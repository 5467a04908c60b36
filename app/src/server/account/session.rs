//! Sessions: finding their person, listing and ending them.

use sanh_domain::account::model::{Caller, SessionId};
use sanh_domain::account::session::{OpenSession, Origin};
use sanh_domain::audit::model::AuditAct;
use sanh_store::{AuditActor, AuditEntry, SignedIn};

use super::{AccountError, Accounts, fault, secret};

/// The longest part of an address that the audit keeps, in characters.
const PATH_CHARS_MAX: usize = 200;

impl Accounts {
    /// The signed-in person of a token, and records that the session was used; `None` if there is no session, it has ended, or
    /// is only half.
    ///
    /// # Errors
    ///
    /// Only if the database is away.
    pub async fn caller(&self, token: &str, from: &Origin) -> Result<Option<Caller>, AccountError> {
        let (store, hash) = (self.store()?, secret::hash(token));
        let found = store.session(&hash, self.now(), self.limits).await;
        Ok(found.map_err(fault)?.map(|it| caller_of(it, from)))
    }

    /// The signed-in person of a token, without recording that the session was used: for requests that a page makes by itself.
    ///
    /// # Errors
    ///
    /// As for [`Accounts::caller`].
    pub async fn still_caller(
        &self,
        token: &str,
        from: &Origin,
    ) -> Result<Option<Caller>, AccountError> {
        let (store, hash) = (self.store()?, secret::hash(token));
        let found = store.open_session(&hash, self.now(), self.limits).await;
        Ok(found.map_err(fault)?.map(|it| caller_of(it, from)))
    }

    /// Tells the audit that a form was sent to what is not the caller's. Never fails: the answer is a refusal anyhow.
    pub async fn note_refused(&self, caller: &Caller, path: &str) {
        let Ok(store) = self.store() else {
            return;
        };
        let path: String = path.chars().take(PATH_CHARS_MAX).collect();
        let audit_entry = AuditEntry::new(AuditAct::Refused, path);
        let told = store.audit(AuditActor::from(caller), audit_entry, self.now());
        if let Err(error) = told.await {
            tracing::warn!(%error, "the audit could not be told of a refusal");
        }
    }

    /// Ends a session of the caller's, also the one they ask from.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn end_session(
        &self,
        caller: &Caller,
        session: SessionId,
    ) -> Result<(), AccountError> {
        let store = self.store()?;
        let ended = store.end_session(caller.person.id, session).await;
        ended.map_err(fault)?;
        let audit_entry = AuditEntry::new(AuditAct::SessionEnded, caller.person.name.clone());
        let told = store.audit(AuditActor::from(caller), audit_entry, self.now());
        told.await.map_err(fault)
    }

    /// The caller's open sessions, newest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn sessions(&self, caller: &Caller) -> Result<Vec<OpenSession>, AccountError> {
        let (store, now) = (self.store()?, self.now());
        let open = store.sessions(caller.person.id, now, self.limits).await;
        let open = open.map_err(fault)?.into_iter().map(|session| OpenSession {
            id: session.id,
            began_at: session.began_at,
            seen_at: session.seen_at,
            address: session.address,
            browser: session.browser,
        });
        Ok(open.collect())
    }
}

fn caller_of(signed_in: SignedIn, from: &Origin) -> Caller {
    Caller {
        person: signed_in.person,
        session: signed_in.session,
        confirmed_at: signed_in.confirmed_at,
        address: from.address,
    }
}

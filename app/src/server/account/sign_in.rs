//! Signing in: name and password, then the second factor where the role takes one.

use std::fmt;

use sanh_domain::account::model::{AccountId, Person, Role};
use sanh_domain::account::session::Origin;
use sanh_domain::audit::model::AuditAct;
use sanh_store::{Account, AuditActor, AuditEntry, NewSession, StoreError};

use super::{AccountError, Accounts, Tries, factor, fault, secret};

/// A sign-in that is whole: whose, and the secrets that go into the browser's cookies.
#[derive(Clone, PartialEq, Eq)]
pub struct CompletedSignIn {
    /// The person's role.
    pub role: Role,
    /// The session's secret.
    pub token: String,
    /// The new secret of the browser, which replaces any older one.
    pub device: String,
}

impl fmt::Debug for CompletedSignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CompletedSignIn(secrets)")
    }
}

/// A sign-in begun. The token goes into the browser's cookie.
#[derive(Clone, PartialEq, Eq)]
pub enum SignInOutcome {
    /// Signed in.
    Whole(CompletedSignIn),
    /// The second factor is still asked; the token opens nothing but that page, for five minutes.
    NeedsCode {
        /// The half session's secret.
        token: String,
    },
}

impl fmt::Debug for SignInOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Whole(_) => "Whole(secret)",
            Self::NeedsCode { .. } => "NeedsCode(secret)",
        })
    }
}

impl Accounts {
    /// Begins a sign-in. An unknown name takes as long as a wrong password, and gets the same answer.
    ///
    /// # Errors
    ///
    /// [`AccountError::Wrong`], [`AccountError::Throttled`] and [`AccountError::Busy`]; when it cannot be read or written.
    pub async fn sign_in(
        &self,
        name: &str,
        password: &str,
        from: &Origin,
    ) -> Result<SignInOutcome, AccountError> {
        let tries = Tries::of_password(name, from, self.knows(name, from).await?);
        // The queue comes before any write, so that a flood of requests does not reach the database.
        let turn = self.passwords.queue.enter(tries.requester())?;
        self.begin_try(&tries).await?;
        let account = self.store()?.account(name).await.map_err(fault)?;
        let account = account.filter(|account| !account.is_disabled);
        let hash = account.as_ref().and_then(|it| it.password_hash.clone());
        let is_right = turn.verify(password.to_owned(), hash).await?;
        drop(turn);
        let Some(account) = account.filter(|_| is_right) else {
            return self.wrong(name, from).await;
        };
        let needs_code = account.person.role.needs_second_factor();
        // A person who has just become a manager has no second factor yet and sets one with a link.
        if needs_code && account.factor_secret.is_none() {
            return self.wrong(name, from).await;
        }
        self.right(&tries).await?;
        let token = self.begin(&account, !needs_code, from).await?;
        if needs_code {
            return Ok(SignInOutcome::NeedsCode { token });
        }
        let way = (&tries, from);
        let entered = self.entered(&account.person, AuditAct::SignedIn, token, way);
        Ok(SignInOutcome::Whole(entered.await?))
    }

    /// Completes a half session by a code of the second factor, or a recovery code.
    ///
    /// # Errors
    ///
    /// [`AccountError::LinkOver`] if the half session has ended; as for [`Accounts::sign_in`].
    pub async fn confirm(
        &self,
        token: &str,
        code: &str,
        from: &Origin,
    ) -> Result<CompletedSignIn, AccountError> {
        let (store, now, hash) = (self.store()?, self.now(), secret::hash(token));
        let half = store.half_session(&hash, now, self.limits).await;
        let half = half.map_err(fault)?.ok_or(AccountError::LinkOver)?;
        let person = &half.account.person;
        let is_known = self.knows(&person.name, from).await?;
        let tries = Tries::of_code(&person.name, from, is_known);
        self.begin_try(&tries).await?;
        let token = secret::token();
        let session = new_session(&token, person.id, true, from);
        let factor = self.opened(person.id, half.account.factor_secret.as_ref())?;
        let step = factor.and_then(|factor| factor::step_of(&factor, code, now));
        let done = if let Some(step) = step {
            store.complete_by_factor(half.id, session, step, now).await
        } else {
            let hash = secret::recovery_hash(code);
            store
                .complete_by_recovery(half.id, session, hash, now)
                .await
        };
        if !done.map_err(fault)? {
            return self.wrong(&person.name, from).await;
        }
        self.right(&tries).await?;
        let act = if step.is_some() {
            AuditAct::SignedIn
        } else {
            AuditAct::RecoveryUsed
        };
        self.entered(person, act, token, (&tries, from)).await
    }

    /// Whether somebody has signed in with this name in this browser before.
    async fn knows(&self, name: &str, from: &Origin) -> Result<bool, AccountError> {
        let store = self.store()?;
        let Some(device) = &from.device else {
            return Ok(false);
        };
        let known = store.knows_device(device, name, self.now()).await;
        known.map_err(fault)
    }

    async fn begin(
        &self,
        account: &Account,
        is_whole: bool,
        from: &Origin,
    ) -> Result<String, AccountError> {
        let token = secret::token();
        let session = NewSession {
            verified_hash: account.password_hash.clone(),
            ..new_session(&token, account.person.id, is_whole, from)
        };
        let begun = self
            .store()?
            .begin_session(session, self.now(), self.limits);
        match begun.await {
            Ok(_) => Ok(token),
            Err(StoreError::Invalid(_)) => Err(AccountError::Wrong),
            Err(error) => Err(fault(error)),
        }
    }

    /// Completes a sign-in: resets the wrong tries, gives the browser a new secret, and records it in the audit.
    async fn entered(
        &self,
        person: &Person,
        act: AuditAct,
        token: String,
        (tries, from): (&Tries, &Origin),
    ) -> Result<CompletedSignIn, AccountError> {
        let (store, now) = (self.store()?, self.now());
        let forgotten = store.forget_failures(tries.names()).await;
        forgotten.map_err(fault)?;
        let device = secret::token();
        let (before, hash) = (from.device.clone(), secret::hash(&device));
        let put = store.put_device(person.id, before, hash, now).await;
        put.map_err(fault)?;
        let by = AuditActor::stranger(&person.name, from.address);
        let told = store.audit(by, AuditEntry::new(act, &person.name), now);
        told.await.map_err(fault)?;
        Ok(CompletedSignIn {
            role: person.role,
            token,
            device,
        })
    }
}

fn new_session(token: &str, account: AccountId, is_whole: bool, from: &Origin) -> NewSession {
    NewSession {
        token_hash: secret::hash(token),
        account,
        verified_hash: None,
        is_whole,
        address: from.address,
        browser: from.browser.clone(),
    }
}

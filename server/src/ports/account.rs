//! Accounts, sign-ins and sessions, over the store.

mod tries;
mod unwritten;

use std::sync::Arc;

use async_trait::async_trait;
use sanh_app::account::port::{
    AccountError, AccountPort, CompletedSignIn, LinkRecipient, SignInOutcome,
};
use sanh_domain::account::model::{AccountId, Caller, Person, SessionId};
use sanh_domain::account::session::{OpenSession, Origin};
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_store::clock::Clock;
use sanh_store::{
    Account, AuditActor, AuditEntry, Link, LinkSettings, NewSession, PendingSession, SealedFactor,
    SessionLimits, SignedIn, Store, StoreError,
};

use crate::account::queue::{Queue, QueueTurn, Who};
use crate::account::{factor, secret, strength};
use crate::live::store_source::OpenStore;
use tries::Tries;
use unwritten::UnwrittenTries;

/// The longest part of an address that the audit keeps, in characters.
const PATH_CHARS_MAX: usize = 200;
/// Recovery codes given with a second factor.
const RECOVERY_CODES: usize = 10;

/// The accounts of a store that may still be opening.
pub struct Accounts {
    store: OpenStore,
    clock: Arc<dyn Clock>,
    limits: SessionLimits,
    queue: Queue,
    unwritten: UnwrittenTries,
}

impl Accounts {
    /// Accounts over a store.
    #[must_use]
    pub fn new(store: OpenStore, clock: Arc<dyn Clock>) -> Self {
        Self {
            store,
            clock,
            limits: SessionLimits::default(),
            queue: Queue::default(),
            unwritten: UnwrittenTries::default(),
        }
    }

    fn store(&self) -> Result<Arc<Store>, AccountError> {
        self.store.borrow().clone().ok_or(AccountError::Unavailable)
    }

    fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Counts a try as a wrong one until it is known to be right; refuses it while one of these has to wait.
    async fn begin_try(&self, store: &Store, tries: &Tries) -> Result<(), AccountError> {
        let begun = store.begin_try(tries.limits(), self.now()).await;
        match begun.map_err(fault)? {
            0 => Ok(()),
            wait_s => Err(AccountError::Throttled { wait_s }),
        }
    }

    /// Gives back a try that was right.
    async fn right(&self, store: &Store, tries: &Tries) -> Result<(), AccountError> {
        store.give_back_try(tries.names()).await.map_err(fault)
    }

    /// Whether somebody has signed in by this name in this browser before.
    async fn knows(&self, store: &Store, name: &str, from: &Origin) -> Result<bool, AccountError> {
        let Some(device) = &from.device else {
            return Ok(false);
        };
        let known = store.knows_device(device, name, self.now()).await;
        known.map_err(fault)
    }

    fn turn(&self, who: Who<'_>) -> Result<QueueTurn, AccountError> {
        self.queue.enter(who)
    }

    /// Tells the audit of a wrong try; it was counted before it was made.
    async fn wrong<T>(&self, store: &Store, name: &str, from: &Origin) -> Result<T, AccountError> {
        // The name of an unknown account is not stored, because it may be a mistyped password.
        let known = store.account(name).await.map_err(fault)?;
        let name = known.map_or_else(String::new, |account| account.person.name);
        let by = AuditActor::stranger(&name, from.address);
        let audit_entry = AuditEntry::new(AuditAct::SignInRefused, name);
        store
            .audit(by, audit_entry, self.now())
            .await
            .map_err(fault)?;
        Err(AccountError::Wrong)
    }

    /// Somebody has signed in: their wrong tries here are forgotten, the browser is known, and the audit is told. Gives the secret
    /// that the browser keeps from now on.
    async fn entered(
        &self,
        store: &Store,
        person: &Person,
        act: AuditAct,
        (tries, from): (&Tries, &Origin),
    ) -> Result<String, AccountError> {
        let now = self.now();
        let forgotten = store.forget_failures(tries.names()).await;
        forgotten.map_err(fault)?;
        let device = secret::token();
        let (before, hash) = (from.device.clone(), secret::hash(&device));
        let put = store.put_device(person.id, before, hash, now).await;
        put.map_err(fault)?;
        let by = AuditActor::stranger(&person.name, from.address);
        let told = store
            .audit(by, AuditEntry::new(act, &person.name), now)
            .await;
        told.map_err(fault)?;
        Ok(device)
    }

    /// Whether a password may be set for a person.
    async fn check_strength(
        &self,
        store: &Store,
        password: &str,
        person: &Person,
    ) -> Result<(), AccountError> {
        let centre = store.centre(self.now()).await.map_err(fault)?;
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

    async fn begin(
        &self,
        store: &Store,
        account: &Account,
        is_whole: bool,
        from: &Origin,
    ) -> Result<String, AccountError> {
        let token = secret::token();
        let session = NewSession {
            verified_hash: account.password_hash.clone(),
            ..new_session(&token, account.person.id, is_whole, from)
        };
        let begun = store.begin_session(session, self.now(), self.limits);
        match begun.await {
            Ok(_) => Ok(token),
            Err(StoreError::Invalid(_)) => Err(AccountError::Wrong),
            Err(error) => Err(fault(error)),
        }
    }

    async fn half(&self, store: &Store, token: &str) -> Result<PendingSession, AccountError> {
        let hash = secret::hash(token);
        let half = store.half_session(&hash, self.now(), self.limits).await;
        half.map_err(fault)?.ok_or(AccountError::LinkOver)
    }

    async fn link(&self, store: &Store, link: &str) -> Result<Link, AccountError> {
        let found = store.link(&secret::hash(link), self.now()).await;
        found.map_err(fault)?.ok_or(AccountError::LinkOver)
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

fn caller_of(signed_in: SignedIn, from: &Origin) -> Caller {
    Caller {
        person: signed_in.person,
        session: signed_in.session,
        confirmed_at: signed_in.confirmed_at,
        address: from.address,
    }
}

/// Logged here, where it is met; whoever asks is told no cause.
#[expect(clippy::needless_pass_by_value, reason = "the end of the error's way")]
fn fault(error: StoreError) -> AccountError {
    if let Some(why) = super::not_written(&error) {
        return why.into();
    }
    if error.is_transient() {
        tracing::warn!(%error, "the accounts cannot be read or written now");
        return AccountError::Unavailable;
    }
    tracing::error!(%error, "the accounts cannot be read or written");
    AccountError::Internal
}

#[async_trait]
impl AccountPort for Accounts {
    async fn caller(&self, token: &str, from: &Origin) -> Result<Option<Caller>, AccountError> {
        let store = self.store()?;
        let hash = secret::hash(token);
        let found = store.session(&hash, self.now(), self.limits).await;
        Ok(found.map_err(fault)?.map(|it| caller_of(it, from)))
    }

    async fn still_caller(
        &self,
        token: &str,
        from: &Origin,
    ) -> Result<Option<Caller>, AccountError> {
        let store = self.store()?;
        let hash = secret::hash(token);
        let found = store.open_session(&hash, self.now(), self.limits).await;
        Ok(found.map_err(fault)?.map(|it| caller_of(it, from)))
    }

    async fn sign_in(
        &self,
        name: &str,
        password: &str,
        from: &Origin,
    ) -> Result<SignInOutcome, AccountError> {
        let store = self.store()?;
        let is_known = self.knows(&store, name, from).await?;
        let tries = Tries::of_password(name, from, is_known);
        // Before anything is written: a flood costs the database nothing that is not in the queue.
        let turn = self.turn(tries.who())?;
        self.begin_try(&store, &tries).await?;
        let account = store.account(name).await.map_err(fault)?;
        let account = account.filter(|account| !account.is_disabled);
        let hash = account.as_ref().and_then(|it| it.password_hash.clone());
        let is_right = turn.verify(password.to_owned(), hash).await?;
        drop(turn);
        let Some(account) = account.filter(|_| is_right) else {
            return self.wrong(&store, name, from).await;
        };
        let needs_code = account.person.role.needs_second_factor();
        // Somebody who has just become a manager has no second factor yet: a link sets it.
        if needs_code && account.factor_secret.is_none() {
            return self.wrong(&store, name, from).await;
        }
        self.right(&store, &tries).await?;
        let token = self.begin(&store, &account, !needs_code, from).await?;
        if needs_code {
            return Ok(SignInOutcome::NeedsCode { token });
        }
        let way = (&tries, from);
        let device = self.entered(&store, &account.person, AuditAct::SignedIn, way);
        let device = device.await?;
        Ok(SignInOutcome::Whole(CompletedSignIn { token, device }))
    }

    async fn confirm(
        &self,
        token: &str,
        code: &str,
        from: &Origin,
    ) -> Result<CompletedSignIn, AccountError> {
        let store = self.store()?;
        let half = self.half(&store, token).await?;
        let person = &half.account.person;
        let is_known = self.knows(&store, &person.name, from).await?;
        let tries = Tries::of_code(&person.name, from, is_known);
        self.begin_try(&store, &tries).await?;
        let now = self.now();
        let token = secret::token();
        let session = new_session(&token, person.id, true, from);
        let sealed = half.account.factor_secret.as_ref();
        let factor = opened(&store, person.id, sealed)?;
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
            return self.wrong(&store, &person.name, from).await;
        }
        self.right(&store, &tries).await?;
        let act = if step.is_some() {
            AuditAct::SignedIn
        } else {
            AuditAct::RecoveryUsed
        };
        let device = self.entered(&store, person, act, (&tries, from)).await?;
        Ok(CompletedSignIn { token, device })
    }

    async fn note_refused(&self, caller: &Caller, path: &str) {
        let Ok(store) = self.store() else {
            return;
        };
        let path: String = path.chars().take(PATH_CHARS_MAX).collect();
        let audit_entry = AuditEntry::new(AuditAct::Refused, path);
        if let Err(error) = store
            .audit(AuditActor::from(caller), audit_entry, self.now())
            .await
        {
            tracing::warn!(%error, "the audit could not be told of a refusal");
        }
    }

    async fn end_session(&self, caller: &Caller, session: SessionId) -> Result<(), AccountError> {
        let store = self.store()?;
        let ended = store.end_session(caller.person.id, session).await;
        ended.map_err(fault)?;
        let audit_entry = AuditEntry::new(AuditAct::SessionEnded, caller.person.name.clone());
        let told = store
            .audit(AuditActor::from(caller), audit_entry, self.now())
            .await;
        told.map_err(fault)
    }

    async fn sessions(&self, caller: &Caller) -> Result<Vec<OpenSession>, AccountError> {
        let store = self.store()?;
        let now = self.now();
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

    async fn change_password(
        &self,
        caller: &Caller,
        old: &str,
        new: &str,
    ) -> Result<(), AccountError> {
        let store = self.store()?;
        let person = &caller.person;
        let tries = Tries::of_signed_in(&person.name);
        self.check_strength(&store, new, person).await?;
        let turn = self.turn(tries.who())?;
        self.begin_try(&store, &tries).await?;
        let account = store.account(&person.name).await.map_err(fault)?;
        let hash = account.and_then(|account| account.password_hash);
        if !turn.verify(old.to_owned(), hash).await? {
            let from = Origin {
                address: caller.address,
                ..Origin::default()
            };
            return self.wrong(&store, &person.name, &from).await;
        }
        self.right(&store, &tries).await?;
        let hash = turn.hash(new.to_owned()).await?;
        let set = store.set_password(person.id, hash, AuditActor::from(caller), self.now());
        set.await.map_err(fault)
    }

    async fn confirm_password(&self, caller: &Caller, password: &str) -> Result<(), AccountError> {
        let store = self.store()?;
        let person = &caller.person;
        let tries = Tries::of_signed_in(&person.name);
        let turn = self.turn(tries.who())?;
        self.begin_try(&store, &tries).await?;
        let account = store.account(&person.name).await.map_err(fault)?;
        let hash = account.and_then(|account| account.password_hash);
        if !turn.verify(password.to_owned(), hash).await? {
            let from = Origin {
                address: caller.address,
                ..Origin::default()
            };
            return self.wrong(&store, &person.name, &from).await;
        }
        let forgotten = store.forget_failures(tries.names()).await;
        forgotten.map_err(fault)?;
        let noted = store.confirm_session(caller.session, self.now()).await;
        noted.map_err(fault)
    }

    async fn check_password(&self, caller: &Caller, password: &str) -> Result<(), AccountError> {
        let store = self.store()?;
        let person = &caller.person;
        let turn = self.turn(Who::Known(&person.name))?;
        let begun = self.unwritten.begin(person.id);
        begun.map_err(|wait_s| AccountError::Throttled { wait_s })?;
        let account = store.account(&person.name).await.map_err(fault)?;
        let hash = account.and_then(|account| account.password_hash);
        if !turn.verify(password.to_owned(), hash).await? {
            tracing::warn!(
                name = person.name,
                "a wrong password, which could not be written down"
            );
            return Err(AccountError::Wrong);
        }
        self.unwritten.right(person.id);
        Ok(())
    }

    async fn make_link(&self, caller: &Caller, name: &str) -> Result<String, AccountError> {
        let store = self.store()?;
        let made = make_link(&store, name, AuditActor::from(caller), self.now()).await;
        made.map_err(fault)
    }

    async fn welcome(&self, link: &str, _from: &Origin) -> Result<LinkRecipient, AccountError> {
        let store = self.store()?;
        let Link {
            person,
            factor_secret,
        } = self.link(&store, link).await?;
        let secret = opened(&store, person.id, factor_secret.as_ref())?;
        let otpauth = secret
            .as_deref()
            .and_then(|factor| factor::address(factor, &person.name));
        Ok(LinkRecipient {
            person,
            otpauth,
            secret,
        })
    }

    async fn settle(
        &self,
        link: &str,
        password: &str,
        code: &str,
        from: &Origin,
    ) -> Result<Vec<String>, AccountError> {
        let store = self.store()?;
        let found = self.link(&store, link).await?;
        self.check_strength(&store, password, &found.person).await?;
        let now = self.now();
        let factor = opened(&store, found.person.id, found.factor_secret.as_ref())?;
        let factor_step = match factor.as_deref() {
            Some(factor) => factor::step_of(factor, code, now).ok_or(AccountError::Wrong)?,
            None => 0,
        };
        let count = factor.map_or(0, |_| RECOVERY_CODES);
        let codes: Vec<String> = (0..count).map(|_| secret::recovery_code()).collect();
        let turn = self.turn(Who::Known(&found.person.name))?;
        let settled = LinkSettings {
            password_hash: turn.hash(password.to_owned()).await?,
            factor_step,
            recovery_hashes: codes.iter().map(|it| secret::recovery_hash(it)).collect(),
        };
        let hash = secret::hash(link);
        let done = store.settle(&hash, settled, from.address, now).await;
        if done.map_err(fault)? {
            return Ok(codes);
        }
        Err(AccountError::LinkOver)
    }
}

/// The secret of a second factor, if there is one.
fn opened(
    store: &Store,
    account: AccountId,
    sealed: Option<&SealedFactor>,
) -> Result<Option<String>, AccountError> {
    let opened = sealed.map(|sealed| store.open_factor(account, sealed));
    opened.transpose().map_err(fault)
}

/// Makes a one-time link for an account: the part of its address after `/welcome/`.
///
/// # Errors
/// When it cannot be written.
pub async fn make_link(
    store: &Store,
    name: &str,
    by: AuditActor,
    now: Instant,
) -> Result<String, StoreError> {
    let account = store.account(name).await?;
    let account =
        account.ok_or_else(|| StoreError::Invalid(format!("there is no account {name}")))?;
    let needs_factor = account.person.role.needs_second_factor();
    let factor = needs_factor.then(factor::secret);
    let token = secret::token();
    store
        .put_link(account.person.id, secret::hash(&token), factor, by, now)
        .await?;
    Ok(token)
}

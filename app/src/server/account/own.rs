//! The password of a signed-in person.

use sanh_domain::account::model::{Caller, Person};
use sanh_domain::account::session::Origin;
use sanh_store::{AuditActor, Store};

use super::queue::{PasswordSlot, Requester};
use super::{AccountError, Accounts, Tries, fault};

impl Accounts {
    /// Sets a new password and ends every session of the caller.
    ///
    /// # Errors
    ///
    /// [`AccountError::Wrong`] if `old` is not theirs; [`AccountError::PasswordUnfit`] and [`AccountError::PasswordEasy`] for
    /// `new`; [`AccountError::Throttled`], [`AccountError::Busy`]; when it cannot be read or written.
    pub async fn change_password(
        &self,
        caller: &Caller,
        old: &str,
        new: &str,
    ) -> Result<(), AccountError> {
        let (store, person) = (self.store()?, &caller.person);
        let tries = Tries::of_signed_in(&person.name);
        self.check_strength(new, person).await?;
        let turn = self.prove(caller, &tries, old).await?;
        self.right(&tries).await?;
        let hash = turn.hash(new.to_owned()).await?;
        let set = store.set_password(person.id, hash, AuditActor::from(caller), self.now());
        set.await.map_err(fault)
    }

    /// Checks the caller's password again, and records in the session that it was confirmed.
    ///
    /// # Errors
    ///
    /// As for [`Accounts::change_password`], of the old one.
    pub async fn confirm_password(
        &self,
        caller: &Caller,
        password: &str,
    ) -> Result<(), AccountError> {
        let (store, tries) = (self.store()?, Tries::of_signed_in(&caller.person.name));
        self.prove(caller, &tries, password).await?;
        let forgotten = store.forget_failures(tries.names()).await;
        forgotten.map_err(fault)?;
        let noted = store.confirm_session(caller.session, self.now()).await;
        noted.map_err(fault)
    }

    /// Checks the caller's password while nothing can be written: the confirmation is not recorded in the session, and wrong
    /// tries are counted in memory.
    ///
    /// # Errors
    ///
    /// As for [`Accounts::confirm_password`].
    pub async fn check_password(
        &self,
        caller: &Caller,
        password: &str,
    ) -> Result<(), AccountError> {
        let (store, person, passwords) = (self.store()?, &caller.person, &self.passwords);
        let turn = passwords.queue.enter(Requester::Known(&person.name))?;
        let begun = passwords.unwritten.begin(person.id);
        begun.map_err(|wait_s| AccountError::Throttled { wait_s })?;
        if !is_theirs(store, person, &turn, password).await? {
            tracing::warn!(
                name = person.name,
                "a wrong password, which could not be written down"
            );
            return Err(AccountError::Wrong);
        }
        passwords.unwritten.right(person.id);
        Ok(())
    }

    /// Proves that a password is the caller's; returns the turn in which it was hashed. A wrong one is counted and recorded in
    /// the audit.
    async fn prove(
        &self,
        caller: &Caller,
        tries: &Tries,
        password: &str,
    ) -> Result<PasswordSlot, AccountError> {
        let (store, turn) = (
            self.store()?,
            self.passwords.queue.enter(tries.requester())?,
        );
        self.begin_try(tries).await?;
        if is_theirs(store, &caller.person, &turn, password).await? {
            return Ok(turn);
        }
        let from = Origin {
            address: caller.address,
            ..Origin::default()
        };
        self.wrong(&caller.person.name, &from).await
    }
}

async fn is_theirs(
    store: &Store,
    person: &Person,
    turn: &PasswordSlot,
    password: &str,
) -> Result<bool, AccountError> {
    let account = store.account(&person.name).await.map_err(fault)?;
    let hash = account.and_then(|account| account.password_hash);
    turn.verify(password.to_owned(), hash).await
}

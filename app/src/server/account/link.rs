//! One-time links: an administrator makes one, and its recipient sets a password and, if the role needs one, the second factor.

use sanh_domain::account::session::Origin;
use sanh_domain::deadline::Instant;
use sanh_store::{AuditActor, Link, LinkSettings, Store, StoreError};

use super::queue::Requester;
use super::{AccountError, Accounts, factor, fault, secret};
use crate::model::account::LinkRecipient;

/// Recovery codes given with a second factor.
const RECOVERY_CODES: usize = 10;

impl Accounts {
    /// The recipient of a one-time link.
    ///
    /// # Errors
    ///
    /// [`AccountError::LinkOver`]; when it cannot be read.
    pub async fn welcome(&self, link: &str) -> Result<LinkRecipient, AccountError> {
        let Link {
            person,
            factor_secret,
        } = self.link(link).await?;
        let secret = self.opened(person.id, factor_secret.as_ref())?;
        let otpauth = secret
            .as_deref()
            .and_then(|factor| factor::address(factor, &person.name));
        Ok(LinkRecipient {
            person,
            otpauth,
            secret,
        })
    }

    /// Uses a one-time link: sets the password and, if the role needs one, the second factor that `code` proves. Returns the
    /// recovery codes, which are shown only once. Ends every older session.
    ///
    /// # Errors
    ///
    /// [`AccountError::LinkOver`]; [`AccountError::Wrong`] for the code; [`AccountError::PasswordUnfit`] and
    /// [`AccountError::PasswordEasy`]; [`AccountError::Busy`]; when it cannot be read or written.
    pub async fn settle(
        &self,
        link: &str,
        password: &str,
        code: &str,
        from: &Origin,
    ) -> Result<Vec<String>, AccountError> {
        let found = self.link(link).await?;
        self.check_strength(password, &found.person).await?;
        let now = self.now();
        let factor = self.opened(found.person.id, found.factor_secret.as_ref())?;
        let factor_step = match factor.as_deref() {
            Some(factor) => factor::step_of(factor, code, now).ok_or(AccountError::Wrong)?,
            None => 0,
        };
        let count = factor.map_or(0, |_| RECOVERY_CODES);
        let codes: Vec<String> = (0..count).map(|_| secret::recovery_code()).collect();
        let turn = self
            .passwords
            .queue
            .enter(Requester::Known(&found.person.name))?;
        let settled = LinkSettings {
            password_hash: turn.hash(password.to_owned()).await?,
            factor_step,
            recovery_hashes: codes.iter().map(|it| secret::recovery_hash(it)).collect(),
        };
        let hash = secret::hash(link);
        let done = self
            .store()?
            .settle(&hash, settled, from.address, now)
            .await;
        if done.map_err(fault)? {
            return Ok(codes);
        }
        Err(AccountError::LinkOver)
    }

    async fn link(&self, link: &str) -> Result<Link, AccountError> {
        let found = self.store()?.link(&secret::hash(link), self.now()).await;
        found.map_err(fault)?.ok_or(AccountError::LinkOver)
    }
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

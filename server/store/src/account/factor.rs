//! Stored second factors. Checking a code needs the secret itself, so it is encrypted by the vault, not hashed.

use sqlx::query_as;

use sanh_domain::account::model::AccountId;

use super::super::Store;
use super::super::conn::{Conn, on};
use super::super::error::{Result, StoreError};
use crate::vault::Vault;

/// The prefix of an encrypted secret; a plain secret in base 32, as older versions stored it, never begins with it.
const SEALED: &str = "sealed:";

/// The stored secret of a second factor: it opens for its account only, and only with the master key.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedFactor(String);

impl SealedFactor {
    /// Encrypts a secret in base 32.
    pub(super) fn new(vault: &Vault, account: AccountId, secret: &str) -> Result<Self> {
        let sealed = vault.seal_factor(account.0, secret.as_bytes());
        let sealed = sealed.ok_or_else(|| {
            StoreError::Misconfigured("the second factor's secret cannot be sealed".to_owned())
        })?;
        Ok(Self(format!("{SEALED}{}", hex::encode(sealed))))
    }

    /// The secret from a row.
    pub(super) const fn of_row(text: String) -> Self {
        Self(text)
    }

    pub(super) fn as_row(&self) -> &str {
        &self.0
    }

    fn open(&self, vault: &Vault, account: AccountId) -> Option<String> {
        let sealed = hex::decode(self.0.strip_prefix(SEALED)?).ok()?;
        String::from_utf8(vault.open_factor(account.0, &sealed)?).ok()
    }
}

impl Store {
    /// The secret of an account's second factor, in base 32.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] for one that does not open; or the master key was not given.
    pub fn open_factor(&self, account: AccountId, factor: &SealedFactor) -> Result<String> {
        let opened = factor.open(&*self.vault()?, account);
        opened.ok_or_else(|| shut(account))
    }

    /// Encrypts the second factors that an older version stored in plain text, including those of valid links, and scrubs the
    /// plain texts from the files. Older backups still contain them.
    ///
    /// # Errors
    /// When they cannot be read or written.
    pub(crate) async fn seal_factors(&self) -> Result<()> {
        let found = self.read(|mut conn| Box::pin(async move { in_clear(&mut conn).await }));
        if found.await?.is_empty() {
            return Ok(());
        }
        let vault = self.vault()?;
        let count = self
            .write(move |mut conn| {
                Box::pin(async move {
                    let conn = &mut conn;
                    // Another node may have sealed them first.
                    let found = in_clear(conn).await?;
                    for kept in &found {
                        let account = AccountId(kept.account);
                        let sealed = SealedFactor::new(&vault, account, &kept.secret)?;
                        replace(conn, kept, &sealed).await?;
                    }
                    Ok(found.len())
                })
            })
            .await?;
        self.scrub().await?;
        tracing::info!(
            count,
            "second factors of an older version are sealed; copies of the database made before still hold them in clear"
        );
        Ok(())
    }
}

/// Encrypts every second factor with other keys; returns their number.
pub(crate) async fn rekey_factors(conn: &mut Conn<'_>, old: &Vault, new: &Vault) -> Result<u64> {
    let sql = "SELECT id, NULL, factor_secret FROM account WHERE factor_secret IS NOT NULL
               UNION ALL
               SELECT account_id, token_hash, factor_secret FROM sign_in_link WHERE factor_secret IS NOT NULL";
    let all = stored_factors(conn, sql).await?;
    for it in &all {
        let account = AccountId(it.account);
        let opened = SealedFactor::of_row(it.secret.clone()).open(old, account);
        let secret = opened.ok_or_else(|| shut(account))?;
        replace(conn, it, &SealedFactor::new(new, account, &secret)?).await?;
    }
    Ok(all.len() as u64)
}

fn shut(account: AccountId) -> StoreError {
    StoreError::Corrupt(format!(
        "the second factor of account {} does not open",
        account.0
    ))
}

/// A secret of a row, with its place.
struct StoredFactor {
    account: i64,
    /// The link that will set it; `None` for the account's own.
    link: Option<String>,
    secret: String,
}

async fn in_clear(conn: &mut Conn<'_>) -> Result<Vec<StoredFactor>> {
    let sql = "SELECT id, NULL, factor_secret FROM account WHERE factor_secret IS NOT NULL AND factor_secret NOT LIKE 'sealed:%'
               UNION ALL
               SELECT account_id, token_hash, factor_secret FROM sign_in_link
               WHERE factor_secret IS NOT NULL AND factor_secret NOT LIKE 'sealed:%'";
    stored_factors(conn, sql).await
}

async fn stored_factors(conn: &mut Conn<'_>, sql: &'static str) -> Result<Vec<StoredFactor>> {
    let rows: Vec<(i64, Option<String>, String)> =
        on!(conn, c => query_as(sql).fetch_all(&mut **c).await)?;
    let row = |(account, link, secret)| StoredFactor {
        account,
        link,
        secret,
    };
    Ok(rows.into_iter().map(row).collect())
}

async fn replace(conn: &mut Conn<'_>, kept: &StoredFactor, sealed: &SealedFactor) -> Result<()> {
    let sealed = sealed.as_row();
    if let Some(link) = &kept.link {
        let sql = "UPDATE sign_in_link SET factor_secret = $2 WHERE token_hash = $1";
        on!(conn, c => sqlx::query(sql).bind(link).bind(sealed).execute(&mut **c).await.map(drop))?;
        return Ok(());
    }
    let sql = "UPDATE account SET factor_secret = $2 WHERE id = $1";
    on!(conn, c => sqlx::query(sql).bind(kept.account).bind(sealed).execute(&mut **c).await.map(drop))?;
    Ok(())
}

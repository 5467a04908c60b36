//! The centre's secret, and the vault that it opens together with the master key.

use std::sync::Arc;

use sqlx::{query_as, query_scalar};

use super::Store;
use super::conn::{Conn, on};
use super::error::{Result, StoreError};
use crate::vault::{MasterKey, Vault};

impl Store {
    /// Whether a secret was made, so that some data may open only with its master key.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn has_secret(&self) -> Result<bool> {
        let found = self
            .read(|mut conn| Box::pin(async move { wrapped(&mut conn).await }))
            .await?;
        Ok(found.is_some())
    }

    /// Opens the vault, and makes the centre's secret if there is none yet. Data that an older version stored in plain text is
    /// encrypted.
    ///
    /// # Errors
    /// [`StoreError::Misconfigured`] for another master key than the one with which the secret was made.
    pub async fn unlock(&self, master: &MasterKey) -> Result<()> {
        let key = master.clone();
        let found = self
            .read(|mut conn| Box::pin(async move { load(&mut conn).await }))
            .await?;
        let secret = match found {
            Some(secret) => secret,
            None => {
                self.write(move |mut conn| Box::pin(async move { make(&mut conn, &key).await }))
                    .await?
            }
        };
        let vault = secret.open(master).ok_or_else(wrong_key)?;
        // If it was opened before, the value is the same.
        let _ = self.vault.set(Arc::new(vault));
        self.seal_factors().await
    }

    /// A keyed hash of a search text: it tells whether the same text was searched for twice, and nothing more.
    ///
    /// # Errors
    /// [`StoreError::Misconfigured`] before the master key was given.
    pub fn search_hash(&self, text: &str) -> Result<String> {
        let folded = text.trim().to_lowercase();
        Ok(self.vault()?.index("asked", &folded))
    }

    /// The vault.
    pub(super) fn vault(&self) -> Result<Arc<Vault>> {
        let vault = self.vault.get().cloned();
        vault.ok_or_else(|| StoreError::Misconfigured("the master key was not given".to_owned()))
    }
}

pub(super) fn wrong_key() -> StoreError {
    StoreError::Misconfigured(
        "this is not the master key that applicants' data were sealed by: put the right file in its place (--master-key-file)"
            .to_owned(),
    )
}

pub(super) async fn wrapped(conn: &mut Conn<'_>) -> Result<Option<Vec<u8>>> {
    let sql = "SELECT wrapped FROM centre_secret WHERE id = 1";
    Ok(on!(conn, c => query_scalar(sql).fetch_optional(&mut **c).await)?)
}

/// Whether the keys are still those with which the vault was opened.
pub(super) async fn is_current(conn: &mut Conn<'_>, vault: &Vault) -> Result<bool> {
    Ok(wrapped(conn).await?.is_some_and(|kept| vault.is_of(&kept)))
}

/// Refuses keys that another process has changed since the vault was opened: nobody could open what they encrypt, and searches
/// with them would find nothing.
pub(super) async fn refuse_changed(conn: &mut Conn<'_>, vault: &Vault) -> Result<()> {
    if is_current(conn, vault).await? {
        return Ok(());
    }
    Err(StoreError::Misconfigured(
        "the master key was changed while this program ran: put the new file in its place (--master-key-file), and start it again"
            .to_owned(),
    ))
}

/// The centre's secret as stored.
#[derive(Clone, sqlx_macros::FromRow)]
pub(super) struct StoredSecret {
    /// Its number, counted from the first secret.
    pub(super) number: i64,
    /// The secret, wrapped with the present master key.
    pub(super) wrapped: Vec<u8>,
    /// The secret before, wrapped with the same key, while any data still uses it.
    pub(super) wrapped_before: Option<Vec<u8>>,
}

impl StoredSecret {
    /// The vault that a master key opens; `None` for a wrong key.
    pub(super) fn open(&self, master: &MasterKey) -> Option<Vault> {
        let vault = match &self.wrapped_before {
            Some(before) => master.open_changing(&self.wrapped, before),
            None => master.open(&self.wrapped),
        };
        vault.map(|vault| vault.numbered(self.number))
    }
}

pub(super) async fn load(conn: &mut Conn<'_>) -> Result<Option<StoredSecret>> {
    let sql = "SELECT number, wrapped, wrapped_before FROM centre_secret WHERE id = 1";
    Ok(on!(conn, c => query_as(sql).fetch_optional(&mut **c).await)?)
}

async fn make(conn: &mut Conn<'_>, master: &MasterKey) -> Result<StoredSecret> {
    // Another process may have made it first.
    if let Some(found) = load(conn).await? {
        return Ok(found);
    }
    let wrapped = master.new_secret().ok_or_else(wrong_key)?;
    let sql = "INSERT INTO centre_secret (id, wrapped) VALUES (1, $1)";
    on!(conn, c => sqlx::query(sql).bind(&wrapped).execute(&mut **c).await.map(drop))?;
    Ok(StoredSecret {
        number: 1,
        wrapped,
        wrapped_before: None,
    })
}

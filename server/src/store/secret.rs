//! The centre's secret, and the vault that the master key opens with it.

use std::sync::Arc;

use sqlx::query_scalar;

use super::Store;
use super::db::{Conn, on};
use super::error::{Result, StoreError};
use crate::vault::{MasterKey, Vault};

impl Store {
    /// Whether a secret was made already, so that there may be something only its master key opens.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn has_secret(&self) -> Result<bool> {
        let found = self
            .read(|mut conn| Box::pin(async move { wrapped(&mut conn).await }))
            .await?;
        Ok(found.is_some())
    }

    /// Opens the vault, and makes the centre's secret where there is none yet. What an older version kept in clear is sealed.
    ///
    /// # Errors
    /// [`StoreError::Unfit`] for another master key than the one the secret was made with.
    pub async fn unlock(&self, master: &MasterKey) -> Result<()> {
        let key = master.clone();
        let found = self
            .read(|mut conn| Box::pin(async move { wrapped(&mut conn).await }))
            .await?;
        let secret = match found {
            Some(secret) => secret,
            None => {
                self.write(move |mut conn| Box::pin(async move { make(&mut conn, &key).await }))
                    .await?
            }
        };
        let vault = master.open(&secret).ok_or_else(wrong_key)?;
        // Opened twice it is the same.
        let _ = self.vault.set(Arc::new(vault));
        self.seal_factors().await
    }

    /// The vault.
    /// A keyed hash of what somebody looked for: whoever reads it can tell whether the same was asked twice, and no more.
    ///
    /// # Errors
    /// [`StoreError::Unfit`] before the master key was given.
    pub fn asked_hash(&self, text: &str) -> Result<String> {
        let folded = text.trim().to_lowercase();
        Ok(self.vault()?.index("asked", &folded))
    }

    pub(super) fn vault(&self) -> Result<Arc<Vault>> {
        let vault = self.vault.get().cloned();
        vault.ok_or_else(|| StoreError::Unfit("the master key was not given".to_owned()))
    }
}

pub(super) fn wrong_key() -> StoreError {
    StoreError::Unfit(
        "this is not the master key that applicants' data were sealed by: put the right file in its place (--master-key-file)"
            .to_owned(),
    )
}

pub(super) async fn wrapped(conn: &mut Conn<'_>) -> Result<Option<Vec<u8>>> {
    let sql = "SELECT wrapped FROM centre_secret WHERE id = 1";
    Ok(on!(conn, c => query_scalar(sql).fetch_optional(&mut **c).await)?)
}

/// Refuses keys that another process has changed since the vault was opened: what they seal nobody could open, and what they look
/// for they would not find.
pub(super) async fn refuse_changed(conn: &mut Conn<'_>, vault: &Vault) -> Result<()> {
    if wrapped(conn).await?.is_some_and(|kept| vault.is_of(&kept)) {
        return Ok(());
    }
    Err(StoreError::Unfit(
        "the master key was changed while this program ran: put the new file in its place (--master-key-file), and start it again"
            .to_owned(),
    ))
}

async fn make(conn: &mut Conn<'_>, master: &MasterKey) -> Result<Vec<u8>> {
    // Another process may have been quicker.
    if let Some(found) = wrapped(conn).await? {
        return Ok(found);
    }
    let secret = master.new_secret().ok_or_else(wrong_key)?;
    let sql = "INSERT INTO centre_secret (id, wrapped) VALUES (1, $1)";
    on!(conn, c => sqlx::query(sql).bind(&secret).execute(&mut **c).await.map(drop))?;
    Ok(secret)
}

//! Seals of files that leave the program, made with the key outside the database.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::Store;
use super::chain;
use super::error::{Result, StoreError};
use super::options::SealKey;

impl Store {
    /// The seal of a file of a format; `None` without a key.
    ///
    /// # Errors
    /// [`StoreError::SealKeyDiffers`]; or the database cannot be read.
    pub async fn seal_file(&self, form: &str, file: &[u8]) -> Result<Option<[u8; 32]>> {
        let Some(key) = self.options.seal_key.clone() else {
            return Ok(None);
        };
        let sealing = key.clone();
        self.read(move |mut conn| {
            Box::pin(async move { chain::current(&mut conn, &sealing).await.map(drop) })
        })
        .await?;
        let mac = mac_of(&key, form, file)?;
        Ok(Some(mac.finalize().into_bytes().into()))
    }

    /// Whether a seal belongs to a file of a format, by the key of this store or an earlier one; `None` without a key.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn proves_file(&self, form: &str, file: &[u8], seal: &[u8]) -> Result<Option<bool>> {
        let Some(keys) = self.seal_keys().await? else {
            return Ok(None);
        };
        for key in keys {
            if mac_of(&key, form, file)?.verify_slice(seal).is_ok() {
                return Ok(Some(true));
            }
        }
        Ok(Some(false))
    }
}

fn mac_of(key: &SealKey, form: &str, file: &[u8]) -> Result<Hmac<Sha256>> {
    let mac = Hmac::<Sha256>::new_from_slice(key.bytes());
    let mut mac = mac.map_err(|error| StoreError::Invalid(error.to_string()))?;
    for bytes in [form.as_bytes(), file] {
        mac.update(&(bytes.len() as u64).to_be_bytes());
        mac.update(bytes);
    }
    Ok(mac)
}

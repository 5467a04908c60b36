//! Passwords: argon2id at OWASP's parameters.

use std::sync::LazyLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

use super::AccountError;

/// Memory of one hash in KiB, passes and lanes (OWASP Password Storage Cheat Sheet: 19 MiB, 2, 1).
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Bytes of a salt.
const SALT_BYTES: usize = 16;

/// A dummy hash that is checked for unknown accounts, so that the answer takes the same time.
static NOBODYS: LazyLock<String> =
    LazyLock::new(|| hashed(&super::secret::token()).unwrap_or_default());

fn argon() -> Option<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).ok()?;
    Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hashed(password: &str) -> Option<String> {
    let salt = rand::random::<[u8; SALT_BYTES]>();
    let hash = argon()?.hash_password_with_salt(password.as_bytes(), &salt);
    hash.ok().map(|hash| hash.to_string())
}

fn fits(password: &str, hash: &str) -> bool {
    let (Some(argon), Ok(hash)) = (argon(), PasswordHash::new(hash)) else {
        return false;
    };
    argon.verify_password(password.as_bytes(), &hash).is_ok()
}

/// The hash of a password, to be stored. It takes a while, so the server calls it through its [`super::queue`].
///
/// # Errors
///
/// [`AccountError::Internal`] when it cannot be computed.
pub fn hash(password: &str) -> Result<String, AccountError> {
    hashed(password).ok_or(AccountError::Internal)
}

/// Whether a password is the one of a hash. Without a hash it is not, and takes as long to find out.
#[must_use]
pub fn verify(password: &str, hash: Option<&str>) -> bool {
    fits(password, hash.unwrap_or(&NOBODYS)) && hash.is_some()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash_and_no_other() {
        let kept = hash("con trau di cay").unwrap();
        assert!(
            kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{kept}"
        );
        assert!(verify("con trau di cay", Some(&kept)));
        assert!(!verify("con trau di bua", Some(&kept)));
        assert!(!verify("con trau di cay", None));
    }
}

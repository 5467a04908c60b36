//! Passwords: argon2id at OWASP's parameters, few at a time.

use std::sync::LazyLock;

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use sanh_app::account::port::{AccountError, PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN};
use tokio::sync::Semaphore;

/// Memory of one hash in KiB, passes and lanes (OWASP Password Storage Cheat Sheet: 19 MiB, 2, 1).
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Hashes worked out at once: the rest of the machine goes on serving walls.
const AT_ONCE: usize = 2;

/// Bytes of a salt.
const SALT_BYTES: usize = 16;

static PLACES: Semaphore = Semaphore::const_new(AT_ONCE);

/// A hash of nobody's password, checked for names that nobody has: the answer then takes as long.
static NOBODYS: LazyLock<String> =
    LazyLock::new(|| hashed(&super::secret::token()).unwrap_or_default());

/// Words that stand in every list of passwords tried first (ours: short, beside the length asked for).
const EASY: [&str; 12] = [
    "password",
    "matkhau",
    "mậtkhẩu",
    "123456789012",
    "qwertyuiop",
    "abcdefghijkl",
    "iloveyou",
    "administrator",
    "111111111111",
    "000000000000",
    "hanhchinhcong",
    "motcua",
];

fn argon() -> Option<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).ok()?;
    Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hashed(password: &str) -> Option<String> {
    let salt = SaltString::encode_b64(&rand::random::<[u8; SALT_BYTES]>()).ok()?;
    let hash = argon()?.hash_password(password.as_bytes(), &salt).ok()?;
    Some(hash.to_string())
}

fn fits(password: &str, hash: &str) -> bool {
    let (Some(argon), Ok(hash)) = (argon(), PasswordHash::new(hash)) else {
        return false;
    };
    argon.verify_password(password.as_bytes(), &hash).is_ok()
}

/// Whether a password may be set for an account.
///
/// # Errors
/// [`AccountError::PasswordUnfit`] by its length; [`AccountError::PasswordEasy`] when it holds the name or is one of those
/// tried first.
pub fn check(password: &str, name: &str) -> Result<(), AccountError> {
    let chars = password.chars().count();
    if !(PASSWORD_CHARS_MIN..=PASSWORD_CHARS_MAX).contains(&chars) {
        return Err(AccountError::PasswordUnfit);
    }
    let folded: String = password.to_lowercase().split_whitespace().collect();
    let first = folded.chars().next();
    let is_one_letter = folded.chars().all(|letter| Some(letter) == first);
    let rest = EASY
        .iter()
        .fold(folded.clone(), |rest, word| rest.replace(word, ""));
    let is_easy = is_one_letter
        || rest.chars().filter(|letter| letter.is_alphabetic()).count() < 4
            && rest.len() < folded.len();
    if is_easy || folded.contains(&name.to_lowercase()) {
        return Err(AccountError::PasswordEasy);
    }
    Ok(())
}

/// The hash to keep of a password.
///
/// # Errors
/// [`AccountError::Internal`] when it cannot be worked out.
pub async fn hash(password: String) -> Result<String, AccountError> {
    apart(move || hashed(&password))
        .await?
        .ok_or(AccountError::Internal)
}

/// Whether a password is the one of a hash. Without a hash it is not, and takes as long to find out.
///
/// # Errors
/// [`AccountError::Internal`] when it cannot be worked out.
pub async fn verify(password: String, hash: Option<String>) -> Result<bool, AccountError> {
    apart(move || {
        let is_known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODYS.clone());
        fits(&password, &hash) && is_known
    })
    .await
}

/// Works apart from the tasks that serve, a few at a time.
async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, AccountError> {
    let place = PLACES.acquire().await.map_err(|_| AccountError::Internal)?;
    let done = tokio::task::spawn_blocking(work).await;
    drop(place);
    done.map_err(|_| AccountError::Internal)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_and_no_other() {
        let kept = hash("con trau di cay".to_owned()).await.unwrap();
        assert!(
            kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{kept}"
        );
        let verified = |password: &str, hash| verify(password.to_owned(), hash);
        assert!(
            verified("con trau di cay", Some(kept.clone()))
                .await
                .unwrap()
        );
        assert!(!verified("con trau di bua", Some(kept)).await.unwrap());
        assert!(!verified("con trau di cay", None).await.unwrap());
    }

    #[test]
    fn what_is_tried_first_or_holds_the_name_is_refused() {
        for easy in [
            "password1234",
            "aaaaaaaaaaaa",
            "123456789012",
            "xin chao Lan.Nguyen",
        ] {
            assert!(check(easy, "lan.nguyen").is_err(), "{easy}");
        }
        assert_eq!(check("short", "lan"), Err(AccountError::PasswordUnfit));
        assert_eq!(check("mua xuan tren song Huong", "lan.nguyen"), Ok(()));
    }
}

//! Random secrets that are shown once and stored as hashes only.

use sha2::{Digest, Sha256};

/// Bytes of a token: 256 bits, beyond any guessing.
const TOKEN_BYTES: usize = 32;

/// Bytes of a recovery code: 80 bits, still fit to be written down.
const RECOVERY_BYTES: usize = 10;

/// A new secret for a cookie or a link: 64 hexadecimal digits.
#[must_use]
pub fn token() -> String {
    hex::encode(rand::random::<[u8; TOKEN_BYTES]>())
}

/// A new recovery code: five groups of four hexadecimal digits.
#[must_use]
pub fn recovery_code() -> String {
    let digits = hex::encode(rand::random::<[u8; RECOVERY_BYTES]>());
    let groups: Vec<&str> = (0..5)
        .filter_map(|n| digits.get(4 * n..4 * n + 4))
        .collect();
    groups.join("-")
}

/// The stored hash of a secret. Plain SHA-256 is enough: our secrets cannot be guessed.
#[must_use]
pub fn hash(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}

/// The stored hash of a recovery code, regardless of blanks and case.
#[must_use]
pub fn recovery_hash(code: &str) -> String {
    let digits = code.chars().filter(char::is_ascii_alphanumeric);
    hash(&digits.collect::<String>().to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_secrets_are_the_same() {
        assert_ne!(token(), token());
        assert_eq!(token().len(), 64);
        assert_eq!(recovery_code().len(), 24);
    }

    #[test]
    fn a_recovery_code_may_be_typed_without_its_hyphens() {
        assert_eq!(recovery_hash("AB12-cd34"), recovery_hash("ab12 cd34"));
        assert_ne!(recovery_hash("ab12"), recovery_hash("ab13"));
    }
}

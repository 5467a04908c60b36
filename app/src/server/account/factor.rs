//! The second factor: codes that change with time (RFC 6238), as every authenticator app makes them.

use sanh_domain::deadline::Instant;
use totp_rs::{Algorithm, Builder, Secret, Totp};

/// Digits of a code.
const DIGITS: u8 = 6;
/// Seconds for which a code is valid.
const STEP_S: u64 = 30;
/// Steps a phone's clock may be off, each way.
const STEPS_OFF: u16 = 1;
/// Bytes of a secret (RFC 4226 recommends 160 bits).
const SECRET_BYTES: usize = 20;
/// The name that an app shows above the account.
const ISSUER: &str = "Sanh";

/// A new secret, in base 32.
#[must_use]
pub fn secret() -> String {
    Secret::from(rand::random::<[u8; SECRET_BYTES]>()).to_base32()
}

fn codes(secret: &str, account: &str) -> Option<Totp> {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(DIGITS)
        .with_skew(STEPS_OFF)
        .with_step_duration(STEP_S)
        .with_secret(Secret::try_from_base32(secret).ok()?)
        .with_issuer(Some(ISSUER))
        .with_account_name(account.replace(':', "."))
        .build()
        .ok()
}

/// The secret as an address that authenticator apps read.
#[must_use]
pub fn address(secret: &str, account: &str) -> Option<String> {
    codes(secret, account)?.to_url().ok()
}

/// The step of time whose code this is, one step off at the most; `None`: it is none.
#[must_use]
pub fn step_of(secret: &str, code: &str, now: Instant) -> Option<i64> {
    let code: String = code
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect();
    let now_s = u64::try_from(now.timestamp()).ok()?;
    let step = codes(secret, "")?.check(&code, now_s)?;
    i64::try_from(step).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_code_is_that_of_the_standards_table() {
        // From RFC 6238, appendix B, SHA-1: the last six digits.
        let secret = Secret::from(*b"12345678901234567890").to_base32();
        let at = |s| Instant::from_timestamp(s, 0).unwrap();
        assert_eq!(step_of(&secret, "287 082", at(59)), Some(1));
        assert_eq!(
            step_of(&secret, "081804", at(1_111_111_109)),
            Some(37_037_036)
        );
        assert_eq!(step_of(&secret, "287082", at(200)), None);
        assert_eq!(step_of(&secret, "287082", at(89)), Some(1), "a step ago");
    }

    #[test]
    fn an_app_can_read_the_secret() {
        let address = address(&secret(), "lan").unwrap();
        assert!(
            address.starts_with("otpauth://totp/Sanh:lan?secret="),
            "{address}"
        );
    }
}

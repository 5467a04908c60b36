//! Applicants' data at rest: each dossier's record under a key of its own, wrapped by a key of the centre's secret, which the master
//! key outside the database wraps in turn. Destroying a dossier's wrapped key erases the person; changing the master key
//! rewraps one secret.

use std::fmt;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hmac::Mac;
use sha2::Sha256;

/// Bytes of every key here.
pub const KEY_BYTES: usize = 32;
/// Bytes of a nonce: long enough to be drawn at random.
const NONCE_BYTES: usize = 24;
/// Digits of a slip's number.
const PIN_DIGITS: usize = 6;

type Bytes = [u8; KEY_BYTES];

/// The key outside the database.
#[derive(Clone)]
pub struct MasterKey(Bytes);

impl MasterKey {
    /// A key of exactly [`KEY_BYTES`] secret random bytes.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// A new secret for the centre, wrapped.
    #[must_use]
    pub fn new_secret(&self) -> Option<Vec<u8>> {
        lock(&self.0, b"centre", &rand::random::<Bytes>())
    }

    /// The vault whose secret this is; `None`: it was wrapped by another key.
    #[must_use]
    pub fn open(&self, wrapped: &[u8]) -> Option<Vault> {
        Some(Vault::of(&self.secret(wrapped)?))
    }

    /// The secret wrapped by another master key instead.
    #[must_use]
    pub fn rewrap(&self, wrapped: &[u8], next: &Self) -> Option<Vec<u8>> {
        lock(&next.0, b"centre", &self.secret(wrapped)?)
    }

    fn secret(&self, wrapped: &[u8]) -> Option<Bytes> {
        unlock(&self.0, b"centre", wrapped)?.try_into().ok()
    }
}

/// The keys of the centre's secret.
#[derive(Clone)]
pub struct Vault {
    wrapping: Bytes,
    finding: Bytes,
    slips: Bytes,
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(secret)")
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault(secret)")
    }
}

/// A sealed record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The record's own key, wrapped.
    pub wrapped_key: Vec<u8>,
    /// The record under that key.
    pub body: Vec<u8>,
}

impl Vault {
    fn of(secret: &Bytes) -> Self {
        Self {
            wrapping: derived(secret, "applicant wrapping key"),
            finding: derived(secret, "applicant finding key"),
            slips: derived(secret, "slip key"),
        }
    }

    /// Seals a record of a dossier. It opens under that dossier's code only.
    #[must_use]
    pub fn seal(&self, code: &str, record: &[u8]) -> Option<Sealed> {
        let own = rand::random::<Bytes>();
        Some(Sealed {
            wrapped_key: lock(&self.wrapping, code.as_bytes(), &own)?,
            body: lock(&own, code.as_bytes(), record)?,
        })
    }

    /// Opens a record; `None`: it is not this dossier's, or not whole.
    #[must_use]
    pub fn open(&self, code: &str, sealed: &Sealed) -> Option<Vec<u8>> {
        let own = unlock(&self.wrapping, code.as_bytes(), &sealed.wrapped_key)?;
        unlock(&own.try_into().ok()?, code.as_bytes(), &sealed.body)
    }

    /// What a name, a phone or an identity number is found by; `kind` keeps them apart.
    #[must_use]
    pub fn index(&self, kind: &str, text: &str) -> String {
        keyed(&self.finding, &[kind, text])
    }

    /// What is kept of a slip's number: short, so only the key keeps it from being tried out.
    #[must_use]
    pub fn pin_hash(&self, code: &str, pin: &str) -> String {
        keyed(&self.slips, &["pin", code, pin])
    }

    /// What is kept of the secret in a slip's QR code.
    #[must_use]
    pub fn link_hash(&self, link: &str) -> String {
        keyed(&self.slips, &["link", link])
    }
}

/// A new number for a slip.
#[must_use]
pub fn pin() -> String {
    let digits = 10_u32.pow(u32::try_from(PIN_DIGITS).unwrap_or(6));
    format!("{:0PIN_DIGITS$}", rand::random_range(0..digits))
}

pub(crate) fn lock(key: &Bytes, about: &[u8], message: &[u8]) -> Option<Vec<u8>> {
    let nonce = rand::random::<[u8; NONCE_BYTES]>();
    let cipher = XChaCha20Poly1305::new(Key::from_slice(key));
    let payload = Payload {
        msg: message,
        aad: about,
    };
    let body = cipher.encrypt(XNonce::from_slice(&nonce), payload).ok()?;
    Some([nonce.as_slice(), &body].concat())
}

pub(crate) fn unlock(key: &Bytes, about: &[u8], locked: &[u8]) -> Option<Vec<u8>> {
    let (nonce, body) = locked.split_at_checked(NONCE_BYTES)?;
    let cipher = XChaCha20Poly1305::new(Key::from_slice(key));
    let payload = Payload {
        msg: body,
        aad: about,
    };
    cipher.decrypt(XNonce::from_slice(nonce), payload).ok()
}

/// HMAC-SHA256 as a key derivation: the secret is random and as long as the hash.
fn derived(secret: &Bytes, label: &str) -> Bytes {
    mac(secret, &[label])
}

fn keyed(key: &Bytes, parts: &[&str]) -> String {
    crate::account::secret::hex(&mac(key, parts))
}

fn mac(key: &Bytes, parts: &[&str]) -> Bytes {
    // A key of any length fits, so the fallback is never seen.
    let Ok(mut mac) = <hmac::Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key) else {
        return [0; KEY_BYTES];
    };
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part.as_bytes());
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn vault() -> Vault {
        let master = MasterKey([7; KEY_BYTES]);
        master.open(&master.new_secret().unwrap()).unwrap()
    }

    #[test]
    fn a_record_opens_for_its_own_dossier_and_this_centre_only() {
        let (vault, other) = (vault(), vault());
        let sealed = vault.seal("H49-261124-0001", b"somebody").unwrap();
        assert_eq!(vault.open("H49-261124-0001", &sealed).unwrap(), b"somebody");
        assert_eq!(vault.open("H49-261124-0002", &sealed), None);
        assert_eq!(other.open("H49-261124-0001", &sealed), None);
        let mut bent = sealed.clone();
        bent.body[30] ^= 1;
        assert_eq!(vault.open("H49-261124-0001", &bent), None);
        let again = vault.seal("H49-261124-0001", b"somebody").unwrap();
        assert_ne!(again, sealed, "equal records do not look equal");
    }

    #[test]
    fn another_master_key_opens_the_secret_only_after_it_was_rewrapped() {
        let (old, new) = (MasterKey([1; KEY_BYTES]), MasterKey([2; KEY_BYTES]));
        let wrapped = old.new_secret().unwrap();
        let sealed = old.open(&wrapped).unwrap().seal("c", b"somebody").unwrap();
        assert!(new.open(&wrapped).is_none());
        let rewrapped = old.rewrap(&wrapped, &new).unwrap();
        assert!(old.open(&rewrapped).is_none());
        assert_eq!(
            new.open(&rewrapped).unwrap().open("c", &sealed).unwrap(),
            b"somebody"
        );
    }

    #[test]
    fn hashes_depend_on_kind_dossier_and_key() {
        let (vault, other) = (vault(), vault());
        assert_eq!(vault.index("phone", "0912"), vault.index("phone", "0912"));
        assert_ne!(
            vault.index("phone", "0912"),
            vault.index("identity", "0912")
        );
        assert_ne!(vault.index("phone", "0912"), other.index("phone", "0912"));
        assert_ne!(vault.pin_hash("a", "000000"), vault.pin_hash("b", "000000"));
        assert_eq!(pin().len(), PIN_DIGITS);
    }
}

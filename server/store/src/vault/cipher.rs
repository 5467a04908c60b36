//! Encryption and keyed hashes, as all of the vault uses them.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hmac::Mac;
use sha2::Sha256;

/// Bytes of every key here.
pub const KEY_BYTES: usize = 32;
/// Bytes of a nonce: long enough to be random.
const NONCE_BYTES: usize = 24;

/// A key.
pub(super) type Bytes = [u8; KEY_BYTES];

/// Encrypts a message; it opens with the same key and what it is about only.
pub(crate) fn lock(key: &Bytes, about: &[u8], message: &[u8]) -> Option<Vec<u8>> {
    let nonce = rand::random::<[u8; NONCE_BYTES]>();
    let cipher = XChaCha20Poly1305::new(&Key::from(*key));
    let payload = Payload {
        msg: message,
        aad: about,
    };
    let body = cipher.encrypt(&XNonce::from(nonce), payload).ok()?;
    Some([nonce.as_slice(), &body].concat())
}

/// Decrypts what [`lock`] made; `None`: it is of another key, about something else, or damaged.
pub(crate) fn unlock(key: &Bytes, about: &[u8], locked: &[u8]) -> Option<Vec<u8>> {
    let (nonce, body) = locked.split_at_checked(NONCE_BYTES)?;
    let cipher = XChaCha20Poly1305::new(&Key::from(*key));
    let payload = Payload {
        msg: body,
        aad: about,
    };
    let nonce = XNonce::try_from(nonce).ok()?;
    cipher.decrypt(&nonce, payload).ok()
}

/// HMAC-SHA256 as a key derivation: the secret is random and as long as the hash.
pub(super) fn derived(secret: &Bytes, label: &str) -> Bytes {
    mac(secret, &[label])
}

pub(super) fn keyed(key: &Bytes, parts: &[&str]) -> String {
    hex::encode(mac(key, parts))
}

fn mac(key: &Bytes, parts: &[&str]) -> Bytes {
    // HMAC accepts keys of any length, so this never fails.
    let Ok(mut mac) = <hmac::Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key) else {
        return [0; KEY_BYTES];
    };
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part.as_bytes());
    }
    mac.finalize().into_bytes().into()
}

/// Whether two texts of one length are equal, in constant time.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let pairs = one.bytes().zip(other.bytes());
    one.len() == other.len() && pairs.fold(0, |found, (a, b)| found | (a ^ b)) == 0
}

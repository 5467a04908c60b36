//! The vault: encrypts applicants' data and second factors. Each dossier's record has a key of its own, wrapped with a key of
//! the centre's secret, which in turn is wrapped with the master key outside the database. Destroying a dossier's wrapped key
//! erases the person; changing the master key also changes the secret, and rewraps every record's key.

mod cipher;
mod slip;

use std::fmt;

use sanh_domain::dossier::applicant::GIVEN_NAME;

pub use cipher::KEY_BYTES;
use cipher::{Bytes, derived, is_same, keyed};
pub(crate) use cipher::{lock, unlock};
pub use slip::{digits, link, pin};

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

    /// The vault of this secret; `None` if it was wrapped with another key.
    #[must_use]
    pub fn open(&self, wrapped: &[u8]) -> Option<Vault> {
        Vault::of(&self.secrets(wrapped)?, wrapped)
    }

    /// A new secret for the centre, wrapped with another master key. Data encrypted with the old secret is to be rewrapped:
    /// [`Vault::rewrap`]. Only the keys of slips stay beside the new one, as their PINs are on paper.
    #[must_use]
    pub fn new_secret_after(&self, wrapped: &[u8], next: &Self) -> Option<Vec<u8>> {
        let before = self.open(wrapped)?;
        let secret = rand::random::<Bytes>();
        let slips = before.slips.iter().map(Bytes::as_slice);
        let secrets: Vec<&[u8]> = std::iter::once(secret.as_slice()).chain(slips).collect();
        lock(&next.0, b"centre", &secrets.concat())
    }

    /// The old secret of the centre, wrapped with the new master key, for the time of a change.
    #[must_use]
    pub fn secret_before(&self, wrapped: &[u8], next: &Self) -> Option<Vec<u8>> {
        let secret = self.secrets(wrapped)?;
        lock(&next.0, b"centre before", secret.first()?)
    }

    /// The vault of a secret that replaces another: data that still uses the old one opens, too.
    #[must_use]
    pub fn open_changing(&self, wrapped: &[u8], wrapped_before: &[u8]) -> Option<Vault> {
        let secret = unlock(&self.0, b"centre before", wrapped_before)?;
        let before = OldKeys::of(&secret.try_into().ok()?);
        Some(Vault {
            before: Some(before),
            ..self.open(wrapped)?
        })
    }

    /// The secret, and after it the keys of slips that were made before this one.
    fn secrets(&self, wrapped: &[u8]) -> Option<Vec<Bytes>> {
        let opened = unlock(&self.0, b"centre", wrapped)?;
        let (secrets, rest) = opened.as_chunks::<KEY_BYTES>();
        rest.is_empty().then(|| secrets.to_vec())
    }
}

/// The keys of the centre's secret.
#[derive(Clone)]
pub struct Vault {
    wrapping: Bytes,
    finding: Bytes,
    /// The newest first.
    slips: Vec<Bytes>,
    factors: Bytes,
    lookups: Bytes,
    printing: Bytes,
    /// The old keys that some records still use, during a change.
    before: Option<OldKeys>,
    /// The number of the centre's secret, counted from the first.
    number: i64,
    /// The wrapped secret as stored when the vault was opened.
    wrapped: Vec<u8>,
}

/// The keys of the old secret.
#[derive(Clone)]
struct OldKeys {
    wrapping: Bytes,
    finding: Bytes,
}

impl OldKeys {
    fn of(secret: &Bytes) -> Self {
        Self {
            wrapping: wrapping_key(secret),
            finding: finding_key(secret),
        }
    }
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

/// An encrypted record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The record's own key, wrapped.
    pub wrapped_key: Vec<u8>,
    /// The record, encrypted with that key.
    pub body: Vec<u8>,
}

impl Vault {
    fn of(secrets: &[Bytes], wrapped: &[u8]) -> Option<Self> {
        let (secret, older_slips) = secrets.split_first()?;
        let newest = derived(secret, "slip key");
        Some(Self {
            wrapping: wrapping_key(secret),
            finding: finding_key(secret),
            slips: std::iter::once(newest)
                .chain(older_slips.iter().copied())
                .collect(),
            factors: derived(secret, "second factor key"),
            lookups: derived(secret, "look-up key"),
            printing: derived(secret, "slip printing key"),
            before: None,
            number: 1,
            wrapped: wrapped.to_vec(),
        })
    }

    /// The same with the number of the centre's secret.
    #[must_use]
    pub fn numbered(self, number: i64) -> Self {
        Self { number, ..self }
    }

    /// The number of the centre's secret, which is stored with the data that it encrypts.
    #[must_use]
    pub fn number(&self) -> i64 {
        self.number
    }

    /// Whether the stored secret is still that of this vault; if not, its keys are no longer in force.
    #[must_use]
    pub fn is_of(&self, wrapped: &[u8]) -> bool {
        self.wrapped == wrapped
    }

    /// Rewraps a record's own key from the old secret to this one; `None` if it belongs to another dossier, is damaged, or
    /// there is no old secret.
    #[must_use]
    pub fn rewrap(&self, code: &str, wrapped_key: &[u8]) -> Option<Vec<u8>> {
        let before = self.before.as_ref()?;
        let own = unlock(&before.wrapping, code.as_bytes(), wrapped_key)?;
        lock(&self.wrapping, code.as_bytes(), &own)
    }

    /// A record's own key, whichever secret it uses.
    fn unwrap(&self, code: &str, wrapped_key: &[u8]) -> Option<Vec<u8>> {
        unlock(&self.wrapping, code.as_bytes(), wrapped_key).or_else(|| {
            let before = self.before.as_ref()?;
            unlock(&before.wrapping, code.as_bytes(), wrapped_key)
        })
    }

    /// Encrypts a record of a dossier. It opens with that dossier's code only.
    #[must_use]
    pub fn seal(&self, code: &str, record: &[u8]) -> Option<Sealed> {
        let own = rand::random::<Bytes>();
        Some(Sealed {
            wrapped_key: lock(&self.wrapping, code.as_bytes(), &own)?,
            body: lock(&own, code.as_bytes(), record)?,
        })
    }

    /// Decrypts a record; `None` if it belongs to another dossier, or is damaged.
    #[must_use]
    pub fn open(&self, code: &str, sealed: &Sealed) -> Option<Vec<u8>> {
        let own = self.unwrap(code, &sealed.wrapped_key)?;
        unlock(&own.try_into().ok()?, code.as_bytes(), &sealed.body)
    }

    /// Encrypts a part of a file under the own key of a record that was sealed before. It opens for that dossier and at its position only.
    #[must_use]
    pub fn seal_part(
        &self,
        code: &str,
        wrapped_key: &[u8],
        position: i64,
        part: &[u8],
    ) -> Option<Vec<u8>> {
        let own = self.unwrap(code, wrapped_key)?.try_into().ok()?;
        lock(&own, about_part(code, position).as_bytes(), part)
    }

    /// Opens a part; `None`: it is not this one of this dossier's, or not whole.
    #[must_use]
    pub fn open_part(
        &self,
        code: &str,
        wrapped_key: &[u8],
        position: i64,
        sealed: &[u8],
    ) -> Option<Vec<u8>> {
        let own = self.unwrap(code, wrapped_key)?.try_into().ok()?;
        unlock(&own, about_part(code, position).as_bytes(), sealed)
    }

    /// Seals the secret of an account's second factor. It opens for that account only.
    #[must_use]
    pub fn seal_factor(&self, account: i64, secret: &[u8]) -> Option<Vec<u8>> {
        lock(&self.factors, &account.to_be_bytes(), secret)
    }

    /// Decrypts the secret of a second factor; `None` if it belongs to another account, or is damaged.
    #[must_use]
    pub fn open_factor(&self, account: i64, sealed: &[u8]) -> Option<Vec<u8>> {
        unlock(&self.factors, &account.to_be_bytes(), sealed)
    }

    /// The keyed hash of a name, a phone or an identity number; `kind` keeps them apart. A given name alone is found by so little of its
    /// hash that several names share it: who reads the database does not learn which dossiers are of one name.
    #[must_use]
    pub fn index(&self, kind: &str, text: &str) -> String {
        found_by(&self.finding, kind, text)
    }

    /// The same, and the hash of records that still use the old secret.
    #[must_use]
    pub fn indexes(&self, kind: &str, text: &str) -> Vec<String> {
        let before = self.before.iter();
        let before = before.map(|before| found_by(&before.finding, kind, text));
        std::iter::once(self.index(kind, text))
            .chain(before)
            .collect()
    }

    /// The stored hash of a slip's PIN: it is short, so only the key protects it from being guessed.
    #[must_use]
    pub fn pin_hash(&self, code: &str, pin: &str) -> String {
        self.slips
            .first()
            .map_or_else(String::new, |key| pin_hash(key, code, pin))
    }

    /// Whether a stored hash belongs to this PIN, with any key of slips.
    #[must_use]
    pub fn fits_pin(&self, code: &str, pin: &str, kept: &str) -> bool {
        // All keys and all bytes are always compared, so that the time taken reveals nothing.
        let tried = self.slips.iter().map(|key| pin_hash(key, code, pin));
        tried.fold(false, |fits, hash| fits | is_same(&hash, kept))
    }

    /// The stored hash of the secret in a slip's QR code.
    #[must_use]
    pub fn link_hash(&self, link: &str) -> String {
        self.slips
            .first()
            .map_or_else(String::new, |key| keyed(key, &["link", link]))
    }

    /// The possible stored hashes of such a secret, one for each key of slips.
    #[must_use]
    pub fn link_hashes(&self, link: &str) -> Vec<String> {
        let hash = |key| keyed(key, &["link", link]);
        self.slips.iter().map(hash).collect()
    }

    /// Seals the secrets of a dossier's slip, for the day on which it may be printed again as it was.
    #[must_use]
    pub fn seal_slip(&self, code: &str, secrets: &[u8]) -> Option<Vec<u8>> {
        lock(&self.printing, code.as_bytes(), secrets)
    }

    /// Opens them; `None`: they are not this dossier's, not whole, or under a secret before.
    #[must_use]
    pub fn open_slip(&self, code: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        unlock(&self.printing, code.as_bytes(), sealed)
    }

    /// Seals what a visitor's page keeps of a look-up.
    #[must_use]
    pub fn seal_lookup(&self, grant: &[u8]) -> Option<Vec<u8>> {
        lock(&self.lookups, b"lookup", grant)
    }

    /// Decrypts a grant; `None` if it is not ours, or damaged.
    #[must_use]
    pub fn open_lookup(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        unlock(&self.lookups, b"lookup", sealed)
    }

    /// The stored hash of the secret of an open rating.
    #[must_use]
    pub fn ticket_hash(&self, secret: &str) -> String {
        let newest = self.slips.first();
        newest.map_or_else(String::new, |key| keyed(key, &["rating ticket", secret]))
    }

    /// The marks of a dossier as rated, one for each key of slips, newest first: the marks outlast a change of keys, too.
    #[must_use]
    pub fn rating_marks(&self, code: &str) -> Vec<String> {
        let mark = |key| keyed(key, &["rated", code]);
        self.slips.iter().map(mark).collect()
    }
}

/// What a part of a file is sealed about. No code holds a blank, so it is nothing that a record is sealed about.
fn about_part(code: &str, position: i64) -> String {
    format!("{code} part {position}")
}

/// Hexadecimal digits of a hash that several given names share (ours: 256 buckets for some thousand names).
const BUCKET_DIGITS: usize = 2;

fn found_by(key: &Bytes, kind: &str, text: &str) -> String {
    let hash = keyed(key, &[kind, text]);
    if kind != GIVEN_NAME {
        return hash;
    }
    let bucket: String = hash.chars().take(BUCKET_DIGITS).collect();
    format!("{kind}-{bucket}")
}

fn pin_hash(key: &Bytes, code: &str, pin: &str) -> String {
    keyed(key, &["pin", code, pin])
}

fn wrapping_key(secret: &Bytes) -> Bytes {
    derived(secret, "applicant wrapping key")
}

fn finding_key(secret: &Bytes) -> Bytes {
    derived(secret, "applicant finding key")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use sanh_domain::lookup::credential::{LINK_DIGITS, PIN_DIGITS};

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
    fn a_part_of_a_file_opens_at_its_position_only() {
        let vault = vault();
        let title = vault.seal("c", b"title").unwrap();
        let part = vault
            .seal_part("c", &title.wrapped_key, 0, b"scan")
            .unwrap();
        let open = |code, key: &[u8], position| vault.open_part(code, key, position, &part);
        assert_eq!(open("c", &title.wrapped_key, 0).unwrap(), b"scan");
        assert_eq!(open("c", &title.wrapped_key, 1), None);
        assert_eq!(open("d", &title.wrapped_key, 0), None);
        let other = vault.seal("c", b"title").unwrap();
        assert_eq!(open("c", &other.wrapped_key, 0), None);
        let as_title = Sealed {
            body: part.clone(),
            ..title.clone()
        };
        assert_eq!(vault.open("c", &as_title), None, "a part is no title");
    }

    #[test]
    fn after_a_change_of_keys_what_was_rewrapped_opens_under_the_new_ones_only() {
        let (old, new) = (MasterKey([1; KEY_BYTES]), MasterKey([2; KEY_BYTES]));
        let wrapped = old.new_secret().unwrap();
        let before = old.open(&wrapped).unwrap();
        let mut sealed = before.seal("c", b"somebody").unwrap();
        assert!(new.open(&wrapped).is_none());
        let next = old.new_secret_after(&wrapped, &new).unwrap();
        assert!(old.open(&next).is_none());
        let changing = old.secret_before(&wrapped, &new).unwrap();
        assert!(old.open_changing(&next, &changing).is_none());
        let both = new.open_changing(&next, &changing).unwrap();
        let after = new.open(&next).unwrap();
        assert!(before.is_of(&wrapped) && !before.is_of(&next) && after.is_of(&next));
        assert_eq!(after.open("c", &sealed), None, "it is not rewrapped yet");
        assert_eq!(both.open("c", &sealed).unwrap(), b"somebody");
        let found_by = both.indexes("phone", "1");
        assert_eq!(
            found_by,
            [after.index("phone", "1"), before.index("phone", "1")]
        );
        sealed.wrapped_key = both.rewrap("c", &sealed.wrapped_key).unwrap();
        assert_eq!(both.open("c", &sealed).unwrap(), b"somebody");
        assert_eq!(after.open("c", &sealed).unwrap(), b"somebody");
        assert_eq!(before.open("c", &sealed), None);
        assert_ne!(before.index("phone", "1"), after.index("phone", "1"));
    }

    #[test]
    fn the_number_on_a_slip_holds_through_every_change_of_keys() {
        let master = MasterKey([1; KEY_BYTES]);
        let mut wrapped = master.new_secret().unwrap();
        let first = master.open(&wrapped).unwrap();
        let rated = first.rating_marks("c").pop().unwrap();
        let first = first.pin_hash("c", "123456");
        let first_link = master.open(&wrapped).unwrap().link_hash("1");
        for _ in 0..3 {
            wrapped = master.new_secret_after(&wrapped, &master).unwrap();
            let vault = master.open(&wrapped).unwrap();
            assert!(vault.fits_pin("c", "123456", &first));
            assert!(!vault.fits_pin("c", "654321", &first));
            let marks = vault.rating_marks("c");
            assert_eq!(marks.last(), Some(&rated), "a dossier stays rated");
            let own = vault.pin_hash("c", "123456");
            assert_ne!(own, first, "a new slip is under the new key");
            assert!(vault.link_hashes("1").contains(&first_link));
            assert!(vault.fits_pin("c", "123456", &own));
        }
    }

    #[test]
    fn a_second_factor_opens_for_its_own_account_only() {
        let (vault, other) = (vault(), vault());
        let sealed = vault.seal_factor(1, b"JBSWY3DP").unwrap();
        assert_eq!(vault.open_factor(1, &sealed).unwrap(), b"JBSWY3DP");
        assert_eq!(vault.open_factor(2, &sealed), None);
        assert_eq!(other.open_factor(1, &sealed), None);
    }

    #[test]
    fn a_slips_secrets_open_for_their_own_dossier_and_this_centre_only() {
        let (vault, other) = (vault(), vault());
        let sealed = vault.seal_slip("c", b"12345678 1").unwrap();
        assert_eq!(vault.open_slip("c", &sealed).unwrap(), b"12345678 1");
        assert_eq!(vault.open_slip("d", &sealed), None);
        assert_eq!(other.open_slip("c", &sealed), None);
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
        assert_eq!((pin().len(), link().len()), (PIN_DIGITS, LINK_DIGITS));
    }
}

//! How to open the store, and its limits.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::vault::{lock, unlock};

/// Bytes of a key's fingerprint: enough to tell keys apart, too few for any other use.
const FINGERPRINT_BYTES: usize = 8;

/// How to open the store. Every limit has a name, a unit and a default.
#[derive(Clone, Debug)]
pub struct StoreOptions {
    /// `sqlite://PATH` or `postgres://…`.
    pub url: String,
    /// Reading connections at once: about the number of cores. The publisher has others of its own.
    pub connections_max: u32,
    /// Writing connections at once; PostgreSQL only, where writers wait for each other in the database.
    pub writers_max: u32,
    /// How long a call waits for a free connection, in seconds.
    pub acquire_s: u64,
    /// How long a writer waits for another process, and a call for its place in the queue, in seconds.
    pub busy_s: u64,
    /// How long one statement may take, in seconds; PostgreSQL only. Long work that writes alone has no such limit.
    pub statement_s: u64,
    /// How long a writer may be idle between BEGIN and COMMIT, in seconds; PostgreSQL only: a node that is cut off there blocks
    /// every other writer.
    pub idle_in_transaction_s: u64,
    /// Whether a PostgreSQL that may lose committed data is refused; off only in trials with worthless data.
    pub asserts_durability: bool,
    /// The most changes waiting for the SQLite writer; further ones wait up to `busy_s`, then fail as busy.
    pub queue_max: usize,
    /// The most changes that share one commit of the SQLite writer.
    pub group_max: usize,
    /// Wrong numbers of slips that are looked at in an hour of the clock, on all nodes together.
    pub wrong_pins_per_h_max: u32,
    /// How long a bulk load may keep the writer waiting for its next batch, in seconds.
    pub bulk_idle_s: u64,
    /// The most pages of a SQLite database; `None` for as many as its disk takes.
    pub pages_max: Option<u32>,
    /// Whether a missing SQLite file is created.
    pub create: bool,
    /// The key of the chain over the events; without one, nothing is sealed.
    pub seal_key: Option<SealKey>,
    /// A PEM file of certificate authorities that are trusted for PostgreSQL, beside the system's.
    pub ca_file: Option<PathBuf>,
    /// Keys of chains in which a backup of the database may be sealed, known from the files outside only.
    pub retired_keys: Vec<SealKey>,
    /// The file of the ledger; `None` if none is written.
    pub ledger: Option<PathBuf>,
    /// The reason stored in the history when a part's due time is moved back to that of the whole, in the program's words.
    pub part_due_reason: String,
}

impl StoreOptions {
    /// The default options of a database.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            connections_max: 4,
            writers_max: 4,
            acquire_s: 10,
            busy_s: 10,
            statement_s: 300,
            idle_in_transaction_s: 15,
            asserts_durability: true,
            queue_max: 4_096,
            group_max: 256,
            wrong_pins_per_h_max: 600,
            bulk_idle_s: 300,
            pages_max: None,
            create: true,
            seal_key: None,
            ca_file: None,
            retired_keys: Vec::new(),
            ledger: None,
            part_due_reason: String::new(),
        }
    }

    /// The same with a key of the chain.
    #[must_use]
    pub fn sealed_with(self, key: SealKey) -> Self {
        Self {
            seal_key: Some(key),
            ..self
        }
    }

    pub(super) fn busy(&self) -> Duration {
        Duration::from_secs(self.busy_s)
    }

    pub(super) fn acquire(&self) -> Duration {
        Duration::from_secs(self.acquire_s)
    }
}

/// The secret key of the chain over the events (HMAC-SHA256). Kept outside the database, so that whoever can write the database
/// cannot forge the chain.
#[derive(Clone)]
pub struct SealKey(Vec<u8>);

impl SealKey {
    /// The fewest bytes of a key: as many as the hash has.
    pub const BYTES_MIN: usize = 32;

    /// A key from secret random bytes; `None` if there are fewer than [`Self::BYTES_MIN`].
    pub fn new(bytes: impl Into<Vec<u8>>) -> Option<Self> {
        let bytes = bytes.into();
        (bytes.len() >= Self::BYTES_MIN).then_some(Self(bytes))
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The fingerprint that tells this key from others, in hexadecimal. It is stored in the database and shown in errors: it
    /// reveals nothing.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let digest = self.derived(b"sanh seal key fingerprint");
        hex::encode(digest.get(..FINGERPRINT_BYTES).unwrap_or_default())
    }

    /// Another key, encrypted with this one.
    pub(super) fn wrap(&self, other: &Self) -> Option<String> {
        let wrapping = self.derived(b"sanh seal key wrapping");
        lock(&wrapping, b"seal key", &other.0).map(hex::encode)
    }

    /// Decrypts a key that was encrypted with this one.
    pub(crate) fn unwrap_key(&self, wrapped: &str) -> Option<Self> {
        let wrapping = self.derived(b"sanh seal key wrapping");
        Self::new(unlock(&wrapping, b"seal key", &hex::decode(wrapped).ok()?)?)
    }

    fn derived(&self, label: &[u8]) -> [u8; 32] {
        // HMAC accepts keys of any length, so this never fails.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else {
            return [0; 32];
        };
        mac.update(label);
        mac.finalize().into_bytes().into()
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealKey(secret)")
    }
}

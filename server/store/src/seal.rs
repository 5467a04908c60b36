//! The chain over the committed events: whoever can write the database cannot forge it without the key.
//!
//! `mac = HMAC-SHA256(key, mac of the event before ‖ the event's bytes)`, in the order of the event ids, which is the order of
//! the commits. One sealer follows the writers, so they do not queue on the chain. A truncated chain is detected by comparison
//! with an exported head. A restore and another key begin a new chain: see [`super::chain`].

use std::fmt;
use std::str::FromStr;

use hmac::{Hmac, KeyInit, Mac};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use sha2::Sha256;
use sqlx::{query_as, query_scalar};

use super::Store;
use super::chain::{self, Chains, SealedKind};
use super::conn::{Conn, on};
use super::error::{Result, StoreError};
use super::options::SealKey;
use super::row::{insert_all, row};
use super::row_page::fetch_page;

/// The format of an event's bytes; a new format gets a new number.
const FORM: u8 = 1;
/// The format of an event whose due time by the calendar alone differs from the one in force, and is covered, too. All others
/// keep their bytes and seals.
const FORM_COUNTED: u8 = 2;

/// The format of an amendment, which has its content at the end.
const FORM_AMENDED: u8 = 3;

/// The end of a chain, exported daily and stored elsewhere. `verify` compares it, so that a truncated chain is detected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealHead {
    /// The last sealed event.
    pub event_id: i64,
    /// Its seal.
    pub mac: [u8; 32],
    /// The number of its chain.
    pub chain: i64,
}

/// `<event> <seal>`, and for a later chain than the first its number.
impl fmt::Display for SealHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.event_id, hex::encode(self.mac))?;
        match self.chain {
            1 => Ok(()),
            chain => write!(f, " {chain}"),
        }
    }
}

impl FromStr for SealHead {
    type Err = StoreError;

    fn from_str(line: &str) -> Result<Self> {
        let wrong = || {
            StoreError::Invalid(format!(
                "\"{line}\" is no head of the chain: its event and 64 hexadecimal digits"
            ))
        };
        let (id, rest) = line.trim().split_once(' ').ok_or_else(wrong)?;
        let (digits, chain) = rest.split_once(' ').unwrap_or((rest, "1"));
        let mut mac = [0; 32];
        hex::decode_to_slice(digits, &mut mac).map_err(|_| wrong())?;
        let event_id = id.parse().map_err(|_| wrong())?;
        let chain = chain.parse().map_err(|_| wrong())?;
        Ok(Self {
            event_id,
            mac,
            chain,
        })
    }
}

row! {
    /// A seal's row.
    SealRow of "seal" {
        event_id: i64,
        mac: Vec<u8>,
    }
}

/// The columns of an event that the seal covers, and its seal, if it has one.
#[derive(Deserialize, sqlx_macros::FromRow)]
pub(super) struct SealedEvent {
    pub id: i64,
    pub code: Option<String>,
    pub sequence: Option<i64>,
    pub kind: Option<String>,
    pub from_status: Option<i64>,
    pub to_status: Option<i64>,
    pub occurred_at: Option<i64>,
    pub recorded_at: Option<i64>,
    pub actor: Option<String>,
    pub reason: Option<String>,
    pub due_at: Option<i64>,
    pub handled_min: Option<i64>,
    pub paused_min: Option<i64>,
    pub made_up: Option<i64>,
    pub takes_back: Option<i64>,
    pub amendment: Option<String>,
    pub change_number: Option<i64>,
    pub counted_due_at: Option<i64>,
    #[serde(deserialize_with = "bytes_of_hex")]
    pub mac: Option<Vec<u8>>,
}

const EVENT_COLUMNS: &str = "d.code, e.sequence, e.kind, e.from_status, e.to_status, e.occurred_at, e.recorded_at, e.actor, e.reason,
    e.due_at, e.handled_min, e.paused_min, e.made_up, e.takes_back, e.change_number,
    e.counted_due_at, e.amendment";

/// The fields of [`SealedEvent`] in their order, as JSON can hold them.
const SEALED_VALUES: &str = "id, code, sequence, kind, from_status, to_status, occurred_at, recorded_at, actor, reason, due_at, handled_min,
    paused_min, made_up, takes_back, amendment, change_number, counted_due_at, CASE WHEN mac IS NOT NULL THEN hex(mac) END";

fn bytes_of_hex<'de, D: Deserializer<'de>>(
    digits: D,
) -> std::result::Result<Option<Vec<u8>>, D::Error> {
    let digits: Option<String> = Deserialize::deserialize(digits)?;
    let Some(digits) = digits else {
        return Ok(None);
    };
    // `hex::decode` takes twice as long: a twentieth of the whole proof.
    let mut bytes = vec![0; digits.len() / 2];
    hex::decode_to_slice(digits, &mut bytes).map_err(D::Error::custom)?;
    Ok(Some(bytes))
}

impl SealedEvent {
    /// Whether the event itself exists, not only its seal.
    pub(super) fn is_present(&self) -> bool {
        self.sequence.is_some()
    }

    /// The event's bytes: each column with a flag whether it is present, texts with their length, so that no two events have
    /// the same bytes.
    fn bytes(&self, bytes: &mut Vec<u8>) {
        bytes.clear();
        bytes.push(if self.amendment.is_some() {
            FORM_AMENDED
        } else if self.counted_due_at.is_some() {
            FORM_COUNTED
        } else {
            FORM
        });
        bytes.extend(self.id.to_be_bytes());
        for text in [&self.code, &self.kind, &self.actor, &self.reason] {
            bytes.push(u8::from(text.is_some()));
            let text = text.as_deref().unwrap_or_default();
            bytes.extend((text.len() as u64).to_be_bytes());
            bytes.extend(text.as_bytes());
        }
        let numbers = [
            self.sequence,
            self.from_status,
            self.to_status,
            self.occurred_at,
            self.recorded_at,
            self.due_at,
            self.handled_min,
            self.paused_min,
            self.made_up,
            self.takes_back,
            self.change_number,
        ];
        for number in numbers {
            bytes.push(u8::from(number.is_some()));
            bytes.extend(number.unwrap_or_default().to_be_bytes());
        }
        if let Some(counted) = self.counted_due_at {
            bytes.extend(counted.to_be_bytes());
        }
        if let Some(amendment) = &self.amendment {
            bytes.extend((amendment.len() as u64).to_be_bytes());
            bytes.extend(amendment.as_bytes());
        }
    }
}

/// Computes the seals of events one after another.
pub(super) struct Chain {
    key: Hmac<Sha256>,
    mac: [u8; 32],
    bytes: Vec<u8>,
}

impl Chain {
    /// A chain with a key, after the given seal.
    pub(super) fn new(key: &SealKey, before: [u8; 32]) -> Result<Self> {
        let key = Hmac::<Sha256>::new_from_slice(key.bytes())
            .map_err(|error| StoreError::Invalid(error.to_string()))?;
        Ok(Self {
            key,
            mac: before,
            bytes: Vec::with_capacity(256),
        })
    }

    /// The seal of the next event.
    pub(super) fn next(&mut self, event: &SealedEvent) -> [u8; 32] {
        event.bytes(&mut self.bytes);
        let mut mac = self.key.clone();
        mac.update(&self.mac);
        mac.update(&self.bytes);
        self.mac = mac.finalize().into_bytes().into();
        self.mac
    }
}

impl Store {
    /// Seals the next committed events, at most `events_max`; returns how many. Call it until it returns 0. Without a key
    /// nothing is sealed. Two sealers at once do no harm: the slower one's work is dropped.
    ///
    /// # Errors
    /// [`StoreError::SealKeyDiffers`]; or the database cannot be read or written.
    pub async fn seal_batch(&self, events_max: u32) -> Result<u64> {
        let Some(key) = self.options.seal_key.clone() else {
            return Ok(0);
        };
        let reading = key.clone();
        let next = self
            .read(move |mut conn| {
                Box::pin(async move { next_seals(&mut conn, &reading, events_max).await })
            })
            .await?;
        if next.seals.is_empty() {
            return Ok(0);
        }
        let sealed = next.seals.len() as u64;
        self.write(move |mut conn| {
            Box::pin(async move {
                let last = head(&mut conn).await?.map(|head| head.event_id);
                let chain = chain::current(&mut conn, &key).await?.number();
                let is_next = last == next.after && chain == next.chain;
                if is_next {
                    insert_all(&mut conn, &next.seals).await?;
                }
                Ok(if is_next { sealed } else { 0 })
            })
        })
        .await
    }

    /// The end of the chain; `None` before the first seal.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn seal_head(&self) -> Result<Option<SealHead>> {
        self.read(|mut conn| Box::pin(async move { head(&mut conn).await }))
            .await
    }
}

/// Whether the last sealed event was sealed with this key.
pub(super) async fn is_sealed_by(conn: &mut Conn<'_>, key: &SealKey) -> Result<bool> {
    let sql = format!(
        "SELECT s.event_id AS id, {EVENT_COLUMNS}, s.mac FROM seal s LEFT JOIN event e ON e.id = s.event_id
         LEFT JOIN dossier d ON d.id = e.dossier_id ORDER BY s.event_id DESC LIMIT 2"
    );
    let rows: Vec<SealedEvent> =
        on!(conn, c => query_as(sqlx::AssertSqlSafe(sql)).fetch_all(&mut **c).await)?;
    let going = chain::current(conn, key).await?;
    let Some(last) = rows.first() else {
        return Ok(true);
    };
    if going.is_before(SealedKind::Events, last.id) {
        return Ok(true);
    }
    let before = rows
        .get(1)
        .and_then(|row| row.mac.clone().map(|mac| (row.id, mac)));
    let before = going.before(SealedKind::Events, before)?;
    let mac = Chain::new(key, mac_of(last.id, before)?)?.next(last);
    Ok(last.mac.as_deref() == Some(mac.as_slice()))
}

/// The next seals, and the seal before them.
struct Next {
    /// The last sealed event.
    after: Option<i64>,
    /// The chain.
    chain: i64,
    seals: Vec<SealRow>,
}

async fn next_seals(conn: &mut Conn<'_>, key: &SealKey, events_max: u32) -> Result<Next> {
    let going = chain::current(conn, key).await?;
    let head = head(conn).await?;
    let after = head.as_ref().map(|head| head.event_id);
    let sql = format!(
        "SELECT e.id, {EVENT_COLUMNS}, s.mac FROM event e JOIN dossier d ON d.id = e.dossier_id
         LEFT JOIN seal s ON s.event_id = e.id WHERE e.id > $1 ORDER BY e.id LIMIT $2"
    );
    let events: Vec<SealedEvent> = on!(conn, c => {
        let query = query_as(sqlx::AssertSqlSafe(sql)).bind(after.unwrap_or(0)).bind(i64::from(events_max));
        query.fetch_all(&mut **c).await
    })?;
    let before = head.map(|head| (head.event_id, head.mac.to_vec()));
    let before = going.before(SealedKind::Events, before)?;
    let mut chain = Chain::new(key, mac_of(after.unwrap_or(0), before)?)?;
    let seals = events
        .iter()
        .map(|event| SealRow {
            event_id: event.id,
            mac: chain.next(event).to_vec(),
        })
        .collect();
    Ok(Next {
        after,
        chain: going.number(),
        seals,
    })
}

pub(super) async fn head(conn: &mut Conn<'_>) -> Result<Option<SealHead>> {
    let sql = "SELECT event_id, mac FROM seal ORDER BY event_id DESC LIMIT 1";
    let row: Option<(i64, Vec<u8>)> = on!(conn, c => query_as(sql).fetch_optional(&mut **c).await)?;
    let Some((event_id, mac)) = row else {
        return Ok(None);
    };
    let begins = chain::begins(conn).await?;
    Ok(Some(SealHead {
        event_id,
        mac: mac_of(event_id, mac)?,
        chain: chain::number_of(&begins, SealedKind::Events, event_id),
    }))
}

/// Verifies events and their seals in order, through all chains whose keys are known.
pub(super) struct SealVerifier<'c> {
    chains: &'c Chains,
    /// The chain that it has reached.
    chain: Option<(usize, Chain)>,
}

impl<'c> SealVerifier<'c> {
    /// Begins at the first seal.
    pub(super) const fn new(chains: &'c Chains) -> Self {
        Self {
            chains,
            chain: None,
        }
    }

    /// Whether the key with which an event was sealed is lost, so that its seal cannot be checked.
    pub(super) fn is_lost(&self, event: &SealedEvent) -> bool {
        event.id <= self.chains.lost_upto(SealedKind::Events)
    }

    /// The seal that the next event must have.
    pub(super) fn next(&mut self, event: &SealedEvent) -> Result<[u8; 32]> {
        let at = self.chains.at(SealedKind::Events, event.id);
        let going = self.chain.take().filter(|(known, _)| *known == at);
        let (_, chain) = if let Some(going) = going {
            self.chain.insert(going)
        } else {
            let (key, genesis) = self.chains.link(at, SealedKind::Events)?;
            self.chain.insert((at, Chain::new(&key, genesis)?))
        };
        Ok(chain.next(event))
    }
}

/// The seal of one event.
pub(super) async fn mac_at(conn: &mut Conn<'_>, event_id: i64) -> Result<Option<[u8; 32]>> {
    let sql = "SELECT mac FROM seal WHERE event_id = $1";
    let mac: Option<Vec<u8>> =
        on!(conn, c => query_scalar(sql).bind(event_id).fetch_optional(&mut **c).await)?;
    mac.map(|mac| mac_of(event_id, mac)).transpose()
}

pub(super) fn mac_of(event_id: i64, mac: Vec<u8>) -> Result<[u8; 32]> {
    mac.try_into()
        .map_err(|_| StoreError::Corrupt(format!("the seal of event {event_id} has not 32 bytes")))
}

/// The next seals with their events, and events that should have a seal, in the order of their ids, up to the last sealed one.
pub(super) async fn page(
    conn: &mut Conn<'_>,
    after: i64,
    last_sealed: i64,
    rows_max: i64,
) -> Result<Vec<SealedEvent>> {
    let sql = format!(
        "SELECT s.event_id AS id, {EVENT_COLUMNS}, s.mac FROM seal s LEFT JOIN event e ON e.id = s.event_id
         LEFT JOIN dossier d ON d.id = e.dossier_id WHERE s.event_id > $1 ORDER BY s.event_id LIMIT $2"
    );
    let mut rows: Vec<SealedEvent> =
        fetch_page(conn, SEALED_VALUES, sql, &[after, rows_max]).await?;
    let upto = rows.iter().map(|row| row.id).max().unwrap_or(last_sealed);
    let sql = format!(
        "SELECT e.id, {EVENT_COLUMNS}, s.mac FROM event e LEFT JOIN dossier d ON d.id = e.dossier_id
         LEFT JOIN seal s ON s.event_id = e.id WHERE e.id > $1 AND e.id <= $2 AND s.event_id IS NULL ORDER BY e.id LIMIT $3"
    );
    let unsealed = [after, upto, rows_max];
    rows.extend(fetch_page::<SealedEvent>(conn, SEALED_VALUES, sql, &unsealed).await?);
    rows.sort_by_key(|row| row.id);
    Ok(rows)
}

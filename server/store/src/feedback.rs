//! Messages of visitors and what staff write about them, encrypted because they may contain personal data. Ratings are in
//! [`rating`](super::rating).

mod act;
mod entry;
mod figures;
mod flow;
mod published;

use sqlx::{query_as, query_scalar};

use sanh_domain::account::model::{AgencyScope, RequestKey};
use sanh_domain::deadline::Instant;
use sanh_domain::feedback::model::{
    EntryKind, FeedbackCode, FeedbackFile, FeedbackKind, FeedbackRow, PIN_DIGITS,
};
use sanh_domain::id::AgencyId;

use super::Store;
use super::agency_scope::within;
use super::conn::{Conn, on};
use super::error::{Result, StoreError};
use super::secret::refuse_changed;
use super::stored_time::{instant, ms};
use crate::vault::Vault;

pub(super) use act::erase_contact_again;
pub use act::{FeedbackChange, FeedbackOutcome};
pub(super) use entry::rekey as rekey_entries;
pub use figures::FeedbackFigures;

/// A message to be stored.
#[derive(Clone)]
pub struct NewFeedback {
    /// The key of its form: sent again, it is the same message.
    pub key: RequestKey,
    /// Its kind.
    pub kind: FeedbackKind,
    /// Its text.
    pub text: String,
    /// The dossier that it names, as typed; blank for none.
    pub dossier: String,
    /// The sender's contact data, one item per line; `None` if the sender stays anonymous.
    pub contact: Option<String>,
    /// When its answer is due.
    pub due_at: Option<Instant>,
    /// The network from which it was sent.
    pub network: String,
}

/// The secrets with which a sender follows a message, shown once.
#[derive(Clone, PartialEq, Eq)]
pub struct FeedbackSecrets {
    /// Its code.
    pub code: FeedbackCode,
    /// Its PIN.
    pub pin: String,
}

/// The result of sending a message.
#[derive(Clone, PartialEq, Eq)]
pub enum SendOutcome {
    /// It is stored; sent again, it was stored before.
    Taken(FeedbackSecrets),
    /// Too many messages came recently.
    Held,
}

/// The selected messages of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedbackFilter {
    /// Messages without an answer, due soonest first.
    Open,
    /// Messages that an agency has to explain, due soonest first.
    ToExplain,
    /// Answered messages, latest first.
    Answered,
}

const COLUMNS: &str =
    "id, code, kind, state, version, received_at, due_at, agency_id, answered_at, published_at";

#[derive(sqlx_macros::FromRow)]
struct StoredRow {
    id: i64,
    code: String,
    kind: String,
    state: String,
    version: i64,
    received_at: i64,
    due_at: Option<i64>,
    agency_id: Option<i64>,
    answered_at: Option<i64>,
    published_at: Option<i64>,
}

impl StoredRow {
    fn row(&self) -> Result<FeedbackRow> {
        let unknown = || StoreError::Corrupt(format!("message {} cannot be read", self.id));
        Ok(FeedbackRow {
            id: self.id,
            kind: self.kind.parse().map_err(|_| unknown())?,
            state: self.state.parse().map_err(|_| unknown())?,
            version: self.version,
            received_at: instant(self.received_at)?,
            due_at: self.due_at.map(instant).transpose()?,
            agency: self.agency_id.map(AgencyId),
            answered_at: self.answered_at.map(instant).transpose()?,
            published_at: self.published_at.map(instant).transpose()?,
        })
    }
}

impl Store {
    /// Stores a message, unless its network, or all networks together, have sent too many recently. A form sent twice is one
    /// message, and gets the same code and PIN again.
    ///
    /// # Errors
    /// When it cannot be encrypted or written.
    pub async fn send_feedback(&self, new: NewFeedback, now: Instant) -> Result<SendOutcome> {
        let vault = self.vault()?;
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                refuse_changed(conn, &vault).await?;
                let secrets = secrets(&vault, &new.key)?;
                if let Some(kept) = pin_hash(conn, &secrets.code).await? {
                    let is_same = vault.fits_pin(secrets.code.as_str(), &secrets.pin, &kept);
                    let clash = || StoreError::Invalid("the code of a message is taken".to_owned());
                    return is_same
                        .then_some(SendOutcome::Taken(secrets))
                        .ok_or_else(clash);
                }
                let network = vault.index("feedback network", &new.network);
                if !flow::admit(conn, &network, now).await? {
                    return Ok(SendOutcome::Held);
                }
                put(conn, &vault, &secrets, &new, now).await?;
                Ok(SendOutcome::Taken(secrets))
            })
        })
        .await
    }

    /// The message with this code and PIN; `None` if there is none, or the PIN is wrong.
    ///
    /// # Errors
    /// When it cannot be read or does not open.
    pub async fn follow_feedback(
        &self,
        code: &FeedbackCode,
        pin: &str,
    ) -> Result<Option<FeedbackFile>> {
        let (vault, code, pin) = (self.vault()?, code.clone(), pin.to_owned());
        self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                refuse_changed(conn, &vault).await?;
                // An unknown code is checked too, so that the time taken does not reveal whether a code exists.
                let kept = pin_hash(conn, &code).await?;
                let fits = vault.fits_pin(code.as_str(), &pin, kept.as_deref().unwrap_or_default());
                if !fits {
                    return Ok(None);
                }
                let sql = format!("SELECT {COLUMNS} FROM feedback WHERE code = $1");
                let row: Option<StoredRow> = on!(&mut *conn, c => {
                    query_as(sqlx::AssertSqlSafe(sql)).bind(code.as_str()).fetch_optional(&mut **c).await
                })?;
                let Some(row) = row else {
                    return Ok(None);
                };
                let is_told = |kind: EntryKind| matches!(kind, EntryKind::Answer);
                let entries = entry::read(conn, &vault, (row.id, &row.code), is_told).await?;
                Ok(Some(FeedbackFile { row: row.row()?, entries }))
            })
        })
        .await
    }

    /// The e-mail address that the sender of a message is told of its answer at, and when it was answered; `None`: there is none, or it
    /// was erased.
    ///
    /// # Errors
    /// When it cannot be read or does not open.
    pub async fn answered_to(&self, id: i64) -> Result<Option<(String, Instant)>> {
        let vault = self.vault()?;
        self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                refuse_changed(conn, &vault).await?;
                // The program writes to the senders of all messages.
                let Some(row) = find(conn, id, &AgencyScope::Everywhere).await? else {
                    return Ok(None);
                };
                let contact = entry::contact(conn, &vault, (id, &row.code)).await?;
                let email = contact.map(|contact| contact.email);
                let email = email.filter(|email| !email.is_empty());
                let answered_at = row.answered_at.map(instant).transpose()?;
                Ok(email.zip(answered_at))
            })
        })
        .await
    }

    /// The messages of a scope after a number, at most `rows_max`: those of its agencies; for the whole centre all.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn feedback_list(
        &self,
        filter: FeedbackFilter,
        scope: &AgencyScope,
        (skipped, rows_max): (u32, u32),
    ) -> Result<Vec<FeedbackRow>> {
        let within = within(scope, "agency_id");
        let (which, order) = match filter {
            FeedbackFilter::Open => (
                "answered_at IS NULL",
                "coalesce(due_at, 9223372036854775807), id",
            ),
            FeedbackFilter::ToExplain => (
                "answered_at IS NULL AND state = 'forwarded'",
                "coalesce(due_at, 9223372036854775807), id",
            ),
            FeedbackFilter::Answered => ("answered_at IS NOT NULL", "answered_at DESC, id DESC"),
        };
        let sql = format!(
            "SELECT {COLUMNS} FROM feedback WHERE {which}{within} ORDER BY {order} LIMIT $1 OFFSET $2"
        );
        self.read(move |mut conn| {
            Box::pin(async move {
                let rows: Vec<StoredRow> = on!(&mut conn, c => {
                    let query = query_as(sqlx::AssertSqlSafe(sql)).bind(i64::from(rows_max));
                    query.bind(i64::from(skipped)).fetch_all(&mut **c).await
                })?;
                rows.iter().map(StoredRow::row).collect()
            })
        })
        .await
    }

    /// A message of a scope with its entries; `None` if there is none. Contact data of its sender are included only for the
    /// scope of the whole centre.
    ///
    /// # Errors
    /// When it cannot be read or does not open.
    pub async fn feedback(&self, id: i64, scope: &AgencyScope) -> Result<Option<FeedbackFile>> {
        let (vault, scope) = (self.vault()?, scope.clone());
        self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                refuse_changed(conn, &vault).await?;
                let Some(row) = find(conn, id, &scope).await? else {
                    return Ok(None);
                };
                let is_whole = scope == AgencyScope::Everywhere;
                let is_told = |kind: EntryKind| is_whole || kind != EntryKind::Contact;
                let entries = entry::read(conn, &vault, (row.id, &row.code), is_told).await?;
                Ok(Some(FeedbackFile {
                    row: row.row()?,
                    entries,
                }))
            })
        })
        .await
    }
}

/// The message with this number, if it is in a scope.
async fn find(conn: &mut Conn<'_>, id: i64, scope: &AgencyScope) -> Result<Option<StoredRow>> {
    let within = within(scope, "agency_id");
    let sql = format!("SELECT {COLUMNS} FROM feedback WHERE id = $1{within}");
    Ok(on!(conn, c => {
        query_as(sqlx::AssertSqlSafe(sql)).bind(id).fetch_optional(&mut **c).await
    })?)
}

async fn pin_hash(conn: &mut Conn<'_>, code: &FeedbackCode) -> Result<Option<String>> {
    let sql = "SELECT pin_hash FROM feedback WHERE code = $1";
    Ok(on!(conn, c => query_scalar(sql).bind(code.as_str()).fetch_optional(&mut **c).await)?)
}

async fn put(
    conn: &mut Conn<'_>,
    vault: &Vault,
    secrets: &FeedbackSecrets,
    new: &NewFeedback,
    now: Instant,
) -> Result<()> {
    let sql = "INSERT INTO feedback (id, code, pin_hash, kind, state, version, received_at, due_at)
               VALUES ((SELECT coalesce(max(id), 0) + 1 FROM feedback), $1, $2, $3, 'received', 1, $4, $5) RETURNING id";
    let code = secrets.code.as_str();
    let id: i64 = on!(&mut *conn, c => {
        let query = query_scalar(sql).bind(code).bind(vault.pin_hash(code, &secrets.pin));
        let query = query.bind(new.kind.as_str()).bind(ms(now)).bind(new.due_at.map(ms));
        query.fetch_one(&mut **c).await
    })?;
    let mut written = vec![(EntryKind::Message, new.text.as_str())];
    if !new.dossier.is_empty() {
        written.push((EntryKind::Dossier, &new.dossier));
    }
    if let Some(contact) = &new.contact {
        written.push((EntryKind::Contact, contact));
    }
    for (kind, text) in written {
        entry::put(conn, vault, (id, code), (kind, "", text), now).await?;
    }
    Ok(())
}

/// The code and PIN of the message of a form: the same each time it is sent, and unknown to anybody without the form.
fn secrets(vault: &Vault, key: &RequestKey) -> Result<FeedbackSecrets> {
    let digest = vault.index("feedback form", key.as_str());
    let number = |digits: std::ops::Range<usize>| {
        let digits = digest.get(digits).unwrap_or_default();
        let unread = |_| StoreError::Misconfigured("a code cannot be made".to_owned());
        u64::from_str_radix(digits, 16).map_err(unread)
    };
    let pins = 10_u64.pow(u32::try_from(PIN_DIGITS).unwrap_or(8));
    Ok(FeedbackSecrets {
        code: FeedbackCode::of_bits(number(0..10)?),
        pin: format!("{:0PIN_DIGITS$}", number(16..30)? % pins),
    })
}

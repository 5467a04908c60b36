//! The entries of a message, each encrypted with a key of its own.

use sqlx::query_as;

use sanh_domain::deadline::Instant;
use sanh_domain::feedback::model::{Contact, ENTRIES_MAX, EntryKind, FeedbackEntry};

use super::super::conn::{Conn, on};
use super::super::error::{Result, StoreError};
use super::super::stored_time::{instant, ms};
use crate::vault::{Sealed, Vault};

#[derive(sqlx_macros::FromRow)]
struct EntryRow {
    kind: String,
    at: i64,
    author: String,
    wrapped_key: Vec<u8>,
    sealed: Vec<u8>,
}

/// The name for which entries of a message are encrypted: they open for it alone.
fn sealed_for(code: &str) -> String {
    format!("feedback:{code}")
}

/// The entries of a message that may be read, oldest first.
pub(super) async fn read(
    conn: &mut Conn<'_>,
    vault: &Vault,
    (id, code): (i64, &str),
    is_told: impl Fn(EntryKind) -> bool,
) -> Result<Vec<FeedbackEntry>> {
    let sql = "SELECT kind, at, author, wrapped_key, sealed FROM feedback_entry WHERE feedback_id = $1 ORDER BY id LIMIT $2";
    let rows_max = i64::try_from(ENTRIES_MAX).unwrap_or(i64::MAX);
    let rows: Vec<EntryRow> = on!(conn, c => {
        query_as(sql).bind(id).bind(rows_max).fetch_all(&mut **c).await
    })?;
    let damaged = || StoreError::Corrupt(format!("what was written of message {id} does not open"));
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows {
        let kind: EntryKind = row.kind.parse().map_err(|_| damaged())?;
        if !is_told(kind) {
            continue;
        }
        let sealed = Sealed {
            wrapped_key: row.wrapped_key,
            body: row.sealed,
        };
        let text = vault.open(&sealed_for(code), &sealed);
        let text = text.and_then(|text| String::from_utf8(text).ok());
        entries.push(FeedbackEntry {
            kind,
            at: instant(row.at)?,
            author: row.author,
            text: text.ok_or_else(damaged)?,
        });
    }
    Ok(entries)
}

/// How the sender of a message can be reached; `None`: they did not tell, or it was erased.
pub(super) async fn contact(
    conn: &mut Conn<'_>,
    vault: &Vault,
    message: (i64, &str),
) -> Result<Option<Contact>> {
    let is_told = |kind| kind == EntryKind::Contact;
    let entries = read(conn, vault, message, is_told).await?;
    Ok(entries.first().map(|entry| Contact::of_lines(&entry.text)))
}

/// Writes an entry.
pub(super) async fn put(
    conn: &mut Conn<'_>,
    vault: &Vault,
    (id, code): (i64, &str),
    (kind, author, text): (EntryKind, &str, &str),
    now: Instant,
) -> Result<()> {
    let sealed = vault.seal(&sealed_for(code), text.as_bytes());
    let sealed =
        sealed.ok_or_else(|| StoreError::Misconfigured("a message cannot be sealed".to_owned()))?;
    let sql = "INSERT INTO feedback_entry (id, feedback_id, kind, at, author, wrapped_key, sealed, key_number)
               VALUES ((SELECT coalesce(max(id), 0) + 1 FROM feedback_entry), $1, $2, $3, $4, $5, $6, $7)";
    on!(conn, c => {
        let query = sqlx::query(sql).bind(id).bind(kind.as_str()).bind(ms(now)).bind(author);
        let query = query.bind(&sealed.wrapped_key).bind(&sealed.body).bind(vault.number());
        query.execute(&mut **c).await.map(drop)
    })?;
    Ok(())
}

/// Encrypts the next entries after a number, as far as they still use the old keys, with the new ones; returns the last of them
/// and their number. `None` if none is left.
pub(in super::super) async fn rekey(
    conn: &mut Conn<'_>,
    vault: &Vault,
    (after, rows_max): (i64, i64),
) -> Result<Option<(i64, u64)>> {
    let sql = "SELECT e.id, f.code, e.wrapped_key FROM feedback_entry e JOIN feedback f ON f.id = e.feedback_id
               WHERE e.id > $1 AND e.key_number < $2 ORDER BY e.id LIMIT $3";
    let sql = match conn {
        Conn::Sqlite(_) => sql.to_owned(),
        // PostgreSQL has many writers: the lock keeps others from erasing an entry before it is sealed again.
        Conn::Postgres(_) => format!("{sql} FOR UPDATE OF e"),
    };
    let rows: Vec<(i64, String, Vec<u8>)> = on!(&mut *conn, c => {
        let query = query_as(sqlx::AssertSqlSafe(sql)).bind(after).bind(vault.number());
        query.bind(rows_max).fetch_all(&mut **c).await
    })?;
    let put = "UPDATE feedback_entry SET wrapped_key = $2, key_number = $3 WHERE id = $1";
    for (id, code, wrapped_key) in &rows {
        let key = vault.rewrap(&sealed_for(code), wrapped_key);
        let key = key
            .ok_or_else(|| StoreError::Corrupt(format!("entry {id} of a message does not open")))?;
        on!(&mut *conn, c => {
            let query = sqlx::query(put).bind(id).bind(key).bind(vault.number());
            query.execute(&mut **c).await.map(drop)
        })?;
    }
    Ok(rows.last().map(|row| (row.0, rows.len() as u64)))
}

//! The ledger: a line for each erased person and each revoked right. It is stored outside the database, so that restoring an
//! older backup cannot undo them. The lines are audit entries; nothing personal is in them.

use std::collections::HashSet;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sqlx::{query_as, query_scalar};
use tokio::io::AsyncWriteExt;

use sanh_domain::audit::model::AuditAct;

use super::Store;
use super::chain::{self, SealedKind};
use super::conn::{Conn, on};
use super::error::{Result, StoreError};
use super::file::at;

/// The acts that a restore must not undo.
const ACTS: [AuditAct; 9] = [
    AuditAct::ApplicantErased,
    AuditAct::AccountDisabled,
    AuditAct::RightsChanged,
    AuditAct::LinkMade,
    AuditAct::PasswordSet,
    AuditAct::SlipIssued,
    AuditAct::ScreenOrdered,
    AuditAct::FeedbackContactErased,
    AuditAct::SubscriptionEnded,
];

/// Of a wall's orders, only those that end its pairing.
const UNPAIRED: [&str; 2] = ["unpair", "remove"];

/// An audit entry in the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LedgerLine {
    /// The chain that sealed the entry.
    pub chain: i64,
    /// Its number.
    pub audit_id: i64,
    /// Its seal, in hexadecimal digits; blank where there was no key.
    pub mac: String,
    /// The act.
    pub act: String,
    /// The object: a dossier's code, an account's name, a wall, a message, a subscription.
    pub subject: String,
    /// The value after.
    pub became: String,
}

impl LedgerLine {
    /// The act.
    pub(super) fn act(&self) -> Option<AuditAct> {
        ACTS.into_iter().find(|act| act.as_str() == self.act)
    }
}

/// Reads the ledger: its lines, and those that cannot be read by file and number. The last line may have been cut off while it
/// was written; it is written again.
///
/// # Errors
/// [`StoreError::File`].
pub async fn read_ledger(path: &Path) -> Result<(Vec<LedgerLine>, Vec<String>)> {
    let text = match tokio::fs::read_to_string(path).await {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(at(path, error)),
    };
    let (mut lines, mut damaged) = (Vec::new(), Vec::new());
    for (number, line) in text.split_inclusive('\n').enumerate() {
        match serde_json::from_str(line) {
            Ok(line) => lines.push(line),
            Err(_) if line.ends_with('\n') => {
                damaged.push(format!("{}:{}", path.display(), number + 1));
            }
            Err(_) => {}
        }
    }
    Ok((lines, damaged))
}

impl Store {
    /// Appends the entries that a restore must not undo to the ledger, and flushes it to disk before it returns. Entries that
    /// cannot be written raise an alarm, and are written later.
    ///
    /// # Errors
    /// When the database cannot be read, or the file not be written.
    pub async fn keep_ledger(&self) -> Result<()> {
        let kept = self.bring_to_ledger().await;
        self.health.note_ledger(&kept);
        kept
    }

    /// The same after a finished act, or beside other work: an error is not returned.
    pub async fn keep_ledger_later(&self) {
        // The error was recorded and raises an alarm.
        let _ = self.keep_ledger().await;
    }

    async fn bring_to_ledger(&self) -> Result<()> {
        let Some(path) = self.options.ledger.clone() else {
            return Ok(());
        };
        let mut scanned = self.ledger.lock().await;
        let after = match *scanned {
            0 => self.last_stored_line(&path).await?,
            scanned => scanned,
        };
        let (last, mut lines) = self
            .read(move |mut conn| Box::pin(async move { lines_after(&mut conn, after).await }))
            .await?;
        if !lines.is_empty() {
            // Another process may have written some of these lines already.
            let kept: HashSet<LedgerLine> = read_ledger(&path).await?.0.into_iter().collect();
            lines.retain(|line| !kept.contains(line));
            append(&path, &lines).await?;
        }
        *scanned = last;
        Ok(())
    }

    /// The audit entry up to which the ledger is complete.
    async fn last_stored_line(&self, path: &Path) -> Result<i64> {
        let Some(last) = read_ledger(path).await?.0.pop() else {
            return Ok(0);
        };
        self.read(move |mut conn| {
            Box::pin(async move {
                let stands = stands(&mut conn, &last).await?;
                Ok(if stands { last.audit_id } else { 0 })
            })
        })
        .await
    }
}

/// Whether a line of the ledger is an entry of the audit.
pub(super) async fn stands(conn: &mut Conn<'_>, line: &LedgerLine) -> Result<bool> {
    let sql = "SELECT mac FROM audit WHERE id = $1";
    let mac: Option<Vec<u8>> = on!(conn, c => {
        query_scalar(sql).bind(line.audit_id).fetch_optional(&mut **c).await
    })?;
    Ok(mac.is_some_and(|mac| hex::encode(mac) == line.mac))
}

/// The last audit entry, and those after `after` that a restore must not undo. If the database was restored, all of them.
async fn lines_after(conn: &mut Conn<'_>, after: i64) -> Result<(i64, Vec<LedgerLine>)> {
    let sql = "SELECT coalesce(max(id), 0) FROM audit";
    let last: i64 = on!(&mut *conn, c => query_scalar(sql).fetch_one(&mut **c).await)?;
    let after = if last < after { 0 } else { after };
    if last == after {
        return Ok((last, Vec::new()));
    }
    let acts = ACTS.map(|act| format!("'{}'", act.as_str())).join(", ");
    let sql = format!(
        "SELECT id, mac, act, subject, became FROM audit WHERE id > $1 AND act IN ({acts}) ORDER BY id"
    );
    let rows: Vec<(i64, Vec<u8>, String, String, String)> = on!(&mut *conn, c => {
        query_as(sqlx::AssertSqlSafe(sql)).bind(after).fetch_all(&mut **c).await
    })?;
    let begins = chain::begins(conn).await?;
    let line = |(audit_id, mac, act, subject, became): (i64, Vec<u8>, String, String, String)| {
        LedgerLine {
            chain: chain::number_of(&begins, SealedKind::Audit, audit_id),
            audit_id,
            mac: hex::encode(mac),
            act,
            subject,
            became,
        }
    };
    let is_kept = |line: &LedgerLine| {
        line.act() != Some(AuditAct::ScreenOrdered) || UNPAIRED.contains(&line.became.as_str())
    };
    Ok((last, rows.into_iter().map(line).filter(is_kept).collect()))
}

async fn append(path: &Path, lines: &[LedgerLine]) -> Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let mut text = Vec::new();
    for line in lines {
        serde_json::to_writer(&mut text, line)
            .map_err(|error| StoreError::Invalid(error.to_string()))?;
        text.push(b'\n');
    }
    let failed = |error| at(path, error);
    // An incomplete last line is cut off: its content is among the lines to write.
    let whole = match tokio::fs::read(path).await {
        Ok(kept) => kept
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |end| end + 1),
        Err(_) => 0,
    };
    let mut options = tokio::fs::OpenOptions::new();
    options.create(true).truncate(false).write(true).mode(0o600);
    let mut file = options.open(path).await.map_err(failed)?;
    let whole = u64::try_from(whole).unwrap_or(u64::MAX);
    file.set_len(whole).await.map_err(failed)?;
    drop(file);
    let mut options = tokio::fs::OpenOptions::new();
    file = options.append(true).open(path).await.map_err(failed)?;
    file.write_all(&text).await.map_err(failed)?;
    file.sync_all().await.map_err(failed)
}

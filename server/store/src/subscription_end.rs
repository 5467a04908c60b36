//! The end of subscriptions: by their links, at the counter, and where a slip is issued anew. The address is erased, and the audit tells
//! of which dossier; at the counter they are counted, and no address is shown.

use sqlx::{AssertSqlSafe, query_scalar};

use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::DossierCode;

use super::Store;
use super::audit::{AuditActor, AuditEntry};
use super::conn::{Conn, on};
use super::error::Result;

/// What the subjects of the audit begin with.
const SUBJECT: &str = "subscription:";
/// The dossier of a code, or the whole that it is a part of: people are told of that.
pub(super) const WHOLE: &str =
    "(SELECT coalesce((SELECT p.whole_id FROM dossier_part p WHERE p.part_id = d.id), d.id)
      FROM dossier d WHERE d.code = $1)";

impl Store {
    /// How many confirmed addresses are told of a dossier, or of the whole that it is a part of.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn count_subscriptions(&self, code: &DossierCode) -> Result<u32> {
        let code = code.clone();
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql = format!(
                    "SELECT count(*) FROM subscription WHERE confirmed_at IS NOT NULL AND dossier_id = {WHOLE}"
                );
                let count: i64 = on!(&mut conn, c => {
                    query_scalar(AssertSqlSafe(sql)).bind(code.as_str()).fetch_one(&mut **c).await
                })?;
                Ok(u32::try_from(count).unwrap_or(u32::MAX))
            })
        })
        .await
    }

    /// Ends all subscriptions of a dossier, or of the whole that it is a part of, and erases their addresses; how many there were.
    ///
    /// # Errors
    /// When it cannot be read or written.
    pub async fn end_dossier_subscriptions(
        &self,
        code: &DossierCode,
        by: AuditActor,
        now: Instant,
    ) -> Result<u64> {
        let code = code.clone();
        let ended = self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let sql = format!("SELECT token_hash FROM subscription WHERE dossier_id = {WHOLE}");
                let entries = forget_found(&mut conn, sql, &code).await?;
                Ok((entries.len() as u64, entries))
            })
        });
        let ended = ended.await?;
        if ended > 0 {
            self.keep_ledger_later().await;
        }
        Ok(ended)
    }
}

/// Ends what nobody has confirmed yet of a dossier whose slip is issued anew, or of the whole that it is a part of: whoever found the
/// earlier slip may have asked for it. What was confirmed goes on until its owner, or the counter, ends it. The lines of the audit.
pub(super) async fn end_unconfirmed(
    conn: &mut Conn<'_>,
    code: &DossierCode,
) -> Result<Vec<AuditEntry>> {
    let sql = format!(
        "SELECT token_hash FROM subscription WHERE confirmed_at IS NULL AND dossier_id = {WHOLE}"
    );
    forget_found(conn, sql, code).await
}

async fn forget_found(
    conn: &mut Conn<'_>,
    sql: String,
    code: &DossierCode,
) -> Result<Vec<AuditEntry>> {
    let hashes: Vec<String> = on!(&mut *conn, c => {
        query_scalar(AssertSqlSafe(sql)).bind(code.as_str()).fetch_all(&mut **c).await
    })?;
    let mut entries: Vec<AuditEntry> = Vec::with_capacity(hashes.len());
    for hash in hashes {
        entries.extend(forget(conn, &hash).await?);
    }
    Ok(entries)
}

/// Erases the subscription of a hash; the line of the audit about it, from which the ledger knows it. `None`: there was none.
pub(super) async fn forget(conn: &mut Conn<'_>, hash: &str) -> Result<Option<AuditEntry>> {
    let sql = "SELECT d.code FROM subscription s JOIN dossier d ON d.id = s.dossier_id WHERE s.token_hash = $1";
    let code: Option<String> =
        on!(&mut *conn, c => query_scalar(sql).bind(hash).fetch_optional(&mut **c).await)?;
    let Some(code) = code else {
        return Ok(None);
    };
    let sql = "DELETE FROM subscription WHERE token_hash = $1";
    on!(conn, c => sqlx::query(sql).bind(hash).execute(&mut **c).await.map(drop))?;
    Ok(Some(AuditEntry {
        was: code,
        ..AuditEntry::new(AuditAct::SubscriptionEnded, format!("{SUBJECT}{hash}"))
    }))
}

/// Ends in a restored copy what a line of the ledger says was ended; `None`: the copy has no such subscription.
pub(super) async fn end_again(conn: &mut Conn<'_>, subject: &str) -> Result<Option<AuditEntry>> {
    match subject.strip_prefix(SUBJECT) {
        Some(hash) => forget(conn, hash).await,
        None => Ok(None),
    }
}

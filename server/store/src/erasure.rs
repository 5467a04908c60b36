//! Erases applicants by age: a set time after their dossier has ended, and never while it or a linked dossier is in process.

use sqlx::{AssertSqlSafe, query_as, query_scalar};

use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;

use super::Store;
use super::applicant::erase;
use super::audit::{AuditActor, AuditEntry};
use super::conn::{Conn, on};
use super::error::Result;
use super::stored_time::ms;

/// Dossiers checked in one transaction, which is also the most that are erased in it (ours: some tens of milliseconds of the
/// writer).
const PAGE_ROWS: i64 = 500;

/// The tables with personal data of a dossier's applicant.
const HELD_IN: [&str; 5] = ["applicant", "note", "attachment", "slip", "subscription"];

/// The condition that dossier `d` and all dossiers linked with it have ended before the instant `$2`.
const OVER: &str = "d.ended_at < $2
    AND NOT EXISTS (SELECT 1 FROM dossier_part p JOIN dossier o ON o.id = p.part_id
                    WHERE p.whole_id = d.id AND o.ended_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM dossier_part p JOIN dossier o ON o.id = p.whole_id
                    WHERE p.part_id = d.id AND o.ended_at IS NULL)";

/// One step of the erasure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErasedBatch {
    /// Dossiers whose applicants were erased.
    pub erased: u64,
    /// Where the next step continues; `None` at the end.
    pub next: Option<i64>,
}

impl Store {
    /// Erases, for good, the applicants of those among the next dossiers (after `after`; 0 to begin) that ended before an
    /// instant, with an audit entry for each. History, counters and seals stay.
    ///
    /// # Errors
    /// When they cannot be read or erased; then none is.
    pub async fn erase_ended_applicants(
        &self,
        ended_before: Instant,
        after: i64,
        now: Instant,
    ) -> Result<ErasedBatch> {
        let page = self
            .read(move |mut conn| {
                Box::pin(async move { held_after(&mut conn, after, ended_before).await })
            })
            .await?;
        let next = (i64::try_from(page.len()) == Ok(PAGE_ROWS))
            .then(|| page.last().map(|(id, ..)| *id))
            .flatten();
        let over: Vec<(i64, String)> = page
            .into_iter()
            .filter(|(.., is_over)| *is_over == 1)
            .map(|(id, code, _)| (id, code))
            .collect();
        if over.is_empty() {
            return Ok(ErasedBatch { erased: 0, next });
        }
        let erased = self
            .audited(AuditActor::program("retention"), now, move |mut conn| {
                Box::pin(async move {
                    let mut entries = Vec::with_capacity(over.len());
                    for (id, code) in over {
                        // The dossier may have been reopened in the meantime.
                        if is_over(&mut conn, id, ended_before).await? {
                            erase(&mut conn, id).await?;
                            entries.push(AuditEntry::new(AuditAct::ApplicantErased, code));
                        }
                    }
                    Ok((entries.len() as u64, entries))
                })
            })
            .await?;
        self.keep_ledger_later().await;
        self.health().note_trimmed("applicant", erased);
        Ok(ErasedBatch { erased, next })
    }

    /// Scrubs erased data from the files.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn scrub_erased(&self) -> Result<()> {
        self.scrub().await
    }
}

/// The next dossiers with personal data: number, code, and 1 if it is over.
async fn held_after(
    conn: &mut Conn<'_>,
    after: i64,
    ended_before: Instant,
) -> Result<Vec<(i64, String, i64)>> {
    let held = HELD_IN.map(|table| {
        format!(
            "SELECT id FROM (SELECT DISTINCT dossier_id AS id FROM {table} WHERE dossier_id > $1
             ORDER BY dossier_id LIMIT {PAGE_ROWS}) AS of_{table}"
        )
    });
    let held = held.join(" UNION ");
    let sql = format!(
        "SELECT d.id, d.code, CAST(CASE WHEN {OVER} THEN 1 ELSE 0 END AS BIGINT)
         FROM (SELECT id FROM ({held}) AS every ORDER BY id LIMIT {PAGE_ROWS}) AS held
         JOIN dossier d ON d.id = held.id ORDER BY d.id"
    );
    Ok(on!(conn, c => {
        query_as(AssertSqlSafe(sql)).bind(after).bind(ms(ended_before)).fetch_all(&mut **c).await
    })?)
}

async fn is_over(conn: &mut Conn<'_>, id: i64, ended_before: Instant) -> Result<bool> {
    let sql = format!("SELECT count(*) FROM dossier d WHERE d.id = $1 AND {OVER}");
    let found: i64 = on!(conn, c => {
        query_scalar(AssertSqlSafe(sql)).bind(id).bind(ms(ended_before)).fetch_one(&mut **c).await
    })?;
    Ok(found == 1)
}

//! Signed reports: stored with their whole content, and sealed like the audit.

use std::fmt::Display;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use sqlx::{query_as, query_scalar};

use sanh_domain::account::model::AgencyScope;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::period::Period;
use sanh_domain::report::official_form::model::is_revised;
use sanh_domain::report::official_form::signed::{Content, Signed};

use super::Store;
use super::audit::{self, AuditActor, AuditEntry};
use super::chain::{self, Chains, SealedKind};
use super::conn::{Conn, on};
use super::cube;
use super::error::{Result, StoreError};
use super::options::SealKey;
use super::period;
use super::row::{Row as _, insert_all, row};
use super::stored::StoredReportContentV1;
use super::stored_time::{instant, ms};

/// Bytes of the fingerprint: half of the content's SHA-256.
const FINGERPRINT_BYTES: usize = 8;

/// The result of signing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SigningOutcome {
    /// It was signed.
    Done,
    /// A report with the same figures is already signed.
    Already,
    /// An event that concerns the figures was recorded since they were counted: nothing was signed.
    Changed,
    /// There is no such period.
    Missing,
}

row! {
    /// A signed report as a row, with its seal.
    SignedRow of "signed_report" {
        id: i64,
        kind: String,
        from_date: String,
        to_date: String,
        signed_at: i64,
        signed_by: String,
        name: String,
        event_id: i64,
        content: String,
        mac: Vec<u8>,
    }
}

impl SignedRow {
    /// The seal over this report and the one before it.
    fn sealed(&self, key: &SealKey, before: &[u8]) -> Result<Vec<u8>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(key.bytes())
            .map_err(|error| StoreError::Invalid(error.to_string()))?;
        mac.update(before);
        for number in [self.id, self.signed_at, self.event_id] {
            mac.update(&number.to_be_bytes());
        }
        for text in [
            &self.kind,
            &self.from_date,
            &self.to_date,
            &self.signed_by,
            &self.name,
            &self.content,
        ] {
            mac.update(&(text.len() as u64).to_be_bytes());
            mac.update(text.as_bytes());
        }
        Ok(mac.finalize().into_bytes().to_vec())
    }

    fn signed(self) -> Result<Signed> {
        let damaged = |error: &dyn Display| {
            StoreError::Corrupt(format!("signed report {}: {error}", self.id))
        };
        let stored: StoredReportContentV1 =
            serde_json::from_str(&self.content).map_err(|error| damaged(&error))?;
        let content = stored.try_into().map_err(|error| damaged(&error))?;
        Ok(Signed {
            number: self.id,
            at: instant(self.signed_at)?,
            by: self.signed_by,
            name: self.name,
            event_id: self.event_id,
            fingerprint: fingerprint(&self.content),
            content,
        })
    }
}

/// The part of a report within a scope.
fn within(signed: Signed, scope: &AgencyScope) -> Signed {
    Signed {
        content: signed.content.within(scope),
        ..signed
    }
}

/// The fingerprint, printed on the paper and stored with the report.
fn fingerprint(content: &str) -> String {
    let digest = Sha256::digest(content.as_bytes());
    let mut half = hex::encode(digest);
    half.truncate(2 * FINGERPRINT_BYTES);
    half
}

fn columns() -> String {
    SignedRow::COLUMNS.join(", ")
}

impl Store {
    /// Signs the report of a listed period, counted up to an event. Its content is stored unchanged, and only managers may
    /// record events before the period's end from then on.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn sign_report(
        &self,
        content: Content,
        counted_to: i64,
        (by, name): (AuditActor, String),
        now: Instant,
    ) -> Result<SigningOutcome> {
        let (rules_cache, key) = (self.rules_cache(), self.options.seal_key.clone());
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let period = content.cube.period;
                let row = period::find(conn, period.kind, period.from).await?;
                if row.is_none_or(|row| row.period != period) {
                    return Ok(SigningOutcome::Missing);
                }
                let centre_rules = rules_cache.of(conn).await?;
                if cube::is_concerned(conn, &centre_rules, period, counted_to).await? {
                    return Ok(SigningOutcome::Changed);
                }
                if is_signed_so(conn, &content).await? {
                    return Ok(SigningOutcome::Already);
                }
                let row = put(conn, key.as_ref(), &content, (&by, name), now).await?;
                period::mark_signed(conn, &period, &by, now).await?;
                let audit_entry = AuditEntry {
                    became: fingerprint(&row.content),
                    ..AuditEntry::new(AuditAct::ReportSigned, period::description(&period))
                };
                audit::put(conn, key.as_ref(), &by, audit_entry, now).await?;
                Ok(SigningOutcome::Done)
            })
        })
        .await
    }

    /// The parts of the signed reports of a period within a scope, the latest last.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn signed_reports(&self, period: Period, scope: &AgencyScope) -> Result<Vec<Signed>> {
        let scope = scope.clone();
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql = format!(
                    "SELECT {} FROM signed_report WHERE kind = $1 AND from_date = $2 AND to_date = $3 ORDER BY id",
                    columns()
                );
                let rows: Vec<SignedRow> = on!(&mut conn, c => {
                    let query = query_as(sqlx::AssertSqlSafe(sql)).bind(period.kind.as_str());
                    query.bind(period.from.to_string()).bind(period.to.to_string()).fetch_all(&mut **c).await
                })?;
                rows.into_iter().map(|row| Ok(within(row.signed()?, &scope))).collect()
            })
        })
        .await
    }

    /// The part within a scope of the last signed report of these days, of whatever kind.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn signed_report_of_days(
        &self,
        period: Period,
        scope: &AgencyScope,
    ) -> Result<Option<Signed>> {
        let scope = scope.clone();
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql = format!(
                    "SELECT {} FROM signed_report WHERE from_date = $1 AND to_date = $2 ORDER BY id DESC LIMIT 1",
                    columns()
                );
                let found: Option<SignedRow> = on!(&mut conn, c => {
                    let query = query_as(sqlx::AssertSqlSafe(sql)).bind(period.from.to_string());
                    query.bind(period.to.to_string()).fetch_optional(&mut **c).await
                })?;
                found.map(|row| Ok(within(row.signed()?, &scope))).transpose()
            })
        })
        .await
    }

    /// The whole last signed report of the period before: of a period of the same kind that ends where this one begins, else of
    /// the days before by the calendar, of whatever kind.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) async fn signed_report_before(&self, period: Period) -> Result<Option<Signed>> {
        let before = period.previous();
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql = format!(
                    "SELECT {} FROM signed_report WHERE to_date = $1 AND (kind = $2 OR from_date = $3)
                     ORDER BY CASE WHEN kind = $2 THEN 0 ELSE 1 END, id DESC LIMIT 1",
                    columns()
                );
                let found: Option<SignedRow> = on!(&mut conn, c => {
                    let query = query_as(sqlx::AssertSqlSafe(sql)).bind(period.from.to_string());
                    query.bind(period.kind.as_str()).bind(before.from.to_string()).fetch_optional(&mut **c).await
                })?;
                found.map(SignedRow::signed).transpose()
            })
        })
        .await
    }
}

/// Whether the last signed report of a period makes the same form. This also detects that two people sign at once.
async fn is_signed_so(conn: &mut Conn<'_>, content: &Content) -> Result<bool> {
    let period = content.cube.period;
    let sql = format!(
        "SELECT {} FROM signed_report WHERE kind = $1 AND from_date = $2 AND to_date = $3 ORDER BY id DESC LIMIT 1",
        columns()
    );
    let last: Option<SignedRow> = on!(conn, c => {
        let query = query_as(sqlx::AssertSqlSafe(sql)).bind(period.kind.as_str());
        query.bind(period.from.to_string()).bind(period.to.to_string()).fetch_optional(&mut **c).await
    })?;
    let Some(last) = last.map(SignedRow::signed).transpose()? else {
        return Ok(false);
    };
    let Content { cube, folding, .. } = &last.content;
    Ok(!is_revised(cube, &content.cube, *folding))
}

async fn put(
    conn: &mut Conn<'_>,
    key: Option<&SealKey>,
    content: &Content,
    (by, name): (&AuditActor, String),
    now: Instant,
) -> Result<SignedRow> {
    let sql = "SELECT id, mac FROM signed_report ORDER BY id DESC LIMIT 1";
    let last: Option<(i64, Vec<u8>)> =
        on!(&mut *conn, c => query_as(sql).fetch_optional(&mut **c).await)?;
    let id = last.as_ref().map_or(0, |(id, _)| *id);
    let period = content.cube.period;
    let content = serde_json::to_string(&StoredReportContentV1::from(content))
        .map_err(|error| StoreError::Invalid(error.to_string()))?;
    let mut row = SignedRow {
        id: id + 1,
        kind: period.kind.as_str().to_owned(),
        from_date: period.from.to_string(),
        to_date: period.to.to_string(),
        signed_at: ms(now),
        signed_by: by.actor.name.clone(),
        name,
        event_id: cube::last_event(conn).await?,
        content,
        mac: Vec::new(),
    };
    if let Some(key) = key {
        let before = chain::current(conn, key)
            .await?
            .before(SealedKind::Reports, last)?;
        row.mac = row.sealed(key, &before)?;
    }
    insert_all(conn, std::slice::from_ref(&row)).await?;
    Ok(row)
}

/// Proves that no signed report was changed, removed or inserted before the last one; returns the number and fault of the first
/// one.
pub(super) async fn prove(
    conn: &mut Conn<'_>,
    chains: &Chains,
) -> Result<Option<(i64, &'static str)>> {
    let mut id = 0;
    // The current chain with its key, and the MAC of the report before.
    let mut link: Option<(usize, SealKey)> = None;
    let mut before = Vec::new();
    let lost_upto = chains.lost_upto(SealedKind::Reports);
    let mut is_sealed = false;
    loop {
        let sql = format!(
            "SELECT {} FROM signed_report WHERE id > $1 ORDER BY id LIMIT 1",
            columns()
        );
        let row: Option<SignedRow> = on!(&mut *conn, c => {
            query_as(sqlx::AssertSqlSafe(sql)).bind(id).fetch_optional(&mut **c).await
        })?;
        let Some(row) = row else {
            // The audit has its own seal and knows how many reports were signed.
            let is_cut = id < audited_signatures(conn).await?;
            return Ok(is_cut.then_some((id + 1, "the report is missing")));
        };
        if row.id != id + 1 {
            return Ok(Some((id + 1, "the report is missing")));
        }
        // A report signed before there was a key has no seal, so nothing can be proven about it.
        let has_none = row.mac.is_empty() && !is_sealed;
        let at = chains.at(SealedKind::Reports, row.id);
        let is_lost = row.id <= lost_upto;
        if !is_lost && link.as_ref().is_none_or(|(known, _)| *known != at) {
            let (key, genesis) = chains.link(at, SealedKind::Reports)?;
            before = genesis.to_vec();
            link = Some((at, key));
        }
        let key = link.as_ref().map(|(_, key)| key).filter(|_| !is_lost);
        if let Some(key) = key.filter(|_| !has_none)
            && row.mac != row.sealed(key, &before)?
        {
            return Ok(Some((row.id, "the report was changed")));
        }
        is_sealed = !has_none;
        (id, before) = (row.id, row.mac);
    }
}

/// The number of signatures in the audit.
async fn audited_signatures(conn: &mut Conn<'_>) -> Result<i64> {
    let sql = "SELECT count(*) FROM audit WHERE act = $1";
    Ok(on!(conn, c => {
        query_scalar(sql).bind(AuditAct::ReportSigned.as_str()).fetch_one(&mut **c).await
    })?)
}

//! Dossiers that somebody looks for by a part of what they know: the end of a code, a given name. Each walk along an index is bounded.

use sqlx::{query_as, query_scalar};

use sanh_domain::account::model::AgencyScope;
use sanh_domain::dossier::{CodeEnd, Dossier, DossierCode};

use super::Store;
use super::agency_scope::within;
use super::applicant::{self, BlindIndex};
use super::conn::{Conn, on};
use super::dossier;
use super::error::{Result, StoreError};
use super::secret::refuse_changed;
use super::stored::read_submission;
use crate::vault::Sealed;

/// Dossiers with the same last digits that are looked at, the newest (ours).
const ENDS_MAX: i64 = 1_000;
/// Applicants of one search key whose dossiers are looked at, the newest (ours).
const MARKED_MAX: i64 = 4_000;
/// Of these, records that are opened to be compared (ours: some milliseconds).
const OPENED_MAX: i64 = 1_000;
/// Records of which search keys are made in one transaction (ours: some ten milliseconds of the writer).
const BATCH_ROWS: i64 = 200;

/// Whether a record of an applicant is of somebody who is looked for.
pub type FitsRecord = Box<dyn Fn(&[u8]) -> bool + Send>;
/// A sealed record: its dossier, the dossier's code, its key, and what is sealed.
type RecordRow = (i64, String, Vec<u8>, Vec<u8>);

impl Store {
    /// The dossiers of a scope whose codes end so, newest first, at most so many.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn dossiers_by_code_end(
        &self,
        end: CodeEnd,
        scope: &AgencyScope,
        rows_max: usize,
    ) -> Result<Vec<Dossier>> {
        let within = within(scope, "+agency_id");
        self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let sql = format!(
                    "SELECT id, code FROM dossier WHERE substr(code, length(code) - 3) = $1{within}
                     ORDER BY id DESC LIMIT {ENDS_MAX}"
                );
                let ended: Vec<(i64, String)> = on!(&mut *conn, c => {
                    query_as(sqlx::AssertSqlSafe(sql)).bind(end.key()).fetch_all(&mut **c).await
                })?;
                let fitting = ended.into_iter().filter(|(_, code)| end.fits(code));
                let ids: Vec<i64> = fitting.map(|(id, _)| id).take(rows_max).collect();
                dossiers_of(conn, ids).await
            })
        })
        .await
    }

    /// The dossiers of a scope whose applicants have a search key that several may share, and fit, newest first, at most so many.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn dossiers_by_shared_index(
        &self,
        mark: BlindIndex,
        fits: FitsRecord,
        scope: &AgencyScope,
        rows_max: usize,
    ) -> Result<Vec<Dossier>> {
        let (vault, within) = (self.vault()?, within(scope, "+d.agency_id"));
        self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                refuse_changed(conn, &vault).await?;
                let sql = format!(
                    "SELECT d.id, d.code, a.wrapped_key, a.sealed
                     FROM (SELECT dossier_id FROM applicant_index WHERE hash = $1
                           ORDER BY dossier_id DESC LIMIT {MARKED_MAX}) AS marked
                     JOIN dossier AS d ON d.id = marked.dossier_id{within}
                     JOIN applicant AS a ON a.dossier_id = d.id
                     ORDER BY d.id DESC LIMIT {OPENED_MAX}"
                );
                let mut ids = Vec::new();
                for hash in vault.indexes(mark.kind, &mark.text) {
                    let sql = sqlx::AssertSqlSafe(sql.clone());
                    let rows: Vec<RecordRow> = on!(&mut *conn, c => {
                        query_as(sql).bind(hash).fetch_all(&mut **c).await
                    })?;
                    let fitting = rows
                        .into_iter()
                        .filter_map(|(id, code, wrapped_key, body)| {
                            let record = vault.open(&code, &Sealed { wrapped_key, body })?;
                            fits(&record).then_some(id)
                        });
                    ids.extend(fitting.take(rows_max));
                }
                ids.sort_unstable_by(|one, other| other.cmp(one));
                ids.dedup();
                ids.truncate(rows_max);
                dossiers_of(conn, ids).await
            })
        })
        .await
    }

    /// The records of the applicants of these dossiers, as far as they are of a scope, were taken and open. None before the master key
    /// was given.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn applicants_of(
        &self,
        codes: &[DossierCode],
        scope: &AgencyScope,
    ) -> Result<Vec<(DossierCode, Vec<u8>)>> {
        let Ok(vault) = self.vault() else {
            return Ok(Vec::new());
        };
        let codes: Vec<&str> = codes.iter().map(DossierCode::as_str).collect();
        let codes = serde_json::Value::from(codes).to_string();
        let within = within(scope, "+d.agency_id");
        self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                refuse_changed(conn, &vault).await?;
                // As an array: for a join PostgreSQL expects a hundred rows and reads the whole table.
                let of_codes = match conn {
                    Conn::Sqlite(_) => "IN (SELECT value FROM json_each($1))",
                    Conn::Postgres(_) => {
                        "= ANY (ARRAY(SELECT jsonb_array_elements_text(CAST($1 AS JSONB))))"
                    }
                };
                let sql = format!(
                    "SELECT d.id, d.code, a.wrapped_key, a.sealed FROM dossier AS d
                     JOIN applicant AS a ON a.dossier_id = d.id WHERE d.code {of_codes}{within}"
                );
                let rows: Vec<RecordRow> = on!(&mut *conn, c => {
                    query_as(sqlx::AssertSqlSafe(sql)).bind(codes).fetch_all(&mut **c).await
                })?;
                let opened = rows.into_iter().filter_map(|(_, code, wrapped_key, body)| {
                    let record = vault.open(&code, &Sealed { wrapped_key, body })?;
                    Some((dossier::code_of(&code).ok()?, record))
                });
                Ok(opened.collect())
            })
        })
        .await
    }

    /// Makes the search keys of the next records that were sealed before there were those of given names, newest first. How many;
    /// 0: all have them.
    ///
    /// # Errors
    /// When they cannot be read or written.
    pub async fn mark_older_applicants(&self) -> Result<usize> {
        let Ok(vault) = self.vault() else {
            return Ok(0);
        };
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                refuse_changed(conn, &vault).await?;
                let rows = unmarked(conn).await?;
                for (id, code, wrapped_key, body) in &rows {
                    let sealed = Sealed {
                        wrapped_key: wrapped_key.clone(),
                        body: body.clone(),
                    };
                    // A record that does not open gets no marks here; opening the record itself reports the fault.
                    let marks = vault.open(code, &sealed);
                    let marks = marks.and_then(|record| marks_of(&record));
                    applicant::put_marks(conn, &vault, *id, &marks.unwrap_or_default()).await?;
                }
                let below = rows.last().map_or(0, |row| row.0 - 1);
                let sql = "UPDATE applicant_marking SET up_to = $1 WHERE id = 1 AND up_to > $1";
                on!(conn, c => sqlx::query(sql).bind(below).execute(&mut **c).await.map(drop))?;
                Ok(rows.len())
            })
        })
        .await
    }
}

/// What the person of a record is found by; `None`: it cannot be read.
fn marks_of(record: &[u8]) -> Option<Vec<BlindIndex>> {
    let submission = read_submission(record).ok()?;
    let mark = |(kind, text)| BlindIndex { kind, text };
    Some(submission.applicant.marks().into_iter().map(mark).collect())
}

/// The next records whose given names are not found yet.
async fn unmarked(conn: &mut Conn<'_>) -> Result<Vec<RecordRow>> {
    let sql = "SELECT up_to FROM applicant_marking WHERE id = 1";
    let up_to: Option<i64> = on!(&mut *conn, c => {
        query_scalar(sql).fetch_optional(&mut **c).await
    })?;
    let Some(up_to) = up_to.filter(|up_to| *up_to > 0) else {
        return Ok(Vec::new());
    };
    // Locked, so that nobody erases or amends a record before the batch is written.
    let locked = match conn {
        Conn::Sqlite(_) => "",
        Conn::Postgres(_) => " FOR UPDATE OF a",
    };
    let sql = format!(
        "SELECT a.dossier_id, d.code, a.wrapped_key, a.sealed
         FROM applicant AS a JOIN dossier AS d ON d.id = a.dossier_id
         WHERE a.dossier_id <= $1 ORDER BY a.dossier_id DESC LIMIT {BATCH_ROWS}{locked}"
    );
    Ok(on!(conn, c => {
        query_as(sqlx::AssertSqlSafe(sql)).bind(up_to).fetch_all(&mut **c).await
    })?)
}

async fn dossiers_of(conn: &mut Conn<'_>, ids: Vec<i64>) -> Result<Vec<Dossier>> {
    let mut dossiers = Vec::with_capacity(ids.len());
    for id in ids {
        let row = dossier::by_id(conn, id).await?;
        let row = row.ok_or_else(|| StoreError::Corrupt(format!("no dossier {id}")))?;
        dossiers.push(row.dossier()?);
    }
    Ok(dossiers)
}

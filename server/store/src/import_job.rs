//! Imports begun in a browser: one row each, moved on by the state machine of `sanh_domain::import::state`.

use serde::{Deserialize, Serialize};
use sqlx::{query_as, query_scalar};

use sanh_domain::account::model::AccountId;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::import::model::{ImportCounts, ImportId, ImportJob, ReaderMessage};
use sanh_domain::import::state::{ImportState, ImportStep};

use super::audit::{self, AuditActor, AuditEntry};
use super::conn::{Conn, on};
use super::error::{Result, StoreError};
use super::options::SealKey;
use super::row::{insert_all, row, select};
use super::stored_time::{instant, ms};
use super::{ImportTransaction, Store};

row! {
    /// The row of an import.
    JobRow of "import_job" {
        id: i64,
        account_id: i64,
        node: String,
        folder: String,
        file_name: String,
        file_bytes: i64,
        sha256: String,
        uploaded_at: i64,
        changed_at: i64,
        until_at: Option<i64>,
        state: String,
        mapping_name: Option<String>,
        mapping: Option<String>,
        draft: Option<String>,
        counts: Option<String>,
        fault: Option<String>,
    }
}

impl JobRow {
    fn job(self) -> Result<ImportJob> {
        let damaged = |what: &str| StoreError::Corrupt(format!("import {}: {what}", self.id));
        Ok(ImportJob {
            id: ImportId(self.id),
            account: AccountId(self.account_id),
            state: self.state.parse().map_err(|_| damaged("its state"))?,
            counts: read_json(self.counts.as_deref()).map_err(|()| damaged("its counts"))?,
            fault: read_json(self.fault.as_deref()).map_err(|()| damaged("its fault"))?,
            file_bytes: u64::try_from(self.file_bytes).map_err(|_| damaged("its size"))?,
            uploaded_at: instant(self.uploaded_at)?,
            changed_at: instant(self.changed_at)?,
            until_at: self.until_at.map(instant).transpose()?,
            node: self.node,
            folder: self.folder,
            file_name: self.file_name,
            sha256: self.sha256,
            mapping_name: self.mapping_name,
            mapping: self.mapping,
            draft: self.draft,
        })
    }
}

fn read_json<T: serde::de::DeserializeOwned>(
    text: Option<&str>,
) -> std::result::Result<Option<T>, ()> {
    text.map(|text| serde_json::from_str(text).map_err(drop))
        .transpose()
}

fn json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Invalid(error.to_string()))
}

/// A file that was uploaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewImport {
    /// The account that uploaded it.
    pub account: AccountId,
    /// The server that holds the file.
    pub node: String,
    /// The name of its folder there.
    pub folder: String,
    /// The file's name in the browser.
    pub file_name: String,
    /// Its size, in bytes.
    pub file_bytes: u64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
}

/// What a step changes beside the state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportChange {
    /// The name and the mapping.
    pub mapping: Option<(String, String)>,
    /// The counts of a run.
    pub counts: Option<ImportCounts>,
    /// Why the run failed.
    pub fault: Option<ReaderMessage>,
    /// The time limit of the running process.
    pub until: Option<Instant>,
}

/// The result of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepOutcome {
    /// It is done.
    Done,
    /// The step is not possible in the import's state.
    Moved,
    /// Another import is running.
    Another,
    /// There is no such import.
    Missing,
}

/// The import to end in a transaction, with its values for the audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportMarker {
    /// The import; `None` if the command line began it.
    pub job: Option<ImportId>,
    /// The actor.
    pub by: AuditActor,
    /// The SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// The SHA-256 of the file's name, in hexadecimal: a name may contain personal data.
    pub name_sha256: String,
    /// The file's size, in bytes.
    pub file_bytes: u64,
}

impl ImportMarker {
    fn audit_entry(&self, counts: &ImportCounts) -> AuditEntry {
        let name = self.name_sha256.get(..16).unwrap_or_default();
        let ImportCounts {
            rows,
            new,
            changed,
            same,
            bad,
            ..
        } = counts;
        AuditEntry {
            was: format!("name sha256:{name}, {} bytes", self.file_bytes),
            became: format!("{rows} rows: {new} new, {changed} changed, {same} same, {bad} bad"),
            ..AuditEntry::new(AuditAct::Imported, subject(&self.sha256))
        }
    }
}

/// A file as a subject of the audit.
fn subject(sha256: &str) -> String {
    format!("sha256:{sha256}")
}

impl Store {
    /// Adds an uploaded file, with an audit entry. `None` if the caller already has `kept_max` files.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn add_import(
        &self,
        new: NewImport,
        kept_max: u32,
        by: AuditActor,
        now: Instant,
    ) -> Result<Option<ImportId>> {
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let sql = "SELECT count(*) FROM import_job WHERE account_id = $1 AND state NOT IN ('applied', 'removed')";
                let kept: i64 = on!(&mut *conn, c => query_scalar(sql).bind(new.account.0).fetch_one(&mut **c).await)?;
                if kept >= i64::from(kept_max) {
                    return Ok((None, None));
                }
                let sql = "SELECT coalesce(max(id), 0) + 1 FROM import_job";
                let id: i64 = on!(&mut *conn, c => query_scalar(sql).fetch_one(&mut **c).await)?;
                let audit_entry = AuditEntry {
                    became: format!("{} bytes", new.file_bytes),
                    ..AuditEntry::new(AuditAct::FileUploaded, subject(&new.sha256))
                };
                let row = JobRow {
                    id,
                    account_id: new.account.0,
                    node: new.node,
                    folder: new.folder,
                    file_name: new.file_name,
                    file_bytes: i64::try_from(new.file_bytes).unwrap_or(i64::MAX),
                    sha256: new.sha256,
                    uploaded_at: ms(now),
                    changed_at: ms(now),
                    until_at: None,
                    state: ImportState::Uploaded.as_str().to_owned(),
                    mapping_name: None,
                    mapping: None,
                    draft: None,
                    counts: None,
                    fault: None,
                };
                insert_all(conn, &[row]).await?;
                Ok((Some(ImportId(id)), Some(audit_entry)))
            })
        })
        .await
    }

    /// The imports of an account, newest first.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn imports_of(&self, account: AccountId, rows_max: u32) -> Result<Vec<ImportJob>> {
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql = select::<JobRow>("WHERE account_id = $1 ORDER BY id DESC LIMIT $2");
                let rows: Vec<JobRow> = on!(&mut conn, c => {
                    query_as(sql).bind(account.0).bind(i64::from(rows_max)).fetch_all(&mut **c).await
                })?;
                rows.into_iter().map(JobRow::job).collect()
            })
        })
        .await
    }

    /// One import.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn import_job(&self, id: ImportId) -> Result<Option<ImportJob>> {
        self.read(move |mut conn| {
            Box::pin(async move { found(&mut conn, id).await?.map(JobRow::job).transpose() })
        })
        .await
    }

    /// Every import of a server whose file may still exist, or whose state says that it is running.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn imports_at(&self, node: &str) -> Result<Vec<ImportJob>> {
        let node = node.to_owned();
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql = select::<JobRow>("WHERE node = $1 AND state <> 'removed' ORDER BY id");
                let rows: Vec<JobRow> =
                    on!(&mut conn, c => query_as(sql).bind(&node).fetch_all(&mut **c).await)?;
                rows.into_iter().map(JobRow::job).collect()
            })
        })
        .await
    }

    /// Moves an import to its next state. At most one import runs at a time, on whichever server.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn step_import(
        &self,
        id: ImportId,
        step: ImportStep,
        change: ImportChange,
        now: Instant,
    ) -> Result<StepOutcome> {
        self.write(move |mut conn| {
            Box::pin(async move { stepped(&mut conn, id, step, change, now).await })
        })
        .await
    }

    /// Stores an unfinished mapping; `false` if the import is past that state.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn keep_import_draft(
        &self,
        id: ImportId,
        draft: String,
        now: Instant,
    ) -> Result<bool> {
        self.write(move |mut conn| {
            Box::pin(async move {
                let sql = "UPDATE import_job SET draft = $2, changed_at = $3 WHERE id = $1
                           AND state IN ('uploaded', 'mapped', 'checked', 'failed', 'interrupted')";
                let kept = on!(&mut conn, c => {
                    let put = sqlx::query(sql).bind(id.0).bind(&draft).bind(ms(now));
                    put.execute(&mut **c).await.map(|done| done.rows_affected())
                })?;
                Ok(kept == 1)
            })
        })
        .await
    }
}

impl ImportTransaction<'_> {
    /// Ends the import in the transaction that writes its last dossiers, with an audit entry.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] where the import is no longer being written; it cannot be written.
    pub async fn end_import(
        &mut self,
        mark: &ImportMarker,
        counts: &ImportCounts,
        seal_key: Option<&SealKey>,
        now: Instant,
    ) -> Result<()> {
        if let Some(id) = mark.job {
            let change = ImportChange {
                counts: Some(*counts),
                ..ImportChange::default()
            };
            let ended = stepped(self.conn(), id, ImportStep::EndApply, change, now).await?;
            if ended != StepOutcome::Done {
                return Err(StoreError::Invalid(
                    "the import was ended meanwhile".to_owned(),
                ));
            }
        }
        audit::put(
            self.conn(),
            seal_key,
            &mark.by,
            mark.audit_entry(counts),
            now,
        )
        .await
    }
}

async fn found(conn: &mut Conn<'_>, id: ImportId) -> Result<Option<JobRow>> {
    let sql = select::<JobRow>("WHERE id = $1");
    Ok(on!(conn, c => query_as(sql).bind(id.0).fetch_optional(&mut **c).await)?)
}

async fn stepped(
    conn: &mut Conn<'_>,
    id: ImportId,
    step: ImportStep,
    change: ImportChange,
    now: Instant,
) -> Result<StepOutcome> {
    let Some(row) = found(conn, id).await? else {
        return Ok(StepOutcome::Missing);
    };
    let job = row.job()?;
    let Some(state) = job.state.after(step) else {
        return Ok(StepOutcome::Moved);
    };
    if state.is_running() {
        // An import past its time does not count: its server is gone and may never come back.
        let sql = "SELECT count(*) FROM import_job WHERE id <> $1 AND state IN ('checking', 'applying') AND until_at > $2";
        let others: i64 = on!(&mut *conn, c => {
            query_scalar(sql).bind(id.0).bind(ms(now)).fetch_one(&mut **c).await
        })?;
        if others > 0 {
            return Ok(StepOutcome::Another);
        }
    }
    let (name, mapping) = match change.mapping {
        Some((name, mapping)) => (Some(name), Some(mapping)),
        None => (job.mapping_name, job.mapping),
    };
    // Counts of an earlier mapping do not apply to a new one.
    let counts = match step {
        ImportStep::Map | ImportStep::Check => None,
        _ => change.counts.or(job.counts),
    };
    let counts = counts.as_ref().map(json).transpose()?;
    let fault = change.fault.as_ref().map(json).transpose()?;
    let sql = "UPDATE import_job SET state = $2, changed_at = $3, until_at = $4, mapping_name = $5, mapping = $6, counts = $7,
               fault = $8 WHERE id = $1";
    on!(conn, c => {
        let put = sqlx::query(sql).bind(id.0).bind(state.as_str()).bind(ms(now)).bind(change.until.map(ms));
        let put = put.bind(name).bind(mapping).bind(counts).bind(fault);
        put.execute(&mut **c).await.map(drop)
    })?;
    Ok(StepOutcome::Done)
}

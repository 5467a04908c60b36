//! One run of an import, dry or not, in a task of its own; and the cleaning up of old files.

use std::sync::Arc;
use std::time::Duration;

use chrono::Duration as Span;
use sanh_app::server::account::secret;
use sanh_app::server::import::engine::{ImportEngine, ImportError, ImportRun};
use sanh_domain::import::model::{ImportCounts, ImportId, ImportJob, ReaderMessage};
use sanh_domain::import::state::ImportStep;
use sanh_store::{AuditActor, ImportChange, ImportMarker, StoreError};

use super::{Imports, Running};
use crate::io::import::mapping::Mapping;
use crate::io::import::progress::RunProgress;
use crate::io::import::report::Report;
use crate::io::import::{self as reader, ImportObserver, Request, import_watched, messages};

/// Minutes added to the time limit of a run, before another server regards it as gone.
const GRACE_MIN: i64 = 5;
/// Seconds without a written batch after which this server continues an import (ours: a batch takes less than a second, and a
/// busy database is tried again after two; two processes writing the same batch do no harm).
const MOVES_WITHIN_S: i64 = 5;

/// The running import. When it is dropped another one may begin, even if its task has panicked.
struct Run(Imports);

impl Drop for Run {
    fn drop(&mut self) {
        *self.0.running() = None;
    }
}

impl Imports {
    /// Begins a run, if none is running.
    pub(super) async fn begin_run(
        &self,
        job: ImportJob,
        what: ImportRun,
        by: AuditActor,
    ) -> Result<(), ImportError> {
        if !self.0.uploads.file(&job.folder).exists() {
            return Err(ImportError::NoFile);
        }
        let text = job.mapping.as_deref().ok_or(ImportError::Moved)?;
        let mapping = Mapping::from_toml(text)
            .map_err(|error| ImportError::Unusable(messages::mapping(&error)))?;
        let progress = Arc::<RunProgress>::default();
        let run = self
            .take_run(job.id, &progress)
            .ok_or(ImportError::Another)?;
        let step = match what {
            ImportRun::Check => ImportStep::Check,
            ImportRun::Apply { .. } => ImportStep::Apply,
        };
        let minutes = i64::from(self.0.run_min) + GRACE_MIN;
        let change = ImportChange {
            until: Some(self.0.clock.now() + Span::minutes(minutes)),
            ..ImportChange::default()
        };
        self.step(job.id, step, change).await?;
        let imports = self.clone();
        tokio::spawn(async move {
            let _run = run;
            Box::pin(imports.run(&job, mapping, what, by, progress)).await;
        });
        Ok(())
    }

    async fn run(
        &self,
        job: &ImportJob,
        mapping: Mapping,
        what: ImportRun,
        by: AuditActor,
        progress: Arc<RunProgress>,
    ) {
        let (dry_run, skip_bad) = match what {
            ImportRun::Check => (true, false),
            ImportRun::Apply { skip_bad } => (false, skip_bad),
        };
        let request = Request {
            file: self.0.uploads.file(&job.folder),
            mapping,
            dry_run,
            skip_bad,
            show_progress: false,
            limits: self.0.limits,
        };
        let mark = ImportMarker {
            job: Some(job.id),
            by,
            sha256: job.sha256.clone(),
            name_sha256: secret::hash(&job.file_name),
            file_bytes: job.file_bytes,
        };
        let watch = ImportObserver {
            progress: Arc::clone(&progress),
            mark: Some(mark),
        };
        let ended = Box::pin(self.import(request, watch, &progress)).await;
        let (step, change) = match ended {
            Ok(report) => self.save_report(job, report, dry_run).await,
            // The import keeps running until the rest is written.
            Err(told) if told.code == "unfinished" => return,
            Err(told) => failed(told),
        };
        let Some(step) = step else { return };
        // If this cannot be written either, the import will be found as interrupted, which is also true.
        if let Err(error) = self.step(job.id, step, change).await {
            tracing::warn!(import = job.id.0, %error, "what came of an import could not be written");
        }
    }

    /// Runs the reader, within the time limit.
    async fn import(
        &self,
        request: Request,
        watch: ImportObserver,
        progress: &RunProgress,
    ) -> Result<Report, ReaderMessage> {
        let store = self.store().map_err(|_| super::code("database"))?;
        let time = Duration::from_secs(u64::from(self.0.run_min) * 60);
        let import = import_watched(&store, request, watch, self.0.clock.now());
        tokio::pin!(import);
        // The import is told to stop and not dropped, so that it finishes its work in the database.
        let imported = if let Ok(imported) = tokio::time::timeout(time, &mut import).await {
            imported
        } else {
            progress.stop();
            import.await
        };
        imported.map_err(|error| {
            match &error {
                reader::ImportError::Store(cause) if !is_of_the_file(cause) => {
                    tracing::error!(%cause, "an import failed");
                }
                _ => {}
            }
            messages::fault(&error)
        })
    }

    /// Stores the report of a run, and moves the import on. A run that has written was ended by its own transaction.
    async fn save_report(
        &self,
        job: &ImportJob,
        mut report: Report,
        dry_run: bool,
    ) -> (Option<ImportStep>, ImportChange) {
        let counts = report.counts();
        let (applied, uploads, folder) =
            (report.applied, self.0.uploads.clone(), job.folder.clone());
        let kept = tokio::task::spawn_blocking(move || {
            let told = messages::report(&report)?;
            uploads.keep_report(&folder, &serde_json::to_vec(&told)?)?;
            let path = uploads.fresh_bad_file(&folder)?;
            if counts.bad > 0 {
                report.bad.save(&path)?;
            }
            if applied {
                uploads.remove_file(&folder);
            }
            std::io::Result::Ok(())
        });
        if !matches!(kept.await, Ok(Ok(()))) {
            tracing::warn!(import = job.id.0, "what an import told could not be kept");
        }
        let step = if applied {
            None
        } else if dry_run {
            Some(ImportStep::EndCheck)
        } else {
            Some(ImportStep::Refuse)
        };
        (step, counted(counts))
    }

    /// Stops the running import: the program ends.
    pub fn stop_all(&self) {
        if let Some(running) = self.running().as_ref() {
            running.progress.stop();
        }
    }

    /// Writes the rest of an interrupted import, and drops what a program that is gone has staged. A running import here
    /// continues by itself.
    ///
    /// # Errors
    /// The database does not answer, or accepts no writes.
    pub async fn finish(&self) -> Result<(), StoreError> {
        let Ok(store) = self.store() else {
            return Ok(());
        };
        if store.clock_fault().is_some() {
            return Ok(());
        }
        let now = self.0.clock.now();
        let Some(staged) = store.drop_stale_staging(now).await? else {
            return Ok(());
        };
        if now - staged.moved_at < Span::seconds(MOVES_WITHIN_S) {
            return Ok(());
        }
        let progress = Arc::<RunProgress>::default();
        let Some(_run) = self.take_run(staged.job.unwrap_or(ImportId(0)), &progress) else {
            return Ok(());
        };
        tracing::info!(
            done = staged.place,
            batches = staged.batches,
            "the rest of an import is written"
        );
        progress.begin_writing(u64::try_from(staged.batches).unwrap_or_default());
        reader::finish_staged(&store, now, &mut |_| progress.advance_by(1)).await?;
        Ok(())
    }

    /// Registers the only running import; `None` if another one is running.
    fn take_run(&self, id: ImportId, progress: &Arc<RunProgress>) -> Option<Run> {
        let mut running = self.running();
        if running.is_some() {
            return None;
        }
        *running = Some(Running {
            id,
            progress: Arc::clone(progress),
        });
        Some(Run(self.clone()))
    }

    /// Marks imports of a stopped process as interrupted and removes abandoned files.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn clear(&self) -> Result<(), StoreError> {
        if !self.0.uploads.exists() {
            return Ok(());
        }
        let Ok(node) = self.0.uploads.node() else {
            return Ok(());
        };
        let Ok(store) = self.store() else {
            return Ok(());
        };
        if store.clock_fault().is_some() {
            // A wrong clock cannot tell ages.
            return Ok(());
        }
        let before = self.0.clock.now() - Span::hours(self.0.bounds.keep_h.into());
        // With all permits taken, no upload starts while unknown folders are removed; otherwise the next check removes them.
        let places = u32::try_from(super::UPLOADS_AT_ONCE_MAX).unwrap_or(u32::MAX);
        let still = self.0.arriving.try_acquire_many(places);
        let folders = self.0.uploads.folders();
        let jobs = store.imports_at(&node).await?;
        let mut known = Vec::with_capacity(jobs.len());
        for job in jobs {
            let job = self.settle(&store, job).await?;
            let is_kept = job.changed_at >= before || job.state.is_running();
            if !is_kept && self.let_go(&job).await {
                self.0.uploads.remove(&job.folder);
            } else {
                known.push(job.folder);
            }
        }
        if still.is_ok() {
            for folder in folders.iter().filter(|folder| !known.contains(folder)) {
                self.0.uploads.remove(folder);
            }
        }
        Ok(())
    }
}

impl Imports {
    /// Ends an import that is not over, so that its file can be deleted. False for one that somebody has continued meanwhile: it
    /// stays.
    async fn let_go(&self, job: &ImportJob) -> bool {
        let change = ImportChange::default();
        job.state.is_over() || self.step(job.id, ImportStep::Remove, change).await.is_ok()
    }
}

fn failed(told: ReaderMessage) -> (Option<ImportStep>, ImportChange) {
    let change = ImportChange {
        fault: Some(told),
        ..ImportChange::default()
    };
    (Some(ImportStep::Fail), change)
}

fn counted(counts: ImportCounts) -> ImportChange {
    ImportChange {
        counts: Some(counts),
        ..ImportChange::default()
    }
}

/// Whether the store's error only means that the import cannot be written.
fn is_of_the_file(error: &StoreError) -> bool {
    matches!(error, StoreError::Invalid(_))
}

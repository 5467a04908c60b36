//! Imports in the browser: the folder of uploads, the reader of the command line, and the runs.

mod arrive;
mod run;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono_tz::Tz;
use sanh_app::error::AppError;
use sanh_app::model::import::{ImportBounds, ImportFile};
use sanh_app::server::import::engine::{ImportContext, ImportEngine, ImportError, ImportRun};
use sanh_domain::import::draft::MappingDraft;
use sanh_domain::import::model::{
    FileInspection, ImportId, ImportJob, ImportProgress as Shown, ReaderMessage,
};
use sanh_domain::import::state::ImportStep;
use sanh_store::clock::Clock;
use sanh_store::{AuditActor, ImportChange, Store, StoreError};
use tokio::sync::Semaphore;

use crate::config::Config;
use crate::io::import::limits::ImportLimits;
use crate::io::import::mapping::Mapping;
use crate::io::import::progress::RunProgress;
use crate::io::import::{draft, inspect, messages};
use crate::io::uploads::Uploads;
use crate::live::store_source::OpenStore;

/// The most uploads at once; further ones are refused for the moment.
const UPLOADS_AT_ONCE_MAX: usize = 2;
/// The most remembered inspections of files.
const LOOKS_MAX: usize = 8;
/// The most bytes of bad values in a download.
const BAD_BYTES_MAX: u64 = 16 << 20;

/// Imports of a store that may still be opening.
#[derive(Clone)]
pub struct Imports(Arc<Inner>);

struct Inner {
    store: OpenStore,
    clock: Arc<dyn Clock>,
    uploads: Uploads,
    limits: ImportLimits,
    bounds: ImportBounds,
    run_min: u32,
    arriving: Semaphore,
    running: Mutex<Option<Running>>,
    looks: Mutex<Vec<(ImportId, Arc<FileInspection>)>>,
}

/// The running import.
#[derive(Clone)]
struct Running {
    id: ImportId,
    progress: Arc<RunProgress>,
}

impl Imports {
    /// Imports over a store that may still be opening.
    #[must_use]
    pub fn new(store: OpenStore, clock: Arc<dyn Clock>, config: &Config) -> Self {
        let file_bytes_max = u64::from(config.import_file_bytes_max);
        let limits = ImportLimits::default();
        Self(Arc::new(Inner {
            store,
            clock,
            uploads: Uploads::new(config),
            limits: ImportLimits {
                file_bytes: limits.file_bytes.min(file_bytes_max),
                ..limits
            },
            bounds: ImportBounds {
                file_bytes_max,
                keep_h: config.import_keep_h,
            },
            run_min: config.import_run_min,
            arriving: Semaphore::new(UPLOADS_AT_ONCE_MAX),
            running: Mutex::default(),
            looks: Mutex::default(),
        }))
    }

    /// The limits of imports.
    #[must_use]
    pub fn bounds(&self) -> ImportBounds {
        self.0.bounds
    }

    /// The context of the server functions of imports.
    #[must_use]
    pub fn context(&self) -> ImportContext {
        ImportContext {
            bounds: self.0.bounds,
            shipped: &Mapping::SHIPPED,
            engine: Arc::new(self.clone()),
        }
    }

    fn store(&self) -> Result<Arc<Store>, AppError> {
        self.0.store.borrow().clone().ok_or(AppError::Unavailable)
    }

    fn running(&self) -> MutexGuard<'_, Option<Running>> {
        // No code panics while it holds this lock.
        self.0
            .running
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn progress_of(&self, id: ImportId) -> Option<Shown> {
        let running = self.running();
        let of_it = running.as_ref().filter(|running| running.id == id);
        of_it.map(|running| running.progress.now())
    }

    fn remember(&self, id: ImportId, look: Arc<FileInspection>) {
        let mut looks = self.0.looks.lock().unwrap_or_else(PoisonError::into_inner);
        looks.retain(|(known, _)| *known != id);
        if looks.len() >= LOOKS_MAX {
            looks.remove(0);
        }
        looks.push((id, look));
    }

    /// The inspection of a file, remembered or made now.
    async fn inspection(&self, job: &ImportJob) -> Result<Arc<FileInspection>, ReaderMessage> {
        {
            let looks = self.0.looks.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((_, look)) = looks.iter().find(|(id, _)| *id == job.id) {
                return Ok(Arc::clone(look));
            }
        }
        let look = self.inspect_folder(&job.folder).await?;
        self.remember(job.id, Arc::clone(&look));
        Ok(look)
    }

    async fn inspect_folder(&self, folder: &str) -> Result<Arc<FileInspection>, ReaderMessage> {
        let (file, limits) = (self.0.uploads.file(folder), self.0.limits);
        let looked = tokio::task::spawn_blocking(move || {
            if !file.exists() {
                return Err(code("no_file"));
            }
            inspect::inspect(&file, &limits).map_err(|error| messages::fault(&error))
        });
        // In a task of its own, because a panic in a library must not end the program.
        looked.await.map_err(|_| code("reader"))?.map(Arc::new)
    }

    async fn step(
        &self,
        id: ImportId,
        step: ImportStep,
        change: ImportChange,
    ) -> Result<(), ImportError> {
        let store = self.store()?;
        let stepped = store.step_import(id, step, change, self.0.clock.now());
        ImportError::of(stepped.await)
    }
}

/// A message with a code only.
fn code(code: &str) -> ReaderMessage {
    ReaderMessage {
        code: code.to_owned(),
        ..ReaderMessage::default()
    }
}

#[async_trait]
impl ImportEngine for Imports {
    async fn settle(&self, store: &Store, job: ImportJob) -> Result<ImportJob, StoreError> {
        let now = self.0.clock.now();
        if !job.state.is_running() || self.progress_of(job.id).is_some() {
            return Ok(job);
        }
        let is_ours = self.0.uploads.node().is_ok_and(|node| node == job.node);
        if !is_ours && job.until_at.is_some_and(|until| until > now) {
            return Ok(job);
        }
        // The import is completely staged: it will be finished, not interrupted.
        let staged = store.staged_import().await?;
        if staged.is_some_and(|staged| staged.job == Some(job.id)) {
            return Ok(job);
        }
        let change = ImportChange::default();
        // If the step is refused, the import ended at this very moment.
        store
            .step_import(job.id, ImportStep::Interrupt, change, now)
            .await?;
        Ok(store.import_job(job.id).await?.unwrap_or(job))
    }

    async fn open(&self, job: &ImportJob) -> ImportFile {
        let look = if job.state.is_over() {
            Err(code("no_file"))
        } else {
            self.inspection(job).await
        };
        let report = self.0.uploads.report(&job.folder);
        let report = report.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        ImportFile {
            look: look.map(Arc::unwrap_or_clone),
            report: report.filter(|_| job.counts.is_some()),
            progress: self.progress_of(job.id).filter(|_| job.state.is_running()),
        }
    }

    async fn bad_values(&self, job: &ImportJob) -> Option<String> {
        let (uploads, folder) = (self.0.uploads.clone(), job.folder.clone());
        let read = tokio::task::spawn_blocking(move || uploads.bad_values(&folder, BAD_BYTES_MAX));
        String::from_utf8(read.await.ok()?.ok()?).ok()
    }

    fn missing(&self, mapping: &str, look: &FileInspection) -> Option<String> {
        match Mapping::from_toml(mapping) {
            Ok(mapping) => mapping.lacks(&look.header),
            Err(error) => Some(error.to_string()),
        }
    }

    fn draft(&self, name: &str, mapping: &str) -> Result<MappingDraft, AppError> {
        draft::from_toml(name, mapping).map_err(|error| {
            tracing::error!(%error, "a kept mapping cannot be read");
            AppError::Internal
        })
    }

    fn mapping(
        &self,
        draft: &MappingDraft,
        zone: Tz,
        look: &FileInspection,
    ) -> Result<String, ReaderMessage> {
        let text = draft::to_toml(draft, zone).map_err(|error| messages::mapping(&error))?;
        let mapping = Mapping::from_toml(&text).map_err(|error| messages::mapping(&error))?;
        match mapping.lacks(&look.header) {
            None => Ok(text),
            Some(column) => Err(ReaderMessage {
                parts: vec![column],
                ..code("no_column")
            }),
        }
    }

    async fn begin(
        &self,
        job: ImportJob,
        run: ImportRun,
        by: AuditActor,
    ) -> Result<(), ImportError> {
        self.begin_run(job, run, by).await
    }

    fn stop(&self, id: ImportId) -> bool {
        let running = self.running();
        let of_it = running.as_ref().filter(|running| running.id == id);
        of_it.map(|running| running.progress.stop()).is_some()
    }

    fn remove(&self, job: &ImportJob) {
        self.0.uploads.remove(&job.folder);
    }
}

//! Imports in the browser, over the store, the folder of uploads and the reader of the command line.

mod arrive;
mod run;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono_tz::Tz;
use sanh_app::error::AppError;
use sanh_app::import::port::{ImportBounds, ImportError, ImportPort, OpenImport};
use sanh_app::page::File;
use sanh_domain::account::model::Caller;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::import::draft::MappingDraft;
use sanh_domain::import::model::{
    FileInspection, ImportId, ImportJob, JOBS_LISTED, ListedMapping, Progress as Shown,
    ReaderMessage,
};
use sanh_domain::import::state::ImportStep;
use sanh_store::clock::Clock;
use sanh_store::{AuditActor, AuditEntry, ImportChange, StepOutcome, Store, StoreError};
use tokio::sync::Semaphore;

use super::fault;
use crate::config::Config;
use crate::io::import::limits::Limits;
use crate::io::import::mapping::Mapping;
use crate::io::import::progress::Progress;
use crate::io::import::{draft, inspect, messages};
use crate::io::uploads::Uploads;
use crate::live::store_source::OpenStore;

/// Files that come at once; who is beyond is told to try again.
const UPLOADS_AT_ONCE_MAX: usize = 2;
/// Files that were looked into and are remembered.
const LOOKS_MAX: usize = 8;
/// Bytes of bad values that are handed out as a file.
const BAD_BYTES_MAX: u64 = 16 << 20;
/// By this a spreadsheet knows UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Imports of a store that may still be opening.
#[derive(Clone)]
pub struct Imports(Arc<Inner>);

struct Inner {
    store: OpenStore,
    clock: Arc<dyn Clock>,
    uploads: Uploads,
    limits: Limits,
    bounds: ImportBounds,
    run_min: u32,
    arriving: Semaphore,
    running: Mutex<Option<Running>>,
    looks: Mutex<Vec<(ImportId, Arc<FileInspection>)>>,
}

/// The run at hand.
#[derive(Clone)]
struct Running {
    id: ImportId,
    progress: Arc<Progress>,
}

impl Imports {
    /// Creates the port over a store that may still be opening.
    #[must_use]
    pub fn new(store: OpenStore, clock: Arc<dyn Clock>, config: &Config) -> Self {
        let file_bytes_max = u64::from(config.import_file_bytes_max);
        let limits = Limits::default();
        Self(Arc::new(Inner {
            store,
            clock,
            uploads: Uploads::new(config),
            limits: Limits {
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

    fn store(&self) -> Result<Arc<Store>, AppError> {
        self.0.store.borrow().clone().ok_or(AppError::Unavailable)
    }

    fn running(&self) -> MutexGuard<'_, Option<Running>> {
        // Nothing can panic while it is held.
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

    /// The first look into a file: remembered, else taken anew.
    async fn look(&self, job: &ImportJob) -> Result<Arc<FileInspection>, ReaderMessage> {
        {
            let looks = self.0.looks.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((_, look)) = looks.iter().find(|(id, _)| *id == job.id) {
                return Ok(Arc::clone(look));
            }
        }
        let look = self.look_into(&job.folder).await?;
        self.remember(job.id, Arc::clone(&look));
        Ok(look)
    }

    async fn look_into(&self, folder: &str) -> Result<Arc<FileInspection>, ReaderMessage> {
        let (file, limits) = (self.0.uploads.file(folder), self.0.limits);
        let looked = tokio::task::spawn_blocking(move || {
            if !file.exists() {
                return Err(code("no_file"));
            }
            inspect::inspect(&file, &limits).map_err(|error| messages::fault(&error))
        });
        // A panic inside a third party's reader must not take the program down with it.
        looked.await.map_err(|_| code("reader"))?.map(Arc::new)
    }

    /// The caller's import of a number. What a program that is gone left under way is seen to be interrupted.
    async fn find(&self, caller: &Caller, id: ImportId) -> Result<ImportJob, AppError> {
        let store = self.store()?;
        let found = store.import_job(id).await.map_err(fault)?;
        let own = found.filter(|job| job.account == caller.person.id);
        let job = own.ok_or(AppError::NotFound)?;
        self.settle(&store, job).await.map_err(fault)
    }

    async fn settle(&self, store: &Store, job: ImportJob) -> Result<ImportJob, StoreError> {
        let now = self.0.clock.now();
        if !job.state.is_running() || self.progress_of(job.id).is_some() {
            return Ok(job);
        }
        let is_ours = self.0.uploads.node().is_ok_and(|node| node == job.node);
        if !is_ours && job.until_at.is_some_and(|until| until > now) {
            return Ok(job);
        }
        // It is staged as a whole: it is finished, not broken off.
        let staged = store.staged_import().await?;
        if staged.is_some_and(|staged| staged.job == Some(job.id)) {
            return Ok(job);
        }
        let change = ImportChange::default();
        // Moved: a run that ended this very moment.
        store
            .step_import(job.id, ImportStep::Interrupt, change, now)
            .await?;
        Ok(store.import_job(job.id).await?.unwrap_or(job))
    }

    async fn step(
        &self,
        id: ImportId,
        step: ImportStep,
        change: ImportChange,
    ) -> Result<(), ImportError> {
        let store = self.store()?;
        let stepped = store.step_import(id, step, change, self.0.clock.now());
        match stepped.await.map_err(fault)? {
            StepOutcome::Done => Ok(()),
            StepOutcome::Moved => Err(ImportError::Moved),
            StepOutcome::Another => Err(ImportError::Another),
            StepOutcome::Missing => Err(AppError::NotFound.into()),
        }
    }

    /// The text of a mapping, and its version; 0: it ships with the program.
    async fn text_of(&self, name: &str) -> Result<(String, i64), AppError> {
        if let Some((_, text)) = Mapping::SHIPPED.iter().find(|(known, _)| *known == name) {
            return Ok(((*text).to_owned(), 0));
        }
        let kept = self.store()?.import_mapping(name).await.map_err(fault)?;
        let kept = kept.ok_or(AppError::NotFound)?;
        Ok((kept.content, kept.version))
    }

    async fn zone(&self) -> Result<Tz, AppError> {
        let centre = self.store()?.centre(self.0.clock.now()).await;
        Ok(centre.map_err(fault)?.zone)
    }

    /// Refuses what cannot be read any more.
    fn has_file(&self, job: &ImportJob) -> Result<(), ImportError> {
        if self.0.uploads.file(&job.folder).exists() {
            return Ok(());
        }
        Err(ImportError::NoFile)
    }
}

/// A fault that is said by its code alone.
fn code(code: &str) -> ReaderMessage {
    ReaderMessage {
        code: code.to_owned(),
        ..ReaderMessage::default()
    }
}

fn listed(name: &str, version: i64, text: &str, look: Option<&FileInspection>) -> ListedMapping {
    let missing = look.and_then(|look| match Mapping::from_toml(text) {
        Ok(mapping) => mapping.lacks(&look.header),
        Err(error) => Some(error.to_string()),
    });
    ListedMapping {
        name: name.to_owned(),
        version,
        saved: None,
        missing,
    }
}

/// A name for a file: ASCII letters, digits and hyphens.
fn file_name(name: &str) -> String {
    let plain = sanh_domain::text::fold::folded(name);
    let parts = plain.split(|letter: char| !letter.is_ascii_alphanumeric());
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        return "mapping.toml".to_owned();
    }
    format!("{}.toml", parts.join("-"))
}

#[async_trait]
impl ImportPort for Imports {
    fn bounds(&self) -> ImportBounds {
        self.0.bounds
    }

    async fn jobs(&self, caller: &Caller) -> Result<Vec<ImportJob>, AppError> {
        let store = self.store()?;
        let jobs = store.imports_of(caller.person.id, JOBS_LISTED);
        let mut settled = Vec::new();
        for job in jobs.await.map_err(fault)? {
            settled.push(self.settle(&store, job).await.map_err(fault)?);
        }
        Ok(settled)
    }

    async fn job(&self, caller: &Caller, id: ImportId) -> Result<OpenImport, AppError> {
        let job = self.find(caller, id).await?;
        let look = if job.state.is_over() {
            Err(code("no_file"))
        } else {
            self.look(&job).await
        };
        let report = self.0.uploads.report(&job.folder);
        let report = report.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Ok(OpenImport {
            progress: self.progress_of(id).filter(|_| job.state.is_running()),
            look,
            report: report.filter(|_| job.counts.is_some()),
            zone: self.zone().await?,
            job,
        })
    }

    async fn mappings(
        &self,
        look: Option<&FileInspection>,
    ) -> Result<Vec<ListedMapping>, AppError> {
        let kept = self.store()?.import_mappings().await.map_err(fault)?;
        let kept = kept.into_iter().map(|kept| ListedMapping {
            saved: Some((kept.author, kept.saved_at)),
            ..listed(&kept.name, kept.version, &kept.content, look)
        });
        let shipped = Mapping::SHIPPED
            .iter()
            .map(|(name, text)| listed(name, 0, text, look));
        let mut all: Vec<ListedMapping> = kept.chain(shipped).collect();
        all.sort_by_key(|mapping| mapping.missing.is_some());
        Ok(all)
    }

    async fn mapping_file(&self, name: &str) -> Result<File, AppError> {
        let (text, version) = self.text_of(name).await?;
        let text = if version == 0 {
            text
        } else {
            let one_line = name.replace(char::is_control, " ");
            format!("# {one_line}, version {version}\n{text}")
        };
        Ok(File {
            name: file_name(name),
            media_type: "application/toml",
            bytes: text.into_bytes(),
        })
    }

    async fn draft_of(&self, name: &str) -> Result<MappingDraft, AppError> {
        let (text, version) = self.text_of(name).await?;
        // A shipped one is the beginning of one's own, under a name of its own.
        let name = if version == 0 { "" } else { name };
        draft::from_toml(name, &text).map_err(|error| {
            tracing::error!(%error, "a kept mapping cannot be read");
            AppError::Internal
        })
    }

    async fn choose(&self, caller: &Caller, id: ImportId, name: &str) -> Result<(), ImportError> {
        let job = self.find(caller, id).await?;
        self.has_file(&job)?;
        let (text, _) = self.text_of(name).await?;
        let change = ImportChange {
            mapping: Some((name.to_owned(), text)),
            ..ImportChange::default()
        };
        self.step(id, ImportStep::Map, change).await
    }

    async fn keep_draft(
        &self,
        caller: &Caller,
        id: ImportId,
        draft: &MappingDraft,
    ) -> Result<(), ImportError> {
        self.find(caller, id).await?;
        let text = serde_json::to_string(draft).map_err(|_| AppError::Internal)?;
        let store = self.store()?;
        let kept = store.keep_import_draft(id, text, self.0.clock.now());
        if kept.await.map_err(fault)? {
            return Ok(());
        }
        Err(ImportError::Moved)
    }

    async fn save_mapping(
        &self,
        caller: &Caller,
        id: ImportId,
        name: &str,
        draft: &MappingDraft,
    ) -> Result<(), ImportError> {
        let job = self.find(caller, id).await?;
        let look = self.look(&job).await.map_err(ImportError::Unusable)?;
        let text = draft::to_toml(draft, self.zone().await?);
        let text = text.map_err(|error| ImportError::Unusable(messages::mapping(&error)))?;
        let mapping = Mapping::from_toml(&text)
            .map_err(|error| ImportError::Unusable(messages::mapping(&error)))?;
        if let Some(column) = mapping.lacks(&look.header) {
            return Err(ImportError::Unusable(ReaderMessage {
                parts: vec![column],
                ..code("no_column")
            }));
        }
        self.keep_draft(caller, id, draft).await?;
        let (store, now) = (self.store()?, self.0.clock.now());
        let kept = store.keep_import_mapping(name.to_owned(), text, AuditActor::from(caller), now);
        match kept.await {
            Ok(_) => self.choose(caller, id, name).await,
            Err(StoreError::Invalid(_)) => Err(ImportError::Unusable(code("too_many_mappings"))),
            Err(error) => Err(fault(error).into()),
        }
    }

    async fn check(&self, caller: &Caller, id: ImportId) -> Result<(), ImportError> {
        self.begin_run(caller, id, run::Kind::Check).await
    }

    async fn apply(
        &self,
        caller: &Caller,
        id: ImportId,
        skip_bad: bool,
    ) -> Result<(), ImportError> {
        self.begin_run(caller, id, run::Kind::Apply { skip_bad })
            .await
    }

    async fn stop(&self, caller: &Caller, id: ImportId) -> Result<(), ImportError> {
        self.find(caller, id).await?;
        let running = self.running().clone();
        let of_it = running.filter(|running| running.id == id);
        of_it.ok_or(ImportError::Moved)?.progress.stop();
        Ok(())
    }

    async fn remove(&self, caller: &Caller, id: ImportId) -> Result<(), ImportError> {
        let job = self.find(caller, id).await?;
        self.step(id, ImportStep::Remove, ImportChange::default())
            .await?;
        self.0.uploads.remove(&job.folder);
        Ok(())
    }

    async fn bad_values(&self, caller: &Caller, id: ImportId) -> Result<File, AppError> {
        let job = self.find(caller, id).await?;
        let (uploads, folder) = (self.0.uploads.clone(), job.folder.clone());
        let read = tokio::task::spawn_blocking(move || uploads.bad_values(&folder, BAD_BYTES_MAX));
        let read = read.await.map_err(|_| AppError::Internal)?;
        let values = read.map_err(|_| AppError::NotFound)?;
        let audit_entry = AuditEntry {
            became: "bad values".to_owned(),
            ..AuditEntry::new(AuditAct::Exported, format!("sha256:{}", job.sha256))
        };
        let told = self.store()?;
        let told = told.audit(AuditActor::from(caller), audit_entry, self.0.clock.now());
        told.await.map_err(fault)?;
        Ok(File {
            name: format!("import-{}-bad.csv", id.0),
            media_type: "text/csv; charset=utf-8",
            bytes: [BYTE_ORDER_MARK, &values].concat(),
        })
    }
}

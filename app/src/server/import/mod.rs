//! Imports: how far each has come and the mappings are in the case database, the files and the runs with crate `server`.

pub mod engine;

use std::sync::Arc;

use chrono_tz::Tz;
use leptos::prelude::*;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::import::draft::{MappingDraft, MappingGap};
use sanh_domain::import::guess;
use sanh_domain::import::model::{
    FileInspection, ImportId, ImportJob, JOBS_LISTED, ListedMapping, MAPPING_NAME_CHARS_MAX,
    ReaderMessage,
};
use sanh_domain::import::state::ImportStep;
use sanh_domain::language::Lang;
use sanh_store::{AuditActor, AuditEntry, ImportChange, Store, StoreError};

use super::{Administrator, failure, now, store};
use crate::error::AppError;
use crate::model::import::{ImportList, OpenImport};
use crate::model::import_form::{
    ColumnsForm, WordsForm, stored_draft, with_columns, with_words, words_field,
};
use crate::text::Messages;
use crate::text::import::fact_name;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::FormError;
use engine::{ImportContext, ImportEngine, ImportError, ImportRun};

/// The field of what is refused to the import as a whole.
const WHOLE: &str = "import";

fn context() -> ImportContext {
    expect_context()
}

fn engine() -> Arc<dyn ImportEngine> {
    context().engine
}

/// The administrator's imports, newest first, and every mapping.
pub(crate) async fn list(administrator: &Administrator) -> Result<ImportList, AppError> {
    let (store, engine) = (store()?, engine());
    let listed = store.imports_of(administrator.caller().person.id, JOBS_LISTED);
    let mut jobs = Vec::new();
    for job in listed.await.map_err(failure)? {
        jobs.push(engine.settle(&store, job).await.map_err(failure)?);
    }
    Ok(ImportList {
        jobs,
        mappings: mappings(&store, None).await?,
        zone: zone(&store).await?,
        bounds: context().bounds,
    })
}

/// The administrator's import of a number.
pub(crate) async fn own(
    administrator: &Administrator,
    id: ImportId,
) -> Result<ImportJob, AppError> {
    let store = store()?;
    let found = store.import_job(id).await.map_err(failure)?;
    let own = found.filter(|job| job.account == administrator.caller().person.id);
    let own = own.ok_or(AppError::NotFound)?;
    engine().settle(&store, own).await.map_err(failure)
}

/// An import with what its page shows.
pub(crate) async fn open(job: ImportJob) -> Result<OpenImport, AppError> {
    let store = store()?;
    let file = engine().open(&job).await;
    let mappings = match &file.look {
        Ok(look) => mappings(&store, Some(look)).await?,
        Err(_) => Vec::new(),
    };
    Ok(OpenImport {
        zone: zone(&store).await?,
        mappings,
        file,
        job,
    })
}

/// The inspection of an import's file, made when it arrived.
pub(crate) async fn inspect(job: &ImportJob) -> Result<FileInspection, AppError> {
    let file = engine().open(job).await;
    file.look.map_err(|_| AppError::NotFound)
}

/// The initial values of the form of the columns. A column that the file does not have is guessed.
pub(crate) async fn draft(
    job: &ImportJob,
    look: &FileInspection,
    from: &str,
) -> Result<MappingDraft, AppError> {
    let guessed = guess::draft(look);
    if from.is_empty() {
        return Ok(stored_draft(job.draft.as_deref()).unwrap_or(guessed));
    }
    let (text, version) = text_of(from).await?;
    // A mapping that ships with the program is only a template: the user saves it under a new name.
    let name = if version == 0 { "" } else { from };
    let mut draft = engine().draft(name, &text)?;
    draft
        .columns
        .retain(|_, column| look.place(column).is_some());
    for (fact, column) in guessed.columns {
        let is_taken = draft.columns.values().any(|known| *known == column);
        if !is_taken {
            draft.columns.entry(fact).or_insert(column);
        }
    }
    Ok(draft)
}

/// The text of a mapping; that of a saved mapping contains its name.
pub(crate) async fn mapping(_: &Administrator, name: &str) -> Result<String, AppError> {
    let (text, version) = text_of(name).await?;
    if version == 0 {
        return Ok(text);
    }
    let one_line = name.replace(char::is_control, " ");
    Ok(format!("# {one_line}, version {version}\n{text}"))
}

/// Every bad value of the last run as CSV.
pub(crate) async fn bad_values(
    administrator: &Administrator,
    job: &ImportJob,
) -> Result<String, AppError> {
    let values = engine().bad_values(job).await.ok_or(AppError::NotFound)?;
    let audit_entry = AuditEntry {
        became: "bad values".to_owned(),
        ..AuditEntry::new(AuditAct::Exported, format!("sha256:{}", job.sha256))
    };
    let store = store()?;
    let told = store.audit(administrator.into(), audit_entry, now());
    told.await.map_err(failure)?;
    Ok(values)
}

/// Reads the file by a mapping.
pub(crate) async fn choose(job: &ImportJob, name: &str) -> Result<(), FormError> {
    let (text, _) = text_of(name).await?;
    let mapped = map(job.id, name, text).await;
    mapped.map_err(|error| error.at(WHOLE))
}

/// Saves the meaning of each column.
pub(crate) async fn choose_columns(job: &ImportJob, form: &ColumnsForm) -> Result<(), FormError> {
    let look = inspect(job).await?;
    let draft = with_columns(form, &look, draft(job, &look, form.from.trim()).await?);
    let lang = request().room_lang();
    let gaps = draft.lacks(&look).into_iter();
    let problems: Vec<_> = gaps
        .map(|gap| Problem::new(gap.field(), gap_text(lang, gap)))
        .collect();
    if !problems.is_empty() {
        return Err(FormError::Refused(problems.into()));
    }
    let kept = keep_draft(job.id, &draft).await;
    kept.map_err(|error| error.at("code"))
}

/// Saves a mapping, and reads the file by it.
pub(crate) async fn save_mapping(
    administrator: &Administrator,
    job: &ImportJob,
    form: &WordsForm,
) -> Result<(), FormError> {
    let look = inspect(job).await?;
    let before = stored_draft(job.draft.as_deref()).ok_or(AppError::NotFound)?;
    let (draft, unsaid) = with_words(form, &look, before);
    let lang = request().room_lang();
    let words = lang.words();
    let unsaid = unsaid.into_iter().map(|(fact, unsaid)| {
        let message = words.import_words_unsaid(unsaid.join(", "));
        Problem::new(words_field(fact), message)
    });
    let mut problems: Vec<_> = unsaid.collect();
    let name = draft.name.as_str();
    let is_shipped = context().shipped.iter().any(|(known, _)| *known == name);
    if name.is_empty() || name.chars().count() > MAPPING_NAME_CHARS_MAX || is_shipped {
        let message = words.import_needs_name(MAPPING_NAME_CHARS_MAX);
        problems.push(Problem::new("name", message));
    }
    if draft.zone.parse::<Tz>().is_err() && !draft.zone.is_empty() {
        problems.push(Problem::new("zone", words.import_needs_zone()));
    }
    if !problems.is_empty() {
        return Err(FormError::Refused(problems.into()));
    }
    let saved = save(administrator, job.id, &draft, &look).await;
    saved.map_err(|error| error.at("name"))
}

async fn save(
    administrator: &Administrator,
    id: ImportId,
    draft: &MappingDraft,
    look: &FileInspection,
) -> Result<(), ImportError> {
    let store = store()?;
    let text = engine().mapping(draft, zone(&store).await?, look);
    let text = text.map_err(ImportError::Unusable)?;
    keep_draft(id, draft).await?;
    let (name, by) = (draft.name.clone(), AuditActor::from(administrator));
    let kept = store.keep_import_mapping(name, text.clone(), by, now());
    match kept.await {
        Ok(_) => map(id, &draft.name, text).await,
        Err(StoreError::Invalid(_)) => Err(ImportError::Unusable(ReaderMessage {
            code: "too_many_mappings".to_owned(),
            ..ReaderMessage::default()
        })),
        Err(error) => Err(failure(error).into()),
    }
}

/// Begins a run.
pub(crate) async fn begin(
    administrator: &Administrator,
    job: ImportJob,
    run: ImportRun,
) -> Result<(), FormError> {
    let begun = engine().begin(job, run, administrator.into()).await;
    begun.map_err(|error| error.at(WHOLE))
}

/// Stops the run at hand.
pub(crate) fn stop(job: &ImportJob) -> Result<(), FormError> {
    if engine().stop(job.id) {
        return Ok(());
    }
    Err(ImportError::Moved.at(WHOLE))
}

/// Removes the file.
pub(crate) async fn remove(job: &ImportJob) -> Result<(), FormError> {
    let removed = step(job.id, ImportStep::Remove, ImportChange::default()).await;
    removed.map_err(|error| error.at(WHOLE))?;
    engine().remove(job);
    Ok(())
}

async fn map(id: ImportId, name: &str, text: String) -> Result<(), ImportError> {
    let change = ImportChange {
        mapping: Some((name.to_owned(), text)),
        ..ImportChange::default()
    };
    step(id, ImportStep::Map, change).await
}

async fn step(id: ImportId, step: ImportStep, change: ImportChange) -> Result<(), ImportError> {
    let store = store()?;
    ImportError::of(store.step_import(id, step, change, now()).await)
}

async fn keep_draft(id: ImportId, draft: &MappingDraft) -> Result<(), ImportError> {
    let text = serde_json::to_string(draft).map_err(|_| AppError::Internal)?;
    let store = store()?;
    let kept = store.keep_import_draft(id, text, now());
    if kept.await.map_err(failure)? {
        return Ok(());
    }
    Err(ImportError::Moved)
}

/// The text of a mapping, and its version; 0: it ships with the program.
async fn text_of(name: &str) -> Result<(String, i64), AppError> {
    let mut shipped = context().shipped.iter();
    if let Some((_, text)) = shipped.find(|(known, _)| *known == name) {
        return Ok(((*text).to_owned(), 0));
    }
    let kept = store()?.import_mapping(name).await.map_err(failure)?;
    let kept = kept.ok_or(AppError::NotFound)?;
    Ok((kept.content, kept.version))
}

/// The saved and shipped mappings, those that fit a file first.
async fn mappings(
    store: &Store,
    look: Option<&FileInspection>,
) -> Result<Vec<ListedMapping>, AppError> {
    let context = context();
    let listed = |name: &str, version: i64, text: &str| ListedMapping {
        name: name.to_owned(),
        version,
        saved: None,
        missing: look.and_then(|look| context.engine.missing(text, look)),
    };
    let kept = store.import_mappings().await.map_err(failure)?;
    let kept = kept.into_iter().map(|kept| ListedMapping {
        saved: Some((kept.author, kept.saved_at)),
        ..listed(&kept.name, kept.version, &kept.content)
    });
    let shipped = context.shipped.iter();
    let shipped = shipped.map(|(name, text)| listed(name, 0, text));
    let mut all: Vec<ListedMapping> = kept.chain(shipped).collect();
    all.sort_by_key(|mapping| mapping.missing.is_some());
    Ok(all)
}

async fn zone(store: &Store) -> Result<Tz, AppError> {
    let centre = store.centre(now()).await;
    Ok(centre.map_err(failure)?.zone)
}

/// The message for a missing column of a mapping.
fn gap_text(lang: Lang, gap: MappingGap) -> String {
    let words = lang.words();
    match gap {
        MappingGap::Column(fact) => words.import_needs_column(fact_name(lang, fact)),
        MappingGap::Twice(fact, other) => {
            words.import_column_for_two(fact_name(lang, fact), fact_name(lang, other))
        }
        MappingGap::Agency => words.import_needs_agency(),
        MappingGap::Field => words.import_needs_field(),
        MappingGap::Words(fact) => words.import_too_many_words(fact_name(lang, fact)),
    }
}

//! A copy of all data kept about one person: what they gave, what was noted about them, their dossiers, and who has read the
//! data.
//!
//! Other programs read it by its keys, so it is no type of the domain, and [`SCHEMA_VERSION`] grows with every key that
//! changes.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use sanh_domain::account::model::AgencyScope;
use sanh_domain::audit::model::{AuditAct, AuditLine};
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::applicant::{Applicant, Submission};
use sanh_domain::dossier::attachment::Attachment;
use sanh_domain::dossier::file::Note;
use sanh_domain::dossier::{Dossier, DossierCode, Event};
use sanh_store::stored::{instant_text, read_submission};
use sanh_store::{AuditQuery, BlindIndex, Result, Store, StoreError};
use serde::Serialize;

/// The version of the copy's keys.
const SCHEMA_VERSION: u32 = 2;

/// Lines of the audit read at a time.
const PAGE_ROWS: u32 = 1_000;

/// The copy of one person's data.
#[derive(Serialize)]
pub struct PersonalCopy {
    schema_version: u32,
    /// When it was made, RFC 3339 in UTC, like all instants in the copy.
    made_at: String,
    /// Each dossier of the person, the newest first.
    dossiers: Vec<CopiedDossier>,
    /// Searches for the person's name or numbers.
    searched: Vec<CopiedLine>,
}

#[derive(Serialize)]
struct CopiedDossier {
    code: String,
    /// The national code of its status.
    status: u8,
    received_at: Option<String>,
    ended_at: Option<String>,
    /// The applicant's data; none if it was erased or never recorded.
    applicant: Option<CopiedApplicant>,
    papers: Vec<String>,
    /// How many sets of them; none where it was not told.
    sets: Option<u8>,
    notes: Vec<CopiedNote>,
    attachments: Vec<CopiedAttachment>,
    history: Vec<CopiedEvent>,
    /// The audit entries about the dossier: what was changed and who has read it.
    audit: Vec<CopiedLine>,
}

#[derive(Serialize)]
struct CopiedApplicant {
    name: String,
    phone: String,
    identity: String,
    email: String,
    address: String,
    representative: String,
}

#[derive(Serialize)]
struct CopiedNote {
    at: String,
    author: String,
    text: String,
}

/// A file that is attached; its content is copied beside, under its name.
#[derive(Serialize)]
struct CopiedAttachment {
    at: String,
    author: String,
    title: String,
    kind: &'static str,
    size_bytes: u64,
    file: String,
}

#[derive(Serialize)]
struct CopiedEvent {
    at: String,
    what: &'static str,
    by: String,
    reason: Option<String>,
    due_at: Option<String>,
}

#[derive(Serialize)]
struct CopiedLine {
    at: String,
    act: &'static str,
    by: String,
}

/// The dossiers of a person, found by one of them: that one, and all others with the same identity number.
///
/// # Errors
///
/// [`StoreError::NotFound`]; or when they cannot be read.
pub async fn dossiers_of_person(store: &Store, code: &DossierCode) -> Result<Vec<Dossier>> {
    let scope = &AgencyScope::Everywhere;
    let named = store.dossier(code, scope).await?;
    let named = named.ok_or_else(|| StoreError::NotFound(code.clone()))?;
    let mut dossiers = vec![named.dossier];
    let identity = match submission(store, code).await? {
        Some(submission) => submission.applicant.identity,
        None => String::new(),
    };
    if !identity.is_empty() {
        let mark = BlindIndex {
            kind: "identity",
            text: identity,
        };
        let found = store.dossiers_of_person(mark).await?.into_iter();
        dossiers.extend(found.filter(|dossier| dossier.code != *code));
    }
    Ok(dossiers)
}

impl PersonalCopy {
    /// Makes the copy of all data kept about the applicant of these dossiers.
    ///
    /// # Errors
    ///
    /// When they cannot be read.
    pub async fn of(store: &Store, dossiers: &[Dossier], now: Instant) -> Result<Self> {
        let (mut copied, mut applicants) = (Vec::with_capacity(dossiers.len()), Vec::new());
        for dossier in dossiers {
            let submission = submission(store, &dossier.code).await?;
            applicants.extend(submission.as_ref().map(|it| it.applicant.clone()));
            copied.push(copy(store, dossier, submission).await?);
        }
        Ok(Self {
            schema_version: SCHEMA_VERSION,
            made_at: instant_text(now),
            dossiers: copied,
            searched: searches(store, &applicants).await?,
        })
    }

    /// How many dossiers it contains.
    #[must_use]
    pub fn len(&self) -> usize {
        self.dossiers.len()
    }

    /// Whether it contains no dossier.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.dossiers.is_empty()
    }
}

async fn submission(store: &Store, code: &DossierCode) -> Result<Option<Submission>> {
    let record = store.applicant(code, &AgencyScope::Everywhere).await?;
    let Some(record) = record else {
        return Ok(None);
    };
    // The cause is left out, because it may quote the record.
    let damaged =
        |_| StoreError::Corrupt(format!("the applicant's record of {code} cannot be read"));
    read_submission(&record).map(Some).map_err(damaged)
}

async fn copy(
    store: &Store,
    dossier: &Dossier,
    submission: Option<Submission>,
) -> Result<CopiedDossier> {
    let (scope, code) = (&AgencyScope::Everywhere, &dossier.code);
    let (_, events) = store.file(code, scope).await?;
    // People who work on a part may read the record of the whole dossier, so their reads are listed too.
    let linked = store.linked(code, scope).await?;
    let parts = linked.iter().flat_map(|linked| &linked.parts);
    let codes = std::iter::once(code).chain(parts.map(|part| &part.dossier.code));
    let mut lines = Vec::new();
    for code in codes {
        lines.extend(audit_of(store, code.as_str()).await?);
    }
    lines.sort_by_key(|line| line.id);
    lines.dedup_by_key(|line| line.id);
    let notes = store.notes(code, scope).await?;
    let attachments = store.attachments(code, scope).await?.into_iter();
    let (applicant, papers, sets) = match submission {
        Some(Submission {
            applicant,
            papers,
            sets,
        }) => (Some(applicant.into()), papers, sets),
        None => (None, Vec::new(), None),
    };
    Ok(CopiedDossier {
        code: code.to_string(),
        status: dossier.status.code(),
        received_at: dossier.received_at.map(instant_text),
        ended_at: dossier.ended_at.map(instant_text),
        applicant,
        papers,
        sets,
        notes: notes.into_iter().map(CopiedNote::from).collect(),
        attachments: attachments
            .map(|it| CopiedAttachment::of(code, it))
            .collect(),
        history: events.into_iter().map(CopiedEvent::from).collect(),
        audit: lines.into_iter().map(CopiedLine::from).collect(),
    })
}

/// Every line of the audit about a subject, the oldest first.
async fn audit_of(store: &Store, subject: &str) -> Result<Vec<AuditLine>> {
    let (mut lines, mut before) = (Vec::new(), None);
    loop {
        let query = AuditQuery {
            subject: Some(subject.to_owned()),
            actor: None,
            before,
            rows_max: PAGE_ROWS,
        };
        let page = store.audit_lines(query).await?;
        let is_last = page.len() < PAGE_ROWS as usize;
        before = page.last().map(|line| line.id);
        lines.extend(page);
        if is_last {
            lines.reverse();
            return Ok(lines);
        }
    }
}

/// The searches for these applicants' data: the audit has the keyed hash of what was typed.
async fn searches(store: &Store, applicants: &[Applicant]) -> Result<Vec<CopiedLine>> {
    let mut hashes = std::collections::BTreeSet::new();
    for applicant in applicants {
        for text in [&applicant.name, &applicant.phone, &applicant.identity] {
            if !text.is_empty() {
                hashes.insert(store.search_hash(text)?);
            }
        }
    }
    let mut lines = Vec::new();
    for hash in hashes {
        lines.extend(audit_of(store, &hash).await?);
    }
    lines.retain(|line| line.act == AuditAct::Searched);
    lines.sort_by_key(|line| line.id);
    Ok(lines.into_iter().map(CopiedLine::from).collect())
}

impl From<Applicant> for CopiedApplicant {
    fn from(applicant: Applicant) -> Self {
        let Applicant {
            name,
            phone,
            identity,
            email,
            address,
            representative,
        } = applicant;
        Self {
            name,
            phone,
            identity,
            email,
            address,
            representative,
        }
    }
}

impl From<Note> for CopiedNote {
    fn from(note: Note) -> Self {
        Self {
            at: instant_text(note.at),
            author: note.author,
            text: note.text,
        }
    }
}

impl CopiedAttachment {
    fn of(code: &DossierCode, attachment: Attachment) -> Self {
        Self {
            file: file_name(code, &attachment),
            at: instant_text(attachment.at),
            author: attachment.author,
            title: attachment.title,
            kind: attachment.kind.as_str(),
            size_bytes: attachment.size_bytes,
        }
    }
}

/// The name of the copy of an attached file.
fn file_name(code: &DossierCode, attachment: &Attachment) -> String {
    format!("{code}-{}.{}", attachment.id.0, attachment.kind.extension())
}

/// Copies what is attached to these dossiers into a folder, which is made where there is something; answers how many files.
///
/// # Errors
/// When they cannot be read or written; a file that is there is not overwritten.
pub async fn copy_attachments(store: &Store, dossiers: &[Dossier], folder: &Path) -> Result<usize> {
    let scope = &AgencyScope::Everywhere;
    let cannot = |path: &Path, source: std::io::Error| StoreError::File {
        path: path.display().to_string(),
        source,
    };
    let mut copied = 0;
    for dossier in dossiers {
        let code = &dossier.code;
        for attachment in store.attachments(code, scope).await? {
            std::fs::create_dir_all(folder).map_err(|error| cannot(folder, error))?;
            let path = folder.join(file_name(code, &attachment));
            let mut file = File::create_new(&path).map_err(|error| cannot(&path, error))?;
            let mut position = 0;
            while let Some(part) = store
                .attachment_part(code, attachment.id, position, scope)
                .await?
            {
                file.write_all(&part)
                    .map_err(|error| cannot(&path, error))?;
                position += 1;
            }
            file.sync_all().map_err(|error| cannot(&path, error))?;
            copied += 1;
        }
    }
    Ok(copied)
}

impl From<Event> for CopiedEvent {
    fn from(event: Event) -> Self {
        Self {
            at: instant_text(event.occurred_at),
            what: event.kind.as_str(),
            by: event.actor,
            reason: event.reason,
            due_at: event.due_at.map(instant_text),
        }
    }
}

impl From<AuditLine> for CopiedLine {
    fn from(line: AuditLine) -> Self {
        Self {
            at: instant_text(line.at),
            act: line.act.as_str(),
            by: line.actor,
        }
    }
}

//! `sanh applicant …`: personal data of applicants.

use std::io::Write;
use std::path::{Path, PathBuf};

use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{Dossier, DossierCode};
use sanh_domain::subscription::model::{TellAddress, TellChannel};
use sanh_store::clock::Clock;
use sanh_store::stored::read_submission;
use sanh_store::{AuditActor, AuditEntry, BlindIndex, RekeyReport, Store, StoreError};

use super::{Ended, database};
use crate::clock::MachineClock;
use crate::config::Config;
use crate::io::master_key;
use crate::io::personal_copy::{PersonalCopy, copy_attachments, dossiers_of_person};

/// What to do with applicants' data.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Applicant {
    /// Write all that is kept of the applicant of a dossier as JSON: that dossier and all others with the same identity number, and who
    /// has seen them. Attached files are copied into a folder beside the file that is written
    Export {
        /// The dossier's code
        code: String,
        /// The file to write, which must not exist; else it is printed
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Erase the applicant of a dossier for good; the dossier, its history and its seals stay
    Forget {
        /// The dossier's code
        code: String,
        /// Erase them from every dossier with the same identity number that has ended; those in process stay and are named
        #[arg(long)]
        person: bool,
    },
    /// Erase an e-mail address or a phone number wherever somebody wanted to be told of a dossier at it
    ForgetAddress {
        /// The address or the number
        address: String,
    },
    /// Change every key that applicants' data and second factors are sealed by. Stop every server first; they can start by the new
    /// file as soon as it is said to be in force. One that was broken off goes on when it is run again
    Rekey {
        /// The file of the new key; made where there is none
        new_key_file: PathBuf,
    },
}

/// Does it.
pub(super) async fn applicant(
    config: &Config,
    task: Applicant,
    out: &mut impl Write,
) -> Result<(), Ended> {
    match task {
        Applicant::Export { code, out: file } => {
            let code = read_code(code)?;
            let store = database::open_existing(config).await?;
            let done = export(&store, &code, file.as_deref(), out).await;
            store.close().await;
            done?;
        }
        Applicant::Forget { code, person } => {
            let code = read_code(code)?;
            let store = database::open_existing(config).await?;
            let done = if person {
                forget_person(&store, &code, out).await
            } else {
                forget(&store, &code, out).await
            };
            store.close().await;
            done?;
        }
        Applicant::ForgetAddress { address } => {
            let address = read_address(&address)?;
            let store = database::open_existing(config).await?;
            let now = MachineClock::new().now();
            let ended = store.forget_address(&address, AuditActor::console(), now);
            let ended = ended.await;
            store.close().await;
            writeln!(
                out,
                "it was to be told of {} dossiers, and is erased",
                ended?
            )?;
        }
        Applicant::Rekey { new_key_file } => rekey(config, &new_key_file, out).await?,
    }
    Ok(())
}

fn read_address(typed: &str) -> Result<TellAddress, Ended> {
    let channel = if typed.contains('@') {
        TellChannel::Mail
    } else {
        TellChannel::Phone
    };
    let address = TellAddress::read(channel, typed);
    let none = || Ended::Refused("this is neither an e-mail address nor a phone number".to_owned());
    address.ok_or_else(none)
}

fn read_code(code: String) -> Result<DossierCode, Ended> {
    DossierCode::try_from(code).map_err(|error| Ended::Refused(error.to_string()))
}

/// Writes the copy. The audit is told first, of every dossier in it.
async fn export(
    store: &Store,
    code: &DossierCode,
    file: Option<&Path>,
    out: &mut impl Write,
) -> Result<(), Ended> {
    let now = MachineClock::new().now();
    let dossiers = dossiers_of_person(store, code).await?;
    for dossier in &dossiers {
        let audit_entry = AuditEntry::new(AuditAct::ApplicantExported, dossier.code.as_str());
        store.audit(AuditActor::console(), audit_entry, now).await?;
    }
    let copy = PersonalCopy::of(store, &dossiers, now).await?;
    let text =
        serde_json::to_string_pretty(&copy).map_err(|error| Ended::CannotRun(error.to_string()))?;
    let Some(path) = file else {
        writeln!(out, "{text}")?;
        return Ok(());
    };
    let cannot = |error| Ended::CannotRun(format!("{}: {error}", path.display()));
    // Only the owner can read it, like all files that the program makes.
    let mut file = std::fs::File::create_new(path).map_err(cannot)?;
    file.write_all(text.as_bytes()).map_err(cannot)?;
    file.sync_all().map_err(cannot)?;
    writeln!(out, "{} dossiers are in {}", copy.len(), path.display())?;
    let folder = path.with_extension("files");
    let files = copy_attachments(store, &dossiers, &folder).await?;
    if files > 0 {
        writeln!(out, "{files} attached files are in {}", folder.display())?;
    }
    Ok(())
}

async fn forget(store: &Store, code: &DossierCode, out: &mut impl Write) -> Result<(), Ended> {
    let now = MachineClock::new().now();
    let is_erased = erase(store, code, now).await?;
    let said = if is_erased {
        "the applicant was erased, and stays so when a copy is restored (sanh.ledger); copies of the database made before still hold the record: destroy them, too"
    } else {
        "there was nothing to erase"
    };
    writeln!(out, "{said}")?;
    Ok(())
}

/// Erases a person from every dossier that has ended.
async fn forget_person(
    store: &Store,
    code: &DossierCode,
    out: &mut impl Write,
) -> Result<(), Ended> {
    let now = MachineClock::new().now();
    let dossiers = dossiers_of_person(store, code).await?;
    let mut erased = 0;
    for Dossier { code, ended_at, .. } in &dossiers {
        if ended_at.is_none() {
            writeln!(
                out,
                "{code} is in process: its applicant stays until it has ended"
            )?;
        } else if erase(store, code, now).await? {
            erased += 1;
        }
    }
    writeln!(
        out,
        "the person was erased from {erased} of {} dossiers; copies of the database made before still hold the record: destroy them, too",
        dossiers.len()
    )?;
    Ok(())
}

async fn erase(store: &Store, code: &DossierCode, now: Instant) -> Result<bool, StoreError> {
    store
        .forget_applicant(code, AuditActor::console(), now)
        .await
}

async fn rekey(config: &Config, new_key_file: &Path, out: &mut impl Write) -> Result<(), Ended> {
    let store = database::open_locked(config).await?;
    let (path, now) = (master_key::path(config), MachineClock::new().now());
    let old = master_key::load(&path, false)?;
    let new = master_key::load(new_key_file, true)?;
    // First seals what an older version stored in clear text. After an interrupted change the data already have the new key.
    match store.unlock(&old).await {
        Ok(()) | Err(StoreError::Misconfigured(_)) => {}
        Err(error) => return Err(error.into()),
    }
    let change = store.begin_key_change(old, new, read_marks, now).await?;
    writeln!(
        out,
        "the new keys are in force: put {} in the place of {} on every server and start them; what is sealed is put under them meanwhile",
        new_key_file.display(),
        path.display()
    )?;
    out.flush()?;
    let RekeyReport {
        applicants,
        notes,
        attachments,
        factors,
        ..
    } = store.finish_key_change(&change, read_marks, now).await?;
    writeln!(
        out,
        "{applicants} applicants, {notes} notes, {attachments} attachments and {factors} second factors are under the new keys: destroy the old file"
    )?;
    store.close().await;
    Ok(())
}

/// What the person of a record is found by.
fn read_marks(record: &[u8]) -> Option<Vec<BlindIndex>> {
    let submission = read_submission(record).ok()?;
    let marks = submission.applicant.marks().into_iter();
    Some(
        marks
            .map(|(kind, text)| BlindIndex { kind, text })
            .collect(),
    )
}

#[cfg(test)]
mod tests;

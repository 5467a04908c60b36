//! `sanh applicant …`: personal data of applicants.

use std::io::Write;
use std::path::{Path, PathBuf};

use sanh_domain::dossier::DossierCode;
use sanh_store::clock::Clock;
use sanh_store::stored::read_submission;
use sanh_store::{AuditActor, BlindIndex, RekeyReport, StoreError};

use super::{Ended, database};
use crate::clock::MachineClock;
use crate::config::Config;
use crate::io::master_key;

/// What to do with applicants' data.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Applicant {
    /// Erase the applicant of a dossier for good; the dossier, its history and its seals stay
    Forget {
        /// The dossier's code
        code: String,
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
        Applicant::Forget { code } => {
            let store = database::open_existing(config).await?;
            let now = MachineClock::new().now();
            let code = DossierCode::try_from(code);
            let code = code.map_err(|error| Ended::Refused(error.to_string()))?;
            let was_there = store
                .forget_applicant(&code, AuditActor::console(), now)
                .await?;
            let said = if was_there {
                "the applicant was erased, and stays so when a copy is restored (sanh.ledger); copies of the database made before still hold the record: destroy them, too"
            } else {
                "there was nothing to erase"
            };
            writeln!(out, "{said}")?;
            store.close().await;
        }
        Applicant::Rekey { new_key_file } => rekey(config, &new_key_file, out).await?,
    }
    Ok(())
}

async fn rekey(config: &Config, new_key_file: &Path, out: &mut impl Write) -> Result<(), Ended> {
    let store = database::open_locked(config).await?;
    let (path, now) = (master_key::path(config), MachineClock::new().now());
    let old = master_key::load(&path, false)?;
    let new = master_key::load(new_key_file, true)?;
    // What an older version kept in clear is sealed first. One that was broken off is under the new key already.
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
        factors,
        ..
    } = store.finish_key_change(&change, read_marks, now).await?;
    writeln!(
        out,
        "{applicants} applicants, {notes} notes and {factors} second factors are under the new keys: destroy the old file"
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

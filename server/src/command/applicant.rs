//! `sanh applicant …`: what is kept of the people who apply.

use std::io::Write;
use std::path::PathBuf;

use sanh_app::dossier::DossierCode;

use super::{Ended, database};
use crate::clock::{Clock, MachineClock};
use crate::config::Config;
use crate::io::master_key;
use crate::store::By;

/// What to do with applicants' data.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Applicant {
    /// Erase the applicant of a dossier for good; the dossier, its history and its seals stay
    Forget {
        /// The dossier's code
        code: String,
    },
    /// Seal the centre's secret by another master key; then put the new file in the place of the old one
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
    let store = database::open_existing(config).await?;
    let now = MachineClock::new().now();
    match task {
        Applicant::Forget { code } => {
            let code = DossierCode::try_from(code);
            let code = code.map_err(|error| Ended::Refused(error.to_string()))?;
            let was_there = store.forget_applicant(&code, By::console(), now).await?;
            let said = if was_there {
                "the applicant was erased, and stays so when a copy is restored (sanh.ledger); copies of the database made before still hold the record: destroy them, too"
            } else {
                "there was nothing to erase"
            };
            writeln!(out, "{said}")?;
        }
        Applicant::Rekey { new_key_file } => {
            let path = master_key::path(config);
            let old = master_key::load(&path, false)?;
            let new = master_key::load(&new_key_file, true)?;
            store.change_master_key(old, new, now).await?;
            writeln!(
                out,
                "the new key is in force: put {} in the place of {}, and destroy the old one",
                new_key_file.display(),
                path.display()
            )?;
        }
    }
    store.close().await;
    Ok(())
}

//! `sanh evidence …`: what a wall showed, as a file that proves it.

use std::io::Write;
use std::path::PathBuf;

use super::Ended;
use super::database::open_existing;
use super::figures::instant;
use crate::clock::{Clock, MachineClock};
use crate::config::Config;
use crate::io::evidence::{self, EvidenceFault};
use crate::ports::replay;

/// What to do with evidence.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Evidence {
    /// Write what a wall showed at an instant to a file
    Save {
        /// The wall's name; `main` is the one at /
        #[arg(long, default_value = sanh_app::page::DEFAULT_SCREEN)]
        screen: String,
        /// When: `2026-03-03T10:00`, or with a zone
        #[arg(long, value_name = "TIME")]
        at: String,
        /// The ZIP to write; must not exist
        #[arg(long)]
        out: PathBuf,
    },
    /// Say whether a file holds what was sealed
    Check {
        /// The ZIP
        file: PathBuf,
    },
}

impl From<EvidenceFault> for Ended {
    fn from(fault: EvidenceFault) -> Self {
        Self::Refused(fault.to_string())
    }
}

/// Does it.
pub(super) async fn evidence(
    config: &Config,
    task: Evidence,
    out: &mut impl Write,
) -> Result<(), Ended> {
    let store = open_existing(config).await?;
    let ended = match task {
        Evidence::Save {
            screen,
            at,
            out: file,
        } => {
            let centre = store.centre(MachineClock::new().now()).await?;
            let at = instant(&at, &centre)?;
            let found = replay::find(&store, &screen, at).await?;
            let found = found.ok_or_else(|| {
                Ended::Refused(format!("no board of the wall {screen} is kept for {at}"))
            })?;
            let bytes = replay::evidence_of(&found, &screen, at)?;
            let mut made = std::fs::File::create_new(&file)
                .map_err(|error| Ended::CannotRun(format!("{}: {error}", file.display())))?;
            made.write_all(&bytes)?;
            let version = found.shown.version;
            writeln!(out, "board version {version} is in {}", file.display())?;
            Ok(())
        }
        Evidence::Check { file } => {
            let bytes = std::fs::read(&file)
                .map_err(|error| Ended::CannotRun(format!("{}: {error}", file.display())))?;
            let checked = evidence::check(&store, &bytes)?;
            let said = checked.statement;
            writeln!(
                out,
                "the wall {} at {}: board version {}, published {}",
                said.wall, said.asked_at, said.version, said.published_at
            )?;
            match checked.is_good {
                Some(true) => writeln!(out, "its figures are those that were sealed")?,
                Some(false) => {
                    return Err(Ended::Refused(
                        "its figures are not those that were sealed".to_owned(),
                    ));
                }
                None => return Err(Ended::Refused("it has no seal".to_owned())),
            }
            Ok(())
        }
    };
    store.close().await;
    ended
}

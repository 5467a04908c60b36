//! `sanh evidence …`: what a wall showed, as a file that proves it.

use std::io::Write;
use std::path::PathBuf;

use super::Ended;
use super::database::open_existing;
use super::instant::instant;
use crate::clock::MachineClock;
use crate::config::Config;
use crate::io::evidence::{self, Checked, EvidenceFault, Statement};
use crate::live::wall_playback;
use crate::web::assets::Assets;
use sanh_store::clock::Clock;

/// What to do with evidence.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Evidence {
    /// Write what a wall showed at an instant to a file
    Save {
        /// The wall's name; `main` is the one at /
        #[arg(long, default_value = sanh_domain::screen::model::DEFAULT_SCREEN)]
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
            let now = MachineClock::new().now();
            let centre = store.centre(now).await?;
            let at = instant(&at, &centre)?;
            let found = wall_playback::find(&store, &screen, at).await?;
            let found = found.ok_or_else(|| {
                Ended::Refused(format!("no board of the wall {screen} is kept for {at}"))
            })?;
            let style = Assets::load().style();
            let bytes =
                wall_playback::evidence_of(&store, &found, &screen, (at, now), &style).await?;
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
            let checked = evidence::check(&store, &bytes).await?;
            write_checked(&checked, out)
        }
    };
    store.close().await;
    ended
}

/// Writes what was verified, and nothing else of the file.
fn write_checked(checked: &Checked, out: &mut impl Write) -> Result<(), Ended> {
    let refused = |why: &str| Err(Ended::Refused(why.to_owned()));
    match checked {
        Checked::Sealed(said) => {
            write_statement(said, out)?;
            writeln!(out, "everything in it is as it was sealed")?;
            Ok(())
        }
        Checked::FiguresUnproven(said) => {
            write_statement(said, out)?;
            refused(
                "the file is as it was sealed, and says that its figures were not those sealed when they were published",
            )
        }
        Checked::OlderFigures {
            version,
            published_at,
        } => {
            writeln!(
                out,
                "board version {version}, published {published_at}: its figures are those that were sealed"
            )?;
            refused(
                "it is of the older kind, whose seal covers the figures, their version and their time only: the wall, the instant and the page in it prove nothing",
            )
        }
        Checked::Altered => refused("it is not as it was sealed: something in it was changed"),
        Checked::KeyLost(chain) => {
            writeln!(out, "{chain}")?;
            refused(
                "it was changed, or was sealed by the key that is lost: nobody can tell any more",
            )
        }
        Checked::Unsealed => refused("it has no seal"),
    }
}

fn write_statement(said: &Statement, out: &mut impl Write) -> Result<(), Ended> {
    let lines = [
        ("wall", printable(&said.wall)),
        ("set to", printable(&said.setting)),
        ("asked for", said.asked_at.to_rfc3339()),
        ("board version", said.version.to_string()),
        ("published", said.published_at.to_rfc3339()),
        (
            "replaced",
            said.replaced_at
                .map_or_else(|| "not yet".to_owned(), |at| at.to_rfc3339()),
        ),
        ("the program published", printable(&said.program)),
        ("the wall was connected", printable(&said.connected)),
        ("this file was made", said.made_at.to_rfc3339()),
    ];
    for (name, value) in lines {
        writeln!(out, "{name}: {value}")?;
    }
    if let Some(lost) = &said.key_lost {
        writeln!(out, "{}", printable(lost))?;
    }
    Ok(())
}

/// A text without what a terminal would obey: control and direction characters are written out.
fn printable(text: &str) -> String {
    let is_obeyed = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().fold(String::new(), |mut text, letter| {
        if is_obeyed(letter) {
            text.extend(letter.escape_unicode());
        } else {
            text.push(letter);
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_for_a_terminal_are_escaped() {
        assert_eq!(printable("Sảnh 1"), "Sảnh 1");
        assert_eq!(printable("a\u{1b}[2Jb\u{202e}c"), "a\\u{1b}[2Jb\\u{202e}c");
    }
}

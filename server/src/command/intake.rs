//! `sanh import`: dossiers of another system.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use sanh_app::server::account::secret;
use sanh_store::clock::Clock;
use sanh_store::{AuditActor, ImportMarker};
use sha2::{Digest, Sha256};

use super::Ended;
use crate::clock::MachineClock;
use crate::config::Config;
use crate::io::import::limits::ImportLimits;
use crate::io::import::mapping::Mapping;
use crate::io::import::{ImportError, ImportObserver, Request, import_watched};

/// Which file, and how to read it.
#[derive(Debug, clap::Args)]
pub(super) struct Import {
    /// The CSV, XLSX or XLS file
    file: PathBuf,
    /// How its columns are to be read (TOML) [default: a one-stop unit's export with Vietnamese names]
    #[arg(long)]
    mapping: Option<PathBuf>,
    /// Do everything but write
    #[arg(long)]
    dry_run: bool,
    /// Take the good dossiers, and write the bad values to FILE.bad.csv
    #[arg(long)]
    skip_bad: bool,
}

impl Import {
    /// Imports, and tells what was taken and what was not.
    pub(super) async fn run(self, config: &Config, out: &mut impl Write) -> Result<(), Ended> {
        let request = Request {
            mapping: self.mapping()?,
            file: self.file,
            dry_run: self.dry_run,
            skip_bad: self.skip_bad,
            show_progress: std::io::stderr().is_terminal(),
            limits: ImportLimits::default(),
        };
        let (skip_bad, name) = (request.skip_bad, request.file.display().to_string());
        let store = super::database::open(config).await?;
        let now = MachineClock::new().now();
        let (theirs, ours) = (request.mapping.zone, store.centre(now).await?.zone);
        if theirs != ours {
            writeln!(
                out,
                "note: the file's times are of {theirs}, the centre counts its days in {ours}; if they should be the same, \
                 run `sanh setting set zone {theirs}` before the first import"
            )?;
        }
        if crate::io::import::finish_staged(&store, now, &mut |_| {})
            .await?
            .is_some()
        {
            writeln!(
                out,
                "note: the rest of an earlier import, which had broken off, was written first"
            )?;
        }
        let watch = ImportObserver {
            mark: marker(&request.file),
            ..ImportObserver::default()
        };
        let report = Box::pin(import_watched(&store, request, watch, now)).await;
        store.close().await;
        let report = report.map_err(|error| refused(&name, error))?;
        report.write(out)?;
        if report.bad.total() > 0 && !skip_bad {
            return Err(Ended::Refused(format!(
                "{name}: nothing was taken, because rows are bad"
            )));
        }
        Ok(())
    }

    fn mapping(&self) -> Result<Mapping, Ended> {
        let Some(path) = &self.mapping else {
            return Mapping::one_stop_unit().map_err(|error| Ended::CannotRun(error.to_string()));
        };
        let unusable =
            |why: &dyn std::fmt::Display| Ended::CannotRun(format!("{}: {why}", path.display()));
        let text = std::fs::read_to_string(path).map_err(|error| unusable(&error))?;
        Mapping::from_toml(&text).map_err(|error| unusable(&error))
    }
}

/// What the audit tells of the file; a file that cannot be read is told of by the import itself.
fn marker(file: &Path) -> Option<ImportMarker> {
    let mut hash = Sha256::new();
    let mut opened = std::fs::File::open(file).ok()?;
    let file_bytes = std::io::copy(&mut opened, &mut HashWriter(&mut hash)).ok()?;
    let name = file.file_name().unwrap_or_default();
    Some(ImportMarker {
        job: None,
        by: AuditActor::console(),
        sha256: hex::encode(hash.finalize()),
        name_sha256: secret::hash(&name.to_string_lossy()),
        file_bytes,
    })
}

/// Hashes what is written to it.
struct HashWriter<'a>(&'a mut Sha256);

impl Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn refused(name: &str, error: ImportError) -> Ended {
    match error {
        ImportError::Store(error) => error.into(),
        error => Ended::Refused(format!("{name}: {error}")),
    }
}

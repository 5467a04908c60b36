//! `sanh export`: official reports as files.

use std::io::Write;
use std::path::PathBuf;

use chrono::NaiveDate;
use sanh_app::server::official_form::OfficialFormSheet;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::period::Period;
use sanh_domain::report::official_form::model::Axis;
use sanh_domain::report::official_form::period::known;
use sanh_domain::report::official_form::signed::{Content, SignatureState, Signed};
use sanh_domain::report::sheet::FileFormat;
use sanh_store::clock::Clock;
use sanh_store::{AuditActor, AuditEntry, Store, unwatched};

use super::instant::instant;
use super::{Ended, days};
use crate::clock::MachineClock;
use crate::config::Config;

/// Whoever has the console has the database: the whole centre.
const WHOLE: &AgencyScope = &AgencyScope::Everywhere;

/// Which report.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Export {
    /// Form II.06a/VPCP/KSTT of any days, as XLSX or CSV
    Ii06a(Ii06a),
}

/// Form II.06a of which days, and how.
#[derive(Debug, clap::Args)]
pub(super) struct Ii06a {
    /// First day of the period
    #[arg(long)]
    from: NaiveDate,
    /// Last day of the period, counted, too
    #[arg(long)]
    to: NaiveDate,
    /// Count up to `--to` even where that is the day after a report period
    #[arg(long)]
    exact: bool,
    /// What its lines are: field or agency
    #[arg(long, default_value = "field")]
    by: String,
    /// The figures as they stood at this instant: `2026-11-23`, `2026-11-23T08:00`, or with a zone [default: now]
    #[arg(long, value_name = "TIME")]
    as_of: Option<String>,
    /// The report of these days as it was signed last
    #[arg(long, conflicts_with = "as_of")]
    as_signed: bool,
    /// The file to write; its ending says how: .xlsx or .csv
    #[arg(long)]
    out: PathBuf,
}

impl Export {
    /// Writes the file.
    pub(super) async fn run(self, config: &Config, out: &mut impl Write) -> Result<(), Ended> {
        let Self::Ii06a(asked) = self;
        asked.run(config, out).await
    }
}

impl Ii06a {
    async fn run(self, config: &Config, out: &mut impl Write) -> Result<(), Ended> {
        let axis = Axis::read(&self.by)
            .ok_or_else(|| Ended::CannotRun("--by is field or agency".to_owned()))?;
        let ending = self.out.extension().and_then(|ending| ending.to_str());
        let format = ending
            .and_then(FileFormat::read)
            .ok_or_else(|| Ended::CannotRun("--out must end in .xlsx or .csv".to_owned()))?;
        let store = super::database::open_existing(config).await?;
        let period = known(days::counted(&store, (self.from, self.to), self.exact).await?);
        let now = MachineClock::new().now();
        let centre = store.centre(now).await?;
        let as_of = self.as_of.as_deref().map(|text| instant(text, &centre));
        let as_of = as_of.transpose()?.unwrap_or(now);
        let (content, signed) = if self.as_signed {
            let signed = self.signed(&store, period).await?;
            (signed.content.clone(), Some(signed))
        } else {
            let counted = store.cube(period, as_of, unwatched(), WHOLE).await?;
            (store.report_content(counted.cube, WHOLE).await?, None)
        };
        let signature = signed
            .as_ref()
            .map_or(SignatureState::Unsigned, SignatureState::Signed);
        let sheet = OfficialFormSheet {
            content: &content,
            signature: &signature,
            axis,
            now: (as_of.min(now), centre.zone),
        };
        let bytes = sheet
            .bytes(format)
            .map_err(|error| Ended::Refused(error.to_string()))?;
        let path = self.out.display();
        std::fs::write(&self.out, bytes)
            .map_err(|error| Ended::CannotRun(format!("{path}: {error}")))?;
        let audit_entry = AuditEntry::new(AuditAct::Exported, sheet.file_name(format));
        store.audit(AuditActor::console(), audit_entry, now).await?;
        writeln!(out, "{path}: {}", summary(&content))?;
        store.close().await;
        Ok(())
    }

    async fn signed(&self, store: &Store, period: Period) -> Result<Signed, Ended> {
        let signed = store.signed_report_of_days(period, WHOLE).await?;
        signed.ok_or_else(|| {
            Ended::Refused(format!(
                "no report from {} to {} was signed",
                self.from, self.to
            ))
        })
    }
}

/// The first and the last day counted, and the total, in a line.
fn summary(content: &Content) -> String {
    let figures = content.cube.total().figures;
    let period = &content.cube.period;
    format!(
        "{} to {}: {} received, {} resolved, {} open, {} ended otherwise",
        period.from,
        days::last_day(period),
        figures.received_all(),
        figures.resolved(),
        figures.open(),
        figures.ended_without_result()
    )
}

//! `sanh calendar import`: dates of the calendar from a file.

use std::io::Write;
use std::path::{Path, PathBuf};

use chrono_tz::Tz;
use sanh_app::alarm::words::alarm_moment;
use sanh_app::text::Messages;
use sanh_app::text::centre::fault_text;
use sanh_domain::centre::change::{
    CalendarChange, CalendarPlan, ChangePreview, DueTimePolicy, MOVED_MAX,
};
use sanh_domain::centre::file::{FILE_BYTES_MAX, FileChange, FileFault};
use sanh_domain::deadline::DayStatus;
use sanh_domain::deadline::office_hours::CalendarDay;
use sanh_domain::id::AgencyId;
use sanh_domain::language::Lang;
use sanh_store::clock::Clock;
use sanh_store::{AuditActor, CalendarOutcome, Store};

use super::Ended;
use super::database::open_existing;
use crate::clock::MachineClock;
use crate::config::Config;
use crate::io::calendar_file;

/// What is to be done with the calendar.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Calendar {
    /// Take dates from an iCalendar file (all-day events) or a CSV file (date;name;kind)
    Import(Import),
}

/// Which file, and what it decides.
#[derive(Debug, clap::Args)]
pub(super) struct Import {
    /// The iCalendar or CSV file, in UTF-8
    file: PathBuf,
    /// Who decided the dates, and in which document
    #[arg(long)]
    decision: String,
    /// For this agency only, by its code [default: for all]
    #[arg(long)]
    agency: Option<String>,
    /// Keep the due times of open dossiers as they are
    #[arg(long)]
    keep_due: bool,
    /// Show what would change, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// `sanh calendar …`
pub(super) async fn calendar(
    config: &Config,
    task: Calendar,
    out: &mut impl Write,
) -> Result<(), Ended> {
    let Calendar::Import(import) = task;
    let content = import.content()?;
    let store = open_existing(config).await?;
    let done = import.run(&store, &content, out).await;
    store.close().await;
    done
}

impl Import {
    /// The bytes of the file; of one that is too large so many that it is told.
    fn content(&self) -> Result<Vec<u8>, Ended> {
        use std::io::Read;
        let unreadable =
            |error: std::io::Error| Ended::CannotRun(format!("{}: {error}", self.file.display()));
        let file = std::fs::File::open(&self.file).map_err(unreadable)?;
        let mut content = Vec::new();
        let bound = FILE_BYTES_MAX as u64 + 1;
        file.take(bound)
            .read_to_end(&mut content)
            .map_err(unreadable)?;
        Ok(content)
    }

    async fn run(&self, store: &Store, content: &[u8], out: &mut impl Write) -> Result<(), Ended> {
        let now = MachineClock::new().now();
        let zone = store.centre(now).await?.zone;
        let rows = store.calendar_rows().await?;
        let agency = self.agency(store).await?;
        let file = calendar_file::read(content);
        let change = FileChange::of(&file, &rows, agency, &self.decision);
        let change = match change {
            Ok(change) => change,
            Err(faults) => return refused(&self.file, &faults, out),
        };
        for day in &change.days {
            let is_there = rows.day(day.date, agency).is_some();
            writeln!(out, "{}", description(day, is_there))?;
        }
        for date in &change.same {
            writeln!(out, "same     {date}")?;
        }
        for date in &change.weekly {
            writeln!(out, "left out {date}\ta weekly day off")?;
        }
        if change.days.is_empty() {
            writeln!(out, "The calendar is so already.")?;
            return Ok(());
        }
        let plan = CalendarPlan {
            change: CalendarChange::Days(change.days),
            reason: Lang::Vi.words().file_reason(&self.decision),
        };
        let foretold = store
            .foretell(plan.clone(), AuditActor::console(), now)
            .await?;
        write_preview(out, &foretold, zone)?;
        if self.dry_run {
            writeln!(out, "Nothing was written (--dry-run).")?;
            return Ok(());
        }
        let moving = if self.keep_due {
            DueTimePolicy::Leave
        } else {
            DueTimePolicy::Move
        };
        let done = store.change_calendar(plan, moving, foretold.mark, AuditActor::console(), now);
        match done.await? {
            CalendarOutcome::Now(moved) => writeln!(out, "Saved; {moved} due times moved.")?,
            CalendarOutcome::Otherwise(_) => {
                return Err(Ended::Refused(
                    "due times changed meanwhile; nothing was written, run it again".to_owned(),
                ));
            }
            CalendarOutcome::TooMany => {
                return Err(Ended::Refused(format!(
                    "more than {MOVED_MAX} due times would move; nothing was written, use --keep-due or a smaller file"
                )));
            }
        }
        Ok(())
    }

    async fn agency(&self, store: &Store) -> Result<Option<AgencyId>, Ended> {
        let Some(code) = &self.agency else {
            return Ok(None);
        };
        let agencies = store.agencies().await?;
        let found = agencies.iter().find(|agency| agency.code == *code);
        let missing = || Ended::Refused(format!("there is no agency \"{code}\""));
        found.map(|agency| Some(agency.id)).ok_or_else(missing)
    }
}

/// A date that changes, on one line.
fn description(day: &CalendarDay, is_there: bool) -> String {
    let what = if is_there { "changed " } else { "new     " };
    let hours = sanh_domain::centre::form_input::written(&day.intervals);
    let hours = if hours.is_empty() { "off" } else { &hours };
    let waits = match day.status {
        DayStatus::Decided => "",
        DayStatus::Pending => "\tpending",
    };
    format!("{what} {}\t{hours}\t{}{waits}", day.date, day.name)
}

/// What becomes of due times, the first of them one by one.
fn write_preview(out: &mut impl Write, foretold: &ChangePreview, zone: Tz) -> Result<(), Ended> {
    writeln!(out, "{} due times of open dossiers move.", foretold.moved)?;
    for it in &foretold.moves {
        let (due, new_due) = (alarm_moment(it.due, zone), alarm_moment(it.new_due, zone));
        writeln!(out, "{}\t{due}\t{new_due}", it.code)?;
    }
    if foretold.stuck > 0 {
        writeln!(out, "{} should move and cannot.", foretold.stuck)?;
    }
    Ok(())
}

/// Every fault of a file, a line each.
fn refused(file: &Path, faults: &[FileFault], out: &mut impl Write) -> Result<(), Ended> {
    for it in faults {
        writeln!(out, "line {}: {}", it.line, fault_text(Lang::En, &it.fault))?;
    }
    Err(Ended::Refused(format!(
        "{}: nothing was taken, because the file has faults ({})",
        file.display(),
        faults.len()
    )))
}

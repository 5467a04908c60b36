//! `sanh figures`: the board as JSON, for any period, as of any instant.

use std::io::Write;

use chrono::NaiveDate;
use sanh_domain::board::model::Board;
use sanh_domain::period::Period;
use sanh_domain::scope::Scope;
use sanh_store::clock::Clock;
use serde::Serialize;

use super::instant::instant;
use super::{Ended, days};
use crate::clock::MachineClock;
use crate::config::Config;

/// Which figures.
#[derive(Debug, clap::Args)]
pub(super) struct Figures {
    /// The figures as they stood at this instant: `2026-11-23`, `2026-11-23T08:00`, or with a zone [default: now]
    #[arg(long, value_name = "TIME")]
    as_of: Option<String>,
    /// First day of the period [default: of the month of `--as-of`]
    #[arg(long, requires = "to")]
    from: Option<NaiveDate>,
    /// Last day of the period, counted, too
    #[arg(long, requires = "from")]
    to: Option<NaiveDate>,
    /// Count up to `--to` even where that is the day after a report period
    #[arg(long, requires = "to")]
    exact: bool,
    /// Only what was recorded by this instant: the figures as they were signed then
    #[arg(long, value_name = "TIME")]
    recorded_by: Option<String>,
    /// One agency, by its code
    #[arg(long)]
    agency: Option<String>,
}

/// The board with its sums, which the board itself leaves to be added up.
#[derive(Serialize)]
struct Printed<'a> {
    /// The first day counted.
    first_day: NaiveDate,
    /// The last day counted.
    last_day: NaiveDate,
    resolved: u64,
    in_time: u64,
    open: u64,
    #[serde(flatten)]
    board: &'a Board,
}

impl Figures {
    /// Counts and prints.
    pub(super) async fn run(self, config: &Config, out: &mut impl Write) -> Result<(), Ended> {
        let store = super::database::open_existing(config).await?;
        let now = MachineClock::new().now();
        let centre = store.centre(now).await?;
        let as_of = self.as_of.as_deref().map(|text| instant(text, &centre));
        let as_of = as_of.transpose()?.unwrap_or(now);
        let recorded_by = self
            .recorded_by
            .as_deref()
            .map(|text| instant(text, &centre));
        let recorded_by = recorded_by.transpose()?;
        let period = match (self.from, self.to) {
            (Some(from), Some(to)) => days::counted(&store, (from, to), self.exact).await?,
            _ => Period::month(centre.calendar.local_date(as_of)),
        };
        let scope = match self.agency {
            None => Scope::Centre,
            Some(code) => super::database::agency(&store, &code).await?,
        };
        let board = store
            .figures_from_history(scope, period, as_of, recorded_by)
            .await?;
        let printed = Printed {
            first_day: period.from,
            last_day: days::last_day(&period),
            resolved: board.total.resolved(),
            in_time: board.total.in_time(),
            open: board.total.open(),
            board: &board,
        };
        serde_json::to_writer_pretty(&mut *out, &printed).map_err(std::io::Error::from)?;
        writeln!(out)?;
        store.close().await;
        Ok(())
    }
}

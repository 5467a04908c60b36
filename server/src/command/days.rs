//! The days that a command counts: from the first to the last, as on the pages.

use chrono::NaiveDate;
use sanh_domain::period::Period;
use sanh_domain::report::official_form::period::{KINDS, days};
use sanh_store::Store;

use super::Ended;

/// The days of `--from` and `--to`, both counted. Where `--to` is the day after a report period that begins at `--from`, most likely that
/// period is meant, as `--to` was understood before: it is refused, unless that is wished exactly.
///
/// # Errors
/// [`Ended::CannotRun`] for days in the wrong order or too many, and for what is refused; when the database cannot be read.
pub(super) async fn counted(
    store: &Store,
    (from, last): (NaiveDate, NaiveDate),
    is_exact: bool,
) -> Result<Period, Ended> {
    let period = days(from, last).ok_or_else(|| {
        Ended::CannotRun(format!(
            "--from {from} --to {last}: --to is the last day counted, not before --from, and at most ten years after it"
        ))
    })?;
    if is_exact {
        return Ok(period);
    }
    match meant(store, from, last).await? {
        None => Ok(period),
        Some(meant) => Err(Ended::CannotRun(format!(
            "--to is the last day counted, and {last} is the day after the report period from {from} to {}: write --to {}, or add --exact to count {last}, too",
            last_day(&meant),
            last_day(&meant),
        ))),
    }
}

/// A report period, shipped or listed, from this day to the one before the last.
async fn meant(store: &Store, from: NaiveDate, last: NaiveDate) -> Result<Option<Period>, Ended> {
    let shipped = KINDS
        .into_iter()
        .filter_map(|kind| Period::of_kind(kind, from));
    let mut shipped = shipped.filter(|period| period.from == from);
    let found = shipped.find(|period| period.to == last);
    if found.is_some() {
        return Ok(found);
    }
    for kind in KINDS {
        let row = store.report_period(kind, from).await?;
        let found = row.map(|row| row.period).filter(|period| period.to == last);
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// The last day of a period.
pub(super) fn last_day(period: &Period) -> NaiveDate {
    period.to.pred_opt().unwrap_or(period.to)
}

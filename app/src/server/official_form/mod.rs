//! The official report in the case database.

mod counting;
mod dossiers;
mod file;
mod form_input;
mod sign;

use chrono::{Days, NaiveDate};
use leptos::prelude::*;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::deadline::Instant;
use sanh_domain::period::{Period, PeriodKind};
use sanh_domain::report::model::CountResult;
use sanh_domain::report::official_form::model::is_revised;
use sanh_domain::report::official_form::period::{
    PeriodName, PeriodRow, PeriodState, known, send_by, to_be_signed,
};
use sanh_domain::report::official_form::signed::Content;
use sanh_store::{AuditActor, Centre, CountedCube, PeriodOutcome, Store};
use sha2::Digest;
use sha2::Sha256;

use super::{Manager, RunningCounts, failure, now, store};
use crate::error::AppError;
use crate::model::official_form::{ListedPeriod, OfficialReport, PERIOD_ROWS, PeriodList};
use crate::text::Messages;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::FormError;

pub use counting::Counting;
pub(crate) use dossiers::{cell_dossiers, cell_file};
pub use file::OfficialFormSheet;
pub(crate) use file::official_form_file;
pub(crate) use form_input::typed_row;
pub(crate) use sign::sign;

/// Days after today for which the list shows future periods (ours): the next one of most kinds.
const DAYS_AHEAD: u64 = 32;

/// A period that an address names, and the row of it.
struct FoundPeriod {
    period: Period,
    row: Option<PeriodRow>,
}

/// The periods of a kind, newest first, from a first day on downwards.
pub(crate) async fn periods(
    _: &Manager,
    kind: PeriodKind,
    before: Option<NaiveDate>,
) -> Result<PeriodList, AppError> {
    let (store, now) = (store()?, now());
    let centre = store.centre(now).await.map_err(failure)?;
    let today = centre.calendar.local_date(now);
    let ahead = today.checked_add_days(Days::new(DAYS_AHEAD));
    let before = before.or(ahead).unwrap_or(today);
    let one_more = u32::try_from(PERIOD_ROWS).unwrap_or(u32::MAX) + 1;
    let rows = store.report_periods(kind, before, one_more).await;
    let mut rows = rows.map_err(failure)?;
    let has_older = rows.len() > PERIOD_ROWS;
    rows.truncate(PERIOD_ROWS);
    let waiting = waiting(&store, &centre, now).await?;
    let mut periods = Vec::with_capacity(rows.len());
    for row in rows {
        let state = state(&store, &centre, &row, now).await?;
        let send_by = send_day(&centre, &row, &waiting, now);
        periods.push(ListedPeriod {
            row,
            state,
            send_by,
        });
    }
    Ok(PeriodList {
        today,
        zone: centre.zone,
        periods,
        has_older,
        has_send_days: centre.report_send_days > 0,
    })
}

/// The periods that wait for a signature.
pub(crate) async fn reports_due(_: &Manager) -> Result<Vec<ListedPeriod>, AppError> {
    let (store, now) = (store()?, now());
    let centre = store.centre(now).await.map_err(failure)?;
    let due = waiting(&store, &centre, now).await?;
    let listed = |row: &PeriodRow| ListedPeriod {
        row: row.clone(),
        state: PeriodState::Finished,
        send_by: send_day(&centre, row, &due, now),
    };
    Ok(due.iter().map(listed).collect())
}

/// The periods that wait for a signature, of the whole centre.
async fn waiting(store: &Store, centre: &Centre, now: Instant) -> Result<Vec<PeriodRow>, AppError> {
    let today = centre.calendar.local_date(now);
    let finished = store.finished_report_periods(today).await;
    Ok(to_be_signed(&finished.map_err(failure)?))
}

/// By when the report of a period is sent: of one that has not ended, or waits for a signature.
fn send_day(
    centre: &Centre,
    row: &PeriodRow,
    waiting: &[PeriodRow],
    now: Instant,
) -> Option<NaiveDate> {
    if is_finished(centre, &row.period, now) && !waiting.contains(row) {
        return None;
    }
    send_by(&row.period, centre.report_send_days, &centre.calendar)
}

/// A period of the list.
pub(crate) async fn period(_: &Manager, name: PeriodName) -> Result<PeriodRow, AppError> {
    let found = find(store()?.as_ref(), name).await?;
    found.row.ok_or(AppError::NotFound)
}

/// The report of a period. One that takes long is counted in the background.
pub(crate) async fn report(
    manager: &Manager,
    name: PeriodName,
) -> Result<CountResult<Box<OfficialReport>>, AppError> {
    let (store, now) = (store()?, now());
    let found = find(&store, name).await?;
    let counting = expect_context::<RunningCounts>().official_form;
    Ok(match counting.cube(&store, found.period, now).await? {
        CountResult::Done(counted) => {
            let report = counted_report(&store, manager, found, counted).await?;
            CountResult::Done(Box::new(report))
        }
        CountResult::Counting(progress) => CountResult::Counting(progress),
    })
}

/// Puts a period in the list, or changes the one of this name, if it is not signed; its kind.
pub(crate) async fn put_period(
    manager: &Manager,
    row: PeriodRow,
    changing: Option<PeriodName>,
) -> Result<PeriodKind, FormError> {
    for_all(manager)?;
    let (store, kind) = (store()?, row.period.kind);
    let changing = changing.map(row_name).transpose()?;
    let put = store.put_report_period(row, changing, AuditActor::from(manager), now());
    period_changed(put.await.map_err(failure)?)?;
    Ok(kind)
}

/// Removes a period that is not signed from the list, if `sure` is `yes`; returns its kind.
pub(crate) async fn remove_period(
    manager: &Manager,
    name: PeriodName,
    sure: &str,
) -> Result<PeriodKind, FormError> {
    for_all(manager)?;
    period(manager, name).await?;
    if sure.trim() != "yes" {
        return Err(AppError::Invalid("sure".to_owned()).into());
    }
    let (store, (kind, from)) = (store()?, row_name(name)?);
    let removed = store.remove_report_period(kind, from, AuditActor::from(manager), now());
    period_changed(removed.await.map_err(failure)?)?;
    Ok(kind)
}

/// The report of a period that was counted, as far as the manager may see it.
async fn counted_report(
    store: &Store,
    manager: &Manager,
    found: FoundPeriod,
    counted: CountedCube,
) -> Result<OfficialReport, AppError> {
    let now = now();
    let centre = store.centre(now).await.map_err(failure)?;
    let reach = &manager.caller().person.reach;
    let content = store.report_content(counted.cube, reach).await;
    let content = content.map_err(failure)?;
    let mark = content_digest(&content)?;
    let signed = match &found.row {
        Some(row) => {
            let signed = store.signed_reports(row.period, reach).await;
            signed.map_err(failure)?
        }
        None => Vec::new(),
    };
    let before = store.stored_cube(found.period.previous(), now, reach).await;
    let before = before.map_err(failure)?.map(|kept| kept.cube);
    let is_finished = is_finished(&centre, &found.period, now);
    let waiting = waiting(store, &centre, now).await?;
    let row = found.row.as_ref();
    let send_by = row.and_then(|row| send_day(&centre, row, &waiting, now));
    Ok(OfficialReport {
        period: found.period,
        send_by,
        row: found.row,
        now: if is_finished {
            now
        } else {
            content.cube.status_at
        },
        zone: centre.zone,
        is_finished,
        content,
        signed,
        before,
        is_whole: *reach == AgencyScope::Everywhere,
        mark,
    })
}

async fn state(
    store: &Store,
    centre: &Centre,
    row: &PeriodRow,
    now: Instant,
) -> Result<PeriodState, AppError> {
    let today = centre.calendar.local_date(now);
    if row.period.from > today {
        return Ok(PeriodState::ToCome);
    }
    if !is_finished(centre, &row.period, now) {
        return Ok(PeriodState::Running);
    }
    if row.signed.is_none() {
        return Ok(PeriodState::Finished);
    }
    // Whether the signed figures still hold concerns the whole report, whatever the reader's scope.
    let whole = &AgencyScope::Everywhere;
    let signed = store.signed_reports(row.period, whole).await;
    let signed = signed.map_err(failure)?;
    let kept = store.stored_cube(row.period, now, whole).await;
    let kept = kept.map_err(failure)?;
    Ok(match (signed.last(), kept) {
        (Some(signed), Some(kept)) => {
            let Content { cube, folding, .. } = &signed.content;
            if is_revised(cube, &kept.cube, *folding) {
                PeriodState::Revised
            } else {
                PeriodState::Signed
            }
        }
        _ => PeriodState::SignedUncounted,
    })
}

async fn find(store: &Store, name: PeriodName) -> Result<FoundPeriod, AppError> {
    match name {
        PeriodName::Days(days) => Ok(FoundPeriod {
            period: known(days),
            row: None,
        }),
        PeriodName::Row(kind, from) => {
            let row = store.report_period(kind, from).await.map_err(failure)?;
            let row = row.ok_or(AppError::NotFound)?;
            Ok(FoundPeriod {
                period: row.period,
                row: Some(row),
            })
        }
    }
}

fn is_finished(centre: &Centre, period: &Period, now: Instant) -> bool {
    centre.calendar.day_start(period.to) <= now
}

/// The fingerprint of a report in the form that signs it: it changes with every figure of the report.
fn content_digest(content: &Content) -> Result<String, AppError> {
    let text = serde_json::to_vec(content).map_err(|error| {
        tracing::error!(%error, "a report cannot be written");
        AppError::Internal
    })?;
    Ok(hex::encode(Sha256::digest(&text)))
}

/// Refuses who does not decide for the whole centre.
fn for_all(manager: &Manager) -> Result<(), AppError> {
    match manager.caller().person.reach {
        AgencyScope::Everywhere => Ok(()),
        AgencyScope::Agencies(_) => Err(AppError::Forbidden),
    }
}

/// The result of a form that changes the list.
fn period_changed(outcome: PeriodOutcome) -> Result<(), FormError> {
    let words = request().room_lang().words();
    match outcome {
        PeriodOutcome::Done => Ok(()),
        PeriodOutcome::Signed => Err(Problem::new("kind", words.official_form_row_signed()).into()),
        PeriodOutcome::Taken => Err(Problem::new("from", words.official_form_taken()).into()),
        PeriodOutcome::Missing => Err(AppError::NotFound.into()),
    }
}

fn row_name(name: PeriodName) -> Result<(PeriodKind, NaiveDate), AppError> {
    match name {
        PeriodName::Row(kind, from) => Ok((kind, from)),
        PeriodName::Days(_) => Err(AppError::NotFound),
    }
}

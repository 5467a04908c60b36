//! Dossiers as the rows of a list.

use sanh_domain::account::model::Caller;
use sanh_domain::deadline::lateness::DeadlineRule;
use sanh_domain::deadline::{Calendar, Instant, is_overdue, whole_minute};
use sanh_domain::dossier::file::Office;
use sanh_domain::dossier::worklist::WorklistRow;
use sanh_domain::dossier::{Clock, Dossier};
use sanh_store::Centre;

use crate::model::dossier_row::RowText;
use crate::ui::response::request;

/// The texts of rows, for their reader.
pub(crate) fn row_texts(office: &Office, caller: &Caller, rows: &[WorklistRow]) -> Vec<RowText> {
    let lang = request().room_lang();
    let text = |row| RowText::of(lang, office, row, None, &caller.person);
    rows.iter().map(text).collect()
}

/// A row with its clock at an instant.
#[must_use]
pub fn row(dossier: Dossier, centre: &Centre, now: Instant) -> WorklistRow {
    let calendar = centre.calendar.for_agency(dossier.agency);
    let lateness = centre.rules.lateness;
    let is_overdue = match dossier.clock() {
        Clock::Running => is_overdue(lateness, centre.zone, dossier.due_at, now),
        Clock::Stopped => dossier.paused_overdue(lateness, centre.zone),
        Clock::NotStarted | Clock::Ended => false,
    };
    WorklistRow {
        left_min: left_min(&dossier, &calendar, lateness.rule, now),
        undecided: dossier.undecided(&calendar, now),
        is_overdue,
        is_stop_proposed: dossier.is_stop_proposed(&calendar, now, &centre.rules),
        dossier,
        applicant: None,
    }
}

fn left_min(
    dossier: &Dossier,
    calendar: &Calendar,
    rule: DeadlineRule,
    now: Instant,
) -> Option<u32> {
    let from = match dossier.clock() {
        Clock::Running => now,
        // A stopped clock keeps the time that was left when it stopped.
        Clock::Stopped => dossier.paused_at?,
        Clock::NotStarted | Clock::Ended => return None,
    };
    let due = match (rule, dossier.due_at?) {
        (DeadlineRule::Instant, due) => whole_minute(due),
        // By this rule a dossier is late only after the end of its due day.
        (DeadlineRule::Day, due) => {
            let next = calendar.local_date(due).succ_opt()?;
            calendar.day_start(next)
        }
    };
    // Rounded down to whole minutes: a minute less than a working day must not count as a working day.
    let from = whole_minute(from);
    let left = calendar.working_time(from.min(due), from.max(due));
    u32::try_from(left.num_minutes()).ok()
}

/// The position at which a page of a list continues: the value by which the list is ordered, and the dossier's row.
#[must_use]
pub fn place_of(text: &str) -> Option<(i64, i64)> {
    let (due, id) = text.split_once('.')?;
    Some((due.parse().ok()?, id.parse().ok()?))
}

//! When what a figure counts happened to a dossier, and by how much it was late.

use chrono::Duration;
use sanh_domain::deadline::lateness::{DeadlineRule, overdue_from};
use sanh_domain::deadline::{Instant, whole_minute};
use sanh_domain::dossier::Dossier;
use sanh_domain::dossier::worklist::WorklistRow;
use sanh_domain::report::query::Figure;
use sanh_domain::report::sheet::Cell;
use sanh_store::Centre;

use crate::model::report_list::DossierEnd;
use crate::text::dossier::moment;
use crate::text::duration::short_working_time;
use crate::text::report::{counted_at_name, late_by_name};
use crate::ui::response::request;

/// One working hour, in minutes.
const HOUR_MIN: u64 = 60;

/// One for each row, in their order.
pub(super) fn ends(centre: &Centre, figure: Figure, rows: &[WorklistRow]) -> Vec<DossierEnd> {
    let lang = request().room_lang();
    let end = |row: &WorklistRow| {
        let at = counted_at(figure, &row.dossier);
        let late = late_by(centre, figure, &row.dossier);
        DossierEnd {
            at: at.map_or_else(String::new, |at| moment(at, centre.zone)),
            late: late.map_or_else(String::new, |late| short_working_time(lang, late)),
            late_min: late
                .and_then(|late| u64::try_from(late.num_minutes()).ok())
                .unwrap_or_default(),
        }
    };
    rows.iter().map(end).collect()
}

/// The cells of a row in a file, as many as the figure has names for: when it happened, and by how many working hours it was late.
pub(super) fn end_cells(centre: &Centre, figure: Figure, row: &WorklistRow) -> Vec<Cell> {
    let lang = request().room_lang();
    let at = counted_at_name(lang, figure);
    let at = at.map(|_| Cell::local_time(counted_at(figure, &row.dossier), centre.zone));
    let late = late_by_name(lang, figure).map(|_| {
        let late = late_by(centre, figure, &row.dossier);
        let late_min = late.and_then(|late| u64::try_from(late.num_minutes()).ok());
        late_min.map_or(Cell::Blank, working_hours)
    });
    [at, late].into_iter().flatten().collect()
}

/// Working minutes as hours, which a spreadsheet can add up.
pub(super) const fn working_hours(minutes: u64) -> Cell {
    Cell::Tenths((minutes * 10 + HOUR_MIN / 2) / HOUR_MIN)
}

/// When what the figure counts happened; `None` of a figure that tells what stands.
const fn counted_at(figure: Figure, dossier: &Dossier) -> Option<Instant> {
    match figure {
        Figure::Received | Figure::ReceivedBy(_) => dossier.received_at,
        Figure::Resolved
        | Figure::Early
        | Figure::OnTime
        | Figure::Late
        | Figure::FirstLate
        | Figure::WaitingCollection
        | Figure::Withdrawn
        | Figure::Ineligible
        | Figure::Refused => dossier.ended_at,
        Figure::HandedOver => dossier.handed_over_at,
        Figure::Open
        | Figure::Within
        | Figure::Overdue
        | Figure::Paused
        | Figure::NoDue
        | Figure::RegisteredWaiting
        | Figure::Age(_)
        | Figure::DueWithin(_)
        | Figure::DueSoon => None,
    }
}

/// Working time from the due time that the figure looks at to the end, by the rule in force.
fn late_by(centre: &Centre, figure: Figure, dossier: &Dossier) -> Option<Duration> {
    let due = match figure {
        Figure::Late => dossier.due_at?,
        Figure::FirstLate => dossier.first_due_at?,
        _ => return None,
    };
    let lateness = centre.rules.lateness;
    let from = match lateness.rule {
        DeadlineRule::Instant => whole_minute(due),
        DeadlineRule::Day => overdue_from(lateness, centre.zone, due),
    };
    let calendar = centre.calendar.for_agency(dossier.agency);
    Some(calendar.working_time(from, dossier.ended_at?))
}

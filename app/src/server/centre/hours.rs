//! Reads a form of new office hours.

use sanh_domain::centre::change::{CalendarChange, CalendarPlan};
use sanh_domain::centre::form_input;
use sanh_domain::deadline::office_hours::{Interval, OfficeHours};
use sanh_domain::language::Lang;

use crate::model::centre::{CalendarOverview, WEEK};
use crate::page::Form;
use crate::text::Messages;
use crate::text::date::short_date;
use crate::ui::form::Problem;
use crate::ui::response::request;

/// The change that a form asks for.
pub(super) fn plan(form: &Form, overview: &CalendarOverview) -> Result<CalendarPlan, Vec<Problem>> {
    let words = request().room_lang().words();
    let told = Lang::Vi.words();
    let mut problems = Vec::new();
    let valid_from = form_input::date(form.text("valid_from"));
    match valid_from {
        None => problems.push(Problem::new("valid_from", words.setting_bad_date())),
        Some(from) if from < overview.today => {
            problems.push(Problem::new("valid_from", words.setting_past()));
        }
        Some(_) => {}
    }
    if let (Some(valid_from), true) = (valid_from, form.text("removes") == "yes") {
        return Ok(CalendarPlan {
            change: CalendarChange::RemoveHours { valid_from },
            reason: told.reason_hours_removed(short_date(valid_from)),
        });
    }
    let mut week: [Vec<Interval>; 7] = Default::default();
    for (name, day) in WEEK.into_iter().zip(&mut week) {
        match form_input::intervals(form.text(name)) {
            Some(intervals) => *day = intervals,
            None => problems.push(Problem::new(name, words.day_bad_hours())),
        }
    }
    if problems.is_empty() && week.iter().all(Vec::is_empty) {
        problems.push(Problem::new("mon", words.hours_none()));
    }
    match valid_from.filter(|_| problems.is_empty()) {
        None => Err(problems),
        Some(valid_from) => Ok(CalendarPlan {
            change: CalendarChange::Hours(OfficeHours { valid_from, week }),
            reason: told.reason_hours(short_date(valid_from)),
        }),
    }
}

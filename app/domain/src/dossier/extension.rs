//! The one extension of a due time: until when it is possible, and its limits.

use chrono::Months;

use super::action::When;
use super::event::Event;
use super::event_kind::EventKind;
use super::model::Dossier;
use super::refusal::Refusal;
use super::rules::Rules;
use crate::account::actor::{Actor, ActorRole};
use crate::deadline::calendar::{Calendar, WorkingMinutes};
use crate::deadline::due::{TimeLimit, due_at};
use crate::deadline::{Instant, whole_minute};

/// An extension must be made while at least this much working time is left: one working day of 8 hours.
const LEAD_MIN: WorkingMinutes = WorkingMinutes::DAY;
/// The longest extension: a year beyond the due time in force (ours: anything further is a typing mistake, or another dossier).
const MONTHS_MAX: Months = Months::new(12);

impl Dossier {
    /// The last instant, by its minute, at which this dossier can be extended; `None` where it has no due time, or where its
    /// whole term is shorter than a working day.
    pub fn extension_possible_until(&self, calendar: &Calendar) -> Option<Instant> {
        let until = calendar.latest_before(self.due_at?, LEAD_MIN.duration())?;
        let received_at = self.received_at.map(whole_minute)?;
        Some(until).filter(|until| *until >= received_at)
    }

    /// The latest due time that an extension may give. For staff: the procedure's own limit, counted from the due time in
    /// force, as many times as the setting says. For a manager: a year. A dossier without a limit has only the limit of a year.
    pub fn extension_due_max(
        &self,
        calendar: &Calendar,
        rules: &Rules,
        role: ActorRole,
    ) -> Option<Instant> {
        let due = self.due_at?;
        let local = due.with_timezone(&calendar.zone());
        let in_a_year = local.checked_add_months(MONTHS_MAX);
        let in_a_year = in_a_year
            .map(|local| local.to_utc())
            .or_else(|| due.checked_add_months(MONTHS_MAX))?;
        match (role, self.limit) {
            (ActorRole::Staff, Some(limit)) => {
                let again = limit_again(due, limit, calendar, rules.extension_limits_max);
                Some(again.map_or(in_a_year, |again| again.min(in_a_year)))
            }
            _ => Some(in_a_year),
        }
    }

    /// The due time of an extension to `new_due` made at `at`. A time outside working time is moved to the end of the last
    /// interval before it. For the system, whose source decided the date, only that it is later and made in time is checked.
    pub(super) fn extended_due(
        &self,
        new_due: Instant,
        at: Instant,
        calendar: &Calendar,
        rules: &Rules,
        role: ActorRole,
    ) -> Result<Instant, Refusal> {
        let due = self.due_at.ok_or(Refusal::NoDueTime)?;
        let until = self.extension_possible_until(calendar);
        if until.is_none_or(|until| whole_minute(at) > until) {
            return Err(Refusal::ExtensionTooLate { until });
        }
        if role == ActorRole::System {
            return later(new_due, due);
        }
        let new_due = later(in_working_time(new_due, due, calendar)?, due)?;
        let most = |role| self.extension_due_max(calendar, rules, role);
        if let Some(until) = most(ActorRole::Manager).filter(|most| new_due > *most) {
            return Err(Refusal::ExtensionOverYear { until });
        }
        if let Some(until) = most(role).filter(|most| new_due > *most) {
            return Err(Refusal::ExtensionTooFar { until });
        }
        Ok(new_due)
    }

    /// The actions that a person may try now: as [`Dossier::allowed`], but an extension only while it is still possible (for a
    /// manager, who may record one that was made in time: if it was possible at some time since the last event), and a
    /// correction only of an event that this person may undo. `history` is the whole history.
    pub fn offered(
        &self,
        actor: &Actor,
        now: Instant,
        calendar: &Calendar,
        rules: &Rules,
        history: &[Event],
    ) -> Vec<EventKind> {
        let until = self.extension_possible_until(calendar);
        let extended_at = match actor.role {
            ActorRole::Staff => now,
            ActorRole::Manager | ActorRole::System => self.last_event_at.min(now),
        };
        let is_heard = |kind: &EventKind| match kind {
            EventKind::Extend => until.is_some_and(|until| whole_minute(extended_at) <= until),
            EventKind::Correct => {
                let tried = EventKind::Correct.action("?", None);
                let when = When::from(now);
                tried.is_some_and(|tried| {
                    self.act(tried, when, calendar, rules, actor, history)
                        .is_ok()
                })
            }
            _ => true,
        };
        let allowed = self.allowed(actor.role).into_iter();
        allowed.filter(is_heard).collect()
    }
}

fn later(new_due: Instant, due: Instant) -> Result<Instant, Refusal> {
    if new_due <= due {
        return Err(Refusal::NewDueNotLater);
    }
    Ok(new_due)
}

/// A time unchanged if it lies in working time; else the end of the last interval before it. Both ends of an interval belong to
/// it, as a due time at closing is in working time.
fn in_working_time(
    new_due: Instant,
    due: Instant,
    calendar: &Calendar,
) -> Result<Instant, Refusal> {
    let new_due = whole_minute(new_due);
    if new_due <= due || calendar.is_open(new_due) {
        return Ok(new_due);
    }
    // Moves it back to the closing before: the earliest instant with the same working time.
    calendar
        .add_working_time(due, calendar.working_time(due, new_due))
        .ok_or(Refusal::NoWorkingTime)
}

/// The due time plus this many times the limit; the cut-off of a reception does not apply. `None` where the calendar has no
/// such instant.
fn limit_again(due: Instant, limit: TimeLimit, calendar: &Calendar, times: u32) -> Option<Instant> {
    let limit = TimeLimit {
        cutoff_15h: false,
        ..limit
    };
    (0..times).try_fold(due, |due, _| due_at(calendar, due, limit))
}

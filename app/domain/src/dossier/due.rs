//! The due time after an action: promised at reception, moved by a pause, an extension or a change of the calendar.

use super::action::Action;
use super::model::Dossier;
use super::refusal::Refusal;
use super::rules::Rules;
use super::status::Status;
use crate::account::actor::ActorRole;
use crate::deadline::calendar::Calendar;
use crate::deadline::due::{ResumeRule, TimeLimit, due_after_pause, due_at, extended_by_pause};
use crate::deadline::lateness::is_overdue;
use crate::deadline::{Instant, whole_minute, whole_ms};

impl Dossier {
    /// The due time after an action that leads to this status and counts at this instant.
    pub(super) fn due_after(
        &self,
        action: &Action,
        to: Status,
        at: Instant,
        calendar: &Calendar,
        (rules, role): (&Rules, ActorRole),
    ) -> Result<Due, Refusal> {
        match action {
            Action::Receive => promised(self.limit, at, calendar).map(Due::of),
            Action::Extend { new_due, .. } => self
                .extended_due(whole_ms(*new_due), at, calendar, rules, role)
                .map(|due| Due::of(Some(due))),
            Action::Recount {
                new_due,
                counted_due,
                ..
            } => self.due_by_recount(whole_ms(*new_due), whole_ms(*counted_due)),
            Action::PapersReceived | Action::Paid | Action::DeclineWithdrawal { .. }
                if !to.is_waiting() =>
            {
                Ok(Due {
                    in_force: self.resumed_due(at, calendar, rules)?,
                    counted: self.resumed_counted_due(at, calendar, rules)?,
                })
            }
            _ => Ok(Due {
                in_force: self.due_at,
                counted: self.counted_due_at,
            }),
        }
    }

    fn due_by_recount(&self, new_due: Instant, counted: Instant) -> Result<Due, Refusal> {
        let due = self.due_at.ok_or(Refusal::NoDueTime)?;
        let new_due = self.no_earlier_than_promised(new_due);
        if new_due == due && counted == self.counted_due_at.unwrap_or(due) {
            return Err(Refusal::DueUnchanged);
        }
        Ok(Due {
            in_force: Some(new_due),
            counted: Some(counted),
        })
    }

    /// The due time by the calendar alone after a pause, if it differs from the promised one.
    fn resumed_counted_due(
        &self,
        at: Instant,
        calendar: &Calendar,
        rules: &Rules,
    ) -> Result<Option<Instant>, Refusal> {
        if self.counted_due_at.is_none() {
            return Ok(None);
        }
        let counted = Self {
            due_at: self.counted_due_at,
            ..self.clone()
        };
        counted.resumed_due(at, calendar, rules)
    }

    /// The due time after a pause. It only moves later, and does not move if the dossier was overdue before.
    pub(super) fn resumed_due(
        &self,
        at: Instant,
        calendar: &Calendar,
        rules: &Rules,
    ) -> Result<Option<Instant>, Refusal> {
        let (Some(due), Some(paused_at)) = (self.due_at, self.paused_at) else {
            return Ok(self.due_at);
        };
        if is_overdue(rules.lateness, calendar.zone(), Some(due), paused_at) {
            return Ok(Some(due));
        }
        let (paused_at, at) = (whole_minute(paused_at), whole_minute(at));
        let moved = match self.limit {
            Some(limit) if paused_at <= due => {
                due_after_pause(calendar, rules.resume, due, limit, paused_at, at)
            }
            Some(limit) if rules.resume == ResumeRule::Restart => due_at(calendar, at, limit),
            // Without a limit the time cannot start again in full, so the due time moves by the pause. The same if the due time had
            // passed at the pause but, by the rule in force, the due day was not over.
            limit => {
                let length = limit.map(|limit| limit.length);
                extended_by_pause(calendar, due, length, (paused_at, at))
            }
        };
        Ok(Some(moved.ok_or(Refusal::NoWorkingTime)?.max(due)))
    }
}

/// The due time after an action.
pub(super) struct Due {
    /// The due time in force.
    pub(super) in_force: Option<Instant>,
    /// The due time by the calendar alone; `None` if it is the same.
    pub(super) counted: Option<Instant>,
}

impl Due {
    const fn of(in_force: Option<Instant>) -> Self {
        Self {
            in_force,
            counted: None,
        }
    }
}

/// The due time that a reception promises; `None` without a limit.
pub(super) fn promised(
    limit: Option<TimeLimit>,
    received_at: Instant,
    calendar: &Calendar,
) -> Result<Option<Instant>, Refusal> {
    let Some(limit) = limit else { return Ok(None) };
    due_at(calendar, received_at, limit)
        .map(Some)
        .ok_or(Refusal::NoWorkingTime)
}

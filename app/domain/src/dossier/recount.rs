//! Due times after a change of the calendar.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::event::{Event, ReplayFault};
use super::event_kind::EventKind;
use super::model::Dossier;
use super::replay;
use super::status::Status;
use crate::deadline::Instant;
use crate::deadline::calendar::Calendar;
use crate::deadline::due::{LimitLength, counts_from, due_recounted};

/// A recomputed due time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecountedDue {
    /// The due time by the calendar alone.
    pub counted: Instant,
    /// The due time in force: never before the promised one.
    pub due: Instant,
}

impl RecountedDue {
    /// The same, but no earlier than a due time that the applicant was told meanwhile, by a message or a reprinted slip.
    #[must_use]
    pub fn no_earlier_than(self, told: Option<Instant>) -> Self {
        Self {
            due: told.map_or(self.due, |told| self.due.max(told)),
            ..self
        }
    }

    /// Whether it differs from the dossier's due time, either in force or by the calendar alone.
    #[must_use]
    pub fn differs(&self, dossier: &Dossier) -> bool {
        let counted = dossier.counted_due_at.or(dossier.due_at);
        (Some(self.due), Some(self.counted)) != (dossier.due_at, counted)
    }
}

/// The due time set by the last action, before any recount since.
struct BaseDue {
    due: Instant,
    counted: Instant,
    /// Whether a recount came before that action, so that this due time includes a move by the calendar.
    was_recounted: bool,
}

impl Dossier {
    /// The due time of an open dossier under the present calendar, if it differs from that under the calendar before; `None` if
    /// it stays. `changed_from` is the first local date on which the two calendars differ; `history` is the whole history, read
    /// only where the clock was stopped before.
    ///
    /// Past working time is not counted again: only the time since the clock last started, and never time before the change. If
    /// the present calendar has as much working time before the due time that the last action set as was counted when it was
    /// set, the result is that due time, to the minute, even outside working time: so a day off that is removed again leaves no
    /// trace.
    ///
    /// The result is never before the time last promised, by the slip or by the letter of an extension, nor before a due time
    /// that an action set and no recount ever moved. Where the source of an import moved the due time, it is never before that
    /// due time. [`RecountedDue::no_earlier_than`] adds other times that the applicant was told.
    ///
    /// # Errors
    /// [`ReplayFault`] when the history contradicts itself.
    pub fn recounted_due(
        &self,
        history: &[Event],
        before: &Calendar,
        now: &Calendar,
        changed_from: NaiveDate,
    ) -> Result<Option<RecountedDue>, ReplayFault> {
        let (true, Some(due), Some(received_at)) = (self.is_open(), self.due_at, self.received_at)
        else {
            return Ok(None);
        };
        let was_stopped = self.paused_min > 0 || self.paused_at.is_some();
        let in_force = if was_stopped {
            replay::in_force(&self.code, history)?
        } else {
            Vec::new()
        };
        let runs_since = runs_since(&in_force).unwrap_or(received_at);
        // The limit says where counting begins: after the cut-off the rest of the day does not count. The earlier of the two
        // beginnings includes the time that only one of the calendars counts.
        let begins = |calendar: &Calendar| {
            let begins = self
                .limit
                .and_then(|limit| counts_from(calendar, runs_since, limit));
            begins.unwrap_or(runs_since)
        };
        let begins = begins(before).min(begins(now));
        let from = begins.max(before.day_start(changed_from));
        let base = base(&in_force).unwrap_or_else(|| {
            let due = self.promised_due_at.unwrap_or(due);
            BaseDue {
                due,
                counted: due,
                was_recounted: false,
            }
        });
        let last = self.counted_due_at.unwrap_or(due);
        let length = self.limit.map(|limit| limit.length);
        let left = before.working_time(from, last);
        let is_as_far = |due: &Instant| now.working_time(from, *due) == left;
        let as_before = [base.counted, base.due].into_iter().find(is_as_far);
        let counted = match as_before.filter(|_| last > from) {
            // A limit in days or months ends on a date that no calendar moves, so its closing time is computed from that date each
            // time, unless the date itself has not changed.
            _ if length.is_some_and(LimitLength::is_by_date) => {
                let day = before.local_date(base.counted);
                let is_as_it_was = before.intervals(day) == now.intervals(day);
                if last == base.counted && is_as_it_was {
                    return Ok(None);
                }
                due_recounted(before, now, base.counted, begins, length)
            }
            Some(as_before) => Some(as_before),
            None => due_recounted(before, now, last, from, length),
        };
        let floor = if base.was_recounted {
            None
        } else {
            Some(base.due.min(due))
        };
        let recounted = counted.map(|counted| {
            let due = self.no_earlier_than_promised(counted);
            RecountedDue { counted, due }.no_earlier_than(floor)
        });
        Ok(recounted.filter(|recounted| recounted.differs(self)))
    }

    /// The later of an instant and the time last promised by the slip or by the letter of an extension; but at most the due
    /// time in force, if the instant is before it.
    pub(super) fn no_earlier_than_promised(&self, due: Instant) -> Instant {
        let promised = self.promised_due_at.min(self.due_at);
        promised.map_or(due, |promised| due.max(promised))
    }
}

/// When the clock last began to run: at the reception, or at the last resume.
fn runs_since(in_force: &[Cow<'_, Event>]) -> Option<Instant> {
    let begins = |event: &&Cow<'_, Event>| {
        let was_waiting = event.from.is_none_or(Status::is_waiting);
        !event.to.is_waiting() && (was_waiting || event.kind == EventKind::Receive)
    };
    let last = in_force.iter().rev().find(begins);
    last.map(|event| event.occurred_at)
}

/// The due time set by the last action other than a recount.
fn base(in_force: &[Cow<'_, Event>]) -> Option<BaseDue> {
    let (mut base, mut due, mut was_recounted) = (None, None, false);
    for event in in_force {
        if event.kind == EventKind::Recount {
            was_recounted = true;
        } else if event.due_at != due {
            base = event.due_at.map(|due| BaseDue {
                due,
                counted: event.counted_due_at.unwrap_or(due),
                was_recounted,
            });
        }
        due = event.due_at;
    }
    base
}

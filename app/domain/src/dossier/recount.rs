//! Due times under a calendar that was changed.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::action::EventKind;
use super::event::{Event, ReplayFault};
use super::model::Dossier;
use super::replay;
use super::status::Status;
use crate::deadline::Instant;
use crate::deadline::calendar::Calendar;
use crate::deadline::due::{LimitLength, counts_from, due_recounted};

/// A recomputed due time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecountedDue {
    /// As the calendar alone counts it.
    pub counted: Instant,
    /// The one in force: never before what was promised.
    pub due: Instant,
}

impl RecountedDue {
    /// The same, but no earlier than a later due time that the applicant was notified of meanwhile, by a message or a reprinted
    /// slip.
    #[must_use]
    pub fn no_earlier_than(self, told: Option<Instant>) -> Self {
        Self {
            due: told.map_or(self.due, |told| self.due.max(told)),
            ..self
        }
    }

    /// Whether it differs from the dossier's due time, in force or by the calendar alone.
    #[must_use]
    pub fn differs(&self, dossier: &Dossier) -> bool {
        let counted = dossier.counted_due_at.or(dossier.due_at);
        (Some(self.due), Some(self.counted)) != (dossier.due_at, counted)
    }
}

/// The due time as the last act made it, before any recount since.
struct BaseDue {
    due: Instant,
    counted: Instant,
    /// Whether a recount came before that act, so that this due time holds what the calendar moved.
    was_recounted: bool,
}

impl Dossier {
    /// The due time of an open dossier under the calendar as it is now, where it is another than under the one before; `None`:
    /// it stays. `changed_from` is the first local date on which the two differ, `history` the whole history, read only where the
    /// clock was stopped before.
    ///
    /// Past working time is not counted again: only the time since the clock last started, and never time before the change.
    /// Where as much working time lies before the due time that the last act made as lay before the one counted last, it is that
    /// due time again, to the minute and be it outside working time: so a day off that is taken back leaves nothing behind.
    ///
    /// The result is never before what was last promised, by the slip or by the letter of an extension, nor before a due time that
    /// an act made and no recount has ever moved; where the source of an import has moved the due time before that, never before this
    /// due time. What the applicant was told beside that is for [`RecountedDue::no_earlier_than`].
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
        // After the cut-off the rest of the day does not count; the limit says so. What one calendar does not count and the other
        // does lies between the two.
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
            // A limit in days or months ends on a date, which no calendar moves: so it is closed anew from that date each time, unless
            // nothing has changed on that date.
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

    /// An instant, or what was last promised where that is later: by the slip or by the letter of an extension; or the due time in force
    /// where that is before it.
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

/// The due time that the last act but a recount made.
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

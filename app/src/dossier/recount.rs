//! Due times under a calendar that was changed.

use chrono::NaiveDate;

use super::event::{Event, ReplayFault};
use super::model::Dossier;
use super::replay;
use super::status::Status;
use crate::deadline::Instant;
use crate::deadline::calendar::Calendar;
use crate::deadline::due::{counts_from, due_recounted};

impl Dossier {
    /// The due time of an open dossier under the calendar as it is now, where it is another than under the one before; `None`:
    /// it stays. `changed_from` is the first local date on which the two differ, `history` the whole history, read only where the
    /// clock was stopped before.
    ///
    /// What lay behind the dossier is not counted again: only the working time since the clock last began to run, and never
    /// from before the change. The result is never before the first promise, which the applicant holds in print; where the source of
    /// an import has moved the due time before that, never before this due time.
    ///
    /// # Errors
    /// [`ReplayFault`] when the history contradicts itself.
    pub fn recounted_due(
        &self,
        history: &[Event],
        before: &Calendar,
        now: &Calendar,
        changed_from: NaiveDate,
    ) -> Result<Option<Instant>, ReplayFault> {
        let (true, Some(due), Some(received_at)) = (self.is_open(), self.due_at, self.received_at)
        else {
            return Ok(None);
        };
        let was_stopped = self.paused_min > 0 || self.paused_at.is_some();
        let runs_since = if was_stopped {
            self.runs_since(history)?.unwrap_or(received_at)
        } else {
            received_at
        };
        // After the cut-off the rest of the day does not count; the limit says so.
        let counted = self
            .limit
            .and_then(|limit| counts_from(before, runs_since, limit));
        let from = counted
            .unwrap_or(runs_since)
            .max(before.day_start(changed_from));
        let moved = due_recounted(before, now, due, from, self.limit.map(|limit| limit.length));
        let moved = moved.map(|moved| self.no_earlier_than_promised(moved));
        Ok(moved.filter(|moved| *moved != due))
    }

    /// When the clock last began to run: at the reception, or at the last resume.
    fn runs_since(&self, history: &[Event]) -> Result<Option<Instant>, ReplayFault> {
        let in_force = replay::in_force(&self.code, history)?;
        let begins = |event: &&&Event| {
            let was_waiting = event.from.is_none_or(Status::is_waiting);
            !event.to.is_waiting() && (was_waiting || event.kind == super::Kind::Receive)
        };
        Ok(in_force
            .iter()
            .rev()
            .find(begins)
            .map(|event| event.occurred_at))
    }

    /// An instant, or what is promised where that is later: the first due time, or the one in force where that is before it.
    pub(super) fn no_earlier_than_promised(&self, due: Instant) -> Instant {
        let promised = self.first_due_at.min(self.due_at);
        promised.map_or(due, |promised| due.max(promised))
    }
}

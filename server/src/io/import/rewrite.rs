//! Compares a stored history with that of a file, event by event: what both have, what is taken back, what is added.

use std::collections::BTreeMap;

use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{Action, Event, EventKind, Refusal};

use super::facts::CaseFacts;
use super::history::{ImportAction, ImportContext, ImportHistory, is_of_staff};
use super::inferred_actions::{CONTRADICTED, NO_REASON_GIVEN, action, named};
use super::recount::Recounts;
use super::report::UnwrittenReason;

/// The changes of a stored history.
pub struct HistoryChange<'a> {
    /// The events in force, as they are stored.
    pub present: &'a [Event],
    /// How many of the present events stay.
    pub kept: usize,
    /// The events of the file that follow the kept ones.
    pub missing: &'a [&'a Event],
    /// Whether the file has due times.
    pub has_due_column: bool,
    /// The recount that stays in force, whatever is taken back.
    pub recounts: &'a Recounts,
}

impl HistoryChange<'_> {
    /// Takes back events that the file does not have, moves the due time if the file has moved it, and adds missing events.
    /// Returns the reason if the dossier stays as it is.
    ///
    /// # Errors
    ///
    /// When the domain refuses an action.
    pub fn make(
        &self,
        history: &mut ImportHistory,
        case: &CaseFacts,
        context: &ImportContext,
    ) -> Result<Option<UnwrittenReason>, Refusal> {
        for _ in self.kept..self.present.len() {
            history.take_back(CONTRADICTED, context)?;
        }
        history.extend(self.recounts.again(&history.dossier, context));
        let case = &*self.recounts.read(case, &history.dossier);
        let mut again = Vec::new();
        let due_differs =
            history.dossier.received_at.is_some() && history.dossier.due_at != case.due_at;
        if self.has_due_column
            && due_differs
            && let Some(why) = self.move_due(history, &mut again, case, context)?
        {
            return Ok(Some(why));
        }
        for event in again.into_iter().chain(self.missing.iter().copied()) {
            let name = event.reason.as_deref().unwrap_or(NO_REASON_GIVEN);
            let import_action = ImportAction {
                action: named(event.kind, name),
                at: event.occurred_at,
                made_up: event.made_up,
            };
            history.act(
                &import_action,
                case.due_at.filter(|_| self.has_due_column),
                context,
            )?;
        }
        history.extend(self.recounts.again(&history.dossier, context));
        Ok(None)
    }

    /// Takes back events until the due time can be moved, and moves it. Events that were taken back for this are recorded
    /// again, except recounts: the file's due time is newer.
    fn move_due<'b>(
        &'b self,
        history: &mut ImportHistory,
        again: &mut Vec<&'b Event>,
        case: &CaseFacts,
        context: &ImportContext,
    ) -> Result<Option<UnwrittenReason>, Refusal> {
        let mut left = self.present.get(..self.kept).unwrap_or_default();
        while let Some((last, before)) = left.split_last() {
            let moved = ImportAction {
                action: action(EventKind::Extend, case.due_at),
                at: history.dossier.last_event_at,
                made_up: true,
            };
            if case.due_at.is_some() && history.act(&moved, None, context).is_ok() {
                return Ok(None);
            }
            if before.is_empty() || case.due_at.is_none() {
                return Ok(Some(UnwrittenReason::Fixed("the due time")));
            }
            if is_of_staff(last) {
                return Ok(Some(UnwrittenReason::Staff));
            }
            history.take_back(CONTRADICTED, context)?;
            if last.kind != EventKind::Recount {
                again.insert(0, last);
            }
            left = before;
        }
        Ok(None)
    }
}

/// The common start of the stored history and the file's: the number of stored events that stay, and of file events that they
/// match. A due time moved by an earlier import or by the calendar stays; whether it still holds is checked later.
pub fn shared_start(present: &[Event], target: &[&Event]) -> (usize, usize) {
    let (mut kept, mut shared) = (0, 0);
    for event in present {
        let moves_due =
            event.kind == EventKind::Recount || (event.kind == EventKind::Extend && event.made_up);
        let is_told = target.get(shared).is_some_and(|told| {
            (told.kind, told.to, told.occurred_at) == (event.kind, event.to, event.occurred_at)
        });
        if !moves_due && !is_told {
            break;
        }
        kept += 1;
        shared += usize::from(!moves_due);
    }
    (kept, shared)
}

/// Adds the steps that are not stored yet; the same step may occur several times at one instant.
///
/// # Errors
///
/// When the domain refuses an action.
pub fn add_steps(
    history: &mut ImportHistory,
    import_actions: &[ImportAction],
    context: &ImportContext,
) -> Result<(), Refusal> {
    let mut stored: BTreeMap<(Instant, String), usize> = BTreeMap::new();
    for event in history
        .events
        .iter()
        .filter(|event| event.kind == EventKind::Step)
    {
        *stored
            .entry((event.occurred_at, event.reason.clone().unwrap_or_default()))
            .or_default() += 1;
    }
    for import_action in import_actions {
        let Action::Step { name } = &import_action.action else {
            continue;
        };
        match stored.get_mut(&(import_action.at, name.clone())) {
            Some(left) if *left > 0 => *left -= 1,
            _ => history.act(import_action, None, context)?,
        }
    }
    Ok(())
}

//! Due times that were recomputed here after a change of the calendar: the source does not know of it, and its exports still
//! have the old ones.

use std::borrow::Cow;

use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{Action, Dossier, Event, EventKind};

use super::facts::CaseFacts;
use super::history::{ImportAction, ImportContext, ImportHistory};

/// The recount behind a stored due time; none if there was none, or if the source has moved the due time since.
pub struct Recounts(Option<Recount>);

struct Recount {
    /// The due time before the recount.
    told: Option<Instant>,
    /// The due time after the recount.
    due: Instant,
    /// The due time by the calendar alone, if it differs from `due`.
    counted: Option<Instant>,
    reason: Option<String>,
}

impl Recounts {
    /// Finds the recounts of a stored history that the file does not overrule.
    pub fn of(stored: &ImportHistory, case: &CaseFacts, has_due_column: bool) -> Self {
        let recount = stored.recount().filter(|recount| {
            !has_due_column || case.due_at == recount.told || case.due_at == Some(recount.due)
        });
        Self(recount)
    }

    /// The file's data to compare with this dossier: with the recomputed due time, if the dossier has it.
    pub fn read<'a>(&self, case: &'a CaseFacts, dossier: &Dossier) -> Cow<'a, CaseFacts> {
        match &self.0 {
            Some(recount) if case.due_at.is_some() && dossier.due_at == Some(recount.due) => {
                Cow::Owned(CaseFacts {
                    due_at: dossier.due_at,
                    ..case.clone()
                })
            }
            _ => Cow::Borrowed(case),
        }
    }

    /// The recount to record again, if taking events back has removed it; none if it is still in force, or if no due time can
    /// move.
    pub fn again(&self, dossier: &Dossier, context: &ImportContext) -> Option<(Dossier, Event)> {
        let recount = self.0.as_ref()?;
        let import_action = ImportAction {
            action: Action::Recount {
                reason: recount.reason.clone().unwrap_or_default(),
                new_due: recount.due,
                counted_due: recount.counted.unwrap_or(recount.due),
            },
            at: dossier.last_event_at,
            made_up: false,
        };
        ImportHistory::try_action(dossier, &import_action, None, context).ok()
    }
}

impl ImportHistory {
    /// The last recount, if nothing else has moved the due time since.
    fn recount(&self) -> Option<Recount> {
        let (mut standing, mut due): (Option<Recount>, _) = (None, None);
        for event in self.in_force() {
            if event.due_at == due {
                continue;
            }
            standing = match event.due_at {
                Some(counted) if event.kind == EventKind::Recount => Some(Recount {
                    told: standing.map_or(due, |before| before.told),
                    due: counted,
                    counted: event.counted_due_at,
                    reason: event.reason.clone(),
                }),
                _ => None,
            };
            due = event.due_at;
        }
        standing
    }
}

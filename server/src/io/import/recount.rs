//! Due times counted again because the calendar was changed here: the source does not know, and goes on telling the ones before.

use std::borrow::Cow;

use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{Action, Dossier, Event, EventKind};

use super::facts::CaseFacts;
use super::history::{ImportAction, ImportContext, ImportHistory};

/// The recount that a stored due time stands by; none where there was none, or where the source has moved the due time since: its
/// newer word holds.
pub struct Recounts(Option<Recount>);

struct Recount {
    /// The due time that it was counted again from.
    told: Option<Instant>,
    /// The due time since then.
    due: Instant,
    /// What the calendar alone counts, where that is another.
    counted: Option<Instant>,
    reason: Option<String>,
}

impl Recounts {
    /// What a stored history has of it that the file's word leaves standing.
    pub fn of(stored: &ImportHistory, case: &CaseFacts, has_due_column: bool) -> Self {
        let recount = stored.recount().filter(|recount| {
            !has_due_column || case.due_at == recount.told || case.due_at == Some(recount.due)
        });
        Self(recount)
    }

    /// The file's word as it is to be compared with this dossier: with the due time counted again, where the dossier has that.
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

    /// The recount told again, where what was taken back took it along; none where it still stands, or where no due time can move.
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

//! Annulments of a reception that was made by mistake, or twice.
//!
//! The dossier ends, can still be found with its history, and counts in no figure of any period. A replay of what was recorded
//! before the annulment still counts it, so a signed period shows both. Its national status is 8, stopped: no code means
//! "annulled".

use super::action::When;
use super::event::Event;
use super::event_kind::EventKind;
use super::model::Dossier;
use super::refusal::Refusal;
use super::replay;
use super::restate::may_undo_reception;
use super::rules::Rules;
use crate::account::actor::{Actor, ActorRole};
use crate::deadline::Instant;
use crate::deadline::calendar::Calendar;

impl Dossier {
    /// Whether somebody may annul the reception: its author on the day it was recorded, as long as no event follows it; else a
    /// manager. `history` is the whole history.
    #[must_use]
    pub fn may_annul(
        &self,
        history: &[Event],
        now: Instant,
        (calendar, rules): (&Calendar, &Rules),
        actor: &Actor,
    ) -> bool {
        if !self.allowed(actor.role).contains(&EventKind::Annul) {
            return false;
        }
        let Ok(in_force) = replay::in_force(&self.code, history) else {
            return false;
        };
        let is_reception =
            |kind: EventKind| matches!(kind, EventKind::Register | EventKind::Receive);
        let is_untouched = in_force.iter().all(|event| is_reception(event.kind));
        (is_untouched || actor.role != ActorRole::Staff)
            && may_undo_reception(&in_force, now, (calendar, rules), actor)
    }

    /// Refuses a person who may not annul.
    pub(super) fn check_annul(
        &self,
        history: &[Event],
        at: &When,
        (calendar, rules): (&Calendar, &Rules),
        actor: &Actor,
    ) -> Result<(), Refusal> {
        self.whole_history(history)?;
        if self.may_annul(history, at.recorded_at, (calendar, rules), actor) {
            Ok(())
        } else {
            Err(Refusal::AnnulIsManagers)
        }
    }
}

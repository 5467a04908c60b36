//! What is likely done next to a dossier, and until when its last step can be undone.

use chrono::Duration;

use super::event::Event;
use super::event_kind::EventKind;
use super::model::Dossier;
use super::rules::Rules;
use super::status::Status;
use crate::account::actor::{Actor, ActorRole};
use crate::deadline::Instant;
use crate::deadline::calendar::Calendar;

impl Dossier {
    /// Of what is offered, the step that most dossiers of this status take next; `None` where people have to choose.
    #[must_use]
    pub fn likeliest(&self, offered: &[EventKind]) -> Option<EventKind> {
        let next = match self.status {
            Status::Registered => EventKind::Receive,
            Status::Received => EventKind::Start,
            Status::InProcess => EventKind::Resolve,
            Status::PapersAsked => EventKind::PapersReceived,
            Status::PaymentAsked => EventKind::Paid,
            Status::Resolved => EventKind::HandOver,
            Status::WithdrawalAsked | Status::Refused | Status::Stopped | Status::HandedOver => {
                return None;
            }
        };
        offered.contains(&next).then_some(next)
    }

    /// Until when whoever did the last step may undo it without a manager; `None` for anybody else, for a step that cannot be taken
    /// back, and once the time is over. `history` is the whole history.
    #[must_use]
    pub fn undo_until(
        &self,
        actor: &Actor,
        now: Instant,
        (calendar, rules): (&Calendar, &Rules),
        history: &[Event],
    ) -> Option<Instant> {
        let last = history.last()?;
        if last.kind == EventKind::Correct || last.kind.keeps_status() || last.actor != actor.name {
            return None;
        }
        let until = last.recorded_at + Duration::seconds(rules.correction_s.into());
        // A manager may correct at any time; this is the right of the author, so the role is staff.
        let author = Actor {
            role: ActorRole::Staff,
            ..actor.clone()
        };
        let undo = EventKind::Correct.action("?", None)?;
        let undone = self.act(undo, now.into(), calendar, rules, &author, history);
        undone.is_ok().then_some(until)
    }
}

//! Linked dossiers (liên thông): one dossier with parts at several agencies, each with a due time of its own under one promise
//! to the applicant.
//!
//! No law says how whole and parts depend on each other; these rules are ours. Work is done on the parts, and the whole follows
//! them: it is in process once a part is, it waits for the applicant while a part does, and it is resolved together with the
//! last of its parts, since every result is then at the one-stop unit. Where a part ended without a result, a person decides.
//! The applicant deals with the whole: withdrawing, stopping and handing over are actions on it, and its parts follow.

use std::borrow::Cow;

use super::action::{Action, When};
use super::amend::{Change, ReceptionFacts};
use super::event::Event;
use super::event_kind::EventKind;
use super::model::{CountedIn, Dossier, Intake};
use super::refusal::Refusal;
use super::rules::Rules;
use super::status::{EndReason, Status};
use crate::account::actor::{Actor, ActorRole};
use crate::deadline::calendar::Calendar;
use crate::deadline::{Instant, whole_ms};

impl Dossier {
    /// Whether it is the whole of a linked dossier, annulled or not.
    pub const fn is_whole(&self) -> bool {
        matches!(self.received_as(), CountedIn::Centre)
    }

    /// Whether it is a part of a linked dossier, annulled or not.
    pub const fn is_part(&self) -> bool {
        matches!(self.received_as(), CountedIn::Agency)
    }

    /// Opens a part of a whole that was just received. Its due time is never after that of the whole: a part with a longer
    /// limit gets the limit and due time of the whole.
    ///
    /// # Errors
    /// As [`Dossier::open`].
    pub fn open_part(
        intake: Intake,
        whole: &Self,
        at: When,
        calendar: &Calendar,
        rules: &Rules,
        actor: &Actor,
    ) -> Result<(Self, Vec<Event>), Refusal> {
        let intake = Intake {
            counted_in: CountedIn::Agency,
            ..intake
        };
        let opened = Self::open(intake, at.clone(), calendar, rules, actor, true)?;
        let Some(promise) = whole.due_at else {
            return Ok(opened);
        };
        if opened.0.due_at.is_some_and(|due| due <= promise) {
            return Ok(opened);
        }
        let intake = Intake {
            limit: whole.limit,
            ..opened.0.intake()
        };
        let (part, mut events) = Self::open(intake, at, calendar, rules, actor, true)?;
        let Some(reception) = events.pop() else {
            return Ok((part, events));
        };
        let (part, reception) = part.with_promised_due(reception, promise)?;
        events.push(reception);
        Ok((part, events))
    }

    /// Checks whether a person may do this to a whole or a part. The program records the events that follow on the other
    /// dossiers.
    pub(super) const fn check_linked(&self, kind: EventKind) -> Result<(), Refusal> {
        let follows_parts = matches!(
            kind,
            EventKind::Start
                | EventKind::AskPapers
                | EventKind::AskPayment
                | EventKind::PapersReceived
                | EventKind::Paid
        );
        let follows_whole = matches!(
            kind,
            EventKind::AskWithdrawal
                | EventKind::DeclineWithdrawal
                | EventKind::ConfirmWithdrawal
                | EventKind::HandOver
                | EventKind::Amend
                | EventKind::Annul
        );
        if self.is_whole() && follows_parts {
            return Err(Refusal::DoneToParts);
        }
        if self.is_part() && follows_whole {
            return Err(Refusal::DoneToWhole);
        }
        Ok(())
    }

    /// Checks whether an action on this whole is allowed in the present state of its parts.
    ///
    /// # Errors
    /// [`Refusal::PartsOpen`].
    pub fn check_parts(&self, action: &Action, parts: &[Self]) -> Result<(), Refusal> {
        let is_open = |part: &Self| part.ended_at.is_none();
        if *action == Action::Resolve && parts.iter().any(is_open) {
            return Err(Refusal::PartsOpen);
        }
        Ok(())
    }

    /// Checks whether an action on this part is allowed by its whole, whose events in force are given; `taken_back` is the
    /// event that a correction undoes.
    ///
    /// # Errors
    /// [`Refusal::AfterPromise`] for a due time after the whole's; [`Refusal::WholeEnded`] and [`Refusal::WholeWentOn`] where
    /// the whole has ended, or gone on, since the event to be undone.
    pub fn check_whole(
        &self,
        action: &Action,
        (whole, in_force): (&Self, &[Cow<'_, Event>]),
        taken_back: Option<&Event>,
    ) -> Result<(), Refusal> {
        match (action, whole.due_at) {
            (Action::Extend { new_due, .. }, Some(due)) if *new_due > due => {
                return Err(Refusal::AfterPromise { due });
            }
            (Action::Correct { .. }, _) => {}
            _ => return Ok(()),
        }
        let followed = taken_back.and_then(|taken| {
            let mut since = in_force.iter().rev();
            since.position(|event| is_of_one_act(event, taken))
        });
        match followed {
            Some(0) => Ok(()),
            Some(_) => Err(Refusal::WholeWentOn),
            None if whole.ended_at.is_some() => Err(Refusal::WholeEnded),
            // A part that had ended before would be left out of the withdrawal.
            None if whole.status == Status::WithdrawalAsked => Err(Refusal::WholeWentOn),
            None => Ok(()),
        }
    }

    /// Checks that these parts are due no later than this whole. While the whole's clock is stopped its due time is not yet
    /// known: it moves by the pause at the resume.
    ///
    /// # Errors
    /// [`Refusal::AfterPromise`].
    pub fn check_due(&self, parts: &[Self]) -> Result<(), Refusal> {
        if self.paused_at.is_some() {
            return Ok(());
        }
        let open = parts.iter().filter(|part| part.ended_at.is_none());
        match (open.filter_map(|part| part.due_at).max(), self.due_at) {
            (Some(last), Some(due)) if last > due => Err(Refusal::AfterPromise { due }),
            _ => Ok(()),
        }
    }

    /// The action on this part that follows from an action on its whole; `None` if there is none.
    pub fn action_from_whole(&self, action: &Action) -> Option<Action> {
        let is_open = self.ended_at.is_none();
        let waits = self.status == Status::WithdrawalAsked;
        match action {
            Action::AskWithdrawal { .. } | Action::Stop { .. } if is_open && !waits => {
                Some(action.clone())
            }
            Action::DeclineWithdrawal { .. } | Action::ConfirmWithdrawal { .. } if waits => {
                Some(action.clone())
            }
            Action::HandOver if self.status == Status::Resolved => Some(action.clone()),
            Action::Annul { .. } if self.annulled_from.is_none() => Some(action.clone()),
            Action::Amend { reason, change } if self.annulled_from.is_none() => {
                let change = Box::new(self.change_as_the_whole(change)?);
                let reason = reason.clone();
                Some(Action::Amend { reason, change })
            }
            _ => None,
        }
    }

    /// The amendment of a part that follows from one of its whole: channel and reception time are those of the whole; agency,
    /// field and limit are its own. `None` if nothing changes.
    fn change_as_the_whole(&self, change: &Change) -> Option<Change> {
        let facts = ReceptionFacts {
            channel: change.facts.channel,
            received_at: change.facts.received_at.map(whole_ms).or(self.received_at),
            ..self.reception_facts()
        };
        (facts != self.reception_facts()).then(|| Change {
            facts,
            papers: None,
            personal: Vec::new(),
            accepts_earlier_due: true,
        })
    }

    /// The action on this whole that follows from an action on a part; `None` if there is none. `reason` is that of the part.
    pub fn action_from_parts(&self, parts: &[Self], reason: &str) -> Option<Action> {
        let any = |status: Status| parts.iter().any(|part| part.status == status);
        let is_asked = any(Status::PapersAsked) || any(Status::PaymentAsked);
        let reason = reason.to_owned();
        match self.status {
            Status::Received | Status::InProcess
                if parts
                    .iter()
                    .all(|part| part.end_reason == Some(EndReason::Resolved)) =>
            {
                Some(Action::Resolve)
            }
            Status::Received | Status::InProcess if any(Status::PapersAsked) => {
                Some(Action::AskPapers { reason })
            }
            Status::Received | Status::InProcess if any(Status::PaymentAsked) => {
                Some(Action::AskPayment { reason })
            }
            Status::Received if !parts.iter().all(|part| part.status == Status::Received) => {
                Some(Action::Start)
            }
            Status::PapersAsked if !is_asked => Some(Action::PapersReceived),
            Status::PaymentAsked if !is_asked => Some(Action::Paid),
            _ => None,
        }
    }
}

/// Whether two events of a linked dossier were made by one act.
pub fn is_of_one_act(one: &Event, other: &Event) -> bool {
    one.kind == other.kind && one.recorded_at == other.recorded_at && one.actor == other.actor
}

/// The actor of an action that follows from one on another dossier: the same name with all rights, since the first action was
/// allowed.
#[must_use]
pub fn follower(actor: &Actor) -> Actor {
    Actor {
        name: actor.name.clone(),
        role: ActorRole::System,
    }
}

/// The earliest instant from which the parts that wait for the applicant have waited.
#[must_use]
pub fn waiting_since(parts: &[Dossier]) -> Option<Instant> {
    let waiting = parts.iter().filter(|part| part.status.is_waiting());
    waiting.filter_map(|part| part.paused_at).min()
}

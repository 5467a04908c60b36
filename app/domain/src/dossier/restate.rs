//! Amending a reception: who may, and the earlier events restated with the corrected data.

use std::borrow::Cow;

use super::action::When;
use super::amend::{AmendedEvent, Amendment, Change, ReceptionFacts};
use super::amended::{intake_of, registered_with_reception};
use super::due::promised;
use super::event::Event;
use super::event_kind::EventKind;
use super::model::Dossier;
use super::refusal::Refusal;
use super::replay;
use super::rules::Rules;
use crate::account::actor::{Actor, ActorRole};
use crate::deadline::calendar::Calendar;
use crate::deadline::lateness::is_overdue;
use crate::deadline::{Instant, whole_ms};

impl Dossier {
    /// Whether somebody may amend more than the applicant's data: the author of the reception on the day it was recorded, later
    /// a manager. `history` is the whole history.
    #[must_use]
    pub fn may_amend_reception(
        &self,
        history: &[Event],
        now: Instant,
        (calendar, rules): (&Calendar, &Rules),
        actor: &Actor,
    ) -> bool {
        let Ok(in_force) = replay::in_force(&self.code, history) else {
            return false;
        };
        may_undo_reception(&in_force, now, (calendar, rules), actor)
    }

    /// Amends the reception. The due time is computed again from it; finished pauses move it as before, and an extension's date
    /// stays where it is later.
    pub(super) fn amend(
        &self,
        change: &Change,
        reason: Option<String>,
        at: &When,
        (calendar, rules): (&Calendar, &Rules),
        actor: &Actor,
        history: &[Event],
    ) -> Result<(Self, Event), Refusal> {
        self.check_right(EventKind::Amend, actor.role)?;
        let in_force = self.whole_history(history)?;
        let calendar = &calendar.for_agency(change.facts.agency);
        let before = self.reception_facts();
        let after = ReceptionFacts {
            received_at: change
                .facts
                .received_at
                .map(whole_ms)
                .filter(|_| before.received_at.is_some())
                .or(before.received_at),
            ..change.facts.clone()
        };
        if before == after && change.papers.is_none() && change.personal.is_empty() {
            return Err(Refusal::NothingAmended);
        }
        let is_of_reception = before != after || change.papers.is_some();
        let may = || may_undo_reception(&in_force, at.recorded_at, (calendar, rules), actor);
        if is_of_reception && !may() {
            return Err(Refusal::AmendIsManagers);
        }
        check_reception_time(
            &in_force,
            (&before, &after),
            at,
            reason.as_deref(),
            (calendar, rules),
            actor,
        )?;

        let (told, restated) = restate(&in_force, (&before, &after), self, (calendar, rules))?;
        let mut dossier = replay::fold(&intake_of(&self.intake(), &after), &told)?;
        if let Some(due) = self.due_at
            && dossier.due_at.is_none_or(|new_due| new_due < due)
            && !change.accepts_earlier_due
        {
            let new_due = dossier.due_at;
            return Err(Refusal::DueComesEarlier { due, new_due });
        }
        let is_late = |dossier: &Self| {
            let at = dossier
                .ended_at
                .or(dossier.paused_at)
                .unwrap_or(at.recorded_at);
            is_overdue(rules.lateness, calendar.zone(), dossier.due_at, at)
        };
        // An amendment of facts that figures depend on holds since the opening; the applicant's data are in no figure.
        let opened_at = told.first().map(|first| first.occurred_at);
        let opened_at = opened_at.min(in_force.first().map(|first| first.occurred_at));
        let occurred_at = opened_at
            .filter(|_| before != after)
            .unwrap_or(at.recorded_at);
        let when = When::new(occurred_at, at.recorded_at);
        let mut event = self.event(EventKind::Amend, self.status, &when, actor, reason);
        event.due_at = dossier.due_at;
        event.counted_due_at = dossier.counted_due_at;
        event.paused_min = dossier.paused_min;
        event.amendment = Some(Box::new(Amendment {
            before,
            after,
            papers: change.papers.clone(),
            personal: change.personal.clone(),
            due_before: self.due_at,
            makes_in_time: is_late(self) && !is_late(&dossier),
            restated,
        }));
        dossier.version = event.sequence;
        dossier.assignee = replay::assignee(history.iter().chain([&event]));
        dossier.reminded_at = replay::last_reminder(&dossier, &told, history.iter());
        Ok((dossier, event))
    }

    /// The due time after an earlier event, when the event is applied to this dossier again.
    fn due_when_applied_again(
        &self,
        event: &Event,
        (calendar, rules): (&Calendar, &Rules),
    ) -> Result<Option<Instant>, Refusal> {
        match event.kind {
            EventKind::Receive => promised(self.limit, event.occurred_at, calendar),
            _ if self.due_at.is_none() => Ok(None),
            EventKind::Extend => Ok(self.due_at.max(event.due_at)),
            EventKind::PapersReceived | EventKind::Paid | EventKind::DeclineWithdrawal
                if !event.to.is_waiting() =>
            {
                self.resumed_due(event.occurred_at, calendar, rules)
            }
            // A recounted due time needs nothing more: the events before it were applied with today's calendar.
            _ => Ok(self.due_at),
        }
    }
}

/// Whether somebody may amend or annul a reception: its author (or that of the opening before it) on the local day it was
/// recorded, unless it lies in a signed period; else a manager. `history` is the whole history.
pub(super) fn may_undo_reception(
    in_force: &[Cow<'_, Event>],
    now: Instant,
    (calendar, rules): (&Calendar, &Rules),
    actor: &Actor,
) -> bool {
    if actor.role != ActorRole::Staff {
        return true;
    }
    let reception = in_force
        .iter()
        .find(|event| event.kind == EventKind::Receive);
    let taken_in = reception.or(in_force.first());
    taken_in.is_some_and(|event| {
        let is_signed = rules
            .signed_until
            .is_some_and(|until| event.occurred_at < until);
        event.actor == actor.name
            && calendar.local_date(event.recorded_at) == calendar.local_date(now)
            && !is_signed
    })
}

/// Checks that a reception's time lies between the events around it, and within the limits of late recording.
fn check_reception_time(
    in_force: &[Cow<'_, Event>],
    (before, after): (&ReceptionFacts, &ReceptionFacts),
    at: &When,
    reason: Option<&str>,
    (calendar, rules): (&Calendar, &Rules),
    actor: &Actor,
) -> Result<(), Refusal> {
    let Some(received_at) = after.received_at else {
        return Ok(());
    };
    if before.received_at == after.received_at {
        return Ok(());
    }
    let when = When::new(received_at, at.recorded_at);
    rules.check_backdating(&when, reason, calendar, actor.role)?;
    let Some(place) = in_force
        .iter()
        .position(|event| event.kind == EventKind::Receive)
    else {
        return Ok(());
    };
    let earlier = place
        .checked_sub(1)
        .filter(|index| registered_with_reception(in_force) != Some(*index))
        .and_then(|index| in_force.get(index));
    if let Some(earlier) = earlier.filter(|earlier| received_at < earlier.occurred_at) {
        return Err(Refusal::BeforeLastEvent {
            last: earlier.occurred_at,
        });
    }
    match in_force.get(place + 1) {
        Some(next) if received_at > next.occurred_at => Err(Refusal::ReceivedAfterNext {
            next: next.occurred_at,
        }),
        _ => Ok(()),
    }
}

/// The events in force after the amendment, and those of their values that changed.
fn restate<'a>(
    in_force: &[Cow<'a, Event>],
    (before, after): (&ReceptionFacts, &ReceptionFacts),
    dossier: &Dossier,
    (calendar, rules): (&Calendar, &Rules),
) -> Result<(Vec<Cow<'a, Event>>, Vec<AmendedEvent>), Refusal> {
    let is_moved = (before.agency, before.received_at) != (after.agency, after.received_at);
    let counts_anew = before.limit != after.limit || (is_moved && after.limit.is_some());
    let opened_at = in_force.first().map(|first| first.occurred_at);
    let opened_at = opened_at.unwrap_or(dossier.last_event_at);
    let intake = intake_of(&dossier.intake(), after);
    let mut told_again = Dossier::before_first_event(intake, opened_at);
    let (mut told, mut restated) = (Vec::with_capacity(in_force.len()), Vec::new());
    let registered = registered_with_reception(in_force);
    for (index, event) in in_force.iter().enumerate() {
        let mut again = event.clone();
        if (event.kind == EventKind::Receive || registered == Some(index))
            && let Some(received_at) = after.received_at.filter(|at| *at != event.occurred_at)
        {
            again.to_mut().occurred_at = received_at;
        }
        if counts_anew {
            let due_at = told_again.due_when_applied_again(&again, (calendar, rules))?;
            if (due_at, None) != (event.due_at, event.counted_due_at) {
                again.to_mut().due_at = due_at;
                again.to_mut().counted_due_at = None;
            }
        }
        if is_moved && event.kind.is_end() {
            let handled_min =
                told_again.handled_min_at(event.occurred_at, event.paused_min, calendar);
            again.to_mut().handled_min = handled_min;
        }
        let says = |event: &Event| (event.due_at, event.counted_due_at, event.handled_min);
        if says(&again) != says(event) {
            restated.push(AmendedEvent {
                sequence: event.sequence,
                due_at: again.due_at,
                counted_due_at: again.counted_due_at,
                handled_min: again.handled_min,
            });
        }
        told_again.apply(&again);
        told.push(again);
    }
    Ok((told, restated))
}

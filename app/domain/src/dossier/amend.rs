//! Amendments of a reception: wrong data are corrected, and the history shows the data before and after.
//!
//! An amendment restates earlier events: from then on the dossier is as if it had been received with the corrected data. A
//! correction never undoes an amendment; another amendment does (ours: the applicant's data that it overwrites are not stored,
//! so they could not be restored). A replay of what was recorded before the amendment still shows the old data.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::action::{EventKind, When};
use super::event::{Event, ReplayFault};
use super::model::{Dossier, Intake};
use super::refusal::Refusal;
use super::replay;
use super::rules::Rules;
use crate::account::actor::{Actor, ActorRole};
use crate::deadline::calendar::Calendar;
use crate::deadline::due::TimeLimit;
use crate::deadline::lateness::is_overdue;
use crate::deadline::{Instant, whole_ms};
use crate::id::{AgencyId, FieldId, ProcedureId};
use crate::procedure::channel::Channel;

/// The data of a reception that figures depend on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceptionFacts {
    /// The agency that processes it.
    pub agency: AgencyId,
    /// The field in which it is counted.
    pub field: FieldId,
    /// The procedure, if known.
    pub procedure: Option<ProcedureId>,
    /// The channel through which it came in.
    pub channel: Channel,
    /// The procedure's time limit, if it has one.
    pub limit: Option<TimeLimit>,
    /// When it was received; `None` before reception.
    pub received_at: Option<Instant>,
}

/// A field of an applicant's data. The history shows which were amended, never their values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonalField {
    /// The name.
    Name,
    /// The phone number.
    Phone,
    /// The identity number.
    Identity,
    /// The e-mail address.
    Email,
    /// The postal address.
    Address,
    /// Who acts for them.
    Representative,
}

impl PersonalField {
    /// Whether it stands on the slip.
    const fn is_on_slip(self) -> bool {
        match self {
            Self::Name | Self::Phone | Self::Address | Self::Representative => true,
            Self::Identity | Self::Email => false,
        }
    }
}

/// The papers handed in. Papers of the procedure's list are named; typed ones may tell of a person and are only counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Papers {
    /// Papers that the procedure lists, by their Vietnamese names.
    pub listed: Vec<String>,
    /// The number of other papers.
    pub others: usize,
}

/// The papers before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PapersChange {
    /// The papers before the amendment.
    pub before: Papers,
    /// The papers after it.
    pub after: Papers,
}

/// The changes of an amendment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The data of the reception after the amendment, changed or not.
    pub facts: ReceptionFacts,
    /// The papers, if they change.
    pub papers: Option<PapersChange>,
    /// The fields of the applicant's data that were changed.
    pub personal: Vec<PersonalField>,
    /// Whether the author has confirmed that the due time comes before the one on the old slip.
    pub accepts_earlier_due: bool,
}

/// The values of an earlier event after an amendment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmendedEvent {
    /// The sequence of the event.
    pub sequence: i64,
    /// The due time in force after it.
    pub due_at: Option<Instant>,
    /// The due time by the calendar alone, if it differs from the one in force.
    pub counted_due_at: Option<Instant>,
    /// Working minutes from reception to the end, less the pauses.
    pub handled_min: Option<u32>,
}

/// The content of an amendment: the data before and after, so that a replay needs no calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amendment {
    /// The reception before the amendment.
    pub before: ReceptionFacts,
    /// The reception after it.
    pub after: ReceptionFacts,
    /// The papers, if they changed.
    pub papers: Option<PapersChange>,
    /// The fields of the applicant's data that were changed.
    pub personal: Vec<PersonalField>,
    /// The due time in force before: the one on the old slip.
    pub due_before: Option<Instant>,
    /// Whether a dossier that was late or overdue by the old due time is in time by the new one: managers review these.
    pub makes_in_time: bool,
    /// The earlier events whose values changed.
    pub restated: Vec<AmendedEvent>,
}

impl Amendment {
    /// Whether it changes data that figures depend on.
    #[must_use]
    pub fn changes_facts(&self) -> bool {
        self.before != self.after
    }

    /// Whether the slip has to be printed again: whether anything printed on it, or the papers, changes.
    #[must_use]
    pub fn changes_slip(&self) -> bool {
        self.changes_facts()
            || self.papers.is_some()
            || self.personal.iter().any(|field| field.is_on_slip())
    }
}

impl Dossier {
    /// The data of its reception as in force now.
    #[must_use]
    pub fn reception_facts(&self) -> ReceptionFacts {
        ReceptionFacts {
            agency: self.agency,
            field: self.field,
            procedure: self.procedure,
            channel: self.channel,
            limit: self.limit,
            received_at: self.received_at,
        }
    }

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
            EventKind::Receive => super::act::promised(self.limit, event.occurred_at, calendar),
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

/// The registration that was recorded together with the reception, as when a dossier is received online in one act: an amended
/// time of one applies to both.
fn registered_with_reception(in_force: &[Cow<'_, Event>]) -> Option<usize> {
    let reception = in_force
        .iter()
        .position(|event| event.kind == EventKind::Receive)?;
    let before = reception.checked_sub(1)?;
    let (register, receive) = (in_force.get(before)?, in_force.get(reception)?);
    let is_one_act = register.kind == EventKind::Register
        && (register.occurred_at, register.recorded_at)
            == (receive.occurred_at, receive.recorded_at);
    is_one_act.then_some(before)
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
    super::act::check_backdating(&when, reason, calendar, rules, actor.role)?;
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

/// Applies an amendment to the events in force.
///
/// # Errors
/// [`ReplayFault::Facts`] where it does not fit them.
pub(super) fn apply_amendment(
    in_force: &mut [Cow<'_, Event>],
    event: &Event,
    amended_last: Option<&Amendment>,
) -> Result<(), ReplayFault> {
    let fault = ReplayFault::Facts {
        sequence: event.sequence,
    };
    let Some(amendment) = event.amendment.as_deref() else {
        return Err(fault);
    };
    let registered = registered_with_reception(in_force);
    let reception = in_force.iter().find(|told| told.kind == EventKind::Receive);
    let received_at = reception.as_ref().map(|told| told.occurred_at);
    let facts = |facts: &ReceptionFacts, received_at| ReceptionFacts {
        received_at,
        ..facts.clone()
    };
    let follows = amended_last
        .is_none_or(|last| facts(&last.after, received_at) == amendment.before)
        && amendment.before.received_at == received_at
        && amendment.after.received_at.is_some() == received_at.is_some();
    if !follows {
        return Err(fault);
    }
    for (index, told) in in_force.iter_mut().enumerate() {
        if let Some(amended) = amendment.after.received_at
            && (told.kind == EventKind::Receive || registered == Some(index))
            && told.occurred_at != amended
        {
            told.to_mut().occurred_at = amended;
        }
    }
    for restated in &amendment.restated {
        let told = in_force
            .iter_mut()
            .find(|told| told.sequence == restated.sequence);
        let told = told.ok_or_else(|| fault.clone())?.to_mut();
        told.due_at = restated.due_at;
        told.counted_due_at = restated.counted_due_at;
        told.handled_min = restated.handled_min;
    }
    Ok(())
}

/// The data at a dossier's opening, by the known events: those after the last known amendment; without one, those before the
/// first later amendment; without any, the stored data.
pub(super) fn intake_known(stored: &Intake, events: &[Event], known: &[Event]) -> Intake {
    let amended = |event: &Event| event.amendment.is_some();
    let told = if let Some(last) = known.iter().rfind(|event| amended(event)) {
        last.amendment.as_deref().map(|it| &it.after)
    } else {
        let first = events.iter().find(|event| amended(event));
        first.and_then(|first| first.amendment.as_deref().map(|it| &it.before))
    };
    told.map_or_else(|| stored.clone(), |facts| intake_of(stored, facts))
}

fn intake_of(stored: &Intake, facts: &ReceptionFacts) -> Intake {
    Intake {
        code: stored.code.clone(),
        agency: facts.agency,
        field: facts.field,
        procedure: facts.procedure,
        channel: facts.channel,
        limit: facts.limit,
        counted_in: stored.counted_in,
    }
}

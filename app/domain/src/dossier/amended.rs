//! What an amendment makes of the events before it and of the data at the opening.

use std::borrow::Cow;

use super::amend::{Amendment, ReceptionFacts};
use super::event::{Event, ReplayFault};
use super::event_kind::EventKind;
use super::model::Intake;

/// The registration that was recorded together with the reception, as when a dossier is received online in one act: an amended
/// time of one applies to both.
pub(super) fn registered_with_reception(in_force: &[Cow<'_, Event>]) -> Option<usize> {
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

/// The stored data with those of a reception in their place.
pub(super) fn intake_of(stored: &Intake, facts: &ReceptionFacts) -> Intake {
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

//! What an import has to write: the file's word on a dossier against what is stored of it.

use sanh_domain::dossier::{Action, Dossier, EndReason, Event, Intake, Kind, Refusal, Status};
use serde::{Deserialize, Serialize};

use super::facts::{CaseFacts, StepFacts};
use super::group::DossierFacts;
use super::mapping::{Mapping, RowKind, StatusWord};
use super::recount::Recounts;
use super::report::{Reason, Why};

use super::rewrite::{Change, add_steps, shared_start};
use super::tale::{Deed, Desk, Tale, is_of_staff};
use super::way::{CONTRADICTED, WAYS, action, made_up_deed, named};

/// The longest way of made-up events from one state to another: register, receive, pause, resume, resolve, hand over.
const WAY_MAX: usize = 5;

/// What is to be done with a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plan {
    /// Stored is what the file says.
    Same,
    /// These events are added; a dossier that is not stored yet is added with them.
    Write(Box<Tale>),
    /// The stored dossier stays as it is.
    Leave(Why),
    /// The file's word on it is impossible.
    Bad(Reason),
}

/// Plans dossiers under one mapping.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Planner {
    rows: RowKind,
    due_is_told: bool,
    end_is_told: bool,
}

impl Planner {
    /// A planner for files of this mapping.
    pub fn new(mapping: &Mapping) -> Self {
        Self {
            rows: mapping.rows,
            due_is_told: mapping.columns.due.is_some(),
            end_is_told: mapping.columns.ended.is_some(),
        }
    }

    /// A dossier that is not stored.
    pub fn new_dossier(&self, intake: Intake, facts: &DossierFacts, desk: &Desk) -> Plan {
        match self.tell(intake, facts, desk) {
            Ok((tale, _)) => checked(tale),
            Err(refusal) => Plan::Bad(Reason::NoHistory(refusal.to_string())),
        }
    }

    /// A dossier that is stored. `intake` is what the file says of it.
    pub fn stored_dossier(
        &self,
        intake: Intake,
        facts: &DossierFacts,
        stored: Tale,
        desk: &Desk,
    ) -> Plan {
        if let Some(fact) = fixed_difference(&intake, &stored.dossier) {
            return Plan::Leave(Why::Fixed(fact));
        }
        if let Err(fault) = stored.check() {
            return Plan::Leave(Why::Broken(fault));
        }
        match self.rows {
            RowKind::Dossier => self.by_state(&facts.case, stored, desk),
            RowKind::Event => self.by_history(intake, facts, stored, desk),
        }
    }

    /// The whole history of a dossier by the file alone, and the deeds after its opening.
    fn tell(
        &self,
        intake: Intake,
        facts: &DossierFacts,
        desk: &Desk,
    ) -> Result<(Tale, Vec<Deed>), Refusal> {
        let mut tale = open(intake, &facts.case, desk)?;
        if self.rows == RowKind::Dossier {
            let way = self
                .way(&tale.dossier, &facts.case, desk)
                .ok_or_else(|| no_way(&tale.dossier, &facts.case))?;
            tale.extend(way);
            return Ok((tale, Vec::new()));
        }
        let mut deeds = Vec::new();
        if let (None, Some(received_at)) = (tale.dossier.received_at, facts.case.received_at) {
            let reception = Deed {
                action: Action::Receive,
                at: received_at,
                made_up: true,
            };
            tale.act(&reception, facts.case.due_at, desk)?;
        }
        let mut ended = facts.case.ended_at.is_none();
        for step in &facts.steps {
            if !ended
                && facts.case.ended_at.is_some_and(|at| at <= step.occurred_at)
                && !self.ends(&tale.dossier, step, &facts.case, desk)
            {
                self.end(&mut tale, &mut deeds, &facts.case, desk)?;
                ended = true;
            }
            let deed = self.deed(&tale.dossier, step, &facts.case, desk);
            ended = ended || deed.action.kind().is_end();
            tale.act(&deed, facts.case.due_at, desk)?;
            deeds.push(deed);
        }
        if !ended {
            self.end(&mut tale, &mut deeds, &facts.case, desk)?;
        }
        Ok((tale, deeds))
    }

    /// Whether this very event is the end that the dossier's columns tell.
    fn ends(&self, dossier: &Dossier, step: &StepFacts, case: &CaseFacts, desk: &Desk) -> bool {
        self.deed(dossier, step, case, desk).action.kind().is_end()
    }

    /// Lets the dossier end as its columns tell, by made-up events.
    fn end(
        &self,
        tale: &mut Tale,
        deeds: &mut Vec<Deed>,
        case: &CaseFacts,
        desk: &Desk,
    ) -> Result<(), Refusal> {
        let way = self
            .way(&tale.dossier, case, desk)
            .ok_or_else(|| no_way(&tale.dossier, case))?;
        for (dossier, event) in way {
            deeds.push(Deed {
                action: action(event.kind, case.due_at),
                at: event.occurred_at,
                made_up: true,
            });
            tale.push(dossier, event);
        }
        Ok(())
    }

    /// An event of the file: a real one where its status can follow, else a step under its name, so that nothing is lost.
    fn deed(&self, dossier: &Dossier, step: &StepFacts, case: &CaseFacts, desk: &Desk) -> Deed {
        let as_step = Deed {
            action: Action::Step {
                name: step.name.clone(),
            },
            at: step.occurred_at,
            made_up: false,
        };
        let Some(word) = step.status.filter(|word| word.status() != dossier.status) else {
            return as_step;
        };
        // Where a column tells the end, an event that ends at another time is a step of the work, not the end.
        if word.has_ended()
            && word != StatusWord::HandedOver
            && self.end_is_told
            && case.ended_at != Some(step.occurred_at)
        {
            return as_step;
        }
        let leads = |kind: &Kind| {
            let deed = Deed {
                action: named(*kind, &step.name),
                at: step.occurred_at,
                made_up: false,
            };
            let (after, _) = Tale::try_deed(dossier, &deed, case.due_at, desk).ok()?;
            is_at(&after, word).then_some(deed)
        };
        WAYS.iter().find_map(leads).unwrap_or(as_step)
    }

    /// A row per dossier: from the stored state to the file's, forwards where there is a way, else by taking back.
    fn by_state(&self, case: &CaseFacts, mut tale: Tale, desk: &Desk) -> Plan {
        let recounts = Recounts::of(&tale, case, self.due_is_told);
        if self.fits(&tale.dossier, &recounts.read(case, &tale.dossier)) {
            return Plan::Same;
        }
        loop {
            let again = recounts.again(&tale.dossier, desk);
            let from = again.as_ref().map_or(&tale.dossier, |(after, _)| after);
            if let Some(way) = self.way(from, &recounts.read(case, from), desk) {
                tale.extend(again.into_iter().chain(way));
                tale.extend(recounts.again(&tale.dossier, desk));
                return checked(tale);
            }
            match tale.in_force().as_slice() {
                [] | [_] => return Plan::Leave(Why::Fixed(unreachable_fact(&tale.dossier, case))),
                [.., last] if is_of_staff(last) => return Plan::Leave(Why::Staff),
                _ => {}
            }
            if let Err(refusal) = tale.take_back(CONTRADICTED, desk) {
                return Plan::Bad(Reason::NoHistory(refusal.to_string()));
            }
        }
    }

    /// A row per event: what is stored and not in the file is taken back, what is in the file and not stored is added.
    fn by_history(
        &self,
        intake: Intake,
        facts: &DossierFacts,
        mut stored: Tale,
        desk: &Desk,
    ) -> Plan {
        let (told, deeds) = match self.tell(intake, facts, desk) {
            Ok(told) => told,
            Err(refusal) => return Plan::Bad(Reason::NoHistory(refusal.to_string())),
        };
        let target = told.in_force();
        let present: Vec<Event> = stored.in_force().into_iter().cloned().collect();
        let (kept, shared) = shared_start(&present, &target);
        if shared == 0 {
            return Plan::Leave(Why::Fixed("the reception"));
        }
        let extra = present.get(kept..).unwrap_or_default();
        let staff_went_on = extra.iter().any(is_of_staff);
        if staff_went_on && shared < target.len() {
            return Plan::Leave(Why::Staff);
        }
        if !staff_went_on {
            let missing = target.get(shared..).unwrap_or_default();
            let recounts = Recounts::of(&stored, &facts.case, self.due_is_told);
            let change = Change {
                present: &present,
                kept,
                missing,
                due_is_told: self.due_is_told,
                recounts: &recounts,
            };
            match change.make(&mut stored, &facts.case, desk) {
                Ok(None) => {}
                Ok(Some(why)) => return Plan::Leave(why),
                Err(refusal) => return Plan::Bad(Reason::NoHistory(refusal.to_string())),
            }
        }
        if let Err(refusal) = add_steps(&mut stored, &deeds, desk) {
            return Plan::Bad(Reason::NoHistory(refusal.to_string()));
        }
        if stored.added().is_empty() {
            Plan::Same
        } else {
            checked(stored)
        }
    }

    /// The shortest way of made-up events from a state to what the file says; empty when it is there.
    fn way(&self, from: &Dossier, case: &CaseFacts, desk: &Desk) -> Option<Vec<(Dossier, Event)>> {
        (0..=WAY_MAX).find_map(|length| self.way_of(from, case, desk, length))
    }

    fn way_of(
        &self,
        from: &Dossier,
        case: &CaseFacts,
        desk: &Desk,
        length: usize,
    ) -> Option<Vec<(Dossier, Event)>> {
        if length == 0 {
            return self.fits(from, case).then(Vec::new);
        }
        WAYS.iter().find_map(|kind| {
            let deed = made_up_deed(*kind, from, case, desk)?;
            let (after, event) = Tale::try_deed(from, &deed, case.due_at, desk).ok()?;
            let mut way = self.way_of(&after, case, desk, length - 1)?;
            way.insert(0, (after, event));
            Some(way)
        })
    }

    /// Whether a dossier is what the file says.
    fn fits(&self, dossier: &Dossier, case: &CaseFacts) -> bool {
        let status_fits = match case.status {
            Some(word) => is_at(dossier, word),
            None => match case.ended_at {
                Some(_) => dossier.end_reason == Some(EndReason::Resolved),
                None => dossier.ended_at.is_none(),
            },
        };
        let end_fits =
            case.status == Some(StatusWord::Refused) || dossier.ended_at == case.ended_at;
        let registered_fits =
            case.registered_at.is_none() || dossier.registered_at == case.registered_at;
        let handed_over_fits =
            case.handed_over_at.is_none() || dossier.handed_over_at == case.handed_over_at;
        let due_fits =
            !self.due_is_told || dossier.received_at.is_none() || dossier.due_at == case.due_at;
        status_fits
            && end_fits
            && registered_fits
            && handed_over_fits
            && due_fits
            && dossier.received_at == case.received_at
    }
}

fn open(intake: Intake, case: &CaseFacts, desk: &Desk) -> Result<Tale, Refusal> {
    match (case.registered_at, case.received_at) {
        (Some(registered_at), _) => Tale::open(intake, registered_at, false, None, desk),
        (None, Some(received_at)) => Tale::open(intake, received_at, true, case.due_at, desk),
        (None, None) => Err(Refusal::Transition {
            kind: Kind::Receive,
            status: Status::Registered,
        }),
    }
}

fn is_at(dossier: &Dossier, word: StatusWord) -> bool {
    let reason_fits = match word {
        StatusWord::Withdrawn => dossier.end_reason == Some(EndReason::Withdrawn),
        StatusWord::Stopped => dossier.end_reason == Some(EndReason::Ineligible),
        _ => true,
    };
    dossier.status == word.status() && reason_fits
}

/// What never changes after the opening and differs all the same.
fn fixed_difference(intake: &Intake, stored: &Dossier) -> Option<&'static str> {
    let differences = [
        (intake.agency != stored.agency, "the agency"),
        (intake.field != stored.field, "the field"),
        (intake.channel != stored.channel, "the channel"),
        (
            intake.procedure.is_some() && intake.procedure != stored.procedure,
            "the procedure",
        ),
    ];
    differences
        .into_iter()
        .find(|(differs, _)| *differs)
        .map(|(_, fact)| fact)
}

/// Which fact kept a dossier from what the file says, when all but its opening was taken back.
fn unreachable_fact(dossier: &Dossier, case: &CaseFacts) -> &'static str {
    if dossier.received_at.is_some() && dossier.received_at != case.received_at {
        "the reception"
    } else if dossier.received_at.is_some() && case.due_at.is_none() {
        "the due time"
    } else {
        "the registration"
    }
}

fn no_way(dossier: &Dossier, case: &CaseFacts) -> Refusal {
    let kind = match (case.status, case.ended_at) {
        (Some(StatusWord::Refused), _) => Kind::Refuse,
        (Some(StatusWord::Withdrawn), _) => Kind::ConfirmWithdrawal,
        (Some(StatusWord::Stopped), _) => Kind::Stop,
        (_, Some(_)) => Kind::Resolve,
        _ => Kind::Receive,
    };
    Refusal::Transition {
        kind,
        status: dossier.status,
    }
}

fn checked(tale: Tale) -> Plan {
    match tale.check() {
        Ok(()) => Plan::Write(Box::new(tale)),
        Err(fault) => Plan::Bad(Reason::NoHistory(fault.to_string())),
    }
}

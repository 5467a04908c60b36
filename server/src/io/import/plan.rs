//! Compares a dossier of the file with the stored one and decides what is written.

use sanh_domain::dossier::{Action, Dossier, EndReason, Event, EventKind, Intake, Refusal, Status};
use serde::{Deserialize, Serialize};

use super::facts::{CaseFacts, StepFacts};
use super::group::DossierFacts;
use super::mapping::{Mapping, RowKind, StatusWord};
use super::recount::Recounts;
use super::report::{Reason, UnwrittenReason};

use super::history::{ImportAction, ImportContext, ImportHistory, is_of_staff};
use super::inferred_actions::{CONTRADICTED, MADE_UP_KINDS, action, made_up_action, named};
use super::rewrite::{HistoryChange, add_steps, shared_start};

/// The most made-up events from one state to another: register, receive, pause, resume, resolve, hand over.
const PATH_MAX: usize = 5;

/// The plan for a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plan {
    /// The stored dossier agrees with the file.
    Same,
    /// These events are added, with the dossier if it is not stored yet.
    Write(Box<ImportHistory>),
    /// The stored dossier stays unchanged.
    Leave(UnwrittenReason),
    /// The file's data are impossible.
    Bad(Reason),
}

/// Plans dossiers under one mapping.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Planner {
    rows: RowKind,
    #[serde(rename = "due_is_told")]
    has_due_column: bool,
    #[serde(rename = "end_is_told")]
    has_end_column: bool,
}

impl Planner {
    /// A planner for files of this mapping.
    pub fn new(mapping: &Mapping) -> Self {
        Self {
            rows: mapping.rows,
            has_due_column: mapping.columns.due.is_some(),
            has_end_column: mapping.columns.ended.is_some(),
        }
    }

    /// Plans a dossier that is not stored.
    pub fn new_dossier(
        &self,
        intake: Intake,
        facts: &DossierFacts,
        context: &ImportContext,
    ) -> Plan {
        match self.history_of_file(intake, facts, context) {
            Ok((history, _)) => checked(history),
            Err(refusal) => Plan::Bad(Reason::NoHistory(refusal.to_string())),
        }
    }

    /// Plans a stored dossier. `intake` is from the file.
    pub fn stored_dossier(
        &self,
        intake: Intake,
        facts: &DossierFacts,
        stored: ImportHistory,
        context: &ImportContext,
    ) -> Plan {
        if let Some(fact) = fixed_difference(&intake, &stored.dossier) {
            return Plan::Leave(UnwrittenReason::Fixed(fact));
        }
        if let Err(fault) = stored.check() {
            return Plan::Leave(UnwrittenReason::Broken(fault));
        }
        match self.rows {
            RowKind::Dossier => self.by_state(&facts.case, stored, context),
            RowKind::Event => self.by_history(intake, facts, stored, context),
        }
    }

    /// The whole history of a dossier according to the file alone, and its actions after the opening.
    fn history_of_file(
        &self,
        intake: Intake,
        facts: &DossierFacts,
        context: &ImportContext,
    ) -> Result<(ImportHistory, Vec<ImportAction>), Refusal> {
        let mut history = open(intake, &facts.case, context)?;
        if self.rows == RowKind::Dossier {
            let path = self
                .path(&history.dossier, &facts.case, context)
                .ok_or_else(|| no_path(&history.dossier, &facts.case))?;
            history.extend(path);
            return Ok((history, Vec::new()));
        }
        let mut import_actions = Vec::new();
        if let (None, Some(received_at)) = (history.dossier.received_at, facts.case.received_at) {
            let reception = ImportAction {
                action: Action::Receive,
                at: received_at,
                made_up: true,
            };
            history.act(&reception, facts.case.due_at, context)?;
        }
        let mut ended = facts.case.ended_at.is_none();
        for step in &facts.steps {
            if !ended
                && facts.case.ended_at.is_some_and(|at| at <= step.occurred_at)
                && !self.ends(&history.dossier, step, &facts.case, context)
            {
                self.end(&mut history, &mut import_actions, &facts.case, context)?;
                ended = true;
            }
            let import_action = self.import_action(&history.dossier, step, &facts.case, context);
            ended = ended || import_action.action.kind().is_end();
            history.act(&import_action, facts.case.due_at, context)?;
            import_actions.push(import_action);
        }
        if !ended {
            self.end(&mut history, &mut import_actions, &facts.case, context)?;
        }
        Ok((history, import_actions))
    }

    /// Whether this event is the end given by the dossier's columns.
    fn ends(
        &self,
        dossier: &Dossier,
        step: &StepFacts,
        case: &CaseFacts,
        context: &ImportContext,
    ) -> bool {
        self.import_action(dossier, step, case, context)
            .action
            .kind()
            .is_end()
    }

    /// Ends the dossier as its columns say, by made-up events.
    fn end(
        &self,
        history: &mut ImportHistory,
        import_actions: &mut Vec<ImportAction>,
        case: &CaseFacts,
        context: &ImportContext,
    ) -> Result<(), Refusal> {
        let path = self
            .path(&history.dossier, case, context)
            .ok_or_else(|| no_path(&history.dossier, case))?;
        for (dossier, event) in path {
            import_actions.push(ImportAction {
                action: action(event.kind, case.due_at),
                at: event.occurred_at,
                made_up: true,
            });
            history.push(dossier, event);
        }
        Ok(())
    }

    /// The action of an event in the file: one that leads to its status if possible, else a step with its name, so that nothing
    /// is lost.
    fn import_action(
        &self,
        dossier: &Dossier,
        step: &StepFacts,
        case: &CaseFacts,
        context: &ImportContext,
    ) -> ImportAction {
        let as_step = ImportAction {
            action: Action::Step {
                name: step.name.clone(),
            },
            at: step.occurred_at,
            made_up: false,
        };
        let Some(word) = step.status.filter(|word| word.status() != dossier.status) else {
            return as_step;
        };
        // If a column has the end, an event at another time that would end the dossier is only a step.
        if word.has_ended()
            && word != StatusWord::HandedOver
            && self.has_end_column
            && case.ended_at != Some(step.occurred_at)
        {
            return as_step;
        }
        let leads = |kind: &EventKind| {
            let import_action = ImportAction {
                action: named(*kind, &step.name),
                at: step.occurred_at,
                made_up: false,
            };
            let (after, _) =
                ImportHistory::try_action(dossier, &import_action, case.due_at, context).ok()?;
            is_at(&after, word).then_some(import_action)
        };
        MADE_UP_KINDS.iter().find_map(leads).unwrap_or(as_step)
    }

    /// For a file with a row per dossier: from the stored state to the file's, by adding events if possible, else by undoing
    /// events.
    fn by_state(
        &self,
        case: &CaseFacts,
        mut history: ImportHistory,
        context: &ImportContext,
    ) -> Plan {
        let recounts = Recounts::of(&history, case, self.has_due_column);
        if self.fits(&history.dossier, &recounts.read(case, &history.dossier)) {
            return Plan::Same;
        }
        loop {
            let again = recounts.again(&history.dossier, context);
            let from = again.as_ref().map_or(&history.dossier, |(after, _)| after);
            if let Some(path) = self.path(from, &recounts.read(case, from), context) {
                history.extend(again.into_iter().chain(path));
                history.extend(recounts.again(&history.dossier, context));
                return checked(history);
            }
            match history.in_force().as_slice() {
                [] | [_] => {
                    return Plan::Leave(UnwrittenReason::Fixed(unreachable_fact(
                        &history.dossier,
                        case,
                    )));
                }
                [.., last] if is_of_staff(last) => return Plan::Leave(UnwrittenReason::Staff),
                _ => {}
            }
            if let Err(refusal) = history.take_back(CONTRADICTED, context) {
                return Plan::Bad(Reason::NoHistory(refusal.to_string()));
            }
        }
    }

    /// For a file with a row per event: undoes stored events that are not in the file, and adds events of the file that are not
    /// stored.
    fn by_history(
        &self,
        intake: Intake,
        facts: &DossierFacts,
        mut stored: ImportHistory,
        context: &ImportContext,
    ) -> Plan {
        let (told, import_actions) = match self.history_of_file(intake, facts, context) {
            Ok(told) => told,
            Err(refusal) => return Plan::Bad(Reason::NoHistory(refusal.to_string())),
        };
        let target = told.in_force();
        let present: Vec<Event> = stored.in_force().into_iter().cloned().collect();
        let (kept, shared) = shared_start(&present, &target);
        if shared == 0 {
            return Plan::Leave(UnwrittenReason::Fixed("the reception"));
        }
        let extra = present.get(kept..).unwrap_or_default();
        let staff_went_on = extra.iter().any(is_of_staff);
        if staff_went_on && shared < target.len() {
            return Plan::Leave(UnwrittenReason::Staff);
        }
        if !staff_went_on {
            let missing = target.get(shared..).unwrap_or_default();
            let recounts = Recounts::of(&stored, &facts.case, self.has_due_column);
            let change = HistoryChange {
                present: &present,
                kept,
                missing,
                has_due_column: self.has_due_column,
                recounts: &recounts,
            };
            match change.make(&mut stored, &facts.case, context) {
                Ok(None) => {}
                Ok(Some(why)) => return Plan::Leave(why),
                Err(refusal) => return Plan::Bad(Reason::NoHistory(refusal.to_string())),
            }
        }
        if let Err(refusal) = add_steps(&mut stored, &import_actions, context) {
            return Plan::Bad(Reason::NoHistory(refusal.to_string()));
        }
        if stored.added().is_empty() {
            Plan::Same
        } else {
            checked(stored)
        }
    }

    /// The fewest made-up events from a state to that of the file; empty if they are equal.
    fn path(
        &self,
        from: &Dossier,
        case: &CaseFacts,
        context: &ImportContext,
    ) -> Option<Vec<(Dossier, Event)>> {
        (0..=PATH_MAX).find_map(|length| self.path_of_length(from, case, context, length))
    }

    fn path_of_length(
        &self,
        from: &Dossier,
        case: &CaseFacts,
        context: &ImportContext,
        length: usize,
    ) -> Option<Vec<(Dossier, Event)>> {
        if length == 0 {
            return self.fits(from, case).then(Vec::new);
        }
        MADE_UP_KINDS.iter().find_map(|kind| {
            let import_action = made_up_action(*kind, from, case, context)?;
            let (after, event) =
                ImportHistory::try_action(from, &import_action, case.due_at, context).ok()?;
            let mut path = self.path_of_length(&after, case, context, length - 1)?;
            path.insert(0, (after, event));
            Some(path)
        })
    }

    /// Whether a dossier agrees with the file.
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
            !self.has_due_column || dossier.received_at.is_none() || dossier.due_at == case.due_at;
        status_fits
            && end_fits
            && registered_fits
            && handed_over_fits
            && due_fits
            && dossier.received_at == case.received_at
    }
}

fn open(
    intake: Intake,
    case: &CaseFacts,
    context: &ImportContext,
) -> Result<ImportHistory, Refusal> {
    match (case.registered_at, case.received_at) {
        (Some(registered_at), _) => {
            ImportHistory::open(intake, registered_at, false, None, context)
        }
        (None, Some(received_at)) => {
            ImportHistory::open(intake, received_at, true, case.due_at, context)
        }
        (None, None) => Err(Refusal::Transition {
            kind: EventKind::Receive,
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

/// The name of a fact that differs although it cannot change after the opening.
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

/// The fact that made the file's state unreachable even after all events but the opening were undone.
fn unreachable_fact(dossier: &Dossier, case: &CaseFacts) -> &'static str {
    if dossier.received_at.is_some() && dossier.received_at != case.received_at {
        "the reception"
    } else if dossier.received_at.is_some() && case.due_at.is_none() {
        "the due time"
    } else {
        "the registration"
    }
}

fn no_path(dossier: &Dossier, case: &CaseFacts) -> Refusal {
    let kind = match (case.status, case.ended_at) {
        (Some(StatusWord::Refused), _) => EventKind::Refuse,
        (Some(StatusWord::Withdrawn), _) => EventKind::ConfirmWithdrawal,
        (Some(StatusWord::Stopped), _) => EventKind::Stop,
        (_, Some(_)) => EventKind::Resolve,
        _ => EventKind::Receive,
    };
    Refusal::Transition {
        kind,
        status: dossier.status,
    }
}

fn checked(history: ImportHistory) -> Plan {
    match history.check() {
        Ok(()) => Plan::Write(Box::new(history)),
        Err(fault) => Plan::Bad(Reason::NoHistory(fault.to_string())),
    }
}

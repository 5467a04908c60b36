//! The history of a dossier during an import: the stored events, and those that the import adds.

use sanh_domain::account::actor::{Actor, ActorRole};
use sanh_domain::deadline::Instant;
use sanh_domain::deadline::calendar::Calendar;
use sanh_domain::dossier::{
    Action, Dossier, Event, EventKind, Intake, Refusal, ReplayFault, Rules, Status, When,
};

/// The account name in events of an import.
pub const ACTOR: &str = "import";
/// The reason of an extension by the import, as an export has none.
const DUE_MOVED: &str = "the due time differs in the export";

/// Whether staff recorded it here. A recounted due time comes from the calendar, whoever changed the calendar.
pub fn is_of_staff(event: &Event) -> bool {
    event.actor != ACTOR && event.kind != EventKind::Recount
}

/// The context of an import: calendar, rules and time.
#[derive(Clone, Debug)]
pub struct ImportContext {
    /// The calendar of the dossier's agency, for handling times; due times come from the file.
    pub calendar: Calendar,
    /// The rules in force.
    pub rules: Rules,
    /// When the import runs: all of its events are recorded at this instant.
    pub now: Instant,
}

impl ImportContext {
    fn actor() -> Actor {
        Actor {
            name: ACTOR.to_owned(),
            role: ActorRole::System,
        }
    }
}

/// An action that the import applies to a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportAction {
    /// The action.
    pub action: Action,
    /// When it happened.
    pub at: Instant,
    /// Whether the event is not in the file, but derived from the dossier's dates or status.
    pub made_up: bool,
}

/// A dossier and its history during an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportHistory {
    /// The dossier after the events.
    pub dossier: Dossier,
    /// All of its events.
    pub events: Vec<Event>,
    /// The number of events that are stored already.
    pub stored: usize,
}

impl ImportHistory {
    /// A stored dossier.
    pub fn stored(dossier: Dossier, events: Vec<Event>) -> Self {
        let stored = events.len();
        Self {
            dossier,
            events,
            stored,
        }
    }

    /// Opens a dossier: registered, or received with its due time.
    ///
    /// # Errors
    /// When the domain refuses, as for an instant in the future.
    pub fn open(
        intake: Intake,
        at: Instant,
        received: bool,
        due: Option<Instant>,
        context: &ImportContext,
    ) -> Result<Self, Refusal> {
        let when = When::new(at, context.now);
        let (mut dossier, mut events) = Dossier::open(
            intake,
            when,
            &context.calendar,
            &context.rules,
            &ImportContext::actor(),
            received,
        )?;
        if let (true, Some(due)) = (received, due)
            && let Some(reception) = events.pop()
        {
            let (promised, reception) = dossier.with_promised_due(reception, due)?;
            dossier = promised;
            events.push(reception);
        }
        for event in &mut events {
            event.made_up = true;
        }
        Ok(Self {
            dossier,
            events,
            stored: 0,
        })
    }

    /// The result of an action. If the event sets a due time, that of the file is used.
    ///
    /// # Errors
    /// When the domain refuses.
    pub fn try_action(
        dossier: &Dossier,
        import_action: &ImportAction,
        due: Option<Instant>,
        context: &ImportContext,
    ) -> Result<(Dossier, Event), Refusal> {
        if let Action::Extend { new_due, .. } = import_action.action {
            return extend(dossier, new_due, import_action, context);
        }
        let when = When::new(import_action.at, context.now);
        let (mut after, mut event) = dossier.act(
            import_action.action.clone(),
            when,
            &context.calendar,
            &context.rules,
            &ImportContext::actor(),
            &[],
        )?;
        event.made_up = import_action.made_up;
        let resumes =
            dossier.paused_at.is_some() && after.paused_at.is_none() && after.ended_at.is_none();
        match due {
            Some(due) if event.kind == EventKind::Receive => {
                return after.with_promised_due(event, due);
            }
            Some(due) if resumes => {
                (event.due_at, event.counted_due_at) = (Some(due), None);
                (after.due_at, after.counted_due_at) = (Some(due), None);
            }
            _ => {}
        }
        Ok((after, event))
    }

    /// Applies an action.
    ///
    /// # Errors
    /// When the domain refuses; nothing has changed then.
    pub fn act(
        &mut self,
        import_action: &ImportAction,
        due: Option<Instant>,
        context: &ImportContext,
    ) -> Result<(), Refusal> {
        let (dossier, event) = Self::try_action(&self.dossier, import_action, due, context)?;
        self.push(dossier, event);
        Ok(())
    }

    /// Adds an event and the dossier after it.
    pub fn push(&mut self, dossier: Dossier, event: Event) {
        self.dossier = dossier;
        self.events.push(event);
    }

    /// Adds events, each with the dossier after it.
    pub fn extend(&mut self, way: impl IntoIterator<Item = (Dossier, Event)>) {
        for (dossier, event) in way {
            self.push(dossier, event);
        }
    }

    /// Undoes the last event in force.
    ///
    /// # Errors
    /// When only the opening is left.
    pub fn take_back(&mut self, reason: &str, context: &ImportContext) -> Result<(), Refusal> {
        let correction = Action::Correct {
            reason: reason.to_owned(),
        };
        let when = When::new(context.now, context.now);
        let (dossier, event) = self.dossier.act(
            correction,
            when,
            &context.calendar,
            &context.rules,
            &ImportContext::actor(),
            &self.events,
        )?;
        self.push(dossier, event);
        Ok(())
    }

    /// The events in force, without steps and assignments: those that determine the dossier's state.
    pub fn in_force(&self) -> Vec<&Event> {
        let mut told: Vec<&Event> = Vec::new();
        for event in &self.events {
            match event.kind {
                kind if kind.keeps_status() => {}
                EventKind::Correct => drop(told.pop()),
                _ => told.push(event),
            }
        }
        told
    }

    /// The events that the import adds.
    pub fn added(&self) -> &[Event] {
        self.events.get(self.stored..).unwrap_or_default()
    }

    /// Checks that the replay of the events is the dossier, so that `sanh verify` accepts all that is written.
    ///
    /// # Errors
    /// Where the history contradicts itself.
    pub fn check(&self) -> Result<(), ReplayFault> {
        let replayed = Dossier::replay(&self.dossier.intake(), &self.events)?;
        if replayed == self.dossier {
            Ok(())
        } else {
            Err(ReplayFault::Facts {
                sequence: self.dossier.version,
            })
        }
    }
}

/// Moves the due time to that of the export. The rules of an extension do not apply, since the import does not judge the
/// office; it may also move back.
fn extend(
    dossier: &Dossier,
    new_due: Instant,
    import_action: &ImportAction,
    context: &ImportContext,
) -> Result<(Dossier, Event), Refusal> {
    if !matches!(dossier.status, Status::Received | Status::InProcess) {
        return Err(Refusal::Transition {
            kind: EventKind::Extend,
            status: dossier.status,
        });
    }
    let step = Action::Step {
        name: DUE_MOVED.to_owned(),
    };
    let when = When::new(import_action.at, context.now);
    let (mut after, mut event) = dossier.act(
        step,
        when,
        &context.calendar,
        &context.rules,
        &ImportContext::actor(),
        &[],
    )?;
    event.kind = EventKind::Extend;
    event.made_up = import_action.made_up;
    (event.due_at, event.counted_due_at) = (Some(new_due), None);
    (after.due_at, after.counted_due_at) = (Some(new_due), None);
    after.promised_due_at = Some(new_due);
    after.extended = true;
    after.last_event_at = event.occurred_at;
    Ok((after, event))
}

//! Actions on a dossier: whether they are allowed, and the new dossier and event that they make.

use std::borrow::Cow;

use super::action::{Action, When};
use super::due::promised;
use super::event::Event;
use super::event_kind::EventKind;
use super::model::{Dossier, Intake};
use super::refusal::{REASON_CHARS_MAX, Refusal};
use super::replay;
use super::rules::Rules;
use super::status::Status;
use crate::account::actor::{Actor, ActorRole};
use crate::deadline::calendar::Calendar;
use crate::deadline::{Instant, whole_minute, whole_ms};
use crate::procedure::channel::Channel;

impl Dossier {
    /// Opens a dossier: registered online and waiting, or `received`. A dossier received online is first registered, which
    /// makes two events; at the reception desk or by post the reception is the first event.
    ///
    /// # Errors
    /// [`Refusal`] for times in the future or too far back, or a calendar without working time.
    pub fn open(
        intake: Intake,
        at: impl Into<When>,
        calendar: &Calendar,
        rules: &Rules,
        actor: &Actor,
        received: bool,
    ) -> Result<(Self, Vec<Event>), Refusal> {
        let at = at.into().whole_ms();
        let direct = received && intake.channel != Channel::Online;
        let (action, to) = if direct {
            (Action::Receive, Status::Received)
        } else {
            (Action::Register, Status::Registered)
        };
        let reason = reason_of(&action, &at, actor.role)?;
        rules.check_backdating(&at, reason.as_deref(), calendar, actor.role)?;
        let due = if direct {
            promised(intake.limit, at.occurred_at, calendar)?
        } else {
            None
        };
        let mut dossier = Self::before_first_event(intake, at.occurred_at);
        let mut opening = dossier.event(action.kind(), to, &at, actor, reason);
        opening.from = None;
        opening.due_at = due;
        dossier.apply(&opening);
        if direct || !received {
            return Ok((dossier, vec![opening]));
        }
        let (dossier, reception) = dossier.act(Action::Receive, at, calendar, rules, actor, &[])?;
        Ok((dossier, vec![opening, reception]))
    }

    /// Applies one action and returns the new dossier and its event; nothing is stored. `history` is the whole history of this
    /// version. Only a correction, an amendment and an annulment read it, so the cost of any other action does not depend on
    /// it.
    ///
    /// A correction, an assignment and an annulment occur when they are recorded, an amendment at the opening that it restates,
    /// a recount at the last event in force, so that events in between can still be recorded. For these `at.occurred_at` is
    /// ignored.
    ///
    /// # Errors
    /// [`Refusal`]; the dossier is then unchanged.
    #[expect(clippy::needless_pass_by_value, reason = "an action is done once")]
    pub fn act(
        &self,
        action: Action,
        at: When,
        calendar: &Calendar,
        rules: &Rules,
        actor: &Actor,
        history: &[Event],
    ) -> Result<(Self, Event), Refusal> {
        let kind = action.kind();
        let at = self.moment(kind, at.whole_ms());
        if kind == EventKind::Correct {
            return self.correct(&action, &at, rules, actor, history);
        }
        let to = self.next_status(kind).ok_or(Refusal::Transition {
            kind,
            status: self.status,
        })?;
        let reason = reason_of(&action, &at, actor.role)?;
        if let Action::Amend { change, .. } = &action {
            return self.amend(change, reason, &at, (calendar, rules), actor, history);
        }
        if kind != EventKind::Recount {
            rules.check_backdating(&at, reason.as_deref(), calendar, actor.role)?;
        }
        if !kind.keeps_status() && at.occurred_at < self.last_event_at {
            return Err(Refusal::BeforeLastEvent {
                last: self.last_event_at,
            });
        }
        self.check_right(kind, actor.role)?;
        if kind == EventKind::Annul {
            self.check_annul(history, &at, (calendar, rules), actor)?;
        }

        let mut event = self.event(kind, to, &at, actor, reason);
        event.paused_min = self.paused_min_after(to, at.occurred_at, calendar);
        // Staff cannot backdate an extension to before its deadline.
        let counts_at = match (kind, actor.role) {
            (EventKind::Extend, ActorRole::Staff) => at.recorded_at,
            _ => at.occurred_at,
        };
        let due = self.due_after(&action, to, counts_at, calendar, (rules, actor.role))?;
        event.due_at = due.in_force;
        event.counted_due_at = due.counted.filter(|counted| due.in_force != Some(*counted));
        if kind.is_end() {
            event.handled_min = self.handled_min_at(at.occurred_at, event.paused_min, calendar);
        }
        let mut dossier = self.clone();
        dossier.apply(&event);
        Ok((dossier, event))
    }

    /// The actions that this role may try in this status. Times and history are not checked: an extension may be too late, a
    /// correction may concern another person's event. [`Dossier::offered`] checks them.
    pub fn allowed(&self, role: ActorRole) -> Vec<EventKind> {
        let possible = |kind: &EventKind| match kind {
            EventKind::Correct => self.version > 1,
            EventKind::Extend | EventKind::Recount if self.due_at.is_none() => false,
            _ => self.next_status(*kind).is_some() && self.check_right(*kind, role).is_ok(),
        };
        EventKind::ALL.into_iter().filter(possible).collect()
    }

    /// Replaces the due time of the reception that was just made by the one printed on the slip, for an import that knows it
    /// without the limit. Takes the reception event and returns it changed.
    ///
    /// # Errors
    /// [`Refusal::NotTheReception`] when `reception` is not this dossier's last event or not a reception.
    pub fn with_promised_due(
        mut self,
        mut reception: Event,
        due: Instant,
    ) -> Result<(Self, Event), Refusal> {
        let is_last = reception.code == self.code && reception.sequence == self.version;
        if reception.kind != EventKind::Receive || !is_last {
            return Err(Refusal::NotTheReception);
        }
        reception.due_at = Some(whole_ms(due));
        self.first_due_at = reception.due_at;
        self.due_at = reception.due_at;
        self.promised_due_at = reception.due_at;
        Ok((self, reception))
    }

    /// Takes back the last event in force: within `correction_s` by its author, later by a manager, whatever the state.
    fn correct(
        &self,
        action: &Action,
        at: &When,
        rules: &Rules,
        actor: &Actor,
        history: &[Event],
    ) -> Result<(Self, Event), Refusal> {
        let reason = reason_of(action, at, actor.role)?;
        let mut in_force = self.whole_history(history)?;
        let intake = self.intake();
        let Some(taken) = in_force.pop().filter(|_| !in_force.is_empty()) else {
            return Err(Refusal::OpeningStays);
        };
        if taken.kind == EventKind::Recount && actor.role != ActorRole::System {
            return Err(Refusal::RecountStays);
        }
        if actor.role != ActorRole::System {
            self.check_linked(taken.kind)?;
        }
        let age = at.recorded_at - taken.recorded_at;
        let in_time = age <= chrono::Duration::seconds(rules.correction_s.into());
        let by_author = in_time && taken.actor == actor.name;
        if !by_author && actor.role == ActorRole::Staff {
            return Err(Refusal::CorrectionIsManagers);
        }
        let mut before = replay::fold(&intake, &in_force)?;
        let now_at = When::new(at.recorded_at, at.recorded_at);
        let mut event = self.event(EventKind::Correct, before.status, &now_at, actor, reason);
        event.due_at = before.due_at;
        event.counted_due_at = before.counted_due_at;
        event.paused_min = before.paused_min;
        event.takes_back = Some(taken.sequence);
        before.version = event.sequence;
        before.assignee.clone_from(&self.assignee);
        before.reminded_at = replay::last_reminder(&before, &in_force, history.iter());
        Ok((before, event))
    }

    /// The events in force of the whole history. Their replay must equal this dossier.
    pub(super) fn whole_history<'a>(
        &self,
        history: &'a [Event],
    ) -> Result<Vec<Cow<'a, Event>>, Refusal> {
        if i64::try_from(history.len()) != Ok(self.version) {
            return Err(Refusal::HistoryNeeded);
        }
        let in_force = replay::in_force(&self.code, history)?;
        let mut now = replay::fold(&self.intake(), &in_force)?;
        now.version = self.version;
        now.assignee = replay::assignee(history.iter());
        now.reminded_at = replay::last_reminder(&now, &in_force, history.iter());
        if now != *self {
            return Err(Refusal::HistoryDiffers);
        }
        Ok(in_force)
    }

    /// When an action of this kind occurs. Times are typed to the minute, so an action in the minute of the last event counts
    /// as after it.
    fn moment(&self, kind: EventKind, at: When) -> When {
        let last = self.last_event_at;
        let is_minute_of_last = whole_minute(at.occurred_at) == whole_minute(last);
        let occurred_at = match kind {
            EventKind::Assign | EventKind::Remind | EventKind::Annul => at.recorded_at,
            EventKind::Recount => last,
            _ if is_minute_of_last && last <= at.recorded_at => at.occurred_at.max(last),
            _ => at.occurred_at,
        };
        When { occurred_at, ..at }
    }

    /// The next event, with the values that most actions leave unchanged.
    pub(super) fn event(
        &self,
        kind: EventKind,
        to: Status,
        at: &When,
        actor: &Actor,
        reason: Option<String>,
    ) -> Event {
        Event {
            code: self.code.clone(),
            sequence: self.version + 1,
            kind,
            from: Some(self.status),
            to,
            occurred_at: at.occurred_at,
            recorded_at: at.recorded_at,
            actor: actor.name.clone(),
            reason,
            due_at: self.due_at,
            counted_due_at: self.counted_due_at,
            handled_min: None,
            paused_min: self.paused_min,
            made_up: false,
            takes_back: None,
            amendment: None,
        }
    }

    pub(super) fn check_right(&self, kind: EventKind, role: ActorRole) -> Result<(), Refusal> {
        if role != ActorRole::System {
            self.check_linked(kind)?;
        }
        match kind {
            EventKind::AskPapers if self.papers_asked > 0 && role == ActorRole::Staff => {
                Err(Refusal::PapersAskedAlready)
            }
            EventKind::Extend if self.extended => Err(Refusal::ExtendedAlready),
            EventKind::Step if role != ActorRole::System => Err(Refusal::StepIsImported),
            EventKind::Recount if role != ActorRole::System => Err(Refusal::RecountIsTheCalendars),
            EventKind::Remind if role != ActorRole::System => Err(Refusal::ReminderIsTheSystems),
            EventKind::Remind if self.reminded_at.is_some() => Err(Refusal::RemindedAlready),
            _ => Ok(()),
        }
    }

    /// Pauses are rounded down, so that rounding never shortens the handling time.
    fn paused_min_after(&self, to: Status, at: Instant, calendar: &Calendar) -> u32 {
        match self.paused_at {
            Some(paused_at) if !to.is_waiting() => {
                let minutes = calendar.working_time(paused_at, at).num_minutes();
                self.paused_min
                    .saturating_add(u32::try_from(minutes).unwrap_or(u32::MAX))
            }
            _ => self.paused_min,
        }
    }

    /// The handling time, in working minutes. Reception and end count by their minute, as slips print them: from 08:00:10 to
    /// 08:00:50 two days later is exactly two working days.
    pub(super) fn handled_min_at(
        &self,
        end: Instant,
        paused_min: u32,
        calendar: &Calendar,
    ) -> Option<u32> {
        let received_at = self.received_at?;
        Some(
            calendar
                .working_minutes(whole_minute(received_at), whole_minute(end))
                .0
                .saturating_sub(paused_min),
        )
    }
}

impl When {
    fn whole_ms(self) -> Self {
        Self {
            occurred_at: whole_ms(self.occurred_at),
            recorded_at: whole_ms(self.recorded_at),
            late_reason: self.late_reason,
        }
    }
}

/// The reason to store: that of the action, else the reason for recording it late.
fn reason_of(action: &Action, at: &When, role: ActorRole) -> Result<Option<String>, Refusal> {
    let not_blank = |text: &&str| !text.is_empty();
    let own = action.reason().map(str::trim).filter(not_blank);
    if matches!(action, Action::Assign { .. }) {
        // The text of an assignment is the new assignee, or empty for nobody.
        return Ok(own.map(str::to_owned));
    }
    let may_be_blank = role == ActorRole::System && action.kind() != EventKind::Step;
    if action.reason().is_some() && own.is_none() && !may_be_blank {
        return Err(Refusal::ReasonMissing);
    }
    let reason = own.or(at.late_reason.as_deref().map(str::trim).filter(not_blank));
    if reason.is_some_and(|text| text.chars().count() > REASON_CHARS_MAX) {
        return Err(Refusal::ReasonTooLong);
    }
    Ok(reason.map(str::to_owned))
}

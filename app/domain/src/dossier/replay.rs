//! Replay: a dossier made from its events, as of now or as of a past instant.

use std::borrow::Cow;

use super::amended::{apply_amendment, intake_known};
use super::code::DossierCode;
use super::event::{Event, ReplayFault};
use super::event_kind::EventKind;
use super::model::{CountedIn, Dossier, Intake};
use super::status::{EndReason, Status};
use crate::deadline::Instant;

impl Dossier {
    /// The dossier after these events, in the order of their sequence. The stored row must equal it.
    ///
    /// # Errors
    /// [`ReplayFault`] names the first event that contradicts those before it.
    pub fn replay(intake: &Intake, events: &[Event]) -> Result<Self, ReplayFault> {
        let told = in_force(&intake.code, events)?;
        let mut dossier = fold(&intake_known(intake, events, events), &told)?;
        dossier.version = count(events);
        dossier.assignee = assignee(events.iter());
        dossier.reminded_at = last_reminder(&dossier, &told, events.iter());
        Ok(dossier)
    }

    /// The dossier at `as_of` (inclusive), by the events recorded up to `recorded_by`, or by all of them. Known corrections and
    /// amendments are applied first, then the events up to `as_of` are replayed: a later correction or amendment changes the
    /// past unless `recorded_by` leaves it out. `None` when it was not opened yet, or when the known events annul it. The
    /// version is the number of known events.
    ///
    /// # Errors
    /// [`ReplayFault`] as in [`Dossier::replay`], for the known events.
    pub fn replay_until(
        intake: &Intake,
        events: &[Event],
        as_of: Instant,
        recorded_by: Option<Instant>,
    ) -> Result<Option<Self>, ReplayFault> {
        let is_known = |event: &Event| recorded_by.is_none_or(|by| event.recorded_at <= by);
        // A history is complete only up to its first gap, so it ends before the first event that was not known yet.
        let known_to = events
            .iter()
            .position(|event| !is_known(event))
            .unwrap_or(events.len());
        let known = events.get(..known_to).unwrap_or_default();
        if known.is_empty() {
            return Ok(None);
        }
        let mut told = in_force(&intake.code, known)?;
        if told.iter().any(|event| event.kind == EventKind::Annul) {
            return Ok(None);
        }
        told.retain(|event| event.occurred_at <= as_of);
        if told.is_empty() {
            return Ok(None);
        }
        let mut dossier = fold(&intake_known(intake, events, known), &told)?;
        dossier.version = count(known);
        let is_past = |event: &&Event| event.occurred_at <= as_of;
        dossier.assignee = assignee(known.iter().filter(is_past));
        dossier.reminded_at = last_reminder(&dossier, &told, known.iter().filter(is_past));
        Ok(Some(dossier))
    }

    /// The dossier before its first event; not a valid state by itself.
    pub(super) fn before_first_event(intake: Intake, at: Instant) -> Self {
        Self {
            code: intake.code,
            agency: intake.agency,
            field: intake.field,
            procedure: intake.procedure,
            channel: intake.channel,
            limit: intake.limit,
            counted_in: intake.counted_in,
            status: Status::Registered,
            status_before_pause: None,
            status_before_withdrawal: None,
            registered_at: None,
            received_at: None,
            first_due_at: None,
            due_at: None,
            promised_due_at: None,
            counted_due_at: None,
            paused_at: None,
            ended_at: None,
            end_reason: None,
            handed_over_at: None,
            handled_min: None,
            paused_min: 0,
            papers_asked: 0,
            papers_asked_at: None,
            reminded_at: None,
            extended: false,
            assignee: None,
            received_by: None,
            ended_by: None,
            handed_over_by: None,
            annulled_from: None,
            version: 0,
            last_event_at: at,
        }
    }

    /// Applies an event. Every event but a correction is applied here, when it is made and when it is replayed.
    pub(super) fn apply(&mut self, event: &Event) {
        self.version = event.sequence;
        if event.kind == EventKind::Assign {
            self.assignee.clone_from(&event.reason);
        }
        if event.kind == EventKind::Remind {
            self.reminded_at = Some(event.occurred_at);
        }
        if event.kind.keeps_status() {
            return;
        }
        let at = event.occurred_at;
        self.status = event.to;
        self.due_at = event.due_at;
        self.counted_due_at = event.counted_due_at;
        self.paused_min = event.paused_min;
        self.last_event_at = at;
        match event.kind {
            EventKind::Register => self.registered_at = Some(at),
            EventKind::Receive => self.receive(event),
            EventKind::AskPapers | EventKind::AskPayment => {
                self.status_before_pause = event.from;
                self.pause(at);
            }
            EventKind::AskWithdrawal => {
                self.status_before_withdrawal = event.from;
                self.pause(at);
            }
            EventKind::PapersReceived | EventKind::Paid => {
                self.status_before_pause = None;
                self.paused_at = None;
                self.wait_for_no_papers();
            }
            EventKind::DeclineWithdrawal => {
                self.status_before_withdrawal = None;
                self.paused_at = self.paused_at.filter(|_| event.to.is_waiting());
            }
            EventKind::Refuse => self.end(event, EndReason::Refused),
            EventKind::ConfirmWithdrawal => self.end(event, EndReason::Withdrawn),
            EventKind::Stop => self.end(event, EndReason::Ineligible),
            EventKind::Resolve => self.end(event, EndReason::Resolved),
            EventKind::HandOver => {
                self.handed_over_at = Some(at);
                self.handed_over_by = Some(event.actor.clone());
            }
            EventKind::Extend => {
                self.extended = true;
                self.promised_due_at = event.due_at;
            }
            EventKind::Annul => self.annul(event),
            EventKind::Start
            | EventKind::Recount
            | EventKind::Amend
            | EventKind::Correct
            | EventKind::Assign
            | EventKind::Remind
            | EventKind::Step => {}
        }
        if event.kind == EventKind::AskPapers {
            (self.papers_asked_at, self.reminded_at) = (Some(at), None);
            self.papers_asked = self.papers_asked.saturating_add(1);
        }
    }

    fn receive(&mut self, event: &Event) {
        self.received_at = Some(event.occurred_at);
        self.received_by = Some(event.actor.clone());
        self.first_due_at = self.due_at;
        self.promised_due_at = self.due_at;
        self.status_before_pause = None;
        self.wait_for_no_papers();
    }

    const fn wait_for_no_papers(&mut self) {
        self.papers_asked_at = None;
        self.reminded_at = None;
    }

    /// Stops the clock. Before reception no clock runs, so nothing is stopped; of consecutive pauses the beginning of the first
    /// counts.
    fn pause(&mut self, at: Instant) {
        self.paused_at = self.paused_at.or(self.received_at.map(|_| at));
    }

    fn end(&mut self, event: &Event, reason: EndReason) {
        self.ended_at = Some(event.occurred_at);
        self.ended_by = Some(event.actor.clone());
        self.end_reason = Some(reason);
        self.handled_min = event.handled_min;
        self.status_before_pause = None;
        self.status_before_withdrawal = None;
        self.paused_at = None;
        self.wait_for_no_papers();
    }

    /// Applies an annulment: it ends the dossier in any status, and replaces an earlier end.
    fn annul(&mut self, event: &Event) {
        self.annulled_from = Some(self.counted_in);
        self.counted_in = CountedIn::None;
        self.ended_at = Some(event.occurred_at);
        self.ended_by = Some(event.actor.clone());
        // The database requires a reason for every end; no figure counts this one.
        self.end_reason = Some(EndReason::Refused);
        self.handled_min = None;
        self.handed_over_at = None;
        self.handed_over_by = None;
        self.status_before_pause = None;
        self.status_before_withdrawal = None;
        self.paused_at = None;
        self.wait_for_no_papers();
    }

    /// Checks whether the event can follow on this dossier, as far as that is known without a calendar.
    fn check_next(&self, event: &Event) -> Result<(), ReplayFault> {
        let Event {
            sequence, kind, to, ..
        } = *event;
        if kind == EventKind::Register {
            return Err(ReplayFault::Opening { sequence });
        }
        if event.from != Some(self.status) || self.next_status(kind) != Some(to) {
            return Err(ReplayFault::Transition {
                sequence,
                kind,
                status: self.status,
                to,
            });
        }
        if event.occurred_at < self.last_event_at {
            return Err(ReplayFault::Order { sequence });
        }
        let resumes = self.paused_at.is_some() && !to.is_waiting();
        let due_may_move = matches!(
            kind,
            EventKind::Receive | EventKind::Extend | EventKind::Recount
        ) || (resumes && !kind.is_end());
        let handled_fits =
            event.handled_min.is_some() == (kind.is_end() && self.received_at.is_some());
        let due = (event.due_at, event.counted_due_at);
        let facts_fit = (due_may_move || due == (self.due_at, self.counted_due_at))
            && (resumes || event.paused_min == self.paused_min)
            && handled_fits;
        if facts_fit {
            Ok(())
        } else {
            Err(ReplayFault::Facts { sequence })
        }
    }
}

/// The events in force: without steps, assignments, amendments, corrections and the events that these undo, each as restated by
/// amendments. Only the last event in force can be undone, so the rest is a valid history.
///
/// # Errors
/// [`ReplayFault`] names the first event that contradicts those before it.
pub fn in_force<'a>(
    code: &DossierCode,
    events: &'a [Event],
) -> Result<Vec<Cow<'a, Event>>, ReplayFault> {
    let mut in_force: Vec<Cow<'a, Event>> = Vec::with_capacity(events.len());
    let mut amended = None;
    for (expected, event) in (1_i64..).zip(events) {
        let sequence = event.sequence;
        if event.code != *code {
            return Err(ReplayFault::OtherDossier { sequence });
        }
        if sequence != expected {
            return Err(ReplayFault::Sequence {
                expected,
                found: sequence,
            });
        }
        if (event.kind == EventKind::Correct) != event.takes_back.is_some() {
            return Err(ReplayFault::TakesBack { sequence });
        }
        if (event.kind == EventKind::Amend) != event.amendment.is_some() {
            return Err(ReplayFault::Facts { sequence });
        }
        if event.kind != EventKind::Correct && !event.kind.keeps_status() {
            in_force.push(Cow::Borrowed(event));
            continue;
        }
        let before = in_force.last().map(|last| last.to);
        if event.kind == EventKind::Correct {
            let taken = in_force
                .pop()
                .filter(|taken| event.takes_back == Some(taken.sequence));
            taken.ok_or(ReplayFault::TakesBack { sequence })?;
        }
        if event.kind == EventKind::Amend {
            apply_amendment(&mut in_force, event, amended)?;
            amended = event.amendment.as_deref();
        }
        let Some(last) = in_force.last() else {
            return Err(ReplayFault::Opening { sequence });
        };
        // A correction, a step and an assignment repeat the state that the last event in force left.
        if event.from != before || event.to != last.to {
            return Err(ReplayFault::Transition {
                sequence,
                kind: event.kind,
                status: last.to,
                to: event.to,
            });
        }
        let due = (event.due_at, event.counted_due_at);
        if (due, event.paused_min, event.handled_min)
            != ((last.due_at, last.counted_due_at), last.paused_min, None)
        {
            return Err(ReplayFault::Facts { sequence });
        }
    }
    Ok(in_force)
}

/// Applies events in force, in order. The version is then the last one's sequence.
pub(super) fn fold(intake: &Intake, in_force: &[Cow<'_, Event>]) -> Result<Dossier, ReplayFault> {
    let (first, rest) = in_force.split_first().ok_or(ReplayFault::Empty)?;
    let opens = matches!(
        (first.kind, first.to),
        (EventKind::Register, Status::Registered) | (EventKind::Receive, Status::Received)
    );
    if !opens || first.from.is_some() {
        return Err(ReplayFault::Opening {
            sequence: first.sequence,
        });
    }
    if first.paused_min != 0
        || first.handled_min.is_some()
        || first.counted_due_at.is_some()
        || (first.kind == EventKind::Register && first.due_at.is_some())
    {
        return Err(ReplayFault::Facts {
            sequence: first.sequence,
        });
    }
    let mut dossier = Dossier::before_first_event(intake.clone(), first.occurred_at);
    dossier.apply(first);
    for event in rest {
        dossier.check_next(event)?;
        dossier.apply(event);
    }
    Ok(dossier)
}

/// The assignee after these events. Corrections do not undo assignments, so the last one counts; an amendment to another agency
/// clears it.
pub(super) fn assignee<'a>(events: impl DoubleEndedIterator<Item = &'a Event>) -> Option<String> {
    let leaves = |event: &&Event| {
        let amendment = event.amendment.as_deref();
        let moves = amendment.is_some_and(|it| it.before.agency != it.after.agency);
        event.kind == EventKind::Assign || moves
    };
    let last = events.rev().find(leaves)?;
    last.reason
        .clone()
        .filter(|_| last.kind == EventKind::Assign)
}

/// When the applicant was reminded of the papers that this dossier waits for. Corrections do not undo reminders; each belongs
/// to the request in force when it was sent.
pub(super) fn last_reminder<'a>(
    dossier: &Dossier,
    in_force: &[Cow<'_, Event>],
    known: impl Iterator<Item = &'a Event>,
) -> Option<Instant> {
    dossier.papers_asked_at?;
    let mut asked = in_force.iter().rev();
    let asked = asked
        .find(|event| event.kind == EventKind::AskPapers)?
        .sequence;
    let (mut requests, mut reminded_at) = (Vec::new(), None);
    for event in known {
        let last = requests.last().copied();
        match event.kind {
            EventKind::AskPapers => requests.push(event.sequence),
            EventKind::Correct if event.takes_back == last => drop(requests.pop()),
            EventKind::Remind if last == Some(asked) => reminded_at = Some(event.occurred_at),
            _ => {}
        }
    }
    reminded_at
}

fn count(events: &[Event]) -> i64 {
    i64::try_from(events.len()).unwrap_or(i64::MAX)
}

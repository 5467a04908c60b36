//! The progress of a dossier for the holder of its slip, without code, persons, and internal texts.

use std::borrow::Cow;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::redaction::without_personal;
use crate::deadline::calendar::Calendar;
use crate::deadline::due::counts_from;
use crate::deadline::{Instant, Undecided, whole_minute};
use crate::dossier::worklist::WorklistRow;
use crate::dossier::{Dossier, EndReason, Event, EventKind, Rules, Status, in_force};
use crate::id::{AgencyId, ProcedureId};

/// The stage of a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Registered online, waiting for reception.
    Registered,
    /// Received.
    Received,
    /// An agency works on it.
    InProcess,
    /// It waits for the visitor.
    Waiting,
    /// The result can be collected.
    Ready,
    /// The result was handed over.
    HandedOver,
    /// It ended without a result.
    Ended(Ending),
}

/// How a dossier ended without a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// Refused at reception.
    Refused,
    /// Withdrawn by the visitor.
    Withdrawn,
    /// Stopped by the agency.
    Stopped,
    /// Received by mistake.
    Annulled,
}

/// What a dossier waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitsFor {
    /// Papers.
    Papers,
    /// A payment.
    Payment,
    /// A decision on the visitor's own request to withdraw it.
    Withdrawal,
}

/// A wait for the visitor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wait {
    /// What is waited for.
    pub what: WaitsFor,
    /// When it began.
    pub since: Instant,
    /// The text of the letter; blank if there is none.
    pub text: String,
    /// The last day before it may be stopped; `None` if there is none.
    pub until: Option<NaiveDate>,
}

/// The one extension, as in its letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Apology {
    /// The reason.
    pub reason: String,
    /// The due time promised before.
    pub due_before: Option<Instant>,
}

/// The progress of a dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierProgress {
    /// The stage.
    pub stage: Stage,
    /// The agency that processes it.
    pub agency: AgencyId,
    /// The procedure.
    pub procedure: Option<ProcedureId>,
    /// When it was registered online.
    pub registered_at: Option<Instant>,
    /// When it was received.
    pub received_at: Option<Instant>,
    /// When its time begins to count, if that is later than the reception: it was received while the office was closed.
    pub counts_from: Option<Instant>,
    /// When an agency began to process it.
    pub started_at: Option<Instant>,
    /// What it waits for; `None` if it does not wait.
    pub wait: Option<Wait>,
    /// The due time in force.
    pub due_at: Option<Instant>,
    /// The undecided part of the calendar on which the due time depends.
    pub undecided: Option<Undecided>,
    /// Working minutes left until the due time, or passed since it; `None` while the clock does not run.
    pub left_min: Option<u32>,
    /// Whether it is overdue, or was resolved late.
    pub is_late: bool,
    /// The extension, if there was one.
    pub apology: Option<Apology>,
    /// When it ended, for whatever reason.
    pub ended_at: Option<Instant>,
    /// The reason for an end without a result, from the letter; blank if there is none.
    pub end_text: String,
    /// When the result was handed over.
    pub handed_over_at: Option<Instant>,
}

impl DossierProgress {
    /// The progress of a dossier, from its row and its history. The `names` are removed from every text.
    #[must_use]
    pub fn of(
        row: &WorklistRow,
        events: &[Event],
        (calendar, rules): (&Calendar, &Rules),
        names: &[&str],
    ) -> Self {
        let dossier = &row.dossier;
        // A history that contradicts itself is reported to administrators; the dossier keeps its stored status.
        let events = in_force(&dossier.code, events).unwrap_or_default();
        let text = |event: &Event| {
            let reason = event.reason.as_deref().unwrap_or_default();
            without_personal(reason, names)
        };
        let stage = stage(dossier);
        Self {
            stage,
            agency: dossier.agency,
            procedure: dossier.procedure,
            registered_at: dossier.registered_at,
            received_at: dossier.received_at,
            counts_from: later_start(dossier, calendar),
            started_at: first(&events, EventKind::Start).map(|event| event.occurred_at),
            wait: wait(dossier, &events, (calendar, rules), text),
            due_at: dossier.due_at,
            undecided: row.undecided,
            left_min: row.left_min,
            is_late: row.is_overdue || was_late(dossier, rules, calendar),
            apology: last(&events, &[EventKind::Extend]).map(|event| Apology {
                reason: text(event),
                due_before: dossier.first_due_at,
            }),
            ended_at: dossier.ended_at,
            end_text: match stage {
                Stage::Ended(Ending::Refused | Ending::Stopped) => {
                    let ends = [EventKind::Refuse, EventKind::Stop];
                    last(&events, &ends).map(text).unwrap_or_default()
                }
                _ => String::new(),
            },
            handed_over_at: dossier.handed_over_at,
        }
    }
}

fn stage(dossier: &Dossier) -> Stage {
    if dossier.is_annulled() {
        return Stage::Ended(Ending::Annulled);
    }
    match dossier.status {
        Status::Registered => Stage::Registered,
        Status::Received => Stage::Received,
        Status::InProcess => Stage::InProcess,
        Status::PapersAsked | Status::PaymentAsked | Status::WithdrawalAsked => Stage::Waiting,
        Status::Resolved => Stage::Ready,
        Status::HandedOver => Stage::HandedOver,
        Status::Refused => Stage::Ended(Ending::Refused),
        Status::Stopped if dossier.end_reason == Some(EndReason::Withdrawn) => {
            Stage::Ended(Ending::Withdrawn)
        }
        Status::Stopped => Stage::Ended(Ending::Stopped),
    }
}

/// When the time of a dossier that was received while the office was closed begins to count.
fn later_start(dossier: &Dossier, calendar: &Calendar) -> Option<Instant> {
    let received_at = dossier.received_at?;
    let from = counts_from(calendar, received_at, dossier.limit?)?;
    (from > whole_minute(received_at)).then_some(from)
}

/// Whether it was resolved late.
fn was_late(dossier: &Dossier, rules: &Rules, calendar: &Calendar) -> bool {
    let resolved = dossier.end_reason == Some(EndReason::Resolved);
    let ended_at = dossier.ended_at.filter(|_| resolved);
    ended_at.is_some_and(|at| {
        crate::deadline::is_overdue(rules.lateness, calendar.zone(), dossier.due_at, at)
    })
}

fn wait(
    dossier: &Dossier,
    events: &[Cow<'_, Event>],
    (calendar, rules): (&Calendar, &Rules),
    text: impl Fn(&Event) -> String,
) -> Option<Wait> {
    let (what, kinds): (WaitsFor, &[EventKind]) = match dossier.status {
        Status::PapersAsked => (WaitsFor::Papers, &[EventKind::AskPapers]),
        Status::PaymentAsked => (WaitsFor::Payment, &[EventKind::AskPayment]),
        Status::WithdrawalAsked => (WaitsFor::Withdrawal, &[EventKind::AskWithdrawal]),
        _ => return None,
    };
    let asked = last(events, kinds);
    let since = asked.map(|event| event.occurred_at);
    let days = rules.propose_stop_days();
    let until = dossier
        .papers_asked_at
        .filter(|_| days > 0 && what == WaitsFor::Papers);
    Some(Wait {
        what,
        since: since.unwrap_or(dossier.last_event_at),
        text: match what {
            // The text of a withdrawal is the applicant's own and may be personal.
            WaitsFor::Withdrawal => String::new(),
            WaitsFor::Papers | WaitsFor::Payment => asked.map(text).unwrap_or_default(),
        },
        until: until.and_then(|at| {
            calendar
                .local_date(at)
                .checked_add_days(Days::new(days.into()))
        }),
    })
}

fn first<'e>(events: &'e [Cow<'_, Event>], kind: EventKind) -> Option<&'e Event> {
    let found = events.iter().find(|event| event.kind == kind);
    found.map(AsRef::as_ref)
}

fn last<'e>(events: &'e [Cow<'_, Event>], kinds: &[EventKind]) -> Option<&'e Event> {
    let found = events.iter().rfind(|event| kinds.contains(&event.kind));
    found.map(AsRef::as_ref)
}

#[cfg(test)]
mod tests;

//! The figures once more, straight from the events, by rules written anew.

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDate};
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{CountedIn, Event, EventKind, Intake};
use sanh_domain::period::Period;
use sanh_domain::report::counts::{Flows, OpenCounts};
use sanh_domain::report::query::{DossierFilter, Figure, Group, Grouping};

use super::lives::Life;

/// Something that happened: when, and by whom.
type Done = Option<(Instant, String)>;

/// What a history says.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub registered_at: Option<Instant>,
    pub received: Done,
    pub ended: Done,
    pub end: Option<EventKind>,
    pub handed_over: Done,
    pub first_due: Option<Instant>,
    pub due: Option<Instant>,
    pub handled_min: Option<u32>,
    pub waiting_since: Option<Instant>,
    pub assignee: Option<String>,
}

/// The local day of an instant, in Việt Nam.
pub fn day(at: Instant) -> NaiveDate {
    (at + Duration::hours(7)).date_naive()
}

/// The end of a period, in Việt Nam.
pub fn last_instant(period: &Period) -> Instant {
    let midnight = period.to.and_hms_opt(0, 0, 0).expect("midnight").and_utc();
    midnight - Duration::hours(7) - Duration::milliseconds(1)
}

/// What is told of a history up to an instant, by all corrections, amendments and annulments known today; `None`: nothing yet, or
/// nothing any more.
pub fn facts(events: &[Event], until: Instant) -> Option<Facts> {
    let mut told: Vec<Event> = Vec::new();
    let mut facts = Facts::default();
    for event in events {
        match event.kind {
            EventKind::Correct => {
                told.pop();
            }
            EventKind::Step => {}
            EventKind::Assign => {
                if event.occurred_at <= until {
                    facts.assignee.clone_from(&event.reason);
                }
            }
            EventKind::Amend => {
                let amendment = event.amendment.as_ref().expect("what was amended");
                for told in &mut told {
                    if told.kind == EventKind::Receive {
                        told.occurred_at = amendment.after.received_at.expect("received");
                    }
                    let again = amendment
                        .restated
                        .iter()
                        .find(|it| it.sequence == told.sequence);
                    if let Some(again) = again {
                        (told.due_at, told.handled_min) = (again.due_at, again.handled_min);
                    }
                }
                if amendment.before.agency != amendment.after.agency {
                    facts.assignee = None;
                }
            }
            _ => told.push(event.clone()),
        }
    }
    if told.iter().any(|event| event.kind == EventKind::Annul) {
        return None;
    }
    told.retain(|event| event.occurred_at <= until);
    if told.is_empty() {
        return None;
    }
    for event in &told {
        facts.tell(event);
    }
    Some(facts)
}

impl Facts {
    fn tell(&mut self, event: &Event) {
        let done = Some((event.occurred_at, event.actor.clone()));
        self.due = event.due_at;
        match event.kind {
            EventKind::Register => self.registered_at = Some(event.occurred_at),
            EventKind::Receive => {
                self.received = done;
                self.first_due = event.due_at;
            }
            EventKind::Refuse
            | EventKind::ConfirmWithdrawal
            | EventKind::Stop
            | EventKind::Resolve => {
                self.ended = done;
                self.end = Some(event.kind);
                self.handled_min = event.handled_min;
            }
            EventKind::HandOver => self.handed_over = done,
            _ => {}
        }
        let waits = matches!(event.to.code(), 5..=7) && self.received.is_some();
        self.waiting_since = match self.waiting_since {
            Some(since) if waits => Some(since),
            None if waits => Some(event.occurred_at),
            _ => None,
        };
    }

    /// A promise was broken when it was resolved.
    fn is_late(&self, due: Option<Instant>) -> bool {
        let ended = self.ended.as_ref().map(|(at, _)| *at);
        let minute = |at: Instant| at.timestamp_millis().div_euclid(60_000);
        ended
            .zip(due)
            .is_some_and(|(ended, due)| minute(ended) > minute(due))
    }

    fn is_early(&self) -> bool {
        let ended = self.ended.as_ref().map(|(at, _)| *at);
        ended
            .zip(self.due)
            .is_some_and(|(ended, due)| day(ended) < day(due))
    }

    /// What stands at an instant up to which it is told.
    pub fn standing(&self, at: Instant) -> OpenCounts {
        let mut standing = OpenCounts::default();
        let is_resolved = self.end == Some(EventKind::Resolve);
        standing.waiting_collection = u64::from(is_resolved && self.handed_over.is_none());
        if self.ended.is_some() {
            return standing;
        }
        if self.received.is_none() {
            standing.registered_waiting = 1;
            return standing;
        }
        let since = self.waiting_since.unwrap_or(at);
        standing.no_due = u64::from(self.due.is_none());
        if self.due.is_some_and(|due| since > due) {
            standing.overdue = 1;
        } else if self.waiting_since.is_some() {
            standing.paused = 1;
        } else {
            standing.within = 1;
        }
        standing
    }
}

/// Whether the intake, and who did it or has it, are of a cut.
fn is_in(cut: &DossierFilter, intake: &Intake, person: Option<&String>) -> bool {
    cut.agency.is_none_or(|agency| agency == intake.agency)
        && cut.field.is_none_or(|field| field == intake.field)
        && cut.channel.is_none_or(|channel| channel == intake.channel)
        && cut
            .procedure
            .is_none_or(|procedure| Some(procedure) == intake.procedure)
        && cut.person.as_ref().is_none_or(|name| Some(name) == person)
}

fn group(grouping: Grouping, intake: &Intake, person: Option<&String>) -> Group {
    match grouping {
        Grouping::Agency => Group::Agency(intake.agency),
        Grouping::Field => Group::Field(intake.field),
        Grouping::Channel => Group::Channel(intake.channel),
        Grouping::Procedure => Group::Procedure(intake.procedure),
        Grouping::Person => Group::Person(person.cloned()),
        Grouping::AgencyFieldChannel => {
            Group::AgencyFieldChannel(intake.agency, intake.field, intake.channel)
        }
    }
}

/// The figures of a group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    pub flows: Flows,
    pub minutes: Vec<u32>,
    pub standing: OpenCounts,
}

/// Whether groups of these are counted by agencies: each counts its part of a linked dossier.
fn is_of_agencies(cut: &DossierFilter, grouping: Grouping) -> bool {
    let by_agency = [Grouping::Agency, Grouping::AgencyFieldChannel];
    cut.agency.is_some() || by_agency.contains(&grouping)
}

/// Whether a dossier counts for the agencies, or for the centre.
pub fn counts(intake: &Intake, of_agencies: bool) -> bool {
    match intake.counted_in {
        CountedIn::Both => true,
        CountedIn::Centre => !of_agencies,
        CountedIn::Agency => of_agencies,
        CountedIn::None => false,
    }
}

/// The figures of all, which a centre counts by itself: linked dossiers once.
pub fn recount_all(
    lives: &[Life],
    period: &Period,
    cut: &DossierFilter,
    grouping: Grouping,
    now: Instant,
) -> Counted {
    let grouping = match grouping {
        Grouping::Agency | Grouping::AgencyFieldChannel => Grouping::Field,
        other => other,
    };
    let mut sum = Counted::default();
    for counted in recount(lives, period, cut, grouping, now).into_values() {
        sum.flows += counted.flows;
        sum.standing += counted.standing;
        sum.minutes.extend(&counted.minutes);
    }
    sum
}

/// The figures of a period by group, as they stand at `now`.
pub fn recount(
    lives: &[Life],
    period: &Period,
    cut: &DossierFilter,
    grouping: Grouping,
    now: Instant,
) -> BTreeMap<Group, Counted> {
    let mut by_group: BTreeMap<Group, Counted> = BTreeMap::new();
    let stands_at = now.min(last_instant(period));
    let of_agencies = is_of_agencies(cut, grouping);
    for life in lives
        .iter()
        .filter(|life| counts(&life.intake, of_agencies))
    {
        let intake = &life.intake;
        let Some(facts) = facts(&life.events, now) else {
            continue;
        };
        let mut put = |done: &Done, add: &dyn Fn(&mut Counted)| {
            let Some((at, person)) = done else { return };
            if period.contains(day(*at)) && is_in(cut, intake, Some(person)) {
                add(by_group
                    .entry(group(grouping, intake, Some(person)))
                    .or_default());
            }
        };
        put(&facts.received, &|counted| {
            use sanh_domain::procedure::channel::Channel;
            match intake.channel {
                Channel::Online => counted.flows.received_online += 1,
                Channel::Direct => counted.flows.received_direct += 1,
                Channel::Post => counted.flows.received_post += 1,
            }
        });
        put(&facts.handed_over, &|counted| {
            counted.flows.handed_over += 1;
        });
        put(&facts.ended, &|counted| add_ended(counted, &facts));
        let Some(then) = self::facts(&life.events, stands_at) else {
            continue;
        };
        let standing = then.standing(stands_at);
        // A waiting dossier belongs to its current assignee; see the store.
        let person = if then.ended.is_none() && then.received.is_some() {
            then.assignee.as_ref()
        } else {
            facts.assignee.as_ref()
        };
        if standing != OpenCounts::default() && is_in(cut, intake, person) {
            by_group
                .entry(group(grouping, intake, person))
                .or_default()
                .standing += standing;
        }
    }
    by_group
}

fn add_ended(counted: &mut Counted, facts: &Facts) {
    let flows = &mut counted.flows;
    match facts.end {
        Some(EventKind::Refuse) => flows.refused += 1,
        Some(EventKind::ConfirmWithdrawal) if facts.received.is_some() => flows.withdrawn += 1,
        Some(EventKind::Stop) if facts.received.is_some() => flows.ineligible += 1,
        Some(EventKind::Resolve) => {
            if facts.is_late(facts.due) {
                flows.late += 1;
            } else if facts.is_early() {
                flows.early += 1;
            } else {
                flows.on_time += 1;
            }
            flows.first_late += u64::from(facts.is_late(facts.first_due));
            counted.minutes.extend(facts.handled_min);
        }
        _ => {}
    }
}

/// A figure out of what was counted, for the lists.
pub fn figure(counted: &Counted, figure: Figure) -> u64 {
    use sanh_domain::procedure::channel::Channel;
    let (flows, standing) = (&counted.flows, &counted.standing);
    match figure {
        Figure::Received => flows.received(),
        Figure::ReceivedBy(Channel::Online) => flows.received_online,
        Figure::ReceivedBy(Channel::Direct) => flows.received_direct,
        Figure::ReceivedBy(Channel::Post) => flows.received_post,
        Figure::Resolved => flows.resolved(),
        Figure::Early => flows.early,
        Figure::OnTime => flows.on_time,
        Figure::Late => flows.late,
        Figure::FirstLate => flows.first_late,
        Figure::Withdrawn => flows.withdrawn,
        Figure::Ineligible => flows.ineligible,
        Figure::Refused => flows.refused,
        Figure::HandedOver => flows.handed_over,
        Figure::Open => standing.open(),
        Figure::Within => standing.within,
        Figure::Overdue => standing.overdue,
        Figure::Paused => standing.paused,
        Figure::RegisteredWaiting => standing.registered_waiting,
        Figure::WaitingCollection => standing.waiting_collection,
        Figure::NoDue => standing.no_due,
        Figure::Age(_) | Figure::DueWithin(_) | Figure::DueSoon => 0,
    }
}

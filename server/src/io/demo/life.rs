//! The history of one made-up dossier, made with the domain's actions up to the present: what the rules refuse cannot happen
//! here either, and due times are those of the real calendar.

use chrono::Duration;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use sanh_domain::account::actor::Actor;
use sanh_domain::deadline::calendar::Calendar;
use sanh_domain::deadline::{Instant, LimitLength};
use sanh_domain::dossier::{Action, Dossier, Event, Intake, Refusal, Rules, Status};
use sanh_domain::procedure::channel::Channel;

use super::catalogue::Reasons;
use super::offer::{Service, in_hundred, in_thousand, reason};

/// A working day of 8 hours, in minutes.
const DAY_MIN: i64 = 480;
/// Working minutes before the due time in which no extension is made: a working day is required, and an hour is added.
const EXTENSION_LEFT_MIN: i64 = DAY_MIN + 60;

/// The values that all dossiers of an agency share.
#[derive(Clone, Copy)]
pub struct LifeContext<'a> {
    /// The agency's calendar.
    pub calendar: &'a Calendar,
    /// The rules in force.
    pub rules: &'a Rules,
    /// The actor of the events.
    pub actor: &'a Actor,
    /// The reasons of events.
    pub reasons: &'a Reasons,
    /// The present: nothing happens at or after it.
    pub now: Instant,
}

/// Why a history ends.
enum HistoryEnd {
    /// The next event would lie in the future, or there is none.
    Here,
    /// The domain refuses the action: a fault of this generator.
    Refused(Refusal),
}

impl From<Refusal> for HistoryEnd {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

type HistoryResult = Result<(), HistoryEnd>;

struct DossierHistory<'a> {
    world: LifeContext<'a>,
    service: &'a Service,
    rng: ChaCha8Rng,
    dossier: Dossier,
    events: Vec<Event>,
}

/// Opens a dossier at an instant and simulates its history until now.
///
/// # Errors
/// A [`Refusal`] would be a fault of this generator.
pub fn live(
    intake: Intake,
    opened_at: Instant,
    service: &Service,
    world: LifeContext<'_>,
    rng: ChaCha8Rng,
) -> Result<(Dossier, Vec<Event>), Refusal> {
    let received = intake.channel != Channel::Online;
    let LifeContext {
        calendar,
        rules,
        actor,
        ..
    } = world;
    let (dossier, events) = Dossier::open(intake, opened_at, calendar, rules, actor, received)?;
    let mut life = DossierHistory {
        world,
        service,
        rng,
        dossier,
        events,
    };
    match life.course() {
        Err(HistoryEnd::Refused(refusal)) => Err(refusal),
        Ok(()) | Err(HistoryEnd::Here) => Ok((life.dossier, life.events)),
    }
}

impl DossierHistory<'_> {
    fn course(&mut self) -> HistoryResult {
        if self.dossier.received_at.is_none() {
            self.reception()?;
        }
        let started_percent = if self.limit_min() > DAY_MIN { 92 } else { 45 };
        if in_hundred(&mut self.rng, started_percent) {
            let wait_min = self.between(4, 200.min(self.limit_min() / 4).max(5));
            let at = self.later(minutes(wait_min))?;
            self.act(Action::Start, at)?;
        }
        self.papers()?;
        self.payment()?;
        self.extension()?;
        self.early_end()?;
        let at = self.resolution()?;
        self.act(Action::Resolve, at)?;
        self.hand_over()
    }

    /// Online registrations are handled in office hours: most are received, some wait for papers, a few are refused.
    fn reception(&mut self) -> HistoryResult {
        let wait_min = self.between(3, 110);
        let at = self.later(minutes(wait_min))?;
        if in_thousand(&mut self.rng, 12) {
            let reason = reason(&mut self.rng, &self.world.reasons.refuse);
            self.act(Action::Refuse { reason }, at)?;
            return Err(HistoryEnd::Here);
        }
        if in_thousand(&mut self.rng, 15) {
            let reason = reason(&mut self.rng, &self.world.reasons.papers);
            self.act(Action::AskPapers { reason }, at)?;
            if in_hundred(&mut self.rng, 15) {
                self.withdrawal(3 * DAY_MIN, 15 * DAY_MIN)?;
            }
            let wait_min = self.between(120, 4 * DAY_MIN);
            let at = self.later(minutes(wait_min))?;
            return self.act(Action::Receive, at);
        }
        self.act(Action::Receive, at)
    }

    /// More papers are asked for once, in one of five longer procedures and in few short ones.
    fn papers(&mut self) -> HistoryResult {
        let permille = if self.limit_min() > 2 * DAY_MIN {
            200
        } else {
            8
        };
        if self.dossier.papers_asked > 0 || !in_thousand(&mut self.rng, permille) {
            return Ok(());
        }
        let at = self.while_time_is_left(5, 45)?;
        let reason = reason(&mut self.rng, &self.world.reasons.papers);
        self.act(Action::AskPapers { reason }, at)?;
        if in_hundred(&mut self.rng, 6) {
            self.stop(10 * DAY_MIN, 25 * DAY_MIN)?;
        }
        let wait = self.tail(90, 9 * DAY_MIN, 40 * DAY_MIN);
        let at = self.later(wait)?;
        self.act(Action::PapersReceived, at)
    }

    fn payment(&mut self) -> HistoryResult {
        if !in_hundred(&mut self.rng, self.service.pays_percent) {
            return Ok(());
        }
        let at = self.while_time_is_left(20, 60)?;
        let reason = reason(&mut self.rng, &self.world.reasons.payment);
        self.act(Action::AskPayment { reason }, at)?;
        let wait = self.tail(60, 10 * DAY_MIN, 40 * DAY_MIN);
        let at = self.later(wait)?;
        self.act(Action::Paid, at)
    }

    /// Fields with many late dossiers also have extensions.
    fn extension(&mut self) -> HistoryResult {
        let permille = 4 + self.service.late_permille / 3;
        if self.limit_min() < 5 * DAY_MIN || !in_thousand(&mut self.rng, permille) {
            return Ok(());
        }
        let at = self.while_time_is_left(10, 50)?;
        let Some(due) = self.dossier.due_at else {
            return Ok(());
        };
        if self.minutes_between(at, due) < EXTENSION_LEFT_MIN {
            return Ok(());
        }
        let more = minutes(DAY_MIN * self.between(2, 6));
        let new_due = self.add(due, more)?;
        let reason = reason(&mut self.rng, &self.world.reasons.extension);
        self.act(Action::Extend { reason, new_due }, at)
    }

    /// A few end without a result.
    fn early_end(&mut self) -> HistoryResult {
        let drawn = self.rng.random_range(0..1_000);
        let half_min = (self.limit_min() / 2).max(30);
        match drawn {
            0..8 => self.stop(15, half_min),
            8..14 => self.withdrawal(15, half_min),
            14..16 => self.withdrawal_declined(half_min),
            _ => Ok(()),
        }
    }

    fn stop(&mut self, from_min: i64, to_min: i64) -> HistoryResult {
        let wait_min = self.between(from_min, to_min);
        let at = self.later(minutes(wait_min))?;
        let reason = reason(&mut self.rng, &self.world.reasons.stop);
        self.act(Action::Stop { reason }, at)?;
        Err(HistoryEnd::Here)
    }

    fn withdrawal(&mut self, from_min: i64, to_min: i64) -> HistoryResult {
        self.request_withdrawal(from_min, to_min)?;
        let wait_min = self.between(20, DAY_MIN);
        let at = self.later(minutes(wait_min))?;
        let reason = reason(&mut self.rng, &self.world.reasons.withdrawal_confirmed);
        self.act(Action::ConfirmWithdrawal { reason }, at)?;
        Err(HistoryEnd::Here)
    }

    fn withdrawal_declined(&mut self, to_min: i64) -> HistoryResult {
        self.request_withdrawal(15, to_min)?;
        let wait_min = self.between(20, DAY_MIN);
        let at = self.later(minutes(wait_min))?;
        let reason = reason(&mut self.rng, &self.world.reasons.withdrawal_declined);
        self.act(Action::DeclineWithdrawal { reason }, at)
    }

    fn request_withdrawal(&mut self, from_min: i64, to_min: i64) -> HistoryResult {
        let wait_min = self.between(from_min, to_min);
        let at = self.later(minutes(wait_min))?;
        let reason = reason(&mut self.rng, &self.world.reasons.withdrawal);
        self.act(Action::AskWithdrawal { reason }, at)
    }

    /// The time of the result: late by hours or days; else in the last hours before the due time; else earlier.
    fn resolution(&mut self) -> Result<Instant, HistoryEnd> {
        let Some(due) = self.dossier.due_at else {
            let wait_min = self.between(20, DAY_MIN);
            return self.later(minutes(wait_min));
        };
        let last = self.dossier.last_event_at;
        let late = in_thousand(&mut self.rng, self.service.late_permille);
        let left_min = self.minutes_between(last, due);
        if late || left_min < 10 {
            let wait = self.tail(20, 600, 20 * DAY_MIN);
            return self.add(last.max(due), wait);
        }
        let to_the_end_percent = if left_min > DAY_MIN { 14 } else { 6 };
        let to_the_end = in_hundred(&mut self.rng, to_the_end_percent);
        let part = if to_the_end {
            left_min - self.between(1, 180.min(left_min))
        } else if left_min > DAY_MIN {
            left_min * self.between(62, 98) / 100
        } else {
            left_min * self.between(3, 80) / 100
        };
        let seconds = Duration::seconds(self.between(1, 59));
        self.later(minutes(part.max(0)) + seconds)
    }

    /// Most results are collected within two days, a few never.
    fn hand_over(&mut self) -> HistoryResult {
        if in_thousand(&mut self.rng, 12) {
            return Ok(());
        }
        let wait = if self.limit_min() <= DAY_MIN {
            self.tail(3, 90, 3 * DAY_MIN)
        } else {
            self.tail(15, DAY_MIN, 20 * DAY_MIN)
        };
        let at = self.later(wait)?;
        self.act(Action::HandOver, at)
    }

    fn act(&mut self, action: Action, at: Instant) -> HistoryResult {
        if at >= self.world.now {
            return Err(HistoryEnd::Here);
        }
        let LifeContext {
            calendar,
            rules,
            actor,
            ..
        } = self.world;
        let (dossier, event) = self
            .dossier
            .act(action, at.into(), calendar, rules, actor, &[])?;
        self.dossier = dossier;
        self.events.push(event);
        Ok(())
    }

    /// About how long it may take, in working minutes.
    fn limit_min(&self) -> i64 {
        match self.service.limit.map(|limit| limit.length) {
            Some(LimitLength::Working(minutes)) => i64::from(minutes.0),
            // Five of seven days are working days.
            Some(LimitLength::Days(days)) => i64::from(days.max(1)) * DAY_MIN * 5 / 7,
            Some(LimitLength::Months(months)) => i64::from(months) * 22 * DAY_MIN,
            Some(LimitLength::SameDay { .. }) | None => DAY_MIN,
        }
    }

    /// An instant after this part of the remaining time, in percent.
    fn while_time_is_left(
        &mut self,
        from_percent: i64,
        to_percent: i64,
    ) -> Result<Instant, HistoryEnd> {
        let last = self.dossier.last_event_at;
        let left_min = self
            .dossier
            .due_at
            .map_or(DAY_MIN, |due| self.minutes_between(last, due));
        let part = left_min * self.between(from_percent, to_percent) / 100;
        self.later(minutes(part.max(1)))
    }

    /// The instant with this much working time since the last event.
    fn later(&self, time: Duration) -> Result<Instant, HistoryEnd> {
        self.add(self.dossier.last_event_at, time)
    }

    fn add(&self, from: Instant, time: Duration) -> Result<Instant, HistoryEnd> {
        self.world
            .calendar
            .add_working_time(from, time)
            .ok_or(HistoryEnd::Here)
    }

    fn minutes_between(&self, from: Instant, to: Instant) -> i64 {
        self.world.calendar.working_time(from, to).num_minutes()
    }

    /// A whole number in `[from, to]`.
    fn between(&mut self, from: i64, to: i64) -> i64 {
        self.rng.random_range(from..=to.max(from))
    }

    /// A waiting time in working minutes: at least `least_min`, on average `mean_min` more, at most `longest_min`; short times
    /// are more frequent.
    fn tail(&mut self, least_min: i64, mean_min: i64, longest_min: i64) -> Duration {
        // An exponential distribution in whole numbers: the number of zero bits halves like coin tosses, plus a random part of one
        // half-life.
        let halvings = i64::from(self.rng.random::<u32>().trailing_zeros());
        let half_life_min = mean_min * 693 / 1_000;
        let wait_min = halvings * half_life_min + self.between(0, half_life_min);
        minutes((least_min + wait_min).min(longest_min)) + Duration::seconds(self.between(0, 59))
    }
}

fn minutes(number: i64) -> Duration {
    Duration::minutes(number)
}

/// Whether a dossier can still change without a correction.
pub fn goes_on(dossier: &Dossier) -> bool {
    !matches!(
        dossier.status,
        Status::Refused | Status::Stopped | Status::HandedOver
    )
}

//! What one dossier adds to the figures of a period: the one place where a dossier becomes a figure.

use chrono_tz::Tz;

use super::figures::Figures;
use crate::deadline::Instant;
use crate::deadline::calendar::Calendar;
use crate::deadline::lateness::{DeadlineRule, Lateness, Outcome, outcome};
use crate::dossier::{Dossier, EndReason, Standing, Status};
use crate::period::Period;
use crate::procedure::channel::Channel;

/// A period, prepared for measuring dossiers: its start, the instant of their status, and the rule of lateness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    start: Instant,
    status_at: Instant,
    lateness: Lateness,
    zone: Tz,
}

impl Measure {
    /// The measure of a period at an instant, or at the period's end if that comes first.
    #[must_use]
    pub fn new(period: &Period, at: Instant, lateness: Lateness, calendar: &Calendar) -> Self {
        let (start, _) = period.bounds(calendar);
        Self {
            start,
            status_at: period.status_at(at, calendar),
            lateness,
            zone: calendar.zone(),
        }
    }

    /// The instant to which dossiers must have been replayed.
    #[must_use]
    pub const fn status_at(&self) -> Instant {
        self.status_at
    }

    /// What counts as late.
    #[must_use]
    pub const fn rule(&self) -> DeadlineRule {
        self.lateness.rule
    }

    /// The outcome of a dossier with this due time and time of its result.
    #[must_use]
    pub fn outcome_of(&self, due: Option<Instant>, resolved_at: Instant) -> Outcome {
        outcome(self.lateness, self.zone, due, resolved_at)
    }

    /// The figures that a dossier adds, as it stood at [`Self::status_at`].
    #[must_use]
    pub fn figures_of(&self, dossier: &Dossier) -> Figures {
        let mut figures = Figures::default();
        let ended_at = dossier.ended_at.filter(|&ended| ended <= self.status_at);
        if dossier.end_reason == Some(EndReason::Refused) {
            figures.refused = u64::from(ended_at.is_some_and(|ended| self.start <= ended));
            return figures;
        }
        figures.waiting_collection = u64::from(dossier.status == Status::Resolved);
        let Some(received_at) = dossier.received_at else {
            figures.registered_waiting = u64::from(ended_at.is_none());
            return figures;
        };
        if received_at > self.status_at || ended_at.is_some_and(|ended| ended < self.start) {
            return figures;
        }
        self.add_received(&mut figures, received_at, dossier.channel);
        match ended_at {
            Some(ended_at) => self.add_ended(&mut figures, dossier, ended_at),
            None => self.add_open(&mut figures, dossier),
        }
        figures
    }

    /// Whether a dossier was resolved in the period, and late against the due time first promised.
    #[must_use]
    pub fn is_late_against_first(&self, dossier: &Dossier) -> bool {
        let resolved = dossier.end_reason == Some(EndReason::Resolved);
        let resolved_at = dossier.ended_at.filter(|_| resolved);
        resolved_at.is_some_and(|at| {
            self.start <= at
                && at <= self.status_at
                && self.outcome_of(dossier.first_due_at, at) == Outcome::Late
        })
    }

    fn add_received(&self, figures: &mut Figures, received_at: Instant, channel: Channel) {
        if received_at < self.start {
            figures.carried = 1;
            return;
        }
        match channel {
            Channel::Online => figures.received_online = 1,
            Channel::Direct | Channel::Post => figures.received_at_desk_or_post = 1,
        }
    }

    fn add_ended(&self, figures: &mut Figures, dossier: &Dossier, ended_at: Instant) {
        match dossier.end_reason {
            Some(EndReason::Withdrawn) => figures.withdrawn = 1,
            Some(EndReason::Ineligible) => figures.ineligible = 1,
            _ => match self.outcome_of(dossier.due_at, ended_at) {
                Outcome::Early => figures.early = 1,
                Outcome::OnTime => figures.on_time = 1,
                Outcome::Late => figures.late = 1,
            },
        }
    }

    fn add_open(&self, figures: &mut Figures, dossier: &Dossier) {
        figures.no_due = u64::from(dossier.due_at.is_none());
        match dossier.standing(self.lateness, self.zone, self.status_at) {
            Standing::Within => figures.within = 1,
            Standing::Overdue => figures.overdue = 1,
            Standing::Paused => figures.paused = 1,
        }
    }
}

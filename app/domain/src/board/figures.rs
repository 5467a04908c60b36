//! The figures of a period, the identities between them, and how they map to the official report.

use std::iter::Sum;
use std::ops::{Add, AddAssign};

use serde::{Deserialize, Serialize};

use super::percentage::Rate;

/// The figures of a period, in dossiers. Named as the columns of the official periodic report (form II.06a/VPCP/KSTT, Thông tư
/// 01/2020/TT-VPCP) wherever they agree.
///
/// The population is: received before the period's end and not ended before its start. The status is that at the period's end,
/// or now in the running period.
/// Identity: `received_all() == resolved() + open() + ended_without_result()`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Received in the period, online. An instant exactly at the period's start is in the period.
    pub received_online: u64,
    /// Received in the period at the reception desk or by post (one column of the official form).
    #[serde(rename = "received_direct")]
    pub received_at_desk_or_post: u64,
    /// Received before the period, and not ended before its start.
    pub carried: u64,
    /// Resolved in the period on a local date before the due date.
    pub early: u64,
    /// Resolved in the period, neither early nor late; also those without a due time.
    pub on_time: u64,
    /// Resolved in the period, late by the rule in force.
    pub late: u64,
    /// Ended in the period because the applicant withdrew.
    pub withdrawn: u64,
    /// Ended in the period because not eligible.
    pub ineligible: u64,
    /// Open with the clock running, not past the due time (or without one).
    pub within: u64,
    /// Open past the due time: running, or stopped after it had passed.
    pub overdue: u64,
    /// Open with the clock stopped before the due time passed.
    pub paused: u64,
    /// Refused at reception in the period; outside the identity.
    pub refused: u64,
    /// Registered, and not yet received, refused or ended; outside the identity.
    pub registered_waiting: u64,
    /// Resolved, and the result not yet handed over; outside the identity.
    pub waiting_collection: u64,
    /// Open without a due time; part of the open ones.
    pub no_due: u64,
}

impl Figures {
    /// Received in the period, all channels.
    pub fn received(&self) -> u64 {
        self.received_online + self.received_at_desk_or_post
    }

    /// Received in the period or carried into it (column 3 of the official form).
    pub fn received_all(&self) -> u64 {
        self.received() + self.carried
    }

    /// Resolved in the period: early, on time and late.
    pub fn resolved(&self) -> u64 {
        self.in_time() + self.late
    }

    /// Resolved early or on time.
    pub fn in_time(&self) -> u64 {
        self.early + self.on_time
    }

    /// Received and not ended ("pending" on the wall): within, overdue and paused.
    pub fn open(&self) -> u64 {
        self.within + self.overdue + self.paused
    }

    /// Ended without a result: withdrawn or ineligible.
    pub fn ended_without_result(&self) -> u64 {
        self.withdrawn + self.ineligible
    }

    /// The wall's rate: (early + on time) ÷ resolved in the period; `None` where nothing was
    /// resolved, shown as "—" and never as 100 %.
    pub fn rate(&self) -> Option<Rate> {
        Rate::of(self.in_time(), self.late)
    }

    /// Whether the identity holds.
    pub fn is_consistent(&self) -> bool {
        self.received_all() == self.resolved() + self.open() + self.ended_without_result()
    }

    /// The same figures with `carried` computed from the identity. For the running period, where the dossiers open now are
    /// known and those open at the start are not. `None` where more was received than the other figures account for: the
    /// counters are wrong.
    #[must_use]
    pub fn with_carried(self) -> Option<Self> {
        let accounted = self.resolved() + self.open() + self.ended_without_result();
        let carried = accounted.checked_sub(self.received())?;
        Some(Self { carried, ..self })
    }
}

impl AddAssign for Figures {
    fn add_assign(&mut self, other: Self) {
        self.received_online += other.received_online;
        self.received_at_desk_or_post += other.received_at_desk_or_post;
        self.carried += other.carried;
        self.early += other.early;
        self.on_time += other.on_time;
        self.late += other.late;
        self.withdrawn += other.withdrawn;
        self.ineligible += other.ineligible;
        self.within += other.within;
        self.overdue += other.overdue;
        self.paused += other.paused;
        self.refused += other.refused;
        self.registered_waiting += other.registered_waiting;
        self.waiting_collection += other.waiting_collection;
        self.no_due += other.no_due;
    }
}

impl Add for Figures {
    type Output = Self;

    fn add(mut self, other: Self) -> Self {
        self += other;
        self
    }
}

impl Sum for Figures {
    fn sum<I: Iterator<Item = Self>>(figures: I) -> Self {
        figures.fold(Self::default(), Add::add)
    }
}

impl<'a> Sum<&'a Figures> for Figures {
    fn sum<I: Iterator<Item = &'a Figures>>(figures: I) -> Self {
        figures.copied().sum()
    }
}

//! The two counts that every figure of throughput is made of: flows of days, and open dossiers at an instant.

use std::ops::{Add, AddAssign};

use serde::{Deserialize, Serialize};

use crate::board::percentage::Rate;

/// Dossiers received, ended and handed over in a range of days. Each event counts on its local day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flows {
    /// Received online.
    pub received_online: u64,
    /// Received at the reception desk.
    pub received_direct: u64,
    /// Received by post.
    pub received_post: u64,
    /// Resolved before the due date.
    pub early: u64,
    /// Resolved neither early nor late; also those without a due time.
    pub on_time: u64,
    /// Resolved late, by the due time in force.
    pub late: u64,
    /// Of the resolved ones, those late against the first promise, before pauses and an extension moved it.
    pub first_late: u64,
    /// Ended because the applicant withdrew.
    pub withdrawn: u64,
    /// Ended because not eligible.
    pub ineligible: u64,
    /// Refused at reception: counted separately and nowhere else.
    pub refused: u64,
    /// Results handed over, whenever the dossiers were resolved.
    pub handed_over: u64,
}

impl Flows {
    /// Received, all channels.
    #[must_use]
    pub const fn received(&self) -> u64 {
        self.received_online + self.received_direct + self.received_post
    }

    /// Resolved: early, on time and late.
    #[must_use]
    pub const fn resolved(&self) -> u64 {
        self.in_time() + self.late
    }

    /// Resolved early or on time.
    #[must_use]
    pub const fn in_time(&self) -> u64 {
        self.early + self.on_time
    }

    /// Ended without a result: withdrawn or not eligible.
    #[must_use]
    pub const fn ended_without_result(&self) -> u64 {
        self.withdrawn + self.ineligible
    }

    /// Received dossiers that ended.
    #[must_use]
    pub const fn ended(&self) -> u64 {
        self.resolved() + self.ended_without_result()
    }

    /// The share of the resolved dossiers that were in time; `None` where none was resolved.
    #[must_use]
    pub fn rate(&self) -> Option<Rate> {
        Rate::of(self.in_time(), self.late)
    }
}

impl AddAssign for Flows {
    fn add_assign(&mut self, other: Self) {
        self.received_online += other.received_online;
        self.received_direct += other.received_direct;
        self.received_post += other.received_post;
        self.early += other.early;
        self.on_time += other.on_time;
        self.late += other.late;
        self.first_late += other.first_late;
        self.withdrawn += other.withdrawn;
        self.ineligible += other.ineligible;
        self.refused += other.refused;
        self.handed_over += other.handed_over;
    }
}

impl Add for Flows {
    type Output = Self;

    fn add(mut self, other: Self) -> Self {
        self += other;
        self
    }
}

/// Dossiers open at an instant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenCounts {
    /// Open with the clock running, not past the due time (or without one).
    pub within: u64,
    /// Open past the due time: running, or stopped after it had passed.
    pub overdue: u64,
    /// Open with the clock stopped before the due time passed.
    pub paused: u64,
    /// Registered online, not yet received.
    pub registered_waiting: u64,
    /// Resolved, the result not yet handed over.
    pub waiting_collection: u64,
    /// Of the open ones, those without a due time.
    pub no_due: u64,
}

impl OpenCounts {
    /// Received and not ended: within, overdue and paused.
    #[must_use]
    pub const fn open(&self) -> u64 {
        self.within + self.overdue + self.paused
    }
}

impl AddAssign for OpenCounts {
    fn add_assign(&mut self, other: Self) {
        self.within += other.within;
        self.overdue += other.overdue;
        self.paused += other.paused;
        self.registered_waiting += other.registered_waiting;
        self.waiting_collection += other.waiting_collection;
        self.no_due += other.no_due;
    }
}

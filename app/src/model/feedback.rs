//! Messages to the centre and ratings: what server functions take and give.

use std::fmt;

use chrono_tz::Tz;
use sanh_domain::deadline::Instant;
use sanh_domain::feedback::model::{FeedbackFile, FeedbackRow, PublishedAnswer};
use sanh_domain::feedback::rating::Scores;
use sanh_domain::id::AgencyId;
use sanh_domain::procedure::listed::ListedAgency;
use sanh_domain::text::name::Name;
use serde::{Deserialize, Serialize};

/// The most tries to follow a message in a minute, of all senders together (ours: a centre has a few a minute).
pub const FOLLOWED_PER_MIN_MAX: u32 = 600;

/// The code and number by which the sender of a message can follow it, shown once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentFeedback {
    /// Its code, in groups.
    pub code: String,
    /// Its number, in groups.
    pub pin: String,
    /// The time by which it is answered.
    pub due_at: Option<Instant>,
    /// The centre's zone.
    pub zone: Tz,
}

impl fmt::Debug for SentFeedback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SentFeedback(secret)")
    }
}

/// A message as its sender follows it: of what was written the answer alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowedFeedback {
    /// The message and its answer.
    pub file: FeedbackFile,
    /// The agency that explains, or has.
    pub agency: Option<Name>,
    /// The time of the request.
    pub now: Instant,
    /// The centre's zone.
    pub zone: Tz,
}

/// Which messages a list is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedbackTab {
    /// Those that are not answered.
    #[default]
    Open,
    /// Those that are.
    Answered,
}

/// The messages and ratings, for managers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackOverview {
    /// The messages of the page that was asked for.
    pub rows: Vec<FeedbackRow>,
    /// Whether there are more.
    pub has_more: bool,
    /// The names of agencies.
    pub agencies: Vec<ListedAgency>,
    /// Figures, for the whole of the caller's scope.
    pub figures: FeedbackFiguresShown,
    /// The time of the request.
    pub now: Instant,
    /// The centre's zone.
    pub zone: Tz,
}

/// Figures of messages and ratings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackFiguresShown {
    /// Messages that are not answered.
    pub open: u64,
    /// Of these, those that are overdue.
    pub overdue: u64,
    /// Messages that were due this year.
    pub due: u64,
    /// Of these, those answered in time.
    pub in_time: u64,
    /// Ratings of this year that may be shown.
    pub scores: Scores,
    /// From how many ratings on they are shown.
    pub ratings_min: u64,
}

/// A message as staff read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackCase {
    /// The message and what was written of it.
    pub file: FeedbackFile,
    /// The names of agencies.
    pub agencies: Vec<ListedAgency>,
    /// Whether the caller answers for the whole centre.
    pub is_central: bool,
    /// The time of the request.
    pub now: Instant,
    /// The centre's zone.
    pub zone: Tz,
}

/// The messages that the caller's agencies have to explain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplanationList {
    /// The messages, due soonest first.
    pub rows: Vec<FeedbackRow>,
    /// The names of agencies.
    pub agencies: Vec<ListedAgency>,
    /// The time of the request.
    pub now: Instant,
    /// The centre's zone.
    pub zone: Tz,
}

/// Published answers, the latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedAnswers {
    /// The answers of the requested page.
    pub answers: Vec<PublishedAnswer>,
    /// Whether there are more.
    pub has_more: bool,
    /// The centre's zone.
    pub zone: Tz,
}

/// A rating that was opened at the reception desk: its number, shown once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedRating {
    /// The number.
    pub secret: String,
    /// The minutes for which it is valid.
    pub minutes: i64,
}

impl fmt::Debug for OpenedRating {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpenedRating(secret)")
    }
}

/// The names of an agency among those listed.
#[must_use]
pub fn agency_of(agencies: &[ListedAgency], id: Option<AgencyId>) -> Option<&Name> {
    let found = agencies.iter().find(|agency| Some(agency.id) == id);
    found.map(|agency| &agency.name)
}

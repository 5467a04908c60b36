//! When a dossier is due: from its reception, and after a stop of its clock.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, WorkingMinutes};
use super::{Instant, UnknownWord};

/// The cut-off of the procedures that have one: received after 15:00 local time counts from the next
/// working day (NĐ 63/2024 Art. 7, "sau 15 giờ").
const CUTOFF: NaiveTime = match NaiveTime::from_hms_opt(15, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

/// How long a procedure may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TimeLimit {
    /// Working time from where counting starts to the due instant.
    pub minutes: WorkingMinutes,
    /// Whether a dossier received after 15:00 counts from the next working day.
    pub cutoff_15h: bool,
}

/// Where the time limit of a dossier received at `received_at` starts to count: at once while the
/// office is open, else at the next opening. With the cut-off, a reception after 15:00:00.000 local
/// time counts from the first opening of the next working day; one at 15:00 sharp is not after it.
///
/// None if the office does not open within ten years.
pub fn counts_from(calendar: &Calendar, received_at: Instant, limit: TimeLimit) -> Option<Instant> {
    let local = received_at.with_timezone(&calendar.zone()).naive_local();
    if limit.cutoff_15h && local.time() > CUTOFF {
        return calendar.next_opening(calendar.day_start(local.date().succ_opt()?));
    }
    calendar.next_opening(received_at)
}

/// The due instant of a dossier received at `received_at`: the earliest with the whole limit between
/// where counting starts ([`counts_from`]) and it. None if there is none within ten years.
pub fn due_at(calendar: &Calendar, received_at: Instant, limit: TimeLimit) -> Option<Instant> {
    calendar.add_working_time(
        counts_from(calendar, received_at, limit)?,
        limit.minutes.duration(),
    )
}

/// What a stop of the clock, waiting for papers or payment, does to the due instant. Both are in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResumeRule {
    /// The due instant moves by the working time spent paused.
    #[default]
    Extend,
    /// The whole limit runs again from the resume.
    Restart,
}

impl ResumeRule {
    /// The word it is stored and configured under.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Extend => "extend",
            Self::Restart => "restart",
        }
    }
}

impl fmt::Display for ResumeRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ResumeRule {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        [Self::Extend, Self::Restart]
            .into_iter()
            .find(|rule| rule.as_str() == word)
            .ok_or_else(|| UnknownWord {
                expected: "a resume rule",
                given: word.to_owned(),
            })
    }
}

/// The due instant in force after a pause in `[paused_at, resumed_at)`.
///
/// A dossier that was past its due instant when the pause began keeps it, under either rule: asking for
/// papers does not make good a promise already broken. A pause never brings the due instant nearer; a
/// restart after an extension keeps the later of the two. A restart is a reception of the completed
/// dossier, so the 15:00 cut-off holds for it too.
///
/// None if there is no such instant within ten years.
pub fn due_after_pause(
    calendar: &Calendar,
    rule: ResumeRule,
    due: Instant,
    limit: TimeLimit,
    paused_at: Instant,
    resumed_at: Instant,
) -> Option<Instant> {
    if paused_at > due {
        return Some(due);
    }
    match rule {
        ResumeRule::Extend => {
            let paused = calendar.working_time(paused_at, resumed_at);
            calendar.add_working_time(due, paused)
        }
        ResumeRule::Restart => {
            due_at(calendar, resumed_at, limit).map(|restarted| restarted.max(due))
        }
    }
}

/// The due instant after the calendar was changed: as much working time lies between `from` and it by the calendar as it is now as
/// lay there by the one before. It stays where the two agree on that time, though it may itself be outside of it.
///
/// None if there is no such instant within ten years.
pub fn due_recounted(
    before: &Calendar,
    now: &Calendar,
    due: Instant,
    from: Instant,
) -> Option<Instant> {
    let left = before.working_time(from, due);
    if due <= from || now.working_time(from, due) == left {
        return Some(due);
    }
    now.add_working_time(from, left)
}

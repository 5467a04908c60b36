//! The due time of a dossier: from its reception, and after a pause.

use std::fmt;
use std::str::FromStr;

use chrono::{Days, Months, NaiveDate, NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, WorkingMinutes};
use super::{Instant, whole_minute};
use crate::word::UnknownValue;

/// The cut-off of the procedures that have one: a dossier received after 15:00 local time counts from the next working day (NĐ
/// 63/2024 Art. 7, "sau 15 giờ").
pub const CUTOFF: NaiveTime = match NaiveTime::from_hms_opt(15, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

/// The length of a time limit, in its own unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitLength {
    /// Working time: hours, or working days of eight hours.
    Working(WorkingMinutes),
    /// Calendar days, days off included; 0: within the day, at whatever time it was received.
    Days(u32),
    /// Calendar months.
    Months(u32),
    /// Within the day ("giải quyết trong ngày"), by its rule hour.
    SameDay {
        /// The last minute, in local time, of a reception that is due on its own day; one after it is due on the next working day.
        until: NaiveTime,
    },
}

impl LimitLength {
    /// Whether it ends on a calendar date, whatever working time lies before.
    pub const fn is_by_date(self) -> bool {
        matches!(self, Self::Days(_) | Self::Months(_) | Self::SameDay { .. })
    }
}

impl From<WorkingMinutes> for LimitLength {
    fn from(minutes: WorkingMinutes) -> Self {
        Self::Working(minutes)
    }
}

/// The time limit of a procedure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TimeLimit {
    /// From where counting starts to the due instant.
    pub length: LimitLength,
    /// Whether a dossier received after 15:00 counts from the next working day.
    pub cutoff_15h: bool,
}

impl TimeLimit {
    /// Its working time; `None` for calendar days and months.
    #[must_use]
    pub const fn working(self) -> Option<WorkingMinutes> {
        match self.length {
            LimitLength::Working(minutes) => Some(minutes),
            LimitLength::Days(_) | LimitLength::Months(_) | LimitLength::SameDay { .. } => None,
        }
    }

    /// The local time after which a reception is as one of the next working day; `None`: the office's closing alone is.
    #[must_use]
    pub const fn cutoff(self) -> Option<NaiveTime> {
        match self.length {
            LimitLength::SameDay { until } => Some(until),
            _ if self.cutoff_15h => Some(CUTOFF),
            _ => None,
        }
    }
}

/// Where the time limit of a dossier received at `received_at` starts to count: at once while the
/// office is open, else at the next opening. With a cut-off ([`TimeLimit::cutoff`]), a reception after it
/// counts from the first opening of the next working day; one in its minute, such as 15:00, is not after it.
///
/// A reception belongs to the minute it lies in, as the slip prints it: received at 07:30:10, eight hours are over at
/// 17:00 (ours).
///
/// None if the office does not open within ten years.
pub fn counts_from(calendar: &Calendar, received_at: Instant, limit: TimeLimit) -> Option<Instant> {
    let received_at = whole_minute(received_at);
    let local = received_at.with_timezone(&calendar.zone()).naive_local();
    if limit.cutoff().is_some_and(|cutoff| local.time() > cutoff) {
        return calendar.next_opening(calendar.day_start(local.date().succ_opt()?));
    }
    calendar.next_opening(received_at)
}

/// The due instant of a dossier received at `received_at`. None if there is none within ten years.
///
/// In working time it is the earliest instant with the whole limit between where counting starts ([`counts_from`]) and it. In days
/// or months the day of reception is not counted; the last day ends with its last closing, a day off with that of the next working
/// day (Civil Code 2015 Art. 147, 148(5)). A month without that day ends with its last one (Art. 148(3)). With a cut-off, what is
/// received after it or on a day off is as received on the next working day (ours: received later, it is never due earlier). Within
/// the day, it is due at that day's last closing.
pub fn due_at(calendar: &Calendar, received_at: Instant, limit: TimeLimit) -> Option<Instant> {
    let from = counts_from(calendar, received_at, limit)?;
    let received_at = whole_minute(received_at);
    let is_moved = calendar.local_date(from) > calendar.local_date(received_at);
    let first = if limit.cutoff().is_some() && is_moved {
        from
    } else {
        received_at
    };
    let first_day = calendar.local_date(first);
    let last_day = match limit.length {
        LimitLength::Working(minutes) => {
            return calendar.add_working_time(from, minutes.duration());
        }
        LimitLength::SameDay { .. } => first_day,
        LimitLength::Days(days) => first_day.checked_add_days(Days::new(days.into()))?,
        LimitLength::Months(months) => first_day.checked_add_months(Months::new(months))?,
    };
    end_of_last_day(calendar, last_day, first)
}

/// The last closing of a day, or of the first working day after it on which the office still closes after an instant.
fn end_of_last_day(calendar: &Calendar, last_day: NaiveDate, after: Instant) -> Option<Instant> {
    let mut day = last_day;
    loop {
        let opening = calendar.next_opening(calendar.day_start(day))?;
        day = calendar.local_date(opening);
        let closing = calendar.closing(day)?;
        if closing > after {
            return Some(closing);
        }
        day = day.succ_opt()?;
    }
}

/// How a pause (waiting for papers or payment) changes the due time. Both rules are in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResumeRule {
    /// The due instant moves by the time spent paused, in the limit's own unit ([`extended_by_pause`]).
    #[default]
    Extend,
    /// The whole limit runs again from the resume.
    Restart,
}

impl ResumeRule {
    /// The word stored and configured.
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
    type Err = UnknownValue;

    fn from_str(word: &str) -> Result<Self, UnknownValue> {
        [Self::Extend, Self::Restart]
            .into_iter()
            .find(|rule| rule.as_str() == word)
            .ok_or_else(|| UnknownValue {
                expected: "a resume rule",
                given: word.to_owned(),
            })
    }
}

/// The due instant after a pause in `[paused_at, resumed_at)`, both cut to the minute.
///
/// A dossier that was overdue when the pause began keeps its due instant under either rule: asking for papers does not mend a
/// promise that is already broken. A pause never brings the due instant nearer; a restart after an extension keeps the later of
/// the two. A restart is a reception of the completed dossier, so a cut-off applies to it too.
///
/// `None` if there is no such instant within ten years.
pub fn due_after_pause(
    calendar: &Calendar,
    rule: ResumeRule,
    due: Instant,
    limit: TimeLimit,
    paused_at: Instant,
    resumed_at: Instant,
) -> Option<Instant> {
    let (paused_at, resumed_at) = (whole_minute(paused_at), whole_minute(resumed_at));
    if paused_at > due {
        return Some(due);
    }
    match rule {
        ResumeRule::Extend => {
            extended_by_pause(calendar, due, Some(limit.length), (paused_at, resumed_at))
        }
        ResumeRule::Restart => {
            due_at(calendar, resumed_at, limit).map(|restarted| restarted.max(due))
        }
    }
}

/// A due instant moved by a pause in `[paused_at, resumed_at)`: by the working time in it; or, where the limit is in days or
/// months, by the midnights in it, to the closing of the day reached (ours: a pause within a day moves nothing, one over a
/// weekend three days). A due time that was promised without a limit moves by working time.
///
/// `None` if there is no such instant within ten years.
pub fn extended_by_pause(
    calendar: &Calendar,
    due: Instant,
    length: Option<LimitLength>,
    (paused_at, resumed_at): (Instant, Instant),
) -> Option<Instant> {
    let (paused_at, resumed_at) = (whole_minute(paused_at), whole_minute(resumed_at));
    match length {
        None | Some(LimitLength::Working(_)) => {
            calendar.add_working_time(due, calendar.working_time(paused_at, resumed_at))
        }
        Some(LimitLength::Days(_) | LimitLength::Months(_) | LimitLength::SameDay { .. }) => {
            let paused = calendar.local_date(resumed_at) - calendar.local_date(paused_at);
            if paused <= TimeDelta::zero() {
                return Some(due);
            }
            let last_day = calendar.local_date(due).checked_add_signed(paused)?;
            end_of_last_day(calendar, last_day, due)
        }
    }
}

/// The due instant after a change of the calendar. In working time: the new calendar has as much working time between `from`
/// and the new due instant as the old one had before the old due instant. If both calendars have the same, the due instant
/// stays, even where it is outside working time. In days or months: the last day stays, and only its closing, or the working
/// day that follows it, can differ.
///
/// `None` if there is no such instant within ten years.
pub fn due_recounted(
    before: &Calendar,
    now: &Calendar,
    due: Instant,
    from: Instant,
    length: Option<LimitLength>,
) -> Option<Instant> {
    if length.is_some_and(LimitLength::is_by_date) {
        let day = before.local_date(due);
        let is_closing = before.closing(day) == Some(due);
        if due <= from || (now.is_working_day(day) && !is_closing) {
            return Some(due);
        }
        return end_of_last_day(now, day, from);
    }
    let left = before.working_time(from, due);
    if due <= from || now.working_time(from, due) == left {
        return Some(due);
    }
    now.add_working_time(from, left)
}

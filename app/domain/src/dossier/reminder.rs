//! Requested papers that do not come: when the applicant is reminded, and when a stop is proposed. Nothing ends by itself.

use chrono::Days;

use super::{Dossier, Rules, Status};
use crate::deadline::{Calendar, Instant};

impl Rules {
    /// The days after which a stop is proposed; 0: never. At least one day after the reminder, whatever the setting.
    pub const fn propose_stop_days(&self) -> u32 {
        match (self.propose_stop_after_days, self.remind_after_days) {
            (0, _) => 0,
            (days, remind) if days > remind => days,
            (_, remind) => remind.saturating_add(1),
        }
    }
}

/// The instant before which papers must have been requested if they have been missing for this many local days, not counting
/// the day of the request. `None` for 0 days, which means never.
pub fn waited_since(calendar: &Calendar, now: Instant, days: u32) -> Option<Instant> {
    let today = calendar.local_date(now);
    let ago = Days::new(u64::from(days.checked_sub(1)?));
    Some(calendar.day_start(today.checked_sub_days(ago)?))
}

impl Dossier {
    /// Whether the applicant is to be reminded now: the days are over, no reminder was sent, no stop is proposed yet (then a
    /// clerk decides), and the office is open, so that the applicant can call.
    pub fn is_reminder_due(&self, calendar: &Calendar, now: Instant, rules: &Rules) -> bool {
        let days = rules.remind_after_days;
        self.status == Status::PapersAsked
            && self.reminded_at.is_none()
            && self.has_waited(calendar, now, days)
            && !self.has_waited(calendar, now, rules.propose_stop_days())
            && calendar.is_open(now)
    }

    /// Whether a stop is proposed: papers were requested and have not come in the set time.
    pub fn is_stop_proposed(&self, calendar: &Calendar, now: Instant, rules: &Rules) -> bool {
        self.status == Status::PapersAsked
            && self.received_at.is_some()
            && self.has_waited(calendar, now, rules.propose_stop_days())
    }

    fn has_waited(&self, calendar: &Calendar, now: Instant, days: u32) -> bool {
        let since = waited_since(calendar, now, days);
        let asked_at = self.papers_asked_at;
        since.is_some_and(|since| asked_at.is_some_and(|asked_at| asked_at < since))
    }
}

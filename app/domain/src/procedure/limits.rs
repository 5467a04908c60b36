//! The time limits of a procedure, by the local days from which they hold.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::deadline::due::TimeLimit;
use crate::procedure::channel::Channel;

/// The time limits of a procedure by channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ChannelLimits {
    /// For channels without a limit of their own; `None` if no promise is made.
    pub general: Option<TimeLimit>,
    /// At the reception desk, if different.
    pub direct: Option<TimeLimit>,
    /// By post, if different.
    pub post: Option<TimeLimit>,
    /// Online, if different.
    pub online: Option<TimeLimit>,
}

impl ChannelLimits {
    /// The limit for a channel.
    #[must_use]
    pub fn of(&self, channel: Channel) -> Option<TimeLimit> {
        self.own(channel).or(self.general)
    }

    /// The channel's own limit, if it has one.
    #[must_use]
    pub const fn own(&self, channel: Channel) -> Option<TimeLimit> {
        match channel {
            Channel::Online => self.online,
            Channel::Direct => self.direct,
            Channel::Post => self.post,
        }
    }

    /// The same with a channel's own limit.
    #[must_use]
    pub const fn with_own(mut self, channel: Channel, limit: Option<TimeLimit>) -> Self {
        match channel {
            Channel::Online => self.online = limit,
            Channel::Direct => self.direct = limit,
            Channel::Post => self.post = limit,
        }
        self
    }
}

/// The same limit for every channel.
impl From<Option<TimeLimit>> for ChannelLimits {
    fn from(general: Option<TimeLimit>) -> Self {
        Self {
            general,
            ..Self::default()
        }
    }
}

/// Time limits that hold from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LimitChange {
    /// The first local day on which they hold.
    pub valid_from: NaiveDate,
    /// The limits from then on.
    pub limit: ChannelLimits,
}

/// All time limits of a procedure: past, present and future.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Limits {
    /// The limits before the first change.
    pub first: ChannelLimits,
    /// The changes, in the order of their days.
    pub changes: Vec<LimitChange>,
}

impl Limits {
    /// Limits that never change.
    #[must_use]
    pub const fn always(limit: ChannelLimits) -> Self {
        Self {
            first: limit,
            changes: Vec::new(),
        }
    }

    /// The limits in force on a day.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> ChannelLimits {
        let mut begun = self.changes.iter().rev();
        let newest = begun.find(|change| change.valid_from <= day);
        newest.map_or(self.first, |change| change.limit)
    }

    /// The changes after a day.
    pub fn to_come(&self, today: NaiveDate) -> impl Iterator<Item = &LimitChange> {
        let is_to_come = move |change: &&LimitChange| change.valid_from > today;
        self.changes.iter().filter(is_to_come)
    }

    fn has_begun(&self, today: NaiveDate) -> bool {
        self.changes.iter().any(|it| it.valid_from <= today)
    }

    /// The same with other limits from a day on, until the next change.
    #[must_use]
    pub fn with(mut self, limit: ChannelLimits, valid_from: NaiveDate, today: NaiveDate) -> Self {
        if self.on(valid_from) == limit {
            return self;
        }
        if valid_from <= today && !self.has_begun(today) {
            self.first = limit;
            return self;
        }
        self.changes.retain(|it| it.valid_from != valid_from);
        self.changes.push(LimitChange { valid_from, limit });
        self.changes.sort_by_key(|it| it.valid_from);
        self
    }

    /// The same without the change of a day.
    #[must_use]
    pub fn without(mut self, valid_from: NaiveDate) -> Self {
        self.changes.retain(|it| it.valid_from != valid_from);
        self
    }

    /// Whether they change the limits of days before `today`, compared with `before`.
    #[must_use]
    pub fn restate(&self, before: &Self, today: NaiveDate) -> bool {
        let past = |limits: &Self| -> Vec<LimitChange> {
            let changes = limits.changes.iter().copied();
            changes.filter(|it| it.valid_from < today).collect()
        };
        past(self) != past(before) || (self.first != before.first && before.has_begun(today))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deadline::calendar::WorkingMinutes;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap_or_default()
    }

    fn days(days: u32) -> ChannelLimits {
        let limit = (days > 0).then(|| TimeLimit {
            length: WorkingMinutes::of_days(days).into(),
            cutoff_15h: false,
        });
        limit.into()
    }

    #[test]
    fn a_channel_without_a_limit_of_its_own_has_the_general_one() {
        let online = days(2).general;
        let limits = days(5).with_own(Channel::Online, online);
        assert_eq!(limits.of(Channel::Online), online);
        for channel in [Channel::Direct, Channel::Post] {
            assert_eq!(limits.of(channel), days(5).general);
        }
    }

    #[test]
    fn each_day_has_the_newest_limit_that_has_begun() {
        let today = day("2026-11-24");
        let limits = Limits::always(days(2))
            .with(days(0), day("2027-07-01"), today)
            .with(days(5), day("2027-01-01"), today);
        for (on, limit) in [
            ("2026-11-24", days(2)),
            ("2026-12-31", days(2)),
            ("2027-01-01", days(5)),
            ("2027-06-30", days(5)),
            ("2027-07-01", days(0)),
        ] {
            assert_eq!(limits.on(day(on)), limit, "{on}");
        }
        assert_eq!(limits.to_come(day("2027-01-01")).count(), 1);
        let without = limits.without(day("2027-01-01"));
        assert_eq!(without.on(day("2027-06-30")), days(2));
    }

    #[test]
    fn a_change_from_today_leaves_the_days_before_and_the_changes_to_come() {
        let (new_year, today) = (day("2027-01-01"), day("2026-11-24"));
        let limits = Limits::always(days(2)).with(days(5), new_year, today);
        let at_once = limits.clone().with(days(3), today, today);
        assert_eq!((at_once.first, at_once.on(new_year)), (days(3), days(5)));
        assert!(!at_once.restate(&limits, today));

        let later = day("2027-02-01");
        let shorter = limits.clone().with(days(1), later, later);
        assert_eq!((shorter.first, shorter.on(new_year)), (days(2), days(5)));
        assert_eq!(shorter.on(later), days(1));
        assert!(!shorter.restate(&limits, later));
        let same = limits.clone().with(days(5), later, later);
        assert_eq!(same, limits);
    }

    #[test]
    fn a_limit_that_has_begun_is_not_restated() {
        let (new_year, today) = (day("2027-01-01"), day("2027-01-02"));
        let limits = Limits::always(days(2)).with(days(5), new_year, day("2026-11-24"));
        let others = [
            limits.clone().without(new_year),
            limits.clone().with(days(1), new_year, today),
            limits.clone().with(days(1), day("2026-12-01"), today),
            Limits {
                first: days(1),
                ..limits.clone()
            },
        ];
        for other in others {
            assert!(other.restate(&limits, today), "{other:?}");
        }
        assert!(!limits.clone().without(new_year).restate(&limits, new_year));
    }
}

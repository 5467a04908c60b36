//! The time limits of a procedure, by the local days they hold from.

use chrono::NaiveDate;

use crate::deadline::due::TimeLimit;

/// A time limit from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LimitChange {
    /// The first day it holds on, in the centre's zone.
    pub valid_from: NaiveDate,
    /// How long the procedure may take from then on; `None`: no promise is made.
    pub limit: Option<TimeLimit>,
}

/// Every time limit a procedure has had, has and will have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Limits {
    /// The one before the first change; `None`: no promise is made.
    pub first: Option<TimeLimit>,
    /// What changed, in the order of the days.
    pub changes: Vec<LimitChange>,
}

impl Limits {
    /// One limit that never changes.
    #[must_use]
    pub const fn always(limit: Option<TimeLimit>) -> Self {
        Self {
            first: limit,
            changes: Vec::new(),
        }
    }

    /// The limit in force on a day.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> Option<TimeLimit> {
        let mut begun = self.changes.iter().rev();
        let newest = begun.find(|change| change.valid_from <= day);
        newest.map_or(self.first, |change| change.limit)
    }

    /// The changes that have not begun on a day.
    pub fn to_come(&self, today: NaiveDate) -> impl Iterator<Item = &LimitChange> {
        let is_to_come = move |change: &&LimitChange| change.valid_from > today;
        self.changes.iter().filter(is_to_come)
    }

    fn has_begun(&self, today: NaiveDate) -> bool {
        self.changes.iter().any(|it| it.valid_from <= today)
    }

    /// With another limit from a day on, until the next change after it.
    #[must_use]
    pub fn with(
        mut self,
        limit: Option<TimeLimit>,
        valid_from: NaiveDate,
        today: NaiveDate,
    ) -> Self {
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

    /// Without the change of a day.
    #[must_use]
    pub fn without(mut self, valid_from: NaiveDate) -> Self {
        self.changes.retain(|it| it.valid_from != valid_from);
        self
    }

    /// Whether they tell of days before this one otherwise than others do.
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

    fn days(days: u32) -> Option<TimeLimit> {
        (days > 0).then(|| TimeLimit {
            minutes: WorkingMinutes::of_days(days),
            cutoff_15h: false,
        })
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
    fn what_has_begun_is_not_restated() {
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

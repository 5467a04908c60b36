//! The buckets whose sum is a period: with as few days as possible, since the histogram of a day is counted from its dossiers.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate};

use super::key::list;
use crate::stored_time::day_number;

/// Months of a year.
const YEAR_MONTHS: usize = 12;

/// Buckets, each added or subtracted once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Covered(BTreeMap<i64, i64>);

impl Covered {
    fn put(&mut self, bucket: i64, sign: i64) {
        *self.0.entry(bucket).or_default() += sign;
    }

    /// Every bucket.
    pub(super) fn buckets(&self) -> impl Iterator<Item = i64> + '_ {
        self.0.keys().copied()
    }

    /// The buckets of months and years.
    pub(super) fn long_buckets(&self) -> impl Iterator<Item = i64> + '_ {
        self.buckets().filter(|bucket| bucket % 100 == 0)
    }

    /// The buckets of days.
    pub(super) fn days(&self) -> impl Iterator<Item = i64> + '_ {
        self.buckets().filter(|bucket| bucket % 100 != 0)
    }

    /// Whether there are months or years.
    pub(super) fn has_long(&self) -> bool {
        self.long_buckets().next().is_some()
    }

    /// Whether there are days.
    pub(super) fn has_days(&self) -> bool {
        self.days().next().is_some()
    }

    /// A factor for a summed column; blank where nothing is subtracted.
    pub(super) fn sign(&self, column: &str) -> String {
        let taken = self.0.iter().filter(|(_, sign)| **sign < 0);
        let taken: Vec<i64> = taken.map(|(bucket, _)| *bucket).collect();
        if taken.is_empty() {
            return String::new();
        }
        format!(
            "CASE WHEN {column} IN ({}) THEN -1 ELSE 1 END * ",
            list(taken)
        )
    }
}

/// The buckets of `[from, to)`: of a partly covered month its covered days, or the month less the other days, whichever are
/// fewer; of a year likewise its months.
pub(super) fn covering(from: NaiveDate, to: NaiveDate) -> Covered {
    let mut covered = Covered::default();
    let mut months: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    let mut month = first_of_month(from);
    while month < to {
        let Some(next) = month.checked_add_months(Months::new(1)) else {
            break;
        };
        let (begin, end) = (from.max(month), to.min(next));
        let inside = end - begin;
        if inside * 2 <= next - month {
            put_days(&mut covered, begin, end, 1);
        } else {
            months
                .entry(day_number(month) / 10_000)
                .or_default()
                .push(day_number(month) / 100 * 100);
            put_days(&mut covered, month, begin, -1);
            put_days(&mut covered, end, next, -1);
        }
        month = next;
    }
    for (year, months) in months {
        put_months(&mut covered, year, &months);
    }
    covered
}

fn put_days(covered: &mut Covered, from: NaiveDate, to: NaiveDate, sign: i64) {
    for date in from.iter_days().take_while(|date| *date < to) {
        covered.put(day_number(date), sign);
    }
}

fn put_months(covered: &mut Covered, year: i64, months: &[i64]) {
    if months.len() * 2 <= YEAR_MONTHS {
        for month in months {
            covered.put(*month, 1);
        }
        return;
    }
    covered.put(year * 10_000, 1);
    let all = (1..=12).map(|month| year * 10_000 + month * 100);
    for other in all.filter(|month| !months.contains(month)) {
        covered.put(other, -1);
    }
}

fn first_of_month(date: NaiveDate) -> NaiveDate {
    date.checked_sub_days(Days::new(u64::from(date.day0())))
        .unwrap_or(date)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn buckets_add_up_to_each_day_of_a_period_once() {
        let first: NaiveDate = "2024-11-13".parse().unwrap();
        for begins in (0..500).step_by(7) {
            for length in [0, 1, 2, 14, 16, 29, 30, 31, 60, 200, 340, 365, 366, 800] {
                let from = first + Days::new(begins);
                let to = from + Days::new(length);
                let Covered(buckets) = covering(from, to);
                assert!(buckets.values().all(|sign| sign.abs() == 1));
                assert!(buckets.keys().filter(|bucket| *bucket % 100 != 0).count() <= 31);
                let nearby = (from - Days::new(370))
                    .iter_days()
                    .take_while(|date| *date < to + Days::new(370));
                for date in nearby {
                    let day = day_number(date);
                    let of_day = [day, day / 100 * 100, day / 10_000 * 10_000];
                    let sum: i64 = of_day.iter().filter_map(|bucket| buckets.get(bucket)).sum();
                    let is_in = from <= date && date < to;
                    assert_eq!(sum, i64::from(is_in), "{date} in {from} to {to}");
                }
            }
        }
    }

    #[test]
    fn nearly_a_year_is_read_as_the_year_less_the_missing_days() {
        let of = |from: &str, to: &str| covering(from.parse().unwrap(), to.parse().unwrap());
        let until_november = of("2026-01-01", "2026-11-29");
        assert_eq!(
            until_november.0.into_iter().collect::<Vec<_>>(),
            [
                (20_260_000, 1),
                (20_261_129, -1),
                (20_261_130, -1),
                (20_261_200, -1)
            ]
        );
        assert_eq!(of("2026-05-01", "2026-06-01").sign("bucket"), "");
    }
}

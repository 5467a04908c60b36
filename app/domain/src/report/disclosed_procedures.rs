//! The procedures whose figures of a calendar year may be public, fixed before the year starts; and their figures after it is
//! over.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::working_time::WorkingTime;
use crate::board::disclosed_fields::DisclosedFields;
use crate::board::handling::HANDLING_MIN_COUNT;
use crate::board::percentage::Rate;
use crate::deadline::calendar::WorkingMinutes;
use crate::id::{FieldId, ProcedureId};

const MONTHS_PER_YEAR: u64 = 12;
/// The fewest procedures of a field whose figures are not public: those of a single one could be computed from the field's
/// figures.
const LEFT_OUT_MIN: usize = 2;

/// A procedure in a field. After a move to another field it is another one here.
pub type ProcedureInField = (FieldId, ProcedureId);

/// The procedures whose figures of one calendar year may be public.
///
/// Invariants: each is of a field that the year's boards show by name; of each of these fields at least two procedures are left
/// out, or all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisclosedProcedures {
    year: i32,
    procedures: BTreeSet<ProcedureInField>,
}

/// The figures of a procedure in a year, from the counters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProcedureCount {
    /// Resolved early or on time.
    pub in_time: u64,
    /// Resolved late.
    pub late: u64,
    /// The working times of the resolved ones.
    pub working_time: WorkingTime,
}

/// The public figures of a procedure in a closed year. Only [`DisclosedProcedures::disclose`] makes them; they implement
/// `Deserialize` only so that a server function can send them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicProcedureFigures {
    year: i32,
    rate: Rate,
    time_80: Option<WorkingMinutes>,
}

impl PublicProcedureFigures {
    /// The closed year.
    #[must_use]
    pub const fn year(&self) -> i32 {
        self.year
    }

    /// The share of the resolved dossiers that were in time.
    #[must_use]
    pub const fn rate(&self) -> Rate {
        self.rate
    }

    /// The working time in which 80 % were resolved.
    #[must_use]
    pub const fn time_80(&self) -> Option<WorkingMinutes> {
        self.time_80
    }
}

impl DisclosedProcedures {
    /// Restores procedures that were fixed before; nothing is chosen anew.
    #[must_use]
    pub const fn restored(year: i32, procedures: BTreeSet<ProcedureInField>) -> Self {
        Self { year, procedures }
    }

    /// Fixes the procedures of `year` from the number of dossiers that each received in the year before, by the rule for
    /// fields: enough dossiers in an average month, in a field that is shown by name. `all` lists every procedure.
    #[must_use]
    pub fn choose(
        year: i32,
        last_year_received: &BTreeMap<ProcedureInField, u64>,
        all: &[ProcedureInField],
        fields: &DisclosedFields,
        threshold_per_month: u32,
    ) -> Self {
        let received = |it: &ProcedureInField| last_year_received.get(it).copied().unwrap_or(0);
        let wanted = u64::from(threshold_per_month) * MONTHS_PER_YEAR;
        let known: BTreeSet<ProcedureInField> = all
            .iter()
            .chain(last_year_received.keys())
            .copied()
            .collect();
        let mut procedures = BTreeSet::new();
        for field in fields.fields() {
            let of_field = known.iter().filter(|(of, _)| of == field);
            let mut by_volume: Vec<&ProcedureInField> = of_field.collect();
            by_volume.sort_by_key(|it| (received(it), **it));
            let fit = by_volume.into_iter().skip(LEFT_OUT_MIN);
            procedures.extend(fit.filter(|it| received(it) >= wanted));
        }
        Self { year, procedures }
    }

    /// The year for which they are fixed.
    #[must_use]
    pub const fn year(&self) -> i32 {
        self.year
    }

    /// The procedures whose figures may be public.
    #[must_use]
    pub const fn procedures(&self) -> &BTreeSet<ProcedureInField> {
        &self.procedures
    }

    /// The public figures of a procedure: only after the year is over, of a field that its boards showed by name and that is
    /// not sensitive now, and where enough dossiers were resolved.
    #[must_use]
    pub fn disclose(
        &self,
        of: ProcedureInField,
        count: &ProcedureCount,
        (fields, is_sensitive): (&DisclosedFields, bool),
        this_year: i32,
    ) -> Option<PublicProcedureFigures> {
        let is_fixed = self.procedures.contains(&of) && fields.years().contains(&self.year);
        let may_be_told = self.year < this_year && is_fixed && fields.shows(of.0) && !is_sensitive;
        if !may_be_told || count.in_time + count.late < HANDLING_MIN_COUNT {
            return None;
        }
        let is_enough = count.working_time.count() >= HANDLING_MIN_COUNT;
        Some(PublicProcedureFigures {
            year: self.year,
            rate: Rate::of(count.in_time, count.late)?,
            time_80: count.working_time.percentile(80).filter(|_| is_enough),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELD: FieldId = FieldId(1);

    fn of(field: i64, procedure: i64) -> ProcedureInField {
        (FieldId(field), ProcedureId(procedure))
    }

    /// Fields 1 and 2 are shown by name in 2026, 3 and 4 are not.
    fn fields() -> DisclosedFields {
        let received = BTreeMap::from([(FIELD, 900), (FieldId(2), 900)]);
        let all: Vec<_> = (1..=4).map(|field| (FieldId(field), field == 4)).collect();
        DisclosedFields::choose(2026, &received, &all, 5)
    }

    fn chosen(
        received: &[(ProcedureInField, u64)],
        all: &[ProcedureInField],
    ) -> Vec<ProcedureInField> {
        let received = received.iter().copied().collect();
        let chosen = DisclosedProcedures::choose(2026, &received, all, &fields(), 5);
        chosen.procedures.into_iter().collect()
    }

    fn count(in_time: u64, late: u64) -> ProcedureCount {
        let mut count = ProcedureCount {
            in_time,
            late,
            ..ProcedureCount::default()
        };
        for _ in 0..in_time + late {
            count.working_time.add(480);
        }
        count
    }

    #[test]
    fn only_procedures_with_enough_dossiers_in_a_shown_field_are_chosen_and_two_are_left_out() {
        let received = [
            (of(1, 1), 500),
            (of(1, 2), 60),
            (of(1, 3), 59),
            (of(1, 4), 0),
            (of(3, 5), 900),
        ];
        assert_eq!(chosen(&received, &[]), [of(1, 1), of(1, 2)]);
        // All have enough, and the two smallest are left out together.
        let all_large = [(of(1, 1), 500), (of(1, 2), 400), (of(1, 3), 300)];
        assert_eq!(chosen(&all_large, &[]), [of(1, 1)]);
        // A procedure without dossiers is left out, together with the smallest of the others.
        assert_eq!(chosen(&all_large[..2], &[of(1, 9)]), [of(1, 1)]);
        assert_eq!(chosen(&all_large[..2], &[]), []);
        assert_eq!(
            chosen(&[(of(2, 1), 900)], &[]),
            [],
            "it is the field's figure"
        );
    }

    #[test]
    fn only_a_closed_year_is_published_and_no_sensitive_or_folded_field() {
        let fixed = DisclosedProcedures::restored(2026, BTreeSet::from([of(1, 1), of(3, 1)]));
        let told = |of, year, is_sensitive, count: &ProcedureCount| {
            fixed.disclose(of, count, (&fields(), is_sensitive), year)
        };
        let figures = told(of(1, 1), 2027, false, &count(95, 5));
        let rate = figures.map(|it| (it.year(), it.rate().tenths()));
        assert_eq!(rate, Some((2026, 950)));
        let time_80 = figures.and_then(|it| it.time_80());
        assert!(
            time_80.is_some_and(|time| (471..=489).contains(&time.0)),
            "within 2 % of 480 minutes: {time_80:?}"
        );
        assert_eq!(told(of(1, 1), 2026, false, &count(95, 5)), None, "it runs");
        assert_eq!(told(of(1, 1), 2027, true, &count(95, 5)), None, "sensitive");
        assert_eq!(told(of(3, 1), 2027, false, &count(95, 5)), None, "folded");
        assert_eq!(
            told(of(1, 2), 2027, false, &count(95, 5)),
            None,
            "not fixed"
        );
        assert_eq!(told(of(1, 1), 2027, false, &count(3, 1)), None, "too few");
    }
}

//! The fields a public board may show by name, fixed before a calendar year starts.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;

use super::model::FieldRow;
use crate::id::FieldId;
use crate::period::Period;

const MONTHS_PER_YEAR: u64 = 12;

/// The fields that a public board may show by name in one calendar year, or in several at once ([`DisclosedFields::and`]).
///
/// Invariants: a sensitive field is never among them; the fields that are left out, called folded, are none, at least two, or
/// all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisclosedFields {
    years: BTreeSet<i32>,
    fields: BTreeSet<FieldId>,
    folded: BTreeSet<FieldId>,
    /// The fields shown, the one with the fewest dossiers of the year before first. In this order they are folded with a field
    /// that would otherwise be folded alone.
    by_volume: Vec<FieldId>,
}

/// The values of [`DisclosedFields`], for storing and restoring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisclosedFieldValues {
    /// The years they are fixed for.
    pub years: BTreeSet<i32>,
    /// The fields shown by name.
    pub fields: BTreeSet<FieldId>,
    /// The fields not shown by name.
    pub folded: BTreeSet<FieldId>,
    /// The fields shown, the one with the fewest dossiers of the year before first.
    pub by_volume: Vec<FieldId>,
}

impl DisclosedFields {
    /// Restores fields that were fixed before; nothing is chosen anew.
    #[must_use]
    pub fn restored(parts: DisclosedFieldValues) -> Self {
        let DisclosedFieldValues {
            years,
            fields,
            folded,
            by_volume,
        } = parts;
        Self {
            years,
            fields,
            folded,
            by_volume,
        }
    }

    /// Fixes the fields of `year` from the number of dossiers that each received in the year before. `all` lists every field
    /// with whether it is sensitive; a field that is not in `all` counts as folded. A single folded field could be computed by
    /// subtraction, so the smallest shown field is folded with it.
    pub fn choose(
        year: i32,
        last_year_received: &BTreeMap<FieldId, u64>,
        all: &[(FieldId, bool)],
        threshold_per_month: u32,
    ) -> Self {
        let received = |field: FieldId| last_year_received.get(&field).copied().unwrap_or(0);
        let wanted = u64::from(threshold_per_month) * MONTHS_PER_YEAR;
        let sensitive: BTreeSet<FieldId> = all
            .iter()
            .filter(|(_, sensitive)| *sensitive)
            .map(|(field, _)| *field)
            .collect();
        let (fields, folded): (BTreeSet<FieldId>, BTreeSet<FieldId>) = all
            .iter()
            .map(|(field, _)| *field)
            .partition(|field| !sensitive.contains(field) && received(*field) >= wanted);
        let mut by_volume: Vec<FieldId> = fields.iter().copied().collect();
        by_volume.sort_by_key(|&field| (received(field), field));
        let mut chosen = Self {
            years: BTreeSet::from([year]),
            fields,
            folded,
            by_volume,
        };
        if let (1, Some(&companion)) = (chosen.folded.len(), chosen.by_volume.first()) {
            chosen.fold(companion);
        }
        chosen
    }

    /// The same choice, made fit to follow `last_year`. A dossier open at midnight of New Year is on boards of both years, so a
    /// field that is the only one folded in both could be computed by subtraction: the smallest field that was folded with it
    /// stays folded for another year.
    #[must_use]
    pub fn after(mut self, last_year: &Self) -> Self {
        let in_both = self.folded.intersection(&last_year.folded).count();
        let companion = self
            .by_volume
            .iter()
            .find(|field| last_year.folded.contains(field))
            .copied();
        if let (1, Some(companion)) = (in_both, companion) {
            self.fold(companion);
        }
        self
    }

    /// The fields for a period across New Year: those shown in both years.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let fields: BTreeSet<FieldId> = self.fields.intersection(&other.fields).copied().collect();
        let known = [&self.fields, &self.folded, &other.fields, &other.folded];
        let folded = known
            .into_iter()
            .flatten()
            .copied()
            .filter(|field| !fields.contains(field));
        Self {
            years: self.years.union(&other.years).copied().collect(),
            folded: folded.collect(),
            by_volume: self
                .by_volume
                .iter()
                .copied()
                .filter(|field| fields.contains(field))
                .collect(),
            fields,
        }
    }

    /// The same choice after two fields of the catalogue became one. The merged field is shown only if both were shown:
    /// otherwise the growth of the shown one would reveal the folded one. If it would be folded alone, the smallest shown field
    /// is folded with it. All that is shown afterwards is a sum of what was shown before, so this is safe inside a year.
    #[must_use]
    pub fn merged(mut self, from: FieldId, into: FieldId, is_sensitive: bool) -> Self {
        // With fewer than two folded fields, the smallest shown field is folded with them on some boards, so it counts as folded.
        let company = self.by_volume.first().copied();
        let company = company.filter(|_| self.folded.len() < 2);
        let is_folded = |field| !self.shows(field) || company == Some(field);
        let folds = is_sensitive || is_folded(from) || is_folded(into);
        self.fields.remove(&from);
        self.folded.remove(&from);
        self.by_volume.retain(|shown| *shown != from);
        if folds {
            self.fold(into);
        }
        if let (1, Some(&companion)) = (self.folded.len(), self.by_volume.first()) {
            self.fold(companion);
        }
        self
    }

    /// The calendar years these are fixed for.
    pub fn years(&self) -> &BTreeSet<i32> {
        &self.years
    }

    /// The fields shown by name.
    pub fn fields(&self) -> &BTreeSet<FieldId> {
        &self.fields
    }

    /// The fields known when these were fixed and not shown by name.
    pub fn folded(&self) -> &BTreeSet<FieldId> {
        &self.folded
    }

    /// The fields shown, the one with the fewest dossiers of the year before first.
    pub fn by_volume(&self) -> &[FieldId] {
        &self.by_volume
    }

    /// Whether a field is shown by name.
    pub fn shows(&self, field: FieldId) -> bool {
        self.fields.contains(&field)
    }

    /// Whether the fields are fixed for every year in which the period has a day.
    pub fn cover(&self, period: &Period) -> bool {
        let last = period.to.pred_opt().unwrap_or(period.to);
        (period.from.year()..=last.year()).all(|year| self.years.contains(&year))
    }

    /// The fields folded on a board with these rows: those fixed as folded, those that were added or became sensitive since,
    /// and the smallest shown one where a field would be folded alone. That one stays folded when a second field is added, else
    /// the figures of the first would follow from earlier boards.
    pub(super) fn folded_on(&self, rows: &[FieldRow]) -> BTreeSet<FieldId> {
        let mut folded = self.folded.clone();
        let unfit = |row: &&FieldRow| row.sensitive || !self.shows(row.field);
        folded.extend(rows.iter().filter(unfit).map(|row| row.field));
        if self.folded.len() < 2 && !folded.is_empty() {
            folded.extend(
                self.by_volume
                    .iter()
                    .find(|field| !folded.contains(field))
                    .copied(),
            );
        }
        folded
    }

    fn fold(&mut self, field: FieldId) {
        self.fields.remove(&field);
        self.by_volume.retain(|shown| *shown != field);
        self.folded.insert(field);
    }
}

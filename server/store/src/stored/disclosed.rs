//! The fields that were fixed to be shown by name in a year, and the procedures whose figures of it may be public.

use std::collections::BTreeSet;

use sanh_domain::board::disclosed_fields::{DisclosedFieldValues, DisclosedFields};
use sanh_domain::id::{FieldId, ProcedureId};
use sanh_domain::report::disclosed_procedures::DisclosedProcedures;
use serde::{Deserialize, Serialize};

/// The disclosed fields of a year, by their numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredDisclosedFieldsV1 {
    /// The years for which they are fixed.
    pub years: BTreeSet<i32>,
    /// The fields shown by name.
    pub fields: BTreeSet<i64>,
    /// The folded fields.
    pub folded: BTreeSet<i64>,
    /// The fields shown, the one with the fewest dossiers of the year before first.
    pub by_volume: Vec<i64>,
}

impl From<&DisclosedFields> for StoredDisclosedFieldsV1 {
    fn from(fields: &DisclosedFields) -> Self {
        let set = |chosen: &BTreeSet<FieldId>| chosen.iter().map(|field| field.0).collect();
        Self {
            years: fields.years().clone(),
            fields: set(fields.fields()),
            folded: set(fields.folded()),
            by_volume: fields.by_volume().iter().map(|field| field.0).collect(),
        }
    }
}

impl From<StoredDisclosedFieldsV1> for DisclosedFields {
    fn from(stored: StoredDisclosedFieldsV1) -> Self {
        let set = |fields: BTreeSet<i64>| fields.into_iter().map(FieldId).collect();
        Self::restored(DisclosedFieldValues {
            years: stored.years,
            fields: set(stored.fields),
            folded: set(stored.folded),
            by_volume: stored.by_volume.into_iter().map(FieldId).collect(),
        })
    }
}

/// The disclosed procedures of a year; fields and procedures by their numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredDisclosedProceduresV1 {
    /// The year for which they are fixed.
    pub year: i32,
    /// The procedures whose figures may be public, each after its field.
    pub procedures: BTreeSet<(i64, i64)>,
}

impl From<&DisclosedProcedures> for StoredDisclosedProceduresV1 {
    fn from(chosen: &DisclosedProcedures) -> Self {
        let procedures = chosen.procedures().iter();
        Self {
            year: chosen.year(),
            procedures: procedures.map(|(field, id)| (field.0, id.0)).collect(),
        }
    }
}

impl From<StoredDisclosedProceduresV1> for DisclosedProcedures {
    fn from(stored: StoredDisclosedProceduresV1) -> Self {
        let procedures = stored.procedures.into_iter();
        let procedures = procedures.map(|(field, id)| (FieldId(field), ProcedureId(id)));
        Self::restored(stored.year, procedures.collect())
    }
}

//! The fields that were fixed to be shown by name in a year.

use std::collections::BTreeSet;

use sanh_domain::board::disclosed_fields::{DisclosedFields, DisclosedParts};
use sanh_domain::id::FieldId;
use serde::{Deserialize, Serialize};

/// The choice of a year; fields are numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredDisclosedFieldsV1 {
    /// The years it holds for.
    pub years: BTreeSet<i32>,
    /// Those that may be shown.
    pub fields: BTreeSet<i64>,
    /// Those shown together.
    pub folded: BTreeSet<i64>,
    /// Those shown, the one with the fewest dossiers of the year before first.
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
        Self::restored(DisclosedParts {
            years: stored.years,
            fields: set(stored.fields),
            folded: set(stored.folded),
            by_volume: stored.by_volume.into_iter().map(FieldId).collect(),
        })
    }
}

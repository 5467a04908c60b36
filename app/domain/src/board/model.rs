//! The board with all counted fields by name. It never leaves the server; the public sees a
//! [`PublicBoard`](super::disclosure::PublicBoard).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::figures::Figures;
use super::handling::HandlingTimes;
use crate::deadline::Instant;
use crate::deadline::lateness::DeadlineRule;
use crate::id::FieldId;
use crate::period::Period;
use crate::scope::Scope;
use crate::text::name::Name;

/// A field (lĩnh vực) as the board lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Its number.
    pub field: FieldId,
    /// Its name.
    pub name: Name,
    /// Never public by name (adoption, for one), whatever its volume.
    pub sensitive: bool,
}

/// One field's line of the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldRow {
    /// The field.
    pub field: FieldId,
    /// Its name.
    pub name: Name,
    /// Never shown to the public by name.
    pub sensitive: bool,
    /// Its figures in the period.
    pub figures: Figures,
    /// Handling times of its dossiers resolved in the period.
    pub handling: HandlingTimes,
}

/// One working day of the chart, in the centre's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChartDay {
    /// The local date.
    pub date: NaiveDate,
    /// Dossiers received on that date, all channels.
    pub received: u64,
    /// Dossiers resolved on that date.
    pub resolved: u64,
}

/// Dossiers received and resolved in a range of days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    /// Dossiers received, all channels.
    pub received: u64,
    /// Dossiers resolved early or on time.
    pub in_time: u64,
    /// Dossiers resolved late.
    pub late: u64,
}

impl Flow {
    /// All dossiers resolved.
    pub fn resolved(self) -> u64 {
        self.in_time + self.late
    }
}

/// A period compared with the same number of working days of the period before. Both sides are whole, finished working days
/// (see [`comparison_days`](crate::period::comparison_days)), so that no half day distorts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// The period before.
    pub previous_period: Period,
    /// How many working days, from each period's start, are compared.
    pub working_days: u32,
    /// The flow on those days of this period.
    pub current: Flow,
    /// The flow on those days of the period before.
    pub previous: Flow,
}

/// The fields whose dossiers the chart and the comparison count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrendFields {
    /// All fields of the scope.
    All,
    /// These fields only: those that an agency's public board shows by name.
    Only(BTreeSet<FieldId>),
}

impl TrendFields {
    /// Whether a dossier of this field is counted.
    pub fn covers(&self, field: FieldId) -> bool {
        match self {
            Self::All => true,
            Self::Only(fields) => fields.contains(&field),
        }
    }
}

/// All figures of one scope and period. Internal: it names every field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// The scope of its dossiers.
    pub scope: Scope,
    /// The period.
    pub period: Period,
    /// The instant the figures hold for.
    pub at: Instant,
    /// What counts as late.
    pub rule: DeadlineRule,
    /// The sum of all rows.
    pub total: Figures,
    /// One row per field, empty ones too, in the centre's own order: an order by volume would make the rows jump on the wall.
    pub rows: Vec<FieldRow>,
    /// The comparison with the period before; `None` before the first working day is over.
    pub comparison: Option<Comparison>,
    /// The last [`CHART_DAYS`](crate::period::CHART_DAYS) working days, oldest first.
    pub chart: Vec<ChartDay>,
    /// The fields counted in `comparison` and `chart`.
    pub trend_fields: TrendFields,
}

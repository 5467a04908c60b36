//! The figures of a period by agency, field and channel, as stored for finished periods and in signed reports.

use sanh_domain::board::figures::Figures;
use sanh_domain::dossier::CountedIn;
use sanh_domain::id::{AgencyId, FieldId};
use sanh_domain::report::cube::{Cube, CubeCell, CubeKey};
use sanh_domain::word::UnknownValue;
use serde::{Deserialize, Serialize};

use super::board::StoredPeriodV1;
use super::code::{instant_text, read, read_instant};

/// A cube.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredCubeV1 {
    /// The days it counts.
    pub period: StoredPeriodV1,
    /// The instant of the shown status.
    pub status_at: String,
    /// Only what was recorded by then is counted; none for everything known.
    pub recorded_by: Option<String>,
    /// The cells that are not empty, in order, each with its key.
    pub cells: Vec<(StoredPlaceV1, StoredCellV1)>,
}

/// The key of a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredPlaceV1 {
    /// The agency's number.
    pub agency: i64,
    /// The field's number.
    pub field: i64,
    /// `online`, `direct` or `post`.
    pub channel: String,
    /// `centre` or `agency` if the dossiers count in these figures only; absent if they count in both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted_in: Option<String>,
}

/// The figures of a cell, in dossiers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredCellV1 {
    /// The figures of the board and of the official report.
    pub figures: StoredFiguresV1,
    /// Resolved in the period, late against the due time first promised.
    pub late_against_first: u64,
}

/// The figures of a period, in dossiers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredFiguresV1 {
    /// Received online.
    pub received_online: u64,
    /// Received at the reception desk or by post.
    #[serde(rename = "received_direct")]
    pub received_at_desk_or_post: u64,
    /// Carried into the period.
    pub carried: u64,
    /// Resolved before the due date.
    pub early: u64,
    /// Resolved neither early nor late.
    pub on_time: u64,
    /// Resolved late.
    pub late: u64,
    /// Withdrawn.
    pub withdrawn: u64,
    /// Ended as not eligible.
    pub ineligible: u64,
    /// Open and within the due time.
    pub within: u64,
    /// Open and past the due time.
    pub overdue: u64,
    /// Open with the clock stopped.
    pub paused: u64,
    /// Refused at reception.
    pub refused: u64,
    /// Registered, not yet received.
    pub registered_waiting: u64,
    /// Resolved, the result not yet handed over.
    pub waiting_collection: u64,
    /// Of the open ones, those without a due time.
    pub no_due: u64,
}

impl From<&Cube> for StoredCubeV1 {
    fn from(cube: &Cube) -> Self {
        let cells = cube.cells();
        Self {
            period: cube.period.into(),
            status_at: instant_text(cube.status_at),
            recorded_by: cube.recorded_by.map(instant_text),
            cells: cells
                .map(|(place, cell)| (place.into(), cell.into()))
                .collect(),
        }
    }
}

impl TryFrom<StoredCubeV1> for Cube {
    type Error = UnknownValue;

    fn try_from(cube: StoredCubeV1) -> Result<Self, UnknownValue> {
        let recorded_by = cube.recorded_by.as_deref().map(read_instant).transpose()?;
        let mut counted = Self::new(
            cube.period.try_into()?,
            read_instant(&cube.status_at)?,
            recorded_by,
        );
        for (place, cell) in cube.cells {
            counted.add(place.try_into()?, cell.into());
        }
        Ok(counted)
    }
}

impl From<&CubeKey> for StoredPlaceV1 {
    fn from(place: &CubeKey) -> Self {
        let counted_in = match place.counted_in {
            CountedIn::Both => None,
            part => Some(part.as_str().to_owned()),
        };
        Self {
            agency: place.agency.0,
            field: place.field.0,
            channel: place.channel.as_str().to_owned(),
            counted_in,
        }
    }
}

impl TryFrom<StoredPlaceV1> for CubeKey {
    type Error = UnknownValue;

    fn try_from(place: StoredPlaceV1) -> Result<Self, UnknownValue> {
        let counted_in = match place.counted_in {
            None => CountedIn::Both,
            Some(word) => read(&word, "in whose figures a dossier counts")?,
        };
        Ok(Self {
            agency: AgencyId(place.agency),
            field: FieldId(place.field),
            channel: read(&place.channel, "a channel")?,
            counted_in,
        })
    }
}

/// Converts figures from or to another type with the same fields.
macro_rules! figures {
    ($type:ident, $from:expr) => {{
        let from = &$from;
        $type {
            received_online: from.received_online,
            received_at_desk_or_post: from.received_at_desk_or_post,
            carried: from.carried,
            early: from.early,
            on_time: from.on_time,
            late: from.late,
            withdrawn: from.withdrawn,
            ineligible: from.ineligible,
            within: from.within,
            overdue: from.overdue,
            paused: from.paused,
            refused: from.refused,
            registered_waiting: from.registered_waiting,
            waiting_collection: from.waiting_collection,
            no_due: from.no_due,
        }
    }};
}

impl From<&CubeCell> for StoredCellV1 {
    fn from(cell: &CubeCell) -> Self {
        Self {
            figures: figures!(StoredFiguresV1, cell.figures),
            late_against_first: cell.late_against_first,
        }
    }
}

impl From<StoredCellV1> for CubeCell {
    fn from(cell: StoredCellV1) -> Self {
        Self {
            figures: figures!(Figures, cell.figures),
            late_against_first: cell.late_against_first,
        }
    }
}

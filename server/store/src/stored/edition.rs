//! A publication of the board, as stored for wall playback and as part of evidence.

use sanh_domain::board::edition::{Edition, Version};
use sanh_domain::word::UnknownValue;
use serde::{Deserialize, Serialize};

use super::board::StoredBoardV1;
use super::centre::StoredCentreV1;
use super::code::{instant_text, read_instant};
use super::notice::StoredNoticeV1;

/// The boards of a scope as they were published together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredEditionV1 {
    /// Its number: milliseconds UTC of the program's start, counted on from there.
    pub version: u64,
    /// The instant the figures were counted at.
    pub at: String,
    /// The centre they belong to.
    pub centre: StoredCentreV1,
    /// One whole board a period, in the order in which a screen shows them.
    pub boards: Vec<StoredBoardV1>,
    /// The notices on the walls.
    pub notices: Vec<StoredNoticeV1>,
    /// The instants of the day's first opening and last closing; none on a day off.
    pub office_day: Option<(String, String)>,
}

impl From<&Edition> for StoredEditionV1 {
    fn from(edition: &Edition) -> Self {
        let office_day = edition.office_day;
        Self {
            version: edition.version.0,
            at: instant_text(edition.at),
            centre: (&edition.centre).into(),
            boards: edition
                .boards
                .iter()
                .filter_map(StoredBoardV1::of)
                .collect(),
            notices: edition.notices.iter().map(StoredNoticeV1::from).collect(),
            office_day: office_day
                .map(|(opening, closing)| (instant_text(opening), instant_text(closing))),
        }
    }
}

impl TryFrom<StoredEditionV1> for Edition {
    type Error = UnknownValue;

    fn try_from(edition: StoredEditionV1) -> Result<Self, UnknownValue> {
        let boards = edition.boards.into_iter().map(TryInto::try_into);
        let notices = edition.notices.into_iter().map(TryInto::try_into);
        let office_day = match edition.office_day {
            Some((opening, closing)) => Some((read_instant(&opening)?, read_instant(&closing)?)),
            None => None,
        };
        Ok(Self {
            version: Version(edition.version),
            at: read_instant(&edition.at)?,
            centre: edition.centre.try_into()?,
            boards: boards.collect::<Result<_, _>>()?,
            notices: notices.collect::<Result<_, _>>()?,
            office_day,
        })
    }
}

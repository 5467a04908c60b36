//! The frozen formats in which boards, settings of walls, reports and submissions are stored as JSON: plain numbers, texts and
//! codes, every field spelled out.
//!
//! Seals cover their bytes, and data stored years ago must be read; so they do not follow the types of the domain, which may be
//! renamed and rearranged. A changed format gets the next number and a type of its own, beside the one before, which can still
//! be read.
//!
//! Instants are texts in RFC 3339, UTC, with `Z` and as many decimals of a second as there are; dates are `2026-11-23`, times
//! of day `18:00:00`, in the centre's zone. Counts are of dossiers.

mod board;
mod centre;
mod code;
mod cube;
mod disclosed;
mod edition;
mod notice;
mod report;
mod screen_setting;
mod submission;

pub use board::{
    StoredBoardV1, StoredChartDayV1, StoredComparisonV1, StoredFlowV1, StoredPeriodV1, StoredRowV1,
    StoredTotalV1,
};
pub use centre::{StoredCentreV1, StoredNameV1};
pub use code::{StoredScopeV1, instant_text, read_instant};
pub use cube::{StoredCellV1, StoredCubeV1, StoredFiguresV1, StoredPlaceV1};
pub use disclosed::{StoredDisclosedFieldsV1, StoredDisclosedProceduresV1};
pub use edition::StoredEditionV1;
pub use notice::{StoredAudienceV1, StoredNoticeV1};
pub use report::{StoredCarryOverV1, StoredFoldingV1, StoredLineNamesV1, StoredReportContentV1};
pub use screen_setting::{
    StoredAppearanceV1, StoredHoursV1, StoredMountingV1, StoredNightV1, StoredScreenSetting,
    StoredScreenSettingV1, StoredScreenSettingV2, StoredThemeV1,
};
pub use submission::{read_submission, submission_bytes};

#[cfg(test)]
mod tests;

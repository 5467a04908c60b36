//! Notices: what server functions take and give.

use sanh_domain::deadline::Instant;
use sanh_domain::notice::record::{Addressee, NoticeRecord, SecondManager};
use serde::{Deserialize, Serialize};

use crate::page::FieldValues;

/// The notices on the walls, and all other notices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeOverview {
    /// The present instant.
    pub now: Instant,
    /// The centre's zone.
    pub zone: chrono_tz::Tz,
    /// The notices that the caller may read: every current one and the last ended ones.
    pub records: Vec<NoticeRecord>,
    /// Every wall that was set up.
    pub walls: Vec<Addressee>,
    /// Which notices a second manager has to approve.
    pub second: SecondManager,
}

/// One notice; of an emergency also which walls show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeDetails {
    /// The present instant.
    pub now: Instant,
    /// The centre's zone.
    pub zone: chrono_tz::Tz,
    /// The notice.
    pub record: NoticeRecord,
    /// Every wall that was set up.
    pub walls: Vec<Addressee>,
    /// Which walls have painted it.
    pub painted: Vec<PaintConfirmation>,
    /// The screens that watch now.
    pub open: Vec<OpenScreen>,
}

/// A wall that has painted an emergency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaintConfirmation {
    /// Its name.
    pub screen: String,
    /// The time of the wall's first report.
    pub at: Instant,
}

/// A screen that watches now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenScreen {
    /// The name of its wall.
    pub wall: String,
    /// Whether it is the one that was paired with the wall.
    pub is_paired: bool,
    /// Whether it has the notice on its picture.
    pub is_showing: bool,
}

/// A notice as its form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedNotice {
    /// The priority; a notice if it is not given.
    pub priority: String,
    /// The Vietnamese text.
    pub vi: String,
    /// The English text; blank: in Vietnamese only.
    pub en: String,
    /// From when on; blank: now.
    pub from: String,
    /// Until when.
    pub until: String,
    /// `some` if it is for these walls only.
    pub screens: String,
    /// Which.
    pub screen: FieldValues,
    /// `yes` before an emergency.
    pub sure: String,
}

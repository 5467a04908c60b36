//! Notices in a stored board.

use sanh_domain::notice::model::{Audience, Notice, NoticeId};
use sanh_domain::word::UnknownValue;
use serde::{Deserialize, Serialize};

use super::centre::StoredNameV1;
use super::code::{instant_text, read, read_instant};

/// The walls of a notice: `"all"`, or `{"named":["hall-2"]}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StoredAudienceV1 {
    /// All walls.
    #[serde(rename = "all")]
    All,
    /// The walls with these names, in alphabetical order.
    #[serde(rename = "named")]
    Named(Vec<String>),
}

impl From<&Audience> for StoredAudienceV1 {
    fn from(audience: &Audience) -> Self {
        match audience {
            Audience::All => Self::All,
            Audience::Named(names) => Self::Named(names.iter().cloned().collect()),
        }
    }
}

impl From<StoredAudienceV1> for Audience {
    fn from(audience: StoredAudienceV1) -> Self {
        match audience {
            StoredAudienceV1::All => Self::All,
            StoredAudienceV1::Named(names) => Self::Named(names.into_iter().collect()),
        }
    }
}

/// A notice on the walls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredNoticeV1 {
    /// Its number.
    pub id: i64,
    /// The text.
    pub text: StoredNameV1,
    /// How much of the wall it takes: `notice` or `emergency`.
    pub priority: String,
    /// When it begins.
    pub from: String,
    /// When it ends, exclusive.
    pub until: String,
    /// The walls that show it.
    pub screens: StoredAudienceV1,
}

impl From<&Notice> for StoredNoticeV1 {
    fn from(notice: &Notice) -> Self {
        Self {
            id: notice.id.0,
            text: (&notice.text).into(),
            priority: notice.priority.as_str().to_owned(),
            from: instant_text(notice.from),
            until: instant_text(notice.until),
            screens: (&notice.screens).into(),
        }
    }
}

impl TryFrom<StoredNoticeV1> for Notice {
    type Error = UnknownValue;

    fn try_from(notice: StoredNoticeV1) -> Result<Self, UnknownValue> {
        Ok(Self {
            id: NoticeId(notice.id),
            text: notice.text.into(),
            priority: read(&notice.priority, "a priority of notices")?,
            from: read_instant(&notice.from)?,
            until: read_instant(&notice.until)?,
            screens: notice.screens.into(),
        })
    }
}

//! Notices as a stored board carries them.

use sanh_domain::notice::model::{Audience, Notice, NoticeId};
use sanh_domain::word::UnknownValue;
use serde::{Deserialize, Serialize};

use super::centre::StoredNameV1;
use super::code::{instant_text, read, read_instant};

/// On which walls a notice stands: `"all"`, or `{"named":["hall-2"]}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StoredAudienceV1 {
    /// Every one.
    #[serde(rename = "all")]
    All,
    /// Those of these names, in the order of the alphabet.
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
    /// What it says.
    pub text: StoredNameV1,
    /// How much of the wall it takes: `notice` or `emergency`.
    pub priority: String,
    /// From this instant on.
    pub from: String,
    /// Until this instant, exclusive.
    pub until: String,
    /// On which walls.
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

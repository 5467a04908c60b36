//! The channels through which dossiers come in.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::word::UnknownValue;

/// The channel through which a dossier came in. The official report adds `Direct` and `Post` up in one column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Through the portal.
    Online,
    /// At the reception desk.
    Direct,
    /// By the public postal service.
    Post,
}

impl Channel {
    /// Every channel, in the order of the report.
    pub const ALL: [Self; 3] = [Self::Online, Self::Direct, Self::Post];

    /// The word stored in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Direct => "direct",
            Self::Post => "post",
        }
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Channel {
    type Err = UnknownValue;

    fn from_str(word: &str) -> Result<Self, UnknownValue> {
        let found = Self::ALL
            .into_iter()
            .find(|channel| channel.as_str() == word);
        found.ok_or_else(|| UnknownValue {
            expected: "a channel",
            given: word.to_owned(),
        })
    }
}

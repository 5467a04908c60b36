//! A posted document: its versions, of which the newest is shown and the others are kept.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::deadline::Instant;
use crate::id::DocumentId;
use crate::text::name::Name;

/// The longest title, in characters (ours: titles of decisions are sentences).
pub const TITLE_CHARS_MAX: usize = 500;
/// The longest number, in characters, such as 1234/QĐ-UBND.
pub const NUMBER_CHARS_MAX: usize = 60;
/// The most documents of a centre (ours).
pub const DOCUMENTS_MAX: usize = 2_000;
/// The most versions of one document (ours).
pub const VERSIONS_MAX: u32 = 200;

/// A posted document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its number within the centre.
    pub id: DocumentId,
    /// When it was taken down; `None` while it is posted.
    pub down_at: Option<Instant>,
    /// Its versions, newest first; at least one.
    pub versions: Vec<DocumentVersion>,
}

impl Document {
    /// The version that is shown.
    #[must_use]
    pub fn shown(&self) -> Option<&DocumentVersion> {
        self.versions.first()
    }

    /// Whether it is posted.
    #[must_use]
    pub const fn is_posted(&self) -> bool {
        self.down_at.is_none()
    }
}

/// One version of a document, without its file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentVersion {
    /// The number of the version, from 1 on.
    pub version: u32,
    /// Its title, number and date.
    pub entry: DocumentEntry,
    /// When it was posted.
    pub posted_at: Instant,
    /// The size of its file, in bytes.
    pub size_bytes: u64,
}

/// The title, number and date that administrators enter for a version.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DocumentEntry {
    /// Its title.
    pub title: Name,
    /// Its official number; blank where it has none, such as an application form.
    pub number: String,
    /// The date it bears.
    pub issued_on: NaiveDate,
}

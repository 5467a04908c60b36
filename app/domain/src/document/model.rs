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
    /// Its number in the hall.
    pub id: DocumentId,
    /// When it was taken down; `None`: it is posted.
    pub down_at: Option<Instant>,
    /// Its versions, the newest first; never none.
    pub versions: Vec<DocumentVersion>,
}

impl Document {
    /// The version that is shown.
    #[must_use]
    pub fn shown(&self) -> Option<&DocumentVersion> {
        self.versions.first()
    }

    /// Whether anybody may read it.
    #[must_use]
    pub const fn is_posted(&self) -> bool {
        self.down_at.is_none()
    }
}

/// One version of a document, without its file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentVersion {
    /// From 1 on.
    pub version: u32,
    /// What it is called and by which number and date it is cited.
    pub entry: DocumentEntry,
    /// When it was posted.
    pub posted_at: Instant,
    /// The size of its file, in bytes.
    pub size_bytes: u64,
}

/// What administrators say of a version.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DocumentEntry {
    /// Its title.
    pub title: Name,
    /// Its official number; blank: it has none, such as a form.
    pub number: String,
    /// The date it bears.
    pub issued_on: NaiveDate,
}

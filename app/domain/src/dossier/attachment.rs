//! Scans and forms that are attached to a dossier: which files are taken, told by their bytes, how large and how many.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::deadline::Instant;
use crate::document::pdf::{self, PDF_BYTES_MAX, PdfFault};
use crate::id::AttachmentId;
use crate::word::UnknownValue;

/// The longest title, in characters (ours).
pub const TITLE_CHARS_MAX: usize = 120;

/// The largest file that may be allowed, in bytes.
pub const ATTACHMENT_BYTES_MAX: usize = PDF_BYTES_MAX;

/// How a JPEG begins and ends (ITU-T T.81, B.1.1.3).
const JPEG: (&[u8], &[u8]) = (b"\xff\xd8\xff", b"\xff\xd9");
/// How a PNG begins and ends (W3C PNG, 5.2 and 11.2.5).
const PNG: (&[u8], &[u8]) = (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"IEND\xaeB`\x82");
/// How far from its end a file's last mark may stand, in bytes: cameras and scanners write some padding behind it.
const END_WITHIN_BYTES: usize = 1_024;

/// The kinds of files that are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentKind {
    /// A document.
    Pdf,
    /// A photograph or a scan.
    Jpeg,
    /// A picture.
    Png,
}

impl AttachmentKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Pdf, Self::Jpeg, Self::Png];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpeg",
            Self::Png => "png",
        }
    }

    /// What it is called on the web.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// How the name of such a file ends.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }
}

impl FromStr for AttachmentKind {
    type Err = UnknownValue;

    fn from_str(word: &str) -> Result<Self, UnknownValue> {
        let found = Self::ALL.into_iter().find(|kind| kind.as_str() == word);
        found.ok_or_else(|| UnknownValue {
            expected: "a kind of attachment",
            given: word.to_owned(),
        })
    }
}

/// How large a file may be, and how many a dossier may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttachmentLimits {
    /// Bytes of one file.
    pub bytes_max: usize,
    /// Files of one dossier.
    pub count_max: u32,
}

/// What is wrong with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum AttachmentFault {
    /// There is none.
    #[error("there is no file")]
    Missing,
    /// Larger than is allowed.
    #[error("the file is too large")]
    TooLarge,
    /// Neither PDF nor JPEG nor PNG.
    #[error("the file is of another kind")]
    OtherKind,
    /// It begins like one of them, and breaks off.
    #[error("the file breaks off")]
    CutOff,
}

/// The kind of a file that may be attached, by its bytes: what its name or its sender says of it does not count.
///
/// # Errors
/// [`AttachmentFault`]
pub fn check(content: &[u8], bytes_max: usize) -> Result<AttachmentKind, AttachmentFault> {
    if content.is_empty() {
        return Err(AttachmentFault::Missing);
    }
    if content.len() > bytes_max.min(ATTACHMENT_BYTES_MAX) {
        return Err(AttachmentFault::TooLarge);
    }
    match pdf::check(content) {
        Ok(()) => return Ok(AttachmentKind::Pdf),
        Err(PdfFault::CutOff) => return Err(AttachmentFault::CutOff),
        Err(_) => {}
    }
    let pictures = [(AttachmentKind::Jpeg, JPEG), (AttachmentKind::Png, PNG)];
    let mut pictures = pictures.into_iter();
    let found = pictures.find(|(_, (begin, _))| content.starts_with(begin));
    let (kind, (_, end)) = found.ok_or(AttachmentFault::OtherKind)?;
    let tail = content.len().saturating_sub(END_WITHIN_BYTES);
    let tail = content.get(tail..).unwrap_or_default();
    if tail.windows(end.len()).any(|bytes| bytes == end) {
        Ok(kind)
    } else {
        Err(AttachmentFault::CutOff)
    }
}

/// A file that is attached to a dossier, without its content. Its title may tell of the applicant: kept out of every log, event and
/// address.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its number.
    pub id: AttachmentId,
    /// When it was attached.
    pub at: Instant,
    /// The account that attached it.
    pub author: String,
    /// What it is.
    pub title: String,
    /// Its kind.
    pub kind: AttachmentKind,
    /// Its size, in bytes.
    pub size_bytes: u64,
}

impl fmt::Debug for Attachment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Attachment({}, personal)", self.id.0)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n";
    const JPEG_FILE: &[u8] = b"\xff\xd8\xff\xe0\0\x10JFIF\0 picture \xff\xd9";
    const PNG_FILE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR picture \0\0\0\0IEND\xaeB`\x82";

    #[test]
    fn the_kind_of_a_file_is_recognised_by_its_bytes() {
        for (content, kind) in [
            (PDF, AttachmentKind::Pdf),
            (JPEG_FILE, AttachmentKind::Jpeg),
            (PNG_FILE, AttachmentKind::Png),
        ] {
            assert_eq!(check(content, ATTACHMENT_BYTES_MAX), Ok(kind));
            let cut = content.split_at(content.len() - 6).0;
            assert_eq!(
                check(cut, ATTACHMENT_BYTES_MAX),
                Err(AttachmentFault::CutOff),
                "{kind:?}"
            );
            assert_eq!(kind.as_str().parse::<AttachmentKind>().unwrap(), kind);
        }
        for other in [
            &b"<html>%PDF-1.7 %%EOF"[..],
            b"<svg xmlns='http://www.w3.org/2000/svg'></svg>",
            b"GIF89a",
            b"MZ\x90\0",
            b"PK\x03\x04",
            b"\xff\xd8",
        ] {
            assert_eq!(
                check(other, ATTACHMENT_BYTES_MAX),
                Err(AttachmentFault::OtherKind),
                "{other:?}"
            );
        }
        assert_eq!(check(b"", 10), Err(AttachmentFault::Missing));
    }

    #[test]
    fn a_file_has_a_size_at_the_most() {
        assert_eq!(check(PDF, PDF.len()), Ok(AttachmentKind::Pdf));
        assert_eq!(check(PDF, PDF.len() - 1), Err(AttachmentFault::TooLarge));
        let mut beyond = vec![b' '; ATTACHMENT_BYTES_MAX + 1];
        beyond[..PDF.len()].copy_from_slice(PDF);
        assert_eq!(check(&beyond, usize::MAX), Err(AttachmentFault::TooLarge));
    }

    #[test]
    fn nothing_personal_of_an_attachment_can_be_logged() {
        let attachment = Attachment {
            id: AttachmentId(7),
            at: Instant::UNIX_EPOCH,
            author: "lan".to_owned(),
            title: "Somebody".to_owned(),
            kind: AttachmentKind::Pdf,
            size_bytes: 1,
        };
        assert_eq!(format!("{attachment:?}"), "Attachment(7, personal)");
    }
}

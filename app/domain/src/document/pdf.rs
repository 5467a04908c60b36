//! Checks by the bytes of a file whether it is a PDF; its name and content type are ignored.

use serde::{Deserialize, Serialize};

/// The largest file, in bytes: 10 MiB (ours; a scanned decision of thirty pages has about three).
pub const PDF_BYTES_MAX: usize = 10 << 20;

/// The first bytes of a PDF (ISO 32000-1, 7.5.2).
const BEGIN: &[u8] = b"%PDF-";
/// The mark at its end (7.5.5).
const END: &[u8] = b"%%EOF";
/// How far from the file's end readers search for [`END`], in bytes.
const END_WITHIN_BYTES: usize = 1_024;

/// A fault of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum PdfFault {
    /// There is no file.
    #[error("there is no file")]
    Missing,
    /// More than [`PDF_BYTES_MAX`].
    #[error("the file is too large")]
    TooLarge,
    /// It does not begin like a PDF.
    #[error("the file is no PDF")]
    NotPdf,
    /// It begins like a PDF and is cut off.
    #[error("the file breaks off")]
    CutOff,
}

/// Checks the type and size of a file.
///
/// # Errors
/// [`PdfFault`]
pub fn check(content: &[u8]) -> Result<(), PdfFault> {
    if content.is_empty() {
        return Err(PdfFault::Missing);
    }
    if content.len() > PDF_BYTES_MAX {
        return Err(PdfFault::TooLarge);
    }
    let version = content.strip_prefix(BEGIN).and_then(<[u8]>::first);
    if !version.is_some_and(u8::is_ascii_digit) {
        return Err(PdfFault::NotPdf);
    }
    let tail = content.len().saturating_sub(END_WITHIN_BYTES);
    let tail = content.get(tail..).unwrap_or_default();
    if !tail.windows(END.len()).any(|bytes| bytes == END) {
        return Err(PdfFault::CutOff);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pdf_is_recognised_by_its_start_and_end() {
        assert_eq!(check(b"%PDF-1.7\n1 0 obj\n%%EOF\n"), Ok(()));
        assert_eq!(check(b""), Err(PdfFault::Missing));
        for other in [
            &b"<html>%PDF-1.7 %%EOF"[..],
            b"MZ\x90\0%%EOF",
            b"%PDF-x%%EOF",
            b"%PDF-",
            b"PK\x03\x04",
        ] {
            assert_eq!(check(other), Err(PdfFault::NotPdf), "{other:?}");
        }
        assert_eq!(check(b"%PDF-1.7\n1 0 obj\n"), Err(PdfFault::CutOff));
        let mut far = b"%PDF-1.7 %%EOF".to_vec();
        far.extend([b' '; END_WITHIN_BYTES]);
        assert_eq!(check(&far), Err(PdfFault::CutOff));
    }

    #[test]
    fn a_file_has_a_size_at_the_most() {
        let mut content = b"%PDF-1.7\n".to_vec();
        content.resize(PDF_BYTES_MAX - END.len(), b' ');
        content.extend(END);
        assert_eq!(check(&content), Ok(()));
        content.push(b'\n');
        assert_eq!(check(&content), Err(PdfFault::TooLarge));
    }
}

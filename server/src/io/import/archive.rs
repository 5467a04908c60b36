//! The limits of a workbook's archive, checked before the reader opens it: the reader has none, and half a megabyte can unpack
//! to a thousand times that.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use zip::ZipArchive;

use super::limits::ImportLimits;
use super::memory::{self, MemoryEstimate};
use super::table_error::{TableError, unreadable};

/// The longest end record of an archive: 22 bytes and a comment of 65,535.
const END_RECORD_BYTES: u64 = 22 + 65_535;

/// Counts the parts that the archive claims to have, before its directory is read into memory. Every possible end record is
/// checked, since readers differ in which of several they use.
pub fn check_parts(file: &mut File, limits: &ImportLimits) -> Result<(), TableError> {
    let size = file.metadata()?.len();
    file.seek(SeekFrom::Start(size.saturating_sub(END_RECORD_BYTES)))?;
    let mut tail = Vec::new();
    file.by_ref()
        .take(END_RECORD_BYTES)
        .read_to_end(&mut tail)?;
    if tail
        .windows(4)
        .any(|bytes| bytes == b"PK\x06\x06" || bytes == b"PK\x06\x07")
    {
        return Err(TableError::Workbook(
            "it is a 64-bit archive, which a workbook of this size does not need".to_owned(),
        ));
    }
    let parts = |record: &[u8]| match record {
        [b'P', b'K', 5, 6, _, _, _, _, _, _, low, high, ..] => {
            Some(u64::from(u16::from_le_bytes([*low, *high])))
        }
        _ => None,
    };
    match tail.windows(22).filter_map(parts).max() {
        None => Err(TableError::Workbook("its archive has no end".to_owned())),
        Some(count) if count > limits.workbook_parts => Err(TableError::too_much(
            "parts in the workbook",
            limits.workbook_parts,
        )),
        Some(_) => Ok(()),
    }
}

/// Checks first the declared sizes, which cost nothing, then the true ones, because declared sizes may be false, and with them
/// the reader's memory.
pub fn check_unpacked(file: &mut File, limits: &ImportLimits) -> Result<(), TableError> {
    let too_much = || TableError::too_much("bytes when unpacked", limits.unpacked_bytes);
    file.seek(SeekFrom::Start(0))?;
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(unreadable)?;
    let mut declared = 0_u64;
    for index in 0..archive.len() {
        declared = declared.saturating_add(archive.by_index_raw(index).map_err(unreadable)?.size());
    }
    if declared > limits.unpacked_bytes {
        return Err(too_much());
    }
    let (mut left, mut kept) = (limits.unpacked_bytes, MemoryEstimate::new(limits));
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(unreadable)?;
        let is_skipped = part.name().is_ok_and(|name| memory::is_skipped(&name));
        let mut part = part.take(left + 1);
        if !is_skipped {
            kept.add(&mut part)?;
        }
        // Reads the rest too, so that all bytes are counted, also those of skipped parts.
        io::copy(&mut part, &mut io::sink()).map_err(unreadable)?;
        left = part.limit().checked_sub(1).ok_or_else(too_much)?;
    }
    Ok(())
}

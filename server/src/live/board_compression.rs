//! Compresses boards for storage: a board differs from the one before it in a few figures, so it is compressed against an
//! earlier one.

use std::io;

use sanh_domain::board::edition::{Edition, Version};
use sanh_store::stored::StoredEditionV1;

/// Compression level: a third of a millisecond per board, outside the path to the walls (ours).
const LEVEL: i32 = 3;

/// Boards compressed against the same base: a damaged base spoils no more than these (ours).
const PER_BASE_MAX: u32 = 512;

/// The largest text of a board, in bytes: far larger than any board, so that damaged data cannot exhaust the memory.
const TEXT_BYTES_MAX: usize = 4 << 20;

/// The board that the later ones of a scope are compressed against.
#[derive(Debug)]
pub struct BaseBoard {
    version: Version,
    text: Vec<u8>,
    packed_len: usize,
    used: u32,
}

/// A compressed board.
#[derive(Debug, PartialEq, Eq)]
pub struct PackedBoard {
    /// Its base; itself if it is compressed alone.
    pub base: Version,
    /// The compressed text.
    pub packed: Vec<u8>,
    /// The text before compression.
    pub text: Vec<u8>,
}

/// Compresses the next board of a scope.
///
/// # Errors
///
/// When it cannot be written as JSON or compressed, which is a bug of ours.
pub fn pack(edition: &Edition, base: &mut Option<BaseBoard>) -> io::Result<PackedBoard> {
    let text = serde_json::to_vec(&StoredEditionV1::from(edition))?;
    if let Some(known) = base.as_mut().filter(|base| base.used < PER_BASE_MAX) {
        let packed =
            zstd::bulk::Compressor::with_dictionary(LEVEL, &known.text)?.compress(&text)?;
        // A board that differs much from its base (a new day, other fields) becomes the new base.
        if packed.len() * 3 < known.packed_len {
            known.used += 1;
            let base = known.version;
            return Ok(PackedBoard { base, packed, text });
        }
    }
    let packed = zstd::bulk::compress(&text, LEVEL)?;
    *base = Some(BaseBoard {
        version: edition.version,
        text: text.clone(),
        packed_len: packed.len(),
        used: 0,
    });
    let base = edition.version;
    Ok(PackedBoard { base, packed, text })
}

/// Decompresses a board, with its base if it has one.
///
/// # Errors
///
/// When it is damaged.
pub fn unpack(packed: &[u8], base: Option<&[u8]>) -> io::Result<Vec<u8>> {
    let Some(base) = base else {
        return zstd::bulk::decompress(packed, TEXT_BYTES_MAX);
    };
    let base = zstd::bulk::decompress(base, TEXT_BYTES_MAX)?;
    zstd::bulk::Decompressor::with_dictionary(&base)?.decompress(packed, TEXT_BYTES_MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use chrono::DateTime;
    use sanh_domain::board::edition::CentreProfile;

    use super::*;

    fn edition(version: u64, name: &str) -> Edition {
        Edition {
            version: Version(version),
            at: DateTime::from_timestamp_millis(version.cast_signed()).unwrap(),
            centre: CentreProfile {
                name: name.to_owned(),
                name_en: None,
                place: "a place whose name takes some room in the text of the board".repeat(8),
                agency: None,
                initials: String::new(),
                logo: None,
                public_url: None,
                zone: chrono_tz::UTC,
            },
            boards: Vec::new(),
            notices: Vec::new(),
            office_day: None,
        }
    }

    #[test]
    fn a_board_is_unpacked_as_it_was_and_takes_little_beside_the_one_before() {
        let mut base = None;
        let first = pack(&edition(1, "one"), &mut base).unwrap();
        assert_eq!(first.base, Version(1));
        assert_eq!(unpack(&first.packed, None).unwrap(), first.text);
        let second = pack(&edition(2, "two"), &mut base).unwrap();
        assert_eq!(second.base, Version(1));
        assert!(second.packed.len() * 3 < first.packed.len());
        let text = unpack(&second.packed, Some(&first.packed)).unwrap();
        let stored: StoredEditionV1 = serde_json::from_slice(&text).unwrap();
        assert_eq!(Edition::try_from(stored).unwrap(), edition(2, "two"));
    }

    #[test]
    fn a_board_with_little_in_common_becomes_a_new_base() {
        let mut base = None;
        pack(&edition(1, "one"), &mut base).unwrap();
        let noise: String = (0..4_000_u32)
            .map(|n| char::from_u32(0x4E00 + n * 7919 % 20_000).unwrap())
            .collect();
        let other = pack(&edition(2, &noise), &mut base).unwrap();
        assert_eq!(other.base, Version(2));
        assert_eq!(unpack(&other.packed, None).unwrap(), other.text);
    }

    #[test]
    fn a_damaged_board_is_refused() {
        assert!(unpack(b"rubbish", None).is_err());
        let mut base = None;
        let first = pack(&edition(1, "one"), &mut base).unwrap();
        let second = pack(&edition(2, "two"), &mut base).unwrap();
        assert!(unpack(&second.packed, None).is_err());
        assert!(unpack(&second.packed, Some(b"rubbish")).is_err());
        assert!(unpack(&first.packed[..first.packed.len() / 2], None).is_err());
    }
}

//! The encoding of events in a stream: as they are, or as parts of one gzip file.
//!
//! A gzip file may consist of parts that were compressed separately, each ending at a byte boundary, so an event is compressed
//! once for all screens, whatever was sent to each before. An event for only one screen is stored in the file without
//! compression: that costs five bytes and no computation. Brotli's parts depend on each other, so no stream is compressed with
//! it.

use std::sync::OnceLock;

use axum::body::Bytes;
use axum::http::{HeaderMap, header};
use flate2::{Compress, Compression, Crc, FlushCompress};

/// The header of a gzip file: deflate, no name, no time, any system.
const HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
/// The last part, which is empty.
const LAST: [u8; 2] = [3, 0];
/// The longest part without compression, in bytes.
const STORED_MAX: usize = u16::MAX as usize;

/// The encoding of a stream, as its browser accepts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// Not compressed.
    Identity,
    /// As a gzip file.
    Gzip,
}

impl Coding {
    /// The best encoding that the sender of these headers accepts.
    #[must_use]
    pub fn taken_by(headers: &HeaderMap) -> Self {
        if accepts(headers, "gzip") {
            Self::Gzip
        } else {
            Self::Identity
        }
    }
}

/// Whether the sender of these headers accepts a coding, such as `gzip`. One with a weight may be refused (`q=0`), so it does not
/// count.
#[must_use]
pub fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter();
    let mut named = accepted
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    named.any(|name| name.trim() == coding)
}

/// An event for many screens. It is compressed when it is first needed in this encoding.
#[derive(Debug)]
pub struct Event {
    plain: Bytes,
    packed: OnceLock<Packed>,
}

/// A compressed event, and the checksum of its content.
#[derive(Debug)]
struct Packed {
    bytes: Bytes,
    sum: Crc,
}

impl From<Bytes> for Event {
    fn from(plain: Bytes) -> Self {
        Self {
            plain,
            packed: OnceLock::new(),
        }
    }
}

impl Event {
    /// The bytes without compression.
    #[must_use]
    pub fn plain(&self) -> &Bytes {
        &self.plain
    }

    fn packed(&self) -> &Packed {
        self.packed.get_or_init(|| Packed {
            bytes: deflated(&self.plain),
            sum: sum(&self.plain),
        })
    }
}

/// Encodes the events of one stream.
#[derive(Debug)]
pub struct EventWriter {
    /// The checksum of what was written; `None`: the stream is not compressed.
    sum: Option<Crc>,
}

impl EventWriter {
    /// A stream to which nothing was written.
    #[must_use]
    pub fn new(coding: Coding) -> Self {
        Self {
            sum: (coding == Coding::Gzip).then(Crc::new),
        }
    }

    /// The start of a stream: an event for its screen alone.
    pub fn first(&mut self, event: Bytes) -> Bytes {
        let event = self.own(event);
        match self.sum {
            Some(_) => [&HEAD[..], &event].concat().into(),
            None => event,
        }
    }

    /// An event for its screen alone.
    pub fn own(&mut self, event: Bytes) -> Bytes {
        let Some(written) = &mut self.sum else {
            return event;
        };
        written.update(&event);
        stored(&event)
    }

    /// An event for many screens.
    pub fn shared(&mut self, event: &Event) -> Bytes {
        let Some(written) = &mut self.sum else {
            return event.plain.clone();
        };
        let packed = event.packed();
        written.combine(&packed.sum);
        packed.bytes.clone()
    }

    /// The end of a stream.
    #[must_use]
    pub fn last(&self) -> Option<Bytes> {
        let written = self.sum.as_ref()?;
        let (sum, length) = (written.sum().to_le_bytes(), written.amount().to_le_bytes());
        Some([&LAST[..], &sum, &length].concat().into())
    }
}

fn sum(bytes: &[u8]) -> Crc {
    let mut sum = Crc::new();
    sum.update(bytes);
    sum
}

/// Compresses bytes up to a byte boundary, independent of anything before.
fn deflated(bytes: &[u8]) -> Bytes {
    let mut packing = Compress::new(Compression::default(), false);
    // Enough room for bytes that cannot be compressed, so that one call is enough.
    let mut packed = Vec::with_capacity(bytes.len() + bytes.len() / 1_000 + 64);
    let done = packing.compress_vec(bytes, &mut packed, FlushCompress::Full);
    let is_whole = packing.total_in() == bytes.len() as u64 && packed.len() < packed.capacity();
    if done.is_err() || !is_whole {
        return stored(bytes);
    }
    packed.into_boxed_slice().into()
}

/// Wraps bytes as a part without compression.
fn stored(bytes: &[u8]) -> Bytes {
    let mut parts = Vec::with_capacity(bytes.len() + 5 * (1 + bytes.len() / STORED_MAX));
    for part in bytes.chunks(STORED_MAX) {
        let length = u16::try_from(part.len()).unwrap_or(u16::MAX);
        parts.push(0);
        parts.extend(length.to_le_bytes());
        parts.extend((!length).to_le_bytes());
        parts.extend(part);
    }
    parts.into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::Read as _;

    use flate2::read::GzDecoder;

    use super::*;

    fn event(text: &str) -> Event {
        Bytes::from(text.to_owned()).into()
    }

    #[test]
    fn a_packed_stream_is_one_gzip_file_of_events_packed_once() {
        let board = event(&"event: board\ndata: <p>of many like it</p>\n\n".repeat(4_000));
        let set = event("event: set\ndata: {}\n\n");
        let long = Bytes::from(vec![b'x'; 2 * STORED_MAX + 1]);
        for events in [[&board, &set, &set], [&set, &board, &board]] {
            let mut writer = EventWriter::new(Coding::Gzip);
            let mut file = writer.first(Bytes::from_static(b"hello")).to_vec();
            for event in events {
                file.extend(writer.shared(event));
                file.extend(writer.own(Bytes::from_static(b"beat")));
            }
            file.extend(writer.own(long.clone()));
            file.extend(writer.last().unwrap());
            let mut read = Vec::new();
            GzDecoder::new(&file[..]).read_to_end(&mut read).unwrap();
            let plain = events.map(|event| [&event.plain[..], b"beat"].concat());
            assert_eq!(read, [b"hello", &plain.concat()[..], &long].concat());
        }
        let packed = |event: &Event| EventWriter::new(Coding::Gzip).shared(event);
        assert!(packed(&board).len() * 20 < board.plain.len());
        assert_eq!(packed(&board).as_ptr(), packed(&board).as_ptr(), "shared");
    }

    #[test]
    fn a_part_of_a_packed_stream_can_be_read_when_it_is_there() {
        let mut writer = EventWriter::new(Coding::Gzip);
        let begun = [
            writer.first(Bytes::from_static(b"hello")),
            writer.shared(&event("event: set\n\n")),
        ];
        let begun = begun.concat();
        let mut reader = GzDecoder::new(&begun[..]);
        let mut read = [0; 17];
        reader.read_exact(&mut read).unwrap();
        assert_eq!(&read, b"helloevent: set\n\n");
    }

    #[test]
    fn a_stream_that_is_not_packed_is_its_events() {
        let mut writer = EventWriter::new(Coding::Identity);
        let set = event("event: set\n\n");
        assert_eq!(writer.first(Bytes::from_static(b"hello")), "hello");
        assert_eq!(writer.shared(&set), "event: set\n\n");
        assert_eq!(writer.shared(&set).as_ptr(), set.plain.as_ptr(), "shared");
        assert_eq!(writer.last(), None);
    }

    #[test]
    fn gzip_is_only_sent_to_clients_that_fully_accept_it() {
        let taken = |encodings: &str| {
            let headers =
                HeaderMap::from_iter([(header::ACCEPT_ENCODING, encodings.parse().unwrap())]);
            Coding::taken_by(&headers)
        };
        assert_eq!(taken("gzip, deflate, br"), Coding::Gzip);
        assert_eq!(taken("br, gzip;q=0"), Coding::Identity);
        assert_eq!(taken("identity"), Coding::Identity);
        assert_eq!(Coding::taken_by(&HeaderMap::new()), Coding::Identity);
    }
}

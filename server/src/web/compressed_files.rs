//! Files of the site, compressed once for all visitors.
//!
//! Files that every page loads anew with each build are compressed with the best quality of brotli, which takes a second or
//! two: in the background, from the first request on. Until that is done a file is compressed like any other answer.

use std::io::Write as _;
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use axum::http::{HeaderMap, header};

/// Smaller files do not gain enough (ours).
const BYTES_MIN: usize = 16_384;
/// The best quality of brotli, which is the slowest.
const QUALITY: u32 = 11;
/// The sizes of brotli's window, as powers of two in bytes: every browser supports 4 MB. Compression takes eight bytes of
/// memory per byte of the window, so it is no larger than the file.
const WINDOW: RangeInclusive<u32> = 16..=22;

/// The bytes of the compressed file that are written at a time.
const BUFFER_BYTES: usize = 4_096;

/// The compressed form of a file, once it is made.
#[derive(Clone, Default)]
pub(super) struct Packed {
    done: Arc<OnceLock<Bytes>>,
    is_begun: Arc<AtomicBool>,
}

impl Packed {
    /// The compressed form of `bytes`, if it is made and the browser accepts it.
    pub(super) fn of(&self, bytes: &Bytes, headers: &HeaderMap) -> Option<Bytes> {
        if bytes.len() < BYTES_MIN || !takes_brotli(headers) {
            return None;
        }
        if !self.is_begun.swap(true, Ordering::Relaxed) {
            let (bytes, done) = (bytes.clone(), Arc::clone(&self.done));
            std::thread::spawn(move || {
                if let Some(packed) = packed(&bytes) {
                    // Only this thread sets it.
                    let _ = done.set(packed);
                }
            });
        }
        self.done.get().cloned()
    }
}

fn takes_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter();
    let mut named = accepted
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    // A coding with a weight may be refused (`q=0`); such answers are compressed per request instead.
    named.any(|name| name.trim() == "br")
}

fn packed(bytes: &[u8]) -> Option<Bytes> {
    let window = bytes.len().next_power_of_two().ilog2();
    let window = window.clamp(*WINDOW.start(), *WINDOW.end());
    let mut writer = brotli::CompressorWriter::new(Vec::new(), BUFFER_BYTES, QUALITY, window);
    writer.write_all(bytes).ok()?;
    writer.flush().ok()?;
    Some(writer.into_inner().into_boxed_slice().into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn asking(encodings: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::ACCEPT_ENCODING, encodings.parse().unwrap())])
    }

    #[test]
    fn a_large_file_is_packed_once_for_browsers_that_take_it() {
        let (file, packed) = (Bytes::from(vec![7; 100_000]), Packed::default());
        assert!(packed.of(&file, &asking("gzip")).is_none());
        while packed.of(&file, &asking("gzip, br")).is_none() {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        let small = packed.of(&file, &asking("gzip, br")).unwrap();
        assert!(small.len() < 100, "{}", small.len());
        let mut whole = Vec::new();
        brotli::BrotliDecompress(&mut &small[..], &mut whole).unwrap();
        assert_eq!(whole, file);
        assert!(packed.of(&file, &asking("br;q=0")).is_none());
        let little = Bytes::from_static(b"little");
        assert!(Packed::default().of(&little, &asking("br")).is_none());
    }
}

//! Files of the site, compressed once for all visitors.
//!
//! Files that every page loads anew with each build are compressed with the best quality of each coding, which takes brotli a
//! second or two: in the background, from the first request on that accepts the coding. Until that is done a file is compressed
//! like any other answer.

use std::io::{self, Write as _};
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use axum::http::HeaderMap;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::live::event_encoding::accepts;

/// Smaller files take one packet either way.
const BYTES_MIN: usize = 1_024;
/// The best quality of brotli, which is the slowest.
const QUALITY: u32 = 11;
/// The sizes of brotli's window, as powers of two in bytes: every browser supports 4 MB. Compression takes eight bytes of
/// memory per byte of the window, so it is no larger than the file.
const WINDOW: RangeInclusive<u32> = 16..=22;

/// The bytes of the compressed file that are written at a time.
const BUFFER_BYTES: usize = 4_096;

/// Compresses a whole file.
type Compress = fn(&[u8]) -> io::Result<Vec<u8>>;

/// The compressed forms of a file. Each is made, and takes memory, only once a browser needs it.
#[derive(Clone, Default)]
pub(super) struct CompressedFile {
    brotli: CompressedForm,
    gzip: CompressedForm,
}

/// The file in one coding, once it is made.
#[derive(Clone, Default)]
struct CompressedForm {
    done: Arc<OnceLock<Bytes>>,
    is_begun: Arc<AtomicBool>,
}

impl CompressedFile {
    /// The name of the best coding that the browser accepts, and `file` in it; `None` if that is not made yet, or not smaller.
    pub(super) fn of(&self, file: &Bytes, headers: &HeaderMap) -> Option<(&'static str, Bytes)> {
        if file.len() < BYTES_MIN {
            return None;
        }
        if accepts(headers, "br") {
            return Some(("br", self.brotli.of(file, in_brotli)?));
        }
        if accepts(headers, "gzip") {
            return Some(("gzip", self.gzip.of(file, in_gzip)?));
        }
        None
    }
}

impl CompressedForm {
    fn of(&self, file: &Bytes, compress: Compress) -> Option<Bytes> {
        if !self.is_begun.swap(true, Ordering::Relaxed) {
            let (file, done) = (file.clone(), Arc::clone(&self.done));
            std::thread::spawn(move || {
                if let Some(smaller) = smaller(&file, compress) {
                    // Only this thread sets it.
                    let _ = done.set(smaller);
                }
            });
        }
        self.done.get().cloned()
    }
}

/// The compressed file, if it is smaller by a tenth; fonts and pictures, for example, are compressed already.
fn smaller(file: &[u8], compress: Compress) -> Option<Bytes> {
    let compressed = compress(file).ok()?;
    (compressed.len() < file.len() / 10 * 9).then(|| compressed.into_boxed_slice().into())
}

fn in_brotli(file: &[u8]) -> io::Result<Vec<u8>> {
    let window = file.len().next_power_of_two().ilog2();
    let window = window.clamp(*WINDOW.start(), *WINDOW.end());
    let mut writer = brotli::CompressorWriter::new(Vec::new(), BUFFER_BYTES, QUALITY, window);
    writer.write_all(file)?;
    writer.flush()?;
    Ok(writer.into_inner())
}

fn in_gzip(file: &[u8]) -> io::Result<Vec<u8>> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::best());
    writer.write_all(file)?;
    writer.finish()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::Read as _;
    use std::time::Duration;

    use axum::http::header;
    use flate2::read::GzDecoder;
    use sha2::{Digest, Sha256};

    use super::*;

    fn accepting(codings: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::ACCEPT_ENCODING, codings.parse().unwrap())])
    }

    /// The file as it is kept for browsers that accept `codings`.
    fn kept(forms: &CompressedFile, file: &Bytes, codings: &str) -> (&'static str, Bytes) {
        loop {
            if let Some(found) = forms.of(file, &accepting(codings)) {
                return found;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    #[test]
    fn a_large_file_is_compressed_once_in_the_best_coding_that_the_browser_accepts() {
        let (file, forms) = (Bytes::from(vec![7; 100_000]), CompressedFile::default());
        let (coding, small) = kept(&forms, &file, "gzip, br");
        assert!(coding == "br" && small.len() < 100, "{}", small.len());
        let mut whole = Vec::new();
        brotli::BrotliDecompress(&mut &small[..], &mut whole).unwrap();
        assert_eq!(whole, file);

        let (coding, small) = kept(&forms, &file, "gzip, deflate");
        assert!(coding == "gzip" && small.len() < 200, "{}", small.len());
        let mut whole = Vec::new();
        GzDecoder::new(&small[..]).read_to_end(&mut whole).unwrap();
        assert_eq!(whole, file);

        for codings in ["gzip", "gzip, br"] {
            let (first, second) = (kept(&forms, &file, codings), kept(&forms, &file, codings));
            assert_eq!(first.1.as_ptr(), second.1.as_ptr(), "{codings}: shared");
        }
    }

    #[test]
    fn a_file_is_left_as_it_is_where_compression_is_refused_or_gains_nothing() {
        let (file, forms) = (Bytes::from(vec![7; 100_000]), CompressedFile::default());
        for codings in ["gzip", "br"] {
            kept(&forms, &file, codings);
        }
        for codings in ["identity", "deflate", "br;q=0", "gzip;q=0, br;q=0"] {
            assert!(forms.of(&file, &accepting(codings)).is_none(), "{codings}");
        }
        let little = Bytes::from_static(b"little");
        let forms = CompressedFile::default();
        assert!(forms.of(&little, &accepting("gzip, br")).is_none());
        assert!(!forms.brotli.is_begun.load(Ordering::Relaxed));

        let random = (0..100_u32).flat_map(|n| Sha256::digest(n.to_le_bytes()));
        let random: Vec<u8> = random.collect();
        for compress in [in_brotli as Compress, in_gzip] {
            assert!(smaller(&random, compress).is_none());
        }
    }
}

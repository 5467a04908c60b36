//! Detects the encoding of a text file: by its byte order mark, else by its bytes. Offices save tables in several encodings.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1258};

use super::letters;
use super::table_error::{EncodingFault, TableError};

/// Bytes read at once.
const CHUNK_BYTES: usize = 64 << 10;
/// The size of the sample around the first bytes that are no UTF-8, from which a code page is guessed.
const SAMPLE_BYTES: u64 = 256 << 10;

/// How an encoding was detected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoundBy {
    /// The file begins with its byte order mark.
    Mark,
    /// It is the only encoding in which the bytes are plausible text.
    Bytes,
    /// The mapping names it.
    Mapping,
}

/// The encoding of a text file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FoundEncoding {
    encoding: &'static Encoding,
    /// How it was found.
    pub by: FoundBy,
    /// The offset of the text in the file, in bytes.
    start: u64,
}

impl FoundEncoding {
    /// Its usual name, such as `UTF-8` or `windows-1258`.
    pub fn name(&self) -> &'static str {
        self.encoding.name()
    }

    /// Whether it is UTF-8, which a report need not mention.
    pub fn is_usual(&self) -> bool {
        self.encoding == UTF_8
    }

    /// Detects the encoding, and checks the whole file, so that a fault in the last line is reported before any work.
    ///
    /// # Errors
    /// When the encoding is unknown, or the file breaks it.
    pub fn of(file: &mut File, named: Option<&'static Encoding>) -> Result<Self, TableError> {
        let sample = sample(file)?;
        if let Some(found) = by_mark(&sample) {
            let found = found?;
            return found.checked(file);
        }
        if let Some(encoding) = named {
            return Self::new(encoding, FoundBy::Mapping).checked(file);
        }
        if let Some(encoding) = without_mark(&sample) {
            return Self::new(encoding, FoundBy::Bytes).checked(file);
        }
        let utf8 = Self::new(UTF_8, FoundBy::Bytes);
        let fault = match utf8.checked(file) {
            Err(TableError::BadEncoding(fault)) => fault,
            other => return other,
        };
        // UTF-8 letters before the fault show that the file is damaged UTF-8 and not another encoding.
        if fault.letters_before {
            return Err(TableError::BadEncoding(fault));
        }
        file.seek(SeekFrom::Start(fault.byte.saturating_sub(SAMPLE_BYTES / 2)))?;
        let mut around = Vec::new();
        file.by_ref().take(SAMPLE_BYTES).read_to_end(&mut around)?;
        if let Some(font) = letters::font_encoding(&around) {
            return Err(TableError::FontEncoding(font));
        }
        if letters::is_windows_1258(&around) {
            return Self::new(WINDOWS_1258, FoundBy::Bytes).checked(file);
        }
        Err(TableError::BadEncoding(fault))
    }

    fn new(encoding: &'static Encoding, by: FoundBy) -> Self {
        Self {
            encoding,
            by,
            start: 0,
        }
    }

    /// The text from its beginning, as UTF-8 with line feeds only.
    ///
    /// # Errors
    /// When the system cannot read the file.
    pub fn text(&self, file: &File) -> std::io::Result<Text> {
        let mut file = file.try_clone()?;
        file.seek(SeekFrom::Start(self.start))?;
        Ok(Text {
            file,
            decoder: self.decoder(),
            raw: vec![0; CHUNK_BYTES],
            ready: Vec::with_capacity(CHUNK_BYTES),
            given: 0,
            carriage_return: false,
            last: b'\n',
            ended: false,
        })
    }

    /// UTF-8 is checked and passed on; all others are decoded.
    fn decoder(&self) -> Option<Decoder> {
        (self.encoding != UTF_8).then(|| self.encoding.new_decoder_without_bom_handling())
    }

    fn checked(self, file: &mut File) -> Result<Self, TableError> {
        file.seek(SeekFrom::Start(self.start))?;
        let mut decoder = self.encoding.new_decoder_without_bom_handling();
        let mut text = String::with_capacity(4 * CHUNK_BYTES);
        let mut raw = vec![0; CHUNK_BYTES];
        let mut place = CharPosition::default();
        loop {
            let count = read_full(file, &mut raw)?;
            let mut chunk = raw.get(..count).unwrap_or_default();
            loop {
                text.clear();
                text.reserve(chunk.len().saturating_mul(3) + 16);
                let (result, read) =
                    decoder.decode_to_string_without_replacement(chunk, &mut text, count == 0);
                if let Some(zero) = text.find('\0') {
                    place.pass(text.get(..zero).unwrap_or_default());
                    let byte = self.start + place.bytes + zero as u64;
                    return Err(self.fault(&place, byte));
                }
                place.pass(&text);
                place.bytes += read as u64;
                chunk = chunk.get(read..).unwrap_or_default();
                match result {
                    DecoderResult::InputEmpty => break,
                    DecoderResult::OutputFull => {}
                    DecoderResult::Malformed(bad, after) => {
                        let back = u64::from(bad) + u64::from(after);
                        let byte = self.start + place.bytes.saturating_sub(back);
                        return Err(self.fault(&place, byte));
                    }
                }
            }
            if count == 0 {
                return Ok(self);
            }
        }
    }

    fn fault(&self, place: &CharPosition, byte: u64) -> TableError {
        TableError::BadEncoding(EncodingFault {
            encoding: self.name(),
            line: place.line(),
            byte,
            letters_before: place.letters,
        })
    }
}

/// The progress of the check.
#[derive(Debug, Default)]
struct CharPosition {
    bytes: u64,
    line_ends: u64,
    carriage_return: bool,
    letters: bool,
}

impl CharPosition {
    fn pass(&mut self, text: &str) {
        self.letters = self.letters || !text.is_ascii();
        for byte in text.bytes() {
            // A carriage return followed by a line feed is one line end.
            let ends = byte == b'\r' || (byte == b'\n' && !self.carriage_return);
            self.line_ends += u64::from(ends);
            self.carriage_return = byte == b'\r';
        }
    }

    fn line(&self) -> u64 {
        self.line_ends + 1
    }
}

fn sample(file: &mut File) -> std::io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(0))?;
    let mut sample = Vec::new();
    file.by_ref()
        .take(CHUNK_BYTES as u64)
        .read_to_end(&mut sample)?;
    Ok(sample)
}

fn by_mark(sample: &[u8]) -> Option<Result<FoundEncoding, TableError>> {
    if sample.starts_with(b"\xff\xfe\0\0") || sample.starts_with(b"\0\0\xfe\xff") {
        return Some(Err(TableError::UnsupportedEncoding("UTF-32")));
    }
    let (encoding, bytes) = Encoding::for_bom(sample)?;
    Some(Ok(FoundEncoding {
        encoding,
        by: FoundBy::Mark,
        start: bytes as u64,
    }))
}

/// Whether a sample is UTF-16 without a byte order mark: separators, digits and ASCII letters have a zero byte, always on the
/// same side.
fn without_mark(sample: &[u8]) -> Option<&'static Encoding> {
    let zeros = |side: usize| {
        let side = sample.iter().skip(side).step_by(2);
        side.filter(|byte| **byte == 0).count()
    };
    let (high_first, low_first) = (zeros(0), zeros(1));
    // In UTF-16, at least a third of a table's characters have a zero byte.
    let many = sample.len() / 6;
    match (high_first, low_first) {
        (0, low) if low > many => Some(UTF_16LE),
        (high, 0) if high > many => Some(UTF_16BE),
        _ => None,
    }
}

fn read_full(file: &mut File, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut count = 0;
    while let Some(rest) = buffer.get_mut(count..).filter(|rest| !rest.is_empty()) {
        match file.read(rest)? {
            0 => break,
            more => count += more,
        }
    }
    Ok(count)
}

/// A file's text as UTF-8. Every line ends with a line feed, the last one too, so that lines are counted the same way in every
/// file.
#[derive(Debug)]
pub struct Text {
    file: File,
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    ready: Vec<u8>,
    given: usize,
    carriage_return: bool,
    last: u8,
    ended: bool,
}

impl Text {
    fn fill(&mut self) -> std::io::Result<()> {
        self.given = 0;
        self.ready.clear();
        let count = read_full(&mut self.file, &mut self.raw)?;
        let raw = self.raw.get(..count).unwrap_or_default();
        self.ended = count == 0;
        match &mut self.decoder {
            None => self.ready.extend_from_slice(raw),
            Some(decoder) => {
                let room = decoder.max_utf8_buffer_length(raw.len());
                let mut text = String::with_capacity(room.unwrap_or(4 * CHUNK_BYTES));
                // The buffer has the length the decoder asks for, so one call takes all of it.
                let _ = decoder.decode_to_string(raw, &mut text, self.ended);
                self.ready = text.into_bytes();
            }
        }
        self.one_line_end();
        if let Some(last) = self.ready.last() {
            self.last = *last;
        }
        if self.ended && self.last != b'\n' {
            self.ready.push(b'\n');
        }
        Ok(())
    }

    /// Replaces carriage returns by line feeds, and CR LF by one.
    fn one_line_end(&mut self) {
        if !self.carriage_return && !self.ready.contains(&b'\r') {
            return;
        }
        let mut after = self.carriage_return;
        self.ready.retain_mut(|byte| {
            let is_second = after && *byte == b'\n';
            after = *byte == b'\r';
            if after {
                *byte = b'\n';
            }
            !is_second
        });
        self.carriage_return = after;
    }
}

impl Read for Text {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        while self.given == self.ready.len() && !self.ended {
            self.fill()?;
        }
        let rest = self.ready.get(self.given..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        self.given += count;
        Ok(count)
    }
}

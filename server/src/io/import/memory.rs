//! Estimates the memory that the reader of workbooks would use, before it opens one: it keeps every shared text and every
//! style, and a megabyte of file can contain a hundred million of them. The parts are read event by event with the same crate
//! as the reader's, and not beyond the limit.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::hidden_rows::attribute;
use super::limits::ImportLimits;
use super::table_error::TableError;

/// The cost of one shared text beside its letters: its slot in a growing list, and its own allocation.
const TEXT_BYTES: u64 = 64;
/// Bytes that the reader reserves for one announced shared text.
const PLACE_BYTES: u64 = 24;
/// Bytes that the reader needs for an event inside a text, in addition to the characters.
const EVENT_BYTES: u64 = 16;
/// The cost of a style, a name or a relation beside its letters.
const ENTRY_BYTES: u64 = 512;

/// Parts without tables, by the end of their name: they are not read as XML, and no relation may name one as a sheet.
const SKIPPED: [&str; 10] = [
    ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".bin",
];

/// Whether a part is skipped, by its name.
pub fn is_skipped(name: &str) -> bool {
    let name = name.to_lowercase();
    SKIPPED.iter().any(|end| name.ends_with(end))
}

/// The memory for the parts read so far.
pub struct MemoryEstimate<'a> {
    limits: &'a ImportLimits,
    bytes: u64,
}

impl<'a> MemoryEstimate<'a> {
    /// Of none yet.
    pub fn new(limits: &'a ImportLimits) -> Self {
        Self { limits, bytes: 0 }
    }

    /// Adds a part. One that is not XML is read as far as it is: the reader gets no further.
    ///
    /// # Errors
    /// [`TableError::TooMuch`] where a limit is exceeded; no more was read than that.
    pub fn add(&mut self, part: impl Read) -> Result<(), TableError> {
        let read = Rc::new(Cell::new(0));
        let bounded = Bounded {
            inner: BufReader::new(part),
            read: Rc::clone(&read),
            bytes_max: self.limits.event_bytes,
        };
        let mut reader = Reader::from_reader(bounded);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.check_comments = false;
        config.expand_empty_elements = true;
        let (mut buffer, mut look) = (Vec::new(), PartScan::default());
        loop {
            buffer.clear();
            read.set(0);
            let event = match reader.read_event_into(&mut buffer) {
                Ok(Event::Eof) => return Ok(()),
                Ok(event) => event,
                Err(_) if read.get() >= self.limits.event_bytes => return Err(self.too_long()),
                Err(_) => return Ok(()),
            };
            self.bytes = self.bytes.saturating_add(look.cost(&event)?);
            if look.text_bytes > self.limits.event_bytes {
                return Err(self.too_long());
            }
            if self.bytes > self.limits.kept_bytes {
                return Err(TableError::too_much(
                    "bytes of shared texts and styles in memory",
                    self.limits.kept_bytes,
                ));
            }
        }
    }

    fn too_long(&self) -> TableError {
        TableError::too_much("bytes in one text of the workbook", self.limits.event_bytes)
    }
}

/// A scan of the events of one part.
#[derive(Default)]
struct PartScan {
    /// The text that is being read, by the name of its element.
    open: Option<String>,
    /// Bytes of that text so far.
    text_bytes: u64,
    /// Whether it is kept, or only until the next one.
    is_kept: bool,
    /// The longest name of a font or format so far: each style keeps copies of it.
    longest: u64,
}

impl PartScan {
    /// The bytes that the reader keeps of an event.
    fn cost(&mut self, event: &Event<'_>) -> Result<u64, TableError> {
        let bytes = event.len() as u64;
        let fixed = match event {
            Event::Start(element) => {
                self.begin(element);
                self.fixed(element)?
            }
            Event::End(element) => {
                let is_its_end = self.open.as_deref() == Some(element.name().as_ref());
                if is_its_end {
                    self.open = None;
                }
                0
            }
            _ => 0,
        };
        if self.open.is_none() {
            return Ok(fixed);
        }
        self.text_bytes = self.text_bytes.saturating_add(bytes + EVENT_BYTES);
        Ok(fixed + if self.is_kept { bytes } else { 0 })
    }

    fn begin(&mut self, element: &BytesStart<'_>) {
        let name = element.local_name();
        let is_text = matches!(name.as_ref(), "si" | "is" | "t" | "v" | "f" | "definedName");
        if self.open.is_none() && is_text {
            self.open = Some(element.name().as_ref().to_owned());
            self.text_bytes = 0;
            self.is_kept = matches!(name.as_ref(), "si" | "definedName");
        }
    }

    /// The cost of an element by its kind.
    fn fixed(&mut self, element: &BytesStart<'_>) -> Result<u64, TableError> {
        let bytes = element.len() as u64;
        let name = element.local_name();
        if matches!(name.as_ref(), "name" | "numFmt") {
            self.longest = self.longest.max(bytes);
        }
        Ok(match name.as_ref() {
            "si" => TEXT_BYTES,
            // The reader allocates as much memory as the file announces.
            "sst" => attribute(element, "uniqueCount")
                .and_then(|count| count.parse::<u64>().ok())
                .map_or(0, |count| count.saturating_mul(PLACE_BYTES)),
            "xf" => ENTRY_BYTES + 2 * self.longest,
            "font" | "fill" | "border" | "numFmt" | "definedName" | "sheet" => ENTRY_BYTES + bytes,
            "Relationship" => {
                refuse_skipped(element)?;
                ENTRY_BYTES + bytes
            }
            _ => 0,
        })
    }
}

/// Refuses a sheet, or a workbook, in a part that is skipped here.
fn refuse_skipped(relation: &BytesStart<'_>) -> Result<(), TableError> {
    let kind = attribute(relation, "Type").unwrap_or_default();
    let target = attribute(relation, "Target").unwrap_or_default();
    let is_table = kind.ends_with("sheet") || kind.ends_with("/officeDocument");
    if is_table && is_skipped(&target) {
        return Err(TableError::Workbook(format!(
            "{target} is no part that holds a sheet"
        )));
    }
    Ok(())
}

/// Fails when more is read than a limit since the last reset.
struct Bounded<R> {
    inner: R,
    read: Rc<Cell<u64>>,
    bytes_max: u64,
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = {
            let mut there = self.fill_buf()?;
            there.read(buffer)?
        };
        self.consume(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.read.get() >= self.bytes_max {
            return Err(io::Error::other("more than the bound"));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.read.set(self.read.get() + count as u64);
        self.inner.consume(count);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// An endless part, and the number of bytes read from it.
    struct Endless {
        begin: &'static [u8],
        again: &'static [u8],
        taken: Rc<Cell<u64>>,
    }

    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let mut at = self.taken.get();
            for byte in &mut *buffer {
                let index = usize::try_from(at).unwrap();
                let repeated = index.saturating_sub(self.begin.len()) % self.again.len();
                *byte = *self.begin.get(index).unwrap_or(&self.again[repeated]);
                at += 1;
            }
            self.taken.set(at);
            Ok(buffer.len())
        }
    }

    fn limits() -> ImportLimits {
        ImportLimits {
            kept_bytes: 1 << 20,
            event_bytes: 64 << 10,
            ..ImportLimits::default()
        }
    }

    /// The error for an endless part, and the number of bytes read before.
    fn refused(begin: &'static str, again: &'static str) -> (String, u64) {
        let taken = Rc::new(Cell::new(0));
        let part = Endless {
            begin: begin.as_bytes(),
            again: again.as_bytes(),
            taken: Rc::clone(&taken),
        };
        let limits = limits();
        let said = MemoryEstimate::new(&limits)
            .add(part)
            .unwrap_err()
            .to_string();
        (said, taken.get())
    }

    #[test]
    fn shared_texts_styles_and_names_without_end_are_read_to_the_bound_and_no_further() {
        for (begin, again) in [
            ("<sst>", "<si><t>x</t></si>"),
            ("<sst>", "<si/>"),
            ("<x:sst>", "<x:si><x:t/></x:si>"),
            ("<sst><si>", "<r><t>chữ</t></r>"),
            ("<styleSheet><cellXfs>", "<xf/>"),
            ("<workbook>", "<definedName name=\"\"/>"),
            (
                "<Relationships>",
                "<Relationship Id=\"a\" Type=\"b\" Target=\"c\"/>",
            ),
        ] {
            let (said, taken) = refused(begin, again);
            assert!(said.contains("bytes"), "{begin}{again}: {said}");
            assert!(taken <= 2 << 20, "{begin}{again}: {taken} bytes were read");
        }
    }

    #[test]
    fn one_text_without_end_is_cut_off_however_it_is_made() {
        for (begin, again) in [
            ("<sheetData><row><c><is><t>", "xxxxxxxx"),
            ("<sheetData><row><c><is>", "<r><t>xxx</t></r>"),
            ("<sheetData><row><c><v>", "<!---->xx"),
            ("<sheetData><row><c r=\"", "xxxxxxxx"),
            ("<sheetData><!--", "<<<<<<<<"),
            ("<sheetData><![CDATA[", "<<<<<<<<"),
        ] {
            let (said, taken) = refused(begin, again);
            assert!(said.contains("in one text"), "{begin}{again}: {said}");
            assert!(
                taken <= 256 << 10,
                "{begin}{again}: {taken} bytes were read"
            );
        }
    }

    #[test]
    fn memory_that_is_only_announced_counts() {
        let (said, _) = refused("<sst uniqueCount=\"99999999999\">", " ");
        assert!(said.contains("shared texts"), "{said}");
    }

    #[test]
    fn a_sheet_in_a_part_that_is_not_looked_at_is_refused() {
        let limits = limits();
        let relation = |target: &str| {
            format!(
                "<Relationships><Relationship Id=\"a\" Type=\"x/worksheet\" Target=\"{target}\"/></Relationships>"
            )
        };
        let mut kept = MemoryEstimate::new(&limits);
        assert!(kept.add(relation("sheet1.xml").as_bytes()).is_ok());
        assert!(kept.add(relation("media/a.b&#73;n").as_bytes()).is_err());
    }

    #[test]
    fn a_sheet_costs_nothing_however_long_it_is() {
        let row = "<row><c t=\"s\"><v>1</v></c><c t=\"inlineStr\"><is><t>một</t></is></c></row>";
        let sheet = format!(
            "<worksheet><sheetData>{}</sheetData></worksheet>",
            row.repeat(50_000)
        );
        assert!(sheet.len() > 2 << 20);
        let limits = limits();
        let mut kept = MemoryEstimate::new(&limits);
        kept.add(sheet.as_bytes()).unwrap();
        assert_eq!(kept.bytes, 0);
    }
}

//! The official report as a workbook and as CSV, always in Vietnamese.

use chrono_tz::Tz;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet, XlsxError};
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::language::Lang;
use sanh_domain::report::model::CountResult;
use sanh_domain::report::official_form::layout::{HEAD, HEAD_ROWS, NUMBERS, WIDTH};
use sanh_domain::report::official_form::model::{Axis, Columns, OfficialForm};
use sanh_domain::report::official_form::period::PeriodName;
use sanh_domain::report::official_form::signed::{Content, SignatureState};
use sanh_domain::report::sheet::{Cell, FileFormat, Table, neutral};
use sanh_store::{AuditActor, AuditEntry};

use super::report;
use crate::error::AppError;
use crate::model::official_form::Version;
use crate::page::File;
use crate::server::sheet::{A4, SheetError, csv, number, workbook};
use crate::server::{Manager, failure, now, store};
use crate::text::official_form::{
    Heading, column_name, head_text, heading, name_in, notes, place_and_date, signers, total_text,
};

const LANG: Lang = Lang::Vi;
/// The sheet's name.
const SHEET: &str = "II.06a VPCP KSTT";
/// The first row of the table's head, from 0.
const HEAD_ROW: u32 = 5;
/// The row of the first line.
const FIRST_LINE_ROW: u32 = HEAD_ROW + 4;
const LAST_COLUMN: u16 = 12;
const _: () = assert!(
    HEAD_ROWS == 3 && WIDTH == 13,
    "the places above are those of the head"
);
/// Height of one line of text, in points.
const LINE_HEIGHT: f64 = 16.0;
/// Characters of a line in the column of names, and over the whole width.
const NAME_CHARS: usize = 36;
const NOTE_CHARS: usize = 150;
/// Widths of the columns, in characters.
const WIDTHS: [f64; WIDTH] = [
    5.0, 34.0, 11.0, 10.0, 12.0, 10.0, 11.0, 10.0, 10.0, 10.0, 11.0, 10.0, 10.0,
];

/// A report for a file.
#[derive(Clone, Copy)]
pub struct OfficialFormSheet<'a> {
    /// The content of the report.
    pub content: &'a Content,
    /// The signature state of the report.
    pub signature: &'a SignatureState<'a>,
    /// The axis of its lines.
    pub axis: Axis,
    /// Now, and the zone of its clocks.
    pub now: (Instant, Tz),
}

/// A version of a period's report as a file, recorded in the audit.
pub(crate) async fn official_form_file(
    manager: &Manager,
    (name, version): (PeriodName, Version),
    axis: Axis,
    format: FileFormat,
) -> Result<File, AppError> {
    let CountResult::Done(report) = report(manager, name).await? else {
        return Err(AppError::Busy);
    };
    let (content, signed) = report.version(version)?;
    let signature = report.signature_state(version)?;
    let sheet = OfficialFormSheet {
        content,
        signature: &signature,
        axis,
        now: (report.now, report.zone),
    };
    let name = sheet.file_name(format);
    let bytes = sheet.bytes(format).map_err(|error| {
        tracing::error!(%error, "the report cannot be written");
        AppError::Internal
    })?;
    let version = signed.map_or_else(
        || "as counted".to_owned(),
        |signed| format!("signed {}", signed.fingerprint),
    );
    let audit_entry = AuditEntry {
        became: version,
        ..AuditEntry::new(AuditAct::Exported, name.clone())
    };
    let told = store()?;
    let told = told.audit(AuditActor::from(manager), audit_entry, now());
    told.await.map_err(failure)?;
    Ok(File {
        name,
        media_type: format.media_type().into(),
        bytes,
    })
}

impl OfficialFormSheet<'_> {
    /// The file of a format.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn bytes(&self, format: FileFormat) -> Result<Vec<u8>, SheetError> {
        match format {
            FileFormat::Xlsx => Ok(self.xlsx()?),
            FileFormat::Csv => self.csv(),
        }
    }

    /// Its name: form, lines, days.
    #[must_use]
    pub fn file_name(&self, format: FileFormat) -> String {
        let period = &self.content.cube.period;
        let last = period.to.pred_opt().unwrap_or(period.to);
        let axis = self.axis.as_str();
        let ending = format.as_str();
        let part = match self.signature {
            SignatureState::Part(_) => "-part",
            _ => "",
        };
        format!("ii06a{part}-{axis}-{}-{last}.{ending}", period.from)
    }

    fn form(&self) -> OfficialForm {
        let content = self.content;
        OfficialForm::new(&content.cube, &content.names, self.axis, content.folding)
    }

    fn notes(&self) -> Vec<String> {
        notes(LANG, (self.content, self.axis), self.signature, self.now)
    }

    /// One row per line, the total at the end, then how lines were combined; each note is a row of one cell.
    fn csv(&self) -> Result<Vec<u8>, SheetError> {
        let form = self.form();
        let line = |place: Cell, name: String, columns: &Columns| {
            let figures = columns.0.iter().map(|figure| Cell::Count(*figure));
            let begins = [place, Cell::text(name)];
            begins.into_iter().chain(figures).collect::<Vec<_>>()
        };
        let mut rows: Vec<Vec<Cell>> = form
            .lines
            .iter()
            .zip(1_u64..)
            .map(|(it, place)| line(Cell::Count(place), name_in(LANG, &it.name), &it.columns))
            .collect();
        rows.push(line(Cell::Blank, total_text(LANG), &form.total));
        rows.extend(self.notes().into_iter().map(|note| vec![Cell::text(note)]));
        let table = Table {
            name: SHEET.to_owned(),
            head: (0..WIDTH).map(|column| self.flat_head(column)).collect(),
            rows,
        };
        csv(&table)
    }

    /// A column's head in one line, with its number: "Số lượng hồ sơ tiếp nhận, Trong kỳ, Trực tuyến (4)".
    fn flat_head(&self, column: usize) -> String {
        format!("{} ({})", column_name(LANG, self.axis, column), column + 1)
    }

    fn xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = workbook(self.now.0)?;
        let sheet = workbook.add_worksheet().set_name(SHEET)?;
        let look = CellFormats::new();
        for (column, width) in (0_u16..).zip(WIDTHS) {
            sheet.set_column_width(column, width)?;
        }
        above(sheet, &look, &heading(LANG, self.content))?;
        self.head(sheet, &look)?;
        let after = self.lines(sheet, &look)?;
        let last_row = self.below(sheet, &look, after)?;
        sheet.set_freeze_panes(FIRST_LINE_ROW, 2)?;
        sheet.set_landscape().set_paper_size(A4);
        sheet
            .set_print_fit_to_pages(1, 0)
            .set_print_center_horizontally(true)
            .set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3)
            .set_footer("&R&P/&N")
            .set_repeat_rows(HEAD_ROW, FIRST_LINE_ROW - 1)?
            .set_print_area(0, 0, last_row, LAST_COLUMN)?;
        workbook.save_to_buffer()
    }

    fn head(&self, sheet: &mut Worksheet, look: &CellFormats) -> Result<(), XlsxError> {
        for cell in &HEAD {
            let text = head_text(LANG, self.axis, cell.text);
            let (first, last) = (row_of(cell.row), row_of(cell.row + cell.rows - 1));
            let (left, right) = (
                column_of(cell.column),
                column_of(cell.column + cell.columns - 1),
            );
            if (first, left) == (last, right) {
                sheet.write_string_with_format(first, left, text, &look.head)?;
            } else {
                sheet.merge_range(first, left, last, right, &text, &look.head)?;
            }
        }
        for (column, text) in (0_u16..).zip(NUMBERS) {
            sheet.write_string_with_format(FIRST_LINE_ROW - 1, column, text, &look.numbers)?;
        }
        sheet.set_row_height(HEAD_ROW, 30.0)?;
        sheet.set_row_height(HEAD_ROW + 2, 45.0)?;
        sheet.set_row_height(FIRST_LINE_ROW - 1, 26.0)?;
        Ok(())
    }

    /// The lines and the line of all; the row after them.
    fn lines(&self, sheet: &mut Worksheet, look: &CellFormats) -> Result<u32, XlsxError> {
        let form = self.form();
        let mut row = FIRST_LINE_ROW;
        for (line, place) in form.lines.iter().zip(1_u64..) {
            let name = name_in(LANG, &line.name);
            sheet.write_number_with_format(row, 0, number(place), &look.place)?;
            sheet.write_string_with_format(row, 1, neutral(&name), &look.name)?;
            figures(sheet, row, &line.columns, &look.figure)?;
            sheet.set_row_height(row, height(&name, NAME_CHARS))?;
            row += 1;
        }
        sheet.write_string_with_format(row, 0, "", &look.total_name)?;
        sheet.write_string_with_format(row, 1, total_text(LANG), &look.total_name)?;
        figures(sheet, row, &form.total, &look.total)?;
        Ok(row + 1)
    }

    /// Writes the notes under the table, and the places for handwritten signatures; returns the last row.
    fn below(
        &self,
        sheet: &mut Worksheet,
        look: &CellFormats,
        after: u32,
    ) -> Result<u32, XlsxError> {
        let mut row = after + 1;
        for note in self.notes() {
            sheet.merge_range(row, 0, row, LAST_COLUMN, &neutral(&note), &look.note)?;
            sheet.set_row_height(row, height(&note, NOTE_CHARS))?;
            row += 1;
        }
        row += 1;
        let right = LAST_COLUMN - 5;
        sheet.merge_range(
            row,
            right,
            row,
            LAST_COLUMN,
            &place_and_date(LANG),
            &look.italic,
        )?;
        for ((who, hint), (first, last)) in signers(LANG).iter().zip([(0, 4), (right, LAST_COLUMN)])
        {
            sheet.merge_range(row + 1, first, row + 1, last, who, &look.strong)?;
            sheet.merge_range(row + 2, first, row + 2, last, hint, &look.italic)?;
        }
        Ok(row + 2)
    }
}

/// Writes the sender, the recipient and the title of the report.
fn above(sheet: &mut Worksheet, look: &CellFormats, heading: &Heading) -> Result<(), XlsxError> {
    let who = |(label, name): &(String, String)| {
        let name = if name.is_empty() {
            "………………………………"
        } else {
            name
        };
        format!("{label} {name}")
    };
    sheet.merge_range(0, 0, 3, 1, &heading.number, &look.top)?;
    sheet.merge_range(0, 2, 1, 8, &heading.title, &look.title)?;
    sheet.merge_range(2, 2, 2, 8, &heading.period, &look.centre)?;
    sheet.merge_range(3, 2, 3, 8, &heading.days, &look.italic)?;
    sheet.merge_range(0, 9, 1, LAST_COLUMN, &who(&heading.unit), &look.top)?;
    sheet.merge_range(2, 9, 3, LAST_COLUMN, &who(&heading.recipient), &look.top)?;
    sheet.merge_range(4, 0, 4, LAST_COLUMN, &heading.measure, &look.measure)?;
    sheet.set_row_height(0, 24.0)?;
    sheet.set_row_height(1, 24.0)?;
    Ok(())
}

fn figures(
    sheet: &mut Worksheet,
    row: u32,
    columns: &Columns,
    format: &Format,
) -> Result<(), XlsxError> {
    for (column, figure) in (2_u16..).zip(columns.0) {
        sheet.write_number_with_format(row, column, number(figure), format)?;
    }
    Ok(())
}

/// The height of a row for a text that wraps: not every program that opens the file computes it.
fn height(text: &str, line_chars: usize) -> f64 {
    let lines = text.chars().count().div_ceil(line_chars).max(1);
    u16::try_from(lines).map_or(LINE_HEIGHT, |lines| LINE_HEIGHT * f64::from(lines))
}

fn row_of(head_row: usize) -> u32 {
    u32::try_from(head_row).map_or(HEAD_ROW, |row| HEAD_ROW + row)
}

fn column_of(column: usize) -> u16 {
    u16::try_from(column).unwrap_or(LAST_COLUMN)
}

/// The formats of the cells.
struct CellFormats {
    top: Format,
    title: Format,
    centre: Format,
    italic: Format,
    measure: Format,
    head: Format,
    numbers: Format,
    place: Format,
    name: Format,
    figure: Format,
    total_name: Format,
    total: Format,
    note: Format,
    strong: Format,
}

impl CellFormats {
    fn new() -> Self {
        let plain = Format::new()
            .set_font_name("Times New Roman")
            .set_font_size(11)
            .set_align(FormatAlign::VerticalCenter)
            .set_text_wrap();
        let centre = plain.clone().set_align(FormatAlign::Center);
        let boxed = plain.clone().set_border(FormatBorder::Thin);
        let boxed_centre = centre.clone().set_border(FormatBorder::Thin);
        let figure = boxed
            .clone()
            .set_align(FormatAlign::Right)
            .set_num_format("#,##0");
        Self {
            top: plain.clone().set_align(FormatAlign::Top),
            title: centre.clone().set_bold().set_font_size(13),
            italic: centre.clone().set_italic(),
            measure: plain.clone().set_italic().set_align(FormatAlign::Right),
            head: boxed_centre.clone().set_bold(),
            numbers: boxed_centre.clone().set_italic().set_font_size(9),
            place: boxed_centre,
            name: boxed.clone(),
            total_name: boxed.set_bold(),
            total: figure.clone().set_bold(),
            figure,
            note: plain.set_align(FormatAlign::Left),
            strong: centre.clone().set_bold(),
            centre,
        }
    }
}

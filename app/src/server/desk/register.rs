//! The register of a day, on paper and as a workbook. Who applied is told to managers alone, and the audit has a line for each of them.

use chrono::NaiveDate;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, XlsxError};
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::register::{REGISTER_ROWS_MAX, Register, RegisterRow};
use sanh_domain::report::sheet::{Cell, FileFormat, Table, neutral};
use sanh_store::{AuditActor, AuditEntry, AuditRecord};

use super::error::fault;
use super::{Desk, DeskError};
use crate::error::AppError;
use crate::page::File;
use crate::server::failure;
use crate::server::sheet::{A4, MOMENT_FORMAT, SheetError, csv, local_time, number, workbook};
use crate::text::register::{register_table, register_titles};

/// Widths of the columns in characters: places and numbers, codes and times, all other texts.
const WIDTHS: [f64; 3] = [6.0, 22.0, 30.0];

impl Desk {
    /// The register of a day, or of today.
    pub(crate) async fn register(
        &self,
        date: Option<NaiveDate>,
        has_names: bool,
    ) -> Result<Register, DeskError> {
        let date = match date {
            Some(date) => date,
            None => self.centre().await?.calendar.local_date(self.now),
        };
        let received = self.store.received_on(date, REGISTER_ROWS_MAX, &self.scope);
        let dossiers = received.await.map_err(fault)?;
        if has_names {
            let lines = dossiers.iter().map(|dossier| AuditRecord {
                by: AuditActor::from(&self.caller),
                audit_entry: AuditEntry::new(AuditAct::DossierPrinted, dossier.code.as_str()),
                at: self.now,
            });
            let told = self.store.audit_all(lines.collect()).await;
            told.map_err(fault)?;
        }
        let mut rows = Vec::with_capacity(dossiers.len());
        for dossier in dossiers {
            let submission = if has_names {
                self.submission(&dossier.code).await?
            } else {
                None
            };
            rows.push(RegisterRow {
                dossier,
                submission,
            });
        }
        Ok(Register {
            date,
            at: self.now,
            has_names,
            rows,
        })
    }

    /// The same as a workbook that is printed as it is, or as CSV; the audit tells of it.
    pub(crate) async fn register_file(
        &self,
        date: Option<NaiveDate>,
        has_names: bool,
        format: FileFormat,
    ) -> Result<File, AppError> {
        let (office, register) = (self.office().await?, self.register(date, has_names).await?);
        let titles = register_titles(&office, &register);
        let table = register_table(&office, &register);
        let made = match format {
            FileFormat::Xlsx => xlsx(&titles, &table, register.at).map_err(SheetError::from),
            FileFormat::Csv => csv(&table),
        };
        let bytes = made.map_err(|error| {
            tracing::error!(%error, "the register cannot be written");
            AppError::Internal
        })?;
        let name = format!("register-{}.{}", register.date, format.as_str());
        let audit_entry = AuditEntry {
            became: register.rows.len().to_string(),
            ..AuditEntry::new(AuditAct::Exported, name.clone())
        };
        let by = AuditActor::from(&self.caller);
        let told = self.store.audit(by, audit_entry, self.now).await;
        told.map_err(failure)?;
        Ok(File {
            name,
            media_type: format.media_type().into(),
            bytes,
        })
    }
}

fn xlsx(titles: &[String], table: &Table, made_at: Instant) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = workbook(made_at)?;
    let sheet = workbook.add_worksheet().set_name(&table.name)?;
    let title = Format::new().set_bold();
    let cell = Format::new()
        .set_border(FormatBorder::Thin)
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    let head = cell.clone().set_bold().set_align(FormatAlign::Center);
    let time = cell.clone().set_num_format(MOMENT_FORMAT);
    let mut row = 0;
    for text in titles {
        sheet.write_string_with_format(row, 0, neutral(text), &title)?;
        row += 1;
    }
    let head_row = row + 1;
    for (column, text) in (0_u16..).zip(&table.head) {
        sheet.write_string_with_format(head_row, column, neutral(text), &head)?;
        sheet.set_column_width(column, width(table, usize::from(column)))?;
    }
    for (row, cells) in (head_row + 1..).zip(&table.rows) {
        for (column, value) in (0_u16..).zip(cells) {
            match value {
                Cell::Count(count) => {
                    sheet.write_number_with_format(row, column, number(*count), &cell)?
                }
                Cell::Text(text) => {
                    sheet.write_string_with_format(row, column, neutral(text), &cell)?
                }
                Cell::Moment(moment) => {
                    sheet.write_datetime_with_format(row, column, &local_time(*moment)?, &time)?
                }
                _ => sheet.write_blank(row, column, &cell)?,
            };
        }
    }
    sheet.set_freeze_panes(head_row + 1, 0)?;
    sheet.set_landscape().set_paper_size(A4);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(head_row, head_row)?;
    sheet.set_footer("&C&P/&N");
    workbook.save_to_buffer()
}

/// By what the first row has in the column, for every row has the like.
fn width(table: &Table, column: usize) -> f64 {
    let [narrow, middle, wide] = WIDTHS;
    let first = table.rows.first().and_then(|row| row.get(column));
    match first {
        Some(Cell::Count(_)) => narrow,
        Some(Cell::Text(text)) if text.chars().count() > 24 => wide,
        _ => middle,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;

    #[test]
    fn a_register_has_its_titles_its_head_and_no_formula() {
        let due_at = Instant::from_timestamp_millis(1_790_000_000_000);
        let due = Cell::local_time(due_at, chrono_tz::Asia::Ho_Chi_Minh);
        let table = Table {
            name: "So theo doi".to_owned(),
            head: vec!["TT".to_owned(), "Mã hồ sơ".to_owned(), "Hẹn trả".to_owned()],
            rows: vec![
                vec![Cell::Count(1), Cell::text("=1+1"), due],
                vec![Cell::Count(2)],
            ],
        };
        let titles = ["Trung tâm".to_owned(), "SỔ THEO DÕI HỒ SƠ".to_owned()];
        let made_at = Instant::from_timestamp_millis(1_790_000_000_000);
        let bytes = xlsx(&titles, &table, made_at.unwrap()).unwrap();
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        let range = book.worksheet_range("So theo doi").unwrap();
        let text = |row, column| range.get_value((row, column)).map(ToString::to_string);
        assert_eq!(text(1, 0).as_deref(), Some("SỔ THEO DÕI HỒ SƠ"));
        assert_eq!(text(3, 1).as_deref(), Some("Mã hồ sơ"));
        assert_eq!(text(4, 1).as_deref(), Some("'=1+1"));
        assert_eq!(range.get_value((5, 0)), Some(&Data::Float(2.0)));
        assert!(matches!(range.get_value((4, 2)), Some(Data::DateTime(_))));
    }
}

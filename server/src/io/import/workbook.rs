//! Reads an XLSX workbook cell by cell, after its unpacked size is known.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufReader, Seek, SeekFrom};
use std::ops::ControlFlow;

use calamine::{DataRef, ExcelDateTime, Reader, Sheet, SheetType, SheetVisible, Xlsx};
use chrono::{NaiveDate, NaiveDateTime};
use sanh_domain::text::name::name_key;

use super::cell::{Cell, Row, TakeRow, clip};
use super::limits::ImportLimits;
use super::table_error::{TableError, unreadable};
use super::{ImportError, archive, hidden_rows};

/// A workbook within the limits.
pub struct Workbook {
    file: File,
    xlsx: Xlsx<BufReader<File>>,
}

impl std::fmt::Debug for Workbook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Workbook")
            .field("file", &self.file)
            .finish_non_exhaustive()
    }
}

impl Workbook {
    /// Opens a workbook after its parts and their unpacked sizes were counted.
    ///
    /// # Errors
    ///
    /// When it is no workbook or exceeds a limit.
    pub fn open(mut file: File, limits: &ImportLimits) -> Result<Self, TableError> {
        archive::check_parts(&mut file, limits)?;
        archive::check_unpacked(&mut file, limits)?;
        file.seek(SeekFrom::Start(0))?;
        let xlsx = Xlsx::new(BufReader::new(file.try_clone()?)).map_err(unreadable)?;
        Ok(Self { file, xlsx })
    }

    /// The sheets that may contain the table.
    ///
    /// # Errors
    ///
    /// When the requested sheet does not exist.
    pub fn sheets(&self, wanted: Option<&str>) -> Result<Vec<String>, TableError> {
        choose_sheets(self.xlsx.sheets_metadata(), wanted)
    }

    /// Reads the rows of a sheet; rows without cells are left out.
    ///
    /// # Errors
    ///
    /// When the sheet is broken, a row exceeds a limit, or the receiver refuses a row.
    pub fn rows(
        &mut self,
        sheet: &str,
        limits: &ImportLimits,
        take: &mut TakeRow<'_>,
    ) -> Result<(), ImportError> {
        let mut cells = self
            .xlsx
            .worksheet_cells_reader(sheet)
            .map_err(unreadable)?;
        let mut rows = Rows::new(limits);
        while let Some(cell) = cells
            .next_cell_with_formula_metadata()
            .map_err(unreadable)?
        {
            let value = match (&cell.value, &cell.formula) {
                (DataRef::Empty, Some(_)) => Some(Cell::Formula),
                (value, _) => cell_of(value, limits),
            };
            let Some(value) = value else { continue };
            if rows.put(cell.pos, value, take)?.is_break() {
                return Ok(());
            }
        }
        rows.end(take)
    }

    /// The lines of a sheet that are hidden, from 1.
    ///
    /// # Errors
    ///
    /// When the sheet cannot be read.
    pub fn hidden_lines(&self, sheet: &str, rows_max: u64) -> Result<HashSet<u64>, TableError> {
        hidden_rows::of_sheet(&self.file, sheet, rows_max)
    }
}

/// The visible sheets in their order; if a sheet is requested, that one alone, even if hidden.
///
/// # Errors
///
/// When the requested sheet does not exist.
pub fn choose_sheets(sheets: &[Sheet], wanted: Option<&str>) -> Result<Vec<String>, TableError> {
    let names = |sheets: &mut dyn Iterator<Item = &Sheet>| -> Vec<String> {
        sheets.map(|sheet| sheet.name.clone()).collect()
    };
    let chosen = match wanted {
        Some(wanted) => {
            let key = name_key(wanted);
            names(
                &mut sheets
                    .iter()
                    .filter(|sheet| name_key(&sheet.name) == key)
                    .take(1),
            )
        }
        None => names(&mut sheets.iter().filter(|sheet| {
            sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet
        })),
    };
    if chosen.is_empty() {
        return Err(TableError::NoSheet {
            wanted: wanted.unwrap_or_default().to_owned(),
            found: names(&mut sheets.iter()).join(", "),
        });
    }
    Ok(chosen)
}

/// Builds rows from cells that come one by one.
pub struct Rows<'a> {
    limits: &'a ImportLimits,
    current: Option<u32>,
    cells: Vec<Cell>,
    count: u64,
}

impl<'a> Rows<'a> {
    /// No rows yet.
    pub fn new(limits: &'a ImportLimits) -> Self {
        Self {
            limits,
            current: None,
            cells: Vec::new(),
            count: 0,
        }
    }

    /// Adds a cell. The row before it is complete when a new row begins.
    ///
    /// # Errors
    ///
    /// When the row exceeds a limit, or the receiver refuses it.
    pub fn put(
        &mut self,
        (row, column): (u32, u32),
        value: Cell,
        take: &mut TakeRow<'_>,
    ) -> Result<ControlFlow<()>, ImportError> {
        if self.current != Some(row) {
            if self.give(take)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
            self.current = Some(row);
        }
        let column = column as usize;
        let most = self.limits.cells_per_row;
        if column >= most {
            let line = u64::from(row) + 1;
            return Err(TableError::too_much_in(line, "cells in a row", most as u64).into());
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, Cell::Text(String::new()));
        }
        if let Some(place) = self.cells.get_mut(column) {
            *place = value;
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Passes on the last row.
    ///
    /// # Errors
    ///
    /// When the receiver refuses it.
    pub fn end(mut self, take: &mut TakeRow<'_>) -> Result<(), ImportError> {
        self.give(take).map(|_| ())
    }

    fn give(&mut self, take: &mut TakeRow<'_>) -> Result<ControlFlow<()>, ImportError> {
        let Some(index) = self.current else {
            return Ok(ControlFlow::Continue(()));
        };
        self.count += 1;
        take(Row {
            line: u64::from(index) + 1,
            cells: std::mem::take(&mut self.cells),
            from_workbook: true,
            hidden: false,
            position: self.count,
        })
    }
}

fn cell_of(value: &DataRef<'_>, limits: &ImportLimits) -> Option<Cell> {
    let text = |text: &str| Cell::Text(clip(text, limits.cell_bytes).to_owned());
    Some(match value {
        DataRef::Empty => return None,
        DataRef::String(value) | DataRef::DurationIso(value) => text(value),
        DataRef::DateTimeIso(value) => iso_time(value).unwrap_or_else(|| text(value)),
        DataRef::SharedString(value) => text(value),
        DataRef::Int(value) => Cell::Text(value.to_string()),
        DataRef::Float(value) => Cell::Text(value.to_string()),
        DataRef::Bool(value) => Cell::Text(value.to_string()),
        DataRef::Error(value) => Cell::Fault(value.to_string()),
        DataRef::DateTime(value) => date_cell(value),
    })
}

/// A cell whose number is shown as a date.
pub fn date_cell(value: &ExcelDateTime) -> Cell {
    let number = || Cell::Text(value.as_f64().to_string());
    if value.is_duration() {
        return number();
    }
    time_of(value.to_ymd_hms_milli()).map_or_else(number, Cell::Time)
}

/// A date cell that is stored as text. A text with an offset names an instant by itself and stays text.
pub fn iso_time(text: &str) -> Option<Cell> {
    let time = text.parse::<NaiveDateTime>();
    let day = || text.parse::<NaiveDate>().ok()?.and_hms_opt(0, 0, 0);
    time.ok().or_else(day).map(Cell::Time)
}

fn time_of(
    (year, month, day, hour, minute, second, milli): (u16, u8, u8, u8, u8, u8, u16),
) -> Option<NaiveDateTime> {
    NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))?.and_hms_milli_opt(
        u32::from(hour),
        u32::from(minute),
        u32::from(second),
        u32::from(milli),
    )
}

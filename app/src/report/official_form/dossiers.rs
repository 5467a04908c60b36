//! The dossiers behind a cell of the form, as they stood at the instant that it shows: as a page, and to be taken away.

use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::language::Lang;
use sanh_domain::report::model::CountResult;
use sanh_domain::report::official_form::cell::OfficialCell;
use sanh_domain::report::official_form::model::Axis;
use sanh_domain::report::official_form::period::PeriodName;
use sanh_domain::report::sheet::{Cell, FileFormat, Table};
use sanh_domain::report::view::model::Export;

use super::pages::{address, port};
use super::port::{CellList, CellQuery, Version};
use super::shown::{axis_of, counting};
use super::words::{column_name, name_in, period_title};
use crate::Ports;
use crate::admin::pages::in_room;
use crate::error::AppError;
use crate::page::{Page, PageRequest};
use crate::report::export::{ROWS_MAX, cells, heads};
use crate::report::list::rows;
use crate::report::view::pages::port as views;
use crate::report::words::instant_name;
use crate::text::Messages;
use crate::text::date::last_day;
use crate::ui::frame::NavSection;

/// What the sheet of a workbook is called.
const SHEET: &str = "dossiers";

/// What an address asks to be listed.
struct CellListRequest {
    name: PeriodName,
    version: Version,
    cell: OfficialCell,
    after: Option<i64>,
}

impl CellListRequest {
    fn read(request: &PageRequest, name: PeriodName) -> Result<Self, AppError> {
        let axis = axis_of(request)?;
        let (line, column) = (request.parameter("line"), request.parameter("column"));
        let cell = OfficialCell::read(axis, line, column);
        let after = request.parameter("after").map(str::parse).transpose();
        Ok(Self {
            name,
            version: Version::read(request.parameter("v"))?,
            cell: cell.ok_or_else(|| AppError::Invalid("column".to_owned()))?,
            after: after.map_err(|_| AppError::Invalid("after".to_owned()))?,
        })
    }

    const fn query(&self, after: Option<i64>) -> CellQuery {
        CellQuery {
            name: self.name,
            version: self.version,
            cell: self.cell,
            after,
        }
    }

    fn parameters(&self) -> String {
        let OfficialCell { axis, line, column } = self.cell;
        let line = line.map_or_else(String::new, |line| format!("&line={line}"));
        let version = self.version.in_address();
        format!("by={}{line}&column={column}{version}", axis.as_str())
    }

    /// The address of the list, or of a file of it.
    fn list(&self, ending: &str) -> String {
        format!(
            "{}/dossiers{ending}?{}",
            address(self.name),
            self.parameters()
        )
    }

    /// The report that the cell is of.
    fn report(&self) -> String {
        let version = self.version.in_address();
        let axis = self.cell.axis.as_str();
        format!("{}?by={axis}{version}", address(self.name))
    }
}

/// `GET /manage/report/{period}/dossiers`
pub(super) async fn list(
    request: &PageRequest,
    caller: &Caller,
    name: PeriodName,
) -> Result<Page, AppError> {
    let wanted = CellListRequest::read(request, name)?;
    let found = match port().dossiers(caller, wanted.query(wanted.after)).await? {
        CountResult::Done(found) => found,
        CountResult::Counting(at) => return Ok(counting(request, caller, (at.done, at.total))),
    };
    let office = expect_context::<Ports>().desk.office().await?;
    let lang = request.room_lang();
    let words = lang.words();
    let title = words.form_cell_column(
        wanted.cell.column,
        column_name(lang, wanted.cell.axis, wanted.cell.column - 1),
    );
    let place = (NavSection::Report, title.clone());
    let period = period_title(lang, &found.period);
    let of: Vec<String> = [Some(period.clone()), line_name(lang, &wanted.cell, &found)]
        .into_iter()
        .flatten()
        .collect();
    let at = instant_name(lang, found.at, found.zone);
    let first = wanted.after.map(|_| {
        view! { <a href=wanted.list("")>{words.desk_first()}</a> }
    });
    let next = found.next.map(|next| {
        let href = format!("{}&after={next}", wanted.list(""));
        view! { <a href=href>{words.desk_next()}</a> }
    });
    Ok(in_room(request, caller, place, 200, || {
        let table = match (found.rows.is_empty(), found.next) {
            (false, _) => rows(lang, caller, &office, &found.rows),
            (true, None) => view! { <p class="none">{words.form_cell_none()}</p> }.into_any(),
            (true, Some(_)) => view! { <p class="none">{words.form_cell_on()}</p> }.into_any(),
        };
        view! {
            <p class="back">
                <a href=wanted.report()>{words.form_back_to(period)}</a>
            </p>
            <h1>{title}</h1>
            <p class="list-of">{of.join(" · ")}</p>
            <p class="hint">{words.throughput_as_of(at)}</p>
            <p class="exports">
                <a href=wanted.list(".xlsx")>{words.throughput_xlsx()}</a>
                <a href=wanted.list(".csv")>{words.throughput_csv()}</a>
            </p>
            {table}
            <p class="pages">{first} {next}</p>
        }
        .into_any()
    }))
}

/// The name of the cell's line; none of the line of all.
fn line_name(lang: Lang, cell: &OfficialCell, found: &CellList) -> Option<String> {
    let line = cell.line?;
    let names = found.names.of(cell.axis);
    let known = names.into_iter().find(|(id, _)| *id == line);
    Some(known.map_or_else(|| line.to_string(), |(_, name)| name_in(lang, name)))
}

/// `GET /manage/report/{period}/dossiers.csv`, `.xlsx`
pub(super) async fn file(
    request: &PageRequest,
    caller: &Caller,
    name: PeriodName,
    format: FileFormat,
) -> Result<Page, AppError> {
    let wanted = CellListRequest::read(request, name)?;
    let office = expect_context::<Ports>().desk.office().await?;
    let lang = request.room_lang();
    let mut lines: Vec<Vec<Cell>> = Vec::new();
    let mut after = None;
    let found = loop {
        let found = match port().dossiers(caller, wanted.query(after)).await? {
            CountResult::Done(found) => found,
            CountResult::Counting(at) => return Ok(counting(request, caller, (at.done, at.total))),
        };
        let page = found.rows.iter();
        lines.extend(page.map(|row| cells(lang, caller, &office, row)));
        after = found.next;
        if after.is_none() {
            break found;
        }
        if lines.len() >= ROWS_MAX {
            let told = lang.words().throughput_csv_cut(ROWS_MAX);
            lines.push(vec![Cell::Text(told)]);
            break found;
        }
    };
    let export = Export {
        subject: format!("ii06a {name} {}", wanted.parameters()),
        name: file_name(&wanted.cell, &found),
        table: Table {
            name: SHEET.to_owned(),
            head: heads(lang, &instant_name(lang, found.at, found.zone)),
            rows: lines,
        },
    };
    Ok(Page::download(views().file(caller, export, format).await?))
}

/// Form, column, line, and the days of the period.
fn file_name(cell: &OfficialCell, found: &CellList) -> String {
    let axis = match (cell.axis, cell.line) {
        (_, None) => String::new(),
        (Axis::Field, Some(line)) => format!("-field-{line}"),
        (Axis::Agency, Some(line)) => format!("-agency-{line}"),
    };
    let (from, last) = (found.period.from, last_day(&found.period));
    format!("ii06a-column-{}{axis}-{from}-{last}", cell.column)
}

//! Tables that are taken away, as CSV or as a workbook: the figures of the groups, and the dossiers behind a figure.

use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::dossier::file::Office;
use sanh_domain::dossier::worklist::WorklistRow;
use sanh_domain::language::Lang;
use sanh_domain::period::Period;
use sanh_domain::report::model::{CountResult, GroupRow, Throughput};
use sanh_domain::report::sheet::{Cell, FileFormat, Table};
use sanh_domain::report::view::model::Export;

use super::address::ReportRequest;
use super::list::ListRequest;
use super::parts::{ReportContext, counting, port};
use super::table::{Column, column_name, sorted};
use super::view::pages::port as views;
use super::words::{figure_name, group_name, instant_name};
use crate::Ports;
use crate::dossier::island::row::RowText;
use crate::error::AppError;
use crate::page::{Page, PageRequest};
use crate::text::Messages;
use crate::text::date::last_day;
use crate::text::number::number;

/// The most dossiers of one file (ours): beyond them the last row says so.
pub(super) const ROWS_MAX: usize = 20_000;
/// What the sheets of workbooks are called.
const THROUGHPUT_SHEET: &str = "throughput";
/// That of a list.
const DOSSIERS_SHEET: &str = "dossiers";
/// One working hour, in minutes.
const HOUR_MIN: u64 = 60;

/// `GET /manage/table.csv`, `.xlsx`
pub(super) async fn table(
    request: &PageRequest,
    caller: &Caller,
    format: FileFormat,
) -> Result<Page, AppError> {
    let port = port();
    let names = port.names(caller).await?;
    let today = names.calendar.local_date(port.now());
    let (wanted, _) = ReportRequest::read(|name| request.parameter(name))?;
    let sight = ReportContext {
        lang: request.room_lang(),
        names: &names,
        wanted: &wanted,
        today,
    };
    let query = wanted.query(today);
    let report = match port.report(caller, &query).await? {
        CountResult::Done(report) => report,
        CountResult::Counting(at) => {
            let address = wanted.address(&format!("/manage/table.{}", format.as_str()));
            return Ok(counting(request, caller, address, at));
        }
    };
    let total = sight.lang.words().throughput_total();
    let line = |row: &GroupRow| line(group_name(sight.lang, &names, &row.group), &row.figures);
    let mut rows: Vec<_> = sorted(&sight, &report).iter().map(line).collect();
    if report.rows_left_out > 0 {
        let count = number(sight.lang, report.rows_left_out);
        let told = sight.lang.words().throughput_left_out(count);
        rows.push(vec![Cell::Text(told)]);
    }
    rows.push(self::line(total, &report.total));
    if report.counts_parts {
        let told = sight.lang.words().throughput_counts_parts();
        rows.push(vec![Cell::Text(told)]);
    }
    let export = Export {
        subject: format!("throughput {}", wanted.parameters()),
        name: format!(
            "throughput-{}-{}",
            query.grouping.as_str(),
            days(&query.period)
        ),
        table: Table {
            name: THROUGHPUT_SHEET.to_owned(),
            head: Column::ALL.map(|column| head(&sight, column)).to_vec(),
            rows,
        },
    };
    let file = views().file(caller, export, format).await?;
    Ok(Page::download(file))
}

/// What a column is called in a file, with its unit.
fn head(sight: &ReportContext<'_>, column: Column) -> String {
    let unit = match column {
        Column::Rate => " (%)".to_owned(),
        Column::Median | Column::Eighty => {
            format!(" ({})", sight.lang.words().throughput_unit_hours())
        }
        _ => String::new(),
    };
    column_name(sight, column) + &unit
}

fn line(name: String, figures: &Throughput) -> Vec<Cell> {
    let cell = |column: Column| match (column, column.value(figures)) {
        (_, None) => Cell::Blank,
        (Column::Rate, Some(tenths)) => Cell::Tenths(tenths),
        (Column::Median | Column::Eighty, Some(minutes)) => {
            Cell::Tenths((minutes * 10 + HOUR_MIN / 2) / HOUR_MIN)
        }
        (_, Some(count)) => Cell::Count(count),
    };
    let figures = Column::ALL.into_iter().skip(1).map(cell);
    std::iter::once(Cell::Text(name)).chain(figures).collect()
}

/// `GET /manage/dossiers.csv`, `.xlsx`
pub(super) async fn dossiers(
    request: &PageRequest,
    caller: &Caller,
    format: FileFormat,
) -> Result<Page, AppError> {
    let port = port();
    let names = port.names(caller).await?;
    let today = names.calendar.local_date(port.now());
    let listed = ListRequest::read(request)?;
    let office = expect_context::<Ports>().desk.office().await?;
    let lang = request.room_lang();
    let mut rows = Vec::new();
    let mut after = None;
    let at = loop {
        let query = listed.query(today, after);
        let page = match port.dossiers(caller, &query).await? {
            CountResult::Done(page) => page,
            CountResult::Counting(at) => {
                let ending = format.as_str();
                let address = format!("/manage/dossiers.{ending}?{}", listed.parameters());
                return Ok(counting(request, caller, address, at));
            }
        };
        rows.extend(
            page.rows
                .iter()
                .map(|row| cells(lang, caller, &office, row)),
        );
        after = page.next;
        if after.is_none() {
            break page.at;
        }
        if rows.len() >= ROWS_MAX {
            let told = lang.words().throughput_csv_cut(ROWS_MAX);
            rows.push(vec![Cell::Text(told)]);
            break page.at;
        }
    };
    let period = listed.wanted.query(today).period;
    let export = Export {
        subject: format!("dossiers {}", listed.parameters()),
        name: format!("dossiers-{}-{}", listed.figure, days(&period)),
        table: Table {
            name: DOSSIERS_SHEET.to_owned(),
            head: heads(lang, &instant_name(lang, at, names.calendar.zone())),
            rows,
        },
    };
    let file = views().file(caller, export, format).await?;
    Ok(Page::download(file))
}

/// The days of a period, as files are named by them.
fn days(period: &Period) -> String {
    format!("{}-{}", period.from, last_day(period))
}

/// What the columns of a list are called: those that tell how a dossier stands, with when it stood so.
pub(super) fn heads(lang: Lang, at: &str) -> Vec<String> {
    let words = lang.words();
    let stood = |name: String| format!("{name}, {}", words.throughput_as_of_short(at));
    vec![
        words.desk_code(),
        words.desk_procedure(),
        words.desk_agency(),
        stood(words.desk_status()),
        words.assign_title(),
        words.desk_due(),
        stood(words.desk_left()),
        stood(figure_name(
            lang,
            sanh_domain::report::model::Figure::Overdue,
        )),
    ]
}

/// The cells of a dossier.
pub(super) fn cells(lang: Lang, caller: &Caller, office: &Office, row: &WorklistRow) -> Vec<Cell> {
    let text = RowText::of(lang, office, row, None, &caller.person);
    let overdue = if row.is_overdue { "x" } else { "" };
    let cells = [
        text.code,
        text.what,
        text.agency,
        text.status,
        text.assignee,
        text.due,
        text.left,
        overdue.to_owned(),
    ];
    cells.into_iter().map(Cell::text).collect()
}

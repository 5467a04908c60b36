//! Tables that are taken away, as CSV: the figures of the groups, and the dossiers behind a figure.

use leptos::prelude::*;

use super::address::Wanted;
use super::list::Listed;
use super::model::{Counted, GroupRow, Throughput};
use super::parts::{Sight, counting, port};
use super::table::{Column, column_name, sorted};
use super::view::model::{Cell, Export};
use super::view::pages::port as views;
use super::words::{figure_name, group_name};
use crate::Ports;
use crate::account::model::Caller;
use crate::dossier::desk::{Office, WorklistRow};
use crate::dossier::island::row::RowText;
use crate::error::AppError;
use crate::page::{Asked, File, Page};
use crate::text::Lang;

/// The most dossiers of one file (ours): beyond them the last row says so.
const ROWS_MAX: usize = 20_000;
/// One working hour, in minutes.
const HOUR_MIN: u64 = 60;

fn file(name: String, bytes: Vec<u8>) -> Page {
    Page::to_save(File {
        name,
        media_type: "text/csv; charset=utf-8",
        bytes,
    })
}

/// `GET /manage/table.csv`
pub(super) async fn table(asked: &Asked, caller: &Caller) -> Result<Page, AppError> {
    let port = port();
    let names = port.names(caller).await?;
    let today = names.calendar.local_date(port.now());
    let (wanted, _) = Wanted::read(|name| asked.parameter(name))?;
    let sight = Sight {
        lang: asked.room_lang(),
        names: &names,
        wanted: &wanted,
        today,
    };
    let query = wanted.query(today);
    let report = match port.report(caller, &query).await? {
        Counted::Done(report) => report,
        Counted::Counting(at) => {
            let address = wanted.address("/manage/table.csv");
            return Ok(counting(asked, caller, address, at));
        }
    };
    let heads = Column::ALL.map(|column| Cell::Text(head(&sight, column)));
    let total = sight.lang.words().throughput_total();
    let mut rows = vec![heads.to_vec()];
    let line = |row: &GroupRow| line(group_name(sight.lang, &names, &row.group), &row.figures);
    rows.extend(sorted(&sight, &report).iter().map(line));
    rows.push(self::line(total, &report.total));
    let export = Export {
        subject: format!("throughput {}", wanted.parameters()),
        rows,
    };
    let name = format!(
        "throughput-{}-{}.csv",
        query.period.from,
        query.grouping.as_str()
    );
    Ok(file(name, views().csv(caller, export).await?))
}

/// What a column is called in a file, with its unit.
fn head(sight: &Sight<'_>, column: Column) -> String {
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
        (_, None) => Cell::Nothing,
        (Column::Rate, Some(tenths)) => Cell::Tenths(tenths),
        (Column::Median | Column::Eighty, Some(minutes)) => {
            Cell::Tenths((minutes * 10 + HOUR_MIN / 2) / HOUR_MIN)
        }
        (_, Some(count)) => Cell::Number(count),
    };
    let figures = Column::ALL.into_iter().skip(1).map(cell);
    std::iter::once(Cell::Text(name)).chain(figures).collect()
}

/// `GET /manage/dossiers.csv`
pub(super) async fn dossiers(asked: &Asked, caller: &Caller) -> Result<Page, AppError> {
    let port = port();
    let names = port.names(caller).await?;
    let today = names.calendar.local_date(port.now());
    let listed = Listed::read(asked)?;
    let office = expect_context::<Ports>().desk.office().await?;
    let lang = asked.room_lang();
    let mut rows = vec![heads(lang)];
    let mut after = None;
    loop {
        let query = listed.query(today, after);
        let page = match port.dossiers(caller, &query).await? {
            Counted::Done(page) => page,
            Counted::Counting(at) => {
                let address = format!("/manage/dossiers.csv?{}", listed.parameters());
                return Ok(counting(asked, caller, address, at));
            }
        };
        rows.extend(
            page.rows
                .iter()
                .map(|row| cells(lang, caller, &office, row)),
        );
        after = page.next;
        if after.is_none() {
            break;
        }
        if rows.len() > ROWS_MAX {
            let told = lang.words().throughput_csv_cut(ROWS_MAX);
            rows.push(vec![Cell::Text(told)]);
            break;
        }
    }
    let export = Export {
        subject: format!("dossiers {}", listed.parameters()),
        rows,
    };
    let name = format!("dossiers-{}-{today}.csv", listed.figure);
    Ok(file(name, views().csv(caller, export).await?))
}

fn heads(lang: Lang) -> Vec<Cell> {
    let words = lang.words();
    let heads = [
        words.desk_code(),
        words.desk_procedure(),
        words.desk_agency(),
        words.desk_status(),
        words.assign_title(),
        words.desk_due(),
        words.desk_left(),
        figure_name(lang, super::model::Figure::Overdue),
    ];
    heads.into_iter().map(Cell::Text).collect()
}

fn cells(lang: Lang, caller: &Caller, office: &Office, row: &WorklistRow) -> Vec<Cell> {
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
    cells.into_iter().map(Cell::Text).collect()
}

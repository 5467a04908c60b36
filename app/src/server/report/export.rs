//! Exported tables, as CSV or as a workbook: the figures of the groups, and the dossiers behind a figure.

use chrono_tz::Tz;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::worklist::WorklistRow;
use sanh_domain::language::Lang;
use sanh_domain::period::Period;
use sanh_domain::report::model::{CountResult, GroupRow, Throughput};
use sanh_domain::report::query::Figure;
use sanh_domain::report::sheet::{Cell, FileFormat, Table};
use sanh_domain::report::view::model::Export;
use sanh_store::Centre;

use super::ends::{end_cells, working_hours};
use super::reports;
use crate::error::AppError;
use crate::model::dossier_row::RowText;
use crate::model::report::ReportRequest;
use crate::model::report_column::Column;
use crate::model::report_list::ListRequest;
use crate::model::report_table::{ReportContext, column_name, sorted};
use crate::page::File;
use crate::server::desk::desk;
use crate::server::exported::exported_under;
use crate::server::worklist::row_texts;
use crate::server::{ConfirmedManager, Manager, failure, now, store};
use crate::text::date::last_day;
use crate::text::dossier::moment;
use crate::text::number::number;
use crate::text::report::{
    counted_at_name, cut_name, figure_name, group_name, instant_name, late_by_name,
};
use crate::text::{Messages, date};
use crate::ui::response::request;

/// The most dossiers of one file (ours): beyond them the last row says so.
const ROWS_MAX: usize = 20_000;
/// The name of a workbook's sheet with throughput.
const THROUGHPUT_SHEET: &str = "throughput";
/// The name of a workbook's sheet with a list.
const DOSSIERS_SHEET: &str = "dossiers";

/// The figures of the groups, in the order asked for.
pub(crate) async fn table_file(
    manager: &Manager,
    wanted: &ReportRequest,
    format: FileFormat,
) -> Result<CountResult<File>, AppError> {
    let reports = reports(manager)?;
    let names = reports.names().await?;
    let sight = ReportContext {
        lang: request().room_lang(),
        names: &names,
        wanted,
    };
    let query = wanted.query(names.today());
    let report = match reports.report(&query).await? {
        CountResult::Done(report) => report,
        CountResult::Counting(progress) => return Ok(CountResult::Counting(progress)),
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
    let title = title(&sight, &query.period, report.at).await?;
    let store = store()?;
    let file = exported_under(
        &title,
        (store.as_ref(), manager.caller()),
        export,
        format,
        now(),
    );
    Ok(CountResult::Done(file.await?))
}

/// What stands above the figures in a workbook: the centre, what it is, of which days and which dossiers, and as of when.
async fn title(
    sight: &ReportContext<'_>,
    period: &Period,
    at: Instant,
) -> Result<Vec<String>, AppError> {
    let (lang, words) = (sight.lang, sight.lang.words());
    let centre = store()?.centre(now()).await.map_err(failure)?;
    let cut = cut_name(lang, sight.names, &sight.wanted.cut);
    let days = date::period(lang, period);
    let of = if cut.is_empty() {
        days
    } else {
        format!("{days} · {cut}")
    };
    let counted_at = words.throughput_counted_at(moment(at, centre.zone));
    Ok(vec![
        centre_name(lang, centre),
        words.throughput_title(),
        of,
        counted_at,
    ])
}

fn centre_name(lang: Lang, centre: Centre) -> String {
    let english = centre.name_en.filter(|_| lang == Lang::En);
    english.unwrap_or(centre.name)
}

/// The name of a column in a file, with its unit.
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
        (Column::Median | Column::Eighty, Some(minutes)) => working_hours(minutes),
        (_, Some(count)) => Cell::Count(count),
    };
    let figures = Column::ALL.into_iter().skip(1).map(cell);
    std::iter::once(Cell::Text(name)).chain(figures).collect()
}

/// The dossiers behind a figure.
pub(crate) async fn dossier_file(
    manager: &ConfirmedManager,
    asked: &ListRequest,
    format: FileFormat,
) -> Result<CountResult<File>, AppError> {
    let (caller, office) = (manager.caller(), desk()?.office().await?);
    let reports = reports(manager)?;
    let names = reports.names().await?;
    let centre = store()?.centre(now()).await.map_err(failure)?;
    let mut list = DossierRows::behind(Some(asked.figure), centre.zone);
    let mut after = None;
    let at = loop {
        let query = asked.query(names.today(), after);
        let page = match reports.dossiers(&query).await? {
            CountResult::Done(page) => page,
            CountResult::Counting(progress) => return Ok(CountResult::Counting(progress)),
        };
        let texts = row_texts(&office, caller, &page.rows);
        let ends = page.rows.iter();
        let ends = ends.map(|row| end_cells(&centre, asked.figure, row));
        if !list.take((page.rows.as_slice(), texts), ends, page.next.is_some()) {
            break page.at;
        }
        after = page.next;
    };
    let period = asked.wanted.query(names.today()).period;
    let lang = request().room_lang();
    let at = instant_name(lang, at, names.zone);
    let mut title = vec![
        centre_name(lang, centre),
        figure_name(lang, asked.figure),
        asked.of(lang, &names).join(" · "),
        lang.words().throughput_counted_at(at.as_str()),
    ];
    // What stands open is of no period.
    title.retain(|line| !line.is_empty());
    let export = Export {
        subject: format!("dossiers {}", asked.parameters()),
        name: format!("dossiers-{}-{}", asked.figure, days(&period)),
        table: list.table(&at),
    };
    let store = store()?;
    let file = exported_under(&title, (store.as_ref(), caller), export, format, now());
    Ok(CountResult::Done(file.await?))
}

/// The rows of a list of dossiers while its pages come.
pub(crate) struct DossierRows {
    /// The figure that they are behind; `None`: a cell of a report.
    figure: Option<Figure>,
    /// The zone of its times.
    zone: Tz,
    rows: Vec<Vec<Cell>>,
    is_cut: bool,
}

impl DossierRows {
    /// None yet, behind a figure, with the times of a zone.
    pub(crate) const fn behind(figure: Option<Figure>, zone: Tz) -> Self {
        Self {
            figure,
            zone,
            rows: Vec::new(),
            is_cut: false,
        }
    }

    /// Takes in a page with its texts and with the cells of what the figure counts; whether the next one is wanted. Where there is one
    /// and no room for it, the last row will say so.
    pub(crate) fn take(
        &mut self,
        (rows, texts): (&[WorklistRow], Vec<RowText>),
        ends: impl IntoIterator<Item = Vec<Cell>>,
        has_next: bool,
    ) -> bool {
        let ends = ends.into_iter().chain(std::iter::repeat(Vec::new()));
        let zone = self.zone;
        let line = |((row, text), end): ((&WorklistRow, RowText), Vec<Cell>)| {
            let mut line = cells(row, text, zone);
            line.extend(end);
            line
        };
        self.rows.extend(rows.iter().zip(texts).zip(ends).map(line));
        self.is_cut = has_next && self.rows.len() >= ROWS_MAX;
        has_next && !self.is_cut
    }

    /// The table of all rows, as they were at an instant with this name.
    pub(crate) fn table(self, at: &str) -> Table {
        let lang = request().room_lang();
        let told = || vec![Cell::Text(lang.words().throughput_csv_cut(ROWS_MAX))];
        let told = self.is_cut.then(told);
        let of_figure = self.figure.map(|figure| {
            let unit = lang.words().throughput_unit_hours();
            let late = late_by_name(lang, figure);
            let late = late.map(|_| format!("{} ({unit})", figure_name(lang, figure)));
            [counted_at_name(lang, figure), late].into_iter().flatten()
        });
        let mut head = heads(lang, at);
        head.extend(of_figure.into_iter().flatten());
        Table {
            name: DOSSIERS_SHEET.to_owned(),
            head,
            rows: self.rows.into_iter().chain(told).collect(),
        }
    }
}

/// The days of a period, as files are named by them.
fn days(period: &Period) -> String {
    format!("{}-{}", period.from, last_day(period))
}

/// The names of a list's columns, with the instant in those of the state.
fn heads(lang: Lang, at: &str) -> Vec<String> {
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
        stood(figure_name(lang, Figure::Overdue)),
    ]
}

/// The cells of a dossier.
fn cells(row: &WorklistRow, text: RowText, zone: Tz) -> Vec<Cell> {
    let overdue = if text.is_overdue { "x" } else { "" };
    vec![
        Cell::text(text.code),
        Cell::text(text.what),
        Cell::text(text.agency),
        Cell::text(text.status),
        Cell::text(text.assignee),
        Cell::local_time(row.dossier.due_at, zone),
        Cell::text(text.left),
        Cell::text(overdue),
    ]
}

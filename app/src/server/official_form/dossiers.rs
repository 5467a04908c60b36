//! The dossiers behind a cell of a report.

use sanh_domain::dossier::worklist::WorklistRow;
use sanh_domain::language::Lang;
use sanh_domain::report::model::{CountResult, LIST_ROWS};
use sanh_domain::report::official_form::cell::OfficialCell;
use sanh_domain::report::official_form::model::Axis;
use sanh_domain::report::official_form::signed::Content;
use sanh_domain::report::sheet::FileFormat;
use sanh_domain::report::view::model::Export;
use sanh_store::CellListing;

use super::report;
use crate::error::AppError;
use crate::model::official_form::{CellList, CellQuery, OfficialReport};
use crate::page::File;
use crate::server::desk::desk;
use crate::server::exported::exported_under;
use crate::server::report::DossierRows;
use crate::server::worklist::{row, row_texts};
use crate::server::{ConfirmedManager, Manager, failure, now, store};
use crate::text::Messages;
use crate::text::date::last_day;
use crate::text::official_form::{cell_title, line_name, name_in, period_title};
use crate::text::report::instant_name;
use crate::ui::response::request;

/// A page of the dossiers behind a cell, in the order in which they became known, in the reader's words.
pub(crate) async fn cell_dossiers(
    manager: &Manager,
    query: CellQuery,
) -> Result<CountResult<CellList>, AppError> {
    let report = match report(manager, query.name).await? {
        CountResult::Done(report) => report,
        CountResult::Counting(progress) => return Ok(CountResult::Counting(progress)),
    };
    let (rows, next) = page(manager, &report, query).await?;
    let (content, _) = report.version(query.version)?;
    Ok(CountResult::Done(CellList {
        period: report.period,
        names: content.names.clone(),
        at: content.cube.status_at,
        zone: report.zone,
        rows: row_texts(&desk()?.office().await?, manager.caller(), &rows),
        next,
    }))
}

/// A page of the rows, as they were at the instant of the report, and the start of the next page.
async fn page(
    manager: &Manager,
    report: &OfficialReport,
    query: CellQuery,
) -> Result<(Vec<WorklistRow>, Option<i64>), AppError> {
    let (content, signed) = report.version(query.version)?;
    let at = content.cube.status_at;
    let store = store()?;
    let listing = CellListing {
        cell: query.cell,
        period: report.period,
        as_of: at,
        recorded_by: signed.map(|signed| signed.at),
        folding: content.folding,
        reach: manager.caller().person.reach.clone(),
        after: query.after.unwrap_or(0),
        rows_max: LIST_ROWS as usize,
    };
    let page = store.dossiers_of_cell(listing).await.map_err(failure)?;
    let centre = store.centre(at).await.map_err(failure)?;
    let rows = page.dossiers.into_iter();
    let rows = rows.map(|dossier| row(dossier, &centre, at)).collect();
    Ok((rows, page.next))
}

/// The dossiers behind a cell as a file, recorded in the audit.
pub(crate) async fn cell_file(
    manager: &ConfirmedManager,
    query: CellQuery,
    format: FileFormat,
) -> Result<CountResult<File>, AppError> {
    let report = match report(manager, query.name).await? {
        CountResult::Done(report) => report,
        CountResult::Counting(progress) => return Ok(CountResult::Counting(progress)),
    };
    let (caller, office) = (manager.caller(), desk()?.office().await?);
    let mut list = DossierRows::behind(None, report.zone);
    let mut asked = query.page_after(None);
    loop {
        let (rows, next) = page(manager, &report, asked).await?;
        let texts = row_texts(&office, caller, &rows);
        if !list.take((rows.as_slice(), texts), Vec::new(), next.is_some()) {
            break;
        }
        asked = query.page_after(next);
    }
    let (content, _) = report.version(query.version)?;
    let lang = request().room_lang();
    let at = instant_name(lang, content.cube.status_at, report.zone);
    let title = title(lang, &query.cell, (&*report, content), &at);
    let export = Export {
        subject: format!("ii06a {} {}", query.name, query.parameters()),
        name: file_name(&query.cell, &report),
        table: list.table(&at),
    };
    let store = store()?;
    let file = exported_under(&title, (store.as_ref(), caller), export, format, now());
    Ok(CountResult::Done(file.await?))
}

/// What stands above the list in a workbook: the centre, the form and the cell of it, of which days and which line, and as of when; for
/// a reader of some agencies, that it is a part.
fn title(
    lang: Lang,
    cell: &OfficialCell,
    (report, content): (&OfficialReport, &Content),
    at: &str,
) -> Vec<String> {
    let words = lang.words();
    let period = period_title(lang, &report.period);
    let line = line_name(lang, cell, &content.names);
    let of: Vec<String> = std::iter::once(period).chain(line).collect();
    let mut title = vec![
        name_in(lang, &content.centre),
        words.official_form_number(),
        cell_title(lang, cell),
        of.join(" · "),
        words.throughput_counted_at(at),
    ];
    if !report.is_whole {
        title.push(words.official_form_part());
    }
    title
}

/// Form, column, line, and the days of the period.
fn file_name(cell: &OfficialCell, report: &OfficialReport) -> String {
    let axis = match (cell.axis, cell.line) {
        (_, None) => String::new(),
        (Axis::Field, Some(line)) => format!("-field-{line}"),
        (Axis::Agency, Some(line)) => format!("-agency-{line}"),
    };
    let (from, last) = (report.period.from, last_day(&report.period));
    format!("ii06a-column-{}{axis}-{from}-{last}", cell.column)
}

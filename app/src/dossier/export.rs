//! The work list as a file, for managers: what its pages show, and no applicant.

use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::file::Office;
use sanh_domain::dossier::worklist::{WorklistQuery, WorklistRow};
use sanh_domain::language::Lang;
use sanh_domain::report::sheet::{Cell, FileFormat, Table};

use super::desk::DeskError;
use super::words::{channel_name, named, state_name};
use super::worklist::query_of;
use crate::Ports;
use crate::page::{Page, PageRequest};
use crate::text::Messages;

/// Dossiers of one file at the most (ours): more are an administrator's or a report's business.
const LIST_ROWS_MAX: usize = 10_000;

/// `GET /desk/export`
pub(super) async fn list(request: &PageRequest, caller: &Caller) -> Result<Page, DeskError> {
    let port = expect_context::<Ports>().desk;
    let format = request.parameter("format").and_then(FileFormat::read);
    let format = format.ok_or(DeskError::Invalid("format"))?;
    let mut query = WorklistQuery {
        // A name or a number of an applicant selects nothing here.
        find: None,
        after: None,
        ..query_of(request)?
    };
    let (office, lang) = (port.office().await?, request.room_lang());
    let words = lang.words();
    let mut rows = Vec::new();
    let mut is_cut = false;
    loop {
        let page = port.worklist(caller, &query).await?;
        rows.extend(page.rows.iter().map(|it| row(lang, &office, it)));
        if page.next.is_none() {
            break;
        }
        if rows.len() >= LIST_ROWS_MAX {
            is_cut = true;
            break;
        }
        query.after = page.next;
    }
    if is_cut {
        rows.push(vec![Cell::text(words.list_cut(rows.len()))]);
    }
    let table = Table {
        name: words.list_sheet(),
        head: vec![
            words.list_code(),
            words.list_status(),
            words.list_received(),
            words.list_due(),
            words.list_overdue(),
            words.list_agency(),
            words.list_field(),
            words.list_procedure(),
            words.list_channel(),
            words.list_assignee(),
        ],
        rows,
    };
    let name = format!("dossiers-{}", query.tab.as_str().replace('_', "-"));
    Ok(Page::download(
        port.export(caller, table, &name, format).await?,
    ))
}

fn row(lang: Lang, office: &Office, row: &WorklistRow) -> Vec<Cell> {
    let dossier = &row.dossier;
    let zone = office.calendar.zone();
    let moment = |at: Option<Instant>| {
        at.map_or(Cell::Blank, |at| {
            Cell::Moment(at.with_timezone(&zone).naive_local())
        })
    };
    let agency = office.agencies.iter().find(|it| it.id == dossier.agency);
    let field = office.fields.iter().find(|(id, _)| *id == dossier.field);
    let procedures = office.procedures.iter();
    let procedure = procedures
        .into_iter()
        .find(|it| Some(it.id) == dossier.procedure);
    let text = |text: Option<String>| Cell::text(text.unwrap_or_default());
    vec![
        Cell::text(dossier.code.as_str()),
        Cell::text(state_name(lang, dossier)),
        moment(dossier.received_at),
        moment(dossier.due_at),
        text(row.is_overdue.then(|| lang.words().list_overdue())),
        text(agency.map(|it| named(lang, &it.name))),
        text(field.map(|(_, name)| named(lang, name))),
        text(procedure.map(|it| format!("{} · {}", it.code, named(lang, &it.name)))),
        Cell::text(channel_name(lang, dossier.channel)),
        text(dossier.assignee.clone()),
    ]
}

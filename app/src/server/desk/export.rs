//! The work list as a file, for managers: what its pages show, and no applicant.

use sanh_domain::deadline::Instant;
use sanh_domain::dossier::file::Office;
use sanh_domain::dossier::worklist::{WorklistQuery, WorklistRow};
use sanh_domain::language::Lang;
use sanh_domain::report::sheet::{Cell, FileFormat, Table};
use sanh_domain::report::view::model::Export;

use super::Desk;
use crate::error::AppError;
use crate::page::File;
use crate::server::exported::exported;
use crate::text::Messages;
use crate::text::dossier::{channel_name, named, state_name};
use crate::ui::response::request;

/// The most dossiers of one file (ours): for more there are reports and administrators.
const LIST_ROWS_MAX: usize = 10_000;

impl Desk {
    /// A list as a file, recorded in the audit.
    pub(crate) async fn export(
        &self,
        query: WorklistQuery,
        format: FileFormat,
    ) -> Result<File, AppError> {
        let mut query = WorklistQuery {
            // An applicant's name or number does not filter an exported list.
            find: None,
            after: None,
            ..query
        };
        let (office, centre) = (self.office().await?, self.centre().await?);
        let lang = request().room_lang();
        let words = lang.words();
        let mut rows = Vec::new();
        let mut is_cut = false;
        loop {
            let page = self.page(&query, &centre).await?;
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
        let export = Export {
            subject: format!("{name}.{}", format.as_str()),
            name,
            table,
        };
        exported(&self.store, &self.caller, export, format, self.now).await
    }
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

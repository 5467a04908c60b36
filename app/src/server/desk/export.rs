//! The work list as a file, for managers: what its pages show, and no applicant.

use chrono::NaiveDate;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::file::Office;
use sanh_domain::dossier::worklist::{WorklistOwner, WorklistQuery, WorklistRow};
use sanh_domain::id::{AgencyId, ProcedureId};
use sanh_domain::language::Lang;
use sanh_domain::report::sheet::{Cell, FileFormat, Table};
use sanh_domain::report::view::model::Export;

use super::Desk;
use crate::error::AppError;
use crate::page::File;
use crate::server::exported::exported_under;
use crate::text::Messages;
use crate::text::date::short_date;
use crate::text::dossier::{channel_name, colleague_name, moment, named, state_name, tab_name};
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
        let name = format!("dossiers-{}", query.tab.as_str());
        let export = Export {
            subject: format!("{name}.{}", format.as_str()),
            name,
            table,
        };
        let title = title(lang, &office, &query, self.now);
        let by = (&*self.store, &self.caller);
        exported_under(&title, by, export, format, self.now).await
    }
}

/// What stands above the list in a workbook: the centre, what it is, which dossiers it has, and when it was made.
fn title(lang: Lang, office: &Office, query: &WorklistQuery, made_at: Instant) -> Vec<String> {
    let words = lang.words();
    let made_at = moment(made_at, office.calendar.zone());
    vec![
        named(lang, &office.centre),
        words.list_title(tab_name(lang, query.tab)),
        filters(lang, office, query).join(" · "),
        words.list_made_at(made_at),
    ]
}

/// What a list is narrowed to, as its form names it.
fn filters(lang: Lang, office: &Office, query: &WorklistQuery) -> Vec<String> {
    let words = lang.words();
    let whose = match query.whose {
        WorklistOwner::All => Some(words.desk_agency_all()),
        WorklistOwner::Mine => Some(words.desk_mine()),
        WorklistOwner::Agency(agency) => agency_name(lang, office, agency),
    };
    let procedure = query
        .procedure
        .and_then(|id| procedure_name(lang, office, id));
    let (received, due) = (query.received, query.due);
    let day = |day: Option<NaiveDate>| day.map(short_date);
    let filters = [
        (words.desk_agency(), whose),
        (words.desk_procedure(), procedure),
        (words.desk_received_from(), day(received.from)),
        (words.desk_received_to(), day(received.to)),
        (words.desk_due_from(), day(due.from)),
        (words.desk_due_to(), day(due.to)),
    ];
    let filters = filters.into_iter();
    let filters = filters.filter_map(|(name, value)| Some(words.list_filter(name, value?)));
    filters.collect()
}

fn agency_name(lang: Lang, office: &Office, id: AgencyId) -> Option<String> {
    let agency = office.agencies.iter().find(|it| it.id == id);
    agency.map(|it| named(lang, &it.name))
}

fn procedure_name(lang: Lang, office: &Office, id: ProcedureId) -> Option<String> {
    let procedure = office.procedures.iter().find(|it| it.id == id);
    procedure.map(|it| format!("{} · {}", it.code, named(lang, &it.name)))
}

fn row(lang: Lang, office: &Office, row: &WorklistRow) -> Vec<Cell> {
    let dossier = &row.dossier;
    let zone = office.calendar.zone();
    let field = office.fields.iter().find(|(id, _)| *id == dossier.field);
    let procedure = dossier.procedure;
    let assignee = dossier.assignee.as_deref();
    let text = |text: Option<String>| Cell::text(text.unwrap_or_default());
    vec![
        Cell::text(dossier.code.as_str()),
        Cell::text(state_name(lang, dossier)),
        Cell::local_time(dossier.received_at, zone),
        Cell::local_time(dossier.due_at, zone),
        text(row.is_overdue.then(|| lang.words().list_overdue())),
        text(agency_name(lang, office, dossier.agency)),
        text(field.map(|(_, name)| named(lang, name))),
        text(procedure.and_then(|id| procedure_name(lang, office, id))),
        Cell::text(channel_name(lang, dossier.channel)),
        text(assignee.map(|it| colleague_name(office, it).to_owned())),
    ]
}

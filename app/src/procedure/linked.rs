//! The parts of a procedure whose dossiers are linked: which agencies work on it at the same time, and how long each may take.

use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::deadline::due::LimitLength;
use sanh_domain::id::AgencyId;
use sanh_domain::language::Lang;
use sanh_domain::procedure::model::{
    LIMIT_DAYS_MAX, NAME_CHARS_MAX, PROCEDURE_PARTS_MAX, ProcedurePart,
};
use sanh_domain::text::name::Name;

use super::edit;
use super::pages::port;
use super::parts::{self, FormResponse};
use super::port::CatalogueError;
use super::procedures::Procedure;
use super::typed::{self, LimitUnit};
use crate::admin::pages::in_room;
use crate::dossier::words::named;
use crate::error::AppError;
use crate::page::{Method, Page, PageRequest};
use crate::text::Messages;
use crate::ui::form::{Form, Problem, button, error_summary};
use crate::ui::frame::NavSection;

/// Characters of a number that is typed.
const NUMBER_CHARS_MAX: usize = 20;
/// Blank rows below those that stand.
const BLANK_ROWS: usize = 3;
/// The field that problems of a row lead to.
const PARTS: &str = "parts";

/// One row of the form, as typed or as stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Row {
    agency: String,
    limit: String,
    unit: String,
    name_vi: String,
    name_en: String,
}

impl Row {
    fn of(lang: Lang, part: &ProcedurePart) -> Self {
        let (limit, unit) = typed::limit_typed(lang, part.minutes.into());
        Self {
            agency: part.agency.0.to_string(),
            limit,
            unit: unit.as_str().to_owned(),
            name_vi: part.name.vi.clone(),
            name_en: part.name.en.clone().unwrap_or_default(),
        }
    }

    fn sent(form: &Form, number: usize) -> Self {
        let text = |name: &str| form.text(&format!("{name}_{number}")).to_owned();
        Self {
            agency: text("agency"),
            limit: text("limit"),
            unit: text("unit"),
            name_vi: text("name_vi"),
            name_en: text("name_en"),
        }
    }

    const fn is_blank(&self) -> bool {
        self.agency.is_empty()
            && self.limit.is_empty()
            && self.name_vi.is_empty()
            && self.name_en.is_empty()
    }

    /// The part it says; what is wrong with it goes to `problems`, with the row's number.
    fn read(
        &self,
        lang: Lang,
        number: usize,
        agencies: &[(AgencyId, String)],
        problems: &mut Vec<Problem>,
    ) -> Option<ProcedurePart> {
        let words = lang.words();
        let agency = self.agency.parse().map(AgencyId).ok();
        let agency = agency.filter(|id| agencies.iter().any(|(it, _)| it == id));
        let unit = LimitUnit::read(&self.unit).unwrap_or_default();
        let minutes = typed::limit(&self.limit, unit).and_then(working);
        let vi = typed::line(&self.name_vi, NAME_CHARS_MAX);
        let en = typed::line(&self.name_en, NAME_CHARS_MAX);
        let mut wrong = |message: String| problems.push(Problem::new(PARTS, message));
        if agency.is_none() {
            wrong(words.parts_needs_agency(number));
        }
        if minutes.is_none() {
            wrong(words.parts_bad_limit(number, LIMIT_DAYS_MAX));
        }
        if vi.is_none() || (en.is_none() && !self.name_en.is_empty()) {
            wrong(words.parts_needs_name(number, NAME_CHARS_MAX));
        }
        Some(ProcedurePart {
            agency: agency?,
            minutes: minutes?,
            name: Name { vi: vi?, en },
        })
    }
}

/// The working time of a part's limit; parts have no limit by date (ours: the whole's promise closes them).
const fn working(length: LimitLength) -> Option<WorkingMinutes> {
    match length {
        LimitLength::Working(minutes) => Some(minutes),
        LimitLength::Days(_) | LimitLength::Months(_) => None,
    }
}

async fn agency_names(lang: Lang) -> Result<Vec<(AgencyId, String)>, AppError> {
    let agencies = port().agencies().await?.into_iter();
    let named = agencies.map(|agency| (agency.id, named(lang, &agency.entry.name)));
    Ok(named.collect())
}

/// The part of the procedure's page that leads here.
pub(super) fn link(lang: Lang, procedure: &Procedure) -> AnyView {
    let href = format!("/admin/procedures/{}/parts", procedure.id.0);
    view! {
        <p class="pages">
            <a href=href>{lang.words().parts_title()}</a>
        </p>
    }
    .into_any()
}

/// `GET /admin/procedures/{procedure}/parts`
pub(super) async fn one(
    request: &PageRequest,
    caller: &Caller,
    id: &str,
) -> Result<Page, AppError> {
    let procedure = edit::found(id).await?;
    let stands = port().parts(procedure.id).await?;
    page(request, caller, (&procedure, &stands), FormResponse::NEW).await
}

/// `POST /admin/procedures/{procedure}/parts`
pub(super) async fn change(
    request: &PageRequest,
    caller: &Caller,
    id: &str,
) -> Result<Page, AppError> {
    let (lang, form) = (request.room_lang(), &request.form);
    let procedure = edit::found(id).await?;
    let before = port().parts(procedure.id).await?;
    let agencies = agency_names(lang).await?;
    let mut problems = Vec::new();
    let rows = (1..=PROCEDURE_PARTS_MAX).map(|number| (number, Row::sent(form, number)));
    let said = rows.filter(|(_, row)| !row.is_blank());
    let read: Vec<_> = said
        .map(|(number, row)| row.read(lang, number, &agencies, &mut problems))
        .collect();
    let after: Vec<ProcedurePart> = read.into_iter().flatten().collect();
    if problems.is_empty() && after.len() == 1 {
        problems.push(Problem::new(PARTS, lang.words().parts_needs_two()));
    }
    if !problems.is_empty() {
        return page(
            request,
            caller,
            (&procedure, &before),
            FormResponse::wrong(&problems),
        )
        .await;
    }
    let done = Page::redirect(format!("/admin/procedures/{id}/parts?saved=1"));
    if before == after {
        return Ok(done);
    }
    let changed = if parts::has_fingerprint(form, &before) {
        port().put_parts(caller, procedure.id, before, after).await
    } else {
        Err(CatalogueError::Conflict)
    };
    match changed {
        Ok(()) => Ok(done),
        Err(CatalogueError::Other(error)) => Err(error),
        Err(_) => {
            let stands = port().parts(procedure.id).await?;
            let problem = Problem::new(PARTS, lang.words().parts_changed());
            // What stands now is shown: the form was made from something older.
            let request = PageRequest {
                method: Method::Get,
                ..request.clone()
            };
            page(
                &request,
                caller,
                (&procedure, &stands),
                FormResponse::wrong(&[problem]),
            )
            .await
        }
    }
}

async fn page(
    request: &PageRequest,
    caller: &Caller,
    (procedure, stands): (&Procedure, &[ProcedurePart]),
    back: FormResponse<'_>,
) -> Result<Page, AppError> {
    let lang = request.room_lang();
    let words = lang.words();
    let agencies = agency_names(lang).await?;
    let is_sent = request.method == Method::Post;
    let last_sent = (1..=PROCEDURE_PARTS_MAX)
        .rev()
        .find(|number| is_sent && !Row::sent(&request.form, *number).is_blank());
    let shown = last_sent.unwrap_or(stands.len()) + BLANK_ROWS;
    let rows = (1..=shown.min(PROCEDURE_PARTS_MAX)).map(|number| {
        let row = if is_sent {
            Row::sent(&request.form, number)
        } else {
            let part = stands.get(number - 1);
            part.map_or_else(Row::default, |part| Row::of(lang, part))
        };
        inputs(lang, number, &row, &agencies)
    });
    let rows: Vec<_> = rows.collect();
    let title = words.parts_of(procedure.entry.code.clone());
    let place = (NavSection::Procedures, title.clone());
    let id = procedure.id.0;
    let named = named(lang, &procedure.entry.name);
    Ok(in_room(request, caller, place, back.status, || {
        view! {
            <p class="back">
                <a href=format!("/admin/procedures/{id}")>{words.parts_back()}</a>
            </p>
            {error_summary(lang, back.problems)}
            {parts::saved(request)}
            <h1>{title}</h1>
            <p>{named}</p>
            <p class="hint">{words.parts_hint()}</p>
            <p class="hint">{words.parts_due_hint()}</p>
            <form method="post" action=format!("/admin/procedures/{id}/parts") class="form" data-guard="true" id=PARTS>
                {parts::fingerprint_field(&stands.to_vec())}
                {rows}
                {button(words.catalogue_save_button())}
            </form>
        }
        .into_any()
    }))
}

fn inputs(lang: Lang, number: usize, row: &Row, agencies: &[(AgencyId, String)]) -> AnyView {
    let words = lang.words();
    let id = |name: &str| format!("{name}_{number}");
    let line = |name: &str, label: String, value: &str, chars_max: usize| {
        let id = id(name);
        view! {
            <div class="field">
                <label r#for=id.clone()>{label}</label>
                <input
                    r#type="text"
                    id=id.clone()
                    name=id
                    value=value.to_owned()
                    autocomplete="off"
                    maxlength=chars_max.to_string()
                />
            </div>
        }
        .into_any()
    };
    let choice = |name: &str, label: String, options: Vec<(String, String)>, chosen: &str| {
        let id = id(name);
        let options = options.into_iter().map(|(value, text)| {
            let is_chosen = value == chosen;
            view! {
                <option value=value selected=is_chosen>
                    {text}
                </option>
            }
        });
        view! {
            <div class="field">
                <label r#for=id.clone()>{label}</label>
                <select id=id.clone() name=id>
                    {options.collect::<Vec<_>>()}
                </select>
            </div>
        }
        .into_any()
    };
    let none = (String::new(), words.counter_agency_choose());
    let named = agencies
        .iter()
        .map(|(id, name)| (id.0.to_string(), name.clone()));
    let units = [
        (
            LimitUnit::WorkingDays.as_str().to_owned(),
            words.procedures_unit_days(),
        ),
        (
            LimitUnit::WorkingHours.as_str().to_owned(),
            words.procedures_unit_hours(),
        ),
    ];
    view! {
        <fieldset class="choices">
            <legend>{words.parts_part(number)}</legend>
            {choice("agency", words.desk_agency(), std::iter::once(none).chain(named).collect(), &row.agency)}
            {line("limit", words.procedures_limit(), &row.limit, NUMBER_CHARS_MAX)}
            {choice("unit", words.procedures_unit(), units.to_vec(), &row.unit)}
            {line("name_vi", words.parts_name_vi(), &row.name_vi, NAME_CHARS_MAX)}
            {line("name_en", words.parts_name_en(), &row.name_en, NAME_CHARS_MAX)}
        </fieldset>
    }
    .into_any()
}

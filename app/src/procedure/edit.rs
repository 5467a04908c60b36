//! One procedure: added, or changed.

use chrono::NaiveDate;
use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::dossier::applicant::{PAPER_CHARS_MAX, PAPERS_MAX};
use sanh_domain::id::{FieldId, ProcedureId};
use sanh_domain::language::Lang;
use sanh_domain::procedure::limits::Limits;
use sanh_domain::procedure::model::{
    CODE_CHARS_MAX, FEE_VND_MAX, PAPERS_CHARS_MAX, PROCEDURE_NAME_CHARS_MAX, ProcedureEntry,
};
use sanh_domain::text::name::Name;

use super::pages::port;
use super::parts::{self, FormResponse, FormValues};
use super::port::CatalogueError;
use super::procedures::{FieldNames, Procedure, fee_text, field_name, field_names};
use super::words::limits_text;
use super::{later, limit_form, linked, typed};
use crate::admin::pages::in_room;
use crate::error::AppError;
use crate::page::{Page, PageRequest};
use crate::text::Messages;
use crate::text::number::number;
use crate::ui::form::{Form, Problem, button, error_summary, select, text_area};
use crate::ui::frame::NavSection;

/// Characters of a number that is typed.
pub(super) const NUMBER_CHARS_MAX: usize = 20;

/// What the audit calls a procedure.
fn subject(entry: &ProcedureEntry) -> String {
    format!("procedure {}", entry.code)
}

/// `GET /admin/procedures/new`
pub(super) async fn new(request: &PageRequest, caller: &Caller) -> Result<Page, AppError> {
    new_page(request, caller, FormResponse::NEW).await
}

/// `POST /admin/procedures`
pub(super) async fn add(request: &PageRequest, caller: &Caller) -> Result<Page, AppError> {
    let (lang, form) = (request.room_lang(), &request.form);
    let words = lang.words();
    let fields = field_names(lang).await?;
    let mut problems = Vec::new();
    let code = typed::code(form.raw("code")).unwrap_or_default();
    if code.is_empty() {
        let message = words.procedures_needs_code(CODE_CHARS_MAX);
        problems.push(Problem::new("code", message));
    }
    let entry = read(lang, form, &fields, code, &mut problems);
    if !problems.is_empty() {
        return new_page(request, caller, FormResponse::wrong(&problems)).await;
    }
    match port().add_procedure(caller, entry.clone()).await {
        Ok(id) => Ok(Page::redirect(format!(
            "/admin/procedures/{}?saved=1",
            id.0
        ))),
        Err(CatalogueError::Other(error)) => Err(error),
        Err(_) => {
            // A form that is sent twice finds what it has added.
            let procedures = port().procedures().await?;
            if let Some(added) = procedures.iter().find(|it| it.entry == entry) {
                let address = format!("/admin/procedures/{}?saved=1", added.id.0);
                return Ok(Page::redirect(address));
            }
            let problem = Problem::new("code", words.catalogue_taken(entry.code));
            new_page(request, caller, FormResponse::wrong(&[problem])).await
        }
    }
}

pub(super) async fn found(id: &str) -> Result<Procedure, AppError> {
    let id = id
        .parse()
        .map(ProcedureId)
        .map_err(|_| AppError::NotFound)?;
    let procedures = port().procedures().await?;
    let found = procedures.into_iter().find(|procedure| procedure.id == id);
    found.ok_or(AppError::NotFound)
}

/// `GET /admin/procedures/{procedure}`
pub(super) async fn one(
    request: &PageRequest,
    caller: &Caller,
    id: &str,
) -> Result<Page, AppError> {
    let procedure = found(id).await?;
    page(request, caller, &procedure, FormResponse::NEW).await
}

/// `POST /admin/procedures/{procedure}`
pub(super) async fn change(
    request: &PageRequest,
    caller: &Caller,
    id: &str,
) -> Result<Page, AppError> {
    let (lang, form) = (request.room_lang(), &request.form);
    let (before, today) = (found(id).await?, port().today().await?);
    let fields = field_names(lang).await?;
    let mut problems = Vec::new();
    let code = before.entry.code.clone();
    let mut after = read(lang, form, &fields, code, &mut problems);
    let typed = after.limits.first;
    after.limits = later::read(lang, form, (&before.entry, today), typed, &mut problems);
    if !problems.is_empty() {
        return page(request, caller, &before, FormResponse::wrong(&problems)).await;
    }
    let changed = if parts::has_fingerprint(form, &before.entry) {
        port().change_procedure(caller, before, after.clone()).await
    } else {
        Err(CatalogueError::Conflict)
    };
    match changed {
        Ok(()) => Ok(Page::redirect(format!("/admin/procedures/{id}?saved=1"))),
        Err(CatalogueError::Other(error)) => Err(error),
        Err(CatalogueError::Restates) => {
            let problem = Problem::new("valid_from", lang.words().limit_past());
            page(
                request,
                caller,
                &found(id).await?,
                FormResponse::wrong(&[problem]),
            )
            .await
        }
        Err(_) => {
            let now = found(id).await?;
            if now.entry == after {
                return Ok(Page::redirect(format!("/admin/procedures/{id}?saved=1")));
            }
            let problem = parts::changed_meanwhile(lang, &subject(&now.entry)).await?;
            page(request, caller, &now, FormResponse::stale(&[problem])).await
        }
    }
}

/// Reads a procedure from a form. Errors are added to `problems`.
fn read(
    lang: Lang,
    form: &Form,
    fields: &FieldNames,
    code: String,
    problems: &mut Vec<Problem>,
) -> ProcedureEntry {
    let words = lang.words();
    let field = form.text("field").parse().map(FieldId).ok();
    let field = field.filter(|field| fields.iter().any(|(id, _)| id == field));
    if field.is_none() {
        problems.push(Problem::new("field", words.procedures_needs_field()));
    }
    let name = parts::names(lang, form, PROCEDURE_NAME_CHARS_MAX, problems);
    let limit = limit_form::read(lang, form, problems);
    let fee = form.text("fee");
    let fee_vnd = typed::fee(fee);
    if fee_vnd.is_none() && !fee.is_empty() {
        let most = number(lang, FEE_VND_MAX.into());
        problems.push(Problem::new("fee", words.procedures_bad_fee(most)));
    }
    // Browsers end a line by two characters and count one.
    let papers = form.raw("papers").replace("\r\n", "\n");
    let is_short = papers.chars().count() <= PAPERS_CHARS_MAX;
    let papers = typed::papers(&papers).filter(|_| is_short);
    if papers.is_none() {
        let message = words.procedures_bad_papers(PAPERS_MAX, PAPER_CHARS_MAX, PAPERS_CHARS_MAX);
        problems.push(Problem::new("papers", message));
    }
    ProcedureEntry {
        code,
        field: field.unwrap_or(FieldId(0)),
        name,
        limits: Limits::always(limit),
        fee_vnd,
        papers: papers.unwrap_or_default(),
    }
}

async fn new_page(
    request: &PageRequest,
    caller: &Caller,
    back: FormResponse<'_>,
) -> Result<Page, AppError> {
    let lang = request.room_lang();
    let words = lang.words();
    let fields = field_names(lang).await?;
    let sheet = FormValues { request, back };
    let code_hint = Some(words.procedures_code_hint());
    let title = words.procedures_add();
    let place = (NavSection::Procedures, title.clone());
    Ok(in_room(request, caller, place, back.status, || {
        view! {
            {back_link(lang)}
            {error_summary(lang, back.problems)}
            <h1>{title}</h1>
            <form method="post" action="/admin/procedures" class="form catalogue-form" data-guard="true">
                {sheet.line("code", words.catalogue_code(), code_hint, "", CODE_CHARS_MAX)}
                {inputs(&sheet, None, &fields)}
                {button(words.catalogue_add_button())}
            </form>
        }
        .into_any()
    }))
}

pub(super) async fn page(
    request: &PageRequest,
    caller: &Caller,
    procedure: &Procedure,
    back: FormResponse<'_>,
) -> Result<Page, AppError> {
    let lang = request.room_lang();
    let words = lang.words();
    let (fields, today) = (field_names(lang).await?, port().today().await?);
    let entry = &procedure.entry;
    let sheet = FormValues { request, back };
    let action = format!("/admin/procedures/{}", procedure.id.0);
    let another = request.parameter("saved").map(|_| {
        let href = format!("/admin/procedures/new?field={}", entry.field.0);
        view! {
            <p>
                <a href=href>{words.procedures_add_another()}</a>
            </p>
        }
    });
    let title = format!("{} {}", words.procedures_one(), entry.code);
    let place = (NavSection::Procedures, title.clone());
    Ok(in_room(request, caller, place, back.status, || {
        view! {
            {back_link(lang)}
            {error_summary(lang, back.problems)}
            {parts::saved(request)}
            {another}
            <h1>{title}</h1>
            <p class="hint">{words.procedures_limit_kept()}</p>
            {back.is_stale.then(|| parts::current_values(lang, facts(lang, (entry, today), &fields)))}
            {later::list(lang, procedure, today)}
            <form method="post" action=action class="form catalogue-form" data-guard="true">
                {parts::fingerprint_field(entry)}
                {inputs(&sheet, Some((entry, today)), &fields)}
                {button(words.catalogue_save_button())}
            </form>
            {linked::link(lang, procedure)}
            {parts::audit_link(lang, &subject(entry))}
        }
        .into_any()
    }))
}

fn back_link(lang: Lang) -> AnyView {
    view! {
        <p class="back">
            <a href="/admin/procedures">{lang.words().procedures_back()}</a>
        </p>
    }
    .into_any()
}

fn facts(
    lang: Lang,
    (entry, today): (&ProcedureEntry, NaiveDate),
    fields: &FieldNames,
) -> Vec<(String, String)> {
    let words = lang.words();
    let limit = limits_text(lang, entry.limits.on(today));
    let papers: Vec<&str> = entry.papers.iter().map(|paper| paper.vi.as_str()).collect();
    let mut facts = vec![(words.catalogue_field(), field_name(fields, entry.field))];
    facts.extend(parts::name_facts(lang, &entry.name));
    facts.extend([
        (words.procedures_limit(), limit),
        (words.procedures_fee(), fee_text(lang, entry.fee_vnd)),
        (words.procedures_papers(), papers.join("; ")),
    ]);
    facts.extend(later::facts(lang, &entry.limits, today));
    facts
}

/// Everything but the code.
fn inputs(
    sheet: &FormValues<'_>,
    standing: Option<(&ProcedureEntry, NaiveDate)>,
    fields: &FieldNames,
) -> AnyView {
    let entry = standing.map(|(entry, _)| entry);
    let limit = standing.map(|(entry, today)| entry.limits.on(today));
    let from = standing.map(|(_, today)| later::from_input(sheet, today));
    let lang = sheet.request.room_lang();
    let words = lang.words();
    let asked_for = sheet.request.parameter("field").unwrap_or_default();
    let field = entry.map_or_else(|| asked_for.to_owned(), |entry| entry.field.0.to_string());
    let none = (String::new(), words.procedures_choose_field());
    let options = fields
        .iter()
        .map(|(id, name)| (id.0.to_string(), name.clone()));
    let options = std::iter::once(none).chain(options).collect();
    let chosen = sheet.value("field", &field);
    let fee = entry.and_then(|entry| entry.fee_vnd);
    let fee = fee.map_or_else(String::new, |fee| number(lang, fee.into()));
    let fee_hint = Some(words.procedures_fee_hint());
    let papers: &[Name] = entry.map_or(&[], |entry| &entry.papers);
    let papers = sheet.value("papers", &typed::papers_typed(papers));
    let papers_hint = Some(words.procedures_papers_hint());
    view! {
        {select("field", words.catalogue_field(), options, &chosen, sheet.back.problems)}
        {sheet.names(entry.map(|entry| &entry.name), PROCEDURE_NAME_CHARS_MAX)}
        {limit_form::inputs(sheet, limit.unwrap_or_default())}
        {from}
        {sheet.line("fee", words.procedures_fee_vnd(), fee_hint, &fee, NUMBER_CHARS_MAX)}
        {text_area("papers", words.procedures_papers(), papers_hint, &papers, PAPERS_CHARS_MAX, sheet.back.problems)}
    }
    .into_any()
}

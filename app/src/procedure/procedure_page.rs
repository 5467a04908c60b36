//! One procedure: added, or changed.

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::language::Lang;
use sanh_domain::procedure::model::{
    CODE_CHARS_MAX, PROCEDURE_NAME_CHARS_MAX, Procedure, ProcedureEntry,
};
use sanh_domain::text::name::Name;

use super::address::procedure_id;
use super::api::{ChangeProcedure, RemoveLimit, read_procedure};
use super::field_names::{FieldNames, field_name, field_names};
use super::office_form::{self, AgencyNames, agency_names, handlers};
use super::{future_limits, guide_page, limit_form, papers_form, parts_page};
use crate::catalogue::form_fields;
use crate::catalogue::form_fields::{FormValues, NUMBER_CHARS_MAX};
use crate::error::AppError;
use crate::model::procedure::adds_paper;
use crate::text::Messages;
use crate::text::number::number;
use crate::text::procedure::{fee_text, level_name, limits_text, subject};
use crate::ui::document::product_title;
use crate::ui::form::{button, error_summary, hidden, select};
use crate::ui::response::{loaded, request, response};
use crate::ui::submit::{Refusal, submit, submitted};

/// `/admin/procedures/new`
#[component]
pub(super) fn NewPage() -> impl IntoView {
    loaded(new_form(Refusal::default()))
}

/// `/admin/procedures/{procedure}`
#[component]
pub(super) fn ProcedurePage() -> impl IntoView {
    loaded(changed(procedure_id()))
}

/// `/admin/procedures/{procedure}/limits/remove`: where the form goes that takes away a limit to come.
#[component]
pub(super) fn RemoveLimitPage() -> impl IntoView {
    loaded(limit_removed(procedure_id()))
}

/// The form of a new procedure, with what is wrong with one that was sent.
pub(super) async fn new_form(refusal: Refusal) -> Result<AnyView, AppError> {
    let listed = Listed::read().await?;
    Ok(view! { <NewProcedure listed refusal /> }.into_any())
}

async fn changed(id: String) -> Result<AnyView, AppError> {
    let number = id.parse().map_err(|_| AppError::NotFound)?;
    if adds_paper(&request().form) {
        return shown(number, Refusal::default(), true).await;
    }
    let sent = submitted::<ChangeProcedure>(&[("procedure", &id)]).await?;
    let Some(refusal) = sent.or_redirect(|()| format!("/admin/procedures/{id}?saved=1")) else {
        return Ok(().into_any());
    };
    shown(number, refusal, true).await
}

async fn limit_removed(id: String) -> Result<AnyView, AppError> {
    let response = response();
    let number = id.parse().map_err(|_| AppError::NotFound)?;
    match submit::<RemoveLimit>(&[("procedure", &id)]).await? {
        // The form beside the list was not sent, so it shows the stored values.
        Err(refusal) => return shown(number, refusal, false).await,
        Ok(()) => response.redirect(format!("/admin/procedures/{id}?saved=1")),
    }
    Ok(().into_any())
}

async fn shown(number: i64, refusal: Refusal, keeps_typed: bool) -> Result<AnyView, AppError> {
    let listed = Listed::read().await?;
    let (procedure, today) = read_procedure(number).await?;
    Ok(view! { <OneProcedure procedure today listed refusal keeps_typed /> }.into_any())
}

/// What a procedure refers to, by name.
struct Listed {
    fields: FieldNames,
    agencies: AgencyNames,
}

impl Listed {
    async fn read() -> Result<Self, AppError> {
        let lang = request().room_lang();
        Ok(Self {
            fields: field_names(lang).await?,
            agencies: agency_names(lang).await?,
        })
    }
}

#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
fn NewProcedure(listed: Listed, refusal: Refusal) -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let sheet = FormValues::new(&request, &refusal);
    let code_hint = Some(words.procedures_code_hint());
    let title = words.procedures_add();
    view! {
        <Title text=product_title(lang, &title) />
        {back_link(lang)}
        {error_summary(lang, &refusal.problems)}
        <h1>{title}</h1>
        <form method="post" action="/admin/procedures" class="form catalogue-form" data-guard="true">
            {papers_form::enter_saves()}
            {sheet.line("code", words.catalogue_code(), code_hint, "", CODE_CHARS_MAX)}
            {inputs(&sheet, None, &listed)}
            {button(words.catalogue_add_button())}
        </form>
    }
}

#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
fn OneProcedure(
    procedure: Procedure,
    today: NaiveDate,
    listed: Listed,
    refusal: Refusal,
    keeps_typed: bool,
) -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let entry = &procedure.entry;
    let sheet = FormValues::new(&request, &refusal);
    let sheet = if keeps_typed { sheet } else { sheet.stored() };
    let action = format!("/admin/procedures/{}", procedure.id.0);
    let another = request.parameter("saved").map(|_| {
        let href = format!("/admin/procedures/new?field={}", entry.field.0);
        view! {
            <p>
                <a href=href>{words.procedures_add_another()}</a>
            </p>
        }
    });
    // With another row the form is still what it was made from: changed since, it is not written over.
    let seen = if adds_paper(&request.form) {
        hidden("seen", request.form.text("seen"))
    } else {
        form_fields::fingerprint_field(entry)
    };
    let title = format!("{} {}", words.procedures_one(), entry.code);
    view! {
        <Title text=product_title(lang, &title) />
        {back_link(lang)}
        {error_summary(lang, &refusal.problems)}
        {form_fields::saved(&request)}
        {another}
        <h1>{title}</h1>
        <p class="hint">{words.procedures_limit_kept()}</p>
        {refusal.is_stale.then(|| form_fields::current_values(lang, facts(lang, (entry, today), &listed)))}
        {future_limits::list(lang, &procedure, today)}
        <form method="post" action=action class="form catalogue-form" data-guard="true">
            {papers_form::enter_saves()}
            {seen}
            {inputs(&sheet, Some((entry, today)), &listed)}
            {button(words.catalogue_save_button())}
        </form>
        {guide_page::link(lang, &procedure)}
        {parts_page::link(lang, &procedure)}
        {form_fields::audit_link(lang, &subject(entry))}
    }
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
    listed: &Listed,
) -> Vec<(String, String)> {
    let words = lang.words();
    let limit = limits_text(lang, entry.limits.on(today));
    let papers: Vec<&str> = entry
        .requirements
        .papers
        .iter()
        .map(|paper| paper.vi.as_str())
        .collect();
    let mut facts = vec![(
        words.catalogue_field(),
        field_name(&listed.fields, entry.field),
    )];
    facts.extend(form_fields::name_facts(lang, &entry.name));
    let needs = &entry.requirements;
    let national_code = needs.national_code.as_ref();
    let level = needs.level.map(|level| level_name(lang, level));
    facts.extend([
        (
            words.office_national_code(),
            national_code.map_or_else(String::new, ToString::to_string),
        ),
        (words.office_level(), level.unwrap_or_default()),
        (words.office_agencies(), handlers(&listed.agencies, needs)),
    ]);
    facts.extend([
        (words.procedures_limit(), limit),
        (
            words.procedures_fee(),
            fee_text(lang, entry.requirements.fee_vnd),
        ),
        (words.procedures_papers(), papers.join("; ")),
    ]);
    facts.extend(future_limits::facts(lang, &entry.limits, today));
    facts
}

/// Everything but the code.
fn inputs(
    sheet: &FormValues<'_>,
    standing: Option<(&ProcedureEntry, NaiveDate)>,
    listed: &Listed,
) -> AnyView {
    let entry = standing.map(|(entry, _)| entry);
    let limit = standing.map(|(entry, today)| entry.limits.on(today));
    let from = standing.map(|(_, today)| future_limits::from_input(sheet, today));
    let lang = sheet.request.room_lang();
    let words = lang.words();
    let asked_for = sheet.request.parameter("field").unwrap_or_default();
    let field = entry.map_or_else(|| asked_for.to_owned(), |entry| entry.field.0.to_string());
    let none = (String::new(), words.procedures_choose_field());
    let options = listed
        .fields
        .iter()
        .map(|(id, name)| (id.0.to_string(), name.clone()));
    let options = std::iter::once(none).chain(options).collect();
    let chosen = sheet.value("field", &field);
    let needs = entry.map(|entry| entry.requirements.clone());
    let needs = needs.unwrap_or_default();
    let fee = entry.and_then(|entry| entry.requirements.fee_vnd);
    let fee = fee.map_or_else(String::new, |fee| number(lang, fee.into()));
    let fee_hint = Some(words.procedures_fee_hint());
    let papers: &[Name] = entry.map_or(&[], |entry| &entry.requirements.papers);
    view! {
        {select("field", words.catalogue_field(), options, &chosen, sheet.problems)}
        {sheet.names(entry.map(|entry| &entry.name), PROCEDURE_NAME_CHARS_MAX)}
        {office_form::national_inputs(sheet, &needs)}
        {office_form::agency_inputs(sheet, &listed.agencies, &needs)}
        {limit_form::inputs(sheet, limit.unwrap_or_default())}
        {from}
        {sheet.line("fee", words.procedures_fee_vnd(), fee_hint, &fee, NUMBER_CHARS_MAX)}
        {papers_form::inputs(sheet, papers)}
    }
    .into_any()
}

//! `/admin/documents`: documents are posted, replaced and taken down.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::document::model::{Document, DocumentEntry, NUMBER_CHARS_MAX, TITLE_CHARS_MAX};
use sanh_domain::document::pdf::PDF_BYTES_MAX;
use sanh_domain::language::Lang;

use super::api::{AddDocument, ReplaceDocument, TakeDownDocument, list_documents, read_document};
use super::facts::{citation, document_id, file_address, file_text};
use crate::catalogue::form_fields;
use crate::catalogue::form_fields::FormValues;
use crate::error::AppError;
use crate::text::Messages;
use crate::text::dossier::named;
use crate::ui::document::product_title;
use crate::ui::form::{Field, Problem, button, button_second, error_summary, hidden, labelled};
use crate::ui::moment::day_field;
use crate::ui::response::{loaded, request, response};
use crate::ui::submit::{Refusal, Submitted, submit, submitted};

/// `/admin/documents`: the list, and where the form goes that adds to it.
#[component]
pub(super) fn AdminListPage() -> impl IntoView {
    loaded(list())
}

async fn list() -> Result<AnyView, AppError> {
    let response = response();
    match submitted::<AddDocument>(&[]).await? {
        Submitted::Done(id) => {
            response.redirect(format!("/admin/documents/{}?saved=1", id.0));
            return Ok(().into_any());
        }
        Submitted::Refused(refusal) => return Ok(new_form(&refusal)),
        Submitted::Not => {}
    }
    let lang = request().room_lang();
    let words = lang.words();
    let documents = list_documents().await?;
    let title = words.documents_title();
    let rows: Vec<_> = documents.iter().filter_map(|it| row(lang, it)).collect();
    Ok(view! {
        <Title text=product_title(lang, &title) />
        <h1>{title}</h1>
        <p>
            <a class="button-link" href="/admin/documents/new">
                {words.documents_add()}
            </a>
        </p>
        <p class="pages">
            <a href="/documents">{words.documents_public()}</a>
        </p>
        <table class="table catalogue">
            <thead>
                <tr>
                    <th scope="col">{words.documents_name()}</th>
                    <th scope="col">{words.documents_number()}</th>
                    <th scope="col">{words.documents_versions()}</th>
                    <th scope="col">{words.documents_state()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any())
}

fn state(lang: Lang, document: &Document) -> String {
    if document.is_posted() {
        lang.words().documents_posted()
    } else {
        lang.words().documents_down()
    }
}

fn row(lang: Lang, document: &Document) -> Option<AnyView> {
    let words = lang.words();
    let shown = document.shown()?;
    let href = format!("/admin/documents/{}", document.id.0);
    Some(
        view! {
            <tr>
                <th scope="row" data-label=words.documents_name()>
                    <a href=href>{named(lang, &shown.entry.title)}</a>
                </th>
                <td data-label=words.documents_number()>{citation(lang, shown)}</td>
                <td data-label=words.documents_versions()>{document.versions.len().to_string()}</td>
                <td data-label=words.documents_state()>{state(lang, document)}</td>
            </tr>
        }
        .into_any(),
    )
}

/// `/admin/documents/new`
#[component]
pub(super) fn NewPage() -> impl IntoView {
    loaded(async { Ok(new_form(&Refusal::default())) })
}

fn new_form(refusal: &Refusal) -> AnyView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let title = words.documents_add();
    let sheet = FormValues::new(&request, refusal);
    view! {
        <Title text=product_title(lang, &title) />
        {back_link(lang)}
        {error_summary(lang, &refusal.problems)}
        <h1>{title}</h1>
        <form method="post" action="/admin/documents" enctype="multipart/form-data" class="form catalogue-form" data-guard="true">
            {inputs(&sheet, None)}
            {file_input(lang, words.documents_pdf(), &refusal.problems)}
            {button(words.documents_post())}
        </form>
    }
    .into_any()
}

fn back_link(lang: Lang) -> AnyView {
    view! {
        <p class="back">
            <a href="/admin/documents">{lang.words().documents_back()}</a>
        </p>
    }
    .into_any()
}

fn inputs(sheet: &FormValues<'_>, stands: Option<&DocumentEntry>) -> AnyView {
    let words = sheet.request.room_lang().words();
    let title = stands.map(|entry| &entry.title);
    let vi = title.map_or("", |title| &title.vi);
    let en = title
        .and_then(|title| title.en.as_deref())
        .unwrap_or_default();
    let number = stands.map_or("", |entry| &entry.number);
    let date = stands.map_or_else(String::new, |entry| entry.issued_on.to_string());
    let date = Field {
        value: sheet.value("issued_on", &date),
        ..Field::text("issued_on", words.documents_date())
    };
    view! {
        {sheet.line("title_vi", words.documents_title_vi(), None, vi, TITLE_CHARS_MAX)}
        {sheet.line("title_en", words.documents_title_en(), Some(words.documents_title_en_hint()), en, TITLE_CHARS_MAX)}
        {sheet.line("number", words.documents_number(), Some(words.documents_number_hint()), number, NUMBER_CHARS_MAX)}
        {day_field(sheet.request.room_lang(), date, sheet.problems)}
    }
    .into_any()
}

fn file_input(lang: Lang, label: String, problems: &[Problem]) -> AnyView {
    let hint = lang.words().documents_pdf_hint(PDF_BYTES_MAX >> 20);
    labelled(
        "file",
        label,
        Some(hint),
        problems,
        |described, is_wrong| {
            view! {
                <input
                    id="file"
                    name="file"
                    r#type="file"
                    accept="application/pdf,.pdf"
                    aria-describedby=described
                    aria-invalid=is_wrong.then_some("true")
                />
            }
            .into_any()
        },
    )
}

/// `/admin/documents/{document}`
#[component]
pub(super) fn AdminPage() -> impl IntoView {
    let id = document_id();
    loaded(async move {
        let id = id?;
        let sent = submitted::<ReplaceDocument>(&[("document", &id.0.to_string())]).await?;
        let Some(refusal) = sent.or_redirect(|()| format!("/admin/documents/{}?saved=1", id.0))
        else {
            return Ok(().into_any());
        };
        one(&read_document(id).await?, &refusal)
    })
}

/// `/admin/documents/{document}/down`: the target of the form that takes it down.
#[component]
pub(super) fn TakeDownPage() -> impl IntoView {
    let id = document_id();
    loaded(async move {
        let id = id?;
        if submit::<TakeDownDocument>(&[("document", &id.0.to_string())])
            .await?
            .is_ok()
        {
            response().redirect(format!("/admin/documents/{}?saved=1", id.0));
        }
        Ok(())
    })
}

fn one(document: &Document, refusal: &Refusal) -> Result<AnyView, AppError> {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let shown = document.shown().ok_or(AppError::NotFound)?;
    let sheet = FormValues::new(&request, refusal);
    let sheet = if refusal.is_stale {
        sheet.stored()
    } else {
        sheet
    };
    let address = format!("/admin/documents/{}", document.id.0);
    let title = named(lang, &shown.entry.title);
    let versions: Vec<_> = document
        .versions
        .iter()
        .map(|version| {
            view! {
                <li>
                    <a href=file_address(document, version)>{words.documents_version(version.version)}</a>
                    ": " {named(lang, &version.entry.title)} ", " {citation(lang, version)} ", "
                    {file_text(lang, version)}
                </li>
            }
        })
        .collect();
    let down = document.is_posted().then(|| {
        view! {
            <form method="post" action=format!("{address}/down")>
                {button_second(words.documents_take_down())}
            </form>
        }
    });
    Ok(view! {
        <Title text=product_title(lang, &title) />
        {back_link(lang)}
        {error_summary(lang, &refusal.problems)}
        {form_fields::saved(&request)}
        <h1>{title}</h1>
        <p>{state(lang, document)}</p>
        <h2>{words.documents_versions()}</h2>
        <ul class="document-versions">{versions}</ul>
        {down}
        <h2>{words.documents_replace()}</h2>
        <p class="hint">{words.documents_replace_hint()}</p>
        <form method="post" action=address enctype="multipart/form-data" class="form catalogue-form" data-guard="true">
            {hidden("seen", &shown.version.to_string())}
            {inputs(&sheet, Some(&shown.entry))}
            {file_input(lang, words.documents_new_pdf(), &refusal.problems)}
            {button(words.documents_post())}
        </form>
        {form_fields::audit_link(lang, &format!("document {}", document.id.0))}
    }
    .into_any())
}

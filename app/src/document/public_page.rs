//! `/documents` and `/documents/{document}`: the posted documents, to be read and downloaded.

use leptos::prelude::*;
use sanh_domain::document::model::{Document, DocumentVersion};
use sanh_domain::language::Lang;

use super::api::list_posted_documents;
use super::facts::{citation, document_id, file_address, file_text};
use crate::error::AppError;
use crate::page::PageRequest;
use crate::text::Messages;
use crate::text::dossier::named;
use crate::ui::public::{in_lang, public_page};
use crate::ui::response::{loaded, request};

/// `/documents`
#[component]
pub(super) fn ListPage() -> impl IntoView {
    loaded(list())
}

async fn list() -> Result<AnyView, AppError> {
    let request = request();
    let documents = list_posted_documents().await?;
    let lang = request.room_lang();
    let title = lang.words().documents_title();
    let cards: Vec<_> = documents
        .iter()
        .filter_map(|it| card(&request, it))
        .collect();
    let list = if cards.is_empty() {
        view! { <p>{lang.words().documents_none()}</p> }.into_any()
    } else {
        view! { <ul class="guide-list">{cards}</ul> }.into_any()
    };
    let body = view! {
        <p class="hint">{lang.words().documents_lead()}</p>
        {list}
    };
    Ok(public_page(title, (), body))
}

fn card(request: &PageRequest, document: &Document) -> Option<AnyView> {
    let lang = request.room_lang();
    let shown = document.shown()?;
    let href = in_lang(request, &format!("/documents/{}", document.id.0));
    Some(
        view! {
            <li>
                <h2>
                    <a href=href>{named(lang, &shown.entry.title)}</a>
                </h2>
                <p class="hint">{citation(lang, shown)}</p>
                {file_link(lang, document, shown)}
            </li>
        }
        .into_any(),
    )
}

fn file_link(lang: Lang, document: &Document, version: &DocumentVersion) -> AnyView {
    let words = lang.words();
    let label =
        words.documents_save_of(file_text(lang, version), named(lang, &version.entry.title));
    view! {
        <a href=file_address(document, version) class="guide-tag" aria-label=label>
            {words.documents_save()} " (" {file_text(lang, version)} ")"
        </a>
    }
    .into_any()
}

/// `/documents/{document}`
#[component]
pub(super) fn DocumentPage() -> impl IntoView {
    let id = document_id();
    loaded(async move {
        let id = id?;
        let request = request();
        let documents = list_posted_documents().await?;
        let document = documents.into_iter().find(|it| it.id == id);
        let document = document.ok_or(AppError::NotFound)?;
        one(&request, &document).ok_or(AppError::NotFound)
    })
}

fn one(request: &PageRequest, document: &Document) -> Option<AnyView> {
    let lang = request.room_lang();
    let words = lang.words();
    let (shown, before) = document.versions.split_first()?;
    let title = named(lang, &shown.entry.title);
    let before: Vec<_> = before
        .iter()
        .map(|version| {
            view! {
                <li>
                    {words.documents_version(version.version)} ": " {named(lang, &version.entry.title)} ", "
                    {citation(lang, version)} " " {file_link(lang, document, version)}
                </li>
            }
        })
        .collect();
    let before = (!before.is_empty()).then(|| {
        view! {
            <section aria-labelledby="before">
                <h2 id="before">{words.documents_before()}</h2>
                <ul class="guide-versions">{before}</ul>
            </section>
        }
    });
    let back = view! {
        <p class="back">
            <a href=in_lang(request, "/documents")>{words.documents_back()}</a>
        </p>
    };
    let body = view! {
        <p>{citation(lang, shown)}</p>
        <p>{file_link(lang, document, shown)}</p>
        {before}
    };
    Some(public_page(title, back, body))
}

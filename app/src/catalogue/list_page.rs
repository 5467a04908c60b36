//! The list of agencies or of fields, with the form that adds one.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::procedure::model::{CODE_CHARS_MAX, CatalogueItem, ItemKind, NAME_CHARS_MAX};

use super::api::{AddAgency, AddField, list_catalogue};
use super::item_page::SensitiveTick;
use super::words::{ItemWords, list_path, publicity};
use crate::catalogue::form_fields::{FormValues, saved};
use crate::error::AppError;
use crate::text::Messages;
use crate::ui::document::product_title;
use crate::ui::form::{button, error_summary};
use crate::ui::response::{loaded, request};
use crate::ui::submit::{Refusal, submitted};

/// `/admin/agencies`, `/admin/fields`
#[component]
pub(super) fn ListPage(kind: ItemKind) -> impl IntoView {
    loaded(list(kind))
}

async fn list(kind: ItemKind) -> Result<AnyView, AppError> {
    let added = match kind {
        ItemKind::Agency => submitted::<AddAgency>(&[]).await?,
        ItemKind::Field => submitted::<AddField>(&[]).await?,
    };
    let Some(refusal) = added.or_redirect(|()| format!("{}?saved=1", list_path(kind))) else {
        return Ok(().into_any());
    };
    let items = list_catalogue(kind).await?;
    Ok(view! { <List kind items refusal /> }.into_any())
}

#[component]
fn List(kind: ItemKind, items: Vec<CatalogueItem>, refusal: Refusal) -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let ItemWords {
        title,
        lead,
        add,
        code_hint,
        ..
    } = ItemWords::of(kind, lang);
    let sheet = FormValues::new(&request, &refusal);
    let has_publicity = kind == ItemKind::Field;
    let publicity_head =
        has_publicity.then(|| view! { <th scope="col">{words.fields_public()}</th> });
    let rows: Vec<_> = items
        .into_iter()
        .map(|item| view! { <Row kind item /> })
        .collect();
    let tick = has_publicity
        .then(|| view! { <SensitiveTick is_ticked=sheet.is_ticked("sensitive", false) /> });
    view! {
        <Title text=product_title(lang, &title) />
        {error_summary(lang, &refusal.problems)}
        {saved(&request)}
        <h1>{title}</h1>
        <p class="hint">{lead}</p>
        <p>
            <a href="#add">{add.clone()}</a>
        </p>
        <table class="table catalogue">
            <thead>
                <tr>
                    <th scope="col">{words.catalogue_code()}</th>
                    <th scope="col">{words.catalogue_name_vi()}</th>
                    <th scope="col">{words.catalogue_name_en()}</th>
                    {publicity_head}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        <h2 id="add">{add}</h2>
        <form method="post" action=list_path(kind) class="form">
            {sheet.line("code", words.catalogue_code(), Some(code_hint), "", CODE_CHARS_MAX)}
            {sheet.names(None, NAME_CHARS_MAX)}
            {tick}
            {button(words.catalogue_add_button())}
        </form>
    }
}

#[component]
fn Row(kind: ItemKind, item: CatalogueItem) -> impl IntoView {
    let lang = request().room_lang();
    let words = lang.words();
    let href = format!("{}/{}", list_path(kind), item.id);
    let publicity = publicity(lang, kind, item.sensitive);
    view! {
        <tr>
            <th scope="row" data-label=words.catalogue_code()>
                <a href=href>{item.code}</a>
            </th>
            <td data-label=words.catalogue_name_vi() lang="vi">{item.name.vi}</td>
            <td data-label=words.catalogue_name_en() lang="en">{item.name.en}</td>
            {publicity.map(|text| view! { <td data-label=words.fields_public()>{text}</td> })}
        </tr>
    }
}

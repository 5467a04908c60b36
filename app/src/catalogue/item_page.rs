//! One agency or field, with the form that changes it.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use sanh_domain::procedure::model::{CatalogueItem, ItemKind, NAME_CHARS_MAX};

use super::api::{ChangeAgency, ChangeField, read_catalogue_item};
use super::words::{ItemWords, facts, list_path};
use crate::catalogue::form_fields::{
    FormValues, audit_link, current_values, fingerprint_field, saved,
};
use crate::error::AppError;
use crate::text::Messages;
use crate::text::procedure::item_subject;
use crate::ui::document::product_title;
use crate::ui::form::{button, error_summary};
use crate::ui::response::{loaded, request};
use crate::ui::submit::{Refusal, submitted};

/// `/admin/agencies/{agency}`, `/admin/fields/{field}`
#[component]
pub(super) fn ItemPage(kind: ItemKind) -> impl IntoView {
    let name = match kind {
        ItemKind::Agency => "agency",
        ItemKind::Field => "field",
    };
    let id = use_params_map().with_untracked(|params| params.get(name));
    loaded(item_page(kind, id.unwrap_or_default()))
}

async fn item_page(kind: ItemKind, id: String) -> Result<AnyView, AppError> {
    let number: i64 = id.parse().map_err(|_| AppError::NotFound)?;
    let of_address = [("item", id.as_str())];
    let changed = match kind {
        ItemKind::Agency => submitted::<ChangeAgency>(&of_address).await?,
        ItemKind::Field => submitted::<ChangeField>(&of_address).await?,
    };
    let Some(refusal) = changed.or_redirect(|()| format!("{}/{id}?saved=1", list_path(kind)))
    else {
        return Ok(().into_any());
    };
    let item = read_catalogue_item(kind, number).await?;
    Ok(view! { <Item kind item refusal /> }.into_any())
}

#[component]
fn Item(kind: ItemKind, item: CatalogueItem, refusal: Refusal) -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let path = list_path(kind);
    let ItemWords { one, back, .. } = ItemWords::of(kind, lang);
    let sheet = FormValues::new(&request, &refusal);
    let action = format!("{path}/{}", item.id);
    let title = format!("{one} {}", item.code);
    let tick = (kind == ItemKind::Field).then(|| {
        let is_ticked = sheet.is_ticked("sensitive", item.sensitive);
        view! { <SensitiveTick is_ticked /> }
    });
    view! {
        <Title text=product_title(lang, &title) />
        <p class="back">
            <a href=path>{back}</a>
        </p>
        {error_summary(lang, &refusal.problems)}
        {saved(&request)}
        <h1>{title}</h1>
        {refusal.is_stale.then(|| current_values(lang, facts(lang, kind, &item)))}
        <form method="post" action=action class="form">
            {fingerprint_field(&item)}
            {sheet.names(Some(&item.name), NAME_CHARS_MAX)}
            {tick}
            {button(words.catalogue_save_button())}
        </form>
        {audit_link(lang, &item_subject(kind, &item.code))}
    }
}

/// The box for a field that the board must never name.
#[component]
pub(super) fn SensitiveTick(is_ticked: bool) -> impl IntoView {
    let words = request().room_lang().words();
    crate::catalogue::form_fields::tick(
        "sensitive",
        words.fields_sensitive(),
        words.fields_sensitive_hint(),
        is_ticked,
    )
}

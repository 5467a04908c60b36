//! A rating that a clerk opens for the dossier just handed over.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use sanh_domain::dossier::{Dossier, Status};
use sanh_domain::feedback::model::pin_in_groups;
use sanh_domain::language::Lang;

use super::api::OpenRating;
use crate::error::AppError;
use crate::model::feedback::OpenedRating;
use crate::text::Messages;
use crate::ui::document::product_title;
use crate::ui::form::{Problem, button, button_second, error_summary, hidden};
use crate::ui::qr::qr;
use crate::ui::response::{loaded, request};
use crate::ui::submit::submit;

/// `/desk/dossiers/{code}/rating`: the target of the form that opens a rating.
#[component]
pub(super) fn DeskRatingPage() -> impl IntoView {
    let code = use_params_map().with_untracked(|params| params.get("code"));
    loaded(opened(code.unwrap_or_default()))
}

async fn opened(code: String) -> Result<AnyView, AppError> {
    Ok(match submit::<OpenRating>(&[("code", &code)]).await? {
        Ok(rating) => view! { <Opened code rating /> }.into_any(),
        Err(refusal) => view! { <NotOpened code problems=refusal.problems /> }.into_any(),
    })
}

/// The form that opens a rating, on the page of a dossier that was handed over.
pub(crate) fn rating_form(lang: Lang, dossier: &Dossier) -> Option<AnyView> {
    if dossier.status != Status::HandedOver || dossier.is_annulled() {
        return None;
    }
    let words = lang.words();
    let action = format!("/desk/dossiers/{}/rating", dossier.code);
    Some(
        view! {
            <form method="post" action=action class="form">
                {button_second(words.rating_open())}
                <p class="hint">{words.rating_open_hint()}</p>
            </form>
        }
        .into_any(),
    )
}

#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
fn Opened(code: String, rating: OpenedRating) -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let title = words.rating_opened_title();
    let site = request
        .context
        .public_url
        .as_deref()
        .map(|site| site.trim_end_matches('/'));
    // The secret is behind the `#`, which is not sent to a server, logged or passed on as a referrer.
    let link = site.map(|site| format!("{site}/feedback/rate#{}", rating.secret));
    let code_shown = link.as_deref().and_then(qr);
    let code_shown = code_shown.map(|picture| {
        view! {
            <p class="hint">{words.rating_opened_qr()}</p>
            <div class="front-qr">{picture}</div>
        }
    });
    view! {
        <Title text=product_title(lang, &title) />
        {back(lang, &code)}
        <h1>{title}</h1>
        <p>{words.rating_opened(rating.minutes.to_string())}</p>
        <p class="rating-number">{pin_in_groups(&rating.secret)}</p>
        <form method="post" action="/feedback/rate" target="_blank" class="form">
            {hidden("ticket", &rating.secret)}
            {button(words.rating_opened_here())}
        </form>
        {code_shown}
    }
}

#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
fn NotOpened(code: String, problems: Vec<Problem>) -> impl IntoView {
    let lang = request().room_lang();
    let title = lang.words().rating_open();
    view! {
        <Title text=product_title(lang, &title) />
        {back(lang, &code)}
        {error_summary(lang, &problems)}
        <h1 id="rating">{title}</h1>
    }
}

fn back(lang: Lang, code: &str) -> AnyView {
    let text = lang.words().dossier_title(code);
    view! {
        <p class="back">
            <a href=format!("/desk/dossiers/{code}")>{text}</a>
        </p>
    }
    .into_any()
}

//! One step for several dossiers, all or none.

use leptos::prelude::*;
use leptos_meta::Title;

use super::address::{filters_in_address, query_of};
use super::api::MoveDossiers;
use super::worklist::listed;
use crate::error::AppError;
use crate::text::Messages;
use crate::ui::document::product_title;
use crate::ui::form::{Problem, hidden};
use crate::ui::response::{loaded, request, response};
use crate::ui::submit::{CONFLICT, Refusal, submit};

/// `/desk/move`: where the list's form goes.
#[component]
pub(super) fn BulkPage() -> impl IntoView {
    loaded(moved())
}

async fn moved() -> Result<AnyView, AppError> {
    let response = response();
    let Err(refusal) = submit::<MoveDossiers>(&[]).await? else {
        let request = request();
        let query = query_of(&request)?;
        let filters = filters_in_address(&query, query.tab, None);
        let count = request.form.all("dossier").len();
        response.redirect(format!("/desk?{filters}&moved={count}"));
        return Ok(().into_any());
    };
    if refusal.status == CONFLICT {
        return Ok(view! { <SomeCannot refusal /> }.into_any());
    }
    listed(query_of(&request())?, &refusal.problems).await
}

/// What cannot go and why, and a way to go on with the others.
#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
fn SomeCannot(
    /// The dossiers that cannot go stand in the place of its fields.
    refusal: Refusal,
) -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let line = |Problem { field, message }: &Problem| {
        let href = format!("/desk/dossiers/{field}");
        view! {
            <li>
                <a href=href>{field.clone().into_owned()}</a>
                ": "
                {message.clone()}
            </li>
        }
    };
    let lines: Vec<_> = refusal.problems.iter().map(line).collect();
    let may_go = |value: &&str| {
        let code = value.rsplit_once(':').map_or(*value, |(code, _)| code);
        refusal.problems.iter().all(|problem| problem.field != code)
    };
    let form = &request.form;
    let others: Vec<&str> = form.all("dossier").into_iter().filter(may_go).collect();
    let again = (!others.is_empty()).then(|| {
        let boxes = others.iter().map(|value| hidden("dossier", value));
        view! {
            <form method="post" action="/desk/move" class="form">
                {hidden("key", &request.key)}
                {hidden("act", form.text("act"))}
                {hidden("reason", form.text("reason"))}
                {hidden("assignee", form.text("assignee"))}
                {hidden("away_known", form.text("assignee"))}
                {boxes.collect::<Vec<_>>()}
                <button class="button" r#type="submit">
                    {words.desk_bulk_others(others.len())}
                </button>
            </form>
        }
    });
    let title = words.desk_bulk_cannot();
    view! {
        <Title text=product_title(lang, &title) />
        <div class="errors" role="alert" tabindex="-1" autofocus=true>
            <h1>{title}</h1>
            <p>{words.desk_bulk_cannot_text()}</p>
            <ul>{lines}</ul>
        </div>
        {again}
        <p class="back">
            <a href="/desk">{words.desk_back()}</a>
        </p>
    }
}

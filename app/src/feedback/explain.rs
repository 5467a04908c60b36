//! The explanations of an agency: the messages that it was asked about, and the form of the explanation.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::feedback::model::{FeedbackAct, TEXT_CHARS_MAX};

use super::api::{ExplainFeedback, list_explanations, read_explanation};
use super::case::{entries, heading, standing, version};
use super::manage::Table;
use super::message;
use crate::error::AppError;
use crate::model::feedback::{ExplanationList, FeedbackCase};
use crate::text::Messages;
use crate::ui::document::product_title;
use crate::ui::form::{Problem, button, done, error_summary, text_area};
use crate::ui::response::{loaded, request, response};
use crate::ui::submit::{Submitted, submitted};

const PATH: &str = "/desk/feedback";

/// `/desk/feedback`
#[component]
pub(super) fn ExplanationsPage() -> impl IntoView {
    loaded(listed())
}

/// `/desk/feedback/{feedback}`
#[component]
pub(super) fn ExplainPage() -> impl IntoView {
    loaded(shown(message()))
}

async fn listed() -> Result<impl IntoView, AppError> {
    let list = list_explanations().await?;
    Ok(view! { <Explanations list /> })
}

async fn shown(id: String) -> Result<AnyView, AppError> {
    let number = id.parse::<i64>().map_err(|_| AppError::NotFound)?;
    let problems = match submitted::<ExplainFeedback>(&[("feedback", &id)]).await? {
        Submitted::Done(()) => {
            response().redirect(format!("{PATH}?saved=explained"));
            return Ok(().into_any());
        }
        Submitted::Refused(refusal) => refusal.problems,
        Submitted::Not => Vec::new(),
    };
    let case = read_explanation(number).await?;
    Ok(view! { <Explain case problems /> }.into_any())
}

#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
fn Explanations(list: ExplanationList) -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let saved = request
        .parameter("saved")
        .filter(|saved| *saved == "explained");
    let saved = saved.map(|_| done(words.feedback_saved_explained()));
    let table = Table {
        lang,
        agencies: &list.agencies,
        now: list.now,
        zone: list.zone,
        path: PATH,
    };
    let title = words.feedback_explanations_title();
    view! {
        <Title text=product_title(lang, &title) />
        {saved}
        <h1>{title}</h1>
        <p class="hint">{words.feedback_explanations_lead()}</p>
        {table.view(&list.rows)}
    }
}

#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
fn Explain(case: FeedbackCase, problems: Vec<Problem>) -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let title = heading(lang, &case.file.row);
    let may = case.file.row.state.after(FeedbackAct::Explain).is_some();
    let form = may.then(|| {
        view! {
            <h2>{words.feedback_explain_title()}</h2>
            <form method="post" action=format!("{PATH}/{}", case.file.row.id) class="form" data-guard="true">
                {version(&case)}
                {text_area(
                    "explanation",
                    words.feedback_explanation(),
                    Some(words.feedback_explanation_hint()),
                    request.form.raw("explanation"),
                    TEXT_CHARS_MAX,
                    &problems,
                )}
                {button(words.feedback_explain_button())}
            </form>
        }
    });
    view! {
        <Title text=product_title(lang, &title) />
        <p class="back">
            <a href=PATH>{words.feedback_explanations_title()}</a>
        </p>
        {error_summary(lang, &problems)}
        <h1>{title}</h1>
        {standing(lang, &case)}
        {entries(lang, &case)}
        {form}
    }
}

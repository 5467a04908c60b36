//! The page of the server's clock.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::account::model::PASSWORD_CHARS_MAX;
use sanh_domain::language::Lang;

use super::api::{ConfirmClock, read_clock};
use crate::error::AppError;
use crate::model::clock::{ClockDoubt, ClockState};
use crate::text::Messages;
use crate::text::dossier::moment;
use crate::ui::document::product_title;
use crate::ui::form::{Field, Problem, button, done, error_summary, field};
use crate::ui::response::{loaded, request};
use crate::ui::submit::{Refusal, submitted};

/// `/admin/clock`
#[component]
pub(super) fn ClockPage() -> impl IntoView {
    loaded(shown())
}

async fn shown() -> Result<AnyView, AppError> {
    let sent = submitted::<ConfirmClock>(&[]).await?;
    let next = |is_confirmed: bool| {
        let saved = if is_confirmed { "?saved=1" } else { "" };
        format!("/admin/clock{saved}")
    };
    let Some(refusal) = sent.or_redirect(next) else {
        return Ok(().into_any());
    };
    let state = read_clock().await?;
    Ok(view! { <Clock state refusal /> }.into_any())
}

#[component]
fn Clock(state: ClockState, refusal: Refusal) -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let problems = &refusal.problems;
    let title = words.clock_title();
    let saved = request.parameter("saved").map(|_| words.clock_saved());
    let newest = state.newest.map(|at| {
        view! {
            <div>
                <dt>{words.clock_newest()}</dt>
                <dd>{moment(at, state.zone)}</dd>
            </div>
        }
    });
    view! {
        <Title text=product_title(lang, &title) />
        {error_summary(lang, problems)}
        {saved.map(done)}
        <h1>{title}</h1>
        <p class="hint">{words.clock_lead()}</p>
        <dl class="facts">
            <div>
                <dt>{words.clock_now()}</dt>
                <dd>{moment(state.now, state.zone)}</dd>
            </div>
            {newest}
        </dl>
        {what_is_wrong(lang, &state)}
        {form(lang, &state, problems)}
    }
}

fn what_is_wrong(lang: Lang, state: &ClockState) -> AnyView {
    let words = lang.words();
    let at = |at| moment(at, state.zone);
    let text = match state.doubt {
        None => words.clock_believed(),
        Some(ClockDoubt::BeforeBuild { built_at }) => words.clock_before_build(at(built_at)),
        Some(ClockDoubt::Behind { newest }) => words.clock_behind(at(newest)),
        Some(ClockDoubt::Ahead { expected }) => words.clock_ahead(at(expected)),
    };
    view! { <p>{text}</p> }.into_any()
}

/// The form that confirms the clock; only if a confirmation can end the doubt.
fn form(lang: Lang, state: &ClockState, problems: &[Problem]) -> AnyView {
    if !state.doubt.is_some_and(ClockDoubt::can_be_confirmed) {
        return ().into_any();
    }
    let words = lang.words();
    let password = Field {
        kind: "password",
        autocomplete: "current-password",
        chars_max: PASSWORD_CHARS_MAX,
        ..Field::text("password", words.sign_in_password())
    };
    view! {
        <p>{words.clock_compare()}</p>
        <form method="post" action="/admin/clock" class="form">
            {field(password, problems)}
            {button(words.clock_button())}
        </form>
    }
    .into_any()
}

//! The server's clock: whether it is believed, and an administrator's word that it is right.

use leptos::prelude::*;
use sanh_domain::account::model::{Caller, PASSWORD_CHARS_MAX};
use sanh_domain::language::Lang;

use super::pages::in_room;
use super::port::{ClockDoubt, ClockState};
use crate::Ports;
use crate::account::port::AccountError;
use crate::account::sign_in::error_text;
use crate::centre::pages::done;
use crate::dossier::words::moment;
use crate::error::AppError;
use crate::page::{Page, PageRequest};
use crate::text::Messages;
use crate::ui::form::{Field, Problem, button, error_summary, field};
use crate::ui::frame::NavSection;

/// The field of the password.
const PASSWORD: &str = "password";

/// `GET /admin/clock`
pub(super) async fn clock(request: &PageRequest, caller: &Caller) -> Result<Page, AppError> {
    page(request, caller, (200, &[])).await
}

/// `POST /admin/clock`: the clock is right now. The password is asked for each time: while the clock is not believed nobody can tell
/// how long ago it was given last.
pub(super) async fn confirm(request: &PageRequest, caller: &Caller) -> Result<Page, AppError> {
    let Ports { admin, account, .. } = expect_context::<Ports>();
    let doubt = admin.clock().await?.doubt;
    if !doubt.is_some_and(ClockDoubt::ends_by_a_word) {
        return Ok(Page::redirect("/admin/clock"));
    }
    let typed = request.form.raw(PASSWORD);
    let words = request.room_lang().words();
    let is_long = typed.chars().count() > PASSWORD_CHARS_MAX;
    let given = if typed.is_empty() || is_long {
        Err(AccountError::Wrong)
    } else {
        account.check_password(caller, typed).await
    };
    let (status, text) = match given {
        Ok(()) => {
            admin.confirm_clock(caller).await?;
            return Ok(Page::redirect("/admin/clock?saved=1"));
        }
        Err(AccountError::Wrong) => (422, words.account_password_wrong()),
        Err(error) => error_text(request.room_lang(), &error),
    };
    page(request, caller, (status, &[Problem::new(PASSWORD, text)])).await
}

async fn page(
    request: &PageRequest,
    caller: &Caller,
    (status, problems): (u16, &[Problem]),
) -> Result<Page, AppError> {
    let state = expect_context::<Ports>().admin.clock().await?;
    let lang = request.room_lang();
    let words = lang.words();
    let title = words.clock_title();
    let saved = request.parameter("saved").map(|_| words.clock_saved());
    let place = (NavSection::Settings, title.clone());
    Ok(in_room(request, caller, place, status, || {
        let newest = state.newest.map(|at| {
            view! {
                <div>
                    <dt>{words.clock_newest()}</dt>
                    <dd>{moment(at, state.zone)}</dd>
                </div>
            }
        });
        view! {
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
        .into_any()
    }))
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

/// Only where a word ends the doubt.
fn form(lang: Lang, state: &ClockState, problems: &[Problem]) -> AnyView {
    if !state.doubt.is_some_and(ClockDoubt::ends_by_a_word) {
        return ().into_any();
    }
    let words = lang.words();
    let password = Field {
        kind: "password",
        autocomplete: "current-password",
        chars_max: PASSWORD_CHARS_MAX,
        ..Field::text(PASSWORD, words.sign_in_password())
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

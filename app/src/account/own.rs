//! A person's own account: who they are, where they are signed in, and their password.

use chrono_tz::Tz;
use leptos::prelude::*;
use sanh_domain::account::model::{
    Access, Caller, PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, Role, SessionId,
};
use sanh_domain::account::session::OpenSession;
use sanh_domain::deadline::Instant;
use sanh_domain::language::Lang;
use sanh_domain::text::clock;

use super::port::AccountError;
use super::welcome::{new_password, problem};
use crate::Ports;
use crate::error::AppError;
use crate::page::{Method, Page, PageRequest, SessionChange};
use crate::text::{Messages, date};
use crate::ui::document::{Head, document_html};
use crate::ui::form::{Field, Problem, button, button_second, error_summary, field, hidden};
use crate::ui::frame::{NavSection, PageFrame, room};

/// What a role is called.
#[must_use]
pub fn role_name(lang: Lang, role: Role) -> String {
    let words = lang.words();
    match role {
        Role::Staff => words.role_staff(),
        Role::Manager => words.role_manager(),
        Role::Admin => words.role_admin(),
    }
}

/// `/sign-out`: ends the session that asks.
///
/// # Errors
/// When the session cannot be ended.
pub async fn sign_out(caller: &Caller) -> Result<Page, AppError> {
    let port = expect_context::<Ports>().account;
    port.end_session(caller, caller.session).await?;
    Ok(Page::redirect("/sign-in?out=1").with(SessionChange::End))
}

/// `/account…`
///
/// # Errors
/// When the account cannot be read.
pub async fn account(
    request: &PageRequest,
    caller: &Caller,
    rest: &[&str],
) -> Result<Page, AppError> {
    match (request.method, rest) {
        (Method::Get, []) => shown(request, caller, 200, &[]).await,
        (_, ["absence", rest @ ..]) => crate::absence::pages::own(request, caller, rest).await,
        (Method::Post, ["confirm"]) => Ok(super::confirm::confirm(request, caller).await),
        (Method::Post, ["password"]) => change_password(request, caller).await,
        (Method::Post, ["sessions", "end"]) => end_session(request, caller).await,
        _ => Err(AppError::NotFound),
    }
}

async fn end_session(request: &PageRequest, caller: &Caller) -> Result<Page, AppError> {
    let id = request.form.text("session").parse().map(SessionId);
    let id = id.map_err(|_| AppError::Invalid("session".to_owned()))?;
    let port = expect_context::<Ports>().account;
    port.end_session(caller, id).await?;
    if id == caller.session {
        return Ok(Page::redirect("/sign-in?out=1").with(SessionChange::End));
    }
    Ok(Page::redirect("/account"))
}

async fn change_password(request: &PageRequest, caller: &Caller) -> Result<Page, AppError> {
    let words = request.room_lang().words();
    let (old, new) = (request.form.raw("old"), request.form.raw("password"));
    let mut problems = Vec::new();
    if !(PASSWORD_CHARS_MIN..=PASSWORD_CHARS_MAX).contains(&new.chars().count()) {
        problems.push(problem(request, &AccountError::PasswordUnfit));
    } else if new != request.form.raw("repeat") {
        problems.push(Problem::new("repeat", words.welcome_differs()));
    }
    if !problems.is_empty() {
        return shown(request, caller, 422, &problems).await;
    }
    let port = expect_context::<Ports>().account;
    let problem = match port.change_password(caller, old, new).await {
        Ok(()) => return Ok(Page::redirect("/sign-in?out=1").with(SessionChange::End)),
        Err(AccountError::Wrong) => Problem::new("old", words.account_password_wrong()),
        Err(error) => problem(request, &error),
    };
    shown(request, caller, 422, &[problem]).await
}

async fn shown(
    request: &PageRequest,
    caller: &Caller,
    status: u16,
    problems: &[Problem],
) -> Result<Page, AppError> {
    let ports = expect_context::<Ports>();
    let sessions = ports.account.sessions(caller).await?;
    let zone = ports.board.calendar().await?.zone();
    let lang = request.room_lang();
    let words = lang.words();
    let title = words.account_title();
    let head = Head {
        title: Some(format!("{title} · {}", words.product())),
        ..request.head(lang)
    };
    let frame = PageFrame {
        caller,
        room: NavSection::Account,
        // The password form is posted to an address that has no page.
        path: "/account",
    };
    let html = document_html(head, || {
        let absence = caller.person.has(Access::Desk).then(|| {
            view! {
                <p>
                    <a href="/account/absence">{words.absence_own_open()}</a>
                </p>
            }
        });
        let body = view! {
            {error_summary(lang, problems)}
            <h1>{words.account_title()}</h1>
            <dl class="facts">
                <dt>{words.account_name()}</dt>
                <dd>{caller.person.name.clone()}</dd>
                <dt>{words.account_role()}</dt>
                <dd>{role_name(lang, caller.person.role)}</dd>
            </dl>
            {absence}
            {open_sessions(lang, caller, &sessions, zone)}
            {password_form(request, problems)}
        };
        room(lang, &frame, body.into_any())
    });
    Ok(Page::new(status, html))
}

fn moment(at: Instant, zone: Tz) -> String {
    let local = at.with_timezone(&zone);
    format!(
        "{} {}",
        clock(local.time()),
        date::short_date(local.date_naive())
    )
}

fn open_sessions(lang: Lang, caller: &Caller, sessions: &[OpenSession], zone: Tz) -> AnyView {
    let words = lang.words();
    let row = |session: &OpenSession| {
        let is_this = session.id == caller.session;
        let address = session.address.map(|address| address.to_string());
        let id = session.id.0.to_string();
        view! {
            <tr>
                <td data-label=words.account_session_began()>{moment(session.began_at, zone)}</td>
                <td data-label=words.account_session_seen()>{moment(session.seen_at, zone)}</td>
                <td data-label=words.account_session_from()>{address}</td>
                <td data-label=words.account_session_browser()>{session.browser.clone()}</td>
                <td>
                    <form method="post" action="/account/sessions/end">
                        {hidden("session", &id)}
                        {is_this.then(|| view! { <b class="tag">{words.account_session_this()}</b> })}
                        {button_second(words.account_session_end())}
                    </form>
                </td>
            </tr>
        }
    };
    view! {
        <h2>{words.account_sessions()}</h2>
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">{words.account_session_began()}</th>
                    <th scope="col">{words.account_session_seen()}</th>
                    <th scope="col">{words.account_session_from()}</th>
                    <th scope="col">{words.account_session_browser()}</th>
                    <td></td>
                </tr>
            </thead>
            <tbody>{sessions.iter().map(row).collect::<Vec<_>>()}</tbody>
        </table>
    }
    .into_any()
}

fn password_form(request: &PageRequest, problems: &[Problem]) -> AnyView {
    let words = request.room_lang().words();
    let old = Field {
        kind: "password",
        autocomplete: "current-password",
        chars_max: PASSWORD_CHARS_MAX,
        ..Field::text("old", words.account_password_old())
    };
    view! {
        <h2>{words.account_password()}</h2>
        <p>{words.account_password_lead()}</p>
        <form method="post" action="/account/password" class="form">
            {field(old, problems)}
            {new_password(request, problems)}
            {button(words.account_password_button())}
        </form>
    }
    .into_any()
}

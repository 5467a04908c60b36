//! A person's own account: their name, their open sessions, and their password.

use chrono_tz::Tz;
use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::account::model::{Access, Caller, PASSWORD_CHARS_MAX};
use sanh_domain::account::session::OpenSession;
use sanh_domain::deadline::Instant;
use sanh_domain::language::Lang;
use sanh_domain::screen::engine::engine;
use sanh_domain::text::clock;

use super::api::{ChangePassword, EndSession, SignOut, read_account};
use super::welcome::new_password;
use crate::error::AppError;
use crate::model::account::OwnAccount;
use crate::page::PageRequest;
use crate::text::person::role_name;
use crate::text::{Messages, date};
use crate::ui::document::product_title;
use crate::ui::form::{Field, Problem, button, button_second, error_summary, field, hidden};
use crate::ui::response::{loaded, request, response};
use crate::ui::submit::submit;

/// The address to which a person is redirected after their session has ended.
const SIGNED_OUT: &str = "/sign-in?out=1";

/// What browsers call the systems they run on, and what people call these. An iPhone also says that it is like Mac OS X, so it
/// comes before that.
const SYSTEMS: [(&str, &str); 5] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// `/account`
#[component]
pub(super) fn OwnPage() -> impl IntoView {
    loaded(shown(Vec::new()))
}

/// `/account/password`: the target of the form of a new password.
#[component]
pub(super) fn PasswordPage() -> impl IntoView {
    loaded(change())
}

/// `/account/sessions/end`: the target of the form that ends a session.
#[component]
pub(super) fn EndSessionPage() -> impl IntoView {
    loaded(end_session())
}

/// `/sign-out`: the target of the form that ends the session that asks.
#[component]
pub(super) fn SignOutPage() -> impl IntoView {
    loaded(sign_out())
}

async fn change() -> Result<AnyView, AppError> {
    let response = response();
    match submit::<ChangePassword>(&[]).await? {
        Err(refusal) => return shown(refusal.problems).await,
        Ok(()) => response.redirect(SIGNED_OUT),
    }
    Ok(().into_any())
}

async fn end_session() -> Result<(), AppError> {
    let response = response();
    if let Ok(is_own) = submit::<EndSession>(&[]).await? {
        response.redirect(if is_own { SIGNED_OUT } else { "/account" });
    }
    Ok(())
}

async fn sign_out() -> Result<(), AppError> {
    let response = response();
    if submit::<SignOut>(&[]).await?.is_ok() {
        response.redirect(SIGNED_OUT);
    }
    Ok(())
}

async fn shown(problems: Vec<Problem>) -> Result<AnyView, AppError> {
    let own = read_account().await?;
    Ok(view! { <Own own problems /> }.into_any())
}

#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
fn Own(own: OwnAccount, problems: Vec<Problem>) -> impl IntoView {
    let request = request();
    let caller = request.visitor.caller.as_ref()?;
    let lang = request.room_lang();
    let words = lang.words();
    let title = words.account_title();
    let absence = caller.person.has(Access::Desk).then(|| {
        view! {
            <p>
                <a href="/account/absence">{words.absence_own_open()}</a>
            </p>
        }
    });
    let shown = view! {
        <Title text=product_title(lang, &title) />
        {error_summary(lang, &problems)}
        <h1>{title}</h1>
        <dl class="facts">
            <dt>{words.account_name()}</dt>
            <dd>{caller.person.name.clone()}</dd>
            <dt>{words.account_role()}</dt>
            <dd>{role_name(lang, caller.person.role)}</dd>
        </dl>
        {absence}
        {open_sessions(lang, caller, &own)}
        {password_form(&request, &problems)}
    };
    Some(shown)
}

fn moment(at: Instant, zone: Tz) -> String {
    let local = at.with_timezone(&zone);
    format!(
        "{} {}",
        clock(local.time()),
        date::short_date(local.date_naive())
    )
}

/// A browser and what it runs on, as far as the name that it sends tells; else that name.
fn browser_name(agent: &str) -> String {
    let Some(engine) = engine(agent) else {
        return agent.to_owned();
    };
    let system = SYSTEMS.iter().find(|(mark, _)| agent.contains(mark));
    // The engine's name may say it already.
    let system = system.filter(|_| !engine.contains('·'));
    system.map_or_else(|| engine.clone(), |(_, name)| format!("{engine} · {name}"))
}

fn open_sessions(lang: Lang, caller: &Caller, own: &OwnAccount) -> AnyView {
    let (words, zone) = (lang.words(), own.zone);
    let row = |session: &OpenSession| {
        let is_this = session.id == caller.session;
        let address = session.address.map(|address| address.to_string());
        let id = session.id.0.to_string();
        view! {
            <tr>
                <td data-label=words.account_session_began()>{moment(session.began_at, zone)}</td>
                <td data-label=words.account_session_seen()>{moment(session.seen_at, zone)}</td>
                <td data-label=words.account_session_from()>{address}</td>
                <td data-label=words.account_session_browser() title=session.browser.clone()>
                    {browser_name(&session.browser)}
                </td>
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
            <tbody>{own.sessions.iter().map(row).collect::<Vec<_>>()}</tbody>
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_told_by_name_and_system() {
        let chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36";
        assert_eq!(browser_name(chrome), "Chromium 120 · Windows");
        let phone = "Mozilla/5.0 (Linux; Android 13; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36";
        assert_eq!(browser_name(phone), "Chromium 120 · Android");
        assert_eq!(browser_name("curl/8.0"), "curl/8.0");
    }
}

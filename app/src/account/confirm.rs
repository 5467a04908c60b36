//! Asks for the password again before the most important actions, so that nobody can do them at an unlocked screen.

use chrono::Duration;
use leptos::prelude::*;
use sanh_domain::account::model::{Caller, PASSWORD_CHARS_MAX};
use sanh_domain::deadline::Instant;

use super::front::front;
use super::port::AccountError;
use super::sign_in::{error_text, next};
use crate::Ports;
use crate::page::{Method, Page, PageRequest, escaped};
use crate::text::Messages;
use crate::ui::form::{Field, Problem, button, field, hidden_named};

/// The field of the password that is asked for again.
const AGAIN: &str = "password_again";
/// Minutes for which a password that was given holds (ours: long enough for one piece of work).
const CONFIRMED_MIN: i64 = 10;

/// Whether the password was given so lately that it need not be asked for again.
pub(crate) fn is_fresh(caller: &Caller, now: Instant) -> bool {
    // One given in what is still to come was given by a clock that was wrong: nobody knows when.
    let age = (now - caller.confirmed_at).abs();
    age < Duration::minutes(CONFIRMED_MIN)
}

/// The page that comes first where the password was not given lately; `None`: it was, or came with the form. That page keeps the
/// fields of the form, so that nothing has to be typed again.
pub(crate) async fn first(request: &mut PageRequest) -> Option<Page> {
    let caller = request.caller.clone()?;
    let typed = request.form.raw(AGAIN).to_owned();
    request.form.0.retain(|(name, _)| name != AGAIN);
    let now = expect_context::<Ports>().board.now();
    if is_fresh(&caller, now) {
        return None;
    }
    if typed.is_empty() {
        return Some(form(request, 401, &[]));
    }
    if let Err(page) = given(request, &caller, &typed).await {
        return Some(page);
    }
    request.caller = Some(Caller {
        confirmed_at: now,
        ..caller
    });
    None
}

/// `POST /account/confirm`: the password alone, before a file is taken away.
pub(super) async fn confirm(request: &PageRequest, caller: &Caller) -> Page {
    match given(request, caller, request.form.raw(AGAIN)).await {
        Ok(()) => Page::redirect(next(request.form.text("then"), Some(caller.person.role))),
        Err(page) => page,
    }
}

async fn given(request: &PageRequest, caller: &Caller, typed: &str) -> Result<(), Page> {
    let words = request.room_lang().words();
    let problem = if typed.chars().count() > PASSWORD_CHARS_MAX {
        (422, words.account_password_wrong())
    } else {
        let port = expect_context::<Ports>().account;
        match port.confirm_password(caller, typed).await {
            Ok(()) => return Ok(()),
            Err(AccountError::Wrong) => (422, words.account_password_wrong()),
            Err(error) => error_text(request.room_lang(), &error),
        }
    };
    let (status, text) = problem;
    Err(form(request, status, &[Problem::new(AGAIN, text)]))
}

/// The address that was asked for, with its parameters.
fn address(request: &PageRequest) -> String {
    let pairs = request.query.iter();
    let pairs = pairs.map(|(name, value)| format!("{}={}", escaped(name), escaped(value)));
    let query: Vec<String> = pairs.collect();
    if query.is_empty() {
        return request.path.clone();
    }
    format!("{}?{}", request.path, query.join("&"))
}

fn form(request: &PageRequest, status: u16, problems: &[Problem]) -> Page {
    let words = request.room_lang().words();
    // A form is sent on to where it was going; what is read is led to by a form of our own.
    let is_read = request.method == Method::Get;
    let (action, kept) = if is_read {
        let then = vec![("then".to_owned(), address(request))];
        ("/account/confirm".to_owned(), then)
    } else {
        (address(request), request.form.0.clone())
    };
    front(request, status, &words.confirm_title(), problems, || {
        let again = Field {
            kind: "password",
            autocomplete: "current-password",
            chars_max: PASSWORD_CHARS_MAX,
            has_focus: true,
            ..Field::text(AGAIN, words.sign_in_password())
        };
        let kept = kept.iter().filter(|(name, _)| name != AGAIN);
        let kept: Vec<_> = kept
            .map(|(name, value)| hidden_named(name.clone(), value))
            .collect();
        view! {
            <p class="front-lead">{words.confirm_lead()}</p>
            <form method="post" action=action class="form">
                {kept}
                {field(again, problems)}
                {button(words.confirm_button())}
            </form>
            <p class="front-foot">
                <a href="/account">{words.confirm_not()}</a>
            </p>
        }
        .into_any()
    })
}

//! The password again, before what weighs most: whoever finds a screen left open must not do it.

use chrono::Duration;
use leptos::prelude::*;
use sanh_domain::account::model::{Caller, PASSWORD_CHARS_MAX};

use super::front::front;
use super::port::AccountError;
use super::sign_in::{next, said};
use crate::Ports;
use crate::page::{Asked, Method, Page, escaped};
use crate::text::Messages;
use crate::ui::form::{Field, Problem, button, field, hidden_named};

/// The field of the password that is asked for again.
const AGAIN: &str = "password_again";
/// Minutes for which a password that was given holds (ours: long enough for one piece of work).
const CONFIRMED_MIN: i64 = 10;

fn is_fresh(caller: &Caller) -> bool {
    let now = expect_context::<Ports>().board.now();
    // One given in what is still to come was given by a clock that was wrong: nobody knows when.
    let age = (now - caller.confirmed_at).abs();
    age < Duration::minutes(CONFIRMED_MIN)
}

/// The page that comes first where the password was not given lately; `None`: it was, or came with the form. What the form carries
/// is kept on that page, so that nothing has to be typed again.
pub(crate) async fn first(asked: &mut Asked) -> Option<Page> {
    let caller = asked.caller.clone()?;
    let typed = asked.form.raw(AGAIN).to_owned();
    asked.form.0.retain(|(name, _)| name != AGAIN);
    if is_fresh(&caller) {
        return None;
    }
    if typed.is_empty() {
        return Some(form(asked, 401, &[]));
    }
    given(asked, &caller, &typed).await.err()
}

/// `POST /account/confirm`: the password alone, before a file is taken away.
pub(super) async fn confirm(asked: &Asked, caller: &Caller) -> Page {
    match given(asked, caller, asked.form.raw(AGAIN)).await {
        Ok(()) => Page::to(next(asked.form.text("then"), Some(caller.person.role))),
        Err(page) => page,
    }
}

async fn given(asked: &Asked, caller: &Caller, typed: &str) -> Result<(), Page> {
    let words = asked.room_lang().words();
    let problem = if typed.chars().count() > PASSWORD_CHARS_MAX {
        (422, words.account_password_wrong())
    } else {
        let port = expect_context::<Ports>().account;
        match port.confirm_password(caller, typed).await {
            Ok(()) => return Ok(()),
            Err(AccountError::Wrong) => (422, words.account_password_wrong()),
            Err(error) => said(asked.room_lang(), &error),
        }
    };
    let (status, text) = problem;
    Err(form(asked, status, &[Problem::new(AGAIN, text)]))
}

/// The address that was asked for, with its parameters.
fn address(asked: &Asked) -> String {
    let pairs = asked.query.iter();
    let pairs = pairs.map(|(name, value)| format!("{}={}", escaped(name), escaped(value)));
    let query: Vec<String> = pairs.collect();
    if query.is_empty() {
        return asked.path.clone();
    }
    format!("{}?{}", asked.path, query.join("&"))
}

fn form(asked: &Asked, status: u16, problems: &[Problem]) -> Page {
    let words = asked.room_lang().words();
    // A form is sent on to where it was going; what is read is led to by a form of our own.
    let is_read = asked.method == Method::Get;
    let (action, kept) = if is_read {
        let then = vec![("then".to_owned(), address(asked))];
        ("/account/confirm".to_owned(), then)
    } else {
        (address(asked), asked.form.0.clone())
    };
    front(asked, status, &words.confirm_title(), problems, || {
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

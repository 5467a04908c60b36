//! The page of a one-time link: a new password, and a second factor where the role takes one.

use leptos::prelude::*;
use sanh_domain::account::model::{PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN};

use super::front::front;
use super::port::{AccountError, LinkRecipient};
use super::sign_in::error_text;
use crate::Ports;
use crate::board::qr::qr;
use crate::error::AppError;
use crate::page::{Method, Page, PageRequest, SessionChange};
use crate::text::Messages;
use crate::ui::form::{Field, Problem, button, field};

/// `/welcome/{link}`
///
/// # Errors
/// None of its own: every failure is said on the page.
pub async fn welcome(request: &PageRequest, link: &str) -> Result<Page, AppError> {
    let port = expect_context::<Ports>().account;
    let welcome = match port.welcome(link, &request.from).await {
        Ok(welcome) => welcome,
        Err(error) => return Ok(over(request, &error)),
    };
    if request.method == Method::Get {
        return Ok(form(request, 200, &welcome, &[]));
    }
    let problems = problems(request);
    if !problems.is_empty() {
        return Ok(form(request, 422, &welcome, &problems));
    }
    let (password, code) = (request.form.raw("password"), request.form.text("code"));
    let settled = port.settle(link, password, code, &request.from).await;
    Ok(match settled {
        Ok(recovery) => done(request, &recovery).with(SessionChange::End),
        Err(AccountError::LinkOver) => over(request, &AccountError::LinkOver),
        Err(error) => form(request, 422, &welcome, &[problem(request, &error)]),
    })
}

fn problems(request: &PageRequest) -> Vec<Problem> {
    let words = request.room_lang().words();
    let (password, repeat) = (request.form.raw("password"), request.form.raw("repeat"));
    let mut problems = Vec::new();
    let chars = password.chars().count();
    if !(PASSWORD_CHARS_MIN..=PASSWORD_CHARS_MAX).contains(&chars) {
        problems.push(problem(request, &AccountError::PasswordUnfit));
    } else if password != repeat {
        problems.push(Problem::new("repeat", words.welcome_differs()));
    }
    problems
}

/// The problem of a failure, at its field.
pub(super) fn problem(request: &PageRequest, error: &AccountError) -> Problem {
    let lang = request.room_lang();
    let words = lang.words();
    match error {
        AccountError::PasswordUnfit => Problem::new(
            "password",
            words.welcome_short(PASSWORD_CHARS_MIN, PASSWORD_CHARS_MAX),
        ),
        AccountError::PasswordEasy => Problem::new("password", words.welcome_easy()),
        AccountError::Wrong => Problem::new("code", words.code_wrong()),
        error => Problem::new("password", error_text(lang, error).1),
    }
}

/// The two fields of a new password.
pub(super) fn new_password(request: &PageRequest, problems: &[Problem]) -> AnyView {
    let words = request.room_lang().words();
    let typed = |name, label| Field {
        kind: "password",
        autocomplete: "new-password",
        chars_max: PASSWORD_CHARS_MAX,
        ..Field::text(name, label)
    };
    let password = Field {
        hint: Some(words.welcome_password_hint(PASSWORD_CHARS_MIN)),
        ..typed("password", words.welcome_password())
    };
    let repeat = typed("repeat", words.welcome_repeat());
    (field(password, problems), field(repeat, problems)).into_any()
}

fn form(request: &PageRequest, status: u16, welcome: &LinkRecipient, problems: &[Problem]) -> Page {
    let words = request.room_lang().words();
    let person = &welcome.person;
    front(request, status, &words.welcome_title(), problems, || {
        let lead = words.welcome_lead(&person.display_name, &person.name);
        view! {
            <p class="front-lead">{lead}</p>
            <form method="post" class="form">
                {new_password(request, problems)}
                {factor(request, welcome, problems)}
                {button(words.welcome_button())}
            </form>
        }
        .into_any()
    })
}

fn factor(request: &PageRequest, welcome: &LinkRecipient, problems: &[Problem]) -> Option<AnyView> {
    let words = request.room_lang().words();
    let code = Field {
        autocomplete: "one-time-code",
        chars_max: 6,
        ..Field::text("code", words.code_label())
    };
    let secret = welcome.secret.clone()?;
    let picture = welcome.otpauth.as_deref().and_then(qr);
    Some(
        view! {
            <fieldset class="front-factor">
                <legend>{words.welcome_factor()}</legend>
                <p>{words.welcome_factor_lead()}</p>
                <div class="front-qr" role="img" aria-label=words.welcome_factor_picture()>
                    <div aria-hidden="true">{picture}</div>
                </div>
                <p>{words.welcome_secret()}</p>
                <p>
                    <code class="front-secret">{secret}</code>
                </p>
                {field(code, problems)}
            </fieldset>
        }
        .into_any(),
    )
}

fn done(request: &PageRequest, recovery: &[String]) -> Page {
    let words = request.room_lang().words();
    front(request, 200, &words.welcome_done_title(), &[], || {
        let codes = recovery.iter().map(|code| {
            view! {
                <li>
                    <code>{code.clone()}</code>
                </li>
            }
        });
        let codes: Vec<_> = codes.collect();
        let codes = (!codes.is_empty()).then(|| {
            view! {
                <h2>{words.welcome_recovery()}</h2>
                <p>{words.welcome_recovery_lead()}</p>
                <ul class="front-codes">{codes}</ul>
            }
        });
        view! {
            {codes}
            <p>
                <a class="button" href="/sign-in">
                    {words.welcome_to_sign_in()}
                </a>
            </p>
        }
        .into_any()
    })
}

fn over(request: &PageRequest, error: &AccountError) -> Page {
    let lang = request.room_lang();
    let (status, text) = error_text(lang, error);
    let title = match error {
        AccountError::LinkOver => lang.words().welcome_over_title(),
        _ => lang.words().welcome_title(),
    };
    front(request, status, &title, &[], || {
        view! { <p class="front-lead">{text}</p> }.into_any()
    })
}

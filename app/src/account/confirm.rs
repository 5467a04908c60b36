//! Asks for the password again before the most important actions, so that nobody can do them at an unlocked screen.

use std::sync::Arc;

use leptos::prelude::*;
use sanh_domain::account::model::{Caller, PASSWORD_CHARS_MAX};

use super::api::{ConfirmPassword, confirm_password};
use super::front::column;
use super::sign_in::next;
use crate::error::AppError;
use crate::live_board::live_board;
use crate::page::{Method, PageContent, PageRequest, escaped};
use crate::text::Messages;
use crate::ui::document::{Head, document_html, product_title};
use crate::ui::form::{Field, Problem, button, field, hidden_named};
use crate::ui::resend::resend;
use crate::ui::response::{loaded, request, response};
use crate::ui::submit::{FormError, submit};

/// The field of the confirmed password.
const AGAIN: &str = "password_again";

/// The page that asks for the password first; `None` if it was confirmed recently, or came with the form. That page keeps the
/// fields of the form, so that nothing has to be typed again.
pub(crate) async fn first(request: &mut PageRequest) -> Option<PageContent> {
    let caller = request.visitor.caller.clone()?;
    let typed = request.form.raw(AGAIN).to_owned();
    request.form.0.retain(|(name, _)| name != AGAIN);
    let now = live_board().now();
    if caller.is_confirmed(now) {
        return None;
    }
    if typed.is_empty() {
        return Some(PageContent::html(401, form(request, &[])));
    }
    // The server function learns from it who calls.
    provide_context(Arc::new(request.clone()));
    match confirm_password(typed).await {
        Ok(()) => {}
        Err(FormError::Refused(refusal)) => {
            let html = form(request, &refusal.problems);
            return Some(PageContent::html(refusal.status, html));
        }
        Err(FormError::Failed(error)) => return Some(resend(request, error.into())),
    }
    request.visitor.caller = Some(Caller {
        confirmed_at: now,
        ..caller
    });
    None
}

/// `/account/confirm`: the target of the form with the password alone, before a file is downloaded.
#[component]
pub(super) fn ConfirmPage() -> impl IntoView {
    loaded(confirm())
}

async fn confirm() -> Result<(), AppError> {
    let (request, response) = (request(), response());
    let Some(caller) = &request.visitor.caller else {
        return Err(AppError::Forbidden);
    };
    match submit::<ConfirmPassword>(&[]).await? {
        Ok(()) => {
            response.redirect(next(request.form.text("then"), caller.person.role));
        }
        Err(refusal) => {
            response.send_html(refusal.status, form(&request, &refusal.problems));
        }
    }
    Ok(())
}

/// The requested address, with its parameters.
fn address(request: &PageRequest) -> String {
    let pairs = request.query.iter();
    let pairs = pairs.map(|(name, value)| format!("{}={}", escaped(name), escaped(value)));
    let query: Vec<String> = pairs.collect();
    if query.is_empty() {
        return request.path.clone();
    }
    format!("{}?{}", request.path, query.join("&"))
}

fn form(request: &PageRequest, problems: &[Problem]) -> String {
    let lang = request.room_lang();
    let words = lang.words();
    // A submitted form goes on to its own address; a page that was only to be read goes through a form of this module.
    let is_read = request.method == Method::Get;
    let (action, kept) = if is_read {
        let then = vec![("then".to_owned(), address(request))];
        ("/account/confirm".to_owned(), then)
    } else {
        (address(request), request.form.0.clone())
    };
    let again = Field {
        kind: "password",
        autocomplete: "current-password",
        chars_max: PASSWORD_CHARS_MAX,
        has_focus: true,
        ..Field::text(AGAIN, words.sign_in_password())
    };
    let title = words.confirm_title();
    let head = Head {
        title: Some(product_title(lang, &title)),
        ..Head::of(request, lang)
    };
    document_html(head, || {
        let kept = kept.iter().filter(|(name, _)| name != AGAIN);
        let kept: Vec<_> = kept
            .map(|(name, value)| hidden_named(name.clone(), value))
            .collect();
        let body = view! {
            <p class="front-lead">{words.confirm_lead()}</p>
            <form method="post" action=action class="form">
                {kept}
                {field(again, problems)}
                {button(words.confirm_button())}
            </form>
            <p class="front-foot">
                <a href="/account">{words.confirm_not()}</a>
            </p>
        };
        column(lang, title, problems, body)
    })
}

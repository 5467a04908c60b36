//! The page of a one-time link: a new password, and a second factor where the role takes one.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use sanh_domain::account::model::{PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN};

use super::api::{SettleLink, read_link};
use super::front::Front;
use crate::error::AppError;
use crate::model::account::LinkRecipient;
use crate::page::PageRequest;
use crate::text::Messages;
use crate::ui::form::{Field, Problem, button, field};
use crate::ui::qr::qr;
use crate::ui::response::{loaded, request, response};
use crate::ui::submit::{FormError, Refusal, Submitted, submitted};

/// The status of a link that is unknown, used or expired.
const OVER: u16 = 410;

/// `/welcome/{link}`
#[component]
pub(super) fn WelcomePage() -> impl IntoView {
    let link = use_params_map().with_untracked(|params| params.get("link"));
    loaded(welcome(link.unwrap_or_default()))
}

async fn welcome(link: String) -> Result<AnyView, AppError> {
    let problems = match submitted::<SettleLink>(&[("link", &link)]).await? {
        Submitted::Done(recovery) => return Ok(view! { <Settled recovery /> }.into_any()),
        Submitted::Refused(refusal) => refusal.problems,
        Submitted::Not => Vec::new(),
    };
    match read_link(link).await {
        Ok(recipient) => Ok(view! { <SettleForm recipient problems /> }.into_any()),
        Err(FormError::Refused(refusal)) => Ok(view! { <Over refusal /> }.into_any()),
        Err(FormError::Failed(error)) => Err(error),
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

#[component]
fn SettleForm(recipient: LinkRecipient, problems: Vec<Problem>) -> impl IntoView {
    let request = request();
    let words = request.room_lang().words();
    let person = &recipient.person;
    let lead = words.welcome_lead(&person.display_name, &person.name);
    let password = new_password(&request, &problems);
    let factor = factor(&request, &recipient, &problems);
    view! {
        <Front title=words.welcome_title() problems>
            <p class="front-lead">{lead}</p>
            <form method="post" class="form">
                {password}
                {factor}
                {button(words.welcome_button())}
            </form>
        </Front>
    }
}

fn factor(
    request: &PageRequest,
    recipient: &LinkRecipient,
    problems: &[Problem],
) -> Option<AnyView> {
    let words = request.room_lang().words();
    let code = Field {
        autocomplete: "one-time-code",
        chars_max: 6,
        ..Field::text("code", words.code_label())
    };
    let secret = recipient.secret.clone()?;
    let picture = recipient.otpauth.as_deref().and_then(qr);
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

#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
fn Settled(recovery: Vec<String>) -> impl IntoView {
    let words = request().room_lang().words();
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
        <Front title=words.welcome_done_title() problems=Vec::new()>
            {codes}
            <p>
                <a class="button" href="/sign-in">
                    {words.welcome_to_sign_in()}
                </a>
            </p>
        </Front>
    }
}

/// The link cannot be used.
#[component]
fn Over(refusal: Refusal) -> impl IntoView {
    let words = request().room_lang().words();
    response().set_status(refusal.status);
    let title = match refusal.status {
        OVER => words.welcome_over_title(),
        _ => words.welcome_title(),
    };
    let text = refusal.problems.into_iter().map(|problem| problem.message);
    let text: String = text.collect();
    view! {
        <Front title problems=Vec::new()>
            <p class="front-lead">{text}</p>
        </Front>
    }
}

//! The form of a message to the centre, and what its sender follows it by.

use leptos::prelude::*;
use sanh_domain::dossier::CODE_CHARS_MAX;
use sanh_domain::dossier::applicant::{EMAIL_CHARS_MAX, NAME_CHARS_MAX};
use sanh_domain::feedback::model::{FeedbackKind, TEXT_CHARS_MAX};
use sanh_domain::language::Lang;

use super::api::SendFeedback;
use super::frame::FeedbackPage;
use super::words::{day, kind_name, kind_text};
use crate::error::AppError;
use crate::model::feedback::SentFeedback;
use crate::page::PageRequest;
use crate::text::Messages;
use crate::ui::form::{Field, Problem, button, button_second, field, hidden, text_area};
use crate::ui::public::in_lang;
use crate::ui::response::{loaded, request};
use crate::ui::submit::{Submitted, submitted};

/// The longest phone number as typed, in characters.
const PHONE_CHARS_MAX: usize = 20;

/// `/feedback`
#[component]
pub(super) fn SendPage() -> impl IntoView {
    loaded(shown())
}

async fn shown() -> Result<AnyView, AppError> {
    Ok(match submitted::<SendFeedback>(&[]).await? {
        Submitted::Done(sent) => view! { <Sent sent /> }.into_any(),
        Submitted::Refused(refusal) => view! { <Form problems=refusal.problems /> }.into_any(),
        Submitted::Not => view! { <Form problems=Vec::new() /> }.into_any(),
    })
}

#[component]
fn Form(problems: Vec<Problem>) -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let typed = &request.form;
    // A form that is shown again keeps its key: sent twice, it is stored as one message.
    let key = Some(typed.text("key")).filter(|key| !key.is_empty());
    let key = hidden("key", key.unwrap_or(&request.context.key));
    let text = text_area(
        "text",
        words.feedback_text(),
        Some(words.feedback_text_hint()),
        typed.raw("text"),
        TEXT_CHARS_MAX,
        &problems,
    );
    let dossier = Field {
        hint: Some(words.feedback_dossier_hint()),
        value: typed.raw("dossier").to_owned(),
        chars_max: CODE_CHARS_MAX,
        ..Field::text("dossier", words.feedback_dossier())
    };
    let dossier = field(dossier, &problems);
    let (kinds, contact) = (
        kinds(lang, &request, &problems),
        contact(lang, &request, &problems),
    );
    view! {
        <FeedbackPage title=words.feedback_title() problems>
            <p class="public-lead">{words.feedback_lead()}</p>
            <form method="post" action=in_lang(&request, "/feedback") class="form">
                {key}
                {kinds}
                {text}
                {dossier}
                {contact}
                {button(words.feedback_send())}
            </form>
            <p class="hint">{words.feedback_no_attachments()}</p>
        </FeedbackPage>
    }
}

fn kinds(lang: Lang, request: &PageRequest, problems: &[Problem]) -> AnyView {
    let words = lang.words();
    let chosen = request.form.text("kind");
    let problem = problems.iter().find(|problem| problem.field == "kind");
    let problem = problem.map(|problem| {
        view! { <p class="problem" id="kind-problem">{problem.message.clone()}</p> }
    });
    let class = if problem.is_some() {
        "choices wrong"
    } else {
        "choices"
    };
    let option = |(place, kind): (usize, FeedbackKind)| {
        // The summary of problems links to the first option.
        let id = if place == 0 {
            "kind".to_owned()
        } else {
            format!("kind-{}", kind.as_str())
        };
        view! {
            <div class="choice">
                <input
                    r#type="radio"
                    name="kind"
                    id=id.clone()
                    value=kind.as_str()
                    checked=chosen == kind.as_str()
                    aria-describedby=format!("{id}-text")
                />
                <label r#for=id.clone()>{kind_name(lang, kind)}</label>
                <p class="hint" id=format!("{id}-text")>
                    {kind_text(lang, kind)}
                </p>
            </div>
        }
    };
    let options: Vec<_> = FeedbackKind::ALL
        .into_iter()
        .enumerate()
        .map(option)
        .collect();
    view! {
        <fieldset class=class>
            <legend>{words.feedback_kind()}</legend>
            {problem}
            {options}
        </fieldset>
    }
    .into_any()
}

fn contact(lang: Lang, request: &PageRequest, problems: &[Problem]) -> AnyView {
    let words = lang.words();
    let line = |name: &'static str,
                label: String,
                kind: &'static str,
                autocomplete: &'static str,
                chars_max: usize| {
        let line = Field {
            value: request.form.raw(name).to_owned(),
            kind,
            autocomplete,
            chars_max,
            ..Field::text(name, label)
        };
        field(line, problems)
    };
    view! {
        <fieldset class="feedback-contact">
            <legend>{words.feedback_contact()}</legend>
            <p class="hint">{words.feedback_contact_hint()}</p>
            {line("name", words.feedback_name(), "text", "name", NAME_CHARS_MAX)}
            {line("phone", words.feedback_phone(), "tel", "tel", PHONE_CHARS_MAX)}
            {line("email", words.feedback_email(), "email", "email", EMAIL_CHARS_MAX)}
        </fieldset>
    }
    .into_any()
}

#[component]
fn Sent(sent: SentFeedback) -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let SentFeedback {
        code,
        pin,
        due_at,
        zone,
    } = sent;
    let due = due_at.map(|due| view! { <p>{words.feedback_sent_due(day(lang, due, zone))}</p> });
    let (code_sent, pin_sent) = (code.clone(), pin.clone());
    view! {
        <FeedbackPage title=words.feedback_sent_title() problems=Vec::new()>
            <div class="done" role="status">
                <p>{words.feedback_sent()}</p>
            </div>
            {due}
            <p>{words.feedback_sent_keep()}</p>
            <dl class="feedback-secrets">
                <div>
                    <dt>{words.feedback_code()}</dt>
                    <dd>{code}</dd>
                </div>
                <div>
                    <dt>{words.feedback_pin()}</dt>
                    <dd>{pin}</dd>
                </div>
            </dl>
            <p class="hint">{words.feedback_sent_once()}</p>
            <form method="post" action=in_lang(&request, "/feedback/follow") class="form">
                {hidden("code", &code_sent)}
                {hidden("pin", &pin_sent)}
                {button_second(words.feedback_follow_now())}
            </form>
        </FeedbackPage>
    }
}

//! One message as a manager reads it, and what is done with it.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use sanh_domain::dossier::DossierCode;
use sanh_domain::feedback::model::{
    Contact, EntryKind, FeedbackAct, FeedbackEntry, FeedbackRow, SUBJECT_CHARS_MAX, TEXT_CHARS_MAX,
};
use sanh_domain::language::Lang;
use serde::de::DeserializeOwned;

use super::api::{
    AnswerFeedback, EraseFeedbackContact, ForwardFeedback, WithdrawAnswer, read_feedback,
};
use super::frame::paragraphs;
use super::message;
use super::words::{entry_name, kind_name, short_day, state_name};
use crate::error::AppError;
use crate::model::feedback::{FeedbackCase, agency_of};
use crate::page::PageRequest;
use crate::text::Messages;
use crate::text::dossier::{moment, named};
use crate::ui::document::product_title;
use crate::ui::form::{
    Field, Problem, button, button_second, done, error_summary, field, hidden, select, text_area,
};
use crate::ui::response::{loaded, request, response};
use crate::ui::submit::{FormError, submit};

/// `/manage/feedback/{feedback}`
#[component]
pub(super) fn CasePage() -> impl IntoView {
    loaded(shown(message(), Vec::new()))
}

/// `/manage/feedback/{feedback}/forward`: the target of the form that asks an agency.
#[component]
pub(super) fn ForwardPage() -> impl IntoView {
    loaded(acted::<ForwardFeedback>(message(), "forwarded"))
}

/// `/manage/feedback/{feedback}/answer`: the target of the form of an answer.
#[component]
pub(super) fn AnswerPage() -> impl IntoView {
    loaded(acted::<AnswerFeedback>(message(), "answered"))
}

/// `/manage/feedback/{feedback}/withdraw`: the target of the form that takes a published answer back.
#[component]
pub(super) fn WithdrawPage() -> impl IntoView {
    loaded(acted::<WithdrawAnswer>(message(), "withdrawn"))
}

/// `/manage/feedback/{feedback}/erase`: the target of the form that erases how the sender can be reached.
#[component]
pub(super) fn ErasePage() -> impl IntoView {
    loaded(acted::<EraseFeedbackContact>(message(), "erased"))
}

async fn acted<F>(id: String, saved: &'static str) -> Result<AnyView, AppError>
where
    F: ServerFn<Error = FormError, Output = ()> + DeserializeOwned,
{
    let response = response();
    id.parse::<i64>().map_err(|_| AppError::NotFound)?;
    if let Err(refusal) = submit::<F>(&[("feedback", &id)]).await? {
        return shown(id, refusal.problems).await;
    }
    response.redirect(format!("/manage/feedback/{id}?saved={saved}"));
    Ok(().into_any())
}

async fn shown(id: String, problems: Vec<Problem>) -> Result<AnyView, AppError> {
    let id = id.parse::<i64>().map_err(|_| AppError::NotFound)?;
    let case = read_feedback(id).await?;
    Ok(view! { <Case case problems /> }.into_any())
}

#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
fn Case(case: FeedbackCase, problems: Vec<Problem>) -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let saved = match request.parameter("saved") {
        Some("forwarded") => Some(words.feedback_saved_forwarded()),
        Some("answered") => Some(words.feedback_saved_answered()),
        Some("withdrawn") => Some(words.feedback_saved_withdrawn()),
        Some("erased") => Some(words.feedback_saved_erased()),
        _ => None,
    };
    let title = heading(lang, &case.file.row);
    view! {
        <Title text=product_title(lang, &title) />
        <p class="back">
            <a href="/manage/feedback">{words.feedback_manage_title()}</a>
        </p>
        {error_summary(lang, &problems)}
        {saved.map(done)}
        <h1>{title}</h1>
        {standing(lang, &case)}
        {entries(lang, &case)}
        {acts(lang, &request, &case, &problems)}
    }
}

/// The heading of a message: its kind and number.
pub(super) fn heading(lang: Lang, row: &FeedbackRow) -> String {
    let kind = kind_name(lang, row.kind);
    lang.words().feedback_numbered(kind, row.id.to_string())
}

/// The state of a message, and the time by which it must be answered.
pub(super) fn standing(lang: Lang, case: &FeedbackCase) -> AnyView {
    let words = lang.words();
    let row = &case.file.row;
    let overdue = row
        .is_overdue(case.now)
        .then(|| view! { <b class="tag tag-late">{words.feedback_tag_overdue()}</b> });
    let public = row
        .published_at
        .map(|_| view! { <b class="tag">{words.feedback_tag_public()}</b> });
    let due = row
        .due_at
        .map(|due| words.feedback_answer_until(short_day(due, case.zone)));
    let agency = agency_of(&case.agencies, row.agency);
    let agency = agency.map(|name| words.feedback_concerns(named(lang, name)));
    view! {
        <p class="feedback-standing">
            <b class="tag">{state_name(lang, row.state)}</b>
            {overdue}
            {public}
            <span>{due}</span>
            " "
            <span>{agency}</span>
        </p>
    }
    .into_any()
}

/// The entries of a message, oldest first.
pub(super) fn entries(lang: Lang, case: &FeedbackCase) -> AnyView {
    let words = lang.words();
    let entry = |entry: &FeedbackEntry| {
        let by = match entry.author.as_str() {
            _ if entry.kind.is_of_sender() => words.feedback_by_sender(),
            "demo" => words.actor_demo(),
            author => author.to_owned(),
        };
        let head = format!(
            "{} · {by} · {}",
            entry_name(lang, entry.kind),
            moment(entry.at, case.zone)
        );
        view! {
            <li>
                <p class="note-head">{head}</p>
                <div class="note-text">{body(entry)}</div>
            </li>
        }
    };
    let entries: Vec<_> = case.file.entries.iter().map(entry).collect();
    view! {
        <h2>{words.feedback_written()}</h2>
        <ol class="notes-list">{entries}</ol>
    }
    .into_any()
}

/// The text of an entry; a contact on one line. A dossier's code is a link to the dossier, if it is a valid code.
fn body(entry: &FeedbackEntry) -> AnyView {
    match entry.kind {
        EntryKind::Contact => {
            let parts = Contact::parts(&entry.text).join(" · ");
            view! { <p>{parts}</p> }.into_any()
        }
        EntryKind::Dossier => match entry.text.parse::<DossierCode>() {
            Ok(code) => {
                let href = format!("/desk/dossiers/{code}");
                view! {
                    <p>
                        <a href=href>{entry.text.clone()}</a>
                    </p>
                }
                .into_any()
            }
            Err(_) => view! { <p>{entry.text.clone()}</p> }.into_any(),
        },
        _ => paragraphs(&entry.text).into_any(),
    }
}

fn acts(lang: Lang, request: &PageRequest, case: &FeedbackCase, problems: &[Problem]) -> AnyView {
    if !case.is_central {
        let text = lang.words().feedback_not_central();
        return view! { <p class="hint">{text}</p> }.into_any();
    }
    let state = case.file.row.state;
    let may = |act| state.after(act).is_some();
    let answer = may(FeedbackAct::Answer).then(|| answer_form(lang, request, case, problems));
    let forward = may(FeedbackAct::Forward).then(|| forward_form(lang, request, case, problems));
    view! {
        {answer}
        {forward}
        {publicity(lang, case)}
        {erasure(lang, case)}
    }
    .into_any()
}

fn action(case: &FeedbackCase, act: &str) -> String {
    format!("/manage/feedback/{}/{act}", case.file.row.id)
}

/// The hidden field with the version of the message that the form is made from.
pub(super) fn version(case: &FeedbackCase) -> AnyView {
    hidden("version", &case.file.row.version.to_string())
}

fn answer_form(
    lang: Lang,
    request: &PageRequest,
    case: &FeedbackCase,
    problems: &[Problem],
) -> AnyView {
    let words = lang.words();
    let typed = &request.form;
    let subject = Field {
        hint: Some(words.feedback_subject_hint()),
        value: typed.raw("subject").to_owned(),
        chars_max: SUBJECT_CHARS_MAX,
        ..Field::text("subject", words.feedback_subject())
    };
    let is_public = !typed.text("publish").is_empty();
    view! {
        <h2>{words.feedback_answer_title()}</h2>
        <form method="post" action=action(case, "answer") class="form" data-guard="true">
            {version(case)}
            {text_area(
                "answer",
                words.feedback_answer(),
                Some(words.feedback_answer_hint()),
                typed.raw("answer"),
                TEXT_CHARS_MAX,
                problems,
            )}
            <div class="choice">
                <input r#type="checkbox" name="publish" id="publish" value="yes" checked=is_public />
                <label r#for="publish">{words.feedback_publish()}</label>
            </div>
            {field(subject, problems)}
            {button(words.feedback_answer_button())}
        </form>
    }
    .into_any()
}

fn forward_form(
    lang: Lang,
    request: &PageRequest,
    case: &FeedbackCase,
    problems: &[Problem],
) -> AnyView {
    let words = lang.words();
    let typed = &request.form;
    let chosen = case.file.row.agency.map(|agency| agency.0.to_string());
    let chosen = Some(typed.text("agency").to_owned())
        .filter(|typed| !typed.is_empty())
        .or(chosen);
    let none = (String::new(), words.feedback_agency_choose());
    let known = case.agencies.iter();
    let known = known.map(|agency| (agency.id.0.to_string(), named(lang, &agency.name)));
    let options = std::iter::once(none).chain(known).collect();
    view! {
        <h2>{words.feedback_forward_title()}</h2>
        <form method="post" action=action(case, "forward") class="form" data-guard="true">
            {version(case)}
            {select("agency", words.feedback_agency(), options, &chosen.unwrap_or_default(), problems)}
            {text_area(
                "request",
                words.feedback_request(),
                Some(words.feedback_request_hint()),
                typed.raw("request"),
                TEXT_CHARS_MAX,
                problems,
            )}
            {button_second(words.feedback_forward_button())}
        </form>
    }
    .into_any()
}

fn publicity(lang: Lang, case: &FeedbackCase) -> Option<AnyView> {
    case.file.row.published_at?;
    let words = lang.words();
    Some(
        view! {
            <h2>{words.feedback_withdraw_title()}</h2>
            <form method="post" action=action(case, "withdraw") class="form">
                {button_second(words.feedback_withdraw())}
            </form>
        }
        .into_any(),
    )
}

fn erasure(lang: Lang, case: &FeedbackCase) -> Option<AnyView> {
    let is_known = |kind| case.file.last(kind).is_some();
    if !is_known(EntryKind::Contact) && !is_known(EntryKind::Dossier) {
        return None;
    }
    let words = lang.words();
    Some(
        view! {
            <h2>{words.feedback_erase_title()}</h2>
            <p class="hint">{words.feedback_erase_hint()}</p>
            <form method="post" action=action(case, "erase") class="form">
                {button_second(words.feedback_erase())}
            </form>
        }
        .into_any(),
    )
}

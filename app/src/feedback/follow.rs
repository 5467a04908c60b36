//! A message as its sender follows it, by code and number. Both travel in the body alone.

use leptos::prelude::*;
use sanh_domain::feedback::model::{CODE_CHARS, EntryKind, FeedbackState, PIN_DIGITS};

use super::api::FollowFeedback;
use super::frame::{FeedbackPage, paragraphs};
use super::words::{day, kind_name};
use crate::error::AppError;
use crate::model::feedback::FollowedFeedback;
use crate::text::Messages;
use crate::text::dossier::named;
use crate::ui::form::{Field, Problem, button, field};
use crate::ui::public::in_lang;
use crate::ui::response::{loaded, request};
use crate::ui::submit::{Submitted, submitted};

/// Blanks and hyphens that people put into a code or a number.
const SEPARATORS_MAX: usize = 8;

/// `/feedback/follow`
#[component]
pub(super) fn FollowPage() -> impl IntoView {
    loaded(shown())
}

async fn shown() -> Result<AnyView, AppError> {
    Ok(match submitted::<FollowFeedback>(&[]).await? {
        Submitted::Done(followed) => view! { <Followed followed /> }.into_any(),
        Submitted::Refused(refusal) => view! { <Form problems=refusal.problems /> }.into_any(),
        Submitted::Not => view! { <Form problems=Vec::new() /> }.into_any(),
    })
}

#[component]
fn Form(problems: Vec<Problem>) -> impl IntoView {
    let request = request();
    let words = request.room_lang().words();
    let code = Field {
        hint: Some(words.feedback_code_hint()),
        value: request.form.text("code").to_owned(),
        chars_max: CODE_CHARS + SEPARATORS_MAX,
        ..Field::text("code", words.feedback_code())
    };
    // The typed number is not sent back to the browser.
    let pin = Field {
        hint: Some(words.feedback_pin_hint()),
        kind: "tel",
        chars_max: PIN_DIGITS + SEPARATORS_MAX,
        ..Field::text("pin", words.feedback_pin())
    };
    let (code, pin) = (field(code, &problems), field(pin, &problems));
    view! {
        <FeedbackPage title=words.feedback_follow_title() problems>
            <p class="public-lead">{words.feedback_follow_lead()}</p>
            <form method="post" action=in_lang(&request, "/feedback/follow") class="form">
                {code}
                {pin}
                {button(words.feedback_follow_button())}
            </form>
        </FeedbackPage>
    }
}

#[component]
fn Followed(followed: FollowedFeedback) -> impl IntoView {
    let lang = request().room_lang();
    let words = lang.words();
    let FollowedFeedback {
        file,
        agency,
        now,
        zone,
    } = followed;
    let row = &file.row;
    let on = |at| day(lang, at, zone);
    let mut steps =
        vec![words.feedback_step_received(kind_name(lang, row.kind), on(row.received_at))];
    if let Some(agency) = &agency {
        let name = named(lang, agency);
        steps.push(match row.state {
            FeedbackState::Received | FeedbackState::Forwarded => {
                words.feedback_step_forwarded(name)
            }
            FeedbackState::Explained | FeedbackState::Answered => {
                words.feedback_step_explained(name)
            }
        });
    }
    steps.extend(
        row.answered_at
            .map(|at| words.feedback_step_answered(on(at))),
    );
    let due = row.due_at.filter(|_| row.answered_at.is_none()).map(|due| {
        if row.is_overdue(now) {
            words.feedback_due_missed(on(due))
        } else {
            words.feedback_due(on(due))
        }
    });
    let steps: Vec<_> = steps
        .into_iter()
        .map(|step| view! { <li>{step}</li> })
        .collect();
    let answer = file.last(EntryKind::Answer).map(|answer| {
        view! {
            <section class="feedback-answer" aria-labelledby="answer">
                <h2 id="answer">{words.feedback_answer_of_centre()}</h2>
                {paragraphs(&answer.text)}
            </section>
        }
    });
    let public = row
        .published_at
        .map(|_| view! { <p class="hint">{words.feedback_is_public()}</p> });
    view! {
        <FeedbackPage title=words.feedback_followed_title() problems=Vec::new()>
            <ol class="feedback-steps">{steps}</ol>
            {due.map(|due| view! { <p class="feedback-due">{due}</p> })}
            {answer}
            {public}
            <p class="hint">{words.feedback_followed_hint()}</p>
        </FeedbackPage>
    }
}

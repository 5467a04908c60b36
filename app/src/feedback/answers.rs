//! The answers that everybody may read.

use leptos::prelude::*;
use sanh_domain::feedback::model::PublishedAnswer;

use super::api::list_published_answers;
use super::frame::{FeedbackPage, paragraphs};
use super::words::{day, kind_name};
use crate::error::AppError;
use crate::model::feedback::PublishedAnswers;
use crate::text::Messages;
use crate::ui::public::in_lang;
use crate::ui::response::{loaded, request};

/// `/feedback/answers`
#[component]
pub(super) fn AnswersPage() -> impl IntoView {
    loaded(shown())
}

async fn shown() -> Result<impl IntoView, AppError> {
    let page = super::manage::page_number(&request())?;
    let published = list_published_answers(page).await?;
    Ok(view! { <Answers published page /> })
}

#[component]
fn Answers(published: PublishedAnswers, page: u32) -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let zone = published.zone;
    let none = published
        .answers
        .is_empty()
        .then(|| view! { <p class="none">{words.feedback_answers_none()}</p> });
    let entry = |answer: PublishedAnswer| {
        let about = format!(
            "{} · {}",
            kind_name(lang, answer.kind),
            day(lang, answer.published_at, zone)
        );
        view! {
            <li>
                <h2>{answer.subject}</h2>
                <p class="hint">{about}</p>
                {paragraphs(&answer.answer)}
            </li>
        }
    };
    let has_more = published.has_more;
    let entries: Vec<_> = published.answers.into_iter().map(entry).collect();
    let entries =
        (!entries.is_empty()).then(|| view! { <ol class="feedback-answers">{entries}</ol> });
    let link = |page: u32, name: String| {
        let address = in_lang(&request, &format!("/feedback/answers?page={page}"));
        view! { <a href=address>{name}</a> }
    };
    let newer = page
        .checked_sub(1)
        .map(|page| link(page, words.feedback_newer()));
    let older = has_more.then(|| link(page.saturating_add(1), words.feedback_older()));
    view! {
        <FeedbackPage title=words.feedback_answers_title() problems=Vec::new()>
            <p class="public-lead">{words.feedback_answers_lead()}</p>
            {none}
            {entries}
            <p class="pages">{newer} {older}</p>
        </FeedbackPage>
    }
}

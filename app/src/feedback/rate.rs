//! The rating of the service: on the desk's tablet by the number that the clerk opened, or on a phone from the look-up of a dossier.

use leptos::prelude::*;
use sanh_domain::feedback::rating::Score;

use super::api::{OpenOwnRating, RateService};
use super::frame::FeedbackPage;
use super::words::score_name;
use crate::error::AppError;
use crate::page::Method;
use crate::text::Messages;
use crate::ui::form::{Field, Problem, field};
use crate::ui::public::in_lang;
use crate::ui::response::{PageExtras, loaded, request, response};
use crate::ui::submit::{Submitted, submit, submitted};

/// The script that reads the secret after the `#` of the address, which no server and no log sees.
const SCRIPT: &str = "/rate.js";
/// Seconds after which the thanks are replaced by the form for the next visitor.
const THANKS_S: u32 = 15;
/// The longest secret as typed, in characters.
const SECRET_CHARS_MAX: usize = 64;

/// `/feedback/rate`
#[component]
pub(super) fn RatePage() -> impl IntoView {
    loaded(shown())
}

async fn shown() -> Result<AnyView, AppError> {
    let (request, response) = (request(), response());
    if !request.form.text("slip").is_empty() {
        return opened_by_slip().await;
    }
    // The page at the desk sends only the ticket: then the form is shown, nothing is rated yet.
    let is_opened = request.method == Method::Post
        && request.form.text("score").is_empty()
        && !request.form.text("ticket").is_empty();
    let submitted = if is_opened {
        Submitted::Not
    } else {
        submitted::<RateService>(&[]).await?
    };
    let problems = match submitted {
        Submitted::Done(()) => {
            response.set_extras(PageExtras {
                refresh_s: Some(THANKS_S),
                ..PageExtras::default()
            });
            return Ok(view! { <Thanks /> }.into_any());
        }
        Submitted::Refused(refusal) => refusal.problems,
        Submitted::Not => Vec::new(),
    };
    response.set_extras(PageExtras {
        script: Some(SCRIPT),
        ..PageExtras::default()
    });
    let secret = request.form.text("ticket").to_owned();
    Ok(view! { <Form secret problems /> }.into_any())
}

/// The form with the secret of a look-up's answer; or the reason why it cannot be rated.
async fn opened_by_slip() -> Result<AnyView, AppError> {
    let words = request().room_lang().words();
    Ok(match submit::<OpenOwnRating>(&[]).await? {
        Ok(rating) => view! { <Form secret=rating.secret problems=Vec::new() /> }.into_any(),
        Err(refusal) => {
            let problems = refusal.problems;
            view! {
                <FeedbackPage title=words.rating_title() problems>
                    <p id="rating">{words.rating_lead()}</p>
                </FeedbackPage>
            }
            .into_any()
        }
    })
}

#[component]
fn Form(secret: String, problems: Vec<Problem>) -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let ticket = Field {
        hint: Some(words.rating_ticket_hint()),
        value: secret,
        kind: "tel",
        chars_max: SECRET_CHARS_MAX,
        ..Field::text("ticket", words.rating_ticket())
    };
    let ticket = field(ticket, &problems);
    let is_wrong = problems.iter().any(|problem| problem.field == "score");
    let class = if is_wrong { "scores wrong" } else { "scores" };
    let score = |(place, score): (usize, Score)| {
        let id = (place == 0).then_some("score");
        view! {
            <button class=format!("score score-{}", score.as_str()) r#type="submit" name="score" id=id value=score.as_str()>
                <span class="score-mark" aria-hidden="true">{mark(score)}</span>
                {score_name(lang, score)}
            </button>
        }
    };
    let scores: Vec<_> = Score::ALL.into_iter().enumerate().map(score).collect();
    view! {
        <FeedbackPage title=words.rating_title() problems>
            <p class="public-lead">{words.rating_lead()}</p>
            <form method="post" action=in_lang(&request, "/feedback/rate") class="form rate">
                {ticket}
                <fieldset class=class>
                    <legend>{words.rating_question()}</legend>
                    {scores}
                </fieldset>
            </form>
            <p class="hint">{words.rating_private()}</p>
        </FeedbackPage>
    }
}

/// Stars beside the text: a scale that needs no language.
const fn mark(score: Score) -> &'static str {
    match score {
        Score::VerySatisfied => "\u{2605}\u{2605}\u{2605}\u{2605}",
        Score::Satisfied => "\u{2605}\u{2605}\u{2605}",
        Score::Neutral => "\u{2605}\u{2605}",
        Score::Dissatisfied => "\u{2605}",
    }
}

#[component]
fn Thanks() -> impl IntoView {
    let request = request();
    let words = request.room_lang().words();
    view! {
        <FeedbackPage title=words.rating_thanks() problems=Vec::new()>
            <div class="done" role="status">
                <p>{words.rating_counted()}</p>
            </div>
            <p>
                <a href=in_lang(&request, "/feedback")>{words.rating_more()}</a>
            </p>
        </FeedbackPage>
    }
}

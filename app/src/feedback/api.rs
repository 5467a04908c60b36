//! The server functions of messages to the centre and of ratings.
#![allow(
    missing_docs,
    reason = "the macro makes a struct of the arguments, described at the function"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;
use crate::model::feedback::{
    ExplanationList, FeedbackCase, FeedbackOverview, FeedbackTab, FollowedFeedback, OpenedRating,
    PublishedAnswers, SentFeedback,
};
use crate::ui::submit::FormError;

/// Takes a message; sent twice with one key it is one message. For everybody.
///
/// # Errors
/// The problems of the form; [`AppError::Forbidden`] over a connection that others can read. With status 429 if there were too
/// many recently.
#[server(prefix = "/api", endpoint = "send_feedback")]
pub async fn send_feedback(
    #[server(default)] key: String,
    #[server(default)] kind: String,
    #[server(default)] text: String,
    #[server(default)] dossier: String,
    #[server(default)] name: String,
    #[server(default)] phone: String,
    #[server(default)] email: String,
) -> Result<SentFeedback, FormError> {
    use crate::server::feedback;
    let said = (text.as_str(), dossier.as_str());
    let draft = feedback::draft((&key, &kind), said, (&name, &phone, &email))?;
    feedback::send(draft).await
}

/// The message of a code and its number. For everybody.
///
/// # Errors
/// The same whatever is wrong with code or number; with status 429 after too many wrong tries.
#[server(prefix = "/api", endpoint = "follow_feedback")]
pub async fn follow_feedback(
    #[server(default)] code: String,
    #[server(default)] pin: String,
) -> Result<FollowedFeedback, FormError> {
    crate::server::feedback::follow(&code, &pin).await
}

/// Opens the rating of a dossier that was handed over, for a person who has looked it up by its slip (`slip` is the
/// ticket of that answer). For everybody.
///
/// # Errors
/// That the slip's answer is over, that the result was not handed over, or that it was rated.
#[server(prefix = "/api", endpoint = "open_own_rating")]
pub async fn open_own_rating(#[server(default)] slip: String) -> Result<OpenedRating, FormError> {
    crate::server::feedback::open_by_slip(&slip).await
}

/// Gives the rating that a number or secret opens, once. For everybody.
///
/// # Errors
/// The same whatever is wrong with the secret; with status 429 after too many wrong tries.
#[server(prefix = "/api", endpoint = "rate_service")]
pub async fn rate_service(
    #[server(default)] ticket: String,
    #[server(default)] score: String,
) -> Result<(), FormError> {
    crate::server::feedback::rate(&ticket, &score).await
}

/// The published answers of a page, from 0. For everybody.
///
/// # Errors
/// [`AppError::Unavailable`] while the database does not answer.
#[server(prefix = "/api", endpoint = "list_published_answers", input = GetUrl)]
pub async fn list_published_answers(
    #[server(default)] page: u32,
) -> Result<PublishedAnswers, AppError> {
    crate::server::feedback::published(page).await
}

/// The messages of the caller's agencies on a page of a list, and figures. For managers.
///
/// # Errors
/// [`AppError::Forbidden`] for anybody else.
#[server(prefix = "/api", endpoint = "list_feedback", input = GetUrl)]
pub async fn list_feedback(
    #[server(default)] tab: FeedbackTab,
    #[server(default)] page: u32,
) -> Result<FeedbackOverview, AppError> {
    use crate::server::{feedback, manager};
    feedback::overview(&manager()?, tab, page).await
}

/// A message of the caller's agencies with what was written of it, recorded in the audit. For managers.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::TooMuchRead`].
#[server(prefix = "/api", endpoint = "read_feedback", input = GetUrl)]
pub async fn read_feedback(feedback: i64) -> Result<FeedbackCase, AppError> {
    use crate::server::{feedback as messages, manager};
    messages::case(&manager()?, feedback).await
}

/// Asks an agency to explain, with its entry in the audit. For managers of the whole centre.
///
/// # Errors
/// The problems of the form, also that somebody else did something meanwhile; [`AppError::Forbidden`].
#[server(prefix = "/api", endpoint = "forward_feedback")]
pub async fn forward_feedback(
    feedback: i64,
    #[server(default)] version: i64,
    #[server(default)] agency: String,
    #[server(default)] request: String,
) -> Result<(), FormError> {
    use crate::server::{feedback as messages, manager};
    let manager = manager()?;
    let change = messages::forward_form(&agency, &request)?;
    messages::forward(&manager, (feedback, version), change).await
}

/// Answers a message, for its sender alone or for everybody to read, with its entry in the audit. For managers of the
/// whole centre.
///
/// # Errors
/// As [`forward_feedback`].
#[server(prefix = "/api", endpoint = "answer_feedback")]
pub async fn answer_feedback(
    feedback: i64,
    #[server(default)] version: i64,
    #[server(default)] answer: String,
    #[server(default)] publish: String,
    #[server(default)] subject: String,
) -> Result<(), FormError> {
    use crate::server::{feedback as messages, manager};
    let manager = manager()?;
    let change = messages::answer_form(&answer, !publish.is_empty(), &subject)?;
    messages::answer(&manager, (feedback, version), change).await
}

/// Takes a published answer back, with its entry in the audit: its sender still reads it. For managers of the whole centre.
///
/// # Errors
/// [`AppError::NotFound`] where none is public; [`AppError::Forbidden`].
#[server(prefix = "/api", endpoint = "withdraw_answer")]
pub async fn withdraw_answer(feedback: i64) -> Result<(), FormError> {
    use crate::server::{feedback as messages, manager};
    messages::withdraw(&manager()?, feedback).await
}

/// Erases how the sender of a message can be reached, for good, with its entry in the audit. For managers of the whole centre.
///
/// # Errors
/// [`AppError::NotFound`] where there is nothing to erase; [`AppError::Forbidden`].
#[server(prefix = "/api", endpoint = "erase_feedback_contact")]
pub async fn erase_feedback_contact(feedback: i64) -> Result<(), FormError> {
    use crate::server::{feedback as messages, manager};
    messages::erase_contact(&manager()?, feedback).await
}

/// The messages that the caller's agencies are to explain. For the desk.
///
/// # Errors
/// [`AppError::Forbidden`] for anybody else.
#[server(prefix = "/api", endpoint = "list_explanations", input = GetUrl)]
pub async fn list_explanations() -> Result<ExplanationList, AppError> {
    use crate::server::{desk_caller, feedback};
    feedback::explanations(&desk_caller()?).await
}

/// A message of the caller's agencies, without how its sender can be reached, recorded in the audit. For the desk.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::TooMuchRead`].
#[server(prefix = "/api", endpoint = "read_explanation", input = GetUrl)]
pub async fn read_explanation(feedback: i64) -> Result<FeedbackCase, AppError> {
    use crate::server::{desk_caller, feedback as messages};
    messages::explanation_case(&desk_caller()?, feedback).await
}

/// Explains what a message is about, with its entry in the audit. For the desk of the agency that was asked.
///
/// # Errors
/// The problems of the form, also that somebody else did something meanwhile; [`AppError::NotFound`].
#[server(prefix = "/api", endpoint = "explain_feedback")]
pub async fn explain_feedback(
    feedback: i64,
    #[server(default)] version: i64,
    #[server(default)] explanation: String,
) -> Result<(), FormError> {
    use crate::server::{desk_caller, feedback as messages};
    let caller = desk_caller()?;
    let change = messages::explain_form(&explanation)?;
    messages::explain(&caller, (feedback, version), change).await
}

/// Opens the rating of a dossier that was handed over, with its entry in the audit: the person who types the number
/// gives the rating. For the desk.
///
/// # Errors
/// [`AppError::NotFound`]; why it cannot be opened.
#[server(prefix = "/api", endpoint = "open_rating")]
pub async fn open_rating(code: String) -> Result<OpenedRating, FormError> {
    use crate::server::{desk_caller, feedback};
    feedback::open_at_desk(&desk_caller()?, &code).await
}

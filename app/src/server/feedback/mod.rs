//! Messages to the centre, and ratings, in the case database.

mod rating;
mod sender;
mod staff;
mod tries;

use sanh_domain::deadline::Instant;
use sanh_domain::feedback::model::TEXT_CHARS_MAX;
use sanh_domain::procedure::listed::ListedAgency;
use sanh_store::{Centre, Store};

use super::failure;
use crate::error::AppError;
use crate::page::ConnectionSecurity;
use crate::text::Messages;
use crate::ui::form::Problem;
use crate::ui::response::request;

pub(crate) use rating::{open_at_desk, open_by_slip, rate};
pub(crate) use sender::{draft, follow, published, send};
pub(crate) use staff::{
    answer, answer_form, case, erase_contact, explain, explain_form, explanation_case,
    explanations, forward, forward_form, overview, withdraw,
};
pub use tries::TryWindow;

/// The centre at an instant, and the names of its agencies.
async fn centre(store: &Store, now: Instant) -> Result<(Centre, Vec<ListedAgency>), AppError> {
    let centre = store.centre(now).await.map_err(failure)?;
    let agencies = store.agencies().await.map_err(failure)?.into_iter();
    let listed = |agency: sanh_store::Agency| ListedAgency {
        id: agency.id,
        code: agency.code,
        name: agency.name,
    };
    Ok((centre, agencies.map(listed).collect()))
}

/// Refuses a connection that others can read, because the typed texts are private.
fn refuse_open_connection() -> Result<(), AppError> {
    if request().visitor.connection == ConnectionSecurity::Private {
        return Ok(());
    }
    Err(AppError::Forbidden)
}

/// A text of some length as a form sent it, or what is wrong with it.
fn written(
    field: &'static str,
    text: &str,
    (least, most): (usize, usize),
) -> Result<String, Problem> {
    let words = request().room_lang().words();
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Problem::new(field, words.feedback_blank())),
        chars if chars < least => Err(Problem::new(field, words.feedback_short(least))),
        chars if chars > most => Err(Problem::new(field, words.feedback_long(most))),
        _ => Ok(text.to_owned()),
    }
}

/// A text that staff write.
fn staff_text(field: &'static str, text: &str) -> Result<String, Problem> {
    written(field, text, (1, TEXT_CHARS_MAX))
}

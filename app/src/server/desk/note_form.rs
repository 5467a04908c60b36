//! The form of a note.

use sanh_domain::account::model::RequestKey;
use sanh_domain::dossier::file::{NOTE_CHARS_MAX, NOTES_MAX};

use super::form_input::read_code;
use super::{Desk, DeskError};
use crate::text::Messages;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::FormError;

/// Adds a note to a dossier.
pub(crate) async fn add(desk: &Desk, code: &str, key: &str, note: &str) -> Result<(), FormError> {
    let code = read_code(code)?;
    // The caller's access to the dossier is checked first, so that a refused form reveals nothing about it.
    desk.known(&code).await?;
    let words = request().room_lang().words();
    let text = note.trim();
    let problem = match (text.chars().count(), RequestKey::read(key.trim())) {
        (1..=NOTE_CHARS_MAX, Some(key)) => match desk.note(&key, &code, text.to_owned()).await {
            Ok(()) => return Ok(()),
            Err(DeskError::Invalid(_)) => words.note_many(NOTES_MAX),
            Err(error) => return Err(error.into()),
        },
        (1..=NOTE_CHARS_MAX, None) => words.receive_bad_form(),
        (0, _) => words.note_blank(),
        _ => words.note_long(NOTE_CHARS_MAX),
    };
    Err(Problem::new("note", problem).into())
}

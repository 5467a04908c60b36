//! What colleagues note of a dossier for one another.

use chrono_tz::Tz;
use leptos::prelude::*;
use sanh_domain::account::model::{Caller, RequestKey};
use sanh_domain::dossier::DossierCode;
use sanh_domain::dossier::file::{NOTE_CHARS_MAX, NOTES_MAX, Note, Office};
use sanh_domain::language::Lang;

use super::assign::shown;
use super::desk::DeskError;
use super::detail;
use super::words::moment;
use crate::Ports;
use crate::page::{Page, PageRequest};
use crate::text::Messages;
use crate::ui::form::{Problem, button_second, hidden, text_area};

/// `POST /desk/dossiers/{code}/notes`
pub(super) async fn add(
    request: &PageRequest,
    caller: &Caller,
    code: &DossierCode,
) -> Result<Page, DeskError> {
    let port = expect_context::<Ports>().desk;
    // Before anything is said of the form: whether they may know of this dossier at all.
    port.file(caller, code).await?;
    let words = request.room_lang().words();
    let text = request.form.text("note").to_owned();
    let problem = match (
        text.chars().count(),
        RequestKey::read(request.form.text("key")),
    ) {
        (1..=NOTE_CHARS_MAX, Some(key)) => match port.note(caller, key, code, text).await {
            Ok(()) => return Ok(Page::redirect(format!("/desk/dossiers/{code}#notes"))),
            Err(DeskError::Invalid(_)) => words.note_many(NOTES_MAX),
            Err(error) => return Err(error),
        },
        (1..=NOTE_CHARS_MAX, None) => words.receive_bad_form(),
        (0, _) => words.note_blank(),
        _ => words.note_long(NOTE_CHARS_MAX),
    };
    detail::with_problems(request, caller, code, &[Problem::new("note", problem)]).await
}

/// The notes, oldest first, and the form for another.
pub(super) fn notes(
    lang: Lang,
    office: &Office,
    notes: &[Note],
    zone: Tz,
    action: String,
    request: &PageRequest,
    problems: &[Problem],
) -> AnyView {
    let words = lang.words();
    let entry = |note: &Note| {
        let head = format!(
            "{} · {}",
            shown(office, &note.author),
            moment(note.at, zone)
        );
        view! {
            <li>
                <p class="note-head">{head}</p>
                <p class="note-text">{note.text.clone()}</p>
            </li>
        }
    };
    let entries: Vec<_> = notes.iter().map(entry).collect();
    let list = (!entries.is_empty()).then(|| view! { <ol class="notes-list">{entries}</ol> });
    view! {
        <section class="notes" id="notes" aria-labelledby="notes-title">
            <h2 id="notes-title">{words.note_title()}</h2>
            {list}
            <form method="post" action=action class="form" data-guard="true">
                {hidden("key", &request.key)}
                {text_area(
                    "note",
                    words.note_label(),
                    Some(words.note_hint()),
                    request.form.raw("note"),
                    NOTE_CHARS_MAX,
                    problems,
                )}
                {button_second(words.note_button())}
            </form>
        </section>
    }
    .into_any()
}

//! Notes about a dossier among colleagues.

use chrono_tz::Tz;
use leptos::prelude::*;
use sanh_domain::dossier::file::{NOTE_CHARS_MAX, Note, Office};
use sanh_domain::language::Lang;

use crate::page::PageRequest;
use crate::text::Messages;
use crate::text::dossier::{colleague_name, moment};
use crate::ui::form::{Problem, button_second, hidden, text_area};

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
            colleague_name(office, &note.author),
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
                {hidden("key", &request.context.key)}
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

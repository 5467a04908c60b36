//! Letters to the applicant, on A4: request for papers (form 02), refusal (03), apology and new appointment (04), and those of the
//! same make without a form.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use sanh_domain::dossier::file::Office;
use sanh_domain::dossier::{Event, EventKind};

use super::address::code;
use super::api::{print_letter, read_office};
use super::print::{
    LANG, about, agency_name, due_view, full_name, heading, line, number_of, print_of, reached,
    signer, unbroken,
};
use crate::error::AppError;
use crate::model::dossier::Letter;
use crate::text::Messages;
use crate::text::dossier::moment;
use crate::ui::response::loaded;

/// `/desk/dossiers/{code}/letters/{sequence}`
#[component]
pub(super) fn LetterPage() -> impl IntoView {
    let sequence = use_params_map().with_untracked(|params| params.get("sequence"));
    loaded(letter(code(), sequence.unwrap_or_default()))
}

async fn letter(code: String, sequence: String) -> Result<(), AppError> {
    let sequence = sequence.parse().map_err(|_| AppError::NotFound)?;
    let (office, letter) = (read_office().await?, print_letter(code, sequence).await?);
    let code = letter.file.row.dossier.code.clone();
    print_of(&code, "paper paper-a4", || letter_view(&office, &letter));
    Ok(())
}

/// The kind of paper in a letter's number.
const fn kind(event: EventKind) -> &'static str {
    match event {
        EventKind::AskPapers | EventKind::Refuse => "HDHS",
        EventKind::Extend => "PXL",
        _ => "TB",
    }
}

fn letter_view(office: &Office, letter: &Letter) -> AnyView {
    let words = LANG.words();
    let Letter {
        file,
        event,
        to,
        by: _,
    } = letter;
    let dossier = &file.row.dossier;
    let zone = office.calendar.zone();
    let (title, opening) = match event.kind {
        EventKind::AskPapers => (words.letter_papers(), words.letter_open_papers()),
        EventKind::AskPayment => (words.letter_payment(), words.letter_open_payment()),
        EventKind::Extend => (words.letter_extend(), words.letter_open_extend()),
        EventKind::Stop => (words.letter_stop(), words.letter_open_stop()),
        _ => (words.letter_refuse(), words.letter_open_refuse()),
    };
    let name = to.as_ref().map(|to| to.name.as_str());
    let greeting = name.map_or_else(|| words.letter_to_nobody(), |name| words.letter_to(name));
    let received = dossier.received_at.map(|at| unbroken(moment(at, zone)));
    let due = promised(letter).map(|due| unbroken(moment(due, zone)));
    let new_due = event
        .due_at
        .filter(|_| event.kind == EventKind::Extend)
        .map(|due| {
            // Only the date in force can be undecided; a date that was moved since is no longer promised.
            let is_in_force = dossier.due_at == Some(due);
            let undecided = file.row.undecided.filter(|_| is_in_force);
            let due = view! { <b>{due_view(due, zone, undecided)}</b> };
            line(words.letter_new_due(), Some(due.into_any()))
        });
    let clock = matches!(event.kind, EventKind::AskPapers | EventKind::AskPayment)
        .then(|| view! { <p>{words.letter_clock()}</p> });
    let number = number_of(&dossier.code, Some(event.sequence), kind(event.kind));
    let code = view! { <b class="unbroken">{dossier.code.to_string()}</b> };
    view! {
        {heading(office, Some(number), event.recorded_at)}
        <h1>{title}</h1>
        <p class="paper-to">{greeting}</p>
        {reached(to.as_ref())}
        {line(words.slip_code(), Some(code.into_any()))}
        {about(office, dossier)}
        {received.map(|at| line(words.slip_received(), Some(at)))}
        {due.map(|due| line(words.letter_due(), Some(due)))}
        <p>{opening}</p>
        <blockquote>{event.reason.clone()}</blockquote>
        {new_due}
        {clock}
        <p>{contact(office)}</p>
        <p>{words.letter_thanks()}</p>
        {signed(office, letter)}
    }
    .into_any()
}

/// The due time that was promised before an extension.
fn promised(letter: &Letter) -> Option<sanh_domain::deadline::Instant> {
    let event = &letter.event;
    let is_before = |before: &&Event| before.sequence < event.sequence;
    let before = letter.file.events.iter().rfind(is_before);
    before.filter(|_| event.kind == EventKind::Extend)?.due_at
}

/// Whom to ask.
fn contact(office: &Office) -> String {
    let words = LANG.words();
    if office.hotline.is_empty() {
        return words.letter_contact(office.centre.vi.clone());
    }
    words.letter_contact_phone(office.centre.vi.clone(), office.hotline.clone())
}

/// An apology and a stop are the agency's; all else is signed by whoever writes it.
fn signed(office: &Office, letter: &Letter) -> AnyView {
    let words = LANG.words();
    let agency = agency_name(office, &letter.file.row.dossier);
    let (role, hint, name) = match letter.event.kind {
        EventKind::Extend | EventKind::Stop => (
            Some(words.letter_head_signs()),
            words.letter_seal_hint(),
            None,
        ),
        EventKind::Refuse => (
            Some(words.slip_signed_by_staff()),
            words.slip_sign_hint(),
            letter.by.as_ref().map(full_name),
        ),
        _ => (
            Some(words.letter_guide_signs()),
            words.slip_sign_hint(),
            letter.by.as_ref().map(full_name),
        ),
    };
    view! {
        <div class="paper-signed">
            <div class="paper-signer"></div>
            <div>
                <p class="paper-agency">{agency}</p>
                {signer(role, hint, name)}
            </div>
        </div>
    }
    .into_any()
}

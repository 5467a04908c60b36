//! What is printed of a dossier: letters to the applicant and the control slip (Thông tư 01/2018/TT-VPCP), on A4.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use sanh_domain::dossier::file::{DossierFile, Office};
use sanh_domain::dossier::history::{StepEnd, shown_at, step_end};
use sanh_domain::dossier::{DossierCode, Event, EventKind};
use sanh_domain::language::Lang;

use super::address::{code, dossier_path};
use super::api::{print_control_slip, print_letter, read_office};
use crate::error::AppError;
use crate::model::dossier::Letter;
use crate::page::Page;
use crate::text::dossier::{act_name, due_moment, moment, named};
use crate::text::procedure::explained_text;
use crate::text::{Messages, duration};
use crate::ui::document::{Head, document_html};
use crate::ui::response::{loaded, request, response};

/// Printed matter is official: in Vietnamese, whoever prints it.
const LANG: Lang = Lang::Vi;

/// The address of the letter that an event sends.
pub(super) fn letter_address(code: &DossierCode, sequence: i64) -> String {
    format!("/desk/dossiers/{code}/letters/{sequence}")
}

/// Sends a page to be printed; the hint above it is not.
pub(super) fn print(
    code: &DossierCode,
    class: &'static str,
    hint: &str,
    body: impl FnOnce() -> AnyView,
) {
    let request = request();
    let lang = request.room_lang();
    let head = Head {
        title: Some(code.to_string()),
        ..Head::of(&request, lang)
    };
    let (back, hint, words) = (dossier_path(code), hint.to_owned(), lang.words());
    let html = document_html(head, || {
        view! {
            <nav class="paper-bar">
                <a href=back>{code.to_string()}</a>
                <a href="/desk/receive">{words.receive_title()}</a>
                <span>{hint}</span>
            </nav>
            <main id="main" class=class lang="vi">
                {body()}
            </main>
        }
        .into_any()
    });
    response().send(Page::new(200, html));
}

/// Who writes, under which state.
pub(super) fn letterhead(office: &Office) -> AnyView {
    let words = LANG.words();
    view! {
        <header class="paper-head">
            <p>
                <b>{office.centre.vi.clone()}</b>
            </p>
            <p>
                <b>{words.slip_republic()}</b>
                <span>{words.slip_motto()}</span>
            </p>
        </header>
    }
    .into_any()
}

/// `/desk/dossiers/{code}/letters/{sequence}`
#[component]
pub(super) fn LetterPage() -> impl IntoView {
    let sequence = use_params_map().with_untracked(|params| params.get("sequence"));
    loaded(letter(code(), sequence.unwrap_or_default()))
}

async fn letter(code: String, sequence: String) -> Result<(), AppError> {
    let sequence = sequence.parse().map_err(|_| AppError::NotFound)?;
    let (office, letter) = (read_office().await?, print_letter(code, sequence).await?);
    print_a4(&letter.file, || letter_view(&office, &letter));
    Ok(())
}

/// Prints something of a dossier on A4.
fn print_a4(file: &DossierFile, body: impl FnOnce() -> AnyView) {
    let hint = request().room_lang().words().print_hint();
    print(&file.row.dossier.code, "paper paper-a4", &hint, body);
}

fn letter_view(office: &Office, letter: &Letter) -> AnyView {
    use chrono::Datelike;
    let words = LANG.words();
    let Letter { file, event, to } = letter;
    let dossier = &file.row.dossier;
    let zone = office.calendar.zone();
    let (title, opening) = match event.kind {
        EventKind::AskPapers => (words.letter_papers(), words.letter_open_papers()),
        EventKind::AskPayment => (words.letter_payment(), words.letter_open_payment()),
        EventKind::Extend => (words.letter_extend(), words.letter_open_extend()),
        EventKind::Stop => (words.letter_stop(), words.letter_open_stop()),
        _ => (words.letter_refuse(), words.letter_open_refuse()),
    };
    let date = event.recorded_at.with_timezone(&zone).date_naive();
    let [day, month] = [date.day(), date.month()].map(|number| format!("{number:02}"));
    let dated = words.letter_date(office.place.clone(), day, month, date.year().to_string());
    let procedure = office
        .procedures
        .iter()
        .find(|it| Some(it.id) == dossier.procedure);
    let agency = office.agencies.iter().find(|it| it.id == dossier.agency);
    let to = to.as_ref();
    let to = to.map_or_else(|| words.letter_to_nobody(), |name| words.letter_to(name));
    let new_due = event
        .due_at
        .filter(|_| event.kind == EventKind::Extend)
        .map(|due| {
            // Of the date in force only: one that was moved since is no promise any more.
            let is_in_force = dossier.due_at == Some(due);
            let undecided = file.row.undecided.filter(|_| is_in_force);
            view! {
                <p>
                    {words.letter_new_due()} ": " <b>{due_moment(LANG, due, zone, undecided)}</b>
                </p>
            }
        });
    let clock = matches!(event.kind, EventKind::AskPapers | EventKind::AskPayment)
        .then(|| view! { <p>{words.letter_clock()}</p> });
    view! {
        {letterhead(office)}
        <p class="paper-date">{dated}</p>
        <h1>{title}</h1>
        <p>{to}</p>
        <p>
            {words.slip_code()} ": " <b>{dossier.code.to_string()}</b>
        </p>
        <p>{words.slip_about()} ": " {procedure.map(|it| named(LANG, &it.name))}</p>
        <p>{opening}</p>
        <blockquote>{event.reason.clone()}</blockquote>
        {new_due}
        {clock}
        <p>{words.letter_thanks()}</p>
        <div class="paper-signed">
            <p></p>
            <p>
                <b>{agency.map(|it| named(LANG, &it.name))}</b>
                <span>{words.slip_sign_hint()}</span>
            </p>
        </div>
    }
    .into_any()
}

/// `/desk/dossiers/{code}/control-slip`
#[component]
pub(super) fn ControlSlipPage() -> impl IntoView {
    loaded(control_slip(code()))
}

async fn control_slip(code: String) -> Result<(), AppError> {
    let (office, file) = (read_office().await?, print_control_slip(code).await?);
    print_a4(&file, || control_view(&office, &file));
    Ok(())
}

fn control_view(office: &Office, file: &DossierFile) -> AnyView {
    let words = LANG.words();
    let dossier = &file.row.dossier;
    let zone = office.calendar.zone();
    let calendar = office.calendar.for_agency(dossier.agency);
    let due = |due| due_moment(LANG, due, zone, file.row.undecided);
    let procedure = office
        .procedures
        .iter()
        .find(|it| Some(it.id) == dossier.procedure);
    let limit = dossier
        .limit
        .map(|limit| explained_text(LANG, limit.length));
    let row = |(index, event): (usize, &Event)| {
        let spent = match step_end(&file.events, index) {
            StepEnd::At(end) => {
                let time = calendar.working_time(event.occurred_at, end);
                Some(duration::working_time(LANG, time))
            }
            StepEnd::NoStep | StepEnd::GoesOn => None,
        };
        view! {
            <tr>
                <td>{act_name(LANG, event.kind)}</td>
                <td>{moment(shown_at(event), zone)}</td>
                <td>{event.actor.clone()}</td>
                <td>{spent}</td>
                <td>{event.reason.clone()}</td>
            </tr>
        }
    };
    let rows: Vec<_> = file.events.iter().enumerate().map(row).collect();
    view! {
        {letterhead(office)}
        <h1>{words.control_title()}</h1>
        <p class="paper-code">
            {words.slip_code()} ": " <b>{dossier.code.to_string()}</b>
        </p>
        <p>{words.slip_about()} ": " {procedure.map(|it| named(LANG, &it.name))}</p>
        <p>{words.slip_received()} ": " {dossier.received_at.map(|at| moment(at, zone))}</p>
        {limit.map(|text| view! { <p>{words.slip_limit()} ": " {text}</p> })}
        <p>{words.slip_due()} ": " {dossier.due_at.map(due)}</p>
        <table>
            <thead>
                <tr>
                    <th scope="col">{words.control_step()}</th>
                    <th scope="col">{words.control_when()}</th>
                    <th scope="col">{words.control_who()}</th>
                    <th scope="col">{words.control_spent()}</th>
                    <th scope="col">{words.control_note()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

//! The control slip of a dossier's processing (form 05), on A4.

use leptos::prelude::*;
use sanh_domain::dossier::file::Office;
use sanh_domain::dossier::history::{StepEnd, shown_at, step_end};
use sanh_domain::dossier::{Event, EventKind};

use super::address::code;
use super::api::{print_control_slip, read_office};
use super::print::{
    LANG, about, code_line, due_view, heading, line, number_of, person, print_of, unbroken,
};
use crate::error::AppError;
use crate::model::dossier::ControlSlip;
use crate::text::dossier::{act_name, moment, named};
use crate::text::procedure::explained_text;
use crate::text::{Messages, duration};
use crate::ui::response::loaded;

/// `/desk/dossiers/{code}/control-slip`
#[component]
pub(super) fn ControlSlipPage() -> impl IntoView {
    loaded(control_slip(code()))
}

async fn control_slip(code: String) -> Result<(), AppError> {
    let (office, slip) = (read_office().await?, print_control_slip(code).await?);
    let code = slip.file.row.dossier.code.clone();
    print_of(&code, "paper paper-a4", || control_view(&office, &slip));
    Ok(())
}

fn control_view(office: &Office, slip: &ControlSlip) -> AnyView {
    let words = LANG.words();
    let file = &slip.file;
    let dossier = &file.row.dossier;
    let zone = office.calendar.zone();
    let limit = dossier
        .limit
        .map(|limit| explained_text(LANG, limit.length));
    let received = dossier.received_at.map(|at| unbroken(moment(at, zone)));
    let due = dossier.due_at;
    let due = due.map(|due| due_view(due, zone, file.row.undecided));
    let sets = slip.sets.map(|sets| sets.to_string().into_any());
    let rows = file.events.iter().enumerate();
    let rows: Vec<_> = rows
        .map(|(index, event)| row(office, slip, index, event))
        .collect();
    view! {
        {heading(office, Some(number_of(&dossier.code, None, "PKS")), slip.at)}
        <h1>{words.control_title()}</h1>
        {code_line(dossier)}
        {about(office, dossier)}
        {joint(office, slip)}
        {line(words.receive_sets(), sets)}
        {line(words.slip_received(), received)}
        {limit.map(|text| line(words.slip_limit(), Some(text.into_any())))}
        {line(words.slip_due(), due)}
        <table class="paper-steps">
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

/// The agencies that work on parts of it.
fn joint(office: &Office, slip: &ControlSlip) -> Option<AnyView> {
    let linked = slip.file.linked.as_ref()?;
    let name = |id| {
        let agency = office.agencies.iter().find(|it| it.id == id)?;
        Some(named(LANG, &agency.name))
    };
    let parts = linked.parts.iter();
    let names: Vec<String> = parts
        .filter_map(|part| name(part.row.dossier.agency))
        .collect();
    Some(line(
        LANG.words().control_joint(),
        Some(names.join("; ").into_any()),
    ))
}

fn row(office: &Office, slip: &ControlSlip, index: usize, event: &Event) -> AnyView {
    let words = LANG.words();
    let events = &slip.file.events;
    let calendar = office.calendar.for_agency(slip.file.row.dossier.agency);
    let spent = match step_end(events, index) {
        StepEnd::At(end) => {
            let time = calendar.working_time(event.occurred_at, end);
            Some(duration::working_time(LANG, time))
        }
        StepEnd::NoStep | StepEnd::GoesOn => None,
    };
    let note = match (event.kind, &event.reason) {
        (EventKind::Assign, Some(account)) => {
            Some(words.assign_given(person(&slip.people, account)))
        }
        (_, reason) => reason.clone(),
    };
    let at = unbroken(moment(shown_at(event), office.calendar.zone()));
    view! {
        <tr>
            <td>{act_name(LANG, event.kind)}</td>
            <td>{at}</td>
            <td>{person(&slip.people, &event.actor)}</td>
            <td>{spent}</td>
            <td class="paper-note">{note}</td>
        </tr>
    }
    .into_any()
}

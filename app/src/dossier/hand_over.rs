//! The paper by which a dossier goes from the one-stop unit to the agency that works on it, on A4.

use leptos::prelude::*;
use sanh_domain::dossier::EventKind;
use sanh_domain::dossier::file::Office;

use super::address::code;
use super::api::{print_hand_over, read_office};
use super::print::{
    LANG, about, code_line, due_view, heading, line, number_of, person, print_of, reached, signer,
    told, unbroken,
};
use super::slip::papers;
use crate::error::AppError;
use crate::model::dossier::HandOver;
use crate::text::Messages;
use crate::text::dossier::moment;
use crate::ui::response::loaded;

/// `/desk/dossiers/{code}/hand-over`
#[component]
pub(super) fn HandOverPage() -> impl IntoView {
    loaded(hand_over(code()))
}

async fn hand_over(code: String) -> Result<(), AppError> {
    let (office, paper) = (read_office().await?, print_hand_over(code).await?);
    let code = paper.file.row.dossier.code.clone();
    print_of(&code, "paper paper-a4", || hand_over_view(&office, &paper));
    Ok(())
}

fn hand_over_view(office: &Office, paper: &HandOver) -> AnyView {
    let words = LANG.words();
    let (file, submission) = (&paper.file, paper.submission.as_ref());
    let dossier = &file.row.dossier;
    let zone = office.calendar.zone();
    let applicant = submission.map(|it| &it.applicant);
    let name = applicant.and_then(|it| told(&it.name));
    let received = dossier.received_at.map(|at| unbroken(moment(at, zone)));
    let due = dossier.due_at;
    let due = due.map(|due| due_view(due, zone, file.row.undecided));
    let mut events = file.events.iter();
    let taken_in = events.find(|event| event.kind == EventKind::Receive);
    let giver = taken_in.map(|event| person(&paper.people, &event.actor));
    let taker = dossier.assignee.as_deref();
    let taker = taker.map(|account| person(&paper.people, account));
    view! {
        {heading(office, Some(number_of(&dossier.code, None, "BGHS")), paper.at)}
        <h1>{words.hand_over_title()}</h1>
        {code_line(dossier)}
        {about(office, dossier)}
        {line(words.slip_from(), name)}
        {reached(applicant)}
        {line(words.slip_received(), received)}
        {line(words.slip_due(), due)}
        {submission.map(papers)}
        {line(words.hand_over_when(), None)}
        {line(words.hand_over_remarks(), None)}
        <div class="paper-signed">
            {signer(Some(words.hand_over_giver()), words.slip_sign_hint(), giver)}
            {signer(Some(words.hand_over_taker()), words.slip_sign_hint(), taker)}
        </div>
    }
    .into_any()
}

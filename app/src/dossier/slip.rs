//! The slip: "Giấy tiếp nhận hồ sơ và hẹn trả kết quả" (form 01), on A5.

use chrono_tz::Tz;
use leptos::prelude::*;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::applicant::{PaperForm, Submission};
use sanh_domain::dossier::file::{DossierFile, Office};
use sanh_domain::dossier::{DossierCode, Event, EventKind};
use sanh_domain::text::clock;

use super::address::{code, dossier_path};
use super::api::{IssueSlip, print_slip, read_office};
use super::linked_view;
use super::print::{
    DOTS, LANG, about, code_line, due_view, full_name, heading, line, number_of, print_of,
    printing, reached, signer, told, unbroken, unbroken_text,
};
use crate::error::AppError;
use crate::model::dossier::PrintedSlip;
use crate::page::Method;
use crate::text::dossier::{moment, undecided_text};
use crate::text::procedure::explained_text;
use crate::text::{Messages, number};
use crate::ui::qr::qr;
use crate::ui::response::{loaded, request, response};
use crate::ui::submit::submit;

/// The address of a dossier's slip.
pub(super) fn slip_address(code: &DossierCode) -> String {
    format!("{}/slip", dossier_path(code))
}

/// `/desk/dossiers/{code}/slip`: the slip of today; the form that is sent here issues it again.
#[component]
pub(super) fn SlipPage() -> impl IntoView {
    loaded(slip_page(code()))
}

async fn slip_page(code: String) -> Result<(), AppError> {
    let address = format!("/desk/dossiers/{code}");
    if request().method == Method::Post {
        if submit::<IssueSlip>(&[("code", &code)]).await?.is_ok() {
            response().redirect(printing(&format!("{address}/slip")));
        }
        return Ok(());
    }
    let (office, printed) = (read_office().await?, print_slip(code).await?);
    let Some(printed) = printed else {
        // The number of the old slip is forgotten: the dossier's page offers to print a new one.
        response().redirect(address);
        return Ok(());
    };
    let request = request();
    let link = request
        .context
        .public_url
        .as_deref()
        .map(|site| look_up_address(site, &printed.secrets.link));
    let code = &printed.file.row.dossier.code;
    print_of(code, "paper paper-a5", || {
        slip(&office, &printed, link.as_deref())
    });
    Ok(())
}

/// The address in the QR code. Its secret stands behind `#`, which no browser sends: no log and no referrer has it.
fn look_up_address(site: &str, link: &str) -> String {
    format!("{}/lookup#{link}", site.trim_end_matches('/'))
}

/// That it replaces another slip, and which promise with it.
fn replaces(file: &DossierFile, zone: Tz) -> Option<AnyView> {
    let words = LANG.words();
    if file.row.dossier.is_annulled() {
        return Some(view! { <p class="slip-replaces">{words.slip_annulled()}</p> }.into_any());
    }
    let told = |event: &&Event| event.amendment.as_ref().is_some_and(|it| it.changes_slip());
    let event = file.events.iter().rfind(told)?;
    let at = |at| unbroken_text(&moment(at, zone));
    let due = event.amendment.as_ref().and_then(|it| it.due_before);
    let text = match due {
        Some(due) => words.slip_replaces(at(event.recorded_at), at(due)),
        None => words.slip_replaces_no_due(at(event.recorded_at)),
    };
    Some(view! { <p class="slip-replaces">{text}</p> }.into_any())
}

/// The papers handed in, each in which form, and how many sets of them.
pub(super) fn papers(submission: &Submission) -> AnyView {
    let words = LANG.words();
    let row = |(place, paper): (usize, &String)| {
        let (name, form) = PaperForm::split(paper);
        let (original, copy) = match form {
            Some(PaperForm::Original) => ("X", ""),
            Some(PaperForm::Copy | PaperForm::CertifiedCopy) => ("", "X"),
            None => ("", ""),
        };
        let name = match form {
            Some(PaperForm::CertifiedCopy) => format!("{name} ({})", words.paper_certified()),
            _ => name.to_owned(),
        };
        view! {
            <tr>
                <td>{place.to_string()}</td>
                <td>{name}</td>
                <td>{original}</td>
                <td>{copy}</td>
            </tr>
        }
    };
    let rows: Vec<_> = (1..).zip(&submission.papers).map(row).collect();
    let list = if rows.is_empty() {
        line(
            words.slip_papers(),
            Some(words.slip_papers_none().into_any()),
        )
    } else {
        view! {
            <p class="paper-line">{words.slip_papers()} ":"</p>
            <table class="paper-papers">
                <thead>
                    <tr>
                        <th scope="col">{words.slip_papers_place()}</th>
                        <th scope="col">{words.slip_papers_name()}</th>
                        <th scope="col">{words.paper_original()}</th>
                        <th scope="col">{words.paper_copy()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    };
    let sets = submission.sets.map(|sets| sets.to_string().into_any());
    view! {
        {list}
        {line(words.receive_sets(), sets)}
    }
    .into_any()
}

/// The fee: none, paid, or to be paid, which is ticked by hand.
fn fee(office: &Office, file: &DossierFile) -> AnyView {
    let words = LANG.words();
    let mut procedures = office.procedures.iter();
    let procedure = procedures.find(|it| Some(it.id) == file.row.dossier.procedure);
    let is_paid = file
        .events
        .iter()
        .any(|event| event.kind == EventKind::Paid);
    let amount = match procedure.and_then(|it| it.requirements.fee_vnd) {
        Some(0) => return line(words.receive_fee(), told(&words.receive_fee_free())),
        Some(fee) => words.receive_fee_vnd(number::number(LANG, fee.into())),
        None => DOTS.to_owned(),
    };
    let state = if is_paid {
        words.slip_fee_paid().into_any()
    } else {
        view! {
            <span class="tick-choice">
                <span class="tick-box"></span>
                {words.slip_fee_paid()}
            </span>
            " "
            <span class="tick-choice">
                <span class="tick-box"></span>
                {words.slip_fee_due()}
            </span>
        }
        .into_any()
    };
    let value = view! { {unbroken(unbroken_text(&amount))} " · " {state} };
    line(words.receive_fee(), Some(value.into_any()))
}

/// Where and when the result is collected: in the centre's hours on the day it is due.
fn collect(office: &Office, due: Option<Instant>) -> AnyView {
    let words = LANG.words();
    let place = [&office.centre.vi, &office.address];
    let place = place.into_iter().filter(|text| !text.is_empty());
    let place = place.map(String::as_str).collect::<Vec<_>>().join(", ");
    let hours = due.map(|due| {
        let intervals = office.calendar.intervals(office.calendar.local_date(due));
        let hours = intervals.iter();
        let hours = hours.map(|it| format!("{}–{}", clock(it.open), clock(it.close)));
        hours.collect::<Vec<_>>().join(", ")
    });
    let hours = hours.filter(|hours| !hours.is_empty());
    let hotline = told(&office.hotline);
    view! {
        {line(words.slip_collect(), told(&place))}
        {hours.map(|hours| line(words.slip_collect_when(), told(&hours)))}
        {hotline.map(|it| line(words.slip_hotline(), Some(it)))}
    }
    .into_any()
}

fn slip(office: &Office, printed: &PrintedSlip, link: Option<&str>) -> AnyView {
    let words = LANG.words();
    let PrintedSlip {
        file,
        submission,
        secrets,
        by,
        issued_at,
    } = printed;
    let dossier = &file.row.dossier;
    let zone = office.calendar.zone();
    let undecided = file.row.undecided.map(|undecided| {
        view! { <p class="slip-small">{undecided_text(LANG, undecided)}</p> }
    });
    let received = dossier.received_at.map(|at| unbroken(moment(at, zone)));
    let due = dossier.due_at.map_or_else(
        || words.dossier_due_none().into_any(),
        |due| due_view(due, zone, file.row.undecided),
    );
    let due = view! { <b>{due}</b> };
    let limit = dossier
        .limit
        .map(|limit| explained_text(LANG, limit.length));
    let secret_text = if link.is_some() {
        words.slip_secret_text()
    } else {
        words.slip_secret_pin_text()
    };
    let applicant = &submission.applicant;
    let name = view! { <b>{applicant.name.clone()}</b> };
    let linked = file.linked.as_ref();
    let linked = linked.map(|linked| {
        view! { <dl>{linked_view::on_slip(LANG, office, linked)}</dl> }
    });
    view! {
        {heading(office, Some(number_of(&dossier.code, None, "TNHS")), *issued_at)}
        <h1>{words.slip_title()}</h1>
        {replaces(file, zone)}
        {code_line(dossier)}
        <div class="slip">
            <div class="slip-told">
                {line(words.slip_from(), Some(name.into_any()))}
                {reached(Some(applicant))}
                {about(office, dossier)}
                {limit.map(|text| line(words.slip_limit(), Some(text.into_any())))}
                {line(words.slip_received(), received)}
                {line(words.slip_due(), Some(due.into_any()))}
                {undecided}
                {fee(office, file)}
                {linked}
            </div>
            <section class="slip-secret">
                <b>{words.slip_secret()}</b>
                {link.and_then(qr)}
                <p>{words.slip_pin()} ": " <b class="pin">{secrets.pin.clone()}</b></p>
                <p class="slip-small">{secret_text}</p>
            </section>
        </div>
        {papers(submission)}
        {collect(office, dossier.due_at)}
        <div class="paper-signed">
            {signer(Some(words.slip_signed_by_applicant()), words.slip_sign_hint(), None)}
            {signer(Some(words.slip_signed_by_staff()), words.slip_sign_hint(), by.as_ref().map(full_name))}
        </div>
    }
    .into_any()
}

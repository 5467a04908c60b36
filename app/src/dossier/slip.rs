//! The slip: "Giấy tiếp nhận hồ sơ và hẹn trả kết quả" (Thông tư 01/2018/TT-VPCP, form 01), on A5.

use chrono_tz::Tz;
use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::dossier::Event;
use sanh_domain::dossier::applicant::Submission;
use sanh_domain::dossier::file::{DossierFile, Office};
use sanh_domain::language::Lang;

use super::address::code;
use super::api::{PrintSlip, read_office};
use super::linked_view;
use super::print::{letterhead, print};
use crate::error::AppError;
use crate::model::dossier::PrintedSlip;
use crate::text::Messages;
use crate::text::dossier::{due_moment, moment, named, undecided_text};
use crate::text::procedure::explained_text;
use crate::ui::qr::qr;
use crate::ui::response::{loaded, request};
use crate::ui::submit::submit;

/// `/desk/dossiers/{code}/slip`: where the form goes that prints the slip again, with new secrets.
#[component]
pub(super) fn SlipPage() -> impl IntoView {
    loaded(again(code()))
}

async fn again(code: String) -> Result<(), AppError> {
    if let Ok(printed) = submit::<PrintSlip>(&[("code", &code)]).await? {
        send_slip(&printed).await?;
    }
    Ok(())
}

/// Sends the slip with its secrets, which are told this once.
pub(super) async fn send_slip(printed: &PrintedSlip) -> Result<(), AppError> {
    let (office, request) = (read_office().await?, request());
    let caller = request.signed_in()?;
    let PrintedSlip {
        file,
        submission,
        secrets,
    } = printed;
    let link = request
        .public_url
        .as_deref()
        .map(|site| look_up_address(site, &secrets.link));
    let hint = request.room_lang().words().slip_print_hint();
    let code = &file.row.dossier.code;
    print(code, "paper paper-a5", &hint, || {
        slip(&office, file, submission, (&secrets.pin, link), caller)
    });
    Ok(())
}

/// The address in the QR code. Its secret stands behind `#`, which no browser sends: no log and no referrer has it.
fn look_up_address(site: &str, link: &str) -> String {
    format!("{}/lookup#{link}", site.trim_end_matches('/'))
}

/// That it replaces another slip, and which promise with it.
fn replaces(lang: Lang, file: &DossierFile, zone: Tz) -> Option<AnyView> {
    let words = lang.words();
    if file.row.dossier.is_annulled() {
        return Some(view! { <p class="slip-replaces">{words.slip_annulled()}</p> }.into_any());
    }
    let told = |event: &&Event| event.amendment.as_ref().is_some_and(|it| it.changes_slip());
    let event = file.events.iter().rfind(told)?;
    let at = moment(event.recorded_at, zone);
    let due = event.amendment.as_ref().and_then(|it| it.due_before);
    let text = match due {
        Some(due) => words.slip_replaces(at, moment(due, zone)),
        None => words.slip_replaces_no_due(at),
    };
    Some(view! { <p class="slip-replaces">{text}</p> }.into_any())
}

fn slip(
    office: &Office,
    file: &DossierFile,
    submission: &Submission,
    (pin, link): (&str, Option<String>),
    caller: &Caller,
) -> AnyView {
    // An official form: in Vietnamese, whoever prints it.
    let lang = Lang::Vi;
    let words = lang.words();
    let dossier = &file.row.dossier;
    let zone = office.calendar.zone();
    let at = |at| moment(at, zone);
    let undecided = file.row.undecided;
    let due = |due| due_moment(lang, due, zone, undecided);
    let undecided = undecided.map(|undecided| {
        view! { <p class="slip-small">{undecided_text(lang, undecided)}</p> }
    });
    let procedure = office
        .procedures
        .iter()
        .find(|it| Some(it.id) == dossier.procedure);
    let agency = office.agencies.iter().find(|it| it.id == dossier.agency);
    let applicant = &submission.applicant;
    let phone = Some(applicant.phone.clone()).filter(|phone| !phone.is_empty());
    let papers = submission
        .papers
        .iter()
        .map(|paper| view! { <li>{paper.clone()}</li> });
    let papers = if submission.papers.is_empty() {
        view! { <p>{words.slip_papers_none()}</p> }.into_any()
    } else {
        view! { <ol>{papers.collect::<Vec<_>>()}</ol> }.into_any()
    };
    let limit = dossier
        .limit
        .map(|limit| explained_text(lang, limit.length));
    let secret_text = if link.is_some() {
        words.slip_secret_text()
    } else {
        words.slip_secret_pin_text()
    };
    view! {
        {letterhead(office)}
        <h1>{words.slip_title()}</h1>
        {replaces(lang, file, zone)}
        <p class="paper-code">
            {words.slip_code()} ": " <b>{dossier.code.to_string()}</b>
        </p>
        <div class="slip">
            <dl>
                <dt>{words.slip_from()}</dt>
                <dd>
                    <b>{applicant.name.clone()}</b>
                    {phone.map(|phone| format!(" · {phone}"))}
                </dd>
                <dt>{words.slip_about()}</dt>
                <dd>{procedure.map(|it| named(lang, &it.name))}</dd>
                <dt>{words.slip_agency()}</dt>
                <dd>{agency.map(|it| named(lang, &it.name))}</dd>
                <dt>{words.slip_papers()}</dt>
                <dd>{papers}</dd>
                <dt>{words.slip_received()}</dt>
                <dd>{dossier.received_at.map(at)}</dd>
                {limit.map(|text| view! { <dt>{words.slip_limit()}</dt> <dd>{text}</dd> })}
                <dt>{words.slip_due()}</dt>
                <dd>
                    <b>{dossier.due_at.map_or_else(|| words.dossier_due_none(), due)}</b>
                    {undecided}
                </dd>
                {file.linked.as_ref().map(|linked| linked_view::on_slip(lang, office, linked))}
            </dl>
            <section class="slip-secret">
                <b>{words.slip_secret()}</b>
                {link.as_deref().and_then(qr)}
                <p>{words.slip_pin()} ": " <b class="pin">{pin.to_owned()}</b></p>
                <p class="slip-small">{secret_text}</p>
            </section>
        </div>
        <div class="paper-signed">
            <p>
                <b>{words.slip_signed_by_applicant()}</b>
                <span>{words.slip_sign_hint()}</span>
            </p>
            <p>
                <b>{words.slip_signed_by_staff()}</b>
                <span>{words.slip_sign_hint()}</span>
                <span class="paper-name">{caller.person.display_name.clone()}</span>
            </p>
        </div>
    }
    .into_any()
}

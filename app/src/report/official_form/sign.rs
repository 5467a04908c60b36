//! Signing a report: the figures once more, and who puts their name to them.

use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::report::official_form::model::Axis;
use sanh_domain::report::official_form::period::PeriodName;
use sanh_domain::report::official_form::signed::SignatureState;

use super::checks::{carried, checks};
use super::pages::{address, for_all, port};
use super::port::{OfficialFormError, Report, ReportOrProgress, Version};
use super::sheet::ReportSheet;
use super::shown::{counting, lists};
use super::words::period_title;
use crate::admin::pages::in_room;
use crate::error::AppError;
use crate::page::{Page, PageRequest};
use crate::text::Messages;
use crate::ui::form::{Problem, button, error_summary, hidden};
use crate::ui::frame::NavSection;

/// `GET /manage/report/{period}/sign`
pub(super) async fn confirmation(
    request: &PageRequest,
    caller: &Caller,
    name: PeriodName,
) -> Result<Page, AppError> {
    for_all(caller)?;
    page(request, caller, name, &[]).await
}

/// `POST /manage/report/{period}/sign`
pub(super) async fn signed(
    request: &PageRequest,
    caller: &Caller,
    name: PeriodName,
) -> Result<Page, AppError> {
    for_all(caller)?;
    let words = request.room_lang().words();
    let message = match port().sign(caller, name, request.form.text("mark")).await {
        Ok(()) => return Ok(Page::redirect(format!("{}?done=signed", address(name)))),
        Err(OfficialFormError::Other(error)) => return Err(error),
        Err(OfficialFormError::Running) => words.form_sign_running(),
        Err(OfficialFormError::SignedAlready | OfficialFormError::Signed) => {
            words.form_sign_already()
        }
        Err(OfficialFormError::Changed | OfficialFormError::Taken) => words.form_sign_changed(),
    };
    page(request, caller, name, &[Problem::new("sign", message)]).await
}

async fn page(
    request: &PageRequest,
    caller: &Caller,
    name: PeriodName,
    problems: &[Problem],
) -> Result<Page, AppError> {
    let report = match port().report(caller, name).await? {
        ReportOrProgress::Ready(report) => report,
        ReportOrProgress::Counting(done, whole) => {
            return Ok(counting(request, caller, (done, whole)));
        }
    };
    if report.row.is_none() {
        return Err(AppError::NotFound);
    }
    let lang = request.room_lang();
    let title = lang.words().form_sign_title();
    let place = (NavSection::Report, title.clone());
    let status = if problems.is_empty() { 200 } else { 422 };
    Ok(in_room(request, caller, place, status, || {
        let words = lang.words();
        let period = period_title(lang, &report.period);
        view! {
            <p class="back">
                <a href=address(name)>{words.form_back_to(period.clone())}</a>
            </p>
            {error_summary(lang, problems)}
            <h1>{format!("{title}: {period}")}</h1>
            {body(request, &report, name)}
        }
        .into_any()
    }))
}

fn body(request: &PageRequest, report: &Report, name: PeriodName) -> AnyView {
    let lang = request.room_lang();
    let words = lang.words();
    if !report.can_be_signed() {
        let why = if report.is_finished {
            words.form_sign_already()
        } else {
            words.form_sign_running()
        };
        return view! { <p>{why}</p> }.into_any();
    }
    let lists = lists(name, (Axis::Field, Version::Now));
    let sheet = ReportSheet {
        content: &report.content,
        stand: &SignatureState::Unsigned,
        axis: Axis::Field,
        now: (report.now, report.zone),
        lists: &lists,
    };
    view! {
        <p>{words.form_sign_lead()}</p>
        {sheet.table(lang)}
        {checks(lang, report, &sheet)}
        {carried(lang, report, &sheet)}
        <p class="report-then">{words.form_sign_then()}</p>
        <form method="post" action=format!("{}/sign", address(name)) id="sign">
            {hidden("mark", &report.mark)}
            {button(words.form_sign_button())}
        </form>
    }
    .into_any()
}

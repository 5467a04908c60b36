//! Signing a report: the figures once more, and who puts their name to them.

use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::report::form::model::Axis;
use sanh_domain::report::form::period::PeriodName;
use sanh_domain::report::form::signed::Stand;

use super::checks::{carried, checks};
use super::pages::{address, for_all, port};
use super::port::{FormError, Looked, Report, Version};
use super::sheet::Sheet;
use super::shown::{counting, lists};
use super::words::period_title;
use crate::admin::pages::in_room;
use crate::error::AppError;
use crate::page::{Asked, Page};
use crate::text::Messages;
use crate::ui::form::{Problem, button, error_summary, hidden};
use crate::ui::frame::Room;

/// `GET /manage/report/{period}/sign`
pub(super) async fn asked(
    asked: &Asked,
    caller: &Caller,
    name: PeriodName,
) -> Result<Page, AppError> {
    for_all(caller)?;
    page(asked, caller, name, &[]).await
}

/// `POST /manage/report/{period}/sign`
pub(super) async fn signed(
    asked: &Asked,
    caller: &Caller,
    name: PeriodName,
) -> Result<Page, AppError> {
    for_all(caller)?;
    let words = asked.room_lang().words();
    let message = match port().sign(caller, name, asked.form.text("mark")).await {
        Ok(()) => return Ok(Page::to(format!("{}?done=signed", address(name)))),
        Err(FormError::Other(error)) => return Err(error),
        Err(FormError::Running) => words.form_sign_running(),
        Err(FormError::SignedAlready | FormError::Signed) => words.form_sign_already(),
        Err(FormError::Changed | FormError::Taken) => words.form_sign_changed(),
    };
    page(asked, caller, name, &[Problem::new("sign", message)]).await
}

async fn page(
    asked: &Asked,
    caller: &Caller,
    name: PeriodName,
    problems: &[Problem],
) -> Result<Page, AppError> {
    let report = match port().report(caller, name).await? {
        Looked::Ready(report) => report,
        Looked::Counting(done, whole) => return Ok(counting(asked, caller, (done, whole))),
    };
    if report.row.is_none() {
        return Err(AppError::NotFound);
    }
    let lang = asked.room_lang();
    let title = lang.words().form_sign_title();
    let place = (Room::Report, title.clone());
    let status = if problems.is_empty() { 200 } else { 422 };
    Ok(in_room(asked, caller, place, status, || {
        let words = lang.words();
        let period = period_title(lang, &report.period);
        view! {
            <p class="back">
                <a href=address(name)>{words.form_back_to(period.clone())}</a>
            </p>
            {error_summary(lang, problems)}
            <h1>{format!("{title}: {period}")}</h1>
            {body(asked, &report, name)}
        }
        .into_any()
    }))
}

fn body(asked: &Asked, report: &Report, name: PeriodName) -> AnyView {
    let lang = asked.room_lang();
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
    let sheet = Sheet {
        content: &report.content,
        stand: &Stand::Unsigned,
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

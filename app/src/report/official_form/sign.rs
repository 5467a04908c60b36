//! The page that signs a report: its figures, and who signs.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::language::Lang;
use sanh_domain::report::model::CountResult;
use sanh_domain::report::official_form::model::Axis;
use sanh_domain::report::official_form::period::PeriodName;
use sanh_domain::report::official_form::signed::SignatureState;

use super::api::{SignReport, read_official_form};
use super::checks::{carried, checks};
use super::report_page::{Counting, lists};
use super::sheet::ReportSheet;
use super::{address, for_all, named};
use crate::error::AppError;
use crate::model::official_form::{OfficialReport, Version};
use crate::text::Messages;
use crate::text::official_form::period_title;
use crate::ui::document::product_title;
use crate::ui::form::{button, error_summary, hidden};
use crate::ui::response::{loaded, request, response};
use crate::ui::submit::{Submitted, submitted};

/// `/manage/report/{period}/sign`
#[component]
pub(super) fn SignPage() -> impl IntoView {
    loaded(signing(named()))
}

async fn signing(name: Result<PeriodName, AppError>) -> Result<AnyView, AppError> {
    let (request, response, name) = (request(), response(), name?);
    for_all(&request)?;
    let problems = match submitted::<SignReport>(&[("period", &name.to_string())]).await? {
        Submitted::Done(()) => {
            response.redirect(format!("{}?done=signed", address(name)));
            return Ok(().into_any());
        }
        Submitted::Refused(refusal) => refusal.problems,
        Submitted::Not => Vec::new(),
    };
    let report = match read_official_form(name).await? {
        CountResult::Done(report) => report,
        CountResult::Counting(at) => return Ok(view! { <Counting at /> }.into_any()),
    };
    if report.row.is_none() {
        return Err(AppError::NotFound);
    }
    let lang = request.room_lang();
    let words = lang.words();
    let title = words.official_form_sign_title();
    let period = period_title(lang, &report.period);
    Ok(view! {
        <Title text=product_title(lang, &title) />
        <p class="back">
            <a href=address(name)>{words.official_form_back_to(period.clone())}</a>
        </p>
        {error_summary(lang, &problems)}
        <h1>{format!("{title}: {period}")}</h1>
        {body(lang, &report, name)}
    }
    .into_any())
}

fn body(lang: Lang, report: &OfficialReport, name: PeriodName) -> AnyView {
    let words = lang.words();
    if !report.can_be_signed() {
        let why = if report.is_finished {
            words.official_form_sign_already()
        } else {
            words.official_form_sign_running()
        };
        return view! { <p>{why}</p> }.into_any();
    }
    let lists = lists(name, (Axis::Field, Version::Now));
    let sheet = ReportSheet {
        content: &report.content,
        signature: &SignatureState::Unsigned,
        axis: Axis::Field,
        now: (report.now, report.zone),
        lists: &lists,
    };
    view! {
        <p>{words.official_form_sign_lead()}</p>
        {checks(lang, report, &sheet)}
        {carried(lang, report, &sheet)}
        {sheet.table(lang)}
        <p class="report-then">{words.official_form_sign_then()}</p>
        <form method="post" action=format!("{}/sign", address(name)) id="sign">
            {hidden("mark", &report.mark)}
            {button(words.official_form_sign_button())}
        </form>
    }
    .into_any()
}

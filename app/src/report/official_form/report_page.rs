//! The report of a period: the form, its state, what was signed and what has changed since, and its files.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::language::Lang;
use sanh_domain::report::model::{CountProgress, CountResult};
use sanh_domain::report::official_form::model::{Axis, Difference, OfficialForm, differences};
use sanh_domain::report::official_form::period::PeriodName;
use sanh_domain::report::official_form::signed::Content;
use sanh_domain::report::sheet::FileFormat;

use super::api::{export_official_form, read_official_form};
use super::checks::{beside, carried, checks};
use super::list::{marked_send_by, state_tag};
use super::sheet::ReportSheet;
use super::{address, done, is_for_all, named};
use crate::error::AppError;
use crate::model::official_form::{OfficialReport, Version};
use crate::page::PageRequest;
use crate::text::Messages;
use crate::text::dossier::moment;
use crate::text::number::number;
use crate::text::official_form::{name_in, period_title, send_by_text, total_text};
use crate::ui::document::product_title;
use crate::ui::response::{PageExtras, loaded, request, response};

/// Cells listed that differ, at the most (ours): more are only counted.
const DIFFERENCES_MAX: usize = 200;
/// Seconds after which the page looks again how far the counting has come.
const COUNTING_REFRESH_S: u32 = 2;

/// What the lines are, as the address asks.
pub(super) fn axis_of(request: &PageRequest) -> Result<Axis, AppError> {
    let axis = request
        .parameter("by")
        .map(|word| Axis::read(word).ok_or(word));
    let axis = axis.transpose();
    let axis = axis.map_err(|_| AppError::Invalid("by".to_owned()))?;
    Ok(axis.unwrap_or_default())
}

/// `/manage/report/{period}`
#[component]
pub(super) fn OfficialFormPage() -> impl IntoView {
    loaded(shown(named()))
}

async fn shown(name: Result<PeriodName, AppError>) -> Result<AnyView, AppError> {
    let (request, name) = (request(), name?);
    let (axis, version) = (axis_of(&request)?, Version::read(request.parameter("v"))?);
    let report = match read_official_form(name).await? {
        CountResult::Done(report) => report,
        CountResult::Counting(at) => return Ok(view! { <Counting at /> }.into_any()),
    };
    let lang = request.room_lang();
    let (content, _) = report.version(version)?;
    let signature = report.signature_state(version)?;
    let lists = lists(name, (axis, version));
    let sheet = ReportSheet {
        content,
        signature: &signature,
        axis,
        now: (report.now, report.zone),
        lists: &lists,
    };
    let title = period_title(lang, &report.period);
    let words = lang.words();
    let said = request.parameter("done");
    let said = said.map(|_| done(words.official_form_sign_done()));
    let part =
        (!report.is_whole).then(|| view! { <p class="hint">{words.official_form_part()}</p> });
    Ok(view! {
        <Title text=product_title(lang, &title) />
        <div class="report-around">
        <p class="back">
            <a href="/manage/report">{words.official_form_back()}</a>
        </p>
        {said}
        <h1>{title} " " {state_tag(lang, &report.state())}</h1>
        {part}
        {standing(lang, &report)}
        {revised(lang, &report, axis)}
        {versions(lang, &report, name, (axis, version))}
        {axes(lang, name, (axis, version))}
        {actions(&request, &report, name, (axis, version))}
        </div>
        {sheet.view(lang)}
        <div class="report-around">
            {checks(lang, &report, &sheet)}
            {carried(lang, &report, &sheet)}
            {beside(lang, content)}
        </div>
    }
    .into_any())
}

/// `/manage/report/{period}/file`
#[component]
pub(super) fn OfficialFormFile() -> impl IntoView {
    loaded(file(named()))
}

async fn file(name: Result<PeriodName, AppError>) -> Result<(), AppError> {
    let (request, response, name) = (request(), response(), name?);
    let format = request.parameter("format").and_then(FileFormat::read);
    let format = format.ok_or_else(|| AppError::Invalid("format".to_owned()));
    let (axis, version) = (axis_of(&request)?, Version::read(request.parameter("v"))?);
    response.download(export_official_form(name, version, axis, format?).await?);
    Ok(())
}

/// How far the counting has come; the page looks again by itself.
#[component]
pub(super) fn Counting(at: CountProgress) -> impl IntoView {
    let lang = request().room_lang();
    let words = lang.words();
    response().set_extras(PageExtras {
        refresh_s: Some(COUNTING_REFRESH_S),
        ..PageExtras::default()
    });
    let title = words.official_form_counting_title();
    let told = words.official_form_counting_text(number(lang, at.done), number(lang, at.total));
    view! {
        <Title text=product_title(lang, &title) />
        <h1>{title.clone()}</h1>
        <progress max=at.total.max(1).to_string() value=at.done.to_string() aria-label=title></progress>
        <p role="status">{told}</p>
    }
}

fn standing(lang: Lang, report: &OfficialReport) -> AnyView {
    let words = lang.words();
    let at = |at| moment(at, report.zone);
    let text = match (report.signed.last(), report.is_finished) {
        (_, false) => words.official_form_running_text(at(report.now)),
        (None, true) => words.official_form_finished_text(),
        (Some(signed), true) => words.official_form_signed_text(
            signed.name.clone(),
            at(signed.at),
            signed.fingerprint.clone(),
        ),
    };
    let send_by = report.send_by.map(|by| {
        let today = report.now.with_timezone(&report.zone).date_naive();
        let text = words.official_form_send_by_text(send_by_text(lang, by, today));
        marked_send_by(by, today, text)
    });
    view! { <p class="report-standing">{text} " " {send_by}</p> }.into_any()
}

/// What has changed since it was signed last.
fn revised(lang: Lang, report: &OfficialReport, axis: Axis) -> Option<AnyView> {
    let signed = report.signed.last().filter(|_| report.is_revised())?;
    let words = lang.words();
    let Content { names, folding, .. } = &signed.content;
    let form = |cube| OfficialForm::new(cube, names, axis, *folding);
    let all = differences(&form(&signed.content.cube), &form(&report.content.cube));
    let more = all.len().saturating_sub(DIFFERENCES_MAX);
    let more = (more > 0).then(|| view! { <p>{words.official_form_revised_more(more)}</p> });
    let row = |it: &Difference| {
        let name = it.name.as_ref();
        let name = name.map_or_else(|| total_text(lang), |name| name_in(lang, name));
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="report-figure">{it.column.to_string()}</td>
                <td class="report-figure">{number(lang, it.was)}</td>
                <td class="report-figure">{number(lang, it.is)}</td>
            </tr>
        }
    };
    let rows: Vec<_> = all.iter().take(DIFFERENCES_MAX).map(row).collect();
    let inside = all
        .is_empty()
        .then(|| view! { <p>{words.official_form_revised_inside()}</p> });
    Some(
        view! {
            <section class="report-revised" aria-labelledby="revised">
                <h2 id="revised">{words.official_form_revised_title()}</h2>
                <p>{words.official_form_revised_text()}</p>
                {inside}
                <div class="report-scroll" role="region" tabindex="0" aria-label=words.official_form_revised_caption()>
                    <table class="report-differences">
                        <caption class="sr-only">{words.official_form_revised_caption()}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{words.official_form_revised_line()}</th>
                                <th scope="col">{words.official_form_revised_column()}</th>
                                <th scope="col">{words.official_form_revised_was()}</th>
                                <th scope="col">{words.official_form_revised_is()}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                {more}
            </section>
        }
        .into_any(),
    )
}

/// Where the dossiers behind the cells of a report are listed, up to the cell.
pub(super) fn lists(name: PeriodName, (axis, version): (Axis, Version)) -> String {
    format!(
        "{}/dossiers?by={}{}",
        address(name),
        axis.as_str(),
        version.in_address()
    )
}

fn version_address(name: PeriodName, (axis, version): (Axis, Version)) -> String {
    format!(
        "{}?by={}{}",
        address(name),
        axis.as_str(),
        version.in_address()
    )
}

fn versions(
    lang: Lang,
    report: &OfficialReport,
    name: PeriodName,
    (axis, chosen): (Axis, Version),
) -> Option<AnyView> {
    let words = lang.words();
    let last = report.signed.last()?;
    let is_chosen = |version: Version| {
        version == chosen || (chosen == Version::Latest && version == Version::Signed(last.number))
    };
    let tab = |version: Version, text: String| {
        let current = is_chosen(version).then_some("page");
        view! {
            <a href=version_address(name, (axis, version)) aria-current=current>
                {text}
            </a>
        }
    };
    let signed = report.signed.iter().map(|signed| {
        let text = words.official_form_version_signed(moment(signed.at, report.zone));
        tab(Version::Signed(signed.number), text)
    });
    let signed: Vec<_> = signed.collect();
    Some(
        view! {
            <nav class="tabs" aria-label=words.official_form_versions()>
                {signed}
                {tab(Version::Now, words.official_form_version_now())}
            </nav>
        }
        .into_any(),
    )
}

fn axes(lang: Lang, name: PeriodName, (chosen, version): (Axis, Version)) -> AnyView {
    let words = lang.words();
    let tab = |axis: Axis| {
        let current = (axis == chosen).then_some("page");
        let text = match axis {
            Axis::Field => words.official_form_axis_field(),
            Axis::Agency => words.official_form_axis_agency(),
        };
        view! {
            <a href=version_address(name, (axis, version)) aria-current=current>
                {text}
            </a>
        }
    };
    view! {
        <nav class="tabs" aria-label=words.official_form_axes()>
            {Axis::ALL.into_iter().map(tab).collect::<Vec<_>>()}
        </nav>
    }
    .into_any()
}

fn actions(
    request: &PageRequest,
    report: &OfficialReport,
    name: PeriodName,
    (axis, version): (Axis, Version),
) -> AnyView {
    let words = request.room_lang().words();
    let href = |format: FileFormat| {
        format!(
            "{}/file?by={}&format={}{}",
            address(name),
            axis.as_str(),
            format.as_str(),
            version.in_address()
        )
    };
    let sign = (report.can_be_signed() && is_for_all(request)).then(|| {
        let text = if report.signed.is_empty() {
            words.official_form_sign()
        } else {
            words.official_form_sign_again()
        };
        view! {
            <a class="button" href=format!("{}/sign", address(name))>
                {text}
            </a>
        }
    });
    let is_open = report.row.as_ref().is_some_and(|row| row.signed.is_none());
    let edit = (is_open && is_for_all(request)).then(|| {
        view! { <a href=format!("{}/edit", address(name))>{words.official_form_edit()}</a> }
    });
    view! {
        <div class="report-deeds">
            {sign}
            <a class="button button-second" href=href(FileFormat::Xlsx) download="">
                {words.official_form_xlsx()}
            </a>
            <a class="button button-second" href=href(FileFormat::Csv) download="">
                {words.official_form_csv()}
            </a>
            {edit}
            <span class="hint">{words.official_form_print()}</span>
        </div>
    }
    .into_any()
}

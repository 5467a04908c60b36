//! `/manage/receptions`: annulled receptions, and amendments that made late dossiers in time.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::language::Lang;
use sanh_domain::report::model::{ReceptionChange, ReceptionChanges};

use super::api::{read_reception_changes, read_report_names};
use crate::error::AppError;
use crate::model::report::{ReportRequest, THROUGHPUT};
use crate::model::report_table::ReportContext;
use crate::text::dossier::{moment, named};
use crate::text::number::number;
use crate::text::report::{cut_name, person_name};
use crate::text::{Messages, date};
use crate::ui::document::product_title;
use crate::ui::response::{loaded, request};

/// `/manage/receptions`
#[component]
pub(super) fn ReceptionsPage() -> impl IntoView {
    loaded(list())
}

async fn list() -> Result<AnyView, AppError> {
    let request = request();
    let (wanted, wrong) = ReportRequest::read(|name| request.parameter(name))?;
    if wrong.is_some() {
        return Err(AppError::Invalid("period".to_owned()));
    }
    let names = read_report_names().await?;
    let query = wanted.query(names.today());
    let changes = read_reception_changes(query.clone()).await?;
    let lang = request.room_lang();
    let words = lang.words();
    let sight = ReportContext {
        lang,
        names: &names,
        wanted: &wanted,
    };
    let title = words.receptions_title();
    let of = [
        date::period(lang, &query.period),
        cut_name(lang, &names, &wanted.cut),
    ];
    let of = of.into_iter().filter(|text| !text.is_empty());
    let of = of.collect::<Vec<_>>().join(" · ");
    let more = changes.left_out.then(|| {
        view! { <p class="hint">{words.receptions_left_out()}</p> }
    });
    Ok(view! {
        <Title text=product_title(lang, &title) />
        <p class="back">
            <a href=wanted.address(THROUGHPUT)>{words.throughput_back()}</a>
        </p>
        <h1>{title}</h1>
        <p class="list-of">{of}</p>
        {more}
        <section id="annulled">
            <h2>{words.receptions_annulled(count(&changes.annulled))}</h2>
            <p class="hint">{words.receptions_annulled_text()}</p>
            {rows(&sight, &changes.annulled, false)}
        </section>
        <section id="in-time">
            <h2>{words.receptions_in_time(count(&changes.made_in_time))}</h2>
            <p class="hint">{words.receptions_in_time_text()}</p>
            {rows(&sight, &changes.made_in_time, true)}
        </section>
    }
    .into_any())
}

fn count(changes: &[ReceptionChange]) -> u64 {
    changes.len() as u64
}

/// Both figures, each with the way to its list.
pub(super) fn figures(sight: &ReportContext<'_>, changes: &ReceptionChanges) -> AnyView {
    let words = sight.lang.words();
    let list = sight.wanted.address("/manage/receptions");
    let figure = |name: String, anchor: &str, changes: &[ReceptionChange]| {
        let count = count(changes);
        let class = if count == 0 { "fig zero" } else { "fig" };
        view! {
            <div>
                <dt>{name}</dt>
                <dd>
                    <a class=class href=format!("{list}#{anchor}")>
                        {number(sight.lang, count)}
                    </a>
                </dd>
            </div>
        }
    };
    view! {
        <dl class="due-figures">
            {figure(words.receptions_annulled_name(), "annulled", &changes.annulled)}
            {figure(words.receptions_in_time_name(), "in-time", &changes.made_in_time)}
        </dl>
        <p class="hint">{words.receptions_hint()}</p>
    }
    .into_any()
}

fn rows(sight: &ReportContext<'_>, changes: &[ReceptionChange], has_due: bool) -> AnyView {
    let lang = sight.lang;
    let words = lang.words();
    if changes.is_empty() {
        return view! { <p class="none">{words.throughput_none()}</p> }.into_any();
    }
    let rows: Vec<_> = changes
        .iter()
        .map(|change| row(sight, change, has_due))
        .collect();
    let due = has_due.then(|| {
        view! {
            <th scope="col">{words.receptions_due_before()}</th>
            <th scope="col">{words.receptions_due_after()}</th>
        }
    });
    view! {
        <table class="table listed">
            <thead>
                <tr>
                    <th scope="col">{words.desk_code()}</th>
                    <th scope="col">{words.desk_agency()}</th>
                    <th scope="col">{words.receptions_when()}</th>
                    <th scope="col">{words.receptions_who()}</th>
                    {due}
                    <th scope="col">{words.dossier_reason()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(sight: &ReportContext<'_>, change: &ReceptionChange, has_due: bool) -> AnyView {
    let words = sight.lang.words();
    let zone = sight.names.zone;
    let code = change.code.to_string();
    let agency = agency(sight.lang, sight, change);
    let at = |at: Option<_>| at.map_or_else(|| words.dossier_due_none(), |at| moment(at, zone));
    let due = has_due.then(|| {
        view! {
            <td data-label=words.receptions_due_before()>{at(change.due_before)}</td>
            <td data-label=words.receptions_due_after()>{at(change.due_after)}</td>
        }
    });
    view! {
        <tr>
            <th scope="row" data-label=words.desk_code()>
                <a href=format!("/desk/dossiers/{code}")>{code.clone()}</a>
            </th>
            <td data-label=words.desk_agency()>{agency}</td>
            <td data-label=words.receptions_when()>{moment(change.recorded_at, zone)}</td>
            <td data-label=words.receptions_who()>{person_name(sight.names, &change.actor)}</td>
            {due}
            <td data-label=words.dossier_reason()>{change.reason.clone()}</td>
        </tr>
    }
    .into_any()
}

fn agency(lang: Lang, sight: &ReportContext<'_>, change: &ReceptionChange) -> String {
    let known = sight
        .names
        .agencies
        .iter()
        .find(|it| it.id == change.agency);
    known.map_or_else(|| change.agency.0.to_string(), |it| named(lang, &it.name))
}

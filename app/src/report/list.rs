//! `/manage/dossiers`: the dossiers behind a figure.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::language::Lang;
use sanh_domain::report::model::{CountResult, Figure};

use super::api::{list_counted_dossiers, read_report_names};
use super::counting::Counting;
use crate::error::AppError;
use crate::model::dossier_row::RowText;
use crate::model::report_list::ListRequest;
use crate::page::escaped;
use crate::text::report::{cut_name, figure_name, group_name, instant_name};
use crate::text::{Messages, date};
use crate::ui::document::product_title;
use crate::ui::response::{loaded, request};

/// `/manage/dossiers`
#[component]
pub(super) fn DossiersPage() -> impl IntoView {
    loaded(list())
}

async fn list() -> Result<AnyView, AppError> {
    let request = request();
    let listed = ListRequest::read(&request)?;
    let after = request.parameter("after").map(str::to_owned);
    let is_first = after.is_none();
    let names = read_report_names().await?;
    let query = listed.query(names.today(), after);
    let period = query.report.period;
    let page = match list_counted_dossiers(query).await? {
        CountResult::Done(page) => page,
        CountResult::Counting(at) => return Ok(view! { <Counting at /> }.into_any()),
    };
    let lang = request.room_lang();
    let words = lang.words();
    let title = figure_name(lang, listed.figure);
    let when = (!listed.figure.is_standing()).then(|| date::period(lang, &period));
    let group = listed.group.as_ref();
    let of = [
        when,
        group.map(|group| group_name(lang, &names, group)),
        Some(cut_name(lang, &names, &listed.wanted.cut)).filter(|text| !text.is_empty()),
    ];
    let of: Vec<String> = of.into_iter().flatten().collect();
    let parameters = listed.parameters();
    let file = |ending| format!("/manage/dossiers.{ending}?{parameters}");
    let address = format!("/manage/dossiers?{parameters}");
    let first = (!is_first).then(|| {
        view! { <a href=address.clone()>{words.desk_first()}</a> }
    });
    let next = page.next.as_deref().map(|next| {
        let next = escaped(next);
        view! { <a href=format!("{address}&after={next}")>{words.desk_next()}</a> }
    });
    let term = format!("/manage/definitions#{}", anchor(listed.figure));
    let at = instant_name(lang, page.at, names.zone);
    let table = if page.rows.is_empty() {
        view! { <p class="none">{words.throughput_none()}</p> }.into_any()
    } else {
        rows(lang, page.rows)
    };
    Ok(view! {
        <Title text=product_title(lang, &title) />
        <p class="back">
            <a href=listed.wanted.address("/manage")>{words.throughput_back()}</a>
        </p>
        <h1>{title}</h1>
        <p class="list-of">{of.join(" · ")}</p>
        <p class="hint">{words.throughput_as_of(at)}</p>
        <p class="exports">
            <a href=term>{words.throughput_what_is_it()}</a>
            <a href=file("xlsx")>{words.throughput_xlsx()}</a>
            <a href=file("csv")>{words.throughput_csv()}</a>
        </p>
        {table}
        <p class="pages">{first} {next}</p>
    }
    .into_any())
}

/// Where a figure is defined.
#[must_use]
pub fn anchor(figure: Figure) -> &'static str {
    use super::explain::Term;
    let term = match figure {
        Figure::Received | Figure::ReceivedBy(_) => Term::Received,
        Figure::Resolved => Term::Resolved,
        Figure::Early => Term::Early,
        Figure::OnTime => Term::OnTime,
        Figure::Late => Term::Late,
        Figure::FirstLate => Term::FirstLate,
        Figure::Withdrawn | Figure::Ineligible => Term::Otherwise,
        Figure::Refused => Term::Refused,
        Figure::HandedOver => Term::HandedOver,
        Figure::Open => Term::Open,
        Figure::Within | Figure::NoDue => Term::Within,
        Figure::Overdue => Term::Overdue,
        Figure::Paused => Term::Paused,
        Figure::RegisteredWaiting => Term::Registered,
        Figure::WaitingCollection => Term::Waiting,
        Figure::Age(_) => Term::Age,
        Figure::DueWithin(_) | Figure::DueSoon => Term::DueSoon,
    };
    term.anchor()
}

/// A table of dossiers.
pub(super) fn rows(lang: Lang, rows: Vec<RowText>) -> AnyView {
    let words = lang.words();
    let row = |text: RowText| {
        let href = format!("/desk/dossiers/{}", text.code);
        let class = if text.is_overdue { "row-overdue" } else { "" };
        view! {
            <tr class=class>
                <th scope="row" data-label=words.desk_code()>
                    <a href=href>{text.code}</a>
                </th>
                <td data-label=words.desk_procedure()>{text.what}</td>
                <td data-label=words.desk_agency()>{text.agency}</td>
                <td data-label=words.desk_status()>{text.status}</td>
                <td data-label=words.assign_title()>{text.assignee}</td>
                <td data-label=words.desk_due()>{text.due}</td>
                <td class="left" data-label=words.desk_left()>
                    {text.left}
                </td>
            </tr>
        }
    };
    let rows: Vec<_> = rows.into_iter().map(row).collect();
    view! {
        <table class="table listed">
            <thead>
                <tr>
                    <th scope="col">{words.desk_code()}</th>
                    <th scope="col">{words.desk_procedure()}</th>
                    <th scope="col">{words.desk_agency()}</th>
                    <th scope="col">{words.desk_status()}</th>
                    <th scope="col">{words.assign_title()}</th>
                    <th scope="col">{words.desk_due()}</th>
                    <th scope="col">{words.desk_left()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

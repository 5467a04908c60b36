//! `/manage/dossiers`: the dossiers behind a figure.

use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::dossier::file::Office;
use sanh_domain::language::Lang;
use sanh_domain::report::model::{CountResult, Figure, Group, ListQuery};

use super::address::{ReportRequest, written};
use super::parts::{ReportContext, ReportFrame, counting, framed, port};
use super::words::{cut_name, figure_name, group_name, instant_name};
use crate::Ports;
use crate::dossier::island::row::RowText;
use crate::error::AppError;
use crate::page::{Page, PageRequest};
use crate::text::{Messages, date};

/// What an address asks to be listed.
pub(super) struct ListRequest {
    pub(super) wanted: ReportRequest,
    pub(super) figure: Figure,
    pub(super) group: Option<Group>,
}

impl ListRequest {
    pub(super) fn read(request: &PageRequest) -> Result<Self, AppError> {
        let (wanted, wrong) = ReportRequest::read(|name| request.parameter(name))?;
        if wrong.is_some() {
            return Err(AppError::Invalid("period".to_owned()));
        }
        let figure = request.parameter("figure").and_then(Figure::read);
        let group = match request.parameter("group") {
            None => None,
            Some(text) => Some(
                Group::read(wanted.grouping, text)
                    .ok_or_else(|| AppError::Invalid("group".to_owned()))?,
            ),
        };
        Ok(Self {
            figure: figure.ok_or_else(|| AppError::Invalid("figure".to_owned()))?,
            wanted,
            group,
        })
    }

    pub(super) fn query(&self, today: chrono::NaiveDate, after: Option<String>) -> ListQuery {
        ListQuery {
            report: self.wanted.query(today),
            group: self.group.clone(),
            figure: self.figure,
            after,
        }
    }

    pub(super) fn parameters(&self) -> String {
        let mut pairs = self.wanted.pairs();
        pairs.push(("figure", self.figure.to_string()));
        if let Some(group) = &self.group {
            pairs.push(("group", group.to_string()));
        }
        written(&pairs)
    }
}

/// `GET /manage/dossiers`
pub(super) async fn list(request: &PageRequest, caller: &Caller) -> Result<Page, AppError> {
    let port = port();
    let names = port.names(caller).await?;
    let today = names.calendar.local_date(port.now());
    let listed = ListRequest::read(request)?;
    let after = request.parameter("after").map(str::to_owned);
    let address = format!("/manage/dossiers?{}", listed.parameters());
    let query = listed.query(today, after.clone());
    let page = match port.dossiers(caller, &query).await? {
        CountResult::Done(page) => page,
        CountResult::Counting(at) => return Ok(counting(request, caller, address, at)),
    };
    let office = expect_context::<Ports>().desk.office().await?;
    let lang = request.room_lang();
    let words = lang.words();
    let title = figure_name(lang, listed.figure);
    let framing = ReportFrame {
        title: title.clone(),
        status: 200,
        refresh_s: None,
        address: address.clone(),
    };
    let sight = ReportContext {
        lang,
        names: &names,
        wanted: &listed.wanted,
        today,
    };
    let when = if listed.figure.is_standing() {
        None
    } else {
        Some(date::period(lang, &query.report.period))
    };
    let group = listed.group.as_ref();
    let of = [
        when,
        group.map(|group| group_name(lang, &names, group)),
        Some(cut_name(lang, &names, &listed.wanted.cut)).filter(|text| !text.is_empty()),
    ];
    let of: Vec<String> = of.into_iter().flatten().collect();
    let file = |ending| format!("/manage/dossiers.{ending}?{}", listed.parameters());
    let (xlsx, csv) = (file("xlsx"), file("csv"));
    let first = after.map(|_| {
        view! { <a href=address.clone()>{words.desk_first()}</a> }
    });
    let next = page.next.as_deref().map(|next| {
        let next = crate::page::escaped(next);
        view! { <a href=format!("{address}&after={next}")>{words.desk_next()}</a> }
    });
    let term = format!("/manage/definitions#{}", anchor(listed.figure));
    let at = instant_name(lang, page.at, names.calendar.zone());
    Ok(framed(request, caller, &framing, || {
        let table = if page.rows.is_empty() {
            view! { <p class="none">{words.throughput_none()}</p> }.into_any()
        } else {
            rows(lang, caller, &office, &page.rows)
        };
        view! {
            <p class="back">
                <a href=sight.wanted.address("/manage")>{words.throughput_back()}</a>
            </p>
            <h1>{title}</h1>
            <p class="list-of">{of.join(" · ")}</p>
            <p class="hint">{words.throughput_as_of(at)}</p>
            <p class="exports">
                <a href=term>{words.throughput_what_is_it()}</a>
                <a href=xlsx>{words.throughput_xlsx()}</a>
                <a href=csv>{words.throughput_csv()}</a>
            </p>
            {table}
            <p class="pages">{first} {next}</p>
        }
        .into_any()
    }))
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
pub(super) fn rows(
    lang: Lang,
    caller: &Caller,
    office: &Office,
    rows: &[sanh_domain::dossier::worklist::WorklistRow],
) -> AnyView {
    let words = lang.words();
    let row = |row: &sanh_domain::dossier::worklist::WorklistRow| {
        let text = RowText::of(lang, office, row, None, &caller.person);
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
    let rows: Vec<_> = rows.iter().map(row).collect();
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

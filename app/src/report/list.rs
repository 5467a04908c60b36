//! `/manage/dossiers`: the dossiers behind a figure.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::language::Lang;
use sanh_domain::report::model::CountResult;
use sanh_domain::report::query::Figure;

use super::api::{list_counted_dossiers, read_report_names};
use super::counting::Counting;
use crate::error::AppError;
use crate::model::dossier_row::RowText;
use crate::model::report::THROUGHPUT;
use crate::model::report_list::{DossierEnd, ListRequest, ListedDossiers};
use crate::page::escaped;
use crate::text::Messages;
use crate::text::number::number;
use crate::text::report::{counted_at_name, figure_name, instant_name, late_by_name, minutes_text};
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
    let page = match list_counted_dossiers(query).await? {
        CountResult::Done(page) => page,
        CountResult::Counting(at) => return Ok(view! { <Counting at /> }.into_any()),
    };
    let lang = request.room_lang();
    let words = lang.words();
    let title = figure_name(lang, listed.figure);
    let of = listed.of(lang, &names);
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
        let is_whole = is_first && page.next.is_none();
        behind(lang, listed.figure, page, is_whole)
    };
    Ok(view! {
        <Title text=product_title(lang, &title) />
        <p class="back">
            <a href=listed.wanted.address(THROUGHPUT)>{words.throughput_back()}</a>
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

/// A table of dossiers of which a cell of a report tells.
pub(super) fn rows(lang: Lang, rows: Vec<RowText>) -> AnyView {
    let rows = rows.into_iter().map(|row| (row, DossierEnd::default()));
    table(lang, None, rows.collect(), None)
}

/// The dossiers behind a figure with what it is about: when it happened, by how much it was late, and their sum.
fn behind(lang: Lang, figure: Figure, page: ListedDossiers, is_whole: bool) -> AnyView {
    let sum = sum_text(lang, figure, &page.ends, is_whole);
    let rows = page.rows.into_iter().zip(page.ends).collect();
    table(lang, Some(figure), rows, Some(sum))
}

/// How many there are, and by how much they were late in all and each.
fn sum_text(lang: Lang, figure: Figure, ends: &[DossierEnd], is_whole: bool) -> String {
    let words = lang.words();
    let rows = u64::try_from(ends.len()).unwrap_or_default();
    let count = number(lang, rows);
    let count = if is_whole {
        words.throughput_list_sum(count)
    } else {
        words.throughput_list_page_sum(count)
    };
    if late_by_name(lang, figure).is_none() || rows == 0 {
        return count;
    }
    let minutes: u64 = ends.iter().map(|end| end.late_min).sum();
    let (all, each) = (
        minutes_text(lang, minutes),
        minutes_text(lang, minutes / rows),
    );
    format!("{count} {}", words.throughput_late_sum(all, each))
}

fn table(
    lang: Lang,
    figure: Option<Figure>,
    rows: Vec<(RowText, DossierEnd)>,
    sum: Option<String>,
) -> AnyView {
    let words = lang.words();
    let at_name = figure.and_then(|figure| counted_at_name(lang, figure));
    let late_name = figure.and_then(|figure| late_by_name(lang, figure));
    // Ended dossiers have no time left.
    let has_left = figure.is_none_or(Figure::is_standing);
    let row = |(text, end): (RowText, DossierEnd)| {
        let href = format!("/desk/dossiers/{}", text.code);
        // Nobody is no text, so that a phone leaves the cell out.
        let assignee = Some(text.assignee).filter(|name| !name.is_empty());
        let class = if text.is_overdue { "row-overdue" } else { "" };
        let at = at_name
            .clone()
            .map(|name| view! { <td data-label=name>{end.at}</td> });
        let late = late_name.clone().map(|name| {
            view! {
                <td class="bad" data-label=name>
                    {end.late}
                </td>
            }
        });
        let left = has_left.then(|| {
            view! {
                <td class="left" data-label=words.desk_left()>
                    {text.left}
                </td>
            }
        });
        view! {
            <tr class=class>
                <th scope="row" data-label=words.desk_code()>
                    <a href=href>{text.code}</a>
                </th>
                <td data-label=words.desk_procedure()>{text.what}</td>
                <td data-label=words.desk_agency()>{text.agency}</td>
                <td data-label=words.desk_status()>{text.status}</td>
                <td data-label=words.assign_title()>{assignee}</td>
                <td data-label=words.desk_due()>{text.due}</td>
                {at}
                {late}
                {left}
            </tr>
        }
    };
    let rows: Vec<_> = rows.into_iter().map(row).collect();
    let head = |name: String| view! { <th scope="col">{name}</th> };
    let columns = [
        Some(words.desk_code()),
        Some(words.desk_procedure()),
        Some(words.desk_agency()),
        Some(words.desk_status()),
        Some(words.assign_title()),
        Some(words.desk_due()),
        at_name.clone(),
        late_name.clone(),
        has_left.then(|| words.desk_left()),
    ];
    let heads: Vec<_> = columns.into_iter().flatten().map(head).collect();
    let sum = sum.map(|sum| {
        view! {
            <tfoot>
                <tr>
                    <td colspan=heads.len().to_string()>
                        <b>{sum}</b>
                    </td>
                </tr>
            </tfoot>
        }
    });
    view! {
        <table class="table listed">
            <thead>
                <tr>{heads}</tr>
            </thead>
            <tbody>{rows}</tbody>
            {sum}
        </table>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn late_dossiers_are_summed_by_how_late_they_were() {
        let end = |late_min| DossierEnd {
            late_min,
            ..DossierEnd::default()
        };
        let ends = [end(60), end(900)];
        let whole = sum_text(Lang::Vi, Figure::Late, &ends, true);
        assert_eq!(
            whole,
            "Tổng cộng 2 hồ sơ. Quá hạn tổng cộng 2,0 ngày, trung bình 1,0 ngày làm việc."
        );
        let others = sum_text(Lang::Vi, Figure::Early, &ends, false);
        assert_eq!(others, "Trên trang này: 2 hồ sơ.");
    }
}

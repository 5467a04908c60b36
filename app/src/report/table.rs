//! The figures of the groups, in an order that the address gives.

use leptos::prelude::*;
use sanh_domain::report::model::{Report, Throughput};
use sanh_domain::report::query::Group;

use crate::model::report::{ReportRequest, THROUGHPUT};
use crate::model::report_column::{Column, Sort};
use crate::model::report_table::{ReportContext, column_name, sorted};
use crate::text::Messages;
use crate::text::number::{NO_RATE, number};
use crate::text::report::{group_name, rate_text, time_text};

/// Rows of the table that are shown at once (ours).
pub const TABLE_ROWS: usize = 60;

/// The table.
pub fn table(sight: &ReportContext<'_>, report: &Report, shows_all: bool) -> AnyView {
    let words = sight.lang.words();
    let rows = sorted(sight, report);
    let shown = if shows_all { rows.len() } else { TABLE_ROWS };
    let more = (rows.len() > shown).then(|| {
        let address = format!("{}&rows=all#groups", sight.wanted.address(THROUGHPUT));
        let count = number(sight.lang, rows.len() as u64);
        view! {
            <p class="pages">
                <a href=address>{words.throughput_all_rows(count)}</a>
            </p>
        }
    });
    let left_out = (report.rows_left_out > 0).then(|| {
        let count = number(sight.lang, report.rows_left_out);
        view! { <p class="hint">{words.throughput_left_out(count)}</p> }
    });
    let parts = report
        .counts_parts
        .then(|| view! { <p class="hint">{words.throughput_counts_parts()}</p> });
    let heads: Vec<_> = Column::ALL.map(|column| head(sight, column)).into();
    let bodies: Vec<_> = rows
        .iter()
        .take(shown)
        .map(|row| line(sight, Some(&row.group), &row.figures))
        .collect();
    let total = line(sight, None, &report.total);
    view! {
        <table class="table figures-table">
            <caption class="sr-only">{words.throughput_table(column_name(sight, Column::Name))}</caption>
            <thead>
                <tr>{heads}</tr>
            </thead>
            <tbody>{bodies}</tbody>
            <tfoot>{total}</tfoot>
        </table>
        {parts}
        {more}
        {left_out}
    }
    .into_any()
}

fn head(sight: &ReportContext<'_>, column: Column) -> AnyView {
    let now = sight.wanted.sort;
    let current = now.filter(|sort| sort.column == column);
    let wanted = ReportRequest {
        sort: Some(Sort::toggled(column, now)),
        ..sight.wanted.clone()
    };
    let (told, mark) = match current {
        None => (None, ""),
        Some(sort) if sort.is_descending => (Some("descending"), " ▼"),
        Some(_) => (Some("ascending"), " ▲"),
    };
    let address = format!("{}#groups", wanted.address(THROUGHPUT));
    let class = if column == Column::Name { "" } else { "num" };
    view! {
        <th scope="col" class=class aria-sort=told>
            <a href=address>
                {column_name(sight, column)} <span aria-hidden="true">{mark}</span>
            </a>
        </th>
    }
    .into_any()
}

/// A row; without a group that of all.
fn line(sight: &ReportContext<'_>, group: Option<&Group>, figures: &Throughput) -> AnyView {
    let name = group.map_or_else(
        || sight.lang.words().throughput_total(),
        |group| group_name(sight.lang, sight.names, group),
    );
    let cells: Vec<_> = Column::ALL
        .into_iter()
        .skip(1)
        .map(|column| cell(sight, group, column, figures))
        .collect();
    view! {
        <tr>
            <th scope="row">{name}</th>
            {cells}
        </tr>
    }
    .into_any()
}

/// A cell's text.
#[must_use]
pub fn cell_text(sight: &ReportContext<'_>, column: Column, figures: &Throughput) -> String {
    let time = &figures.moved.working_time;
    match column {
        Column::Rate => rate_text(sight.lang, figures.moved.flows.rate()),
        Column::Median => time_text(sight.lang, time.median()),
        Column::Eighty => time_text(sight.lang, time.time_of_80_percent()),
        column => column
            .value(figures)
            .map_or_else(|| NO_RATE.to_owned(), |value| number(sight.lang, value)),
    }
}

fn cell(
    sight: &ReportContext<'_>,
    group: Option<&Group>,
    column: Column,
    figures: &Throughput,
) -> AnyView {
    let text = cell_text(sight, column, figures);
    let value = column.value(figures);
    let class = match column {
        Column::Late | Column::Overdue if value.is_some_and(|value| value > 0) => "num bad",
        _ if value == Some(0) => "num zero",
        _ => "num",
    };
    let inside = match column.figure().filter(|_| value.is_some()) {
        Some(figure) => {
            let address = sight.list(figure, group);
            view! { <a href=address>{text}</a> }.into_any()
        }
        None => text.into_any(),
    };
    view! {
        <td class=class data-label=column_name(sight, column)>
            {inside}
        </td>
    }
    .into_any()
}

//! The fields on the twin: late and rate first, on a phone a card each; fields without any figure by name below.

use leptos::prelude::*;
use sanh_domain::board::disclosure::PublicBoard;
use sanh_domain::board::percentage::Rate;
use sanh_domain::language::Lang;
use sanh_domain::text::name::Name;

use super::table::{Line, handling, total_name};
use super::tiles::zero;
use crate::text::Messages;
use crate::text::date::period;
use crate::text::number::{number, percent};
use crate::ui::text_writer::TextWriter;

/// The table of a board's fields. Where it is laid out as cards it stays a table to a screen reader, by its roles.
pub(super) fn twin_table(lang: Lang, board: &PublicBoard) -> AnyView {
    let words = lang.words();
    let rows = board.rows_with_figures().into_iter();
    let rows: Vec<_> = rows
        .map(|row| {
            let name = match row.name() {
                Some(name) => named(lang, name),
                None => words.other_fields().into_any(),
            };
            line(lang, name, &Line::of_row(row))
        })
        .collect();
    let total = total_name(lang, board).into_any();
    view! {
        <table class="twin-table" role="table">
            <caption class="sr-only">
                {words.table_caption(period(lang, board.period()))}
            </caption>
            <thead role="rowgroup">
                <tr role="row">{headings(lang)}</tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
            <tfoot role="rowgroup">{line(lang, total, &Line::of_total(board))}</tfoot>
        </table>
        {quiet(lang, board)}
    }
    .into_any()
}

fn headings(lang: Lang) -> AnyView {
    let words = lang.words();
    let heading = |class: &'static str, name: String| {
        view! {
            <th scope="col" role="columnheader" class=class>
                {name}
            </th>
        }
    };
    view! {
        {heading("name", words.column_field())}
        {heading("num late", words.column_late())}
        {heading("num rate", words.column_rate())}
        {heading("num", words.column_received())}
        {heading("num", words.column_early())}
        {heading("num", words.column_on_time())}
        {heading("num", words.column_pending())}
        {heading("num", words.column_handling())}
    }
    .into_any()
}

fn line(lang: Lang, name: AnyView, line: &Line<'_>) -> AnyView {
    view! {
        <tr role="row">
            <th scope="row" role="rowheader" class="name">
                {name}
            </th>
            {cells(lang, line)}
        </tr>
    }
    .into_any()
}

fn cells(lang: Lang, line: &Line<'_>) -> AnyView {
    let words = lang.words();
    let cell = |label: String, text: String| {
        view! {
            <td role="cell" class="num" data-label=label>
                {text}
            </td>
        }
    };
    let count = |label, count| cell(label, number(lang, count));
    view! {
        <td role="cell" class="num late" data-zero=zero(line.late) data-label=words.column_late()>
            {number(lang, line.late)}
        </td>
        <td role="cell" class="num rate" data-label=words.column_rate()>
            {percent(lang, line.rate.map(Rate::tenths))}
        </td>
        {count(words.column_received(), line.received)}
        {count(words.column_early(), line.early)}
        {count(words.column_on_time(), line.on_time)}
        {count(words.column_pending(), line.pending)}
        {cell(words.column_handling(), handling(lang, line.time_80))}
    }
    .into_any()
}

fn named(lang: Lang, name: &Name) -> AnyView {
    TextWriter(lang.into()).name(name)
}

/// The fields without any figure; nothing where there is none.
fn quiet(lang: Lang, board: &PublicBoard) -> Option<AnyView> {
    let rows = board.quiet_rows();
    let names = rows.iter().filter_map(|row| row.name());
    let names: Vec<_> = names
        .map(|name| view! { <li>{named(lang, name)}</li> })
        .collect();
    let count = names.len();
    (count > 0).then(|| {
        view! {
            <details class="quiet-fields">
                <summary>{lang.words().quiet_fields(count)}</summary>
                <ul>{names}</ul>
            </details>
        }
        .into_any()
    })
}

//! The table by field.

use leptos::prelude::*;
use sanh_domain::board::disclosure::{PublicBoard, PublicRow};
use sanh_domain::board::percentage::Rate;
use sanh_domain::deadline::WorkingMinutes;
use sanh_domain::language::Lang;

use super::tiles::zero;
use crate::text::Messages;
use crate::text::date::period;
use crate::text::duration::short_working_time;
use crate::text::number::{NO_RATE, number, percent};
use crate::ui::text_writer::TextWriter;

/// The figures of one line of the table: a field's, or all together.
pub(super) struct Line<'a> {
    /// Unique in its board: `f12`, `other`, `all`.
    pub(super) key: &'a str,
    pub(super) received: u64,
    pub(super) early: u64,
    pub(super) on_time: u64,
    pub(super) late: u64,
    pub(super) pending: u64,
    pub(super) rate: Option<Rate>,
    pub(super) time_80: Option<WorkingMinutes>,
}

impl<'a> Line<'a> {
    pub(super) fn of_row(row: &'a PublicRow) -> Self {
        Self {
            key: row.key(),
            received: row.received(),
            early: row.early(),
            on_time: row.on_time(),
            late: row.late(),
            pending: row.pending(),
            rate: row.rate(),
            time_80: row.time_80(),
        }
    }

    pub(super) fn of_total(board: &PublicBoard) -> Self {
        let sums = board.sums();
        Self {
            key: "all",
            received: sums.received(),
            early: sums.early(),
            on_time: sums.on_time(),
            late: sums.late(),
            pending: sums.pending(),
            rate: sums.rate(),
            time_80: board.time_80(),
        }
    }

    fn cells(&self, say: TextWriter, kind: &str) -> AnyView {
        let key = |figure: &str| format!("{kind}.{}.{figure}", self.key);
        let count = |figure, count| {
            let text = say.live(&key(figure), |lang| number(lang, count));
            view! { <td class="num">{text}</td> }
        };
        let rate = self.rate.map(Rate::tenths);
        view! {
            {count("received", self.received)}
            {count("early", self.early)}
            {count("on_time", self.on_time)}
            <td class="num late" data-k=key("late.cell") data-zero=zero(self.late)>
                {say.number(&key("late"), self.late)}
            </td>
            {count("pending", self.pending)}
            <td class="num rate">{say.live(&key("rate"), |lang| percent(lang, rate))}</td>
            <td class="num time">
                {say.live(&key("handling"), |lang| handling(lang, self.time_80))}
            </td>
        }
        .into_any()
    }
}

/// The table of a period. The wall's script shows its rows in pages of as many as fit, those with movement first; fields without any
/// figure are only counted, below it.
pub fn table(say: TextWriter, board: &PublicBoard) -> AnyView {
    let kind = board.period().kind.as_str();
    let rows = board.rows_with_figures().into_iter();
    let rows: Vec<_> = rows.map(|row| body_row(say, kind, row)).collect();
    view! {
        <table>
            <caption class="sr-only">
                {say.live(&format!("{kind}.caption"), |lang| {
                    lang.words().table_caption(period(lang, board.period()))
                })}
            </caption>
            <thead>
                <tr>{headings(say)}</tr>
            </thead>
            <tbody>{rows}</tbody>
            <tfoot>
                <tr>
                    <th scope="row" class="name">
                        {say.text(|lang| total_name(lang, board))}
                    </th>
                    {Line::of_total(board).cells(say, kind)}
                </tr>
            </tfoot>
        </table>
        {left_out(say, kind, board.quiet_rows().len())}
    }
    .into_any()
}

/// What the line of all together is called.
pub fn total_name(lang: Lang, board: &PublicBoard) -> String {
    let words = lang.words();
    if board.covers_all() {
        words.total()
    } else {
        words.total_some()
    }
}

/// How many fields have no figure, and how many had no room: the script counts those, and shows the line for them.
fn left_out(say: TextWriter, kind: &str, quiet: usize) -> AnyView {
    let said = (quiet > 0).then(|| {
        let text = say.live(&format!("{kind}.quiet"), |lang| {
            lang.words().quiet_fields(quiet)
        });
        view! { <span class="quiet">{text}</span> }
    });
    let beyond = say.phrase(|tongue| {
        let words = format!(" {}", tongue.lang.words().beyond_fields());
        (view! { <b data-beyond="">"0"</b> }, words).into_any()
    });
    let is_empty = quiet == 0;
    view! {
        <p class="left-out" hidden=is_empty>
            {said}
            <span class="beyond" hidden=true>
                {beyond}
            </span>
        </p>
    }
    .into_any()
}

fn headings(say: TextWriter) -> AnyView {
    let heading = |class: &'static str, name: fn(Lang) -> String| {
        view! { <th scope="col" class=class>{say.text(name)}</th> }
    };
    view! {
        {heading("name", |lang| lang.words().column_field())}
        {heading("num", |lang| lang.words().column_received())}
        {heading("num", |lang| lang.words().column_early())}
        {heading("num", |lang| lang.words().column_on_time())}
        {heading("num late", |lang| lang.words().column_late())}
        {heading("num", |lang| lang.words().column_pending())}
        {heading("num rate", |lang| lang.words().column_rate())}
        {heading("num time", |lang| lang.words().column_handling())}
    }
    .into_any()
}

fn body_row(say: TextWriter, kind: &str, row: &PublicRow) -> AnyView {
    let name = match row.name() {
        Some(name) => say.name(name),
        None => say.text(|lang| lang.words().other_fields()),
    };
    view! {
        <tr data-row=row.key().to_owned()>
            <th scope="row" class="name">
                {name}
            </th>
            {Line::of_row(row).cells(say, kind)}
        </tr>
    }
    .into_any()
}

/// The time in which 80 % were done, or a dash where too few were.
pub fn handling(lang: Lang, time: Option<WorkingMinutes>) -> String {
    time.map_or_else(
        || NO_RATE.to_owned(),
        |time| short_working_time(lang, time.duration()),
    )
}

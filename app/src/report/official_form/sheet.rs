//! The form in the layout of the regulation, for screen and paper.

use chrono_tz::Tz;
use leptos::prelude::*;
use sanh_domain::deadline::Instant;
use sanh_domain::language::Lang;
use sanh_domain::report::official_form::layout::{HEAD, HEAD_ROWS, HeadCell, NUMBERS, WIDTH};
use sanh_domain::report::official_form::model::{
    Axis, Columns, FIRST_COLUMN, OfficialForm, OfficialLine,
};
use sanh_domain::report::official_form::signed::{Content, SignatureState};

use crate::text::Messages;
use crate::text::number::number;
use crate::text::official_form::{
    head_text, heading, name_in, notes, period_name, place_and_date, signers, total_text,
};

/// A report to be shown.
#[derive(Clone, Copy)]
pub(super) struct ReportSheet<'a> {
    /// What it says.
    pub content: &'a Content,
    /// How it stands to what was signed.
    pub signature: &'a SignatureState<'a>,
    /// What its lines are.
    pub axis: Axis,
    /// Now, and the zone of its clocks.
    pub now: (Instant, Tz),
    /// Where the dossiers behind its cells are listed, up to the cell.
    pub lists: &'a str,
}

impl ReportSheet<'_> {
    /// The form of it.
    pub(super) fn form(&self) -> OfficialForm {
        let content = self.content;
        OfficialForm::new(&content.cube, &content.names, self.axis, content.folding)
    }

    /// The whole sheet.
    pub(super) fn view(&self, lang: Lang) -> AnyView {
        let above = heading(lang, self.content);
        let note = |text: String| view! { <p>{text}</p> };
        let notes: Vec<_> = notes(lang, (self.content, self.axis), self.signature, self.now)
            .into_iter()
            .map(note)
            .collect();
        let hand = |text: String| {
            if text.is_empty() {
                view! { <span class="report-line"></span> }.into_any()
            } else {
                view! { <b>{text}</b> }.into_any()
            }
        };
        let [maker, head] = signers(lang).map(|(who, hint)| {
            view! {
                <p>
                    <b>{who}</b>
                    <span>{hint}</span>
                </p>
            }
        });
        let label = above.number.clone();
        view! {
            <section class="report" aria-label=label>
                <div class="report-head">
                    <p class="report-number">{above.number}</p>
                    <div class="report-title">
                        <p class="report-name">{above.title}</p>
                        <p>{above.period}</p>
                        {(!above.days.is_empty()).then(|| view! { <p>{above.days}</p> })}
                    </div>
                    <div class="report-who">
                        <p>{above.unit.0} " " {hand(above.unit.1)}</p>
                        <p>{above.recipient.0} " " {hand(above.recipient.1)}</p>
                    </div>
                </div>
                <p class="report-measure">{above.measure}</p>
                {self.table(lang)}
                <div class="report-notes">{notes}</div>
                <div class="report-signers">
                    {maker}
                    <div>
                        <p class="report-date">{place_and_date(lang)}</p>
                        {head}
                    </div>
                </div>
            </section>
        }
        .into_any()
    }

    /// The table, alone: as it is shown before it is signed.
    pub(super) fn table(&self, lang: Lang) -> AnyView {
        let words = lang.words();
        let form = self.form();
        let axis = match self.axis {
            Axis::Field => words.official_form_axis_field(),
            Axis::Agency => words.official_form_axis_agency(),
        };
        let period = period_name(lang, &self.content.cube.period);
        let caption = words.official_form_caption(words.official_form_number(), period, axis);
        let rows = (0..HEAD_ROWS).map(|row| {
            let cells = HEAD.iter().filter(|cell| cell.row == row);
            let cells: Vec<_> = cells.map(|cell| head_cell(lang, self.axis, cell)).collect();
            view! { <tr>{cells}</tr> }
        });
        let rows: Vec<_> = rows.collect();
        let numbers: Vec<_> = NUMBERS
            .into_iter()
            .map(|text| view! { <td>{text}</td> })
            .collect();
        let lines: Vec<_> = form
            .lines
            .iter()
            .zip(1_u64..)
            .map(|(line, place)| self.line_view(lang, place, line))
            .collect();
        let empty = lines.is_empty().then(|| {
            view! {
                <tr>
                    <td colspan=WIDTH.to_string()>{words.official_form_empty()}</td>
                </tr>
            }
        });
        view! {
            <p class="hint report-sideways">{words.official_form_sideways()}</p>
            <div class="report-scroll" role="region" tabindex="0" aria-label=words.official_form_scroll()>
                <table class="report-table">
                    <caption class="sr-only">{caption}</caption>
                    <thead>
                        {rows}
                        <tr class="report-numbers">{numbers}</tr>
                    </thead>
                    <tbody>{lines} {empty}</tbody>
                    <tfoot>
                        <tr>
                            <td></td>
                            <th scope="row">{total_text(lang)}</th>
                            {self.figures(lang, None, &form.total)}
                        </tr>
                    </tfoot>
                </table>
            </div>
        }
        .into_any()
    }

    fn line_view(&self, lang: Lang, place: u64, line: &OfficialLine) -> AnyView {
        view! {
            <tr>
                <td class="report-place">{place}</td>
                <th scope="row">{name_in(lang, &line.name)}</th>
                {self.figures(lang, Some(line.id), &line.columns)}
            </tr>
        }
        .into_any()
    }

    /// Each number leads to its dossiers.
    fn figures(&self, lang: Lang, line: Option<i64>, columns: &Columns) -> Vec<AnyView> {
        let cell = |(column, value): (usize, u64)| {
            let text = number(lang, value);
            let inside = if value == 0 {
                text.into_any()
            } else {
                let line = line.map_or_else(String::new, |line| format!("&line={line}"));
                let href = format!("{}{line}&column={column}", self.lists);
                view! { <a href=href>{text}</a> }.into_any()
            };
            view! { <td class="report-figure">{inside}</td> }.into_any()
        };
        (FIRST_COLUMN..).zip(columns.0).map(cell).collect()
    }
}

fn head_cell(lang: Lang, axis: Axis, cell: &HeadCell) -> AnyView {
    let scope = if cell.columns > 1 { "colgroup" } else { "col" };
    let over = |count: usize| (count > 1).then(|| count.to_string());
    view! {
        <th scope=scope rowspan=over(cell.rows) colspan=over(cell.columns)>
            {head_text(lang, axis, cell.text)}
        </th>
    }
    .into_any()
}

//! Whether the form's identities hold, and what the form has no column for.

use leptos::prelude::*;

use super::model::{Axis, Form, Held, Identity, PausedColumn};
use super::port::Report;
use super::sheet::Sheet;
use super::signed::Content;
use super::words::period_name;
use crate::board::percentage::Rate;
use crate::text::Lang;
use crate::text::number::{number, percent};

impl Report {
    /// Column 11 of the period before, folded as a report is.
    fn left_before(&self, content: &Content) -> Option<u64> {
        let before = self.before.as_ref()?;
        let form = Form::new(before, &content.names, Axis::Field, content.folding);
        Some(form.total.column(11))
    }
}

/// Whether the identities hold.
pub(super) fn checks(lang: Lang, report: &Report, sheet: &Sheet<'_>) -> AnyView {
    let words = lang.words();
    let before = report.left_before(sheet.content);
    let row = |(identity, held): (Identity, Held)| {
        let what = match (identity.formula(), identity) {
            (Some(formula), _) => formula.to_owned(),
            (None, Identity::Lines) => words.form_check_lines(),
            (None, _) => words.form_check_carried(period_name(lang, &report.period.previous())),
        };
        let is_folded = identity == Identity::CarriedOver
            && sheet.content.folding.paused == PausedColumn::OnTime;
        let (class, result) = match held {
            Held::Yes => ("report-holds", words.form_check_holds()),
            Held::Unknown => ("hint", words.form_check_unknown()),
            Held::No(left, right) => {
                let (left, right) = (number(lang, left), number(lang, right));
                let text = if is_folded {
                    words.form_check_folded(left, right)
                } else {
                    words.form_check_fails(left, right)
                };
                ("report-fails", text)
            }
        };
        view! {
            <tr>
                <th scope="row">{what}</th>
                <td class=class>{result}</td>
            </tr>
        }
    };
    let rows = sheet.form().checks(before).map(row).to_vec();
    view! {
        <section class="report-checks">
            <h2>{words.form_checks()}</h2>
            <table class="report-differences">
                <thead>
                    <tr>
                        <th scope="col">{words.form_check()}</th>
                        <th scope="col">{words.form_check_result()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}

/// What the form has no column for.
pub(super) fn beside(lang: Lang, content: &Content) -> AnyView {
    let words = lang.words();
    let total = content.cube.total();
    let rate = total.figures.rate().map(Rate::tenths);
    let fact = |name: String, value: String, text: String| {
        view! {
            <dt>{name}</dt>
            <dd>
                <b>{value}</b>
                " "
                <span class="hint">{text}</span>
            </dd>
        }
    };
    view! {
        <section class="report-beside">
            <h2>{words.form_beside()}</h2>
            <dl class="facts">
                {fact(words.form_rate(), percent(lang, rate), words.form_rate_text())}
                {fact(
                    words.form_late_first(),
                    number(lang, total.late_against_first),
                    words.form_late_first_text(),
                )}
                {fact(
                    words.form_refused(),
                    number(lang, total.figures.refused),
                    words.form_refused_text(),
                )}
            </dl>
        </section>
    }
    .into_any()
}

//! Whether the form's identities hold, and the dossiers that the form has no column for.

use leptos::prelude::*;
use sanh_domain::board::percentage::Rate;
use sanh_domain::language::Lang;
use sanh_domain::report::official_form::carry_over::SignedCarryOver;
use sanh_domain::report::official_form::model::{
    Axis, Identity, IdentityCheck, OfficialForm, PausedColumn,
};
use sanh_domain::report::official_form::signed::Content;

use super::sheet::ReportSheet;
use crate::model::official_form::OfficialReport;
use crate::text::Messages;
use crate::text::dossier::moment;
use crate::text::number::{number, percent};
use crate::text::official_form::{difference, name_in, period_name, total_text};

impl OfficialReport {
    /// Column 11 of the period before as it is counted now, folded as a report is.
    fn left_before(&self, content: &Content) -> Option<u64> {
        let before = self.before.as_ref()?;
        let form = OfficialForm::new(before, &content.names, Axis::Field, content.folding);
        Some(form.total.column(11))
    }

    /// What the period before was sent up with: as the paper says, or, where it says nothing of it, as it is known now.
    fn sent_up<'a>(&'a self, content: &'a Content) -> Option<&'a SignedCarryOver> {
        content.sent_up.as_ref().or(self.content.sent_up.as_ref())
    }
}

/// Whether the identities hold.
pub(super) fn checks(lang: Lang, report: &OfficialReport, sheet: &ReportSheet<'_>) -> AnyView {
    let words = lang.words();
    let sent_up = report.sent_up(sheet.content);
    let counted = report.left_before(sheet.content);
    let before = sent_up.map(SignedCarryOver::total).or(counted);
    let row = |(identity, held): (Identity, IdentityCheck)| {
        let what = match (identity.formula(), identity) {
            (Some(formula), _) => formula.to_owned(),
            (None, Identity::Lines) => words.official_form_check_lines(),
            (None, _) => match sent_up {
                Some(it) => words.official_form_check_carried_signed(
                    period_name(lang, &it.period),
                    moment(it.at, report.zone),
                ),
                None => {
                    words.official_form_check_carried(period_name(lang, &report.period.previous()))
                }
            },
        };
        let is_folded = identity == Identity::CarriedOver
            && sheet.content.folding.paused == PausedColumn::OnTime;
        let (class, result) = match held {
            IdentityCheck::Yes => ("report-holds", words.official_form_check_holds()),
            IdentityCheck::Unknown => ("hint", words.official_form_check_unknown()),
            IdentityCheck::No(left, right) => {
                let apart = difference(lang, right, left);
                let (left, right) = (number(lang, left), number(lang, right));
                let text = match identity {
                    _ if is_folded => words.official_form_check_folded(left, right),
                    Identity::CarriedOver => {
                        words.official_form_check_carried_fails(left, right, apart)
                    }
                    _ => words.official_form_check_fails(left, right),
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
    let rows: Vec<_> = sheet.form().checks(before).into_iter().map(row).collect();
    view! {
        <section class="report-checks">
            <h2>{words.official_form_checks()}</h2>
            <table class="report-differences">
                <thead>
                    <tr>
                        <th scope="col">{words.official_form_check()}</th>
                        <th scope="col">{words.official_form_check_result()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}

/// Line by line, where column 6 is not what the period before was sent up with: both figures, and the difference.
pub(super) fn carried(
    lang: Lang,
    report: &OfficialReport,
    sheet: &ReportSheet<'_>,
) -> Option<AnyView> {
    let words = lang.words();
    let sent_up = report.sent_up(sheet.content)?;
    let lines = sheet.content.differences(sent_up, sheet.axis);
    if lines.is_empty() {
        return None;
    }
    let row = |name: String, open: u64, carried: u64| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="report-figure">{number(lang, open)}</td>
                <td class="report-figure">{number(lang, carried)}</td>
                <td class="report-figure">{difference(lang, open, carried)}</td>
            </tr>
        }
    };
    let rows: Vec<_> = lines
        .iter()
        .map(|line| row(name_in(lang, &line.name), line.open, line.carried))
        .collect();
    let now = report.left_before(sheet.content);
    let now = now.map(|now| words.official_form_carried_now(number(lang, now)));
    let total = sheet.form().total.column(6);
    Some(
        view! {
            <section class="report-carried" aria-labelledby="carried">
                <h2 id="carried">{words.official_form_carried_title()}</h2>
                <p>
                    {words.official_form_carried_text(
                        period_name(lang, &sent_up.period),
                        moment(sent_up.at, report.zone),
                        sent_up.fingerprint.clone(),
                    )} " " {now}
                </p>
                <table class="report-differences">
                    <thead>
                        <tr>
                            <th scope="col">{words.official_form_revised_line()}</th>
                            <th scope="col">{words.official_form_carried_open()}</th>
                            <th scope="col">{words.official_form_carried_carried()}</th>
                            <th scope="col">{words.official_form_carried_difference()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                    <tfoot>{row(total_text(lang), sent_up.total(), total)}</tfoot>
                </table>
            </section>
        }
        .into_any(),
    )
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
            <h2>{words.official_form_beside()}</h2>
            <dl class="facts">
                {fact(words.official_form_rate(), percent(lang, rate), words.official_form_rate_text())}
                {fact(
                    words.official_form_late_first(),
                    number(lang, total.late_against_first),
                    words.official_form_late_first_text(),
                )}
                {fact(
                    words.official_form_refused(),
                    number(lang, total.figures.refused),
                    words.official_form_refused_text(),
                )}
            </dl>
        </section>
    }
    .into_any()
}

//! The papers of a procedure as rows of a form: each has its Vietnamese and its English name.

use leptos::prelude::*;
use sanh_domain::procedure::model::{PAPER_CHARS_MAX, PAPERS_MAX};
use sanh_domain::procedure::typed::papers_typed;
use sanh_domain::text::name::Name;

use crate::catalogue::form_fields::FormValues;
use crate::model::procedure::{PAPER_EN, PAPER_VI, papers_text};
use crate::text::Messages;

/// Blank rows below those that are there (ours): once they are saved there are as many again.
const BLANK_ROWS: usize = 4;

/// The rows, as they were sent, else as they stand.
pub(super) fn inputs(sheet: &FormValues<'_>, papers: &[Name]) -> AnyView {
    let words = sheet.request.room_lang().words();
    let text = if sheet.is_sent() {
        papers_text(&sheet.request.form)
    } else {
        papers_typed(papers)
    };
    let names = |line: &str| {
        let (vi, en) = line.split_once('|').unwrap_or((line, ""));
        (vi.trim().to_owned(), en.trim().to_owned())
    };
    let filled = text.lines().filter(|line| !line.trim().is_empty());
    let mut rows: Vec<(String, String)> = filled.map(names).collect();
    let count = (rows.len() + BLANK_ROWS).min(PAPERS_MAX).max(rows.len());
    rows.resize(count, (String::new(), String::new()));
    let problem = sheet.problems.iter().find(|it| it.field == "papers");
    let problem = problem.map(|problem| {
        view! { <p class="problem" id="papers-problem">{problem.message.clone()}</p> }
    });
    let described = problem.as_ref().map(|_| "papers-problem");
    let input = |name: &'static str, label: String, value: String| {
        view! {
            <input
                r#type="text"
                name=name
                value=value
                aria-label=label
                autocomplete="off"
                maxlength=PAPER_CHARS_MAX.to_string()
                aria-describedby=described
            />
        }
    };
    let row = |(index, (vi, en)): (usize, (String, String))| {
        let number = (index + 1).to_string();
        view! {
            <tr>
                <td>{number.clone()}</td>
                <td>{input(PAPER_VI, words.procedures_paper_vi(number.clone()), vi)}</td>
                <td>{input(PAPER_EN, words.procedures_paper_en(number), en)}</td>
            </tr>
        }
    };
    let rows: Vec<_> = rows.into_iter().enumerate().map(row).collect();
    view! {
        <fieldset class="field papers-form" id="papers" tabindex="-1">
            <legend>{words.procedures_papers()}</legend>
            <p class="hint">{words.procedures_papers_hint()}</p>
            {problem}
            <table>
                <thead>
                    <tr>
                        <th scope="col">{words.procedures_paper_head_number()}</th>
                        <th scope="col">{words.procedures_paper_head_vi()}</th>
                        <th scope="col">{words.procedures_paper_head_en()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </fieldset>
    }
    .into_any()
}

//! The papers of a procedure as rows of a form: each has its Vietnamese and its English name.

use leptos::prelude::*;
use sanh_domain::procedure::form_input::papers_typed;
use sanh_domain::procedure::model::{PAPER_CHARS_MAX, PAPERS_MAX};
use sanh_domain::text::name::Name;

use crate::catalogue::form_fields::FormValues;
use crate::model::procedure::{ADD_PAPER, PAPER_EN, PAPER_VI, adds_paper, papers_text};
use crate::text::Messages;

/// Blank rows below those that are there (ours): once they are saved there are as many again.
const BLANK_ROWS: usize = 4;

/// What Enter presses in a field of the form: the first button of a form, which must not be the one that adds a row.
pub(super) fn enter_saves() -> AnyView {
    view! { <button r#type="submit" hidden=true></button> }.into_any()
}

/// The rows, as they were sent, else as they stand; one more than were sent if that was asked for.
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
    let form = &sheet.request.form;
    let is_added = sheet.is_sent() && adds_paper(form);
    let filled = rows.len();
    let count = if is_added {
        form.all(PAPER_VI).len() + 1
    } else {
        filled + BLANK_ROWS
    };
    rows.resize(
        count.min(PAPERS_MAX).max(filled),
        (String::new(), String::new()),
    );
    let has_room = rows.len() < PAPERS_MAX;
    let problem = sheet.problems.iter().find(|it| it.field == "papers");
    let problem = problem.map(|problem| {
        view! { <p class="problem" id="papers-problem">{problem.message.clone()}</p> }
    });
    let described = problem.as_ref().map(|_| "papers-problem");
    let input = |name: &'static str, label: String, value: String, has_focus: bool| {
        view! {
            <input
                r#type="text"
                autofocus=has_focus
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
        // Typing goes on in the first row that is free.
        let has_focus = is_added && index == filled;
        view! {
            <tr>
                <td>{number.clone()}</td>
                <td data-label=words.procedures_paper_head_vi()>
                    {input(PAPER_VI, words.procedures_paper_vi(number.clone()), vi, has_focus)}
                </td>
                <td data-label=words.procedures_paper_head_en()>
                    {input(PAPER_EN, words.procedures_paper_en(number), en, false)}
                </td>
            </tr>
        }
    };
    let add = has_room.then(|| {
        view! {
            <button class="button button-second" r#type="submit" name=ADD_PAPER value="yes">
                {words.procedures_paper_add()}
            </button>
        }
    });
    let rows: Vec<_> = rows.into_iter().enumerate().map(row).collect();
    view! {
        <fieldset
            class="field papers-form"
            id="papers"
            tabindex="-1"
            data-unsent=is_added.then_some("true")
        >
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
            {add}
        </fieldset>
    }
    .into_any()
}

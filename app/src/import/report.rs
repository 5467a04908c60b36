//! The result of a run: counts, bad values, unchanged dossiers; and the form that starts the writing.

use leptos::prelude::*;
use sanh_domain::import::model::{BadValue, ImportCounts, ImportReport, UnmovedDossier};
use sanh_domain::import::state::ImportState;
use sanh_domain::language::Lang;

use super::address;
use crate::model::import::OpenImport;
use crate::text::Messages;
use crate::text::import::message_text;
use crate::text::number::number;
use crate::ui::form::button;

/// The whole report; only the numbers if its lists are no longer kept.
pub(super) fn report(lang: Lang, open: &OpenImport) -> AnyView {
    let Some(counts) = open.job.counts else {
        return ().into_any();
    };
    let is_dry = open.job.state != ImportState::Applied;
    let lists = open.file.report.as_ref().map(|report| {
        view! {
            {bad(lang, open, report)}
            {unmoved(lang, report)}
            {missing(lang, report)}
            {printed(lang, report)}
        }
    });
    view! {
        {numbers(lang, &counts, is_dry)}
        {open.file.report.as_ref().map(|report| outside(lang, report))}
        {lists}
    }
    .into_any()
}

fn numbers(lang: Lang, counts: &ImportCounts, is_dry: bool) -> AnyView {
    let words = lang.words();
    let title = if is_dry {
        words.import_report_dry()
    } else {
        words.import_report_done()
    };
    // These rows are always shown; the rows below only if their count is not zero.
    let always = [
        (words.import_count_rows(), counts.rows),
        (words.import_count_new(), counts.new),
        (words.import_count_changed(), counts.changed),
        (words.import_count_same(), counts.same),
        (words.import_count_bad(), counts.bad),
    ];
    let sometimes = [
        (words.import_count_unmoved(), counts.unmoved),
        (words.import_count_missing(), counts.missing),
        (words.import_count_left_out(), counts.left_out),
        (words.import_count_ends_moved(), counts.ends_moved),
        (words.office_import_elsewhere(), counts.elsewhere),
        (words.import_count_created(), counts.created),
        (words.import_count_events(), counts.events),
    ];
    let shown = always
        .into_iter()
        .chain(sometimes.into_iter().filter(|(_, count)| *count > 0));
    let shown: Vec<_> = shown
        .map(|(name, count)| {
            view! {
                <div>
                    <dt>{name}</dt>
                    <dd>{number(lang, count)}</dd>
                </div>
            }
        })
        .collect();
    view! {
        <h2>{title}</h2>
        <dl class="counts">{shown}</dl>
    }
    .into_any()
}

/// What was skipped or changed while reading: lines without a dossier, hidden rows.
fn outside(lang: Lang, report: &ImportReport) -> AnyView {
    let words = lang.words();
    let line = |count: u64, text: &dyn Fn(String) -> String| {
        (count > 0).then(|| view! { <p class="hint">{text(number(lang, count))}</p> })
    };
    view! {
        {line(report.lines_left_out, &|count| words.import_lines_left_out(count))}
        {line(report.hidden_rows, &|count| words.import_hidden_rows(count))}
        {line(report.cleaned_cells, &|count| words.import_cleaned_cells(count))}
    }
    .into_any()
}

fn bad(lang: Lang, open: &OpenImport, report: &ImportReport) -> AnyView {
    let words = lang.words();
    if report.counts.bad == 0 {
        return ().into_any();
    }
    let row = |bad: &BadValue| {
        let column = if bad.column.is_empty() {
            words.import_whole_row()
        } else {
            bad.column.clone()
        };
        view! {
            <tr>
                <th scope="row" data-label=words.import_line()>{number(lang, bad.line)}</th>
                <td data-label=words.import_column()>{column}</td>
                <td data-label=words.import_value()>{bad.value.clone()}</td>
                <td data-label=words.import_reason()>{message_text(lang, &bad.reason)}</td>
            </tr>
        }
    };
    let rows: Vec<_> = report.bad.iter().map(row).collect();
    view! {
        <h2 id="bad">{words.import_bad_title(number(lang, report.counts.bad))}</h2>
        <p class="do-line">
            <a class="button-link" href=address(open.job.id, "bad")>
                {words.import_bad_file()}
            </a>
        </p>
        <table class="table bad-values">
            <thead>
                <tr>
                    <th scope="col">{words.import_line()}</th>
                    <th scope="col">{words.import_column()}</th>
                    <th scope="col">{words.import_value()}</th>
                    <th scope="col">{words.import_reason()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        {first_only(lang, report.counts.bad, report.bad.len())}
    }
    .into_any()
}

fn unmoved(lang: Lang, report: &ImportReport) -> AnyView {
    let words = lang.words();
    if report.counts.unmoved == 0 {
        return ().into_any();
    }
    let row = |unmoved: &UnmovedDossier| {
        view! {
            <tr>
                <th scope="row" data-label=words.import_line()>{number(lang, unmoved.line)}</th>
                <td data-label=words.desk_code()>{unmoved.code.clone()}</td>
                <td data-label=words.import_reason()>{message_text(lang, &unmoved.why)}</td>
            </tr>
        }
    };
    let rows: Vec<_> = report.unmoved.iter().map(row).collect();
    view! {
        <h2>{words.import_unmoved_title(number(lang, report.counts.unmoved))}</h2>
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">{words.import_line()}</th>
                    <th scope="col">{words.desk_code()}</th>
                    <th scope="col">{words.import_reason()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        {first_only(lang, report.counts.unmoved, report.unmoved.len())}
    }
    .into_any()
}

fn missing(lang: Lang, report: &ImportReport) -> AnyView {
    let words = lang.words();
    if report.counts.missing == 0 {
        return ().into_any();
    }
    let codes: Vec<_> = report
        .missing
        .iter()
        .map(|code| view! { <li>{code.clone()}</li> })
        .collect();
    view! {
        <details>
            <summary>{words.import_missing_title(number(lang, report.counts.missing))}</summary>
            <p class="hint">{words.import_missing_hint()}</p>
            <ul class="codes">{codes}</ul>
            {first_only(lang, report.counts.missing, report.missing.len())}
        </details>
    }
    .into_any()
}

/// The report as the command line prints it, for the operator of the server.
fn printed(lang: Lang, report: &ImportReport) -> AnyView {
    view! {
        <details>
            <summary>{lang.words().import_printed()}</summary>
            <pre class="printed" lang="en" tabindex="0">
                {report.printed.clone()}
            </pre>
        </details>
    }
    .into_any()
}

fn first_only(lang: Lang, total: u64, shown: usize) -> Option<AnyView> {
    let shown = shown as u64;
    (total > shown).then(|| {
        let text = lang.words().import_first_only(number(lang, shown));
        view! { <p class="hint">{text}</p> }.into_any()
    })
}

/// The form that writes, after a dry run.
pub(super) fn apply_form(lang: Lang, open: &OpenImport) -> AnyView {
    let words = lang.words();
    let Some(counts) = open.job.counts else {
        return ().into_any();
    };
    let writes = counts.new + counts.changed;
    if writes == 0 {
        return view! {
            <div class="apply">
                <p>{words.import_nothing_to_write()}</p>
            </div>
        }
        .into_any();
    }
    let (hint, skip) = if counts.bad == 0 {
        (words.import_apply_hint(), None)
    } else {
        let skip = view! {
            <div class="choice">
                <input r#type="checkbox" name="skip_bad" id="skip_bad" value="yes" required=true />
                <label r#for="skip_bad">{words.import_skip_bad(number(lang, counts.bad))}</label>
            </div>
        };
        (words.import_bad_hint(), Some(skip))
    };
    view! {
        <form method="post" action=address(open.job.id, "apply") class="form apply">
            <p>{hint}</p>
            {skip}
            {button(words.import_apply(number(lang, writes)))}
        </form>
    }
    .into_any()
}

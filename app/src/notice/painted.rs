//! Which walls show an emergency.

use std::collections::BTreeMap;

use leptos::prelude::*;
use sanh_domain::language::Lang;
use sanh_domain::notice::model::Audience;
use sanh_domain::notice::record::NoticePhase;
use sanh_domain::screen::model::DEFAULT_SCREEN;

use crate::model::notice::NoticeDetails;
use crate::text::Messages;
use crate::text::number::NO_RATE;
use crate::text::screen::called_by;

/// Seconds after which the table is loaded again.
const FRESH_S: u32 = 1;

/// A wall of an emergency: what it has reported, and how many of its screens are connected and show it.
#[derive(Default)]
struct Row {
    label: String,
    is_paired: bool,
    first: Option<String>,
    open: usize,
    showing: usize,
}

/// Which walls show the emergency, kept current while it lasts.
pub(super) fn walls(lang: Lang, details: &NoticeDetails) -> AnyView {
    let words = lang.words();
    let is_past = details.record.standing(details.now) == NoticePhase::Past;
    let rows = rows(details);
    // Anybody can open a wall that is not paired, so its reports prove nothing.
    let paired: Vec<_> = rows.iter().filter(|(_, row)| row.is_paired).collect();
    let (done, missing): (Vec<_>, Vec<_>) = paired.iter().partition(|(_, row)| {
        is_past && row.first.is_some() || row.open > 0 && row.open == row.showing
    });
    let named = |(name, row): &(&String, &Row)| called_by(name, &row.label, lang);
    let missing: Vec<String> = missing.into_iter().map(named).collect();
    let count = words.notice_painted_count(done.len().to_string(), paired.len().to_string());
    let missing = (!missing.is_empty() && !is_past).then(|| {
        view! { <p class="missing">{words.notice_painted_missing(missing.join(", "))}</p> }
    });
    let line = |(name, row): (&String, &Row)| {
        let (text, class) = row_text(lang, row, is_past);
        view! {
            <tr>
                <th scope="row">{called_by(name, &row.label, lang)}</th>
                <td data-label=words.notice_painted_state()>
                    <span class=class>{text}</span>
                </td>
                <td data-label=words.notice_painted_at()>
                    {row.first.clone().unwrap_or_else(|| NO_RATE.to_owned())}
                </td>
            </tr>
        }
    };
    let lines: Vec<_> = rows.iter().map(line).collect();
    view! {
        <h2>{words.notice_painted_title()}</h2>
        <p class="hint">{words.notice_painted_lead()}</p>
        <div id="painted" class="painted" data-fresh=FRESH_S.to_string()>
            <p class="painted-count">
                <b>{count}</b>
            </p>
            {missing}
            <table class="table narrow">
                <thead>
                    <tr>
                        <th scope="col">{words.notice_where()}</th>
                        <th scope="col">{words.notice_painted_state()}</th>
                        <th scope="col">{words.notice_painted_at()}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Every wall that was set up, the one at `/`, and any other that is open.
fn rows(details: &NoticeDetails) -> BTreeMap<String, Row> {
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    let is_for = |name: &str| match &details.record.notice.screens {
        Audience::All => true,
        Audience::Named(names) => names.contains(name),
    };
    for wall in details.walls.iter().filter(|wall| is_for(&wall.name)) {
        let row = rows.entry(wall.name.clone()).or_default();
        (row.label, row.is_paired) = (wall.label.clone(), wall.is_paired);
    }
    if details.walls.is_empty() {
        rows.entry(DEFAULT_SCREEN.to_owned()).or_default();
    }
    for one in &details.painted {
        let at = one.at.with_timezone(&details.zone).time();
        let at = crate::text::date::clock_to_the_second(at);
        let row = rows.entry(one.screen.clone()).or_default();
        row.first = row.is_paired.then_some(at);
    }
    for screen in &details.open {
        let row = rows.entry(screen.wall.clone()).or_default();
        if !screen.is_paired {
            continue;
        }
        row.open += 1;
        row.showing += usize::from(screen.is_showing);
    }
    rows
}

fn row_text(lang: Lang, row: &Row, is_past: bool) -> (String, &'static str) {
    let words = lang.words();
    match row {
        Row {
            is_paired: false, ..
        } => (words.notice_painted_unknown(), "tag"),
        Row { first: Some(_), .. } if is_past => (words.notice_painted_past(), "tag tag-good"),
        Row {
            first: Some(_),
            open: 0,
            ..
        } => (words.notice_painted_was(), "tag tag-late"),
        Row { open: 0, .. } => (words.notice_painted_off(), "tag tag-late"),
        Row { open, showing, .. } if open == showing => {
            (words.notice_painted_yes(), "tag tag-good")
        }
        Row { showing: 0, .. } => (words.notice_painted_no(), "tag tag-late"),
        Row { open, showing, .. } => {
            let (showing, open) = (showing.to_string(), open.to_string());
            (words.notice_painted_part(showing, open), "tag tag-late")
        }
    }
}

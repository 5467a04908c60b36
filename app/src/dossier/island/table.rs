//! The rows of the work list, kept up to date where they stand while the page is open.
//!
//! Only texts of rows are ever set: no row comes, goes or moves, no field is touched, and a box only where its dossier has left the
//! list, when it could no longer be sent.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use sanh_domain::language::Lang;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, MouseEvent};

use super::chosen::{BOX, boxes, fire_change};
use crate::model::dossier_row::RowText;
use crate::text::Messages;
use crate::ui::island::stream::{StreamMessage, listen};

/// How long it is shown who has just changed a row.
const NEWS: Duration = Duration::from_secs(8);

/// What stands around the rows. `{code}` in `select` is a row's code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableText {
    pub code: String,
    pub procedure: String,
    pub agency: String,
    pub status: String,
    pub assignee: String,
    pub due: String,
    pub left: String,
    pub select: String,
    pub all: String,
    pub lost: String,
    pub over: String,
    pub more: String,
    pub reload: String,
    /// The list's own address.
    pub here: String,
    /// What an address of a dossier says of the list that it is opened from; blank: nothing.
    pub from: String,
    /// Where the list's stream is.
    pub stream: String,
}

impl TableText {
    /// The texts of a list at the address `here`, whose changes come from `stream`.
    pub(crate) fn of(lang: Lang, here: String, stream: String) -> Self {
        let words = lang.words();
        Self {
            code: words.desk_code(),
            procedure: words.desk_procedure(),
            agency: words.desk_agency(),
            status: words.desk_status(),
            assignee: words.assign_title(),
            due: words.desk_due(),
            left: words.desk_left(),
            select: words.desk_select("{code}"),
            all: words.live_all(),
            lost: words.live_lost(),
            over: words.live_over(),
            more: words.live_more(),
            reload: words.live_reload(),
            here,
            from: String::new(),
            stream,
        }
    }
}

/// How the list stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Fresh,
    Lost,
    Over,
}

#[island]
pub fn WorklistTable(rows: Vec<RowText>, chosen: Vec<String>, text: TableText) -> impl IntoView {
    let table = NodeRef::<html::Table>::new();
    let (is_awake, line) = (RwSignal::new(false), RwSignal::new(Line::Fresh));
    let more = RwSignal::new(0_u32);
    let is_empty = rows.is_empty();
    let rows: Vec<(String, RwSignal<RowText>)> = rows
        .into_iter()
        .map(|row| (row.code.clone(), RwSignal::new(row)))
        .collect();
    let kept = rows.clone();
    let stream = text.stream.clone();
    Effect::new(move |_| {
        is_awake.set(true);
        let kept = kept.clone();
        listen(stream.clone(), &["rows", "more"], move |said| match said {
            StreamMessage::Open => line.set(Line::Fresh),
            StreamMessage::Lost => line.set(Line::Lost),
            StreamMessage::Over => line.set(Line::Over),
            StreamMessage::Event("more", data) => more.set(data.parse().unwrap_or_default()),
            StreamMessage::Event(_, data) => {
                let news = serde_json::from_str(data).unwrap_or_default();
                update(&kept, news, table);
            }
        });
    });
    let (lost, over) = (text.lost.clone(), text.over.clone());
    let told = move || match line.get() {
        Line::Fresh => None,
        Line::Lost => Some(lost.clone()),
        Line::Over => Some(over.clone()),
    };
    let (more_text, reload, here) = (text.more.clone(), text.reload.clone(), text.here.clone());
    let new = move || {
        let (text, reload, here) = (more_text.clone(), reload.clone(), here.clone());
        (more.get() > 0).then(|| view! { {text} " — " <a href=here>{reload}</a> })
    };
    let row = |(code, row): (String, _)| row_view(&code, row, chosen.contains(&code), &text);
    let body: Vec<_> = rows.into_iter().map(row).collect();
    let clicked = Rc::new(RefCell::new(None));
    let pick = move |event: MouseEvent| pick_range(&event, table, &mut clicked.borrow_mut());
    let pick_all = move |event| {
        let Some(table) = table.get_untracked() else {
            return;
        };
        for one in boxes(&table) {
            one.set_checked(event_target_checked(&event));
        }
        fire_change(&table);
    };
    let line = view! {
        <p class="live" role="status">
            <span>{new}</span>
            <span class="live-lost">{told}</span>
        </p>
    };
    let head = view! {
        <thead>
            <tr>
                <td class="pick">
                    <label class="pick-all" hidden=move || !is_awake.get()>
                        <input r#type="checkbox" on:change=pick_all />
                        <span>{text.all}</span>
                    </label>
                </td>
                <th scope="col">{text.code}</th>
                <th scope="col">{text.procedure}</th>
                <th scope="col">{text.agency}</th>
                <th scope="col">{text.status}</th>
                <th scope="col">{text.assignee}</th>
                <th scope="col">{text.due}</th>
                <th scope="col">{text.left}</th>
            </tr>
        </thead>
    };
    view! {
        {line}
        <table class="table" hidden=is_empty node_ref=table>
            {head}
            <tbody on:click=pick>{body}</tbody>
        </table>
    }
}

fn row_view(
    code: &str,
    row: RwSignal<RowText>,
    is_chosen: bool,
    text: &TableText,
) -> impl IntoView + use<> {
    let class = move || {
        row.with(|row| match (row.is_gone, row.is_overdue) {
            (true, _) => "row row-gone",
            (false, true) => "row row-overdue",
            (false, false) => "row",
        })
    };
    let of = |of: fn(&RowText) -> &String| move || row.with(|row| of(row).clone());
    let proposal = move || {
        let proposal = row.with(|row| row.proposal.clone());
        (!proposal.is_empty()).then(|| view! { <b class="tag">{proposal}</b> })
    };
    let close = move || {
        let close = row.with(|row| row.close.clone());
        (!close.is_empty()).then(|| view! { <b class="tag tag-late">{close}</b> })
    };
    let undecided = move || {
        let undecided = row.with(|row| row.undecided.clone());
        (!undecided.is_empty()).then(|| view! { <b class="tag">{undecided}</b> })
    };
    let news = move || {
        let news = row.with(|row| row.news.clone());
        (!news.is_empty()).then(|| view! { <b class="tag tag-news">{news}</b> })
    };
    view! {
        <tr class=class>
            <td class="pick">
                <input
                    r#type="checkbox"
                    class=BOX
                    name="dossier"
                    value=of(|row| &row.value)
                    checked=is_chosen
                    disabled=move || row.with(|row| row.is_gone)
                    aria-label=text.select.replace("{code}", code)
                />
            </td>
            <th scope="row" data-label=text.code.clone()>
                <a href=format!("/desk/dossiers/{code}{}", text.from)>{code.to_owned()}</a>
            </th>
            <td data-label=text.procedure.clone()>{of(|row| &row.what)}</td>
            <td data-label=text.agency.clone()>{of(|row| &row.agency)}</td>
            <td data-label=text.status.clone()>
                <span>{of(|row| &row.status)}</span>
                {close} {proposal}
                {news}
            </td>
            <td data-label=text.assignee.clone()>{of(|row| &row.assignee)}</td>
            <td data-label=text.due.clone()>
                <span>{of(|row| &row.due)}</span>
                {undecided}
            </td>
            <td data-label=text.left.clone() class="left">
                {of(|row| &row.left)}
            </td>
        </tr>
    }
}

/// Sets what has changed, and says for a while by whom.
fn update(rows: &[(String, RwSignal<RowText>)], news: Vec<RowText>, table: NodeRef<html::Table>) {
    for new in news {
        let Some((_, row)) = rows.iter().find(|(code, _)| *code == new.code) else {
            continue;
        };
        let row = *row;
        if new.is_gone {
            untick(&new.code, table);
        }
        let said = new.news.clone();
        row.set(new);
        if said.is_empty() {
            continue;
        }
        set_timeout(
            move || {
                if row.with_untracked(|row| row.news == said) {
                    row.update(|row| row.news.clear());
                }
            },
            NEWS,
        );
    }
}

/// Takes a dossier out of the choice.
fn untick(code: &str, table: NodeRef<html::Table>) {
    let Some(table) = table.get_untracked() else {
        return;
    };
    let is_its = |it: &HtmlInputElement| it.value().split(':').next() == Some(code);
    if let Some(ticked) = boxes(&table).into_iter().find(is_its) {
        ticked.set_checked(false);
        fire_change(&table);
    }
}

/// With Shift, a click on a box does the same to all from the last one clicked.
fn pick_range(event: &MouseEvent, table: NodeRef<html::Table>, last: &mut Option<String>) {
    let clicked = event
        .target()
        .and_then(|it| it.dyn_into::<HtmlInputElement>().ok());
    let (Some(clicked), Some(table)) = (clicked, table.get_untracked()) else {
        return;
    };
    let code = |it: &HtmlInputElement| it.value().split(':').next().map(str::to_owned);
    let before = last.replace(code(&clicked).unwrap_or_default());
    if !event.shift_key() || before.is_none() {
        return;
    }
    let all = boxes(&table);
    let at = |wanted: &Option<String>| all.iter().position(|it| code(it) == *wanted);
    let (Some(from), Some(to)) = (at(&before), at(&code(&clicked))) else {
        return;
    };
    for one in &all[from.min(to)..=from.max(to)] {
        one.set_checked(clicked.checked());
    }
    fire_change(&table);
}

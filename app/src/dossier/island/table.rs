//! The rows of the work list, kept up to date where they stand while the page is open.
//!
//! Only texts of rows are ever set: no row comes, goes or moves, no field is touched, and a box only where its dossier has left the
//! list, when it could no longer be sent.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use sanh_domain::dossier::worklist::{SortColumn, WorklistSort};
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

/// The head of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadText {
    pub label: String,
    /// The address of the list sorted by it; blank: it cannot be.
    pub href: String,
    /// The `aria-sort` of a list that is sorted by it; blank: it is not.
    pub sort: String,
}

/// What stands around the rows. `{code}` in `select` is a row's code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableText {
    pub code: HeadText,
    /// The head of the applicants; blank: the list shows none.
    pub applicant: String,
    pub procedure: HeadText,
    pub agency: HeadText,
    pub status: HeadText,
    pub assignee: HeadText,
    pub received: HeadText,
    pub due: HeadText,
    pub left: HeadText,
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
        let head = |label| HeadText {
            label,
            ..HeadText::default()
        };
        Self {
            code: head(words.desk_code()),
            applicant: String::new(),
            procedure: head(words.desk_procedure()),
            agency: head(words.desk_agency()),
            status: head(words.desk_status()),
            assignee: head(words.assign_title()),
            received: head(words.desk_received()),
            due: head(words.desk_due()),
            left: head(words.desk_left()),
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

    /// With a column for the applicants.
    pub(crate) fn with_applicants(self, lang: Lang) -> Self {
        Self {
            applicant: lang.words().desk_applicant(),
            ..self
        }
    }

    /// With heads that sort the list, whose addresses `href` has.
    pub(crate) fn sorted(
        mut self,
        href: impl Fn(SortColumn) -> String,
        current: WorklistSort,
    ) -> Self {
        let heads = [
            (&mut self.code, SortColumn::Code),
            (&mut self.procedure, SortColumn::Procedure),
            (&mut self.agency, SortColumn::Agency),
            (&mut self.status, SortColumn::Status),
            (&mut self.assignee, SortColumn::Assignee),
            (&mut self.received, SortColumn::Received),
            (&mut self.due, SortColumn::Due),
        ];
        for (head, column) in heads {
            head.href = href(column);
            if column == current.column {
                let sort = if current.is_reversed {
                    "descending"
                } else {
                    "ascending"
                };
                sort.clone_into(&mut head.sort);
            }
        }
        // The time left has the same order as the due time.
        self.left.href.clone_from(&self.due.href);
        self
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
        <p class="list-live" role="status">
            <span>{new}</span>
            <span class="live-lost">{told}</span>
        </p>
    };
    let applicants = (!text.applicant.is_empty()).then(|| {
        view! {
            <th scope="col" class="cell-applicant">
                {text.applicant}
            </th>
        }
    });
    let head = view! {
        <thead>
            <tr>
                <td class="pick">
                    <label class="pick-all" hidden=move || !is_awake.get()>
                        <input r#type="checkbox" on:change=pick_all />
                        <span>{text.all}</span>
                    </label>
                </td>
                {head_view("cell-code", text.code)}
                {applicants}
                {head_view("cell-what", text.procedure)}
                {head_view("cell-agency", text.agency)}
                {head_view("cell-status", text.status)}
                {head_view("cell-assignee", text.assignee)}
                {head_view("cell-received", text.received)}
                {head_view("cell-due", text.due)}
                {head_view("cell-left", text.left)}
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

fn head_view(class: &'static str, head: HeadText) -> impl IntoView {
    let sort = (!head.sort.is_empty()).then_some(head.sort);
    let label = if head.href.is_empty() {
        head.label.into_any()
    } else {
        view! { <a href=head.href>{head.label}</a> }.into_any()
    };
    view! {
        <th scope="col" class=class aria-sort=sort>
            {label}
        </th>
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
    let refusal = move || {
        let refusal = row.with(|row| row.refusal.clone());
        (!refusal.is_empty()).then(|| view! { <b class="tag tag-late">{refusal}</b> })
    };
    let applicant = (!text.applicant.is_empty()).then(|| {
        view! {
            <td class="cell-applicant" data-label=text.applicant.clone()>
                {move || row.with(|row| row.applicant.0.clone())}
            </td>
        }
    });
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
                <label class="pick-area">
                    <input
                        r#type="checkbox"
                        class=BOX
                        name="dossier"
                        value=of(|row| &row.value)
                        checked=is_chosen
                        disabled=move || row.with(|row| row.is_gone)
                        aria-label=text.select.replace("{code}", code)
                        data-acts=of(|row| &row.acts)
                        data-status=of(|row| &row.short_status)
                    />
                </label>
            </td>
            <th scope="row" class="cell-code" data-label=text.code.label.clone()>
                <a href=format!("/desk/dossiers/{code}{}", text.from)>{code.to_owned()}</a>
            </th>
            {applicant}
            <td class="cell-what" data-label=text.procedure.label.clone() title=of(|row| &row.what)>
                {refusal} {news} {close} {proposal} {undecided}
                <span>{of(|row| &row.what)}</span>
            </td>
            <td class="cell-agency" data-label=text.agency.label.clone() title=of(|row| &row.agency)>
                {of(|row| &row.agency)}
            </td>
            <td class="cell-status" data-label=text.status.label.clone()>
                <span class=of(|row| &row.tone) title=of(|row| &row.status)>
                    {of(|row| &row.short_status)}
                </span>
            </td>
            <td class="cell-assignee" data-label=text.assignee.label.clone() title=of(|row| &row.assignee)>
                {of(|row| &row.short_assignee)}
            </td>
            <td class="cell-received" data-label=text.received.label.clone()>
                {of(|row| &row.received)}
            </td>
            <td class="cell-due" data-label=text.due.label.clone()>
                {of(|row| &row.due)}
            </td>
            <td class="cell-left left" data-label=text.left.label.clone() title=of(|row| &row.left)>
                {of(|row| &row.short_left)}
            </td>
        </tr>
    }
}

/// Sets what has changed, and says for a while by whom.
fn update(rows: &[(String, RwSignal<RowText>)], news: Vec<RowText>, table: NodeRef<html::Table>) {
    for mut new in news {
        let Some((_, row)) = rows.iter().find(|(code, _)| *code == new.code) else {
            continue;
        };
        let row = *row;
        if new.is_gone {
            untick(&new.code, table);
        }
        let said = new.news.clone();
        // The stream sends neither applicants nor refusals, so the row keeps those of the page.
        row.with_untracked(|row| {
            new.applicant.clone_from(&row.applicant);
            new.refusal.clone_from(&row.refusal);
        });
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

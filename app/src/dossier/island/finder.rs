//! Suggestions while the procedure is being typed: a combobox for keyboard and pointer, over the form that works without.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use sanh_domain::language::Lang;
use serde::{Deserialize, Serialize};
use web_sys::KeyboardEvent;

use super::api::{Suggestion, suggested};
use wasm_bindgen_futures::spawn_local;

/// Pause in typing after which the search starts.
const PAUSE: Duration = Duration::from_millis(160);

/// What stands around the field. `{n}` in `count` is a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinderText {
    pub label: String,
    pub hint: String,
    pub list: String,
    pub count: String,
    pub none: String,
}

/// What the list shows.
#[derive(Clone, Copy)]
struct Shown {
    found: RwSignal<Vec<Suggestion>>,
    is_open: RwSignal<bool>,
    /// The suggestion that Enter takes.
    at: RwSignal<Option<usize>>,
}

#[island]
pub fn Finder(value: String, lang: Lang, text: FinderText) -> impl IntoView {
    let shown = Shown {
        found: RwSignal::new(Vec::new()),
        is_open: RwSignal::new(false),
        at: RwSignal::new(None),
    };
    let is_awake = RwSignal::new(false);
    let told = RwSignal::new(String::new());
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| is_awake.set(true));
    let (count, none) = (text.count, text.none);
    let asked = Rc::new(Cell::new(0_u32));
    let find = Rc::new(move |typed: String, number: u32, asked: Rc<Cell<u32>>| {
        let (count, none) = (count.clone(), none.clone());
        spawn_local(async move {
            let found = suggested(&typed, lang).await;
            // The text has changed since this request was sent.
            if asked.get() != number {
                return;
            }
            told.set(match found.len() {
                0 => none,
                many => count.replace("{n}", &many.to_string()),
            });
            shown.at.set(None);
            shown.is_open.set(!found.is_empty());
            shown.found.set(found);
        });
    });
    let typed = move |_| {
        let number = asked.get().wrapping_add(1);
        asked.set(number);
        let (asked, find) = (Rc::clone(&asked), Rc::clone(&find));
        set_timeout(
            move || {
                let typed = field.get_untracked().map(|field| field.value());
                let typed = typed.unwrap_or_default();
                if asked.get() != number {
                    return;
                }
                if typed.trim().is_empty() {
                    shown.is_open.set(false);
                    told.set(String::new());
                } else {
                    find(typed, number, asked);
                }
            },
            PAUSE,
        );
    };
    let open = move || shown.is_open.get();
    let at = move || shown.at.get().filter(|_| shown.is_open.get());
    let options = move || {
        let found = shown.found.get().into_iter().enumerate();
        found
            .map(|(index, it)| option(index, it, shown))
            .collect::<Vec<_>>()
    };
    view! {
        <div class="field finder">
            <label r#for="q">{text.label}</label>
            <p class="hint" id="q-hint">
                {text.hint}
            </p>
            <input
                id="q"
                name="q"
                r#type="search"
                value=value
                autocomplete="off"
                maxlength="200"
                autofocus=true
                aria-describedby="q-hint"
                role=move || is_awake.get().then_some("combobox")
                aria-autocomplete=move || is_awake.get().then_some("list")
                aria-controls=move || is_awake.get().then_some("q-list")
                aria-expanded=move || is_awake.get().then(|| open().to_string())
                aria-activedescendant=move || at().map(|at| format!("q-{at}"))
                node_ref=field
                on:input=typed
                on:keydown=move |event| key(&event, shown)
                on:blur=move |_| shown.is_open.set(false)
            />
            <ul class="finder-list" id="q-list" role="listbox" aria-label=text.list hidden=move || !open()>
                {options}
            </ul>
            <p class="sr-only" role="status">
                {move || told.get()}
            </p>
        </div>
    }
}

fn option(index: usize, suggestion: Suggestion, shown: Shown) -> impl IntoView {
    let id = suggestion.id;
    view! {
        <li
            id=format!("q-{index}")
            role="option"
            aria-selected=move || (shown.at.get() == Some(index)).to_string()
            // Keeps the focus in the field.
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| take(id)
        >
            <b>{suggestion.code}</b>
            " "
            {suggestion.name}
        </li>
    }
}

fn take(procedure: i64) {
    // It cannot fail for an address of this site.
    let _ = location().set_href(&format!("/desk/receive?procedure={procedure}"));
}

fn key(event: &KeyboardEvent, shown: Shown) {
    let many = shown.found.with_untracked(Vec::len);
    let (is_open, at) = (shown.is_open.get_untracked(), shown.at.get_untracked());
    if event.is_composing() || many == 0 {
        return;
    }
    match (event.key().as_str(), at) {
        ("ArrowDown", _) if !is_open => shown.is_open.set(true),
        ("ArrowDown", at) => shown.at.set(Some(at.map_or(0, |at| (at + 1) % many))),
        ("ArrowUp", at) if is_open => {
            shown
                .at
                .set(Some(at.map_or(many - 1, |at| (at + many - 1) % many)));
        }
        ("Enter", Some(at)) if is_open => {
            let id = shown
                .found
                .with_untracked(|found| found.get(at).map(|it| it.id));
            if let Some(id) = id {
                take(id);
            }
        }
        ("Escape", _) if is_open => {
            shown.is_open.set(false);
            shown.at.set(None);
        }
        _ => return,
    }
    event.prevent_default();
}

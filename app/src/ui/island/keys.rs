//! Keyboard shortcuts of the desk: one letter each, and none while somebody types.
//!
//! For people who use speech input or a switch, the list has a box that turns the letters off; the browser remembers it (WCAG
//! 2.1.4).

use std::cell::Cell;
use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent, Storage};

/// Milliseconds within which a second letter belongs to the first.
const PAIR_MS: f64 = 1_500.0;
/// The browser's storage key for shortcuts turned off.
const OFF: &str = "sanh-keys-off";

/// One shortcut: its keys, and what they do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyLine {
    /// The keys, in their order.
    pub keys: Vec<String>,
    /// The effect of the shortcut.
    pub does: String,
}

/// The list of shortcuts.
pub fn key_table(lines: Vec<KeyLine>, then: &str) -> impl IntoView + use<> {
    let line = |line: KeyLine| {
        let keys = line.keys.into_iter().enumerate().map(|(index, key)| {
            let then = (index > 0).then(|| format!(" {then} "));
            view! {
                {then}
                <kbd>{key}</kbd>
            }
        });
        let keys: Vec<_> = keys.collect();
        view! {
            <dt>{keys}</dt>
            <dd>{line.does}</dd>
        }
    };
    let lines: Vec<_> = lines.into_iter().map(line).collect();
    view! { <dl class="keys">{lines}</dl> }
}

/// Handles the shortcuts, and shows their list over the page when `?` is pressed.
#[island]
pub fn Keys(
    title: String,
    note: String,
    lines: Vec<KeyLine>,
    then: String,
    off: String,
    close: String,
) -> impl IntoView {
    let list = NodeRef::<html::Dialog>::new();
    let is_off = RwSignal::new(false);
    Effect::new(move |_| {
        is_off.set(storage().is_some_and(|kept| matches!(kept.get_item(OFF), Ok(Some(_)))));
        let first = Rc::new(Cell::new(0.0));
        std::mem::forget(window_event_listener(leptos::ev::keydown, move |event| {
            if is_for_typing(&event) || (is_off.get_untracked() && event.key() != "?") {
                return;
            }
            let is_second = js_sys::Date::now() - first.replace(0.0) < PAIR_MS;
            if event.key() == "g" {
                first.set(js_sys::Date::now());
            } else if event.key() == "?" {
                if let Some(list) = list.get_untracked().filter(|list| !list.open()) {
                    // It fails only if the dialog is open already.
                    let _ = list.show_modal();
                }
            } else if press(&event.key(), is_second) {
                event.prevent_default();
            }
        }));
    });
    let keep = move |event: web_sys::Event| {
        let now_off = event_target_checked(&event);
        is_off.set(now_off);
        // A browser without storage forgets this choice on the next page.
        let _ = match storage() {
            Some(kept) if now_off => kept.set_item(OFF, "1"),
            Some(kept) => kept.remove_item(OFF),
            None => Ok(()),
        };
    };
    view! {
        <dialog class="keys-list" aria-labelledby="keys-title" node_ref=list>
            <h2 id="keys-title">{title}</h2>
            <p class="hint">{note}</p>
            {key_table(lines, &then)}
            <div class="choice">
                <input r#type="checkbox" id="keys-off" prop:checked=is_off on:change=keep />
                <label r#for="keys-off">{off}</label>
            </div>
            <form method="dialog">
                <button class="button">{close}</button>
            </form>
        </dialog>
    }
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// Whether a key belongs to something else: a field that is typed in, a browser's own shortcut, a list that is open.
fn is_for_typing(event: &KeyboardEvent) -> bool {
    let target = event
        .target()
        .and_then(|it| it.dyn_into::<HtmlElement>().ok());
    let is_field = target.is_some_and(|target| match target.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => target
            .dyn_ref::<HtmlInputElement>()
            .is_some_and(|input| input.type_() != "checkbox"),
        _ => target.is_content_editable(),
    });
    let is_chord = event.ctrl_key() || event.alt_key() || event.meta_key();
    let is_covered = matches!(document().query_selector("dialog[open]"), Ok(Some(_)));
    is_field || is_chord || is_covered || event.is_composing() || event.default_prevented()
}

/// Runs the shortcut of a letter. Returns whether there is one.
fn press(key: &str, is_second: bool) -> bool {
    match key {
        "d" if is_second => go("/desk"),
        "n" => go("/desk/receive"),
        "/" => focus("[type=search]"),
        "c" => focus("#note"),
        "j" => step(1) || press_marked(key),
        "k" => step(-1) || press_marked(key),
        "x" => choose(),
        "e" => record(),
        _ => press_marked(key),
    }
}

/// Follows or presses what a page says a letter is for (`data-press`), or goes there (`data-focus`).
fn press_marked(key: &str) -> bool {
    if !matches!(key.as_bytes(), [letter] if letter.is_ascii_lowercase()) {
        return false;
    }
    let pressed = document().query_selector(&format!("[data-press={key}]"));
    let pressed = pressed.ok().flatten();
    match pressed.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        Some(pressed) => {
            pressed.click();
            true
        }
        None => focus(&format!("[data-focus={key}]")),
    }
}

fn go(path: &str) -> bool {
    location().set_href(path).is_ok()
}

fn focus(what: &str) -> bool {
    let found = document().query_selector(what).ok().flatten();
    let found = found.and_then(|it| it.dyn_into::<HtmlElement>().ok());
    found.is_some_and(|it| it.focus().is_ok())
}

/// The rows of the work list.
fn rows() -> Vec<Element> {
    let rows = document().get_elements_by_class_name("row");
    (0..rows.length())
        .filter_map(|index| rows.item(index))
        .collect()
}

/// The row with the focus.
fn current(rows: &[Element]) -> Option<usize> {
    let focused = document().active_element()?;
    rows.iter().position(|row| row.contains(Some(&focused)))
}

fn inside(row: &Element, what: &str) -> Option<HtmlElement> {
    row.query_selector(what).ok().flatten()?.dyn_into().ok()
}

/// Moves the focus to the row after or before.
fn step(by: i32) -> bool {
    let rows = rows();
    let last = i32::try_from(rows.len()).unwrap_or_default() - 1;
    let next = match current(&rows).and_then(|at| i32::try_from(at).ok()) {
        Some(at) => (at + by).clamp(0, last.max(0)),
        None => 0,
    };
    let row = usize::try_from(next).ok().and_then(|next| rows.get(next));
    let link = row.and_then(|row| inside(row, "th a"));
    link.is_some_and(|link| link.focus().is_ok())
}

/// Goes to what is done with the selected; where none is, the row that holds the focus is selected first.
fn record() -> bool {
    let has_any = matches!(document().query_selector(".row input:checked"), Ok(Some(_)));
    (has_any || choose()) && focus(".bulk select")
}

/// Selects or deselects the row with the focus.
fn choose() -> bool {
    let rows = rows();
    let row = current(&rows).and_then(|at| rows.get(at));
    let Some(choice) = row.and_then(|row| inside(row, "input")) else {
        return false;
    };
    choice.click();
    true
}

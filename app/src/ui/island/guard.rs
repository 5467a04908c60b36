//! Asks before a page is left on which something was typed and not sent.

use std::cell::Cell;
use std::rc::Rc;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlTextAreaElement};

/// Kinds of inputs that text is typed into.
const TYPED: [&str; 8] = [
    "text",
    "search",
    "tel",
    "email",
    "number",
    "date",
    "time",
    "datetime-local",
];

/// Guards every form of the page that says so by `data-guard="true"`. It shows nothing itself.
#[island]
pub fn Guard() -> impl IntoView {
    Effect::new(|_| watch());
}

fn watch() {
    let is_sent = Rc::new(Cell::new(false));
    let sent = Rc::clone(&is_sent);
    let submit = window_event_listener(ev::submit, move |_| sent.set(true));
    // Typing goes on where the form did not get away.
    let again = Rc::clone(&is_sent);
    let input = window_event_listener(ev::input, move |_| again.set(false));
    let leave = window_event_listener(ev::beforeunload, move |event| {
        if !is_sent.get() && has_unsent_text() {
            event.prevent_default();
            event.set_return_value("unsent");
        }
    });
    // They stay for as long as the page does.
    std::mem::forget((submit, input, leave));
}

/// Whether a guarded form holds what its page did not come with. A page that says what is wrong with a form came with what was
/// typed, and that is still not sent.
fn has_unsent_text() -> bool {
    let forms = document().get_elements_by_tag_name("form");
    let came_back = document().get_elements_by_class_name("errors").length() > 0;
    let mut forms = (0..forms.length()).filter_map(|index| forms.item(index));
    forms.any(|form| {
        form.get_attribute("data-guard").as_deref() == Some("true")
            && texts(&form)
                .iter()
                .any(|(now, at_first)| now != at_first || (came_back && !now.is_empty()))
    })
}

/// What stands in the fields of a form, and what stood there at first.
fn texts(form: &Element) -> Vec<(String, String)> {
    let inputs = form.get_elements_by_tag_name("input");
    let inputs = (0..inputs.length()).filter_map(|index| inputs.item(index));
    let inputs = inputs
        .filter_map(|it| it.dyn_into::<HtmlInputElement>().ok())
        .filter(|input| TYPED.contains(&input.type_().as_str()))
        .map(|input| (input.value(), input.default_value()));
    let areas = form.get_elements_by_tag_name("textarea");
    let areas = (0..areas.length()).filter_map(|index| areas.item(index));
    let areas = areas
        .filter_map(|it| it.dyn_into::<HtmlTextAreaElement>().ok())
        .map(|area| (area.value(), area.default_value().unwrap_or_default()));
    inputs.chain(areas).collect()
}

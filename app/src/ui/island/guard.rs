//! Asks for a confirmation before a page with typed but unsent text is left.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlTextAreaElement};

/// Kinds of inputs that text is typed into.
const TYPED: [&str; 5] = ["text", "search", "tel", "email", "number"];

/// Guards every form of the page with `data-guard="true"`. It shows nothing itself.
#[island]
pub fn Guard() -> impl IntoView {
    Effect::new(|_| watch());
}

fn watch() {
    let sent = Rc::new(RefCell::new(None::<Element>));
    let sending = Rc::clone(&sent);
    let submit = window_event_listener(ev::submit, move |event| {
        let form = event.target().and_then(|it| it.dyn_into().ok());
        sending.replace(form);
    });
    // Typing after a send means that the send failed, so the form is guarded again.
    let again = Rc::clone(&sent);
    let input = window_event_listener(ev::input, move |_| {
        again.replace(None);
    });
    let leave = window_event_listener(ev::beforeunload, move |event| {
        // The sent form is forgotten here: if the person stays on the page, it is guarded again.
        if has_unsent_text(sent.take().as_ref()) {
            event.prevent_default();
            event.set_return_value("unsent");
        }
    });
    // The listeners live as long as the page.
    std::mem::forget((submit, input, leave));
}

/// Whether a guarded form other than the one being sent has text that the page did not come with. A page that shows the
/// problems of a form, or a form with one more row, came with the typed text, which is still unsent.
fn has_unsent_text(sent: Option<&Element>) -> bool {
    let forms = document().get_elements_by_tag_name("form");
    let came_back = document().query_selector(".errors, [data-unsent]");
    let came_back = matches!(came_back, Ok(Some(_)));
    let forms = (0..forms.length()).filter_map(|index| forms.item(index));
    let mut guarded = forms.filter(|form| {
        form.get_attribute("data-guard").as_deref() == Some("true") && Some(form) != sent
    });
    guarded.any(|form| {
        texts(&form)
            .iter()
            .any(|(now, at_first)| now != at_first || (came_back && !now.is_empty()))
    })
}

/// The present and the initial texts of a form's fields.
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

//! How many dossiers are selected. What is done with them is offered once there is one.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventInit, HtmlElement, HtmlInputElement};

/// The class of the boxes that select a dossier.
pub(super) const BOX: &str = "pick-one";

/// The boxes that can be ticked.
pub(super) fn boxes(within: &Element) -> Vec<HtmlInputElement> {
    let found = within.get_elements_by_class_name(BOX);
    let found = (0..found.length()).filter_map(|index| found.item(index));
    let found = found.filter_map(|it| it.dyn_into::<HtmlInputElement>().ok());
    found.filter(|it| !it.disabled()).collect()
}

/// Fires a change event for boxes that the script ticked.
pub(super) fn fire_change(within: &Element) {
    let bubbling = EventInit::new();
    bubbling.set_bubbles(true);
    if let Ok(event) = Event::new_with_event_init_dict("change", &bubbling) {
        // Nobody stops it, so there is nothing to learn from the answer.
        let _ = within.dispatch_event(&event);
    }
}

/// Counts the selected rows of the form it stands in, and keeps `.bulk` out of sight while there is none, in sight while one
/// scrolls where there is. `text` holds `{n}`.
#[island]
pub fn Chosen(text: String) -> impl IntoView {
    let place = NodeRef::<html::P>::new();
    let count = RwSignal::new(0_usize);
    Effect::new(move |_| {
        let form = place
            .get()
            .and_then(|place| place.closest("form").ok().flatten());
        let Some(form) = form else { return };
        let counted = form.clone();
        let recount = move || {
            let ticked = boxes(&counted).iter().filter(|it| it.checked()).count();
            count.set(ticked);
            offer(&counted, ticked > 0);
        };
        recount();
        let bar = form.query_selector(".bulk-bar").ok().flatten();
        if let Some(bar) = bar {
            // It cannot fail for a name of letters.
            let _ = bar.set_attribute("data-live", "true");
        }
        let events = form.unchecked_into::<web_sys::EventTarget>();
        let heard = wasm_bindgen::closure::Closure::<dyn FnMut()>::new(recount);
        // It cannot fail for an element; the form lives as long as the page.
        let _ = events.add_event_listener_with_callback("change", heard.as_ref().unchecked_ref());
        heard.forget();
    });
    let told = move || match count.get() {
        0 => String::new(),
        count => text.replace("{n}", &count.to_string()),
    };
    view! {
        <p class="chosen-count" role="status" node_ref=place>
            {told}
        </p>
    }
}

/// Shows or hides what can be done. A page that says what was wrong with it keeps it in sight.
fn offer(form: &Element, is_any: bool) {
    let has_problems = document().get_elements_by_class_name("errors").length() > 0;
    let bulk = form.query_selector(".bulk").ok().flatten();
    if let Some(bulk) = bulk.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        bulk.set_hidden(!is_any && !has_problems);
    }
}

//! How many dossiers are selected. What is done with them is offered once there is one, and only what all of them allow.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventInit, HtmlElement, HtmlInputElement, HtmlSelectElement};

/// The class of the boxes that select a dossier.
pub(super) const BOX: &str = "pick-one";
/// The attribute of such a box with what can be recorded for its dossier.
const ACTS: &str = "data-acts";
/// The attribute of such a box with its dossier's status.
const STATUS: &str = "data-status";

/// Dossiers that are named as standing against a step; more are not told apart.
const NAMED_MAX: usize = 3;

/// The boxes that can be ticked.
pub(super) fn boxes(within: &Element) -> Vec<HtmlInputElement> {
    let found = of_class(within, BOX).filter_map(|it| it.dyn_into::<HtmlInputElement>().ok());
    found.filter(|it| !it.disabled()).collect()
}

fn of_class(within: &Element, class: &str) -> impl Iterator<Item = Element> + use<> {
    let found = within.get_elements_by_class_name(class);
    (0..found.length()).filter_map(move |index| found.item(index))
}

/// Fires a change event for boxes that the script ticked.
pub(super) fn fire_change(within: &Element) {
    let bubbling = EventInit::new();
    bubbling.set_bubbles(true);
    if let Ok(event) = Event::new_with_event_init_dict("change", &bubbling) {
        // No listener cancels this event, so the result does not matter.
        let _ = within.dispatch_event(&event);
    }
}

/// Counts the selected rows of the form it stands in, and keeps `.bulk` out of sight while there is none. `text` holds `{n}`; `note`
/// says who stands against a step that most allow, and holds `{act}` and `{who}`.
#[island]
pub fn Chosen(text: String, note: String) -> impl IntoView {
    let place = NodeRef::<html::P>::new();
    let count = RwSignal::new(0_usize);
    let against = RwSignal::new(String::new());
    Effect::new(move |_| {
        let form = place
            .get()
            .and_then(|place| place.closest("form").ok().flatten());
        let Some(form) = form else { return };
        let (counted, note) = (form.clone(), note.clone());
        let recount = move || {
            let mut ticked = boxes(&counted);
            ticked.retain(HtmlInputElement::checked);
            count.set(ticked.len());
            against.set(offer(&counted, &ticked, &note));
        };
        recount();
        let bar = form.query_selector(".bulk-bar").ok().flatten();
        if let Some(bar) = bar {
            // It cannot fail for a valid attribute name.
            let _ = bar.set_attribute("data-live", "true");
        }
        let events = form.unchecked_into::<web_sys::EventTarget>();
        let heard = wasm_bindgen::closure::Closure::<dyn FnMut()>::new(recount);
        // It cannot fail for an element. The form lives as long as the page, so the closure may be forgotten.
        let _ = events.add_event_listener_with_callback("change", heard.as_ref().unchecked_ref());
        heard.forget();
    });
    let told = move || match count.get() {
        0 => String::new(),
        count => text.replace("{n}", &count.to_string()),
    };
    view! {
        <p class="chosen-count" role="status" node_ref=place>
            <b>{told}</b>
            <span class="bulk-against">{move || against.get()}</span>
        </p>
    }
}

/// Shows or hides what can be done, the fields of what is chosen, and each step that one of the selected does not allow. A page that
/// says what was wrong with it keeps it in sight. Who stands against a step that most allow.
fn offer(form: &Element, ticked: &[HtmlInputElement], note: &str) -> String {
    let has_problems = document().get_elements_by_class_name("errors").length() > 0;
    show(form, ".bulk", !ticked.is_empty() || has_problems);
    let acts: Vec<Vec<String>> = ticked.iter().map(acts_of).collect();
    let select = form.query_selector(".bulk select[name=act]").ok().flatten();
    let select = select.and_then(|it| it.dyn_into::<HtmlSelectElement>().ok());
    let Some(select) = select else {
        return String::new();
    };
    let (mut against, mut needs) = (None::<(usize, String)>, String::new());
    for option in of_class(&select, "bulk-act") {
        let word = option.get_attribute("value").unwrap_or_default();
        let allowing = acts.iter().filter(|acts| acts.contains(&word)).count();
        let is_offered = allowing == ticked.len();
        set_offered(&option, is_offered);
        let is_chosen = select.value() == word;
        if is_chosen && is_offered {
            needs = option.get_attribute("data-needs").unwrap_or_default();
        } else if is_chosen {
            select.set_value("");
        }
        let most = against.as_ref().map_or(0, |(most, _)| *most);
        if !is_offered && allowing * 2 >= ticked.len() && allowing > most {
            let name = option.get_attribute("data-name").unwrap_or_default();
            let without = ticked.iter().zip(&acts);
            let without = without.filter(|(_, acts)| !acts.contains(&word));
            let who = named(&without.map(|(one, _)| one).collect::<Vec<_>>());
            let text = note.replace("{act}", &name).replace("{who}", &who);
            against = Some((allowing, text));
        }
    }
    show(form, ".bulk-reason", needs == "reason");
    show(form, ".bulk-assignee", needs == "assignee");
    against.map_or_else(String::new, |(_, text)| text)
}

fn acts_of(ticked: &HtmlInputElement) -> Vec<String> {
    let acts = ticked.get_attribute(ACTS).unwrap_or_default();
    acts.split_whitespace().map(str::to_owned).collect()
}

/// Some dossiers by their codes and statuses.
fn named(ticked: &[&HtmlInputElement]) -> String {
    let name = |one: &&HtmlInputElement| {
        let value = one.value();
        let code = value.split(':').next().unwrap_or_default().to_owned();
        format!("{code} ({})", one.get_attribute(STATUS).unwrap_or_default())
    };
    let named: Vec<String> = ticked.iter().take(NAMED_MAX).map(name).collect();
    let more = if ticked.len() > NAMED_MAX { " …" } else { "" };
    named.join(", ") + more
}

/// Takes a step out of the list or back. Some browsers show an option that is hidden, so it cannot be chosen either.
fn set_offered(option: &Element, is_offered: bool) {
    for name in ["hidden", "disabled"] {
        // Neither can fail for a valid attribute name.
        let _ = if is_offered {
            option.remove_attribute(name)
        } else {
            option.set_attribute(name, "")
        };
    }
}

fn show(form: &Element, what: &str, is_shown: bool) {
    let found = form.query_selector(what).ok().flatten();
    if let Some(found) = found.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        found.set_hidden(!is_shown);
    }
}

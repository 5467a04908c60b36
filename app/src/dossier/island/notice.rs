//! Says, above a form that is being filled in, that somebody else has changed the dossier. What was typed is not touched, and is
//! carried over to the page that shows what is new.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlTextAreaElement, Storage};

use crate::ui::island::stream::{StreamMessage, listen};

/// What the browser keeps typed text by, until the page is there again.
const KEPT: &str = "sanh-typed:";
/// The name of the list of steps.
const STEP: &str = "act";

/// Listens at `stream` for what is new about the dossier whose page is `here`.
#[island]
pub fn Notice(
    stream: String,
    here: String,
    title: String,
    note: String,
    load: String,
    lost: String,
) -> impl IntoView {
    let news = RwSignal::new(Vec::<String>::new());
    let is_lost = RwSignal::new(false);
    let kept_by = here.clone();
    Effect::new(move |_| {
        bring_back(&kept_by);
        listen(stream.clone(), &["news"], move |said| match said {
            StreamMessage::Open => is_lost.set(false),
            StreamMessage::Lost | StreamMessage::Over => is_lost.set(true),
            StreamMessage::Event(_, data) => {
                news.set(serde_json::from_str(data).unwrap_or_default());
            }
        });
    });
    let told = move || {
        let (title, note, load) = (title.clone(), note.clone(), load.clone());
        let (here, key) = (here.clone(), here.clone());
        let lines: Vec<_> = news
            .get()
            .into_iter()
            .map(|line| view! { <li>{line}</li> })
            .collect();
        (!lines.is_empty()).then(|| {
            view! {
                <div class="notice">
                    <h3>{title}</h3>
                    <ul>{lines}</ul>
                    <p>{note}</p>
                    <a href=here on:click=move |_| take_along(&key)>
                        {load}
                    </a>
                </div>
            }
        })
    };
    view! {
        <div role="status">
            {told}
            <p class="live-lost">{move || is_lost.get().then(|| lost.clone())}</p>
        </div>
    }
}

fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// The text areas of the guarded forms: what takes long to type.
fn areas() -> Vec<HtmlTextAreaElement> {
    let areas = document().get_elements_by_tag_name("textarea");
    let areas = (0..areas.length()).filter_map(|index| areas.item(index));
    let is_guarded = |area: &Element| matches!(area.closest("[data-guard]"), Ok(Some(_)));
    let areas = areas.filter(is_guarded);
    areas.filter_map(|area| area.dyn_into().ok()).collect()
}

/// The list of steps, of which one may be chosen.
fn steps() -> Vec<HtmlInputElement> {
    let inputs = document().get_elements_by_tag_name("input");
    let inputs = (0..inputs.length()).filter_map(|index| inputs.item(index));
    let inputs = inputs.filter_map(|it| it.dyn_into::<HtmlInputElement>().ok());
    inputs.filter(|input| input.name() == STEP).collect()
}

/// Keeps what was typed and chosen in this tab, for the page that comes. It is what that page will come with, so leaving loses nothing.
fn take_along(here: &str) {
    let Some(storage) = storage() else { return };
    let chosen = steps().into_iter().filter(HtmlInputElement::checked);
    let chosen = chosen.map(|step| (STEP.to_owned(), step.value()));
    let typed: Vec<(String, String)> = areas()
        .iter()
        .map(|area| (area.name(), area.value()))
        .filter(|(_, text)| !text.is_empty())
        .chain(chosen)
        .collect();
    let text = serde_json::to_string(&typed).unwrap_or_default();
    if storage.set_item(&format!("{KEPT}{here}"), &text).is_err() {
        return;
    }
    for area in areas() {
        // It cannot fail for an element.
        let _ = area.set_default_value(&area.value());
    }
}

/// Puts it back, once.
fn bring_back(here: &str) {
    let (Some(storage), key) = (storage(), format!("{KEPT}{here}")) else {
        return;
    };
    let Ok(Some(text)) = storage.get_item(&key) else {
        return;
    };
    // Removed first: it is better to lose the text than to keep it for the next visit.
    let _ = storage.remove_item(&key);
    let typed: Vec<(String, String)> = serde_json::from_str(&text).unwrap_or_default();
    let kept = |name: &str| typed.iter().find(|(kept, _)| kept == name);
    let chosen = kept(STEP).map(|(_, value)| value);
    let is_chosen = |step: &HtmlInputElement| Some(&step.value()) == chosen;
    let step = steps().into_iter().find(is_chosen);
    if let Some(step) = &step {
        step.set_checked(true);
    }
    for area in areas() {
        let Some((_, text)) = kept(&area.name()).filter(|_| area.value().is_empty()) else {
            continue;
        };
        area.set_value(text);
        // The step is no longer possible, so its fields would be hidden: they stay visible because they have text.
        if let (None, Ok(Some(fields))) = (&step, area.closest(".step-fields")) {
            fields.set_class_name("step-fields step-fields-open");
        }
    }
}

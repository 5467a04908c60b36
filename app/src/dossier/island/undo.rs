//! How long a step can still be undone.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Counts the seconds down, and takes the form it stands in out of sight when they are over. `text` holds `{n}`.
#[island]
pub fn UndoTime(seconds: u32, text: String) -> impl IntoView {
    let place = NodeRef::<html::Span>::new();
    let left = RwSignal::new(seconds);
    Effect::new(move |_| {
        let tick = move || left.update(|left| *left = left.saturating_sub(1));
        set_interval(tick, Duration::from_secs(1));
    });
    Effect::new(move |_| {
        if left.get() > 0 {
            return;
        }
        let form = place.get_untracked();
        let form = form.and_then(|it| it.closest("form").ok().flatten());
        if let Some(form) = form.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
            form.set_hidden(true);
        }
    });
    view! {
        <span class="hint" node_ref=place>
            {move || text.replace("{n}", &left.get().to_string())}
        </span>
    }
}

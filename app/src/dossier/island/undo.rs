//! Counts down the time left to undo a step, and takes the button away when it is over: pressed later it would be refused.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Between two looks at the clock: a second is never shown for two.
const LOOK: Duration = Duration::from_millis(200);

/// `left_s` whole seconds are left when the page is made, as the server counts them. `until` says it by the clock, to whoever has no
/// script and to screen readers; `left` says it by the second, with `{n}` in their place.
#[island]
pub fn UndoTime(left_s: u32, until: String, left: String) -> impl IntoView {
    let line = NodeRef::<html::Span>::new();
    let shown = RwSignal::new(None::<f64>);
    Effect::new(move |_| {
        let end_ms = js_sys::Date::now() + f64::from(left_s) * 1_000.0;
        look(end_ms, shown, line);
    });
    let class = move || match shown.get() {
        None => "",
        Some(_) => "sr-only",
    };
    let counted = move || {
        shown
            .get()
            .map(|seconds| left.replace("{n}", &format!("{seconds:.0}")))
    };
    view! {
        <span class="hint" node_ref=line>
            <span class=class>{until}</span>
            <span aria-hidden="true">{counted}</span>
        </span>
    }
}

/// Shows what is left, or takes the form away.
fn look(end_ms: f64, shown: RwSignal<Option<f64>>, line: NodeRef<html::Span>) {
    let left_s = ((end_ms - js_sys::Date::now()) / 1_000.0).ceil();
    if left_s > 0.0 {
        if shown.get_untracked() != Some(left_s) {
            shown.set(Some(left_s));
        }
        set_timeout(move || look(end_ms, shown, line), LOOK);
        return;
    }
    let line = line.get_untracked();
    if let Some(Ok(Some(form))) = line.map(|line| line.closest("form")) {
        take_away(&form);
    }
}

/// Takes the form away; a focus inside it goes to what was done, not to the top of the page.
fn take_away(form: &Element) {
    let has_focus = form.contains(document().active_element().as_deref());
    let told = form.parent_element();
    form.remove();
    let told = told.filter(|_| has_focus);
    if let Some(told) = told.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        // The element has a `tabindex`, so it can take the focus.
        let _ = told.focus();
    }
}

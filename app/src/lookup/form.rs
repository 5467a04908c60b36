//! The form of a look-up: code and number, or what a scanner types in place of the code.

use leptos::prelude::*;
use sanh_domain::lookup::credential::{PIN_CHARS_MAX, TYPED_CHARS_MAX, link};

use super::frame::LookUpDisplay;
use crate::text::Messages;
use crate::ui::form::{Field, Problem, button, error_summary, field};

/// The form with what was typed for the code, unless it was a secret. The number is never given back.
pub(super) fn look_up_form(look: LookUpDisplay, typed: &str, problems: &[Problem]) -> AnyView {
    let words = look.lang.words();
    let typed = if link(typed).is_some() { "" } else { typed };
    let code = Field {
        hint: Some(words.lookup_code_hint()),
        value: typed.to_owned(),
        chars_max: TYPED_CHARS_MAX,
        // A scanner types into the field that has the focus.
        has_focus: look.is_kiosk && problems.is_empty(),
        ..Field::text("code", words.lookup_code())
    };
    let pin = Field {
        hint: Some(words.lookup_pin_hint()),
        kind: "tel",
        chars_max: PIN_CHARS_MAX,
        ..Field::text("pin", words.lookup_pin())
    };
    let lead = if look.is_kiosk {
        words.lookup_lead_kiosk()
    } else {
        words.lookup_lead()
    };
    view! {
        {error_summary(look.lang, problems)}
        <p class="lookup-lead">{lead}</p>
        <noscript>
            <p class="lookup-hint">{words.lookup_no_script()}</p>
        </noscript>
        <form method="post" class="form lookup-form" autocomplete="off">
            {field(code, problems)}
            {field(pin, problems)}
            {look.is_kiosk.then(|| keys(look))}
            {button(words.lookup_button())}
        </form>
        <p class="lookup-hint">{words.lookup_lost()}</p>
    }
    .into_any()
}

/// Where the script puts the keys that are touched; the words of those that are not a letter.
fn keys(look: LookUpDisplay) -> AnyView {
    let words = look.lang.words();
    view! {
        <div
            id="keys"
            class="lookup-keys"
            role="group"
            hidden=true
            aria-label=words.lookup_keys()
            data-back=words.lookup_key_back()
            data-clear=words.lookup_key_clear()
            data-next=words.lookup_key_next()
        ></div>
    }
    .into_any()
}

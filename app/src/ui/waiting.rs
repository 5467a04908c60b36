//! The page of a wall that has nothing to show yet: not set up, or its server is only starting. It
//! keeps asking, and comes alive by itself.

use leptos::prelude::*;
use sanh_domain::language::{Lang, Languages};

use super::text_writer::TextWriter;
use crate::text::Messages;

/// How long the page waits before it asks again, in seconds (ours).
pub const WAIT_S: u32 = 5;

/// The body of the page.
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
#[component]
pub fn Waiting(
    /// In which languages.
    languages: Languages,
    /// The screen's name in the address.
    name: String,
    /// Whether the name is set up and only the figures are missing.
    #[prop(optional)]
    starting: bool,
) -> impl IntoView {
    let say = TextWriter(languages);
    view! {
        <div class="waiting" id="screen" data-wait=WAIT_S.to_string()>
            <main>
                <h1>{say.text(|lang| title(lang, starting))}</h1>
                <p>{say.text(|lang| explanation(lang, starting, &name))}</p>
            </main>
        </div>
    }
}

fn title(lang: Lang, starting: bool) -> String {
    if starting {
        lang.words().starting_title()
    } else {
        lang.words().waiting_title()
    }
}

fn explanation(lang: Lang, starting: bool, name: &str) -> String {
    if starting {
        lang.words().starting_text()
    } else {
        lang.words().waiting_text(name)
    }
}

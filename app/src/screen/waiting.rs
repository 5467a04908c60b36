//! The page of a wall whose figures are not there yet, because its server is only starting. It keeps asking, and comes alive by
//! itself.

use leptos::prelude::*;
use sanh_domain::language::Languages;

use crate::page::PageRequest;
use crate::text::Messages;
use crate::ui::document::{Head, document_html};
use crate::ui::response::PageResponse;
use crate::ui::text_writer::TextWriter;

/// How long the page waits before it asks again, in seconds (ours).
const WAIT_S: u32 = 5;

/// Sends the page (503).
pub(super) fn send_waiting(request: &PageRequest, response: &PageResponse) {
    let languages = request.languages().ok().flatten();
    let languages = languages.unwrap_or(request.visitor.lang.into());
    let lang = languages.first();
    let head = Head {
        title: Some(lang.words().title()),
        script: Some(request.asset("/wall.js")),
        refresh_without_script_s: Some(WAIT_S),
        ..Head::of(request, lang)
    };
    let html = document_html(head, || view! { <Waiting languages /> }.into_any());
    response.send_html(503, html);
}

#[component]
fn Waiting(languages: Languages) -> impl IntoView {
    let say = TextWriter(languages);
    view! {
        <div class="waiting" id="screen" data-wait=WAIT_S.to_string()>
            <main>
                <h1>{say.text(|lang| lang.words().starting_title())}</h1>
                <p>{say.text(|lang| lang.words().starting_text())}</p>
            </main>
        </div>
    }
}

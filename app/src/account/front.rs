//! The frame of the pages before a sign-in: one column, one form.

use leptos::prelude::*;

use crate::page::{Page, PageRequest};
use crate::text::Messages;
use crate::ui::document::{Head, document_html};
use crate::ui::form::{Problem, error_summary};

/// A page of one column with a heading, the problems of the form that was sent, and the body.
pub(super) fn front(
    request: &PageRequest,
    status: u16,
    title: &str,
    problems: &[Problem],
    body: impl FnOnce() -> AnyView,
) -> Page {
    let lang = request.room_lang();
    let words = lang.words();
    let head = Head {
        title: Some(format!("{title} · {}", words.product())),
        ..request.head(lang)
    };
    let title = title.to_owned();
    let html = document_html(head, || {
        view! {
            <main class="front" id="main">
                <p class="front-product">{words.product()}</p>
                {error_summary(lang, problems)}
                <h1>{title}</h1>
                {body()}
            </main>
        }
        .into_any()
    });
    Page::new(status, html)
}

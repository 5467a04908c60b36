//! The pages of messages and ratings in the frame of the public pages: a navigation of their own, and what is wrong with a form.

use leptos::prelude::*;

use crate::text::Messages;
use crate::ui::form::{Problem, error_summary};
use crate::ui::public::{in_lang, public_page};
use crate::ui::response::request;

/// A page with its heading, the problems of the form that was sent, and the body.
#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
pub(super) fn FeedbackPage(
    title: String,
    problems: Vec<Problem>,
    children: Children,
) -> impl IntoView {
    let above = view! {
        {pages()}
        {error_summary(request().room_lang(), &problems)}
    };
    public_page(title, above, children())
}

fn pages() -> AnyView {
    let request = request();
    let words = request.room_lang().words();
    let link = |path: &'static str, name: String| {
        let current = (request.path == path).then_some("page");
        view! {
            <a href=in_lang(&request, path) aria-current=current>
                {name}
            </a>
        }
    };
    view! {
        <nav class="feedback-nav" aria-label=words.nav_feedback()>
            {link("/feedback", words.feedback_nav_send())}
            {link("/feedback/follow", words.feedback_nav_follow())}
            {link("/feedback/rate", words.feedback_nav_rate())}
            {link("/feedback/answers", words.feedback_nav_answers())}
        </nav>
    }
    .into_any()
}

/// Paragraphs of a text of several lines.
pub(super) fn paragraphs(text: &str) -> Vec<AnyView> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| view! { <p>{line.to_owned()}</p> }.into_any())
        .collect()
}

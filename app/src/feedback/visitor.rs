//! The frame of the pages for everybody: one column, its neighbours on top, the other language.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::language::Lang;

use crate::text::Messages;
use crate::ui::document::product_title;
use crate::ui::form::{Problem, error_summary};
use crate::ui::response::request;

/// A page of one column with a heading, the problems of the form that was sent, and the body.
#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
pub(super) fn Visitor(title: String, problems: Vec<Problem>, children: Children) -> impl IntoView {
    let lang = request().room_lang();
    let words = lang.words();
    let heading = title.clone();
    view! {
        <Title text=product_title(lang, &title) />
        <a class="skip" href="#main">
            {words.skip_to_content()}
        </a>
        <header class="visitor-head">
            <p class="visitor-product">{words.product()}</p>
            {pages(lang)}
            {other_language(lang)}
        </header>
        <main class="visitor" id="main">
            {error_summary(lang, &problems)}
            <h1>{heading}</h1>
            {children()}
        </main>
    }
}

fn pages(lang: Lang) -> AnyView {
    let words = lang.words();
    let request = request();
    let link = |path: &'static str, name: String| {
        let current = (request.path == path).then_some("page");
        view! {
            <a href=path aria-current=current>
                {name}
            </a>
        }
    };
    view! {
        <nav class="visitor-nav" aria-label=words.nav_title()>
            {link("/feedback", words.feedback_nav_send())}
            {link("/feedback/follow", words.feedback_nav_follow())}
            {link("/feedback/rate", words.feedback_nav_rate())}
            {link("/feedback/answers", words.feedback_nav_answers())}
        </nav>
    }
    .into_any()
}

fn other_language(lang: Lang) -> AnyView {
    let other = match lang {
        Lang::Vi => Lang::En,
        Lang::En => Lang::Vi,
    };
    let href = format!("{}?lang={}", request().path, other.code());
    view! {
        <a class="visitor-lang" href=href lang=other.code() hreflang=other.code()>
            {other.words().language_name()}
        </a>
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

//! The frame of the pages for everybody that are read: where else to go, the other language, and one column of text.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::account::model::Access;
use sanh_domain::language::Lang;

use crate::page::{PageRequest, escaped};
use crate::text::Messages;
use crate::ui::document::product_title;
use crate::ui::response::request;

/// A public page: its title, and what it says.
pub(crate) fn public_page(title: String, body: impl IntoView + 'static) -> AnyView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    view! {
        <Title text=product_title(lang, &title) />
        <a class="skip" href="#main">
            {words.skip_to_content()}
        </a>
        <header class="public-head">
            <p class="public-product">{words.product()}</p>
            <nav class="public-nav" aria-label=words.nav_title()>
                {entries(&request, lang)}
            </nav>
            {language(&request, lang)}
        </header>
        <main id="main" class="public">
            <h1>{title}</h1>
            {body}
        </main>
    }
    .into_any()
}

/// Where else to go. Who is signed in finds the way back to their work.
fn entries(request: &PageRequest, lang: Lang) -> Vec<AnyView> {
    let words = lang.words();
    let entry = |path: &'static str, name: String| {
        let current = (request.path == path).then_some("page");
        view! {
            <a href=localised(path, lang) aria-current=current>
                {name}
            </a>
        }
        .into_any()
    };
    let mut entries = vec![
        entry("/board", words.public_board()),
        entry("/board/days", words.days_title()),
        entry("/help", words.help_title()),
        entry("/privacy", words.privacy_title()),
    ];
    if let Some(caller) = &request.caller {
        let work = if caller.person.has(Access::Desk) {
            "/desk"
        } else {
            "/admin/people"
        };
        entries.push(entry(work, words.public_work()));
    }
    entries
}

/// The address of a public page in a language.
pub(crate) fn localised(path: &str, lang: Lang) -> String {
    format!("{path}?lang={}", lang.code())
}

/// The same page in the other language.
fn language(request: &PageRequest, lang: Lang) -> AnyView {
    let other = match lang {
        Lang::Vi => Lang::En,
        Lang::En => Lang::Vi,
    };
    let kept = request.query.iter().filter(|(name, _)| name != "lang");
    let kept = kept.map(|(name, value)| format!("&{}={}", escaped(name), escaped(value)));
    let address = format!(
        "{}{}",
        localised(&escaped(&request.path), other),
        kept.collect::<String>()
    );
    view! {
        <a class="public-lang" href=address lang=other.code() hreflang=other.code()>
            {other.words().language_name()}
        </a>
    }
    .into_any()
}

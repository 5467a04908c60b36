//! The frame of the pages for everybody: the centre's name, all that there is to read, the other language, and one column of text.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::language::{Lang, Languages};
use sanh_domain::scope::Scope;

use crate::live_board::live_board;
use crate::page::{PageRequest, escaped};
use crate::text::Messages;
use crate::text::dossier::named;
use crate::ui::document::product_title;
use crate::ui::frame::work_path;
use crate::ui::response::request;

/// A public page: its title, the part above the heading, and its content.
pub(crate) fn public_page(
    title: String,
    above: impl IntoView + 'static,
    body: impl IntoView + 'static,
) -> AnyView {
    let request = request();
    let lang = request.room_lang();
    view! {
        <Title text=product_title(lang, &title) />
        {public_head(&request, "main", centre_name(lang), Some(other_language(&request)))}
        <main id="main" class="public">
            {above}
            <h1>{title}</h1>
            {body}
        </main>
    }
    .into_any()
}

/// The top of a public page: the link to its content, the centre, the links to other public pages, and the other language
/// unless the page has its own link to it.
pub(crate) fn public_head(
    request: &PageRequest,
    content: &str,
    centre: AnyView,
    language: Option<AnyView>,
) -> AnyView {
    let words = request.room_lang().words();
    view! {
        <a class="skip" href=format!("#{content}")>
            {words.skip_to_content()}
        </a>
        <header class="public-head">
            <p class="public-centre">{centre}</p>
            <nav class="public-nav" aria-label=words.public_nav()>
                <ul>{entries(request)}</ul>
            </nav>
            {language}
        </header>
    }
    .into_any()
}

/// The centre's name; the product's until the first board is there.
pub(crate) fn centre_name(lang: Lang) -> AnyView {
    let board = live_board();
    Suspend::new(async move {
        let edition = board.edition(Scope::Centre).await;
        edition.map_or_else(
            |_| lang.words().product(),
            |edition| named(lang, &edition.centre.full_name()),
        )
    })
    .into_any()
}

/// The public pages by their addresses, with their names.
pub(crate) fn public_pages(lang: Lang) -> Vec<(&'static str, String)> {
    let words = lang.words();
    vec![
        ("/board", words.public_board()),
        ("/board/days", words.public_days()),
        ("/lookup", words.public_lookup()),
        ("/procedures", words.public_procedures()),
        ("/documents", words.public_documents()),
        ("/feedback", words.public_feedback()),
        ("/help", words.public_help()),
        ("/privacy", words.public_privacy()),
    ]
}

/// The links to public pages; for signed-in people also the link back to their work.
fn entries(request: &PageRequest) -> Vec<AnyView> {
    let lang = request.room_lang();
    let mut pages = public_pages(lang);
    if let Some(caller) = &request.visitor.caller {
        pages.push((work_path(caller.person.role), lang.words().public_work()));
    }
    let entry = |(path, name): (&'static str, String)| {
        view! {
            <li>
                <a href=in_lang(request, path) aria-current=current(&request.path, path)>
                    {name}
                </a>
            </li>
        }
        .into_any()
    };
    pages.into_iter().map(entry).collect()
}

/// Whether the page is the one of an entry, or below it.
fn current(read: &str, entry: &str) -> Option<&'static str> {
    match read.strip_prefix(entry)? {
        "" => Some("page"),
        // `/board/days` has its own entry beside the board's.
        below if below.starts_with('/') && entry != "/board" => Some("true"),
        _ => None,
    }
}

/// The address of a public page, with the language where the reader's own address names it.
pub(crate) fn in_lang(request: &PageRequest, address: &str) -> String {
    let chosen = request.languages().ok().flatten();
    let Some(lang) = chosen.map(Languages::first) else {
        return address.to_owned();
    };
    let mark = if address.contains('?') { '&' } else { '?' };
    format!("{address}{mark}lang={}", lang.code())
}

/// The hidden field that keeps the language in a form that loads a page.
pub(crate) fn lang_field(request: &PageRequest) -> Option<AnyView> {
    let lang = request.parameter("lang")?.to_owned();
    Some(view! { <input r#type="hidden" name="lang" value=lang /> }.into_any())
}

/// The way to the same page in the other language.
fn other_language(request: &PageRequest) -> AnyView {
    let other = request.room_lang().other();
    view! {
        <a class="public-lang" href=address_in(request, other) lang=other.code() hreflang=other.code()>
            {other.words().language_name()}
        </a>
    }
    .into_any()
}

/// The parameters of public pages that are kept in links. All others are dropped: they may contain a code and its number.
const QUESTIONS: [&str; 3] = ["q", "field", "page"];

/// The page's own address in a language, with its parameters.
fn address_in(request: &PageRequest, lang: Lang) -> String {
    let asked = request.query.iter();
    let kept = asked.filter(|(name, _)| QUESTIONS.contains(&name.as_str()));
    let kept = kept.map(|(name, value)| format!("{}={}&", escaped(name), escaped(value)));
    let kept: String = kept.collect();
    format!("{}?{kept}lang={}", escaped(&request.path), lang.code())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_in_the_other_language_with_what_it_was_asked() {
        let asked = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let request = PageRequest {
            path: "/procedures".to_owned(),
            query: vec![
                asked("lang", "vi"),
                asked("q", "khai sinh & tử"),
                asked("pin", "12345678"),
            ],
            ..PageRequest::default()
        };
        let address = "/procedures?q=khai%20sinh%20%26%20t%E1%BB%AD&lang=en";
        assert_eq!(address_in(&request, Lang::En), address);
        assert_eq!(in_lang(&request, "/documents"), "/documents?lang=vi");
        assert_eq!(in_lang(&PageRequest::default(), "/documents"), "/documents");
    }

    #[test]
    fn the_entry_of_a_page_or_of_one_above_it_is_marked() {
        assert_eq!(current("/help", "/help"), Some("page"));
        assert_eq!(current("/help/receive", "/help"), Some("true"));
        assert_eq!(current("/helpless", "/help"), None);
        assert_eq!(current("/board/days", "/board"), None);
    }
}

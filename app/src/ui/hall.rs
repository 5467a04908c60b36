//! The frame of the pages for visitors: the centre's name, what else there is to read, the other language. No script.

use leptos::prelude::*;
use sanh_domain::language::Lang;
use sanh_domain::text::name::Name;

use crate::page::{PageRequest, escaped};
use crate::text::Messages;
use crate::text::dossier::named;

/// What visitors can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HallSection {
    /// What the centre offers.
    Procedures,
    /// What it has posted.
    Documents,
}

/// An address of the hall, with the language where the visitor's own address names it.
pub(crate) fn in_lang(request: &PageRequest, address: &str) -> String {
    let chosen = request.languages().ok().flatten();
    let Some(lang) = chosen.map(sanh_domain::language::Languages::first) else {
        return address.to_owned();
    };
    let mark = if address.contains('?') { '&' } else { '?' };
    format!("{address}{mark}lang={}", lang.code())
}

/// The field that keeps the language over a form that asks for a page.
pub(crate) fn lang_field(request: &PageRequest) -> Option<AnyView> {
    let lang = request.parameter("lang")?.to_owned();
    Some(view! { <input r#type="hidden" name="lang" value=lang /> }.into_any())
}

/// A page of the hall.
pub(crate) fn hall(
    request: &PageRequest,
    centre: &Name,
    section: HallSection,
    body: AnyView,
) -> AnyView {
    let lang = request.room_lang();
    let words = lang.words();
    let entry = |of: Option<HallSection>, path: &str, name: String| {
        let current = (of == Some(section)).then_some("page");
        view! {
            <a href=in_lang(request, path) aria-current=current>
                {name}
            </a>
        }
    };
    let other = match lang {
        Lang::Vi => Lang::En,
        Lang::En => Lang::Vi,
    };
    view! {
        <a class="skip" href="#main">
            {words.skip_to_content()}
        </a>
        <header class="hall-head">
            <p class="hall-centre">{named(lang, centre)}</p>
            <nav class="hall-nav" aria-label=words.hall_nav()>
                {entry(Some(HallSection::Procedures), "/procedures", words.hall_procedures())}
                {entry(Some(HallSection::Documents), "/documents", words.hall_documents())}
                {entry(None, "/board", words.hall_board())}
            </nav>
            <a class="hall-lang" href=read_in(request, other) lang=other.code() hreflang=other.code()>
                {other.words().language_name()}
            </a>
        </header>
        <main id="main" class="hall">
            {body}
        </main>
    }
    .into_any()
}

/// The page itself in another language.
fn read_in(request: &PageRequest, lang: Lang) -> String {
    let asked = request.query.iter().filter(|(name, _)| name != "lang");
    let asked = asked.map(|(name, value)| format!("{}={}&", escaped(name), escaped(value)));
    let asked: String = asked.collect();
    format!("{}?{asked}lang={}", escaped(&request.path), lang.code())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_in_the_other_language_with_what_it_was_asked() {
        let asked = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let request = PageRequest {
            path: "/procedures".to_owned(),
            query: vec![asked("lang", "vi"), asked("q", "khai sinh & tử")],
            ..PageRequest::default()
        };
        let address = "/procedures?q=khai%20sinh%20%26%20t%E1%BB%AD&lang=en";
        assert_eq!(read_in(&request, Lang::En), address);
        assert_eq!(in_lang(&request, "/documents"), "/documents?lang=vi");
        assert_eq!(in_lang(&PageRequest::default(), "/documents"), "/documents");
    }
}

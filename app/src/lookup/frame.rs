//! The frame of a look-up: the centre, language, contrast and size of text. On a phone it stands in the frame of the public pages; at the
//! kiosk nothing leads away, and a bar says when it is cleared.

use leptos::prelude::*;
use sanh_domain::board::edition::CentreProfile;
use sanh_domain::language::{Lang, Languages};

use super::LOOK_UP_EVENTS;
use crate::board::screen::emblem;
use crate::error::AppError;
use crate::page::PageRequest;
use crate::text::Messages;
use crate::text::dossier::named;
use crate::ui::form::hidden;
use crate::ui::public::public_head;

/// What stands in a text for the seconds, which the script counts.
const SECONDS: &str = "{}";

/// How the page is to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LookUpDisplay {
    /// In which language.
    pub(super) lang: Lang,
    /// Whether it stands in the lobby, for one visitor after another.
    pub(super) is_kiosk: bool,
    /// With more contrast.
    pub(super) is_strong: bool,
    /// With larger text.
    pub(super) is_large: bool,
}

impl LookUpDisplay {
    /// What the address asks for.
    pub(super) fn of(request: &PageRequest) -> Result<Self, AppError> {
        let is = |name: &str, value: &str| request.parameter(name) == Some(value);
        let is_kiosk = request.parameter("kiosk").is_some();
        // Many people share the kiosk's browser, so its language says nothing: each visit begins in Vietnamese.
        let browser = if is_kiosk {
            Lang::Vi
        } else {
            request.visitor.lang
        };
        Ok(Self {
            lang: request.languages()?.map_or(browser, Languages::first),
            is_kiosk,
            is_strong: is("contrast", "more"),
            is_large: is("text", "large"),
        })
    }

    /// The address that asks for this.
    pub(super) fn address(self) -> String {
        let lang = format!("lang={}", self.lang.code());
        let asked = [
            self.is_kiosk.then_some("kiosk"),
            Some(lang.as_str()),
            self.is_strong.then_some("contrast=more"),
            self.is_large.then_some("text=large"),
        ];
        let asked: Vec<&str> = asked.into_iter().flatten().collect();
        format!("/lookup?{}", asked.join("&"))
    }

    const fn class(self) -> [&'static str; 3] {
        [
            if self.is_kiosk { " lookup-kiosk" } else { "" },
            if self.is_strong { " lookup-strong" } else { "" },
            if self.is_large { " lookup-large" } else { "" },
        ]
    }
}

/// What the frame shows.
pub(super) struct Frame<'a> {
    /// How the page looks.
    pub(super) look: LookUpDisplay,
    /// What the page keeps to ask again, while it tells of a dossier.
    pub(super) ticket: Option<&'a str>,
    /// The centre, where its board is there.
    pub(super) centre: Option<&'a CentreProfile>,
}

/// The page around its body.
pub(super) fn frame(request: &PageRequest, page: &Frame<'_>, body: AnyView) -> AnyView {
    let Frame { look, ticket, .. } = page;
    let words = look.lang.words();
    let class = format!("lookup{}", look.class().concat());
    view! {
        {top(request, page)}
        <div
            id="lookup"
            class=class
            data-kiosk=look.is_kiosk.then(|| kiosk_home(*look))
            data-events=LOOK_UP_EVENTS
            data-offline=words.lookup_offline()
            data-away=look.is_kiosk.then(|| words.lookup_away())
            data-fresh=words.lookup_fresh()
        >
            {head(page)}
            <p id="news" class="lookup-news" role="status"></p>
            <main id="content" tabindex="-1" data-ticket=ticket.map(str::to_owned)>
                {body}
            </main>
            {look.is_kiosk.then(|| bar(*look))}
        </div>
    }
    .into_any()
}

/// What stands above: at the kiosk no more than the way to the content.
fn top(request: &PageRequest, page: &Frame<'_>) -> AnyView {
    if !page.look.is_kiosk {
        return public_head(request, "content", centre_name(page), None);
    }
    view! {
        <a class="skip" href="#content">
            {page.look.lang.words().skip_to_content()}
        </a>
    }
    .into_any()
}

/// The centre's name; the product's where there is no board yet.
fn centre_name(page: &Frame<'_>) -> AnyView {
    let lang = page.look.lang;
    let name = page.centre.map(|centre| named(lang, &centre.full_name()));
    name.unwrap_or_else(|| lang.words().product()).into_any()
}

/// The heading and how the page looks; at the kiosk with the centre, which names itself on the other pages above.
fn head(page: &Frame<'_>) -> AnyView {
    let title = page.look.lang.words().lookup_title();
    if page.look.is_kiosk {
        return view! {
            <header class="lookup-head">
                {page.centre.map(emblem)}
                <div class="lookup-titles">
                    <p class="lookup-centre">{centre_name(page)}</p>
                    <h1>{title}</h1>
                </div>
                {options(page)}
            </header>
        }
        .into_any();
    }
    view! {
        <div class="lookup-head" role="region" aria-labelledby="lookup-title">
            <div class="lookup-titles">
                <h1 id="lookup-title">{title}</h1>
            </div>
            {options(page)}
        </div>
    }
    .into_any()
}

/// Where a kiosk goes back to for the next visitor.
fn kiosk_home(look: LookUpDisplay) -> String {
    let home = LookUpDisplay {
        lang: Lang::Vi,
        is_strong: false,
        is_large: false,
        ..look
    };
    home.address()
}

/// Language, contrast and size. While a dossier is told they ask for it again, so that nothing has to be shown twice.
fn options(page: &Frame<'_>) -> AnyView {
    let look = page.look;
    let words = look.lang.words();
    let other = look.lang.other();
    let spoken = LookUpDisplay {
        lang: other,
        ..look
    };
    let contrast = LookUpDisplay {
        is_strong: !look.is_strong,
        ..look
    };
    let size = LookUpDisplay {
        is_large: !look.is_large,
        ..look
    };
    let strong = if look.is_strong {
        words.lookup_contrast_less()
    } else {
        words.lookup_contrast_more()
    };
    let large = if look.is_large {
        words.lookup_text_normal()
    } else {
        words.lookup_text_large()
    };
    view! {
        <nav class="lookup-options" aria-label=words.lookup_options()>
            <ul>
                <li>{option(page.ticket, spoken, other.words().language_name(), Some(other))}</li>
                <li>{option(page.ticket, contrast, strong, None)}</li>
                <li>{option(page.ticket, size, large, None)}</li>
            </ul>
        </nav>
    }
    .into_any()
}

fn option(ticket: Option<&str>, look: LookUpDisplay, label: String, lang: Option<Lang>) -> AnyView {
    let lang = lang.map(Lang::code);
    match ticket {
        None => view! {
            <a href=look.address() lang=lang hreflang=lang>
                {label}
            </a>
        }
        .into_any(),
        Some(ticket) => view! {
            <form method="post" action=look.address() data-leave="">
                {hidden("ticket", ticket)}
                <button r#type="submit" lang=lang>
                    {label}
                </button>
            </form>
        }
        .into_any(),
    }
}

/// The bar of the kiosk: when it is cleared, and the two ways to decide that oneself.
fn bar(look: LookUpDisplay) -> AnyView {
    let words = look.lang.words();
    view! {
        <footer id="bar" class="lookup-bar" hidden=true data-left=words.lookup_clears(SECONDS)>
            <p id="left"></p>
            <button r#type="button" id="stay" class="button button-second">
                {words.lookup_stay()}
            </button>
            <button r#type="button" id="done" class="button">
                {words.lookup_done()}
            </button>
        </footer>
    }
    .into_any()
}

//! The frame of every page: one stylesheet, at most one script, nothing inline.

use leptos::prelude::*;
use sanh_domain::language::Lang;

use crate::page::{PageRequest, has_islands};
use crate::text::Messages;

/// The two weights of the one typeface. Without the build in their addresses, because the
/// stylesheet names them so, too.
const FONTS: [&str; 2] = ["/fonts/sanh-sans-600.woff2", "/fonts/sanh-sans-400.woff2"];

/// The data of a page's head.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// The page's language.
    pub lang: Lang,
    /// The title; none if the router's page sets it.
    pub title: Option<String>,
    /// The stylesheet's path.
    pub stylesheet: String,
    /// The icon's path.
    pub icon: String,
    /// The script's path; most pages have none.
    pub script: Option<String>,
    /// The path of the module that wakes islands, for pages that have some.
    pub islands: String,
    /// The number used once that the script carries, as the content security policy asks.
    pub nonce: String,
    /// Fonts to fetch at once, by path.
    pub fonts: Vec<String>,
    /// Seconds after which the page reloads itself.
    pub refresh_s: Option<u32>,
    /// The same, only without scripts.
    pub refresh_without_script_s: Option<u32>,
}

impl Head {
    /// The head of a page of the build that answers a request.
    #[must_use]
    pub fn of(request: &PageRequest, lang: Lang) -> Self {
        Self {
            lang,
            stylesheet: request.asset("/pkg/sanh.css"),
            islands: request.asset("/islands.js"),
            icon: request.asset("/icons/icon.svg"),
            fonts: FONTS.map(str::to_owned).to_vec(),
            nonce: request.context.nonce.clone(),
            ..Self::default()
        }
    }
}

/// A page's title with the product's name.
pub(crate) fn product_title(lang: Lang, title: &str) -> String {
    format!("{title} · {}", lang.words().product())
}

/// The page as an `html` element around the HTML of its body.
pub(crate) fn document(head: Head, body: String) -> AnyView {
    let islands = has_islands(&body).then_some((head.islands, head.nonce.clone()));
    let font = |path: String| {
        view! { <link rel="preload" href=path r#as="font" r#type="font/woff2" crossorigin="" /> }
    };
    let refresh = |seconds: u32| {
        view! { <meta http-equiv="refresh" content=seconds.to_string() /> }
    };
    view! {
        <html lang=head.lang.code()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                {head.title.map(|title| view! { <title>{title}</title> })}
                {head.fonts.into_iter().map(font).collect::<Vec<_>>()}
                <link rel="icon" r#type="image/svg+xml" href=head.icon />
                <link rel="stylesheet" href=head.stylesheet />
                {head.script.map(|path| view! { <script src=path defer=true nonce=head.nonce></script> })}
                {islands.map(|(path, nonce)| view! { <script r#type="module" src=path nonce=nonce></script> })}
                {head.refresh_s.map(refresh)}
                {head
                    .refresh_without_script_s
                    .map(|seconds| view! { <noscript>{refresh(seconds)}</noscript> })}
            </head>
            <body inner_html=body></body>
        </html>
    }
    .into_any()
}

/// The whole page as text.
pub fn document_html(head: Head, body: impl FnOnce() -> AnyView) -> String {
    Owner::new().with(|| {
        let body = body().to_html();
        format!("<!DOCTYPE html>{}", document(head, body).to_html())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_page_with_islands_loads_what_wakes_them() {
        let head = || Head {
            islands: "/islands.js".to_owned(),
            ..Head::default()
        };
        let typed = || view! { <p>"<leptos-island data-component=\"x\">"</p> }.into_any();
        assert!(!document_html(head(), typed).contains("/islands.js"));
        let awake = || view! { <crate::ui::island::Guard /> }.into_any();
        let html = document_html(head(), awake);
        assert!(
            html.contains("type=\"module\" src=\"/islands.js\""),
            "{html}"
        );
    }
}

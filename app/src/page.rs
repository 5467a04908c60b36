//! The request for a page, and what is sent for it.

mod area;
mod form;
mod request;
mod table;
mod visitor;

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sanh_domain::language::Lang;
use serde::{Deserialize, Serialize};

pub use area::{area_access, is_room, needs_private_connection, takes_secrets};
pub use form::{FieldValues, Form, SECRETS, TIME_OF, Upload, with_times};
pub use leptos_router::Method;
pub use request::{PageRequest, RenderContext};
pub use table::{PageRoute, PageTable, segments};
pub use visitor::{ConnectionSecurity, Visitor};

/// A page, rendered completely.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderedPage {
    /// What is sent.
    pub content: PageContent,
    /// The cookies to set.
    pub cookies: Cookies,
}

/// What is sent for a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageContent {
    /// HTML to be shown.
    Html {
        /// Its HTTP status.
        status: u16,
        /// The HTML, whole.
        html: String,
        /// Whether a page of ours may show it in a frame.
        may_be_framed: bool,
    },
    /// A redirect to an address (303 See Other).
    Redirect(String),
    /// A file to be saved (200 with `Content-Disposition: attachment`).
    Download(File),
}

/// The cookies to set in the browser.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cookies {
    /// The change of its session.
    pub session: SessionChange,
    /// The language that the reader chose, for the pages that need a sign-in.
    pub chosen_lang: Option<Lang>,
    /// The secret that a screen is to keep, or to keep on.
    pub screen_token: Option<String>,
    /// The secret of a browser in which somebody has signed in.
    pub device_token: Option<String>,
}

/// A file that the browser downloads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// The file name, of ASCII letters, digits, hyphens and dots.
    pub name: String,
    /// Its media type.
    pub media_type: Cow<'static, str>,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The change of the browser's session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SessionChange {
    /// Nothing.
    #[default]
    Keep,
    /// A session begins, with this secret.
    Begin(String),
    /// The session ends.
    End,
}

impl PageContent {
    /// HTML that no page shows in a frame.
    #[must_use]
    pub fn html(status: u16, html: String) -> Self {
        Self::Html {
            status,
            html,
            may_be_framed: false,
        }
    }
}

impl From<PageContent> for RenderedPage {
    /// The content without a cookie.
    fn from(content: PageContent) -> Self {
        Self {
            content,
            cookies: Cookies::default(),
        }
    }
}

/// Whether a page has islands: what a browser runs is allowed by what is there, and what people typed is escaped.
#[must_use]
pub fn has_islands(html: &str) -> bool {
    html.contains("<leptos-island ")
}

/// Whether a page shows other pages in frames; what people typed is escaped.
#[must_use]
pub fn has_frames(html: &str) -> bool {
    html.contains("<iframe ")
}

/// The characters that are not escaped in a parameter.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_');

/// A path as the value of a parameter.
#[must_use]
pub fn escaped(path: &str) -> String {
    utf8_percent_encode(path, PLAIN).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_escaped_as_a_parameter() {
        assert_eq!(escaped("/desk/a b&c=\u{111}"), "/desk/a%20b%26c%3D%C4%91");
    }
}

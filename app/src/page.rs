//! The request and the answer of a page.

mod area;
mod form;
mod request;
mod table;

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sanh_domain::language::Lang;
use serde::{Deserialize, Serialize};

pub use area::area_access;
pub use form::{FieldValues, Form, SECRETS, TIME_OF, Upload, with_times};
pub use leptos_router::Method;
pub use request::{ConnectionSecurity, PageRequest};
pub use table::{PageRoute, PageTable, fits, segments};

/// A page, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its HTTP status.
    pub status: u16,
    /// Its HTML.
    pub html: String,
    /// The target of a redirect.
    pub location: Option<String>,
    /// The cookies to set.
    pub cookies: Cookies,
    /// The file to download instead of a page.
    pub file: Option<File>,
    /// Whether a page of ours may show it in a frame.
    pub may_be_framed: bool,
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

impl Page {
    /// A page to be shown.
    #[must_use]
    pub fn new(status: u16, html: String) -> Self {
        Self {
            status,
            html,
            location: None,
            cookies: Cookies::default(),
            file: None,
            may_be_framed: false,
        }
    }

    /// A download (200 with `Content-Disposition: attachment`).
    #[must_use]
    pub fn download(file: File) -> Self {
        Self {
            file: Some(file),
            ..Self::new(200, String::new())
        }
    }

    /// Redirects the browser (303 See Other).
    #[must_use]
    pub fn redirect(location: impl Into<String>) -> Self {
        Self {
            location: Some(location.into()),
            ..Self::new(303, String::new())
        }
    }

    /// Whether its browser needs to run wasm: only if there are islands.
    #[must_use]
    pub fn has_islands(&self) -> bool {
        has_islands(&self.html)
    }

    /// Whether it shows other pages in frames; what people typed is escaped.
    #[must_use]
    pub fn has_frames(&self) -> bool {
        self.html.contains("<iframe ")
    }

    /// The page with another status.
    #[must_use]
    pub fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }
}

/// Whether a page has islands: what a browser runs is allowed by what is there, and what people typed is escaped.
#[must_use]
pub fn has_islands(html: &str) -> bool {
    html.contains("<leptos-island ")
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

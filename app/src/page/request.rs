//! A request for a page.

use sanh_domain::account::model::Caller;
use sanh_domain::language::{Lang, Languages};

use super::{Form, Method, Upload, Visitor};
use crate::error::AppError;

/// A request for a page: its address and form, its visitor, and what the server renders the page with.
#[derive(Clone, Debug, Default)]
pub struct PageRequest {
    /// The method.
    pub method: Method,
    /// The address's path, decoded.
    pub path: String,
    /// Its parameters, decoded, in their order.
    pub query: Vec<(String, String)>,
    /// The fields of a sent form.
    pub form: Form,
    /// The files that it sent.
    pub files: Vec<Upload>,
    /// The visitor.
    pub visitor: Visitor,
    /// What the server renders the page with.
    pub context: RenderContext,
}

/// What the server renders a page with, whoever asks.
#[derive(Clone, Debug, Default)]
pub struct RenderContext {
    /// A number used once, for a form's request key.
    pub key: String,
    /// The number used once that the page's script carries, as the content security policy asks.
    pub nonce: String,
    /// The build that answers: part of the addresses of style and script.
    pub build: String,
    /// The address under which visitors reach the server, without a path; `None`: not set.
    pub public_url: Option<String>,
    /// The address under which the page was requested, without a path; blank if the browser sent none.
    pub origin: String,
    /// How long one page of the wall's table stays, in seconds.
    pub slot_s: u32,
}

impl PageRequest {
    /// The value of a parameter of the address.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The caller, on a page for people who are signed in.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] if nobody is signed in.
    pub fn signed_in(&self) -> Result<&Caller, AppError> {
        self.visitor.caller.as_ref().ok_or(AppError::Forbidden)
    }

    /// The content of a sent file; `None` if none was chosen, for which browsers send an empty one.
    #[must_use]
    pub fn file(&self, field: &str) -> Option<&[u8]> {
        let mut chosen = self.files.iter().filter(|file| !file.content.is_empty());
        let found = chosen.find(|file| file.field == field);
        found.map(|file| file.content.as_slice())
    }

    /// The languages that the address asks for.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn languages(&self) -> Result<Option<Languages>, AppError> {
        Ok(self.parameter("lang").map(str::parse).transpose()?)
    }

    /// The language of a room: that of the address, else the browser's.
    #[must_use]
    pub fn room_lang(&self) -> Lang {
        let named = self.languages().ok().flatten();
        named.map_or(self.visitor.lang, Languages::first)
    }

    /// The address of a file of this build.
    #[must_use]
    pub fn asset(&self, path: &str) -> String {
        format!("{path}?v={}", self.context.build)
    }
}

//! A request for a page: method, form, files, caller and the kind of connection.

use sanh_domain::account::model::Caller;
use sanh_domain::account::session::Origin;
use sanh_domain::language::{Lang, Languages};

use super::Method;
use crate::error::AppError;
use crate::page::{Form, Upload};

/// A request for a page.
#[derive(Clone, Debug, Default)]
pub struct PageRequest {
    /// The method.
    pub method: Method,
    /// The fields of a sent form.
    pub form: Form,
    /// The files that it sent.
    pub files: Vec<Upload>,
    /// A number used once, for a form's request key.
    pub key: String,
    /// The caller, if signed in.
    pub caller: Option<Caller>,
    /// The secret of the browser's session, half or whole.
    pub token: Option<String>,
    /// The origin of the request.
    pub from: Origin,
    /// The secret that a screen keeps, paired or not.
    pub screen_token: Option<String>,
    /// The security of the connection.
    pub connection: ConnectionSecurity,
    /// The address under which visitors reach the server, without a path; `None`: not set.
    pub public_url: Option<String>,
    /// The address under which the page was requested, without a path; blank if the browser sent none.
    pub origin: String,
    /// The address's path, decoded.
    pub path: String,
    /// Its parameters, decoded, in their order.
    pub query: Vec<(String, String)>,
    /// The language the visitor chose before in a room, else the one their browser prefers.
    pub lang: Lang,
    /// The build that answers: part of the addresses of style and script.
    pub build: String,
    /// The number used once that the page's script carries, as the content security policy asks.
    pub nonce: String,
    /// How long one page of the wall's table stays, in seconds.
    pub slot_s: u32,
    /// Whether the visitor may preview the wall at another time.
    pub may_preview: bool,
}

/// The security of the connection. It decides whether the pages that need a sign-in may be shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ConnectionSecurity {
    /// HTTPS, or plain HTTP where the settings declare the network private.
    Private,
    /// Over plain HTTP.
    #[default]
    Open,
    /// Through a proxy that is not in the settings, so the connection before it is unknown.
    UntrustedProxy,
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
        self.caller.as_ref().ok_or(AppError::Forbidden)
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
        named.map_or(self.lang, Languages::first)
    }

    /// The address of a file of this build.
    #[must_use]
    pub fn asset(&self, path: &str) -> String {
        format!("{path}?v={}", self.build)
    }
}

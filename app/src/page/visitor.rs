//! The visitor who requests a page.

use sanh_domain::account::model::Caller;
use sanh_domain::account::session::Origin;
use sanh_domain::language::Lang;

/// What is known about the visitor who requests a page.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    /// The caller, if signed in.
    pub caller: Option<Caller>,
    /// The secret of the browser's session, half or whole.
    pub session_token: Option<String>,
    /// The secret that a screen keeps, paired or not.
    pub screen_token: Option<String>,
    /// Where the request comes from.
    pub from: Origin,
    /// The security of the connection.
    pub connection: ConnectionSecurity,
    /// The language the visitor chose before in a room, else the one their browser prefers.
    pub lang: Lang,
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

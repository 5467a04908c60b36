//! Checks access to requests that are neither pages nor public: server functions and streams.

use axum::http::{Extensions, StatusCode};
use sanh_app::page::ConnectionSecurity;
use sanh_domain::account::model::{Access, Caller};

use super::sender::Sender;
use super::session::Session;

/// The caller, if they are signed in and have the access.
pub(super) fn admitted(asks: &Extensions, access: Access) -> Result<Option<Caller>, StatusCode> {
    let caller = asks.get::<Session>().and_then(|it| it.caller.clone());
    if access == Access::Public {
        return Ok(caller);
    }
    if !is_private(asks) {
        return Err(StatusCode::FORBIDDEN);
    }
    match caller {
        Some(caller) if caller.person.has(access) => Ok(Some(caller)),
        Some(_) => Err(StatusCode::FORBIDDEN),
        None => Err(StatusCode::UNAUTHORIZED),
    }
}

/// Whether nobody else can read the connection.
pub(super) fn is_private(asks: &Extensions) -> bool {
    let sender = asks.get::<Sender>();
    sender.is_some_and(|sender| sender.connection == ConnectionSecurity::Private)
}

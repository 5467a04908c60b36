//! The administrators' pages, by path.

use leptos::prelude::*;
use sanh_domain::account::model::Caller;

use super::{audit, clock, people};
use crate::centre;
use crate::error::AppError;
use crate::outbox::pages::outbox;
use crate::page::{Asked, Method, Page};
use crate::procedure::pages::catalogue;
use crate::text::Messages;
use crate::ui::document::{Head, document_html};
use crate::ui::frame::{Room, RoomFrame, room};

/// `/admin…`
///
/// # Errors
/// [`AppError::NotFound`] for a path that is no page, or an account that is not there; when it cannot be served.
pub async fn admin(asked: &Asked, caller: &Caller, rest: &[&str]) -> Result<Page, AppError> {
    match (asked.method, rest) {
        (Method::Get, ["people"]) => people::list(asked, caller).await,
        (Method::Post, ["people"]) => people::add(asked, caller).await,
        (Method::Get, ["people", name]) => people::one(asked, caller, name).await,
        (Method::Post, ["people", name, "link"]) => people::link(asked, caller, name).await,
        (Method::Post, ["people", name, "rights"]) => people::rights(asked, caller, name).await,
        (Method::Post, ["people", name, "disable"]) => people::disable(asked, caller, name).await,
        (_, ["procedures", ..]) => catalogue(asked, caller, rest).await,
        (_, ["outbox", rest @ ..]) => outbox(asked, caller, rest).await,
        (_, ["settings" | "calendar", ..]) => centre::pages::centre(asked, caller, rest).await,
        (_, ["import", rest @ ..]) => crate::import::pages::import(asked, caller, rest).await,
        (Method::Get, ["audit"]) => audit::audit(asked, caller).await,
        (Method::Get, ["clock"]) => clock::clock(asked, caller).await,
        (Method::Post, ["clock"]) => clock::confirm(asked, caller).await,
        _ => Err(AppError::NotFound),
    }
}

/// A page of the room.
pub(crate) fn in_room(
    asked: &Asked,
    caller: &Caller,
    place: (Room, String),
    status: u16,
    body: impl FnOnce() -> AnyView,
) -> Page {
    in_room_with(asked, caller, place, (status, Beside::default()), body)
}

/// What a page has beside its words; most have nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Beside {
    /// A script, by its path.
    pub script: Option<&'static str>,
    /// Seconds after which it loads itself again where scripts are off.
    pub refresh_without_script_s: Option<u32>,
}

/// A page of the room with something beside.
pub(crate) fn in_room_with(
    asked: &Asked,
    caller: &Caller,
    (place, title): (Room, String),
    (status, beside): (u16, Beside),
    body: impl FnOnce() -> AnyView,
) -> Page {
    let lang = asked.room_lang();
    let head = Head {
        title: Some(format!("{title} · {}", lang.words().product())),
        script: beside.script.map(|path| asked.asset(path)),
        refresh_without_script_s: beside.refresh_without_script_s,
        ..asked.head(lang)
    };
    let frame = RoomFrame {
        caller,
        room: place,
        path: &asked.path,
    };
    Page::new(status, document_html(head, || room(lang, &frame, body())))
}

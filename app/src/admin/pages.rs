//! The administrators' pages, by path.

use leptos::prelude::*;
use sanh_domain::account::model::Caller;

use crate::centre;
use crate::error::AppError;
use crate::page::{Page, PageRequest};
use crate::procedure::pages::catalogue;
use crate::ui::document::{Head, document_html, product_title};
use crate::ui::frame::{NavSection, PageFrame, room};

/// `/admin…`
///
/// # Errors
/// [`AppError::NotFound`] for a path that is no page, or an account that is not there; when it cannot be served.
pub async fn admin(
    request: &PageRequest,
    caller: &Caller,
    rest: &[&str],
) -> Result<Page, AppError> {
    match rest {
        ["procedures", ..] => catalogue(request, caller, rest).await,
        ["settings" | "calendar", ..] => centre::pages::centre(request, caller, rest).await,
        ["import", rest @ ..] => crate::import::pages::import(request, caller, rest).await,
        _ => Err(AppError::NotFound),
    }
}

/// A page of this section.
pub(crate) fn in_room(
    request: &PageRequest,
    caller: &Caller,
    place: (NavSection, String),
    status: u16,
    body: impl FnOnce() -> AnyView,
) -> Page {
    in_room_with(
        request,
        caller,
        place,
        (status, PageExtras::default()),
        body,
    )
}

/// What a page has beside its words; most have nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PageExtras {
    /// A script, by its path.
    pub script: Option<&'static str>,
    /// Seconds after which it loads itself again where scripts are off.
    pub refresh_without_script_s: Option<u32>,
}

/// A page of the room with something beside.
pub(crate) fn in_room_with(
    request: &PageRequest,
    caller: &Caller,
    (place, title): (NavSection, String),
    (status, beside): (u16, PageExtras),
    body: impl FnOnce() -> AnyView,
) -> Page {
    let lang = request.room_lang();
    let head = Head {
        title: Some(product_title(lang, &title)),
        script: beside.script.map(|path| request.asset(path)),
        refresh_without_script_s: beside.refresh_without_script_s,
        ..request.head(lang)
    };
    let frame = PageFrame {
        caller,
        room: place,
        path: &request.path,
    };
    Page::new(status, document_html(head, || room(lang, &frame, body())))
}

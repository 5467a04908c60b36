//! The layout of an area: navigation, who is there, and the page inside.

use leptos::prelude::*;
use leptos_router::components::Outlet;
use sanh_domain::account::model::Access;

use super::frame::{NavSection, PageFrame, room};
use super::response::{request, response};
use crate::error::AppError;
use crate::page::PageRequest;

/// What the desk's forms do to a page, at the end of the addresses that only they are sent to.
const ACTS: [&str; 4] = ["find", "move", "notes", "slip"];

/// Where the page that answers a form can be read again.
fn read_at(path: &str) -> &str {
    if path == "/account/password" {
        return "/account";
    }
    let sent = path
        .starts_with("/desk/")
        .then(|| path.rsplit_once('/'))
        .flatten();
    match sent {
        Some((page, act)) if ACTS.contains(&act) => page,
        _ => path,
    }
}

/// An area for people with a right. Whoever has it not gets neither frame nor page.
#[component]
pub fn Layout(
    /// What its people may do.
    right: Access,
    /// The address of a page with what it asks, for the switch of language; `None`: its path alone.
    #[prop(optional)]
    address: Option<fn(&PageRequest) -> Option<String>>,
) -> impl IntoView {
    let request = request();
    let caller = request.caller.as_ref();
    let Some(caller) = caller.filter(|caller| caller.person.has(right)) else {
        response().fail(AppError::Forbidden);
        return ().into_any();
    };
    let kept = address.and_then(|address| address(&request));
    let frame = PageFrame {
        caller,
        room: NavSection::at(&request.path),
        path: kept.as_deref().unwrap_or_else(|| read_at(&request.path)),
    };
    room(request.room_lang(), &frame, view! { <Outlet /> }.into_any())
}

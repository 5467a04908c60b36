//! The layout of an area: navigation, who is there, and the page inside.

use leptos::prelude::*;
use leptos_router::components::Outlet;
use sanh_domain::account::model::{Access, Caller};

use super::frame::{NavSection, PageFrame, room};
use super::response::{request, response};
use crate::error::AppError;
use crate::page::{PageRequest, PageTable};

/// The address of a page with its query; `None`: the path is enough.
pub type AddressOf = fn(&PageRequest) -> Option<String>;

/// The layout of an area for people with a right. Others get neither frame nor page.
#[component]
pub fn Layout(
    /// The access that it needs; `None`: nobody has it.
    right: Option<Access>,
    /// Returns the address of one of its pages, if the path is not enough.
    address: Option<AddressOf>,
) -> impl IntoView {
    let request = request();
    let caller = request.visitor.caller.as_ref();
    let may_enter = |caller: &&Caller| right.is_some_and(|right| caller.person.has(right));
    let Some(caller) = caller.filter(may_enter) else {
        response().fail(AppError::Forbidden);
        return ().into_any();
    };
    let read_at = read_at(&request, address);
    let frame = PageFrame {
        caller,
        room: NavSection::at(&request.path),
        path: &read_at,
    };
    room(request.room_lang(), &frame, view! { <Outlet /> }.into_any())
}

/// The address of the page in the other language. A page that answers a form is at an address that cannot be read; the page of
/// the form is above it.
fn read_at(request: &PageRequest, address: Option<AddressOf>) -> String {
    let told = address.and_then(|address| address(request));
    let pages: PageTable = expect_context();
    told.unwrap_or_else(|| pages.readable(&request.path).to_owned())
}

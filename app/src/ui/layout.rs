//! The layout of an area: navigation, who is there, and the page inside.

use leptos::prelude::*;
use leptos_router::components::Outlet;
use sanh_domain::account::model::{Access, Caller};

use super::frame::{NavSection, PageFrame, room};
use super::response::{request, response};
use crate::error::AppError;
use crate::page::{PageRequest, PageTable};

/// The address of a page with what it asks; `None`: its path says it all.
pub type AddressOf = fn(&PageRequest) -> Option<String>;

/// An area for people with a right. Whoever has it not gets neither frame nor page.
#[component]
pub fn Layout(
    /// What its people may do; `None`: it is for nobody.
    right: Option<Access>,
    /// How the address of one of its pages is told, where a path does not say it all.
    address: Option<AddressOf>,
) -> impl IntoView {
    let request = request();
    let caller = request.caller.as_ref();
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

/// Where the page can be read in the other language. One that answers a form stands at an address that may only be sent to; what it
/// was sent from is above that.
fn read_at(request: &PageRequest, address: Option<AddressOf>) -> String {
    let told = address.and_then(|address| address(request));
    let pages: PageTable = expect_context();
    told.unwrap_or_else(|| pages.readable(&request.path).to_owned())
}

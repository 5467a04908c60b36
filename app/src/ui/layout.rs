//! The layout of an area: navigation, who is there, and the page inside.

use leptos::prelude::*;
use leptos_router::components::Outlet;
use sanh_domain::account::model::Access;

use super::frame::{NavSection, PageFrame, room};
use super::response::{request, response};
use crate::error::AppError;

/// An area for people with a right. Whoever has it not gets neither frame nor page.
#[component]
pub fn Layout(
    /// What its people may do.
    right: Access,
) -> impl IntoView {
    let request = request();
    let caller = request.caller.as_ref();
    let Some(caller) = caller.filter(|caller| caller.person.has(right)) else {
        response().fail(AppError::Forbidden);
        return ().into_any();
    };
    let frame = PageFrame {
        caller,
        room: NavSection::at(&request.path),
        path: &request.path,
    };
    room(request.room_lang(), &frame, view! { <Outlet /> }.into_any())
}

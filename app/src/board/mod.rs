//! The board: the wall and its accessible twin.

pub mod api;
pub(crate) mod chart;
mod days;
pub mod preview;
pub mod screen;
pub mod screen_edition;
pub mod share;
pub mod table;
pub mod tiles;
pub mod twin;
mod twin_table;
pub mod wall_page;
pub mod wall_playback;

#[cfg(test)]
mod tests;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;

use days::DaysPage;
use twin::TwinPage;

/// The walls' twin, and the year day by day. They stand in no layout.
#[component(transparent)]
pub fn TwinRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/board") view=TwinPage />
        <Route path=path!("/board/days") view=DaysPage />
    }
    .into_inner()
    .into_any_nested_route()
}

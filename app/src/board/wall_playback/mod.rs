//! What a wall showed at any instant.

pub mod api;
mod page;
mod wall;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;

use page::PlaybackPage;
pub use wall::wall_html;
use wall::{EvidencePage, WallPage};

/// The pages of what the walls showed, under `/manage`.
#[component(transparent)]
pub fn WallPlaybackRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/replay") view=PlaybackPage />
        <Route path=path!("/replay/wall") view=WallPage />
        <Route path=path!("/replay/evidence") view=EvidencePage />
    }
    .into_inner()
    .into_any_nested_route()
}

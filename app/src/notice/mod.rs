//! Notices of the centre on its walls.

pub mod api;
mod compose;
mod list;
mod notice_page;
mod painted;
pub mod screen;
mod text_preview;
mod words;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::hooks::use_params_map;
use leptos_router::path;

use crate::ui::route::{ActRoute, FormRoute};
use compose::{EditPage, NewPage};
use list::ListPage;
use notice_page::{ApprovePage, EndPage, NoticePage, RefusePage};

/// The pages of notices, under `/manage`.
#[component(transparent)]
pub fn NoticeRoutes() -> AnyNestedRoute {
    view! {
        <FormRoute path=path!("/notices") view=ListPage />
        <Route path=path!("/notices/new") view=NewPage />
        <Route path=path!("/notices/:notice") view=NoticePage />
        <FormRoute path=path!("/notices/:notice/edit") view=EditPage />
        <ActRoute path=path!("/notices/:notice/end") view=EndPage />
        <ActRoute path=path!("/notices/:notice/approve") view=ApprovePage />
        <ActRoute path=path!("/notices/:notice/refuse") view=RefusePage />
    }
    .into_inner()
    .into_any_nested_route()
}

/// The notice that the address names.
fn notice() -> String {
    let id = use_params_map().with_untracked(|params| params.get("notice"));
    id.unwrap_or_default()
}

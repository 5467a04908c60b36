//! Alarms about the walls and the server.

pub mod api;
mod page;
pub mod words;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;

use crate::ui::route::ActRoute;
use page::{AlarmsPage, HearPage, MutePage};

/// The pages of alarms, under `/manage`.
#[component(transparent)]
pub fn AlarmRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/alarms") view=AlarmsPage />
        <ActRoute path=path!("/alarms/:alarm/mute") view=MutePage />
        <ActRoute path=path!("/alarms/:alarm/hear") view=HearPage />
    }
    .into_inner()
    .into_any_nested_route()
}

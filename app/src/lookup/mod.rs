//! Looking one dossier up: by whoever holds its slip, on their phone or at the kiosk in the lobby.

mod answer;
pub mod api;
mod form;
mod frame;
mod linked_dossier;
mod page;
mod steps;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::path;

use crate::ui::route::FormRoute;
use page::LookUpPage;

/// The stream that tells an open page that its dossier has changed.
pub const LOOK_UP_EVENTS: &str = "/lookup/events";

/// The page of a look-up. It stands in no layout.
#[component(transparent)]
pub fn LookUpRoutes() -> AnyNestedRoute {
    view! { <FormRoute path=path!("/lookup") view=LookUpPage /> }
        .into_inner()
        .into_any_nested_route()
}

//! The walls: their settings, pairing, identification and commands.

pub mod api;
pub mod fleet;
mod form;
mod pairing;
mod preview;
mod screen_page;
mod waiting;
mod wall;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;

use crate::ui::route::{ActRoute, FormRoute};
use fleet::{FleetPage, NowPage};
use form::NewPage;
use pairing::PairingPage;
use preview::PreviewPage;
use screen_page::{FramePage, OrderPage, PairPage, ScreenPage};
use wall::{DefaultWallPage, WallPage};

/// The kiosk page, to be saved on a device whose browser starts before the server does.
pub const KIOSK: &str = include_str!("kiosk.html");

/// The walls themselves, and the page of a screen that is not paired. They stand in no layout.
#[component(transparent)]
pub fn WallRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/") view=DefaultWallPage />
        <Route path=path!("/screen") view=PairingPage />
        <Route path=path!("/screen/:name") view=WallPage />
    }
    .into_inner()
    .into_any_nested_route()
}

/// The pages of the walls, under `/manage`.
#[component(transparent)]
pub fn ScreenRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/screens") view=FleetPage />
        <Route path=path!("/screens/now") view=NowPage />
        <FormRoute path=path!("/screens/new") view=NewPage />
        <FormRoute path=path!("/screens/preview") view=PreviewPage />
        <FormRoute path=path!("/screens/wall/:screen") view=ScreenPage />
        <Route path=path!("/screens/wall/:screen/frame") view=FramePage />
        <ActRoute path=path!("/screens/wall/:screen/pair") view=PairPage />
        <ActRoute path=path!("/screens/wall/:screen/order") view=OrderPage />
    }
    .into_inner()
    .into_any_nested_route()
}

/// The page of a wall.
fn address(name: &str) -> String {
    format!("/manage/screens/wall/{name}")
}

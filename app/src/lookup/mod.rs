//! Looking one dossier up: by whoever holds its slip, on their phone or at the kiosk in the lobby.

mod answer;
pub mod api;
mod form;
mod frame;
mod linked_dossier;
mod page;
mod stage;
mod steps;
mod tell;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::path;

use crate::ui::route::FormRoute;
use page::LookUpPage;
use tell::{ConfirmPage, DigitsPage, StopPage, TellPage};

/// The stream that tells an open page that its dossier has changed.
pub const LOOK_UP_EVENTS: &str = "/lookup/events";

/// What the addresses begin with at which one POST ends the letters of a subscription. Programs of mail send it, too, for their user.
pub const STOP_PATH: &str = "/lookup/tell/stop/";

/// The page of a look-up, and those of being told of changes. They stand in no layout.
#[component(transparent)]
pub fn LookUpRoutes() -> AnyNestedRoute {
    view! {
        <FormRoute path=path!("/lookup") view=LookUpPage />
        <FormRoute path=path!("/lookup/tell") view=TellPage />
        <FormRoute path=path!("/lookup/tell/code") view=DigitsPage />
        <FormRoute path=path!("/lookup/tell/confirm/:token") view=ConfirmPage />
        <FormRoute path=path!("/lookup/tell/stop/:token") view=StopPage />
    }
    .into_inner()
    .into_any_nested_route()
}

//! Absences of staff, and the substitutes who do their work meanwhile.

pub mod api;
mod page;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::path;

use crate::ui::route::{ActRoute, FormRoute};
use page::{AbsenceOwner, EndPage, ListPage};

/// The pages of one's own absences, under `/account/absence`.
#[component(transparent)]
pub fn OwnAbsenceRoutes() -> AnyNestedRoute {
    view! {
        <FormRoute path=path!("") view=|| view! { <ListPage whose=AbsenceOwner::Own /> } />
        <ActRoute path=path!("/:absence/end") view=|| view! { <EndPage whose=AbsenceOwner::Own /> } />
    }
    .into_inner()
    .into_any_nested_route()
}

/// The pages of the absences of a manager's staff, under `/manage`.
#[component(transparent)]
pub fn AbsenceRoutes() -> AnyNestedRoute {
    view! {
        <FormRoute path=path!("/absences") view=|| view! { <ListPage whose=AbsenceOwner::Managed /> } />
        <ActRoute path=path!("/absences/:absence/end") view=|| view! { <EndPage whose=AbsenceOwner::Managed /> } />
    }
    .into_inner()
    .into_any_nested_route()
}

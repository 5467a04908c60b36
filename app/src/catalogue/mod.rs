//! The catalogue: agencies and fields, kept by administrators.

pub mod api;
pub(crate) mod form_fields;
mod item_page;
mod list_page;
pub(crate) mod words;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::path;
use sanh_domain::procedure::model::ItemKind;

use crate::ui::route::FormRoute;
use item_page::ItemPage;
use list_page::ListPage;

/// The pages of agencies and fields, under `/admin`.
#[component(transparent)]
pub fn CatalogueRoutes() -> AnyNestedRoute {
    let agencies = || view! { <ListPage kind=ItemKind::Agency /> };
    let agency = || view! { <ItemPage kind=ItemKind::Agency /> };
    let fields = || view! { <ListPage kind=ItemKind::Field /> };
    let field = || view! { <ItemPage kind=ItemKind::Field /> };
    view! {
        <FormRoute path=path!("/agencies") view=agencies />
        <FormRoute path=path!("/agencies/:agency") view=agency />
        <FormRoute path=path!("/fields") view=fields />
        <FormRoute path=path!("/fields/:field") view=field />
    }
    .into_inner()
    .into_any_nested_route()
}

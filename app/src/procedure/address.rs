//! The address of a procedure's page: which one it names, and the way to the pages below it.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use sanh_domain::procedure::model::Procedure;

/// The procedure that the address names.
pub(super) fn procedure_id() -> String {
    let id = use_params_map().with_untracked(|params| params.get("procedure"));
    id.unwrap_or_default()
}

/// The way from a procedure's page to a page below it, by the last part of its address.
pub(super) fn link_below(procedure: &Procedure, page: &str, name: String) -> AnyView {
    let href = format!("/admin/procedures/{}/{page}", procedure.id.0);
    view! {
        <p class="pages">
            <a href=href>{name}</a>
        </p>
    }
    .into_any()
}

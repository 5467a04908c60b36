//! Import in the browser: a file is uploaded, its columns and words are mapped, a dry run shows what would be written, and then
//! it is written. The command line uses the same reader.

pub mod api;
mod choice;
mod columns;
mod files;
mod import_page;
mod list;
mod meaning;
mod report;
mod sheet;

#[cfg(test)]
mod tests;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::hooks::use_params_map;
use leptos_router::path;
use sanh_domain::import::model::ImportId;

use crate::error::AppError;
use crate::ui::route::{ActRoute, FormRoute};
use columns::ColumnsPage;
use files::{BadValuesPage, MappingPage};
use import_page::{ApplyPage, CheckPage, ChoosePage, ImportPage, RemovePage, StopPage};
use list::ListPage;
use meaning::WordsPage;

/// The address to which a file is uploaded: the only form whose body may be large. The server stores it, within separate
/// limits, and passes the name of the stored file to the page.
pub const UPLOAD: &str = "/admin/import";

/// The pages of imports, under `/admin`.
#[component(transparent)]
pub fn ImportRoutes() -> AnyNestedRoute {
    view! {
        <FormRoute path=path!("/import") view=ListPage />
        <Route path=path!("/import/mapping") view=MappingPage />
        <Route path=path!("/import/:import") view=ImportPage />
        <ActRoute path=path!("/import/:import/choose") view=ChoosePage />
        <FormRoute path=path!("/import/:import/columns") view=ColumnsPage />
        <FormRoute path=path!("/import/:import/words") view=WordsPage />
        <ActRoute path=path!("/import/:import/check") view=CheckPage />
        <ActRoute path=path!("/import/:import/apply") view=ApplyPage />
        <ActRoute path=path!("/import/:import/stop") view=StopPage />
        <ActRoute path=path!("/import/:import/remove") view=RemovePage />
        <Route path=path!("/import/:import/bad") view=BadValuesPage />
    }
    .into_inner()
    .into_any_nested_route()
}

/// The import that the address names.
///
/// # Errors
/// [`AppError::NotFound`] for what is no number.
fn import_id() -> Result<ImportId, AppError> {
    let id = use_params_map().with_untracked(|params| params.get("import"));
    let id = id.and_then(|id| id.parse().ok());
    id.map(ImportId).ok_or(AppError::NotFound)
}

/// The address of an import, or of something of it.
fn address(id: ImportId, what: &str) -> String {
    if what.is_empty() {
        return format!("/admin/import/{}", id.0);
    }
    format!("/admin/import/{}/{what}", id.0)
}

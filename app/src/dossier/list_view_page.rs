//! Where the forms that save and remove filters of the work list go.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::address::query_of;
use super::api::{KeepWorklistView, RemoveWorklistView};
use super::worklist::listed;
use crate::error::AppError;
use crate::ui::response::{loaded, request, response};
use crate::ui::submit::submit;

/// `/desk/views`: where the form that saves filters goes.
#[component]
pub(super) fn KeepViewPage() -> impl IntoView {
    loaded(keep())
}

async fn keep() -> Result<AnyView, AppError> {
    let response = response();
    match submit::<KeepWorklistView>(&[]).await? {
        Err(refusal) => return listed(query_of(&request())?, &refusal.problems, &[]).await,
        Ok(query) => response.redirect(format!("/desk?{query}")),
    }
    Ok(().into_any())
}

/// `/desk/views/{view}/remove`: where the form that removes saved filters goes.
#[component]
pub(super) fn RemoveViewPage() -> impl IntoView {
    let view = use_params_map().with_untracked(|params| params.get("view"));
    loaded(remove(view.unwrap_or_default()))
}

async fn remove(view: String) -> Result<(), AppError> {
    let response = response();
    view.parse::<i64>().map_err(|_| AppError::NotFound)?;
    // A refusal means that the view is already gone.
    let _ = submit::<RemoveWorklistView>(&[("view", &view)]).await?;
    response.redirect("/desk");
    Ok(())
}

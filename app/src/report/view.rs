//! Where the forms go that save and remove views.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::api::{KeepView, RemoveView};
use super::overview;
use crate::error::AppError;
use crate::model::report::THROUGHPUT;
use crate::ui::response::{loaded, response};
use crate::ui::submit::submit;

/// `/manage/views`: where the form that keeps a view goes.
#[component]
pub(super) fn KeepPage() -> impl IntoView {
    loaded(keep())
}

async fn keep() -> Result<AnyView, AppError> {
    let response = response();
    match submit::<KeepView>(&[]).await? {
        Err(refusal) => return overview::shown(refusal.problems).await,
        Ok(query) => response.redirect(format!("{THROUGHPUT}?{query}")),
    }
    Ok(().into_any())
}

/// `/manage/views/{view}/remove`: where the form that removes a view goes.
#[component]
pub(super) fn RemovePage() -> impl IntoView {
    let view = use_params_map().with_untracked(|params| params.get("view"));
    loaded(remove(view.unwrap_or_default()))
}

async fn remove(view: String) -> Result<(), AppError> {
    let response = response();
    view.parse::<i64>().map_err(|_| AppError::NotFound)?;
    // A refusal means that the view is already gone.
    let _ = submit::<RemoveView>(&[("view", &view)]).await?;
    response.redirect(THROUGHPUT);
    Ok(())
}

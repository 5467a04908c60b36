//! One step for several dossiers, all or none.

use leptos::prelude::*;

use super::address::{ListAddress, query_of};
use super::api::MoveDossiers;
use super::bulk_bar::moved_parameters;
use super::worklist::listed;
use crate::error::AppError;
use crate::ui::response::{loaded, request, response};
use crate::ui::submit::{CONFLICT, submit};

/// `/desk/move`: where the list's form goes.
#[component]
pub(super) fn BulkPage() -> impl IntoView {
    loaded(moved())
}

async fn moved() -> Result<AnyView, AppError> {
    let response = response();
    let refusal = match submit::<MoveDossiers>(&[]).await? {
        Ok(at) => {
            let request = request();
            let query = query_of(&request)?;
            let (form, list) = (&request.form, ListAddress::of(&request, &query));
            let kind = form.text("act").parse().ok();
            let moved = moved_parameters(kind, &form.all("dossier"), at);
            response.redirect(format!("{}{moved}", list.path()));
            return Ok(().into_any());
        }
        Err(refusal) => refusal,
    };
    let query = query_of(&request())?;
    if refusal.status == CONFLICT {
        return listed(query, &[], &refusal.problems).await;
    }
    listed(query, &refusal.problems, &[]).await
}

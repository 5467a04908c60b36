//! Saved views, and the forms that save and remove them.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use sanh_domain::report::view::model::{NAME_CHARS_MAX, SavedView};

use super::api::{KeepView, RemoveView};
use super::counting::hidden_fields;
use super::overview;
use crate::error::AppError;
use crate::model::report::THROUGHPUT;
use crate::model::report_table::ReportContext;
use crate::page::PageRequest;
use crate::text::Messages;
use crate::ui::form::{Field, Problem, button_second, field};
use crate::ui::response::{loaded, response};
use crate::ui::saved_views::{SavedViewPaths, saved_views};
use crate::ui::submit::submit;

/// The name of the field.
const NAME: &str = "view";

/// The kept views, and a form to keep the one that is open.
pub(super) fn chips(
    sight: &ReportContext<'_>,
    request: &PageRequest,
    views: &[SavedView],
    problems: &[Problem],
) -> AnyView {
    let words = sight.lang.words();
    let here = sight.wanted.parameters();
    let paths = SavedViewPaths {
        page: THROUGHPUT,
        acts: "/manage/views",
        here: &here,
    };
    let list = saved_views(views, &paths, words.throughput_views(), |name| {
        words.throughput_view_remove(name)
    });
    let name = Field {
        value: request.form.text(NAME).to_owned(),
        chars_max: NAME_CHARS_MAX,
        hint: Some(words.throughput_view_hint()),
        ..Field::text(NAME, words.throughput_view_name())
    };
    let is_open = problems.iter().any(|problem| problem.field == NAME);
    view! {
        <div class="views">
            {list}
            <details class="view-keep" open=is_open>
                <summary>{words.throughput_view_keep()}</summary>
                <form method="post" action="/manage/views" class="filters">
                    {hidden_fields(&sight.wanted.pairs())}
                    {field(name, problems)}
                    <div class="filters-do">{button_second(words.throughput_view_button())}</div>
                </form>
            </details>
        </div>
    }
    .into_any()
}

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

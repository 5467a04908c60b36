//! Kept views on the page, and the forms that keep and remove them.

use std::sync::Arc;

use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::report::view::model::{NAME_CHARS_MAX, QUERY_CHARS_MAX, SavedView, VIEWS_MAX};

use super::port::ViewPort;
use crate::Ports;
use crate::error::AppError;
use crate::page::{Page, PageRequest};
use crate::report::address::ReportRequest;
use crate::report::overview;
use crate::report::parts::{ReportContext, hidden_fields as kept_fields};
use crate::text::Messages;
use crate::ui::form::{Field, Problem, button_second, field};

/// The name of the field.
const NAME: &str = "view";

/// The port of kept views and exports.
pub(in crate::report) fn port() -> Arc<dyn ViewPort> {
    expect_context::<Ports>().manage.view
}

/// The caller's views.
pub(in crate::report) async fn saved_views(caller: &Caller) -> Result<Vec<SavedView>, AppError> {
    port().views(caller).await
}

/// The kept views, and a form to keep the one that is open.
pub(in crate::report) fn chips(
    sight: &ReportContext<'_>,
    request: &PageRequest,
    views: &[SavedView],
    problems: &[Problem],
) -> AnyView {
    let words = sight.lang.words();
    let here = sight.wanted.parameters();
    let chip = |view: &SavedView| {
        let href = format!("/manage?{}", view.query);
        let is_here = view.query == here;
        let remove = words.throughput_view_remove(view.name.as_str());
        view! {
            <li>
                <a href=href aria-current=is_here.then_some("page")>
                    {view.name.clone()}
                </a>
                <form method="post" action=format!("/manage/views/{}/remove", view.id)>
                    <button r#type="submit" aria-label=remove.clone() title=remove>
                        "×"
                    </button>
                </form>
            </li>
        }
    };
    let list = (!views.is_empty()).then(|| {
        view! {
            <ul class="views-list" aria-label=words.throughput_views()>
                {views.iter().map(chip).collect::<Vec<_>>()}
            </ul>
        }
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
                    {kept_fields(&sight.wanted.pairs())}
                    {field(name, problems)}
                    <div class="filters-do">{button_second(words.throughput_view_button())}</div>
                </form>
            </details>
        </div>
    }
    .into_any()
}

/// `POST /manage/views`
pub(in crate::report) async fn keep(
    request: &PageRequest,
    caller: &Caller,
) -> Result<Page, AppError> {
    let words = request.room_lang().words();
    let (wanted, _) = ReportRequest::read(|name| Some(request.form.text(name)))?;
    let query = wanted.parameters();
    let name = request.form.text(NAME);
    let problem = if name.is_empty() {
        Some(words.throughput_view_needs_name())
    } else if name.chars().count() > NAME_CHARS_MAX {
        Some(words.throughput_view_long(NAME_CHARS_MAX))
    } else if query.chars().count() > QUERY_CHARS_MAX {
        return Err(AppError::Invalid("person".to_owned()));
    } else if port().keep(caller, name, &query).await? {
        None
    } else {
        Some(words.throughput_view_too_many(VIEWS_MAX))
    };
    match problem {
        None => Ok(Page::redirect(format!("/manage?{query}"))),
        Some(message) => {
            let problems = vec![Problem::new(NAME, message)];
            overview::shown(request, caller, 422, problems).await
        }
    }
}

/// `POST /manage/views/{view}/remove`
pub(in crate::report) async fn remove(caller: &Caller, id: &str) -> Result<Page, AppError> {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    port().remove(caller, id).await?;
    Ok(Page::redirect("/manage"))
}

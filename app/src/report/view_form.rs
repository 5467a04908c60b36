//! The saved views, and the form that saves the one that is open.

use leptos::prelude::*;
use sanh_domain::report::view::model::{NAME_CHARS_MAX, SavedView};

use super::counting::hidden_fields;
use crate::model::report::THROUGHPUT;
use crate::model::report_table::ReportContext;
use crate::page::PageRequest;
use crate::text::Messages;
use crate::ui::form::{Field, Problem, button_second, field};
use crate::ui::saved_views::{SavedViewPaths, saved_views};

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

//! Saved filters of the work list, above it.

use leptos::prelude::*;
use sanh_domain::report::view::model::NAME_CHARS_MAX;

use super::listing::Listing;
use crate::text::Messages;
use crate::ui::form::{Field, button_second, field, hidden};
use crate::ui::saved_views::{SavedViewPaths, saved_views};

/// The name of the field.
const NAME: &str = "view";

/// The saved filters, and a form to save those that are set. What was looked for is not saved.
pub(super) fn views(listing: &Listing<'_>) -> AnyView {
    let words = listing.lang.words();
    let here = listing.address().parameters();
    let paths = SavedViewPaths {
        page: "/desk",
        acts: "/desk/views",
        here: &here,
    };
    let list = saved_views(listing.views, &paths, words.desk_views(), |name| {
        words.desk_view_remove(name)
    });
    let name = Field {
        value: listing.request.form.text(NAME).to_owned(),
        chars_max: NAME_CHARS_MAX,
        ..Field::text(NAME, words.desk_view_name())
    };
    let mut problems = listing.problems.iter();
    let is_open = problems.any(|problem| problem.field == NAME);
    view! {
        <div class="list-views">
            {list}
            <details class="view-keep" open=is_open>
                <summary>{words.desk_view_keep()}</summary>
                <form method="post" action=format!("/desk/views?{here}") class="filters">
                    {hidden("query", &here)}
                    {field(name, listing.problems)}
                    <div class="filters-do">{button_second(words.desk_view_button())}</div>
                </form>
            </details>
        </div>
    }
    .into_any()
}

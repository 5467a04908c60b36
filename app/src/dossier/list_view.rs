//! Saved filters of the work list, above it.

use leptos::prelude::*;
use sanh_domain::report::view::model::{NAME_CHARS_MAX, SavedView};

use super::listing::Listing;
use crate::text::Messages;
use crate::ui::form::{Field, button_second, field, hidden};

/// The name of the field.
const NAME: &str = "view";

/// The saved filters, and a form to save those that are set. What was looked for is not saved.
pub(super) fn views(listing: &Listing<'_>) -> AnyView {
    let words = listing.lang.words();
    let here = listing.address().parameters();
    let chip = |view: &SavedView| {
        let href = format!("/desk?{}", view.query);
        let is_here = view.query == here;
        let remove = words.desk_view_remove(view.name.as_str());
        view! {
            <li>
                <a href=href aria-current=is_here.then_some("page")>
                    {view.name.clone()}
                </a>
                <form method="post" action=format!("/desk/views/{}/remove", view.id)>
                    <button r#type="submit" aria-label=remove.clone() title=remove>
                        "×"
                    </button>
                </form>
            </li>
        }
    };
    let list = (!listing.views.is_empty()).then(|| {
        view! {
            <ul class="views-list" aria-label=words.desk_views()>
                {listing.views.iter().map(chip).collect::<Vec<_>>()}
            </ul>
        }
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

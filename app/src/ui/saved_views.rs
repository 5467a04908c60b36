//! What somebody has saved of a list or a table, above it: each a link, with a button that removes it.

use leptos::prelude::*;
use sanh_domain::report::view::model::SavedView;

/// Where saved views lead.
pub(crate) struct SavedViewPaths<'a> {
    /// The page that shows them.
    pub(crate) page: &'a str,
    /// The page that saves and removes them.
    pub(crate) acts: &'a str,
    /// The parameters of the view that is open.
    pub(crate) here: &'a str,
}

/// The saved views, under a label of their own; `None`: there are none.
pub(crate) fn saved_views(
    views: &[SavedView],
    paths: &SavedViewPaths<'_>,
    label: String,
    remove: impl Fn(&str) -> String,
) -> Option<AnyView> {
    if views.is_empty() {
        return None;
    }
    let chip = |view: &SavedView| {
        let href = format!("{}?{}", paths.page, view.query);
        let is_here = view.query == paths.here;
        let remove = remove(&view.name);
        view! {
            <li>
                <a href=href aria-current=is_here.then_some("page")>
                    {view.name.clone()}
                </a>
                <form method="post" action=format!("{}/{}/remove", paths.acts, view.id)>
                    <button r#type="submit" aria-label=remove.clone() title=remove>
                        "×"
                    </button>
                </form>
            </li>
        }
    };
    Some(
        view! {
            <ul class="views-list" aria-label=label>
                {views.iter().map(chip).collect::<Vec<_>>()}
            </ul>
        }
        .into_any(),
    )
}

//! The frame of the pages before a sign-in: the centre's name, and one column with one form.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::language::Lang;

use crate::ui::document::product_title;
use crate::ui::form::{Problem, error_summary};
use crate::ui::public::centre_name;
use crate::ui::response::request;

/// A page of one column with a heading, the problems of the form that was sent, and the body.
#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
pub(super) fn Front(title: String, problems: Vec<Problem>, children: Children) -> impl IntoView {
    let lang = request().room_lang();
    view! {
        <Title text=product_title(lang, &title) />
        {column(lang, title, &problems, children())}
    }
}

/// The column without a heading.
pub(super) fn column(
    lang: Lang,
    title: String,
    problems: &[Problem],
    body: impl IntoView + 'static,
) -> AnyView {
    view! {
        <main class="front" id="main">
            <p class="front-centre">{centre_name(lang)}</p>
            {error_summary(lang, problems)}
            <h1>{title}</h1>
            {body}
        </main>
    }
    .into_any()
}

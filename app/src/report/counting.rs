//! What the pages of throughput share: a figure that leads to its dossiers, the page of a count that goes on.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::language::Lang;
use sanh_domain::report::model::CountProgress;
use sanh_domain::report::query::Figure;

use crate::model::report_table::ReportContext;
use crate::text::Messages;
use crate::text::number::number;
use crate::ui::document::product_title;
use crate::ui::form::hidden;
use crate::ui::response::{PageExtras, request, response};

/// Seconds after which a page asks again how far a count has come (ours).
pub const AGAIN_S: u32 = 2;

impl ReportContext<'_> {
    /// A figure that leads to its dossiers; the dash where it is not known yet.
    pub fn figure(&self, figure: Figure, count: Option<u64>) -> AnyView {
        let Some(count) = count else {
            return view! { <span class="fig">{crate::text::number::NO_RATE}</span> }.into_any();
        };
        let class = if count == 0 { "fig zero" } else { "fig" };
        view! {
            <a class=class href=self.list(figure, None)>
                {number(self.lang, count)}
            </a>
        }
        .into_any()
    }
}

/// Parameters as hidden fields of a form.
pub fn hidden_fields(pairs: &[(&'static str, String)]) -> Vec<AnyView> {
    let field = |(name, value): &(&'static str, String)| hidden(name, value);
    pairs.iter().map(field).collect()
}

/// How far a count has come.
pub fn progress(lang: Lang, at: CountProgress) -> AnyView {
    let words = lang.words();
    let (done, total) = (number(lang, at.done), number(lang, at.total));
    view! {
        <p class="counting">
            <label r#for="counting">{words.throughput_counting(done, total)}</label>
            <progress id="counting" value=at.done.to_string() max=at.total.max(1).to_string()></progress>
        </p>
    }
    .into_any()
}

/// The page of an answer that is being counted: it asks again by itself.
#[component]
pub(super) fn Counting(at: CountProgress) -> impl IntoView {
    let lang = request().room_lang();
    let words = lang.words();
    response().set_extras(PageExtras {
        refresh_s: Some(AGAIN_S),
        ..PageExtras::default()
    });
    view! {
        <Title text=product_title(lang, &words.throughput_title()) />
        <h1>{words.throughput_title()}</h1>
        <p>{words.throughput_counting_text()}</p>
        {progress(lang, at)}
    }
}

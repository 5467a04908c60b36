//! `/admin/procedures/import`: procedures from a table, all or none.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::language::Lang;
use sanh_domain::procedure::table::{FILE_BYTES_MAX, ROWS_MAX};

use super::api::ImportProcedures;
use crate::error::AppError;
use crate::model::procedure::ImportedCounts;
use crate::text::Messages;
use crate::text::number::number;
use crate::ui::document::product_title;
use crate::ui::form::{Problem, button, done, error_summary, labelled};
use crate::ui::response::{loaded, request};
use crate::ui::submit::{Submitted, submitted};

/// `/admin/procedures/import`
#[component]
pub(super) fn ImportPage() -> impl IntoView {
    loaded(shown())
}

async fn shown() -> Result<AnyView, AppError> {
    let lang = request().room_lang();
    Ok(match submitted::<ImportProcedures>(&[]).await? {
        Submitted::Not => page(lang, None, &[]),
        Submitted::Done(counts) => page(lang, Some(counts), &[]),
        Submitted::Refused(refusal) => page(lang, None, &refusal.problems),
    })
}

fn page(lang: Lang, counts: Option<ImportedCounts>, problems: &[Problem]) -> AnyView {
    let words = lang.words();
    let title = words.guide_import_title();
    let counts = counts.map(|it| {
        let count = |n: u32| number(lang, n.into());
        done(words.guide_import_done(count(it.added), count(it.changed), count(it.same)))
    });
    let hint = words.guide_import_file_hint(number(lang, ROWS_MAX as u64), FILE_BYTES_MAX >> 20);
    let file = labelled(
        "file",
        words.guide_import_file(),
        Some(hint),
        problems,
        |described, _| {
            view! {
                <input
                    id="file"
                    name="file"
                    r#type="file"
                    accept=".csv,.xlsx,text/csv"
                    aria-describedby=described
                />
            }
            .into_any()
        },
    );
    view! {
        <Title text=product_title(lang, &title) />
        <p class="back">
            <a href="/admin/procedures">{words.procedures_back()}</a>
        </p>
        {error_summary(lang, problems)}
        {counts}
        <h1>{title}</h1>
        <p class="hint">{words.guide_import_lead()}</p>
        <p>
            <a href="/admin/procedures.xlsx">{words.guide_export_xlsx()}</a>
            " · "
            <a href="/admin/procedures.csv">{words.guide_export_csv()}</a>
        </p>
        <form method="post" action="/admin/procedures/import" enctype="multipart/form-data" class="form">
            {file}
            {button(words.guide_import_button())}
        </form>
    }
    .into_any()
}

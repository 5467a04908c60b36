//! `/admin/procedures/import`: procedures from a table, all or none, with a preview.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::language::Lang;
use sanh_domain::procedure::table::{FILE_BYTES_MAX, ROWS_MAX};

use super::api::ImportProcedures;
use crate::error::AppError;
use crate::model::procedure::{ImportedCounts, ImportedRow, ImportedTable, PREVIEW};
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
        Submitted::Done(table) => page(lang, Some(&table), &[]),
        Submitted::Refused(refusal) => page(lang, None, &refusal.problems),
    })
}

fn page(lang: Lang, table: Option<&ImportedTable>, problems: &[Problem]) -> AnyView {
    let words = lang.words();
    let title = words.guide_import_title();
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
        {table.map(|table| result(lang, table))}
        <h1>{title}</h1>
        <p class="hint">{words.guide_import_lead()}</p>
        <p class="hint">{words.office_import_national()}</p>
        <p class="pages">
            <a href="/admin/procedures.xlsx">{words.guide_export_xlsx()}</a>
            <a href="/admin/procedures.csv">{words.guide_export_csv()}</a>
        </p>
        <form method="post" action="/admin/procedures/import" enctype="multipart/form-data" class="form">
            {file}
            <div class="do-line">
                <button class="button button-second" name="action" value=PREVIEW>
                    {words.office_import_preview_button()}
                </button>
                {button(words.guide_import_button())}
            </div>
        </form>
    }
    .into_any()
}

/// What was taken, or what would be.
fn result(lang: Lang, table: &ImportedTable) -> AnyView {
    let words = lang.words();
    let count = |n: u32| number(lang, n.into());
    let ImportedCounts {
        added,
        changed,
        same,
    } = table.counts;
    let Some(preview) = &table.preview else {
        return done(words.guide_import_done(count(added), count(changed), count(same)));
    };
    let told = words.office_import_preview(count(added), count(changed), count(same));
    let rows: Vec<_> = preview.iter().map(|it| row(lang, it)).collect();
    let left = u64::from(added + changed).saturating_sub(rows.len() as u64);
    let more = (left > 0).then(|| {
        view! { <p class="hint">{words.office_import_preview_more(number(lang, left))}</p> }
    });
    let rows = (!rows.is_empty()).then(|| {
        view! {
            <h2>{words.office_import_preview_rows()}</h2>
            <ul>{rows}</ul>
        }
    });
    view! {
        {done(told)}
        {rows}
        {more}
        <p>{words.office_import_preview_again()}</p>
    }
    .into_any()
}

fn row(lang: Lang, row: &ImportedRow) -> AnyView {
    let differs = row.differs.as_ref().map_or_else(
        || lang.words().office_import_preview_new(),
        |columns| columns.join(", "),
    );
    view! {
        <li>
            <b>{row.code.clone()}</b>
            " "
            {row.name.clone()}
            " "
            <span class="hint">{differs}</span>
        </li>
    }
    .into_any()
}

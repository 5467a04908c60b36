//! The uploads of an administrator, and the saved mappings.

use chrono_tz::Tz;
use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::import::model::{ImportJob, ListedMapping, ReaderMessage};
use sanh_domain::language::Lang;

use super::api::list_imports;
use super::{UPLOAD, address};
use crate::error::AppError;
use crate::model::import::{ImportBounds, ImportList};
use crate::page::{Method, PageRequest, escaped};
use crate::text::Messages;
use crate::text::dossier::moment;
use crate::text::import::{message_text, size, state_name};
use crate::text::number::{NO_RATE, number};
use crate::ui::document::product_title;
use crate::ui::form::{Problem, button, error_summary, labelled};
use crate::ui::response::{loaded, request, response};

/// `/admin/import`
#[component]
pub(super) fn ListPage() -> impl IntoView {
    loaded(list())
}

async fn list() -> Result<AnyView, AppError> {
    let (request, response) = (request(), response());
    // The upload handler has already stored the file: see `UPLOAD`.
    let id = request.form.text("import");
    if !id.is_empty() {
        response.redirect(format!("{UPLOAD}/{id}"));
        return Ok(().into_any());
    }
    let imports = list_imports().await?;
    let mut problems = Vec::new();
    if request.method == Method::Post {
        let (status, problem) = fault(&request, imports.bounds);
        response.set_status(status);
        problems.push(problem);
    }
    Ok(view! { <List imports problems /> }.into_any())
}

/// The reason why a file was not accepted, with its HTTP status.
fn fault(request: &PageRequest, bounds: ImportBounds) -> (u16, Problem) {
    let told: ReaderMessage = serde_json::from_str(request.form.text("fault")).unwrap_or_default();
    let lang = request.room_lang();
    let words = lang.words();
    let (status, message) = match told.code.as_str() {
        "file_too_large" => (
            413,
            words.import_too_large(size(lang, bounds.file_bytes_max)),
        ),
        "" => (422, words.import_fault_no_file()),
        _ => (422, message_text(lang, &told)),
    };
    (status, Problem::new("file", message))
}

#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
fn List(imports: ImportList, problems: Vec<Problem>) -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let removed = request.parameter("removed").map(|_| {
        view! {
            <div class="done" role="status">
                <p>{words.import_removed()}</p>
            </div>
        }
    });
    let title = words.import_title();
    view! {
        <Title text=product_title(lang, &title) />
        {error_summary(lang, &problems)}
        {removed}
        <h1>{title}</h1>
        <p class="narrow">{words.import_lead()}</p>
        {upload_form(lang, imports.bounds, &problems)}
        <h2>{words.import_uploads()}</h2>
        {uploads(lang, imports.zone, &imports.jobs)}
        <h2>{words.import_mappings()}</h2>
        <p class="hint narrow">{words.import_mappings_hint()}</p>
        {mapping_table(lang, imports.zone, &imports.mappings)}
    }
}

fn upload_form(lang: Lang, bounds: ImportBounds, problems: &[Problem]) -> AnyView {
    let words = lang.words();
    let hint = words.import_file_hint(
        size(lang, bounds.file_bytes_max),
        number(lang, bounds.keep_h.into()),
    );
    let file = labelled(
        "file",
        words.import_file(),
        Some(hint),
        problems,
        |described, is_wrong| {
            view! {
                <input
                    id="file"
                    name="file"
                    r#type="file"
                    required=true
                    accept=".xlsx,.xls,.csv,.txt,.tsv"
                    aria-describedby=described
                    aria-invalid=is_wrong.then_some("true")
                />
            }
            .into_any()
        },
    );
    view! {
        <form method="post" action=UPLOAD enctype="multipart/form-data" class="form upload">
            {file}
            {button(words.import_upload())}
        </form>
    }
    .into_any()
}

fn uploads(lang: Lang, zone: Tz, jobs: &[ImportJob]) -> AnyView {
    let words = lang.words();
    if jobs.is_empty() {
        return view! { <p class="none">{words.import_uploads_none()}</p> }.into_any();
    }
    let row = |job: &ImportJob| {
        let counted = job.counts.map(|counts| {
            words.import_counted(
                number(lang, counts.new),
                number(lang, counts.changed),
                number(lang, counts.bad),
            )
        });
        let counted = counted.unwrap_or_else(|| NO_RATE.to_owned());
        view! {
            <tr>
                <th scope="row" data-label=words.import_file_name()>
                    <a href=address(job.id, "")>{job.file_name.clone()}</a>
                </th>
                <td data-label=words.import_size()>{size(lang, job.file_bytes)}</td>
                <td data-label=words.import_when()>{moment(job.uploaded_at, zone)}</td>
                <td data-label=words.import_state()>{state_name(lang, job.state)}</td>
                <td data-label=words.import_result()>{counted}</td>
            </tr>
        }
    };
    let rows: Vec<_> = jobs.iter().map(row).collect();
    view! {
        <table class="table uploads">
            <thead>
                <tr>
                    <th scope="col">{words.import_file_name()}</th>
                    <th scope="col">{words.import_size()}</th>
                    <th scope="col">{words.import_when()}</th>
                    <th scope="col">{words.import_state()}</th>
                    <th scope="col">{words.import_result()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn mapping_table(lang: Lang, zone: Tz, mappings: &[ListedMapping]) -> AnyView {
    let words = lang.words();
    let row = |mapping: &ListedMapping| {
        let href = format!("/admin/import/mapping?name={}", escaped(&mapping.name));
        let (version, saved) = match &mapping.saved {
            Some((author, at)) => (
                number(lang, mapping.version.unsigned_abs()),
                words.import_saved_by(author, moment(*at, zone)),
            ),
            None => (NO_RATE.to_owned(), words.import_shipped()),
        };
        let label = words.import_download_of(&mapping.name);
        view! {
            <tr>
                <th scope="row" data-label=words.import_mapping_name()>{mapping.name.clone()}</th>
                <td data-label=words.import_version()>{version}</td>
                <td data-label=words.import_saved()>{saved}</td>
                <td>
                    <a href=href aria-label=label>
                        {words.import_download()}
                    </a>
                </td>
            </tr>
        }
    };
    let rows: Vec<_> = mappings.iter().map(row).collect();
    view! {
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">{words.import_mapping_name()}</th>
                    <th scope="col">{words.import_version()}</th>
                    <th scope="col">{words.import_saved()}</th>
                    <td></td>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

//! The uploads of an administrator, and the mappings that are kept.

use chrono_tz::Tz;
use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::import::model::{ImportJob, ListedMapping, ReaderMessage};
use sanh_domain::language::Lang;

use super::pages::{address, port};
use super::words::{size, state_name, told_text};
use crate::Ports;
use crate::admin::pages::in_room;
use crate::dossier::words::moment;
use crate::error::AppError;
use crate::page::{Page, PageRequest, UPLOAD, escaped};
use crate::text::Messages;
use crate::text::number::{NO_RATE, number};
use crate::ui::form::{Problem, button, error_summary, labelled};
use crate::ui::frame::NavSection;

/// `POST /admin/import`: what became of the file that was sent.
pub(super) async fn uploaded(request: &PageRequest, caller: &Caller) -> Result<Page, AppError> {
    let id = request.form.text("import");
    if !id.is_empty() {
        return Ok(Page::redirect(format!("{UPLOAD}/{id}")));
    }
    let told: ReaderMessage = serde_json::from_str(request.form.text("fault")).unwrap_or_default();
    let lang = request.room_lang();
    let bounds = port().bounds();
    let message = match told.code.as_str() {
        "file_too_large" => lang
            .words()
            .import_too_large(size(lang, bounds.file_bytes_max)),
        "" => lang.words().import_fault_no_file(),
        _ => told_text(lang, &told),
    };
    let status = if told.code == "file_too_large" {
        413
    } else {
        422
    };
    list(request, caller, status, &[Problem::new("file", message)]).await
}

/// `GET /admin/import`
pub(super) async fn list(
    request: &PageRequest,
    caller: &Caller,
    status: u16,
    problems: &[Problem],
) -> Result<Page, AppError> {
    let jobs = port().jobs(caller).await?;
    let mappings = port().mappings(None).await?;
    let zone = expect_context::<Ports>().board.calendar().await?.zone();
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
    let place = (NavSection::Import, title.clone());
    Ok(in_room(request, caller, place, status, || {
        view! {
            {error_summary(lang, problems)}
            {removed}
            <h1>{title}</h1>
            <p class="narrow">{words.import_lead()}</p>
            {upload_form(lang, problems)}
            <h2>{words.import_uploads()}</h2>
            {uploads(lang, zone, &jobs)}
            <h2>{words.import_mappings()}</h2>
            <p class="hint narrow">{words.import_mappings_hint()}</p>
            {kept(lang, zone, &mappings)}
        }
        .into_any()
    }))
}

fn upload_form(lang: Lang, problems: &[Problem]) -> AnyView {
    let words = lang.words();
    let bounds = port().bounds();
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

fn kept(lang: Lang, zone: Tz, mappings: &[ListedMapping]) -> AnyView {
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

//! The page of one import: its file, its mapping, the dry run, the result.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use sanh_domain::import::model::{
    FileInspection, FileKind, ImportId, ImportJob, ImportProgress, ReaderMessage,
};
use sanh_domain::import::state::ImportState;
use sanh_domain::language::Lang;
use serde::de::DeserializeOwned;

use super::api::{ApplyImport, CheckImport, ChooseMapping, RemoveImport, StopImport, read_import};
use super::choice::choices;
use super::sheet::first_rows;
use super::{UPLOAD, address, import_id, report};
use crate::error::AppError;
use crate::model::import::OpenImport;
use crate::text::Messages;
use crate::text::dossier::moment;
use crate::text::import::{message_text, size, state_name};
use crate::text::number::number;
use crate::ui::document::product_title;
use crate::ui::form::{button, button_second, error_summary};
use crate::ui::response::{PageExtras, loaded, request, response};
use crate::ui::submit::{FormError, Refusal, submit};

/// Seconds after which the page of a run loads itself again where scripts are off (ours).
const REFRESH_S: u32 = 3;

/// `/admin/import/{import}`
#[component]
pub(super) fn ImportPage() -> impl IntoView {
    loaded(async { shown(import_id()?, Refusal::default()).await })
}

/// `/admin/import/{import}/choose`: the target of the form that reads the file by a mapping and begins the dry run.
#[component]
pub(super) fn ChoosePage() -> impl IntoView {
    loaded(chosen())
}

/// `/admin/import/{import}/check`: the target of the form that begins the dry run.
#[component]
pub(super) fn CheckPage() -> impl IntoView {
    loaded(acted::<CheckImport>(None))
}

/// `/admin/import/{import}/apply`: the target of the form that begins to write.
#[component]
pub(super) fn ApplyPage() -> impl IntoView {
    loaded(acted::<ApplyImport>(None))
}

/// `/admin/import/{import}/stop`: the target of the form that stops a run.
#[component]
pub(super) fn StopPage() -> impl IntoView {
    loaded(acted::<StopImport>(None))
}

/// `/admin/import/{import}/remove`: the target of the form that removes the file.
#[component]
pub(super) fn RemovePage() -> impl IntoView {
    loaded(acted::<RemoveImport>(Some("/admin/import?removed=1")))
}

async fn chosen() -> Result<AnyView, AppError> {
    let id = import_id()?;
    match submit::<ChooseMapping>(&[("import", &id.0.to_string())]).await? {
        Ok(()) => acted::<CheckImport>(None).await,
        Err(refusal) => shown(id, refusal).await,
    }
}

/// Runs the function of a form; redirects to `next` if it succeeds, else back to the import.
pub(super) async fn acted<F>(next: Option<&'static str>) -> Result<AnyView, AppError>
where
    F: ServerFn<Error = FormError, Output = ()> + DeserializeOwned,
{
    let (response, id) = (response(), import_id()?);
    match submit::<F>(&[("import", &id.0.to_string())]).await? {
        Ok(()) => {
            response.redirect(next.map_or_else(|| address(id, ""), str::to_owned));
        }
        Err(refusal) => return shown(id, refusal).await,
    }
    Ok(().into_any())
}

async fn shown(id: ImportId, refusal: Refusal) -> Result<AnyView, AppError> {
    let response = response();
    let open = read_import(id).await?;
    if open.job.state.is_running() {
        response.set_extras(PageExtras {
            script: Some("/fresh.js"),
            refresh_without_script_s: Some(REFRESH_S),
            ..PageExtras::default()
        });
    }
    Ok(view! { <Import open refusal /> }.into_any())
}

#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
fn Import(open: OpenImport, refusal: Refusal) -> impl IntoView {
    let lang = request().room_lang();
    let words = lang.words();
    let title = open.job.file_name.clone();
    view! {
        <Title text=product_title(lang, &title) />
        <p class="back">
            <a href=UPLOAD>{words.import_back()}</a>
        </p>
        {error_summary(lang, &refusal.problems)}
        <h1>{title}</h1>
        {facts(lang, &open)}
        <div id="import" data-fresh=open.job.state.is_running().then_some("2")>
            {steps(lang, open.job.state)}
            {body(lang, &open)}
        </div>
    }
}

/// The facts of the file, on one line.
fn facts(lang: Lang, open: &OpenImport) -> AnyView {
    let words = lang.words();
    let job = &open.job;
    let mut told = vec![
        size(lang, job.file_bytes),
        words.import_uploaded_at(moment(job.uploaded_at, open.zone)),
    ];
    if let Ok(look) = &open.file.look {
        told.push(match (look.kind, &look.sheet) {
            (FileKind::Text, _) if look.written.is_empty() => words.import_kind_text(),
            (FileKind::Text, _) => words.import_kind_written(&look.written),
            (FileKind::Workbook, Some(sheet)) => words.import_kind_sheet(sheet),
            (FileKind::Workbook, None) => words.import_kind_workbook(),
        });
        told.push(words.import_header_at(number(lang, look.header_row.into())));
        told.push(words.import_columns_count(number(lang, look.header.len() as u64)));
    }
    view! { <p class="hint">{told.join(" · ")}</p> }.into_any()
}

/// The four steps, with the current one marked.
fn steps(lang: Lang, state: ImportState) -> AnyView {
    let words = lang.words();
    let at = match state {
        ImportState::Uploaded | ImportState::Mapped => 1,
        ImportState::Checking
        | ImportState::Checked
        | ImportState::Failed
        | ImportState::Interrupted => 2,
        ImportState::Applying | ImportState::Applied => 3,
        ImportState::Removed => 0,
    };
    let names = [
        words.import_step_upload(),
        words.import_step_mapping(),
        words.import_step_check(),
        words.import_step_apply(),
    ];
    let step = |(place, name): (usize, String)| {
        let current = (place == at).then_some("step");
        let class = if place < at { "step step-done" } else { "step" };
        view! {
            <li class=class aria-current=current>
                {name}
            </li>
        }
    };
    let steps: Vec<_> = names.into_iter().enumerate().map(step).collect();
    view! {
        <ol class="steps" aria-label=words.import_steps()>
            {steps}
        </ol>
    }
    .into_any()
}

fn body(lang: Lang, open: &OpenImport) -> AnyView {
    let words = lang.words();
    let job = &open.job;
    match job.state {
        ImportState::Removed => view! { <p>{words.import_removed()}</p> }.into_any(),
        ImportState::Checking | ImportState::Applying => running(lang, job, open.file.progress),
        ImportState::Applied => view! {
            <div class="done" role="status">
                <p>{words.import_applied()}</p>
            </div>
            {report::report(lang, open)}
        }
        .into_any(),
        _ => match &open.file.look {
            Err(told) => unreadable(lang, job, told),
            Ok(look) => standing(lang, open, look),
        },
    }
}

/// An import that waits for somebody.
fn standing(lang: Lang, open: &OpenImport, look: &FileInspection) -> AnyView {
    let job = &open.job;
    let has_mapping = job.mapping.is_some();
    let outcome = match job.state {
        ImportState::Checked => view! {
            {report::report(lang, open)}
            {report::apply_form(lang, open)}
        }
        .into_any(),
        ImportState::Failed | ImportState::Interrupted => broken_off(lang, job),
        _ if has_mapping => check_form(lang, job),
        _ => ().into_any(),
    };
    view! {
        {outcome}
        {choices(lang, job, &open.mappings)}
        {first_rows(lang, look)}
        {remove_form(lang, job)}
    }
    .into_any()
}

fn running(lang: Lang, job: &ImportJob, progress: Option<ImportProgress>) -> AnyView {
    let words = lang.words();
    let title = if job.state == ImportState::Checking {
        words.import_checking_title()
    } else {
        words.import_applying_title()
    };
    let Some(progress) = progress else {
        return view! {
            <h2>{title}</h2>
            <p>{words.import_elsewhere()}</p>
        }
        .into_any();
    };
    let per_cent = (progress.done.saturating_mul(100))
        .checked_div(progress.whole)
        .map(|per_cent| per_cent.min(100));
    let bar = match per_cent {
        Some(per_cent) => view! {
            <progress class="progress" max="100" value=per_cent.to_string() aria-label=title.clone()></progress>
        }
        .into_any(),
        None => view! { <progress class="progress" aria-label=title.clone()></progress> }.into_any(),
    };
    let done = number(lang, progress.done);
    let text = match (progress.is_writing, per_cent) {
        (true, _) => words.import_progress_dossiers(done, number(lang, progress.whole)),
        (false, Some(per_cent)) => words.import_progress_read(number(lang, per_cent)),
        (false, None) => words.import_progress_rows(done),
    };
    view! {
        <h2>{title}</h2>
        {bar}
        <p>{text}</p>
        <p class="hint">{words.import_running_hint()}</p>
        <form method="post" action=address(job.id, "stop")>{button_second(words.import_stop())}</form>
    }
    .into_any()
}

fn broken_off(lang: Lang, job: &ImportJob) -> AnyView {
    let words = lang.words();
    let why = match &job.fault {
        Some(told) => message_text(lang, told),
        None => words.import_interrupted(),
    };
    view! {
        <div class="errors" role="alert">
            <h2>{state_name(lang, job.state)}</h2>
            <p>{why}</p>
            <p>{words.import_nothing_written()}</p>
        </div>
        {check_form(lang, job)}
    }
    .into_any()
}

fn unreadable(lang: Lang, job: &ImportJob, told: &ReaderMessage) -> AnyView {
    view! {
        <div class="errors" role="alert">
            <p>{message_text(lang, told)}</p>
        </div>
        {remove_form(lang, job)}
    }
    .into_any()
}

fn check_form(lang: Lang, job: &ImportJob) -> AnyView {
    let words = lang.words();
    let name = job.mapping_name.clone().unwrap_or_default();
    view! {
        <form method="post" action=address(job.id, "check") class="form">
            <p class="read-by">{words.import_read_by(name)}</p>
            {button(words.import_check())}
        </form>
    }
    .into_any()
}

fn remove_form(lang: Lang, job: &ImportJob) -> AnyView {
    let words = lang.words();
    view! {
        <form method="post" action=address(job.id, "remove") class="remove">
            <p class="hint">{words.import_remove_hint()}</p>
            {button_second(words.import_remove())}
        </form>
    }
    .into_any()
}

//! Fields: their list, one more, their names, and which are sensitive.

use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::id::FieldId;
use sanh_domain::language::Lang;
use sanh_domain::procedure::model::{CODE_CHARS_MAX, FieldEntry, Kept, NAME_CHARS_MAX};

use super::pages::port;
use super::parts::{self, Back, Sheet};
use super::port::CatalogueError;
use super::typed;
use crate::admin::pages::in_room;
use crate::error::AppError;
use crate::page::{Asked, Page};
use crate::text::Messages;
use crate::ui::form::{Problem, button, error_summary};
use crate::ui::frame::Room;

type Listed = Kept<FieldId, FieldEntry>;

/// What the audit calls a field.
fn subject(entry: &FieldEntry) -> String {
    format!("field {}", entry.code)
}

/// How the public board treats a field.
fn sensitivity(lang: Lang, sensitive: bool) -> String {
    let words = lang.words();
    if sensitive {
        words.fields_is_sensitive()
    } else {
        words.fields_by_volume()
    }
}

fn sensitive_tick(sheet: &Sheet<'_>, stands: bool) -> AnyView {
    let words = sheet.asked.room_lang().words();
    let (label, hint) = (words.fields_sensitive(), words.fields_sensitive_hint());
    sheet.tick("sensitive", label, hint, stands)
}

/// `GET /admin/fields`, also with the problems of a form that was to add one.
pub(super) async fn list(asked: &Asked, caller: &Caller, back: Back<'_>) -> Result<Page, AppError> {
    let fields = port().fields().await?;
    let lang = asked.room_lang();
    let words = lang.words();
    let row = |field: &Listed| {
        let FieldEntry {
            code,
            name,
            sensitive,
        } = field.entry.clone();
        let href = format!("/admin/fields/{}", field.id.0);
        view! {
            <tr>
                <th scope="row" data-label=words.catalogue_code()>
                    <a href=href>{code}</a>
                </th>
                <td data-label=words.catalogue_name_vi() lang="vi">{name.vi}</td>
                <td data-label=words.catalogue_name_en() lang="en">{name.en}</td>
                <td data-label=words.fields_public()>{sensitivity(lang, sensitive)}</td>
            </tr>
        }
    };
    let sheet = Sheet { asked, back };
    let code_hint = Some(words.fields_code_hint());
    let title = words.fields_title();
    let place = (Room::Fields, title.clone());
    Ok(in_room(asked, caller, place, back.status, || {
        let rows: Vec<_> = fields.iter().map(row).collect();
        view! {
            {error_summary(lang, back.problems)}
            {parts::saved(asked)}
            <h1>{title}</h1>
            <p class="hint">{words.fields_lead()}</p>
            <p>
                <a href="#add">{words.fields_add()}</a>
            </p>
            <table class="table catalogue">
                <thead>
                    <tr>
                        <th scope="col">{words.catalogue_code()}</th>
                        <th scope="col">{words.catalogue_name_vi()}</th>
                        <th scope="col">{words.catalogue_name_en()}</th>
                        <th scope="col">{words.fields_public()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <h2 id="add">{words.fields_add()}</h2>
            <form method="post" action="/admin/fields" class="form">
                {sheet.line("code", words.catalogue_code(), code_hint, "", CODE_CHARS_MAX)}
                {sheet.names(None, NAME_CHARS_MAX)}
                {sensitive_tick(&sheet, false)}
                {button(words.catalogue_add_button())}
            </form>
        }
        .into_any()
    }))
}

/// `POST /admin/fields`
pub(super) async fn add(asked: &Asked, caller: &Caller) -> Result<Page, AppError> {
    let (lang, form) = (asked.room_lang(), &asked.form);
    let words = lang.words();
    let mut problems = Vec::new();
    let code = typed::code(form.raw("code")).unwrap_or_default();
    if code.is_empty() {
        let message = words.fields_needs_code(CODE_CHARS_MAX);
        problems.push(Problem::new("code", message));
    }
    let name = parts::names(lang, form, NAME_CHARS_MAX, &mut problems);
    if !problems.is_empty() {
        return list(asked, caller, Back::wrong(&problems)).await;
    }
    let entry = FieldEntry {
        code,
        name,
        sensitive: parts::ticked(form, "sensitive"),
    };
    match port().add_field(caller, entry.clone()).await {
        Ok(_) => Ok(Page::to("/admin/fields?saved=1")),
        Err(CatalogueError::Other(error)) => Err(error),
        Err(_) => {
            // A form that is sent twice finds what it has added.
            let fields = port().fields().await?;
            if fields.iter().any(|field| field.entry == entry) {
                return Ok(Page::to("/admin/fields?saved=1"));
            }
            let problem = Problem::new("code", words.catalogue_taken(entry.code));
            list(asked, caller, Back::wrong(&[problem])).await
        }
    }
}

async fn found(id: &str) -> Result<Listed, AppError> {
    let id = id.parse().map(FieldId).map_err(|_| AppError::NotFound)?;
    let fields = port().fields().await?;
    let found = fields.into_iter().find(|field| field.id == id);
    found.ok_or(AppError::NotFound)
}

/// `GET /admin/fields/{field}`
pub(super) async fn one(asked: &Asked, caller: &Caller, id: &str) -> Result<Page, AppError> {
    let field = found(id).await?;
    Ok(page(asked, caller, &field, Back::NEW))
}

/// `POST /admin/fields/{field}`
pub(super) async fn change(asked: &Asked, caller: &Caller, id: &str) -> Result<Page, AppError> {
    let (lang, form) = (asked.room_lang(), &asked.form);
    let before = found(id).await?;
    let mut problems = Vec::new();
    let after = FieldEntry {
        name: parts::names(lang, form, NAME_CHARS_MAX, &mut problems),
        sensitive: parts::ticked(form, "sensitive"),
        ..before.entry.clone()
    };
    if !problems.is_empty() {
        return Ok(page(asked, caller, &before, Back::wrong(&problems)));
    }
    let changed = if parts::has_seen(form, &before.entry) {
        port()
            .change_field(caller, before.clone(), after.clone())
            .await
    } else {
        Err(CatalogueError::Conflict)
    };
    match changed {
        Ok(()) => Ok(Page::to(format!("/admin/fields/{id}?saved=1"))),
        Err(CatalogueError::Other(error)) => Err(error),
        Err(_) => {
            let now = found(id).await?;
            if now.entry == after {
                return Ok(Page::to(format!("/admin/fields/{id}?saved=1")));
            }
            let problem = parts::changed_meanwhile(lang, &subject(&now.entry)).await?;
            Ok(page(asked, caller, &now, Back::stale(&[problem])))
        }
    }
}

fn page(asked: &Asked, caller: &Caller, field: &Listed, back: Back<'_>) -> Page {
    let lang = asked.room_lang();
    let words = lang.words();
    let entry = &field.entry;
    let sheet = Sheet { asked, back };
    let mut facts = parts::name_facts(lang, &entry.name);
    facts.push((words.fields_public(), sensitivity(lang, entry.sensitive)));
    let action = format!("/admin/fields/{}", field.id.0);
    let title = format!("{} {}", words.fields_one(), entry.code);
    let place = (Room::Fields, title.clone());
    in_room(asked, caller, place, back.status, || {
        view! {
            <p class="back">
                <a href="/admin/fields">{words.fields_back()}</a>
            </p>
            {error_summary(lang, back.problems)}
            {parts::saved(asked)}
            <h1>{title}</h1>
            {parts::standing(lang, back, facts)}
            <form method="post" action=action class="form">
                {parts::seen(entry)}
                {sheet.names(Some(&entry.name), NAME_CHARS_MAX)}
                {sensitive_tick(&sheet, entry.sensitive)}
                {button(words.catalogue_save_button())}
            </form>
            {parts::audit_link(lang, &subject(entry))}
        }
        .into_any()
    })
}

//! Agencies: their list, one more, and their names.

use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::id::AgencyId;
use sanh_domain::procedure::model::{AgencyEntry, CODE_CHARS_MAX, Kept, NAME_CHARS_MAX};

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

type Agency = Kept<AgencyId, AgencyEntry>;

/// What the audit calls an agency.
fn subject(entry: &AgencyEntry) -> String {
    format!("agency {}", entry.code)
}

/// `GET /admin/agencies`, also with the problems of a form that was to add one.
pub(super) async fn list(asked: &Asked, caller: &Caller, back: Back<'_>) -> Result<Page, AppError> {
    let agencies = port().agencies().await?;
    let lang = asked.room_lang();
    let words = lang.words();
    let row = |agency: &Agency| {
        let AgencyEntry { code, name } = agency.entry.clone();
        let href = format!("/admin/agencies/{}", agency.id.0);
        view! {
            <tr>
                <th scope="row" data-label=words.catalogue_code()>
                    <a href=href>{code}</a>
                </th>
                <td data-label=words.catalogue_name_vi() lang="vi">{name.vi}</td>
                <td data-label=words.catalogue_name_en() lang="en">{name.en}</td>
            </tr>
        }
    };
    let sheet = Sheet { asked, back };
    let code_hint = Some(words.agencies_code_hint());
    let title = words.agencies_title();
    let place = (Room::Agencies, title.clone());
    Ok(in_room(asked, caller, place, back.status, || {
        let rows: Vec<_> = agencies.iter().map(row).collect();
        view! {
            {error_summary(lang, back.problems)}
            {parts::saved(asked)}
            <h1>{title}</h1>
            <p class="hint">{words.agencies_lead()}</p>
            <p>
                <a href="#add">{words.agencies_add()}</a>
            </p>
            <table class="table catalogue">
                <thead>
                    <tr>
                        <th scope="col">{words.catalogue_code()}</th>
                        <th scope="col">{words.catalogue_name_vi()}</th>
                        <th scope="col">{words.catalogue_name_en()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <h2 id="add">{words.agencies_add()}</h2>
            <form method="post" action="/admin/agencies" class="form">
                {sheet.line("code", words.catalogue_code(), code_hint, "", CODE_CHARS_MAX)}
                {sheet.names(None, NAME_CHARS_MAX)}
                {button(words.catalogue_add_button())}
            </form>
        }
        .into_any()
    }))
}

/// `POST /admin/agencies`
pub(super) async fn add(asked: &Asked, caller: &Caller) -> Result<Page, AppError> {
    let (lang, form) = (asked.room_lang(), &asked.form);
    let words = lang.words();
    let mut problems = Vec::new();
    let code = typed::agency_code(form.raw("code")).unwrap_or_default();
    if code.is_empty() {
        let message = words.agencies_needs_code(CODE_CHARS_MAX);
        problems.push(Problem::new("code", message));
    }
    let name = parts::names(lang, form, NAME_CHARS_MAX, &mut problems);
    if !problems.is_empty() {
        return list(asked, caller, Back::wrong(&problems)).await;
    }
    let entry = AgencyEntry { code, name };
    match port().add_agency(caller, entry.clone()).await {
        Ok(_) => Ok(Page::to("/admin/agencies?saved=1")),
        Err(CatalogueError::Other(error)) => Err(error),
        Err(_) => {
            // A form that is sent twice finds what it has added.
            let agencies = port().agencies().await?;
            if agencies.iter().any(|agency| agency.entry == entry) {
                return Ok(Page::to("/admin/agencies?saved=1"));
            }
            let problem = Problem::new("code", words.catalogue_taken(entry.code));
            list(asked, caller, Back::wrong(&[problem])).await
        }
    }
}

async fn found(id: &str) -> Result<Agency, AppError> {
    let id = id.parse().map(AgencyId).map_err(|_| AppError::NotFound)?;
    let agencies = port().agencies().await?;
    let found = agencies.into_iter().find(|agency| agency.id == id);
    found.ok_or(AppError::NotFound)
}

/// `GET /admin/agencies/{agency}`
pub(super) async fn one(asked: &Asked, caller: &Caller, id: &str) -> Result<Page, AppError> {
    let agency = found(id).await?;
    Ok(page(asked, caller, &agency, Back::NEW))
}

/// `POST /admin/agencies/{agency}`
pub(super) async fn change(asked: &Asked, caller: &Caller, id: &str) -> Result<Page, AppError> {
    let (lang, form) = (asked.room_lang(), &asked.form);
    let before = found(id).await?;
    let mut problems = Vec::new();
    let after = AgencyEntry {
        name: parts::names(lang, form, NAME_CHARS_MAX, &mut problems),
        ..before.entry.clone()
    };
    if !problems.is_empty() {
        return Ok(page(asked, caller, &before, Back::wrong(&problems)));
    }
    let changed = if parts::has_seen(form, &before.entry) {
        port()
            .change_agency(caller, before.clone(), after.clone())
            .await
    } else {
        Err(CatalogueError::Conflict)
    };
    match changed {
        Ok(()) => Ok(Page::to(format!("/admin/agencies/{id}?saved=1"))),
        Err(CatalogueError::Other(error)) => Err(error),
        Err(_) => {
            let now = found(id).await?;
            if now.entry == after {
                return Ok(Page::to(format!("/admin/agencies/{id}?saved=1")));
            }
            let problem = parts::changed_meanwhile(lang, &subject(&now.entry)).await?;
            Ok(page(asked, caller, &now, Back::stale(&[problem])))
        }
    }
}

fn page(asked: &Asked, caller: &Caller, agency: &Agency, back: Back<'_>) -> Page {
    let lang = asked.room_lang();
    let words = lang.words();
    let entry = &agency.entry;
    let sheet = Sheet { asked, back };
    let action = format!("/admin/agencies/{}", agency.id.0);
    let title = format!("{} {}", words.agencies_one(), entry.code);
    let place = (Room::Agencies, title.clone());
    in_room(asked, caller, place, back.status, || {
        view! {
            <p class="back">
                <a href="/admin/agencies">{words.agencies_back()}</a>
            </p>
            {error_summary(lang, back.problems)}
            {parts::saved(asked)}
            <h1>{title}</h1>
            {parts::standing(lang, back, parts::name_facts(lang, &entry.name))}
            <form method="post" action=action class="form">
                {parts::seen(entry)}
                {sheet.names(Some(&entry.name), NAME_CHARS_MAX)}
                {button(words.catalogue_save_button())}
            </form>
            {parts::audit_link(lang, &subject(entry))}
        }
        .into_any()
    })
}

//! Who has an account, and what they may do.

use std::sync::Arc;

use leptos::prelude::*;
use sanh_domain::account::listed::{AccountState, ListedPerson, PersonToAdd};
use sanh_domain::account::model::{
    AgencyScope, Caller, DISPLAY_NAME_CHARS_MAX, NAME_CHARS_MAX, Role,
};
use sanh_domain::id::AgencyId;
use sanh_domain::language::Lang;
use sanh_domain::procedure::listed::ListedAgency;

use super::pages::in_room;
use super::port::{AdminError, AdminPort};
use crate::Ports;
use crate::account::own::role_name;
use crate::dossier::words::named;
use crate::error::AppError;
use crate::page::{Page, PageRequest};
use crate::text::Messages;
use crate::ui::form::{Field, Problem, button, button_second, error_summary, field, select};
use crate::ui::frame::NavSection;

fn port() -> Arc<dyn AdminPort> {
    expect_context::<Ports>().admin
}

/// `GET /admin/people`
pub(super) async fn list(request: &PageRequest, caller: &Caller) -> Result<Page, AppError> {
    listed(request, caller, 200, &[]).await
}

/// `POST /admin/people`
pub(super) async fn add(request: &PageRequest, caller: &Caller) -> Result<Page, AppError> {
    let words = request.room_lang().words();
    let display_name = request.form.text("display_name").to_owned();
    let Ok(role) = request.form.text("role").parse::<Role>() else {
        return Err(AppError::Invalid("role".to_owned()));
    };
    if display_name.is_empty() || display_name.chars().count() > DISPLAY_NAME_CHARS_MAX {
        let message = words.people_needs_display_name(DISPLAY_NAME_CHARS_MAX);
        return listed(
            request,
            caller,
            422,
            &[Problem::new("display_name", message)],
        )
        .await;
    }
    let name = request.form.text("name").to_owned();
    let person = PersonToAdd {
        name: name.clone(),
        display_name,
        role,
        agencies: agencies_of(request).await?,
    };
    match port().add(caller, person).await {
        Ok(secret) => Ok(link_page(request, caller, &name, &secret)),
        Err(AdminError::Other(error)) => Err(error),
        Err(_) => {
            let problem = Problem::new("name", words.people_taken());
            listed(request, caller, 422, &[problem]).await
        }
    }
}

/// `GET /admin/people/{name}`
pub(super) async fn one(
    request: &PageRequest,
    caller: &Caller,
    name: &str,
) -> Result<Page, AppError> {
    person_page(request, caller, name, 200, &[]).await
}

/// `POST /admin/people/{name}/link`
pub(super) async fn link(
    request: &PageRequest,
    caller: &Caller,
    name: &str,
) -> Result<Page, AppError> {
    found(name).await?;
    match port().link(caller, name).await {
        Ok(secret) => Ok(link_page(request, caller, name, &secret)),
        Err(AdminError::Other(error)) => Err(error),
        Err(_) => Err(AppError::NotFound),
    }
}

/// `POST /admin/people/{name}/rights`
pub(super) async fn rights(
    request: &PageRequest,
    caller: &Caller,
    name: &str,
) -> Result<Page, AppError> {
    found(name).await?;
    let Ok(role) = request.form.text("role").parse::<Role>() else {
        return Err(AppError::Invalid("role".to_owned()));
    };
    let agencies = agencies_of(request).await?;
    let reach = if agencies.is_empty() {
        AgencyScope::Everywhere
    } else {
        AgencyScope::Agencies(agencies.into_iter().collect())
    };
    let set = port().set_rights(caller, name, role, reach).await;
    changed(request, caller, name, "role", set).await
}

/// `POST /admin/people/{name}/disable`
pub(super) async fn disable(
    request: &PageRequest,
    caller: &Caller,
    name: &str,
) -> Result<Page, AppError> {
    found(name).await?;
    if request.form.text("sure") != "yes" {
        let message = request.room_lang().words().people_disable_unsure();
        return person_page(request, caller, name, 422, &[Problem::new("sure", message)]).await;
    }
    let disabled = port().disable(caller, name).await;
    changed(request, caller, name, "sure", disabled).await
}

async fn changed(
    request: &PageRequest,
    caller: &Caller,
    name: &str,
    field: &'static str,
    done: Result<(), AdminError>,
) -> Result<Page, AppError> {
    match done {
        Ok(()) => Ok(Page::redirect(format!("/admin/people/{name}?saved=1"))),
        Err(AdminError::Other(error)) => Err(error),
        Err(_) => {
            let message = request.room_lang().words().people_last_admin();
            person_page(request, caller, name, 422, &[Problem::new(field, message)]).await
        }
    }
}

async fn found(name: &str) -> Result<ListedPerson, AppError> {
    let people = port().people().await?;
    let found = people.into_iter().find(|listed| listed.person.name == name);
    found.ok_or(AppError::NotFound)
}

/// The agencies ticked. An agency that is unknown or unreadable is an error. Ignoring it would grant the whole centre.
async fn agencies_of(request: &PageRequest) -> Result<Vec<AgencyId>, AppError> {
    let listed = port().agencies().await?;
    let is_listed = |id: &AgencyId| listed.iter().any(|agency| agency.id == *id);
    let sent = request.form.all("agency");
    let ticked = ticked(request);
    if ticked.len() == sent.len() && ticked.iter().all(is_listed) {
        return Ok(ticked);
    }
    Err(AppError::Invalid("agency".to_owned()))
}

/// The agencies ticked that can be read.
fn ticked(request: &PageRequest) -> Vec<AgencyId> {
    let sent = request.form.all("agency").into_iter();
    sent.filter_map(|id| id.parse().ok().map(AgencyId))
        .collect()
}

fn state_name(lang: Lang, state: AccountState) -> String {
    let words = lang.words();
    match state {
        AccountState::Waits => words.people_state_waits(),
        AccountState::Active => words.people_state_active(),
        AccountState::Disabled => words.people_state_disabled(),
    }
}

fn reach_name(lang: Lang, reach: &AgencyScope, agencies: &[ListedAgency]) -> String {
    match reach {
        AgencyScope::Everywhere => lang.words().people_everywhere(),
        AgencyScope::Agencies(ids) => {
            let names = agencies.iter().filter(|agency| ids.contains(&agency.id));
            names
                .map(|agency| named(lang, &agency.name))
                .collect::<Vec<_>>()
                .join(", ")
        }
    }
}

async fn listed(
    request: &PageRequest,
    caller: &Caller,
    status: u16,
    problems: &[Problem],
) -> Result<Page, AppError> {
    let (people, agencies) = (port().people().await?, port().agencies().await?);
    let lang = request.room_lang();
    let words = lang.words();
    let row = |listed: &ListedPerson| {
        let person = &listed.person;
        let href = format!("/admin/people/{}", person.name);
        view! {
            <tr>
                <th scope="row" data-label=words.people_name()>
                    <a href=href>{person.name.clone()}</a>
                </th>
                <td data-label=words.people_display_name()>{person.display_name.clone()}</td>
                <td data-label=words.people_role()>{role_name(lang, person.role)}</td>
                <td data-label=words.people_where()>{reach_name(lang, &person.reach, &agencies)}</td>
                <td data-label=words.people_state()>{state_name(lang, listed.state)}</td>
            </tr>
        }
    };
    let title = words.people_title();
    Ok(in_room(
        request,
        caller,
        (NavSection::People, title.clone()),
        status,
        || {
            let rows: Vec<_> = people.iter().map(row).collect();
            view! {
                {error_summary(lang, problems)}
                <h1>{title}</h1>
                <p class="hint">{words.people_lead()}</p>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{words.people_name()}</th>
                            <th scope="col">{words.people_display_name()}</th>
                            <th scope="col">{words.people_role()}</th>
                            <th scope="col">{words.people_where()}</th>
                            <th scope="col">{words.people_state()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
                {add_form(request, &agencies, problems)}
            }
            .into_any()
        },
    ))
}

fn add_form(request: &PageRequest, agencies: &[ListedAgency], problems: &[Problem]) -> AnyView {
    let words = request.room_lang().words();
    let form = &request.form;
    let name = Field {
        hint: Some(words.people_name_hint()),
        value: form.text("name").to_owned(),
        chars_max: NAME_CHARS_MAX,
        ..Field::text("name", words.people_name())
    };
    let display_name = Field {
        value: form.text("display_name").to_owned(),
        chars_max: DISPLAY_NAME_CHARS_MAX,
        ..Field::text("display_name", words.people_display_name())
    };
    let role = form.text("role").parse().unwrap_or(Role::Staff);
    view! {
        <h2>{words.people_add()}</h2>
        <form method="post" action="/admin/people" class="form">
            {field(name, problems)}
            {field(display_name, problems)}
            {rights_fields(request, role, &ticked(request), agencies, problems)}
            {button(words.people_add_button())}
        </form>
    }
    .into_any()
}

fn rights_fields(
    request: &PageRequest,
    role: Role,
    chosen: &[AgencyId],
    agencies: &[ListedAgency],
    problems: &[Problem],
) -> AnyView {
    let lang = request.room_lang();
    let words = lang.words();
    let roles = Role::ALL.map(|role| (role.as_str().to_owned(), role_name(lang, role)));
    let choice = |agency: &ListedAgency| {
        let id = format!("agency-{}", agency.id.0);
        view! {
            <div class="choice">
                <input
                    r#type="checkbox"
                    name="agency"
                    id=id.clone()
                    value=agency.id.0.to_string()
                    checked=chosen.contains(&agency.id)
                />
                <label r#for=id>{named(lang, &agency.name)}</label>
            </div>
        }
    };
    let choices: Vec<_> = agencies.iter().map(choice).collect();
    view! {
        {select("role", words.people_role(), roles.to_vec(), role.as_str(), problems)}
        <fieldset class="choices">
            <legend>{words.people_where()}</legend>
            <p class="hint">{words.people_where_hint()}</p>
            <div class="choices-many">{choices}</div>
        </fieldset>
    }
    .into_any()
}

async fn person_page(
    request: &PageRequest,
    caller: &Caller,
    name: &str,
    status: u16,
    problems: &[Problem],
) -> Result<Page, AppError> {
    let (listed, agencies) = (found(name).await?, port().agencies().await?);
    let lang = request.room_lang();
    let words = lang.words();
    let person = &listed.person;
    let chosen: Vec<AgencyId> = match &person.reach {
        AgencyScope::Everywhere => Vec::new(),
        AgencyScope::Agencies(agencies) => agencies.iter().copied().collect(),
    };
    let action = |what: &str| format!("/admin/people/{name}/{what}");
    let saved = request.parameter("saved").map(|_| {
        view! {
            <div class="done" role="status">
                <p>{words.people_saved()}</p>
            </div>
        }
    });
    let disable = (listed.state != AccountState::Disabled).then(|| {
        view! {
            <h2>{words.people_disable()}</h2>
            <form method="post" action=action("disable") class="form">
                <div class="choice">
                    <input r#type="checkbox" name="sure" id="sure" value="yes" />
                    <label r#for="sure">{words.people_disable_confirm()}</label>
                </div>
                {button_second(words.people_disable())}
            </form>
        }
    });
    let title = person.display_name.clone();
    Ok(in_room(
        request,
        caller,
        (NavSection::People, title.clone()),
        status,
        || {
            view! {
                <p class="back">
                    <a href="/admin/people">{words.people_back()}</a>
                </p>
                {error_summary(lang, problems)}
                {saved}
                <h1>{title}</h1>
                <p>
                    {person.name.clone()} " · " <b class="tag">{state_name(lang, listed.state)}</b>
                </p>
                <h2>{words.people_rights()}</h2>
                <form method="post" action=action("rights") class="form">
                    {rights_fields(request, person.role, &chosen, &agencies, problems)}
                    <p class="hint">{words.people_rights_hint()}</p>
                    {button(words.people_rights_button())}
                </form>
                <h2>{words.people_link_title()}</h2>
                <form method="post" action=action("link") class="form">
                    <p class="hint">{words.people_link_again_hint()}</p>
                    {button_second(words.people_link_again())}
                </form>
                {disable}
            }
            .into_any()
        },
    ))
}

/// The link, told this once.
fn link_page(request: &PageRequest, caller: &Caller, name: &str, secret: &str) -> Page {
    let words = request.room_lang().words();
    let site = request.public_url.as_deref().unwrap_or(&request.origin);
    let address = format!("{}/welcome/{secret}", site.trim_end_matches('/'));
    let title = words.people_link_title();
    in_room(
        request,
        caller,
        (NavSection::People, title.clone()),
        200,
        || {
            view! {
                <h1>{title}</h1>
                <p>{words.people_link_text(name)}</p>
                <p class="one-time">
                    <a href=address.clone()>{address.clone()}</a>
                </p>
                <p class="back">
                    <a href="/admin/people">{words.people_back()}</a>
                </p>
            }
            .into_any()
        },
    )
}

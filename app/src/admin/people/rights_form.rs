//! The fields of a person's rights, and the one-time link, shared by the pages of accounts.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::account::listed::AccountState;
use sanh_domain::account::model::{AgencyScope, DISPLAY_NAME_CHARS_MAX, Role, TITLE_CHARS_MAX};
use sanh_domain::id::AgencyId;
use sanh_domain::language::Lang;
use sanh_domain::procedure::listed::ListedAgency;

use crate::page::PageRequest;
use crate::text::Messages;
use crate::text::dossier::named;
use crate::text::person::role_name;
use crate::ui::document::product_title;
use crate::ui::form::{Field, Problem, field, select};
use crate::ui::response::request;

pub(super) fn state_name(lang: Lang, state: AccountState) -> String {
    let words = lang.words();
    match state {
        AccountState::Waits => words.people_state_waits(),
        AccountState::Active => words.people_state_active(),
        AccountState::Disabled => words.people_state_disabled(),
    }
}

pub(super) fn reach_name(lang: Lang, reach: &AgencyScope, agencies: &[ListedAgency]) -> String {
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

/// What somebody is called.
pub(super) fn called_fields(
    lang: Lang,
    (display_name, title): (&str, &str),
    problems: &[Problem],
) -> AnyView {
    let words = lang.words();
    let display_name = Field {
        value: display_name.to_owned(),
        chars_max: DISPLAY_NAME_CHARS_MAX,
        ..Field::text("display_name", words.people_display_name())
    };
    let title = Field {
        hint: Some(words.people_title_hint()),
        value: title.to_owned(),
        chars_max: TITLE_CHARS_MAX,
        ..Field::text("title", words.people_title_of())
    };
    view! {
        {field(display_name, problems)}
        {field(title, problems)}
    }
    .into_any()
}

pub(super) fn rights_fields(
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

/// The one-time link, shown once.
#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
pub(super) fn OneTimeLink(name: String, secret: String) -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let site = request.public_url.as_deref().unwrap_or(&request.origin);
    let address = [site.trim_end_matches('/'), "/welcome/", &secret].concat();
    let title = words.people_link_title();
    view! {
        <Title text=product_title(lang, &title) />
        <h1>{title}</h1>
        <p>{words.people_link_text(name)}</p>
        <p class="one-time">
            <a href=address.clone()>{address.clone()}</a>
        </p>
        <p class="back">
            <a href="/admin/people">{words.people_back()}</a>
        </p>
    }
}

//! The fields of a person's rights, and the one-time link, shared by the pages of accounts.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::account::listed::AccountState;
use sanh_domain::account::model::{AgencyScope, DISPLAY_NAME_CHARS_MAX, Role, TITLE_CHARS_MAX};
use sanh_domain::id::AgencyId;
use sanh_domain::language::Lang;
use sanh_domain::procedure::listed::ListedAgency;

use crate::page::{Form, PageRequest};
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

/// Where somebody works, as the boxes are ticked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ChosenReach {
    /// The agencies ticked.
    pub(super) agencies: Vec<AgencyId>,
    /// Whether the whole centre is.
    pub(super) is_everywhere: bool,
}

impl ChosenReach {
    /// As a form sent it, the agencies that can be read.
    pub(super) fn sent(form: &Form) -> Self {
        let sent = form.all("agency").into_iter();
        Self {
            agencies: sent
                .filter_map(|id| id.parse().ok().map(AgencyId))
                .collect(),
            is_everywhere: form.text("everywhere") == "yes",
        }
    }
}

impl From<&AgencyScope> for ChosenReach {
    fn from(reach: &AgencyScope) -> Self {
        match reach {
            AgencyScope::Everywhere => Self {
                agencies: Vec::new(),
                is_everywhere: true,
            },
            AgencyScope::Agencies(agencies) => Self {
                agencies: agencies.iter().copied().collect(),
                is_everywhere: false,
            },
        }
    }
}

pub(super) fn rights_fields(
    request: &PageRequest,
    role: Role,
    chosen: &ChosenReach,
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
                    checked=chosen.agencies.contains(&agency.id)
                />
                <label r#for=id>{named(lang, &agency.name)}</label>
            </div>
        }
    };
    let choices: Vec<_> = agencies.iter().map(choice).collect();
    let problem = problems.iter().find(|it| it.field == "everywhere");
    let problem = problem.map(|problem| {
        view! { <p class="problem" id="everywhere-problem">{problem.message.clone()}</p> }
    });
    let described = problem.as_ref().map(|_| "everywhere-problem");
    view! {
        {select("role", words.people_role(), roles.to_vec(), role.as_str(), problems)}
        <fieldset class="choices">
            <legend>{words.people_where()}</legend>
            <p class="hint">{words.people_where_hint()}</p>
            {problem}
            <div class="choices-many">{choices}</div>
            <div class="choice">
                <input
                    r#type="checkbox"
                    name="everywhere"
                    id="everywhere"
                    value="yes"
                    checked=chosen.is_everywhere
                    aria-describedby=described
                />
                <label r#for="everywhere">{words.people_everywhere_grant()}</label>
            </div>
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
    let context = &request.context;
    let site = context.public_url.as_deref().unwrap_or(&context.origin);
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

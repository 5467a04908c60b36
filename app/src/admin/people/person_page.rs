//! One account, with the forms that change it.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use sanh_domain::account::listed::{AccountState, ListedPerson};
use sanh_domain::procedure::listed::ListedAgency;
use serde::de::DeserializeOwned;

use super::api::{ChangeRights, DisableAccount, MakeLink, RenamePerson, list_people};
use super::rights_form::{ChosenReach, OneTimeLink, called_fields, rights_fields, state_name};
use crate::error::AppError;
use crate::model::people::People;
use crate::text::Messages;
use crate::ui::document::product_title;
use crate::ui::form::{button, button_second, error_summary};
use crate::ui::response::{loaded, request, response};
use crate::ui::submit::{FormError, Refusal, submit};

/// `/admin/people/{account}`
#[component]
pub(super) fn PersonPage() -> impl IntoView {
    loaded(shown(account(), Refusal::default()))
}

/// `/admin/people/{account}/called`: where the form goes of what a person is called.
#[component]
pub(super) fn CalledPage() -> impl IntoView {
    loaded(changed::<RenamePerson>(account()))
}

/// `/admin/people/{account}/rights`: the target of the form of a person's rights.
#[component]
pub(super) fn RightsPage() -> impl IntoView {
    loaded(changed::<ChangeRights>(account()))
}

/// `/admin/people/{account}/disable`: the target of the form that disables an account.
#[component]
pub(super) fn DisablePage() -> impl IntoView {
    loaded(changed::<DisableAccount>(account()))
}

/// `/admin/people/{account}/link`: the target of the form that makes a one-time link.
#[component]
pub(super) fn LinkPage() -> impl IntoView {
    loaded(link(account()))
}

/// The account that the address names.
fn account() -> String {
    let name = use_params_map().with_untracked(|params| params.get("account"));
    name.unwrap_or_default()
}

async fn changed<F>(name: String) -> Result<AnyView, AppError>
where
    F: ServerFn<Error = FormError, Output = ()> + DeserializeOwned,
{
    let response = response();
    match submit::<F>(&[("account", &name)]).await? {
        Err(refusal) => return shown(name, refusal).await,
        Ok(()) => response.redirect(format!("/admin/people/{name}?saved=1")),
    }
    Ok(().into_any())
}

async fn link(name: String) -> Result<AnyView, AppError> {
    match submit::<MakeLink>(&[("account", &name)]).await? {
        Ok(secret) => Ok(view! { <OneTimeLink name secret /> }.into_any()),
        Err(refusal) => shown(name, refusal).await,
    }
}

async fn shown(name: String, refusal: Refusal) -> Result<AnyView, AppError> {
    let People { people, agencies } = list_people().await?;
    let found = people.into_iter().find(|listed| listed.person.name == name);
    let listed = found.ok_or(AppError::NotFound)?;
    Ok(view! { <Account listed agencies refusal /> }.into_any())
}

#[component]
fn Account(listed: ListedPerson, agencies: Vec<ListedAgency>, refusal: Refusal) -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let (person, problems) = (&listed.person, &refusal.problems);
    let was_sent = !request.form.raw("role").is_empty();
    let (role, chosen) = if was_sent {
        let role = request.form.text("role").parse().unwrap_or(person.role);
        (role, ChosenReach::sent(&request.form))
    } else {
        (person.role, ChosenReach::from(&person.reach))
    };
    let action = |what: &str| format!("/admin/people/{}/{what}", person.name);
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
    let form = &request.form;
    let called = if form.all("display_name").is_empty() {
        (person.display_name.as_str(), listed.title.as_str())
    } else {
        (form.text("display_name"), form.text("title"))
    };
    let title = person.display_name.clone();
    view! {
        <Title text=product_title(lang, &title) />
        <p class="back">
            <a href="/admin/people">{words.people_back()}</a>
        </p>
        {error_summary(lang, problems)}
        {saved}
        <h1>{title}</h1>
        <p>
            {person.name.clone()} " · " <b class="tag">{state_name(lang, listed.state)}</b>
        </p>
        <h2>{words.people_called()}</h2>
        <form method="post" action=action("called") class="form">
            {called_fields(lang, called, problems)}
            {button_second(words.people_called_button())}
        </form>
        <h2>{words.people_rights()}</h2>
        <form method="post" action=action("rights") class="form">
            {rights_fields(&request, role, &chosen, &agencies, problems)}
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
}

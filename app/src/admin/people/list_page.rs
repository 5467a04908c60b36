//! The list of accounts, with the form that adds one.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::account::listed::ListedPerson;
use sanh_domain::account::model::{NAME_CHARS_MAX, Role};
use sanh_domain::procedure::listed::ListedAgency;

use super::api::{AddPerson, list_people};
use super::rights_form::{
    ChosenReach, OneTimeLink, called_fields, reach_name, rights_fields, state_name,
};
use crate::error::AppError;
use crate::model::people::People;
use crate::page::PageRequest;
use crate::text::Messages;
use crate::text::person::{person_name, role_name};
use crate::ui::document::product_title;
use crate::ui::form::{Field, Problem, button, error_summary, field};
use crate::ui::response::{loaded, request};
use crate::ui::submit::{Refusal, Submitted, submitted};

/// `/admin/people`
#[component]
pub(super) fn ListPage() -> impl IntoView {
    loaded(list())
}

async fn list() -> Result<AnyView, AppError> {
    let name = request().form.text("name").to_owned();
    let refusal = match submitted::<AddPerson>(&[]).await? {
        Submitted::Done(secret) => return Ok(view! { <OneTimeLink name secret /> }.into_any()),
        Submitted::Refused(refusal) => refusal,
        Submitted::Not => Refusal::default(),
    };
    let people = list_people().await?;
    Ok(view! { <List people refusal /> }.into_any())
}

#[component]
fn List(people: People, refusal: Refusal) -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let People { people, agencies } = people;
    let row = |listed: &ListedPerson| {
        let person = &listed.person;
        let href = format!("/admin/people/{}", person.name);
        view! {
            <tr>
                <th scope="row" data-label=words.people_name()>
                    <a href=href>{person.name.clone()}</a>
                </th>
                <td data-label=words.people_display_name()>{person_name(&person.display_name, &listed.title)}</td>
                <td data-label=words.people_role()>{role_name(lang, person.role)}</td>
                <td data-label=words.people_where()>{reach_name(lang, &person.reach, &agencies)}</td>
                <td data-label=words.people_state()>{state_name(lang, listed.state)}</td>
            </tr>
        }
    };
    let rows: Vec<_> = people.iter().map(row).collect();
    let title = words.people_title();
    view! {
        <Title text=product_title(lang, &title) />
        {error_summary(lang, &refusal.problems)}
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
        {add_form(&request, &agencies, &refusal.problems)}
    }
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
    let called = (form.text("display_name"), form.text("title"));
    let role = form.text("role").parse().unwrap_or(Role::Staff);
    view! {
        <h2>{words.people_add()}</h2>
        <form method="post" action="/admin/people" class="form">
            {field(name, problems)}
            {called_fields(request.room_lang(), called, problems)}
            {rights_fields(request, role, &ChosenReach::sent(form), agencies, problems)}
            {button(words.people_add_button())}
        </form>
    }
    .into_any()
}

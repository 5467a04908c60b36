//! The pages of absences: one's own, and those of the people a manager answers for.

use std::sync::Arc;

use leptos::prelude::*;
use sanh_domain::absence::model::{ABSENCE_DAYS_MAX, Absence, takes_in};
use sanh_domain::account::model::{Access, Caller};
use sanh_domain::language::Lang;

use super::form::{problem, read, shown_name};
use super::port::{AbsenceOverview, AbsencePort};
use crate::Ports;
use crate::admin::pages::in_room;
use crate::centre::pages::done;
use crate::error::AppError;
use crate::page::{Method, Page, PageRequest};
use crate::text::Messages;
use crate::text::date::short_date;
use crate::ui::form::{Field, Problem, button, button_second, error_summary, field, select};
use crate::ui::frame::NavSection;

/// Whose absences a page is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum AbsenceOwner {
    Own,
    Managed,
}

impl AbsenceOwner {
    const fn path(self) -> &'static str {
        match self {
            Self::Own => "/account/absence",
            Self::Managed => "/manage/absences",
        }
    }
}

/// `/account/absence…`, for whoever works on dossiers.
///
/// # Errors
/// [`AppError::NotFound`] for a path that is no page; when it cannot be served.
pub async fn own(request: &PageRequest, caller: &Caller, rest: &[&str]) -> Result<Page, AppError> {
    pages(request, caller, AbsenceOwner::Own, rest).await
}

/// `/manage/absences…`
///
/// # Errors
/// [`AppError::NotFound`] for a path that is no page; when it cannot be served.
pub async fn managed(
    request: &PageRequest,
    caller: &Caller,
    rest: &[&str],
) -> Result<Page, AppError> {
    pages(request, caller, AbsenceOwner::Managed, rest).await
}

async fn pages(
    request: &PageRequest,
    caller: &Caller,
    whose: AbsenceOwner,
    rest: &[&str],
) -> Result<Page, AppError> {
    match (request.method, rest) {
        (Method::Get, []) => shown(request, caller, whose, &[]).await,
        (Method::Post, []) => add(request, caller, whose).await,
        (Method::Post, [id, "end"]) => {
            let id = id.parse().map_err(|_| AppError::NotFound)?;
            if !port().take_back(caller, id).await? {
                return Err(AppError::NotFound);
            }
            Ok(Page::redirect(format!("{}?saved=ended", whose.path())))
        }
        _ => Err(AppError::NotFound),
    }
}

fn port() -> Arc<dyn AbsencePort> {
    expect_context::<Ports>().manage.absence
}

async fn add(
    request: &PageRequest,
    caller: &Caller,
    whose: AbsenceOwner,
) -> Result<Page, AppError> {
    let lang = request.room_lang();
    let account = match whose {
        AbsenceOwner::Own => caller.person.name.as_str(),
        AbsenceOwner::Managed => request.form.text("account"),
    };
    let absence = match read(lang, &request.form, account) {
        Ok(absence) => absence,
        Err(problems) => return shown(request, caller, whose, &problems).await,
    };
    match port().add(caller, absence).await {
        Ok(()) => Ok(Page::redirect(format!("{}?saved=added", whose.path()))),
        Err(error) => {
            let overview = port().overview(caller).await?;
            let problem = problem(lang, &overview, error)?;
            shown(request, caller, whose, &[problem]).await
        }
    }
}

async fn shown(
    request: &PageRequest,
    caller: &Caller,
    whose: AbsenceOwner,
    problems: &[Problem],
) -> Result<Page, AppError> {
    let overview = port().overview(caller).await?;
    let lang = request.room_lang();
    let words = lang.words();
    let (room, title, lead) = match whose {
        AbsenceOwner::Own => (
            NavSection::Account,
            words.absence_own_title(),
            words.absence_own_lead(),
        ),
        AbsenceOwner::Managed => (
            NavSection::Absences,
            words.absence_title(),
            words.absence_lead(),
        ),
    };
    let saved = match request.parameter("saved") {
        Some("added") => Some(done(words.absence_saved())),
        Some("ended") => Some(done(words.absence_ended())),
        _ => None,
    };
    let status = if problems.is_empty() { 200 } else { 422 };
    let back = (whose == AbsenceOwner::Own).then(|| {
        view! {
            <p class="back">
                <a href="/account">{words.nav_account()}</a>
            </p>
        }
    });
    Ok(in_room(
        request,
        caller,
        (room, title.clone()),
        status,
        || {
            view! {
                {back}
                {error_summary(lang, problems)}
                {saved}
                <h1>{title}</h1>
                <p class="hint">{lead}</p>
                {list(lang, caller, whose, &overview)}
                {form(request, caller, whose, &overview, problems)}
            }
            .into_any()
        },
    ))
}

fn list(lang: Lang, caller: &Caller, whose: AbsenceOwner, overview: &AbsenceOverview) -> AnyView {
    let words = lang.words();
    let is_listed = |absence: &&Absence| {
        whose == AbsenceOwner::Managed || absence.account == caller.person.name
    };
    let rows: Vec<_> = overview
        .absences
        .iter()
        .filter(is_listed)
        .map(|absence| row(lang, whose, overview, absence))
        .collect();
    if rows.is_empty() {
        return view! { <p class="none">{words.absence_none()}</p> }.into_any();
    }
    view! {
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">{words.absence_who()}</th>
                    <th scope="col">{words.absence_from()}</th>
                    <th scope="col">{words.absence_to()}</th>
                    <th scope="col">{words.absence_substitute()}</th>
                    <td></td>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(lang: Lang, whose: AbsenceOwner, overview: &AbsenceOverview, absence: &Absence) -> AnyView {
    let words = lang.words();
    let who = shown_name(overview, &absence.account);
    let action = format!("{}/{}/end", whose.path(), absence.id);
    let now = absence
        .holds_on(overview.today)
        .then(|| view! { " " <b class="tag">{words.absence_now()}</b> });
    view! {
        <tr>
            <th scope="row">{who} {now}</th>
            <td data-label=words.absence_from()>{short_date(absence.from)}</td>
            <td data-label=words.absence_to()>{short_date(absence.to)}</td>
            <td data-label=words.absence_substitute()>{shown_name(overview, &absence.substitute)}</td>
            <td>
                <form method="post" action=action>{button_second(words.absence_end())}</form>
            </td>
        </tr>
    }
    .into_any()
}

fn form(
    request: &PageRequest,
    caller: &Caller,
    whose: AbsenceOwner,
    overview: &AbsenceOverview,
    problems: &[Problem],
) -> AnyView {
    let lang = request.room_lang();
    let words = lang.words();
    let typed = &request.form;
    let person = &caller.person;
    let none = || (String::new(), words.absence_choose());
    let account = (whose == AbsenceOwner::Managed).then(|| {
        let theirs = overview.colleagues.iter();
        let theirs = theirs.filter(|it| {
            it.name == person.name
                || (person.has(Access::Manage) && takes_in(&person.reach, &it.reach))
        });
        let theirs = theirs.map(|it| (it.name.clone(), it.display_name.clone()));
        let options = std::iter::once(none()).chain(theirs).collect();
        select(
            "account",
            words.absence_who(),
            options,
            typed.text("account"),
            problems,
        )
    });
    let may_stand_in = overview.colleagues.iter().filter(|it| {
        whose == AbsenceOwner::Managed
            || (it.name != person.name && takes_in(&it.reach, &person.reach))
    });
    let substitutes = may_stand_in.map(|it| (it.name.clone(), it.display_name.clone()));
    let substitutes = std::iter::once(none()).chain(substitutes).collect();
    let date = |name: &'static str, label: String, hint: Option<String>| {
        let date = Field {
            hint,
            value: typed.raw(name).to_owned(),
            kind: "date",
            chars_max: 10,
            ..Field::text(name, label)
        };
        field(date, problems)
    };
    view! {
        <h2>{words.absence_add()}</h2>
        <form method="post" action=whose.path() class="form">
            {account}
            {date("from", words.absence_from(), None)}
            {date("to", words.absence_to(), Some(words.absence_to_hint(ABSENCE_DAYS_MAX)))}
            {select("substitute", words.absence_substitute(), substitutes, typed.text("substitute"), problems)}
            <p class="hint kept">{words.absence_substitute_hint()}</p>
            {button(words.absence_button())}
        </form>
    }
    .into_any()
}

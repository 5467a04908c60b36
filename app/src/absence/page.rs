//! The pages of absences: one's own, and those of a manager's staff.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use sanh_domain::absence::model::{ABSENCE_DAYS_MAX, Absence, includes};
use sanh_domain::account::model::{Access, Caller};
use sanh_domain::language::Lang;

use super::api::{AddAbsence, EndAbsence, list_absences};
use crate::error::AppError;
use crate::model::absence::AbsenceOverview;
use crate::page::PageRequest;
use crate::text::Messages;
use crate::text::date::short_date;
use crate::ui::document::product_title;
use crate::ui::form::{Field, Problem, button, button_second, done, error_summary, select};
use crate::ui::moment::day_field;
use crate::ui::response::{loaded, request, response};
use crate::ui::submit::{Submitted, submit, submitted};

/// The people whose absences a page shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum AbsenceOwner {
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

/// `/account/absence`, `/manage/absences`
#[component]
pub(super) fn ListPage(whose: AbsenceOwner) -> impl IntoView {
    loaded(shown(whose))
}

/// `/account/absence/{absence}/end`, `/manage/absences/{absence}/end`: the target of the form that takes an absence back.
#[component]
pub(super) fn EndPage(whose: AbsenceOwner) -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("absence"));
    loaded(ended(whose, id.unwrap_or_default()))
}

async fn ended(whose: AbsenceOwner, id: String) -> Result<(), AppError> {
    let response = response();
    id.parse::<i64>().map_err(|_| AppError::NotFound)?;
    if submit::<EndAbsence>(&[("absence", &id)]).await?.is_ok() {
        response.redirect(format!("{}?saved=ended", whose.path()));
    }
    Ok(())
}

async fn shown(whose: AbsenceOwner) -> Result<AnyView, AppError> {
    let (request, response) = (request(), response());
    let caller = request.visitor.caller.clone().ok_or(AppError::Forbidden)?;
    let own = [("account", caller.person.name.as_str())];
    let of_address = match whose {
        AbsenceOwner::Own => &own[..],
        AbsenceOwner::Managed => &[],
    };
    let problems = match submitted::<AddAbsence>(of_address).await? {
        Submitted::Done(()) => {
            response.redirect(format!("{}?saved=added", whose.path()));
            return Ok(().into_any());
        }
        Submitted::Refused(refusal) => refusal.problems,
        Submitted::Not => Vec::new(),
    };
    let overview = list_absences().await?;
    Ok(view! { <Absences whose caller overview problems /> }.into_any())
}

#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
fn Absences(
    whose: AbsenceOwner,
    caller: Caller,
    overview: AbsenceOverview,
    problems: Vec<Problem>,
) -> impl IntoView {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let (title, lead) = match whose {
        AbsenceOwner::Own => (words.absence_own_title(), words.absence_own_lead()),
        AbsenceOwner::Managed => (words.absence_title(), words.absence_lead()),
    };
    let saved = match request.parameter("saved") {
        Some("added") => Some(done(words.absence_saved())),
        Some("ended") => Some(done(words.absence_ended())),
        _ => None,
    };
    let back = (whose == AbsenceOwner::Own).then(|| {
        view! {
            <p class="back">
                <a href="/account">{words.nav_account()}</a>
            </p>
        }
    });
    view! {
        <Title text=product_title(lang, &title) />
        {back}
        {error_summary(lang, &problems)}
        {saved}
        <h1>{title}</h1>
        <p class="hint">{lead}</p>
        {list(lang, &caller, whose, &overview)}
        {form(&request, &caller, whose, &overview, &problems)}
    }
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
    let who = overview.shown_name(&absence.account);
    let action = format!("{}/{}/end", whose.path(), absence.id);
    let now = absence
        .holds_on(overview.today)
        .then(|| view! { " " <b class="tag">{words.absence_now()}</b> });
    view! {
        <tr>
            <th scope="row">{who} {now}</th>
            <td data-label=words.absence_from()>{short_date(absence.from)}</td>
            <td data-label=words.absence_to()>{short_date(absence.to)}</td>
            <td data-label=words.absence_substitute()>{overview.shown_name(&absence.substitute)}</td>
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
                || (person.has(Access::Manage) && includes(&person.reach, &it.reach))
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
            || (it.name != person.name && includes(&it.reach, &person.reach))
    });
    let substitutes = may_stand_in.map(|it| (it.name.clone(), it.display_name.clone()));
    let substitutes = std::iter::once(none()).chain(substitutes).collect();
    let date = |name: &'static str, label: String, hint: Option<String>| {
        let date = Field {
            hint,
            value: typed.raw(name).to_owned(),
            ..Field::text(name, label)
        };
        day_field(lang, date, problems)
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

//! Accounts in the case database.

use sanh_domain::account::listed::{AccountState, ListedPerson};
use sanh_domain::account::model::{
    AccountId, AgencyScope, DISPLAY_NAME_CHARS_MAX, Role, TITLE_CHARS_MAX, is_account_name,
};
use sanh_domain::id::AgencyId;
use sanh_domain::procedure::listed::ListedAgency;
use sanh_store::{Account, Agency, AuditActor, NewAccount, StoreError};

use super::account::make_link;
use super::{Administrator, ConfirmedAdministrator, failure, now, store};
use crate::error::AppError;
use crate::model::people::People;
use crate::page::FieldValues;
use crate::text::Messages;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::FormError;

/// Every account, by name, and every agency.
pub(crate) async fn people(_: &Administrator) -> Result<People, AppError> {
    let store = store()?;
    let accounts = store.accounts().await.map_err(failure)?;
    let agencies = store.agencies().await.map_err(failure)?;
    Ok(People {
        people: accounts.into_iter().map(listed).collect(),
        agencies: agencies.into_iter().map(listed_agency).collect(),
    })
}

/// The account of a name, as it is spelt.
pub(crate) async fn known(name: &str) -> Result<AccountId, AppError> {
    let account = store()?.account(name).await.map_err(failure)?;
    let account = account.filter(|account| account.person.name == name);
    Ok(account.ok_or(AppError::NotFound)?.person.id)
}

/// Adds an account with its title; the secret of its one-time link.
pub(crate) async fn add(
    administrator: &ConfirmedAdministrator,
    account: NewAccount,
    title: String,
) -> Result<String, FormError> {
    let (store, by) = (store()?, AuditActor::from(administrator));
    let (name, display_name) = (account.name.clone(), account.display_name.clone());
    let added = store.add_account(account, by, now()).await;
    let taken = request().room_lang().words().people_taken();
    let id = added.map_err(|error| refused(error, Problem::new("name", taken)))?;
    if !title.is_empty() {
        rename(administrator, id, display_name, title).await?;
    }
    Ok(link(administrator, &name).await?)
}

/// Makes a new one-time link; its secret.
pub(crate) async fn link(
    administrator: &ConfirmedAdministrator,
    name: &str,
) -> Result<String, AppError> {
    let (store, by) = (store()?, AuditActor::from(administrator));
    let made = make_link(&store, name, by, now()).await;
    made.map_err(failure)
}

/// Changes what a person is called.
pub(crate) async fn rename(
    administrator: &ConfirmedAdministrator,
    id: AccountId,
    display_name: String,
    title: String,
) -> Result<(), AppError> {
    let (store, by) = (store()?, AuditActor::from(administrator));
    let renamed = store.rename_account(id, display_name, title, by, now());
    renamed.await.map_err(failure)
}

/// What a form says somebody is called: name and title.
pub(crate) fn called(display_name: &str, title: &str) -> Result<(String, String), FormError> {
    let (display_name, title) = (display_name.trim(), title.trim());
    let problems = problems_of_called(display_name, title);
    if problems.is_empty() {
        return Ok((display_name.to_owned(), title.to_owned()));
    }
    Err(FormError::Refused(problems.into()))
}

fn problems_of_called(display_name: &str, title: &str) -> Vec<Problem> {
    let words = request().room_lang().words();
    let mut problems = Vec::new();
    if display_name.is_empty() || display_name.chars().count() > DISPLAY_NAME_CHARS_MAX {
        let message = words.people_needs_display_name(DISPLAY_NAME_CHARS_MAX);
        problems.push(Problem::new("display_name", message));
    }
    if title.chars().count() > TITLE_CHARS_MAX {
        let message = words.people_long_title(TITLE_CHARS_MAX);
        problems.push(Problem::new("title", message));
    }
    problems
}

/// Changes what a person may do.
pub(crate) async fn change_rights(
    administrator: &ConfirmedAdministrator,
    id: AccountId,
    role: Role,
    reach: AgencyScope,
) -> Result<(), FormError> {
    let (store, by) = (store()?, AuditActor::from(administrator));
    let set = store.set_rights(id, role, reach, by, now()).await;
    set.map_err(|error| refused(error, last_administrator("role")))
}

/// Disables an account, if `sure` is `yes`.
pub(crate) async fn disable(
    administrator: &ConfirmedAdministrator,
    id: AccountId,
    sure: &str,
) -> Result<(), FormError> {
    if sure.trim() != "yes" {
        let message = request().room_lang().words().people_disable_unsure();
        return Err(Problem::new("sure", message).into());
    }
    let (store, by) = (store()?, AuditActor::from(administrator));
    let disabled = store.disable_account(id, by, now()).await;
    disabled.map_err(|error| refused(error, last_administrator("sure")))
}

/// The new account of a form, with everything that is wrong with it.
pub(crate) async fn new_account(
    name: &str,
    (display_name, title): (&str, &str),
    role: &str,
    agencies: &FieldValues,
    everywhere: &str,
) -> Result<NewAccount, FormError> {
    let words = request().room_lang().words();
    let role = self::role(role)?;
    let (name, display_name) = (name.trim(), display_name.trim());
    let mut problems = Vec::new();
    let there = store()?.account(name).await.map_err(failure)?;
    if !is_account_name(&name.to_lowercase()) || there.is_some() {
        problems.push(Problem::new("name", words.people_taken()));
    }
    problems.extend(problems_of_called(display_name, title.trim()));
    match chosen_reach(agencies, everywhere).await? {
        Ok(reach) if problems.is_empty() => Ok(NewAccount {
            name: name.to_owned(),
            display_name: display_name.to_owned(),
            role,
            reach,
        }),
        reach => {
            problems.extend(reach.err());
            Err(FormError::Refused(problems.into()))
        }
    }
}

/// The role with this name.
pub(crate) fn role(word: &str) -> Result<Role, AppError> {
    let role = word.trim().parse();
    role.map_err(|_| AppError::Invalid("role".to_owned()))
}

/// Where somebody works: the agencies ticked, or the whole centre, which is asked for by name.
pub(crate) async fn reach(
    ticked: &FieldValues,
    everywhere: &str,
) -> Result<AgencyScope, FormError> {
    Ok(chosen_reach(ticked, everywhere).await??)
}

/// The same, or the problem where neither is chosen, or both. An agency that is unknown or unreadable is an error.
async fn chosen_reach(
    ticked: &FieldValues,
    everywhere: &str,
) -> Result<Result<AgencyScope, Problem>, AppError> {
    let words = request().room_lang().words();
    match (everywhere.trim() == "yes", ticked.0.is_empty()) {
        (true, true) => return Ok(Ok(AgencyScope::Everywhere)),
        (true, false) => return Ok(Err(Problem::new("everywhere", words.people_where_both()))),
        (false, true) => return Ok(Err(Problem::new("everywhere", words.people_where_none()))),
        (false, false) => {}
    }
    let listed = store()?.agencies().await.map_err(failure)?;
    let known = |id: &String| {
        let id = id.trim().parse().ok().map(AgencyId)?;
        listed.iter().any(|agency| agency.id == id).then_some(id)
    };
    let agencies: Option<_> = ticked.0.iter().map(known).collect();
    let agencies = agencies.ok_or_else(|| AppError::Invalid("agency".to_owned()))?;
    Ok(Ok(AgencyScope::Agencies(agencies)))
}

/// The refusal by the store, shown as `problem`.
fn refused(error: StoreError, problem: Problem) -> FormError {
    match error {
        StoreError::Invalid(_) => problem.into(),
        error => failure(error).into(),
    }
}

fn last_administrator(field: &'static str) -> Problem {
    Problem::new(field, request().room_lang().words().people_last_admin())
}

fn listed(account: Account) -> ListedPerson {
    ListedPerson {
        state: match (&account.password_hash, account.is_disabled) {
            (_, true) => AccountState::Disabled,
            (None, false) => AccountState::Waits,
            (Some(_), false) => AccountState::Active,
        },
        title: account.title,
        person: account.person,
    }
}

/// An agency as other rooms list it.
pub(super) fn listed_agency(agency: Agency) -> ListedAgency {
    ListedAgency {
        id: agency.id,
        code: agency.code,
        name: agency.name,
    }
}

//! Accounts in the case database.

use sanh_domain::account::listed::{AccountState, ListedPerson};
use sanh_domain::account::model::{AccountId, AgencyScope, DISPLAY_NAME_CHARS_MAX, Role};
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

/// Adds an account; the secret of its one-time link.
pub(crate) async fn add(
    administrator: &ConfirmedAdministrator,
    account: NewAccount,
) -> Result<String, FormError> {
    let (store, by, name) = (
        store()?,
        AuditActor::from(administrator),
        account.name.clone(),
    );
    let added = store.add_account(account, by, now()).await;
    let taken = request().room_lang().words().people_taken();
    added.map_err(|error| refused(error, Problem::new("name", taken)))?;
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

/// The new account of a form.
pub(crate) async fn new_account(
    name: &str,
    display_name: &str,
    role: &str,
    agencies: &FieldValues,
) -> Result<NewAccount, FormError> {
    let (role, display_name) = (self::role(role)?, display_name.trim());
    if display_name.is_empty() || display_name.chars().count() > DISPLAY_NAME_CHARS_MAX {
        let words = request().room_lang().words();
        let message = words.people_needs_display_name(DISPLAY_NAME_CHARS_MAX);
        return Err(Problem::new("display_name", message).into());
    }
    Ok(NewAccount {
        name: name.trim().to_owned(),
        display_name: display_name.to_owned(),
        role,
        reach: reach(agencies).await?,
    })
}

/// The role with this name.
pub(crate) fn role(word: &str) -> Result<Role, AppError> {
    let role = word.trim().parse();
    role.map_err(|_| AppError::Invalid("role".to_owned()))
}

/// The agencies of a person, by the ticked boxes; none ticked: the whole centre. An agency that is unknown or unreadable is an
/// error, because ignoring it would grant the whole centre.
pub(crate) async fn reach(ticked: &FieldValues) -> Result<AgencyScope, AppError> {
    if ticked.0.is_empty() {
        return Ok(AgencyScope::Everywhere);
    }
    let listed = store()?.agencies().await.map_err(failure)?;
    let known = |id: &String| {
        let id = id.trim().parse().ok().map(AgencyId)?;
        listed.iter().any(|agency| agency.id == id).then_some(id)
    };
    let agencies: Option<_> = ticked.0.iter().map(known).collect();
    let agencies = agencies.ok_or_else(|| AppError::Invalid("agency".to_owned()))?;
    Ok(AgencyScope::Agencies(agencies))
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

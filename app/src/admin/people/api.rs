//! The server functions of accounts. What lets others in asks for a password that was given lately.
#![allow(
    missing_docs,
    reason = "the macro makes a struct of the arguments, described at the function"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;
use crate::model::people::People;
use crate::page::FieldValues;
use crate::ui::submit::FormError;

/// Every account, and every agency. For administrators.
///
/// # Errors
/// [`AppError::Forbidden`] for anybody else; [`AppError::Unavailable`] while the database does not answer.
#[server(prefix = "/api", endpoint = "list_people", input = GetUrl)]
pub async fn list_people() -> Result<People, AppError> {
    use crate::server::{administrator, people};
    people::people(&administrator()?).await
}

/// Gives a person an account, with its entry in the audit; the secret of its one-time link. The whole centre is asked for by
/// `everywhere`, which is `yes`, in the place of agencies. For administrators.
///
/// # Errors
/// What is wrong with the form, also a name that cannot be used or is taken; then nothing was written.
#[server(prefix = "/api", endpoint = "add_person")]
pub async fn add_person(
    #[server(default)] name: String,
    #[server(default)] display_name: String,
    #[server(default)] role: String,
    #[server(default)] agency: FieldValues,
    #[server(default)] everywhere: String,
) -> Result<String, FormError> {
    use crate::server::{confirmed_administrator, people};
    let administrator = confirmed_administrator()?;
    let account = people::new_account(&name, &display_name, &role, &agency, &everywhere).await?;
    people::add(&administrator, account).await
}

/// Makes a new one-time link for an account, with its entry in the audit; its secret. For administrators.
///
/// # Errors
/// [`AppError::NotFound`] where there is no such account.
#[server(prefix = "/api", endpoint = "make_link")]
pub async fn make_link(account: String) -> Result<String, FormError> {
    use crate::server::{confirmed_administrator, people};
    let administrator = confirmed_administrator()?;
    people::known(&account).await?;
    Ok(people::link(&administrator, &account).await?)
}

/// Changes what a person may do, with its entry in the audit, and ends their sessions. The whole centre is asked for
/// by `everywhere`, which is `yes`, in the place of agencies. For administrators.
///
/// # Errors
/// A refusal for the last administrator, who stays one; [`AppError::NotFound`] where there is no such account.
#[server(prefix = "/api", endpoint = "change_rights")]
pub async fn change_rights(
    account: String,
    #[server(default)] role: String,
    #[server(default)] agency: FieldValues,
    #[server(default)] everywhere: String,
) -> Result<(), FormError> {
    use crate::server::{confirmed_administrator, people};
    let administrator = confirmed_administrator()?;
    let (account, role) = (people::known(&account).await?, people::role(&role)?);
    let reach = people::reach(&agency, &everywhere).await?;
    people::change_rights(&administrator, account, role, reach).await
}

/// Lets an account sign in no more, with its entry in the audit, and ends its sessions. `sure` is `yes`. For administrators.
///
/// # Errors
/// A refusal where `sure` is not, and for the last administrator; [`AppError::NotFound`] where there is no such account.
#[server(prefix = "/api", endpoint = "disable_account")]
pub async fn disable_account(
    account: String,
    #[server(default)] sure: String,
) -> Result<(), FormError> {
    use crate::server::{confirmed_administrator, people};
    let administrator = confirmed_administrator()?;
    let account = people::known(&account).await?;
    people::disable(&administrator, account, &sure).await
}

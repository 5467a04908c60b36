//! The server functions of accounts. Functions that give access ask for a recently confirmed password.
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
/// The problems of the form, also a name that cannot be used or is taken; then nothing was written.
#[server(prefix = "/api", endpoint = "add_person")]
pub async fn add_person(
    #[server(default)] name: String,
    #[server(default)] display_name: String,
    #[server(default)] title: String,
    #[server(default)] role: String,
    #[server(default)] agency: FieldValues,
    #[server(default)] everywhere: String,
) -> Result<String, FormError> {
    use crate::server::{confirmed_administrator, people};
    let administrator = confirmed_administrator()?;
    let called = (display_name.as_str(), title.as_str());
    let account = people::new_account(&name, called, &role, &agency, &everywhere).await?;
    people::add(&administrator, account, title.trim().to_owned()).await
}

/// Makes a new one-time link for an account, with its entry in the audit; its secret. For administrators.
///
/// # Errors
/// [`AppError::NotFound`] if there is no such account.
#[server(prefix = "/api", endpoint = "make_link")]
pub async fn make_link(account: String) -> Result<String, FormError> {
    use crate::server::{confirmed_administrator, people};
    let administrator = confirmed_administrator()?;
    people::known(&account).await?;
    Ok(people::link(&administrator, &account).await?)
}

/// Changes what a person is called, with its entry in the audit. For administrators.
///
/// # Errors
/// What is wrong with the form; [`AppError::NotFound`] where there is no such account.
#[server(prefix = "/api", endpoint = "rename_person")]
pub async fn rename_person(
    account: String,
    #[server(default)] display_name: String,
    #[server(default)] title: String,
) -> Result<(), FormError> {
    use crate::server::{confirmed_administrator, people};
    let administrator = confirmed_administrator()?;
    let id = people::known(&account).await?;
    let (display_name, title) = people::called(&display_name, &title)?;
    Ok(people::rename(&administrator, id, display_name, title).await?)
}

/// Changes what a person may do, with its entry in the audit, and ends their sessions. The whole centre is asked for
/// by `everywhere`, which is `yes`, in the place of agencies. For administrators.
///
/// # Errors
/// A refusal for the last administrator, who stays one; [`AppError::NotFound`] if there is no such account.
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

/// Disables an account, with its entry in the audit, and ends its sessions. `sure` is `yes`. For administrators.
///
/// # Errors
///
/// A refusal if `sure` is not, and for the last administrator; [`AppError::NotFound`] if there is no such account.
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

//! Forms of the router's pages: what a form sends to its page's own address runs the server function of the same fields.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::server_fn::codec::JsonEncoding;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::form::Problem;
use super::response::{request, response};
use crate::error::AppError;
use crate::page::{Method, escaped};

/// The status if somebody else changed the values from which a form was made.
pub(crate) const CONFLICT: u16 = 409;

/// Why a form was not done. Nothing was written then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum FormError {
    /// Something is wrong with what was typed.
    #[error("refused")]
    Refused(Refusal),
    /// Anything else.
    #[error(transparent)]
    Failed(#[from] AppError),
}

/// The refusal of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The page's HTTP status: 422, or one that says that it may be sent again later.
    pub status: u16,
    /// The problems, field by field.
    pub problems: Vec<Problem>,
    /// Whether somebody else changed the values from which the form was made.
    pub is_stale: bool,
}

impl Default for Refusal {
    fn default() -> Self {
        Self {
            status: 422,
            problems: Vec::new(),
            is_stale: false,
        }
    }
}

impl From<Vec<Problem>> for Refusal {
    fn from(problems: Vec<Problem>) -> Self {
        Self {
            problems,
            ..Self::default()
        }
    }
}

impl From<Problem> for FormError {
    fn from(problem: Problem) -> Self {
        Self::Refused(vec![problem].into())
    }
}

impl FormError {
    /// The corresponding HTTP status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::Refused(refusal) => refusal.status,
            Self::Failed(error) => error.status(),
        }
    }

    /// Somebody else changed what the form was made from.
    #[must_use]
    pub fn stale(problem: Problem) -> Self {
        Self::Refused(Refusal {
            problems: vec![problem],
            is_stale: true,
            ..Refusal::default()
        })
    }
}

impl FromServerFnError for FormError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: leptos::server_fn::error::ServerFnErrorErr) -> Self {
        AppError::from_server_fn_error(error).into()
    }
}

/// The result of the form of a page that is also read.
pub enum Submitted<T> {
    /// None was sent: the page is read.
    Not,
    /// It was done, and made this.
    Done(T),
    /// It was not; the page has its status by now.
    Refused(Refusal),
}

impl<T> Submitted<T> {
    /// The refusal that the page shows, blank where none was sent. `None` where it was done: the page leads on to the address that
    /// `next` makes.
    #[must_use]
    pub fn or_redirect(self, next: impl FnOnce(T) -> String) -> Option<Refusal> {
        match self {
            Self::Not => Some(Refusal::default()),
            Self::Refused(refusal) => Some(refusal),
            Self::Done(done) => {
                response().redirect(next(done));
                None
            }
        }
    }
}

/// [`submit`], on a page that is also read.
///
/// # Errors
/// As [`submit`].
pub async fn submitted<F>(of_address: &[(&str, &str)]) -> Result<Submitted<F::Output>, AppError>
where
    F: ServerFn<Error = FormError> + DeserializeOwned,
{
    if request().method != Method::Post {
        return Ok(Submitted::Not);
    }
    Ok(match submit::<F>(of_address).await? {
        Ok(done) => Submitted::Done(done),
        Err(refusal) => Submitted::Refused(refusal),
    })
}

/// Runs the server function `F` with the fields that the form sent and those that the address gives. A refused form gives the page its
/// status.
///
/// # Errors
/// [`AppError::Invalid`] for a form that is not of this function's fields; and what the function fails with.
pub async fn submit<F>(of_address: &[(&str, &str)]) -> Result<Result<F::Output, Refusal>, AppError>
where
    F: ServerFn<Error = FormError> + DeserializeOwned,
{
    let response = response();
    match typed::<F>(of_address)?.run_body().await {
        Ok(done) => Ok(Ok(done)),
        Err(FormError::Failed(error)) => Err(error),
        Err(FormError::Refused(refusal)) => {
            response.set_status(refusal.status);
            Ok(Err(refusal))
        }
    }
}

/// The arguments of a server function that the form sent and the address gives. A page whose fields are not shown as they were typed
/// makes them anew of these.
///
/// # Errors
/// [`AppError::Invalid`] for a form that is not of this function's fields.
pub fn typed<F: DeserializeOwned>(of_address: &[(&str, &str)]) -> Result<F, AppError> {
    let request = request();
    let typed = request.form.0.iter();
    let typed = typed.map(|(name, value)| (name.as_str(), value.as_str()));
    let mut values = BTreeMap::<&str, Vec<&str>>::new();
    for (name, value) in typed.chain(of_address.iter().copied()) {
        values.entry(name).or_default().push(value);
    }
    let fields: Vec<String> = values
        .into_iter()
        .flat_map(|(name, values)| {
            let many = if values.len() > 1 { "[]" } else { "" };
            let of_value = move |value| format!("{}{many}={}", escaped(name), escaped(value));
            values.into_iter().map(of_value)
        })
        .collect();
    serde_qs::from_str(&fields.join("&")).map_err(|_| AppError::Invalid("form".to_owned()))
}

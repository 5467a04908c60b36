//! Forms of the router's pages: what a form sends to its page's own address runs the server function of the same fields.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::server_fn::codec::JsonEncoding;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::form::Problem;
use super::response::{request, response};
use crate::error::AppError;
use crate::page::{Method, escaped};

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

/// What is wrong with a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// What is wrong, field by field.
    pub problems: Vec<Problem>,
    /// Whether somebody else changed what the form was made from.
    pub is_stale: bool,
}

impl From<Vec<Problem>> for Refusal {
    fn from(problems: Vec<Problem>) -> Self {
        Self {
            problems,
            is_stale: false,
        }
    }
}

impl From<Problem> for FormError {
    fn from(problem: Problem) -> Self {
        Self::Refused(vec![problem].into())
    }
}

impl FormError {
    /// The HTTP status that says the same.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::Refused(_) => 422,
            Self::Failed(error) => error.status(),
        }
    }

    /// Somebody else changed what the form was made from.
    #[must_use]
    pub fn stale(problem: Problem) -> Self {
        Self::Refused(Refusal {
            problems: vec![problem],
            is_stale: true,
        })
    }
}

impl FromServerFnError for FormError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: leptos::server_fn::error::ServerFnErrorErr) -> Self {
        AppError::from_server_fn_error(error).into()
    }
}

/// What became of a form.
pub enum Submitted<T> {
    /// None was sent: the page is read.
    Not,
    /// It was done, and made this.
    Done(T),
    /// It was not; the page has its status by now.
    Refused(Refusal),
}

/// Runs the server function `F` with the fields that the form sent and those that the address gives.
///
/// # Errors
/// [`AppError::Invalid`] for a form that is not of this function's fields; and what the function fails with.
pub async fn submitted<F>(of_address: &[(&str, &str)]) -> Result<Submitted<F::Output>, AppError>
where
    F: ServerFn<Error = FormError> + DeserializeOwned,
{
    let (request, response) = (request(), response());
    response.note_form();
    if request.method != Method::Post {
        return Ok(Submitted::Not);
    }
    let typed = request.form.0.iter();
    let typed = typed.map(|(name, value)| (name.as_str(), value.as_str()));
    let fields: Vec<String> = typed
        .chain(of_address.iter().copied())
        .map(|(name, value)| format!("{}={}", escaped(name), escaped(value)))
        .collect();
    let function: F =
        serde_qs::from_str(&fields.join("&")).map_err(|_| AppError::Invalid("form".to_owned()))?;
    match function.run_body().await {
        Ok(done) => Ok(Submitted::Done(done)),
        Err(FormError::Failed(error)) => Err(error),
        Err(FormError::Refused(refusal)) => {
            response.set_status(422);
            Ok(Submitted::Refused(refusal))
        }
    }
}

//! The walls: the pages, by path.

use crate::account::model::Caller;
use crate::error::AppError;
use crate::page::{Asked, Page};

/// The pages.
///
/// # Errors
/// [`AppError::NotFound`] for a path that is no page; when it cannot be served.
#[allow(clippy::unused_async)]
pub async fn screens(_asked: &Asked, _caller: &Caller, _rest: &[&str]) -> Result<Page, AppError> {
    Err(AppError::NotFound)
}

//! What a page of the router answers beside its HTML, and what it was asked for.

use std::future::Future;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use leptos::prelude::*;

use crate::error::AppError;
use crate::page::PageRequest;

/// The status that says that an address is not asked this way.
pub(crate) const METHOD_NOT_ALLOWED: u16 = 405;

/// The answer of a page while it is rendered, shared through Leptos' context.
///
/// It stands in the place of `leptos_axum::ResponseOptions`, which is there on the server only: pages are compiled for the browser,
/// too.
#[derive(Clone, Debug, Default)]
pub struct PageResponse(Arc<Mutex<Answer>>);

/// What a page answers beside its HTML.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// Its HTTP status.
    pub(crate) status: u16,
    /// Where the browser goes instead.
    pub(crate) location: Option<String>,
    /// Why there is no page.
    pub(crate) error: Option<AppError>,
    /// Whether it takes what a form sends.
    pub(crate) has_read_form: bool,
}

impl Default for Answer {
    fn default() -> Self {
        Self {
            status: 200,
            location: None,
            error: None,
            has_read_form: false,
        }
    }
}

impl PageResponse {
    /// Answers with another status than 200.
    pub fn set_status(&self, status: u16) {
        self.lock().status = status;
    }

    /// Answers whoever reads an address that only forms are sent to (405).
    pub fn refuse_reading(&self) {
        self.set_status(METHOD_NOT_ALLOWED);
    }

    /// Leads the browser on, to be read there (303).
    pub fn redirect(&self, location: impl Into<String>) {
        self.lock().location = Some(location.into());
    }

    /// Answers with the page that says why there is no other.
    pub fn fail(&self, error: AppError) {
        self.lock().error.get_or_insert(error);
    }

    pub(crate) fn note_form(&self) {
        self.lock().has_read_form = true;
    }

    pub(crate) fn take(&self) -> Answer {
        mem::take(&mut self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, Answer> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The answer of the page that is rendered.
pub fn response() -> PageResponse {
    expect_context()
}

/// What the page was asked for.
pub fn request() -> Arc<PageRequest> {
    expect_context()
}

/// A view that is made of data: waits for them, and answers with the page of the failure where they cannot be had.
pub fn loaded<V, F>(load: F) -> impl IntoView
where
    V: IntoView + 'static,
    F: Future<Output = Result<V, AppError>> + Send + 'static,
{
    let response = response();
    // No `Suspense` around it: the page is sent whole, so there is nothing to show meanwhile, and no effect to run for it.
    Suspend::new(async move {
        let loaded = load.await;
        loaded.map_err(|error| response.fail(error)).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_failure_is_told() {
        let response = PageResponse::default();
        response.set_status(422);
        response.fail(AppError::NotFound);
        response.fail(AppError::Internal);
        let answer = response.take();
        assert_eq!(answer.error, Some(AppError::NotFound));
        assert_eq!(answer.status, 422);
        assert_eq!(response.take(), Answer::default());
    }
}

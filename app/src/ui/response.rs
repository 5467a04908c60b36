//! What a page of the router answers beside its HTML, and what it was asked for.

use std::future::Future;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use leptos::prelude::*;

use crate::error::AppError;
use crate::page::{Cookies, File, Page, PageRequest, SessionChange};

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
    /// What is sent in place of what is rendered.
    pub(crate) page: Option<Page>,
    /// What it has beside its words.
    pub(crate) extras: PageExtras,
    /// What the browser keeps from now on.
    pub(crate) cookies: Cookies,
}

/// What a page has beside its words; most have nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PageExtras {
    /// A script, by its path.
    pub script: Option<&'static str>,
    /// Seconds after which it loads itself again.
    pub refresh_s: Option<u32>,
    /// The same, only where scripts are off.
    pub refresh_without_script_s: Option<u32>,
}

impl Default for Answer {
    fn default() -> Self {
        Self {
            status: 200,
            location: None,
            error: None,
            page: None,
            extras: PageExtras::default(),
            cookies: Cookies::default(),
        }
    }
}

impl PageResponse {
    /// Answers with another status than 200.
    pub fn set_status(&self, status: u16) {
        self.lock().status = status;
    }

    /// Leads the browser on, to be read there (303).
    pub fn redirect(&self, location: impl Into<String>) {
        self.lock().location = Some(location.into());
    }

    /// Answers with the page that says why there is no other.
    pub fn fail(&self, error: AppError) {
        self.lock().error.get_or_insert(error);
    }

    /// Sends a file to be saved.
    pub fn download(&self, file: File) {
        self.send(Page::download(file));
    }

    /// Sends a page that stands in no layout, such as a wall.
    pub fn send(&self, page: Page) {
        self.lock().page = Some(page);
    }

    /// What the page has beside its words.
    pub fn set_extras(&self, extras: PageExtras) {
        self.lock().extras = extras;
    }

    /// Changes the browser's session.
    pub fn change_session(&self, change: SessionChange) {
        self.lock().cookies.session = change;
    }

    /// Gives the browser the secret by which it is known again.
    pub fn keep_device(&self, token: String) {
        self.lock().cookies.device_token = Some(token);
    }

    /// Gives the browser the secret of the screen that it is, or renews how long it keeps it.
    pub fn keep_screen(&self, token: String) {
        self.lock().cookies.screen_token = Some(token);
    }

    /// What the browser keeps after a server function that was called by itself.
    #[must_use]
    pub fn into_cookies(self) -> Cookies {
        self.take().cookies
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

//! The parts of a page's answer beside its HTML, and the request of the page.

use std::future::Future;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use leptos::prelude::*;

use crate::error::AppError;
use crate::page::{Cookies, File, Page, PageRequest, SessionChange};

/// The answer of a page while it is rendered, shared through Leptos' context.
///
/// It replaces `leptos_axum::ResponseOptions`, which exists on the server only: pages are compiled for the browser, too.
#[derive(Clone, Debug, Default)]
pub struct PageResponse(Arc<Mutex<Answer>>);

/// The parts of an answer beside its HTML.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// Its HTTP status.
    pub(crate) status: u16,
    /// The address to which the browser is redirected.
    pub(crate) location: Option<String>,
    /// Why there is no page.
    pub(crate) error: Option<AppError>,
    /// The page that is sent instead of the rendered one.
    pub(crate) page: Option<Page>,
    /// The extras of the page.
    pub(crate) extras: PageExtras,
    /// The cookies to set.
    pub(crate) cookies: Cookies,
}

/// The extras of a page; most pages have none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PageExtras {
    /// A script, by its path.
    pub script: Option<&'static str>,
    /// Seconds after which it reloads itself.
    pub refresh_s: Option<u32>,
    /// The same, only without scripts.
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

    /// Answers with the page of an error.
    pub fn fail(&self, error: AppError) {
        self.lock().error.get_or_insert(error);
    }

    /// Sends a file to be saved.
    pub fn download(&self, file: File) {
        self.send(Page::download(file));
    }

    /// Sends a page without a layout, such as a wall.
    pub fn send(&self, page: Page) {
        self.lock().page = Some(page);
    }

    /// Sets the extras of the page.
    pub fn set_extras(&self, extras: PageExtras) {
        self.lock().extras = extras;
    }

    /// Changes the browser's session.
    pub fn change_session(&self, change: SessionChange) {
        self.lock().cookies.session = change;
    }

    /// Gives the browser the secret by which it is recognised.
    pub fn keep_device(&self, token: String) {
        self.lock().cookies.device_token = Some(token);
    }

    /// Gives the browser the secret of the screen that it is, or renews how long it keeps it.
    pub fn keep_screen(&self, token: String) {
        self.lock().cookies.screen_token = Some(token);
    }

    /// The cookies to set after a server function that was called by itself.
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

/// The request of the page.
pub fn request() -> Arc<PageRequest> {
    expect_context()
}

/// A view of loaded data: waits for them, and answers with the page of the error if they cannot be loaded.
pub fn loaded<V, F>(load: F) -> impl IntoView
where
    V: IntoView + 'static,
    F: Future<Output = Result<V, AppError>> + Send + 'static,
{
    let response = response();
    // No `Suspense` around it: the page is sent as a whole, so there is nothing to show while it loads.
    Suspend::new(async move {
        let loaded = load.await;
        loaded.map_err(|error| response.fail(error)).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_failure_is_shown() {
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

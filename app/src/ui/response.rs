//! The response to a page beside the view that it returns, and the request for the page.

use std::future::Future;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use leptos::prelude::*;

use crate::error::AppError;
use crate::page::{Cookies, File, PageContent, PageRequest, SessionChange};

/// The response to a page while it is rendered, shared through Leptos' context.
///
/// It replaces `leptos_axum::ResponseOptions`, which exists on the server only: pages are compiled for the browser, too.
#[derive(Clone, Debug, Default)]
pub struct PageResponse(Arc<Mutex<ResponseState>>);

/// The parts of a response.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ResponseState {
    /// The HTTP status of the rendered view.
    pub(crate) status: u16,
    /// Why there is no page.
    pub(crate) error: Option<AppError>,
    /// What is sent instead of the rendered view.
    pub(crate) content: Option<PageContent>,
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

impl Default for ResponseState {
    fn default() -> Self {
        Self {
            status: 200,
            error: None,
            content: None,
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

    /// Redirects the browser (303 See Other).
    pub fn redirect(&self, location: impl Into<String>) {
        self.send(PageContent::Redirect(location.into()));
    }

    /// Answers with the page of an error.
    pub fn fail(&self, error: AppError) {
        self.lock().error.get_or_insert(error);
    }

    /// Sends a file to be saved.
    pub fn download(&self, file: File) {
        self.send(PageContent::Download(file));
    }

    /// Sends HTML without a layout, such as a wall.
    pub fn send_html(&self, status: u16, html: String) {
        self.send(PageContent::html(status, html));
    }

    /// Sends HTML that a page of ours may show in a frame (200).
    pub fn send_framed_html(&self, html: String) {
        self.send(PageContent::Html {
            status: 200,
            html,
            may_be_framed: true,
        });
    }

    fn send(&self, content: PageContent) {
        self.lock().content = Some(content);
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

    pub(crate) fn take(&self) -> ResponseState {
        mem::take(&mut self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, ResponseState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The response to the page that is rendered.
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
        let taken = response.take();
        assert_eq!(taken.error, Some(AppError::NotFound));
        assert_eq!(taken.status, 422);
        assert_eq!(response.take(), ResponseState::default());
    }
}

//! Serves a page: access is checked, then the page is rendered completely.
//!
//! A page is complete before any of it is sent: a screen shows its figures only when all of them are there, so streaming has no
//! use.

use std::sync::Arc;

use futures::{StreamExt, stream};
use leptos::prelude::*;
use leptos_meta::ServerMetaContext;
use leptos_router::location::RequestUrl;
use sanh_domain::account::model::Access;
use sanh_domain::language::Languages;

use super::rights::{access, is_confirmed};
use super::{App, pages};
use crate::account::confirm;
use crate::alarm::api::count_alarms;
use crate::page::{
    ConnectionSecurity, Method, PageContent, PageRequest, RenderedPage, escaped, is_room,
    needs_private_connection, segments,
};
use crate::ui::document::{Head, document};
use crate::ui::fault::{Fault, fault_page};
use crate::ui::resend::resend;
use crate::ui::response::PageResponse;

/// The status for a method that an address does not support.
const METHOD_NOT_ALLOWED: u16 = 405;

/// Renders the requested page. Needs the contexts of the program.
///
/// A failure is a page too: in the visitor's language, with the right status, without causes.
pub async fn page(mut request: PageRequest) -> RenderedPage {
    let path = request.path.clone();
    let segments = segments(&path);
    let route = pages().find(&segments);
    let before = match access_refusal(&request, &segments) {
        // Checked before the page runs: a page that only gives out a file would otherwise record in the audit that it did.
        None if route.is_some_and(|route| !route.methods.contains(&request.method)) => {
            Some(PageContent::html(METHOD_NOT_ALLOWED, String::new()))
        }
        None if route.is_some_and(|route| is_confirmed(request.method, route)) => {
            confirm::first(&mut request).await
        }
        refused => refused,
    };
    let request = Arc::new(request);
    let mut page = match before {
        Some(content) => RenderedPage::from(content),
        None => render(&request, &segments).await,
    };
    let chosen = request.languages().ok().flatten();
    let chosen = chosen.filter(|_| is_room(&segments));
    page.cookies.chosen_lang = chosen.map(Languages::first);
    page
}

/// The page that refuses a request, whatever it sends; `None`: it is allowed.
#[must_use]
pub fn refusal(request: &PageRequest) -> Option<PageContent> {
    access_refusal(request, &segments(&request.path))
}

/// The page that refuses the request, or `None` if the visitor may see the page.
fn access_refusal(request: &PageRequest, segments: &[&str]) -> Option<PageContent> {
    let access = access(segments)?;
    match request.visitor.connection {
        _ if !needs_private_connection(segments) => {}
        ConnectionSecurity::Private => {}
        ConnectionSecurity::Open => return Some(fault_page(request, Fault::Unprotected)),
        ConnectionSecurity::UntrustedProxy => {
            return Some(fault_page(request, Fault::UntrustedProxy));
        }
    }
    match &request.visitor.caller {
        _ if access == Access::Public => None,
        Some(caller) if caller.person.has(access) => None,
        Some(_) => Some(fault_page(request, Fault::Forbidden)),
        None if request.method == Method::Get => Some(PageContent::Redirect(format!(
            "/sign-in?then={}",
            escaped(&request.path)
        ))),
        None => Some(fault_page(request, Fault::SignedOut)),
    }
}

/// The requested page, rendered completely before any of it is sent.
async fn render(request: &Arc<PageRequest>, segments: &[&str]) -> RenderedPage {
    // Server functions learn from it who calls.
    provide_context(Arc::clone(request));
    let response = PageResponse::default();
    let (meta, title) = ServerMetaContext::new();
    provide_context(response.clone());
    provide_context(pages());
    provide_context(meta);
    let address = format!("/{}", segments.join("/"));
    provide_context(RequestUrl::new(&escaped(&address)));
    // The navigation of managers and administrators shows the number of open alarms; without a number if it cannot be read.
    if is_room(segments)
        && let Ok(open) = count_alarms().await
    {
        provide_context(open);
    }
    let body: String = App().to_html_stream_in_order().collect().await;
    let response = response.take();
    if let Some(error) = response.error {
        return resend(request, error.into()).into();
    }
    let cookies = response.cookies;
    if let Some(content) = response.content {
        return RenderedPage { content, cookies };
    }
    let head = Head {
        script: response.extras.script.map(|path| request.asset(path)),
        refresh_s: response.extras.refresh_s,
        refresh_without_script_s: response.extras.refresh_without_script_s,
        ..Head::of(request, request.room_lang())
    };
    let html = format!("<!DOCTYPE html>{}", document(head, body).to_html());
    let titled = title.inject_meta_context(stream::iter([html])).await;
    RenderedPage {
        content: PageContent::html(response.status, titled.collect().await),
        cookies,
    }
}

//! The application: every page by its path, each area under the layout that holds its right.
//!
//! A page of the router is a component that asks server functions for what it shows. What it was asked for stands in the context
//! as [`PageRequest`]; status, redirect and failure leave through [`PageResponse`].

use std::sync::OnceLock;

use futures::{StreamExt, stream};
use leptos::prelude::*;
use leptos_meta::{ServerMetaContext, provide_meta_context};
use leptos_router::components::{ParentRoute, Router, Routes};
use leptos_router::location::RequestUrl;
use leptos_router::{PathSegment, RouteList, path};
use sanh_domain::account::model::Access;

use crate::absence::{AbsenceRoutes, OwnAbsenceRoutes};
use crate::account::{AccountRoutes, SignInRoutes};
use crate::admin::clock::ClockRoutes;
use crate::admin::people::PeopleRoutes;
use crate::alarm::AlarmRoutes;
use crate::audit::AuditRoutes;
use crate::board::wall_replay::WallReplayRoutes;
use crate::catalogue::CatalogueRoutes;
use crate::centre::CentreRoutes;
use crate::dossier::{DeskRoutes, ExportRoutes};
use crate::error::AppError;
use crate::import::ImportRoutes;
use crate::notice::NoticeRoutes;
use crate::outbox::OutboxRoutes;
use crate::page::{Method, Page, PageRequest, escaped, fits, resend};
use crate::procedure::ProcedureRoutes;
use crate::report::ThroughputRoutes;
use crate::report::official_form::OfficialFormRoutes;
use crate::screen::ScreenRoutes;
use crate::ui::document::{Head, document};
use crate::ui::layout::Layout;
use crate::ui::response::{METHOD_NOT_ALLOWED, PageResponse, response};

/// Every page of the router.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <Routes fallback=NotFound>
                <ParentRoute path=path!("/desk/export") view=|| view! { <Layout right=Access::Manage /> }>
                    <ExportRoutes />
                </ParentRoute>
                <ParentRoute path=path!("/desk") view=|| view! { <Layout right=Access::Desk /> }>
                    <DeskRoutes />
                </ParentRoute>
                <SignInRoutes />
                <ParentRoute path=path!("/account") view=|| view! { <Layout right=Access::SignedIn /> }>
                    <AccountRoutes />
                </ParentRoute>
                <ParentRoute path=path!("/admin") view=|| view! { <Layout right=Access::Administer /> }>
                    <PeopleRoutes />
                    <CatalogueRoutes />
                    <ProcedureRoutes />
                    <CentreRoutes />
                    <ImportRoutes />
                    <OutboxRoutes />
                    <AuditRoutes />
                    <ClockRoutes />
                </ParentRoute>
                <ParentRoute path=path!("/manage") view=|| view! { <Layout right=Access::Manage /> }>
                    <ThroughputRoutes />
                    <OfficialFormRoutes />
                    <ScreenRoutes />
                    <NoticeRoutes />
                    <WallReplayRoutes />
                    <AlarmRoutes />
                    <AbsenceRoutes />
                </ParentRoute>
                <ParentRoute path=path!("/account") view=|| view! { <Layout right=Access::Desk /> }>
                    <OwnAbsenceRoutes />
                </ParentRoute>
            </Routes>
        </Router>
    }
}

#[component]
fn NotFound() -> impl IntoView {
    response().fail(AppError::NotFound);
}

/// The paths of the router's pages; `{name}` stands for one segment.
pub fn paths() -> &'static [String] {
    static PATHS: OnceLock<Vec<String>> = OnceLock::new();
    PATHS.get_or_init(|| {
        let routes = Owner::new().with(|| {
            provide_context(RequestUrl::new("/"));
            RouteList::generate(App)
        });
        let routes = routes.unwrap_or_default().into_inner();
        routes.iter().map(|route| pattern(route.path())).collect()
    })
}

fn pattern(segments: &[PathSegment]) -> String {
    let segment = |segment: &PathSegment| match segment {
        PathSegment::Static(name) => name.trim_matches('/').to_owned(),
        PathSegment::Param(name) | PathSegment::OptionalParam(name) => format!("{{{name}}}"),
        PathSegment::Splat(name) => format!("{{*{name}}}"),
        PathSegment::Unit => String::new(),
    };
    let named = segments.iter().map(segment).filter(|name| !name.is_empty());
    named.fold(String::new(), |path, name| format!("{path}/{name}"))
}

/// Whether an address is of a page of the router.
pub(crate) fn has_page(segments: &[&str]) -> bool {
    paths().iter().any(|path| fits(path, segments))
}

/// Areas by where their paths begin, and for whom they are; the first that fits counts. Each but those of signing in and out is
/// under the [`Layout`] of the same right in [`App`].
const AREAS: &[(&[&str], Access)] = &[
    (&["sign-in"], Access::Public),
    (&["welcome"], Access::Public),
    (&["sign-out"], Access::SignedIn),
    (&["admin"], Access::Administer),
    (&["manage"], Access::Manage),
    (&["desk", "export"], Access::Manage),
    (&["desk"], Access::Desk),
    (&["account", "absence"], Access::Desk),
    (&["account"], Access::SignedIn),
];

/// For whom a page of the router is, by its area; an area that is not named is for nobody.
pub fn access(segments: &[&str]) -> Option<Access> {
    let mut areas = AREAS.iter();
    let area = areas.find(|(start, _)| segments.starts_with(start));
    area.map(|(_, right)| *right).filter(|_| has_page(segments))
}

/// The page of the router that a request asks for, rendered whole before any of it leaves.
pub(crate) async fn render(request: &PageRequest) -> Page {
    let response = PageResponse::default();
    let (meta, title) = ServerMetaContext::new();
    provide_context(response.clone());
    provide_context(meta);
    provide_context(RequestUrl::new(&escaped(&request.path)));
    let body: String = App().to_html_stream_in_order().collect().await;
    let answer = response.take();
    if let Some(error) = answer.error {
        return resend(request, error.into());
    }
    if let Some(location) = answer.location {
        return Page {
            cookies: answer.cookies,
            ..Page::redirect(location)
        };
    }
    let is_unread = request.method == Method::Post && !answer.has_read_form;
    if is_unread || answer.status == METHOD_NOT_ALLOWED {
        return Page::new(METHOD_NOT_ALLOWED, String::new());
    }
    if let Some(page) = answer.page {
        return page;
    }
    let head = Head {
        script: answer.extras.script.map(|path| request.asset(path)),
        refresh_s: answer.extras.refresh_s,
        refresh_without_script_s: answer.extras.refresh_without_script_s,
        ..request.head(request.room_lang())
    };
    let html = format!("<!DOCTYPE html>{}", document(head, body).to_html());
    let titled = title.inject_meta_context(stream::iter([html])).await;
    Page {
        cookies: answer.cookies,
        ..Page::new(answer.status, titled.collect().await)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segments(path: &str) -> Vec<&str> {
        path.split('/').filter(|it| !it.is_empty()).collect()
    }

    #[test]
    fn every_page_of_the_router_has_the_right_of_its_area() {
        assert!(paths().contains(&"/admin/agencies/{agency}".to_owned()));
        for path in paths() {
            assert!(access(&segments(path)).is_some(), "{path} is for nobody");
        }
        assert_eq!(access(&["admin", "fields"]), Some(Access::Administer));
        assert_eq!(access(&["admin", "nothing"]), None);
    }
}

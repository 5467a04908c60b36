//! The application: every page by its path, each area under the layout that checks its right.
//!
//! A page is a component that calls server functions for its data. The request is in the context as
//! [`PageRequest`](crate::page::PageRequest); status, redirect and failure are set with
//! [`PageResponse`](crate::ui::response::PageResponse).

mod rights;
mod serve;

use std::sync::OnceLock;

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::any_nested_match::AnyNestedMatch;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::{Router, Routes};
use leptos_router::location::RequestUrl;
use leptos_router::{
    GeneratedRouteData, MatchNestedRoutes, PathSegment, RouteList, RouteListing, RouteMatchId, path,
};

use crate::absence::{AbsenceRoutes, OwnAbsenceRoutes};
use crate::account::{AccountRoutes, SignInRoutes};
use crate::admin::clock::ClockRoutes;
use crate::admin::front::AdminFrontRoutes;
use crate::admin::people::PeopleRoutes;
use crate::alarm::AlarmRoutes;
use crate::audit::AuditRoutes;
use crate::board::TwinRoutes;
use crate::board::wall_playback::WallPlaybackRoutes;
use crate::catalogue::CatalogueRoutes;
use crate::centre::CentreRoutes;
use crate::document::{DocumentAdminRoutes, DocumentRoutes};
use crate::dossier::{DeskRoutes, ExportRoutes};
use crate::error::AppError;
use crate::feedback::{ExplanationRoutes, FeedbackRoomRoutes, FeedbackRoutes};
use crate::help::HelpRoutes;
use crate::import::ImportRoutes;
use crate::lookup::LookUpRoutes;
use crate::manage::ManageRoutes;
use crate::notice::NoticeRoutes;
use crate::outbox::OutboxRoutes;
use crate::page::{PageRoute, PageTable};
use crate::privacy::PrivacyRoutes;
use crate::procedure::ProcedureRoutes;
use crate::public_procedure::PublicProcedureRoutes;
use crate::report::ThroughputRoutes;
use crate::report::address::address_for_language;
use crate::report::official_form::OfficialFormRoutes;
use crate::screen::{ScreenRoutes, WallRoutes};
use crate::ui::response::response;
use crate::ui::route::Area;

pub use rights::{ATTACHMENTS, FUNCTIONS, HASHING, access, function_access, leads_to_room};
pub use serve::{page, refusal};

/// The scripts the pages load, by path. Old television sets run the wall's: ES5, no dependencies. The other is a module, which
/// browsers too old for islands leave aside; then those of single pages, of which that of look-ups is as old as the wall's: kiosks run it.
pub const SCRIPTS: &[(&str, &str)] = &[
    ("/wall.js", include_str!("board/wall.js")),
    ("/islands.js", include_str!("ui/islands.js")),
    ("/fleet.js", include_str!("screen/fleet.js")),
    ("/fresh.js", include_str!("ui/fresh.js")),
    ("/compose.js", include_str!("notice/compose.js")),
    ("/rate.js", include_str!("feedback/rate.js")),
    ("/lookup.js", include_str!("lookup/lookup.js")),
    ("/print.js", include_str!("dossier/print.js")),
];

/// Every page.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <Routes fallback=NotFound>
                <PageRoutes />
            </Routes>
        </Router>
    }
}

#[component(transparent)]
fn PageRoutes() -> CachedRoutes {
    CachedRoutes
}

fn page_routes() -> AnyNestedRoute {
    view! {
        <WallRoutes />
        <TwinRoutes />
        <FeedbackRoutes />
        <PublicProcedureRoutes />
        <DocumentRoutes />
        <LookUpRoutes />
        <HelpRoutes />
        <PrivacyRoutes />
        <Area path=path!("/desk/export")>
            <ExportRoutes />
        </Area>
        <Area path=path!("/desk")>
            <DeskRoutes />
            <ExplanationRoutes />
        </Area>
        <SignInRoutes />
        <Area path=path!("/account/absence")>
            <OwnAbsenceRoutes />
        </Area>
        <Area path=path!("/account")>
            <AccountRoutes />
        </Area>
        <Area path=path!("/admin")>
            <AdminFrontRoutes />
            <PeopleRoutes />
            <CatalogueRoutes />
            <ProcedureRoutes />
            <DocumentAdminRoutes />
            <CentreRoutes />
            <ImportRoutes />
            <OutboxRoutes />
            <AuditRoutes />
            <ClockRoutes />
        </Area>
        <Area path=path!("/manage") address=address_for_language>
            <ManageRoutes />
            <ThroughputRoutes />
            <OfficialFormRoutes />
            <ScreenRoutes />
            <NoticeRoutes />
            <WallPlaybackRoutes />
            <AlarmRoutes />
            <FeedbackRoomRoutes />
            <AbsenceRoutes />
        </Area>
    }
    .into_inner()
    .into_any_nested_route()
}

thread_local! {
    /// The routes of a thread: to build them for each page would take longer than most pages, and threads cannot share them.
    static ROUTES: AnyNestedRoute = page_routes();
}

/// The routes that the rendering thread keeps in [`ROUTES`], for [`Routes`].
#[derive(Clone, Copy)]
struct CachedRoutes;

impl MatchNestedRoutes for CachedRoutes {
    type Data = ();
    type Match = AnyNestedMatch;

    fn match_nested<'a>(
        &'a self,
        path: &'a str,
    ) -> (Option<(RouteMatchId, AnyNestedMatch)>, &'a str) {
        let (found, left) = ROUTES.with(|routes| {
            let (found, rest) = routes.match_nested(path);
            (found, rest.len())
        });
        let rest = path.len().checked_sub(left);
        (
            found,
            rest.and_then(|rest| path.get(rest..)).unwrap_or(path),
        )
    }

    fn generate_routes(&self) -> impl IntoIterator<Item = GeneratedRouteData> + '_ {
        ROUTES.with(|routes| routes.generate_routes().into_iter().collect::<Vec<_>>())
    }

    fn optional(&self) -> bool {
        ROUTES.with(MatchNestedRoutes::optional)
    }
}

#[component]
fn NotFound() -> impl IntoView {
    response().fail(AppError::NotFound);
}

/// Every page by its path.
pub fn pages() -> PageTable {
    static PAGES: OnceLock<Vec<PageRoute>> = OnceLock::new();
    PageTable(PAGES.get_or_init(|| {
        let routes = Owner::new().with(|| {
            provide_context(RequestUrl::new("/"));
            RouteList::generate(App)
        });
        let routes = routes.unwrap_or_default().into_inner();
        let page = |route: &RouteListing| PageRoute {
            path: pattern(route.path()),
            methods: route.methods().collect(),
        };
        routes.iter().map(page).collect()
    }))
}

fn pattern(segments: &[PathSegment]) -> String {
    let segment = |segment: &PathSegment| match segment {
        PathSegment::Static(name) => name.trim_matches('/').to_owned(),
        PathSegment::Param(name) | PathSegment::OptionalParam(name) => format!("{{{name}}}"),
        PathSegment::Splat(name) => format!("{{*{name}}}"),
        PathSegment::Unit => String::new(),
    };
    let named = segments.iter().map(segment).filter(|name| !name.is_empty());
    format!("/{}", named.collect::<Vec<_>>().join("/"))
}

//! The web server: every route, every limit, every header.
//!
//! A request meets, in this order: the connection's limits (`listen`), who asks (`visitor`, `session`), the
//! guard for changing methods (`guard`), body and time limits, and for pages a render that runs to
//! its end (`finish`). Every answer leaves with the security headers (`headers`).

mod admission;
pub mod assets;
pub mod desk_events;
pub mod events;
pub mod finish;
pub mod form;
pub mod guard;
pub mod headers;
mod lang;
pub mod listen;
pub mod logo;
pub mod open_data;
pub mod operation;
mod packed;
pub mod page;
mod screen_cookie;
pub mod session;
pub mod suggestions;
pub mod tls;
pub mod upload;
pub mod visitor;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, get, on, post};
use leptos::server_fn::axum::server_fn_paths;
use sanh_app::account::model::Access;
use sanh_app::account::port::AccountPort;
use sanh_app::admin::port::AdminPort;
use sanh_app::centre::port::CentrePort;
use sanh_app::dossier::desk::DeskPort;
use sanh_app::dossier::island::api::SUGGESTIONS;
use sanh_app::manage::ManagePorts;
use sanh_app::outbox::port::OutboxPort;
use sanh_app::page::{PAGES, PageRoute, UPLOAD, function_access};
use sanh_app::procedure::port::CataloguePort;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use crate::config::Config;
use crate::live::Live;
use crate::live::feed::Feed;
use crate::live::store_source::OpenStore;
use crate::live::versions::Versions;
use crate::ports::import::Imports;
use assets::Assets;
use visitor::Lines;

/// Where a wall tells that it shows what it was sent.
const PAINTED: &str = "/painted";

/// What the handlers share.
#[derive(Clone)]
pub struct Web {
    /// The live board.
    pub live: Arc<Live>,
    /// Accounts and sessions.
    pub account: Arc<dyn AccountPort>,
    /// Accounts and the audit, for administrators.
    pub admin: Arc<dyn AdminPort>,
    /// Agencies, fields and procedures, for administrators.
    pub catalogue: Arc<dyn CataloguePort>,
    /// What applicants are to be told, for administrators.
    pub outbox: Arc<dyn OutboxPort>,
    /// Settings and calendar, for administrators.
    pub centre: Arc<dyn CentrePort>,
    /// Imports, for administrators.
    pub import: Imports,
    /// The desk.
    pub desk: Arc<dyn DeskPort>,
    /// The managers' rooms.
    pub manage: ManagePorts,
    /// What happens to dossiers.
    pub feed: Arc<Feed>,
    /// The settings in force.
    pub config: Arc<Config>,
    /// The built site.
    pub assets: Assets,
    /// Cancelled when the server stops: streams end.
    pub shutdown: CancellationToken,
}

/// What the rooms for people who sign in are given.
#[derive(Clone)]
pub struct Rooms {
    /// Accounts and sessions.
    pub account: Arc<dyn AccountPort>,
    /// Accounts and the audit, for administrators.
    pub admin: Arc<dyn AdminPort>,
    /// Agencies, fields and procedures, for administrators.
    pub catalogue: Arc<dyn CataloguePort>,
    /// What applicants are to be told, for administrators.
    pub outbox: Arc<dyn OutboxPort>,
    /// Settings and calendar, for administrators.
    pub centre: Arc<dyn CentrePort>,
    /// Imports, for administrators.
    pub import: Imports,
    /// The desk.
    pub desk: Arc<dyn DeskPort>,
    /// The managers' rooms.
    pub manage: ManagePorts,
    /// What happens to dossiers.
    pub feed: Arc<Feed>,
    /// What the walls showed.
    pub versions: Arc<Versions>,
    /// The store, for what runs beside and looks at the live board, too.
    pub store: OpenStore,
}

/// How a route answers, which decides the layers around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A page or server function: a render, run to its end.
    Page,
    /// An answer made at once.
    Answer,
    /// A page whose form sends a file: that is taken first, under bounds of its own.
    Upload,
    /// A stream that stays open: no time limit, no compression.
    Stream,
}

/// One route of the server.
pub struct Route {
    /// Its method; a route for `GET` answers `HEAD`, too.
    pub method: Method,
    /// Its path, as the router writes it.
    pub path: &'static str,
    /// How it answers.
    pub way: Way,
    /// For whom it is.
    pub access: Access,
    handler: MethodRouter<Web>,
}

/// Every route: the one list the router is made of and that a test walks. Beside it there are only
/// the files of the site, and the page that says that there is nothing.
pub fn routes() -> Vec<Route> {
    let read = |path, way, handler| Route {
        method: Method::GET,
        path,
        way,
        access: Access::Public,
        handler,
    };
    let mut routes: Vec<Route> = PAGES.iter().map(page_route).collect();
    routes.extend([
        read("/kiosk.html", Way::Answer, get(page::kiosk)),
        read("/open/board.json", Way::Answer, get(open_data::json)),
        read("/open/board.csv", Way::Answer, get(open_data::csv)),
        read("/logo", Way::Answer, get(logo::logo)),
        read("/healthz", Way::Answer, get(operation::healthz)),
        read("/readyz", Way::Answer, get(operation::readyz)),
        read("/metrics", Way::Answer, get(operation::metrics)),
        read("/events/{screen}", Way::Stream, get(events::events)),
        Route {
            access: Access::Desk,
            ..read(SUGGESTIONS, Way::Answer, get(suggestions::procedures))
        },
        Route {
            access: Access::Desk,
            ..read(desk_events::PATH, Way::Stream, get(desk_events::events))
        },
        Route {
            method: Method::POST,
            path: PAINTED,
            way: Way::Answer,
            access: Access::Public,
            handler: post(events::painted),
        },
    ]);
    routes.extend(server_functions().filter_map(|(path, method)| {
        let only = MethodFilter::try_from(method.clone()).ok()?;
        Some(Route {
            method,
            path,
            way: Way::Page,
            // One without a row is for nobody (see `page::function`), and a test finds it.
            access: function_access(path).unwrap_or(Access::Administer),
            handler: on(only, page::function),
        })
    }));
    routes
}

/// Every server function by path and method. For whom each is stands in [`sanh_app::page::FUNCTIONS`].
pub fn server_functions() -> impl Iterator<Item = (&'static str, Method)> {
    server_fn_paths()
}

fn page_route(page: &PageRoute) -> Route {
    let (method, handler) = match page.method {
        sanh_app::page::Method::Get => (Method::GET, get(page::page)),
        sanh_app::page::Method::Post => (Method::POST, post(page::page)),
    };
    Route {
        path: page.path,
        way: if is_upload(&method, page.path) {
            Way::Upload
        } else {
            Way::Page
        },
        method,
        access: page.access,
        handler,
    }
}

/// Whether a request brings a file.
fn is_upload(method: &Method, path: &str) -> bool {
    *method == Method::POST && path == UPLOAD
}

/// The whole server as a service: no port, so that tests call it directly.
pub fn router(web: Web) -> Router {
    let request_time = Duration::from_secs(web.config.request_s.into());
    let lines = Lines {
        trusted: web.config.trusted_proxy.0.clone().into(),
        are_private: web.config.allow_plain_http,
        are_https: web.config.has_tls(),
    };
    let renders = Arc::new(Semaphore::new(web.config.renders_max as usize));
    let is_https = web.config.is_reached_by_https();
    let timed = TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, request_time);
    let pages = routes_of(Way::Page)
        .fallback(asset_or_page)
        .layer(from_fn_with_state(Arc::clone(&renders), finish::finish))
        .merge(routes_of(Way::Answer))
        .layer(CompressionLayer::new())
        .layer(timed);
    // The page that follows a file waits for its turn, and its time begins, when the file is there.
    let uploads = routes_of(Way::Upload)
        .layer(from_fn_with_state(renders, finish::finish))
        .layer(CompressionLayer::new())
        .layer(timed)
        .layer(from_fn_with_state(web.clone(), upload::upload))
        .layer(RequestBodyLimitLayer::new(upload::body_bytes_max(
            &web.config,
        )));
    let router = pages
        .merge(routes_of(Way::Stream))
        // Counts the bytes that come, whoever reads them, and whatever their length was said to be.
        .layer(RequestBodyLimitLayer::new(
            web.config.body_bytes_max as usize,
        ))
        .merge(uploads)
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(web.clone(), guard::guard))
        .layer(from_fn_with_state(web.clone(), session::session))
        .layer(from_fn_with_state(lines, visitor::visitor))
        .layer(from_fn(headers::headers))
        .with_state(web);
    if is_https {
        router.layer(from_fn(headers::transport))
    } else {
        router
    }
}

fn routes_of(way: Way) -> Router<Web> {
    let of_way = routes().into_iter().filter(|route| route.way == way);
    of_way.fold(Router::new(), |router, route| {
        router.route(route.path, route.handler)
    })
}

/// A file of the site, or the page that says there is nothing here.
async fn asset_or_page(State(web): State<Web>, request: Request) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    if is_read && let Some(file) = assets::asset(&web.assets, &request) {
        return file;
    }
    if !is_read {
        return (
            StatusCode::METHOD_NOT_ALLOWED,
            [(header::ALLOW, "GET, HEAD")],
        )
            .into_response();
    }
    page::page(State(web), request).await
}

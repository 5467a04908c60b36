//! The web server: every route, every limit, every header.
//!
//! A request passes, in this order: the connection's limits (`listen`), its span in the log (`trace`), the identity of the
//! sender (`sender`, `session`), the record of refusals (`refusal`), the guard for changing methods (`guard`), the check of
//! its access, its body and the time of its answer (`body`), and for pages a turn (`render_queues`) in which the render runs to its end
//! (`finish`). A file of the site needs none of these. Every answer has the security headers (`headers`).

mod admission;
pub mod assets;
pub mod attachment;
pub mod body;
mod compressed_files;
mod cookie;
pub mod desk_events;
pub mod document;
pub mod events;
pub mod finish;
pub mod form;
pub mod guard;
pub mod headers;
mod lang;
pub mod listen;
pub mod logo;
mod lookup_events;
pub mod open_data;
pub mod operation;
pub mod page;
pub mod refusal;
pub mod render_queues;
pub mod sender;
pub mod session;
pub mod slots;
pub mod streams;
pub mod suggestions;
pub mod tls;
pub mod trace;
pub mod upload;

use std::convert::Infallible;
use std::iter;
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, get, on, post};
use leptos::server_fn::axum::server_fn_paths;
use sanh_app::app::{ATTACHMENTS, HASHING, access, function_access, pages};
use sanh_app::dossier::island::api::SUGGESTIONS;
use sanh_app::import::UPLOAD;
use sanh_app::lookup::LOOK_UP_EVENTS;
use sanh_app::model::dossier::DESK_EVENTS;
use sanh_app::page::{PageRoute, segments};
use sanh_app::server::account::{Accounts, Passwords};
use sanh_app::server::lookup::Guesses;
use sanh_app::server::readings::Readings;
use sanh_app::server::wall_playback::WallPlaybackPort;
use sanh_app::server::{CaseDatabase, RunningCounts};
use sanh_domain::account::model::Access;
use sanh_store::clock::Clock;
use tokio_util::sync::CancellationToken;
use tower::{Layer, ServiceExt, service_fn};
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::limit::RequestBodyLimitLayer;

use crate::config::Config;
use crate::import::Imports;
use crate::live::Live;
use crate::live::feed::Feed;
use crate::live::other_nodes::OtherNodes;
use crate::live::store_source::OpenStore;
use crate::live::versions::Versions;
use assets::Assets;
use body::Bodies;
use render_queues::{Queue, RenderQueues};
use sender::ConnectionSettings;
use streams::Streams;

/// The address to which a wall reports what it has painted.
const PAINTED: &str = "/painted";

/// The state shared by the handlers.
#[derive(Clone)]
pub struct Web {
    /// The live board.
    pub live: Arc<Live>,
    /// The passwords that are being hashed.
    pub passwords: Arc<Passwords>,
    /// The wrong numbers of slips that are still allowed.
    pub guesses: Arc<Guesses>,
    /// Imports, for administrators.
    pub import: Imports,
    /// The reads of applicants' data that wait to be written into the audit.
    pub readings: Arc<Readings>,
    /// What the walls showed, for managers.
    pub playback: Arc<dyn WallPlaybackPort>,
    /// Stores the published boards.
    pub versions: Arc<Versions>,
    /// The changes of dossiers.
    pub feed: Arc<Feed>,
    /// The store, once it is open: for server functions, and for the check whether it takes writes.
    pub store: OpenStore,
    /// The time, for server functions.
    pub clock: Arc<dyn Clock>,
    /// The counts that run in the background, for server functions.
    pub counts: RunningCounts,
    /// The channel to other nodes, to which a screen's stream may be connected.
    pub elsewhere: Arc<OtherNodes>,
    /// The settings in force.
    pub config: Arc<Config>,
    /// The built site.
    pub assets: Assets,
    /// Queues for rendering pages.
    pub queues: RenderQueues,
    /// The open streams.
    pub streams: Streams,
    /// Cancelled when the server stops: streams end.
    pub shutdown: CancellationToken,
}

impl Web {
    /// The case database as a request finds it.
    fn case_database(&self) -> CaseDatabase {
        CaseDatabase {
            store: self.store.borrow().clone(),
            clock: Arc::clone(&self.clock),
        }
    }

    /// The accounts of the case database.
    fn accounts(&self) -> Accounts {
        Accounts::new(self.case_database(), Arc::clone(&self.passwords))
    }
}

/// How a route answers, which decides the layers around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteKind {
    /// A page or server function: a render, run to its end.
    Page,
    /// The page of a wall: the same, in a queue of its own.
    Wall,
    /// A form that hashes a password: the same, but in no queue of pages, as passwords have queues of their own.
    Hashing,
    /// An answer without a render.
    Answer,
    /// A page whose form sends a large file, which is received first, with its own limits.
    Upload,
    /// A page whose form sends a file that is small enough to be held in memory: a page with a larger body.
    Attachment,
    /// A stream that stays open: without a time limit, and compressed by itself or not at all.
    Stream,
}

/// One route of the server.
pub struct Route {
    /// Its method; a route for `GET` answers `HEAD`, too.
    pub method: Method,
    /// Its path, as the router writes it.
    pub path: &'static str,
    /// The kind of answer.
    pub way: RouteKind,
    /// The access that it needs.
    pub access: Access,
    handler: MethodRouter<Web>,
}

/// Every route: the router is made of this list, and a test visits each entry. Beside it there are only the files of the site,
/// and the page for unknown addresses.
pub fn routes() -> Vec<Route> {
    let read = |path, way, handler| Route {
        method: Method::GET,
        path,
        way,
        access: Access::Public,
        handler,
    };
    let mut routes: Vec<Route> = pages().0.iter().flat_map(page_routes).collect();
    routes.extend([
        read("/kiosk.html", RouteKind::Answer, get(page::kiosk)),
        read("/open/board.json", RouteKind::Answer, get(open_data::json)),
        read("/open/board.csv", RouteKind::Answer, get(open_data::csv)),
        read(
            "/open/board.schema.json",
            RouteKind::Answer,
            get(open_data::schema),
        ),
        read(
            "/open/card.svg",
            RouteKind::Answer,
            get(open_data::card::svg),
        ),
        read(
            "/open/card.json",
            RouteKind::Answer,
            get(open_data::card::json),
        ),
        read(
            "/open/card.schema.json",
            RouteKind::Answer,
            get(open_data::card::schema),
        ),
        read("/logo", RouteKind::Answer, get(logo::logo)),
        read(document::PATH, RouteKind::Answer, get(document::file)),
        read("/healthz", RouteKind::Answer, get(operation::healthz)),
        read("/readyz", RouteKind::Answer, get(operation::readyz)),
        read("/metrics", RouteKind::Answer, get(operation::metrics)),
        read("/events/{screen}", RouteKind::Stream, get(events::events)),
        read(
            "/changes/{screen}",
            RouteKind::Answer,
            get(events::changes::changes),
        ),
        Route {
            access: Access::Desk,
            ..read(attachment::PATH, RouteKind::Answer, get(attachment::file))
        },
        Route {
            access: Access::Desk,
            ..read(SUGGESTIONS, RouteKind::Answer, get(suggestions::procedures))
        },
        Route {
            access: Access::Desk,
            ..read(DESK_EVENTS, RouteKind::Stream, get(desk_events::events))
        },
        Route {
            method: Method::POST,
            path: LOOK_UP_EVENTS,
            way: RouteKind::Stream,
            access: Access::Public,
            handler: post(lookup_events::events),
        },
        Route {
            method: Method::POST,
            path: PAINTED,
            way: RouteKind::Answer,
            access: Access::Public,
            handler: post(events::painted),
        },
    ]);
    routes.extend(server_functions().filter_map(|(path, method)| {
        let only = MethodFilter::try_from(method.clone()).ok()?;
        Some(Route {
            way: way(&method, path),
            method,
            path,
            // A function without a row is refused (see `page::function`), and a test finds it.
            access: function_access(path).unwrap_or(Access::Administer),
            handler: on(only, page::function),
        })
    }));
    routes
}

/// Every server function by path and method. The access of each is in [`sanh_app::app::FUNCTIONS`].
pub fn server_functions() -> impl Iterator<Item = (&'static str, Method)> {
    server_fn_paths()
}

/// The routes of a page of the application: to read it, and to send its forms.
fn page_routes(page: &'static PageRoute) -> impl Iterator<Item = Route> {
    let route = |method, handler| Route {
        way: way(&method, &page.path),
        method,
        path: &page.path,
        // A page in an area without a right is refused (see `app::access`), and a test finds it.
        access: access(&segments(&page.path)).unwrap_or(Access::Administer),
        handler,
    };
    let read = route(Method::GET, get(page::page));
    let sent = is_sent(page).then(|| route(Method::POST, post(page::page)));
    iter::once(read).chain(sent)
}

/// Whether the page accepts forms. Who has no access to a page of the rooms is already refused when reading it.
fn is_sent(page: &PageRoute) -> bool {
    page.methods.contains(&sanh_app::page::Method::Post)
        || access(&segments(&page.path)) != Some(Access::Public)
}

fn way(method: &Method, path: &str) -> RouteKind {
    match path {
        _ if is_upload(method, path) => RouteKind::Upload,
        path if *method == Method::POST && ATTACHMENTS.contains(&path) => RouteKind::Attachment,
        "/" | "/screen" | "/screen/{name}" => RouteKind::Wall,
        path if *method == Method::POST && HASHING.contains(&path) => RouteKind::Hashing,
        _ => RouteKind::Page,
    }
}

/// Whether a request brings a file.
fn is_upload(method: &Method, path: &str) -> bool {
    *method == Method::POST && path == UPLOAD
}

/// The whole server as a service without a port, so that tests call it directly.
pub fn router(web: Web) -> Router {
    // Leptos spawns on tokio. A second router in this process finds the executor already set.
    let _ = any_spawner::Executor::init_tokio();
    let connections = ConnectionSettings {
        trusted: web.config.trusted_proxy.0.clone().into(),
        are_private: web.config.allow_plain_http,
        are_https: web.config.has_tls(),
    };
    let is_https = web.config.is_reached_by_https();
    let in_turn =
        |queue: Option<&Queue>| from_fn_with_state((web.clone(), queue.cloned()), finish::finish);
    let (walls_turn, pages_turn) = (Some(&web.queues.walls), Some(&web.queues.pages));
    let pages = routes_of(RouteKind::Page)
        .fallback(no_page)
        .layer(in_turn(pages_turn))
        .merge(routes_of(RouteKind::Wall).layer(in_turn(walls_turn)))
        .merge(routes_of(RouteKind::Hashing).layer(in_turn(None)))
        .merge(routes_of(RouteKind::Answer))
        .layer(from_fn_with_state(
            (web.clone(), Bodies::within(web.config.body_s)),
            body::body,
        ))
        .layer(compression());
    let attachments = routes_of(RouteKind::Attachment)
        .layer(in_turn(pages_turn))
        .layer(from_fn_with_state(
            (web.clone(), Bodies::within(web.config.import_upload_s)),
            body::body,
        ))
        .layer(compression())
        .layer(RequestBodyLimitLayer::new(body::ATTACHMENT_BYTES_MAX));
    // The file comes first: only then does the page wait for its turn and does its time limit begin.
    let uploads = routes_of(RouteKind::Upload)
        .layer(in_turn(pages_turn))
        .layer(from_fn_with_state(web.clone(), body::timed))
        .layer(compression())
        .layer(from_fn_with_state(web.clone(), upload::upload))
        .layer(RequestBodyLimitLayer::new(upload::body_bytes_max(
            &web.config,
        )));
    let router = pages
        .merge(routes_of(RouteKind::Stream))
        // Counts the bytes received, whatever `Content-Length` says.
        .layer(RequestBodyLimitLayer::new(
            web.config.body_bytes_max as usize,
        ))
        .merge(uploads)
        .merge(attachments)
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(web.clone(), guard::guard))
        .layer(from_fn_with_state(web.clone(), refusal::note))
        .layer(from_fn_with_state(web.clone(), session::session))
        .layer(from_fn_with_state(connections, sender::sender))
        .layer(from_fn_with_state(web.clone(), site_file))
        .layer(from_fn(open_data::problems))
        .layer(from_fn(headers::headers))
        .layer(from_fn(trace::trace))
        .with_state(web);
    if is_https {
        router.layer(from_fn(headers::transport))
    } else {
        router
    }
}

/// Compresses answers except those that do not shrink: pictures, PDF, fonts.
fn compression() -> CompressionLayer<impl Predicate> {
    let packs = DefaultPredicate::new()
        .and(NotForContentType::const_new(document::MEDIA_TYPE))
        .and(NotForContentType::const_new(assets::FONT_MEDIA_TYPE));
    CompressionLayer::new().compress_when(packs)
}

fn routes_of(way: RouteKind) -> Router<Web> {
    let of_way = routes().into_iter().filter(|route| route.way == way);
    of_way.fold(Router::new(), |router, route| {
        router.route(route.path, route.handler)
    })
}

/// A static file. It is in memory and needs no queue. Until it is kept in the browser's coding it is compressed as any other answer:
/// over plain HTTP browsers take gzip only.
async fn site_file(State(web): State<Web>, request: Request, next: Next) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let mut file = assets::asset(&web.assets, &request).filter(|_| is_read);
    if file.is_none() {
        return next.run(request).await;
    }
    let answer = service_fn(|_: Request| {
        std::future::ready(Ok::<_, Infallible>(file.take().unwrap_or_default()))
    });
    let Ok(answer) = compression().layer(answer).oneshot(request).await;
    answer.into_response()
}

/// The page for unknown addresses.
async fn no_page(State(web): State<Web>, request: Request) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return page::page(State(web), request).await;
    }
    (
        StatusCode::METHOD_NOT_ALLOWED,
        [(header::ALLOW, "GET, HEAD")],
    )
        .into_response()
}

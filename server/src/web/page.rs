//! Renders pages and server functions with Leptos and the contexts that they need.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use http_body_util::{BodyExt, Collected};
use leptos::prelude::{Owner, provide_context};
use leptos::reactive::computed::ScopedFuture;
use leptos::server_fn::error::SERVER_FN_ERROR_HEADER;
use percent_encoding::percent_decode_str;
use sanh_app::app::{self, function_access};
use sanh_app::error::AppError;
use sanh_app::live_board::BoardPort;
use sanh_app::page::{
    ConnectionSecurity, Cookies, File, Form, PageContent, PageRequest, RenderContext, RenderedPage,
    Visitor, has_frames, has_islands, with_times,
};
use sanh_app::screen::KIOSK;
use sanh_app::server::centre::CalendarFileReader;
use sanh_app::server::procedure::table::ProcedureTableReader;
use sanh_app::ui::fault::{Fault, fault_page};
use sanh_app::ui::resend;
use sanh_app::ui::response::PageResponse;
use sanh_app::ui::submit::FormError;
use sanh_domain::account::model::Access;

use super::cookie::{DEVICE, SCREEN, SecretCookie};
use super::headers::PagePermissions;
use super::sender::Sender;
use super::session::Session;
use super::{PAINTED, Web, admission, cookie, form, headers, lang, session};
use crate::io::calendar_file;
use crate::io::import::small_table;

/// Renders the page that the path names; the page itself sets the status.
pub async fn page(State(web): State<Web>, request: Request) -> Response {
    let is_https = is_https(&request);
    let mut asked = page_request(&web, &request);
    let sent = form::read(request).await;
    let nonce = asked.context.nonce.clone();
    let owner = Owner::new();
    let render = owner.with(|| {
        provide_contexts(&web);
        ScopedFuture::new(async move {
            let sent = match sent {
                Ok(sent) => sent,
                Err(why) => return RenderedPage::from(fault_page(&asked, why)),
            };
            asked.form = Form(with_times(sent.form.0));
            asked.files = sent.files;
            match sent.control {
                None => app::page(asked).await,
                Some(field) => resend::resend(&asked, Fault::Control(field)).into(),
            }
        })
    });
    let page = render.await;
    drop(owner);
    answer(page, &nonce, is_https)
}

/// The small page that says why a request did not reach its page; scripts get the bare status.
pub(super) fn fault(web: &Web, request: &Request, why: Fault) -> Response {
    if is_for_scripts(request.uri().path()) {
        return status(&why).into_response();
    }
    let asked = page_request(web, request);
    let page = Owner::new().with(|| fault_page(&asked, why));
    let is_https = is_https(request);
    answer(page.into(), &asked.context.nonce, is_https)
}

/// The same page with the content of a form, to be sent again.
pub(super) async fn resend(web: &Web, request: Request, why: Fault) -> Response {
    if is_for_scripts(request.uri().path()) {
        return status(&why).into_response();
    }
    let is_https = is_https(&request);
    let mut asked = page_request(web, &request);
    if let Ok(sent) = form::read(request).await {
        asked.form = Form(with_times(sent.form.0));
        asked.files = sent.files;
    }
    let page = Owner::new().with(|| resend::resend(&asked, why));
    answer(page.into(), &asked.context.nonce, is_https)
}

/// The reason why a page refuses the sender, whatever they send; `None`: access is granted.
pub(super) fn refusal(web: &Web, request: &Request) -> Option<Response> {
    let asked = page_request(web, request);
    let page = Owner::new().with(|| app::refusal(&asked))?;
    let is_https = is_https(request);
    Some(answer(page.into(), &asked.context.nonce, is_https))
}

/// Whether the answer is read by a script, not a person.
fn is_for_scripts(path: &str) -> bool {
    path == PAINTED || function_access(path).is_some()
}

fn status(why: &Fault) -> StatusCode {
    StatusCode::from_u16(why.status()).unwrap_or(StatusCode::FORBIDDEN)
}

fn answer(page: RenderedPage, nonce: &str, is_https: bool) -> Response {
    let allowed = permissions(&page.content);
    let mut response = match page.content {
        PageContent::Html { status, html, .. } => {
            let status = StatusCode::from_u16(status);
            let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, Html(html)).into_response()
        }
        PageContent::Redirect(location) => redirect(&location),
        PageContent::Download(file) => saved(file),
    };
    set_cookies(&mut response, &page.cookies, is_https);
    let policy = headers::page_policy(nonce, allowed);
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response
            .headers_mut()
            .insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if allowed.framing {
        let by_us = HeaderValue::from_static("SAMEORIGIN");
        response
            .headers_mut()
            .insert(header::X_FRAME_OPTIONS, by_us);
    }
    response
}

/// What the content security policy lets the content do.
fn permissions(content: &PageContent) -> PagePermissions {
    match content {
        PageContent::Html {
            html,
            may_be_framed,
            ..
        } => PagePermissions {
            islands: has_islands(html),
            frames: has_frames(html),
            framing: *may_be_framed,
        },
        PageContent::Redirect(_) | PageContent::Download(_) => PagePermissions::default(),
    }
}

fn set_cookies(response: &mut Response, cookies: &Cookies, is_https: bool) {
    let keep = |kind: SecretCookie, token: Option<&String>| kind.keep(token?, is_https);
    let set = [
        session::set_cookie(&cookies.session, is_https),
        keep(SCREEN, cookies.screen_token.as_ref()),
        keep(DEVICE, cookies.device_token.as_ref()),
        cookies.chosen_lang.and_then(lang::set_cookie),
    ];
    for cookie in set.into_iter().flatten() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

fn redirect(location: &str) -> Response {
    let mut response = (StatusCode::SEE_OTHER, Html(String::new())).into_response();
    if let Ok(location) = HeaderValue::from_str(location) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

/// An answer that the browser saves as a file under its name.
fn saved(file: File) -> Response {
    let disposition = format!("attachment; filename=\"{}\"", file.name);
    let mut response = file.bytes.into_response();
    let headers = response.headers_mut();
    if let Ok(media_type) = HeaderValue::from_str(&file.media_type) {
        headers.insert(header::CONTENT_TYPE, media_type);
    }
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}

fn page_request(web: &Web, request: &Request) -> PageRequest {
    let query = request.uri().query().unwrap_or_default();
    let query = form_urlencoded::parse(query.as_bytes()).into_owned();
    PageRequest {
        method: match *request.method() {
            Method::POST => sanh_app::page::Method::Post,
            _ => sanh_app::page::Method::Get,
        },
        path: percent_decode_str(request.uri().path())
            .decode_utf8_lossy()
            .into_owned(),
        query: with_times(query.collect()),
        form: Form::default(),
        files: Vec::new(),
        visitor: visitor(web, request),
        context: render_context(web, request),
    }
}

fn visitor(web: &Web, request: &Request) -> Visitor {
    let sender = sender(request);
    let session = request.extensions().get::<Session>();
    let session = session.cloned().unwrap_or_default();
    Visitor {
        may_preview: web.config.allow_preview || manages(&session),
        caller: session.caller,
        session_token: session.token,
        screen_token: cookie::screen_token(request.headers(), is_https(request)),
        from: session.from,
        connection: sender.map_or_else(ConnectionSecurity::default, |sender| sender.connection),
        lang: lang::chosen(request.headers())
            .or_else(|| sender.map(|sender| sender.lang))
            .unwrap_or_default(),
    }
}

fn render_context(web: &Web, request: &Request) -> RenderContext {
    let public_url = &web.config.public_url;
    RenderContext {
        key: uuid::Uuid::new_v4().to_string(),
        // 122 random bits, new for every page.
        nonce: uuid::Uuid::new_v4().simple().to_string(),
        build: web.assets.build().to_owned(),
        public_url: (!public_url.is_empty()).then(|| public_url.clone()),
        origin: origin(request.headers(), is_https(request)),
        slot_s: web.config.slot_s,
    }
}

/// The origin of the `Host` header. It is shown only to the browser that sent it.
fn origin(headers: &HeaderMap, is_https: bool) -> String {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let scheme = if is_https { "https" } else { "http" };
    host.map_or_else(String::new, |host| format!("{scheme}://{host}"))
}

fn sender(request: &Request) -> Option<&Sender> {
    request.extensions().get::<Sender>()
}

fn is_https(request: &Request) -> bool {
    sender(request).is_some_and(|sender| sender.is_https)
}

fn manages(session: &Session) -> bool {
    let caller = session.caller.as_ref();
    caller.is_some_and(|caller| caller.person.has(Access::Manage))
}

/// Answers a server function; every one is in the table that a test visits.
pub async fn function(State(web): State<Web>, mut request: Request) -> Response {
    let Some(access) = function_access(request.uri().path()) else {
        return StatusCode::FORBIDDEN.into_response();
    };
    let caller = match admission::admitted(request.extensions(), access) {
        Ok(caller) => caller,
        Err(status) => return status.into_response(),
    };
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        // Leptos answers a form with a redirect if it sees these two headers; a read needs no redirect.
        request.headers_mut().remove(header::ACCEPT);
        request.headers_mut().remove(header::REFERER);
        *request.method_mut() = Method::GET;
    }
    let is_https = is_https(&request);
    let mut asked = page_request(&web, &request);
    asked.visitor.caller = caller;
    let asked = Arc::new(asked);
    let kept = PageResponse::default();
    let response = kept.clone();
    let context = move || {
        provide_contexts(&web);
        provide_context(Arc::clone(&asked));
        provide_context(response.clone());
    };
    let answer = leptos_axum::handle_server_fns_with_context(context, request).await;
    let mut answer = with_status(answer.into_response()).await;
    set_cookies(&mut answer, &kept.into_cookies(), is_https);
    answer
}

/// Sets the status of an error: the framework answers every error with 500.
async fn with_status(response: Response) -> Response {
    if !response.headers().contains_key(SERVER_FN_ERROR_HEADER) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(body) = body.collect().await.map(Collected::to_bytes) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let of_form = || serde_json::from_slice(&body).map(|error: FormError| error.status());
    let told = serde_json::from_slice(&body).map(|error: AppError| error.status());
    if parts.status == StatusCode::INTERNAL_SERVER_ERROR
        && let Ok(status) = told.or_else(|_| of_form())
        && let Ok(status) = StatusCode::from_u16(status)
    {
        parts.status = status;
    }
    let kind = HeaderValue::from_static("application/json");
    parts.headers.entry(header::CONTENT_TYPE).or_insert(kind);
    Response::from_parts(parts, Body::from(body))
}

/// The kiosk page, to be saved on a device, for the address at which it was requested.
pub async fn kiosk() -> Response {
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    // Sent as a download, because our content security policy would block its inline script in the browser.
    let save = HeaderValue::from_static("attachment; filename=\"sanh-kiosk.html\"");
    let names = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, save),
    ];
    (names, KIOSK).into_response()
}

fn provide_contexts(web: &Web) {
    provide_context(web.case_database());
    provide_context(web.import.context());
    provide_context(web.config.keep_times());
    provide_context(web.config.attachment_limits());
    provide_context(web.config.tell_channels());
    provide_context(CalendarFileReader(calendar_file::read));
    provide_context(ProcedureTableReader(small_table::read));
    provide_context(Arc::clone(&web.readings));
    provide_context(Arc::clone(&web.passwords));
    provide_context(Arc::clone(&web.guesses));
    provide_context(web.counts.clone());
    provide_context::<Arc<dyn BoardPort>>(web.live.clone());
    provide_context(Arc::clone(&web.playback));
}

//! Every route and server function, with every method, by whoever asks.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use flate2::read::GzDecoder;
use leptos::server_fn::axum::server_fn_paths;
use sanh_app::app::function_access;
use sanh_app::lookup::STOP_PATH;
use sanh_server::web::routes;

use super::functions::{Caller, FUNCTIONS};
use super::hall::{Answer, Hall, NOW, PATIENCE, at, between, config};

/// What kind of answer a route gives, which decides its headers.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Page,
    Data,
    /// Data that any site may read.
    Open,
    Stream,
}

/// A route: method, path in the router, an address of it, what nobody who is signed in gets there, and the kind of the answer.
type Row = (&'static str, &'static str, &'static str, u16, Kind);

/// Every route but the server functions of people who are signed in.
const TABLE: &[Row] = &[
    ("GET", "/", "/", 200, Kind::Page),
    ("GET", "/screen/{name}", "/screen/lobby", 200, Kind::Page),
    ("GET", "/board", "/board?lang=en", 200, Kind::Page),
    ("GET", "/lookup", "/lookup?lang=en", 200, Kind::Page),
    ("POST", "/lookup", "/lookup", 422, Kind::Page),
    ("GET", "/lookup/tell", "/lookup/tell", 200, Kind::Page),
    ("POST", "/lookup/tell", "/lookup/tell", 422, Kind::Page),
    (
        "GET",
        "/lookup/tell/code",
        "/lookup/tell/code",
        200,
        Kind::Page,
    ),
    (
        "POST",
        "/lookup/tell/code",
        "/lookup/tell/code",
        410,
        Kind::Page,
    ),
    (
        "GET",
        "/lookup/tell/confirm/{token}",
        "/lookup/tell/confirm/1",
        200,
        Kind::Page,
    ),
    (
        "POST",
        "/lookup/tell/confirm/{token}",
        "/lookup/tell/confirm/1",
        410,
        Kind::Page,
    ),
    (
        "GET",
        "/lookup/tell/stop/{token}",
        "/lookup/tell/stop/1",
        200,
        Kind::Page,
    ),
    (
        "POST",
        "/lookup/tell/stop/{token}",
        "/lookup/tell/stop/1",
        200,
        Kind::Page,
    ),
    ("GET", "/procedures", "/procedures?q=khai", 200, Kind::Page),
    (
        "GET",
        "/procedures/{code}",
        "/procedures/unknown",
        404,
        Kind::Page,
    ),
    (
        "GET",
        "/procedures/{code}/sheet",
        "/procedures/unknown/sheet",
        404,
        Kind::Page,
    ),
    ("GET", "/documents", "/documents?lang=en", 200, Kind::Page),
    (
        "GET",
        "/documents/{document}",
        "/documents/1",
        404,
        Kind::Page,
    ),
    (
        "GET",
        "/documents/{document}/versions/{version}",
        "/documents/1/versions/1",
        404,
        Kind::Data,
    ),
    ("GET", "/board/days", "/board/days?lang=en", 200, Kind::Page),
    ("GET", "/help", "/help?q=hen", 200, Kind::Page),
    ("GET", "/help/{topic}", "/help/receive", 200, Kind::Page),
    ("GET", "/privacy", "/privacy", 200, Kind::Page),
    ("GET", "/sign-in", "/sign-in", 200, Kind::Page),
    ("POST", "/sign-in", "/sign-in", 422, Kind::Page),
    ("GET", "/sign-in/code", "/sign-in/code", 303, Kind::Page),
    ("POST", "/sign-in/code", "/sign-in/code", 303, Kind::Page),
    (
        "GET",
        "/welcome/{link}",
        "/welcome/unknown",
        410,
        Kind::Page,
    ),
    (
        "POST",
        "/welcome/{link}",
        "/welcome/unknown",
        410,
        Kind::Page,
    ),
    // Without a session, readers are redirected to the sign-in and forms are refused.
    ("GET", "/sign-out", "/sign-out", 303, Kind::Page),
    ("POST", "/sign-out", "/sign-out", 401, Kind::Page),
    ("GET", "/account", "/account", 303, Kind::Page),
    ("POST", "/account", "/account", 401, Kind::Page),
    (
        "GET",
        "/account/password",
        "/account/password",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/account/password",
        "/account/password",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/account/confirm",
        "/account/confirm",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/account/confirm",
        "/account/confirm",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/account/sessions/end",
        "/account/sessions/end",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/account/sessions/end",
        "/account/sessions/end",
        401,
        Kind::Page,
    ),
    ("GET", "/desk", "/desk", 303, Kind::Page),
    ("POST", "/desk/find", "/desk/find", 401, Kind::Page),
    ("POST", "/desk/move", "/desk/move", 401, Kind::Page),
    ("GET", "/desk/views", "/desk/views", 303, Kind::Page),
    ("POST", "/desk/views", "/desk/views", 401, Kind::Page),
    (
        "GET",
        "/desk/views/{view}/remove",
        "/desk/views/1/remove",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/desk/views/{view}/remove",
        "/desk/views/1/remove",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/desk/dossiers/{code}",
        "/desk/dossiers/H49.1-261123-0001",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/desk/dossiers/{code}/move",
        "/desk/dossiers/H49.1-261123-0001/move",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/desk/dossiers/{code}/amend",
        "/desk/dossiers/H49.1-261123-0001/amend",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/desk/dossiers/{code}/amend",
        "/desk/dossiers/H49.1-261123-0001/amend",
        401,
        Kind::Page,
    ),
    (
        "POST",
        "/desk/dossiers/{code}/subscriptions",
        "/desk/dossiers/H49.1-261123-0001/subscriptions",
        401,
        Kind::Page,
    ),
    (
        "POST",
        "/desk/dossiers/{code}/notes",
        "/desk/dossiers/H49.1-261123-0001/notes",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/desk/dossiers/{code}/attachments",
        "/desk/dossiers/H49.1-261123-0001/attachments",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/desk/dossiers/{code}/attachments",
        "/desk/dossiers/H49.1-261123-0001/attachments",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/desk/dossiers/{code}/attachments/{attachment}/remove",
        "/desk/dossiers/H49.1-261123-0001/attachments/1/remove",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/desk/dossiers/{code}/attachments/{attachment}/remove",
        "/desk/dossiers/H49.1-261123-0001/attachments/1/remove",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/desk/dossiers/{code}/attachments/{attachment}/file",
        "/desk/dossiers/H49.1-261123-0001/attachments/1/file",
        401,
        Kind::Data,
    ),
    (
        "POST",
        "/desk/dossiers/{code}/slip",
        "/desk/dossiers/H49.1-261123-0001/slip",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/desk/dossiers/{code}/hand-over",
        "/desk/dossiers/H49.1-261123-0001/hand-over",
        303,
        Kind::Page,
    ),
    (
        "GET",
        "/desk/dossiers/{code}/control-slip",
        "/desk/dossiers/H49.1-261123-0001/control-slip",
        303,
        Kind::Page,
    ),
    (
        "GET",
        "/desk/dossiers/{code}/letters/{sequence}",
        "/desk/dossiers/H49.1-261123-0001/letters/1",
        303,
        Kind::Page,
    ),
    ("GET", "/desk/receive", "/desk/receive", 303, Kind::Page),
    ("POST", "/desk/receive", "/desk/receive", 401, Kind::Page),
    ("GET", "/desk/shortcuts", "/desk/shortcuts", 303, Kind::Page),
    ("POST", "/desk", "/desk", 401, Kind::Page),
    ("GET", "/desk/find", "/desk/find", 303, Kind::Page),
    ("GET", "/desk/move", "/desk/move", 303, Kind::Page),
    (
        "POST",
        "/desk/dossiers/{code}",
        "/desk/dossiers/H49.1-261123-0001",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/desk/dossiers/{code}/move",
        "/desk/dossiers/H49.1-261123-0001/move",
        303,
        Kind::Page,
    ),
    (
        "GET",
        "/desk/dossiers/{code}/subscriptions",
        "/desk/dossiers/H49.1-261123-0001/subscriptions",
        303,
        Kind::Page,
    ),
    (
        "GET",
        "/desk/dossiers/{code}/notes",
        "/desk/dossiers/H49.1-261123-0001/notes",
        303,
        Kind::Page,
    ),
    (
        "GET",
        "/desk/dossiers/{code}/slip",
        "/desk/dossiers/H49.1-261123-0001/slip",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/desk/dossiers/{code}/hand-over",
        "/desk/dossiers/H49.1-261123-0001/hand-over",
        401,
        Kind::Page,
    ),
    (
        "POST",
        "/desk/dossiers/{code}/control-slip",
        "/desk/dossiers/H49.1-261123-0001/control-slip",
        401,
        Kind::Page,
    ),
    (
        "POST",
        "/desk/dossiers/{code}/letters/{sequence}",
        "/desk/dossiers/H49.1-261123-0001/letters/1",
        401,
        Kind::Page,
    ),
    (
        "POST",
        "/desk/shortcuts",
        "/desk/shortcuts",
        401,
        Kind::Page,
    ),
    ("POST", "/desk/export", "/desk/export", 401, Kind::Page),
    (
        "GET",
        "/desk/export/register",
        "/desk/export/register",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/desk/export/register",
        "/desk/export/register",
        401,
        Kind::Page,
    ),
    ("GET", "/desk/register", "/desk/register", 303, Kind::Page),
    ("POST", "/desk/register", "/desk/register", 401, Kind::Page),
    ("GET", "/manage", "/manage", 303, Kind::Page),
    ("POST", "/manage", "/manage", 401, Kind::Page),
    (
        "GET",
        "/manage/throughput",
        "/manage/throughput",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/throughput",
        "/manage/throughput",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/definitions",
        "/manage/definitions",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/definitions",
        "/manage/definitions",
        401,
        Kind::Page,
    ),
    ("GET", "/manage/live", "/manage/live", 303, Kind::Page),
    ("POST", "/manage/live", "/manage/live", 401, Kind::Page),
    (
        "GET",
        "/manage/dossiers",
        "/manage/dossiers?figure=late",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/dossiers",
        "/manage/dossiers?figure=late",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/dossiers.csv",
        "/manage/dossiers.csv?figure=late",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/dossiers.csv",
        "/manage/dossiers.csv?figure=late",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/dossiers.xlsx",
        "/manage/dossiers.xlsx?figure=late",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/dossiers.xlsx",
        "/manage/dossiers.xlsx?figure=late",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/table.csv",
        "/manage/table.csv",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/table.csv",
        "/manage/table.csv",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/table.xlsx",
        "/manage/table.xlsx",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/table.xlsx",
        "/manage/table.xlsx",
        401,
        Kind::Page,
    ),
    ("GET", "/manage/due", "/manage/due", 303, Kind::Page),
    ("POST", "/manage/due", "/manage/due", 401, Kind::Page),
    (
        "GET",
        "/manage/receptions",
        "/manage/receptions",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/receptions",
        "/manage/receptions",
        401,
        Kind::Page,
    ),
    ("GET", "/manage/views", "/manage/views", 303, Kind::Page),
    ("POST", "/manage/views", "/manage/views", 401, Kind::Page),
    (
        "GET",
        "/manage/views/{view}/remove",
        "/manage/views/1/remove",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/views/{view}/remove",
        "/manage/views/1/remove",
        401,
        Kind::Page,
    ),
    ("GET", "/manage/report", "/manage/report", 303, Kind::Page),
    ("POST", "/manage/report", "/manage/report", 401, Kind::Page),
    (
        "GET",
        "/manage/report/days",
        "/manage/report/days",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/report/days",
        "/manage/report/days",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/report/new",
        "/manage/report/new",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/report/new",
        "/manage/report/new",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/report/{period}",
        "/manage/report/month-2026-10-01",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/report/{period}",
        "/manage/report/month-2026-10-01",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/report/{period}/file",
        "/manage/report/month-2026-10-01/file",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/report/{period}/file",
        "/manage/report/month-2026-10-01/file",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/report/{period}/dossiers",
        "/manage/report/month-2026-10-01/dossiers",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/report/{period}/dossiers",
        "/manage/report/month-2026-10-01/dossiers",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/report/{period}/dossiers.csv",
        "/manage/report/month-2026-10-01/dossiers.csv",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/report/{period}/dossiers.csv",
        "/manage/report/month-2026-10-01/dossiers.csv",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/report/{period}/dossiers.xlsx",
        "/manage/report/month-2026-10-01/dossiers.xlsx",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/report/{period}/dossiers.xlsx",
        "/manage/report/month-2026-10-01/dossiers.xlsx",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/report/{period}/sign",
        "/manage/report/month-2026-10-01/sign",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/report/{period}/sign",
        "/manage/report/month-2026-10-01/sign",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/report/{period}/edit",
        "/manage/report/month-2026-10-01/edit",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/report/{period}/edit",
        "/manage/report/month-2026-10-01/edit",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/report/{period}/remove",
        "/manage/report/month-2026-10-01/remove",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/report/{period}/remove",
        "/manage/report/month-2026-10-01/remove",
        401,
        Kind::Page,
    ),
    ("GET", "/manage/notices", "/manage/notices", 303, Kind::Page),
    (
        "POST",
        "/manage/notices",
        "/manage/notices",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/notices/new",
        "/manage/notices/new",
        303,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/notices/{notice}",
        "/manage/notices/1",
        303,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/notices/{notice}/edit",
        "/manage/notices/1/edit",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/notices/{notice}/edit",
        "/manage/notices/1/edit",
        401,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/notices/{notice}/end",
        "/manage/notices/1/end",
        401,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/notices/{notice}/approve",
        "/manage/notices/1/approve",
        401,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/notices/{notice}/refuse",
        "/manage/notices/1/refuse",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/account/absence",
        "/account/absence",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/account/absence",
        "/account/absence",
        401,
        Kind::Page,
    ),
    (
        "POST",
        "/account/absence/{absence}/end",
        "/account/absence/1/end",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/absences",
        "/manage/absences",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/absences",
        "/manage/absences",
        401,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/absences/{absence}/end",
        "/manage/absences/1/end",
        401,
        Kind::Page,
    ),
    ("GET", "/manage/alarms", "/manage/alarms", 303, Kind::Page),
    (
        "POST",
        "/manage/alarms/{alarm}/mute",
        "/manage/alarms/1/mute",
        401,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/alarms/{alarm}/hear",
        "/manage/alarms/1/hear",
        401,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/notices/new",
        "/manage/notices/new",
        401,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/notices/{notice}",
        "/manage/notices/1",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/notices/{notice}/end",
        "/manage/notices/1/end",
        303,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/notices/{notice}/approve",
        "/manage/notices/1/approve",
        303,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/notices/{notice}/refuse",
        "/manage/notices/1/refuse",
        303,
        Kind::Page,
    ),
    ("POST", "/manage/alarms", "/manage/alarms", 401, Kind::Page),
    (
        "GET",
        "/manage/alarms/{alarm}/mute",
        "/manage/alarms/1/mute",
        303,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/alarms/{alarm}/hear",
        "/manage/alarms/1/hear",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/screens",
        "/manage/screens",
        401,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/screens/now",
        "/manage/screens/now",
        401,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/screens/wall/{screen}/frame",
        "/manage/screens/wall/lobby/frame",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/screens/wall/{screen}/pair",
        "/manage/screens/wall/lobby/pair",
        303,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/screens/wall/{screen}/order",
        "/manage/screens/wall/lobby/order",
        303,
        Kind::Page,
    ),
    ("POST", "/manage/replay", "/manage/replay", 401, Kind::Page),
    (
        "POST",
        "/manage/replay/wall",
        "/manage/replay/wall",
        401,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/replay/evidence",
        "/manage/replay/evidence",
        401,
        Kind::Page,
    ),
    ("GET", "/manage/replay", "/manage/replay", 303, Kind::Page),
    (
        "GET",
        "/manage/replay/wall",
        "/manage/replay/wall",
        303,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/replay/evidence",
        "/manage/replay/evidence",
        303,
        Kind::Page,
    ),
    (
        "GET",
        "/desk/procedures",
        "/desk/procedures",
        401,
        Kind::Data,
    ),
    ("GET", "/desk/export", "/desk/export", 303, Kind::Page),
    // Without a session no stream begins.
    ("GET", "/desk/events", "/desk/events", 401, Kind::Data),
    ("GET", "/admin", "/admin", 303, Kind::Page),
    ("POST", "/admin", "/admin", 401, Kind::Page),
    ("GET", "/admin/people", "/admin/people", 303, Kind::Page),
    ("POST", "/admin/people", "/admin/people", 401, Kind::Page),
    (
        "POST",
        "/admin/people/{account}",
        "/admin/people/nobody",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/people/{account}",
        "/admin/people/nobody",
        303,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/people/{account}/link",
        "/admin/people/nobody/link",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/people/{account}/link",
        "/admin/people/nobody/link",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/people/{account}/called",
        "/admin/people/nobody/called",
        303,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/people/{account}/rights",
        "/admin/people/nobody/rights",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/people/{account}/called",
        "/admin/people/nobody/called",
        401,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/people/{account}/rights",
        "/admin/people/nobody/rights",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/people/{account}/disable",
        "/admin/people/nobody/disable",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/people/{account}/disable",
        "/admin/people/nobody/disable",
        401,
        Kind::Page,
    ),
    ("GET", "/admin/agencies", "/admin/agencies", 303, Kind::Page),
    (
        "POST",
        "/admin/agencies",
        "/admin/agencies",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/agencies/{agency}",
        "/admin/agencies/1",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/agencies/{agency}",
        "/admin/agencies/1",
        401,
        Kind::Page,
    ),
    ("GET", "/admin/settings", "/admin/settings", 303, Kind::Page),
    (
        "POST",
        "/admin/settings",
        "/admin/settings",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/settings/{setting}",
        "/admin/settings/centre_place",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/settings/{setting}",
        "/admin/settings/centre_place",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/settings/{setting}/remove",
        "/admin/settings/centre_place/remove",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/settings/{setting}/remove",
        "/admin/settings/centre_place/remove",
        401,
        Kind::Page,
    ),
    ("GET", "/admin/calendar", "/admin/calendar", 303, Kind::Page),
    (
        "POST",
        "/admin/calendar",
        "/admin/calendar",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/calendar/day",
        "/admin/calendar/day",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/calendar/day",
        "/admin/calendar/day",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/calendar/file",
        "/admin/calendar/file",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/calendar/file",
        "/admin/calendar/file",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/calendar/hours",
        "/admin/calendar/hours",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/calendar/hours",
        "/admin/calendar/hours",
        401,
        Kind::Page,
    ),
    ("GET", "/admin/fields", "/admin/fields", 303, Kind::Page),
    ("POST", "/admin/fields", "/admin/fields", 401, Kind::Page),
    (
        "GET",
        "/admin/fields/{field}",
        "/admin/fields/1",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/fields/{field}",
        "/admin/fields/1",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/procedures",
        "/admin/procedures",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/procedures",
        "/admin/procedures",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/procedures/new",
        "/admin/procedures/new",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/procedures/new",
        "/admin/procedures/new",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/procedures/{procedure}",
        "/admin/procedures/1",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/procedures/{procedure}",
        "/admin/procedures/1",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/procedures/{procedure}/parts",
        "/admin/procedures/1/parts",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/procedures/{procedure}/parts",
        "/admin/procedures/1/parts",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/procedures.csv",
        "/admin/procedures.csv",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/procedures.csv",
        "/admin/procedures.csv",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/procedures.xlsx",
        "/admin/procedures.xlsx",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/procedures.xlsx",
        "/admin/procedures.xlsx",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/procedures/import",
        "/admin/procedures/import",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/procedures/import",
        "/admin/procedures/import",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/procedures/{procedure}/guide",
        "/admin/procedures/1/guide",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/procedures/{procedure}/guide",
        "/admin/procedures/1/guide",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/documents",
        "/admin/documents",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/documents",
        "/admin/documents",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/documents/new",
        "/admin/documents/new",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/documents/new",
        "/admin/documents/new",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/documents/{document}",
        "/admin/documents/1",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/documents/{document}",
        "/admin/documents/1",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/documents/{document}/down",
        "/admin/documents/1/down",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/documents/{document}/down",
        "/admin/documents/1/down",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/procedures/{procedure}/limits/remove",
        "/admin/procedures/1/limits/remove",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/procedures/{procedure}/limits/remove",
        "/admin/procedures/1/limits/remove",
        401,
        Kind::Page,
    ),
    ("GET", "/admin/outbox", "/admin/outbox", 303, Kind::Page),
    ("POST", "/admin/outbox", "/admin/outbox", 401, Kind::Page),
    (
        "GET",
        "/admin/outbox/retry",
        "/admin/outbox/retry",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/outbox/retry",
        "/admin/outbox/retry",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/outbox/letters",
        "/admin/outbox/letters",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/outbox/letters",
        "/admin/outbox/letters",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/outbox/{message}/retry",
        "/admin/outbox/1/retry",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/outbox/{message}/retry",
        "/admin/outbox/1/retry",
        401,
        Kind::Page,
    ),
    ("GET", "/admin/import", "/admin/import", 303, Kind::Page),
    ("POST", "/admin/import", "/admin/import", 401, Kind::Page),
    (
        "GET",
        "/admin/import/mapping",
        "/admin/import/mapping?name=one-stop-unit",
        303,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/import/{import}",
        "/admin/import/1",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/import/{import}/choose",
        "/admin/import/1/choose",
        401,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/import/{import}/columns",
        "/admin/import/1/columns",
        401,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/import/{import}/words",
        "/admin/import/1/words",
        401,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/import/{import}/check",
        "/admin/import/1/check",
        401,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/import/{import}/apply",
        "/admin/import/1/apply",
        401,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/import/{import}/stop",
        "/admin/import/1/stop",
        401,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/import/{import}/remove",
        "/admin/import/1/remove",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/import/{import}/columns",
        "/admin/import/1/columns",
        303,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/import/{import}/words",
        "/admin/import/1/words",
        303,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/import/{import}/bad",
        "/admin/import/1/bad",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/import/mapping",
        "/admin/import/mapping",
        401,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/import/{import}",
        "/admin/import/1",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/import/{import}/choose",
        "/admin/import/1/choose",
        303,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/import/{import}/check",
        "/admin/import/1/check",
        303,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/import/{import}/apply",
        "/admin/import/1/apply",
        303,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/import/{import}/stop",
        "/admin/import/1/stop",
        303,
        Kind::Page,
    ),
    (
        "GET",
        "/admin/import/{import}/remove",
        "/admin/import/1/remove",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/admin/import/{import}/bad",
        "/admin/import/1/bad",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/account/absence/{absence}/end",
        "/account/absence/1/end",
        303,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/absences/{absence}/end",
        "/manage/absences/1/end",
        303,
        Kind::Page,
    ),
    ("GET", "/admin/audit", "/admin/audit", 303, Kind::Page),
    ("POST", "/admin/audit", "/admin/audit", 401, Kind::Page),
    ("GET", "/admin/clock", "/admin/clock", 303, Kind::Page),
    ("POST", "/admin/clock", "/admin/clock", 401, Kind::Page),
    ("GET", "/kiosk.html", "/kiosk.html", 200, Kind::Data),
    (
        "GET",
        "/open/board.json",
        "/open/board.json",
        200,
        Kind::Open,
    ),
    (
        "GET",
        "/open/board.csv",
        "/open/board.csv?period=month",
        200,
        Kind::Open,
    ),
    (
        "GET",
        "/open/board.schema.json",
        "/open/board.schema.json",
        200,
        Kind::Open,
    ),
    (
        "GET",
        "/open/card.svg",
        "/open/card.svg?lang=en&theme=dark",
        200,
        Kind::Open,
    ),
    ("GET", "/open/card.json", "/open/card.json", 200, Kind::Open),
    (
        "GET",
        "/open/card.schema.json",
        "/open/card.schema.json",
        200,
        Kind::Open,
    ),
    // No logo is set.
    ("GET", "/logo", "/logo", 404, Kind::Data),
    ("GET", "/healthz", "/healthz", 200, Kind::Data),
    ("GET", "/readyz", "/readyz", 200, Kind::Data),
    // No token is set.
    ("GET", "/metrics", "/metrics", 404, Kind::Data),
    (
        "GET",
        "/events/{screen}",
        "/events/lobby",
        200,
        Kind::Stream,
    ),
    (
        "GET",
        "/changes/{screen}",
        "/changes/lobby",
        200,
        Kind::Data,
    ),
    // The body has no report.
    ("POST", "/painted", "/painted", 415, Kind::Data),
    (
        "GET",
        "/api/board",
        "/api/board?scope=centre&period=month",
        200,
        Kind::Data,
    ),
    ("GET", "/api/board_days", "/api/board_days", 200, Kind::Data),
    (
        "GET",
        "/api/read_privacy",
        "/api/read_privacy",
        200,
        Kind::Data,
    ),
    (
        "POST",
        "/api/request_pairing_code",
        "/api/request_pairing_code",
        200,
        Kind::Data,
    ),
    // Without the ticket of a look-up.
    ("POST", "/lookup/events", "/lookup/events", 400, Kind::Data),
    ("POST", "/api/look_up", "/api/look_up", 422, Kind::Data),
    (
        "POST",
        "/api/read_tell_offer",
        "/api/read_tell_offer",
        422,
        Kind::Data,
    ),
    ("POST", "/api/subscribe", "/api/subscribe", 422, Kind::Data),
    (
        "POST",
        "/api/confirm_subscription",
        "/api/confirm_subscription",
        410,
        Kind::Data,
    ),
    (
        "POST",
        "/api/stop_subscription",
        "/api/stop_subscription",
        200,
        Kind::Data,
    ),
    (
        "GET",
        "/api/find_procedures",
        "/api/find_procedures",
        200,
        Kind::Data,
    ),
    (
        "GET",
        "/api/read_public_procedure",
        "/api/read_public_procedure?code=x",
        404,
        Kind::Data,
    ),
    (
        "GET",
        "/api/list_posted_documents",
        "/api/list_posted_documents",
        200,
        Kind::Data,
    ),
    ("POST", "/api/sign_in", "/api/sign_in", 422, Kind::Data),
    (
        "POST",
        "/api/confirm_code",
        "/api/confirm_code",
        410,
        Kind::Data,
    ),
    ("POST", "/api/read_link", "/api/read_link", 410, Kind::Data),
    (
        "POST",
        "/api/settle_link",
        "/api/settle_link",
        422,
        Kind::Data,
    ),
    ("GET", "/feedback", "/feedback", 200, Kind::Page),
    ("POST", "/feedback", "/feedback", 422, Kind::Page),
    (
        "GET",
        "/feedback/follow",
        "/feedback/follow",
        200,
        Kind::Page,
    ),
    (
        "POST",
        "/feedback/follow",
        "/feedback/follow",
        422,
        Kind::Page,
    ),
    ("GET", "/feedback/rate", "/feedback/rate", 200, Kind::Page),
    ("POST", "/feedback/rate", "/feedback/rate", 422, Kind::Page),
    (
        "GET",
        "/feedback/answers",
        "/feedback/answers",
        200,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/feedback",
        "/manage/feedback",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/feedback",
        "/manage/feedback",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/feedback/{feedback}",
        "/manage/feedback/1",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/feedback/{feedback}",
        "/manage/feedback/1",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/feedback/{feedback}/forward",
        "/manage/feedback/1/forward",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/feedback/{feedback}/forward",
        "/manage/feedback/1/forward",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/feedback/{feedback}/answer",
        "/manage/feedback/1/answer",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/feedback/{feedback}/answer",
        "/manage/feedback/1/answer",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/feedback/{feedback}/withdraw",
        "/manage/feedback/1/withdraw",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/feedback/{feedback}/withdraw",
        "/manage/feedback/1/withdraw",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/feedback/{feedback}/erase",
        "/manage/feedback/1/erase",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/feedback/{feedback}/erase",
        "/manage/feedback/1/erase",
        401,
        Kind::Page,
    ),
    ("GET", "/desk/feedback", "/desk/feedback", 303, Kind::Page),
    ("POST", "/desk/feedback", "/desk/feedback", 401, Kind::Page),
    (
        "GET",
        "/desk/feedback/{feedback}",
        "/desk/feedback/1",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/desk/feedback/{feedback}",
        "/desk/feedback/1",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/desk/dossiers/{code}/rating",
        "/desk/dossiers/H49.1-261123-0001/rating",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/desk/dossiers/{code}/rating",
        "/desk/dossiers/H49.1-261123-0001/rating",
        401,
        Kind::Page,
    ),
    (
        "POST",
        "/api/send_feedback",
        "/api/send_feedback",
        422,
        Kind::Data,
    ),
    (
        "POST",
        "/api/follow_feedback",
        "/api/follow_feedback",
        422,
        Kind::Data,
    ),
    (
        "POST",
        "/api/open_own_rating",
        "/api/open_own_rating",
        422,
        Kind::Data,
    ),
    (
        "POST",
        "/api/rate_service",
        "/api/rate_service",
        422,
        Kind::Data,
    ),
    (
        "GET",
        "/api/list_published_answers",
        "/api/list_published_answers",
        200,
        Kind::Data,
    ),
    ("GET", "/screen", "/screen", 200, Kind::Page),
    ("GET", "/manage/screens", "/manage/screens", 303, Kind::Page),
    (
        "GET",
        "/manage/screens/now",
        "/manage/screens/now",
        303,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/screens/new",
        "/manage/screens/new",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/screens/new",
        "/manage/screens/new",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/screens/preview",
        "/manage/screens/preview",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/screens/preview",
        "/manage/screens/preview",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/screens/wall/{screen}",
        "/manage/screens/wall/lobby",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/screens/wall/{screen}",
        "/manage/screens/wall/lobby",
        401,
        Kind::Page,
    ),
    (
        "GET",
        "/manage/screens/wall/{screen}/frame",
        "/manage/screens/wall/lobby/frame",
        303,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/screens/wall/{screen}/pair",
        "/manage/screens/wall/lobby/pair",
        401,
        Kind::Page,
    ),
    (
        "POST",
        "/manage/screens/wall/{screen}/order",
        "/manage/screens/wall/lobby/order",
        401,
        Kind::Page,
    ),
];

const METHODS: [&str; 8] = [
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE",
];

/// Where a request comes from: in words, by its headers, and whether that is our own page.
type Origin = (&'static str, &'static [(&'static str, &'static str)], bool);

const ORIGINS: [Origin; 6] = [
    ("our own page", &[("sec-fetch-site", "same-origin")], true),
    (
        "an old set's own page",
        &[("origin", "http://hall.test"), ("host", "hall.test")],
        true,
    ),
    ("nobody", &[("host", "hall.test")], false),
    (
        "another site",
        &[
            ("sec-fetch-site", "cross-site"),
            ("origin", "http://hall.test"),
            ("host", "hall.test"),
        ],
        false,
    ),
    (
        "an old set on another site",
        &[("origin", "http://other.test"), ("host", "hall.test")],
        false,
    ),
    (
        "a page without an origin",
        &[("origin", "null"), ("host", "hall.test")],
        false,
    ),
];

/// A hall whose rooms are open over this connection, so that nothing but the missing session stands before them.
async fn open() -> Hall {
    let mut config = config();
    config.allow_plain_http = true;
    Hall::with(config, at(NOW)).await
}

fn request(method: &str, address: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(address);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::empty()).expect("a request")
}

fn assert_closed(answer: &Answer, what: &str) {
    let fixed = [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
    ];
    for (name, value) in fixed {
        assert_eq!(answer.header(name), value, "{name} of {what}");
    }
    assert!(
        answer.header("permissions-policy").contains("camera=()"),
        "{what}"
    );
    assert!(
        !answer.header("cross-origin-resource-policy").is_empty(),
        "{what}"
    );
    assert!(!answer.header("cache-control").is_empty(), "{what}");
    // Without a session only screens get a cookie.
    let cookie = answer.header("set-cookie");
    let is_asked = what.contains("/screen") || what.contains("/api/request_pairing_code");
    let is_screens = is_asked && cookie.starts_with("sanh-screen=");
    assert!(
        cookie.is_empty() || is_screens && cookie.contains("; HttpOnly; SameSite=Lax"),
        "{what} sets a cookie"
    );
    assert!(
        !answer.headers.contains_key("server"),
        "{what} names the program"
    );
    let policy = answer.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'"), "{what}: {policy}");
    assert!(
        policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"),
        "{what}: {policy}"
    );
    assert!(!policy.contains("unsafe"), "{what}: {policy}");
    assert!(
        !policy.contains('*') && !policy.contains("http"),
        "{what}: {policy}"
    );
}

/// The page's policy names the number that its scripts carry, and nothing on it is inline.
fn assert_page(answer: &Answer, what: &str) -> String {
    assert_eq!(
        answer.header("content-type"),
        "text/html; charset=utf-8",
        "{what}"
    );
    assert_eq!(answer.header("cache-control"), "no-store", "{what}");
    let policy = answer.header("content-security-policy");
    let nonce = between(policy, "script-src 'nonce-", "'").expect("a nonce");
    let html = answer.text();
    for script in html.split("<script").skip(1) {
        let tag = script.split('>').next().expect("a tag");
        assert!(
            tag.contains(&format!("nonce=\"{nonce}\"")) && tag.contains("src="),
            "{what}: {tag}"
        );
        assert!(
            script
                .split_once('>')
                .expect("a script")
                .1
                .starts_with("</script>"),
            "{what}: an inline script"
        );
    }
    for inline in [
        "<style",
        " style=",
        " onclick",
        " onload",
        " onerror",
        "javascript:",
    ] {
        assert!(!html.contains(inline), "{what}: {inline}");
    }
    nonce.to_owned()
}

/// Every route. Whoever is not signed in is told so by each server function of people who are.
fn table() -> Vec<Row> {
    let functions = FUNCTIONS.iter();
    let functions = functions.filter(|(_, _, caller, ..)| *caller != Caller::Anyone);
    let functions = functions.map(|(method, path, ..)| (*method, *path, *path, 401, Kind::Data));
    TABLE.iter().copied().chain(functions).collect()
}

#[test]
fn the_table_of_this_test_holds_every_route_of_the_router() {
    let registered: BTreeSet<_> = routes()
        .iter()
        .map(|route| (route.method.to_string(), route.path))
        .collect();
    let walked: BTreeSet<_> = table()
        .iter()
        .map(|(method, path, ..)| ((*method).to_owned(), *path))
        .collect();
    assert_eq!(registered, walked);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_answers_every_method_as_in_the_table_and_with_security_headers() {
    let hall = open().await;
    let table = table();
    for (own, path, address, _, kind) in &table {
        for method in METHODS {
            let what = format!("{method} {address}");
            if *kind == Kind::Stream && method == "HEAD" {
                continue;
            }
            let answer = hall
                .ask(request(
                    method,
                    address,
                    &[("sec-fetch-site", "same-origin")],
                ))
                .await;
            let asked = if method == "HEAD" { "GET" } else { method };
            let of_path = table.iter().find(|row| row.1 == *path && row.0 == asked);
            let expected = of_path.map_or(405, |row| row.3);
            assert_eq!(answer.status.as_u16(), expected, "{what}");
            assert_closed(&answer, &what);
            if expected == 405 {
                assert!(answer.header("allow").contains(own), "{what}");
                continue;
            }
            match kind {
                Kind::Page if method == "GET" => drop(assert_page(&answer, &what)),
                Kind::Open => {
                    assert_eq!(answer.header("access-control-allow-origin"), "*", "{what}");
                }
                Kind::Stream => {
                    assert_eq!(answer.header("content-type"), "text/event-stream");
                    assert_eq!(answer.header("x-accel-buffering"), "no");
                }
                Kind::Page | Kind::Data => {}
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_change_is_made_for_a_page_of_another_site() {
    let hall = open().await;
    let unknown = [
        ("GET", "", "/nothing/here", 404, Kind::Page),
        ("GET", "", "/wall.js", 200, Kind::Data),
    ];
    for (_, _, address, ..) in table().iter().chain(&unknown) {
        for method in ["POST", "PUT", "PATCH", "DELETE", "TRACE"] {
            for (who, headers, is_ours) in ORIGINS {
                // Mail programs send this form to end letters, so it is accepted from anywhere.
                let is_ours = is_ours || who == "nobody" && address.starts_with(STOP_PATH);
                let answer = hall.ask(request(method, address, headers)).await;
                let what = format!("{method} {address} from {who}");
                assert_eq!(
                    answer.status != StatusCode::FORBIDDEN,
                    is_ours,
                    "{what}: {}",
                    answer.status
                );
                assert_closed(&answer, &what);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_error_has_the_security_headers_of_a_page() {
    let hall = open().await;
    let cases = [
        ("GET", "/nothing/here", 404),
        ("GET", "/board?lang=xx", 400),
        ("GET", "/board?period=%FF", 400),
        // Not an error: a screen that is not set up shows a pairing code.
        ("GET", "/screen/nobody", 200),
        ("GET", "/screen/%00", 404),
        ("GET", "/events/nobody", 404),
        ("GET", "/events/%FF", 400),
        ("GET", "/changes/nobody", 404),
        ("GET", "/changes/%FF", 400),
        ("GET", "/changes/lobby?since=newest", 400),
        ("GET", "/open/board.json?scope=agency-999", 404),
        ("GET", "/open/board.csv?scope=everything", 400),
        ("GET", "/open/board.json?scope=centre&scope=centre", 400),
        ("GET", "/api/board?scope=everything&period=month", 400),
        ("GET", "/api/board?scope=agency-999&period=month", 404),
        ("GET", "/api/board", 400),
        ("GET", "/api/nothing", 404),
        ("POST", "/nothing/here", 405),
    ];
    for (method, address, status) in cases {
        let answer = hall
            .ask(request(
                method,
                address,
                &[("sec-fetch-site", "same-origin")],
            ))
            .await;
        let what = format!("{method} {address}");
        assert_eq!(answer.status.as_u16(), status, "{what}: {}", answer.text());
        assert_closed(&answer, &what);
        if answer.header("content-type").starts_with("text/html") {
            assert_page(&answer, &what);
        }
        for cause in [
            "SELECT",
            "sqlx",
            "panicked",
            ".rs",
            "sanh.db",
            "server function",
        ] {
            assert!(!answer.text().contains(cause), "{what} tells of {cause}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_nonce_is_used_once() {
    let hall = open().await;
    let mut seen = BTreeSet::new();
    for address in ["/", "/", "/board", "/nothing"] {
        assert!(
            seen.insert(assert_page(&hall.get(address).await, address)),
            "{address}"
        );
    }
}

#[test]
fn every_server_function_is_in_the_table_and_no_get_changes_data() {
    let registered: BTreeSet<_> = server_fn_paths()
        .map(|(path, method)| (method.to_string(), path))
        .collect();
    let listed: BTreeSet<_> = FUNCTIONS
        .iter()
        .map(|(method, path, ..)| ((*method).to_owned(), *path))
        .collect();
    assert_eq!(registered, listed);
    for (method, path, caller, changes, _) in FUNCTIONS {
        assert!(
            !changes || *method != "GET",
            "{path} changes something by GET"
        );
        let access = caller.access();
        assert_eq!(function_access(path), Some(access), "{path}");
        assert!(Method::from_bytes(method.as_bytes()).is_ok());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_a_server_function_is_answered_without_a_redirect() {
    let hall = open().await;
    let from_elsewhere = [
        ("accept", "text/html"),
        ("referer", "https://other.test/page"),
    ];
    for address in [
        "/api/board?scope=centre&period=month",
        "/api/board?scope=x&period=month",
    ] {
        let answer = hall.ask(request("GET", address, &from_elsewhere)).await;
        assert!(!answer.headers.contains_key("location"), "{address}");
        assert!(
            matches!(answer.status.as_u16(), 200 | 400),
            "{address}: {}",
            answer.status
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_cached_for_ever_with_their_build_and_revalidated_without_it() {
    let hall = open().await;
    let build = hall.web.assets.build();
    let plain = hall.get("/wall.js").await;
    assert_eq!(plain.status, 200);
    assert_closed(&plain, "/wall.js");
    assert_eq!(
        plain.header("cache-control"),
        "public, max-age=0, must-revalidate"
    );
    let named = hall.get(&format!("/wall.js?v={build}")).await;
    assert_eq!(
        named.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert_eq!(named.body, plain.body);
    let again = hall
        .ask(request(
            "GET",
            "/wall.js",
            &[("if-none-match", plain.header("etag"))],
        ))
        .await;
    assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
    assert_closed(&again, "/wall.js, unchanged");
    let other = hall.get("/wall.js?v=another").await;
    assert_eq!(
        other.header("cache-control"),
        "public, max-age=0, must-revalidate"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_compressed_from_the_first_request_on_and_for_browsers_that_take_gzip_only() {
    let hall = open().await;
    for path in ["/wall.js", "/lookup.js"] {
        let plain = hall.get(path).await;
        for accepted in ["gzip", "gzip, br", "gzip"] {
            let asked = request("GET", path, &[("accept-encoding", accepted)]);
            let packed = hall.ask(asked).await;
            let coding = packed.header("content-encoding");
            assert!(
                accepted.split(", ").any(|it| it == coding),
                "{path}: {coding}"
            );
            assert_eq!(packed.header("vary"), "accept-encoding");
            assert!(packed.body.len() * 2 < plain.body.len(), "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_kept_in_the_best_coding_that_a_browser_accepts() {
    let hall = open().await;
    for path in ["/wall.js", "/lookup.js"] {
        let plain = hall.get(path).await;
        let gzip = kept(&hall, path, "gzip, deflate").await;
        assert_eq!(gzip.header("content-encoding"), "gzip", "{path}");
        let mut whole = Vec::new();
        let mut reader = GzDecoder::new(&gzip.body[..]);
        reader.read_to_end(&mut whole).expect("a gzip file");
        assert!(whole == plain.body, "{path}");

        let brotli = kept(&hall, path, "gzip, deflate, br").await;
        assert_eq!(brotli.header("content-encoding"), "br", "{path}");
        assert!(brotli.body.len() < gzip.body.len(), "{path}");
        for answer in [gzip, brotli] {
            assert_closed(&answer, path);
            assert_eq!(answer.header("vary"), "accept-encoding", "{path}");
            for same in ["etag", "content-type", "cache-control"] {
                assert_eq!(answer.header(same), plain.header(same), "{path}: {same}");
            }
        }
        let refused = request("GET", path, &[("accept-encoding", "gzip;q=0")]);
        assert!(hall.ask(refused).await.body == plain.body, "{path}");
    }
}

/// The bytes of a file that are kept for browsers with this `Accept-Encoding`: only of these the length is known before they are sent.
async fn kept(hall: &Hall, path: &str, accepted: &str) -> Answer {
    let since = Instant::now();
    loop {
        let asked = request("GET", path, &[("accept-encoding", accepted)]);
        let answer = hall.ask(asked).await;
        if answer.headers.contains_key("content-length") {
            return answer;
        }
        assert!(since.elapsed() < PATIENCE, "{path} is not kept: {accepted}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

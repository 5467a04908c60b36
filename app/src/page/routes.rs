//! Every page by how it is asked for, where, and for whom.

use sanh_domain::account::model::Access;

/// How a page is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// To be read.
    #[default]
    Get,
    /// By a form.
    Post,
}

/// A route: its method, its path and the access it needs.
#[derive(Clone, Copy, Debug)]
pub struct PageRoute {
    /// How.
    pub method: Method,
    /// Its path; `{name}` stands for one segment.
    pub path: &'static str,
    /// For whom.
    pub access: Access,
}

const fn read(path: &'static str, access: Access) -> PageRoute {
    PageRoute {
        method: Method::Get,
        path,
        access,
    }
}

const fn form(path: &'static str, access: Access) -> PageRoute {
    PageRoute {
        method: Method::Post,
        path,
        access,
    }
}

/// Forms that set or ask for a password: hashing one takes long, so they wait in lanes of their own and keep no other page waiting.
pub const HASHING: &[&str] = &[
    "/sign-in",
    "/welcome/{link}",
    "/account/password",
    "/account/confirm",
    "/admin/clock",
    "/api/confirm_clock",
];

/// Where a file is uploaded: the one form whose body may be large. The server puts it aside, under bounds of its own, and hands
/// the page the name of what it kept.
pub const UPLOAD: &str = "/admin/import";

/// Every page beside those of the router: the server routes these and no others, and rights are checked by them before anything else.
pub const PAGES: &[PageRoute] = &[
    read("/", Access::Public),
    read("/screen/{name}", Access::Public),
    read("/board", Access::Public),
    read("/sign-in", Access::Public),
    form("/sign-in", Access::Public),
    read("/sign-in/code", Access::Public),
    form("/sign-in/code", Access::Public),
    read("/welcome/{link}", Access::Public),
    form("/welcome/{link}", Access::Public),
    form("/sign-out", Access::SignedIn),
    read("/account", Access::SignedIn),
    form("/account/password", Access::SignedIn),
    form("/account/confirm", Access::SignedIn),
    form("/account/sessions/end", Access::SignedIn),
    read("/account/absence", Access::Desk),
    form("/account/absence", Access::Desk),
    form("/account/absence/{absence}/end", Access::Desk),
    read("/admin/procedures", Access::Administer),
    form("/admin/procedures", Access::Administer),
    read("/admin/procedures/new", Access::Administer),
    read("/admin/procedures/{procedure}", Access::Administer),
    form("/admin/procedures/{procedure}", Access::Administer),
    read("/admin/procedures/{procedure}/parts", Access::Administer),
    form("/admin/procedures/{procedure}/parts", Access::Administer),
    form(
        "/admin/procedures/{procedure}/limits/remove",
        Access::Administer,
    ),
    read("/admin/calendar", Access::Administer),
    read("/admin/calendar/day", Access::Administer),
    form("/admin/calendar/day", Access::Administer),
    read("/admin/calendar/file", Access::Administer),
    form("/admin/calendar/file", Access::Administer),
    read("/admin/calendar/hours", Access::Administer),
    form("/admin/calendar/hours", Access::Administer),
    read("/admin/settings", Access::Administer),
    read("/admin/settings/{setting}", Access::Administer),
    form("/admin/settings/{setting}", Access::Administer),
    form("/admin/settings/{setting}/remove", Access::Administer),
    read("/admin/import", Access::Administer),
    // Its body, a file, is read before the page: see `UPLOAD`.
    form(UPLOAD, Access::Administer),
    read("/admin/import/mapping", Access::Administer),
    read("/admin/import/{import}", Access::Administer),
    form("/admin/import/{import}/choose", Access::Administer),
    read("/admin/import/{import}/columns", Access::Administer),
    form("/admin/import/{import}/columns", Access::Administer),
    read("/admin/import/{import}/words", Access::Administer),
    form("/admin/import/{import}/words", Access::Administer),
    form("/admin/import/{import}/check", Access::Administer),
    form("/admin/import/{import}/apply", Access::Administer),
    form("/admin/import/{import}/stop", Access::Administer),
    form("/admin/import/{import}/remove", Access::Administer),
    read("/admin/import/{import}/bad", Access::Administer),
    read("/desk", Access::Desk),
    form("/desk/find", Access::Desk),
    form("/desk/move", Access::Desk),
    read("/desk/dossiers/{code}", Access::Desk),
    form("/desk/dossiers/{code}/move", Access::Desk),
    read("/desk/dossiers/{code}/amend", Access::Desk),
    form("/desk/dossiers/{code}/amend", Access::Desk),
    form("/desk/dossiers/{code}/notes", Access::Desk),
    form("/desk/dossiers/{code}/slip", Access::Desk),
    read("/desk/dossiers/{code}/control-slip", Access::Desk),
    read("/desk/dossiers/{code}/letters/{sequence}", Access::Desk),
    read("/desk/receive", Access::Desk),
    form("/desk/receive", Access::Desk),
    read("/desk/shortcuts", Access::Desk),
    read("/manage/replay", Access::Manage),
    read("/manage/replay/wall", Access::Manage),
    read("/manage/replay/evidence", Access::Manage),
    read("/screen", Access::Public),
    read("/manage/screens", Access::Manage),
    read("/manage/screens/now", Access::Manage),
    read("/manage/screens/new", Access::Manage),
    form("/manage/screens/new", Access::Manage),
    read("/manage/screens/preview", Access::Manage),
    form("/manage/screens/preview", Access::Manage),
    read("/manage/screens/wall/{screen}", Access::Manage),
    form("/manage/screens/wall/{screen}", Access::Manage),
    read("/manage/screens/wall/{screen}/frame", Access::Manage),
    form("/manage/screens/wall/{screen}/pair", Access::Manage),
    form("/manage/screens/wall/{screen}/order", Access::Manage),
    read("/manage/notices", Access::Manage),
    form("/manage/notices", Access::Manage),
    read("/manage/notices/new", Access::Manage),
    read("/manage/notices/{notice}", Access::Manage),
    read("/manage/notices/{notice}/edit", Access::Manage),
    form("/manage/notices/{notice}/edit", Access::Manage),
    form("/manage/notices/{notice}/end", Access::Manage),
    form("/manage/notices/{notice}/approve", Access::Manage),
    form("/manage/notices/{notice}/refuse", Access::Manage),
    read("/manage/absences", Access::Manage),
    form("/manage/absences", Access::Manage),
    form("/manage/absences/{absence}/end", Access::Manage),
    read("/manage/alarms", Access::Manage),
    form("/manage/alarms/{alarm}/mute", Access::Manage),
    form("/manage/alarms/{alarm}/hear", Access::Manage),
    read("/desk/export", Access::Manage),
    read("/manage/report", Access::Manage),
    read("/manage/report/days", Access::Manage),
    read("/manage/report/new", Access::Manage),
    form("/manage/report/new", Access::Manage),
    read("/manage/report/{period}", Access::Manage),
    read("/manage/report/{period}/file", Access::Manage),
    read("/manage/report/{period}/dossiers", Access::Manage),
    read("/manage/report/{period}/dossiers.csv", Access::Manage),
    read("/manage/report/{period}/dossiers.xlsx", Access::Manage),
    read("/manage/report/{period}/sign", Access::Manage),
    form("/manage/report/{period}/sign", Access::Manage),
    read("/manage/report/{period}/edit", Access::Manage),
    form("/manage/report/{period}/edit", Access::Manage),
    form("/manage/report/{period}/remove", Access::Manage),
    read("/manage", Access::Manage),
    read("/manage/definitions", Access::Manage),
    read("/manage/live", Access::Manage),
    read("/manage/dossiers", Access::Manage),
    read("/manage/dossiers.csv", Access::Manage),
    read("/manage/dossiers.xlsx", Access::Manage),
    read("/manage/table.csv", Access::Manage),
    read("/manage/table.xlsx", Access::Manage),
    read("/manage/due", Access::Manage),
    read("/manage/receptions", Access::Manage),
    form("/manage/due", Access::Manage),
    form("/manage/views", Access::Manage),
    form("/manage/views/{view}/remove", Access::Manage),
];

/// What asks for the password again when it was not given lately (ours: what lets others in, what is signed, what is taken away of
/// many dossiers at once; OWASP ASVS 3.7.1). Never the emergency.
const CONFIRMED: &[(Method, &str)] = &[
    (Method::Post, "/admin/people"),
    (Method::Post, "/admin/people/{account}/link"),
    (Method::Post, "/admin/people/{account}/rights"),
    (Method::Post, "/admin/people/{account}/disable"),
    (Method::Get, "/desk/export"),
    (Method::Get, "/manage/report/{period}/dossiers.csv"),
    (Method::Get, "/manage/report/{period}/dossiers.xlsx"),
    (Method::Post, "/manage/report/{period}/sign"),
    (Method::Get, "/manage/dossiers.csv"),
    (Method::Get, "/manage/dossiers.xlsx"),
];

/// Whether a page asks for the password again when it was not given lately.
#[must_use]
pub(super) fn is_confirmed(method: Method, segments: &[&str]) -> bool {
    CONFIRMED
        .iter()
        .any(|(asked, path)| *asked == method && fits(path, segments))
}

/// Every server function by its path, and for whom it is. A function that is not listed here is forbidden to everybody.
pub const FUNCTIONS: &[(&str, Access)] = &[
    ("/api/board", Access::Public),
    ("/api/list_people", Access::Administer),
    ("/api/add_person", Access::Administer),
    ("/api/make_link", Access::Administer),
    ("/api/change_rights", Access::Administer),
    ("/api/disable_account", Access::Administer),
    ("/api/read_clock", Access::Administer),
    ("/api/confirm_clock", Access::Administer),
    ("/api/list_catalogue", Access::Administer),
    ("/api/read_catalogue_item", Access::Administer),
    ("/api/add_agency", Access::Administer),
    ("/api/add_field", Access::Administer),
    ("/api/change_agency", Access::Administer),
    ("/api/change_field", Access::Administer),
    ("/api/list_audit", Access::Administer),
    ("/api/read_outbox", Access::Administer),
    ("/api/retry_message", Access::Administer),
    ("/api/retry_messages", Access::Administer),
];

/// For whom a server function is; `None`: for nobody.
#[must_use]
pub fn function_access(path: &str) -> Option<Access> {
    let found = FUNCTIONS.iter().find(|(known, _)| *known == path);
    found.map(|(_, access)| *access)
}

/// The sections whose pages are not public. They need a private connection.
const ROOMS: [&str; 7] = [
    "sign-in", "sign-out", "welcome", "account", "admin", "desk", "manage",
];

/// Whether an address belongs to a section that is not public.
pub(super) fn is_room(segments: &[&str]) -> bool {
    segments.first().is_some_and(|first| ROOMS.contains(first))
}

/// Whether a requested path belongs to such a section.
#[must_use]
pub fn leads_to_room(path: &str) -> bool {
    let first = path.split('/').find(|segment| !segment.is_empty());
    is_room(first.as_slice())
}

/// For whom a page is; `None` where there is none.
#[must_use]
pub fn access(method: Method, segments: &[&str]) -> Option<Access> {
    let mut pages = PAGES.iter().filter(|route| route.method == method);
    let found = pages.find(|route| fits(route.path, segments));
    let listed = found.map(|route| route.access);
    listed.or_else(|| crate::app::access(segments))
}

/// Whether an address is of a path.
pub(crate) fn fits(path: &str, segments: &[&str]) -> bool {
    let mut pattern = path.split('/').filter(|it| !it.is_empty());
    let all = segments.iter().all(|segment| {
        pattern
            .next()
            .is_some_and(|part| part.starts_with('{') || part == *segment)
    });
    all && pattern.next().is_none()
}

/// A path as the value of a parameter.
#[must_use]
pub fn escaped(path: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_') {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_asks_for_the_password_again_is_a_page() {
        for (method, path) in CONFIRMED {
            let is_page = |route: &PageRoute| route.method == *method && route.path == *path;
            let is_routed = crate::app::paths().iter().any(|routed| routed == path);
            assert!(is_routed || PAGES.iter().any(is_page), "{path}");
        }
        assert!(is_confirmed(
            Method::Post,
            &["admin", "people", "7", "link"]
        ));
        assert!(!is_confirmed(Method::Get, &["admin", "people"]));
        assert!(!is_confirmed(Method::Post, &["manage", "notices"]));
    }

    #[test]
    fn a_path_is_escaped_as_a_parameter() {
        assert_eq!(escaped("/desk/a b&c=\u{111}"), "/desk/a%20b%26c%3D%C4%91");
    }
}

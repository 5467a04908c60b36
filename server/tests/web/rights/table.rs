//! For whom each page is, written from what people do and not read from the program.

use sanh_domain::account::model::Access;

/// What walls, visitors and other programs ask for, and the door. (`/metrics` asks for its token, `/painted` for a screen's.)
const EVERYBODY: &[&str] = &[
    "/",
    "/screen/{name}",
    "/board",
    "/sign-in",
    "/sign-in/code",
    "/welcome/{link}",
    "/kiosk.html",
    "/open/board.json",
    "/open/board.csv",
    "/open/board.schema.json",
    "/logo",
    "/healthz",
    "/readyz",
    "/metrics",
    "/events/{screen}",
    "/painted",
    "/screen",
];

/// One's own account.
const SIGNED_IN: &[&str] = &[
    "/sign-out",
    "/account",
    "/account/password",
    "/account/confirm",
    "/account/sessions/end",
];

/// Dossiers and whoever stands in for one: for staff and managers. An administrator has nothing to do with dossiers.
const DESK: &[&str] = &[
    "/desk",
    "/desk/find",
    "/desk/move",
    "/desk/dossiers/{code}",
    "/desk/dossiers/{code}/move",
    "/desk/dossiers/{code}/amend",
    "/desk/dossiers/{code}/notes",
    "/desk/dossiers/{code}/slip",
    "/desk/dossiers/{code}/control-slip",
    "/desk/dossiers/{code}/letters/{sequence}",
    "/desk/receive",
    "/desk/shortcuts",
    "/account/absence",
    "/account/absence/{absence}/end",
    "/desk/procedures",
    "/desk/events",
];

/// Figures, the report, walls and notices, absences of others, and lists taken away.
const MANAGERS: &[&str] = &[
    "/desk/export",
    "/manage",
    "/manage/definitions",
    "/manage/live",
    "/manage/dossiers",
    "/manage/dossiers.csv",
    "/manage/dossiers.xlsx",
    "/manage/table.csv",
    "/manage/table.xlsx",
    "/manage/due",
    "/manage/receptions",
    "/manage/views",
    "/manage/views/{view}/remove",
    "/manage/report",
    "/manage/report/days",
    "/manage/report/new",
    "/manage/report/{period}",
    "/manage/report/{period}/file",
    "/manage/report/{period}/dossiers",
    "/manage/report/{period}/dossiers.csv",
    "/manage/report/{period}/dossiers.xlsx",
    "/manage/report/{period}/sign",
    "/manage/report/{period}/edit",
    "/manage/report/{period}/remove",
    "/manage/notices",
    "/manage/notices/new",
    "/manage/notices/{notice}",
    "/manage/notices/{notice}/edit",
    "/manage/notices/{notice}/end",
    "/manage/notices/{notice}/approve",
    "/manage/notices/{notice}/refuse",
    "/manage/absences",
    "/manage/absences/{absence}/end",
    "/manage/alarms",
    "/manage/alarms/{alarm}/mute",
    "/manage/alarms/{alarm}/hear",
    "/manage/screens",
    "/manage/screens/now",
    "/manage/screens/wall/{screen}/frame",
    "/manage/screens/wall/{screen}/pair",
    "/manage/screens/wall/{screen}/order",
    "/manage/replay",
    "/manage/replay/wall",
    "/manage/replay/evidence",
    "/manage/screens/new",
    "/manage/screens/preview",
    "/manage/screens/wall/{screen}",
];

/// People, the catalogue, settings, imports, messages, the audit, the clock. No manager may give themselves more.
const ADMINISTRATORS: &[&str] = &[
    "/admin/people",
    "/admin/people/{account}",
    "/admin/people/{account}/link",
    "/admin/people/{account}/rights",
    "/admin/people/{account}/disable",
    "/admin/agencies",
    "/admin/agencies/{agency}",
    "/admin/settings",
    "/admin/settings/{setting}",
    "/admin/settings/{setting}/remove",
    "/admin/calendar",
    "/admin/calendar/day",
    "/admin/calendar/file",
    "/admin/calendar/hours",
    "/admin/fields",
    "/admin/fields/{field}",
    "/admin/procedures",
    "/admin/procedures/new",
    "/admin/procedures/{procedure}",
    "/admin/procedures/{procedure}/parts",
    "/admin/procedures/{procedure}/limits/remove",
    "/admin/outbox",
    "/admin/outbox/retry",
    "/admin/outbox/{message}/retry",
    "/admin/import",
    "/admin/import/mapping",
    "/admin/import/{import}",
    "/admin/import/{import}/choose",
    "/admin/import/{import}/columns",
    "/admin/import/{import}/words",
    "/admin/import/{import}/check",
    "/admin/import/{import}/apply",
    "/admin/import/{import}/stop",
    "/admin/import/{import}/remove",
    "/admin/import/{import}/bad",
    "/admin/audit",
    "/admin/clock",
];

/// For whom a page is; `None`: nobody has said.
pub(super) fn access(path: &str) -> Option<Access> {
    let tables = [
        (EVERYBODY, Access::Public),
        (SIGNED_IN, Access::SignedIn),
        (DESK, Access::Desk),
        (MANAGERS, Access::Manage),
        (ADMINISTRATORS, Access::Administer),
    ];
    let found = tables.iter().find(|(pages, _)| pages.contains(&path));
    found.map(|(_, access)| *access)
}

//! The frame of the pages for people who are signed in.

use leptos::prelude::*;
use sanh_domain::account::model::{Access, Caller, Role};
use sanh_domain::language::Lang;
use serde::{Deserialize, Serialize};

use crate::text::Messages;
use crate::text::person::role_name;
use crate::ui::foot::foot;
use crate::ui::form::button;

/// The sections of the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NavSection {
    /// The work list and the dossiers on it.
    Worklist,
    /// Reception.
    Receive,
    /// What needs a manager today.
    Overview,
    /// Throughput.
    Throughput,
    /// The official report.
    Report,
    /// The walls.
    Screens,
    /// The notices on the walls.
    Notices,
    /// What the walls showed.
    Playback,
    /// The absences of staff.
    Absences,
    /// The alarms about walls and server.
    Alarms,
    /// The messages of visitors.
    Feedback,
    /// The messages that agencies have to explain.
    Explanations,
    /// What needs an administrator today.
    Administration,
    /// Who has an account.
    People,
    /// The agencies.
    Agencies,
    /// Groups of procedures.
    Fields,
    /// Kinds of service.
    Procedures,
    /// The posted documents.
    Documents,
    /// The messages to applicants.
    Outbox,
    /// When the office works.
    Calendar,
    /// The settings of the centre.
    Settings,
    /// Dossiers of another system.
    Import,
    /// The audit.
    Audit,
    /// One's own account.
    Account,
    /// The list of shortcuts.
    Shortcuts,
}

impl NavSection {
    /// The room of a page of the router, by its path.
    #[must_use]
    pub fn at(path: &str) -> Self {
        let mut segments = path.split('/').skip(1);
        match (segments.next(), segments.next().unwrap_or_default()) {
            (Some("account"), _) => Self::Account,
            (Some("manage"), "report") => Self::Report,
            (Some("manage"), "screens") => Self::Screens,
            (Some("manage"), "notices") => Self::Notices,
            (Some("manage"), "replay") => Self::Playback,
            (Some("manage"), "absences") => Self::Absences,
            (Some("manage"), "alarms") => Self::Alarms,
            (Some("manage"), "feedback") => Self::Feedback,
            (Some("manage"), "") => Self::Overview,
            (Some("manage"), _) => Self::Throughput,
            (Some("desk"), "receive") => Self::Receive,
            (Some("desk"), "feedback") => Self::Explanations,
            (Some("desk"), "shortcuts") => Self::Shortcuts,
            (Some("desk"), _) => Self::Worklist,
            (Some("admin"), "") => Self::Administration,
            (_, "agencies") => Self::Agencies,
            (_, "fields") => Self::Fields,
            (_, "procedures") => Self::Procedures,
            (_, "documents") => Self::Documents,
            (_, "outbox") => Self::Outbox,
            (_, "calendar") => Self::Calendar,
            (_, "settings" | "clock") => Self::Settings,
            (_, "import") => Self::Import,
            (_, "audit") => Self::Audit,
            _ => Self::People,
        }
    }

    /// The topic of its page of help.
    #[must_use]
    pub const fn help(self) -> &'static str {
        match self {
            Self::Worklist => "find-dossier",
            Self::Receive => "receive",
            Self::Overview | Self::Throughput => "throughput",
            Self::Report => "sign-report",
            Self::Screens => "pair-screen",
            Self::Notices => "notice",
            Self::Playback => "replay",
            Self::Absences => "substitutes",
            Self::Alarms => "alarms",
            Self::Feedback => "answer-feedback",
            Self::Explanations => "explain-feedback",
            Self::Administration | Self::People => "people",
            Self::Agencies | Self::Fields => "agencies",
            Self::Procedures => "procedures",
            Self::Documents => "documents",
            Self::Outbox => "outbox",
            Self::Calendar => "calendar",
            Self::Settings => "settings",
            Self::Import => "import",
            Self::Audit => "audit",
            Self::Account => "sign-in",
            Self::Shortcuts => "keyboard",
        }
    }
}

/// The frame around a page: title, caller, section and path.
#[derive(Clone, Debug)]
pub struct PageFrame<'a> {
    /// The person who is signed in.
    pub caller: &'a Caller,
    /// The section of the navigation.
    pub room: NavSection,
    /// The page's path, with what its address asks, for the switch of language.
    pub path: &'a str,
}

/// The page that the work of a role begins on.
#[must_use]
pub const fn work_path(role: Role) -> &'static str {
    match role {
        Role::Staff => "/desk",
        Role::Manager => "/manage",
        Role::Admin => "/admin",
    }
}

/// An entry of the navigation with the number of open alarms.
fn entry_with_alarms(
    lang: Lang,
    is_current: bool,
    path: &'static str,
    name: String,
) -> impl IntoView {
    let open = use_context::<OpenAlarms>().filter(|open| open.0 > 0);
    let mark = open.map(|OpenAlarms(open)| {
        view! {
            <span class="count" aria-hidden="true">
                {open.to_string()}
            </span>
        }
    });
    let label = open.map(|open| format!("{name}: {}", lang.words().alarm_count(open.0)));
    view! {
        <a href=path aria-current=is_current.then_some("page") aria-label=label>
            {name}
            {mark}
        </a>
    }
}

/// A page inside its frame: the header with the caller and the navigation, then the body.
pub fn room(lang: Lang, frame: &PageFrame<'_>, body: AnyView) -> AnyView {
    let words = lang.words();
    let entry = |room: NavSection, path: &'static str, name: String| {
        let current = (room == frame.room).then_some("page");
        view! {
            <a href=path aria-current=current>
                {name}
            </a>
        }
    };
    let desk = frame.caller.person.has(Access::Desk).then(|| {
        view! {
            {entry(NavSection::Worklist, "/desk", words.nav_worklist())}
            {entry(NavSection::Receive, "/desk/receive", words.nav_receive())}
            {entry(NavSection::Explanations, "/desk/feedback", words.nav_explanations())}
        }
    });
    let counted = |room: NavSection, path: &'static str, name: String| {
        entry_with_alarms(lang, room == frame.room, path, name)
    };
    let is_manager = frame.caller.person.has(Access::Manage);
    let manage = is_manager.then(|| {
        view! {
            {entry(NavSection::Overview, "/manage", words.nav_overview())}
            {entry(NavSection::Throughput, "/manage/throughput", words.nav_throughput())}
            {entry(NavSection::Report, "/manage/report", words.nav_report())}
            {entry(NavSection::Screens, "/manage/screens", words.nav_screens())}
            {entry(NavSection::Notices, "/manage/notices", words.nav_notices())}
            {entry(NavSection::Playback, "/manage/replay", words.nav_playback())}
            {entry(NavSection::Absences, "/manage/absences", words.nav_absences())}
            {entry(NavSection::Feedback, "/manage/feedback", words.nav_feedback())}
            {counted(NavSection::Alarms, "/manage/alarms", words.nav_alarms())}
        }
    });
    // The many rooms of managers and administrators get a line of their own.
    let is_admin = frame.caller.person.has(Access::Administer);
    let class = if is_admin || is_manager {
        "room-head room-head-many"
    } else {
        "room-head"
    };
    let admin = is_admin.then(|| {
        view! {
            {entry(NavSection::Administration, "/admin", words.nav_overview())}
            {entry(NavSection::People, "/admin/people", words.nav_people())}
            {entry(NavSection::Agencies, "/admin/agencies", words.nav_agencies())}
            {entry(NavSection::Fields, "/admin/fields", words.nav_fields())}
            {entry(NavSection::Procedures, "/admin/procedures", words.nav_procedures())}
            {entry(NavSection::Documents, "/admin/documents", words.nav_documents())}
            {entry(NavSection::Outbox, "/admin/outbox", words.nav_outbox())}
            {counted(NavSection::Calendar, "/admin/calendar", words.nav_calendar())}
            {entry(NavSection::Settings, "/admin/settings", words.nav_settings())}
            {entry(NavSection::Import, "/admin/import", words.nav_import())}
            {entry(NavSection::Audit, "/admin/audit", words.nav_audit())}
        }
    });
    // The work list shows one line per dossier and uses the full width.
    let main_class = if frame.room == NavSection::Worklist {
        "room room-list"
    } else {
        "room"
    };
    let person = &frame.caller.person;
    let who = format!("{} · {}", person.display_name, role_name(lang, person.role));
    view! {
        <a class="skip" href="#main">
            {words.skip_to_content()}
        </a>
        <header class=class>
            <p class="room-product">{words.product()}</p>
            <button class="button room-menu" r#type="button" popovertarget="room-nav">
                {words.nav_menu()}
            </button>
            <nav class="room-nav" id="room-nav" popover="auto" aria-label=words.nav_title()>
                {desk}
                {manage}
                {admin}
                {entry(NavSection::Account, "/account", words.nav_account())}
            </nav>
            <p class="room-who">{who}</p>
            {other_language(lang, frame.path)}
            {help(lang, frame.room)}
            <form method="post" action="/sign-out">
                {button(words.nav_sign_out())}
            </form>
        </header>
        <main id="main" class=main_class>
            {body}
        </main>
        {foot(lang, person)}
    }
    .into_any()
}

/// The same page in the other language.
fn other_language(lang: Lang, path: &str) -> AnyView {
    let other = lang.other();
    let mark = if path.contains('?') { '&' } else { '?' };
    let address = format!("{path}{mark}lang={}", other.code());
    view! {
        <a class="room-lang" href=address lang=other.code() hreflang=other.code()>
            {other.words().language_name()}
        </a>
    }
    .into_any()
}

/// The way to the help of a room's task.
fn help(lang: Lang, room: NavSection) -> AnyView {
    let name = lang.words().help_of_room();
    let address = format!("/help/{}?lang={}", room.help(), lang.code());
    view! {
        <a class="room-help" href=address aria-label=name.clone() title=name>
            "?"
        </a>
    }
    .into_any()
}

/// How many alarms there are, for the navigation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenAlarms(pub u64);

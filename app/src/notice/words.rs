//! The texts of the pages of notices.

use chrono_tz::Tz;
use leptos::prelude::*;
use sanh_domain::language::Lang;
use sanh_domain::notice::model::{Audience, Notice, Priority};
use sanh_domain::notice::record::{Addressee, Approval, NoticePhase, NoticeRecord};

use crate::text::Messages;
use crate::text::dossier::moment;
use crate::text::screen::called_by;

/// The name under which the command line writes.
const CONSOLE: &str = "console";

pub(super) fn priority_name(lang: Lang, priority: Priority) -> String {
    match priority {
        Priority::Notice => lang.words().notice_kind_notice(),
        Priority::Emergency => lang.words().notice_kind_emergency(),
    }
}

/// On which walls a notice stands, by what people call them.
pub(super) fn screens_text(lang: Lang, screens: &Audience, walls: &[Addressee]) -> String {
    let called = |name: &String| {
        let wall = walls.iter().find(|wall| wall.name == *name);
        called_by(name, wall.map_or("", |wall| wall.label.as_str()), lang)
    };
    match screens {
        Audience::All => lang.words().notice_everywhere(),
        Audience::Named(names) => names.iter().map(called).collect::<Vec<_>>().join(", "),
    }
}

pub(super) fn span_text(lang: Lang, notice: &Notice, zone: Tz) -> String {
    let (from, until) = (moment(notice.from, zone), moment(notice.until, zone));
    lang.words().notice_span(from, until)
}

pub(super) fn writer(lang: Lang, name: &str) -> String {
    match name {
        CONSOLE => lang.words().notice_console(),
        name => name.to_owned(),
    }
}

/// The state of a notice, in words.
pub(super) fn standing_text(lang: Lang, record: &NoticeRecord, standing: NoticePhase) -> String {
    let words = lang.words();
    match (standing, &record.approval) {
        (NoticePhase::Shown, _) => words.notice_state_shown(),
        (NoticePhase::ToCome, _) => words.notice_state_to_come(),
        (NoticePhase::Waiting, _) => words.notice_state_waiting(),
        (NoticePhase::Past, Approval::Refused { .. }) => words.notice_state_refused(),
        (NoticePhase::Past, _) if record.is_called_off() => words.notice_state_called_off(),
        (NoticePhase::Past, Approval::Waiting) => words.notice_state_unanswered(),
        (NoticePhase::Past, _) => words.notice_state_over(),
    }
}

/// The tag of its kind.
pub(super) fn priority_tag(lang: Lang, priority: Priority) -> AnyView {
    let class = match priority {
        Priority::Notice => "tag",
        Priority::Emergency => "tag tag-late",
    };
    view! { <span class=class>{priority_name(lang, priority)}</span> }.into_any()
}

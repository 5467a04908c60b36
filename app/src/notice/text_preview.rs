//! The preview of a text as a wall shows it, on the pages of its author.

use leptos::prelude::*;
use sanh_domain::deadline::Instant;
use sanh_domain::language::{Lang, Languages};
use sanh_domain::notice::model::{Audience, Notice, NoticeId, Priority};
use sanh_domain::text::name::Name;

use super::screen::{LONG_FROM, emergency_over_all, notices};
use crate::text::Messages;
use crate::ui::text_writer::TextWriter;

/// The look of a text on a wall: beside the figures in each language, and as an emergency; the style shows the chosen one.
pub(super) fn text_preview(lang: Lang, text: &Name, priority: Priority) -> AnyView {
    let notice = |priority| Notice {
        id: NoticeId(0),
        text: Name {
            vi: text.vi.clone(),
            en: Some(text.en.clone().unwrap_or_default()),
        },
        priority,
        from: Instant::default(),
        until: Instant::default(),
        screens: Audience::All,
    };
    let plain = Notice {
        text: text.clone(),
        ..notice(Priority::Notice)
    };
    let plain = [plain];
    let long_from: Vec<String> = LONG_FROM.iter().map(ToString::to_string).collect();
    view! {
        <h2>{lang.words().notice_look()}</h2>
        <div
            id="look"
            class="notice-look"
            aria-hidden="true"
            data-priority=priority.as_str()
            data-en=if text.en.is_some() { "some" } else { "none" }
            data-long-from=long_from.join(" ")
        >
            <div class="wall wall-look look-vi" data-theme="light" data-lang="vi">
                {notices(TextWriter(Languages::Vi), &plain)}
            </div>
            <div class="wall wall-look look-en" data-theme="light" data-lang="en">
                {notices(TextWriter(Languages::En), &plain)}
            </div>
            <div class="wall wall-look look-emergency" data-theme="light">
                {emergency_over_all(&[notice(Priority::Emergency)], None)}
            </div>
        </div>
    }
    .into_any()
}

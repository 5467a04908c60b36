//! The desk's shortcuts as a page of their own.

use sanh_domain::account::model::Caller;

use crate::page::{Page, PageRequest};
use crate::text::Messages;
use crate::ui::document::{Head, document_html};
use crate::ui::foot::shortcuts;
use crate::ui::frame::{NavSection, PageFrame, room};

/// `GET /desk/shortcuts`
pub(super) fn listed(request: &PageRequest, caller: &Caller) -> Page {
    let lang = request.room_lang();
    let words = lang.words();
    let title = words.keys_title();
    let head = Head {
        title: Some(format!("{title} · {}", words.product())),
        ..request.head(lang)
    };
    let frame = PageFrame {
        caller,
        room: NavSection::Shortcuts,
        path: "/desk/shortcuts",
    };
    let html = document_html(head, || room(lang, &frame, shortcuts(lang)));
    Page::new(200, html)
}

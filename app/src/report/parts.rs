//! What the pages of throughput share: the frame, a figure that leads to its dossiers, the page of a count that goes on.

use chrono::NaiveDate;
use leptos::prelude::*;
use sanh_domain::account::model::Caller;
use sanh_domain::language::Lang;
use sanh_domain::report::model::{Figure, Group, Progress, ReportNames};

use super::address::{ReportRequest, written};
use super::port::ReportPort;
use crate::Ports;
use crate::page::{Page, PageRequest};
use crate::text::Messages;
use crate::text::number::number;
use crate::ui::document::{Head, document_html};
use crate::ui::form::hidden;
use crate::ui::frame::{NavSection, PageFrame, room};

/// Seconds after which a page asks again how far a count has come (ours).
pub const AGAIN_S: u32 = 2;

/// The port of these pages.
pub(super) fn port() -> std::sync::Arc<dyn ReportPort> {
    expect_context::<Ports>().manage.report
}

/// The context of a report page: language, names, request and date.
#[derive(Clone, Copy)]
pub struct ReportContext<'a> {
    /// The reader's language.
    pub lang: Lang,
    /// What there is to choose from.
    pub names: &'a ReportNames,
    /// What the address asks.
    pub wanted: &'a ReportRequest,
    /// The centre's date.
    pub today: NaiveDate,
}

impl ReportContext<'_> {
    /// The address of the dossiers behind a figure.
    #[must_use]
    pub fn list(&self, figure: Figure, group: Option<&Group>) -> String {
        let mut pairs = self.wanted.pairs();
        pairs.retain(|(name, _)| !matches!(*name, "sort" | "order"));
        pairs.push(("figure", figure.to_string()));
        if let Some(group) = group {
            pairs.push(("group", group.to_string()));
        }
        format!("/manage/dossiers?{}", written(&pairs))
    }

    /// A figure that leads to its dossiers; the dash where it is not known yet.
    pub fn figure(&self, figure: Figure, count: Option<u64>) -> AnyView {
        let Some(count) = count else {
            return view! { <span class="fig">{crate::text::number::NO_RATE}</span> }.into_any();
        };
        let class = if count == 0 { "fig zero" } else { "fig" };
        view! {
            <a class=class href=self.list(figure, None)>
                {number(self.lang, count)}
            </a>
        }
        .into_any()
    }
}

/// Parameters as hidden fields of a form.
pub fn hidden_fields(pairs: &[(&'static str, String)]) -> Vec<AnyView> {
    let field = |(name, value): &(&'static str, String)| hidden(name, value);
    pairs.iter().map(field).collect()
}

/// The frame of a page of throughput.
pub(super) struct ReportFrame {
    pub(super) title: String,
    pub(super) status: u16,
    /// Loads itself again after so many seconds.
    pub(super) refresh_s: Option<u32>,
    /// Its address, for the switch of language.
    pub(super) address: String,
}

/// A page of this section.
pub(super) fn framed(
    request: &PageRequest,
    caller: &Caller,
    framed: &ReportFrame,
    body: impl FnOnce() -> AnyView,
) -> Page {
    let lang = request.room_lang();
    let head = Head {
        title: Some(format!("{} · {}", framed.title, lang.words().product())),
        refresh_s: framed.refresh_s,
        ..request.head(lang)
    };
    let frame = PageFrame {
        caller,
        room: NavSection::Throughput,
        path: &framed.address,
    };
    let html = document_html(head, || room(lang, &frame, body()));
    Page::new(framed.status, html)
}

/// How far a count has come.
pub fn progress(lang: Lang, at: Progress) -> AnyView {
    let words = lang.words();
    let (done, total) = (number(lang, at.done), number(lang, at.total));
    view! {
        <p class="counting">
            <label r#for="counting">{words.throughput_counting(done, total)}</label>
            <progress id="counting" value=at.done.to_string() max=at.total.max(1).to_string()></progress>
        </p>
    }
    .into_any()
}

/// The page of an answer that is being counted: it asks again by itself.
pub(super) fn counting(
    request: &PageRequest,
    caller: &Caller,
    address: String,
    at: Progress,
) -> Page {
    let lang = request.room_lang();
    let words = lang.words();
    let framing = ReportFrame {
        title: words.throughput_title(),
        status: 200,
        refresh_s: Some(AGAIN_S),
        address,
    };
    framed(request, caller, &framing, || {
        view! {
            <h1>{words.throughput_title()}</h1>
            <p>{words.throughput_counting_text()}</p>
            {progress(lang, at)}
        }
        .into_any()
    })
}

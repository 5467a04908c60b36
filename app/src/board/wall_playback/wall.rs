//! A past wall in full: as a page, and as a file of evidence.

use std::sync::Arc;

use leptos::prelude::*;
use sanh_domain::deadline::Instant;
use sanh_domain::screen::model::DEFAULT_SCREEN;
use sanh_domain::wall_playback::model::PastBoard;

use super::api::{make_evidence, read_playback};
use super::page::query;
use crate::board::preview::{Preview, WallMoment};
use crate::board::screen::{Wall, WallView};
use crate::error::AppError;
use crate::model::wall_playback::PlaybackQuery;
use crate::text::Messages;
use crate::text::date::machine_instant;
use crate::ui::document::{Head, document_html};
use crate::ui::form::Problem;
use crate::ui::response::{loaded, request, response};

/// `/manage/replay/wall`: the wall itself, whole.
#[component]
pub(super) fn WallPage() -> impl IntoView {
    loaded(wall())
}

/// `/manage/replay/evidence`: the file that proves what it showed.
#[component]
pub(super) fn EvidencePage() -> impl IntoView {
    loaded(evidence())
}

async fn wall() -> Result<(), AppError> {
    let request = request();
    let asked = query(&request);
    let playback = read_playback(PlaybackQuery {
        screen: asked.screen.or_else(|| Some(DEFAULT_SCREEN.to_owned())),
        ..asked
    });
    let playback = playback.await?;
    let invalid = |problem: Problem| AppError::Invalid(problem.field.into_owned());
    let at = playback.at.map_err(invalid)?;
    let shown = playback.shown.ok_or(AppError::NotFound)?;
    let head = Head {
        script: Some(request.asset("/wall.js")),
        ..Head::of(&request, shown.setting.languages.first())
    };
    let html = wall_document(head, &shown, at, request.context.slot_s);
    response().send_framed_html(html);
    Ok(())
}

async fn evidence() -> Result<(), AppError> {
    response().download(make_evidence(query(&request())).await?);
    Ok(())
}

/// The wall as a page without script, whose style lies in a file beside it.
#[must_use]
pub fn wall_html(shown: &PastBoard, at: Instant, style: &str) -> String {
    let head = Head {
        lang: shown.setting.languages.first(),
        stylesheet: style.to_owned(),
        ..Head::default()
    };
    wall_document(head, shown, at, 0)
}

fn wall_document(head: Head, shown: &PastBoard, at: Instant, slot_s: u32) -> String {
    let head = Head {
        title: Some(head.lang.words().title()),
        ..head
    };
    let view = WallView {
        edition: Arc::new(shown.edition.clone()),
        stored: shown.setting.to_string(),
        setting: shown.setting.clone(),
        moment: WallMoment::of(at, at),
        preview: Some(Preview::At(machine_instant(at))),
        build: String::new(),
        slot_s,
    };
    document_html(head, || view! { <Wall view /> }.into_any())
}

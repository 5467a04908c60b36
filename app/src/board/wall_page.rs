//! The page of a wall, whole: what it shows now or at another instant, and its HTML.

use std::sync::Arc;

use leptos::prelude::*;
use sanh_domain::board::edition::Edition;
use sanh_domain::screen::model::ScreenSetting;

use super::preview::{Preview, WallMoment};
use super::screen::{Wall, WallView};
use super::screen_edition::shown;
use crate::error::AppError;
use crate::live_board::BoardPort;
use crate::page::PageRequest;
use crate::text::Messages;
use crate::ui::document::{Head, document_html};

/// Seconds after which a wall loads itself again where scripts are off (ours).
const REFRESH_WITHOUT_SCRIPT_S: u32 = 30;

/// The page of a wall, whole.
pub(crate) fn wall_html(
    request: &PageRequest,
    setting: ScreenSetting,
    stored: String,
    (edition, moment): (Arc<Edition>, WallMoment),
    preview: Option<Preview>,
) -> String {
    let lang = setting.languages.first();
    let head = Head {
        title: Some(lang.words().title()),
        script: Some(request.asset("/wall.js")),
        refresh_without_script_s: preview.is_none().then_some(REFRESH_WITHOUT_SCRIPT_S),
        ..Head::of(request, lang)
    };
    let view = WallView {
        edition,
        slot_s: setting.slot_s.unwrap_or(request.context.slot_s),
        setting,
        stored,
        moment,
        preview,
        build: request.context.build.clone(),
    };
    document_html(head, || view! { <Wall view /> }.into_any())
}

/// A wall as it shows the one of its boards whose turn it is.
pub(crate) fn on_turn(port: &dyn BoardPort, setting: ScreenSetting) -> ScreenSetting {
    let scope = setting.scope_at(port.now());
    ScreenSetting { scope, ..setting }
}

/// What a wall shows, now or as it is looked at.
pub(crate) async fn wall_at(
    port: &dyn BoardPort,
    setting: &ScreenSetting,
    preview: Option<&Preview>,
) -> Result<(Arc<Edition>, WallMoment), AppError> {
    let (edition, moment, is_now) = match preview {
        None => {
            let edition = port.edition(setting.scope).await?.only(setting.turn);
            (
                Arc::new(edition),
                WallMoment::present(port, setting.scope),
                true,
            )
        }
        Some(preview) => wall_at_moment(port, setting, preview).await?,
    };
    let held = setting
        .held
        .filter(|_| is_now)
        .and_then(|_| port.held(&setting.name));
    Ok((shown(&edition, setting, held.as_deref()), moment))
}

/// The wall as it is not now; and whether its figures are the present ones.
async fn wall_at_moment(
    port: &dyn BoardPort,
    setting: &ScreenSetting,
    preview: &Preview,
) -> Result<(Arc<Edition>, WallMoment, bool), AppError> {
    let now = port.now();
    if *preview == Preview::Now {
        let edition = port.edition(setting.scope).await?;
        return Ok((edition, WallMoment::present(port, setting.scope), true));
    }
    let calendar = port.calendar().await?;
    let Some(at) = preview.instant(now, &calendar)? else {
        let edition = port.edition(setting.scope).await?;
        return Ok((edition, preview.moment(now), true));
    };
    let edition = port.edition_at(setting.scope, setting.turn, at).await?;
    Ok((Arc::new(edition), preview.moment(at), false))
}

//! What the walls showed, in the case database.

use crate::page::File;
use std::collections::BTreeMap;
use std::iter::once;
use std::sync::Arc;

use async_trait::async_trait;
use leptos::prelude::*;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::centre::form_input;
use sanh_domain::deadline::{Calendar, Instant};
use sanh_domain::screen::model::{DEFAULT_SCREEN, ScreenSetting};
use sanh_domain::wall_playback::model::PastBoard;
use sanh_store::AuditEntry;

use super::{Manager, failure, now, store};
use crate::error::AppError;
use crate::model::wall_playback::{Playback, PlaybackQuery};
use crate::text::Messages;
use crate::text::date::clock_to_the_second;
use crate::text::screen::called;
use crate::ui::form::Problem;
use crate::ui::response::request;

/// The longest parameter that is read, in characters.
const PARAMETER_CHARS_MAX: usize = 40;

/// A wall and an instant, read.
struct PlaybackMoment {
    wall: String,
    date: String,
    time: String,
    at: Result<Instant, Problem>,
}

/// What a wall showed.
pub(crate) async fn playback(_: &Manager, query: PlaybackQuery) -> Result<Playback, AppError> {
    let calendar = calendar().await?;
    let is_asked = query.screen.is_some();
    let PlaybackMoment {
        wall,
        date,
        time,
        at,
    } = read_query(query, &calendar);
    let playback = expect_context::<Arc<dyn WallPlaybackPort>>();
    let shown = match &at {
        Ok(at) if is_asked => playback.shown(&wall, *at).await?,
        _ => None,
    };
    Ok(Playback {
        zone: calendar.zone(),
        walls: walls().await?,
        wall,
        date,
        time,
        at,
        shown,
    })
}

/// The file that proves it.
pub(crate) async fn evidence(manager: &Manager, query: PlaybackQuery) -> Result<File, AppError> {
    let PlaybackMoment { wall, at, .. } = read_query(query, &calendar().await?);
    let at = at.map_err(|problem| AppError::Invalid(problem.field.into_owned()))?;
    let playback = expect_context::<Arc<dyn WallPlaybackPort>>();
    let bytes = playback.evidence(&wall, at).await?;
    let bytes = bytes.ok_or(AppError::NotFound)?;
    let entry = AuditEntry {
        became: at.to_rfc3339(),
        ..AuditEntry::new(AuditAct::Exported, format!("wall {wall}"))
    };
    let told = store()?.audit(manager.into(), entry, now()).await;
    told.map_err(failure)?;
    Ok(File {
        name: format!("sanh-{wall}-{}.zip", at.format("%Y%m%dT%H%M%SZ")),
        media_type: "application/zip".into(),
        bytes,
    })
}

async fn calendar() -> Result<Calendar, AppError> {
    let centre = store()?.centre(now()).await.map_err(failure)?;
    Ok(centre.calendar)
}

fn read_query(query: PlaybackQuery, calendar: &Calendar) -> PlaybackMoment {
    let now = now();
    let local = now.with_timezone(&calendar.zone());
    let given = |text: Option<String>, otherwise: String| match text.as_deref().map(str::trim) {
        None | Some("") => otherwise,
        Some(text) => text.chars().take(PARAMETER_CHARS_MAX).collect(),
    };
    let date = given(query.date, local.date_naive().to_string());
    let date = form_input::date(&date).map_or(date, |date| date.to_string());
    let time = given(query.time, clock_to_the_second(local.time()));
    let words = request().room_lang().words();
    let at = match calendar.read_instant(&format!("{date}T{time}")) {
        None if calendar.read_instant(&date).is_none() => {
            Err(Problem::new("date", words.wall_playback_date_wrong()))
        }
        None => Err(Problem::new("time", words.wall_playback_time_wrong())),
        Some(at) if at > now => Err(Problem::new("date", words.wall_playback_to_come())),
        Some(at) => Ok(at),
    };
    PlaybackMoment {
        wall: given(query.screen, DEFAULT_SCREEN.to_owned()),
        date,
        time,
        at,
    }
}

/// The walls there are and were, the first one before all: name in addresses, and what people call it. Of one that is gone only the
/// name is known.
async fn walls() -> Result<Vec<(String, String)>, AppError> {
    let (store, lang) = (store()?, request().room_lang());
    // What the walls showed is public, so every wall is listed.
    let stored = store.stored_screens(&AgencyScope::Everywhere).await;
    let now = stored.map_err(failure)?.into_iter();
    let now = now.map(|stored| {
        let label = called(&stored.setting, lang);
        (stored.setting.name, label)
    });
    let past = store.screens_past().await.map_err(failure)?.into_iter();
    let mut names: BTreeMap<String, String> =
        past.map(|past| (past.name.clone(), past.name)).collect();
    names.extend(now);
    let first = ScreenSetting::default_named(DEFAULT_SCREEN);
    let label = names.remove(DEFAULT_SCREEN);
    let label = label.filter(|label| label != DEFAULT_SCREEN);
    let label = label.unwrap_or_else(|| called(&first, lang));
    Ok(once((first.name, label)).chain(names).collect())
}

/// Reads what the walls showed. The server implements it, because it decompresses the stored boards and has the stylesheet that
/// goes into evidence.
#[async_trait]
pub trait WallPlaybackPort: Send + Sync {
    /// The board that a wall showed at an instant; none if nothing was stored, or the wall was not connected.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    async fn shown(&self, wall: &str, at: Instant) -> Result<Option<PastBoard>, AppError>;

    /// The board as evidence: a ZIP with the wall as a page, the figures, and the seal.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    async fn evidence(&self, wall: &str, at: Instant) -> Result<Option<Vec<u8>>, AppError>;
}

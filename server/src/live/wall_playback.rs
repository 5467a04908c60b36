//! Reads from the store what the walls showed.

use std::sync::Arc;

use async_trait::async_trait;
use axum::body::Bytes;
use sanh_app::board::screen_edition::shown as shown_by;
use sanh_app::board::wall_playback::wall_html;
use sanh_app::error::AppError;
use sanh_app::server::failure;
use sanh_app::server::wall_playback::WallPlaybackPort;
use sanh_domain::board::edition::Edition;
use sanh_domain::deadline::Instant;
use sanh_domain::screen::model::{DEFAULT_SCREEN, ScreenSetting};
use sanh_domain::wall_playback::model::{BoardProof, PastBoard, ScreenPresence};
use sanh_store::clock::Clock;
use sanh_store::stored::{StoredEditionV1, StoredScreenSetting};
use sanh_store::{Presence, Store, StoreError, StoredBoardVersion};
use sha2::{Digest, Sha256};

use super::board_compression::unpack;
use super::store_source::OpenStore;
use super::versions::LOOK_S;
use crate::io::evidence::{self, Statement};

/// What the walls showed, read from a store that may still be opening.
pub struct WallPlaybackStore {
    store: OpenStore,
    clock: Arc<dyn Clock>,
    style: Bytes,
}

impl WallPlaybackStore {
    /// Reads from this store; `style` is the stylesheet that goes into evidence.
    #[must_use]
    pub fn new(store: OpenStore, clock: Arc<dyn Clock>, style: Bytes) -> Self {
        Self {
            store,
            clock,
            style,
        }
    }

    fn store(&self) -> Result<Arc<Store>, AppError> {
        self.store.borrow().clone().ok_or(AppError::Unavailable)
    }
}

/// A stored board of a wall, with what is known about it.
pub struct FoundBoard {
    /// The board as it is shown to managers.
    pub shown: PastBoard,
    /// Its text, as it was stored.
    pub text: Vec<u8>,
}

/// What a wall showed at an instant; none if nothing was stored, or the wall was not connected.
///
/// # Errors
///
/// When it cannot be read; [`StoreError::Corrupt`] if the stored board is damaged.
pub async fn find(
    store: &Store,
    wall: &str,
    at: Instant,
) -> Result<Option<FoundBoard>, StoreError> {
    let past = store.screen_past(wall, at).await?;
    let setting = match past.map(|past| past.setting) {
        Some(Some(setting)) => setting_of(&setting)
            .map_err(|error| StoreError::Corrupt(format!("a setting of the wall: {error}")))?,
        None if wall == DEFAULT_SCREEN => ScreenSetting::default_named(wall),
        Some(None) | None => return Ok(None),
    };
    // If several boards take turns, the one shown at that time.
    let setting = setting.of_board(setting.scope_at(at));
    // Held figures are those of the time since which they are held.
    let stood_at = setting.held.map_or(at, |held| held.min(at));
    let Some(kept) = store.board_version_at(setting.scope, stood_at).await? else {
        return Ok(None);
    };
    let (text, edition) = opened(&kept)?;
    let edition = match setting.held {
        None => Arc::new(edition),
        Some(_) => held(store, &setting, &edition, at).await?,
    };
    let there = |presence: Option<Presence>| there(presence, at);
    let shown = PastBoard {
        published_at: kept.published_at,
        replaced_at: kept.next.map(|(at, _)| at),
        previous_at: kept.previous_at,
        after: kept.after,
        is_before_gap: kept
            .next
            .is_some_and(|(_, after)| after.is_some_and(|after| after != kept.version)),
        was_published: there(store.presence("", at).await?),
        was_connected: there(store.presence(wall, at).await?),
        proof: proof(store, &kept, &setting, &text).await?,
        edition: Arc::unwrap_or_clone(shown_by(&edition, &setting, None)),
        version: kept.version,
        setting,
    };
    Ok(Some(FoundBoard { shown, text }))
}

/// The board of a wall with held figures. Only the figures are held: the notices and names of the instant are shown with them.
async fn held(
    store: &Store,
    setting: &ScreenSetting,
    figures: &Edition,
    at: Instant,
) -> Result<Arc<Edition>, StoreError> {
    let around = match store.board_version_at(setting.scope, at).await? {
        Some(kept) => opened(&kept)?.1,
        None => figures.clone(),
    };
    Ok(Arc::new(Edition {
        boards: figures.boards.clone(),
        ..around
    }))
}

fn opened(kept: &StoredBoardVersion) -> Result<(Vec<u8>, Edition), StoreError> {
    let damaged = |error: &dyn std::fmt::Display| {
        StoreError::Corrupt(format!("board version {}: {error}", kept.version))
    };
    let text = unpack(&kept.packed, kept.base.as_deref()).map_err(|error| damaged(&error))?;
    let stored: StoredEditionV1 = serde_json::from_slice(&text).map_err(|error| damaged(&error))?;
    let edition = Edition::try_from(stored).map_err(|error| damaged(&error))?;
    Ok((text, edition))
}

/// A wall's setting as it was stored.
fn setting_of(text: &str) -> Result<ScreenSetting, String> {
    let stored: StoredScreenSetting =
        serde_json::from_str(text).map_err(|error| error.to_string())?;
    ScreenSetting::try_from(stored).map_err(|error| error.to_string())
}

async fn proof(
    store: &Store,
    kept: &StoredBoardVersion,
    setting: &ScreenSetting,
    text: &[u8],
) -> Result<BoardProof, StoreError> {
    let stamp = (setting.scope, kept.version, kept.published_at);
    let Some(mac) = kept.mac.as_deref() else {
        return Ok(BoardProof::None);
    };
    Ok(match store.proves_board(stamp, text, mac).await? {
        None => BoardProof::None,
        Some(true) => BoardProof::Good,
        Some(false) => {
            let loss = store.seal_key_loss().await?;
            let published_at = kept.published_at.timestamp_millis();
            match loss {
                Some(loss) if published_at < loss.begun_at => BoardProof::KeyLost,
                _ => BoardProof::Bad,
            }
        }
    })
}

/// Whether a wall was connected: it was seen within the last two records.
fn there(presence: Option<Presence>, at: Instant) -> ScreenPresence {
    let Some(presence) = presence else {
        return ScreenPresence::Unknown;
    };
    if (at - presence.seen_at).num_seconds() < 2 * LOOK_S.cast_signed() {
        ScreenPresence::Since(presence.began_at)
    } else {
        ScreenPresence::Until(presence.seen_at)
    }
}

/// The evidence file, made now.
///
/// # Errors
///
/// When it cannot be compressed, which is a bug of ours, or the database cannot be read.
pub async fn evidence_of(
    store: &Store,
    found: &FoundBoard,
    wall: &str,
    (at, now): (Instant, Instant),
    style: &[u8],
) -> Result<Vec<u8>, evidence::EvidenceFault> {
    let shown = &found.shown;
    let words = |there: ScreenPresence| match there {
        ScreenPresence::Since(at) => format!("since {}", at.to_rfc3339()),
        ScreenPresence::Until(at) => format!("no, until {}", at.to_rfc3339()),
        ScreenPresence::Unknown => "unknown".to_owned(),
    };
    let statement = Statement {
        form: evidence::FORM.to_owned(),
        made_at: now,
        wall: wall.to_owned(),
        setting: shown.setting.to_string(),
        asked_at: at,
        scope: shown.setting.scope,
        version: shown.version,
        published_at: shown.published_at,
        replaced_at: shown.replaced_at,
        program: words(shown.was_published),
        connected: words(shown.was_connected),
        figures_as_sealed: match shown.proof {
            BoardProof::Good => Some(true),
            BoardProof::Bad => Some(false),
            BoardProof::None | BoardProof::KeyLost => None,
        },
        key_lost: store.seal_key_loss().await?.map(|loss| loss.to_string()),
        sha256: hex::encode(Sha256::digest(&found.text)),
    };
    let page = wall_html(shown, at, evidence::STYLE);
    evidence::pack(store, &statement, &found.text, &page, style).await
}

#[async_trait]
impl WallPlaybackPort for WallPlaybackStore {
    async fn shown(&self, wall: &str, at: Instant) -> Result<Option<PastBoard>, AppError> {
        let found = find(&*self.store()?, wall, at).await.map_err(failure)?;
        Ok(found.map(|found| found.shown))
    }

    async fn evidence(&self, wall: &str, at: Instant) -> Result<Option<Vec<u8>>, AppError> {
        let store = self.store()?;
        let Some(found) = find(&store, wall, at).await.map_err(failure)? else {
            return Ok(None);
        };
        let now = self.clock.now();
        let packed = evidence_of(&store, &found, wall, (at, now), &self.style).await;
        packed.map(Some).map_err(|error| {
            tracing::error!(%error, "what a wall showed cannot be packed");
            AppError::Internal
        })
    }
}

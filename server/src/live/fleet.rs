//! The settings and commands of all walls, as last read.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use sanh_app::server::account::secret;
use sanh_domain::board::disclosure::PublicBoard;
use sanh_domain::deadline::Instant;
use sanh_domain::screen::model::ScreenSetting;

use super::source::{BoardSource, SourceError};

/// The walls that were set up, by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Fleet {
    walls: HashMap<String, Wall>,
    /// The names of walls by the hash of the secret of the paired screen.
    by_token: HashMap<String, String>,
}

#[derive(Clone, Debug, PartialEq)]
struct Wall {
    setting: ScreenSetting,
    token_hash: Option<String>,
    held: Option<(Instant, Arc<[PublicBoard]>)>,
    /// The parts of its row that could not be read.
    unread: Vec<&'static str>,
}

impl Fleet {
    /// Reads all walls. Held boards are read once, since they do not change.
    pub(super) async fn read(
        source: &dyn BoardSource,
        known: Option<Self>,
    ) -> Result<Self, SourceError> {
        let mut known = known.unwrap_or_default();
        let mut fleet = Self::default();
        for stored in source.screens().await? {
            let mut setting = stored.setting;
            let before = known.walls.remove(&setting.name);
            let was_unread = before.as_ref().map(|wall| &wall.unread);
            if !stored.unread.is_empty() && was_unread != Some(&stored.unread) {
                let (name, columns) = (&setting.name, &stored.unread);
                tracing::error!(
                    name,
                    ?columns,
                    "of a wall's row not all can be read; it goes on with what is usual"
                );
            }
            let before = before.and_then(|wall| wall.held);
            let held = match (setting.held, before) {
                (None, _) => None,
                (Some(at), Some(before)) if before.0 == at => Some(before),
                (Some(at), _) => {
                    let read = source.held(&setting.name).await?;
                    read.filter(|(since, _)| *since == at)
                        .map(|(at, boards)| (at, Arc::from(boards)))
                }
            };
            // If the boards cannot be read, the wall is not held.
            setting.held = held.as_ref().map(|(at, _)| *at);
            if let Some(hash) = &stored.token_hash {
                fleet.by_token.insert(hash.clone(), setting.name.clone());
            }
            let wall = Wall {
                token_hash: stored.token_hash,
                unread: stored.unread,
                held,
                setting,
            };
            fleet.walls.insert(wall.setting.name.clone(), wall);
        }
        Ok(fleet)
    }

    /// The settings of all walls, by name.
    pub(super) fn settings(&self) -> BTreeMap<String, ScreenSetting> {
        let walls = self.walls.iter();
        walls
            .map(|(name, wall)| (name.clone(), wall.setting.clone()))
            .collect()
    }

    /// The setting of the wall with this name.
    pub(super) fn setting(&self, name: &str) -> Option<&ScreenSetting> {
        self.walls.get(name).map(|wall| &wall.setting)
    }

    /// The boards that a held wall keeps showing.
    pub(super) fn held(&self, name: &str) -> Option<Arc<[PublicBoard]>> {
        let held = self.walls.get(name)?.held.as_ref();
        held.map(|(_, boards)| Arc::clone(boards))
    }

    /// The wall that is paired with the screen of this secret.
    pub(super) fn paired_with(&self, token: &str) -> Option<String> {
        self.by_token.get(&secret::hash(token)).cloned()
    }

    /// Whether this is the secret of the screen that is paired with the wall with this name.
    pub(super) fn is_paired_by(&self, name: &str, token: Option<&str>) -> bool {
        let wall = self.walls.get(name);
        wall.is_some_and(|wall| wall.setting.is_paired) && self.admits(name, token)
    }

    /// Whether a screen with this secret may show the wall with this name.
    pub(super) fn admits(&self, name: &str, token: Option<&str>) -> bool {
        let Some(wall) = self.walls.get(name).filter(|it| it.setting.is_paired) else {
            return true;
        };
        let hash = token.map(secret::hash);
        hash.is_some() && hash == wall.token_hash
    }
}

//! What the replay of walls needs of the server.

use async_trait::async_trait;
use sanh_domain::deadline::Instant;
use sanh_domain::wall_replay::model::ReplayedBoard;

use crate::error::AppError;

/// What the walls showed. The server implements it, because it packs and unpacks what it keeps, and has the style of the page that it
/// puts into evidence.
#[async_trait]
pub trait WallReplayPort: Send + Sync {
    /// What a wall showed at an instant; none where nothing was kept, or the wall was not there.
    ///
    /// # Errors
    /// When it cannot be read.
    async fn shown(&self, wall: &str, at: Instant) -> Result<Option<ReplayedBoard>, AppError>;

    /// The same as a file that proves it: a ZIP with the wall as a page, the figures, and the seal.
    ///
    /// # Errors
    /// When it cannot be read.
    async fn evidence(&self, wall: &str, at: Instant) -> Result<Option<Vec<u8>>, AppError>;
}

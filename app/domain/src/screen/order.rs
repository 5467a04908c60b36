//! Commands to a wall.

use crate::board::disclosure::PublicBoard;

/// Seconds for which a screen shows its name (ours: time to walk from the desk into the lobby).
pub const IDENTIFY_S: i64 = 30;

/// A command to a wall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScreenCommand {
    /// Show its name for half a minute.
    Identify,
    /// Reload.
    Reload,
    /// Hold these figures.
    Hold(Vec<PublicBoard>),
    /// Follow the live figures again.
    Release,
    /// End the pairing and show a new pairing code.
    Unpair,
    /// Remove the wall.
    Remove,
}

impl ScreenCommand {
    /// The word in forms and in the audit.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Identify => "identify",
            Self::Reload => "reload",
            Self::Hold(_) => "hold",
            Self::Release => "release",
            Self::Unpair => "unpair",
            Self::Remove => "remove",
        }
    }
}

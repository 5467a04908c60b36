//! What a wall is told to do at once.

use crate::board::disclosure::PublicBoard;

/// Seconds that a screen says who it is (ours: time to walk from the desk into the hall).
pub const IDENTIFY_S: i64 = 30;

/// What a wall is told to do at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// To say for half a minute who it is.
    Identify,
    /// To load itself again.
    Reload,
    /// To go on showing these figures.
    Hold(Vec<PublicBoard>),
    /// To follow the figures again.
    Release,
    /// To show a code again; its screen may watch no more.
    Unpair,
    /// To be no more.
    Remove,
}

impl Order {
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

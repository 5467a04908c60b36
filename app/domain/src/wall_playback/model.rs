//! A wall at a past instant.

use serde::{Deserialize, Serialize};

use crate::board::edition::{Edition, Version};
use crate::deadline::Instant;
use crate::screen::model::ScreenSetting;

/// The board that a wall showed at a past instant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PastBoard {
    /// Its setting at that time.
    pub setting: ScreenSetting,
    /// The version of the board.
    pub version: Version,
    /// The edition as shown: with the wall's fields, and held figures if they were held.
    pub edition: Edition,
    /// When that board was published.
    pub published_at: Instant,
    /// When the next board was published; `None` for the present board.
    pub replaced_at: Option<Instant>,
    /// When the board before was published.
    pub previous_at: Option<Instant>,
    /// The version before; `None` for the first board after a start of the program.
    pub after: Option<Version>,
    /// Whether a board between this one and the next was not stored.
    pub is_before_gap: bool,
    /// Whether the program was running.
    pub was_published: ScreenPresence,
    /// Whether a screen of the wall was connected.
    pub was_connected: ScreenPresence,
    /// Whether the seal proves the board.
    pub proof: BoardProof,
}

/// Whether the program, or a screen, was present at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScreenPresence {
    /// Since this instant.
    Since(Instant),
    /// Not since this instant, or a little later.
    Until(Instant),
    /// Unknown.
    Unknown,
}

/// Whether the seal proves a stored board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BoardProof {
    /// Its seal is good.
    Good,
    /// It has no seal, or the program has no key to check it.
    None,
    /// It was sealed with a key that is lost, so it cannot be checked.
    KeyLost,
    /// Its seal does not fit: the row was changed.
    Bad,
}

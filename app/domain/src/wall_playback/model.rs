//! The state of a wall at a past instant.

use serde::{Deserialize, Serialize};

use crate::board::edition::{Edition, Version};
use crate::deadline::Instant;
use crate::screen::model::ScreenSetting;

/// The board that a wall showed at a past instant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PastBoard {
    /// Its setting then.
    pub setting: ScreenSetting,
    /// The number of the board with its figures.
    pub version: Version,
    /// The board as it was shown: of its own fields, with the figures that were held where they were.
    pub edition: Edition,
    /// When that board was published.
    pub published_at: Instant,
    /// When another one took its place; none: it stands still.
    pub replaced_at: Option<Instant>,
    /// When the one before it was published.
    pub previous_at: Option<Instant>,
    /// The board that it took the place of; none: the first after a start of the program.
    pub after: Option<Version>,
    /// Whether one that came between it and the next was not kept.
    pub is_before_gap: bool,
    /// Whether the program ran.
    pub was_published: ScreenPresence,
    /// Whether the wall was connected to it.
    pub was_connected: ScreenPresence,
    /// Whether the board is the one that was sealed.
    pub proof: BoardProof,
}

/// Whether somebody was there at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScreenPresence {
    /// Since this instant.
    Since(Instant),
    /// Not any more since this instant, or a little later.
    Until(Instant),
    /// Nothing is known of it.
    Unknown,
}

/// Whether a kept board is the one that was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BoardProof {
    /// Its seal is good.
    Good,
    /// It has none, or the program has no key to tell.
    None,
    /// It was published while a key sealed that is lost: it cannot be told any more.
    KeyLost,
    /// Its seal is not of this text: the row was changed.
    Bad,
}

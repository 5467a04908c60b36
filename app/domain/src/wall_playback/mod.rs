//! Wall playback: what a wall showed at a past instant.

pub mod model;

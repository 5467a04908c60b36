//! The live pipeline: from a commit, or the passing of time, to the bytes on every screen.

mod difference;
mod shutdown;
mod stream;
mod turns;

use super::web::{hall, screen};

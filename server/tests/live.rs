//! The live pipeline: from a commit, or the passing of time, to the bytes on every screen.

#[path = "live/difference.rs"]
mod difference;
#[path = "web/hall.rs"]
#[allow(dead_code, reason = "shared with the tests of the web")]
mod hall;
#[path = "web/screen.rs"]
#[allow(dead_code, reason = "shared with the tests of the web")]
mod screen;
#[path = "live/shutdown.rs"]
mod shutdown;
#[path = "live/stream.rs"]
mod stream;
#[path = "live/turns.rs"]
mod turns;

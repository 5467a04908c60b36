//! The ports of the managers' pages.

use std::sync::Arc;

/// What the managers' pages need of the server beside its database.
#[derive(Clone)]
pub struct ManagePorts {
    /// How screens that are not paired come to a code.
    pub pairing: Arc<dyn crate::screen::port::PairingPort>,
    /// What the walls showed.
    pub replay: Arc<dyn crate::board::wall_replay::port::WallReplayPort>,
}

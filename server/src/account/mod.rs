//! What signing in is made of: passwords, the second factor, and secrets used once.

pub mod factor;
pub mod password;
pub mod queue;
pub mod secret;
pub mod strength;

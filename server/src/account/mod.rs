//! What signing in is made of: passwords, the second factor, and secrets used once.

pub mod factor;
pub mod password;
pub mod secret;

//! What the managers of walls needs of the server.

use async_trait::async_trait;

/// The walls. Every method is for managers; the pages have seen to that.
#[async_trait]
pub trait ScreenPort: Send + Sync {}

//! What the official report needs of the server.

use async_trait::async_trait;

/// The official report. Every method is for managers; the pages have seen to that.
#[async_trait]
pub trait FormPort: Send + Sync {}

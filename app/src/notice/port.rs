//! What the writer of notices needs of the server.

use async_trait::async_trait;

/// Notices. Every method is for managers; the pages have seen to that.
#[async_trait]
pub trait NoticePort: Send + Sync {}

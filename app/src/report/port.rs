//! What throughput needs of the server.

use async_trait::async_trait;

/// Throughput. Every method is for managers; the pages have seen to that.
#[async_trait]
pub trait ReportPort: Send + Sync {}

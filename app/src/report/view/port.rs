//! What kept views and exports need of the server.

use async_trait::async_trait;
use sanh_domain::account::model::Caller;
use sanh_domain::report::sheet::FileFormat;
use sanh_domain::report::view::model::{Export, SavedView};

use crate::error::AppError;
use crate::page::File;

/// Kept views are their owner's alone; exports are audited.
#[async_trait]
pub trait ViewPort: Send + Sync {
    /// The caller's views, by name.
    async fn views(&self, caller: &Caller) -> Result<Vec<SavedView>, AppError>;

    /// Keeps a view; one of the same name gives way. `false`: there are too many already.
    async fn keep(&self, caller: &Caller, name: &str, query: &str) -> Result<bool, AppError>;

    /// Removes a view of the caller's; [`AppError::NotFound`] where it is none of theirs.
    async fn remove(&self, caller: &Caller, id: i64) -> Result<(), AppError>;

    /// The table as a file, told by the audit. A cell that begins like a formula is made a text.
    async fn file(
        &self,
        caller: &Caller,
        export: Export,
        format: FileFormat,
    ) -> Result<File, AppError>;
}

//! The server function of the audit.
#![allow(
    missing_docs,
    reason = "the macro makes a struct of the arguments, described at the function"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use sanh_domain::audit::model::{AuditFilter, AuditLines};

use crate::error::AppError;

/// Lines of the audit, newest first. For administrators.
///
/// # Errors
/// [`AppError::Forbidden`] for anybody else; [`AppError::Unavailable`] while the database does not answer.
#[server(prefix = "/api", endpoint = "list_audit", input = GetUrl)]
pub async fn list_audit(#[server(default)] filter: AuditFilter) -> Result<AuditLines, AppError> {
    use crate::server::{administrator, audit};
    audit::lines(&administrator()?, filter).await
}

//! Exported lists: written as files, with an audit entry, for all pages that export.

use sanh_domain::account::model::Caller;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::report::sheet::FileFormat;
use sanh_domain::report::view::model::Export;
use sanh_store::{AuditActor, AuditEntry, Store};

use super::{failure, sheet};
use crate::error::AppError;
use crate::page::File;

/// A table as a file. The audit records who took how many rows of it, before they are given.
///
/// # Errors
///
/// [`AppError::Internal`] if the table is too long; when the audit cannot be written.
pub async fn exported(
    store: &Store,
    caller: &Caller,
    export: Export,
    format: FileFormat,
    now: Instant,
) -> Result<File, AppError> {
    exported_under(&[], (store, caller), export, format, now).await
}

/// The same with lines above the table, where it is a workbook: what it is, of which days, whose.
///
/// # Errors
/// As [`exported`].
pub async fn exported_under(
    title: &[String],
    (store, caller): (&Store, &Caller),
    export: Export,
    format: FileFormat,
    now: Instant,
) -> Result<File, AppError> {
    let Export {
        subject,
        name,
        table,
    } = export;
    let (rows, title) = (table.rows.len(), title.to_vec());
    let made = tokio::task::spawn_blocking(move || sheet::file(&title, &table, &name, format, now));
    let made = made.await;
    let made = made.map_err(|error| error.to_string());
    let file = made.and_then(|made| made.map_err(|error| error.to_string()));
    let file = file.map_err(|error| {
        tracing::error!(%error, "a list cannot be written");
        AppError::Internal
    })?;
    let audit_entry = AuditEntry {
        became: rows.to_string(),
        ..AuditEntry::new(AuditAct::Exported, subject)
    };
    let told = store
        .audit(AuditActor::from(caller), audit_entry, now)
        .await;
    told.map_err(failure)?;
    Ok(file)
}

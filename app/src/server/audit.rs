//! The audit in the case database.

use sanh_domain::audit::model::{AUDIT_ROWS, AuditFilter, AuditLines};
use sanh_store::AuditQuery;

use super::{Administrator, failure, now, store};
use crate::error::AppError;

/// Lines of the audit, newest first.
pub(crate) async fn lines(_: &Administrator, filter: AuditFilter) -> Result<AuditLines, AppError> {
    let store = store()?;
    let query = AuditQuery {
        subject: filter.subject,
        actor: filter.actor,
        before: filter.before,
        rows_max: AUDIT_ROWS,
    };
    Ok(AuditLines {
        lines: store.audit_lines(query).await.map_err(failure)?,
        zone: store.centre(now()).await.map_err(failure)?.zone,
    })
}

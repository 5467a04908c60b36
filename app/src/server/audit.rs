//! The audit in the case database.

use sanh_domain::account::model::AgencyScope;
use sanh_domain::audit::model::{AUDIT_ROWS, AuditFilter, AuditLines, AuditNames};
use sanh_store::{AuditQuery, Store};

use super::{Administrator, failure, now, store};
use crate::error::AppError;
use crate::text::screen::called;
use crate::ui::response::request;

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
        names: names(&store).await?,
        lines: store.audit_lines(query).await.map_err(failure)?,
        zone: store.centre(now()).await.map_err(failure)?.zone,
    })
}

/// What agencies, walls and people are called now.
async fn names(store: &Store) -> Result<AuditNames, AppError> {
    let lang = request().room_lang();
    let agencies = store.agencies().await.map_err(failure)?.into_iter();
    let people = store.accounts().await.map_err(failure)?.into_iter();
    // Administrators read the audit of the whole centre.
    let walls = store.stored_screens(&AgencyScope::Everywhere).await;
    let walls = walls.map_err(failure)?.into_iter();
    Ok(AuditNames {
        agencies: agencies.map(|it| (it.id, it.name)).collect(),
        walls: walls
            .map(|it| (it.setting.name.clone(), called(&it.setting, lang)))
            .collect(),
        people: people
            .map(|it| (it.person.name, it.person.display_name))
            .collect(),
    })
}

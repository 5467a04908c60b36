//! The audit in the case database.

use sanh_domain::account::model::AgencyScope;
use sanh_domain::audit::model::{AUDIT_ROWS, AuditFilter, AuditLine, AuditLines, AuditNames};
use sanh_domain::id::ProcedureId;
use sanh_domain::text::name::Name;
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
    let lines = store.audit_lines(query).await.map_err(failure)?;
    Ok(AuditLines {
        names: names(&store, &lines).await?,
        lines,
        zone: store.centre(now()).await.map_err(failure)?.zone,
    })
}

/// What agencies, fields, procedures, walls and people are called now.
async fn names(store: &Store, lines: &[AuditLine]) -> Result<AuditNames, AppError> {
    let lang = request().room_lang();
    let agencies = store.agencies().await.map_err(failure)?.into_iter();
    let fields = store.fields().await.map_err(failure)?.into_iter();
    let people = store.accounts().await.map_err(failure)?.into_iter();
    // Administrators read the audit of the whole centre.
    let walls = store.stored_screens(&AgencyScope::Everywhere).await;
    let walls = walls.map_err(failure)?.into_iter();
    Ok(AuditNames {
        agencies: agencies.map(|it| (it.id, it.name)).collect(),
        fields: fields.map(|it| (it.id, it.name)).collect(),
        procedures: procedures(store, lines).await?,
        walls: walls
            .map(|it| (it.setting.name.clone(), called(&it.setting, lang)))
            .collect(),
        people: people
            .map(|it| (it.person.name, it.person.display_name))
            .collect(),
    })
}

/// The procedures that saved views are narrowed to by their number; a centre has thousands, so they are read only where a line
/// has one.
async fn procedures(
    store: &Store,
    lines: &[AuditLine],
) -> Result<Vec<(ProcedureId, Name)>, AppError> {
    let views = lines.iter().flat_map(|line| [&line.was, &line.became]);
    let pairs = views.flat_map(|view| view.split('&'));
    let numbers = pairs.filter_map(|pair| pair.strip_prefix("procedure=")?.parse::<i64>().ok());
    let numbers: Vec<ProcedureId> = numbers.map(ProcedureId).collect();
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let procedures = store.procedures().await.map_err(failure)?.into_iter();
    let named = procedures.filter(|it| numbers.contains(&it.id));
    Ok(named.map(|it| (it.id, it.name)).collect())
}

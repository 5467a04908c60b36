//! Procedures in the case database.

pub(crate) mod form_input;
pub(crate) mod guide;
pub(crate) mod import;
mod national;
pub(crate) mod office;
pub(crate) mod parts;
pub mod table;

use chrono::NaiveDate;
use sanh_domain::id::ProcedureId;
use sanh_domain::procedure::model::{Procedure, ProcedureEntry, Requirements};
use sanh_store::{AuditActor, ChangeOutcome};

use super::catalogue::changed_meanwhile;
use super::{Administrator, failure, now, store, today};
use crate::error::AppError;
use crate::model::procedure::{Procedures, fingerprint};
use crate::text::Messages;
use crate::text::date::short_date;
use crate::text::procedure::subject;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::FormError;

/// Every procedure, by number, and the day it is at the centre.
pub(crate) async fn all(_: &Administrator) -> Result<Procedures, AppError> {
    let store = store()?;
    let procedures = store.procedures().await.map_err(failure)?;
    let mut needs = store.requirements().await.map_err(failure)?;
    let kept = procedures.into_iter().map(|procedure| {
        let needs = needs.remove(&procedure.id).unwrap_or_default();
        Procedure {
            id: procedure.id,
            entry: ProcedureEntry {
                code: procedure.code,
                field: procedure.field,
                name: procedure.name,
                limits: procedure.limits,
                requirements: needs,
            },
        }
    });
    Ok(Procedures {
        today: today(&store).await?,
        procedures: kept.collect(),
    })
}

/// The procedure of a number, and the day it is at the centre.
pub(crate) async fn find(
    administrator: &Administrator,
    id: i64,
) -> Result<(Procedure, NaiveDate), AppError> {
    let Procedures { today, procedures } = all(administrator).await?;
    let found = procedures.into_iter().find(|it| it.id.0 == id);
    Ok((found.ok_or(AppError::NotFound)?, today))
}

/// Adds a procedure; its number. A form that is sent twice finds what it has added.
pub(crate) async fn add(
    administrator: &Administrator,
    entry: ProcedureEntry,
) -> Result<ProcedureId, FormError> {
    let (store, by) = (store()?, AuditActor::from(administrator));
    let (new, needs) = stored(ProcedureId(0), entry.clone());
    let added = store.add_procedure((new.into(), needs), by, now()).await;
    if let Some(id) = added.map_err(failure)? {
        return Ok(id);
    }
    let mut procedures = all(administrator).await?.procedures.into_iter();
    if let Some(added) = procedures.find(|it| it.entry == entry) {
        return Ok(added.id);
    }
    let words = request().room_lang().words();
    Err(Problem::new("code", words.catalogue_taken(entry.code)).into())
}

/// Changes a procedure from `before`, if `seen` is the fingerprint of `before`.
pub(crate) async fn change(
    administrator: &Administrator,
    (before, seen): (Procedure, &str),
    after: ProcedureEntry,
) -> Result<(), FormError> {
    let (id, lang) = (before.id, request().room_lang());
    match changed(administrator, (before, seen), after.clone()).await? {
        ChangeOutcome::Done => Ok(()),
        ChangeOutcome::Restates => {
            Err(Problem::new("valid_from", lang.words().limit_past()).into())
        }
        ChangeOutcome::Stale => {
            let (stands, _) = find(administrator, id.0).await?;
            if stands.entry == after {
                return Ok(());
            }
            let problem = changed_meanwhile(lang, &subject(&stands.entry)).await?;
            Err(FormError::stale(problem))
        }
    }
}

/// Removes the limits that begin on a future day. A form that is sent twice changes nothing the second time.
pub(crate) async fn remove_limit(
    administrator: &Administrator,
    (before, seen): (Procedure, &str),
    (day, today): (NaiveDate, NaiveDate),
) -> Result<(), FormError> {
    let limits = &before.entry.limits;
    if limits.changes.iter().all(|it| it.valid_from != day) {
        return Ok(());
    }
    let words = request().room_lang().words();
    if day <= today {
        let message = words.limit_begun(short_date(day));
        return Err(Problem::new("valid_from", message).into());
    }
    let after = ProcedureEntry {
        limits: limits.clone().without(day),
        ..before.entry.clone()
    };
    match changed(administrator, (before, seen), after).await? {
        ChangeOutcome::Done => Ok(()),
        ChangeOutcome::Stale | ChangeOutcome::Restates => {
            Err(Problem::new("to-come", words.limit_changed()).into())
        }
    }
}

async fn changed(
    administrator: &Administrator,
    (before, seen): (Procedure, &str),
    after: ProcedureEntry,
) -> Result<ChangeOutcome, AppError> {
    if seen != fingerprint(&before.entry) {
        return Ok(ChangeOutcome::Stale);
    }
    let (store, by, id) = (store()?, AuditActor::from(administrator), before.id);
    let (before, after) = (stored(id, before.entry), stored(id, after));
    let changed = store.change_procedure(before, after, by, now()).await;
    changed.map_err(failure)
}

/// A procedure as the store takes it; its number is 0 before it is stored.
fn stored(id: ProcedureId, entry: ProcedureEntry) -> (sanh_store::Procedure, Requirements) {
    let procedure = sanh_store::Procedure {
        id,
        code: entry.code,
        field: entry.field,
        name: entry.name,
        limits: entry.limits,
    };
    (procedure, entry.requirements)
}

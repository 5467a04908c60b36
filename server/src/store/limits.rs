//! Changes of procedures' time limits, each from a local day on, as rows.

use std::collections::BTreeMap;

use sqlx::query_as;

use sanh_app::dossier::ProcedureId;
use sanh_app::procedure::limits::{LimitChange, Limits};

use super::db::{Conn, on};
use super::error::Result;
use super::procedure::{limit_columns, limit_of};
use super::setting::parse_date;

/// The changes of every procedure that has any, in the order of the days.
pub(super) async fn load(conn: &mut Conn<'_>) -> Result<BTreeMap<ProcedureId, Vec<LimitChange>>> {
    let sql = "SELECT procedure_id, valid_from, limit_min, cutoff_15h FROM procedure_limit ORDER BY procedure_id, valid_from";
    let rows: Vec<(i64, String, Option<i64>, i64)> =
        on!(conn, c => query_as(sql).fetch_all(&mut **c).await)?;
    let mut all = BTreeMap::<ProcedureId, Vec<LimitChange>>::new();
    for (id, valid_from, limit_min, cutoff_15h) in rows {
        all.entry(ProcedureId(id)).or_default().push(LimitChange {
            valid_from: parse_date(&valid_from)?,
            limit: limit_of(limit_min, cutoff_15h)?,
        });
    }
    Ok(all)
}

/// Writes the changes that differ, and takes away those that are gone.
pub(super) async fn put(
    conn: &mut Conn<'_>,
    id: ProcedureId,
    before: &Limits,
    after: &Limits,
) -> Result<()> {
    let (gone, new) = differing(before, after);
    let sql = "DELETE FROM procedure_limit WHERE procedure_id = $1 AND valid_from = $2";
    for change in gone {
        let valid_from = change.valid_from.to_string();
        on!(&mut *conn, c => sqlx::query(sql).bind(id.0).bind(valid_from).execute(&mut **c).await.map(drop))?;
    }
    let sql = "INSERT INTO procedure_limit (procedure_id, valid_from, limit_min, cutoff_15h) VALUES ($1, $2, $3, $4)";
    for change in new {
        let valid_from = change.valid_from.to_string();
        let (limit_min, cutoff_15h) = limit_columns(change.limit);
        on!(&mut *conn, c => {
            let query = sqlx::query(sql).bind(id.0).bind(valid_from);
            query.bind(limit_min).bind(cutoff_15h).execute(&mut **c).await.map(drop)
        })?;
    }
    Ok(())
}

/// The changes that only the first has, and those that only the second has.
pub(super) fn differing<'a>(
    before: &'a Limits,
    after: &'a Limits,
) -> (Vec<&'a LimitChange>, Vec<&'a LimitChange>) {
    let of_one = |some: &'a Limits, others: &Limits| {
        let changes = some.changes.iter();
        changes.filter(|it| !others.changes.contains(it)).collect()
    };
    (of_one(before, after), of_one(after, before))
}

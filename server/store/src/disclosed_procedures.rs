//! The procedures whose figures of a year may be public when it is over, fixed together with the year's fields.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sqlx::{query_as, query_scalar};

use sanh_domain::board::disclosed_fields::DisclosedFields;
use sanh_domain::id::{FieldId, ProcedureId};
use sanh_domain::report::disclosed_procedures::{DisclosedProcedures, ProcedureInField};

use super::centre::CentreRules;
use super::conn::{Conn, on};
use super::error::{Result, StoreError};
use super::stored::StoredDisclosedProceduresV1;

/// The newest choice of a year that is over.
pub(super) async fn last_before(
    conn: &mut Conn<'_>,
    year: i32,
) -> Result<Option<DisclosedProcedures>> {
    let sql = "SELECT chosen FROM disclosed_procedures WHERE year < $1 ORDER BY year DESC LIMIT 1";
    let text: Option<String> =
        on!(conn, c => query_scalar(sql).bind(i64::from(year)).fetch_optional(&mut **c).await)?;
    let read = text.map(|text| serde_json::from_str::<StoredDisclosedProceduresV1>(&text));
    read.transpose()
        .map(|stored| stored.map(DisclosedProcedures::from))
        .map_err(|error| {
            StoreError::Corrupt(format!("the disclosed procedures before {year}: {error}"))
        })
}

/// The bucket of a whole year.
pub(super) fn year_bucket(year: i32) -> i64 {
    i64::from(year) * 10_000
}

/// Whether the procedures of a year were fixed.
pub(super) async fn is_fixed(conn: &mut Conn<'_>, year: i32) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM disclosed_procedures WHERE year = $1)";
    Ok(on!(conn, c => query_scalar(sql).bind(i64::from(year)).fetch_one(&mut **c).await)?)
}

/// Fixes the procedures of a year, together with its fields, by the dossiers of each in the year of the volumes.
pub(super) async fn fix(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    fields: &DisclosedFields,
    (year, volume_year): (i32, i32),
) -> Result<()> {
    let sql = "SELECT field_id, procedure_id, CAST(sum(received_online + received_direct + received_post) AS BIGINT)
               FROM throughput_procedure
               WHERE bucket = $1 AND procedure_id <> 0 AND counted_in IN ('both', 'centre')
               GROUP BY field_id, procedure_id";
    let rows: Vec<(i64, i64, i64)> = on!(&mut *conn, c => {
        query_as(sql).bind(year_bucket(volume_year)).fetch_all(&mut **c).await
    })?;
    let row = |(field, id, received): (i64, i64, i64)| {
        let received = u64::try_from(received).unwrap_or(0);
        ((FieldId(field), ProcedureId(id)), received)
    };
    let received: BTreeMap<ProcedureInField, u64> = rows.into_iter().map(row).collect();
    let all = centre_rules.procedures.iter().map(|it| (it.field, it.id));
    let all: Vec<ProcedureInField> = all.collect();
    let from = NaiveDate::from_ymd_opt(volume_year + 1, 1, 1)
        .ok_or_else(|| StoreError::Invalid(format!("{volume_year} is no year")))?;
    let threshold = centre_rules.disclosure_threshold(from);
    let chosen = DisclosedProcedures::choose(year, &received, &all, fields, threshold);
    let text = serde_json::to_string(&StoredDisclosedProceduresV1::from(&chosen))
        .map_err(|error| StoreError::Invalid(error.to_string()))?;
    let sql = "INSERT INTO disclosed_procedures (year, chosen) VALUES ($1, $2)";
    on!(conn, c => {
        let query = sqlx::query(sql).bind(i64::from(year)).bind(text);
        query.execute(&mut **c).await.map(drop)
    })?;
    Ok(())
}

//! The public figures of a procedure in a closed year, from the counters.

use chrono::{Datelike, NaiveDate};
use sqlx::query_as;

use sanh_domain::id::ProcedureId;
use sanh_domain::report::disclosed_procedures::{
    ProcedureCount, ProcedureInField, PublicProcedureFigures,
};

use super::centre::CentreRules;
use super::conn::{Conn, on};
use super::disclosed_procedures::{last_before, year_bucket};
use super::error::Result;
use super::{Store, disclosure};

impl Store {
    /// The public figures of a procedure in the last closed year for which procedures were fixed; `None` if there are none.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn public_procedure_figures(
        &self,
        id: ProcedureId,
        today: NaiveDate,
    ) -> Result<Option<PublicProcedureFigures>> {
        let rules_cache = self.rules_cache();
        self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let centre_rules = rules_cache.of_committed(conn).await?;
                closed_year(conn, &centre_rules, id, today.year()).await
            })
        })
        .await
    }
}

async fn closed_year(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    id: ProcedureId,
    this_year: i32,
) -> Result<Option<PublicProcedureFigures>> {
    let listed = centre_rules.procedures.iter().find(|it| it.id == id);
    let Some(field) = listed.map(|procedure| procedure.field) else {
        return Ok(None);
    };
    let Some(chosen) = last_before(conn, this_year).await? else {
        return Ok(None);
    };
    let Some(fields) = disclosure::stored(conn, chosen.year()).await? else {
        return Ok(None);
    };
    let of_field = centre_rules.fields.iter().find(|it| it.id == field);
    let is_sensitive = of_field.is_none_or(|field| field.sensitive);
    let count = count(conn, (field, id), chosen.year()).await?;
    Ok(chosen.disclose((field, id), &count, (&fields, is_sensitive), this_year))
}

/// The figures of a procedure in a year, from the centre's counters; parts of linked dossiers count for agencies only.
async fn count(
    conn: &mut Conn<'_>,
    (field, id): ProcedureInField,
    year: i32,
) -> Result<ProcedureCount> {
    let bucket = year_bucket(year);
    let sql = "SELECT CAST(coalesce(sum(early + on_time), 0) AS BIGINT), CAST(coalesce(sum(late), 0) AS BIGINT)
               FROM throughput_procedure
               WHERE bucket = $1 AND procedure_id = $2 AND field_id = $3 AND counted_in IN ('both', 'centre')";
    let (in_time, late): (i64, i64) = on!(&mut *conn, c => {
        query_as(sql).bind(bucket).bind(id.0).bind(field.0).fetch_one(&mut **c).await
    })?;
    let sql = "SELECT working_time_bin, CAST(sum(n) AS BIGINT) FROM working_time_procedure
               WHERE bucket = $1 AND procedure_id = $2 AND field_id = $3 AND counted_in IN ('both', 'centre')
               GROUP BY working_time_bin";
    let bins: Vec<(i64, i64)> = on!(conn, c => {
        query_as(sql).bind(bucket).bind(id.0).bind(field.0).fetch_all(&mut **c).await
    })?;
    let mut count = ProcedureCount {
        in_time: u64::try_from(in_time).unwrap_or(0),
        late: u64::try_from(late).unwrap_or(0),
        ..ProcedureCount::default()
    };
    for (bin, n) in bins {
        let (bin, n) = (u32::try_from(bin), u64::try_from(n));
        if let (Ok(bin), Ok(n)) = (bin, n) {
            count.working_time.add_bin(bin, n);
        }
    }
    Ok(count)
}

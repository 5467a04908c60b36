//! The register: the dossiers that were received on a day.

use chrono::NaiveDate;
use sqlx::query_as;

use sanh_domain::account::model::AgencyScope;
use sanh_domain::dossier::Dossier;

use super::Store;
use super::agency_scope::within;
use super::conn::on;
use super::counted::AT_WORK;
use super::dossier::DossierRow;
use super::error::Result;
use super::row::select;
use super::stored_time::day_number;

impl Store {
    /// The dossiers of a scope that were received on a local date, in the order in which they were, at most `rows_max`. Those that were
    /// annulled and parts of others are left out.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn received_on(
        &self,
        date: NaiveDate,
        rows_max: u32,
        scope: &AgencyScope,
    ) -> Result<Vec<Dossier>> {
        let within = within(scope, "+agency_id");
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql = select::<DossierRow>(&format!(
                    "WHERE received_day = $1 AND received_day IS NOT NULL AND {AT_WORK}{within}
                       AND NOT EXISTS (SELECT 1 FROM dossier_part p WHERE p.part_id = dossier.id)
                     ORDER BY received_at, id LIMIT $2"
                ));
                let rows: Vec<DossierRow> = on!(&mut conn, c => {
                    let query = query_as(sql).bind(day_number(date)).bind(i64::from(rows_max));
                    query.fetch_all(&mut **c).await
                })?;
                rows.iter().map(DossierRow::dossier).collect()
            })
        })
        .await
    }
}

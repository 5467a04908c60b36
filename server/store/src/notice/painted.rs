//! The walls that have painted an emergency.

use sqlx::query_as;

use sanh_domain::account::model::AgencyScope;
use sanh_domain::deadline::Instant;
use sanh_domain::notice::model::NoticeId;

use super::super::Store;
use super::super::conn::on;
use super::super::error::Result;
use super::super::stored_time::{instant, ms};
use super::record;

/// A wall's report that it has painted an emergency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaintedReport {
    /// The emergency.
    pub notice: NoticeId,
    /// The wall's name.
    pub screen: String,
    /// When it was reported.
    pub at: Instant,
}

impl Store {
    /// Stores the reports, all or none; the first report of a wall stays. A report about a notice that does not exist (a backup
    /// was restored meanwhile) is dropped.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn put_painted(&self, painted: Vec<PaintedReport>) -> Result<()> {
        self.write(move |mut conn| {
            Box::pin(async move {
                let sql = "INSERT INTO notice_painted (notice_id, screen, painted_at)
                           SELECT id, $2, $3 FROM notice WHERE id = $1
                           ON CONFLICT (notice_id, screen) DO NOTHING";
                for one in painted {
                    on!(&mut conn, c => {
                        let query = sqlx::query(sql).bind(one.notice.0).bind(one.screen);
                        query.bind(ms(one.at)).execute(&mut **c).await.map(drop)
                    })?;
                }
                Ok(())
            })
        })
        .await
    }

    /// The walls that have painted an emergency, and when first; none if the scope may not read it.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn painted(&self, id: NoticeId, scope: &AgencyScope) -> Result<Vec<PaintedReport>> {
        let scope = scope.clone();
        self.read(move |mut conn| {
            Box::pin(async move {
                if record::readable(&mut conn, id, &scope).await?.is_none() {
                    return Ok(Vec::new());
                }
                let sql = "SELECT screen, painted_at FROM notice_painted WHERE notice_id = $1 ORDER BY screen";
                let rows: Vec<(String, i64)> =
                    on!(&mut conn, c => query_as(sql).bind(id.0).fetch_all(&mut **c).await)?;
                let painted = |(screen, at)| {
                    let at = instant(at)?;
                    Ok(PaintedReport { notice: id, screen, at })
                };
                rows.into_iter().map(painted).collect()
            })
        })
        .await
    }
}

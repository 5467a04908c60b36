//! Figures of messages: how many wait, and how many were answered in time.

use sqlx::{query_as, query_scalar};

use sanh_domain::account::model::AgencyScope;
use sanh_domain::deadline::Instant;

use super::super::Store;
use super::super::agency_scope::within;
use super::super::conn::on;
use super::super::error::Result;
use super::super::stored_time::ms;

/// Figures of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FeedbackFigures {
    /// Messages without an answer.
    pub open: u64,
    /// Of these, the overdue ones.
    pub overdue: u64,
    /// Messages whose due time lay in the period and has passed.
    pub due: u64,
    /// Of these, those answered in time.
    pub in_time: u64,
}

impl Store {
    /// The figures of a scope's messages: those that wait now, and those due since an instant.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn feedback_figures(
        &self,
        scope: &AgencyScope,
        (since, now): (Instant, Instant),
    ) -> Result<FeedbackFigures> {
        let within = within(scope, "agency_id");
        let open = format!(
            "SELECT count(*), CAST(coalesce(sum(CASE WHEN due_at < $1 THEN 1 ELSE 0 END), 0) AS BIGINT)
             FROM feedback WHERE answered_at IS NULL{within}"
        );
        let due = format!(
            "SELECT count(*), CAST(coalesce(sum(CASE WHEN answered_at <= due_at THEN 1 ELSE 0 END), 0) AS BIGINT)
             FROM feedback WHERE due_at >= $1 AND due_at < $2{within}"
        );
        self.read(move |mut conn| {
            Box::pin(async move {
                let (open, overdue): (i64, i64) = on!(&mut conn, c => {
                    query_as(sqlx::AssertSqlSafe(open)).bind(ms(now)).fetch_one(&mut **c).await
                })?;
                let (due, in_time): (i64, i64) = on!(&mut conn, c => {
                    let query = query_as(sqlx::AssertSqlSafe(due)).bind(ms(since)).bind(ms(now));
                    query.fetch_one(&mut **c).await
                })?;
                let count = |rows: i64| u64::try_from(rows).unwrap_or_default();
                Ok(FeedbackFigures {
                    open: count(open),
                    overdue: count(overdue),
                    due: count(due),
                    in_time: count(in_time),
                })
            })
        })
        .await
    }

    /// The number of overdue messages of the whole centre.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn overdue_feedback(&self, now: Instant) -> Result<i64> {
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql = "SELECT count(*) FROM feedback WHERE answered_at IS NULL AND due_at < $1";
                Ok(on!(&mut conn, c => query_scalar(sql).bind(ms(now)).fetch_one(&mut **c).await)?)
            })
        })
        .await
    }
}

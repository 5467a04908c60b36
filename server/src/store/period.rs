//! Report periods as rows: which are signed.

use sqlx::query_scalar;

use sanh_app::deadline::{Calendar, Instant};

use super::db::{Conn, on};
use super::error::Result;
use super::setting::parse_date;

/// The end of the last period whose report is signed; `None`: nothing is signed.
pub(super) async fn signed_until(
    conn: &mut Conn<'_>,
    calendar: &Calendar,
) -> Result<Option<Instant>> {
    let sql = "SELECT max(to_date) FROM report_period WHERE signed_at IS NOT NULL";
    let last: Option<String> = on!(conn, c => query_scalar(sql).fetch_one(&mut **c).await)?;
    let last = last.as_deref().map(parse_date).transpose()?;
    Ok(last.map(|date| calendar.day_start(date)))
}

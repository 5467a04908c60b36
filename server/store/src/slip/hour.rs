//! The wrong numbers of slips in an hour, counted in the database: one count for all nodes.
//!
//! Each node has limits of its own in memory, which are asked first. So what an attack can write here has a bound: a row of a dossier
//! and the row of the hour for each number that is looked at, and no more of those than the limit.

use sqlx::query_scalar;

use sanh_domain::deadline::Instant;

use super::super::conn::{Conn, on};
use super::super::error::Result;
use super::super::stored_time::ms;

const HOUR_S: i64 = 3_600;

/// Seconds until numbers are looked at again; 0: they are now. `wrong_max` wrong ones are accepted in each hour of the clock.
pub(super) async fn wait_s(conn: &mut Conn<'_>, wrong_max: u32, now: Instant) -> Result<u32> {
    let sql = "SELECT failures FROM throttle WHERE name = $1";
    let wrong: Option<i64> =
        on!(conn, c => query_scalar(sql).bind(name(now)).fetch_optional(&mut **c).await)?;
    if wrong.unwrap_or_default() < i64::from(wrong_max) {
        return Ok(0);
    }
    let left_s = HOUR_S - now.timestamp().rem_euclid(HOUR_S);
    Ok(u32::try_from(left_s).unwrap_or(u32::MAX))
}

/// Counts a wrong number.
pub(super) async fn count(conn: &mut Conn<'_>, now: Instant) -> Result<()> {
    let sql = "INSERT INTO throttle (name, failures, last_at) VALUES ($1, 1, $2)
               ON CONFLICT (name) DO UPDATE SET failures = throttle.failures + 1, last_at = excluded.last_at";
    on!(conn, c => {
        sqlx::query(sql).bind(name(now)).bind(ms(now)).execute(&mut **c).await.map(drop)
    })?;
    Ok(())
}

/// The name of the count of an hour.
fn name(now: Instant) -> String {
    format!("slips:{}", now.timestamp().div_euclid(HOUR_S))
}

//! The number of recent messages by network: by keyed hashes of networks, for a day.

use sqlx::query_scalar;

use sanh_domain::deadline::Instant;
use sanh_domain::feedback::flow::{DAY_H, RecentMessages};

use super::super::conn::{Conn, on};
use super::super::error::Result;
use super::super::stored_time::ms;

const HOUR_MS: i64 = 3_600_000;

/// Counts one more message of a network, if it is accepted; deletes counts older than a day.
pub(super) async fn admit(conn: &mut Conn<'_>, network: &str, now: Instant) -> Result<bool> {
    let hour = hour(now);
    let sql = "DELETE FROM feedback_flow WHERE hour <= $1";
    on!(&mut *conn, c => sqlx::query(sql).bind(hour - DAY_H).execute(&mut **c).await.map(drop))?;
    if !read(conn, network, hour).await?.takes_one_more() {
        return Ok(false);
    }
    let sql = "INSERT INTO feedback_flow (hour, network, messages) VALUES ($1, $2, 1)
               ON CONFLICT (hour, network) DO UPDATE SET messages = feedback_flow.messages + 1";
    on!(conn, c => sqlx::query(sql).bind(hour).bind(network).execute(&mut **c).await.map(drop))?;
    Ok(true)
}

async fn read(conn: &mut Conn<'_>, network: &str, hour: i64) -> Result<RecentMessages> {
    let of_network = "SELECT CAST(coalesce(sum(messages), 0) AS BIGINT) FROM feedback_flow WHERE hour >= $1 AND network = $2";
    let in_all =
        "SELECT CAST(coalesce(sum(messages), 0) AS BIGINT) FROM feedback_flow WHERE hour > $1";
    let of_network: i64 = on!(&mut *conn, c => {
        query_scalar(of_network).bind(hour - 1).bind(network).fetch_one(&mut **c).await
    })?;
    let in_all: i64 = on!(conn, c => {
        query_scalar(in_all).bind(hour - DAY_H).fetch_one(&mut **c).await
    })?;
    let count = |messages| u32::try_from(messages).unwrap_or(u32::MAX);
    Ok(RecentMessages {
        of_network: count(of_network),
        in_all: count(in_all),
    })
}

/// The hour of an instant, since 1970.
fn hour(now: Instant) -> i64 {
    ms(now).div_euclid(HOUR_MS)
}

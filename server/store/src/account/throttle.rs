//! Failed tries, counted in the database, so that neither a restart nor another node forgets them.

use chrono::Duration;
use sqlx::{query_as, query_scalar};

use sanh_domain::deadline::Instant;

use super::super::Store;
use super::super::conn::{Conn, on};
use super::super::error::Result;
use super::super::stored_time::{instant, ms};

/// The first wait, in seconds; it doubles with every further failure.
const WAIT_S: u32 = 30;
/// The longest wait, in seconds; after it, without a further failure, the count begins anew.
const WAIT_S_MAX: u32 = 900;
/// The prefix of the names by which wrong passwords are counted.
pub const SIGN_IN: &str = "sign-in:";

impl Store {
    /// Seconds until each of these names (of an account on a network, of a device) may try again; 0: this try is allowed. It is
    /// counted as a failure before it is made, so that parallel tries cannot exceed the limit, and given back if it succeeds.
    /// The number after each name is how many failures cost nothing.
    ///
    /// # Errors
    /// When it cannot be read or written.
    pub async fn begin_try(&self, names: Vec<(String, u32)>, now: Instant) -> Result<u32> {
        self.write(move |mut conn| {
            Box::pin(async move {
                for (name, free) in &names {
                    let wait_s = wait_s(&mut conn, name, *free, now).await?;
                    if wait_s > 0 {
                        return Ok(wait_s);
                    }
                }
                for (name, _) in &names {
                    count_failure(&mut conn, name, now).await?;
                }
                Ok(0)
            })
        })
        .await
    }

    /// Gives back a counted try that succeeded.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn give_back_try(&self, names: Vec<String>) -> Result<()> {
        self.write(move |mut conn| {
            Box::pin(async move {
                let sql = "UPDATE throttle SET failures = failures - 1 WHERE name = $1 AND failures > 0";
                for name in names {
                    on!(&mut conn, c => sqlx::query(sql).bind(name).execute(&mut **c).await.map(drop))?;
                }
                Ok(())
            })
        })
        .await
    }

    /// Deletes the failures of names.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn forget_failures(&self, names: Vec<String>) -> Result<()> {
        self.write(move |mut conn| {
            Box::pin(async move {
                for name in names {
                    forget(&mut conn, &name).await?;
                }
                Ok(())
            })
        })
        .await
    }

    /// The number of wrong passwords of all accounts that still cause a wait.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn sign_in_failures(&self, now: Instant) -> Result<i64> {
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql = "SELECT CAST(coalesce(sum(failures), 0) AS BIGINT) FROM throttle WHERE last_at > $1 AND name LIKE $2";
                let since = ms(now - Duration::seconds(WAIT_S_MAX.into()));
                Ok(on!(&mut conn, c => {
                    query_scalar(sql).bind(since).bind(format!("{SIGN_IN}%")).fetch_one(&mut **c).await
                })?)
            })
        })
        .await
    }
}

/// Seconds until a name may try again; 0 for now. `free` failures cost nothing.
pub(crate) async fn wait_s(
    conn: &mut Conn<'_>,
    name: &str,
    free: u32,
    now: Instant,
) -> Result<u32> {
    let sql = "SELECT failures, last_at FROM throttle WHERE name = $1";
    let row: Option<(i64, i64)> =
        on!(conn, c => query_as(sql).bind(name).fetch_optional(&mut **c).await)?;
    let Some((failures, last_at)) = row else {
        return Ok(0);
    };
    let over = u32::try_from(failures)
        .unwrap_or(u32::MAX)
        .saturating_sub(free);
    if over == 0 {
        return Ok(0);
    }
    let wait = WAIT_S
        .saturating_mul(2_u32.saturating_pow(over - 1))
        .min(WAIT_S_MAX);
    let left = instant(last_at)? + Duration::seconds(wait.into()) - now;
    Ok(u32::try_from(left.num_seconds() + i64::from(left.subsec_nanos() > 0)).unwrap_or(0))
}

/// Counts a failure of a name.
pub(crate) async fn count_failure(conn: &mut Conn<'_>, name: &str, now: Instant) -> Result<()> {
    let sql = "INSERT INTO throttle (name, failures, last_at) VALUES ($1, 1, $2)
               ON CONFLICT (name) DO UPDATE SET last_at = excluded.last_at,
               failures = CASE WHEN throttle.last_at < $3 THEN 1 ELSE throttle.failures + 1 END";
    let forgotten = ms(now - Duration::seconds(WAIT_S_MAX.into()));
    on!(conn, c => {
        sqlx::query(sql).bind(name).bind(ms(now)).bind(forgotten).execute(&mut **c).await.map(drop)
    })?;
    Ok(())
}

/// Deletes the failures of a name.
pub(crate) async fn forget(conn: &mut Conn<'_>, name: &str) -> Result<()> {
    let sql = "DELETE FROM throttle WHERE name = $1";
    on!(conn, c => sqlx::query(sql).bind(name).execute(&mut **c).await.map(drop))?;
    Ok(())
}

//! Leases of duties: the database decides which node does a duty for all, and only that node's writes for it succeed.
//!
//! A node takes a duty for some seconds, by the database's clock, and renews it. Every new holder gets a larger fence; the
//! holder's writes check the fence in their own transaction, so that a node that was frozen, or cut off, and comes back after
//! another has taken over, can write nothing any more.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sqlx::query_scalar;
use tokio::time::Instant as Moment;

use super::Store;
use super::conn::{Conn, on};
use super::db::Db;
use super::error::Result;
use super::fence::{Duty, Lease};

/// Seconds for which a node holds a duty (ours: a dead node may go unnoticed for so long).
pub const DUTY_S: u32 = 45;
/// The interval of renewing a duty, or of asking for it again: three times within its time.
pub const DUTY_ASKED_EVERY: Duration = Duration::from_secs(15);

/// The most time that a stopping node takes to return its duties.
const GIVEN_BACK: Duration = Duration::from_secs(1);

/// This node: its name and the duties whose lease it holds.
pub(super) struct Node {
    pub(super) id: String,
    asked: Mutex<HashMap<Duty, LeaseAttempt>>,
}

/// The result of the last try to take a lease.
#[derive(Clone)]
struct LeaseAttempt {
    lease: Option<Lease>,
    at: Moment,
}

impl Node {
    /// A node with a unique name.
    pub(super) fn new() -> Self {
        Self {
            id: uuid::Uuid::new_v4().simple().to_string(),
            asked: Mutex::default(),
        }
    }

    fn attempts(&self) -> MutexGuard<'_, HashMap<Duty, LeaseAttempt>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Drops leases that the database does not confirm.
    pub(super) fn lose(&self, leases: &[Lease]) {
        let mut asked = self.attempts();
        for lease in leases {
            asked.remove(&lease.duty);
        }
    }
}

impl Store {
    /// This node's name among those that share the database; new at every start.
    #[must_use]
    pub fn node(&self) -> &str {
        &self.node.id
    }

    /// Takes or renews a duty. Returns a handle to the store whose writes succeed only while this node has the duty; `None`:
    /// another node has it. It may be called often: the database is asked every few seconds only.
    ///
    /// # Errors
    /// When the database does not answer. The caller must then not do the duty.
    pub async fn lead(&self, duty: Duty) -> Result<Option<Self>> {
        Ok(self.lead_any(&[duty]).await?.map(|(_, store)| store))
    }

    /// The same for several duties: those that this node holds, and a handle whose writes need all of them. `None` if it holds
    /// none.
    ///
    /// # Errors
    /// As [`Store::lead`].
    pub async fn lead_any(&self, duties: &[Duty]) -> Result<Option<(Vec<Duty>, Self)>> {
        let mut leases = Vec::new();
        for duty in duties {
            leases.extend(self.lease(*duty).await?);
        }
        if leases.is_empty() {
            return Ok(None);
        }
        let had = leases.iter().map(|lease| lease.duty).collect();
        let store = Self {
            fences: leases.into(),
            ..self.view()
        };
        Ok(Some((had, store)))
    }

    /// Whether any node has ever had a duty.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn was_led(&self, duty: Duty) -> Result<bool> {
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql = "SELECT count(*) FROM lease WHERE duty = $1";
                let count: i64 = on!(&mut conn, c => {
                    query_scalar(sql).bind(duty.to_string()).fetch_one(&mut **c).await
                })?;
                Ok(count > 0)
            })
        })
        .await
    }

    async fn lease(&self, duty: Duty) -> Result<Option<Lease>> {
        let known = self.node.attempts().get(&duty).cloned();
        if let Some(known) = &known
            && known.at.elapsed() < DUTY_ASKED_EVERY
        {
            return Ok(known.lease.clone());
        }
        let at = Moment::now();
        // Only one server uses a SQLite file, so a new server takes over from one that was killed.
        let takes_over = known.is_none() && matches!(self.db(), Db::Sqlite { .. });
        let fence = self.take_lease(duty, takes_over).await?;
        let lease = fence.map(|fence| Lease { duty, fence });
        let had = known.and_then(|known| known.lease);
        if had.is_some() != lease.is_some() {
            let is_ours = lease.is_some();
            tracing::debug!(%duty, is_ours, "a duty has changed hands");
        }
        let asked = LeaseAttempt {
            lease: lease.clone(),
            at,
        };
        self.node.attempts().insert(duty, asked);
        Ok(lease)
    }

    /// Asks the database; returns the fence if the duty is this node's.
    async fn take_lease(&self, duty: Duty, takes_over: bool) -> Result<Option<i64>> {
        let (duty, holder) = (duty.to_string(), self.node.id.clone());
        let Db::Postgres(pools, _) = self.db() else {
            return self
                .write_unfenced(move |mut conn| {
                    Box::pin(async move { take(&mut conn, &duty, &holder, takes_over).await })
                })
                .await;
        };
        // Outside the writers' queue, so that no duty is lost during a long import.
        let mut conn = pools.writers.acquire().await?;
        take(&mut Conn::Postgres(&mut conn), &duty, &holder, takes_over).await
    }

    /// Returns every duty of this node, so that the next node need not wait.
    pub(super) async fn release_leases(&self) {
        let asked = std::mem::take(&mut *self.node.attempts());
        if asked.values().all(|asked| asked.lease.is_none()) {
            return;
        }
        let given = tokio::time::timeout(GIVEN_BACK, self.give_back());
        if let Ok(Err(error)) = given.await {
            tracing::debug!(%error, "what this node did for all was not given back; it ends by itself");
        }
    }

    async fn give_back(&self) -> Result<()> {
        let (sql, holder) = (
            "UPDATE lease SET until_at = 0 WHERE holder = $1",
            self.node.id.clone(),
        );
        let Db::Postgres(pools, _) = self.db() else {
            return self
                .write_unfenced(move |mut conn| {
                    Box::pin(async move {
                        on!(&mut conn, c => sqlx::query(sql).bind(holder).execute(&mut **c).await.map(drop))?;
                        Ok(())
                    })
                })
                .await;
        };
        sqlx::query(sql)
            .bind(holder)
            .execute(&pools.writers)
            .await?;
        Ok(())
    }
}

async fn take(
    conn: &mut Conn<'_>,
    duty: &str,
    holder: &str,
    takes_over: bool,
) -> Result<Option<i64>> {
    let now = match conn {
        Conn::Sqlite(_) => "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
        Conn::Postgres(_) => "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)",
    };
    let ttl_ms = i64::from(DUTY_S) * 1_000;
    let sql = format!(
        "INSERT INTO lease (duty, holder, fence, until_at) VALUES ($1, $2, 1, {now} + {ttl_ms})
         ON CONFLICT (duty) DO UPDATE SET
             fence = lease.fence + CASE WHEN lease.holder = excluded.holder THEN 0 ELSE 1 END,
             holder = excluded.holder, until_at = excluded.until_at
         WHERE lease.holder = excluded.holder OR lease.until_at < {now} OR $3 = 1
         RETURNING fence"
    );
    let takes_over = i64::from(takes_over);
    Ok(on!(conn, c => {
        let query = query_scalar(sqlx::AssertSqlSafe(sql)).bind(duty).bind(holder).bind(takes_over);
        query.fetch_optional(&mut **c).await
    })?)
}

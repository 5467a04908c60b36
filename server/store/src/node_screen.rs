//! The state of walls on each node: each node publishes it to the nodes that share the database.

use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, query_as};

use sanh_domain::deadline::Instant;
use sanh_domain::screen::watching::{WallState, Watchers};

use super::Store;
use super::conn::{Conn, on};
use super::db::Db;
use super::error::Result;
use super::stored_time::{instant, ms};

/// The longest interval at which a node reports a connected wall, in seconds; one statement for all walls (ours).
pub const SCREENS_TOLD_EVERY_S: i64 = 30;
/// Milliseconds without a report after which a node counts as gone: two intervals.
const GONE_MS: i64 = 2 * SCREENS_TOLD_EVERY_S * 1_000;
/// Milliseconds after which a node's reports are deleted (ours: a day; when a wall was last connected stays known to the
/// minute).
const DROPPED_MS: i64 = 24 * 60 * 60 * 1_000;
/// Rows of one statement, within the parameter limits of both engines.
const ROWS_PER_INSERT: usize = 1_000;

/// The walls as other nodes see them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WatchedElsewhere {
    /// The reports of live nodes.
    pub walls: Vec<(String, WallState)>,
    /// When a wall's paired screen was last connected to any node.
    pub left: BTreeMap<String, Instant>,
}

impl WatchedElsewhere {
    /// Adds it to the walls that this process sees.
    pub fn add_to(self, watchers: &mut Watchers, now: Instant) {
        for (name, watched) in self.walls {
            watchers.add(&name, watched, now);
        }
        for (name, left) in self.left {
            watchers.add_left(&name, left);
        }
    }

    fn add_left(&mut self, name: String, at: Instant) {
        let left = self.left.entry(name).or_insert(at);
        *left = at.max(*left);
    }
}

impl Store {
    /// Reports the state of some walls to the other nodes, in one statement.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn put_node_screens(
        &self,
        walls: Vec<(String, WallState)>,
        now: Instant,
    ) -> Result<()> {
        let node = self.node().to_owned();
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                for some in walls.chunks(ROWS_PER_INSERT) {
                    put(conn, &node, some, now).await?;
                }
                let sql = "DELETE FROM node_screen WHERE seen_at < $1";
                let dropped = ms(now).saturating_sub(DROPPED_MS);
                on!(conn, c => sqlx::query(sql).bind(dropped).execute(&mut **c).await.map(drop))?;
                Ok(())
            })
        })
        .await
    }

    /// The reports of other nodes about their walls.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn watched_elsewhere(&self, now: Instant) -> Result<WatchedElsewhere> {
        // A SQLite file has one server, so every other node in it is gone.
        let may_live = matches!(self.db(), Db::Postgres(_, _));
        let node = self.node().to_owned();
        let rows: Vec<(String, i64, String)> = self
            .read(move |mut conn| {
                Box::pin(async move {
                    let sql = "SELECT screen, seen_at, watched FROM node_screen WHERE node <> $1 ORDER BY screen, node";
                    Ok(on!(&mut conn, c => query_as(sql).bind(node).fetch_all(&mut **c).await)?)
                })
            })
            .await?;
        let mut elsewhere = WatchedElsewhere::default();
        let alive_since = ms(now).saturating_sub(GONE_MS);
        for (screen, seen_at, watched) in rows {
            // A row that another version wrote in another form is skipped.
            let Ok(watched) = serde_json::from_str::<WallState>(&watched) else {
                continue;
            };
            if may_live && seen_at >= alive_since {
                elsewhere.walls.push((screen, watched));
            } else if let Some(left) = watched.left_at(instant(seen_at)?) {
                elsewhere.add_left(screen, left);
            }
        }
        for (screen, at) in self.screens_seen().await? {
            elsewhere.add_left(screen, at);
        }
        Ok(elsewhere)
    }
}

async fn put(
    conn: &mut Conn<'_>,
    node: &str,
    walls: &[(String, WallState)],
    now: Instant,
) -> Result<()> {
    let told: Vec<(&str, String)> = walls
        .iter()
        .filter_map(|(name, watched)| Some((name.as_str(), serde_json::to_string(watched).ok()?)))
        .collect();
    let row = |n: usize| format!("($1, ${}, $2, ${})", 2 * n + 3, 2 * n + 4);
    let rows: Vec<String> = (0..told.len()).map(row).collect();
    let sql = format!(
        "INSERT INTO node_screen (node, screen, seen_at, watched) VALUES {}
         ON CONFLICT (node, screen) DO UPDATE SET seen_at = excluded.seen_at, watched = excluded.watched",
        rows.join(", ")
    );
    on!(conn, c => {
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(node).bind(ms(now));
        for (name, watched) in told {
            query = query.bind(name).bind(watched);
        }
        query.execute(&mut **c).await.map(drop)
    })?;
    Ok(())
}

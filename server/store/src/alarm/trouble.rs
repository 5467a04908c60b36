//! Faults during which a node could not store alarms: each node reports them once they are over, and the deciding node makes one
//! alarm of all reports.

use sqlx::{query_as, query_scalar};

use sanh_domain::alarm::model::{Alarm, AlarmKind, CheckResult, CheckState};
use sanh_domain::deadline::Instant;

use super::super::Store;
use super::super::conn::{Conn, on};
use super::super::error::Result;
use super::super::stored_time::{instant, ms};
use super::message::{self, AlarmChannel};
use super::{AlarmDelivery, begin, end, open};

/// A past fault because of which a node could not store alarms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The kind of fault.
    pub kind: AlarmKind,
    /// When it began.
    pub since: Instant,
    /// What was measured, in the unit of the kind.
    pub value: i64,
    /// The value from which it was a fault.
    pub threshold: i64,
    /// The channels by which the node has sent it.
    pub channels: Vec<AlarmChannel>,
}

/// Kind, beginning, end, value, threshold, and the channels by which it was sent.
type Row = (String, i64, i64, i64, i64, String);

impl Store {
    /// Stores a past fault for the node that decides on alarms.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn put_trouble(&self, trouble: Trouble, now: Instant) -> Result<()> {
        let node = self.node().to_owned();
        self.write(move |mut conn| {
            Box::pin(async move {
                let sql = "INSERT INTO node_trouble (node, kind, since, ended_at, value, threshold, told)
                           VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
                let told: Vec<&str> = trouble.channels.iter().map(|channel| channel.as_str()).collect();
                on!(&mut conn, c => {
                    let query = sqlx::query(sql).bind(node).bind(trouble.kind.as_str());
                    let query = query.bind(ms(trouble.since)).bind(ms(now));
                    let query = query.bind(trouble.value).bind(trouble.threshold).bind(told.join(" "));
                    query.execute(&mut **c).await.map(drop)
                })?;
                Ok(())
            })
        })
        .await
    }

    /// Makes ended alarms of the stored faults of all nodes: one alarm of overlapping faults, joined with an alarm that a check
    /// raised. Each channel that has sent the beginning sends the end once.
    ///
    /// # Errors
    /// When they cannot be read or written.
    pub async fn merge_troubles(&self, repeat_h: u32, now: Instant) -> Result<()> {
        if self.troubles().await?.is_empty() {
            return Ok(());
        }
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                for row in rows(conn).await? {
                    merge(conn, &row, repeat_h, now).await?;
                    let sql = "DELETE FROM node_trouble WHERE kind = $1 AND since = $2";
                    on!(&mut *conn, c => {
                        sqlx::query(sql).bind(&row.0).bind(row.1).execute(&mut **c).await.map(drop)
                    })?;
                }
                Ok(())
            })
        })
        .await
    }

    async fn troubles(&self) -> Result<Vec<Row>> {
        self.read(|mut conn| Box::pin(async move { rows(&mut conn).await }))
            .await
    }
}

async fn rows(conn: &mut Conn<'_>) -> Result<Vec<Row>> {
    let sql = "SELECT kind, since, ended_at, value, threshold, told FROM node_trouble ORDER BY since, node";
    Ok(on!(conn, c => query_as(sql).fetch_all(&mut **c).await)?)
}

async fn merge(conn: &mut Conn<'_>, row: &Row, repeat_h: u32, now: Instant) -> Result<()> {
    let (kind, since, ended_at, value, threshold, told) = row;
    // Kinds that only a newer node knows are skipped, so that the others are still stored.
    let Ok(kind) = kind.parse::<AlarmKind>() else {
        return Ok(());
    };
    let mut delivery = AlarmDelivery {
        channels: channels(told),
        repeat_h,
    };
    let lasting = open(conn).await?;
    let same = |alarm: &&Alarm| alarm.kind == kind && alarm.subject.is_empty();
    if let Some(same) = lasting.iter().find(same) {
        let told = channels_used(conn, same.id).await?;
        delivery.channels.retain(|channel| !told.contains(channel));
        delivery.channels.extend(told);
        widen(conn, same.id, row, &delivery).await?;
        return end(conn, same, &delivery, now).await;
    }
    if let Some(id) = past(conn, kind, *since, *ended_at).await? {
        widen(conn, id, row, &delivery).await?;
        return message::queue_end(conn, id, &delivery, now).await;
    }
    let state = CheckState::Wrong {
        value: *value,
        threshold: *threshold,
    };
    let reading = CheckResult::of(kind, state);
    let id = begin(conn, &reading, (*value, *threshold), instant(*since)?).await?;
    widen(conn, id, row, &delivery).await?;
    let begun = open(conn).await?;
    match begun.iter().find(|alarm| alarm.id == id) {
        Some(alarm) => end(conn, alarm, &delivery, instant(*ended_at)?).await,
        None => Ok(()),
    }
}

fn channels(words: &str) -> Vec<AlarmChannel> {
    let is_in = |channel: &AlarmChannel| words.split(' ').any(|word| word == channel.as_str());
    [AlarmChannel::Webhook, AlarmChannel::Mail]
        .into_iter()
        .filter(is_in)
        .collect()
}

/// The channels by which the deciding node has sent an alarm.
async fn channels_used(conn: &mut Conn<'_>, id: i64) -> Result<Vec<AlarmChannel>> {
    let sql = "SELECT DISTINCT way FROM alarm_message WHERE alarm_id = $1";
    let words: Vec<String> = on!(conn, c => query_scalar(sql).bind(id).fetch_all(&mut **c).await)?;
    Ok(channels(&words.join(" ")))
}

/// The ended alarm that overlaps this time: other nodes have seen the same fault.
async fn past(
    conn: &mut Conn<'_>,
    kind: AlarmKind,
    since: i64,
    ended_at: i64,
) -> Result<Option<i64>> {
    let sql = "SELECT id FROM alarm WHERE kind = $1 AND subject = '' AND ended_at IS NOT NULL AND ended_at >= $2 AND since <= $3
               ORDER BY since LIMIT 1";
    Ok(on!(conn, c => {
        query_scalar(sql).bind(kind.as_str()).bind(since).bind(ended_at).fetch_optional(&mut **c).await
    })?)
}

/// Extends an alarm by a node's fault: from the earliest beginning to the latest end, sent if any node sent it.
async fn widen(
    conn: &mut Conn<'_>,
    id: i64,
    (_, since, ended_at, value, ..): &Row,
    delivery: &AlarmDelivery,
) -> Result<()> {
    let sql = "UPDATE alarm SET since = CASE WHEN since > $2 THEN $2 ELSE since END,
                                ended_at = CASE WHEN ended_at < $3 THEN $3 ELSE ended_at END,
                                value = CASE WHEN value < $4 THEN $4 ELSE value END,
                                told_at = CASE WHEN $5 = 1 THEN coalesce(told_at, $2) ELSE told_at END
               WHERE id = $1";
    let was_told = i64::from(!delivery.channels.is_empty());
    on!(conn, c => {
        let query = sqlx::query(sql).bind(id).bind(*since).bind(*ended_at).bind(*value);
        query.bind(was_told).execute(&mut **c).await.map(drop)
    })?;
    Ok(())
}

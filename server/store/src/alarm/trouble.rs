//! What kept nodes from writing alarms down: each tells of it once it is over, and the one that judges makes one alarm of what all tell.

use sqlx::{query_as, query_scalar};

use sanh_domain::alarm::model::{Alarm, AlarmKind, Reading, State};
use sanh_domain::deadline::Instant;

use super::super::Store;
use super::super::conn::{Conn, on};
use super::super::error::Result;
use super::super::stored_time::{instant, ms};
use super::message::{self, AlarmChannel};
use super::{AlarmDelivery, begin, end, open};

/// Something that kept a node from writing alarms down, and is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What was wrong.
    pub kind: AlarmKind,
    /// Since when.
    pub since: Instant,
    /// What was measured, in the unit of the kind.
    pub value: i64,
    /// From where on it was wrong.
    pub threshold: i64,
    /// By which ways the node told it outside.
    pub told: Vec<AlarmChannel>,
}

/// Kind, since, until, value, threshold, and by which ways it was told.
type Row = (String, i64, i64, i64, i64, String);

impl Store {
    /// Hands something that is over to the node that judges.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn put_trouble(&self, trouble: Trouble, now: Instant) -> Result<()> {
        let node = self.node().to_owned();
        self.write(move |mut conn| {
            Box::pin(async move {
                let sql = "INSERT INTO node_trouble (node, kind, since, ended_at, value, threshold, told)
                           VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
                let told: Vec<&str> = trouble.told.iter().map(|way| way.as_str()).collect();
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

    /// Makes alarms that are over of what nodes have handed over: one of what several saw at one time, and of what a look began
    /// before. By each way by which its beginning was told its end is to be told once.
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
    // A kind that a newer node knows is no reason to keep nothing else.
    let Ok(kind) = kind.parse::<AlarmKind>() else {
        return Ok(());
    };
    let mut telling = AlarmDelivery {
        ways: ways(told),
        repeat_h,
    };
    let lasting = open(conn).await?;
    let same = |alarm: &&Alarm| alarm.kind == kind && alarm.subject.is_empty();
    if let Some(same) = lasting.iter().find(same) {
        let told = told_by(conn, same.id).await?;
        telling.ways.retain(|way| !told.contains(way));
        telling.ways.extend(told);
        widen(conn, same.id, row, &telling).await?;
        return end(conn, same, &telling, now).await;
    }
    if let Some(id) = past(conn, kind, *since, *ended_at).await? {
        widen(conn, id, row, &telling).await?;
        return message::tell_end(conn, id, &telling, now).await;
    }
    let state = State::Wrong {
        value: *value,
        threshold: *threshold,
    };
    let reading = Reading::of(kind, state);
    let id = begin(conn, &reading, (*value, *threshold), instant(*since)?).await?;
    widen(conn, id, row, &telling).await?;
    let begun = open(conn).await?;
    match begun.iter().find(|alarm| alarm.id == id) {
        Some(alarm) => end(conn, alarm, &telling, instant(*ended_at)?).await,
        None => Ok(()),
    }
}

fn ways(words: &str) -> Vec<AlarmChannel> {
    let is_in = |way: &AlarmChannel| words.split(' ').any(|word| word == way.as_str());
    [AlarmChannel::Webhook, AlarmChannel::Mail]
        .into_iter()
        .filter(is_in)
        .collect()
}

/// By which ways an alarm was told by whoever judged it.
async fn told_by(conn: &mut Conn<'_>, id: i64) -> Result<Vec<AlarmChannel>> {
    let sql = "SELECT DISTINCT way FROM alarm_message WHERE alarm_id = $1";
    let words: Vec<String> = on!(conn, c => query_scalar(sql).bind(id).fetch_all(&mut **c).await)?;
    Ok(ways(&words.join(" ")))
}

/// The alarm that is over and was one with what lasted from one instant to another: whatever several nodes see at one time.
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

/// It began with whoever saw it first, ended with whoever saw it last, and was told when anybody told it.
async fn widen(
    conn: &mut Conn<'_>,
    id: i64,
    (_, since, ended_at, value, ..): &Row,
    telling: &AlarmDelivery,
) -> Result<()> {
    let sql = "UPDATE alarm SET since = CASE WHEN since > $2 THEN $2 ELSE since END,
                                ended_at = CASE WHEN ended_at < $3 THEN $3 ELSE ended_at END,
                                value = CASE WHEN value < $4 THEN $4 ELSE value END,
                                told_at = CASE WHEN $5 = 1 THEN coalesce(told_at, $2) ELSE told_at END
               WHERE id = $1";
    let was_told = i64::from(!telling.ways.is_empty());
    on!(conn, c => {
        let query = sqlx::query(sql).bind(id).bind(*since).bind(*ended_at).bind(*value);
        query.bind(was_told).execute(&mut **c).await.map(drop)
    })?;
    Ok(())
}

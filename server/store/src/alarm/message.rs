//! The outbox of alarm messages: a persistent queue with retries after growing pauses.

use chrono::Duration;
use sqlx::{query_as, query_scalar};

use sanh_domain::alarm::model::Alarm;
use sanh_domain::deadline::Instant;

use super::super::Store;
use super::super::conn::{Conn, on};
use super::super::error::{Result, StoreError};
use super::super::stored_time::{instant, ms};
use super::{AlarmDelivery, AlarmRow};

/// The number of tries after which a message is given up.
pub const ALARM_TRIES_MAX: u32 = 12;
/// The first wait after a failed try, in seconds; it doubles up to the longest.
const WAIT_S: i64 = 30;
const WAIT_S_MAX: i64 = 3_600;

/// The channel of alarm messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlarmChannel {
    /// A signed webhook.
    Webhook,
    /// Mail.
    Mail,
}

impl AlarmChannel {
    /// The word stored in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Webhook => "webhook",
            Self::Mail => "mail",
        }
    }

    fn read(word: &str) -> Result<Self> {
        match word {
            "webhook" => Ok(Self::Webhook),
            "mail" => Ok(Self::Mail),
            _ => Err(StoreError::Corrupt(format!("\"{word}\" tells no alarm"))),
        }
    }
}

/// The moment of an alarm that a message reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlarmMoment {
    /// The alarm began.
    Began,
    /// The alarm is still open.
    Lasts,
    /// The alarm ended.
    Ended,
}

impl AlarmMoment {
    /// The word stored in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Began => "began",
            Self::Lasts => "lasts",
            Self::Ended => "ended",
        }
    }

    fn read(word: &str) -> Result<Self> {
        match word {
            "began" => Ok(Self::Began),
            "lasts" => Ok(Self::Lasts),
            "ended" => Ok(Self::Ended),
            _ => Err(StoreError::Corrupt(format!("an alarm never \"{word}\""))),
        }
    }
}

/// A message to be sent now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlarmMessage {
    /// Its number.
    pub id: i64,
    /// The channel that sends it.
    pub channel: AlarmChannel,
    /// Whether the alarm begins, lasts or ends.
    pub moment: AlarmMoment,
    /// When it was written.
    pub made_at: Instant,
    /// The number of this try, from 1.
    pub tries: u32,
    /// The alarm in its present state.
    pub alarm: Alarm,
    /// The node that sends it on its own because it cannot reach the others; `None` if it is sent for all nodes.
    pub node: Option<String>,
}

/// Queues messages about alarms that are open and not muted: one when an alarm begins, and again while it lasts. An alarm that
/// comes and goes gets no more messages than one that lasts.
pub(super) async fn queue(
    conn: &mut Conn<'_>,
    delivery: &AlarmDelivery,
    now: Instant,
) -> Result<()> {
    if delivery.channels.is_empty() {
        return Ok(());
    }
    let sql = "SELECT a.id, a.told_at IS NULL FROM alarm a
               WHERE a.ended_at IS NULL AND coalesce(a.muted_until, 0) <= $1
               AND NOT EXISTS (SELECT 1 FROM alarm b WHERE b.kind = a.kind AND b.subject = a.subject AND b.told_at > $2)";
    let before = ms(now - Duration::hours(delivery.repeat_h.into()));
    let due: Vec<(i64, bool)> = on!(&mut *conn, c => {
        query_as(sql).bind(ms(now)).bind(before).fetch_all(&mut **c).await
    })?;
    for (id, is_first) in due {
        let moment = if is_first {
            AlarmMoment::Began
        } else {
            AlarmMoment::Lasts
        };
        put(conn, id, moment, delivery, now).await?;
        let sql = "UPDATE alarm SET told_at = $2 WHERE id = $1";
        on!(&mut *conn, c => sqlx::query(sql).bind(id).bind(ms(now)).execute(&mut **c).await.map(drop))?;
    }
    Ok(())
}

/// Queues the end of an alarm whose beginning was sent: one message per channel.
pub(super) async fn queue_end(
    conn: &mut Conn<'_>,
    id: i64,
    delivery: &AlarmDelivery,
    now: Instant,
) -> Result<()> {
    let sql = "SELECT count(*) FROM alarm WHERE id = $1 AND told_at IS NOT NULL";
    let told: i64 = on!(&mut *conn, c => query_scalar(sql).bind(id).fetch_one(&mut **c).await)?;
    if told == 0 {
        return Ok(());
    }
    let sql = "SELECT way FROM alarm_message WHERE alarm_id = $1 AND moment = 'ended'";
    let known: Vec<String> =
        on!(&mut *conn, c => query_scalar(sql).bind(id).fetch_all(&mut **c).await)?;
    let mut delivery = delivery.clone();
    delivery
        .channels
        .retain(|channel| !known.iter().any(|it| it == channel.as_str()));
    put(conn, id, AlarmMoment::Ended, &delivery, now).await
}

async fn put(
    conn: &mut Conn<'_>,
    alarm: i64,
    moment: AlarmMoment,
    delivery: &AlarmDelivery,
    now: Instant,
) -> Result<()> {
    let sql = "INSERT INTO alarm_message (id, alarm_id, moment, way, state, made_at, next_at)
               VALUES ((SELECT coalesce(max(id), 0) + 1 FROM alarm_message), $1, $2, $3, 'waiting', $4, $4)";
    for channel in &delivery.channels {
        on!(&mut *conn, c => {
            let query = sqlx::query(sql).bind(alarm).bind(moment.as_str()).bind(channel.as_str());
            query.bind(ms(now)).execute(&mut **c).await.map(drop)
        })?;
    }
    Ok(())
}

#[derive(sqlx_macros::FromRow)]
struct MessageRow {
    message: i64,
    way: String,
    moment: String,
    made_at: i64,
    tries: i64,
    #[sqlx(flatten)]
    alarm: AlarmRow,
}

impl MessageRow {
    fn message(self) -> Result<AlarmMessage> {
        Ok(AlarmMessage {
            id: self.message,
            channel: AlarmChannel::read(&self.way)?,
            moment: AlarmMoment::read(&self.moment)?,
            made_at: instant(self.made_at)?,
            tries: u32::try_from(self.tries)
                .unwrap_or(u32::MAX)
                .saturating_add(1),
            alarm: self.alarm.alarm()?,
            node: None,
        })
    }
}

impl Store {
    /// Claims due messages, the oldest first, at most `rows_max`; no other node gets them for `lease_s` seconds.
    ///
    /// # Errors
    /// When they cannot be read or written.
    pub async fn take_alarm_messages(
        &self,
        rows_max: u32,
        lease_s: u32,
        now: Instant,
    ) -> Result<Vec<AlarmMessage>> {
        if !self.has_due_message(now).await? {
            return Ok(Vec::new());
        }
        self.write(move |mut conn| {
            Box::pin(async move {
                let sql = "SELECT m.id AS message, m.way, m.moment, m.made_at, m.tries, a.id, a.kind, a.subject, a.value, a.threshold,
                                  a.since, a.seen_at, a.ended_at, a.muted_until, a.muted_by
                           FROM alarm_message m JOIN alarm a ON a.id = m.alarm_id
                           WHERE m.state = 'waiting' AND m.next_at <= $1 ORDER BY m.next_at, m.id LIMIT $2";
                let rows: Vec<MessageRow> = on!(&mut conn, c => {
                    query_as(sql).bind(ms(now)).bind(i64::from(rows_max)).fetch_all(&mut **c).await
                })?;
                let sql = "UPDATE alarm_message SET tries = tries + 1, next_at = $2 WHERE id = $1";
                let until = ms(now + Duration::seconds(lease_s.into()));
                for row in &rows {
                    on!(&mut conn, c => sqlx::query(sql).bind(row.message).bind(until).execute(&mut **c).await.map(drop))?;
                }
                rows.into_iter().map(MessageRow::message).collect()
            })
        })
        .await
    }

    async fn has_due_message(&self, now: Instant) -> Result<bool> {
        let count = self.read(move |mut conn| {
            Box::pin(async move {
                let sql =
                    "SELECT count(*) FROM alarm_message WHERE state = 'waiting' AND next_at <= $1";
                let count: i64 =
                    on!(&mut conn, c => query_scalar(sql).bind(ms(now)).fetch_one(&mut **c).await)?;
                Ok(count)
            })
        });
        Ok(count.await? > 0)
    }

    /// Stores the result of sending a message: sent, or the reason why not.
    ///
    /// # Errors
    /// When it cannot be written; the message is then tried again.
    pub async fn end_alarm_message(
        &self,
        message: &AlarmMessage,
        fault: Option<String>,
        now: Instant,
    ) -> Result<()> {
        let (id, tries) = (message.id, message.tries);
        self.write(move |mut conn| {
            Box::pin(async move {
                let wait_s = (WAIT_S << tries.saturating_sub(1).min(16)).min(WAIT_S_MAX);
                let state = match &fault {
                    None => "sent",
                    Some(_) if tries >= ALARM_TRIES_MAX => "dead",
                    Some(_) => "waiting",
                };
                let next_at = ms(now + Duration::seconds(wait_s));
                let sql = "UPDATE alarm_message SET state = $2, next_at = $3, fault = $4
                           WHERE id = $1 AND state = 'waiting' AND tries = $5";
                on!(&mut conn, c => {
                    let query = sqlx::query(sql).bind(id).bind(state).bind(next_at).bind(fault);
                    query.bind(i64::from(tries)).execute(&mut **c).await.map(drop)
                })?;
                Ok(())
            })
        })
        .await
    }

    /// The number of messages about alarms that were given up since an instant.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn dead_alarm_messages(&self, since: Instant) -> Result<u64> {
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql =
                    "SELECT count(*) FROM alarm_message WHERE state = 'dead' AND made_at >= $1";
                let count: i64 =
                    on!(&mut conn, c => query_scalar(sql).bind(ms(since)).fetch_one(&mut **c).await)?;
                Ok(count.unsigned_abs())
            })
        })
        .await
    }
}

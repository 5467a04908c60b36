//! Alarms: present and past faults, and the messages about them.

mod evidence;
mod message;
mod reading;
mod trouble;

use chrono::Duration;
use sqlx::{query_as, query_scalar};

use sanh_domain::account::model::AgencyScope;
use sanh_domain::alarm::model::{Alarm, CheckResult, CheckState, is_within};
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::word::UnknownValue;

use super::audit::{AuditActor, AuditEntry};
use super::conn::{Conn, on};
use super::error::{Result, StoreError};
use super::stored_time::{instant, ms};
use super::{Store, screen};

pub use evidence::Slice;
pub use message::{ALARM_TRIES_MAX, AlarmChannel, AlarmMessage, AlarmMoment};
pub use trouble::Trouble;

/// The most alarms in one list.
const LISTED_MAX: i64 = 100;
/// The interval, in seconds, at which a lasting alarm is written again when only its time has changed.
const SEEN_EVERY_S: i64 = 300;

const COLUMNS: &str =
    "id, kind, subject, value, threshold, since, seen_at, ended_at, muted_until, muted_by";

/// The settings of alarm messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlarmDelivery {
    /// The channels that are configured.
    pub channels: Vec<AlarmChannel>,
    /// Hours after which a lasting or repeated alarm is sent again.
    pub repeat_h: u32,
}

#[derive(sqlx_macros::FromRow)]
struct AlarmRow {
    id: i64,
    kind: String,
    subject: String,
    value: i64,
    threshold: i64,
    since: i64,
    seen_at: i64,
    ended_at: Option<i64>,
    muted_until: Option<i64>,
    muted_by: Option<String>,
}

impl AlarmRow {
    fn alarm(self) -> Result<Alarm> {
        let damaged =
            |error: UnknownValue| StoreError::Corrupt(format!("alarm {}: {error}", self.id));
        Ok(Alarm {
            id: self.id,
            kind: self.kind.parse().map_err(damaged)?,
            subject: self.subject,
            value: self.value,
            threshold: self.threshold,
            since: instant(self.since)?,
            seen_at: instant(self.seen_at)?,
            ended_at: self.ended_at.map(instant).transpose()?,
            muted_until: self.muted_until.map(instant).transpose()?,
            muted_by: self.muted_by,
        })
    }
}

impl Store {
    /// Stores the results of a check: alarms begin, go on and end by them, and messages are queued with them. An alarm without
    /// a result ends: its subject no longer exists.
    ///
    /// # Errors
    /// When they cannot be read or written.
    pub async fn keep_alarms(
        &self,
        readings: Vec<CheckResult>,
        delivery: AlarmDelivery,
        now: Instant,
    ) -> Result<()> {
        let known = self.open_alarms(&AgencyScope::Everywhere).await?;
        if !is_news(&readings, &known, &delivery, now) {
            return Ok(());
        }
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let known = open(conn).await?;
                for reading in &readings {
                    let mut of = known.iter().filter(|it| is_of(it, reading));
                    match (reading.state, of.next()) {
                        (CheckState::Wrong { value, threshold }, None) => {
                            begin(conn, reading, (value, threshold), now).await?;
                        }
                        (CheckState::Wrong { value, threshold }, Some(alarm)) => {
                            go_on(conn, alarm, (value, threshold), now).await?;
                        }
                        (CheckState::Fine, Some(alarm)) => end(conn, alarm, &delivery, now).await?,
                        (CheckState::Fine, None) | (CheckState::Unknown, _) => {}
                    }
                }
                for alarm in &known {
                    if !readings.iter().any(|reading| is_of(alarm, reading)) {
                        end(conn, alarm, &delivery, now).await?;
                    }
                }
                message::queue(conn, &delivery, now).await
            })
        })
        .await
    }

    /// The open alarms of a scope, newest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn open_alarms(&self, scope: &AgencyScope) -> Result<Vec<Alarm>> {
        let scope = scope.clone();
        self.read(move |mut conn| {
            Box::pin(async move {
                let alarms = open(&mut conn).await?;
                within(&mut conn, alarms, &scope).await
            })
        })
        .await
    }

    /// The alarms of a scope among the last hundred that ended, newest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn past_alarms(&self, scope: &AgencyScope) -> Result<Vec<Alarm>> {
        let scope = scope.clone();
        self.read(move |mut conn| {
            Box::pin(async move {
                let rest = "WHERE ended_at IS NOT NULL ORDER BY ended_at DESC, id DESC LIMIT";
                let alarms = listed(&mut conn, rest).await?;
                within(&mut conn, alarms, &scope).await
            })
        })
        .await
    }

    /// The alarms of a scope that cannot be stored now.
    ///
    /// # Errors
    /// When the agencies of walls cannot be read.
    pub async fn unstored_alarms(&self, scope: &AgencyScope) -> Result<Vec<Alarm>> {
        let (alarms, scope) = (self.health().unstored_alarms(), scope.clone());
        if alarms.is_empty() {
            return Ok(alarms);
        }
        self.read(move |mut conn| Box::pin(async move { within(&mut conn, alarms, &scope).await }))
            .await
    }

    /// Mutes an alarm until an instant, or unmutes it, with an audit entry. Returns whether it is open.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn mute_alarm(
        &self,
        id: i64,
        until: Option<Instant>,
        by: AuditActor,
        now: Instant,
    ) -> Result<bool> {
        let name = until.map(|_| by.actor.name.clone());
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let known = open(&mut conn).await?;
                let Some(alarm) = known.iter().find(|alarm| alarm.id == id) else {
                    return Ok((false, None));
                };
                let sql = "UPDATE alarm SET muted_until = $2, muted_by = $3 WHERE id = $1";
                on!(&mut conn, c => {
                    let query = sqlx::query(sql).bind(id).bind(until.map(ms)).bind(name);
                    query.execute(&mut **c).await.map(drop)
                })?;
                let text = |at: Option<Instant>| match at {
                    Some(at) => format!("muted until {}", at.to_rfc3339()),
                    None => "heard".to_owned(),
                };
                let audit_entry = AuditEntry {
                    was: text(alarm.muted_until),
                    became: text(until),
                    ..AuditEntry::new(AuditAct::AlarmMuted, subject(alarm))
                };
                Ok((true, Some(audit_entry)))
            })
        })
        .await
    }
}

/// The alarm as a subject of the audit.
fn subject(alarm: &Alarm) -> String {
    let name = format!("{} {}", alarm.kind.as_str(), alarm.subject);
    name.trim_end().to_owned()
}

fn is_of(alarm: &Alarm, reading: &CheckResult) -> bool {
    alarm.kind == reading.kind && alarm.subject == reading.subject
}

/// The alarms that belong to a scope.
async fn within(
    conn: &mut Conn<'_>,
    mut alarms: Vec<Alarm>,
    scope: &AgencyScope,
) -> Result<Vec<Alarm>> {
    if alarms.is_empty() || *scope == AgencyScope::Everywhere {
        return Ok(alarms);
    }
    let walls = screen::addressees(conn).await?;
    alarms.retain(|alarm| is_within(scope, alarm, &walls));
    Ok(alarms)
}

/// Whether a check changes anything: most change nothing, and cost no write.
fn is_news(
    readings: &[CheckResult],
    known: &[Alarm],
    delivery: &AlarmDelivery,
    now: Instant,
) -> bool {
    let is_known = |reading: &&CheckResult| known.iter().any(|alarm| is_of(alarm, reading));
    let begins = readings
        .iter()
        .filter(|reading| matches!(reading.state, CheckState::Wrong { .. }))
        .any(|reading| !is_known(&reading));
    let changes = |alarm: &Alarm| {
        let reading = readings.iter().find(|reading| is_of(alarm, reading));
        match reading.map(|reading| reading.state) {
            Some(CheckState::Unknown) => false,
            Some(CheckState::Fine) | None => true,
            Some(CheckState::Wrong { .. }) => {
                now - alarm.seen_at >= Duration::seconds(SEEN_EVERY_S)
            }
        }
    };
    begins || known.iter().any(changes) || (!delivery.channels.is_empty() && !known.is_empty())
}

async fn open(conn: &mut Conn<'_>) -> Result<Vec<Alarm>> {
    listed(
        conn,
        "WHERE ended_at IS NULL ORDER BY since DESC, id DESC LIMIT",
    )
    .await
}

async fn listed(conn: &mut Conn<'_>, rest: &'static str) -> Result<Vec<Alarm>> {
    // The list of open alarms has no limit: walls and kinds of alarm bound it.
    let rows_max = if rest.contains("NOT NULL") {
        LISTED_MAX
    } else {
        i64::MAX
    };
    let sql = format!("SELECT {COLUMNS} FROM alarm {rest} $1");
    let rows: Vec<AlarmRow> = on!(conn, c => {
        query_as(sqlx::AssertSqlSafe(sql)).bind(rows_max).fetch_all(&mut **c).await
    })?;
    rows.into_iter().map(AlarmRow::alarm).collect()
}

async fn begin(
    conn: &mut Conn<'_>,
    reading: &CheckResult,
    (value, threshold): (i64, i64),
    since: Instant,
) -> Result<i64> {
    let sql = "INSERT INTO alarm (id, kind, subject, value, threshold, since, seen_at)
               VALUES ((SELECT coalesce(max(id), 0) + 1 FROM alarm), $1, $2, $3, $4, $5, $5) RETURNING id";
    Ok(on!(conn, c => {
        let query = query_scalar(sql).bind(reading.kind.as_str()).bind(&reading.subject);
        query.bind(value).bind(threshold).bind(ms(since)).fetch_one(&mut **c).await
    })?)
}

async fn go_on(
    conn: &mut Conn<'_>,
    alarm: &Alarm,
    (value, threshold): (i64, i64),
    now: Instant,
) -> Result<()> {
    let sql = "UPDATE alarm SET value = $2, threshold = $3, seen_at = $4 WHERE id = $1";
    on!(conn, c => {
        let query = sqlx::query(sql).bind(alarm.id).bind(value).bind(threshold);
        query.bind(ms(now)).execute(&mut **c).await.map(drop)
    })?;
    Ok(())
}

async fn end(
    conn: &mut Conn<'_>,
    alarm: &Alarm,
    delivery: &AlarmDelivery,
    now: Instant,
) -> Result<()> {
    let sql = "UPDATE alarm SET ended_at = $2 WHERE id = $1";
    on!(&mut *conn, c => {
        sqlx::query(sql).bind(alarm.id).bind(ms(now)).execute(&mut **c).await.map(drop)
    })?;
    message::queue_end(conn, alarm.id, delivery, now).await
}

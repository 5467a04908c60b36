//! The rows of time limits: of procedures, by the local day from which they hold and by channel, and of dossiers.

use std::collections::BTreeMap;

use chrono::{NaiveTime, Timelike};
use sqlx::query_as;

use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::deadline::due::{LimitLength, TimeLimit};
use sanh_domain::id::ProcedureId;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::procedure::limits::{ChannelLimits, LimitChange, Limits};

use super::conn::{Conn, on};
use super::error::{Result, StoreError};
use super::setting::parse_date;

/// The stored day of limits before every change.
pub(super) const FIRST: &str = "";

/// The columns of a time limit: its length is in one of three columns; all are empty without a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx_macros::FromRow)]
pub(super) struct LimitRow {
    /// Working minutes.
    pub limit_min: Option<i64>,
    /// Calendar days.
    pub limit_days: Option<i64>,
    /// Calendar months.
    pub limit_months: Option<i64>,
    /// See [`TimeLimit::cutoff_15h`].
    pub cutoff_15h: i64,
    /// Of one within the day (no days): the last minute of the local day whose receptions are due on it.
    pub same_day_until_min: Option<i64>,
}

impl LimitRow {
    /// The columns of a time limit.
    pub(super) fn of(limit: Option<TimeLimit>) -> Self {
        let mut row = Self {
            limit_min: None,
            limit_days: None,
            limit_months: None,
            cutoff_15h: i64::from(limit.is_some_and(|limit| limit.cutoff_15h)),
            same_day_until_min: None,
        };
        match limit.map(|limit| limit.length) {
            Some(LimitLength::Working(minutes)) => row.limit_min = Some(minutes.0.into()),
            Some(LimitLength::Days(days)) => row.limit_days = Some(days.into()),
            Some(LimitLength::Months(months)) => row.limit_months = Some(months.into()),
            Some(LimitLength::SameDay { until }) => {
                row.limit_days = Some(0);
                row.same_day_until_min = Some((until.hour() * 60 + until.minute()).into());
            }
            None => {}
        }
        row
    }

    /// The time limit of the columns.
    pub(super) fn limit(self) -> Result<Option<TimeLimit>> {
        let damaged = || StoreError::Corrupt(format!("{self:?} is no time limit"));
        let number = |it: i64| u32::try_from(it).map_err(|_| damaged());
        let length = match (self.limit_min, self.limit_days, self.limit_months) {
            (None, None, None) => return Ok(None),
            (Some(minutes), None, None) => LimitLength::Working(WorkingMinutes(number(minutes)?)),
            (None, Some(0), None) => match self.same_day_until_min {
                Some(minute) => LimitLength::SameDay {
                    until: NaiveTime::from_num_seconds_from_midnight_opt(number(minute)? * 60, 0)
                        .ok_or_else(damaged)?,
                },
                None => LimitLength::Days(0),
            },
            (None, Some(days), None) => LimitLength::Days(number(days)?),
            (None, None, Some(months)) => LimitLength::Months(number(months)?),
            _ => return Err(damaged()),
        };
        Ok(Some(TimeLimit {
            length,
            cutoff_15h: self.cutoff_15h != 0,
        }))
    }
}

#[derive(sqlx_macros::FromRow)]
struct ChangeRow {
    procedure_id: i64,
    valid_from: String,
    #[sqlx(flatten)]
    limit: LimitRow,
}

#[derive(sqlx_macros::FromRow)]
struct OwnRow {
    procedure_id: i64,
    valid_from: String,
    channel: String,
    #[sqlx(flatten)]
    limit: LimitRow,
}

/// The channels' own limits, by procedure and the day from which they hold.
type Own = BTreeMap<(i64, String), ChannelLimits>;

/// The limits that are stored beside the procedures.
pub(super) struct Stored {
    changes: BTreeMap<ProcedureId, Vec<LimitChange>>,
    own: Own,
}

impl Stored {
    /// All limits of a procedure, whose general limit before every change is given.
    pub(super) fn of(&mut self, id: ProcedureId, first: Option<TimeLimit>) -> Limits {
        let own = self.own.remove(&(id.0, FIRST.to_owned()));
        Limits {
            first: ChannelLimits {
                general: first,
                ..own.unwrap_or_default()
            },
            changes: self.changes.remove(&id).unwrap_or_default(),
        }
    }
}

/// Reads the limits of every procedure that has more than a general one.
pub(super) async fn load(conn: &mut Conn<'_>) -> Result<Stored> {
    let mut own = load_own(conn).await?;
    let sql = "SELECT procedure_id, valid_from, limit_min, limit_days, limit_months, cutoff_15h, same_day_until_min FROM procedure_limit
               ORDER BY procedure_id, valid_from";
    let rows: Vec<ChangeRow> = on!(conn, c => query_as(sql).fetch_all(&mut **c).await)?;
    let mut changes = BTreeMap::<ProcedureId, Vec<LimitChange>>::new();
    for row in rows {
        let general = row.limit.limit()?;
        let change = LimitChange {
            valid_from: parse_date(&row.valid_from)?,
            limit: ChannelLimits {
                general,
                ..own
                    .remove(&(row.procedure_id, row.valid_from))
                    .unwrap_or_default()
            },
        };
        let of_procedure = changes.entry(ProcedureId(row.procedure_id)).or_default();
        of_procedure.push(change);
    }
    Ok(Stored { changes, own })
}

async fn load_own(conn: &mut Conn<'_>) -> Result<Own> {
    let sql = "SELECT procedure_id, valid_from, channel, limit_min, limit_days, limit_months, cutoff_15h, same_day_until_min FROM channel_limit";
    let rows: Vec<OwnRow> = on!(conn, c => query_as(sql).fetch_all(&mut **c).await)?;
    let mut own = Own::new();
    for row in rows {
        let channel: Channel = row
            .channel
            .parse()
            .map_err(|error| StoreError::Corrupt(format!("a time limit: {error}")))?;
        let limits = own.entry((row.procedure_id, row.valid_from)).or_default();
        *limits = limits.with_own(channel, row.limit.limit()?);
    }
    Ok(own)
}

/// Writes the changes that differ, and deletes those that are gone.
pub(super) async fn put(
    conn: &mut Conn<'_>,
    id: ProcedureId,
    before: &Limits,
    after: &Limits,
) -> Result<()> {
    let (gone, new) = differing(before, after);
    let sql = "DELETE FROM procedure_limit WHERE procedure_id = $1 AND valid_from = $2";
    for change in gone {
        let valid_from = change.valid_from.to_string();
        put_own(conn, id, &valid_from, ChannelLimits::default()).await?;
        on!(&mut *conn, c => sqlx::query(sql).bind(id.0).bind(valid_from).execute(&mut **c).await.map(drop))?;
    }
    let sql = "INSERT INTO procedure_limit
                   (procedure_id, valid_from, limit_min, limit_days, limit_months, cutoff_15h, same_day_until_min)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    for change in new {
        let valid_from = change.valid_from.to_string();
        let columns = LimitRow::of(change.limit.general);
        on!(&mut *conn, c => {
            let query = sqlx::query(sql).bind(id.0).bind(&valid_from);
            let query = query.bind(columns.limit_min).bind(columns.limit_days).bind(columns.limit_months);
            let query = query.bind(columns.cutoff_15h).bind(columns.same_day_until_min);
            query.execute(&mut **c).await.map(drop)
        })?;
        put_own(conn, id, &valid_from, change.limit).await?;
    }
    Ok(())
}

/// Writes the channels' own limits from a day on, where they differ from the stored ones.
pub(super) async fn put_own(
    conn: &mut Conn<'_>,
    id: ProcedureId,
    valid_from: &str,
    limits: ChannelLimits,
) -> Result<()> {
    let key = (id.0, valid_from.to_owned());
    let stands = load_own(conn).await?.remove(&key).unwrap_or_default();
    for channel in Channel::ALL {
        let own = limits.own(channel);
        if stands.own(channel) == own {
            continue;
        }
        let sql = "DELETE FROM channel_limit WHERE procedure_id = $1 AND valid_from = $2 AND channel = $3";
        on!(&mut *conn, c => {
            let query = sqlx::query(sql).bind(id.0).bind(valid_from).bind(channel.as_str());
            query.execute(&mut **c).await.map(drop)
        })?;
        if own.is_none() {
            continue;
        }
        let sql = "INSERT INTO channel_limit
                       (procedure_id, valid_from, channel, limit_min, limit_days, limit_months, cutoff_15h, same_day_until_min)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let columns = LimitRow::of(own);
        on!(&mut *conn, c => {
            let query = sqlx::query(sql).bind(id.0).bind(valid_from).bind(channel.as_str());
            let query = query.bind(columns.limit_min).bind(columns.limit_days).bind(columns.limit_months);
            let query = query.bind(columns.cutoff_15h).bind(columns.same_day_until_min);
            query.execute(&mut **c).await.map(drop)
        })?;
    }
    Ok(())
}

/// The changes that only the first has, and those that only the second has.
pub(super) fn differing<'a>(
    before: &'a Limits,
    after: &'a Limits,
) -> (Vec<&'a LimitChange>, Vec<&'a LimitChange>) {
    let of_one = |some: &'a Limits, others: &Limits| {
        let changes = some.changes.iter();
        changes.filter(|it| !others.changes.contains(it)).collect()
    };
    (of_one(before, after), of_one(after, before))
}

/// Time limits as texts for the audit: the general one, its cut-off, and the channels' own ones.
pub(super) fn descriptions(limits: ChannelLimits) -> [String; 3] {
    let own = Channel::ALL.into_iter().filter_map(|channel| {
        let own = limits.own(channel)?;
        Some(format!(
            "{channel}: {}, {}",
            length(Some(own)),
            cutoff(Some(own))
        ))
    });
    [
        length(limits.general),
        cutoff(limits.general).to_owned(),
        own.collect::<Vec<_>>().join(", "),
    ]
}

fn length(limit: Option<TimeLimit>) -> String {
    match limit.map(|limit| limit.length) {
        None => "no limit".to_owned(),
        Some(LimitLength::Working(minutes)) => format!("limit {} min", minutes.0),
        Some(LimitLength::Days(days)) => format!("limit {days} days"),
        Some(LimitLength::Months(months)) => format!("limit {months} months"),
        Some(LimitLength::SameDay { until }) => {
            format!("within the day until {}", until.format("%H:%M"))
        }
    }
}

fn cutoff(limit: Option<TimeLimit>) -> &'static str {
    match limit {
        Some(limit) if limit.cutoff_15h => "cut-off 15:00",
        _ => "no cut-off",
    }
}

//! Office hours and the dates that differ from them, as rows.

use chrono::{NaiveDate, NaiveTime};
use sqlx::query_as;

use sanh_domain::centre::change::{CalendarChange, CalendarRows};
use sanh_domain::deadline::decided::DayStatus;
use sanh_domain::deadline::office_hours::{CalendarDay, Interval, OfficeHours};
use sanh_domain::deadline::seed::{seed_days_2025_2027, seed_office_hours};
use sanh_domain::id::AgencyId;
use sanh_domain::word::UnknownValue;

use super::Store;
use super::conn::{Conn, on};
use super::error::{Result, StoreError};
use super::setting::parse_date;

/// The first date of a new database's office hours: earlier than any dossier.
const FIRST_DATE: NaiveDate = match NaiveDate::from_ymd_opt(1990, 1, 1) {
    Some(date) => date,
    None => NaiveDate::MIN,
};

/// The audit's word for a date without working time.
const CLOSED: &str = "closed";

const CLOCK_TIME: &str = "%H:%M";

impl Store {
    /// Adds dates that differ from the office hours, or changes those already there.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn put_calendar_days(&self, days: Vec<CalendarDay>) -> Result<()> {
        self.write(move |mut conn| {
            Box::pin(async move {
                for day in &days {
                    put_day(&mut conn, day).await?;
                }
                Ok(())
            })
        })
        .await
    }

    /// The rows of the calendar.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn calendar_rows(&self) -> Result<CalendarRows> {
        Ok(self.centre_rules().await?.rows().clone())
    }

    /// The dates that differ from the office hours, in order.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn calendar_days(&self) -> Result<Vec<CalendarDay>> {
        self.read(|mut conn| Box::pin(async move { load_days(&mut conn).await }))
            .await
    }
}

/// Gives a new database the common office hours and the statutory days; a calendar with rows is left unchanged.
pub(super) async fn seed(conn: &mut Conn<'_>) -> Result<()> {
    if !load_hours(conn).await?.is_empty() || !load_days(conn).await?.is_empty() {
        return Ok(());
    }
    put_hours(conn, &seed_office_hours(FIRST_DATE)).await?;
    for day in &seed_days_2025_2027() {
        put_day(conn, day).await?;
    }
    Ok(())
}

/// Reads the rows of the calendar.
pub(super) async fn load_rows(conn: &mut Conn<'_>) -> Result<CalendarRows> {
    Ok(CalendarRows {
        hours: load_hours(conn).await?,
        days: load_days(conn).await?,
    })
}

async fn load_hours(conn: &mut Conn<'_>) -> Result<Vec<OfficeHours>> {
    let sql = "SELECT valid_from, week FROM office_hours ORDER BY valid_from";
    let rows: Vec<(String, String)> = on!(conn, c => query_as(sql).fetch_all(&mut **c).await)?;
    rows.into_iter()
        .map(|(from, week)| {
            let days = week
                .split('|')
                .map(intervals_of)
                .collect::<Result<Vec<_>>>()?;
            let week = days.try_into().map_err(|_| {
                StoreError::Corrupt(format!("\"{week}\" is no week of office hours"))
            })?;
            Ok(OfficeHours {
                valid_from: parse_date(&from)?,
                week,
            })
        })
        .collect()
}

async fn load_days(conn: &mut Conn<'_>) -> Result<Vec<CalendarDay>> {
    let sql = "SELECT date, agency_id, intervals, name, decision, status FROM calendar_day ORDER BY date, agency_id";
    let rows: Vec<(String, i64, String, String, String, String)> =
        on!(conn, c => query_as(sql).fetch_all(&mut **c).await)?;
    let damaged = |error: UnknownValue| StoreError::Corrupt(format!("a date: {error}"));
    rows.into_iter()
        .map(|(date, agency, intervals, name, decision, status)| {
            Ok(CalendarDay {
                date: parse_date(&date)?,
                agency: (agency > 0).then_some(AgencyId(agency)),
                intervals: intervals_of(&intervals)?,
                name,
                decision,
                status: status.parse().map_err(damaged)?,
            })
        })
        .collect()
}

async fn put_hours(conn: &mut Conn<'_>, hours: &OfficeHours) -> Result<()> {
    let sql = "INSERT INTO office_hours (valid_from, week) VALUES ($1, $2)
               ON CONFLICT (valid_from) DO UPDATE SET week = excluded.week";
    let (from, week) = (hours.valid_from.to_string(), week_text(hours));
    on!(conn, c => sqlx::query(sql).bind(from).bind(week).execute(&mut **c).await.map(drop))?;
    Ok(())
}

async fn put_day(conn: &mut Conn<'_>, day: &CalendarDay) -> Result<()> {
    let sql = "INSERT INTO calendar_day (date, agency_id, intervals, name, decision, status) VALUES ($1, $2, $3, $4, $5, $6)
               ON CONFLICT (date, agency_id) DO UPDATE SET
                   intervals = excluded.intervals, name = excluded.name, decision = excluded.decision, status = excluded.status";
    let agency = day.agency.map_or(0, |agency| agency.0);
    on!(conn, c => {
        let query = sqlx::query(sql).bind(day.date.to_string()).bind(agency).bind(text_of(&day.intervals));
        query.bind(&day.name).bind(&day.decision).bind(day.status.as_str()).execute(&mut **c).await.map(drop)
    })?;
    Ok(())
}

/// Writes the rows that a change makes, and deletes those that it removes.
pub(super) async fn put_change(conn: &mut Conn<'_>, change: &CalendarChange) -> Result<()> {
    match change {
        CalendarChange::Days(days) => {
            for day in days {
                put_day(conn, day).await?;
            }
            Ok(())
        }
        CalendarChange::RemoveDay { date, agency } => {
            let sql = "DELETE FROM calendar_day WHERE date = $1 AND agency_id = $2";
            let agency = agency.map_or(0, |agency| agency.0);
            on!(conn, c => sqlx::query(sql).bind(date.to_string()).bind(agency).execute(&mut **c).await.map(drop))?;
            Ok(())
        }
        CalendarChange::Hours(hours) => put_hours(conn, hours).await,
        CalendarChange::RemoveHours { valid_from } => {
            let sql = "DELETE FROM office_hours WHERE valid_from = $1";
            on!(conn, c => sqlx::query(sql).bind(valid_from.to_string()).execute(&mut **c).await.map(drop))?;
            Ok(())
        }
    }
}

/// A row of the calendar as text for the audit; blank if there is none.
pub(super) fn day_for_audit(day: Option<&CalendarDay>) -> String {
    day.map_or_else(String::new, |day| {
        let intervals = Some(text_of(&day.intervals)).filter(|text| !text.is_empty());
        let intervals = intervals.unwrap_or_else(|| CLOSED.to_owned());
        let status = match day.status {
            DayStatus::Decided => String::new(),
            DayStatus::Pending => format!(" | {}", day.status),
        };
        format!("{intervals} | {} | {}{status}", day.name, day.decision)
    })
}

/// Office hours as text for the audit.
pub(super) fn hours_for_audit(hours: Option<&OfficeHours>) -> String {
    hours.map_or_else(String::new, week_text)
}

fn week_text(hours: &OfficeHours) -> String {
    let week: Vec<String> = hours.week.iter().map(|day| text_of(day)).collect();
    week.join("|")
}

fn text_of(intervals: &[Interval]) -> String {
    let text = |interval: &Interval| {
        format!(
            "{}-{}",
            interval.open.format(CLOCK_TIME),
            interval.close.format(CLOCK_TIME)
        )
    };
    intervals.iter().map(text).collect::<Vec<_>>().join(" ")
}

fn intervals_of(text: &str) -> Result<Vec<Interval>> {
    text.split_whitespace()
        .map(|part| {
            let (open, close) = part.split_once('-')?;
            let time = |text| NaiveTime::parse_from_str(text, CLOCK_TIME).ok();
            Interval::new(time(open)?, time(close)?)
        })
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| StoreError::Corrupt(format!("\"{text}\" are no working intervals")))
}

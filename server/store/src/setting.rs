//! The centre's settings: their values, and from when they hold.

use chrono::NaiveDate;
use chrono_tz::Tz;
use sqlx::{query_as, query_scalar};

use sanh_domain::audit::model::AuditAct;
use sanh_domain::centre::setting::{SettingKey, Timeline};
use sanh_domain::deadline::{Instant, day_start};

use super::Store;
use super::audit::{AuditActor, AuditEntry};
use super::conn::{Conn, on};
use super::error::{Result, StoreError};
use super::stored_time::day_number;

/// The value of a setting before any is set.
pub(super) const fn default_value(key: SettingKey) -> &'static str {
    match key {
        SettingKey::CentreName => "Trung tâm Phục vụ hành chính công",
        SettingKey::CentreNameEn => "Public Administration Service Centre",
        SettingKey::CentreInitials => "HCC",
        SettingKey::CentrePlace
        | SettingKey::CentreParent
        | SettingKey::CentreAddress
        | SettingKey::CentreHotline
        | SettingKey::CentreLogo
        | SettingKey::ReportRecipient => "",
        SettingKey::Zone => "Asia/Ho_Chi_Minh",
        SettingKey::DeadlineRule => "instant",
        SettingKey::DuePrecision => "minute",
        SettingKey::ResumeRule => "extend",
        SettingKey::BackdateDaysMax => "3",
        SettingKey::CorrectionS => "10",
        SettingKey::ExtensionLimitsMax => "1",
        SettingKey::RemindAfterDays => "7",
        SettingKey::ProposeStopAfterDays => "30",
        SettingKey::DisclosureThresholdPerMonth => "5",
        SettingKey::NoticeSecondManager | SettingKey::FeedbackOnWall => "off",
        SettingKey::FeedbackAnswerDays => "15",
        SettingKey::ReportSendDays => "0",
        SettingKey::ReportPausedColumn => "12",
        SettingKey::ReportEndedColumn => "9",
    }
}

fn check(key: SettingKey, value: &str) -> Result<()> {
    if key.takes(value) {
        return Ok(());
    }
    Err(StoreError::Invalid(format!(
        "\"{value}\" is no value for the setting {}",
        key.as_str()
    )))
}

/// The values of every setting, each with the date from which it holds, oldest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Settings(Vec<(String, NaiveDate, String)>);

impl Settings {
    pub(super) async fn load(conn: &mut Conn<'_>) -> Result<Self> {
        let sql = "SELECT name, valid_from, value FROM setting ORDER BY name, valid_from";
        let rows: Vec<(String, String, String)> =
            on!(conn, c => query_as(sql).fetch_all(&mut **c).await)?;
        let read =
            |(name, date, value): (String, String, String)| Ok((name, parse_date(&date)?, value));
        Ok(Self(rows.into_iter().map(read).collect::<Result<_>>()?))
    }

    /// The value in force on a date.
    pub(super) fn on(&self, key: SettingKey, date: NaiveDate) -> &str {
        let mut held = self.of(key).filter(|(from, _)| *from <= date);
        held.next_back()
            .map_or(default_value(key), |(_, value)| value)
    }

    /// Every valid value of a setting, with its first date; the default comes first.
    pub(super) fn timeline<T: std::str::FromStr>(&self, key: SettingKey) -> Vec<(NaiveDate, T)> {
        let first = std::iter::once((NaiveDate::MIN, default_value(key)));
        first
            .chain(self.of(key))
            .filter_map(|(from, value)| Some((from, value.parse().ok()?)))
            .collect()
    }

    /// The centre's zone. It cannot change once there are dossiers, so only its last value matters.
    pub(super) fn zone(&self) -> Tz {
        let zones: Vec<(NaiveDate, Tz)> = self.timeline(SettingKey::Zone);
        zones
            .last()
            .map_or(chrono_tz::Asia::Ho_Chi_Minh, |(_, zone)| *zone)
    }

    fn of(&self, key: SettingKey) -> impl DoubleEndedIterator<Item = (NaiveDate, &str)> {
        let own = self.0.iter().filter(move |(name, ..)| name == key.as_str());
        own.map(|(_, from, value)| (*from, value.as_str()))
    }
}

/// Reads a stored date.
pub(super) fn parse_date(text: &str) -> Result<NaiveDate> {
    text.parse()
        .map_err(|_| StoreError::Corrupt(format!("\"{text}\" is no date")))
}

impl Store {
    /// The value of every setting in force on a date.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn settings(&self, date: NaiveDate) -> Result<Vec<(SettingKey, String)>> {
        let settings = self
            .read(|mut conn| Box::pin(async move { Settings::load(&mut conn).await }))
            .await?;
        Ok(SettingKey::ALL
            .into_iter()
            .map(|key| (key, settings.on(key, date).to_owned()))
            .collect())
    }

    /// Every setting over time.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn timelines(&self) -> Result<Vec<Timeline>> {
        let settings = self
            .read(|mut conn| Box::pin(async move { Settings::load(&mut conn).await }))
            .await?;
        let timeline = |key| Timeline {
            key,
            first: default_value(key).to_owned(),
            values: settings
                .of(key)
                .map(|(from, value)| (from, value.to_owned()))
                .collect(),
        };
        Ok(SettingKey::ALL.into_iter().map(timeline).collect())
    }

    /// Whether there are dossiers, whose days depend on the zone.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn zone_is_fixed(&self) -> Result<bool> {
        let read = self.read(|mut conn| {
            Box::pin(async move {
                let sql =
                    "SELECT count(*) FROM (SELECT 1 AS one FROM dossier LIMIT 1) AS any_dossier";
                Ok(on!(&mut conn, c => query_scalar(sql).fetch_one(&mut **c).await)?)
            })
        });
        let dossiers: i64 = read.await?;
        Ok(dossiers > 0)
    }

    /// Sets a value from a local date on. Nothing is written if it already holds.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for a value that cannot be used, [`StoreError::Restates`] where it would restate the past: the
    /// zone once there are dossiers, the deadline rule from a date on or after which dossiers ended.
    pub async fn set(&self, key: SettingKey, valid_from: NaiveDate, value: &str) -> Result<()> {
        check(key, value)?;
        let value = value.to_owned();
        self.write(move |mut conn| {
            Box::pin(async move { put(&mut conn, key, valid_from, &value).await.map(drop) })
        })
        .await
    }

    /// The same by an actor, with an audit entry.
    ///
    /// # Errors
    /// As [`Store::set`].
    pub async fn set_by(
        &self,
        key: SettingKey,
        (valid_from, value): (NaiveDate, &str),
        by: AuditActor,
        now: Instant,
    ) -> Result<()> {
        check(key, value)?;
        let value = value.to_owned();
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let Some(was) = put(conn, key, valid_from, &value).await? else {
                    return Ok(((), None));
                };
                let audit_entry = AuditEntry {
                    was,
                    became: format!("{valid_from}: {value}"),
                    ..AuditEntry::new(AuditAct::CentreChanged, key.as_str())
                };
                Ok(((), Some(audit_entry)))
            })
        })
        .await
    }

    /// Removes a value that holds from this date on; does nothing if there is none.
    ///
    /// # Errors
    /// [`StoreError::Restates`] as in [`Store::set`].
    pub async fn unset_by(
        &self,
        key: SettingKey,
        valid_from: NaiveDate,
        by: AuditActor,
        now: Instant,
    ) -> Result<()> {
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let settings = Settings::load(conn).await?;
                let Some((_, value)) = settings.of(key).find(|(from, _)| *from == valid_from) else {
                    return Ok(((), None));
                };
                refuse_restating(conn, &settings, key, valid_from).await?;
                let sql = "DELETE FROM setting WHERE name = $1 AND valid_from = $2";
                let from = valid_from.to_string();
                on!(&mut *conn, c => sqlx::query(sql).bind(key.as_str()).bind(from).execute(&mut **c).await.map(drop))?;
                let audit_entry = AuditEntry {
                    was: format!("{valid_from}: {value}"),
                    ..AuditEntry::new(AuditAct::CentreChanged, key.as_str())
                };
                Ok(((), Some(audit_entry)))
            })
        })
        .await
    }
}

/// Writes a value; returns the one that held on its date before. `None` if nothing changes.
async fn put(
    conn: &mut Conn<'_>,
    key: SettingKey,
    valid_from: NaiveDate,
    value: &str,
) -> Result<Option<String>> {
    let settings = Settings::load(conn).await?;
    if settings.of(key).any(|held| held == (valid_from, value)) {
        return Ok(None);
    }
    refuse_restating(conn, &settings, key, valid_from).await?;
    let sql = "INSERT INTO setting (name, valid_from, value) VALUES ($1, $2, $3)
               ON CONFLICT (name, valid_from) DO UPDATE SET value = excluded.value";
    let from = valid_from.to_string();
    on!(conn, c => sqlx::query(sql).bind(key.as_str()).bind(from).bind(value).execute(&mut **c).await.map(drop))?;
    Ok(Some(settings.on(key, valid_from).to_owned()))
}

/// Refuses a rule for a day by which dossiers were judged already: one that has ended since, or stands stopped since.
async fn refuse_restating(
    conn: &mut Conn<'_>,
    settings: &Settings,
    key: SettingKey,
    valid_from: NaiveDate,
) -> Result<()> {
    let (from_day, from_ms) = match key {
        SettingKey::Zone | SettingKey::DuePrecision => (0, i64::MIN),
        SettingKey::DeadlineRule => {
            let midnight = day_start(settings.zone(), valid_from);
            (day_number(valid_from), midnight.timestamp_millis())
        }
        _ => return Ok(()),
    };
    // Each condition scans its own index. Together they would read every dossier, as for a future date none is found.
    let sql = "SELECT count(*) FROM (
                   SELECT one FROM (SELECT 1 AS one FROM dossier WHERE ended_day >= $1 LIMIT 1) AS ended
                   UNION ALL SELECT one FROM (SELECT 1 AS one FROM dossier WHERE clock = 'stopped' AND paused_at >= $2 LIMIT 1) AS paused
                   UNION ALL SELECT one FROM (SELECT 1 AS one FROM dossier WHERE $1 = 0 LIMIT 1) AS any_dossier) AS restated";
    let restated: i64 =
        on!(conn, c => query_scalar(sql).bind(from_day).bind(from_ms).fetch_one(&mut **c).await)?;
    if restated == 0 {
        return Ok(());
    }
    Err(StoreError::Restates {
        setting: key.as_str(),
        valid_from,
    })
}

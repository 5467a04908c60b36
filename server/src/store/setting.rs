//! The centre's settings: what may be set, to what, and from when.

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;
use sqlx::{query_as, query_scalar};

use sanh_app::deadline::due::ResumeRule;
use sanh_app::deadline::lateness::DeadlineRule;

use super::Store;
use super::centre::day_number;
use super::db::{Conn, on};
use super::error::{Result, StoreError};

/// The longest value, in characters.
pub const VALUE_CHARS_MAX: usize = 1_000;

/// What can be set. A value holds from a local date on, so a change never restates the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SettingKey {
    /// The centre's Vietnamese name.
    CentreName,
    /// Its English name; empty: none.
    CentreNameEn,
    /// Where it is.
    CentrePlace,
    /// Up to three letters shown while there is no logo.
    CentreInitials,
    /// The path of the logo's picture; empty: none.
    CentreLogo,
    /// The centre's time zone, an IANA name. Days of the counters follow it: fixed once there are dossiers.
    Zone,
    /// `instant` or `day`: what counts as late.
    DeadlineRule,
    /// `extend` or `restart`: how the due time moves on resume.
    ResumeRule,
    /// How many local days back staff may record an event.
    BackdateDaysMax,
    /// How long an event's author may take it back, in seconds.
    CorrectionS,
    /// Dossiers in an average month of the year before that a field needs to be public by name.
    DisclosureThresholdPerMonth,
}

impl SettingKey {
    /// Every key.
    pub const ALL: [Self; 11] = [
        Self::CentreName,
        Self::CentreNameEn,
        Self::CentrePlace,
        Self::CentreInitials,
        Self::CentreLogo,
        Self::Zone,
        Self::DeadlineRule,
        Self::ResumeRule,
        Self::BackdateDaysMax,
        Self::CorrectionS,
        Self::DisclosureThresholdPerMonth,
    ];

    /// The stored name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CentreName => "centre_name",
            Self::CentreNameEn => "centre_name_en",
            Self::CentrePlace => "centre_place",
            Self::CentreInitials => "centre_initials",
            Self::CentreLogo => "centre_logo",
            Self::Zone => "zone",
            Self::DeadlineRule => "deadline_rule",
            Self::ResumeRule => "resume_rule",
            Self::BackdateDaysMax => "backdate_days_max",
            Self::CorrectionS => "correction_s",
            Self::DisclosureThresholdPerMonth => "disclosure_threshold_per_month",
        }
    }

    /// The value while none is set.
    pub fn default_value(self) -> &'static str {
        match self {
            Self::CentreName => "Trung tâm Phục vụ hành chính công",
            Self::CentreNameEn => "Public Administration Service Centre",
            Self::CentreInitials => "HCC",
            Self::CentrePlace | Self::CentreLogo => "",
            Self::Zone => "Asia/Ho_Chi_Minh",
            Self::DeadlineRule => "instant",
            Self::ResumeRule => "extend",
            Self::BackdateDaysMax => "3",
            Self::CorrectionS => "10",
            Self::DisclosureThresholdPerMonth => "5",
        }
    }

    /// Whether a value can be used.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] says what is wrong with it.
    pub fn check(self, value: &str) -> Result<()> {
        let good = match self {
            Self::CentreName => !value.trim().is_empty(),
            Self::CentreInitials => value.chars().count() <= 3,
            Self::CentreNameEn | Self::CentrePlace | Self::CentreLogo => true,
            Self::Zone => value.parse::<Tz>().is_ok(),
            Self::DeadlineRule => value.parse::<DeadlineRule>().is_ok(),
            Self::ResumeRule => value.parse::<ResumeRule>().is_ok(),
            Self::BackdateDaysMax | Self::CorrectionS | Self::DisclosureThresholdPerMonth => {
                value.parse::<u32>().is_ok()
            }
        };
        if good && value.chars().count() <= VALUE_CHARS_MAX {
            return Ok(());
        }
        Err(StoreError::Invalid(format!(
            "\"{value}\" is no value for the setting {}",
            self.as_str()
        )))
    }
}

/// The values of every key, each with the date it holds from, oldest first.
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
            .map_or(key.default_value(), |(_, value)| value)
    }

    /// Every value of a key that can be read, with its first date; the default from the beginning of time.
    pub(super) fn timeline<T: std::str::FromStr>(&self, key: SettingKey) -> Vec<(NaiveDate, T)> {
        let first = std::iter::once((NaiveDate::MIN, key.default_value()));
        first
            .chain(self.of(key))
            .filter_map(|(from, value)| Some((from, value.parse().ok()?)))
            .collect()
    }

    fn of(&self, key: SettingKey) -> impl DoubleEndedIterator<Item = (NaiveDate, &str)> {
        let own = self.0.iter().filter(move |(name, ..)| name == key.as_str());
        own.map(|(_, from, value)| (*from, value.as_str()))
    }
}

/// Reads a stored date.
pub(super) fn parse_date(text: &str) -> Result<NaiveDate> {
    text.parse()
        .map_err(|_| StoreError::Damaged(format!("\"{text}\" is no date")))
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

    /// Sets a value from a local date on. Nothing is written where it stands so already.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] where the value cannot be used, or where it would restate the past: the zone once there are
    /// dossiers, the deadline rule from a date on or after which dossiers ended.
    pub async fn set(&self, key: SettingKey, valid_from: NaiveDate, value: &str) -> Result<()> {
        key.check(value)?;
        let value = value.to_owned();
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                if Settings::load(conn).await?.of(key).any(|held| held == (valid_from, value.as_str())) {
                    return Ok(());
                }
                refuse_restating(conn, key, valid_from).await?;
                let sql = "INSERT INTO setting (name, valid_from, value) VALUES ($1, $2, $3)
                           ON CONFLICT (name, valid_from) DO UPDATE SET value = excluded.value";
                let from = valid_from.to_string();
                on!(conn, c => sqlx::query(sql).bind(key.as_str()).bind(from).bind(value).execute(&mut **c).await.map(drop))?;
                Ok(())
            })
        })
        .await
    }
}

async fn refuse_restating(
    conn: &mut Conn<'_>,
    key: SettingKey,
    valid_from: NaiveDate,
) -> Result<()> {
    let (from_day, from_ms) = match key {
        SettingKey::Zone => (0, i64::MIN),
        // Any zone's midnight is less than a day after this.
        SettingKey::DeadlineRule => (
            day_number(valid_from),
            valid_from
                .and_time(NaiveTime::MIN)
                .and_utc()
                .timestamp_millis(),
        ),
        _ => return Ok(()),
    };
    let sql = "SELECT count(*) FROM (SELECT 1 AS one FROM dossier
               WHERE ended_day >= $1 OR (clock = 'stopped' AND paused_at >= $2) OR $1 = 0 LIMIT 1) AS restated";
    let restated: i64 =
        on!(conn, c => query_scalar(sql).bind(from_day).bind(from_ms).fetch_one(&mut **c).await)?;
    if restated == 0 {
        return Ok(());
    }
    Err(StoreError::Invalid(format!(
        "the setting {} cannot restate dossiers of {valid_from} or later",
        key.as_str()
    )))
}

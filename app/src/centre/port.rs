//! What the pages of the centre's settings and calendar need of the server.

use async_trait::async_trait;
use chrono::NaiveDate;
use chrono_tz::Tz;
use sanh_domain::account::model::Caller;
use sanh_domain::centre::change::{CalendarPlan, CalendarRows, ChangePreview, DueTimePolicy};
use sanh_domain::centre::file::CalendarFile;
use sanh_domain::centre::setting::{SettingKey, Timeline};
use sanh_domain::procedure::listed::ListedAgency;

use crate::error::AppError;

/// The settings through time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingHistory {
    /// The local date.
    pub today: NaiveDate,
    /// Whether there are dossiers, whose days follow the zone.
    pub zone_is_fixed: bool,
    /// Every setting, in their order.
    pub timelines: Vec<Timeline>,
}

/// The calendar as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarOverview {
    /// The local date.
    pub today: NaiveDate,
    /// The zone its clocks keep.
    pub zone: Tz,
    /// Its rows.
    pub rows: CalendarRows,
    /// Every agency.
    pub agencies: Vec<ListedAgency>,
}

/// Why a setting or the calendar was not changed. Nothing was written then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CentreError {
    /// The value cannot be used.
    #[error("the value cannot be used")]
    Unusable,
    /// It would restate what is past.
    #[error("it would restate the past")]
    Restates,
    /// What was shown is no longer so; this is.
    #[error("what was shown has changed")]
    Changed(Box<ChangePreview>),
    /// More due times would move than one change may.
    #[error("too many due times would move")]
    TooMany,
    /// Anything else.
    #[error(transparent)]
    Other(#[from] AppError),
}

/// The centre's settings and calendar. Every method is for administrators; the pages have seen to that.
#[async_trait]
pub trait CentrePort: Send + Sync {
    /// The settings.
    async fn settings(&self) -> Result<SettingHistory, AppError>;

    /// Sets a value from a local date on, today or later.
    async fn set(
        &self,
        caller: &Caller,
        key: SettingKey,
        valid_from: NaiveDate,
        value: &str,
    ) -> Result<(), CentreError>;

    /// Takes back a value that is still to come.
    async fn unset(
        &self,
        caller: &Caller,
        key: SettingKey,
        valid_from: NaiveDate,
    ) -> Result<(), CentreError>;

    /// The calendar.
    async fn calendar(&self) -> Result<CalendarOverview, AppError>;

    /// Takes a file of dates apart: iCalendar, or one date on each line.
    fn read_file(&self, content: &[u8]) -> CalendarFile;

    /// What a change of the calendar would do; nothing is written.
    async fn foretell(
        &self,
        caller: &Caller,
        plan: &CalendarPlan,
    ) -> Result<ChangePreview, AppError>;

    /// Changes the calendar, if all that was shown under `mark` still is so; answers how many due times moved.
    async fn change(
        &self,
        caller: &Caller,
        plan: CalendarPlan,
        moving: DueTimePolicy,
        mark: &str,
    ) -> Result<u64, CentreError>;
}

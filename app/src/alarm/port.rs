//! What the list of alarms needs of the server.

use async_trait::async_trait;
use sanh_domain::account::model::Caller;
use sanh_domain::alarm::model::Alarm;
use sanh_domain::deadline::Instant;

use crate::error::AppError;

/// The alarms that concern the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlarmOverview {
    /// The present instant.
    pub now: Instant,
    /// The centre's zone.
    pub zone: chrono_tz::Tz,
    /// The open alarms, newest first.
    pub open: Vec<Alarm>,
    /// The last that are over, newest first.
    pub past: Vec<Alarm>,
    /// Messages about alarms that could not be sent.
    pub undelivered: u64,
}

/// How many alarms there are, for the navigation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpenAlarms(pub u64);

/// Alarms. Every method is for managers; the pages have seen to that.
#[async_trait]
pub trait AlarmPort: Send + Sync {
    /// The alarms that concern the caller.
    async fn overview(&self, caller: &Caller) -> Result<AlarmOverview, AppError>;

    /// How many that are not muted concern the caller; none where it cannot be told.
    async fn open(&self, caller: &Caller) -> OpenAlarms;

    /// Mutes an alarm for so many hours, or lets it be heard again by none. Answers whether it lasts.
    async fn mute(&self, caller: &Caller, id: i64, hours: u32) -> Result<bool, AppError>;
}

//! Alarms: what server functions take and give.

use sanh_domain::alarm::model::{Alarm, MUTE_HOURS_MAX};
use sanh_domain::deadline::Instant;
use serde::{Deserialize, Serialize};

/// The durations for which an alarm can be muted, in hours.
pub(crate) const MUTE_HOURS: [u32; 4] = [1, 4, 24, MUTE_HOURS_MAX];

/// The alarms that concern the caller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlarmOverview {
    /// The present instant.
    pub now: Instant,
    /// The centre's zone.
    pub zone: chrono_tz::Tz,
    /// The open alarms, newest first.
    pub open: Vec<Alarm>,
    /// The most recent alarms that have ended, newest first.
    pub past: Vec<Alarm>,
    /// What the walls are called whose paired screen is not connected now, whether or not it is away for long enough for an alarm.
    pub lost: Vec<String>,
    /// Messages about alarms that could not be sent.
    pub undelivered: u64,
}

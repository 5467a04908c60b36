//! Settings and the calendar: what server functions take and give.

use chrono::NaiveDate;
use chrono_tz::Tz;
use sanh_domain::centre::change::{CalendarPlan, CalendarRows, ChangePreview};
use sanh_domain::centre::setting::Timeline;
use sanh_domain::id::AgencyId;
use sanh_domain::procedure::listed::ListedAgency;
use serde::{Deserialize, Serialize};

/// The settings through time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingHistory {
    /// The local date.
    pub today: NaiveDate,
    /// Whether there are dossiers, whose days follow the zone.
    pub zone_is_fixed: bool,
    /// Every setting, in their order.
    pub timelines: Vec<Timeline>,
}

/// The calendar at present.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// A form that changes the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CalendarForm {
    /// Dates that differ from the office hours.
    Day,
    /// Such dates from a file.
    File,
    /// Office hours from a date on.
    Hours,
}

impl CalendarForm {
    /// The word by which it is sent.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::File => "file",
            Self::Hours => "hours",
        }
    }

    /// The path of its page, to which it is also sent.
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Day => "/admin/calendar/day",
            Self::File => "/admin/calendar/file",
            Self::Hours => "/admin/calendar/hours",
        }
    }
}

/// The preview of a form; nothing is written yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForetoldChange {
    /// The change that the form asks for.
    pub plan: CalendarPlan,
    /// The effect on open due times.
    pub preview: ChangePreview,
    /// For a file: the text that was read, to be confirmed instead of the file.
    pub text: Option<String>,
    /// Further notes about the change, one sentence each.
    pub notes: Vec<String>,
}

/// The calendar was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarChanged {
    /// How many due times moved.
    pub moved: u64,
    /// The first local date the change can make a difference on.
    pub first_day: Option<NaiveDate>,
}

/// The longest number of a decision, in characters (ours).
pub(crate) const DECISION_CHARS_MAX: usize = 200;

/// The most days in a row that one form adds (ours).
pub(crate) const DAYS_MAX: i64 = 31;

/// An agency as the form names it: 0 is all.
pub(crate) fn agency_of(text: &str, overview: &CalendarOverview) -> Result<Option<AgencyId>, ()> {
    match text.parse() {
        Ok(0) => Ok(None),
        Ok(id) => {
            let mut listed = overview.agencies.iter().map(|listed| listed.id);
            listed.find(|listed| listed.0 == id).map(Some).ok_or(())
        }
        Err(_) => Err(()),
    }
}

/// The fields of the week, Monday first.
pub(crate) const WEEK: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

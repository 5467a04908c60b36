//! The centre itself, as administrators set it up: its settings, its office hours, its calendar.

pub mod api;
mod calendar_page;
pub(crate) mod day_page;
mod file_page;
pub(crate) mod hours_page;
mod parts;
mod preview;
mod settings_page;
pub mod words;

use chrono::NaiveDate;
use chrono_tz::Tz;
use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;
use sanh_domain::centre::change::{CalendarPlan, CalendarRows, ChangePreview};
use sanh_domain::centre::setting::Timeline;
use sanh_domain::procedure::listed::ListedAgency;
use serde::{Deserialize, Serialize};

use calendar_page::CalendarPage;
use day_page::DayPage;
use file_page::FilePage;
use hours_page::HoursPage;
use settings_page::{RemovePage, SettingPage, SettingsPage};

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

/// The calendar as it stands.
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
    /// The word it is sent as.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::File => "file",
            Self::Hours => "hours",
        }
    }

    /// Where it stands, and is sent to.
    const fn path(self) -> &'static str {
        match self {
            Self::Day => "/admin/calendar/day",
            Self::File => "/admin/calendar/file",
            Self::Hours => "/admin/calendar/hours",
        }
    }
}

/// What a form would make of the calendar; nothing is written yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForetoldChange {
    /// The change that it asks for.
    pub plan: CalendarPlan,
    /// What that would do to open due times.
    pub preview: ChangePreview,
    /// Of a file: what was read of it, to be confirmed in its place.
    pub text: Option<String>,
    /// What else is to be said of the change, a sentence each.
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

/// The pages of settings and calendar, under `/admin`.
#[component(transparent)]
pub fn CentreRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/settings") view=SettingsPage />
        <Route path=path!("/settings/:setting") view=SettingPage />
        <Route path=path!("/settings/:setting/remove") view=RemovePage />
        <Route path=path!("/calendar") view=CalendarPage />
        <Route path=path!("/calendar/day") view=DayPage />
        <Route path=path!("/calendar/file") view=FilePage />
        <Route path=path!("/calendar/hours") view=HoursPage />
    }
    .into_inner()
    .into_any_nested_route()
}

//! Alarms about the walls and the server.

pub mod api;
mod page;
pub mod words;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;
use sanh_domain::alarm::model::{Alarm, MUTE_HOURS_MAX};
use sanh_domain::deadline::Instant;
use serde::{Deserialize, Serialize};

use page::{AlarmsPage, HearPage, MutePage};

/// For how many hours an alarm is muted: what can be chosen.
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
    /// The last that are over, newest first.
    pub past: Vec<Alarm>,
    /// Messages about alarms that could not be sent.
    pub undelivered: u64,
}

/// How many alarms there are, for the navigation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenAlarms(pub u64);

/// The pages of alarms, under `/manage`.
#[component(transparent)]
pub fn AlarmRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/alarms") view=AlarmsPage />
        <Route path=path!("/alarms/:alarm/mute") view=MutePage />
        <Route path=path!("/alarms/:alarm/hear") view=HearPage />
    }
    .into_inner()
    .into_any_nested_route()
}

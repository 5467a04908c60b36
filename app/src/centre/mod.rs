//! The data of the centre, kept by administrators: its settings, its office hours, its calendar.

pub mod api;
mod calendar_form;
mod calendar_page;
pub(crate) mod day_page;
mod file_page;
pub(crate) mod hours_page;
mod preview;
mod settings_page;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;

use crate::ui::route::{ActRoute, FormRoute};
use calendar_page::CalendarPage;
use day_page::DayPage;
use file_page::FilePage;
use hours_page::HoursPage;
use settings_page::{RemovePage, SettingPage, SettingsPage};

/// The pages of settings and calendar, under `/admin`.
#[component(transparent)]
pub fn CentreRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/settings") view=SettingsPage />
        <FormRoute path=path!("/settings/:setting") view=SettingPage />
        <ActRoute path=path!("/settings/:setting/remove") view=RemovePage />
        <Route path=path!("/calendar") view=CalendarPage />
        <FormRoute path=path!("/calendar/day") view=DayPage />
        <FormRoute path=path!("/calendar/file") view=FilePage />
        <FormRoute path=path!("/calendar/hours") view=HoursPage />
    }
    .into_inner()
    .into_any_nested_route()
}

//! Who is away from when to when, and whose work it is meanwhile.

pub mod api;
mod page;

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;
use sanh_domain::absence::model::Absence;
use sanh_domain::account::model::Colleague;
use serde::{Deserialize, Serialize};

use page::{AbsenceOwner, EndPage, ListPage};

/// The absences that somebody may set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbsenceOverview {
    /// The local date.
    pub today: NaiveDate,
    /// The absences that are not over, by their first day.
    pub absences: Vec<Absence>,
    /// Everybody who works on dossiers.
    pub colleagues: Vec<Colleague>,
}

impl AbsenceOverview {
    /// Whose account it is, among those who work on dossiers.
    #[must_use]
    pub fn colleague(&self, account: &str) -> Option<&Colleague> {
        self.colleagues.iter().find(|known| known.name == account)
    }

    /// The name shown of an account.
    #[must_use]
    pub fn shown_name(&self, account: &str) -> String {
        let known = self.colleague(account);
        known.map_or_else(|| account.to_owned(), |known| known.display_name.clone())
    }
}

/// The pages of one's own absences, under `/account`.
#[component(transparent)]
pub fn OwnAbsenceRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/absence") view=|| view! { <ListPage whose=AbsenceOwner::Own /> } />
        <Route path=path!("/absence/:absence/end") view=|| view! { <EndPage whose=AbsenceOwner::Own /> } />
    }
    .into_inner()
    .into_any_nested_route()
}

/// The pages of the absences of the people a manager answers for, under `/manage`.
#[component(transparent)]
pub fn AbsenceRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/absences") view=|| view! { <ListPage whose=AbsenceOwner::Managed /> } />
        <Route path=path!("/absences/:absence/end") view=|| view! { <EndPage whose=AbsenceOwner::Managed /> } />
    }
    .into_inner()
    .into_any_nested_route()
}

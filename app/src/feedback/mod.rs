//! Feedback to the centre: ratings, complaints, reports and suggestions; and the answers.

mod answers;
pub mod api;
mod case;
pub(crate) mod desk_rating;
mod explain;
mod follow;
mod frame;
mod manage;
mod rate;
mod send;
mod words;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::hooks::use_params_map;
use leptos_router::path;

use crate::ui::route::{ActRoute, FormRoute};
use answers::AnswersPage;
use case::{AnswerPage, CasePage, ErasePage, ForwardPage, WithdrawPage};
use desk_rating::DeskRatingPage;
use explain::{ExplainPage, ExplanationsPage};
use follow::FollowPage;
use manage::ListPage;
use rate::RatePage;
use send::SendPage;

/// The public pages. They have no layout.
#[component(transparent)]
pub fn FeedbackRoutes() -> AnyNestedRoute {
    view! {
        <FormRoute path=path!("/feedback") view=SendPage />
        <FormRoute path=path!("/feedback/follow") view=FollowPage />
        <FormRoute path=path!("/feedback/rate") view=RatePage />
        <Route path=path!("/feedback/answers") view=AnswersPage />
    }
    .into_inner()
    .into_any_nested_route()
}

/// The managers' pages of messages, under `/manage`.
#[component(transparent)]
pub fn FeedbackRoomRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/feedback") view=ListPage />
        <Route path=path!("/feedback/:feedback") view=CasePage />
        <ActRoute path=path!("/feedback/:feedback/forward") view=ForwardPage />
        <ActRoute path=path!("/feedback/:feedback/answer") view=AnswerPage />
        <ActRoute path=path!("/feedback/:feedback/withdraw") view=WithdrawPage />
        <ActRoute path=path!("/feedback/:feedback/erase") view=ErasePage />
    }
    .into_inner()
    .into_any_nested_route()
}

/// The agencies' pages of messages, and ratings at the reception desk, under `/desk`.
#[component(transparent)]
pub fn ExplanationRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/feedback") view=ExplanationsPage />
        <FormRoute path=path!("/feedback/:feedback") view=ExplainPage />
        <ActRoute path=path!("/dossiers/:code/rating") view=DeskRatingPage />
    }
    .into_inner()
    .into_any_nested_route()
}

/// The message that the address names.
fn message() -> String {
    let id = use_params_map().with_untracked(|params| params.get("feedback"));
    id.unwrap_or_default()
}

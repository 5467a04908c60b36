//! The accounts of staff: their rights, and how they sign in.

pub mod api;
pub mod confirm;
mod front;
pub mod own;
pub mod sign_in;
mod welcome;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;

use crate::ui::route::{ActRoute, FormRoute};
use confirm::ConfirmPage;
use own::{EndSessionPage, OwnPage, PasswordPage, SignOutPage};
use sign_in::{CodePage, SignInPage};
use welcome::WelcomePage;

/// The pages of signing in and out. They have no layout.
#[component(transparent)]
pub fn SignInRoutes() -> AnyNestedRoute {
    view! {
        <FormRoute path=path!("/sign-in") view=SignInPage />
        <FormRoute path=path!("/sign-in/code") view=CodePage />
        <FormRoute path=path!("/welcome/:link") view=WelcomePage />
        <ActRoute path=path!("/sign-out") view=SignOutPage />
    }
    .into_inner()
    .into_any_nested_route()
}

/// The pages of one's own account, under `/account`.
#[component(transparent)]
pub fn AccountRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("") view=OwnPage />
        <ActRoute path=path!("/confirm") view=ConfirmPage />
        <ActRoute path=path!("/password") view=PasswordPage />
        <ActRoute path=path!("/sessions/end") view=EndSessionPage />
    }
    .into_inner()
    .into_any_nested_route()
}

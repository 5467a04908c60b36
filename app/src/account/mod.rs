//! People who work here, what each may do, and how they sign in.

pub mod api;
pub mod confirm;
mod front;
pub mod own;
pub mod sign_in;
mod welcome;

use std::fmt;

use chrono_tz::Tz;
use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;
use sanh_domain::account::model::{Person, Role};
use sanh_domain::account::session::OpenSession;
use serde::{Deserialize, Serialize};

use confirm::ConfirmPage;
use own::{EndSessionPage, OwnPage, PasswordPage, SignOutPage};
use sign_in::{CodePage, SignInPage};
use welcome::WelcomePage;

/// What a sign-in has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignInStep {
    /// The second factor is still asked for.
    NeedsCode,
    /// Somebody of this role is signed in.
    Entered(Role),
}

/// Whom a one-time link is for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkRecipient {
    /// Who.
    pub person: Person,
    /// The new second factor as an `otpauth://` address, where the role takes one; the same while the link holds.
    pub otpauth: Option<String>,
    /// The same secret, in base 32, to be typed.
    pub secret: Option<String>,
}

impl fmt::Debug for LinkRecipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LinkRecipient({}, secret)", self.person.name)
    }
}

/// What somebody sees of their own account beside who they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnAccount {
    /// Where they are signed in, newest first.
    pub sessions: Vec<OpenSession>,
    /// The centre's zone.
    pub zone: Tz,
}

/// The pages of signing in and out. They stand in no layout.
#[component(transparent)]
pub fn SignInRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/sign-in") view=SignInPage />
        <Route path=path!("/sign-in/code") view=CodePage />
        <Route path=path!("/welcome/:link") view=WelcomePage />
        <Route path=path!("/sign-out") view=SignOutPage />
    }
    .into_inner()
    .into_any_nested_route()
}

/// The pages of one's own account, under `/account`.
#[component(transparent)]
pub fn AccountRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("") view=OwnPage />
        <Route path=path!("/confirm") view=ConfirmPage />
        <Route path=path!("/password") view=PasswordPage />
        <Route path=path!("/sessions/end") view=EndSessionPage />
    }
    .into_inner()
    .into_any_nested_route()
}

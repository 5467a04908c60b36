//! The live board, as pages and server functions are handed it.

use std::sync::Arc;

use async_trait::async_trait;
use leptos::prelude::*;
use sanh_domain::account::session::Origin;
use sanh_domain::board::days::PublicDays;
use sanh_domain::board::disclosure::PublicBoard;
use sanh_domain::board::edition::Edition;
use sanh_domain::deadline::Instant;
use sanh_domain::deadline::calendar::Calendar;
use sanh_domain::period::PeriodSelection;
use sanh_domain::scope::Scope;
use sanh_domain::screen::model::ScreenSetting;
use sanh_domain::screen::watching::Watchers;

use crate::error::AppError;

/// The live board of the program that serves the pages.
#[must_use]
pub fn live_board() -> Arc<dyn BoardPort> {
    expect_context()
}

/// The screens' access to the live board; the server implements it, because the boards are in its memory.
#[async_trait]
pub trait BoardPort: Send + Sync {
    /// The newest edition of a scope. Costs no query while the scope is being watched.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an agency that does not exist, [`AppError::Unavailable`]
    /// before the first board could be counted.
    async fn edition(&self, scope: Scope) -> Result<Arc<Edition>, AppError>;

    /// The setting of the wall with this name.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for a name that has not been set up, [`AppError::Unavailable`] while the database has not
    /// answered yet.
    async fn screen(&self, name: &str) -> Result<ScreenSetting, AppError>;

    /// The figures that the wall with this name keeps showing, while it is held.
    fn held(&self, name: &str) -> Option<Arc<[PublicBoard]>>;

    /// The wall that the screen of this secret is paired with.
    fn paired_with(&self, token: &str) -> Option<String>;

    /// Notes that the page of a wall was asked for.
    fn note_poll(&self, name: &str, from: &Origin);

    /// The connected screens, and when others were last connected: on every server that shares the database, as far as it
    /// answers.
    async fn watchers(&self) -> Watchers;

    /// A scope's edition for these periods as it was at an instant, or will be at a future one if nothing is done until then.
    /// Counted from history, so the time it takes grows with the period's dossiers. Writes nothing.
    ///
    /// # Errors
    ///
    /// As [`BoardPort::edition`]; [`AppError::Busy`] while another is being counted.
    async fn edition_at(
        &self,
        scope: Scope,
        turn: PeriodSelection,
        at: Instant,
    ) -> Result<Edition, AppError>;

    /// The centre's office hours and days off.
    ///
    /// # Errors
    /// [`AppError::Unavailable`] while the database does not answer.
    async fn calendar(&self) -> Result<Calendar, AppError>;

    /// The year day by day, and the future days off. Counted once per edition of the centre.
    ///
    /// # Errors
    ///
    /// [`AppError::Unavailable`] before the first board, and while the database does not answer.
    async fn days(&self) -> Result<Arc<PublicDays>, AppError>;

    /// The present instant by the server's clock.
    fn now(&self) -> Instant;

    /// When a scope's figures were last known to be those of the database; behind `now` while it is away, or while the scope cannot
    /// be counted.
    fn fresh(&self, scope: Scope) -> Instant;

    /// Whether the server's clock cannot be believed.
    fn is_clock_wrong(&self) -> bool {
        false
    }

    /// The build that serves the pages; a wall that sees another one reloads itself.
    fn build(&self) -> String;
}

//! The boards of one screen, which take turns by the time.

use std::sync::Arc;
use std::time::Duration;

use sanh_app::error::AppError;
use sanh_app::live_board::BoardPort;
use sanh_domain::deadline::Instant;
use sanh_domain::scope::Scope;
use sanh_domain::screen::model::ScreenSetting;
use tokio::sync::watch;

use crate::live::Live;
use crate::live::channel::{ChannelKey, RenderedBoard};

/// The longest wait for a turn: a screen with one board waits for none.
const NO_TURN: Duration = Duration::from_hours(1);

/// A receiver of a channel's renderings.
type Renderings = watch::Receiver<Arc<RenderedBoard>>;

/// The boards of a screen. All of them are watched for as long as its stream lives, so that a turn counts and renders nothing.
pub(super) struct BoardsInTurn {
    setting: ScreenSetting,
    /// Each board's scope and renderings, in their order.
    all: Vec<(Scope, Renderings)>,
    /// The scope of the board that is shown.
    pub(super) scope: Scope,
    /// Its renderings.
    pub(super) shown: Renderings,
}

impl BoardsInTurn {
    /// The boards of a screen as it is set up. One that is no more (its agency was closed) is passed over.
    ///
    /// # Errors
    /// As [`Live::subscribe`], where none can be had.
    pub(super) async fn subscribe(live: &Live, setting: ScreenSetting) -> Result<Self, AppError> {
        let mut all: Vec<(Scope, Renderings)> = Vec::new();
        let mut fault = AppError::NotFound;
        for scope in setting.scopes() {
            match live
                .subscribe(&ChannelKey::of(setting.of_board(scope)))
                .await
            {
                Ok(renderings) => all.push((scope, renderings)),
                Err(error) => fault = error,
            }
        }
        let now = setting.scope_at(live.now());
        let first = all.iter().find(|(scope, _)| *scope == now).or(all.first());
        let (scope, shown) = first.cloned().ok_or(fault)?;
        Ok(Self {
            setting,
            all,
            scope,
            shown,
        })
    }

    /// Keeps the boards for the next poll, where no stream goes on watching them.
    pub(super) fn keep(&self, live: &Live) {
        for (scope, _) in &self.all {
            live.keep(&ChannelKey::of(self.setting.of_board(*scope)));
        }
    }

    /// The time until the next board comes.
    pub(super) fn wait(&self, now: Instant) -> Duration {
        if self.all.len() < 2 {
            return NO_TURN;
        }
        let wait = self.setting.next_board_at(now) - now;
        wait.to_std().unwrap_or_default()
    }

    /// Goes on to the board of an instant; false where it is shown already, or cannot be had.
    pub(super) fn turn(&mut self, now: Instant) -> bool {
        let next = self.setting.scope_at(now);
        if next == self.scope {
            return false;
        }
        let Some((scope, renderings)) = self.all.iter().find(|(scope, _)| *scope == next) else {
            return false;
        };
        (self.scope, self.shown) = (*scope, renderings.clone());
        true
    }
}

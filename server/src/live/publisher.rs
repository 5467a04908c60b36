//! The publisher: it decides when boards are counted again, and publishes those that have changed.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use sanh_domain::board::edition::{Edition, Version};
use sanh_domain::deadline::Instant;
use sanh_domain::scope::Scope;
use tokio_util::sync::CancellationToken;

use super::Live;
use super::channel::ChannelKey;
use super::fleet::Fleet;
use super::pacing::Pacing;
use super::scope::Freshness;
use super::source::{ScopeCount, SourceError};

/// The shortest wait between two tries while the database does not answer.
const AWAY_PAUSE: Duration = Duration::from_secs(1);

/// Seconds that boards wait for the next batch of an import that is partly written, so that all of it appears at once (ours: a
/// batch takes less than a second; an import that broke off delays the figures no longer than this).
const IMPORT_WAIT_S: i64 = 30;

impl Live {
    /// Publishes until `shutdown`. The first board is counted at once.
    pub async fn run(self: Arc<Self>, shutdown: CancellationToken) {
        let mut pacing = Pacing::new(self.pace.boards_per_s_max);
        loop {
            let next = pacing.begun(tokio::time::Instant::now());
            self.publish().await;
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = self.due() => {}
            }
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = tokio::time::sleep_until(next) => {}
            }
        }
    }

    /// Returns when there is a reason to count again.
    async fn due(&self) {
        loop {
            let turn = self.time_to_turn();
            let poll = Duration::from_millis(self.pace.poll_ms.into());
            tokio::select! {
                () = self.wake.notified() => return,
                () = self.source.changed() => return,
                () = tokio::time::sleep(turn) => return,
                () = tokio::time::sleep(poll) => if self.check_changes().await { return },
            }
        }
    }

    /// The time until the figures of a scope change without any event, or until a failed scope is tried again.
    fn time_to_turn(&self) -> Duration {
        let now = self.clock.now();
        let state = self.state();
        let waits = state.scopes.values().map(|board| board.wait(now));
        let wait = waits.min().unwrap_or(AWAY_PAUSE);
        if state.is_away {
            wait.max(AWAY_PAUSE)
        } else {
            wait
        }
    }

    /// Asks for the number of the last change and records whether the database answers. True if a scope has to be counted.
    async fn check_changes(&self) -> bool {
        match self.source.change_number().await {
            Ok(number) => {
                self.note_answer();
                self.note_change(number)
            }
            Err(error) => {
                self.note_silence(&error);
                false
            }
        }
    }

    /// Marks the scopes whose figures equal the database at this change as fresh. True if another has to be counted.
    fn note_change(&self, number: i64) -> bool {
        let now = self.clock.now();
        let mut state = self.state();
        let mut has_outdated = !state.scopes.contains_key(&Scope::Centre);
        for board in state.scopes.values_mut() {
            has_outdated |= board.note_change(number, now) == Freshness::Outdated;
        }
        has_outdated
    }

    /// Records that the database has answered.
    fn note_answer(&self) {
        let now_ms = self.clock.now().timestamp_millis();
        let is_first = self.answered_ms.swap(now_ms, Ordering::Relaxed) == 0;
        if std::mem::take(&mut self.state().is_away) && !is_first {
            tracing::info!("the database answers again");
        }
    }

    /// Records that the database has not answered. Before its first answer nothing is logged, as it is still being opened.
    fn note_silence(&self, error: &SourceError) {
        let was_away = std::mem::replace(&mut self.state().is_away, true);
        if !was_away && self.answered_ms.load(Ordering::Relaxed) != 0 {
            tracing::warn!(%error, "the database does not answer; the last board stays");
        }
    }

    /// Records that a scope cannot be counted although the database answers.
    pub(super) fn note_fault(&self, scope: Scope, what: &str) {
        self.note_answer();
        let is_news = self
            .state()
            .scopes
            .entry(scope)
            .or_default()
            .fail(what.to_owned());
        if is_news {
            tracing::error!(%scope, what, "a scope cannot be counted; its last board stays, the others go on");
            self.faulty.notify_one();
        }
    }

    async fn publish(&self) {
        for scope in self.scopes_to_count() {
            let _turn = self.counting.lock().await;
            match self.count(scope).await {
                Ok(_) => {}
                Err(SourceError::NotFound) => drop(self.state().scopes.remove(&scope)),
                Err(SourceError::Damaged(what)) => self.note_fault(scope, &what),
                // The database does not answer, and every other scope would wait as long.
                Err(error @ SourceError::Away(_)) => return self.note_silence(&error),
            }
        }
    }

    /// The centre and every agency that a stream watches or a screen polls, without those that wait after a fault.
    fn scopes_to_count(&self) -> Vec<Scope> {
        let mut state = self.state();
        state.channels.retain(|_, channel| channel.is_needed());
        let watched: Vec<Scope> = state.channels.keys().map(ChannelKey::scope).collect();
        state
            .scopes
            .retain(|scope, _| *scope == Scope::Centre || watched.contains(scope));
        let scopes: BTreeSet<Scope> = watched.into_iter().chain([Scope::Centre]).collect();
        let waits = |scope: &Scope| {
            let board = state.scopes.get(scope);
            board.is_some_and(super::ScopeBoard::is_waiting)
        };
        scopes.into_iter().filter(|scope| !waits(scope)).collect()
    }

    /// Counts one scope, publishes it if it differs, and returns its edition. The caller holds `counting`.
    pub(super) async fn count(&self, scope: Scope) -> Result<Arc<Edition>, SourceError> {
        let at = self.clock.now();
        let counted = self.source.count(scope, at).await?;
        // The centre's board is counted at every change, so this runs once per change.
        if scope == Scope::Centre {
            self.read_fleet().await?;
        }
        self.note_answer();
        let (number, next_turn) = (counted.change_number, counted.next_turn);
        let mut state = self.state();
        if let Some(edition) = state.edition(scope)
            && is_half_imported(&counted, at)
        {
            // The board stays as it was before the import, and shows its age.
            return Ok(edition);
        }
        let known = state
            .edition(scope)
            .filter(|edition| counted.shows_the_same_as(edition));
        if let Some(edition) = known {
            let board = state.scopes.entry(scope).or_default();
            board.take(Arc::clone(&edition), (number, next_turn), at);
            return Ok(edition);
        }
        let version = Version((state.last_version.0 + 1).max(at.timestamp_millis().unsigned_abs()));
        state.last_version = version;
        let edition = Arc::new(counted.edition(version, at));
        self.emergencies.published(scope, &edition);
        let board = state.scopes.entry(scope).or_default();
        board.take(Arc::clone(&edition), (number, next_turn), at);
        let channels = state.channels.values();
        let channels = channels.filter(|channel| channel.scope() == scope);
        let channels: Vec<_> = channels.cloned().collect();
        // The streams need the state for their beats while this renders, for some milliseconds. A channel that is added in the
        // meantime already shows this edition.
        drop(state);
        for channel in channels {
            channel.paint(&edition);
        }
        self.editions.fetch_add(1, Ordering::Relaxed);
        self.versions.published(scope, &edition);
        Ok(edition)
    }

    /// Reads the settings of all walls and notifies the streams if they changed. If they cannot be read, the known settings stay:
    /// the board does not depend on them.
    async fn read_fleet(&self) -> Result<(), SourceError> {
        let known = self.state().fleet.clone();
        let fleet = match Fleet::read(self.source.as_ref(), known).await {
            Ok(fleet) => fleet,
            Err(SourceError::Damaged(what)) => {
                tracing::error!(
                    what,
                    "what the walls are set to cannot be read; they stay as they are"
                );
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let mut state = self.state();
        let is_news = state.fleet.as_ref() != Some(&fleet);
        let settings = is_news.then(|| fleet.settings());
        state.fleet = Some(fleet);
        drop(state);
        if let Some(settings) = settings {
            self.versions.set(settings, self.clock.now());
            self.setting_changes.send_modify(|number| *number += 1);
        }
        Ok(())
    }
}

/// Whether the count contains only a part of an import whose next batch is still awaited.
fn is_half_imported(counted: &ScopeCount, now: Instant) -> bool {
    let since = counted.importing_at.map(|at| (now - at).num_seconds());
    since.is_some_and(|since_s| since_s < IMPORT_WAIT_S)
}

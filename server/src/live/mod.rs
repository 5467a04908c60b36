//! The live pipeline: a change in the database, or the passing of time, becomes one board, its
//! bytes, and those bytes reach every screen.
//!
//! A board is counted once a change and a scope, never for a screen. The publisher wakes for a
//! commit of this process at once, for another process's commit within a poll, and when the clock
//! alone turns the figures: at a due time, at midnight, at a period's end.

pub mod alarms;
pub mod channel;
pub mod difference;
pub mod emergency;
pub mod feed;
pub mod fleet;
pub mod pack;
pub mod present;
pub mod source;
pub mod store_source;
pub mod versions;
pub mod wire;

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use sanh_app::account::port::Origin;
use sanh_app::board::disclosure::PublicBoard;
use sanh_app::board::edition::{BoardPort, Edition, Turn, Version};
use sanh_app::board::model::Scope;
use sanh_app::deadline::{Calendar, Instant};
use sanh_app::error::AppError;
use sanh_app::page::DEFAULT_SCREEN;
use sanh_app::screen::model::ScreenSetting;
use sanh_app::screen::watching::Watchers;
use sanh_app::text::date::zone_offset_min;
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use alarms::OpenByKind;
use channel::{Channel, ChannelKey, Painted};
use emergency::Emergencies;
use fleet::Fleet;
use present::Present;
use source::{Source, SourceError};
use versions::Versions;

/// How the publisher paces itself.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Boards a second a scope publishes at the most, after the first.
    pub boards_per_s_max: u32,
    /// Milliseconds between two looks for changes by other processes.
    pub poll_ms: u32,
    /// Channels kept up to date at the most.
    pub channels_max: u32,
}

/// The live board: publisher and publications of one process.
pub struct Live {
    source: Arc<dyn Source>,
    clock: Arc<dyn Clock>,
    pace: Pace,
    build: String,
    state: Mutex<State>,
    /// Counts follow each other, so that an older one never replaces a newer one.
    counting: tokio::sync::Mutex<()>,
    /// Held by the one count from history that is under way.
    looking_back: tokio::sync::Mutex<()>,
    wake: Notify,
    /// Grows when what a wall is set up or told to do changes.
    told: watch::Sender<u64>,
    /// When the figures were last known to be those of the database, ms; 0 = never.
    fresh_ms: AtomicI64,
    editions: AtomicU64,
    versions: Arc<Versions>,
    /// The screens that are watching now.
    pub present: Present,
    /// Which of them have painted the emergency.
    pub emergencies: Emergencies,
    /// The alarms of the last look.
    pub alarms: OpenByKind,
}

#[derive(Default)]
struct State {
    scopes: HashMap<Scope, Arc<Edition>>,
    channels: HashMap<ChannelKey, Channel>,
    /// What the walls show, read with every count; none before the first.
    fleet: Option<Fleet>,
    next_turn: Option<Instant>,
    change_number: Option<i64>,
    last_version: Version,
    is_away: bool,
}

impl Live {
    /// A pipeline that has published nothing yet; [`Live::run`] is its motor.
    #[must_use]
    pub fn new(
        source: Arc<dyn Source>,
        clock: Arc<dyn Clock>,
        pace: Pace,
        build: String,
        versions: Arc<Versions>,
    ) -> Arc<Self> {
        let present = Present::listening_since(clock.now());
        Arc::new(Self {
            source,
            clock,
            pace,
            build,
            state: Mutex::default(),
            counting: tokio::sync::Mutex::default(),
            looking_back: tokio::sync::Mutex::default(),
            wake: Notify::new(),
            told: watch::Sender::new(0),
            fresh_ms: AtomicI64::new(0),
            editions: AtomicU64::new(0),
            versions,
            present,
            emergencies: Emergencies::default(),
            alarms: OpenByKind::default(),
        })
    }

    /// Publishes until `shutdown`. The first board is counted at once.
    pub async fn run(self: Arc<Self>, shutdown: CancellationToken) {
        let gap = Duration::from_secs(1) / self.pace.boards_per_s_max.max(1);
        loop {
            let started = tokio::time::Instant::now();
            self.publish().await;
            let next = tokio::select! {
                () = shutdown.cancelled() => return,
                () = self.due() => started + gap,
            };
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = tokio::time::sleep_until(next) => {}
            }
        }
    }

    /// Counts again soon, whatever the change number says.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Editions published since the start, for the metrics.
    pub fn editions(&self) -> u64 {
        self.editions.load(Ordering::Relaxed)
    }

    /// Whether the database answered the last time it was asked.
    pub fn is_ready(&self) -> bool {
        let state = self.state();
        !state.is_away && !state.scopes.is_empty()
    }

    /// The version of a scope's newest edition.
    pub fn version(&self, scope: Scope) -> Option<Version> {
        self.state()
            .scopes
            .get(&scope)
            .map(|edition| edition.version)
    }

    /// The file of the centre's logo, where one is set and the database answers.
    pub async fn logo_path(&self) -> Option<PathBuf> {
        self.source.logo_path(self.clock.now()).await.ok().flatten()
    }

    /// What the wall of this name was set up to show.
    ///
    /// # Errors
    /// As [`BoardPort::screen`].
    pub fn setting(&self, name: &str) -> Result<ScreenSetting, AppError> {
        let state = self.state();
        let fleet = state.fleet.as_ref().ok_or(AppError::Unavailable)?;
        match fleet.setting(name) {
            Some(setting) => Ok(setting.clone()),
            // The wall at `/` is there from the start.
            None if name == DEFAULT_SCREEN => Ok(ScreenSetting::default_named(name)),
            None => Err(AppError::NotFound),
        }
    }

    /// Whether a screen with this secret may show the wall of this name: any may, but one that is paired with a screen of its own.
    pub fn admits(&self, name: &str, token: Option<&str>) -> bool {
        let state = self.state();
        state
            .fleet
            .as_ref()
            .is_none_or(|fleet| fleet.admits(name, token))
    }

    /// Whether this is the secret of the screen that is paired with the wall of this name: of no other is believed what it says.
    pub fn is_paired_by(&self, name: &str, token: Option<&str>) -> bool {
        let state = self.state();
        let fleet = state.fleet.as_ref();
        fleet.is_some_and(|fleet| fleet.is_paired_by(name, token))
    }

    /// The clock that the walls go by.
    pub fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
    }

    /// Tells of every change of what walls are set up or told to do.
    pub fn told(&self) -> watch::Receiver<u64> {
        self.told.subscribe()
    }

    /// What a beat says now to the screen of this name, which shows `version`.
    pub fn beat(&self, name: &str, scope: Scope, version: Version) -> wire::Beat {
        let now = self.clock.now();
        let edition = self.state().scopes.get(&scope).cloned();
        let zone = edition
            .as_ref()
            .map_or(chrono_tz::UTC, |edition| edition.centre.zone);
        let setting = self.setting(name).ok();
        let identify_until = setting.as_ref().and_then(|setting| setting.identify_until);
        wire::Beat {
            now: now.timestamp_millis(),
            fresh: self.fresh_ms.load(Ordering::Relaxed),
            zone_offset_min: zone_offset_min(zone, now),
            setting: setting.map(|setting| setting.to_string()),
            identify_until: identify_until.map(|until| until.timestamp_millis()),
            clock_wrong: self.source.is_clock_wrong(),
            night: edition.is_some_and(|edition| edition.is_night_at(now)),
            version,
            build: self.build.clone(),
            date: wire::DateWords::of(zone, now),
        }
    }

    /// The stream of paintings of a channel, its present state first.
    ///
    /// # Errors
    /// As [`BoardPort::edition`]; [`AppError::Unavailable`] when there are too many channels.
    pub async fn subscribe(
        &self,
        key: &ChannelKey,
    ) -> Result<watch::Receiver<Arc<Painted>>, AppError> {
        let edition = self.edition(key.scope()).await?;
        let mut state = self.state();
        // A publication may have come between; the newest one is painted. Or the scope may have been dropped, as nobody
        // watched it yet.
        let edition = Arc::clone(state.scopes.entry(key.scope()).or_insert(edition));
        if let Some(channel) = state.channels.get(key) {
            return Ok(channel.subscribe());
        }
        if state.channels.len() >= self.pace.channels_max as usize {
            state.channels.retain(|_, channel| channel.is_watched());
        }
        if state.channels.len() >= self.pace.channels_max as usize {
            return Err(AppError::Unavailable);
        }
        let held = state
            .fleet
            .as_ref()
            .and_then(|fleet| fleet.held(key.held_on()?));
        let channel = Channel::new(key.clone(), held, &edition);
        let receiver = channel.subscribe();
        state.channels.insert(key.clone(), channel);
        if key.scope() != Scope::Centre {
            // A change may have been published while nobody watched this scope.
            self.wake();
        }
        Ok(receiver)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
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
                () = tokio::time::sleep(poll) => if self.has_changed().await { return },
            }
        }
    }

    fn time_to_turn(&self) -> Duration {
        let Some(turn) = self.state().next_turn else {
            return Duration::from_secs(1);
        };
        (turn - self.clock.now()).to_std().unwrap_or_default()
    }

    async fn has_changed(&self) -> bool {
        let known = self.state().change_number;
        match self.source.change_number().await {
            Ok(number) if Some(number) == known => {
                self.note_answer();
                false
            }
            Ok(_) => true,
            Err(error) => {
                self.note_silence(&error);
                false
            }
        }
    }

    /// The database has just answered.
    fn note_answer(&self) {
        let now_ms = self.clock.now().timestamp_millis();
        let is_first = self.fresh_ms.swap(now_ms, Ordering::Relaxed) == 0;
        if std::mem::take(&mut self.state().is_away) && !is_first {
            tracing::info!("the database answers again");
        }
    }

    /// The database has not answered. Before its first answer that is no news: it is being opened.
    fn note_silence(&self, error: &SourceError) {
        let was_away = std::mem::replace(&mut self.state().is_away, true);
        if !was_away && self.fresh_ms.load(Ordering::Relaxed) != 0 {
            tracing::warn!(%error, "the database does not answer; the last board stays");
        }
    }

    async fn publish(&self) {
        let watched: Vec<Scope> = self.watched_scopes();
        let mut next_turn: Option<Instant> = None;
        for scope in watched {
            let _turn = self.counting.lock().await;
            match self.count(scope).await {
                Ok((_, turn)) => next_turn = Some(next_turn.map_or(turn, |known| known.min(turn))),
                Err(SourceError::NotFound) => drop(self.state().scopes.remove(&scope)),
                Err(error) => return self.note_silence(&error),
            }
        }
        self.state().next_turn = next_turn;
    }

    /// The centre, and every agency someone is watching.
    fn watched_scopes(&self) -> Vec<Scope> {
        let mut state = self.state();
        state.channels.retain(|_, channel| channel.is_watched());
        let watched: Vec<Scope> = state.channels.keys().map(ChannelKey::scope).collect();
        state
            .scopes
            .retain(|scope, _| *scope == Scope::Centre || watched.contains(scope));
        let scopes: BTreeSet<Scope> = watched.into_iter().chain([Scope::Centre]).collect();
        scopes.into_iter().collect()
    }

    /// Counts one scope and publishes what differs; returns the scope's edition, and when time alone will change it. Call it
    /// under `counting`.
    async fn count(&self, scope: Scope) -> Result<(Arc<Edition>, Instant), SourceError> {
        let at = self.clock.now();
        let counted = self.source.count(scope, at).await?;
        // With the centre's board, which is counted at every change.
        if scope == Scope::Centre {
            let known = self.state().fleet.clone();
            let fleet = Fleet::read(self.source.as_ref(), known).await?;
            self.take_fleet(fleet, counted.change_number);
        }
        self.note_answer();
        let mut state = self.state();
        let known = state
            .scopes
            .get(&scope)
            .filter(|edition| counted.shows_the_same_as(edition));
        if let Some(edition) = known {
            return Ok((Arc::clone(edition), counted.next_turn));
        }
        let version = Version((state.last_version.0 + 1).max(at.timestamp_millis().unsigned_abs()));
        state.last_version = version;
        let next_turn = counted.next_turn;
        let edition = Arc::new(counted.edition(version, at));
        self.emergencies.published(scope, &edition);
        state.scopes.insert(scope, Arc::clone(&edition));
        for channel in state.channels.values_mut() {
            if channel.scope() == scope {
                channel.paint(&edition);
            }
        }
        self.editions.fetch_add(1, Ordering::Relaxed);
        self.versions.published(scope, &edition);
        Ok((edition, next_turn))
    }
}

impl Live {
    /// Takes what the walls show now, and tells the streams where it is not what they were told.
    fn take_fleet(&self, fleet: Fleet, change_number: i64) {
        let mut state = self.state();
        state.change_number = Some(change_number);
        let is_news = state.fleet.as_ref() != Some(&fleet);
        let settings = is_news.then(|| fleet.settings());
        state.fleet = Some(fleet);
        drop(state);
        if let Some(settings) = settings {
            self.versions.set(settings, self.clock.now());
            self.told.send_modify(|number| *number += 1);
        }
    }
}

#[async_trait]
impl BoardPort for Live {
    async fn edition(&self, scope: Scope) -> Result<Arc<Edition>, AppError> {
        let known = || self.state().scopes.get(&scope).cloned();
        if let Some(edition) = known() {
            return Ok(edition);
        }
        // Asking a database that does not answer takes as long as its time-out.
        if self.state().is_away {
            return Err(AppError::Unavailable);
        }
        let _turn = self.counting.lock().await;
        // Whoever waited here for the same scope finds it counted.
        if let Some(edition) = known() {
            return Ok(edition);
        }
        let (edition, turn) = self.count(scope).await.map_err(AppError::from)?;
        let mut state = self.state();
        state.next_turn = Some(state.next_turn.map_or(turn, |known| known.min(turn)));
        Ok(edition)
    }

    async fn edition_at(&self, scope: Scope, turn: Turn, at: Instant) -> Result<Edition, AppError> {
        // Each may read a year's dossiers: one at a time leaves the database to the walls.
        let _one = self.looking_back.try_lock().map_err(|_| AppError::Busy)?;
        let counted = self.source.count_from_history(scope, turn, at).await?;
        let version = Version(at.timestamp_millis().unsigned_abs());
        Ok(counted.edition(version, at))
    }

    async fn calendar(&self) -> Result<Calendar, AppError> {
        Ok(self.source.calendar(self.clock.now()).await?)
    }

    async fn screen(&self, name: &str) -> Result<ScreenSetting, AppError> {
        if let Err(AppError::Unavailable) = self.setting(name) {
            // Nothing has been counted yet; the settings come with the first count.
            self.edition(Scope::Centre).await?;
        }
        self.setting(name)
    }

    fn held(&self, name: &str) -> Option<Arc<[PublicBoard]>> {
        self.state().fleet.as_ref()?.held(name)
    }

    fn paired_with(&self, token: &str) -> Option<String> {
        self.state().fleet.as_ref()?.paired_with(token)
    }

    fn note_poll(&self, name: &str, from: &Origin) {
        self.present.polled(name, from, self.clock.now());
    }

    fn watchers(&self) -> Watchers {
        self.present.watchers()
    }

    fn now(&self) -> Instant {
        self.clock.now()
    }

    fn fresh(&self) -> Instant {
        let ms = self.fresh_ms.load(Ordering::Relaxed);
        chrono::DateTime::from_timestamp_millis(ms).unwrap_or_default()
    }

    fn is_clock_wrong(&self) -> bool {
        self.source.is_clock_wrong()
    }

    fn build(&self) -> String {
        self.build.clone()
    }
}

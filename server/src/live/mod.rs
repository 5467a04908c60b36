//! The live pipeline: after a change in the database, or when time changes the figures, boards are counted, rendered and sent
//! to every screen.
//!
//! A board is counted once per change and scope, never per screen. The publisher wakes at once for a commit of this process,
//! within a poll for a commit of another process, and when time alone changes the figures: at a due time, at midnight, at the
//! end of a period. Scopes are independent: one that cannot be counted continues to show its last figures, marked as old, and
//! is tried again; the others are counted as usual.

pub mod alarms;
pub mod board_compression;
pub mod channel;
mod days;
pub mod difference;
pub mod emergency;
pub mod event_encoding;
pub mod feed;
pub mod fleet;
pub mod other_nodes;
mod pacing;
mod publisher;
pub mod registry;
mod satisfaction;
mod scope;
pub mod source;
pub mod store_source;
pub mod versions;
pub mod wall_playback;
pub mod wire;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use sanh_app::error::AppError;
use sanh_app::live_board::BoardPort;
use sanh_app::text::date::zone_offset_min;
use sanh_domain::account::session::Origin;
use sanh_domain::board::days::PublicDays;
use sanh_domain::board::disclosure::PublicBoard;
use sanh_domain::board::edition::{Edition, Version};
use sanh_domain::deadline::{Calendar, Instant};
use sanh_domain::period::PeriodSelection;
use sanh_domain::scope::Scope;
use sanh_domain::screen::model::{DEFAULT_SCREEN, ScreenSetting};
use sanh_domain::screen::watching::Watchers;
use tokio::sync::{Notify, watch};

use alarms::OpenByKind;
use channel::{Channel, ChannelKey, RenderedBoard};
use days::KeptDays;
use emergency::Emergencies;
use fleet::Fleet;
use registry::StreamRegistry;
use sanh_store::clock::Clock;
use scope::ScopeBoard;
use source::{BoardSource, SourceError};
use versions::Versions;

/// The limits of the publisher's pace.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// The most boards that a scope publishes in a second; two at once after a pause.
    pub boards_per_s_max: u32,
    /// Milliseconds between two queries for changes by other processes.
    pub poll_ms: u32,
    /// The most channels that are kept up to date.
    pub channels_max: u32,
}

/// The live boards of one process, and their publisher.
pub struct Live {
    source: Arc<dyn BoardSource>,
    clock: Arc<dyn Clock>,
    pace: Pace,
    build: String,
    state: Mutex<State>,
    /// Only one count runs at a time, so that an older count never replaces a newer one.
    counting: tokio::sync::Mutex<()>,
    /// Locked while a count from history runs, of which there is one at a time.
    looking_back: tokio::sync::Mutex<()>,
    wake: Notify,
    /// Changes when a wall's setting changes or a command is given to it.
    setting_changes: watch::Sender<u64>,
    /// When the database last answered, in milliseconds UTC; 0: never.
    answered_ms: AtomicI64,
    /// Wakes when a scope cannot be counted.
    faulty: Notify,
    editions: AtomicU64,
    /// The year day by day, as last counted.
    days: tokio::sync::Mutex<Option<KeptDays>>,
    versions: Arc<Versions>,
    /// The connected screens.
    pub present: StreamRegistry,
    /// The emergencies shown, and which screens have painted them.
    pub emergencies: Emergencies,
    /// The open alarms of the last check.
    pub alarms: OpenByKind,
}

#[derive(Default)]
struct State {
    scopes: HashMap<Scope, ScopeBoard>,
    channels: HashMap<ChannelKey, Arc<Channel>>,
    /// The settings of all walls, read with every count; none before the first.
    fleet: Option<Fleet>,
    last_version: Version,
    is_away: bool,
}

impl State {
    fn edition(&self, scope: Scope) -> Option<Arc<Edition>> {
        self.scopes.get(&scope)?.edition.clone()
    }
}

impl Live {
    /// A publisher that has published nothing yet; [`Live::run`] runs it.
    #[must_use]
    pub fn new(
        source: Arc<dyn BoardSource>,
        clock: Arc<dyn Clock>,
        pace: Pace,
        build: String,
        versions: Arc<Versions>,
    ) -> Arc<Self> {
        let present = StreamRegistry::listening_since(clock.now());
        Arc::new(Self {
            source,
            clock,
            pace,
            build,
            state: Mutex::default(),
            counting: tokio::sync::Mutex::default(),
            looking_back: tokio::sync::Mutex::default(),
            wake: Notify::new(),
            setting_changes: watch::Sender::new(0),
            answered_ms: AtomicI64::new(0),
            faulty: Notify::new(),
            editions: AtomicU64::new(0),
            days: tokio::sync::Mutex::default(),
            versions,
            present,
            emergencies: Emergencies::default(),
            alarms: OpenByKind::default(),
        })
    }

    /// Requests a new count, even if the change number is the same.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Editions published since the start, for the metrics.
    pub fn editions(&self) -> u64 {
        self.editions.load(Ordering::Relaxed)
    }

    /// Whether the last query was answered and the centre has a board. A scope that cannot be counted does not matter here:
    /// another process could not count it either.
    pub fn is_ready(&self) -> bool {
        let state = self.state();
        !state.is_away && state.edition(Scope::Centre).is_some()
    }

    /// The version of a scope's newest edition.
    pub fn version(&self, scope: Scope) -> Option<Version> {
        let edition = self.state().edition(scope);
        edition.map(|edition| edition.version)
    }

    /// When the database last answered; the epoch: never.
    pub fn answered(&self) -> Instant {
        let ms = self.answered_ms.load(Ordering::Relaxed);
        chrono::DateTime::from_timestamp_millis(ms).unwrap_or_default()
    }

    /// The scopes whose boards cannot be counted, and the reason. They show their last figures, marked as old.
    pub fn faults(&self) -> Vec<(Scope, String)> {
        let state = self.state();
        let fault =
            |(scope, board): (&Scope, &ScopeBoard)| Some((*scope, board.fault()?.to_owned()));
        let mut faults: Vec<_> = state.scopes.iter().filter_map(fault).collect();
        faults.sort_unstable();
        faults
    }

    /// Returns once another scope cannot be counted.
    pub async fn fault_noticed(&self) {
        self.faulty.notified().await;
    }

    /// The file of the centre's logo, if one is set and the database answers.
    pub async fn logo_path(&self) -> Option<PathBuf> {
        self.source.logo_path(self.clock.now()).await.ok().flatten()
    }

    /// The setting of the wall with this name.
    ///
    /// # Errors
    ///
    /// As [`BoardPort::screen`].
    pub fn setting(&self, name: &str) -> Result<ScreenSetting, AppError> {
        let state = self.state();
        let fleet = state.fleet.as_ref().ok_or(AppError::Unavailable)?;
        match fleet.setting(name) {
            Some(setting) => Ok(setting.clone()),
            // The wall at `/` always exists.
            None if name == DEFAULT_SCREEN => Ok(ScreenSetting::default_named(name)),
            None => Err(AppError::NotFound),
        }
    }

    /// Whether a screen with this secret may show the wall with this name: any screen may, unless the wall is paired with
    /// another one.
    pub fn admits(&self, name: &str, token: Option<&str>) -> bool {
        let state = self.state();
        state
            .fleet
            .as_ref()
            .is_none_or(|fleet| fleet.admits(name, token))
    }

    /// Whether this is the secret of the screen that is paired with the wall with this name. Reports of other screens are
    /// ignored.
    pub fn is_paired_by(&self, name: &str, token: Option<&str>) -> bool {
        let state = self.state();
        let fleet = state.fleet.as_ref();
        fleet.is_some_and(|fleet| fleet.is_paired_by(name, token))
    }

    /// The clock shown on the walls.
    pub fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
    }

    /// A receiver that is notified of every change of a wall's setting and every command to a wall.
    pub fn setting_changes(&self) -> watch::Receiver<u64> {
        self.setting_changes.subscribe()
    }

    /// The `beat` event for the screen with this name, which shows `version`.
    pub fn beat(&self, name: &str, scope: Scope, version: Version) -> wire::Heartbeat {
        let now = self.clock.now();
        let (edition, fresh) = {
            let state = self.state();
            let board = state.scopes.get(&scope);
            let fresh = board.map_or(0, ScopeBoard::fresh_ms);
            (board.and_then(|board| board.edition.clone()), fresh)
        };
        let zone = edition
            .as_ref()
            .map_or(chrono_tz::UTC, |edition| edition.centre.zone);
        let setting = self.setting(name).ok();
        let identify_until = setting.as_ref().and_then(|setting| setting.identify_until);
        wire::Heartbeat {
            now: now.timestamp_millis(),
            fresh,
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

    /// The rendered boards of a channel, beginning with the present one.
    ///
    /// # Errors
    /// As [`BoardPort::edition`]; [`AppError::Unavailable`] when there are too many channels.
    pub async fn subscribe(
        &self,
        key: &ChannelKey,
    ) -> Result<watch::Receiver<Arc<RenderedBoard>>, AppError> {
        let edition = self.edition(key.scope()).await?;
        let mut state = self.state();
        // A newer edition may have been published in the meantime; then it is painted. Or the scope was dropped, because no stream
        // watched it yet.
        let newest = &mut state.scopes.entry(key.scope()).or_default().edition;
        let edition = Arc::clone(newest.get_or_insert(edition));
        if let Some(channel) = state.channels.get(key) {
            return Ok(channel.subscribe());
        }
        if state.channels.len() >= self.pace.channels_max as usize {
            // Those that are only polled begin anew with the next poll.
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
        state.channels.insert(key.clone(), Arc::new(channel));
        if key.scope() != Scope::Centre {
            // A change may have been published while no stream watched this scope.
            self.wake();
        }
        Ok(receiver)
    }

    /// Keeps a channel for the next poll of a screen, as if a stream watched it until then.
    pub fn keep(&self, key: &ChannelKey) {
        if let Some(channel) = self.state().channels.get(key) {
            channel.keep();
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl BoardPort for Live {
    async fn edition(&self, scope: Scope) -> Result<Arc<Edition>, AppError> {
        let known = || self.state().edition(scope);
        if let Some(edition) = known() {
            return Ok(edition);
        }
        // A query to a database that does not answer would last until its time-out.
        if self.state().is_away {
            return Err(AppError::Unavailable);
        }
        let _turn = self.counting.lock().await;
        // Another task may have counted this scope in the meantime.
        if let Some(edition) = known() {
            return Ok(edition);
        }
        let counted = self.count(scope).await;
        if let Err(SourceError::Damaged(what)) = &counted {
            self.note_fault(scope, what);
        }
        Ok(counted?)
    }

    async fn edition_at(
        &self,
        scope: Scope,
        turn: PeriodSelection,
        at: Instant,
    ) -> Result<Edition, AppError> {
        // A count may read a year of dossiers: only one runs at a time, so that the database stays free for the walls.
        let _one = self.looking_back.try_lock().map_err(|_| AppError::Busy)?;
        let counted = self.source.count_from_history(scope, turn, at).await?;
        let version = Version(at.timestamp_millis().unsigned_abs());
        Ok(counted.edition(version, at))
    }

    async fn days(&self) -> Result<Arc<PublicDays>, AppError> {
        self.count_days().await
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

    async fn watchers(&self) -> Watchers {
        let now = self.clock.now();
        let mut watchers = self.present.watchers();
        match self.source.watched_elsewhere(now).await {
            Ok(elsewhere) => elsewhere.add_to(&mut watchers, now),
            // The screens of this node are still known.
            Err(error) => tracing::warn!(%error, "which walls other nodes have is not known now"),
        }
        watchers
    }

    fn now(&self) -> Instant {
        self.clock.now()
    }

    fn fresh(&self, scope: Scope) -> Instant {
        let ms = self
            .state()
            .scopes
            .get(&scope)
            .map_or(0, ScopeBoard::fresh_ms);
        chrono::DateTime::from_timestamp_millis(ms).unwrap_or_default()
    }

    fn is_clock_wrong(&self) -> bool {
        self.source.is_clock_wrong()
    }

    fn build(&self) -> String {
        self.build.clone()
    }
}

//! Which walls have painted the emergency. A wall's report is accepted only if the version that it has painted contains this
//! emergency.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use sanh_domain::board::edition::{Edition, Version};
use sanh_domain::deadline::Instant;
use sanh_domain::notice::model::{NoticeId, emergency};
use sanh_domain::scope::Scope;
use sanh_store::PaintedReport;
use tokio::sync::Notify;

/// The emergencies on the walls of one process, and the walls that have painted them.
#[derive(Debug, Default)]
pub struct Emergencies {
    state: Mutex<State>,
    news: Notify,
}

#[derive(Debug, Default)]
struct State {
    /// The first version of each scope that shows an emergency.
    carried: HashMap<(Scope, NoticeId), Version>,
    /// Reports that are not stored yet, at most one per wall and emergency.
    waiting: HashMap<(NoticeId, String), Instant>,
    /// Reports that were already accepted: each is stored once.
    said: HashSet<(NoticeId, String)>,
}

impl Emergencies {
    /// Notes the emergencies of a new edition.
    pub fn published(&self, scope: Scope, edition: &Edition) {
        let shown = emergency(&edition.notices).map(|notice| notice.id);
        let mut state = self.state();
        state
            .carried
            .retain(|(known, id), _| *known != scope || Some(*id) == shown);
        if let Some(id) = shown {
            let first = state.carried.entry((scope, id));
            first.or_insert(edition.version);
        }
        let State { carried, said, .. } = &mut *state;
        said.retain(|(id, _)| carried.keys().any(|(_, known)| known == id));
    }

    /// Takes a screen's report that it has painted an emergency with a version. False if no such version shows it.
    pub fn painted(&self, screen: &str, id: NoticeId, version: Version, at: Instant) -> bool {
        let mut state = self.state();
        let mut carried = state.carried.iter();
        if !carried.any(|((_, known), first)| *known == id && version >= *first) {
            return false;
        }
        let key = (id, screen.to_owned());
        if state.said.insert(key.clone()) {
            state.waiting.insert(key, at);
            self.news.notify_one();
        }
        true
    }

    /// Returns once there are reports to store.
    pub async fn reported(&self) {
        self.news.notified().await;
    }

    /// Takes the reports that have to be stored.
    pub fn take_waiting(&self) -> Vec<PaintedReport> {
        let waiting = std::mem::take(&mut self.state().waiting);
        let painted = |((notice, screen), at)| PaintedReport { notice, screen, at };
        waiting.into_iter().map(painted).collect()
    }

    /// Puts back reports that could not be stored.
    pub fn put_back(&self, painted: Vec<PaintedReport>) {
        let mut state = self.state();
        for one in painted {
            let first = state.waiting.entry((one.notice, one.screen));
            first.or_insert(one.at);
        }
        self.news.notify_one();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

//! Which walls have painted the emergency. A wall says which one it has on its picture; it is believed when the version it has
//! painted is one that carries it.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use sanh_domain::board::edition::{Edition, Version};
use sanh_domain::deadline::Instant;
use sanh_domain::notice::model::{NoticeId, emergency};
use sanh_domain::scope::Scope;
use sanh_store::PaintedReport;
use tokio::sync::Notify;

/// The emergencies on the walls of one process, and who has painted them.
#[derive(Debug, Default)]
pub struct Emergencies {
    state: Mutex<State>,
    news: Notify,
}

#[derive(Debug, Default)]
struct State {
    /// The first version of a scope that carries one.
    carried: HashMap<(Scope, NoticeId), Version>,
    /// What was said and is not kept yet. By wall, so no longer than their list.
    waiting: HashMap<(NoticeId, String), Instant>,
    /// What was said already: it is kept once.
    said: HashSet<(NoticeId, String)>,
}

impl Emergencies {
    /// Notes what a new edition of a scope carries.
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

    /// Takes a wall's word that it has painted an emergency with a version. False when no such version carries it.
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

    /// Returns once there is something to keep.
    pub async fn news(&self) {
        self.news.notified().await;
    }

    /// What was said and is to be kept.
    pub fn to_keep(&self) -> Vec<PaintedReport> {
        let waiting = std::mem::take(&mut self.state().waiting);
        let painted = |((notice, screen), at)| PaintedReport { notice, screen, at };
        waiting.into_iter().map(painted).collect()
    }

    /// Takes back what could not be kept.
    pub fn not_kept(&self, painted: Vec<PaintedReport>) {
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

//! Reports to the other nodes which screens are connected to this node and their state: changes at once, and everything at
//! intervals. At most one statement a second, and none while no screen is connected.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use sanh_domain::deadline::Instant;
use sanh_domain::screen::watching::WallState;
use sanh_store::SCREENS_TOLD_EVERY_S;
use tokio_util::sync::CancellationToken;

use crate::live::Live;
use crate::live::store_source::OpenStore;

/// The time in which changes are collected before they are written.
const GATHER: Duration = Duration::from_secs(1);
/// How long the last report may take at a stop.
const LAST: Duration = Duration::from_secs(1);

/// Reports until `ended`, which comes after the last request; then that no screen is connected any more.
pub async fn run(live: Arc<Live>, store: OpenStore, ended: CancellationToken) {
    let mut known = OtherNodesState::default();
    while ended
        .run_until_cancelled(tokio::time::sleep(GATHER))
        .await
        .is_some()
    {
        // Never cancelled midway: a statement in progress would be executed after the last report.
        known.report(&live, &store).await;
    }
    let last = tokio::time::timeout(LAST, known.report(&live, &store)).await;
    if last.is_err() {
        tracing::debug!("the other nodes are not told that this one's walls are gone; they notice");
    }
}

/// The state that was last reported to the other nodes.
#[derive(Default)]
struct OtherNodesState {
    walls: HashMap<String, WallState>,
    /// When the whole state was last reported.
    all_at: Option<Instant>,
}

impl OtherNodesState {
    async fn report(&mut self, live: &Live, store: &OpenStore) {
        let open = store.borrow().clone();
        let Some(store) = open else { return };
        let now = live.clock().now();
        let every = TimeDelta::seconds(SCREENS_TOLD_EVERY_S);
        let is_due = self.all_at.is_none_or(|at| now - at >= every);
        let mut walls: Vec<(String, WallState)> =
            live.present.watchers().by_wall(now).into_iter().collect();
        walls.retain(|(name, watched)| self.is_news(name, watched) || is_due && watched.is_there());
        if !walls.is_empty()
            && let Err(error) = store.put_node_screens(walls.clone(), now).await
        {
            tracing::debug!(%error, "the other nodes cannot be told of this one's walls now");
            return;
        }
        if is_due {
            self.all_at = Some(now);
        }
        let states = walls.into_iter().map(|(name, it)| (name, it.state()));
        self.walls.extend(states);
    }

    fn is_news(&self, name: &str, watched: &WallState) -> bool {
        let state = watched.state();
        match self.walls.get(name) {
            Some(known) => *known != state,
            None => state != WallState::default(),
        }
    }
}

//! Reports of screens whose stream is connected to another node than the one that receives the report. Any node accepts a
//! report, and the node of the stream reads it within a second: it alone checks whether the stream is open and was sent the
//! reported version.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sanh_app::server::account::secret;
use sanh_store::{Store, StoreError, StreamReport};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::Live;
use super::store_source::OpenStore;

/// The most reports that wait to be written: one per stream.
const WAITING_MAX: usize = 1_000;
/// The time in which reports are collected before they are written.
const GATHER: Duration = Duration::from_millis(100);
/// The time between two queries for reports about streams of this node.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// The node whose stream a token belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenOwner {
    /// This node, or unknown: the token of the stream on this node.
    Ours(String),
    /// Another node that shares the database.
    Others {
        /// The name of the other node.
        node: String,
        /// The token of the stream on that node.
        token: String,
    },
}

/// The channel to the other nodes.
pub struct OtherNodes {
    store: OpenStore,
    waiting: Mutex<HashMap<String, (String, StreamReport)>>,
    news: Notify,
}

impl OtherNodes {
    /// A channel through a store that may still be opening.
    #[must_use]
    pub fn new(store: OpenStore) -> Arc<Self> {
        Arc::new(Self {
            store,
            waiting: Mutex::default(),
            news: Notify::new(),
        })
    }

    /// The token of a stream as it is given to its screen: with this node's name and a proof that a node has issued it.
    #[must_use]
    pub fn signed_token(&self, token: &str) -> String {
        let open = self.store.borrow().clone();
        let told = open.and_then(|store| {
            let told = format!("{}.{token}", store.node());
            let proof = store.token_proof(&told)?;
            Some(format!("{told}.{proof}"))
        });
        told.unwrap_or_else(|| token.to_owned())
    }

    /// The node whose stream a screen's token belongs to.
    #[must_use]
    pub fn owner_of(&self, told: &str) -> TokenOwner {
        let nobodys = || TokenOwner::Ours(told.to_owned());
        let open = self.store.borrow().clone();
        let Some((store, (token, proof))) = open.zip(told.rsplit_once('.')) else {
            return nobodys();
        };
        // Compared by hash, so that the time taken reveals nothing.
        let made = store.token_proof(token);
        let is_proved = made.is_some_and(|made| secret::hash(&made) == secret::hash(proof));
        match token.split_once('.') {
            Some((node, token)) if is_proved && node == store.node() => {
                TokenOwner::Ours(token.to_owned())
            }
            Some((node, token)) if is_proved => TokenOwner::Others {
                node: node.to_owned(),
                token: token.to_owned(),
            },
            _ => nobodys(),
        }
    }

    /// Takes a report for another node. False if too many wait already.
    pub fn take(&self, (node, token): (String, String), report: StreamReport) -> bool {
        let mut waiting = self.waiting();
        if waiting.len() >= WAITING_MAX && !waiting.contains_key(&token) {
            return false;
        }
        waiting.insert(token, (node, report));
        drop(waiting);
        self.news.notify_one();
        true
    }

    /// Exchanges reports until `shutdown`: those received here for other nodes are stored, those that other nodes received are
    /// passed to `live`.
    pub async fn run(self: Arc<Self>, live: Arc<Live>, shutdown: CancellationToken) {
        let handing = async {
            loop {
                tokio::select! {
                    () = self.news.notified() => tokio::time::sleep(GATHER).await,
                    () = tokio::time::sleep(LOOK_EVERY) => {}
                }
                let open = self.store.borrow().clone();
                let Some(store) = open else { continue };
                if let Err(error) = self.hand_over(&store, &live).await {
                    tracing::debug!(%error, "what screens tell cannot be handed over now");
                }
            }
        };
        shutdown.run_until_cancelled(handing).await;
    }

    async fn hand_over(&self, store: &Store, live: &Live) -> Result<(), StoreError> {
        let waiting = std::mem::take(&mut *self.waiting());
        if !waiting.is_empty() {
            let reports = waiting.into_iter();
            let reports = reports.map(|(token, (node, report))| (token, node, report));
            // If this fails, the screen reports again when it paints the next board.
            store
                .put_stream_reports(reports.collect(), live.clock().now())
                .await?;
        }
        if live.present.count() == 0 {
            return Ok(());
        }
        for (token, report) in store.take_stream_reports().await? {
            live.take_report(&token, report);
        }
        Ok(())
    }

    fn waiting(&self) -> MutexGuard<'_, HashMap<String, (String, StreamReport)>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Live {
    /// Takes a screen's report. False if no open stream has this token, or the screen claims a version that it was never sent.
    pub fn take_report(&self, token: &str, report: StreamReport) -> bool {
        let StreamReport {
            version,
            error,
            emergency,
            clock_ahead_ms,
            at,
        } = report;
        if !self.present.painted(token, version, error, at) {
            return false;
        }
        let believed = |screen: &str| {
            emergency.filter(|id| self.emergencies.painted(screen, *id, version, at))
        };
        self.present.note_report(token, clock_ahead_ms, believed);
        true
    }
}

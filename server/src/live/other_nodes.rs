//! Screens whose stream hangs on another node than the one that they tell what they have painted. Any node takes what they say, and
//! the one that knows the stream reads it within a second: it alone judges whether the stream lives and was sent that version.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sanh_store::{Store, StoreError, StreamReport};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::Live;
use super::store_source::OpenStore;
use crate::account::secret;

/// Reports that wait to be written at the most: one a stream, of so many streams.
const WAITING_MAX: usize = 1_000;
/// In so long reports come together before they are written.
const GATHER: Duration = Duration::from_millis(100);
/// The time between two looks for reports of streams that hang here.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Whose stream a token is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenOwner {
    /// The token of this node, or an unknown one: its streams are listed under this name.
    Ours(String),
    /// Another node's that shares the database.
    Others {
        /// Which.
        node: String,
        /// Its name for the stream.
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
    /// By a store that may still be opening.
    #[must_use]
    pub fn new(store: OpenStore) -> Arc<Self> {
        Arc::new(Self {
            store,
            waiting: Mutex::default(),
            news: Notify::new(),
        })
    }

    /// A stream's token as its screen is told it: with this node's name, and proof that a node gave it out.
    #[must_use]
    pub fn told(&self, token: &str) -> String {
        let open = self.store.borrow().clone();
        let told = open.and_then(|store| {
            let told = format!("{}.{token}", store.node());
            let proof = store.token_proof(&told)?;
            Some(format!("{told}.{proof}"))
        });
        told.unwrap_or_else(|| token.to_owned())
    }

    /// Whose stream a token that a screen tells is of.
    #[must_use]
    pub fn whose(&self, told: &str) -> TokenOwner {
        let nobodys = || TokenOwner::Ours(told.to_owned());
        let open = self.store.borrow().clone();
        let Some((store, (token, proof))) = open.zip(told.rsplit_once('.')) else {
            return nobodys();
        };
        // By their hashes, which differ wherever they do: how long it takes tells nothing.
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

    /// Takes a report for another node. False where too many wait already.
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

    /// Hands reports over until `shutdown`: to other nodes what was told here, to `live` what was told there.
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
            // What is lost here the screen tells again with its next painting.
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
    /// Takes a screen's word. False when no open stream has this token, or it claims what it was never sent.
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
        self.present.told(token, clock_ahead_ms, believed);
        true
    }
}

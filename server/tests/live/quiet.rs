//! No screen ever causes a query: pages and streams live on what the publisher has counted.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use sanh_domain::board::disclosure::PublicBoard;
use sanh_domain::deadline::{Calendar, Instant};
use sanh_domain::period::PeriodSelection;
use sanh_domain::scope::Scope;
use sanh_server::live::source::{BoardSource, ScopeCount, SourceError};
use sanh_server::live::store_source::StoreSource;
use sanh_server::{serve, web};
use sanh_store::StoredScreen;
use tokio::sync::watch;

use super::hall::{Hall, config, until};
use super::screen::Wall;

/// A source that counts how often a board, a wall's setting or the centre is asked of the database.
struct Counting {
    inner: StoreSource,
    asked: Arc<AtomicU32>,
}

impl Counting {
    fn note(&self) {
        self.asked.fetch_add(1, Ordering::SeqCst);
    }
}

#[async_trait]
impl BoardSource for Counting {
    async fn count(&self, scope: Scope, at: Instant) -> Result<ScopeCount, SourceError> {
        self.note();
        self.inner.count(scope, at).await
    }

    async fn count_from_history(
        &self,
        scope: Scope,
        turn: PeriodSelection,
        at: Instant,
    ) -> Result<ScopeCount, SourceError> {
        self.note();
        self.inner.count_from_history(scope, turn, at).await
    }

    async fn calendar(&self, at: Instant) -> Result<Calendar, SourceError> {
        self.note();
        self.inner.calendar(at).await
    }

    /// The one question the publisher asks by itself, whoever watches.
    async fn change_number(&self) -> Result<i64, SourceError> {
        self.inner.change_number().await
    }

    /// Asked with every count of the centre.
    async fn screens(&self) -> Result<Vec<StoredScreen>, SourceError> {
        self.note();
        self.inner.screens().await
    }

    async fn held(&self, name: &str) -> Result<Option<(Instant, Vec<PublicBoard>)>, SourceError> {
        self.note();
        self.inner.held(name).await
    }

    async fn logo_path(&self, at: Instant) -> Result<Option<PathBuf>, SourceError> {
        self.note();
        self.inner.logo_path(at).await
    }

    async fn changed(&self) {
        self.inner.changed().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_pages_and_streams_ask_the_database_nothing() {
    let mut hall = Hall::open().await;
    let asked = Arc::new(AtomicU32::new(0));
    let open = watch::Sender::new(Some(Arc::clone(&hall.store))).subscribe();
    let source = Arc::new(Counting {
        inner: StoreSource::new(open.clone(), None),
        asked: Arc::clone(&asked),
    });
    let (clock, shutdown) = (hall.clock.clone(), hall.shutdown.clone());
    hall.web = serve::web(config(), source, open, clock, shutdown);
    hall.router = web::router(hall.web.clone());
    hall.publish();
    until("the first board", || async { hall.web.live.is_ready() }).await;
    let before = asked.load(Ordering::SeqCst);
    let mut walls = Vec::new();
    for _ in 0..50 {
        for address in [
            "/?lang=vi%2Ben",
            "/screen/lobby-all",
            "/board",
            "/changes/lobby-all",
            "/open/board.json",
        ] {
            assert_eq!(hall.get(address).await.status, 200, "{address}");
        }
        let mut wall = Wall::open(&hall, "/events/lobby-all").await;
        wall.greeted().await;
        walls.push(wall);
    }
    assert_eq!(asked.load(Ordering::SeqCst), before);
    // A change is counted once, and not once per screen.
    hall.receive(1, 5).await;
    for wall in &mut walls {
        wall.painting().await;
    }
    let counted = asked.load(Ordering::SeqCst) - before;
    assert!(
        counted <= 2,
        "{counted} counts for one change on 50 screens"
    );
}

//! Runs the server with the given settings, clock, listener and shutdown signal.

use std::sync::Arc;

use sanh_app::server::RunningCounts;
use sanh_app::server::lookup::Guesses;
use sanh_app::server::readings::{ReadingBounds, Readings};
use sanh_domain::lookup::guess::GuessLimits;
use sanh_store::clock::Clock;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use crate::config::{Config, ConfigError};
use crate::import::Imports;
use crate::jobs;
use crate::jobs::alarm::AlarmWatch;
use crate::live::feed::Feed;
use crate::live::other_nodes::OtherNodes;
use crate::live::source::BoardSource;
use crate::live::store_source::OpenStore;
use crate::live::versions::Versions;
use crate::live::wall_playback::WallPlaybackStore;
use crate::live::{Live, Pace};
use crate::outbox::alarm::AlarmTransports;
use crate::web::assets::Assets;
use crate::web::render_queues::RenderQueues;
use crate::web::streams::Streams;
use crate::web::tls::Tls;
use crate::web::{Web, listen, router};

/// Serves until `shutdown` is cancelled: running requests are completed, streams end.
///
/// `source` may still be waiting for its database, and `store` for being opened; until then pages say so and `/readyz` is 503.
///
/// # Errors
///
/// One line that names a certificate, or a transport of alarms, that cannot be used.
pub async fn serve(
    config: Config,
    source: Arc<dyn BoardSource>,
    store: OpenStore,
    clock: Arc<dyn Clock>,
    listener: TcpListener,
    shutdown: CancellationToken,
) -> Result<(), ConfigError> {
    let tls = Tls::of(&config)?;
    let acceptor = tls.as_ref().map(Tls::acceptor);
    let limits = listen::ConnectionLimits::from(&config);
    let ways = AlarmTransports::of(&config)?;
    let watching = Arc::clone(&clock);
    let web = web(config, source, store.clone(), clock, shutdown.clone());
    // Ends after the last request, so that its readings are written too.
    let (readings, requests_ended) = (Arc::clone(&web.readings), CancellationToken::new());
    let readings = jobs::readings::run(readings, store.clone(), requests_ended.clone());
    let readings = job("readings", readings);
    let imports = jobs::import::run(web.import.clone(), shutdown.clone());
    let imports = job("import", imports);
    let (versions, present) = (Arc::clone(&web.versions), web.live.present.clone());
    let keeping = job("versions", versions.run(present, shutdown.clone()));
    let publisher = job("publisher", Arc::clone(&web.live).run(shutdown.clone()));
    let keeper = jobs::painted::run(Arc::clone(&web.live), store.clone(), shutdown.clone());
    let keeper = job("painted", keeper);
    let elsewhere = Arc::clone(&web.elsewhere);
    let elsewhere = job(
        "other_nodes",
        elsewhere.run(Arc::clone(&web.live), shutdown.clone()),
    );
    let walls_ended = requests_ended.clone();
    let walls = jobs::screens::run(Arc::clone(&web.live), store.clone(), walls_ended);
    let walls = job("screens", walls);
    let (live, config) = (Arc::clone(&web.live), Arc::clone(&web.config));
    let watch = AlarmWatch::new(live, store, config, watching, ways);
    let watch = job("alarm", watch.run(shutdown.clone()));
    job("certificate", jobs::certificate::run(tls, shutdown.clone()));
    listen::listen(listener, router(web), acceptor, limits, shutdown).await;
    requests_ended.cancel();
    // They only read and end by the same signal, unless they wait for a database that does not answer.
    publisher.abort();
    keeper.abort();
    elsewhere.abort();
    watch.abort();
    // It tells a running import to stop, and ends by itself.
    let _ = imports.await;
    // The last boards and readings are written before the database is closed.
    let _ = keeping.await;
    let _ = readings.await;
    let _ = walls.await;
    Ok(())
}

/// Starts a background job; its log lines are in a span with its name.
fn job<T>(name: &'static str, run: impl Future<Output = T> + Send + 'static) -> JoinHandle<T>
where
    T: Send + 'static,
{
    tokio::spawn(run.instrument(tracing::info_span!("job", name)))
}

/// The state of the router, without a listener: tests use it directly.
#[must_use]
pub fn web(
    config: Config,
    source: Arc<dyn BoardSource>,
    store: OpenStore,
    clock: Arc<dyn Clock>,
    shutdown: CancellationToken,
) -> Web {
    let assets = Assets::load();
    let pace = Pace {
        boards_per_s_max: config.boards_per_s_max,
        poll_ms: config.poll_ms,
        channels_max: config.channels_max,
    };
    let build = assets.build().to_owned();
    let (queues, streams) = (RenderQueues::new(&config), Streams::new(&config));
    let versions = Versions::new(
        store.clone(),
        Arc::clone(&clock),
        config.board_versions_days,
    );
    let playback = WallPlaybackStore::new(store.clone(), Arc::clone(&clock), assets.style());
    Web {
        live: Live::new(
            source,
            Arc::clone(&clock),
            pace,
            build,
            Arc::clone(&versions),
        ),
        passwords: Arc::default(),
        guesses: Arc::new(Guesses::new(GuessLimits {
            each_network: config.lookup_wrong_per_network_max,
            all: config.lookup_wrong_per_h_max,
        })),
        import: Imports::new(store.clone(), Arc::clone(&clock), &config),
        readings: Readings::new(ReadingBounds {
            openings_max: config.openings_per_h_max,
            searches_max: config.searches_per_h_max,
        }),
        playback: Arc::new(playback),
        versions,
        feed: Feed::new(store.clone()),
        elsewhere: OtherNodes::new(store.clone()),
        store,
        clock,
        counts: RunningCounts::default(),
        config: Arc::new(config),
        assets,
        queues,
        streams,
        shutdown,
    }
}

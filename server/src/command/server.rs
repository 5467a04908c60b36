//! `sanh serve` and `sanh demo`: the program as a server.

use std::io::Write;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use sanh_store::Store;
use sanh_store::clock::Clock;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use super::{Ended, demo_people};
use crate::clock::MachineClock;
use crate::config::{Config, DEMO_DATABASE_URL};
use crate::io::{demo, seal_heads};
use crate::jobs;
use crate::jobs::letters::LetterSender;
use crate::jobs::outbox::LetterDelivery;
use crate::live::store_source::StoreSource;
use crate::outbox::{self, alarm::AlarmTransports};
use crate::serve::serve as serve_all;
use crate::web::tls::Tls;

/// Seconds between two tries to reach a database that does not answer, at the most.
const RETRY_S_MAX: u64 = 10;

/// How long the program waits for the database before it serves without: what cannot be used at all is known by then, and who
/// asks is told that the board is on its way.
const FIRST_ANSWER: Duration = Duration::from_secs(2);

/// How long a database gets to close when the program stops. Nothing acknowledged waits for that.
const CLOSE: Duration = Duration::from_secs(3);

/// Files open beside the connections: database, log, the program's own.
const FILES_BESIDE: u64 = 256;

/// The made-up centre.
#[derive(Debug, clap::Args)]
pub(super) struct Demo {
    /// How many dossiers to make, when the database is empty
    #[arg(long, default_value_t = demo::SIZE_DEFAULT, value_parser = clap::value_parser!(u32).range(1..=20_000_000))]
    dossiers: u32,
    /// Another number makes another centre
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Do not let the centre live: nothing changes by itself
    #[arg(long)]
    still: bool,
    /// Make the dossiers and stop
    #[arg(long)]
    fill_only: bool,
    /// Seconds to shift the clock by
    #[arg(long, default_value_t = 0, allow_hyphen_values = true)]
    clock_offset: i64,
}

/// Serves the wall until asked to stop.
pub(super) async fn serve(config: Config) -> Result<(), Ended> {
    let listener = bind(&config).await?;
    let clock = Arc::new(MachineClock::new());
    run(config, listener, clock, ClockTrust::Guarded, |_, _| {}).await
}

impl Demo {
    /// Fills an empty database, then serves it and lets it live.
    pub(super) async fn run(self, config: Config, out: &mut impl Write) -> Result<(), Ended> {
        let config = Config {
            // All data are made up, so everybody may see them.
            allow_plain_http: true,
            allow_preview: true,
            // Nobody waits for letters of a made-up centre, unless somebody set up a transport to try it.
            tell_applicants: !outbox::transports(&config)?.is_empty(),
            ..config
        };
        let clock: Arc<dyn Clock> = Arc::new(MachineClock::shifted(self.clock_offset));
        // Before the filling, which takes long, so that a port in use is reported at once.
        let listener = if self.fill_only {
            None
        } else {
            Some(bind(&config).await?)
        };
        make_own_folder(&config)?;
        super::database::refuse_real_centre(&config).await?;
        let store = ClockTrust::ByAnyClock.store(config.clone()).await?;
        demo::fill(&store, self.dossiers, self.seed, clock.now(), out).await?;
        let Some(listener) = listener else {
            store.close().await;
            return Ok(());
        };
        let scheme = if config.has_tls() { "https" } else { "http" };
        let site = format!("{scheme}://{}", listener.local_addr()?);
        writeln!(out, "wall: {site}/")?;
        writeln!(out, "board on a phone: {site}/board")?;
        demo_people::print(&store, &config, &site, clock.now(), out).await?;
        store.close().await;
        let (seed, still) = (self.seed, self.still);
        let live = Arc::clone(&clock);
        let opens = ClockTrust::ByAnyClock;
        run(config, listener, clock, opens, move |store, shutdown| {
            if !still {
                tokio::spawn(jobs::working_day::run(store, live, seed, shutdown));
            }
        })
        .await
    }
}

/// The folder of the demo's own database, where none is named.
fn make_own_folder(config: &Config) -> Result<(), Ended> {
    let folder = DEMO_DATABASE_URL
        .strip_prefix("sqlite://")
        .and_then(|file| Path::new(file).parent());
    match folder.filter(|_| config.database_url == DEMO_DATABASE_URL) {
        Some(folder) => std::fs::create_dir_all(folder)
            .map_err(|error| Ended::CannotRun(format!("{}: {error}", folder.display()))),
        None => Ok(()),
    }
}

/// Takes the port, and looks at all else that could keep the program from serving, before any work is done.
async fn bind(config: &Config) -> Result<TcpListener, Ended> {
    Tls::of(config)?;
    outbox::transports(config)?;
    AlarmTransports::of(config)?;
    let address = config.listen;
    TcpListener::bind(address).await.map_err(|error| {
        Ended::CannotRun(format!(
            "cannot listen on {address}: {error}; stop what uses it, or choose another with --listen"
        ))
    })
}

/// A connection is an open file, and the usual soft limit of them, 1,024, is for programs that know no better. Where even the
/// hard limit is too low, the log says so: connections beyond it wait.
fn make_room_for_connections(config: &Config) {
    let wanted = u64::from(config.connections_max) + FILES_BESIDE;
    match rlimit::increase_nofile_limit(wanted) {
        Ok(limit) if limit < wanted => {
            tracing::warn!(
                limit,
                wanted,
                "fewer files may be open than connections are allowed; raise the limit (ulimit -n)"
            );
        }
        Ok(_) => {}
        Err(error) => tracing::warn!(%error, "the limit of open files cannot be raised"),
    }
}

/// Serves with everything handed in; `opened` is called once the store is open.
async fn run(
    config: Config,
    listener: TcpListener,
    clock: Arc<dyn Clock>,
    opens: ClockTrust,
    opened: impl FnOnce(Arc<Store>, CancellationToken) + Send + 'static,
) -> Result<(), Ended> {
    let shutdown = CancellationToken::new();
    let (slot, open) = watch::channel(None);
    stop_on_signals(&shutdown)?;
    // A database that cannot be used is reported at once; one that does not answer is tried again.
    let mut opening: OpeningStore = Box::pin(opens.store(config.clone()));
    let first = tokio::select! {
        () = shutdown.cancelled() => return Ok(()),
        first = tokio::time::timeout(FIRST_ANSWER, &mut opening) => first,
    };
    let opening: OpeningStore = match first {
        Ok(Err(Ended::CannotRun(why))) => return Err(Ended::CannotRun(why)),
        Ok(first) => Box::pin(std::future::ready(first)),
        Err(_) => {
            tracing::warn!("the database does not answer yet; serving without it until it does");
            opening
        }
    };
    let jobs = tokio::spawn(open_and_work(
        config.clone(),
        Arc::clone(&clock),
        (opens, opening),
        slot,
        shutdown.clone(),
        opened,
    ));
    let public_url = Some(config.public_url.clone()).filter(|url| !url.is_empty());
    let source = Arc::new(StoreSource::new(open.clone(), public_url));
    make_room_for_connections(&config);
    tracing::info!(address = %listener.local_addr()?, rooms = who_enters(&config), "serving");
    serve_all(config, source, open.clone(), clock, listener, shutdown).await?;
    let end = async {
        // The same signal has ended the jobs.
        let _ = jobs.await;
        let store = open.borrow().clone();
        if let Some(store) = store {
            store.close().await;
        }
    };
    if tokio::time::timeout(CLOSE, end).await.is_err() {
        tracing::warn!("the database was left as it is: it did not close in time");
    }
    tracing::info!("stopped");
    Ok(())
}

/// Who may enter the rooms for people who sign in: one line for whoever starts the server.
fn who_enters(config: &Config) -> &'static str {
    match (
        config.has_tls(),
        config.allow_plain_http,
        config.trusted_proxy.0.is_empty(),
    ) {
        (true, _, _) => "open over HTTPS",
        (_, true, _) => "open over plain HTTP to whoever reaches this address (allow-plain-http)",
        (_, _, false) => "open over HTTPS through the trusted proxy",
        _ => {
            "closed: set tls-cert and tls-key, or trusted-proxy, or allow-plain-http on a network of their own"
        }
    }
}

/// A database on its way to being open.
type OpeningStore = Pin<Box<dyn Future<Output = Result<Store, Ended>> + Send>>;

/// How the store is opened.
#[derive(Clone, Copy, Debug)]
enum ClockTrust {
    /// Nothing is written while the machine's clock cannot be believed.
    Guarded,
    /// The demo's clock may be shifted, and its dossiers are made up.
    ByAnyClock,
}

impl ClockTrust {
    async fn store(self, config: Config) -> Result<Store, Ended> {
        match self {
            Self::Guarded => super::database::open(&config).await,
            Self::ByAnyClock => super::database::open_by_any_clock(&config).await,
        }
    }
}

async fn open_and_work(
    config: Config,
    clock: Arc<dyn Clock>,
    (opens, opening): (ClockTrust, OpeningStore),
    slot: watch::Sender<Option<Arc<Store>>>,
    shutdown: CancellationToken,
    opened: impl FnOnce(Arc<Store>, CancellationToken),
) {
    let Some(store) = reach((opens, opening), &config, &shutdown).await else {
        return;
    };
    warn_of_made_up(&store).await;
    slot.send_replace(Some(Arc::clone(&store)));
    opened(Arc::clone(&store), shutdown.clone());
    let heads = seal_heads::path(&config);
    let sealing = jobs::sealing::run(
        Arc::clone(&store),
        Arc::clone(&clock),
        heads,
        shutdown.clone(),
    );
    // Without a transport nobody can be reminded.
    let can_tell = matches!(letters(&config), LetterDelivery::Send(ways) if !ways.is_empty());
    let (reminding, reminding_clock) = (Arc::clone(&store), Arc::clone(&clock));
    let stop = shutdown.clone();
    let reminders = async move {
        if can_tell {
            jobs::reminders::run(reminding, reminding_clock, stop).await;
        }
    };
    let (told, told_clock) = (Arc::clone(&store), Arc::clone(&clock));
    let others = jobs::letters::run(
        Arc::clone(&store),
        Arc::clone(&clock),
        LetterSender {
            delivery: letters(&config),
            public_url: config.public_url.clone(),
        },
        shutdown.clone(),
    );
    let telling = jobs::outbox::run(told, told_clock, letters(&config), shutdown.clone());
    let reports = jobs::reports::run(Arc::clone(&store), Arc::clone(&clock), shutdown.clone());
    let writable = jobs::writable::run(Arc::clone(&store), shutdown.clone());
    let retention = jobs::retention::run(
        Arc::clone(&store),
        Arc::clone(&clock),
        config.clone(),
        shutdown.clone(),
    );
    let given_names = jobs::given_names::run(Arc::clone(&store), shutdown.clone());
    let copies = jobs::copies::run(store, clock, config, shutdown);
    let job = |name: &'static str| tracing::info_span!("job", name);
    futures::join!(
        sealing.instrument(job("sealing")),
        given_names.instrument(job("given names")),
        telling.instrument(job("outbox")),
        others.instrument(job("letters")),
        reminders.instrument(job("reminders")),
        reports.instrument(job("reports")),
        writable.instrument(job("writable")),
        retention.instrument(job("retention")),
        copies.instrument(job("copies")),
    );
}

/// How this node sends letters.
fn letters(config: &Config) -> LetterDelivery {
    if !config.tell_applicants {
        return LetterDelivery::Close;
    }
    let transports = outbox::transports(config).unwrap_or_else(|error| {
        // The transports were checked before the port was opened. If they fail now, the server runs without sending letters.
        tracing::error!(%error, "nobody can be told");
        Vec::new()
    });
    LetterDelivery::Send(transports)
}

/// A made-up centre may be served, but nobody is to take its figures for a centre's.
async fn warn_of_made_up(store: &Store) {
    match store.is_made_up().await {
        Ok(false) => {}
        Ok(true) => tracing::warn!(
            "this database is made up by `sanh demo`: what the walls show are no centre's figures"
        ),
        Err(error) => tracing::warn!(%error, "whether the database is made up cannot be read"),
    }
}

/// Waits for the database, and asks for it again and again, until it is open or the program is to stop.
async fn reach(
    (opens, mut opening): (ClockTrust, OpeningStore),
    config: &Config,
    shutdown: &CancellationToken,
) -> Option<Arc<Store>> {
    let mut wait_s = 1;
    let mut is_late = false;
    loop {
        let opened = tokio::select! {
            () = shutdown.cancelled() => return None,
            opened = opening => opened,
        };
        match opened {
            Ok(store) if is_late => {
                tracing::info!("the database answers");
                return Some(Arc::new(store));
            }
            Ok(store) => return Some(Arc::new(store)),
            Err(why) => tracing::warn!(%why, "the database does not answer; trying again"),
        }
        is_late = true;
        tokio::select! {
            () = shutdown.cancelled() => return None,
            () = tokio::time::sleep(Duration::from_secs(wait_s)) => {}
        }
        wait_s = (wait_s * 2).min(RETRY_S_MAX);
        opening = Box::pin(opens.store(config.clone()));
    }
}

fn stop_on_signals(shutdown: &CancellationToken) -> Result<(), Ended> {
    // Registering this signal once keeps it from ending the program: it only asks to read the certificate again.
    drop(signal(SignalKind::hangup())?);
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let shutdown = shutdown.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
        shutdown.cancel();
    });
    Ok(())
}

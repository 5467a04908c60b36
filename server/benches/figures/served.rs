//! A server that changes by itself when it is told to: in this process, or as a process of its own, so that clients and server
//! share nothing but the machine.

use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use sanh_server::config::{Config, Settings};
use sanh_server::serve::serve;
use sanh_store::Store;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::centre::{BenchClock, ReceptionDesk, defaults, master_key, open, opened, source, url};

/// The first argument of a process that is to be a server.
pub const MODE: &str = "--as-server";

/// Streams and connections of one address.
const STREAMS_MAX: u32 = 12_000;
/// Files a process may open: a stream is one.
const FILES_MAX: u64 = 1 << 20;

/// A server in this process.
pub struct Served {
    pub address: SocketAddr,
    shutdown: CancellationToken,
    task: JoinHandle<()>,
}

impl Served {
    pub async fn start(store: &Arc<Store>, clock: &Arc<BenchClock>, boards_per_s: u32) -> Self {
        let days = defaults().board_versions_days;
        Self::keeping(store, clock, boards_per_s, days).await
    }

    /// The same, keeping what it shows for so many days.
    pub async fn keeping(
        store: &Arc<Store>,
        clock: &Arc<BenchClock>,
        boards_per_s: u32,
        days: u32,
    ) -> Self {
        Self::at("127.0.0.1:0", store, clock, boards_per_s, days).await
    }

    /// The same, at an address.
    async fn at(
        address: &str,
        store: &Arc<Store>,
        clock: &Arc<BenchClock>,
        boards_per_s: u32,
        days: u32,
    ) -> Self {
        let listener = TcpListener::bind(address).await.expect("a port");
        let address = listener.local_addr().expect("its address");
        let flags = Settings {
            boards_per_s_max: Some(boards_per_s),
            board_versions_days: Some(days),
            // All screens of a benchmark come from one address.
            connections_per_address_max: Some(STREAMS_MAX),
            streams_max: Some(STREAMS_MAX),
            streams_per_visitor_max: Some(STREAMS_MAX),
            allow_plain_http: Some(true),
            trusted_proxy: Some("127.0.0.1".parse().expect("addresses")),
            ..Settings::default()
        };
        let config = Config::load(flags, None).expect("settings");
        let shutdown = CancellationToken::new();
        let (source, open) = (source(store), opened(store));
        let (clock, until) = (Arc::clone(clock), shutdown.clone());
        let task = tokio::spawn(async move {
            let ended = serve(config, source, open, clock, listener, until).await;
            ended.expect("the server ends well");
        });
        Self {
            address,
            shutdown,
            task,
        }
    }

    pub async fn stop(self) {
        self.shutdown.cancel();
        self.task.await.expect("the server ends");
    }
}

/// The process that is a server: says its address, then receives a dossier for each line it reads and says when that was
/// committed. Ends with its input.
pub async fn run(arguments: &[String]) {
    let [database, boards_per_s, address] = arguments else {
        panic!("a database, a pace and an address")
    };
    let _ = rlimit::increase_nofile_limit(FILES_MAX);
    let store = Arc::new(open(url(Path::new(database))).await);
    store.unlock(&master_key()).await.expect("the vault opens");
    let clock = BenchClock::start();
    let counter = ReceptionDesk::open(&store, &clock).await;
    let (pace, days) = (boards_per_s.parse(), defaults().board_versions_days);
    let served = Served::at(address, &store, &clock, pace.expect("a pace"), days).await;
    println!("{}", served.address);
    let (asked, mut asking) = mpsc::unbounded_channel();
    std::thread::spawn(move || {
        for _ in std::io::stdin().lines().map_while(Result::ok) {
            let _ = asked.send(());
        }
    });
    while asking.recv().await.is_some() {
        counter.receive().await;
        println!("{}", since_epoch(SystemTime::now()).as_nanos());
    }
    served.stop().await;
    store.close().await;
}

/// A time of this machine, as a browser tells it.
pub fn since_epoch(at: SystemTime) -> Duration {
    at.duration_since(UNIX_EPOCH).expect("after 1970")
}

/// The handle of such a process; it ends with it.
pub struct ServerProcess {
    pub address: SocketAddr,
    process: Child,
    input: Option<ChildStdin>,
    said: mpsc::UnboundedReceiver<String>,
}

impl ServerProcess {
    pub async fn start(database: &Path, boards_per_s: u32) -> Self {
        Self::start_at("127.0.0.1:0", database, boards_per_s).await
    }

    /// The same, at an address.
    pub async fn start_at(address: &str, database: &Path, boards_per_s: u32) -> Self {
        let _ = rlimit::increase_nofile_limit(FILES_MAX);
        let mut process = Command::new(std::env::current_exe().expect("this program"))
            .arg(MODE)
            .arg(database)
            .arg(boards_per_s.to_string())
            .arg(address)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let output = BufReader::new(process.stdout.take().expect("its output"));
        let (say, mut said) = mpsc::unbounded_channel();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                let _ = say.send(line);
            }
        });
        let address = said.recv().await.expect("its address");
        Self {
            address: address.parse().expect("an address"),
            input: process.stdin.take(),
            process,
            said,
        }
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Receives one dossier; answers when it was committed, by the machine's clock.
    pub async fn change(&mut self) -> Duration {
        let input = self.input.as_mut().expect("its input");
        input.write_all(b"change\n").expect("it listens");
        let committed = self.said.recv().await.expect("it lives");
        Duration::from_nanos(committed.parse().expect("a time"))
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

//! The centres that are measured: made by the demo's generator, always the same, kept between runs.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant as Stopwatch;

use chrono::{DateTime, Utc};
use sanh_domain::account::actor::{Actor, ActorRole};
use sanh_domain::account::model::AgencyScope;
use sanh_domain::deadline::Instant;
use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::deadline::due::TimeLimit;
use sanh_domain::dossier::{Action, DossierCode, Intake};
use sanh_domain::procedure::channel::Channel;
use sanh_server::config::{Config, Settings};
use sanh_server::io::demo;
use sanh_server::live::store_source::{OpenStore, StoreSource};
use sanh_store::clock::Clock;
use sanh_store::vault::MasterKey;
use sanh_store::{SealKey, Store, StoreOptions};
use tokio::sync::watch;

/// A small centre's history, and one of many years.
pub const SMALL: u32 = 10_000 / SHRUNK;
pub const USUAL: u32 = 1_000_000 / SHRUNK;
/// With `LARGE=1`.
pub const LARGE: u32 = 10_000_000 / SHRUNK;
/// A build that is not optimised shows only that everything runs.
pub const SHRUNK: u32 = if cfg!(debug_assertions) { 50 } else { 1 };

/// What all centres are sealed by.
const KEY: [u8; 32] = [7; 32];

/// What the applicants of all centres are sealed by.
const MASTER_KEY: [u8; 32] = [9; 32];

/// The same, as a store takes it.
pub fn master_key() -> MasterKey {
    MasterKey::new(&MASTER_KEY).expect("a key")
}

/// The file that has it, for a program that opens a centre which is measured without a copy: with a key of its own nobody else could
/// open the centre any more.
pub fn master_key_file() -> PathBuf {
    let file = folder().join("master.key");
    fs::write(&file, MASTER_KEY).expect("the key is written");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).expect("its permissions");
    file
}

/// The instant all centres stand at: a Monday afternoon, late in a month.
pub fn now() -> Instant {
    DateTime::parse_from_rfc3339("2026-11-23T14:10:00+07:00")
        .unwrap()
        .with_timezone(&Utc)
}

/// Runs on from [`now`].
pub struct BenchClock(Stopwatch);

impl BenchClock {
    pub fn start() -> Arc<Self> {
        Arc::new(Self(Stopwatch::now()))
    }
}

impl Clock for BenchClock {
    fn now(&self) -> Instant {
        let ms = i64::try_from(self.0.elapsed().as_millis()).unwrap();
        now() + chrono::Duration::milliseconds(ms)
    }
}

/// `target/bench`.
pub fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .expect("the target folder")
        .join("bench");
    fs::create_dir_all(&folder).expect("a folder");
    put_key(&folder);
    folder
}

/// What is measured every time, from a small centre to the usual one.
pub const SIZES: [u32; 2] = [SMALL, USUAL];
/// What ten million dossiers are compared with.
pub const SIZES_LARGE: [u32; 2] = [SMALL, LARGE];

/// A size in the name of a figure.
pub fn tag(dossiers: u32) -> &'static str {
    match dossiers {
        SMALL => "10k",
        USUAL => "1m",
        LARGE => "10m",
        other => panic!("{other} dossiers have no name"),
    }
}

pub async fn open(url: String) -> Store {
    let options = StoreOptions::new(url).sealed_with(SealKey::new(KEY).expect("a key"));
    let store = Store::open(&options).await.expect("the store opens");
    store.migrate().await.expect("the tables are made");
    store
}

/// Makes a centre in an empty database, and says how fast.
pub async fn fill(url: String, dossiers: u32) {
    let store = open(url).await;
    println!("... making {dossiers} dossiers, once");
    demo::fill(&store, dossiers, 1, now(), &mut std::io::stdout())
        .await
        .expect("a demo centre");
    store.close().await;
}

/// Puts the key that all centres are sealed by where the program looks for it: beside the database.
fn put_key(folder: &Path) {
    fs::write(folder.join("sanh.key"), KEY).expect("the key is written");
}

pub fn url(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}

/// The file of a centre with so many dossiers, made when it is not there.
pub async fn file(dossiers: u32) -> PathBuf {
    let file = folder().join(format!("centre-{dossiers}.db"));
    if file.exists() {
        return file;
    }
    let making = remove(folder().join("making.db"));
    fill(url(&making), dossiers).await;
    fs::rename(&making, &file).expect("it gets its name");
    file
}

/// A copy of a centre that may be written to.
pub async fn copy(dossiers: u32, name: &str) -> PathBuf {
    let copies = copies();
    put_key(&copies);
    let copy = remove(copies.join(name));
    fs::copy(file(dossiers).await, &copy).expect("a copy");
    // Synced here; otherwise the first commits would wait until the whole copy is on the disk.
    let whole = fs::File::open(&copy).expect("the copy");
    whole.sync_all().expect("it is on the disk");
    copy
}

/// Where the copies are: they go with the end of the run.
pub fn copies() -> PathBuf {
    let copies = folder().join("copies");
    fs::create_dir_all(&copies).expect("a folder");
    copies
}

/// A path where nothing is (any more).
pub fn remove(file: PathBuf) -> PathBuf {
    for end in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{end}", file.display()));
    }
    file
}

/// The store as the live pipeline's source.
pub fn source(store: &Arc<Store>) -> Arc<StoreSource> {
    Arc::new(StoreSource::new(opened(store), None))
}

/// The settings that a server has by default.
pub fn defaults() -> Config {
    Config::load(Settings::default(), None).expect("the defaults")
}

/// The store as the server finds it.
pub fn opened(store: &Arc<Store>) -> OpenStore {
    watch::Sender::new(Some(Arc::clone(store))).subscribe()
}

/// A counter where dossiers are received, moved on and finished.
pub struct ReceptionDesk {
    store: Arc<Store>,
    clock: Arc<BenchClock>,
    intake: Intake,
    serial: AtomicU32,
}

impl ReceptionDesk {
    pub async fn open(store: &Arc<Store>, clock: &Arc<BenchClock>) -> Self {
        let intake = Intake {
            code: "BENCH-261123-0000".parse().unwrap(),
            agency: store.agencies().await.unwrap()[0].id,
            field: store.fields().await.unwrap()[0].id,
            procedure: None,
            channel: Channel::Direct,
            limit: Some(TimeLimit {
                length: WorkingMinutes(3 * 480).into(),
                cutoff_15h: false,
            }),
            counted_in: sanh_domain::dossier::CountedIn::Both,
        };
        // A server that is started again goes on where it was.
        let mut serial = 1;
        while is_there(store, serial).await {
            serial += 1;
        }
        Self {
            store: Arc::clone(store),
            clock: Arc::clone(clock),
            intake,
            serial: AtomicU32::new(serial),
        }
    }

    /// Receives one more dossier; answers after the commit.
    pub async fn receive(&self) -> DossierCode {
        let serial = self.serial.fetch_add(1, Ordering::Relaxed);
        let code = code_of(serial);
        let intake = Intake {
            code: code.clone(),
            ..self.intake.clone()
        };
        self.store
            .receive(intake, self.clock.now(), &clerk(), true)
            .await
            .expect("it is received");
        code
    }

    /// Does something to a dossier; answers after the commit.
    pub async fn act(&self, code: &DossierCode, action: Action, version: i64) {
        self.store
            .act(code, action, version, self.clock.now(), &clerk())
            .await
            .expect("it is done");
    }
}

fn code_of(serial: u32) -> DossierCode {
    format!("BENCH-261123-{serial:04}").parse().unwrap()
}

async fn is_there(store: &Store, serial: u32) -> bool {
    let code = code_of(serial);
    let found = store.dossier(&code, &AgencyScope::Everywhere).await;
    found.expect("an answer").is_some()
}

fn clerk() -> Actor {
    Actor {
        name: "bench".to_owned(),
        role: ActorRole::Staff,
    }
}

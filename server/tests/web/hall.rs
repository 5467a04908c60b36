//! A centre in a folder of its own, served without a port.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use chrono::DateTime;
use sanh_app::server::account::secret;
use sanh_domain::account::actor::{Actor, ActorRole};
use sanh_domain::account::model::AgencyScope;
use sanh_domain::deadline::Instant;
use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::deadline::due::TimeLimit;
use sanh_domain::dossier::{Action, Dossier, DossierCode, Intake};
use sanh_domain::id::{AgencyId, FieldId};
use sanh_domain::procedure::channel::Channel;
use sanh_domain::scope::Scope;
use sanh_domain::screen::model::{Appearance, ScreenSetting};
use sanh_domain::text::name::Name;
use sanh_server::config::{Config, Secret, Settings};
use sanh_server::live::store_source::StoreSource;
use sanh_server::web::{self, Web};
use sanh_server::{jobs, serve};
use sanh_store::clock::Clock;
use sanh_store::vault::MasterKey;
use sanh_store::{
    AuditActor, NewAgency, NewField, PairingOutcome, PairingState, Screen, SealKey, Store,
    StoreOptions,
};
use tempfile::TempDir;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

pub use super::answer::Answer;
use crate::store::engine::Database;

/// What the operator's collector knows.
const METRICS_TOKEN: &str = "token-of-the-test";
/// A Monday afternoon.
pub const NOW: &str = "2026-11-23T14:10:00+07:00";
/// How long a test waits for what has to come, whatever else the machine does.
pub const PATIENCE: Duration = Duration::from_secs(20);

pub fn at(text: &str) -> Instant {
    DateTime::parse_from_rfc3339(text).expect("a time").to_utc()
}

/// A clock that runs like the machine's from an instant of the test's choice.
pub struct TestClock {
    start: Instant,
    since: tokio::time::Instant,
}

impl TestClock {
    pub fn starting(at: Instant) -> Arc<Self> {
        Arc::new(Self {
            start: at,
            since: tokio::time::Instant::now(),
        })
    }
}

impl Clock for TestClock {
    fn now(&self) -> Instant {
        let ms = i64::try_from(self.since.elapsed().as_millis()).expect("a short test");
        self.start + chrono::Duration::milliseconds(ms)
    }
}

/// The settings in force by default; a test changes what it is about.
pub fn config() -> Config {
    Config::load(Settings::default(), None).expect("the defaults")
}

/// With the token that [`Hall::metrics`] asks by.
pub fn measured() -> Config {
    Config {
        metrics_token: Secret(METRICS_TOKEN.to_owned()),
        ..config()
    }
}

pub fn staff() -> Actor {
    Actor {
        name: "clerk-of-the-test".to_owned(),
        role: ActorRole::Manager,
    }
}

pub fn code(number: u32) -> DossierCode {
    format!("H49.1-261123-{number:04}").parse().expect("a code")
}

/// A store with three agencies, five fields and four walls, and the server over it.
pub struct Hall {
    pub folder: TempDir,
    pub options: StoreOptions,
    pub store: Arc<Store>,
    pub agencies: Vec<AgencyId>,
    pub fields: Vec<FieldId>,
    pub clock: Arc<TestClock>,
    pub web: Web,
    pub router: Router,
    pub shutdown: CancellationToken,
    /// Where the store is handed over once it is open.
    pub opening: watch::Sender<Option<Arc<Store>>>,
}

impl Drop for Hall {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}

impl Hall {
    /// Open, with its publisher at work.
    pub async fn open() -> Self {
        Self::with(config(), at(NOW)).await
    }

    pub async fn with(config: Config, now: Instant) -> Self {
        let hall = Self::closed(config, now).await;
        hall.hand_over();
        hall.publish();
        hall.ready().await;
        hall
    }

    /// The store is there, but the server does not have it yet, and nobody publishes.
    pub async fn closed(config: Config, now: Instant) -> Self {
        let folder = TempDir::new().expect("a folder");
        let (options, store) = fresh_store(&folder).await;
        let offices = set_up(&store).await;
        Self::over(folder, options, store, offices, config, now)
    }

    /// Two nodes over one PostgreSQL database, open, with their publishers at work.
    pub async fn two_nodes(config: Config, now: Instant) -> [Self; 2] {
        let database = Database::postgres().await;
        let offices = set_up(&database.store).await;
        let node = async || {
            let folder = TempDir::new().expect("a folder");
            let (options, store) = (database.options.clone(), database.other_process().await);
            let hall = Self::over(folder, options, store, offices.clone(), config.clone(), now);
            hall.hand_over();
            hall.publish();
            hall.ready().await;
            hall
        };
        [node().await, node().await]
    }

    /// The made-up centre.
    pub async fn demo(size: u32) -> Self {
        let folder = TempDir::new().expect("a folder");
        let (options, store) = fresh_store(&folder).await;
        let mut said = Vec::new();
        sanh_server::io::demo::fill(&store, size, 7, at(NOW), &mut said)
            .await
            .expect("a demo centre");
        let agencies = store
            .agencies()
            .await
            .expect("agencies")
            .iter()
            .map(|agency| agency.id)
            .collect();
        let fields = store
            .fields()
            .await
            .expect("fields")
            .iter()
            .map(|field| field.id)
            .collect();
        let hall = Self::over(
            folder,
            options,
            store,
            (agencies, fields),
            Config {
                allow_preview: true,
                ..config()
            },
            at(NOW),
        );
        hall.hand_over();
        hall.publish();
        hall.ready().await;
        hall
    }

    fn over(
        folder: TempDir,
        options: StoreOptions,
        store: Store,
        (agencies, fields): (Vec<AgencyId>, Vec<FieldId>),
        config: Config,
        now: Instant,
    ) -> Self {
        let (opening, open) = watch::channel(None);
        let shutdown = CancellationToken::new();
        let clock = TestClock::starting(now);
        let source = Arc::new(StoreSource::new(
            open,
            Some("https://hall.example".to_owned()),
        ));
        let opened = opening.subscribe();
        let web = serve::web(config, source, opened, clock.clone(), shutdown.clone());
        let router = web::router(web.clone());
        let store = Arc::new(store);
        Self {
            folder,
            options,
            store,
            agencies,
            fields,
            clock,
            web,
            router,
            shutdown,
            opening,
        }
    }

    pub fn hand_over(&self) {
        self.opening.send_replace(Some(Arc::clone(&self.store)));
    }

    pub fn publish(&self) {
        tokio::spawn(Arc::clone(&self.web.live).run(self.shutdown.clone()));
        let present = self.web.live.present.clone();
        tokio::spawn(Arc::clone(&self.web.versions).run(present, self.shutdown.clone()));
        let readings = Arc::clone(&self.web.readings);
        let store = self.opening.subscribe();
        tokio::spawn(jobs::readings::run(readings, store, self.shutdown.clone()));
    }

    pub async fn ready(&self) {
        until("the first board", || async { self.web.live.is_ready() }).await;
    }

    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Pairs a screen with a wall that is there; the cookie that it keeps.
    pub async fn pair(&self, name: &str) -> String {
        let (token, now) = (secret::token(), self.now());
        let hash = secret::hash(&token);
        let coded = self.store.pairing_code(&hash, "", now);
        let PairingState::Code(code, _) = coded.await.expect("readable") else {
            panic!("no code for {name}");
        };
        let setting = ScreenSetting::default_named(name);
        let paired = self
            .store
            .pair(&code, setting, false, AuditActor::console(), now)
            .await;
        assert_eq!(
            paired.expect("written"),
            PairingOutcome::With(name.to_owned())
        );
        until("the pairing", || async {
            self.web.live.is_paired_by(name, Some(&token))
        })
        .await;
        format!("sanh-screen={token}")
    }

    /// Receives dossier `number`, due in `days` working days.
    pub async fn receive(&self, number: u32, days: u32) {
        self.receive_at(number, days, self.now()).await;
    }

    pub async fn receive_at(&self, number: u32, days: u32, at: Instant) {
        let intake = self.intake(number, days);
        self.store
            .receive(intake, at, &staff(), true)
            .await
            .expect("received");
    }

    pub fn intake(&self, number: u32, days: u32) -> Intake {
        let index = number as usize;
        Intake {
            code: code(number),
            agency: self.agencies[index % self.agencies.len()],
            field: self.fields[index % self.fields.len()],
            procedure: None,
            channel: Channel::Online,
            limit: Some(TimeLimit {
                length: WorkingMinutes::of_days(days).into(),
                cutoff_15h: false,
            }),
            counted_in: sanh_domain::dossier::CountedIn::Both,
        }
    }

    /// Dossier `number` as it now stands.
    pub async fn dossier(&self, number: u32) -> Dossier {
        let code = code(number);
        let stored = self.store.dossier(&code, &AgencyScope::Everywhere).await;
        stored.expect("readable").expect("a dossier").dossier
    }

    /// Acts on dossier `number` as it now stands.
    pub async fn act(&self, number: u32, action: Action, at: Instant) {
        let version = self.dossier(number).await.version;
        self.store
            .act(&code(number), action, version, at, &staff())
            .await
            .expect("done");
    }

    /// What the router answers, whole.
    pub async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("an answer");
        tokio::time::timeout(PATIENCE, Answer::of(response))
            .await
            .expect("an answer in time")
    }

    pub async fn get(&self, address: &str) -> Answer {
        self.ask(
            Request::get(address)
                .body(Body::empty())
                .expect("a request"),
        )
        .await
    }

    /// What a visitor at an address and port is answered, who sends these headers.
    pub async fn get_from(&self, from: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut request = request.body(Body::empty()).expect("a request");
        let peer: SocketAddr = from.parse().expect("an address");
        request.extensions_mut().insert(ConnectInfo(peer));
        self.ask(request).await
    }

    /// The metrics of a hall that is [`measured`].
    pub async fn metrics(&self) -> Answer {
        let request =
            Request::get("/metrics").header("authorization", format!("Bearer {METRICS_TOKEN}"));
        self.ask(request.body(Body::empty()).expect("a request"))
            .await
    }
}

/// Three agencies, five fields and four walls.
async fn set_up(store: &Store) -> (Vec<AgencyId>, Vec<FieldId>) {
    let agencies = store.put_agencies(agencies()).await.expect("agencies");
    let fields = store.put_fields(fields()).await.expect("fields");
    let walls = [
        ("lobby", Scope::Centre, "vi", "month"),
        ("lobby-2", Scope::Centre, "vi", "month"),
        ("lobby-all", Scope::Centre, "vi+en", "all"),
        ("land", Scope::Agency(agencies[1]), "vi", "month"),
    ];
    for (name, scope, lang, periods) in walls {
        let put = store.put_screen(screen(name, scope, lang, periods));
        put.await.expect("a wall");
    }
    (agencies, fields)
}

async fn fresh_store(folder: &TempDir) -> (StoreOptions, Store) {
    let url = format!("sqlite://{}", folder.path().join("sanh.db").display());
    let options = StoreOptions::new(url).sealed_with(SealKey::new([7; 32]).expect("a key"));
    let store = Store::open(&options).await.expect("the store opens");
    store.migrate().await.expect("the tables are made");
    let master = MasterKey::new(&[9; 32]).expect("a key");
    store.unlock(&master).await.expect("the vault opens");
    (options, store)
}

fn agencies() -> Vec<NewAgency> {
    let names = ["Phòng Tư pháp", "Phòng Đất đai", "Phòng Xây dựng"];
    let agency = |(vi, n): (&&str, u32)| NewAgency {
        code: format!("H49.{n}"),
        name: name(vi),
    };
    names.iter().zip(1..).map(agency).collect()
}

fn fields() -> Vec<NewField> {
    let names = [
        "Hộ tịch",
        "Đất đai",
        "Xây dựng",
        "Nuôi con nuôi",
        "Chứng thực",
    ];
    let field = |(vi, n): (&&str, u32)| NewField {
        code: format!("F{n}"),
        name: name(vi),
        sensitive: n == 4,
    };
    names.iter().zip(1..).map(field).collect()
}

fn name(vi: &str) -> Name {
    Name {
        vi: vi.to_owned(),
        en: None,
    }
}

pub fn screen(name: &str, scope: Scope, lang: &str, periods: &str) -> Screen {
    Screen {
        name: name.to_owned(),
        scope,
        lang: lang.to_owned(),
        periods: periods.to_owned(),
        look: Appearance::default(),
    }
}

/// Waits until something is so.
pub async fn until<F: Future<Output = bool>>(what: &str, mut is_so: impl FnMut() -> F) {
    let since = tokio::time::Instant::now();
    while !is_so().await {
        assert!(since.elapsed() < PATIENCE, "{what} does not come");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// The text between two others, the first time they occur so.
pub fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before)?
        .1
        .split_once(after)
        .map(|(found, _)| found)
}

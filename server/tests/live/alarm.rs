//! The wall watches itself: what a look finds, and how it is told outside.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Request, StatusCode};
use axum::routing::post;
use chrono::Duration;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::alarm::model::AlarmKind;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::calendar::CalendarDay;
use sanh_domain::deadline::{DayStatus, Instant};
use sanh_server::config::{Config, Secret};
use sanh_server::io::seal_heads;
use sanh_server::jobs::alarm::AlarmWatch;
use sanh_server::jobs::copies;
use sanh_server::outbox::alarm::AlarmTransports;
use sanh_server::outbox::signature;
use sanh_store::clock::Clock;
use sanh_store::{AuditActor, AuditEntry, Store, StoreOptions};
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::hall::{Hall, NOW, at, config, measured};
use super::screen::Wall;

const SECRET: &str = "a secret of sixteen and more";
const NEXT: &str = "another secret, for later";

/// A clock that stands until it is set.
struct Hand(Mutex<Instant>);

impl Hand {
    fn at(now: Instant) -> Arc<Self> {
        Arc::new(Self(Mutex::new(now)))
    }

    fn turn(&self, minutes: i64) {
        *self.0.lock().expect("whole") += Duration::minutes(minutes);
    }
}

impl Clock for Hand {
    fn now(&self) -> Instant {
        *self.0.lock().expect("whole")
    }
}

/// Whoever is told.
#[derive(Clone, Default)]
struct Listener(Arc<Mutex<Vec<(HeaderMap, String)>>>);

impl Listener {
    async fn listen(&self) -> String {
        async fn take(State(it): State<Listener>, headers: HeaderMap, body: String) -> StatusCode {
            it.0.lock().expect("whole").push((headers, body));
            StatusCode::NO_CONTENT
        }
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let router = Router::new()
            .route("/told", post(take))
            .with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        format!("http://{address}/told")
    }

    /// What was said under a name, where anything was.
    fn texts(&self, name: &str) -> Vec<String> {
        let all = self.0.lock().expect("whole");
        let text = |(_, body): &(HeaderMap, String)| {
            let told: serde_json::Value = serde_json::from_str(body).expect("JSON");
            told[name].as_str().map(str::to_owned)
        };
        all.iter().filter_map(text).collect()
    }

    fn told(&self) -> Vec<(String, String)> {
        let all = self.0.lock().expect("whole");
        let kind = |(headers, body): &(HeaderMap, String)| {
            let signed = headers["x-sanh-signature"].to_str().expect("text");
            let at_s = signed.trim_start_matches("t=").split(',').next();
            let at_s = at_s.expect("a time").parse().expect("seconds");
            assert_eq!(signed, signature(&Secret(SECRET.to_owned()), at_s, body));
            let next = headers["x-sanh-signature-next"].to_str().expect("text");
            assert_eq!(next, signature(&Secret(NEXT.to_owned()), at_s, body));
            let told: serde_json::Value = serde_json::from_str(body).expect("JSON");
            assert_eq!(
                told["id"].as_str(),
                headers["idempotency-key"].to_str().ok()
            );
            let text = |name: &str| told[name].as_str().expect("text").to_owned();
            (text("kind"), text("alarm"))
        };
        all.iter().map(kind).collect()
    }
}

async fn settings(listener: &Listener) -> Config {
    Config {
        alarm_webhook_url: listener.listen().await,
        webhook_secret: Secret(SECRET.to_owned()),
        // The one that is to follow signs as well.
        webhook_secret_next: Secret(NEXT.to_owned()),
        // The disk of whoever runs the tests is no matter of theirs.
        alarm_disk_free_pct: 0,
        ..config()
    }
}

fn watch_of(hall: &Hall, config: Config, clock: &Arc<Hand>) -> AlarmWatch {
    let ways = AlarmTransports::of(&config).expect("ways");
    let (live, open) = (hall.web.live.clone(), hall.opening.subscribe());
    AlarmWatch::new(live, open, Arc::new(config), clock.clone(), ways)
}

async fn open(hall: &Hall) -> Vec<(AlarmKind, String)> {
    let open = hall
        .store
        .open_alarms(&AgencyScope::Everywhere)
        .await
        .expect("readable");
    let mut open: Vec<_> = open.into_iter().map(|it| (it.kind, it.subject)).collect();
    // The calendar that a new database begins with has days of 2027 that wait for their decision.
    open.retain(|(kind, _)| *kind != AlarmKind::DatabaseAway && !kind.is_of_calendar());
    open
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_years_calendar_is_missed_from_1_october_until_its_days_are_there() {
    let hall = Hall::open().await;
    let clock = Hand::at(at("2027-09-30T16:00:00+07:00"));
    let mut watch = watch_of(&hall, settings(&Listener::default()).await, &clock);
    let missing = async || {
        let open = hall
            .store
            .open_alarms(&AgencyScope::Everywhere)
            .await
            .expect("readable");
        let of_calendar = open.into_iter().filter(|it| it.kind.is_of_calendar());
        let told = of_calendar.map(|it| (it.kind, it.subject, it.value, it.threshold));
        told.collect::<Vec<_>>()
    };
    watch.look().await;
    assert_eq!(missing().await, []);
    clock.turn(8 * 60);
    watch.look().await;
    let gone = (AlarmKind::CalendarMissing, "2028".to_owned(), 0, 11);
    assert_eq!(missing().await, [gone], "midnight of 1 October");
    let first: chrono::NaiveDate = "2028-01-24".parse().expect("a date");
    let days = first.iter_days().take(11).map(|date| CalendarDay {
        date,
        agency: None,
        intervals: Vec::new(),
        name: "Tết".to_owned(),
        decision: "1/TTg".to_owned(),
        status: if date == first {
            DayStatus::Pending
        } else {
            DayStatus::Decided
        },
    });
    hall.store
        .put_calendar_days(days.collect())
        .await
        .expect("written");
    watch.look().await;
    let waiting = (AlarmKind::CalendarPending, "2028".to_owned(), 1, 0);
    assert_eq!(missing().await, [waiting]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_that_goes_dark_is_an_alarm_until_it_is_back_and_both_are_told_signed() {
    let hall = Hall::with(measured(), at(NOW)).await;
    let listener = Listener::default();
    let clock = Hand::at(at(NOW));
    let mut watch = watch_of(&hall, settings(&listener).await, &clock);
    let screen = hall.pair("lobby").await;
    let wall = Wall::open_as(&hall, "/events/lobby", &screen).await;
    watch.look().await;
    assert_eq!(open(&hall).await, []);
    drop(wall);
    clock.turn(4);
    watch.look().await;
    assert_eq!(open(&hall).await, [], "four minutes are not long");
    clock.turn(2);
    watch.look().await;
    let dark = [(AlarmKind::ScreenDark, "lobby".to_owned())];
    assert_eq!(open(&hall).await, dark, "others were never there");
    // Into the night, when nothing is said of it, and a new watch as after a restart.
    clock.turn(6 * 60);
    let config = settings(&listener).await;
    let mut watch = watch_of(&hall, config, &clock);
    watch.look().await;
    assert_eq!(open(&hall).await, dark);
    let metrics = hall.metrics().await;
    let text = metrics.text();
    assert!(
        text.contains("sanh_alarms_open{kind=\"screen_dark\"} 1"),
        "{text}"
    );
    assert!(
        text.contains("sanh_alarms_open{kind=\"backup_old\"} 0"),
        "{text}"
    );
    let _wall = Wall::open_as(&hall, "/events/lobby", &screen).await;
    watch.look().await;
    assert_eq!(open(&hall).await, []);
    let told = listener.told();
    let told: Vec<_> = told
        .iter()
        .filter(|(_, alarm)| alarm == "screen_dark")
        .map(|(kind, _)| kind.as_str())
        .collect();
    assert_eq!(told, ["alarm.began", "alarm.ended"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_that_paints_nothing_is_behind_and_one_whose_clock_differs_is_known() {
    let hall = Hall::open().await;
    let clock = Hand::at(hall.now());
    let settings = Config {
        alarm_disk_free_pct: 0,
        ..config()
    };
    let mut watch = watch_of(&hall, settings, &clock);
    let mut wall = Wall::open_paired(&hall, "lobby").await;
    let (token, board) = wall.greeted().await;
    watch.look().await;
    assert_eq!(open(&hall).await, []);
    clock.turn(1);
    watch.look().await;
    let behind = [(AlarmKind::ScreenBehind, "lobby".to_owned())];
    assert_eq!(open(&hall).await, behind);
    tell_an_hour_ahead(&hall, &token, board.id.expect("a version")).await;
    watch.look().await;
    let clock = [(AlarmKind::ScreenClock, "lobby".to_owned())];
    assert_eq!(open(&hall).await, clock);
}

/// A screen says that it has painted a version, and shows a clock that is an hour ahead.
async fn tell_an_hour_ahead(hall: &Hall, token: &str, version: u64) {
    let hour_ahead = hall.now().timestamp_millis() + 3_600_000;
    let body = format!(
        "{{\"version\":{version},\"token\":\"{token}\",\"clock\":{hour_ahead},\"error\":\"script: x\"}}"
    );
    let report = Request::post("/painted")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/json");
    let answer = hall
        .ask(report.body(Body::from(body)).expect("a request"))
        .await;
    assert_eq!(answer.status, 204);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_begins_or_ends_an_alarm_by_opening_a_wall_that_is_not_paired() {
    let hall = Hall::open().await;
    let clock = Hand::at(hall.now());
    let settings = Config {
        alarm_disk_free_pct: 0,
        ..config()
    };
    let mut watch = watch_of(&hall, settings, &clock);
    let mut forger = Wall::open(&hall, "/events/lobby").await;
    let (token, board) = forger.greeted().await;
    tell_an_hour_ahead(&hall, &token, board.id.expect("a version")).await;
    // One that paints nothing, and goes away.
    drop(Wall::open(&hall, "/events/lobby-2").await);
    for _ in 0..3 {
        clock.turn(10);
        watch.look().await;
        assert_eq!(open(&hall).await, []);
    }
    // The screen of a wall is there, then dark: nobody else's stream or page makes it light again.
    let screen = hall.pair("land").await;
    drop(Wall::open_as(&hall, "/events/land", &screen).await);
    let wall = Wall::open_as(&hall, "/events/land", &screen).await;
    watch.look().await;
    drop(wall);
    clock.turn(10);
    let page = hall.get("/screen/land").await;
    assert_eq!(page.status, 200);
    watch.look().await;
    let dark = [(AlarmKind::ScreenDark, "land".to_owned())];
    assert_eq!(open(&hall).await, dark);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_of_wrong_sign_ins_is_an_alarm_until_it_is_over() {
    let mut plain = config();
    plain.allow_plain_http = true;
    let hall = Hall::with(plain, at(NOW)).await;
    let clock = Hand::at(hall.now());
    let settings = Config {
        alarm_disk_free_pct: 0,
        alarm_sign_in_failures: 3,
        ..config()
    };
    let mut watch = watch_of(&hall, settings, &clock);
    for n in 0..4 {
        watch.look().await;
        assert_eq!(open(&hall).await, []);
        let body = format!("name=name-{n}&password=guessed");
        let form = Request::post("/sign-in")
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded");
        let answer = hall
            .ask(form.body(Body::from(body)).expect("a request"))
            .await;
        assert_eq!(answer.status, 422, "{}", answer.text());
    }
    watch.look().await;
    let run = [(AlarmKind::SignInFailures, String::new())];
    assert_eq!(open(&hall).await, run);
    clock.turn(17);
    watch.look().await;
    assert_eq!(open(&hall).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_that_cannot_be_written_is_an_alarm_until_it_can() {
    let hall = Hall::with(measured(), at(NOW)).await;
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = folder.path().join("away").join("sanh.ledger");
    let options = StoreOptions {
        ledger: Some(ledger.clone()),
        ..hall.options.clone()
    };
    let store = Arc::new(Store::open(&options).await.expect("it opens"));
    hall.opening.send_replace(Some(Arc::clone(&store)));
    let listener = Listener::default();
    let clock = Hand::at(hall.now());
    let mut watch = watch_of(&hall, settings(&listener).await, &clock);
    let erased = AuditEntry::new(AuditAct::ApplicantErased, "H49.1-261123-0001");
    let told = store.audit(AuditActor::console(), erased, hall.now()).await;
    told.expect("written");
    assert!(
        store.keep_ledger().await.is_err(),
        "its folder is not there"
    );
    watch.look().await;
    let unwritable = [(AlarmKind::LedgerUnwritable, String::new())];
    assert_eq!(open(&hall).await, unwritable);
    let metrics = hall.metrics().await;
    let text = metrics.text().to_owned();
    assert!(
        text.contains("sanh_alarms_open{kind=\"ledger_unwritable\"} 1"),
        "{text}"
    );
    assert!(text.contains("sanh_ledger_unwritable_s "), "{text}");
    assert!(!text.contains("sanh_ledger_unwritable_s 0"), "{text}");

    std::fs::create_dir(folder.path().join("away")).expect("a folder");
    store.keep_ledger().await.expect("written");
    watch.look().await;
    assert_eq!(open(&hall).await, []);
    let kept = std::fs::read_to_string(&ledger).expect("a ledger");
    assert!(
        kept.contains("H49.1-261123-0001"),
        "what was missing is there: {kept}"
    );
    let metrics = hall.metrics().await;
    assert!(metrics.text().contains("sanh_ledger_unwritable_s 0"));
    let told = listener.told();
    let told: Vec<_> = told
        .iter()
        .filter(|(_, alarm)| alarm == "ledger_unwritable")
        .map(|(kind, _)| kind.as_str())
        .collect();
    assert_eq!(told, ["alarm.began", "alarm.ended"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_applicants_are_to_be_told_and_no_node_tells_is_an_alarm_after_an_hour() {
    let hall = Hall::open().await;
    hall.receive(1, 3).await;
    assert_eq!(hall.store.outbox_counts().await.expect("counts").waiting, 1);
    let clock = Hand::at(hall.now());
    let mut watch = watch_of(&hall, settings(&Listener::default()).await, &clock);
    let waits = async || {
        let open = open(&hall).await;
        open.iter()
            .any(|(kind, _)| *kind == AlarmKind::LettersWaiting)
    };
    clock.turn(50);
    watch.look().await;
    assert!(!waits().await);
    clock.turn(20);
    watch.look().await;
    assert!(waits().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_away_is_told_from_memory_and_written_down_when_it_is_back() {
    let hall = Hall::open().await;
    let listener = Listener::default();
    let clock = Hand::at(at(NOW));
    let (opening, open) = watch::channel(None);
    let config = settings(&listener).await;
    let ways = AlarmTransports::of(&config).expect("ways");
    let live = hall.web.live.clone();
    let mut watch = AlarmWatch::new(live, open, Arc::new(config), clock.clone(), ways);
    watch.look().await;
    assert_eq!(listener.told(), []);
    for _ in 0..3 {
        clock.turn(2);
        watch.look().await;
    }
    let away = |kind: &str| (format!("alarm.{kind}"), "database_away".to_owned());
    assert_eq!(listener.told(), [away("began")], "once");
    opening.send_replace(Some(hall.store.clone()));
    watch.look().await;
    let past = hall
        .store
        .past_alarms(&AgencyScope::Everywhere)
        .await
        .expect("readable");
    assert_eq!(
        (past[0].kind, past[0].since),
        (AlarmKind::DatabaseAway, at(NOW))
    );
    assert_eq!(listener.told()[..2], [away("began"), away("ended")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_away_is_told_by_each_node_under_its_name_and_is_one_alarm_afterwards() {
    let halls = Hall::two_nodes(config(), at(NOW)).await;
    let listener = Listener::default();
    let settings = settings(&listener).await;
    // Behind the publishers' clock, whose boards are not old by it.
    let since = at(NOW) - Duration::minutes(10);
    let clock = Hand::at(since);
    let mut nodes = Vec::new();
    for (hall, port) in halls.iter().zip([3001, 3002]) {
        let (opening, open) = watch::channel(None);
        let config = Config {
            listen: ([127, 0, 0, 1], port).into(),
            ..settings.clone()
        };
        let ways = AlarmTransports::of(&config).expect("ways");
        let live = hall.web.live.clone();
        let watch = AlarmWatch::new(live, open, Arc::new(config), clock.clone(), ways);
        nodes.push((hall, opening, watch));
    }
    for _ in 0..3 {
        for (_, _, watch) in &mut nodes {
            watch.look().await;
        }
        clock.turn(2);
    }
    let away = |kind: &str| (format!("alarm.{kind}"), "database_away".to_owned());
    assert_eq!(listener.told(), [away("began"), away("began")], "each once");
    let names = listener.texts("node");
    assert!(
        names[0].ends_with("127.0.0.1:3001") && names[1].ends_with("127.0.0.1:3002"),
        "{names:?}"
    );
    // They are back one after the other; whoever is first judges for both.
    for (hall, opening, watch) in &mut nodes {
        opening.send_replace(Some(hall.store.clone()));
        watch.look().await;
        clock.turn(1);
    }
    for (_, _, watch) in &mut nodes {
        watch.look().await;
    }
    let [first, second] = &halls;
    let past = second
        .store
        .past_alarms(&AgencyScope::Everywhere)
        .await
        .expect("readable");
    let past: Vec<_> = past
        .iter()
        .filter(|it| it.kind == AlarmKind::DatabaseAway)
        .collect();
    assert_eq!(past.len(), 1, "{past:?}");
    assert_eq!(
        (past[0].since, past[0].ended_at),
        (since, Some(clock.now() - Duration::minutes(1)))
    );
    let told = listener
        .told()
        .into_iter()
        .filter(|it| it.1 == "database_away");
    assert_eq!(
        told.collect::<Vec<_>>(),
        [away("began"), away("began"), away("ended")]
    );
    // Neither goes on telling it.
    for hall in [first, second] {
        assert_eq!(hall.store.health().unkept_alarms(), []);
        let open = hall
            .store
            .open_alarms(&AgencyScope::Everywhere)
            .await
            .expect("readable");
        assert!(
            open.iter().all(|it| it.kind != AlarmKind::DatabaseAway),
            "{open:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_copy_a_full_disk_and_counters_that_drift_are_alarms() {
    let hall = Hall::open().await;
    hall.receive(1, 3).await;
    let copies = hall.folder.path().join("copies");
    std::fs::create_dir(&copies).expect("a folder");
    let copy = std::fs::File::create(copies.join("sanh-20261101T000000Z.db")).expect("a file");
    let old = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
    copy.set_modified(old).expect("old");
    let settings = Config {
        backup_dir: copies.clone(),
        database_url: hall.options.url.clone(),
        alarm_disk_free_pct: 101,
        ..config()
    };
    let clock = Hand::at(hall.now());
    let mut watch = watch_of(&hall, settings, &clock);
    let mut conn = <sqlx::SqliteConnection as sqlx::Connection>::connect(&hall.options.url)
        .await
        .expect("a client");
    sqlx::query("UPDATE open_counter SET running = running + 1 WHERE agency_id = 0")
        .execute(&mut conn)
        .await
        .expect("written");
    watch.look().await;
    let mut kinds: Vec<_> = open(&hall)
        .await
        .into_iter()
        .map(|(kind, _)| kind)
        .collect();
    kinds.sort_unstable();
    let wrong = [
        AlarmKind::CountersDrift,
        AlarmKind::BackupOld,
        AlarmKind::DiskFull,
    ];
    assert_eq!(kinds, wrong);
    copy.set_modified(
        std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(4_000_000_000),
    )
    .expect("new");
    // The counters were set right by the first look, from the dossiers.
    watch.look().await;
    let kinds: Vec<_> = open(&hall)
        .await
        .into_iter()
        .map(|(kind, _)| kind)
        .collect();
    assert_eq!(kinds, [AlarmKind::DiskFull]);
}

#[tokio::test(flavor = "multi_thread")]
async fn copies_that_do_not_fit_are_an_alarm_stop_nobody_and_leave_nothing() {
    let hall = Hall::open().await;
    let folder = hall.folder.path().join("copies");
    let without_room = Config {
        backup_dir: folder.clone(),
        backup_reserve_mb: u32::MAX,
        alarm_disk_free_pct: 0,
        ..config()
    };
    let clock = Hand::at(hall.now());
    let mut watch = watch_of(&hall, without_room.clone(), &clock);
    watch.look().await;
    assert_eq!(open(&hall).await, []);
    for _ in 0..3 {
        let is_good = copies::copy(&hall.store, &without_room, hall.now(), &hall.shutdown).await;
        assert!(!is_good);
        watch.look().await;
    }
    let failed = [(AlarmKind::BackupFailed, String::new())];
    assert_eq!(open(&hall).await, failed);
    let left = std::fs::read_dir(&folder).expect("the folder").count();
    assert_eq!(left, 0);
    hall.receive(1, 3).await;
    let with_room = Config {
        backup_reserve_mb: 0,
        ..without_room
    };
    assert!(copies::copy(&hall.store, &with_room, hall.now(), &hall.shutdown).await);
    watch.look().await;
    assert_eq!(open(&hall).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_chain_and_a_head_that_is_gone_are_alarms() {
    let hall = Hall::open().await;
    hall.receive(1, 3).await;
    let audit_entry = AuditEntry::new(AuditAct::Refused, "/desk");
    let told = hall
        .store
        .audit(AuditActor::console(), audit_entry, hall.now())
        .await;
    told.expect("written");
    let settings = Config {
        database_url: hall.options.url.clone(),
        alarm_disk_free_pct: 0,
        ..config()
    };
    let heads = seal_heads::path(&settings);
    let head = hall.store.audit_head().await.expect("readable");
    let clock = Hand::at(hall.now());
    let mut watch = watch_of(&hall, settings, &clock);
    let is_broken = async || {
        let open = open(&hall).await;
        open.iter().any(|(kind, _)| *kind == AlarmKind::SealBroken)
    };
    watch.look().await;
    assert!(!is_broken().await);
    let mut conn = <sqlx::SqliteConnection as sqlx::Connection>::connect(&hall.options.url)
        .await
        .expect("a client");
    let sql = "DROP TRIGGER audit_stays; UPDATE audit SET actor = 'nobody'";
    sqlx::raw_sql(sql)
        .execute(&mut conn)
        .await
        .expect("written");
    watch.look().await;
    assert!(is_broken().await, "the last line was changed");
    let sql = "UPDATE audit SET actor = 'console'";
    sqlx::raw_sql(sql)
        .execute(&mut conn)
        .await
        .expect("written");
    watch.look().await;
    assert!(!is_broken().await);
    let mut gone = head.expect("a sealed line");
    gone.event_id += 1;
    let today = hall.now().date_naive();
    seal_heads::put_audit(&heads, today, &gone).expect("written");
    watch.look().await;
    assert!(is_broken().await, "a line that was exported is not there");
}

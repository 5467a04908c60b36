//! The wall watches itself: what a look finds, and how it is told outside.

mod database;

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Request, StatusCode};
use axum::routing::post;
use chrono::Duration;
use sanh_domain::account::model::{AgencyScope, RequestKey};
use sanh_domain::alarm::model::AlarmKind;
use sanh_domain::deadline::office_hours::CalendarDay;
use sanh_domain::deadline::{DayStatus, Instant};
use sanh_domain::feedback::model::FeedbackKind;
use sanh_server::config::{Config, Secret};
use sanh_server::jobs::alarm::AlarmWatch;
use sanh_server::outbox::alarm::AlarmTransports;
use sanh_server::outbox::signature;
use sanh_store::clock::Clock;
use sanh_store::{AuditActor, FeedbackChange, NewFeedback};
use tokio::net::TcpListener;

use super::hall::{Hall, NOW, at, config, measured};
use super::screen::Wall;

const SECRET: &str = "a secret of sixteen and more";
const NEXT: &str = "another secret, for later";

/// A clock that stands until it is set.
struct ManualClock(Mutex<Instant>);

impl ManualClock {
    fn at(now: Instant) -> Arc<Self> {
        Arc::new(Self(Mutex::new(now)))
    }

    fn advance(&self, minutes: i64) {
        *self.0.lock().expect("whole") += Duration::minutes(minutes);
    }
}

impl Clock for ManualClock {
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

    fn received(&self) -> Vec<(String, String)> {
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
        // The next secret also signs.
        webhook_secret_next: Secret(NEXT.to_owned()),
        // Zero, so that the disk of the machine that runs the tests does not matter.
        alarm_disk_free_pct: 0,
        ..config()
    }
}

fn watch_of(hall: &Hall, config: Config, clock: &Arc<ManualClock>) -> AlarmWatch {
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
    // The calendar of a new database has days of 2027 that wait for their decision.
    open.retain(|(kind, _)| *kind != AlarmKind::DatabaseAway && !kind.is_of_calendar());
    open
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_years_calendar_is_missed_from_1_october_until_its_days_are_there() {
    let hall = Hall::open().await;
    let clock = ManualClock::at(at("2027-09-30T16:00:00+07:00"));
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
    watch.check().await;
    assert_eq!(missing().await, []);
    clock.advance(8 * 60);
    watch.check().await;
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
    watch.check().await;
    let waiting = (AlarmKind::CalendarPending, "2028".to_owned(), 1, 0);
    assert_eq!(missing().await, [waiting]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_that_goes_dark_is_an_alarm_until_it_is_back_and_both_are_sent_signed() {
    let hall = Hall::with(measured(), at(NOW)).await;
    let listener = Listener::default();
    let clock = ManualClock::at(at(NOW));
    let mut watch = watch_of(&hall, settings(&listener).await, &clock);
    let screen = hall.pair("lobby").await;
    let wall = Wall::open_as(&hall, "/events/lobby", &screen).await;
    watch.check().await;
    assert_eq!(open(&hall).await, []);
    drop(wall);
    clock.advance(4);
    watch.check().await;
    assert_eq!(open(&hall).await, [], "four minutes are not long");
    clock.advance(2);
    watch.check().await;
    let dark = [(AlarmKind::ScreenDark, "lobby".to_owned())];
    assert_eq!(open(&hall).await, dark, "others were never there");
    // At night no wall is reported as dark; the new watch stands for a restart.
    clock.advance(6 * 60);
    let config = settings(&listener).await;
    let mut watch = watch_of(&hall, config, &clock);
    watch.check().await;
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
    watch.check().await;
    assert_eq!(open(&hall).await, []);
    let told = listener.received();
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
    let clock = ManualClock::at(hall.now());
    let settings = Config {
        alarm_disk_free_pct: 0,
        ..config()
    };
    let mut watch = watch_of(&hall, settings, &clock);
    let mut wall = Wall::open_paired(&hall, "lobby").await;
    let (token, board) = wall.greeted().await;
    watch.check().await;
    assert_eq!(open(&hall).await, []);
    clock.advance(1);
    watch.check().await;
    let behind = [(AlarmKind::ScreenBehind, "lobby".to_owned())];
    assert_eq!(open(&hall).await, behind);
    tell_an_hour_ahead(&hall, &token, board.id.expect("a version")).await;
    watch.check().await;
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
    let clock = ManualClock::at(hall.now());
    let settings = Config {
        alarm_disk_free_pct: 0,
        ..config()
    };
    let mut watch = watch_of(&hall, settings, &clock);
    let mut forger = Wall::open(&hall, "/events/lobby").await;
    let (token, board) = forger.greeted().await;
    tell_an_hour_ahead(&hall, &token, board.id.expect("a version")).await;
    // A stream that paints nothing and closes.
    drop(Wall::open(&hall, "/events/lobby-2").await);
    for _ in 0..3 {
        clock.advance(10);
        watch.check().await;
        assert_eq!(open(&hall).await, []);
    }
    // After the paired screen has gone dark, nobody else's stream or page ends the alarm.
    let screen = hall.pair("land").await;
    drop(Wall::open_as(&hall, "/events/land", &screen).await);
    let wall = Wall::open_as(&hall, "/events/land", &screen).await;
    watch.check().await;
    drop(wall);
    clock.advance(10);
    let page = hall.get("/screen/land").await;
    assert_eq!(page.status, 200);
    watch.check().await;
    let dark = [(AlarmKind::ScreenDark, "land".to_owned())];
    assert_eq!(open(&hall).await, dark);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_of_wrong_sign_ins_is_an_alarm_until_it_is_over() {
    let mut plain = config();
    plain.allow_plain_http = true;
    let hall = Hall::with(plain, at(NOW)).await;
    let clock = ManualClock::at(hall.now());
    let settings = Config {
        alarm_disk_free_pct: 0,
        alarm_sign_in_failures: 3,
        ..config()
    };
    let mut watch = watch_of(&hall, settings, &clock);
    for n in 0..4 {
        watch.check().await;
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
    watch.check().await;
    let run = [(AlarmKind::SignInFailures, String::new())];
    assert_eq!(open(&hall).await, run);
    clock.advance(17);
    watch.check().await;
    assert_eq!(open(&hall).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_that_no_node_sends_raise_an_alarm_after_an_hour() {
    let hall = Hall::open().await;
    hall.receive(1, 3).await;
    assert_eq!(hall.store.outbox_counts().await.expect("counts").waiting, 1);
    let clock = ManualClock::at(hall.now());
    let mut watch = watch_of(&hall, settings(&Listener::default()).await, &clock);
    let waits = async || {
        let open = open(&hall).await;
        open.iter()
            .any(|(kind, _)| *kind == AlarmKind::LettersWaiting)
    };
    clock.advance(50);
    watch.check().await;
    assert!(!waits().await);
    clock.advance(20);
    watch.check().await;
    assert!(waits().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_waits_beyond_its_deadline_is_an_alarm_until_it_is_answered() {
    let hall = Hall::open().await;
    let clock = ManualClock::at(hall.now());
    let mut watch = watch_of(&hall, settings(&Listener::default()).await, &clock);
    let message = NewFeedback {
        key: RequestKey::read("f1").expect("a key"),
        kind: FeedbackKind::Complaint,
        text: "Tôi đợi ba giờ mà không ai gọi.".to_owned(),
        dossier: String::new(),
        contact: None,
        due_at: Some(clock.now() + Duration::minutes(10)),
        network: "192.0.2.0".to_owned(),
    };
    let sent = hall.store.send_feedback(message, clock.now());
    sent.await.expect("written");
    watch.check().await;
    assert_eq!(open(&hall).await, []);
    clock.advance(11);
    watch.check().await;
    let overdue = [(AlarmKind::FeedbackOverdue, String::new())];
    assert_eq!(open(&hall).await, overdue);
    let answer = FeedbackChange::Answer {
        answer: "Trung tâm xin lỗi bạn.".to_owned(),
        subject: None,
    };
    let (scope, by) = (AgencyScope::Everywhere, AuditActor::console());
    let answered = hall
        .store
        .act_on_feedback((1, 1), answer, &scope, by, clock.now());
    answered.await.expect("written");
    watch.check().await;
    assert_eq!(open(&hall).await, []);
}

//! What an open desk is told of what others do.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::{Request, StatusCode, header};
use futures::StreamExt;
use sanh_domain::account::model::Role;
use sanh_domain::dossier::Action;
use sanh_server::config::Config;
use sanh_store::AuditActor;
use serde_json::Value;
use tower::ServiceExt;

use super::hall::{Hall, NOW, PATIENCE, at, code, config};
use super::people::{sign_in, signed_in};

async fn hall() -> Hall {
    let config = Config {
        beat_s: 1,
        allow_plain_http: true,
        ..config()
    };
    Hall::with(config, at(NOW)).await
}

/// An open desk.
struct Desk {
    body: BodyDataStream,
    read: String,
}

impl Desk {
    async fn open(hall: &Hall, cookie: &str, query: &str) -> Self {
        let request = Request::builder()
            .uri(format!("/desk/events?{query}"))
            .header(header::COOKIE, cookie);
        let request = request.body(Body::empty()).unwrap();
        let response = hall.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        let mut desk = Self {
            body: response.into_body().into_data_stream(),
            read: String::new(),
        };
        assert_eq!(desk.next().await.unwrap().0, "hello");
        desk
    }

    /// The next event: name and data; `None` at the end.
    async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            if let Some((event, rest)) = self.read.split_once("\n\n") {
                let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name));
                let name = field("event: ").unwrap().to_owned();
                let data = serde_json::from_str(field("data: ").unwrap()).unwrap();
                let rest = rest.to_owned();
                self.read = rest;
                return Some((name, data));
            }
            let chunk = tokio::time::timeout(PATIENCE, self.body.next())
                .await
                .expect("an event in time")?;
            self.read
                .push_str(std::str::from_utf8(&chunk.unwrap()).unwrap());
        }
    }

    /// The next event of a name, whatever comes before it.
    async fn of(&mut self, name: &str) -> Value {
        loop {
            let (found, data) = self.next().await.expect("the stream is open");
            if found == name {
                return data;
            }
        }
    }

    /// Whether nothing but beats comes for a while.
    async fn is_quiet(&mut self) -> bool {
        let until = tokio::time::Instant::now() + Duration::from_millis(2_500);
        while let Ok(event) = tokio::time::timeout_at(until, self.next()).await {
            if event.expect("the stream is open").0 != "beat" {
                return false;
            }
        }
        true
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_is_shown_its_rows_then_those_that_change_and_by_whom() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    hall.receive(2, 5).await;
    let lan = signed_in(&hall, Role::Staff).await;
    let query = "lang=vi&tab=received&dossier=H49.1-261123-0001&dossier=H49.1-261123-0002";
    let mut desk = Desk::open(&hall, &lan, query).await;
    let rows = desk.of("rows").await;
    assert_eq!(rows.as_array().unwrap().len(), 2);
    assert_eq!(rows[0]["status"], "Được tiếp nhận");
    assert_eq!(rows[0]["news"], "");
    desk.of("beat").await;
    hall.act(2, Action::Start, hall.now()).await;
    let rows = desk.of("rows").await;
    assert_eq!(rows.as_array().unwrap().len(), 1, "only what has changed");
    assert_eq!(rows[0]["code"], code(2).as_str());
    assert_eq!(rows[0]["value"], format!("{}:3", code(2)));
    assert_eq!(rows[0]["status"], "Đang xử lý");
    assert_eq!(rows[0]["is_gone"], true, "no longer one to be started");
    assert_eq!(rows[0]["news"], "vừa đổi · clerk-of-the-test");
    desk.of("beat").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_elsewhere_only_counts_as_a_new_dossier_on_the_list() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    let lan = signed_in(&hall, Role::Staff).await;
    let query = "lang=vi&tab=open&dossier=H49.1-261123-0001";
    let mut desk = Desk::open(&hall, &lan, query).await;
    desk.of("beat").await;
    hall.receive(2, 5).await;
    assert_eq!(desk.of("more").await, 1);
    // From one status of the tab to another: the dossier still counts as one new one.
    hall.act(2, Action::Start, hall.now()).await;
    assert!(desk.is_quiet().await);
    hall.act(2, Action::Resolve, hall.now()).await;
    assert_eq!(desk.of("more").await, 0, "it has left the list again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_learns_nothing_of_another_agency() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    let other = sign_in(&hall, "other", Role::Staff, Some(hall.agencies[0])).await;
    let query = "lang=vi&tab=open&dossier=H49.1-261123-0001";
    let mut desk = Desk::open(&hall, &other, query).await;
    desk.of("beat").await;
    hall.act(1, Action::Start, hall.now()).await;
    hall.receive(4, 5).await;
    assert!(
        desk.is_quiet().await,
        "neither rows nor that there are more"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dossiers_page_gets_its_changes_as_text() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    let lan = signed_in(&hall, Role::Staff).await;
    let query = "lang=en&dossier=H49.1-261123-0001&since=2";
    let mut desk = Desk::open(&hall, &lan, query).await;
    desk.of("beat").await;
    hall.act(1, Action::Start, hall.now()).await;
    let news = desk.of("news").await;
    let line = news[0].as_str().unwrap();
    assert!(
        line.starts_with("clerk-of-the-test recorded “Start work” at 14:1"),
        "{line}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_ends_with_its_session_with_the_persons_rights_and_with_the_server() {
    let hall = hall().await;
    let lan = sign_in(&hall, "lan", Role::Staff, None).await;
    let to_change = sign_in(&hall, "mai", Role::Staff, None).await;
    let tam = sign_in(&hall, "tam", Role::Staff, None).await;
    let (mut ended, mut changed, mut open) = (
        Desk::open(&hall, &lan, "lang=vi").await,
        Desk::open(&hall, &to_change, "lang=vi").await,
        Desk::open(&hall, &tam, "lang=vi").await,
    );
    // The last person who can administer cannot be removed, so another one is needed.
    signed_in(&hall, Role::Admin).await;
    let person = |name: &'static str| {
        let store = hall.store.clone();
        async move { store.account(name).await.unwrap().unwrap().person.id }
    };
    hall.store
        .set_password(
            person("lan").await,
            "hash".to_owned(),
            AuditActor::console(),
            hall.now(),
        )
        .await
        .unwrap();
    ended.of("over").await;
    assert_eq!(ended.next().await, None);
    let mai = person("mai").await;
    let disabled = hall
        .store
        .disable_account(mai, AuditActor::console(), hall.now());
    disabled.await.unwrap();
    changed.of("over").await;
    assert_eq!(changed.next().await, None);
    open.of("beat").await;
    hall.shutdown.cancel();
    while let Some((name, _)) = open.next().await {
        assert_eq!(name, "beat");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_page_alone_keeps_no_session_alive() {
    let hall = hall().await;
    let lan = signed_in(&hall, Role::Staff).await;
    let mut desk = Desk::open(&hall, &lan, "lang=vi").await;
    let person = hall.store.account("staff").await.unwrap().unwrap().person;
    desk.of("beat").await;
    let later = hall.now() + chrono::Duration::minutes(121);
    let limits = sanh_store::SessionLimits::default();
    let open = hall.store.sessions(person.id, later, limits).await.unwrap();
    assert!(open.is_empty(), "{open:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_asks_for_too_much_or_for_rubbish_is_refused() {
    let hall = hall().await;
    let lan = signed_in(&hall, Role::Staff).await;
    let many: Vec<String> = (1..=201)
        .map(|number| format!("dossier={}", code(number)))
        .collect();
    let many = many.join("&");
    for query in ["tab=rubbish", "dossier=%20", "until=soon", &many] {
        let request = Request::builder()
            .uri(format!("/desk/events?{query}"))
            .header(header::COOKIE, &lan);
        let answer = hall.ask(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
    }
}

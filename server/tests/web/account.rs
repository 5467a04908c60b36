//! Signing in, asked as browsers do: strangers, and those who are known.

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, header};
use futures::future::join_all;
use sanh_app::server::account::password;
use sanh_domain::account::model::Role;
use sanh_store::AuditActor;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use super::desk::{hall, read, send};
use super::hall::{Answer, Hall, between};
use super::people::{sign_in, signed_in};

const PASSWORD: &str = "bốn con mèo đen";

/// Gives a clerk a password.
async fn clerk(hall: &Hall, name: &str) {
    sign_in(hall, name, Role::Staff, None).await;
    let account = hall.store.account(name).await.expect("readable");
    let hash = password::hash(PASSWORD).expect("a hash");
    let id = account.expect("an account").person.id;
    let set = hall
        .store
        .set_password(id, hash, AuditActor::console(), hall.now())
        .await;
    set.expect("written");
}

/// Sends the form of the sign-in page from an address, with these cookies.
async fn enter(hall: &Hall, password: &str, address: &str, cookie: &str) -> Answer {
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.extend_pairs([("name", "lan"), ("password", password)]);
    let peer: SocketAddr = format!("{address}:40000").parse().expect("an address");
    let request = Request::post("/sign-in")
        .extension(ConnectInfo(peer))
        .header(header::COOKIE, cookie)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    hall.ask(request.body(Body::from(body.finish())).expect("a request"))
        .await
}

/// The cookie by which the browser is known again.
fn device(answer: &Answer) -> String {
    let cookies = answer.headers.get_all(header::SET_COOKIE).iter();
    let mut cookies = cookies.filter_map(|cookie| cookie.to_str().ok());
    let kept = cookies.find(|cookie| cookie.starts_with("sanh-device="));
    let kept = kept.expect("a cookie that stays");
    assert!(
        kept.contains("HttpOnly") && kept.contains("Max-Age=34560000"),
        "{kept}"
    );
    kept.split(';').next().expect("a cookie").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn six_wrong_passwords_from_elsewhere_lock_nobody_out() {
    let hall = hall().await;
    clerk(&hall, "lan").await;
    let first = enter(&hall, PASSWORD, "192.0.2.7", "").await;
    assert_eq!(first.status, 303, "{}", first.text());
    let known = device(&first);
    for _ in 0..6 {
        let wrong = enter(&hall, "guessed", "203.0.113.9", "").await;
        assert_eq!(wrong.status, 422);
    }
    let stranger = enter(&hall, PASSWORD, "203.0.113.77", "").await;
    assert_eq!(stranger.status, 429, "the network of the guesses waits");
    let owner = enter(&hall, PASSWORD, "192.0.2.8", "").await;
    assert_eq!(owner.status, 303, "nobody elsewhere does");
    let beside = enter(&hall, PASSWORD, "203.0.113.77", &known).await;
    assert_eq!(
        beside.status, 303,
        "nor a browser that is known, also there"
    );
    assert_ne!(device(&beside), known, "with a new secret each time");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_signs_in_and_out_and_reads_no_secret_of_a_session() {
    let hall = hall().await;
    clerk(&hall, "lan").await;
    let form = [("name", "lan"), ("password", PASSWORD)];
    let entered = send(&hall, "", "/api/sign_in", &form).await;
    assert_eq!(entered.status, 200, "{}", entered.text());
    assert_eq!(entered.text(), "{\"entered\":\"staff\"}");
    device(&entered);
    let session = entered.header("set-cookie");
    assert!(session.contains("; HttpOnly; SameSite=Lax"), "{session}");
    let session = session.split(';').next().expect("a cookie");
    assert_eq!(read(&hall, session, "/desk").await.status, 200);
    let over = send(&hall, session, "/api/sign_out", &[]).await;
    assert!(over.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(read(&hall, session, "/desk").await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sign_in_page_names_the_centre() {
    let hall = hall().await;
    let centre = hall.store.centre(hall.now()).await.expect("readable");
    let page = read(&hall, "", "/sign-in").await;
    let name = between(page.text(), "class=\"front-centre\"", "</p>").expect("a name");
    assert!(name.contains(&centre.name), "{name}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_emergency_is_posted_whatever_the_throttle_says() {
    let hall = hall().await;
    let manager = signed_in(&hall, Role::Manager).await;
    for name in ["manager", "somebody"] {
        for _ in 0..9 {
            let form = [("name", name), ("password", "guessed")];
            send(&hall, "", "/sign-in", &form).await;
        }
    }
    let form = [("name", "manager"), ("password", "guessed")];
    let waits = send(&hall, "", "/sign-in", &form).await;
    assert_eq!(waits.status, 429);
    let emergency = [
        ("priority", "emergency"),
        ("sure", "yes"),
        ("vi", "Xin rời khỏi sảnh"),
        ("en", ""),
        ("from", ""),
        ("until", "2026-11-23T17:00"),
        ("screens", "all"),
    ];
    let posted = send(&hall, &manager, "/manage/notices", &emergency).await;
    assert_eq!(posted.status, 303, "{}", posted.text());
    let wall = read(&hall, "", "/screen/lobby").await;
    assert_eq!(wall.status, 200);
}

/// Strangers who ask at once: many more than the lane in front of the passwords takes, each from a network of its own.
const STRANGERS: u8 = 100;

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_strangers_delays_nobody_whose_browser_is_known() {
    let hall = hall().await;
    clerk(&hall, "lan").await;
    let first = enter(&hall, PASSWORD, "192.0.2.7", "").await;
    let mut known = device(&first);
    for round in 0..3 {
        let strangers = (0..STRANGERS).map(|n| {
            let hall = &hall;
            async move { enter(hall, "guessed", &format!("10.{n}.{round}.1"), "").await }
        });
        let owner = async {
            tokio::time::sleep(Duration::from_millis(20)).await;
            let began = Instant::now();
            let entered = enter(&hall, PASSWORD, "203.0.113.9", &known).await;
            (entered, began.elapsed())
        };
        let (strangers, (entered, took)) = tokio::join!(join_all(strangers), owner);
        assert_eq!(entered.status, 303, "{}", entered.text());
        assert!(took < Duration::from_secs(3), "{took:?}");
        known = device(&entered);

        let busy: Vec<_> = strangers.iter().filter(|it| it.status == 503).collect();
        assert!(!busy.is_empty(), "not one of them had to come again");
        for told in &busy {
            assert_eq!(told.header("retry-after"), "10");
            let text = told.text();
            assert!(text.contains("quá nhiều lượt đăng nhập"), "{text}");
            assert!(text.contains("value=\"lan\""), "the name is kept: {text}");
            assert!(!text.contains("guessed"), "and no password: {text}");
        }
    }
}

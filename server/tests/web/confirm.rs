//! The password again before what weighs most; and what keeps no idle session alive.

use axum::body::Body;
use axum::http::{Request, header};
use chrono::Duration;
use sanh_app::server::account::password;
use sanh_domain::account::model::Role;
use sanh_store::{AuditActor, SessionLimits};

use super::desk::{hall, read, send};
use super::hall::{Hall, between};
use super::people::{sign_in, sign_in_at};

const PASSWORD: &str = "bốn con mèo đen";

/// Somebody with a password, who signed in a while ago.
async fn signed_in_before(hall: &Hall, name: &str, role: Role, minutes: i64) -> String {
    sign_in(hall, name, role, None).await;
    let account = hall.store.account(name).await.expect("readable");
    let id = account.expect("an account").person.id;
    let hash = password::hash(PASSWORD).expect("a hash");
    let set = hall
        .store
        .set_password(id, hash, AuditActor::console(), hall.now())
        .await;
    set.expect("written");
    let began_at = hall.now() - Duration::minutes(minutes);
    sign_in_at(hall, (name, role), None, began_at).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_asks_for_the_password_again_unless_it_was_confirmed_recently() {
    let hall = hall().await;
    sign_in(&hall, "lan", Role::Staff, None).await;
    let link = "/admin/people/lan/link";
    let fresh = signed_in_before(&hall, "fresh", Role::Admin, 9).await;
    let made = send(&hall, &fresh, link, &[]).await;
    assert!(made.text().contains("/welcome/"), "{}", made.text());

    let quan = signed_in_before(&hall, "quan", Role::Admin, 11).await;
    let asked = send(&hall, &quan, link, &[("more", "kept & whole")]).await;
    assert_eq!(asked.status, 401);
    assert!(
        asked.text().contains("name=\"password_again\"") && !asked.text().contains("/welcome/"),
        "{}",
        asked.text()
    );
    assert!(asked.text().contains("value=\"kept &amp; whole\""));
    let wrong = send(&hall, &quan, link, &[("password_again", "guessed")]).await;
    assert_eq!(wrong.status, 422);
    assert!(!wrong.text().contains("/welcome/"));
    let right = send(&hall, &quan, link, &[("password_again", PASSWORD)]).await;
    assert!(right.text().contains("/welcome/"), "{}", right.text());
    let again = send(&hall, &quan, link, &[]).await;
    assert!(again.text().contains("/welcome/"), "it was given lately");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_that_gives_access_is_refused_without_a_recently_confirmed_password() {
    let hall = hall().await;
    sign_in(&hall, "lan", Role::Staff, None).await;
    let of_lan = [("account", "lan"), ("role", "admin"), ("sure", "yes")];
    let quan = signed_in_before(&hall, "quan", Role::Admin, 11).await;
    for act in [
        "add_person",
        "make_link",
        "change_rights",
        "disable_account",
    ] {
        let refused = send(&hall, &quan, &format!("/api/{act}"), &of_lan).await;
        assert_eq!(refused.status, 403, "{act}: {}", refused.text());
    }
    let fresh = signed_in_before(&hall, "fresh", Role::Admin, 9).await;
    let made = send(&hall, &fresh, "/api/make_link", &of_lan).await;
    assert_eq!(made.status, 200, "{}", made.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn downloading_a_list_needs_the_password_again_and_an_emergency_does_not() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    let mai = signed_in_before(&hall, "mai", Role::Manager, 60).await;
    let list = "/desk/export?tab=open&format=csv";
    let asked = read(&hall, &mai, list).await;
    assert_eq!(asked.status, 401);
    let then = between(asked.text(), "name=\"then\" value=\"", "\"").expect("where to go");
    assert_eq!(then.replace("&amp;", "&"), list);
    let wrong = [("then", list), ("password_again", "guessed")];
    assert_eq!(
        send(&hall, &mai, "/account/confirm", &wrong).await.status,
        422
    );
    let emergency = [
        ("priority", "emergency"),
        ("sure", "yes"),
        ("vi", "Xin rời khỏi sảnh"),
        ("en", ""),
        ("from", ""),
        ("until", "2026-11-23T17:00"),
        ("screens", "all"),
    ];
    let posted = send(&hall, &mai, "/manage/notices", &emergency).await;
    assert_eq!(posted.status, 303, "{}", posted.text());
    let right = [("then", list), ("password_again", PASSWORD)];
    let on = send(&hall, &mai, "/account/confirm", &right).await;
    assert_eq!((on.status.as_u16(), on.header("location")), (303, list));
    let taken = read(&hall, &mai, list).await;
    assert_eq!(taken.status, 200);
    assert!(taken.header("content-disposition").contains("attachment"));
}

/// When the session of a person was last seen.
async fn seen(hall: &Hall, name: &str) -> sanh_domain::deadline::Instant {
    let account = hall.store.account(name).await.expect("readable");
    let id = account.expect("an account").person.id;
    let open = hall
        .store
        .sessions(id, hall.now(), SessionLimits::default())
        .await;
    let open = open.expect("readable").into_iter();
    open.map(|session| session.seen_at)
        .min()
        .expect("a session")
}

#[tokio::test(flavor = "multi_thread")]
async fn automatic_requests_of_an_open_page_keep_no_session_alive() {
    let hall = hall().await;
    let began_at = hall.now() - Duration::minutes(100);
    let mai = sign_in_at(&hall, ("mai", Role::Manager), None, began_at).await;
    let by_itself: [(&str, &[(&str, &str)]); 4] = [
        ("/manage/screens/now", &[]),
        ("/manage/alarms", &[("sec-fetch-dest", "empty")]),
        ("/manage/alarms", &[("x-sanh-by-itself", "1")]),
        (
            "/manage/screens/wall/lobby/frame",
            &[("sec-fetch-dest", "iframe")],
        ),
    ];
    for (address, headers) in by_itself {
        let mut request = Request::get(address).header(header::COOKIE, &mai);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = hall
            .ask(request.body(Body::empty()).expect("a request"))
            .await;
        assert_eq!(answer.status, 200, "{address}");
        assert_eq!(seen(&hall, "mai").await, began_at, "{address} {headers:?}");
    }
    assert_eq!(read(&hall, &mai, "/manage/alarms").await.status, 200);
    assert!(seen(&hall, "mai").await > began_at, "somebody is there");
}

//! How an address may be asked for: one that only gives a file away takes no form, and nothing leads a reader to one that only
//! forms are sent to.

use axum::http::StatusCode;
use sanh_app::server::account::password;
use sanh_domain::account::model::Role;
use sanh_domain::audit::model::AuditAct;
use sanh_store::{AuditActor, AuditQuery};

use super::desk::{hall, read, send};
use super::hall::{Answer, Hall, between};
use super::people::{sign_in, signed_in};

const PASSWORD: &str = "bốn con mèo đen";

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_to_a_download_address_downloads_nothing() {
    let hall = hall().await;
    let mai = signed_in(&hall, Role::Manager).await;
    for path in [
        "/desk/export",
        "/manage/dossiers.csv?figure=late",
        "/manage/table.xlsx",
        "/manage/replay/evidence",
    ] {
        let answer = send(&hall, &mai, path, &[]).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        assert_eq!(answer.text(), "", "{path}");
    }
    let query = AuditQuery {
        rows_max: 50,
        ..AuditQuery::default()
    };
    let told = hall.store.audit_lines(query).await.expect("readable");
    let exported = told.iter().any(|line| line.act == AuditAct::Exported);
    assert!(!exported, "nobody got a file: {told:?}");
}

/// The address that the switch of language leads to.
fn switch(page: &Answer) -> String {
    let text = page.text();
    let (before, after) = text.split_once("room-lang").expect("a switch");
    let before = before.rsplit("<a").next().unwrap_or_default();
    let link = format!("{before}{}", after.split('>').next().unwrap_or_default());
    let href = between(&link, "href=\"", "\"").expect("an address");
    href.replace("&amp;", "&")
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_refused_form_the_other_language_is_at_an_address_that_can_be_read() {
    let hall = hall().await;
    let mai = signed_in(&hall, Role::Manager).await;
    for (sent_to, read_at) in [
        (
            "/manage/screens/wall/lobby/pair",
            "/manage/screens/wall/lobby?lang=en",
        ),
        ("/account/password", "/account?lang=en"),
        ("/manage/views", "/manage/throughput?"),
    ] {
        let refused = send(&hall, &mai, sent_to, &[]).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{sent_to}"
        );
        let other = switch(&refused);
        assert!(other.starts_with(read_at), "{sent_to}: {other}");
        let page = read(&hall, &mai, &other).await;
        assert_eq!(page.status, StatusCode::OK, "{other}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_leads_to_the_front_page_of_the_room() {
    let hall = hall().await;
    let mai = signed_in(&hall, Role::Manager).await;
    let admin = signed_in(&hall, Role::Admin).await;
    for (cookie, front) in [(&mai, "/manage"), (&admin, "/admin")] {
        let led = read(&hall, cookie, "/sign-in").await;
        assert_eq!(led.header("location"), front);
    }
    let front = read(&hall, &admin, "/admin").await;
    assert_eq!(front.status, StatusCode::OK, "{}", front.text());
    assert!(front.text().contains("href=\"/admin/outbox\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_inside_a_room_leads_back_into_it() {
    let hall = hall().await;
    let mai = signed_in(&hall, Role::Manager).await;
    let admin = signed_in(&hall, Role::Admin).await;
    let cases = [
        (&mai, "/desk/dossiers/H49.99-260101-0000", "/desk"),
        (&mai, "/manage/report/month-1999-01-01", "/manage"),
        (&admin, "/admin/people/nobody-of-this-name", "/admin"),
    ];
    for (cookie, path, room) in cases {
        let answer = read(&hall, cookie, path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        let page = between(answer.text(), "<main class=\"fault\">", "</main>");
        let page = page.unwrap_or_else(|| panic!("{path}: {}", answer.text()));
        assert!(page.contains(&format!("href=\"{room}\"")), "{path}: {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_leads_to_no_address_that_only_forms_are_sent_to() {
    let hall = hall().await;
    sign_in(&hall, "lan", Role::Staff, None).await;
    set_password(&hall, "lan").await;
    for (then, to) in [
        ("/sign-out", "/desk"),
        ("/desk/find", "/desk"),
        ("/desk/receive", "/desk/receive"),
    ] {
        let fields = [("name", "lan"), ("password", PASSWORD), ("then", then)];
        let entered = send(&hall, "", "/sign-in", &fields).await;
        assert_eq!(entered.status, StatusCode::SEE_OTHER, "{then}");
        assert_eq!(entered.header("location"), to, "{then}");
    }
}

async fn set_password(hall: &Hall, name: &str) {
    let account = hall.store.account(name).await.expect("readable");
    let id = account.expect("an account").person.id;
    let hash = password::hash(PASSWORD).expect("a hash");
    let set = hall
        .store
        .set_password(id, hash, AuditActor::console(), hall.now())
        .await;
    set.expect("written");
}

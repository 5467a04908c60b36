//! The administrators' pages.

use axum::http::StatusCode;
use sanh_domain::account::model::{AgencyScope, Role};

use super::desk::{hall, read, send};
use super::hall::between;
use super::people::signed_in;

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_added_with_a_link_that_is_shown_once() {
    let hall = hall().await;
    let admin = signed_in(&hall, Role::Admin).await;
    let agency = hall.agencies[1].0.to_string();
    let fields = [
        ("name", "Lan.Anh"),
        ("display_name", "Lan Anh"),
        ("role", "staff"),
        ("agency", &*agency),
    ];
    let shown = send(&hall, &admin, "/admin/people", &fields).await;
    assert_eq!(shown.status, StatusCode::OK);
    let path = between(shown.text(), "/welcome/", "\"").unwrap();
    let welcome = hall.get(&format!("/welcome/{path}")).await;
    assert!(welcome.text().contains("Lan Anh"), "{}", welcome.text());
    let account = hall.store.account("lan.anh").await.unwrap().unwrap();
    assert_eq!(
        account.person.reach,
        AgencyScope::Agencies([hall.agencies[1]].into_iter().collect())
    );
    let list = read(&hall, &admin, "/admin/people").await;
    assert!(
        list.text().contains("lan.anh") && !list.text().contains(path),
        "the link is not shown again"
    );
    assert!(list.text().contains("Chưa đặt mật khẩu"));
}

#[tokio::test(flavor = "multi_thread")]
async fn invalid_values_are_reported_and_kept_in_the_form() {
    let hall = hall().await;
    let admin = signed_in(&hall, Role::Admin).await;
    let cases = [
        (
            [
                ("name", "admin"),
                ("display_name", "Một"),
                ("role", "staff"),
            ],
            "đã có người dùng",
        ),
        (
            [("name", "lần"), ("display_name", "Một"), ("role", "staff")],
            "không dùng được",
        ),
        (
            [("name", "hai"), ("display_name", " "), ("role", "staff")],
            "Hãy nhập họ tên",
        ),
    ];
    for (fields, message) in cases {
        let answer = send(&hall, &admin, "/admin/people", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{message}");
        assert!(answer.text().contains(message), "{message}");
        assert!(
            answer
                .text()
                .contains(&format!("value=\"{}\"", fields[0].1)),
            "{message}: what was typed is kept"
        );
    }
    let forged = send(
        &hall,
        &admin,
        "/admin/people",
        &[("name", "ba"), ("display_name", "Ba"), ("role", "king")],
    )
    .await;
    assert_eq!(forged.status, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn all_problems_are_reported_at_once_and_the_whole_centre_is_chosen_explicitly() {
    let hall = hall().await;
    let admin = signed_in(&hall, Role::Admin).await;
    let fields = [("name", "lần"), ("display_name", " "), ("role", "staff")];
    let answer = send(&hall, &admin, "/admin/people", &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for message in [
        "không dùng được",
        "Hãy nhập họ tên",
        "Hãy chọn ít nhất một cơ quan",
    ] {
        assert!(answer.text().contains(message), "{message}");
    }
    let agency = hall.agencies[1].0.to_string();
    let both = [
        ("name", "hai"),
        ("display_name", "Hai"),
        ("role", "staff"),
        ("agency", &*agency),
        ("everywhere", "yes"),
    ];
    let answer = send(&hall, &admin, "/admin/people", &both).await;
    assert!(answer.text().contains("bỏ chọn các cơ quan"));
    let whole: Vec<_> = both
        .into_iter()
        .filter(|(name, _)| *name != "agency")
        .collect();
    let answer = send(&hall, &admin, "/admin/people", &whole).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let account = hall.store.account("hai").await.unwrap().unwrap();
    assert_eq!(account.person.reach, AgencyScope::Everywhere);
    let nowhere = [("role", "manager")];
    let refused = send(&hall, &admin, "/admin/people/hai/rights", &nowhere).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn rights_change_and_end_the_sessions_but_the_last_administrator_stays() {
    let hall = hall().await;
    let (admin, lan) = (
        signed_in(&hall, Role::Admin).await,
        signed_in(&hall, Role::Staff).await,
    );
    let saved = send(
        &hall,
        &admin,
        "/admin/people/staff/rights",
        &[("role", "manager"), ("everywhere", "yes")],
    )
    .await;
    assert_eq!(saved.header("location"), "/admin/people/staff?saved=1");
    assert_eq!(
        read(&hall, &lan, "/desk").await.status,
        StatusCode::SEE_OTHER,
        "the session has ended"
    );
    let stays = send(
        &hall,
        &admin,
        "/admin/people/admin/rights",
        &[("role", "staff"), ("everywhere", "yes")],
    )
    .await;
    assert_eq!(stays.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stays.text().contains("Quản trị viên cuối cùng phải ở lại"));
    let unsure = send(&hall, &admin, "/admin/people/staff/disable", &[]).await;
    assert!(unsure.text().contains("Hãy xác nhận trước khi khóa."));
    send(
        &hall,
        &admin,
        "/admin/people/staff/disable",
        &[("sure", "yes")],
    )
    .await;
    assert!(
        hall.store
            .account("staff")
            .await
            .unwrap()
            .unwrap()
            .is_disabled
    );
    let last = send(
        &hall,
        &admin,
        "/admin/people/admin/disable",
        &[("sure", "yes")],
    )
    .await;
    assert_eq!(last.status, StatusCode::UNPROCESSABLE_ENTITY);
    let nobody = send(
        &hall,
        &admin,
        "/admin/people/nobody/disable",
        &[("sure", "yes")],
    )
    .await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_shows_an_administrator_the_changes_of_a_dossier() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    let (admin, lan) = (
        signed_in(&hall, Role::Admin).await,
        signed_in(&hall, Role::Staff).await,
    );
    let path = "/desk/dossiers/H49.1-261123-0001/move";
    send(
        &hall,
        &lan,
        path,
        &[("version", "2"), ("key", "k"), ("action", "start")],
    )
    .await;
    let audit = read(
        &hall,
        &admin,
        "/admin/audit?subject=H49.1-261123-0001&actor=staff",
    )
    .await;
    assert!(audit.text().contains("Bắt đầu xử lý"), "{}", audit.text());
    assert!(
        audit.text().contains("Được tiếp nhận → Đang xử lý"),
        "{}",
        audit.text()
    );
    // Shows the display name and not only the sign-in name.
    assert!(audit.text().contains("(staff)"), "{}", audit.text());
    let none = read(&hall, &admin, "/admin/audit?subject=rubbish").await;
    assert!(none.text().contains("Không có dòng nào."));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_only_takes_forms_cannot_be_read() {
    let hall = hall().await;
    let admin = signed_in(&hall, Role::Admin).await;
    for path in [
        "/admin/people/admin/link",
        "/admin/people/admin/rights",
        "/admin/people/admin/disable",
        "/admin/outbox/retry",
        "/admin/outbox/letters",
        "/admin/outbox/1/retry",
    ] {
        let answer = read(&hall, &admin, path).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
    }
}

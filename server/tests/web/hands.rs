//! Taking a dossier, giving it to a colleague, and notes, asked as a browser does.

use axum::http::StatusCode;
use sanh_domain::account::model::{AgencyScope, Role};

use super::desk::{hall, read, send};
use super::hall::{Hall, between, code};
use super::people::{sign_in, signed_in};

const DOSSIER: &str = "/desk/dossiers/H49.1-261123-0001";

async fn assignee(hall: &Hall, number: u32) -> Option<String> {
    let stored = hall
        .store
        .dossier(&code(number), &AgencyScope::Everywhere)
        .await
        .unwrap();
    stored.unwrap().dossier.assignee
}

fn give<'a>(version: &'a str, to: &'a str) -> [(&'a str, &'a str); 4] {
    [
        ("version", version),
        ("key", version),
        ("action", "assign"),
        ("assignee", to),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dossier_is_taken_and_given_to_a_colleague_of_its_agency() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    let lan = sign_in(&hall, "lan", Role::Staff, None).await;
    sign_in(&hall, "binh", Role::Staff, Some(hall.agencies[1])).await;
    let to = format!("{DOSSIER}/move");
    let taken = send(&hall, &lan, &to, &give("2", "lan")).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    let page = read(&hall, &lan, taken.header("location")).await;
    assert!(
        page.text().contains("Bạn đang xử lý hồ sơ này"),
        "{}",
        page.text()
    );
    assert!(
        !page.text().contains("class=\"undo\""),
        "an assignment is changed by another, not taken back"
    );
    let mine = read(&hall, &lan, "/desk?agency=mine").await;
    assert!(mine.text().contains(code(1).as_str()));

    let given = send(&hall, &lan, &to, &give("3", "binh")).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER);
    let page = read(&hall, &lan, DOSSIER).await;
    assert!(
        page.text().contains("lan giao binh xử lý"),
        "the history tells it"
    );
    let mine = read(&hall, &lan, "/desk?agency=mine").await;
    assert!(!mine.text().contains(code(1).as_str()));
    send(&hall, &lan, &to, &give("4", "*")).await;
    assert_eq!(assignee(&hall, 1).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dossier_is_only_assigned_to_staff_of_its_agency() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    let lan = sign_in(&hall, "lan", Role::Staff, None).await;
    sign_in(&hall, "elsewhere", Role::Staff, Some(hall.agencies[0])).await;
    sign_in(&hall, "root", Role::Admin, None).await;
    for to in ["elsewhere", "root", "nobody-of-this-name", "LAN", ""] {
        let refused = send(&hall, &lan, &format!("{DOSSIER}/move"), &give("2", to)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{to}");
        let field = between(refused.text(), "id=\"assignee-problem\"", "</p>").unwrap();
        assert!(!field.is_empty(), "said beside the field");
        assert_eq!(assignee(&hall, 1).await, None, "{to}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn several_dossiers_are_given_to_a_colleague_at_once() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    hall.receive(2, 5).await;
    let lan = sign_in(&hall, "lan", Role::Staff, None).await;
    let (one, two) = (format!("{}:2", code(1)), format!("{}:2", code(2)));
    let fields = [
        ("key", "k"),
        ("act", "assign"),
        ("assignee", "lan"),
        ("dossier", one.as_str()),
        ("dossier", two.as_str()),
    ];
    let given = send(&hall, &lan, "/desk/move", &fields).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text());
    for number in [1, 2] {
        assert_eq!(assignee(&hall, number).await.as_deref(), Some("lan"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_is_read_by_colleagues_and_what_was_typed_is_kept_when_it_is_too_long() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    let lan = signed_in(&hall, Role::Staff).await;
    let to = format!("{DOSSIER}/notes");
    let noted = send(
        &hall,
        &lan,
        &to,
        &[("key", "k1"), ("note", "Gọi lại <chiều>")],
    )
    .await;
    assert_eq!(noted.status, StatusCode::SEE_OTHER);
    let page = read(&hall, &lan, DOSSIER).await;
    assert!(page.text().contains("Gọi lại &lt;chiều"), "{}", page.text());
    let long = "ờ".repeat(2_001);
    let refused = send(&hall, &lan, &to, &[("key", "k2"), ("note", &long)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains(&long), "what was typed is kept");
    let blank = send(&hall, &lan, &to, &[("key", "k3"), ("note", " ")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        hall.store
            .notes(&code(1), &AgencyScope::Everywhere)
            .await
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_for_a_person_leaves_nothing_in_the_address_and_filters_and_codes_do() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    let lan = signed_in(&hall, Role::Staff).await;
    let found = send(&hall, &lan, "/desk/find", &[("find", "001099000001")]).await;
    assert_eq!(
        (found.status, found.header("location")),
        (StatusCode::OK, "")
    );
    let name = send(&hall, &lan, "/desk/find", &[("find", "Lê Thị Thử")]).await;
    assert_eq!(name.status, StatusCode::OK);
    let code = send(&hall, &lan, "/desk/find", &[("find", code(1).as_str())]).await;
    assert_eq!(code.header("location"), "/desk?find=H49.1-261123-0001");
    let filters = [("tab", "received"), ("agency", "mine"), ("find", "")];
    let filtered = send(&hall, &lan, "/desk/find", &filters).await;
    assert_eq!(
        filtered.header("location"),
        "/desk?tab=received&agency=mine"
    );
}

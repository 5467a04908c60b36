//! Who is away and who stands in, asked as a browser does. The hall's clock stands on Monday 23 November 2026, 14:10.

use axum::http::StatusCode;
use sanh_domain::account::model::{AgencyScope, Role};

use super::desk::{hall, read, send};
use super::hall::{Answer, Hall, between, code};
use super::people::sign_in;

const OWN: &str = "/account/absence";
const MANAGED: &str = "/manage/absences";

async fn assignee(hall: &Hall, number: u32) -> Option<String> {
    let stored = hall
        .store
        .dossier(&code(number), &AgencyScope::Everywhere)
        .await
        .unwrap();
    stored.unwrap().dossier.assignee
}

/// A person of the centre gives a dossier, at its version, to another.
async fn give(
    hall: &Hall,
    cookie: &str,
    (number, version): (u32, &str),
    to: &str,
    known: &str,
) -> Answer {
    let fields = [
        ("version", version),
        ("key", &*format!("{number}-{version}-{to}-{known}")),
        ("action", "assign"),
        ("assignee", to),
        ("away_known", known),
    ];
    let path = format!("/desk/dossiers/{}/move", code(number));
    send(hall, cookie, &path, &fields).await
}

fn away<'a>(from: &'a str, to: &'a str, substitute: &'a str) -> [(&'a str, &'a str); 3] {
    [("from", from), ("to", to), ("substitute", substitute)]
}

#[tokio::test(flavor = "multi_thread")]
async fn while_somebody_is_away_the_substitutes_list_holds_their_dossiers_too() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    let lan = sign_in(&hall, "lan", Role::Staff, None).await;
    let minh = sign_in(&hall, "minh", Role::Staff, None).await;
    let boss = sign_in(&hall, "boss", Role::Manager, None).await;
    give(&hall, &lan, (1, "2"), "lan", "").await;
    let empty = read(&hall, &minh, "/desk?agency=mine").await;
    assert!(!empty.text().contains(code(1).as_str()));
    let saved = send(&hall, &lan, OWN, &away("2026-11-23", "2026-11-25", "minh")).await;
    assert_eq!(
        saved.header("location"),
        "/account/absence?saved=added",
        "{}",
        saved.text()
    );
    let list = read(&hall, &minh, "/desk?agency=mine").await;
    assert!(list.text().contains(code(1).as_str()), "{}", list.text());
    assert!(list.text().contains("thay lan"), "marked: {}", list.text());
    assert!(list.text().contains("Bạn đang thay: lan (đến 25/11/2026)"));
    let due = read(&hall, &boss, "/desk").await;
    let held = "lan (vắng đến 25/11/2026, minh thay)";
    assert!(due.text().contains(held), "{}", due.text());
    let dossier = read(&hall, &boss, &format!("/desk/dossiers/{}", code(1))).await;
    assert!(dossier.text().contains(held), "{}", dossier.text());
    assert_eq!(
        assignee(&hall, 1).await.as_deref(),
        Some("lan"),
        "no dossier changes hands"
    );

    let page = read(&hall, &lan, OWN).await;
    let id = between(page.text(), "action=\"/account/absence/", "/end")
        .unwrap()
        .to_owned();
    let others = send(&hall, &minh, &format!("{OWN}/{id}/end"), &[]).await;
    assert_eq!(others.status, StatusCode::NOT_FOUND, "not theirs");
    let ended = send(&hall, &lan, &format!("{OWN}/{id}/end"), &[]).await;
    assert_eq!(ended.header("location"), "/account/absence?saved=ended");
    let list = read(&hall, &minh, "/desk?agency=mine").await;
    assert!(!list.text().contains(code(1).as_str()), "all is as before");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_due_soon_list_names_the_substitute() {
    let hall = hall().await;
    hall.receive(1, 1).await;
    let lan = sign_in(&hall, "lan", Role::Staff, None).await;
    sign_in(&hall, "minh", Role::Staff, None).await;
    let boss = sign_in(&hall, "boss", Role::Manager, None).await;
    give(&hall, &lan, (1, "2"), "lan", "").await;
    send(&hall, &lan, OWN, &away("2026-11-23", "2026-11-25", "minh")).await;
    let due = read(&hall, &boss, "/manage/due").await;
    assert!(due.text().contains(code(1).as_str()), "{}", due.text());
    assert!(
        due.text().contains("lan (vắng đến 25/11/2026, minh thay)"),
        "{}",
        due.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn giving_a_dossier_to_somebody_who_is_away_warns_once_and_offers_the_substitute() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    let lan = sign_in(&hall, "lan", Role::Staff, None).await;
    let minh = sign_in(&hall, "minh", Role::Staff, None).await;
    let boss = sign_in(&hall, "boss", Role::Manager, None).await;
    send(&hall, &lan, OWN, &away("2026-11-23", "2026-11-25", "minh")).await;
    let warned = give(&hall, &boss, (1, "2"), "lan", "").await;
    assert_eq!(warned.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = warned.text();
    assert!(
        text.contains("lan vắng đến 25/11/2026; minh thay."),
        "{text}"
    );
    assert!(text.contains("name=\"away_known\" value=\"lan\""), "{text}");
    let list = between(text, "<select id=\"assignee\"", "</select>").unwrap();
    assert!(list.contains("value=\"minh\" selected"), "{list}");
    assert_eq!(assignee(&hall, 1).await, None);
    let listed = format!("{}:2", code(1));
    let bulk = [
        ("key", "b"),
        ("act", "assign"),
        ("assignee", "lan"),
        ("dossier", &*listed),
    ];
    let bulk = send(&hall, &minh, "/desk/move", &bulk).await;
    assert_eq!(bulk.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bulk.text().contains("lan vắng đến"), "{}", bulk.text());
    let due = [("key", "d"), ("assignee", "lan"), ("dossier", &*listed)];
    let due = send(&hall, &boss, "/manage/due", &due).await;
    assert_eq!(due.status, StatusCode::UNPROCESSABLE_ENTITY);
    let insisted = give(&hall, &boss, (1, "2"), "lan", "lan").await;
    assert_eq!(
        insisted.status,
        StatusCode::SEE_OTHER,
        "{}",
        insisted.text()
    );
    assert_eq!(assignee(&hall, 1).await.as_deref(), Some("lan"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_sets_the_absences_of_the_people_of_their_agencies_only() {
    let hall = hall().await;
    let here = Some(hall.agencies[1]);
    sign_in(&hall, "lan", Role::Staff, here).await;
    sign_in(&hall, "minh", Role::Staff, here).await;
    sign_in(&hall, "far", Role::Staff, Some(hall.agencies[0])).await;
    let boss = sign_in(&hall, "boss", Role::Manager, here).await;
    let of = |account: &'static str, substitute: &'static str| {
        let mut fields = away("2026-11-24", "2026-11-25", substitute).to_vec();
        fields.push(("account", account));
        fields
    };
    let saved = send(&hall, &boss, MANAGED, &of("lan", "minh")).await;
    assert_eq!(
        saved.header("location"),
        "/manage/absences?saved=added",
        "{}",
        saved.text()
    );
    for (account, substitute, field) in [
        ("far", "minh", "account"),
        ("minh", "far", "substitute"),
        ("minh", "nobody", "substitute"),
        ("", "minh", "account"),
        ("minh", "lan", "substitute"),
    ] {
        let refused = send(&hall, &boss, MANAGED, &of(account, substitute)).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{account} {substitute}"
        );
        let problem = format!("id=\"{field}-problem\"");
        assert!(
            refused.text().contains(&problem),
            "{account} {substitute}: {}",
            refused.text()
        );
    }
    let list = read(&hall, &boss, MANAGED).await;
    assert!(list.text().contains("24/11/2026") && list.text().contains("25/11/2026"));
    let everywhere = sign_in(&hall, "head", Role::Manager, None).await;
    let list = read(&hall, &everywhere, MANAGED).await;
    assert!(
        list.text().contains("24/11/2026"),
        "who manages everywhere sees all"
    );
    let far_boss = sign_in(&hall, "far-boss", Role::Manager, Some(hall.agencies[0])).await;
    let list = read(&hall, &far_boss, MANAGED).await;
    assert!(!list.text().contains("24/11/2026"));
}

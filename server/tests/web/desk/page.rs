//! A dossier's page: what is offered first, what can be undone, the history, and the way on through a list.

use axum::http::StatusCode;
use chrono::Duration;
use sanh_domain::account::model::{AgencyScope, Role};
use sanh_domain::dossier::Action;
use sanh_store::{AuditActor, NewAccount};

use super::{DOSSIER, hall, read, send};
use crate::web::hall::{Hall, between, code};
use crate::web::people::{sign_in, signed_in};

/// Who records what [`Hall::act`] does.
const CLERK: &str = "clerk-of-the-test";

#[tokio::test(flavor = "multi_thread")]
async fn the_likeliest_next_step_is_the_main_button_and_stands_first() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    let lan = signed_in(&hall, Role::Staff).await;
    let page = read(&hall, &lan, DOSSIER).await;
    let steps = between(page.text(), "class=\"step-plain\"", "</div>").unwrap();
    let (main, others) = steps.split_once("</button>").unwrap();
    for mark in ["value=\"start\"", "data-focus=\"m\"", "step-main"] {
        assert!(main.contains(mark), "{mark}: {main}");
    }
    assert!(others.contains("value=\"resolve\"") && !others.contains("step-main"));
    let whole = page.text();
    let (next, facts) = (
        whole.find("id=\"next-title\"").unwrap(),
        whole.find("class=\"dossier-facts\"").unwrap(),
    );
    assert!(next < facts && facts < whole.find("class=\"timeline\"").unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_the_reader_may_do_is_offered() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    hall.act(1, Action::Start, hall.now()).await;
    // The author of the last step undoes it with its own button; no other staff can.
    for who in ["lan", CLERK] {
        let staff = sign_in(&hall, who, Role::Staff, None).await;
        let page = read(&hall, &staff, DOSSIER).await;
        assert!(!page.text().contains("id=\"act-correct\""), "{who}");
        assert_eq!(
            page.text().contains("class=\"undo\""),
            who == CLERK,
            "{who}"
        );
    }
    let manager = signed_in(&hall, Role::Manager).await;
    let page = read(&hall, &manager, DOSSIER).await;
    assert!(page.text().contains("id=\"act-correct\""));
    assert!(!page.text().contains("class=\"undo\""), "it is another's");
}

#[tokio::test(flavor = "multi_thread")]
async fn undo_says_how_long_and_until_when_and_goes_when_the_time_is_over() {
    let hall = hall().await;
    hall.receive_at(1, 5, hall.now() - Duration::hours(1)).await;
    let clerk = sign_in(&hall, CLERK, Role::Staff, None).await;
    let start = Action::Start;
    hall.act(1, start, hall.now() - Duration::seconds(11)).await;
    let done = format!("{DOSSIER}?done=start");
    let over = read(&hall, &clerk, &done).await;
    assert!(over.text().contains("Đã ghi: Bắt đầu xử lý."));
    assert!(!over.text().contains("Hoàn tác"), "{}", over.text());
    hall.act(1, Action::Resolve, hall.now()).await;
    let fresh = read(&hall, &clerk, &format!("{DOSSIER}?done=resolve")).await;
    let undo = between(fresh.text(), "class=\"undo\"", "</form>").unwrap();
    assert!(undo.contains("data-press=\"u\""), "{undo}");
    assert!(undo.contains("Hoàn tác được đến 14:10:"), "{undo}");
    let left = between(undo, "left_s&quot;:", ",").unwrap();
    let left: u32 = left.parse().unwrap();
    assert!((1..=10).contains(&left), "{left} s");
}

#[tokio::test(flavor = "multi_thread")]
async fn history_tells_each_step_once_in_a_sentence_with_the_persons_name() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    let account = NewAccount {
        name: "lan".to_owned(),
        display_name: "Nguyễn Thị Lan".to_owned(),
        role: Role::Staff,
        reach: AgencyScope::Everywhere,
    };
    let by = AuditActor::console();
    hall.store
        .add_account(account, by, hall.now())
        .await
        .unwrap();
    let lan = sign_in(&hall, "lan", Role::Staff, None).await;
    let ask = [
        ("version", "2"),
        ("key", "k1"),
        ("action", "chosen"),
        ("act", "ask_papers"),
        ("reason", "Thiếu đơn"),
    ];
    let to = format!("{DOSSIER}/move");
    send(&hall, &lan, &to, &ask).await;
    send(
        &hall,
        &lan,
        &to,
        &[
            ("version", "3"),
            ("key", "k2"),
            ("action", "papers_received"),
        ],
    )
    .await;
    let page = read(&hall, &lan, DOSSIER).await;
    let (_, history) = page.text().split_once("class=\"timeline\"").unwrap();
    for sentence in [
        "Nguyễn Thị Lan yêu cầu bổ sung giấy tờ<",
        "Nguyễn Thị Lan nhận đủ giấy tờ, hồ sơ trở lại “Được tiếp nhận”<",
    ] {
        assert_eq!(
            history.matches(sentence).count(),
            1,
            "{sentence}: {history}"
        );
    }
    assert_eq!(
        history
            .to_lowercase()
            .matches("yêu cầu bổ sung giấy tờ")
            .count(),
        1
    );
}

/// The path that a link of a letter leads to.
fn link<'a>(page: &'a str, letter: &str) -> Option<&'a str> {
    let (before, _) = page.split_once(&format!("data-press=\"{letter}\""))?;
    let (_, tag) = before.rsplit_once("<a ")?;
    between(tag, "href=\"", "\"")
}

async fn list_of(hall: &Hall, cookie: &str, path: &str) -> String {
    read(hall, cookie, path).await.text().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dossier_opened_from_a_list_leads_to_the_next_one_and_back_to_the_filtered_list() {
    let hall = hall().await;
    for number in 1..=3 {
        hall.receive(number, 4 + number).await;
    }
    let lan = signed_in(&hall, Role::Staff).await;
    let list = list_of(&hall, &lan, "/desk?tab=received").await;
    let first = format!("{DOSSIER}?tab=received");
    assert!(list.contains(&format!("href=\"{first}\"")), "{list}");
    let page = list_of(&hall, &lan, &first).await;
    assert_eq!(link(&page, "b"), Some("/desk?tab=received"));
    assert_eq!(link(&page, "k"), None);
    let second = format!("/desk/dossiers/{}?tab=received", code(2));
    assert_eq!(link(&page, "j"), Some(second.as_str()));

    // A step removes the first dossier from this list: the second one is still the next.
    let action = format!("{DOSSIER}/move?tab=received&amp;next={}", code(2));
    assert!(page.contains(&format!("action=\"{action}\"")), "{page}");
    let moved = send(
        &hall,
        &lan,
        &action.replace("&amp;", "&"),
        &[("version", "2"), ("key", "k1"), ("action", "start")],
    )
    .await;
    let expected = format!("{DOSSIER}?done=start&tab=received&next={}", code(2));
    assert_eq!(moved.header("location"), expected);
    let page = list_of(&hall, &lan, &expected).await;
    assert_eq!(link(&page, "j"), Some(second.as_str()));

    let third = format!("/desk/dossiers/{}?tab=received", code(3));
    let page = list_of(&hall, &lan, &third).await;
    assert_eq!(link(&page, "k"), Some(second.as_str()));
    assert!(page.contains("Đây là hồ sơ cuối danh sách."), "{page}");
    let alone = list_of(&hall, &lan, DOSSIER).await;
    assert_eq!(
        (link(&alone, "b"), link(&alone, "j")),
        (Some("/desk"), None)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_is_in_no_address_of_a_dossier() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    let lan = signed_in(&hall, Role::Staff).await;
    let found = list_of(&hall, &lan, "/desk?find=H49.1-261123-0001").await;
    assert!(found.contains(&format!("href=\"{DOSSIER}\"")), "{found}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_leads_whoever_is_signed_in_back_to_their_work() {
    let hall = hall().await;
    for (role, path, status, work) in [
        (
            Role::Staff,
            "/desk/dossiers/H49.1-261123-0009",
            StatusCode::NOT_FOUND,
            "/desk",
        ),
        (Role::Staff, "/admin/people", StatusCode::FORBIDDEN, "/desk"),
        (Role::Admin, "/desk", StatusCode::FORBIDDEN, "/admin"),
        (Role::Admin, "/nothing", StatusCode::NOT_FOUND, "/admin"),
    ] {
        let cookie = signed_in(&hall, role).await;
        let page = read(&hall, &cookie, path).await;
        assert_eq!(page.status, status, "{path}");
        let fault = between(page.text(), "class=\"fault\"", "</main>").unwrap();
        assert!(
            fault.contains(&format!("href=\"{work}\"")),
            "{path}: {fault}"
        );
        assert!(!fault.contains("/board"), "{path}: {fault}");
    }
    let page = hall.get("/nothing").await;
    assert!(page.text().contains("href=\"/board?lang=vi\""));
}

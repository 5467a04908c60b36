//! The desk's pages, asked as a browser asks them.

mod extension;
mod page;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use sanh_domain::account::model::Role;
use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::deadline::due::TimeLimit;
use sanh_domain::dossier::{Action, Status};
use sanh_domain::id::ProcedureId;
use sanh_domain::text::name::Name;
use sanh_store::{AuditQuery, NewProcedure};

use super::hall::{Answer, Hall, NOW, at, between, code, measured};
use super::people::{sign_in, signed_in};

const DOSSIER: &str = "/desk/dossiers/H49.1-261123-0001";

pub async fn hall() -> Hall {
    let mut config = measured();
    config.allow_plain_http = true;
    Hall::with(config, at(NOW)).await
}

pub async fn read(hall: &Hall, cookie: &str, path: &str) -> Answer {
    let request = Request::builder().uri(path).header(header::COOKIE, cookie);
    hall.ask(request.body(Body::empty()).unwrap()).await
}

pub async fn send(hall: &Hall, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let body: String = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let request = Request::post(path)
        .header(header::COOKIE, cookie)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    hall.ask(request.body(Body::from(body)).unwrap()).await
}

async fn status(hall: &Hall, number: u32) -> Status {
    hall.dossier(number).await.status
}

/// The paper that an act has led to.
pub async fn printed(hall: &Hall, cookie: &str, answer: &Answer) -> Answer {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let address = answer.header("location");
    assert!(address.ends_with("?print"), "{address}");
    let paper = read(hall, cookie, address).await;
    assert_eq!(paper.status, StatusCode::OK, "{}", paper.text());
    paper
}

pub async fn procedure(hall: &Hall) -> ProcedureId {
    let procedure = NewProcedure {
        code: "1.001".to_owned(),
        field: hall.fields[0],
        name: Name {
            vi: "Đăng ký khai sinh".to_owned(),
            en: None,
        },
        limit: Some(TimeLimit {
            length: WorkingMinutes::of_days(2).into(),
            cutoff_15h: false,
        })
        .into(),
    };
    hall.store.put_procedures(vec![procedure]).await.unwrap()[0]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_is_recorded_by_its_button_and_the_page_says_so() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    let lan = signed_in(&hall, Role::Staff).await;
    let done = send(
        &hall,
        &lan,
        &format!("{DOSSIER}/move"),
        &[("version", "2"), ("key", "k1"), ("action", "start")],
    )
    .await;
    assert_eq!(
        (done.status, done.header("location")),
        (StatusCode::SEE_OTHER, &*format!("{DOSSIER}?done=start"))
    );
    assert_eq!(status(&hall, 1).await, Status::InProcess);
    let page = read(&hall, &lan, done.header("location")).await;
    assert!(
        page.text().contains("Đã ghi: Bắt đầu xử lý."),
        "{}",
        page.text()
    );
    assert!(
        page.text().contains("class=\"undo\""),
        "the author may take it back"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn enter_in_a_field_records_the_chosen_step() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    let lan = signed_in(&hall, Role::Staff).await;
    let page = read(&hall, &lan, DOSSIER).await;
    // Enter makes the browser press the first button of the form.
    let form = between(page.text(), "class=\"form step\"", "</form>").unwrap();
    let first = between(form, "<button", ">").unwrap();
    assert!(first.contains("value=\"chosen\""), "{first}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_twice_counts_once() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    let lan = signed_in(&hall, Role::Staff).await;
    for _ in 0..2 {
        let done = send(
            &hall,
            &lan,
            &format!("{DOSSIER}/move"),
            &[("version", "2"), ("key", "k1"), ("action", "start")],
        )
        .await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(hall.dossier(1).await.version, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_person_to_save_sees_the_changes_and_keeps_the_typed_text() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    let (lan, mai) = (
        sign_in(&hall, "lan", Role::Staff, None).await,
        sign_in(&hall, "binh", Role::Staff, None).await,
    );
    send(
        &hall,
        &lan,
        &format!("{DOSSIER}/move"),
        &[("version", "2"), ("key", "k1"), ("action", "start")],
    )
    .await;
    let fields = [
        ("version", "2"),
        ("key", "k2"),
        ("action", "chosen"),
        ("act", "ask_papers"),
        ("reason", "Thiếu <đơn>"),
    ];
    let late = send(&hall, &mai, &format!("{DOSSIER}/move"), &fields).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(
        late.text().contains("lan đã ghi “Bắt đầu xử lý” lúc"),
        "{}",
        late.text()
    );
    let kept = between(late.text(), "<textarea id=\"reason\"", "</textarea>").unwrap();
    assert!(
        kept.contains("Thiếu &lt;đơn>"),
        "what was typed is kept: {kept}"
    );
    assert_eq!(status(&hall, 1).await, Status::InProcess);
    // The page has the new version, so the form can be sent again from it.
    let version = between(late.text(), "name=\"version\" value=\"", "\"").unwrap();
    let fields = [
        ("version", version),
        ("key", "k3"),
        ("action", "chosen"),
        ("act", "ask_papers"),
        ("reason", "Thiếu đơn"),
    ];
    let saved = send(&hall, &mai, &format!("{DOSSIER}/move"), &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    assert_eq!(status(&hall, 1).await, Status::PapersAsked);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_step_says_why_beside_its_field_and_changes_nothing() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    let lan = signed_in(&hall, Role::Staff).await;
    let long = "a".repeat(1_001);
    let cases: [(&[(&str, &str)], &str); 8] = [
        (&[("action", "chosen"), ("act", "stop")], "Hãy nêu lý do."),
        (
            &[("action", "chosen"), ("act", "stop"), ("reason", &long)],
            "Lý do dài quá",
        ),
        (&[("action", "chosen")], "Hãy chọn một việc để ghi."),
        (&[("action", "rubbish")], "Hãy chọn một việc để ghi."),
        (
            &[("action", "hand_over")],
            "Trạng thái hiện tại không cho phép việc này.",
        ),
        (
            &[
                ("action", "start"),
                ("occurred", "01/01/2027"),
                ("occurred-time", "08:00"),
            ],
            "không thể ở tương lai",
        ),
        (
            &[("action", "start"), ("occurred", "hôm qua")],
            "Hãy nhập đủ ngày và giờ",
        ),
        (
            &[("action", "start"), ("occurred", "22/11/2026")],
            "Hãy nhập đủ ngày và giờ",
        ),
    ];
    for (fields, message) in cases {
        let mut all = vec![("version", "2"), ("key", "k")];
        all.extend(fields);
        let answer = send(&hall, &lan, &format!("{DOSSIER}/move"), &all).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{message}");
        assert!(
            answer.text().contains(message),
            "{message}: {}",
            answer.text()
        );
        assert!(answer.text().contains("class=\"errors\""), "{message}");
    }
    assert_eq!(status(&hall, 1).await, Status::Received);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_dossier_code_is_not_found_and_the_try_is_in_the_audit() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    let other = sign_in(&hall, "other", Role::Staff, Some(hall.agencies[0])).await;
    let move_on = format!("{DOSSIER}/move");
    let answer = send(
        &hall,
        &other,
        &move_on,
        &[("version", "2"), ("key", "k"), ("action", "start")],
    )
    .await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let fields = [
        ("key", "k"),
        ("act", "start"),
        ("dossier", "H49.1-261123-0001:2"),
    ];
    let answer = send(&hall, &other, "/desk/move", &fields).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert_eq!(status(&hall, 1).await, Status::Received);
    let query = AuditQuery {
        actor: Some("other".to_owned()),
        rows_max: 10,
        ..AuditQuery::default()
    };
    let lines = hall.store.audit_lines(query).await.unwrap();
    assert!(
        lines.iter().any(|line| line.subject == move_on),
        "{lines:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn several_dossiers_move_together_or_none_and_those_that_can_may_be_sent_again() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    hall.receive(2, 5).await;
    let lan = signed_in(&hall, Role::Staff).await;
    let (one, two) = (
        ("dossier", "H49.1-261123-0001:2"),
        ("dossier", "H49.1-261123-0002:9"),
    );
    let answer = send(
        &hall,
        &lan,
        "/desk/move",
        &[("key", "k"), ("act", "start"), one, two],
    )
    .await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(
        answer.text().contains("Ghi 1 hồ sơ còn lại"),
        "{}",
        answer.text()
    );
    assert_eq!(status(&hall, 1).await, Status::Received);
    let before = hall.now().timestamp_millis();
    let answer = send(
        &hall,
        &lan,
        "/desk/move?tab=received",
        &[("key", "k2"), ("act", "start"), one],
    )
    .await;
    let moved = answer.header("location");
    let at = between(moved, "/desk?tab=received&moved=1&at=", "&").unwrap();
    assert_eq!(
        moved,
        format!("/desk?tab=received&moved=1&at={at}&undo=H49.1-261123-0001%3A3")
    );
    let at: i64 = at.parse().unwrap();
    let after = hall.now().timestamp_millis();
    assert!((before..=after).contains(&at), "{before} {at} {after}");
    let none = send(
        &hall,
        &lan,
        "/desk/move",
        &[("key", "k3"), ("act", "start")],
    )
    .await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text().contains("Chưa chọn hồ sơ nào."));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_applicants_name_is_in_no_public_answer() {
    let hall = hall().await;
    let procedure = procedure(&hall).await.0.to_string();
    let agency = hall.agencies[0].0.to_string();
    let lan = signed_in(&hall, Role::Staff).await;
    let fields = [
        ("procedure", &*procedure),
        ("agency", &*agency),
        ("channel", "direct"),
        ("key", "r1"),
        ("action", "receive"),
        ("name", "Nguyễn Thử Nghiệm"),
    ];
    send(&hall, &lan, "/desk/receive", &fields).await;
    for path in ["/", "/board", "/open/board.json", "/open/board.csv"] {
        let text = hall.get(path).await;
        assert!(!text.text().contains("Thử Nghiệm"), "{path}");
        assert!(!text.text().contains("H49.1-261123-0001"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_begun_within_a_working_day_of_the_due_time_is_shown_to_managers() {
    let hall = hall().await;
    hall.receive(1, 1).await;
    hall.receive(2, 5).await;
    let (lan, mai) = (
        signed_in(&hall, Role::Staff).await,
        signed_in(&hall, Role::Manager).await,
    );
    for (number, is_close) in [("0001", true), ("0002", false)] {
        let dossier = format!("/desk/dossiers/H49.1-261123-{number}");
        let fields = [
            ("version", "2"),
            ("key", number),
            ("action", "chosen"),
            ("act", "ask_papers"),
            ("reason", "Thiếu đơn"),
        ];
        send(&hall, &lan, &format!("{dossier}/move"), &fields).await;
        let seen = read(&hall, &mai, &dossier).await;
        assert_eq!(
            seen.text().contains("Tạm dừng sát hạn"),
            is_close,
            "{number}"
        );
        let seen = read(&hall, &lan, &dossier).await;
        assert!(
            !seen.text().contains("Tạm dừng sát hạn"),
            "{number}: a manager's business"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_language_chosen_on_one_page_holds_on_the_next() {
    let hall = hall().await;
    let lan = signed_in(&hall, Role::Staff).await;
    let english = read(&hall, &lan, "/desk?lang=en").await;
    let chosen = english
        .header("set-cookie")
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let next = read(&hall, &format!("{lan}; {chosen}"), "/desk").await;
    assert!(next.text().contains("Work list"), "{}", next.text());
    let wall = read(&hall, &format!("{lan}; {chosen}"), "/?lang=vi").await;
    assert_eq!(wall.header("set-cookie"), "", "a wall remembers nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn papers_that_do_not_come_are_proposed_to_be_stopped_and_nothing_stops_by_itself() {
    let hall = hall().await;
    let long_ago = at("2026-10-19T09:00:00+07:00");
    hall.receive_at(1, 5, long_ago).await;
    hall.receive_at(2, 5, long_ago).await;
    let ask = Action::AskPapers {
        reason: "Thiếu trích lục bản đồ.".to_owned(),
    };
    hall.act(1, ask.clone(), at("2026-10-20T09:00:00+07:00"))
        .await;
    // Too recent to propose a stop.
    hall.act(2, ask, at("2026-11-20T09:00:00+07:00")).await;
    let lan = signed_in(&hall, Role::Staff).await;
    let list = read(&hall, &lan, "/desk?tab=stop-proposed").await;
    assert!(list.text().contains(code(1).as_str()), "{}", list.text());
    assert!(!list.text().contains(code(2).as_str()));
    assert!(list.text().contains("Đề xuất dừng xử lý"));
    let waiting = read(&hall, &lan, "/desk?tab=waiting").await;
    assert_eq!(waiting.text().matches(">Đề xuất dừng xử lý<").count(), 1);
    let page = read(&hall, &lan, DOSSIER).await;
    assert!(
        page.text()
            .contains("Đã yêu cầu bổ sung giấy tờ từ ngày 20/10/2026"),
        "{}",
        page.text()
    );
    let stop = between(page.text(), "id=\"act-stop\"", ">").unwrap();
    assert!(
        !stop.contains("checked"),
        "nothing is chosen for the clerk: {stop}"
    );
    let taken_up = read(&hall, &lan, &format!("{DOSSIER}?proposed=stop")).await;
    let stop = between(taken_up.text(), "id=\"act-stop\"", ">").unwrap();
    assert!(stop.contains("checked"), "{stop}");
    let reason = between(taken_up.text(), "<textarea id=\"reason\"", "</textarea>").unwrap();
    assert!(
        reason.contains("Đã yêu cầu bổ sung giấy tờ ngày 20/10/2026 (Thiếu trích lục bản đồ.); đến ngày 23/11/2026"),
        "{reason}"
    );
    assert_eq!(status(&hall, 1).await, Status::PapersAsked);
    let other = read(
        &hall,
        &lan,
        "/desk/dossiers/H49.1-261123-0002?proposed=stop",
    )
    .await;
    assert!(!other.text().contains("Đề xuất dừng xử lý"));
}

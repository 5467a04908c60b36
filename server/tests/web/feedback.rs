//! Messages to the centre and ratings, asked as a browser does. The hall's clock stands on Monday 23 November 2026, 14:10.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use sanh_domain::account::model::Role;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::centre::setting::SettingKey;
use sanh_domain::dossier::Action;
use sanh_domain::feedback::flow::NETWORK_PER_H_MAX;
use sanh_domain::feedback::rating::Score;
use sanh_store::AuditQuery;

use super::desk::{hall, read, send};
use super::hall::{Answer, Hall, between, code, until};
use super::people::sign_in;

/// Posts a form from an address, signed in as nobody.
async fn post(hall: &Hall, from: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let body: String = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let request = Request::post(path)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let mut request = request.body(Body::from(body)).unwrap();
    let peer: SocketAddr = from.parse().unwrap();
    request.extensions_mut().insert(ConnectInfo(peer));
    hall.ask(request).await
}

const HOME: &str = "192.0.2.1:1000";

fn message(key: &str) -> Vec<(&str, &str)> {
    vec![
        ("key", key),
        ("kind", "complaint"),
        ("text", "Tôi đợi ba giờ <script>alert(1)</script>"),
        ("dossier", "H49.1-261123-0001"),
        ("name", "Lê Thị Thu"),
        ("phone", "0912 345 678"),
    ]
}

/// Code and number, as the page tells them.
fn secrets(page: &Answer) -> (String, String) {
    let hidden = |name: &str| {
        let before = format!("name=\"{name}\" value=\"");
        between(page.text(), &before, "\"")
            .unwrap_or_else(|| panic!("{}", page.text()))
            .to_owned()
    };
    (hidden("code"), hidden("pin"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_goes_from_its_sender_to_the_agency_and_back_with_an_answer() {
    let hall = hall().await;
    let sent = post(&hall, HOME, "/feedback", &message("form-0001")).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.text());
    let (public, pin) = secrets(&sent);
    assert!(sent.text().contains(&pin), "told once");
    let again = post(&hall, HOME, "/feedback", &message("form-0001")).await;
    assert_eq!(
        secrets(&again),
        (public.clone(), pin.clone()),
        "sent twice, it is one"
    );

    let boss = sign_in(&hall, "boss", Role::Manager, None).await;
    let clerk = sign_in(&hall, "clerk", Role::Staff, Some(hall.agencies[1])).await;
    let other = sign_in(&hall, "other", Role::Staff, Some(hall.agencies[0])).await;
    let list = read(&hall, &boss, "/manage/feedback").await;
    assert!(
        list.text().contains("/manage/feedback/1"),
        "{}",
        list.text()
    );
    assert!(
        !list.text().contains("/manage/feedback/2"),
        "{}",
        list.text()
    );
    let page = read(&hall, &boss, "/manage/feedback/1").await;
    assert!(
        page.text().contains("Lê Thị Thu · 0912345678"),
        "{}",
        page.text()
    );
    assert!(page.text().contains("&lt;script&gt;") && !page.text().contains("<script>alert"));

    let agency = hall.agencies[1].0.to_string();
    let asked = [
        ("version", "1"),
        ("agency", &*agency),
        ("request", "Vì sao phải đợi?"),
    ];
    let done = send(&hall, &boss, "/manage/feedback/1/forward", &asked).await;
    assert_eq!(
        done.header("location"),
        "/manage/feedback/1?saved=forwarded",
        "{}",
        done.text()
    );
    let stale = send(&hall, &boss, "/manage/feedback/1/forward", &asked).await;
    assert_eq!(
        stale.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "somebody was quicker"
    );

    assert_eq!(
        read(&hall, &other, "/desk/feedback/1").await.status,
        StatusCode::NOT_FOUND
    );
    call_the_manager_by_name(&hall).await;
    let page = read(&hall, &clerk, "/desk/feedback/1").await;
    let by_name = "Yêu cầu giải trình · Trần Thị Hạnh";
    assert!(page.text().contains(by_name), "{}", page.text());
    assert!(page.text().contains("Tôi đợi ba giờ"), "{}", page.text());
    assert!(
        !page.text().contains("0912345678"),
        "the agency does not learn who it was"
    );
    let explained = [("version", "2"), ("explanation", "Hôm đó mất điện.")];
    let done = send(&hall, &clerk, "/desk/feedback/1", &explained).await;
    assert_eq!(
        done.header("location"),
        "/desk/feedback?saved=explained",
        "{}",
        done.text()
    );

    let answered = [
        ("version", "3"),
        ("answer", "Trung tâm xin lỗi bạn."),
        ("publish", "yes"),
        ("subject", "Thời gian chờ tại quầy"),
    ];
    let done = send(&hall, &boss, "/manage/feedback/1/answer", &answered).await;
    assert_eq!(
        done.header("location"),
        "/manage/feedback/1?saved=answered",
        "{}",
        done.text()
    );
    let followed = post(
        &hall,
        HOME,
        "/feedback/follow",
        &[("code", &public), ("pin", &pin)],
    )
    .await;
    assert!(
        followed.text().contains("Trung tâm xin lỗi bạn."),
        "{}",
        followed.text()
    );
    assert!(!followed.text().contains("Hôm đó mất điện") && !followed.text().contains("Tôi đợi"));
    expect_only_the_answer_public(&hall).await;
    expect_acts_without_content(&hall, &pin).await;
}

async fn call_the_manager_by_name(hall: &Hall) {
    let admin = sign_in(hall, "admin", Role::Admin, None).await;
    let called = [("display_name", "Trần Thị Hạnh"), ("title", "Giám đốc")];
    send(hall, &admin, "/admin/people/boss/called", &called).await;
}

/// What everybody reads is the centre's own: its answer, and what it says the message is about.
async fn expect_only_the_answer_public(hall: &Hall) {
    let answers = hall.get("/feedback/answers").await;
    let public = answers.text();
    assert!(public.contains("Thời gian chờ tại quầy") && public.contains("Trung tâm xin lỗi bạn."));
    for outside in [
        "Tôi đợi",
        "Lê Thị Thu",
        "0912345678",
        "H49.1-261123-0001",
        "mất điện",
    ] {
        assert!(!public.contains(outside), "{outside}");
    }
}

/// The audit tells who did what with the message, and nothing of what was written.
async fn expect_acts_without_content(hall: &Hall, pin: &str) {
    let query = AuditQuery {
        rows_max: 100,
        ..AuditQuery::default()
    };
    let lines = hall.store.audit_lines(query).await.unwrap();
    for act in [
        AuditAct::FeedbackForwarded,
        AuditAct::FeedbackExplained,
        AuditAct::FeedbackAnswered,
    ] {
        assert_eq!(
            lines.iter().filter(|line| line.act == act).count(),
            1,
            "{act:?}"
        );
    }
    let told = format!("{lines:?}");
    assert!(!told.contains("Tôi đợi") && !told.contains("0912345678") && !told.contains(pin));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_may_be_anonymous_and_problems_are_shown_beside_their_fields() {
    let hall = hall().await;
    let unknown = [
        ("key", "form-0001"),
        ("kind", "suggestion"),
        ("text", "Thêm ghế ngồi chờ."),
    ];
    let sent = post(&hall, HOME, "/feedback", &unknown).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.text());
    let wrong = [
        ("key", "form-0002"),
        ("text", "Ngắn"),
        ("phone", "12"),
        ("email", "x"),
    ];
    let refused = post(&hall, HOME, "/feedback", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["kind", "text", "phone", "email"] {
        let problem = format!("id=\"{field}-problem\"");
        assert!(
            refused.text().contains(&problem),
            "{field}: {}",
            refused.text()
        );
    }
    assert!(
        refused.text().contains("value=\"form-0002\""),
        "it stays the same form"
    );
    assert!(refused.text().contains("Ngắn"), "what was typed stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_number_is_in_no_address_and_all_wrong_input_gets_the_same_answer() {
    let hall = hall().await;
    let sent = post(&hall, HOME, "/feedback", &message("form-0001")).await;
    let (public, pin) = secrets(&sent);
    assert_eq!(
        sent.header("location"),
        "",
        "nothing leads to an address with them"
    );
    let compact = pin.replace(' ', "");
    for address in sent
        .text()
        .split("href=\"")
        .chain(sent.text().split("action=\""))
        .skip(1)
    {
        let address = address.split('"').next().unwrap();
        assert!(
            !address.contains(&compact) && !address.contains(&public),
            "{address}"
        );
    }
    let by_address = hall
        .get(&format!("/feedback/follow?code={public}&pin={compact}"))
        .await;
    assert!(
        !by_address.text().contains(&public),
        "an address is not read"
    );
    let tries = [
        (public.as_str(), "00000000"),
        ("ZZZZ-ZZZZ", pin.as_str()),
        ("", ""),
        (public.as_str(), "12"),
    ];
    for (code, pin) in tries {
        let refused = post(
            &hall,
            HOME,
            "/feedback/follow",
            &[("code", code), ("pin", pin)],
        )
        .await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{code} {pin}"
        );
        let problem = between(
            refused.text(),
            "id=\"code-problem\" class=\"problem\">",
            "<",
        )
        .unwrap();
        assert!(problem.starts_with("Không có phản ánh nào"), "{problem}");
    }
    for _ in 0..10 {
        post(
            &hall,
            HOME,
            "/feedback/follow",
            &[("code", &public), ("pin", "00000000")],
        )
        .await;
    }
    let held = post(
        &hall,
        HOME,
        "/feedback/follow",
        &[("code", &public), ("pin", &pin)],
    )
    .await;
    assert_eq!(
        held.status,
        StatusCode::TOO_MANY_REQUESTS,
        "{}",
        held.text()
    );
    let elsewhere = post(
        &hall,
        "198.51.100.1:1",
        "/feedback/follow",
        &[("code", &public), ("pin", &pin)],
    )
    .await;
    assert_eq!(
        elsewhere.status,
        StatusCode::OK,
        "its sender comes in from elsewhere meanwhile"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_from_one_network_is_held_back_and_others_write_on() {
    let hall = hall().await;
    for number in 0..NETWORK_PER_H_MAX {
        let key = format!("flood-{number}");
        let from = format!("203.0.113.{}:1000", number + 1);
        let sent = post(&hall, &from, "/feedback", &message(&key)).await;
        assert_eq!(sent.status, StatusCode::OK, "{number}");
    }
    let held = post(
        &hall,
        "203.0.113.99:1000",
        "/feedback",
        &message("flood-more"),
    )
    .await;
    assert_eq!(
        held.status,
        StatusCode::TOO_MANY_REQUESTS,
        "{}",
        held.text()
    );
    assert!(
        held.text().contains("Tôi đợi ba giờ"),
        "what was written stays"
    );
    let other = post(&hall, HOME, "/feedback", &message("other")).await;
    assert_eq!(other.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_opens_a_rating_and_the_visitor_gives_it_once() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    let now = hall.now();
    let rating = format!("/desk/dossiers/{}/rating", code(1));
    let lan = sign_in(&hall, "lan", Role::Staff, None).await;
    let early = send(&hall, &lan, &rating, &[]).await;
    assert_eq!(
        early.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        early.text()
    );
    for action in [Action::Start, Action::Resolve, Action::HandOver] {
        hall.act(1, action, now).await;
    }
    let dossier = read(&hall, &lan, &format!("/desk/dossiers/{}", code(1))).await;
    assert!(dossier.text().contains(&rating), "{}", dossier.text());
    let opened = send(&hall, &lan, &rating, &[]).await;
    assert_eq!(opened.status, StatusCode::OK, "{}", opened.text());
    let number = between(opened.text(), "name=\"ticket\" value=\"", "\"")
        .unwrap()
        .to_owned();
    assert_eq!(number.len(), 8);

    let form = post(&hall, HOME, "/feedback/rate", &[("ticket", &number)]).await;
    assert!(
        form.text().contains(&format!("value=\"{number}\"")),
        "{}",
        form.text()
    );
    let wrong = post(
        &hall,
        HOME,
        "/feedback/rate",
        &[("ticket", "00000000"), ("score", "satisfied")],
    )
    .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let grouped = format!("{} {}", &number[..4], &number[4..]);
    let rated = post(
        &hall,
        HOME,
        "/feedback/rate",
        &[("ticket", &grouped), ("score", "satisfied")],
    )
    .await;
    assert_eq!(rated.status, StatusCode::OK, "{}", rated.text());
    assert!(!rated.text().contains(&number));
    let twice = post(
        &hall,
        HOME,
        "/feedback/rate",
        &[("ticket", &number), ("score", "dissatisfied")],
    )
    .await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    let again = send(&hall, &lan, &rating, &[]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again.text().contains("Hồ sơ này đã được đánh giá."),
        "{}",
        again.text()
    );
    let boss = sign_in(&hall, "boss", Role::Manager, None).await;
    let list = read(&hall, &boss, "/manage/feedback").await;
    assert!(
        list.text().contains("hiện từ 5 lượt đánh giá"),
        "one rating is no figure: {}",
        list.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_of_one_agency_reads_what_concerns_it_and_answers_nothing() {
    let hall = hall().await;
    post(&hall, HOME, "/feedback", &message("form-0001")).await;
    let head = sign_in(&hall, "head", Role::Manager, None).await;
    let boss = sign_in(&hall, "boss", Role::Manager, Some(hall.agencies[1])).await;
    assert_eq!(
        read(&hall, &boss, "/manage/feedback/1").await.status,
        StatusCode::NOT_FOUND
    );
    let agency = hall.agencies[1].0.to_string();
    let asked = [
        ("version", "1"),
        ("agency", &*agency),
        ("request", "Vì sao?"),
    ];
    send(&hall, &head, "/manage/feedback/1/forward", &asked).await;
    let page = read(&hall, &boss, "/manage/feedback/1").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.text().contains("0912345678") && !page.text().contains("/answer\""));
    for act in ["forward", "answer", "withdraw", "erase"] {
        let fields = [
            ("version", "2"),
            ("agency", &*agency),
            ("request", "x"),
            ("answer", "x"),
        ];
        let refused = send(&hall, &boss, &format!("/manage/feedback/1/{act}"), &fields).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{act}");
    }
    let erased = send(&hall, &head, "/manage/feedback/1/erase", &[]).await;
    assert_eq!(erased.header("location"), "/manage/feedback/1?saved=erased");
    let page = read(&hall, &head, "/manage/feedback/1").await;
    assert!(!page.text().contains("0912345678"), "{}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wall_says_how_satisfied_visitors_are_only_where_that_is_set() {
    let hall = hall().await;
    let day = "2026-11-17".parse().unwrap();
    let agency = hall.agencies[0].0;
    let ratings = vec![
        (day, agency, Score::Satisfied, 9),
        (day, agency, Score::Neutral, 1),
    ];
    hall.store.put_ratings(ratings).await.unwrap();
    hall.publish();
    let said = "Người dân hài lòng trong năm: 90,0";
    let before = hall.get("/board?lang=vi").await;
    assert!(!before.text().contains("hài lòng"), "{}", before.text());
    let from = "2026-01-01".parse().unwrap();
    hall.store
        .set(SettingKey::FeedbackOnWall, from, "on")
        .await
        .unwrap();
    hall.publish();
    until("the board says it", || async {
        hall.get("/board?lang=vi").await.text().contains(said)
    })
    .await;
}

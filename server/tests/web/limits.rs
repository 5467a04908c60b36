//! The form of a procedure with a time limit that begins on a day to come.

use axum::http::StatusCode;
use chrono::NaiveDate;
use sanh_domain::account::model::Role;
use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::deadline::due::LimitLength;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::procedure::limits::{LimitChange, Limits};
use sanh_domain::procedure::model::LIMITS_TO_COME_MAX;
use sanh_store::{AuditActor, ChangeOutcome, Procedure};

use super::catalogue::{form, seen};
use super::desk::{hall, printed, read, send};
use super::hall::{Answer, Hall, between};
use super::people::signed_in;

const PAGE: &str = "/admin/procedures/1";
const REMOVE: &str = "/admin/procedures/1/limits/remove";

async fn limits(hall: &Hall) -> Limits {
    let procedures = hall.store.procedures().await.unwrap();
    procedures[0].limits.clone()
}

/// A change of the limit that was added first, as somebody sends it who has just opened the page.
async fn change(hall: &Hall, admin: &str, fields: &[(&str, &str)]) -> Answer {
    let mark = seen(&read(hall, admin, PAGE).await);
    let mut fields = fields.to_vec();
    fields.push(("seen", &mark));
    send(hall, admin, PAGE, &form(&fields)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_future_limit_is_listed_and_removed_again() {
    let hall = hall().await;
    let admin = signed_in(&hall, Role::Admin).await;
    send(&hall, &admin, "/admin/procedures", &form(&[])).await;
    let page = read(&hall, &admin, PAGE).await;
    assert!(
        page.text().contains("value=\"23/11/2026\""),
        "today: {}",
        page.text()
    );
    assert!(!page.text().contains("Thời hạn sắp áp dụng"));

    let later = [
        ("limit", "5"),
        ("unit", "days"),
        ("cutoff", ""),
        ("valid_from", "2027-01-01"),
    ];
    let saved = change(&hall, &admin, &later).await;
    assert_eq!(
        saved.header("location"),
        "/admin/procedures/1?saved=1",
        "{}",
        saved.text()
    );
    let page = read(&hall, &admin, PAGE).await;
    for text in [
        "Thời hạn sắp áp dụng",
        "01/01/2027",
        "5 ngày làm việc",
        "Bỏ thời hạn từ ngày 01/01/2027",
        "value=\"1,5\"",
    ] {
        assert!(page.text().contains(text), "{text}: {}", page.text());
    }
    let list = read(&hall, &admin, "/admin/procedures").await;
    for text in ["1,5 giờ làm việc", "Từ 01/01/2027: 5 ngày làm việc"] {
        assert!(list.text().contains(text), "{text}: {}", list.text());
    }
    let lan = signed_in(&hall, Role::Staff).await;
    let reception = read(&hall, &lan, "/desk/receive?q=1.001234").await;
    assert!(!reception.text().contains("5 ngày"), "{}", reception.text());

    let mark = seen(&page);
    let removal = [("seen", &*mark), ("valid_from", "2027-01-01")];
    for _ in 0..2 {
        let removed = send(&hall, &admin, REMOVE, &removal).await;
        assert_eq!(
            removed.header("location"),
            "/admin/procedures/1?saved=1",
            "a form sent twice"
        );
    }
    let left = limits(&hall).await;
    assert!(left.changes.is_empty());
    assert_eq!(
        left.first.general.unwrap().working(),
        Some(WorkingMinutes(90))
    );
    let audit = read(&hall, &admin, "/admin/audit?subject=procedure%201.001234").await;
    let line = "from 2027-01-01: limit 2400 min, no cut-off";
    assert_eq!(audit.text().matches(line).count(), 2, "{}", audit.text());
    let line = "từ 01/01/2027: 5 ngày làm việc, không có giờ chốt";
    assert_eq!(audit.text().matches(line).count(), 2, "{}", audit.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_impossible_day_is_reported_beside_its_field_and_kept() {
    let hall = hall().await;
    let admin = signed_in(&hall, Role::Admin).await;
    send(&hall, &admin, "/admin/procedures", &form(&[])).await;
    let cases = [
        ("5", "22/11/2026", "hôm nay hoặc một ngày sau"),
        ("5", "31/02/2027", "Hãy nhập ngày"),
        ("5", "01/01/2099", "không sau 22/11/2036"),
        ("1,5", "01/01/2027", "Ngày 01/01/2027 vốn đã áp dụng"),
    ];
    for (limit, day, message) in cases {
        let told = change(&hall, &admin, &[("limit", limit), ("valid_from", day)]).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{day}");
        let problem = between(
            told.text(),
            "id=\"valid_from-problem\" class=\"problem\">",
            "<",
        );
        let problem = problem.unwrap_or_else(|| panic!("{day}: {}", told.text()));
        assert!(problem.contains(message), "{problem}");
        assert!(
            told.text().contains(&format!("value=\"{day}\"")),
            "what was typed"
        );
        assert!(told.text().contains("href=\"#valid_from\""));
    }
    assert!(
        limits(&hall).await.changes.is_empty(),
        "nothing was changed"
    );
    let at_once = [("limit", "2"), ("valid_from", "")];
    let saved = change(&hall, &admin, &at_once).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "blank is today");
    let now = limits(&hall).await;
    assert_eq!(
        (now.first.general.unwrap().working(), now.changes.len()),
        (Some(WorkingMinutes(120)), 0)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_future_limit_counts_as_a_change_by_somebody_else() {
    let hall = hall().await;
    let admin = signed_in(&hall, Role::Admin).await;
    send(&hall, &admin, "/admin/procedures", &form(&[])).await;
    let mark = seen(&read(&hall, &admin, PAGE).await);
    let later = [
        ("limit", "3"),
        ("valid_from", "2027-01-01"),
        ("seen", &*mark),
    ];
    for _ in 0..2 {
        let saved = send(&hall, &admin, PAGE, &form(&later)).await;
        assert_eq!(
            saved.status,
            StatusCode::SEE_OTHER,
            "a form sent twice: {}",
            saved.text()
        );
    }
    let other = form(&[("fee", "0"), ("seen", &*mark)]);
    let told = send(&hall, &admin, PAGE, &other).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    for text in ["admin đã thay đổi mục này", "Từ 01/01/2027: 3 giờ làm việc"] {
        assert!(told.text().contains(text), "{text}: {}", told.text());
    }
    let removal = [("seen", &*mark), ("valid_from", "2027-01-01")];
    let told = send(&hall, &admin, REMOVE, &removal).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    for text in [
        "vừa được thay đổi",
        "value=\"Cấp bản sao trích lục\"",
        "value=\"50.000\"",
    ] {
        assert!(told.text().contains(text), "{text}: {}", told.text());
    }
    assert_eq!(limits(&hall).await.changes.len(), 1);
    let unread = send(&hall, &admin, REMOVE, &[]).await;
    assert_eq!(unread.status, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_that_have_begun_stay_and_the_number_of_future_ones_is_bounded() {
    let hall = hall().await;
    let admin = signed_in(&hall, Role::Admin).await;
    send(&hall, &admin, "/admin/procedures", &form(&[])).await;
    let before = hall.store.procedures().await.unwrap().remove(0);
    let needs = hall.store.requirements().await.unwrap().remove(&before.id);
    let needs = needs.unwrap_or_default();
    let today: NaiveDate = "2026-11-23".parse().unwrap();
    let changes = today.iter_days().take(1 + LIMITS_TO_COME_MAX);
    let changes = changes.map(|valid_from| LimitChange {
        valid_from,
        limit: None.into(),
    });
    let after = Procedure {
        limits: Limits {
            changes: changes.collect(),
            ..before.limits.clone()
        },
        ..before.clone()
    };
    let earlier = hall.now() - chrono::Duration::days(7);
    let stored = hall.store.change_procedure(
        (before, needs.clone()),
        (after, needs),
        AuditActor::console(),
        earlier,
    );
    assert_eq!(stored.await.unwrap(), ChangeOutcome::Done);

    let page = read(&hall, &admin, PAGE).await;
    let rows = page.text().matches("Bỏ thời hạn từ ngày").count();
    assert_eq!(rows, LIMITS_TO_COME_MAX, "what has begun is not to come");
    let mark = seen(&page);
    let removal = [("seen", &*mark), ("valid_from", "2026-11-23")];
    let told = send(&hall, &admin, REMOVE, &removal).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told.text().contains("đã được áp dụng nên không bỏ được"));
    let one_more = [("limit", "5"), ("valid_from", "2027-01-01")];
    let told = change(&hall, &admin, &one_more).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told.text().contains("tối đa 20 lần"), "{}", told.text());
    let at_once = [("limit", "5"), ("valid_from", "2026-11-23")];
    let saved = change(&hall, &admin, &at_once).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let stands = limits(&hall).await;
    assert_eq!(
        stands.first.general.unwrap().working(),
        Some(WorkingMinutes(90))
    );
    assert_eq!(
        stands.on(today).general.unwrap().working(),
        Some(WorkingMinutes(300))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_in_days_with_another_for_a_channel_is_typed_shown_and_promised() {
    let hall = hall().await;
    let admin = signed_in(&hall, Role::Admin).await;
    let typed = [
        ("limit", "15"),
        ("unit", "calendar_days"),
        ("cutoff", ""),
        ("limit_online", "3"),
        ("unit_online", "days"),
        ("limit_post", "15"),
        ("unit_post", "calendar_days"),
        ("limit_direct", ""),
        ("unit_direct", "days"),
    ];
    let saved = send(&hall, &admin, "/admin/procedures", &form(&typed)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let first = limits(&hall).await.first;
    let length = |channel| first.own(channel).map(|limit| limit.length);
    assert_eq!(
        first.general.map(|limit| limit.length),
        Some(LimitLength::Days(15))
    );
    assert_eq!(
        length(Channel::Online),
        Some(LimitLength::Working(WorkingMinutes::of_days(3)))
    );
    assert_eq!(length(Channel::Post), None, "the general one all the same");
    let list = read(&hall, &admin, "/admin/procedures").await;
    assert!(
        list.text().contains("15 ngày; Trực tuyến: 3 ngày làm việc"),
        "{}",
        list.text()
    );
    let page = read(&hall, &admin, PAGE).await;
    for text in ["name=\"limit_online\"", "value=\"calendar_days\" selected"] {
        assert!(page.text().contains(text), "{text}: {}", page.text());
    }

    let lan = signed_in(&hall, Role::Staff).await;
    let agency = hall.agencies[0].0;
    let address = format!("/desk/receive?procedure=1&agency={agency}");
    let page = read(&hall, &lan, &address).await;
    for text in [
        "15 ngày",
        "Tính cả ngày nghỉ, không tính ngày nhận",
        "Hẹn trả nếu nộp: Trực tuyến",
        "(3 ngày làm việc)",
        "08/12/2026",
    ] {
        assert!(page.text().contains(text), "{text}: {}", page.text());
    }
    let agency = agency.to_string();
    let fields = [
        ("procedure", "1"),
        ("agency", &*agency),
        ("channel", "direct"),
        ("key", "r1"),
        ("action", "receive"),
        ("name", "Nguyễn Thử Nghiệm"),
    ];
    let done = send(&hall, &lan, "/desk/receive", &fields).await;
    let slip = printed(&hall, &lan, &done).await;
    for text in [
        "Thời gian giải quyết theo quy định",
        "15 ngày. Tính cả ngày nghỉ",
        "08/12/2026",
    ] {
        assert!(slip.text().contains(text), "{text}: {}", slip.text());
    }
    let control = "/desk/dossiers/H49.1-261123-0001/control-slip";
    let control = read(&hall, &lan, control).await;
    assert!(control.text().contains("15 ngày"), "{}", control.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_number_of_days_or_months_is_reported_beside_its_field() {
    let hall = hall().await;
    let admin = signed_in(&hall, Role::Admin).await;
    for (field, unit, chosen, value, message) in [
        (
            "limit",
            "unit",
            "calendar_days",
            "1,5",
            "Số ngày là số nguyên từ 1 đến",
        ),
        (
            "limit",
            "unit",
            "months",
            "49",
            "Số tháng là số nguyên từ 1 đến 48",
        ),
        (
            "limit",
            "unit",
            "same_day",
            "1",
            "Giải quyết trong ngày thì để trống số.",
        ),
        (
            "limit_online",
            "unit_online",
            "days",
            "ba",
            "Thời hạn là số lớn hơn 0",
        ),
    ] {
        let sent = [(field, value), (unit, chosen)];
        let told = send(&hall, &admin, "/admin/procedures", &form(&sent)).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{value}");
        let opening = format!("id=\"{field}-problem\" class=\"problem\">");
        let problem = between(told.text(), &opening, "<");
        let problem = problem.unwrap_or_else(|| panic!("{field}: {}", told.text()));
        assert!(problem.contains(message), "{problem}");
    }
    let same_day = [("limit", ""), ("unit", "same_day")];
    let saved = send(&hall, &admin, "/admin/procedures", &form(&same_day)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let list = read(&hall, &admin, "/admin/procedures").await;
    assert!(list.text().contains("trong ngày"), "{}", list.text());
}

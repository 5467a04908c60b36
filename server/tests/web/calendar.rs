//! The administrators' pages of settings and calendar. The hall's clock stands on Monday 23 November 2026, 14:10.

use axum::http::StatusCode;
use sanh_domain::account::model::{AgencyScope, Role};
use sanh_domain::centre::setting::SettingKey;

use super::desk::{hall, read, send};
use super::hall::{Answer, Hall, between, code};
use super::people::signed_in;

const DAY: &str = "/admin/calendar/day";
const HOURS: &str = "/admin/calendar/hours";

/// A closure of everybody.
fn closure<'a>(date: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let closure = [
        ("date", date),
        ("until", ""),
        ("agency", "0"),
        ("hours", ""),
        ("name", "Nghỉ do bão"),
        ("decision", "123/UBND-VP"),
        ("make_up", ""),
    ];
    closure.into_iter().chain(more.iter().copied()).collect()
}

fn mark(page: &Answer) -> String {
    let mark = between(page.text(), "name=\"mark\" value=\"", "\"");
    mark.expect("a mark").to_owned()
}

/// To the minute: the hall's clock runs.
async fn due(hall: &Hall, number: u32) -> String {
    let stored = hall
        .store
        .dossier(&code(number), &AgencyScope::Everywhere)
        .await
        .unwrap();
    let due = stored.unwrap().dossier.due_at.unwrap() + chrono::Duration::hours(7);
    due.format("%Y-%m-%d %H:%M").to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closure_is_shown_first_and_moves_due_times_only_when_confirmed() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    let admin = signed_in(&hall, Role::Admin).await;
    let was = due(&hall, 1).await;
    let shown = send(&hall, &admin, DAY, &closure("2026-11-25", &[])).await;
    assert_eq!(shown.status, StatusCode::OK);
    let code = code(1).to_string();
    for told in [
        &*code,
        "14:10 30/11/2026",
        "14:10 01/12/2026",
        "Nghỉ do bão",
    ] {
        assert!(shown.text().contains(told), "{told}: {}", shown.text());
    }
    assert_eq!(due(&hall, 1).await, was, "it was only shown");
    let mark = mark(&shown);
    let confirmed = closure("2026-11-25", &[("mark", &mark), ("confirm", "move")]);
    let saved = send(&hall, &admin, DAY, &confirmed).await;
    assert_eq!(
        saved.header("location"),
        "/admin/calendar?year=2026&saved=1"
    );
    assert_eq!(due(&hall, 1).await, "2026-12-01 14:10");
    let again = send(&hall, &admin, DAY, &confirmed).await;
    assert_eq!(
        again.header("location"),
        "/admin/calendar?year=2026&saved=0"
    );
    let calendar = read(&hall, &admin, "/admin/calendar?year=2026&saved=1").await;
    assert!(
        calendar.text().contains("dời hạn của 1 hồ sơ"),
        "{}",
        calendar.text()
    );
    assert!(calendar.text().contains("123/UBND-VP"));
    let audit = read(&hall, &admin, &format!("/admin/audit?subject={code}")).await;
    assert!(
        audit.text().contains("14:10 30/11/2026 → 14:10 01/12/2026"),
        "{}",
        audit.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_confirmation_of_an_outdated_preview_shows_the_new_one() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    let admin = signed_in(&hall, Role::Admin).await;
    let shown = send(&hall, &admin, DAY, &closure("2026-11-25", &[])).await;
    hall.receive(2, 5).await;
    let mark_before = mark(&shown);
    let confirmed = closure(
        "2026-11-25",
        &[("mark", &mark_before), ("confirm", "leave")],
    );
    let again = send(&hall, &admin, DAY, &confirmed).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("Chưa lưu gì"), "{}", again.text());
    assert!(again.text().contains(code(2).as_str()));
    let mark = mark(&again);
    let confirmed = closure("2026-11-25", &[("mark", &mark), ("confirm", "leave")]);
    let saved = send(&hall, &admin, DAY, &confirmed).await;
    assert_eq!(
        saved.header("location"),
        "/admin/calendar?year=2026&saved=0"
    );
    assert_eq!(due(&hall, 1).await, "2026-11-30 14:10", "left");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_faulty_date_is_reported_beside_its_field_and_kept() {
    let hall = hall().await;
    let admin = signed_in(&hall, Role::Admin).await;
    let replaced = |field: &'static str, value: &'static str| {
        let mut fields = closure("2026-11-25", &[]);
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        fields
    };
    let cases = [
        ("date", "31/11/2026", "Hãy nhập ngày"),
        ("date", "02/09/2026", "Ngày này đã có trong lịch"),
        ("until", "24/11/2026", "Hãy nhập một ngày sau ngày đầu"),
        ("until", "24/11/2027", "trong vòng 31 ngày"),
        ("agency", "999", "Hãy chọn một trong các giá trị"),
        ("hours", "13:00-12:00", "không chồng nhau"),
        ("name", " ", "Hãy nhập tên gọi (tối đa 120"),
        ("decision", "", "Hãy nhập số văn bản quyết định (tối đa 200"),
        ("make_up", "25/11/2026", "Ngày làm bù phải là một ngày khác"),
    ];
    for (field, value, message) in cases {
        let answer = send(&hall, &admin, DAY, &replaced(field, value)).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{field}={value}"
        );
        let problem = format!("id=\"{field}-problem\"");
        assert!(
            answer.text().contains(&problem),
            "{field}={value}: {}",
            answer.text()
        );
        assert!(answer.text().contains(message), "{message}");
        if field != "name" && field != "agency" {
            assert!(
                answer.text().contains(&format!("value=\"{value}\"")),
                "{field} is kept"
            );
        }
        if field != "decision" {
            assert!(
                answer.text().contains("value=\"123/UBND-VP\""),
                "{field}: the rest is kept"
            );
        }
    }
    let back = send(&hall, &admin, DAY, &closure("2026-11-25", &[("edit", "1")])).await;
    assert!(back.status.is_success() && back.text().contains("value=\"Nghỉ do bão\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn several_days_a_swap_and_a_removal_are_shown_day_by_day() {
    let hall = hall().await;
    let admin = signed_in(&hall, Role::Admin).await;
    let mut week = closure("2026-12-03", &[("until", "2026-12-08")]);
    week.retain(|field| *field != ("until", ""));
    let shown = send(&hall, &admin, DAY, &week).await;
    for (date, is_told) in [
        ("03/12/2026", true),
        ("04/12/2026", true),
        ("05/12/2026", false),
        ("08/12/2026", true),
    ] {
        assert_eq!(shown.text().contains(date), is_told, "{date}");
    }
    let mut swap = closure("2026-11-30", &[("make_up", "2026-11-28")]);
    swap.retain(|field| *field != ("make_up", ""));
    let shown = send(&hall, &admin, DAY, &swap).await;
    assert!(
        shown
            .text()
            .contains("07:30–11:30, 13:00–17:00 · Làm bù cho ngày 30/11/2026"),
        "{}",
        shown.text()
    );
    let national_day = "/admin/calendar/day?date=2026-09-02&agency=0";
    let page = read(&hall, &admin, national_day).await;
    assert!(
        page.text().contains("value=\"Quốc khánh\""),
        "{}",
        page.text()
    );
    let remove = [
        ("date", "2026-09-02"),
        ("agency", "0"),
        ("known", "1"),
        ("removes", "yes"),
    ];
    let shown = send(&hall, &admin, DAY, &remove).await;
    assert!(
        shown.text().contains("Nghỉ · Quốc khánh"),
        "{}",
        shown.text()
    );
    let mark = mark(&shown);
    let confirmed: Vec<_> = remove
        .into_iter()
        .chain([("mark", &*mark), ("confirm", "leave")])
        .collect();
    send(&hall, &admin, DAY, &confirmed).await;
    assert_eq!(
        read(&hall, &admin, national_day).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn office_hours_come_from_a_day_on_and_can_be_taken_back_until_then() {
    let hall = hall().await;
    hall.receive(1, 10).await;
    let admin = signed_in(&hall, Role::Admin).await;
    let form = read(&hall, &admin, HOURS).await;
    assert!(
        form.text().contains("value=\"07:30-11:30 13:00-17:00\""),
        "{}",
        form.text()
    );
    let week = |from: &'static str, day: &'static str| {
        let days = ["mon", "tue", "wed", "thu", "fri"].map(|name| (name, day));
        let mut fields = vec![("valid_from", from), ("sat", ""), ("sun", "")];
        fields.extend(days);
        fields
    };
    for (from, day, field) in [
        ("2026-11-22", "8-12", "valid_from"),
        ("", "8-12", "valid_from"),
        ("2026-12-01", "12-8", "wed"),
        ("2026-12-01", "", "mon"),
    ] {
        let answer = send(&hall, &admin, HOURS, &week(from, day)).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{from} {day}"
        );
        assert!(
            answer.text().contains(&format!("id=\"{field}-problem\"")),
            "{from} {day}"
        );
    }
    let mut fields = week("2026-12-01", "7:30-11:30, 13-16:30");
    let shown = send(&hall, &admin, HOURS, &fields).await;
    assert!(shown.text().contains(code(1).as_str()), "{}", shown.text());
    let mark_of = mark(&shown);
    fields.extend([("mark", &*mark_of), ("confirm", "move")]);
    let saved = send(&hall, &admin, HOURS, &fields).await;
    assert_eq!(
        saved.header("location"),
        "/admin/calendar?year=2026&saved=1"
    );
    let calendar = read(&hall, &admin, "/admin/calendar").await;
    assert!(calendar.text().contains("13:00–16:30"));
    let page = read(&hall, &admin, "/admin/calendar/hours?from=2026-12-01").await;
    assert!(
        page.text().contains("Bỏ giờ làm việc này"),
        "{}",
        page.text()
    );
    let held = read(&hall, &admin, "/admin/calendar/hours?from=1990-01-01").await;
    assert_eq!(
        held.status,
        StatusCode::NOT_FOUND,
        "what holds is not changed"
    );
    let remove = [
        ("valid_from", "2026-12-01"),
        ("known", "1"),
        ("removes", "yes"),
    ];
    let shown = send(&hall, &admin, HOURS, &remove).await;
    let mark_of = mark(&shown);
    let confirmed: Vec<_> = remove
        .into_iter()
        .chain([("mark", &*mark_of), ("confirm", "move")])
        .collect();
    send(&hall, &admin, HOURS, &confirmed).await;
    assert_eq!(due(&hall, 1).await, "2026-12-07 14:10");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_setting_holds_from_its_day_and_is_taken_back_until_then() {
    let hall = hall().await;
    let admin = signed_in(&hall, Role::Admin).await;
    let path = "/admin/settings/backdate_days_max";
    let saved = send(
        &hall,
        &admin,
        path,
        &[("value", "7"), ("valid_from", "2026-12-01")],
    )
    .await;
    assert_eq!(saved.header("location"), format!("{path}?saved=1"));
    let page = read(&hall, &admin, path).await;
    assert!(
        page.text().contains("<b>3 ngày</b>") && page.text().contains("7 ngày"),
        "{}",
        page.text()
    );
    let list = read(&hall, &admin, "/admin/settings").await;
    assert!(
        list.text().contains("7 ngày, từ 01/12/2026"),
        "{}",
        list.text()
    );
    let remove = format!("{path}/remove");
    send(&hall, &admin, &remove, &[("valid_from", "2026-12-01")]).await;
    let page = read(&hall, &admin, path).await;
    assert!(!page.text().contains("7 ngày"), "{}", page.text());
    let audit = read(&hall, &admin, "/admin/audit?subject=backdate_days_max").await;
    assert!(
        audit.text().contains("3 ngày → 01/12/2026: 7 ngày"),
        "{}",
        audit.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invalid_setting_is_refused_beside_its_field() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    let admin = signed_in(&hall, Role::Admin).await;
    let now = hall.now();
    hall.act(1, sanh_domain::dossier::Action::Resolve, now)
        .await;
    let cases = [
        (
            "centre_name",
            " ",
            "2026-11-23",
            "value",
            "tối đa 200 ký tự, không để trống",
        ),
        (
            "centre_initials",
            "HCCX",
            "2026-11-23",
            "value",
            "tối đa 3 ký tự",
        ),
        (
            "correction_s",
            "601",
            "2026-11-23",
            "value",
            "một số từ 0 đến 600",
        ),
        (
            "deadline_rule",
            "later",
            "2026-11-23",
            "value",
            "Hãy chọn một trong các giá trị",
        ),
        (
            "deadline_rule",
            "day",
            "2026-11-23",
            "valid_from",
            "được tính theo quy tắc cũ",
        ),
        (
            "resume_rule",
            "restart",
            "2026-11-22",
            "valid_from",
            "không làm tính lại số liệu trước đó",
        ),
        (
            "resume_rule",
            "restart",
            "22.13.2026",
            "valid_from",
            "Hãy nhập ngày",
        ),
        ("zone", "Asia/Tokyo", "", "value", "Đã có hồ sơ nên múi giờ"),
        (
            "centre_logo",
            "/etc/passwd",
            "2026-11-23",
            "value",
            "người vận hành máy chủ",
        ),
    ];
    for (key, value, from, field, message) in cases {
        let path = format!("/admin/settings/{key}");
        let answer = send(
            &hall,
            &admin,
            &path,
            &[("value", value), ("valid_from", from)],
        )
        .await;
        let what = format!("{key}={value}: {}", answer.text());
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}");
        assert!(answer.text().contains(message), "{what}");
        assert!(
            answer.text().contains(&format!("href=\"#{field}\"")),
            "{what}"
        );
    }
    let today = sanh_domain::deadline::seed_office_hours("2026-11-23".parse().unwrap()).valid_from;
    let settings = hall.store.settings(today).await.unwrap();
    assert!(settings.contains(&(SettingKey::DeadlineRule, "instant".to_owned())));
    let saved = [("value", "day"), ("valid_from", "2026-11-24")];
    let saved = send(&hall, &admin, "/admin/settings/deadline_rule", &saved).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let unknown = read(&hall, &admin, "/admin/settings/rubbish").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

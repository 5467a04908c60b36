//! Due times that rest on a calendar not yet published are marked wherever they are told. The hall's clock stands on Monday
//! 23 November 2026, 14:10.

use axum::http::StatusCode;
use sanh_domain::account::model::Role;
use sanh_domain::alarm::model::{AlarmKind, CheckResult, CheckState};
use sanh_domain::deadline::DayStatus;
use sanh_domain::deadline::office_hours::CalendarDay;
use sanh_store::AlarmDelivery;

use super::desk::{hall, printed, procedure, read, send};
use super::hall::{Hall, between, code};
use super::people::signed_in;

const DAY: &str = "/admin/calendar/day";
const MARK: &str = "theo lịch chưa công bố";
/// What says it beside the due time, and why.
const WHY: &str = "Trước hạn này có ngày 25/11/2026 đang chờ quyết định.";

/// Wednesday 25 November is expected to be off.
async fn expect_wednesday_off(hall: &Hall) {
    let day = CalendarDay {
        date: "2026-11-25".parse().unwrap(),
        agency: None,
        intervals: Vec::new(),
        name: "Ngày Văn hóa".to_owned(),
        decision: "Chờ quyết định".to_owned(),
        status: DayStatus::Pending,
    };
    hall.store.put_calendar_days(vec![day]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_due_time_after_an_undecided_day_is_marked_on_list_page_slips_and_reception() {
    let hall = hall().await;
    expect_wednesday_off(&hall).await;
    let procedure = procedure(&hall).await;
    hall.receive(1, 1).await;
    hall.receive(2, 5).await;
    let lan = signed_in(&hall, Role::Manager).await;
    let list = read(&hall, &lan, "/desk").await;
    let marks = list.text().matches(&format!(">{MARK}<")).count();
    assert_eq!(marks, 1, "due before it and after it: {}", list.text());
    let near = read(&hall, &lan, &format!("/desk/dossiers/{}", code(1))).await;
    assert!(!near.text().contains(MARK), "{}", near.text());
    let path = format!("/desk/dossiers/{}", code(2));
    let page = read(&hall, &lan, &path).await;
    assert!(page.text().contains(WHY), "{}", page.text());
    assert!(page.text().contains(&format!("2026 ({MARK})")));
    let control = read(&hall, &lan, &format!("{path}/control-slip")).await;
    assert!(
        control.text().contains(&format!("({MARK})")),
        "{}",
        control.text()
    );
    let issued = send(&hall, &lan, &format!("{path}/slip"), &[]).await;
    let slip = printed(&hall, &lan, &issued).await;
    assert!(slip.text().contains(&format!("({MARK})")));
    assert!(slip.text().contains(WHY));
    let form = format!(
        "/desk/receive?procedure={}&agency={}",
        procedure.0, hall.agencies[0].0
    );
    let form = read(&hall, &lan, &form).await;
    let due = between(form.text(), "class=\"will-due\">", "<").unwrap();
    assert!(due.ends_with(&format!("({MARK})")), "{due}");
    assert!(form.text().contains(WHY));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_is_entered_as_undecided_and_its_marks_disappear_when_it_is_decided() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    let admin = signed_in(&hall, Role::Admin).await;
    let lan = signed_in(&hall, Role::Manager).await;
    let fields = [
        ("date", "2026-11-25"),
        ("agency", "0"),
        ("hours", ""),
        ("name", "Ngày Văn hóa"),
        ("decision", ""),
        ("status", "pending"),
    ];
    let shown = send(&hall, &admin, DAY, &fields).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
    assert!(
        shown
            .text()
            .contains("Nghỉ · Ngày Văn hóa · Chờ quyết định")
    );
    confirm(&hall, &admin, &fields, shown.text()).await;
    let path = format!("/desk/dossiers/{}", code(1));
    assert!(read(&hall, &lan, &path).await.text().contains(WHY));
    let calendar = read(&hall, &admin, "/admin/calendar").await;
    assert!(
        calendar
            .text()
            .contains("Năm 2026 còn 1 ngày chờ quyết định.")
    );
    let opened = read(&hall, &admin, &format!("{DAY}?date=2026-11-25&agency=0")).await;
    let status = between(opened.text(), "<select id=\"status\"", "</select>").unwrap();
    assert!(
        status.contains("value=\"pending\" selected"),
        "the form shows what is set: {status}"
    );
    let fields = [
        ("known", "1"),
        ("date", "2026-11-25"),
        ("agency", "0"),
        ("hours", ""),
        ("name", "Ngày Văn hóa"),
        ("decision", "12/QĐ-TTg"),
        ("status", "decided"),
    ];
    let shown = send(&hall, &admin, DAY, &fields).await;
    confirm(&hall, &admin, &fields, shown.text()).await;
    assert!(!read(&hall, &lan, &path).await.text().contains(MARK));
    let strange = [("status", "perhaps"), ("date", "2026-11-25")];
    let refused = send(&hall, &admin, DAY, &strange).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("status-problem"));
}

async fn confirm(hall: &Hall, admin: &str, fields: &[(&str, &str)], shown: &str) {
    let mark = between(shown, "name=\"mark\" value=\"", "\"").unwrap();
    let mut fields = fields.to_vec();
    fields.extend([("mark", mark), ("confirm", "leave")]);
    let saved = send(hall, admin, DAY, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_without_days_off_is_shown_on_the_calendar_and_to_administrators_everywhere() {
    let hall = hall().await;
    let admin = signed_in(&hall, Role::Admin).await;
    let year = read(&hall, &admin, "/admin/calendar?year=2028").await;
    let text = "Năm 2028 chưa có lịch được công bố: mới có 0 trên 11 ngày nghỉ.";
    assert!(year.text().contains(text), "{}", year.text());
    let decided = read(&hall, &admin, "/admin/calendar?year=2027").await;
    assert!(!decided.text().contains("chưa có lịch được công bố"));
    assert!(!decided.text().contains("class=\"count\""));
    let reading = |kind, subject: &str| CheckResult {
        kind,
        subject: subject.to_owned(),
        state: CheckState::Wrong {
            value: 0,
            threshold: 11,
        },
    };
    let readings = vec![
        reading(AlarmKind::CalendarMissing, "2028"),
        reading(AlarmKind::ScreenDark, "lobby"),
    ];
    let telling = AlarmDelivery {
        channels: Vec::new(),
        repeat_h: 24,
    };
    let kept = hall.store.keep_alarms(readings, telling, hall.now());
    kept.await.unwrap();
    for path in ["/admin/people", "/admin/calendar"] {
        let page = read(&hall, &admin, path).await;
        let label = "aria-label=\"Lịch làm việc: 1 cảnh báo\"";
        assert!(page.text().contains(label), "{path}: {}", page.text());
    }
    let lan = signed_in(&hall, Role::Manager).await;
    let alarms = read(&hall, &lan, "/manage/alarms").await;
    assert!(alarms.text().contains("Chưa có lịch nghỉ của năm: 2028"));
    assert!(alarms.text().contains("mới có 0 trên 11 ngày nghỉ"));
}

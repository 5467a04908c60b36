//! The list of report periods: rows added, changed and removed.

#![allow(
    clippy::too_many_lines,
    reason = "each tells one story from its beginning to its end"
)]

use axum::http::StatusCode;
use sanh_domain::account::model::Role;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::period::Period;
use sanh_store::SettingKey;

use super::super::desk::{hall, read, send};
use super::super::people::signed_in;
use super::{OCTOBER, lines, lived, put_period, sign};

#[tokio::test(flavor = "multi_thread")]
async fn periods_are_added_changed_and_removed_by_forms_that_keep_what_was_typed() {
    let hall = hall().await;
    lived(&hall).await;
    let manager = signed_in(&hall, Role::Manager).await;
    let fields = |from, last, source| {
        [
            ("kind", "range"),
            ("from", from),
            ("last", last),
            ("source", source),
        ]
    };
    let wrong = send(
        &hall,
        &manager,
        "/manage/report/new",
        &fields("2026-10-20", "2026-10-10", ""),
    )
    .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong
            .text()
            .contains("Ngày cuối phải bằng hoặc sau ngày đầu")
            && wrong.text().contains("Nhập căn cứ")
    );
    assert!(
        wrong.text().contains("value=\"20/10/2026\""),
        "what was typed stays"
    );
    let added = send(
        &hall,
        &manager,
        "/manage/report/new",
        &fields("10/10/2026", "2026-10-20", "CV 12"),
    )
    .await;
    assert_eq!(
        added.header("location"),
        "/manage/report?kind=range&done=saved",
        "{}",
        added.text()
    );
    let taken = send(
        &hall,
        &manager,
        "/manage/report/new",
        &fields("2026-10-10", "2026-10-11", "CV 13"),
    )
    .await;
    assert!(
        taken.text().contains("Đã có một kỳ cùng loại"),
        "{}",
        taken.text()
    );
    let path = "/manage/report/range-2026-10-10";
    let opened = read(&hall, &manager, &format!("{path}/edit")).await;
    assert!(
        opened.text().contains("value=\"20/10/2026\"") && opened.text().contains("value=\"CV 12\"")
    );
    let changed = send(
        &hall,
        &manager,
        &format!("{path}/edit"),
        &fields("2026-10-10", "2026-10-21", "CV 12"),
    )
    .await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text());
    let removed = send(
        &hall,
        &manager,
        &format!("{path}/remove"),
        &[("sure", "yes")],
    )
    .await;
    assert_eq!(
        removed.header("location"),
        "/manage/report?kind=range&done=removed"
    );
    assert_eq!(
        read(&hall, &manager, path).await.status,
        StatusCode::NOT_FOUND
    );

    sign(&hall, &manager).await;
    let month = [
        ("kind", "month"),
        ("from", "2026-10-01"),
        ("last", "2026-10-30"),
        ("source", "x"),
    ];
    let refused = send(&hall, &manager, &format!("{OCTOBER}/edit"), &month).await;
    assert!(
        refused.text().contains("Kỳ này đã ký chốt"),
        "{}",
        refused.text()
    );
    let refused = send(
        &hall,
        &manager,
        &format!("{OCTOBER}/remove"),
        &[("sure", "yes")],
    )
    .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = lines(&hall, AuditAct::CentreChanged).await;
    assert_eq!(
        told.iter().filter(|(actor, ..)| actor == "manager").count(),
        3,
        "{told:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_waits_is_told_with_the_day_by_which_it_is_sent() {
    let hall = hall().await;
    lived(&hall).await;
    put_period(
        &hall,
        Period::government_quarter("2026-08-01".parse().unwrap()),
        "decree_09_2019",
    )
    .await;
    let manager = signed_in(&hall, Role::Manager).await;
    let list = "/manage/report?kind=government_quarter";
    let unset = "Chưa đặt hạn gửi báo cáo";
    let page = read(&hall, &manager, list).await;
    assert!(page.text().contains(unset), "{}", page.text());

    let since = "2026-01-01".parse().unwrap();
    let set = hall.store.set(SettingKey::ReportSendDays, since, "5");
    set.await.unwrap();
    // Five days after 14 September is a Saturday.
    let by = "21/09/2026, đã quá 63 ngày";
    let page = read(&hall, &manager, list).await;
    let marked = format!("<span class=\"bad\">{by}</span>");
    assert!(page.text().contains(&marked), "{}", page.text());
    assert!(!page.text().contains(unset), "{}", page.text());
    let front = read(&hall, &manager, "/manage").await;
    let told = format!("hạn gửi {by}");
    assert!(front.text().contains(&told), "{}", front.text());
    let quarter = "/manage/report/government_quarter-2026-06-15";
    let report = read(&hall, &manager, quarter).await;
    let told = format!("<span class=\"bad\">Hạn gửi: {by}.</span>");
    assert!(report.text().contains(&told), "{}", report.text());
    let month = read(&hall, &manager, OCTOBER).await;
    assert!(
        !month.text().contains("Hạn gửi:"),
        "no month was ever signed: {}",
        month.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn months_that_nobody_waits_for_stand_folded_below_the_others() {
    let hall = hall().await;
    lived(&hall).await;
    for from in ["2025-09-01", "2025-08-01"] {
        put_period(&hall, Period::month(from.parse().unwrap()), "calendar").await;
    }
    let manager = signed_in(&hall, Role::Manager).await;
    let page = read(&hall, &manager, "/manage/report?kind=month").await;
    let text = page.text();
    let (shown, folded) = text.split_once("<details class=\"earlier\">").unwrap();
    assert!(folded.contains("Các kỳ cũ chưa ký: 2"), "{text}");
    assert!(shown.contains("/manage/report/month-2026-10-01"), "{text}");
    for from in ["2025-09-01", "2025-08-01"] {
        let link = format!("/manage/report/month-{from}");
        assert!(folded.contains(&link) && !shown.contains(&link), "{text}");
    }
}

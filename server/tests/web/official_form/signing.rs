//! Signing a report, and who may.

#![allow(
    clippy::too_many_lines,
    reason = "each tells one story from its beginning to its end"
)]

use axum::http::StatusCode;
use sanh_domain::account::model::{AgencyScope, Role};
use sanh_domain::audit::model::AuditAct;
use sanh_domain::dossier::Action;
use sanh_domain::period::Period;

use super::super::desk::{hall, read, send};
use super::super::hall::between;
use super::super::people::{sign_in, signed_in};
use super::{OCTOBER, lines, lived, october, put_period, row, sign};

#[tokio::test(flavor = "multi_thread")]
async fn a_period_is_shown_signed_corrected_and_signed_again() {
    let hall = hall().await;
    lived(&hall).await;
    let manager = signed_in(&hall, Role::Manager).await;
    let list = read(&hall, &manager, "/manage/report?kind=month").await;
    assert_eq!(list.status, StatusCode::OK);
    assert!(
        list.text().contains("Tháng 10 năm 2026") && list.text().contains("Đã hết kỳ, chưa ký"),
        "{}",
        list.text()
    );

    let page = read(&hall, &manager, OCTOBER).await;
    // Received 6 = 1 online + 4 direct + 1 carried; resolved 3 = 1 early + 1 withdrawn + 1 late; open 3 = 2 within + 1 overdue.
    assert_eq!(
        row(&page, "Tổng cộng"),
        ["6", "1", "4", "1", "3", "1", "1", "1", "3", "2", "1"]
    );
    assert!(
        page.text()
            .contains("tạm dừng, chờ bổ sung (1) ghi vào cột 12"),
        "{}",
        page.text()
    );
    assert!(
        page.text().contains("50,0%"),
        "the rate is of what was resolved, one of two: {}",
        page.text()
    );
    let by_agency = read(&hall, &manager, &format!("{OCTOBER}?by=agency")).await;
    assert_eq!(
        row(&by_agency, "Phòng Tư pháp"),
        ["2", "0", "1", "1", "0", "0", "0", "0", "2", "2", "0"]
    );

    let answer = sign(&hall, &manager).await;
    assert_eq!(
        answer.header("location"),
        format!("{OCTOBER}?done=signed"),
        "{}",
        answer.text()
    );
    let signed = read(&hall, &manager, OCTOBER).await;
    assert!(
        signed.text().contains("đã ký chốt lúc"),
        "{}",
        signed.text()
    );
    assert!(
        !signed.text().contains("Số liệu đã thay đổi"),
        "{}",
        signed.text()
    );
    assert_eq!(lines(&hall, AuditAct::ReportSigned).await.len(), 1);
    let again = read(&hall, &manager, &format!("{OCTOBER}/sign")).await;
    assert!(
        again.text().contains("không có gì thay đổi") && !again.text().contains("name=\"mark\"")
    );

    hall.act(
        1,
        Action::Correct {
            reason: "trả nhầm".to_owned(),
        },
        hall.now(),
    )
    .await;
    let revised = read(&hall, &manager, OCTOBER).await;
    assert!(
        revised.text().contains("Số liệu đã thay đổi sau khi ký"),
        "{}",
        revised.text()
    );
    assert_eq!(
        row(&revised, "Tổng cộng").first().map(String::as_str),
        Some("7"),
        "the table of differences stands first"
    );
    let kept = revised.text().rsplit_once("<tfoot>").unwrap().1;
    assert!(
        kept.contains(">3</a>"),
        "the sheet is the signed one: {kept}"
    );
    let now = read(&hall, &manager, &format!("{OCTOBER}?v=now")).await;
    let sheet = now.text().rsplit_once("<tfoot>").unwrap().1;
    assert!(
        sheet.contains(">2</a>") && sheet.contains(">4</a>"),
        "{sheet}"
    );
    let list = read(&hall, &manager, "/manage/report?kind=month").await;
    assert!(
        list.text().contains("Đã ký, số liệu có thay đổi"),
        "{}",
        list.text()
    );

    assert_eq!(sign(&hall, &manager).await.status, StatusCode::SEE_OTHER);
    let both = hall
        .store
        .signed_reports(october(), &AgencyScope::Everywhere)
        .await
        .unwrap();
    assert_eq!(both.len(), 2);
    let first = read(&hall, &manager, &format!("{OCTOBER}?v={}", both[0].number)).await;
    assert!(
        first.text().contains(&both[0].fingerprint),
        "{}",
        first.text()
    );
    assert_eq!(
        read(&hall, &manager, &format!("{OCTOBER}?v=99"))
            .await
            .status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_that_were_not_shown_are_not_signed() {
    let hall = hall().await;
    lived(&hall).await;
    let manager = signed_in(&hall, Role::Manager).await;
    let path = format!("{OCTOBER}/sign");
    let page = read(&hall, &manager, &path).await;
    let mark = between(page.text(), "name=\"mark\" value=\"", "\"")
        .unwrap()
        .to_owned();
    hall.act(
        1,
        Action::Correct {
            reason: "trả nhầm".to_owned(),
        },
        hall.now(),
    )
    .await;
    for mark in ["", "rubbish", &mark] {
        let answer = send(&hall, &manager, &path, &[("mark", mark)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            answer.text().contains("Số liệu vừa thay đổi"),
            "{}",
            answer.text()
        );
    }
    assert!(
        hall.store
            .signed_reports(october(), &AgencyScope::Everywhere)
            .await
            .unwrap()
            .is_empty()
    );
    put_period(
        &hall,
        Period::month("2026-11-01".parse().unwrap()),
        "calendar",
    )
    .await;
    let running = "/manage/report/month-2026-11-01/sign";
    let page = read(&hall, &manager, running).await;
    assert!(page.text().contains("chưa kết thúc") && !page.text().contains("name=\"mark\""));
    let answer = send(&hall, &manager, running, &[("mark", "x")]).await;
    assert!(
        answer.text().contains("Kỳ báo cáo chưa kết thúc"),
        "{}",
        answer.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_of_one_agency_sees_its_figures_and_decides_nothing_for_all() {
    let hall = hall().await;
    lived(&hall).await;
    let other = sign_in(&hall, "of-land", Role::Manager, Some(hall.agencies[1])).await;
    let page = read(&hall, &other, OCTOBER).await;
    assert!(
        page.text().contains("Chỉ gồm các cơ quan bạn phụ trách"),
        "{}",
        page.text()
    );
    // Dossier 1 was early, dossier 4 was withdrawn.
    assert_eq!(
        row(&page, "Tổng cộng"),
        ["2", "1", "1", "0", "2", "1", "1", "0", "0", "0", "0"]
    );
    let agencies = read(&hall, &other, &format!("{OCTOBER}?by=agency")).await;
    assert!(!agencies.text().contains("Phòng Tư pháp"));
    assert!(!page.text().contains("/sign\"") && !page.text().contains("/edit\""));
    for path in ["/sign", "/edit"] {
        let path = format!("{OCTOBER}{path}");
        assert_eq!(
            read(&hall, &other, &path).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
    }
    let forms = [
        format!("{OCTOBER}/sign"),
        format!("{OCTOBER}/edit"),
        format!("{OCTOBER}/remove"),
        "/manage/report/new".to_owned(),
    ];
    for path in forms {
        let fields = [
            ("mark", "x"),
            ("sure", "yes"),
            ("kind", "range"),
            ("from", "2026-10-01"),
            ("last", "2026-10-02"),
            ("source", "x"),
        ];
        let answer = send(&hall, &other, &path, &fields).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
    }
    let manager = signed_in(&hall, Role::Manager).await;
    sign(&hall, &manager).await;
    let signed = read(&hall, &other, OCTOBER).await;
    assert_eq!(
        row(&signed, "Tổng cộng")[0],
        "2",
        "of what was signed for all, too"
    );
    let file = read(
        &hall,
        &other,
        &format!("{OCTOBER}/file?format=csv&by=agency"),
    )
    .await;
    assert!(
        file.text().contains("Phòng Đất đai") && !file.text().contains("Phòng Tư pháp"),
        "{}",
        file.text()
    );
    assert!(
        hall.store
            .report_period(october().kind, october().from)
            .await
            .unwrap()
            .is_some()
    );
}

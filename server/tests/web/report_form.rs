//! The official report's pages: the form, its signature, its files, and who may do what.

#![allow(
    clippy::too_many_lines,
    reason = "each tells one story from its beginning to its end"
)]

use std::collections::BTreeMap;
use std::io::Cursor;

use axum::http::StatusCode;
use calamine::{Data, Range, Reader, Xlsx};
use sanh_app::account::model::Role;
use sanh_app::audit::model::AuditAct;
use sanh_app::board::period::Period;
use sanh_app::dossier::{Action, Channel};
use sanh_app::report::form::period::PeriodRow;
use sanh_server::store::{AuditQuery, By, SettingKey};

use super::desk::{hall, read, send};
use super::hall::{Answer, Hall, at, between};
use super::people::{sign_in, signed_in};

const OCTOBER: &str = "/manage/report/month-2026-10-01";

fn october() -> Period {
    Period::month("2026-10-01".parse().unwrap())
}

/// Six dossiers of October: 1 resolved early, 2 late, 3 paused, 4 withdrawn, 5 open and overdue, 6 carried and open.
async fn lived(hall: &Hall) {
    let row = PeriodRow {
        period: october(),
        source: "calendar".to_owned(),
        signed: None,
    };
    let put = hall
        .store
        .put_report_period(row, None, By::console(), hall.now());
    put.await.unwrap();
    for number in 1..=5 {
        let intake = sanh_app::dossier::Intake {
            channel: if number == 1 {
                Channel::Online
            } else {
                Channel::Direct
            },
            ..hall.intake(number, 3)
        };
        let received = at("2026-10-05T08:00:00+07:00");
        let staff = super::hall::staff();
        hall.store
            .receive(intake, received, &staff, true)
            .await
            .unwrap();
    }
    hall.receive_at(6, 60, at("2026-09-28T08:00:00+07:00"))
        .await;
    let reason = || "lý do".to_owned();
    let steps = [
        (1, Action::Resolve, "2026-10-06T08:00:00+07:00"),
        (2, Action::Resolve, "2026-10-20T08:00:00+07:00"),
        (
            3,
            Action::AskPapers { reason: reason() },
            "2026-10-06T08:00:00+07:00",
        ),
        (
            4,
            Action::AskWithdrawal { reason: reason() },
            "2026-10-06T08:00:00+07:00",
        ),
        (
            4,
            Action::ConfirmWithdrawal { reason: reason() },
            "2026-10-06T09:00:00+07:00",
        ),
    ];
    for (number, action, when) in steps {
        hall.act(number, action, at(when)).await;
    }
}

async fn sign(hall: &Hall, manager: &str) -> Answer {
    let page = read(hall, manager, &format!("{OCTOBER}/sign")).await;
    let mark = between(page.text(), "name=\"mark\" value=\"", "\"");
    let mark = mark.unwrap_or_else(|| panic!("{}", page.text())).to_owned();
    send(
        hall,
        manager,
        &format!("{OCTOBER}/sign"),
        &[("mark", &mark)],
    )
    .await
}

async fn lines(hall: &Hall, act: AuditAct) -> Vec<(String, String, String)> {
    let query = AuditQuery {
        rows_max: 50,
        ..AuditQuery::default()
    };
    let lines = hall.store.audit_lines(query).await.unwrap();
    let told = lines.into_iter().filter(|line| line.act == act);
    told.map(|line| (line.actor, line.subject, line.became))
        .collect()
}

/// The figures of the row with this heading, as the page shows them.
fn row(page: &Answer, name: &str) -> Vec<String> {
    let begins = format!("<th scope=\"row\">{name}</th>");
    let rest = page.text().split_once(&begins);
    let rest = rest
        .unwrap_or_else(|| panic!("no line {name}: {}", page.text()))
        .1;
    let line = rest.split_once("</tr>").unwrap().0;
    let cells = line.split("<td class=\"report-figure\">").skip(1);
    cells
        .map(|cell| cell.split_once('<').unwrap().0.to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_is_looked_at_signed_corrected_and_signed_again() {
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
        kept.contains(">3</td>"),
        "the sheet is the signed one: {kept}"
    );
    let now = read(&hall, &manager, &format!("{OCTOBER}?v=now")).await;
    let sheet = now.text().rsplit_once("<tfoot>").unwrap().1;
    assert!(
        sheet.contains(">2</td>") && sheet.contains(">4</td>"),
        "{sheet}"
    );
    let list = read(&hall, &manager, "/manage/report?kind=month").await;
    assert!(
        list.text().contains("Đã ký, số liệu có thay đổi"),
        "{}",
        list.text()
    );

    assert_eq!(sign(&hall, &manager).await.status, StatusCode::SEE_OTHER);
    let both = hall.store.signed_reports(october()).await.unwrap();
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
async fn what_was_not_shown_is_not_signed() {
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
            .signed_reports(october())
            .await
            .unwrap()
            .is_empty()
    );
    let november = PeriodRow {
        period: Period::month("2026-11-01".parse().unwrap()),
        source: "calendar".to_owned(),
        signed: None,
    };
    let put = hall
        .store
        .put_report_period(november, None, By::console(), hall.now());
    put.await.unwrap();
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
    // Dossiers 1 and 4: one early, one withdrawn.
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
        wrong.text().contains("value=\"2026-10-20\""),
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
        opened.text().contains("value=\"2026-10-20\"") && opened.text().contains("value=\"CV 12\"")
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
async fn any_days_are_looked_at_and_an_empty_period_has_no_rate() {
    let hall = hall().await;
    lived(&hall).await;
    let manager = signed_in(&hall, Role::Manager).await;
    let led = read(
        &hall,
        &manager,
        "/manage/report/days?from=2026-10-05&last=2026-10-06",
    )
    .await;
    assert_eq!(
        led.header("location"),
        "/manage/report/days-2026-10-05-2026-10-06"
    );
    let page = read(&hall, &manager, led.header("location")).await;
    assert_eq!(row(&page, "Tổng cộng")[..4], ["6", "1", "4", "1"]);
    let empty = read(
        &hall,
        &manager,
        "/manage/report/days-2020-01-01-2020-01-31?lang=en",
    )
    .await;
    assert!(
        empty.text().contains("No dossier in this period.") && empty.text().contains("<b>—</b>"),
        "{}",
        empty.text()
    );
    for wrong in ["from=2026-10-06&last=2026-10-05", "from=x&last=y", ""] {
        let answer = read(&hall, &manager, &format!("/manage/report/days?{wrong}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    for unknown in [
        "month-2026-09-01",
        "week-2026-10-01",
        "days-2026-10-06",
        "x",
    ] {
        let answer = read(&hall, &manager, &format!("/manage/report/{unknown}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{unknown}");
    }
    for wrong in ["?by=x", "?v=x", "/file?by=field", "/file?format=pdf"] {
        let answer = read(&hall, &manager, &format!("{OCTOBER}{wrong}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
}

fn book(answer: &Answer) -> Xlsx<Cursor<Vec<u8>>> {
    calamine::open_workbook_from_rs(Cursor::new(answer.body.clone())).expect("a workbook")
}

fn text(sheet: &Range<Data>, (row, column): (u32, u32)) -> String {
    sheet
        .get_value((row, column))
        .map(ToString::to_string)
        .unwrap_or_default()
}

/// A text of the form, where it begins and where it ends.
type Drawn = (&'static str, (u32, u32), (u32, u32));

/// The form as the regulation draws it: where each text of its head stands, and over which cells it reaches (rows and columns from 0).
const HEAD: &[Drawn] = &[
    ("STT", (5, 0), (7, 0)),
    ("Lĩnh vực giải quyết", (5, 1), (7, 1)),
    ("Số lượng hồ sơ tiếp nhận", (5, 2), (5, 5)),
    ("Số lượng hồ sơ đã giải quyết", (5, 6), (5, 9)),
    ("Số lượng hồ sơ đang giải quyết", (5, 10), (5, 12)),
    ("Tổng số", (6, 2), (7, 2)),
    ("Trong kỳ", (6, 3), (6, 4)),
    ("Từ kỳ trước", (6, 5), (7, 5)),
    ("Trực tuyến", (7, 3), (7, 3)),
    ("Trực tiếp, dịch vụ bưu chính", (7, 4), (7, 4)),
    ("Tổng số", (6, 6), (7, 6)),
    ("Trước hạn", (6, 7), (7, 7)),
    ("Đúng hạn", (6, 8), (7, 8)),
    ("Quá hạn", (6, 9), (7, 9)),
    ("Tổng số", (6, 10), (7, 10)),
    ("Trong hạn", (6, 11), (7, 11)),
    ("Quá hạn", (6, 12), (7, 12)),
];

#[tokio::test(flavor = "multi_thread")]
async fn the_workbook_is_the_form_cell_by_cell() {
    let hall = hall().await;
    let since = "2026-01-01".parse().unwrap();
    hall.store
        .set(SettingKey::ReportRecipient, since, "=Sở Nội vụ")
        .await
        .unwrap();
    hall.store
        .set(SettingKey::CentreName, since, "Trung tâm Hồng Gai")
        .await
        .unwrap();
    lived(&hall).await;
    let manager = signed_in(&hall, Role::Manager).await;
    sign(&hall, &manager).await;
    let answer = read(&hall, &manager, &format!("{OCTOBER}/file?format=xlsx")).await;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    assert_eq!(answer.header("content-type"), kind);
    let name = "attachment; filename=\"ii06a-field-2026-10-01-2026-10-31.xlsx\"";
    assert_eq!(answer.header("content-disposition"), name);
    let mut book = book(&answer);
    assert_eq!(book.sheet_names(), ["II.06a VPCP KSTT"]);
    assert!(
        book.worksheet_formula("II.06a VPCP KSTT")
            .unwrap()
            .is_empty()
    );
    let sheet = book.worksheet_range("II.06a VPCP KSTT").unwrap();
    let merged = book.merge_cells_by_sheet_name("II.06a VPCP KSTT").unwrap();
    let merged: Vec<((u32, u32), (u32, u32))> =
        merged.iter().map(|it| (it.start, it.end)).collect();

    let above = [
        ("Biểu số II.06a/VPCP/KSTT", (0, 0), (3, 1)),
        (
            "Tình hình, kết quả giải quyết thủ tục hành chính tại cơ quan, đơn vị trực tiếp giải quyết thủ tục hành chính",
            (0, 2),
            (1, 8),
        ),
        ("Kỳ báo cáo: Tháng 10 năm 2026", (2, 2), (2, 8)),
        (
            "(Từ ngày 01/10/2026 đến hết ngày 31/10/2026)",
            (3, 2),
            (3, 8),
        ),
        ("Đơn vị báo cáo: Trung tâm Hồng Gai", (0, 9), (1, 12)),
        ("Đơn vị nhận báo cáo: =Sở Nội vụ", (2, 9), (3, 12)),
        ("Đơn vị tính: Số hồ sơ thủ tục hành chính", (4, 0), (4, 12)),
    ];
    for (expected, first, last) in above.iter().chain(HEAD) {
        assert_eq!(text(&sheet, *first), *expected, "at {first:?}");
        assert_eq!(
            merged.contains(&(*first, *last)),
            first != last,
            "{expected} reaches to {last:?}"
        );
    }
    let numbers = [
        "(1)",
        "(2)",
        "(3)=(4)+(5)+(6)",
        "(4)",
        "(5)",
        "(6)",
        "(7)=(8)+(9)+(10)",
        "(8)",
        "(9)",
        "(10)",
        "(11)=(12)+(13)",
        "(12)",
        "(13)",
    ];
    for (column, number) in (0..).zip(numbers) {
        assert_eq!(text(&sheet, (8, column)), number);
    }
    // Fields in the board's order; dossier n is of the field n mod 5.
    let lines: [(&str, [u32; 11]); 6] = [
        ("Hộ tịch", [1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1]),
        ("Đất đai", [2, 1, 0, 1, 1, 1, 0, 0, 1, 1, 0]),
        ("Xây dựng", [1, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0]),
        ("Nuôi con nuôi", [1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0]),
        ("Chứng thực", [1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0]),
        ("Tổng cộng", [6, 1, 4, 1, 3, 1, 1, 1, 3, 2, 1]),
    ];
    for (row, (name, figures)) in (9..).zip(lines) {
        assert_eq!(text(&sheet, (row, 1)), name);
        let place = sheet.get_value((row, 0));
        let expected = Data::Float(f64::from(row) - 8.0);
        assert_eq!(place == Some(&expected), name != "Tổng cộng", "{place:?}");
        for (column, figure) in (2..).zip(figures) {
            let found = sheet.get_value((row, column));
            assert_eq!(
                found,
                Some(&Data::Float(f64::from(figure))),
                "{name}, column {}: a number",
                column + 1
            );
        }
    }
    assert_eq!(
        text(&sheet, (15, 0)),
        "",
        "a row between the table and its notes"
    );
    let notes: Vec<String> = (16..19).map(|row| text(&sheet, (row, 0))).collect();
    assert!(
        notes[0].contains("tạm dừng, chờ bổ sung (1) ghi vào cột 12")
            && notes[0].contains("Rút hồ sơ (1)"),
        "{notes:?}"
    );
    assert_eq!(notes[1], "Quá hạn: có kết quả sau giờ hẹn trả.");
    let signed = hall
        .store
        .signed_reports(october())
        .await
        .unwrap()
        .remove(0);
    assert!(notes[2].contains(&signed.fingerprint), "{notes:?}");
    assert_eq!(text(&sheet, (21, 0)), "Người lập biểu");
    assert_eq!(text(&sheet, (21, 7)), "Thủ trưởng đơn vị");
    assert_eq!(sheet.end(), Some((22, 12)));
}

/// A file inside the workbook.
fn part(answer: &Answer, name: &str) -> String {
    use std::io::Read;
    let mut pack = zip::ZipArchive::new(Cursor::new(answer.body.clone())).unwrap();
    let mut text = String::new();
    pack.by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn the_workbook_prints_on_a4_across_with_its_head_on_every_page() {
    let hall = hall().await;
    lived(&hall).await;
    let manager = signed_in(&hall, Role::Manager).await;
    let answer = read(
        &hall,
        &manager,
        &format!("{OCTOBER}/file?format=xlsx&by=agency"),
    )
    .await;
    let sheet = part(&answer, "xl/worksheets/sheet1.xml");
    for expected in [
        "paperSize=\"9\"",
        "orientation=\"landscape\"",
        "fitToHeight=\"0\"",
        "<pageSetUpPr fitToPage=\"1\"/>",
        "horizontalCentered=\"1\"",
    ] {
        assert!(sheet.contains(expected), "{expected}: {sheet}");
    }
    assert!(
        part(&answer, "xl/workbook.xml").contains("'II.06a VPCP KSTT'!$6:$9"),
        "{}",
        part(&answer, "xl/workbook.xml")
    );
    assert!(
        part(&answer, "docProps/core.xml").contains("2026-11-23T"),
        "made when our clock says"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_csv_has_the_same_lines_and_every_file_is_told_by_the_audit() {
    let hall = hall().await;
    lived(&hall).await;
    let manager = signed_in(&hall, Role::Manager).await;
    let answer = read(
        &hall,
        &manager,
        &format!("{OCTOBER}/file?format=csv&by=agency"),
    )
    .await;
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    assert!(
        answer.body.starts_with(b"\xEF\xBB\xBF"),
        "Excel takes it for UTF-8"
    );
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(&answer.body[3..]);
    let head = reader.headers().unwrap().clone();
    assert_eq!(
        (head.len(), &head[1], &head[3]),
        (
            13,
            "Cơ quan, đơn vị giải quyết (2)",
            "Số lượng hồ sơ tiếp nhận, Trong kỳ, Trực tuyến (4)"
        )
    );
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let by_name: BTreeMap<&str, Vec<&str>> = records
        .iter()
        .filter(|it| it.len() == 13)
        .map(|it| (&it[1], it.iter().skip(2).collect()))
        .collect();
    assert_eq!(
        by_name["Tổng cộng"],
        ["6", "1", "4", "1", "3", "1", "1", "1", "3", "2", "1"]
    );
    assert_eq!(
        by_name["Phòng Đất đai"],
        ["2", "1", "1", "0", "2", "1", "1", "0", "0", "0", "0"]
    );
    assert!(
        records
            .iter()
            .any(|it| it.len() == 1 && it[0].contains("ghi vào cột 12")),
        "how it was folded"
    );
    read(&hall, &manager, &format!("{OCTOBER}/file?format=xlsx")).await;
    let told = lines(&hall, AuditAct::Exported).await;
    let expected = [
        ("ii06a-field-2026-10-01-2026-10-31.xlsx"),
        ("ii06a-agency-2026-10-01-2026-10-31.csv"),
    ];
    assert_eq!(
        told,
        expected.map(|name| (
            "manager".to_owned(),
            name.to_owned(),
            "as counted".to_owned()
        ))
    );
    let staff = signed_in(&hall, Role::Staff).await;
    let refused = read(&hall, &staff, &format!("{OCTOBER}/file?format=csv")).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_folding_that_breaks_the_carry_over_says_so() {
    let hall = hall().await;
    let since = "2026-01-01".parse().unwrap();
    hall.store
        .set(SettingKey::ReportPausedColumn, since, "9")
        .await
        .unwrap();
    hall.store
        .set(SettingKey::ReportEndedColumn, since, "8")
        .await
        .unwrap();
    lived(&hall).await;
    let manager = signed_in(&hall, Role::Manager).await;
    let page = read(&hall, &manager, OCTOBER).await;
    assert_eq!(
        row(&page, "Tổng cộng"),
        ["6", "1", "4", "1", "4", "2", "1", "1", "2", "1", "1"]
    );
    assert!(
        page.text()
            .contains("nên cột 11 không bằng cột 6 của kỳ sau"),
        "{}",
        page.text()
    );
    let november = read(&hall, &manager, "/manage/report/days-2026-11-01-2026-11-20").await;
    assert!(
        november.text().contains("Chưa tính kỳ trước"),
        "{}",
        november.text()
    );
    let row = PeriodRow {
        period: Period::month("2026-11-01".parse().unwrap()),
        source: "calendar".to_owned(),
        signed: None,
    };
    hall.store
        .put_report_period(row, None, By::console(), hall.now())
        .await
        .unwrap();
    let november = read(&hall, &manager, "/manage/report/month-2026-11-01").await;
    assert!(
        november
            .text()
            .contains("Không khớp vì hồ sơ tạm dừng được ghi vào cột 9: 3 và 2"),
        "{}",
        november.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_work_list_is_taken_away_by_managers_with_no_formula_in_it() {
    let hall = hall().await;
    lived(&hall).await;
    let bad = sanh_app::board::model::Name {
        vi: "=HYPERLINK(\"http://x\")".to_owned(),
        en: None,
    };
    let agency = sanh_server::store::NewAgency {
        code: "H49.1".to_owned(),
        name: bad,
    };
    hall.store.put_agencies(vec![agency]).await.unwrap();
    let manager = signed_in(&hall, Role::Manager).await;
    let list = read(&hall, &manager, "/desk?tab=open").await;
    assert!(
        list.text().contains("/desk/export?tab=open"),
        "{}",
        list.text()
    );
    let csv = read(&hall, &manager, "/desk/export?tab=open&format=csv").await;
    let text = csv.text();
    assert!(
        text.contains("H49.1-261123-0005") && text.contains("Xây dựng"),
        "{text}"
    );
    assert!(text.contains("\"'=HYPERLINK(\"\"http://x\"\")\""), "{text}");
    let xlsx = read(&hall, &manager, "/desk/export?tab=open&format=xlsx&lang=en").await;
    let mut book = book(&xlsx);
    assert!(book.worksheet_formula("Dossiers").unwrap().is_empty());
    let sheet = book.worksheet_range("Dossiers").unwrap();
    assert_eq!(
        text_of(&sheet, 0),
        ["Code", "Status", "Received", "Due", "Overdue"]
    );
    assert_eq!(sheet.height(), text.lines().count());
    let told = lines(&hall, AuditAct::Exported).await;
    let rows = (text.lines().count() - 1).to_string();
    let expected = [
        (
            "manager".to_owned(),
            "dossiers-open.xlsx".to_owned(),
            rows.clone(),
        ),
        ("manager".to_owned(), "dossiers-open.csv".to_owned(), rows),
    ];
    assert_eq!(told, expected);

    let other = sign_in(&hall, "of-land", Role::Manager, Some(hall.agencies[1])).await;
    let theirs = read(&hall, &other, "/desk/export?tab=closed&format=csv").await;
    assert!(
        theirs.text().contains("-0004") && !theirs.text().contains("-0005"),
        "{}",
        theirs.text()
    );
    let staff = signed_in(&hall, Role::Staff).await;
    let refused = read(&hall, &staff, "/desk/export?tab=open&format=csv").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let list = read(&hall, &staff, "/desk?tab=open").await;
    assert!(!list.text().contains("/desk/export"));
}

fn text_of(sheet: &Range<Data>, row: u32) -> Vec<String> {
    (0..5).map(|column| text(sheet, (row, column))).collect()
}

//! The report's files, and those of the work list.

#![allow(
    clippy::too_many_lines,
    reason = "each tells one story from its beginning to its end"
)]

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};

use axum::http::StatusCode;
use sanh_domain::account::model::{AgencyScope, Role};
use sanh_domain::audit::model::AuditAct;
use sanh_store::SettingKey;

use super::super::desk::{hall, read};
use super::super::hall::{Answer, between};
use super::super::people::{sign_in, signed_in};
use super::{OCTOBER, lines, lived, october, sign};

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
    // Fields in the order of the board; dossier n has the field n mod 5.
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
        .signed_reports(october(), &AgencyScope::Everywhere)
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
    // From row 10: the lines of four agencies and the total, a blank row, three notes, a blank row, the date and two rows for
    // signatures.
    let book = part(&answer, "xl/workbook.xml");
    let area = between(&book, "name=\"_xlnm.Print_Area\" localSheetId=\"0\">", "<");
    let last = sheet
        .rsplit("<row r=\"")
        .next()
        .and_then(|row| row.split('"').next());
    let last = last.unwrap_or_default();
    let expected = format!("'II.06a VPCP KSTT'!$A$1:$M${last}");
    assert_eq!(area, Some(expected.as_str()), "{book}");
    assert!(
        part(&answer, "docProps/core.xml").contains("2026-11-23T"),
        "made when our clock says"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_csv_has_the_same_lines_and_every_file_has_an_audit_entry() {
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
async fn managers_download_the_work_list_without_formulas_in_it() {
    let hall = hall().await;
    lived(&hall).await;
    let bad = sanh_domain::text::name::Name {
        vi: "=HYPERLINK(\"http://x\")".to_owned(),
        en: None,
    };
    let agency = sanh_store::NewAgency {
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
        text_of(&sheet, 5),
        ["Code", "Status", "Received", "Due", "Overdue"]
    );
    assert_eq!(sheet.height(), 5 + text.lines().count());
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

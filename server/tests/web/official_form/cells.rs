//! The dossiers behind every number of the form, as they stood when the period ended.

use std::io::Cursor;

use axum::http::StatusCode;
use calamine::{Data, Reader, Xlsx};
use sanh_domain::account::model::Role;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::dossier::Action;

use super::super::desk::{hall, read};
use super::super::hall::{Answer, Hall, at, between, code};
use super::super::people::{sign_in, signed_in};
use super::{OCTOBER, lines, lived, plain, sign};

/// The links of the form's cells, with the number that each shows.
fn links(page: &Answer) -> Vec<(u64, String)> {
    let cells = page.text().split("<td class=\"report-figure\">").skip(1);
    let links = cells.filter_map(|cell| {
        let href = between(cell.split_once("</td>")?.0, "href=\"", "\"")?;
        let count = plain(cell.split_once("</td>")?.0).parse().ok()?;
        Some((count, href.replace("&amp;", "&")))
    });
    links.collect()
}

fn count(list: &Answer) -> u64 {
    list.text().matches("<a href=\"/desk/dossiers/").count() as u64
}

/// What happened in November to dossiers that were open when October ended.
async fn went_on(hall: &Hall) {
    let steps = [
        (3, Action::PapersReceived, "2026-11-03T08:00:00+07:00"),
        (5, Action::Resolve, "2026-11-03T09:00:00+07:00"),
        (6, Action::Start, "2026-11-03T10:00:00+07:00"),
    ];
    for (number, action, when) in steps {
        hall.act(number, action, at(when)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_number_of_the_form_leads_to_its_dossiers() {
    let hall = hall().await;
    lived(&hall).await;
    went_on(&hall).await;
    let manager = signed_in(&hall, Role::Manager).await;
    for by in ["field", "agency"] {
        let page = read(&hall, &manager, &format!("{OCTOBER}?by={by}")).await;
        let links = links(&page);
        assert!(links.len() > 20, "{links:?}");
        assert!(
            links.iter().any(|(_, href)| href.ends_with("&column=6")),
            "column 6, too: {links:?}"
        );
        for (shown, href) in links {
            assert!(
                href.starts_with(&format!("{OCTOBER}/dossiers?by={by}")),
                "{href}"
            );
            let list = read(&hall, &manager, &href).await;
            assert_eq!(list.status, StatusCode::OK, "{href}");
            assert_eq!(count(&list), shown, "{href}: {}", list.text());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_shows_dossiers_as_they_stood_when_the_period_ended() {
    let hall = hall().await;
    lived(&hall).await;
    went_on(&hall).await;
    let manager = signed_in(&hall, Role::Manager).await;
    let list = read(&hall, &manager, &format!("{OCTOBER}/dossiers?column=11")).await;
    let told = plain(list.text());
    assert!(
        told.contains("Cột 11: Số lượng hồ sơ đang giải quyết, Tổng số"),
        "{told}"
    );
    assert!(told.contains("Tính đến hết ngày 31/10/2026"), "{told}");
    let line = |number: u32| {
        let code = code(number);
        let lines = list.text().split("<tr").skip(2);
        let mut lines = lines.filter(|line| line.contains(code.as_str()));
        lines
            .next()
            .unwrap_or_else(|| panic!("no {number}: {}", list.text()))
            .to_owned()
    };
    assert!(line(3).contains("Yêu cầu bổ sung giấy tờ"), "{}", line(3));
    assert!(line(3).contains("tạm dừng"), "{}", line(3));
    assert!(
        line(5).contains("Được tiếp nhận"),
        "it was resolved in November: {}",
        line(5)
    );
    assert!(
        line(5).contains("row-overdue") && line(5).contains("quá hạn"),
        "{}",
        line(5)
    );
    assert!(
        line(6).contains("Được tiếp nhận") && !line(6).contains("row-overdue"),
        "{}",
        line(6)
    );
    // 60 working days from 28 September; 25 of them are over at the end of October.
    assert!(line(6).contains("còn 35 ngày làm việc"), "{}", line(6));

    let csv = read(
        &hall,
        &manager,
        &format!("{OCTOBER}/dossiers.csv?column=13"),
    )
    .await;
    let name = "attachment; filename=\"ii06a-column-13-2026-10-01-2026-10-31.csv\"";
    assert_eq!(csv.header("content-disposition"), name);
    let mut lines = csv.text().lines();
    let head = lines.next().unwrap();
    assert!(
        head.contains("\"Trạng thái, tính đến hết ngày 31/10/2026\""),
        "{head}"
    );
    let rows: Vec<&str> = lines.collect();
    assert!(
        rows.len() == 1 && rows[0].contains("Được tiếp nhận"),
        "{rows:?}"
    );
    let told = lines_of_files(&hall).await;
    assert!(
        told.contains(&"ii06a month-2026-10-01 by=field&column=13".to_owned()),
        "{told:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_workbook_of_a_cell_says_what_it_lists_and_has_times_as_times() {
    let hall = hall().await;
    lived(&hall).await;
    let manager = signed_in(&hall, Role::Manager).await;
    let book = |answer: Answer| -> Xlsx<_> {
        calamine::open_workbook_from_rs(Cursor::new(answer.body)).unwrap()
    };
    let path = format!("{OCTOBER}/dossiers.xlsx?column=13");
    let mut all = book(read(&hall, &manager, &path).await);
    let sheet = all.worksheet_range_at(0).unwrap().unwrap();
    let line = |row| sheet.get((row, 0)).map(ToString::to_string);
    let above = [
        "Biểu số II.06a/VPCP/KSTT",
        "Cột 13: Số lượng hồ sơ đang giải quyết, Quá hạn",
        "Tháng 10 năm 2026",
        "Tính đến hết ngày 31/10/2026.",
    ];
    for (row, expected) in (1..).zip(above) {
        assert_eq!(line(row).as_deref(), Some(expected), "below the centre");
    }
    assert_eq!(line(6).as_deref(), Some("Mã hồ sơ"));
    let due = sheet.get((7, 5));
    assert!(matches!(due, Some(Data::DateTime(_))), "{due:?}");

    let of_land = sign_in(&hall, "of-land", Role::Manager, Some(hall.agencies[1])).await;
    let path = format!("{OCTOBER}/dossiers.xlsx?column=3");
    let mut part = book(read(&hall, &of_land, &path).await);
    let sheet = part.worksheet_range_at(0).unwrap().unwrap();
    let told = sheet.get((5, 0)).map(ToString::to_string);
    let told = told.unwrap_or_default();
    assert!(told.starts_with("Chỉ gồm các cơ quan"), "{told}");
}

async fn lines_of_files(hall: &Hall) -> Vec<String> {
    let told = lines(hall, AuditAct::Exported).await;
    told.into_iter().map(|(_, subject, _)| subject).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_a_signed_report_is_that_of_what_was_signed() {
    let hall = hall().await;
    lived(&hall).await;
    let manager = signed_in(&hall, Role::Manager).await;
    sign(&hall, &manager).await;
    let reason = "trả nhầm".to_owned();
    hall.act(1, Action::Correct { reason }, hall.now()).await;
    for (version, resolved, open) in [("", 3, 3), ("&v=now", 2, 4)] {
        for (column, expected) in [(7, resolved), (11, open)] {
            let path = format!("{OCTOBER}/dossiers?column={column}{version}");
            let list = read(&hall, &manager, &path).await;
            assert_eq!(count(&list), expected, "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_shows_only_what_its_reader_may_see_and_refuses_unknown_cells() {
    let hall = hall().await;
    lived(&hall).await;
    let of_land = sign_in(&hall, "of-land", Role::Manager, Some(hall.agencies[1])).await;
    let list = read(&hall, &of_land, &format!("{OCTOBER}/dossiers?column=3")).await;
    assert_eq!(count(&list), 2, "dossiers 1 and 4");
    let other = hall.agencies[0].0;
    let path = format!("{OCTOBER}/dossiers?by=agency&line={other}&column=3");
    assert_eq!(count(&read(&hall, &of_land, &path).await), 0);
    for wrong in [
        "",
        "?column=2",
        "?column=14",
        "?column=3&line=x",
        "?column=3&after=x",
        "?column=3&v=x",
    ] {
        let answer = read(&hall, &of_land, &format!("{OCTOBER}/dossiers{wrong}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn throughputs_lists_of_a_period_that_is_over_are_as_of_its_end() {
    let hall = hall().await;
    lived(&hall).await;
    went_on(&hall).await;
    let manager = signed_in(&hall, Role::Manager).await;
    let path = "figure=overdue&period=month&date=2026-10-15";
    for figure in ["overdue", "received"] {
        let path = path.replace("overdue", figure);
        let list = read(&hall, &manager, &format!("/manage/dossiers?{path}")).await;
        let told = plain(list.text());
        assert!(told.contains("Tính đến hết ngày 31/10/2026"), "{told}");
        let code = code(5);
        let mut lines = list
            .text()
            .split("<tr")
            .filter(|line| line.contains(code.as_str()));
        let line = lines.next().unwrap_or_else(|| panic!("{}", list.text()));
        assert!(
            line.contains("Được tiếp nhận") && line.contains("row-overdue"),
            "{line}"
        );
    }
    let csv = read(&hall, &manager, &format!("/manage/dossiers.csv?{path}")).await;
    let name = "attachment; filename=\"dossiers-overdue-2026-10-01-2026-10-31.csv\"";
    assert_eq!(csv.header("content-disposition"), name);
    assert!(
        csv.text().contains("tính đến hết ngày 31/10/2026"),
        "{}",
        csv.text()
    );
    assert!(csv.text().contains("Được tiếp nhận"), "{}", csv.text());
    let now = read(
        &hall,
        &manager,
        "/manage/dossiers?figure=received&period=month",
    )
    .await;
    assert!(
        plain(now.text()).contains("Tính đến 14:1"),
        "{}",
        now.text()
    );
}

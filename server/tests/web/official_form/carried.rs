//! What the period before was sent up with, and what this one begins with.

use axum::http::StatusCode;
use sanh_domain::account::model::{AgencyScope, Role};
use sanh_domain::dossier::Action;
use sanh_domain::period::Period;
use sanh_store::{SettingKey, unwatched};

use super::super::desk::{hall, read};
use super::super::hall::Hall;
use super::super::people::{sign_in, signed_in};
use super::{OCTOBER, lived, plain, put_period, row, sign};

#[tokio::test(flavor = "multi_thread")]
async fn a_folding_that_breaks_the_carry_over_has_a_note() {
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
    self::november(&hall).await;
    let november = read(&hall, &manager, "/manage/report/month-2026-11-01").await;
    assert!(
        november
            .text()
            .contains("Không khớp vì hồ sơ tạm dừng được ghi vào cột 9: 3 và 2"),
        "{}",
        november.text()
    );
}

const NOVEMBER: &str = "/manage/report/month-2026-11-01";

async fn november(hall: &Hall) {
    put_period(
        hall,
        Period::month("2026-11-01".parse().unwrap()),
        "calendar",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn column_6_is_compared_with_the_signed_column_11() {
    let hall = hall().await;
    lived(&hall).await;
    november(&hall).await;
    let manager = signed_in(&hall, Role::Manager).await;
    assert_eq!(sign(&hall, &manager).await.status, StatusCode::SEE_OTHER);
    let page = read(&hall, &manager, NOVEMBER).await;
    let told = plain(page.text());
    assert!(
        told.contains("Cột 6 bằng cột 11 của kỳ trước (Tháng 10 năm 2026) như đã ký lúc 14:1"),
        "{told}"
    );
    assert!(!page.text().contains("id=\"carried\""), "they are the same");
    assert!(!page.text().contains("report-fails"), "{told}");

    // The result of dossier 1 in October is corrected.
    let reason = "trả nhầm".to_owned();
    hall.act(1, Action::Correct { reason }, hall.now()).await;
    // As the job that counts finished periods again does.
    let october = Period::month("2026-10-01".parse().unwrap());
    let counted = hall
        .store
        .cube(october, hall.now(), unwatched(), &AgencyScope::Everywhere)
        .await;
    counted.unwrap();
    let page = read(&hall, &manager, NOVEMBER).await;
    assert_eq!(row(&page, "Tổng cộng")[3], "4");
    let told = plain(page.text());
    let expected = "Không khớp: cột 6 là 4, cột 11 của kỳ trước là 3, chênh lệch +1";
    assert!(told.contains(expected), "{told}");
    let (_, section) = page.text().split_once("id=\"carried\"").unwrap();
    let lines: Vec<&str> = section
        .split("</section>")
        .next()
        .unwrap()
        .split("<tr>")
        .skip(2)
        .collect();
    let figures = |line: &str| -> Vec<String> {
        let cells = line.split("</td>").filter(|cell| cell.contains("<td"));
        cells
            .map(|cell| {
                plain(
                    cell.rsplit_once("<td")
                        .unwrap()
                        .1
                        .split_once('>')
                        .unwrap()
                        .1,
                )
            })
            .collect()
    };
    assert_eq!(lines.len(), 2, "{section}");
    assert!(lines[0].contains("Đất đai"), "{section}");
    assert_eq!(figures(lines[0]), ["1", "2", "+1"]);
    assert!(lines[1].contains("Tổng cộng"), "{section}");
    assert_eq!(figures(lines[1]), ["3", "4", "+1"]);
    assert!(
        told.contains("Tính lại hiện nay, cột 11 của kỳ trước là 4."),
        "{told}"
    );

    let begins = "Cột 6 là 4; cột 11 của kỳ trước (Tháng 10 năm 2026) như đã ký lúc 14:1";
    let ends = "là 3; chênh lệch +1. Theo dòng: Đất đai: 2 và 1, chênh lệch +1.";
    let csv = read(&hall, &manager, &format!("{NOVEMBER}/file?format=csv")).await;
    for (text, place) in [(told.as_str(), "on the paper"), (csv.text(), "in the file")] {
        assert!(
            text.contains(begins) && text.contains(ends),
            "{place}: {text}"
        );
    }

    // A manager of one agency only sees what that agency carried over.
    let of_land = sign_in(&hall, "of-land", Role::Manager, Some(hall.agencies[1])).await;
    let part = plain(read(&hall, &of_land, NOVEMBER).await.text());
    assert!(
        part.contains("cột 6 là 1, cột 11 của kỳ trước là 0, chênh lệch +1"),
        "{part}"
    );

    // After October is signed again, both figures are the same.
    assert_eq!(sign(&hall, &manager).await.status, StatusCode::SEE_OTHER);
    let page = read(&hall, &manager, NOVEMBER).await;
    assert!(!page.text().contains("id=\"carried\""), "{}", page.text());
}

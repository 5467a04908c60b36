//! Uploads that are refused, given up, killed or left alone.

use super::super::desk::read;
use super::super::desk::send;
use super::super::people::signed_in;
use super::{EXPORT, folders, hall, hall_over, map, multipart, settled, upload, upload_as};
use axum::http::StatusCode;
use sanh_domain::account::model::Role;
use sanh_domain::import::model::ImportId;
use sanh_domain::import::state::ImportState;
use sanh_domain::import::state::ImportStep;
use sanh_store::ImportChange;
use sanh_store::StepOutcome;
use tempfile::TempDir;

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_is_no_file_is_refused_and_leaves_nothing() {
    let folder = TempDir::new().unwrap();
    let hall = hall_over(&folder, 4_096).await;
    let quan = signed_in(&hall, Role::Admin).await;
    let form = "multipart/form-data; boundary=edge";
    let large = format!("{EXPORT}{}", "x".repeat(5_000));
    let cases = [
        (form, multipart("a.csv", b""), 422, "có nội dung"),
        (
            form,
            multipart("a.csv", large.as_bytes()),
            413,
            "Tệp lớn hơn 4 KB",
        ),
        (form, multipart("a.csv", b"\n\n"), 422, "dòng tiêu đề"),
        (
            form,
            multipart("a.xlsx", b"PK\x03\x04 no workbook"),
            422,
            "Không mở được bảng tính",
        ),
        (form, b"--edge\r\nrubbish".to_vec(), 422, "chưa đến đủ"),
        (
            "application/x-www-form-urlencoded",
            b"import=1".to_vec(),
            422,
            "Hãy chọn một tệp",
        ),
        (
            "text/csv",
            EXPORT.as_bytes().to_vec(),
            422,
            "Hãy chọn một tệp",
        ),
    ];
    for (kind, body, status, message) in cases {
        let answer = upload_as(&hall, &quan, kind, body).await;
        assert_eq!(
            answer.status.as_u16(),
            status,
            "{message}: {}",
            answer.text()
        );
        assert!(
            answer.text().contains(message),
            "{message}: {}",
            answer.text()
        );
        assert!(answer.text().contains("href=\"#file\""), "{message}");
    }
    assert_eq!(folders(&folder), 0);
    let body = vec![b'x'; 100_000];
    let answer = upload_as(&hall, &quan, form, body).await;
    assert_eq!(
        answer.status,
        StatusCode::PAYLOAD_TOO_LARGE,
        "beyond all bounds: not even read"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_import_runs_at_a_time_and_one_of_a_killed_program_is_found() {
    let (hall, _folder) = hall().await;
    let quan = signed_in(&hall, Role::Admin).await;
    let page = upload(&hall, &quan, EXPORT).await;
    map(&hall, &quan, &page).await;
    settled(&hall, &quan, &page).await;
    // As a program leaves it that was killed during the import.
    let id = ImportId(1);
    let later = ImportChange {
        until: Some(hall.now() + chrono::Duration::hours(1)),
        ..ImportChange::default()
    };
    let begun = hall
        .store
        .step_import(id, ImportStep::Apply, later.clone(), hall.now());
    assert_eq!(begun.await.unwrap(), StepOutcome::Done);
    let second = upload(&hall, &quan, EXPORT).await;
    let chosen = send(
        &hall,
        &quan,
        &format!("{second}/choose"),
        &[("mapping", "phường")],
    )
    .await;
    assert_eq!(chosen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        chosen.text().contains("Đang có một lần nhập khác"),
        "{}",
        chosen.text()
    );
    let seen = read(&hall, &quan, &page).await;
    for text in [
        "Phần mềm đã dừng giữa chừng",
        "Không có gì được ghi",
        "Chạy thử",
    ] {
        assert!(seen.text().contains(text), "{text}: {}", seen.text());
    }
    let job = hall.store.import_job(id).await.unwrap().unwrap();
    assert_eq!(job.state, ImportState::Interrupted);
    send(&hall, &quan, &format!("{page}/check"), &[]).await;
    let checked = settled(&hall, &quan, &page).await;
    assert!(checked.text().contains("Ghi 3 hồ sơ"), "{}", checked.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_abandoned_file_is_removed_after_its_time() {
    let (hall, folder) = hall().await;
    let quan = signed_in(&hall, Role::Admin).await;
    upload(&hall, &quan, EXPORT).await;
    hall.web.import.clear().await.unwrap();
    assert_eq!(folders(&folder), 1);
    std::fs::create_dir(folder.path().join("import/orphan")).unwrap();
    let change = ImportChange::default();
    let past = hall.now() - chrono::Duration::hours(25);
    let job = hall.store.import_job(ImportId(1)).await.unwrap().unwrap();
    assert_eq!(job.state, ImportState::Uploaded);
    hall.store
        .step_import(ImportId(1), ImportStep::Map, change, past)
        .await
        .unwrap();
    hall.web.import.clear().await.unwrap();
    assert_eq!(folders(&folder), 0);
    let job = hall.store.import_job(ImportId(1)).await.unwrap().unwrap();
    assert_eq!(job.state, ImportState::Removed);
}

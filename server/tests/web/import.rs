//! Import in the browser: who may, what is refused, and from the upload to the figures. The hall's clock stands on Monday
//! 23 November 2026, 14:10.

mod upkeep;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use sanh_domain::account::model::{AgencyScope, Role};
use sanh_domain::audit::model::AuditAct;
use sanh_domain::import::model::ImportId;
use sanh_domain::period::Period;
use sanh_domain::scope::Scope;
use sanh_server::io::import::limits::ImportLimits;
use sanh_server::io::import::mapping::Mapping;
use sanh_server::io::import::{Request as FileRequest, import};
use sanh_store::AuditQuery;
use tempfile::TempDir;

use super::desk::{read, send};
use super::hall::{Answer, Hall, NOW, at, config, until};
use super::people::{sign_in, signed_in};

const LIST: &str = "/admin/import";
/// An export whose columns no shipped mapping knows.
const EXPORT: &str = "Mã HS;Tên thủ tục;Lĩnh vực;Đơn vị;Ngày tiếp nhận;Ngày hẹn trả;Ngày hoàn thành;Tình trạng;Kênh
H49.65-261102-0001;Khai sinh;Hộ tịch;UBND phường;02/11/2026 08:00;04/11/2026 17:00;03/11/2026 09:00;Đã có kết quả;DVC
H49.65-261102-0002;Cấp giấy;Đất đai;Chi nhánh;02/11/2026 09:00;20/11/2026 17:00;;Đang làm;Quầy
H49.65-261103-0001;Khai tử;Hộ tịch;UBND phường;03/11/2026 08:00;04/11/2026 17:00;06/11/2026 09:00;Đã có kết quả;Quầy
";
/// The same in the mapping that the command line reads.
const MAPPING: &str = r#"
source = "phường"
[columns]
code = "Mã HS"
received = "Ngày tiếp nhận"
due = "Ngày hẹn trả"
ended = "Ngày hoàn thành"
status = "Tình trạng"
channel = "Kênh"
[agency]
name = "Đơn vị"
[field]
name = "Lĩnh vực"
[procedure]
name = "Tên thủ tục"
[statuses]
"Đã có kết quả" = "resolved"
"Đang làm" = "in_process"
[channels]
DVC = "online"
"Quầy" = "direct"
"#;

/// A hall with a folder for uploads of its own.
async fn hall() -> (Hall, TempDir) {
    let folder = TempDir::new().unwrap();
    (hall_over(&folder, 1 << 20).await, folder)
}

async fn hall_over(folder: &TempDir, file_bytes_max: u32) -> Hall {
    let mut config = config();
    config.allow_plain_http = true;
    config.import_dir = folder.path().join("import");
    config.import_file_bytes_max = file_bytes_max;
    Hall::with(config, at(NOW)).await
}

/// The body of a form that sends a file.
fn multipart(name: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n"
    );
    [head.as_bytes(), content, b"\r\n--edge--\r\n"].concat()
}

async fn upload_as(hall: &Hall, cookie: &str, kind: &str, body: Vec<u8>) -> Answer {
    let request = Request::post(LIST)
        .header(header::COOKIE, cookie)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_LENGTH, body.len())
        .header(header::CONTENT_TYPE, kind);
    hall.ask(request.body(Body::from(body)).unwrap()).await
}

async fn upload(hall: &Hall, cookie: &str, content: &str) -> String {
    let body = multipart("Tháng 11.csv", content.as_bytes());
    let answer = upload_as(hall, cookie, "multipart/form-data; boundary=edge", body).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.header("location").to_owned()
}

fn folders(folder: &TempDir) -> usize {
    let Ok(entries) = std::fs::read_dir(folder.path().join("import")) else {
        return 0;
    };
    entries
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .count()
}

/// The page of an import, once nothing of it is under way.
async fn settled(hall: &Hall, cookie: &str, page: &str) -> Answer {
    let id = ImportId(page.rsplit('/').next().unwrap().parse().unwrap());
    until("the end of the run", || async {
        let job = hall.store.import_job(id).await.unwrap().unwrap();
        !job.state.is_running()
    })
    .await;
    read(hall, cookie, page).await
}

/// The columns as the export has them, by their places.
const COLUMNS: [(&str, &str); 9] = [
    ("code", "0"),
    ("procedure_name", "1"),
    ("field_name", "2"),
    ("agency_name", "3"),
    ("received", "4"),
    ("due", "5"),
    ("ended", "6"),
    ("status", "7"),
    ("channel", "8"),
];
const WORDS: [(&str, &str); 7] = [
    ("status_means", "resolved"),
    ("status_means", "in_process"),
    ("channel_means", "online"),
    ("channel_means", "direct"),
    ("dates", "day_first"),
    ("creates_missing", "yes"),
    ("name", "phường"),
];

async fn map(hall: &Hall, cookie: &str, page: &str) {
    let columns = send(hall, cookie, &format!("{page}/columns"), &COLUMNS).await;
    assert_eq!(
        columns.header("location"),
        format!("{page}/words"),
        "{}",
        columns.text()
    );
    let words = send(hall, cookie, &format!("{page}/words"), &WORDS).await;
    assert_eq!(words.header("location"), page, "{}", words.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_uploaded_file_gives_the_same_figures_as_the_command_line() {
    let (hall, folder) = hall().await;
    let quan = signed_in(&hall, Role::Admin).await;
    let page = upload(&hall, &quan, EXPORT).await;
    let opened = read(&hall, &quan, &page).await;
    for text in [
        "Tháng 11.csv",
        "Chỉ ra các cột",
        "H49.65-261102-0001",
        "Chưa có cách đọc nào khớp",
    ] {
        assert!(opened.text().contains(text), "{text}: {}", opened.text());
    }
    let columns = read(&hall, &quan, &format!("{page}/columns")).await;
    assert!(
        columns
            .text()
            .contains("Ngày tiếp nhận (ví dụ: 02/11/2026 08:00)"),
        "guessed, with an example: {}",
        columns.text()
    );
    map(&hall, &quan, &page).await;
    let number = hall.store.change_number().await.unwrap();
    let checked = settled(&hall, &quan, &page).await;
    for text in ["chưa ghi gì", "Ghi 3 hồ sơ", "3 new, 0 changed, 0 same"] {
        assert!(checked.text().contains(text), "{text}: {}", checked.text());
    }
    assert_eq!(
        hall.store.change_number().await.unwrap(),
        number,
        "a dry run writes nothing"
    );
    let applied = send(&hall, &quan, &format!("{page}/apply"), &[]).await;
    assert_eq!(applied.header("location"), page, "{}", applied.text());
    let done = settled(&hall, &quan, &page).await;
    assert!(done.text().contains("Đã ghi xong"), "{}", done.text());
    let file = folder.path().join("export.csv");
    std::fs::write(&file, EXPORT).unwrap();

    // The command line imports the same file into another centre.
    let other = Hall::with(config(), at(NOW)).await;
    let request = FileRequest {
        file: file.clone(),
        mapping: Mapping::from_toml(MAPPING).unwrap(),
        dry_run: false,
        skip_bad: false,
        show_progress: false,
        limits: ImportLimits::default(),
    };
    import(&other.store, request.clone(), other.now())
        .await
        .unwrap();
    let now = at("2026-11-23T14:30:00+07:00");
    let figures = |hall: &Hall| {
        let store = hall.store.clone();
        let month = Period::month("2026-11-23".parse().unwrap());
        async move { store.board(Scope::Centre, month, now).await.unwrap().total }
    };
    assert_eq!(figures(&hall).await, figures(&other).await);

    // And into the first one: nothing is left to change.
    let again = import(&hall.store, request, hall.now()).await.unwrap();
    assert_eq!(
        (again.written.new, again.written.changed, again.written.same),
        (0, 0, 3)
    );
    assert!(hall.store.verify(hall.now()).await.unwrap().is_clean());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_import_of_the_same_file_changes_nothing_and_its_mapping_is_chosen() {
    let (hall, folder) = hall().await;
    let quan = signed_in(&hall, Role::Admin).await;
    let first = upload(&hall, &quan, EXPORT).await;
    map(&hall, &quan, &first).await;
    settled(&hall, &quan, &first).await;
    send(&hall, &quan, &format!("{first}/apply"), &[]).await;
    settled(&hall, &quan, &first).await;
    let kept = folder.path().join("import");
    let files = |name: &str| {
        let folders = std::fs::read_dir(&kept).unwrap().flatten();
        folders
            .filter(|entry| entry.path().join(name).exists())
            .count()
    };
    // The import ends before its report is written and its file removed.
    until("the file to go", || async { files("file") == 0 }).await;
    assert_eq!(files("report.json"), 1, "what was told stays");
    let second = upload(&hall, &quan, EXPORT).await;
    let opened = read(&hall, &quan, &second).await;
    assert!(
        opened.text().contains("Khớp với tệp này · lần lưu 1"),
        "{}",
        opened.text()
    );
    let chosen = send(
        &hall,
        &quan,
        &format!("{second}/choose"),
        &[("mapping", "phường")],
    )
    .await;
    assert_eq!(chosen.header("location"), second, "{}", chosen.text());
    let checked = settled(&hall, &quan, &second).await;
    assert!(
        checked.text().contains("Không có gì mới để ghi"),
        "{}",
        checked.text()
    );
    let toml = read(
        &hall,
        &quan,
        "/admin/import/mapping?name=ph%C6%B0%E1%BB%9Dng",
    )
    .await;
    assert_eq!(
        toml.header("content-disposition"),
        "attachment; filename=\"phuong.toml\""
    );
    let mapping = Mapping::from_toml(toml.text()).unwrap();
    assert_eq!(
        mapping.statuses,
        Mapping::from_toml(MAPPING).unwrap().statuses
    );
    assert_eq!(mapping.source, "phường");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_row_refuses_the_whole_file_unless_only_good_rows_are_requested() {
    let (hall, _folder) = hall().await;
    let quan = signed_in(&hall, Role::Admin).await;
    let page = upload(&hall, &quan, &EXPORT.replace("20/11/2026 17:00", "hôm qua")).await;
    map(&hall, &quan, &page).await;
    let checked = settled(&hall, &quan, &page).await;
    for text in [
        "1 giá trị lỗi",
        "hôm qua",
        "không phải ngày",
        "Ngày hẹn trả",
        "Bỏ lại các hồ sơ có lỗi",
    ] {
        assert!(checked.text().contains(text), "{text}: {}", checked.text());
    }
    let bad = read(&hall, &quan, &format!("{page}/bad")).await;
    assert!(
        bad.text().contains("3,Ngày hẹn trả,hôm qua,"),
        "{}",
        bad.text()
    );
    send(&hall, &quan, &format!("{page}/apply"), &[]).await;
    let refused = settled(&hall, &quan, &page).await;
    assert!(refused.text().contains("chưa ghi gì"), "{}", refused.text());
    let agencies = hall.store.agencies().await.unwrap().len();
    assert_eq!(agencies, 3, "not even an agency is left behind");
    send(
        &hall,
        &quan,
        &format!("{page}/apply"),
        &[("skip_bad", "yes")],
    )
    .await;
    let done = settled(&hall, &quan, &page).await;
    assert!(done.text().contains("Đã ghi xong"), "{}", done.text());
    let code = "H49.65-261103-0001".parse().unwrap();
    assert!(
        hall.store
            .dossier(&code, &AgencyScope::Everywhere)
            .await
            .unwrap()
            .is_some()
    );
    let code = "H49.65-261102-0002".parse().unwrap();
    assert!(
        hall.store
            .dossier(&code, &AgencyScope::Everywhere)
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn uploads_are_for_administrators_and_each_sees_their_own() {
    let (hall, folder) = hall().await;
    let form = "multipart/form-data; boundary=edge";
    for role in [Role::Staff, Role::Manager] {
        let cookie = signed_in(&hall, role).await;
        let answer = upload_as(&hall, &cookie, form, multipart("a.csv", EXPORT.as_bytes())).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
    let nobody = upload_as(&hall, "", form, multipart("a.csv", EXPORT.as_bytes())).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    assert_eq!(folders(&folder), 0, "nothing of theirs was read");
    let quan = signed_in(&hall, Role::Admin).await;
    let page = upload(&hall, &quan, EXPORT).await;
    let other = sign_in(&hall, "hoa", Role::Admin, None).await;
    for path in [
        page.clone(),
        format!("{page}/columns"),
        format!("{page}/bad"),
    ] {
        assert_eq!(
            read(&hall, &other, &path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    for what in ["choose", "check", "apply", "stop", "remove"] {
        let answer = send(
            &hall,
            &other,
            &format!("{page}/{what}"),
            &[("mapping", "one-stop-unit")],
        )
        .await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{what}");
    }
    assert!(
        !read(&hall, &other, LIST)
            .await
            .text()
            .contains("Tháng 11.csv")
    );
    send(&hall, &quan, &format!("{page}/remove"), &[]).await;
    assert_eq!(folders(&folder), 0, "removed at once");
    assert!(
        read(&hall, &quan, &page)
            .await
            .text()
            .contains("Tệp đã được xóa")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unfinished_mapping_is_reported_beside_its_fields_and_kept() {
    let (hall, _folder) = hall().await;
    let quan = signed_in(&hall, Role::Admin).await;
    let page = upload(&hall, &quan, EXPORT).await;
    let path = format!("{page}/columns");
    let lacking = send(&hall, &quan, &path, &[("code", "0"), ("due", "0")]).await;
    assert_eq!(lacking.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["received", "agency_name", "field_name", "due"] {
        let problem = format!("id=\"{field}-problem\"");
        assert!(
            lacking.text().contains(&problem),
            "{field}: {}",
            lacking.text()
        );
    }
    send(&hall, &quan, &path, &COLUMNS).await;
    let path = format!("{page}/words");
    let unsaid = send(
        &hall,
        &quan,
        &path,
        &[("status_means", "resolved"), ("name", "one-stop-unit")],
    )
    .await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    for text in [
        "Hãy chọn nghĩa của: Đang làm.",
        "DVC, Quầy",
        "id=\"name-problem\"",
    ] {
        assert!(unsaid.text().contains(text), "{text}: {}", unsaid.text());
    }
    let mut zone = WORDS.to_vec();
    zone.push(("zone", "Phường/Đây"));
    let refused = send(&hall, &quan, &path, &zone).await;
    assert!(
        refused.text().contains("id=\"zone-problem\""),
        "{}",
        refused.text()
    );
    assert!(hall.store.import_mappings().await.unwrap().is_empty());
    let again = read(&hall, &quan, &path).await;
    assert!(
        again
            .text()
            .contains("<label for=\"statuses-0\">Đã có kết quả</label>"),
        "{}",
        again.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_records_who_imported_which_file_without_personal_data() {
    let (hall, _folder) = hall().await;
    let quan = signed_in(&hall, Role::Admin).await;
    let body = multipart("Nguyễn Văn A.csv", EXPORT.as_bytes());
    let answer = upload_as(&hall, &quan, "multipart/form-data; boundary=edge", body).await;
    let page = answer.header("location").to_owned();
    map(&hall, &quan, &page).await;
    settled(&hall, &quan, &page).await;
    send(&hall, &quan, &format!("{page}/apply"), &[]).await;
    settled(&hall, &quan, &page).await;
    let query = AuditQuery {
        rows_max: 20,
        ..AuditQuery::default()
    };
    let lines = hall.store.audit_lines(query).await.unwrap();
    let told = |act: AuditAct| lines.iter().find(|line| line.act == act).unwrap();
    let (uploaded, imported) = (told(AuditAct::FileUploaded), told(AuditAct::Imported));
    assert_eq!(uploaded.subject, imported.subject);
    assert!(imported.subject.starts_with("sha256:"), "{imported:?}");
    assert_eq!(imported.actor, "admin");
    assert_eq!(imported.became, "3 rows: 3 new, 0 changed, 0 same, 0 bad");
    assert!(
        imported.was.ends_with(&format!("{} bytes", EXPORT.len())),
        "{imported:?}"
    );
    assert_eq!(told(AuditAct::MappingSaved).became, "version 1");
    for line in &lines {
        let text = format!("{line:?}");
        assert!(
            !text.contains("Nguyễn") && !text.contains("H49.65"),
            "{text}"
        );
    }
}

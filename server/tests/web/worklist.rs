//! The work list's page, asked as a browser asks for it.

use std::io::Cursor;

use axum::http::StatusCode;
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use sanh_domain::account::model::Role;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::dossier::Status;
use sanh_store::AuditQuery;

use super::desk::{hall, printed, procedure, read, send};
use super::hall::{Hall, between};
use super::people::signed_in;

/// Receives a dossier of somebody at the counter.
async fn receive(hall: &Hall, cookie: &str, name: &str, phone: &str) {
    let (procedure, agency) = (procedure_of(hall).await, hall.agencies[0].0.to_string());
    let fields = [
        ("procedure", &*procedure),
        ("agency", &*agency),
        ("channel", "direct"),
        ("key", phone),
        ("action", "receive"),
        ("name", name),
        ("phone", phone),
    ];
    let done = send(hall, cookie, "/desk/receive", &fields).await;
    printed(hall, cookie, &done).await;
}

async fn procedure_of(hall: &Hall) -> String {
    let known = hall.store.procedures().await.unwrap();
    match known.first() {
        Some(known) => known.id.0.to_string(),
        None => procedure(hall).await.0.to_string(),
    }
}

/// The rows of a page.
fn rows(text: &str) -> &str {
    between(text, "<tbody", "</tbody>").unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_applicant_is_masked_until_the_names_are_asked_for_which_the_audit_tells() {
    let hall = hall().await;
    let lan = signed_in(&hall, Role::Staff).await;
    receive(&hall, &lan, "Le Thi Hoa", "0912345678").await;
    let list = read(&hall, &lan, "/desk").await;
    let list = rows(list.text());
    assert!(
        list.contains("L. T. Hoa") && !list.contains("Le Thi Hoa"),
        "{list}"
    );
    let by_link = read(&hall, &lan, "/desk?names=whole").await;
    assert!(
        !by_link.text().contains("Le Thi Hoa"),
        "no link shows names"
    );
    let whole = send(&hall, &lan, "/desk/find?tab=open", &[("names", "whole")]).await;
    assert!(
        rows(whole.text()).contains("Le Thi Hoa"),
        "{}",
        whole.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_given_name_the_end_of_a_phone_and_the_end_of_a_code_find_a_dossier() {
    let hall = hall().await;
    let lan = signed_in(&hall, Role::Staff).await;
    receive(&hall, &lan, "Le Thi Hoa", "0912345678").await;
    receive(&hall, &lan, "Hoa Van An", "0912340000").await;
    for (text, found, others) in [
        ("hoa", "-0001", "-0002"),
        ("thi hoa", "-0001", "-0002"),
        ("Hoa 5678", "-0001", "-0002"),
        ("1", "-0001", "-0002"),
        ("261123-0002", "-0002", "-0001"),
    ] {
        let list = send(&hall, &lan, "/desk/find", &[("find", text)]).await;
        assert_eq!(
            list.status,
            StatusCode::OK,
            "{text} stays out of the address"
        );
        let list = rows(list.text());
        assert!(
            list.contains(found) && !list.contains(others),
            "{text}: {list}"
        );
    }
    for nobody in ["le", "van", "Hoa 0000"] {
        let list = send(&hall, &lan, "/desk/find", &[("find", nobody)]).await;
        assert!(list.text().contains("Không tìm thấy"), "{nobody}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_sorted_by_any_column_and_narrowed_to_days_as_people_write_them() {
    let hall = hall().await;
    for number in 1..=3 {
        hall.receive(number, 5 - number).await;
    }
    let lan = signed_in(&hall, Role::Staff).await;
    let codes = |text: &str| -> Vec<usize> {
        let rows = rows(text);
        let at = |number: u32| rows.find(&format!("/desk/dossiers/H49.1-261123-000{number}?"));
        (1..=3).filter_map(at).collect()
    };
    let up = read(&hall, &lan, "/desk?sort=code").await;
    assert!(codes(up.text()).is_sorted(), "{}", up.text());
    let down = read(&hall, &lan, "/desk?sort=-code").await;
    assert!(codes(down.text()).is_sorted_by(|a, b| a > b));
    assert!(down.text().contains("aria-sort=\"descending\""));
    for column in [
        "code",
        "due",
        "received",
        "procedure",
        "agency",
        "status",
        "assignee",
    ] {
        let list = read(&hall, &lan, &format!("/desk?sort={column}")).await;
        assert_eq!(codes(list.text()).len(), 3, "{column}");
    }
    let applicant = read(&hall, &lan, "/desk?sort=applicant").await;
    assert_eq!(applicant.status, StatusCode::BAD_REQUEST);

    let days = [
        ("received_from", "23/11/2026"),
        ("received_to", "23/11/2026"),
    ];
    let answer = send(&hall, &lan, "/desk/find", &days).await;
    let address = "/desk?tab=open&received_from=2026-11-23&received_to=2026-11-23";
    assert_eq!(answer.header("location"), address);
    assert_eq!(codes(read(&hall, &lan, address).await.text()).len(), 3);
    let later = read(&hall, &lan, "/desk?received_from=2026-11-24").await;
    assert!(codes(later.text()).is_empty());
    let wrong = send(&hall, &lan, "/desk/find", &[("due_to", "31/02/2026")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.text().contains("value=\"31/02/2026\""),
        "what was typed stays"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bulk_step_that_some_cannot_take_names_them_on_the_list_and_keeps_the_selection() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    hall.receive(2, 5).await;
    let lan = signed_in(&hall, Role::Staff).await;
    let form = [
        ("key", "k"),
        ("act", "start"),
        ("dossier", "H49.1-261123-0001:2"),
        ("dossier", "H49.1-261123-0002:9"),
    ];
    let answer = send(&hall, &lan, "/desk/move?tab=open", &form).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    let list = rows(answer.text());
    assert_eq!(list.matches(" checked").count(), 2, "{list}");
    assert!(
        list.contains("Hồ sơ vừa được người khác thay đổi."),
        "{list}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bulk_step_is_undone_as_a_whole_while_its_author_may() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    hall.receive(2, 5).await;
    let lan = signed_in(&hall, Role::Staff).await;
    let form = [
        ("key", "k"),
        ("act", "start"),
        ("dossier", "H49.1-261123-0001:2"),
        ("dossier", "H49.1-261123-0002:2"),
    ];
    let answer = send(&hall, &lan, "/desk/move?tab=open", &form).await;
    let done = read(&hall, &lan, answer.header("location")).await;
    assert!(
        done.text().contains("Hoàn tác được đến 14:10:") && done.text().contains("còn {n} giây"),
        "{}",
        done.text()
    );
    let undo = [
        ("key", "u"),
        ("act", "correct"),
        ("reason", "Ghi nhầm, hoàn tác ngay."),
        ("dossier", "H49.1-261123-0001:3"),
        ("dossier", "H49.1-261123-0002:3"),
    ];
    let undone = send(&hall, &lan, "/desk/move?tab=open", &undo).await;
    assert_eq!(undone.header("location"), "/desk?tab=open&moved=2");
    for number in 1..=2 {
        assert_eq!(hall.dossier(number).await.status, Status::Received);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_are_saved_under_a_name_and_removed() {
    let hall = hall().await;
    let lan = signed_in(&hall, Role::Staff).await;
    let query = "tab=waiting&agency=mine";
    let blank = send(&hall, &lan, "/desk/views", &[("query", query)]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    let kept = [("query", query), ("view", "Chờ dân")];
    let kept = send(&hall, &lan, "/desk/views", &kept).await;
    assert_eq!(kept.header("location"), format!("/desk?{query}"));
    let list = read(&hall, &lan, "/desk").await;
    assert!(
        list.text()
            .contains("href=\"/desk?tab=waiting&amp;agency=mine\""),
        "{}",
        list.text()
    );
    let removed = send(&hall, &lan, "/desk/views/1/remove", &[]).await;
    assert_eq!(removed.header("location"), "/desk");
    assert!(!read(&hall, &lan, "/desk").await.text().contains("Chờ dân"));
    let query = AuditQuery {
        rows_max: 50,
        ..AuditQuery::default()
    };
    let lines = hall.store.audit_lines(query).await.unwrap();
    assert!(lines.iter().any(|line| line.act == AuditAct::ViewKept));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_names_the_procedure_that_saved_filters_are_narrowed_to() {
    let hall = hall().await;
    let id = procedure(&hall).await;
    let procedures = hall.store.procedures().await.unwrap();
    let known = procedures.iter().find(|it| it.id == id).unwrap();
    let lan = signed_in(&hall, Role::Staff).await;
    let query = format!("tab=open&procedure={}&sort=-received", id.0);
    let kept = [("query", query.as_str()), ("view", "Mới nhận")];
    let kept = send(&hall, &lan, "/desk/views", &kept).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
    let admin = signed_in(&hall, Role::Admin).await;
    let audit = read(&hall, &admin, "/admin/audit").await;
    let told = format!("Thủ tục: {} · Sắp xếp: Tiếp nhận, giảm dần", known.name.vi);
    assert!(audit.text().contains(&told), "{}", audit.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn tabs_tell_how_many_they_have_and_rows_carry_what_can_be_recorded_together() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    hall.receive(2, 5).await;
    let lan = signed_in(&hall, Role::Staff).await;
    let list = read(&hall, &lan, "/desk").await;
    let count = |text: &str, tab: &str| {
        let tabs = between(text, "class=\"tabs\"", "</nav>").unwrap_or_default();
        let tab = between(tabs, tab, "</a>").unwrap_or_default();
        let count = between(tab, "class=\"tab-count\">", "<").unwrap_or_default();
        count.to_owned()
    };
    let tabs = [
        ("Cần xử lý", "2"),
        ("Mới đăng ký", "0"),
        ("Chờ xử lý", "2"),
        ("Đang xử lý", "0"),
        ("Chờ công dân", "0"),
        ("Đề xuất dừng", "0"),
        ("Chờ trả kết quả", "0"),
        ("Đã đóng", "0"),
    ];
    for (tab, expected) in tabs {
        assert_eq!(count(list.text(), tab), expected, "{tab}");
    }
    let mine = read(&hall, &lan, "/desk?agency=mine").await;
    for (tab, _) in tabs {
        assert_eq!(count(mine.text(), tab), "0", "{tab}, of one's own");
    }
    let twice_narrowed = "/desk?received_from=2026-11-01&due_from=2026-11-01";
    let twice_narrowed = read(&hall, &lan, twice_narrowed).await;
    assert!(!twice_narrowed.text().contains("class=\"tab-count\""));
    let acts = between(rows(list.text()), "data-acts=\"", "\"").unwrap();
    let acts: Vec<&str> = acts.split(' ').collect();
    assert!(
        acts.contains(&"start") && acts.contains(&"assign"),
        "{acts:?}"
    );
    assert!(
        !acts.contains(&"hand_over") && !acts.contains(&"correct"),
        "{acts:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_as_a_workbook_says_what_it_is_and_has_real_times() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    let mai = signed_in(&hall, Role::Manager).await;
    let asked = "/desk/export?tab=open&received_from=2026-11-01&format=xlsx";
    let file = read(&hall, &mai, asked).await;
    assert!(
        file.header("content-disposition")
            .contains("dossiers-open.xlsx")
    );
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(file.body)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let line = |row| sheet.get((row, 0)).map(ToString::to_string);
    let line = |row| line(row).unwrap_or_default();
    assert!(!line(0).is_empty(), "the centre");
    assert_eq!(line(1), "Danh sách hồ sơ: Cần xử lý");
    assert_eq!(
        line(2),
        "Cơ quan, đơn vị: Tất cả nơi tôi được xem · Nhận từ ngày: 01/11/2026"
    );
    assert!(
        line(3).starts_with("Lập lúc 14:10 23/11/2026"),
        "{}",
        line(3)
    );
    assert_eq!(line(5), "Mã hồ sơ");
    assert_eq!(line(6), "H49.1-261123-0001");
    for column in [2, 3] {
        let time = sheet.get((6, column));
        assert!(matches!(time, Some(Data::DateTime(_))), "{time:?}");
    }
}

//! The administrators' pages of agencies, fields, procedures and the outbox.

use axum::http::StatusCode;
use sanh_domain::account::model::{RequestKey, Role};
use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::dossier::applicant::{Applicant, Submission};
use sanh_domain::procedure::channel::Channel;
use sanh_domain::text::name::Name;
use sanh_store::{
    AuditActor, AuditQuery, DeliveryOutcome, LETTER_TRIES_MAX, NewProcedure, OpeningOutcome,
    OpeningRequest, Procedure, Slip,
};

use super::desk::{hall, read, send};
use super::hall::{Answer, Hall, between};
use super::people::signed_in;

/// A form of a procedure, as a browser sends it.
pub fn form<'a>(changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("code", "1.001234"),
        ("field", "1"),
        ("name_vi", "Cấp bản sao trích lục"),
        ("name_en", ""),
        ("limit", "1,5"),
        ("unit", "hours"),
        ("cutoff", "yes"),
        ("fee", "50.000"),
        ("papers", "Tờ khai | Application form\r\nẢnh 4x6"),
    ];
    for field in &mut fields {
        if let Some(new) = changed.iter().rev().find(|new| new.0 == field.0) {
            *field = *new;
        }
    }
    let more = changed
        .iter()
        .filter(|new| fields.iter().all(|field| field.0 != new.0));
    let more: Vec<_> = more.copied().collect();
    fields.extend(more);
    fields
}

async fn procedures(hall: &Hall) -> Vec<Procedure> {
    hall.store.procedures().await.unwrap()
}

async fn lines_about(hall: &Hall, subject: &str) -> usize {
    let query = AuditQuery {
        subject: Some(subject.to_owned()),
        rows_max: 10,
        ..AuditQuery::default()
    };
    hall.store.audit_lines(query).await.unwrap().len()
}

pub fn seen(page: &Answer) -> String {
    let seen = between(page.text(), "name=\"seen\" value=\"", "\"");
    seen.unwrap_or_else(|| panic!("{}", page.text())).to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn another_row_for_a_paper_keeps_what_was_typed_and_saves_nothing() {
    let hall = hall().await;
    let admin = signed_in(&hall, Role::Admin).await;
    let blank = read(&hall, &admin, "/admin/procedures/new").await;
    let rows = |page: &Answer| page.text().matches("name=\"paper_vi\"").count();
    assert_eq!(rows(&blank), 4);
    let mut fields = form(&[("fee", "lạ")]);
    fields.retain(|(name, _)| *name != "papers");
    fields.extend([
        ("paper_vi", "Tờ khai"),
        ("paper_en", "Application form"),
        ("paper_vi", "Ảnh 4x6"),
        ("paper_en", ""),
        ("paper_vi", ""),
        ("paper_en", ""),
        ("add_paper", "yes"),
    ]);
    let more = send(&hall, &admin, "/admin/procedures", &fields).await;
    assert_eq!(more.status, StatusCode::OK, "{}", more.text());
    assert_eq!(rows(&more), 4, "one more than were sent");
    for text in ["1.001234", "lạ", "Tờ khai", "Application form", "Ảnh 4x6"] {
        let value = format!("value=\"{text}\"");
        assert!(more.text().contains(&value), "{text}: {}", more.text());
    }
    assert!(!more.text().contains("class=\"problem\""));
    assert!(procedures(&hall).await.is_empty(), "nothing is saved");

    send(&hall, &admin, "/admin/procedures", &form(&[])).await;
    let page = read(&hall, &admin, "/admin/procedures/1").await;
    let seen_at_first = seen(&page);
    let others = form(&[("seen", &*seen_at_first), ("name_vi", "Cấp bản chính")]);
    let changed = send(&hall, &admin, "/admin/procedures/1", &others).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text());
    let mut fields = form(&[("seen", &*seen_at_first), ("add_paper", "yes")]);
    fields.extend([("paper_vi", "Ảnh 3x4"), ("paper_en", "")]);
    let more = send(&hall, &admin, "/admin/procedures/1", &fields).await;
    assert_eq!(more.status, StatusCode::OK);
    assert_eq!(rows(&more), 2);
    assert!(more.text().contains("value=\"Ảnh 3x4\""));
    assert_eq!(
        seen(&more),
        seen_at_first,
        "others' change is not written over"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_procedure_is_added_once_and_seen_at_the_counter() {
    let hall = hall().await;
    let admin = signed_in(&hall, Role::Admin).await;
    for _ in 0..2 {
        let saved = send(&hall, &admin, "/admin/procedures", &form(&[])).await;
        assert_eq!(
            saved.header("location"),
            "/admin/procedures/1?saved=1",
            "a form sent twice: {}",
            saved.text()
        );
    }
    let listed = procedures(&hall).await;
    assert_eq!(listed.len(), 1);
    let limit = listed[0].limits.first.general.unwrap();
    assert_eq!(
        (limit.working(), limit.cutoff_15h),
        (Some(WorkingMinutes(90)), true)
    );
    assert_eq!(lines_about(&hall, "procedure 1.001234").await, 1);
    let page = read(&hall, &admin, "/admin/procedures/1?saved=1").await;
    for text in [
        "Đã lưu.",
        "value=\"1,5\"",
        "value=\"50.000\"",
        "name=\"paper_vi\" value=\"Tờ khai\"",
        "name=\"paper_en\" value=\"Application form\"",
        "name=\"paper_vi\" value=\"Ảnh 4x6\"",
    ] {
        assert!(page.text().contains(text), "{text}: {}", page.text());
    }

    let lan = signed_in(&hall, Role::Staff).await;
    let agency = hall.agencies[0].0;
    let page = read(
        &hall,
        &lan,
        &format!("/desk/receive?q=cap+ban+sao&agency={agency}"),
    )
    .await;
    for text in ["1.001234", "Tờ khai", "Ảnh 4x6", "50.000 đồng"] {
        assert!(page.text().contains(text), "{text}: {}", page.text());
    }
    let english = read(
        &hall,
        &lan,
        &format!("/desk/receive?q=1.001234&agency={agency}&lang=en"),
    )
    .await;
    assert!(
        english.text().contains("Application form"),
        "{}",
        english.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_problem_of_a_procedure_is_reported_beside_its_field_and_the_value_kept() {
    let hall = hall().await;
    let admin = signed_in(&hall, Role::Admin).await;
    send(&hall, &admin, "/admin/procedures", &form(&[])).await;
    let long = "a".repeat(501);
    let papers = "| Form";
    let cases = [
        ("code", "mã số", "value=\"mã số\"", "Hãy nhập mã gồm"),
        ("code", "1.001234", "value=\"1.001234\"", "đã được dùng"),
        ("field", "99", "", "Hãy chọn lĩnh vực."),
        ("name_vi", " ", "value=\" \"", "Hãy nhập tên tiếng Việt"),
        ("name_en", &*long, &*long, "Tên tiếng Anh dài tối đa 500"),
        ("limit", "ba", "value=\"ba\"", "Thời hạn là số lớn hơn 0"),
        ("limit", "0", "value=\"0\"", "Thời hạn là số lớn hơn 0"),
        ("limit", "", "", "Quy định về 15 giờ cần có thời hạn."),
        ("fee", "50.5", "value=\"50.5\"", "Phí, lệ phí là số tiền"),
        ("papers", papers, "value=\"Form\"", "dòng nào cũng phải"),
    ];
    for (field, value, kept, message) in cases {
        let sent = form(&[("name_vi", "Tên khác"), (field, value)]);
        let answer = send(&hall, &admin, "/admin/procedures", &sent).await;
        let what = format!("{field} {value}: {}", answer.text());
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}");
        let beside = between(
            answer.text(),
            &format!("id=\"{field}-problem\" class=\"problem\">"),
            "<",
        );
        assert!(beside.is_some_and(|text| text.contains(message)), "{what}");
        assert!(answer.text().contains(kept), "{what}");
        assert!(answer.text().contains(&format!("href=\"#{field}\"")));
    }
    assert_eq!(procedures(&hall).await.len(), 1, "nothing was added");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_administrator_to_save_sees_the_stored_values_and_keeps_the_typed_ones() {
    let hall = hall().await;
    let admin = signed_in(&hall, Role::Admin).await;
    send(&hall, &admin, "/admin/procedures", &form(&[])).await;
    let page = "/admin/procedures/1";
    let mark = seen(&read(&hall, &admin, page).await);
    let first = form(&[("fee", "0"), ("seen", &mark)]);
    let saved = send(&hall, &admin, page, &first).await;
    assert_eq!(saved.header("location"), "/admin/procedures/1?saved=1");
    let again = send(&hall, &admin, page, &first).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "a form sent twice");

    let second = form(&[("fee", "7.000"), ("seen", &mark)]);
    let told = send(&hall, &admin, page, &second).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    for text in [
        "admin đã thay đổi mục này",
        "Nội dung hiện hành",
        "Không thu",
        "value=\"7.000\"",
    ] {
        assert!(told.text().contains(text), "{text}: {}", told.text());
    }
    let mark = seen(&told);
    let third = form(&[("fee", "7.000"), ("seen", &mark)]);
    let saved = send(&hall, &admin, page, &third).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "having seen it");
    assert_eq!(lines_about(&hall, "procedure 1.001234").await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn agencies_and_fields_are_added_and_renamed() {
    let hall = hall().await;
    let admin = signed_in(&hall, Role::Admin).await;
    let added = [
        ("code", "h49.7"),
        ("name_vi", "Phòng  Y tế"),
        ("name_en", ""),
    ];
    for _ in 0..2 {
        let saved = send(&hall, &admin, "/admin/agencies", &added).await;
        assert_eq!(saved.header("location"), "/admin/agencies?saved=1");
    }
    let list = read(&hall, &admin, "/admin/agencies").await;
    assert!(list.text().contains("H49.7") && list.text().contains("Phòng Y tế"));
    let taken = [("code", "H49.7"), ("name_vi", "Tên khác"), ("name_en", "")];
    let told = send(&hall, &admin, "/admin/agencies", &taken).await;
    let problem = between(told.text(), "id=\"code-problem\" class=\"problem\">", "<");
    assert!(problem.is_some_and(|text| text.contains("Mã H49.7 đã được dùng")));
    let dashed = [("code", "H49-7"), ("name_vi", "Tên khác"), ("name_en", "")];
    let told = send(&hall, &admin, "/admin/agencies", &dashed).await;
    assert!(between(told.text(), "id=\"code-problem\" class=\"problem\">", "<").is_some());
    assert!(told.text().contains("value=\"Tên khác\""), "what was typed");

    let page = "/admin/agencies/4";
    let mark = seen(&read(&hall, &admin, page).await);
    let renamed = [
        ("seen", &*mark),
        ("name_vi", "Phòng Y tế"),
        ("name_en", "Health"),
    ];
    let saved = send(&hall, &admin, page, &renamed).await;
    assert_eq!(saved.header("location"), "/admin/agencies/4?saved=1");
    let agencies = hall.store.agencies().await.unwrap();
    assert_eq!(agencies[3].name.en.as_deref(), Some("Health"));

    let page = "/admin/fields/4";
    let shown = read(&hall, &admin, page).await;
    assert!(
        shown.text().contains("value=\"yes\" checked"),
        "adoption is sensitive: {}",
        shown.text()
    );
    let mark = seen(&shown);
    let plain = [
        ("seen", &*mark),
        ("name_vi", "Nuôi con nuôi"),
        ("name_en", ""),
    ];
    let saved = send(&hall, &admin, page, &plain).await;
    assert_eq!(saved.header("location"), "/admin/fields/4?saved=1");
    assert!(!hall.store.fields().await.unwrap()[3].sensitive);
    let stale = [("seen", &*mark), ("name_vi", "Con nuôi"), ("name_en", "")];
    let told = send(&hall, &admin, page, &stale).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        told.text().contains("Nội dung hiện hành"),
        "{}",
        told.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_entries_of_the_catalogue_are_not_found() {
    let hall = hall().await;
    let admin = signed_in(&hall, Role::Admin).await;
    for path in [
        "/admin/agencies/99",
        "/admin/agencies/x",
        "/admin/fields/99",
        "/admin/procedures/1",
        "/admin/procedures/-1",
        "/admin/procedures/1%2F2",
    ] {
        let shown = read(&hall, &admin, path).await;
        assert_eq!(shown.status, StatusCode::NOT_FOUND, "{path}");
        let sent = send(&hall, &admin, path, &form(&[])).await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in [
        "/admin/procedures?page=x",
        "/admin/procedures?field=x",
        "/admin/procedures?page=-1",
    ] {
        let shown = read(&hall, &admin, path).await;
        assert_eq!(shown.status, StatusCode::BAD_REQUEST, "{path}");
    }
    let far = read(
        &hall,
        &admin,
        "/admin/procedures?page=18446744073709551615&q=%00",
    )
    .await;
    assert_eq!(far.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_procedures_are_shown_by_the_page_and_found_by_words() {
    let hall = hall().await;
    let admin = signed_in(&hall, Role::Admin).await;
    let listed = (1..=120).map(|number| NewProcedure {
        code: format!("1.{number:06}"),
        field: hall.fields[number % 2],
        name: Name {
            vi: format!("Đăng ký khai sinh, trường hợp {number}"),
            en: None,
        },
        limit: None.into(),
    });
    hall.store.put_procedures(listed.collect()).await.unwrap();
    let rows = |page: &Answer| page.text().matches("<th scope=\"row\"").count();
    let first = read(&hall, &admin, "/admin/procedures").await;
    assert_eq!(rows(&first), 50, "{}", first.text());
    assert!(first.text().contains("1–50 trong 120 thủ tục"));
    let end = read(&hall, &admin, "/admin/procedures?page=3").await;
    assert_eq!(rows(&end), 20);
    assert!(end.text().contains("Trang trước") && !end.text().contains("Trang sau"));
    let cases = [
        ("q=dang+ky+HOP+119", 1, "1 thủ tục"),
        ("q=1.00001", 10, "10 thủ tục"),
        ("q=khai&field=2", 50, "1–50 trong 60 thủ tục"),
        ("q=khai&field=2&page=2", 10, "51–60 trong 60 thủ tục"),
        ("q=khong+co", 0, "Không có thủ tục nào."),
    ];
    for (asked, count, told) in cases {
        let page = read(&hall, &admin, &format!("/admin/procedures?{asked}")).await;
        assert_eq!(rows(&page), count, "{asked}");
        assert!(page.text().contains(told), "{asked}: {}", page.text());
    }
}

/// Somebody's dossier whose message was given up; the message's number.
async fn given_up(hall: &Hall) -> i64 {
    let admin = signed_in(hall, Role::Admin).await;
    send(hall, &admin, "/admin/procedures", &form(&[])).await;
    let submission = Submission {
        applicant: Applicant::read("Lê Thị Thử", "0912345678", "", "thu@example.vn").unwrap(),
        ..Submission::default()
    };
    let opening = OpeningRequest {
        procedure: procedures(hall).await[0].id,
        agency: hall.agencies[0],
        channel: Channel::Direct,
        record: serde_json::to_vec(&submission).unwrap(),
        marks: Vec::new(),
        slip: Slip {
            pin: "000000".to_owned(),
            link: "link".to_owned(),
        },
        received_at: None,
        late_reason: None,
        refused: None,
    };
    let lan = hall.store.account("admin").await.unwrap().unwrap();
    let by = AuditActor {
        account: Some(lan.person.id),
        ..AuditActor::console()
    };
    let key = RequestKey::read("r").unwrap();
    let opened = hall.store.open_dossier(key, by, opening, hall.now()).await;
    assert!(matches!(opened.unwrap(), OpeningOutcome::Now(_)));
    let (mut later, mut id) = (hall.now(), 0);
    for _ in 0..LETTER_TRIES_MAX {
        later += chrono::Duration::hours(1);
        let row = hall.store.take_outbox(1, later).await.unwrap().remove(0);
        let told = DeliveryOutcome::Failed("the mail server answered 550".to_owned());
        hall.store.end_outbox(&row, told, later).await.unwrap();
        id = row.id;
    }
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_was_given_up_is_shown_without_its_reader_and_sent_again() {
    let hall = hall().await;
    let id = given_up(&hall).await;
    let admin = signed_in(&hall, Role::Admin).await;
    let page = read(&hall, &admin, "/admin/outbox").await;
    for text in [
        "Không gửi được: 1",
        "Thư điện tử",
        "Máy chủ trả lời lỗi 550",
        "H49.1-261123-0001",
        "Tiếp nhận",
    ] {
        assert!(page.text().contains(text), "{text}: {}", page.text());
    }
    for secret in ["Thử", "0912345678", "thu@example.vn"] {
        assert!(!page.text().contains(secret), "{secret}");
    }
    let retry = format!("/admin/outbox/{id}/retry");
    let done = send(&hall, &admin, &retry, &[]).await;
    assert_eq!(done.header("location"), "/admin/outbox?retried=1");
    let page = read(&hall, &admin, "/admin/outbox?retried=1").await;
    assert!(page.text().contains("Không gửi được: 0"), "{}", page.text());
    assert!(page.text().contains("Đang chờ gửi: 1"), "{}", page.text());
    let again = send(&hall, &admin, &retry, &[]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let none = send(&hall, &admin, "/admin/outbox/retry", &[]).await;
    assert_eq!(none.header("location"), "/admin/outbox?retried=0");
    let page = read(&hall, &admin, "/admin/outbox?retried=0").await;
    assert!(page.text().contains("Không còn tin nào"), "{}", page.text());
    let audit = read(&hall, &admin, "/admin/audit?subject=H49.1-261123-0001").await;
    assert!(audit.text().contains("Cho gửi lại tin"), "{}", audit.text());
    let unread = send(&hall, &admin, "/admin/outbox/x/retry", &[]).await;
    assert_eq!(unread.status, StatusCode::NOT_FOUND);
}

//! Papers: what leads to them, that they stay the same for their day, and what they tell.

use axum::http::StatusCode;
use sanh_domain::account::model::Role;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::centre::setting::SettingKey;
use sanh_store::{AuditActor, AuditQuery};

use super::desk::{hall, printed, procedure, read, send};
use super::hall::{Hall, between};
use super::people::{sign_in, signed_in};

const DOSSIER: &str = "/desk/dossiers/H49.1-261123-0001";
const NAME: &str = "Nguyễn Thử Nghiệm";

/// Receives the first dossier of the day by a clerk with a full name and a title, at a centre that has told all of itself.
async fn receive(hall: &Hall) -> String {
    let from = "2026-01-01".parse().unwrap();
    for (key, value) in [
        (SettingKey::CentrePlace, "Phường Uông Bí · tỉnh Quảng Ninh"),
        (SettingKey::CentreParent, "Ủy ban nhân dân phường Uông Bí"),
        (SettingKey::CentreAddress, "Số 1 đường Thử"),
        (SettingKey::CentreHotline, "0203 385 0000"),
    ] {
        hall.store.set(key, from, value).await.unwrap();
    }
    let lan = sign_in(hall, "lan", Role::Staff, None).await;
    let id = hall.store.account("lan").await.unwrap().unwrap().person.id;
    let (name, title) = ("Nguyễn Thị Lan".to_owned(), "Chuyên viên".to_owned());
    let by = AuditActor::console();
    let renamed = hall.store.rename_account(id, name, title, by, hall.now());
    renamed.await.unwrap();
    let procedure = procedure(hall).await.0.to_string();
    let agency = hall.agencies[0].0.to_string();
    let fields = [
        ("procedure", &*procedure),
        ("agency", &*agency),
        ("channel", "direct"),
        ("key", "r1"),
        ("action", "receive"),
        ("name", NAME),
        ("phone", "0912 345 678"),
        ("address", "Khu 5, phường Uông Bí"),
        ("representative", "Trần Thị Thay"),
        ("sets", "2"),
        ("other_papers", "Tờ khai (bản chính)\nHộ chiếu (bản sao)"),
    ];
    let done = send(hall, &lan, "/desk/receive", &fields).await;
    printed(hall, &lan, &done).await;
    lan
}

fn pin(slip: &str) -> &str {
    between(slip, "class=\"pin\">", "<").unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reception_leads_to_its_slip_and_to_the_same_one_when_sent_again() {
    let hall = hall().await;
    let procedure = procedure(&hall).await.0.to_string();
    let agency = hall.agencies[0].0.to_string();
    let lan = signed_in(&hall, Role::Staff).await;
    let form = format!("/desk/receive?procedure={procedure}&agency={agency}");
    let page = read(&hall, &lan, &form).await;
    assert!(
        page.text().contains("H49.1-261123-0001"),
        "the code is shown before saving"
    );
    let mut fields = vec![
        ("procedure", &*procedure),
        ("agency", &*agency),
        ("channel", "direct"),
        ("key", "r1"),
        ("action", "receive"),
    ];
    let blank = send(&hall, &lan, "/desk/receive", &fields).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        blank.text().contains("Hãy nhập tên người nộp"),
        "{}",
        blank.text()
    );
    fields.extend([
        ("name", "Nguyễn Thử Nghiệm"),
        ("phone", "0912 345 678"),
        ("identity", "001 000 000 007"),
        ("other_papers", "Đơn\n\nBản sao"),
    ]);
    let done = send(&hall, &lan, "/desk/receive", &fields).await;
    assert_eq!(done.header("location"), format!("{DOSSIER}/slip?print"));
    let slip = printed(&hall, &lan, &done).await;
    let pin = between(slip.text(), "class=\"pin\">", "<").unwrap();
    assert_eq!(pin.len(), 8);
    assert!(
        slip.text().contains("Nguyễn Thử Nghiệm") && slip.text().contains("<td>Bản sao</td>"),
        "{}",
        slip.text()
    );
    for link in ["Về hồ sơ H49.1-261123-0001", "Về trang tiếp nhận hồ sơ"] {
        assert!(slip.text().contains(link), "{link}: {}", slip.text());
    }
    let again = send(&hall, &lan, "/desk/receive", &fields).await;
    assert_eq!(
        again.header("location"),
        done.header("location"),
        "sent again it leads to the same slip"
    );
    for text in [
        "nguyen thu nghiem",
        "+84 912 345 678",
        "0912345678",
        "001000000007",
        "H49.1-261123-0001",
    ] {
        let found: String = form_urlencoded::Serializer::new(String::new())
            .append_pair("find", text)
            .finish();
        let list = read(&hall, &lan, &format!("/desk?{found}")).await;
        assert!(list.text().contains(DOSSIER), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_at_reception_leads_to_its_letter() {
    let hall = hall().await;
    let procedure = procedure(&hall).await.0.to_string();
    let agency = hall.agencies[0].0.to_string();
    let lan = signed_in(&hall, Role::Staff).await;
    let fields = [
        ("procedure", &*procedure),
        ("agency", &*agency),
        ("channel", "direct"),
        ("key", "r1"),
        ("action", "refuse"),
        ("name", "Nguyễn Thử Nghiệm"),
        ("reason", "Không thuộc thẩm quyền."),
    ];
    let answer = send(&hall, &lan, "/desk/receive", &fields).await;
    assert_eq!(
        answer.header("location"),
        format!("{DOSSIER}/letters/2?print")
    );
    let letter = printed(&hall, &lan, &answer).await;
    assert!(
        letter.text().contains("Không thuộc thẩm quyền."),
        "{}",
        letter.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_loaded_or_printed_again_today_is_the_same_until_a_new_number_is_asked_for() {
    let hall = hall().await;
    let lan = receive(&hall).await;
    let path = format!("{DOSSIER}/slip");
    let slip = read(&hall, &lan, &path).await;
    assert_eq!(slip.status, StatusCode::OK, "{}", slip.text());
    let first = pin(slip.text()).to_owned();
    let again = send(&hall, &lan, &path, &[]).await;
    let again = printed(&hall, &lan, &again).await;
    assert_eq!(pin(again.text()), first);
    let renewed = send(&hall, &lan, &path, &[("renew", "yes")]).await;
    let renewed = printed(&hall, &lan, &renewed).await;
    assert_ne!(pin(renewed.text()), first);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_that_was_not_issued_today_is_asked_for_at_its_dossier() {
    let hall = hall().await;
    procedure(&hall).await;
    hall.receive(1, 5).await;
    let lan = signed_in(&hall, Role::Staff).await;
    let slip = read(&hall, &lan, &format!("{DOSSIER}/slip")).await;
    assert_eq!(slip.status, StatusCode::SEE_OTHER);
    assert_eq!(slip.header("location"), DOSSIER);
    let page = read(&hall, &lan, DOSSIER).await;
    assert!(page.text().contains("name=\"renew\" value=\"yes\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_paper_has_its_heading_its_number_and_people_by_name_and_title() {
    let hall = hall().await;
    let lan = receive(&hall).await;
    let asked = [
        ("version", "1"),
        ("key", "k1"),
        ("action", "chosen"),
        ("act", "ask_papers"),
        ("reason", "Thiếu đơn"),
    ];
    let moved = send(&hall, &lan, &format!("{DOSSIER}/move"), &asked).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text());
    for (paper, number) in [
        ("slip", "261123-0001/TNHS"),
        ("control-slip", "261123-0001/PKS"),
        ("hand-over", "261123-0001/BGHS"),
        ("letters/2", "261123-0001-2/HDHS"),
    ] {
        let page = read(&hall, &lan, &format!("{DOSSIER}/{paper}")).await;
        assert_eq!(page.status, StatusCode::OK, "{paper}: {}", page.text());
        let html = page.text();
        for told in [
            "Ủy ban nhân dân phường Uông Bí",
            "Uông Bí, ngày 23 tháng 11 năm 2026",
            number,
            "Nguyễn Thị Lan, Chuyên viên",
            "id=\"print\"",
        ] {
            assert!(html.contains(told), "{paper}: {told}: {html}");
        }
        let main = between(html, "<main", "</main>").unwrap();
        assert!(!main.contains(">lan<"), "{paper}: {main}");
        assert!(html.contains("src=\"/print.js"), "{paper}: {html}");
    }
    let slip = read(&hall, &lan, &format!("{DOSSIER}/slip")).await;
    for told in [
        "Khu 5, phường Uông Bí",
        "Trần Thị Thay",
        "0203 385 0000",
        "Số 1 đường Thử",
        "<td>Tờ khai</td>",
        "<td>Hộ chiếu</td>",
        "07:30–11:30, 13:00–17:00",
    ] {
        assert!(slip.text().contains(told), "{told}: {}", slip.text());
    }
    let page = read(&hall, &lan, DOSSIER).await;
    assert!(page.text().contains("Khu 5, phường Uông Bí"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_too_long_address_and_an_invalid_number_of_sets_are_reported_beside_their_fields() {
    let hall = hall().await;
    let lan = signed_in(&hall, Role::Staff).await;
    let procedure = procedure(&hall).await.0.to_string();
    let agency = hall.agencies[0].0.to_string();
    let long = "a".repeat(201);
    let fields = [
        ("procedure", &*procedure),
        ("agency", &*agency),
        ("channel", "direct"),
        ("key", "r1"),
        ("action", "receive"),
        ("name", NAME),
        ("address", &*long),
        ("sets", "0"),
    ];
    let refused = send(&hall, &lan, "/desk/receive", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for told in [
        "Địa chỉ dài quá 200 ký tự.",
        "Số bộ hồ sơ là một số từ 1 đến 99.",
    ] {
        assert!(refused.text().contains(told), "{told}: {}", refused.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_register_names_applicants_to_managers_alone_and_the_audit_tells_of_each() {
    let hall = hall().await;
    let lan = receive(&hall).await;
    let plain = read(&hall, &lan, "/desk/register?day=23/11/2026").await;
    assert_eq!(plain.status, StatusCode::OK, "{}", plain.text());
    assert!(plain.text().contains("H49.1-261123-0001"));
    assert!(!plain.text().contains(NAME) && !plain.text().contains("Khu 5"));
    assert!(
        plain.text().contains(" 23/11/2026</td>"),
        "when it was received: {}",
        plain.text()
    );
    let other = read(&hall, &lan, "/desk/register?day=2026-11-22").await;
    assert!(!other.text().contains("H49.1-261123-0001"));
    let wrong = read(&hall, &lan, "/desk/register?day=tomorrow").await;
    assert!(wrong.status.is_client_error(), "{}", wrong.status);
    let file = read(&hall, &lan, "/desk/register?format=xlsx").await;
    assert!(
        file.header("content-disposition")
            .contains("register-2026-11-23.xlsx")
    );

    let named = "/desk/export/register?day=2026-11-23";
    let refused = read(&hall, &lan, named).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let mai = sign_in(&hall, "mai", Role::Manager, None).await;
    let told = read(&hall, &mai, named).await;
    assert_eq!(told.status, StatusCode::OK, "{}", told.text());
    assert!(told.text().contains(NAME) && told.text().contains("Khu 5"));
    let query = AuditQuery {
        actor: Some("mai".to_owned()),
        rows_max: 10,
        ..AuditQuery::default()
    };
    let lines = hall.store.audit_lines(query).await.unwrap();
    let read_of = |line: &sanh_domain::audit::model::AuditLine| {
        line.act == AuditAct::DossierPrinted && line.subject == "H49.1-261123-0001"
    };
    assert!(lines.iter().any(read_of), "{lines:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_sets_a_persons_name_and_title() {
    let hall = hall().await;
    sign_in(&hall, "lan", Role::Staff, None).await;
    let admin = signed_in(&hall, Role::Admin).await;
    let path = "/admin/people/lan/called";
    let called = [("display_name", "Nguyễn Thị Lan"), ("title", "Chuyên viên")];
    let saved = send(&hall, &admin, path, &called).await;
    assert_eq!(saved.header("location"), "/admin/people/lan?saved=1");
    let list = read(&hall, &admin, "/admin/people").await;
    assert!(list.text().contains("Nguyễn Thị Lan, Chuyên viên"));
    let blank = [("display_name", " "), ("title", "Chuyên viên")];
    let refused = send(&hall, &admin, path, &blank).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("Hãy nhập họ tên"));
}

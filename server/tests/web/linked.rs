//! Linked procedures in the rooms: their parts are set, received, seen from the whole and from a part, and printed.

use axum::http::StatusCode;
use sanh_domain::account::model::{AgencyScope, Role};
use sanh_domain::dossier::DossierCode;

use super::catalogue::seen;
use super::desk::{hall, printed, procedure, read, send};
use super::hall::{Hall, between};
use super::people::{sign_in, signed_in};

const PARTS: &str = "/admin/procedures/1/parts";

/// The form of two parts at the hall's agencies, with what is changed.
fn form<'a>(
    agencies: &'a [String; 2],
    seen: &'a str,
    changed: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("seen", seen),
        ("agency_1", agencies[0].as_str()),
        ("limit_1", "4"),
        ("unit_1", "hours"),
        ("name_vi_1", "Trích lục bản đồ"),
        ("name_en_1", "Map extract"),
        ("agency_2", agencies[1].as_str()),
        ("limit_2", "1"),
        ("unit_2", "days"),
        ("name_vi_2", "Xác định nghĩa vụ tài chính"),
        ("name_en_2", ""),
    ];
    for field in &mut fields {
        if let Some(new) = changed.iter().find(|new| new.0 == field.0) {
            *field = *new;
        }
    }
    fields
}

fn agencies(hall: &Hall) -> [String; 2] {
    [0, 1].map(|at: usize| hall.agencies[at].0.to_string())
}

async fn set_parts(hall: &Hall) {
    let admin = signed_in(hall, Role::Admin).await;
    let agencies = agencies(hall);
    let mark = seen(&read(hall, &admin, PARTS).await);
    let saved = send(hall, &admin, PARTS, &form(&agencies, &mark, &[])).await;
    assert_eq!(
        saved.header("location"),
        format!("{PARTS}?saved=1"),
        "{}",
        saved.text()
    );
}

/// Receives a dossier; its code and the slip.
async fn receive(hall: &Hall, cookie: &str) -> (DossierCode, String) {
    let agency = hall.agencies[0].0.to_string();
    let fields = [
        ("key", "reception"),
        ("procedure", "1"),
        ("agency", agency.as_str()),
        ("channel", "direct"),
        ("name", "Lê Thị Thu"),
        ("action", "receive"),
    ];
    let done = send(hall, cookie, "/desk/receive", &fields).await;
    let slip = printed(hall, cookie, &done).await;
    let code = between(slip.text(), "class=\"paper-code\">", "</p>").unwrap();
    let code = between(code, "<b>", "</b>").unwrap();
    (code.parse().unwrap(), slip.text().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_are_set_by_row_and_what_is_wrong_names_its_row() {
    let hall = hall().await;
    procedure(&hall).await;
    let admin = signed_in(&hall, Role::Admin).await;
    let agencies = agencies(&hall);
    let mark = seen(&read(&hall, &admin, PARTS).await);
    let cases = [
        ("agency_2", "99", "Phần 2: chọn cơ quan."),
        ("limit_1", "ba", "Phần 1: ghi thời hạn"),
        ("name_vi_2", "", "Phần 2: ghi nội dung"),
    ];
    for (field, value, told) in cases {
        let wrong = send(
            &hall,
            &admin,
            PARTS,
            &form(&agencies, &mark, &[(field, value)]),
        )
        .await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        for text in [told, "value=\"Trích lục bản đồ\""] {
            assert!(wrong.text().contains(text), "{text}: {}", wrong.text());
        }
    }
    let alone = send(&hall, &admin, PARTS, &form(&agencies, &mark, &[])[..6]).await;
    assert!(
        alone.text().contains("ít nhất hai phần"),
        "{}",
        alone.text()
    );
    set_parts(&hall).await;
    let again = send(
        &hall,
        &admin,
        PARTS,
        &form(&agencies, &mark, &[("limit_1", "2")]),
    )
    .await;
    assert_eq!(
        again.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "made from what stood before"
    );
    let page = read(&hall, &admin, PARTS).await;
    for text in [
        "value=\"Trích lục bản đồ\"",
        "value=\"Map extract\"",
        "1 ngày làm việc = 8 giờ làm việc",
    ] {
        assert!(page.text().contains(text), "{text}: {}", page.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_slip_and_the_pages_of_whole_and_part_show_every_part() {
    let hall = hall().await;
    procedure(&hall).await;
    set_parts(&hall).await;
    let lan = signed_in(&hall, Role::Staff).await;
    let (code, slip) = receive(&hall, &lan).await;
    let linked = hall
        .store
        .linked(&code, &AgencyScope::Everywhere)
        .await
        .unwrap()
        .unwrap();
    for text in [
        "Các phần giải quyết",
        "Trích lục bản đồ",
        "Xác định nghĩa vụ tài chính",
    ] {
        assert!(slip.contains(text), "{text}: {slip}");
    }
    let whole = read(&hall, &lan, &format!("/desk/dossiers/{code}")).await;
    for part in &linked.parts {
        let link = format!("href=\"/desk/dossiers/{}\"", part.dossier.code);
        assert!(whole.text().contains(&link), "{link}: {}", whole.text());
    }
    let form = between(whole.text(), "class=\"form step\"", "</form>").unwrap();
    assert!(
        !form.contains("value=\"resolve\""),
        "not before its parts: {form}"
    );
    // Staff at the agency of a part see it in their list, with the applicant and the state of the other parts.
    let part = &linked.parts[1].dossier;
    let mai = sign_in(&hall, "mai", Role::Staff, Some(part.agency)).await;
    let list = read(&hall, &mai, "/desk").await;
    assert!(list.text().contains(part.code.as_str()), "{}", list.text());
    assert!(!list.text().contains(code.as_str()), "{}", list.text());
    let page = read(&hall, &mai, &format!("/desk/dossiers/{}", part.code)).await;
    for text in [
        "Lê Thị Thu",
        "Hồ sơ liên thông",
        "Trích lục bản đồ",
        code.as_str(),
    ] {
        assert!(page.text().contains(text), "{text}: {}", page.text());
    }
    assert!(
        !page
            .text()
            .contains(&format!("href=\"/desk/dossiers/{code}\""))
    );
    let form = between(page.text(), "class=\"form step\"", "</form>").unwrap();
    assert!(
        form.contains("value=\"resolve\"") && !form.contains("value=\"ask_withdrawal\""),
        "{form}"
    );
}

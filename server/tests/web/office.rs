//! Who handles a procedure, in the forms of administrators and at the counter; the national list's table; limits within the day.

use axum::http::StatusCode;
use chrono::NaiveTime;
use sanh_domain::account::model::Role;
use sanh_domain::deadline::due::LimitLength;
use sanh_domain::procedure::model::Requirements;
use sanh_domain::procedure::office::ProcedureLevel;

use super::catalogue::{form, seen};
use super::desk::{hall, printed, procedure, read, send};
use super::document::upload;
use super::hall::{Answer, Hall, between};
use super::people::signed_in;

const RECEIVE: &str = "/desk/receive";
const IMPORT: &str = "/admin/procedures/import";

async fn needs(hall: &Hall, place: usize) -> Requirements {
    let procedures = hall.store.procedures().await.unwrap();
    let all = hall.store.requirements().await.unwrap();
    all.get(&procedures[place].id).cloned().unwrap_or_default()
}

fn problem<'a>(answer: &'a Answer, field: &str) -> &'a str {
    let opening = format!("id=\"{field}-problem\" class=\"problem\">");
    between(answer.text(), &opening, "<").unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_says_who_handles_a_procedure_and_which_one_of_the_national_list_it_is() {
    let hall = hall().await;
    let admin = signed_in(&hall, Role::Admin).await;
    let agency = hall.agencies[1].0.to_string();
    let sent = form(&[
        ("national_code", " 1.001193.000.00.00.H49 "),
        ("level", "commune"),
        ("agency", &agency),
    ]);
    let saved = send(&hall, &admin, "/admin/procedures", &sent).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let kept = needs(&hall, 0).await;
    assert_eq!(kept.national_code.unwrap().as_str(), "1.001193");
    assert_eq!(kept.level, Some(ProcedureLevel::Commune));
    assert_eq!(kept.agencies, [hall.agencies[1]]);

    let cases = [
        ("national_code", "1.1193", "một chữ số, dấu chấm và sáu"),
        (
            "national_code",
            "1.001193",
            "Thủ tục 1.001234 đã có mã quốc gia này",
        ),
        ("level", "district", "Cấp thực hiện là"),
        ("agency", "999", "Không có cơ quan “999”"),
        ("rule_hour", "25:00", "Hãy nhập giờ và phút"),
    ];
    for (field, value, message) in cases {
        let sent = form(&[("code", "2.000001"), (field, value)]);
        let told = send(&hall, &admin, "/admin/procedures", &sent).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        let told = problem(&told, field);
        assert!(told.contains(message), "{field}: {told}");
    }

    for found in ["1.001193", "1.0011"] {
        let list = read(&hall, &admin, &format!("/admin/procedures?q={found}")).await;
        assert!(list.text().contains("1.001234"), "{}", list.text());
        let public = hall.get(&format!("/procedures?q={found}")).await;
        assert!(public.text().contains("1.001234"), "{}", public.text());
    }
    for address in ["/procedures/1.001234", "/procedures/1.001193"] {
        let page = hall.get(address).await;
        for text in ["Mã thủ tục quốc gia 1.001193", "Cấp xã"] {
            assert!(page.text().contains(text), "{address} {text}");
        }
    }

    // With no agency ticked, nobody handles the procedure, and administrators see that on their list.
    let list = read(&hall, &admin, "/admin/procedures").await;
    assert!(!list.text().contains("chưa có cơ quan giải quyết"));
    let mark = seen(&read(&hall, &admin, "/admin/procedures/1").await);
    let saved = send(
        &hall,
        &admin,
        "/admin/procedures/1",
        &form(&[("seen", &mark)]),
    )
    .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let list = read(&hall, &admin, "/admin/procedures?agencies=none").await;
    for text in ["1 thủ tục chưa có cơ quan giải quyết", "1.001234"] {
        assert!(list.text().contains(text), "{text}: {}", list.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_within_the_day_has_its_rule_hour() {
    let hall = hall().await;
    let admin = signed_in(&hall, Role::Admin).await;
    let of = |limit: Option<sanh_domain::deadline::TimeLimit>| {
        limit.map(|limit| (limit.length, limit.cutoff_15h))
    };
    for (code, hour, until) in [
        ("2.000001", "", "15:00"),
        ("2.000002", "10h30", "10:30"),
        ("2.000003", "23:59", "23:59"),
    ] {
        let sent = form(&[
            ("code", code),
            ("limit", ""),
            ("unit", "same_day"),
            ("rule_hour", hour),
        ]);
        let saved = send(&hall, &admin, "/admin/procedures", &sent).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
        let procedures = hall.store.procedures().await.unwrap();
        let listed = procedures.iter().find(|it| it.code == code).unwrap();
        let until = NaiveTime::parse_from_str(until, "%H:%M").unwrap();
        assert_eq!(
            of(listed.limits.first.general),
            Some((LimitLength::SameDay { until }, false)),
            "the rule hour says all"
        );
    }
    let page = read(&hall, &admin, "/admin/procedures/2").await;
    assert!(page.text().contains("value=\"10:30\""), "{}", page.text());
    let list = read(&hall, &admin, "/admin/procedures").await;
    let text = "trong ngày nếu nhận đến 10:30";
    assert!(list.text().contains(text), "{}", list.text());
    let public = hall.get("/procedures/2.000001").await;
    let text = "nhận sau 15:00 hoặc vào ngày nghỉ";
    assert!(public.text().contains(text), "{}", public.text());
}

async fn handled_by(hall: &Hall, places: &[usize]) -> i64 {
    let id = procedure(hall).await;
    let agencies = places.iter().map(|place| hall.agencies[*place]).collect();
    let needs = Requirements {
        agencies,
        ..Requirements::default()
    };
    hall.store.put_requirements(id, needs).await.unwrap();
    id.0
}

#[tokio::test(flavor = "multi_thread")]
async fn while_nobody_handles_a_procedure_any_agency_is_offered_and_that_is_marked() {
    let hall = hall().await;
    let lan = signed_in(&hall, Role::Staff).await;
    let id = handled_by(&hall, &[]).await;
    let asked = read(&hall, &lan, &format!("{RECEIVE}?procedure={id}")).await;
    let text = "Thủ tục này chưa có cơ quan giải quyết";
    assert!(asked.text().contains(text), "{}", asked.text());
    assert!(asked.text().contains("<select id=\"agency\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_only_agency_of_a_procedure_is_chosen_and_a_wrong_one_is_refused_in_page_and_form() {
    let hall = hall().await;
    let lan = signed_in(&hall, Role::Staff).await;
    let id = handled_by(&hall, &[1]).await;
    let chosen = read(&hall, &lan, &format!("{RECEIVE}?procedure={id}")).await;
    assert_eq!(chosen.status, StatusCode::OK);
    let right = hall.agencies[1].0.to_string();
    let field = format!("name=\"agency\" value=\"{right}\"");
    assert!(chosen.text().contains(&field), "{}", chosen.text());
    assert!(!chosen.text().contains("<select id=\"agency\""));
    assert!(!chosen.text().contains("chưa có cơ quan giải quyết"));

    let wrong = hall.agencies[0].0.to_string();
    let address = format!("{RECEIVE}?procedure={id}&agency={wrong}");
    let told = read(&hall, &lan, &address).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    let message = "không giải quyết thủ tục đã chọn";
    assert!(
        problem(&told, "agency").contains(message),
        "{}",
        told.text()
    );

    let id = id.to_string();
    let mut fields = vec![
        ("key", "office-1"),
        ("procedure", &*id),
        ("agency", &*wrong),
        ("channel", "direct"),
        ("name", "Nguyễn Thử Nghiệm"),
        ("action", "receive"),
    ];
    let told = send(&hall, &lan, RECEIVE, &fields).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        problem(&told, "agency").contains(message),
        "{}",
        told.text()
    );
    assert!(told.text().contains("Nguyễn Thử Nghiệm"), "kept");
    fields[2] = ("agency", &*right);
    let done = send(&hall, &lan, RECEIVE, &fields).await;
    let slip = printed(&hall, &lan, &done).await;
    assert!(slip.text().contains("H49.2-261123-"), "{}", slip.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn only_agencies_that_handle_the_procedure_are_offered() {
    let hall = hall().await;
    let lan = signed_in(&hall, Role::Staff).await;
    let id = handled_by(&hall, &[0, 1]).await;
    let asked = read(&hall, &lan, &format!("{RECEIVE}?procedure={id}")).await;
    let field = between(asked.text(), "<select id=\"agency\"", "</select>").unwrap();
    // An empty choice and the two agencies.
    assert_eq!(field.matches("<option").count(), 3, "{field}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_columns_of_the_national_list_are_previewed_and_imported() {
    let hall = hall().await;
    let admin = signed_in(&hall, Role::Admin).await;
    let field = hall.store.fields().await.unwrap()[0].name.vi.clone();
    let agency = hall.store.agencies().await.unwrap()[1].clone();
    let head = "Mã TTHC;Tên TTHC;Lĩnh vực;Cấp thực hiện;Thời hạn giải quyết;Phí;Thành phần hồ sơ;Cơ quan thực hiện";
    let row = |code: &str, limit: &str, fee: &str| {
        format!(
            "{code};Đăng ký khai sinh {code};{field};Cấp xã;{limit};{fee};\"Tờ khai; Bản sao\";{}",
            agency.name.vi
        )
    };
    let table = format!(
        "{head}\n{}\n{}\n",
        row("1.001193", "03 ngày làm việc", "8.000 đồng"),
        row("1.000894.000.00.00.H49", "Trong ngày", "Miễn phí")
    );
    let preview = [("action", "preview")];
    let looked = upload(&hall, &admin, IMPORT, &preview, table.as_bytes()).await;
    assert_eq!(looked.status, StatusCode::OK, "{}", looked.text());
    for text in ["Thêm mới: 2", "1.000894", "thêm mới"] {
        assert!(looked.text().contains(text), "{text}: {}", looked.text());
    }
    assert!(hall.store.procedures().await.unwrap().is_empty(), "a look");

    let taken = upload(&hall, &admin, IMPORT, &[], table.as_bytes()).await;
    assert!(taken.text().contains("Thêm mới: 2"), "{}", taken.text());
    let procedures = hall.store.procedures().await.unwrap();
    let codes: Vec<&str> = procedures.iter().map(|it| it.code.as_str()).collect();
    assert_eq!(codes, ["1.001193", "1.000894"]);
    let limit = procedures[1].limits.first.general.unwrap().length;
    assert!(matches!(limit, LimitLength::SameDay { .. }), "{limit:?}");
    let needs = needs(&hall, 0).await;
    assert_eq!(needs.fee_vnd, Some(8_000));
    assert_eq!(needs.agencies, [agency.id]);
    let papers: Vec<&str> = needs.papers.iter().map(|it| it.vi.as_str()).collect();
    assert_eq!(papers, ["Tờ khai", "Bản sao"]);

    let same = upload(&hall, &admin, IMPORT, &[], table.as_bytes()).await;
    assert!(same.text().contains("giữ nguyên: 2"), "{}", same.text());
    let changed = table.replace("8.000 đồng", "9.000 đồng");
    let looked = upload(&hall, &admin, IMPORT, &preview, changed.as_bytes()).await;
    for text in ["thay đổi: 1", "Phí, lệ phí (đồng)"] {
        assert!(looked.text().contains(text), "{text}: {}", looked.text());
    }
    for format in ["csv", "xlsx"] {
        let table = read(&hall, &admin, &format!("/admin/procedures.{format}")).await;
        let same = upload(&hall, &admin, IMPORT, &[], &table.body).await;
        assert!(same.text().contains("giữ nguyên: 2"), "{}", same.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_in_the_national_lists_table_are_reported_by_row_and_column() {
    let hall = hall().await;
    let admin = signed_in(&hall, Role::Admin).await;
    let table = "Mã TTHC,Tên TTHC,Lĩnh vực,Cấp thực hiện,Thời hạn,Cơ quan thực hiện\n\
                 1.001193,Đăng ký khai sinh,Không có,Cấp huyện,mười ngày,Sở lạ\n\
                 mã,Tên,,,,\n";
    let told = upload(&hall, &admin, IMPORT, &[], table.as_bytes()).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    for text in [
        "Dòng 2, cột “Lĩnh vực”",
        "Dòng 2, cột “Cấp thực hiện”",
        "Dòng 2, cột “Thời hạn”",
        "Dòng 2, cột “Cơ quan thực hiện”: Không có cơ quan “Sở lạ”",
        "Dòng 3, cột “Mã TTHC”: Mã thủ tục quốc gia gồm",
    ] {
        assert!(told.text().contains(text), "{text}: {}", told.text());
    }
    assert!(hall.store.procedures().await.unwrap().is_empty());
    let unknown = upload(&hall, &admin, IMPORT, &[], b"a,b\n1,2\n").await;
    assert!(
        unknown.text().contains("Bảng không có cột"),
        "{}",
        unknown.text()
    );
}

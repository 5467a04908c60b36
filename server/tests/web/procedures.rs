//! The public list of procedures: found, read, printed; kept by administrators, taken away as a table and taken back.

use axum::http::StatusCode;
use sanh_domain::account::model::Role;
use sanh_domain::dossier::{Action, Intake};
use sanh_domain::language::Lang;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::procedure::guide::{Guide, GuideTopic};
use sanh_domain::text::name::Name;
use sanh_store::NewProcedure;

use super::catalogue::{form, seen};
use super::desk::{hall, read, send};
use super::document::upload;
use super::hall::{Answer, Hall, at, between, config, staff};
use super::lookup::hall_with;
use super::people::signed_in;

/// A hall with one procedure, and a signed-in administrator.
async fn with_procedure() -> (Hall, String) {
    let hall = hall().await;
    let admin = signed_in(&hall, Role::Admin).await;
    let saved = send(&hall, &admin, "/admin/procedures", &form(&[])).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    (hall, admin)
}

const GUIDE: &str = "/admin/procedures/1/guide";

/// Says what visitors read of the procedure.
async fn put_guide(hall: &Hall, admin: &str, changed: &[(&str, &str)]) -> Answer {
    let mark = seen(&read(hall, admin, GUIDE).await);
    let mut fields = vec![
        ("seen", mark.as_str()),
        (
            "wishes",
            "xin trích lục khai sinh | get an extract of my birth record",
        ),
        ("counter_vi", "Quầy số 3"),
        ("counter_en", "Counter 3"),
        ("is_online", "yes"),
        ("online_address", "https://dichvucong.gov.vn/p"),
        ("basis_vi", "Luật Hộ tịch\r\n- Nghị định <123>"),
        ("basis_en", ""),
    ];
    for new in changed {
        fields.retain(|(name, _)| *name != new.0);
        fields.push(*new);
    }
    send(hall, admin, GUIDE, &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_procedure_is_found_by_what_visitors_want_and_read_without_script() {
    let (hall, admin) = with_procedure().await;
    let saved = put_guide(&hall, &admin, &[]).await;
    assert_eq!(
        saved.header("location"),
        "/admin/procedures/1/guide?saved=1",
        "{}",
        saved.text()
    );
    for (asked, is_found) in [
        ("", true),
        ("?q=toi+muon+xin+trich+luc", true),
        ("?q=i+want+to+get+an+extract&lang=en", true),
        ("?q=1.0012", true),
        ("?q=ban+sao&field=1", true),
        ("?q=ban+sao&field=2", false),
        ("?q=ket+hon", false),
    ] {
        let list = hall.get(&format!("/procedures{asked}")).await;
        assert_eq!(list.status, StatusCode::OK, "{asked}");
        let text = list.text();
        assert_eq!(text.contains("<h3>"), is_found, "{asked}: {text}");
        assert!(!text.contains("<script"), "{asked}");
    }
    let list = hall.get("/procedures").await;
    assert!(
        list.text().contains("xin trích lục khai sinh"),
        "{}",
        list.text()
    );

    let page = hall.get("/procedures/1.001234").await;
    assert_eq!(page.status, StatusCode::OK);
    for text in [
        "Cấp bản sao trích lục",
        "1,5 giờ làm việc",
        "50.000 đồng",
        "Quầy số 3",
        "https://dichvucong.gov.vn/p",
        "Luật Hộ tịch\n- Nghị định &lt;123&gt;",
        "Tờ khai",
        "/procedures/1.001234/sheet",
    ] {
        assert!(page.text().contains(text), "{text}: {}", page.text());
    }
    let english = hall.get("/procedures/1.001234?lang=en").await;
    for text in ["Counter 3", "Application form", "lang=\"en\""] {
        assert!(english.text().contains(text), "{text}: {}", english.text());
    }
    let sheet = hall.get("/procedures/1.001234/sheet").await;
    assert_eq!(sheet.status, StatusCode::OK);
    assert!(
        sheet.text().contains("class=\"paper paper-a4\""),
        "{}",
        sheet.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_text_of_a_guide_stands_in_its_form_its_table_and_on_the_public_pages() {
    let (hall, admin) = with_procedure().await;
    let text = |topic: GuideTopic, lang: Lang| format!("what {} says", topic.field(lang));
    let texts = GuideTopic::ALL
        .into_iter()
        .flat_map(|topic| Lang::ALL.map(|lang| (topic.field(lang), text(topic, lang))));
    let texts: Vec<(&str, String)> = texts.collect();
    let sent: Vec<(&str, &str)> = texts
        .iter()
        .map(|(name, it)| (*name, it.as_str()))
        .collect();
    let saved = put_guide(&hall, &admin, &sent).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    for address in [GUIDE, "/admin/procedures.csv"] {
        let kept = read(&hall, &admin, address).await;
        for (_, text) in &texts {
            assert!(kept.text().contains(text), "{address} {text}");
        }
    }
    for lang in Lang::ALL {
        for page in ["", "/sheet"] {
            let address = format!("/procedures/1.001234{page}?lang={}", lang.code());
            let public = hall.get(&address).await;
            for topic in GuideTopic::ALL {
                let text = text(topic, lang);
                assert!(public.text().contains(&text), "{address} {text}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hidden_procedures_are_not_listed_and_problems_are_reported() {
    let (hall, admin) = with_procedure().await;
    let refused = put_guide(&hall, &admin, &[("online_address", "javascript:alert(1)")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("bắt đầu bằng https://"),
        "{}",
        refused.text()
    );
    assert!(hall.store.guides().await.unwrap().is_empty());

    let hidden = put_guide(&hall, &admin, &[("is_hidden", "yes")]).await;
    assert_eq!(hidden.status, StatusCode::SEE_OTHER);
    assert_eq!(
        hall.get("/procedures/1.001234").await.status,
        StatusCode::NOT_FOUND
    );
    assert!(!hall.get("/procedures").await.text().contains("1.001234"));
    let stale = send(&hall, &admin, GUIDE, &[("seen", "0"), ("wishes", "khác")]).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stale.text().contains("standing"), "{}", stale.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_leads_to_its_form_while_that_is_posted() {
    let (hall, admin) = with_procedure().await;
    let fields = [
        ("title_vi", "Tờ khai"),
        ("title_en", ""),
        ("number", ""),
        ("issued_on", "2026-11-02"),
    ];
    let posted = upload(
        &hall,
        &admin,
        "/admin/documents",
        &fields,
        b"%PDF-1.7\n%%EOF",
    )
    .await;
    assert_eq!(posted.status, StatusCode::SEE_OTHER, "{}", posted.text());
    let saved = put_guide(&hall, &admin, &[("form_1", "1")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let link = "/documents/1/versions/1";
    assert!(hall.get("/procedures/1.001234").await.text().contains(link));
    send(&hall, &admin, "/admin/documents/1/down", &[]).await;
    assert!(!hall.get("/procedures/1.001234").await.text().contains(link));
}

#[tokio::test(flavor = "multi_thread")]
async fn procedures_are_exported_as_a_table_and_imported_again() {
    let (hall, admin) = with_procedure().await;
    put_guide(&hall, &admin, &[("basis_vi", "- Luật Hộ tịch\r\n=1+1")]).await;
    let before = hall.store.guides().await.unwrap();
    for format in ["csv", "xlsx"] {
        let table = read(&hall, &admin, &format!("/admin/procedures.{format}")).await;
        assert_eq!(table.status, StatusCode::OK);
        assert!(
            table
                .header("content-disposition")
                .contains(&format!("procedures.{format}"))
        );
        let same = upload(&hall, &admin, "/admin/procedures/import", &[], &table.body).await;
        assert_eq!(same.status, StatusCode::OK, "{}", same.text());
        assert!(
            same.text().contains("giữ nguyên: 1"),
            "{format}: {}",
            same.text()
        );
    }
    assert_eq!(hall.store.guides().await.unwrap(), before);
    let csv = read(&hall, &admin, "/admin/procedures.csv").await;
    assert!(
        csv.text().contains("\"'- Luật Hộ tịch"),
        "no formula: {}",
        csv.text()
    );

    let table = "Mã,Lĩnh vực,Tên tiếng Việt,fee,wishes\n\
                 1.001234,,Tên mới,8000,\n";
    let wrong = upload(
        &hall,
        &admin,
        "/admin/procedures/import",
        &[],
        table.as_bytes(),
    )
    .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = "Dòng 2, cột “Lĩnh vực”: ";
    assert!(wrong.text().contains(told), "{}", wrong.text());

    let fields = hall.store.fields().await.unwrap();
    let field = &fields[0].code;
    let table = format!(
        "Mã;Lĩnh vực;Tên tiếng Việt;fee\n1.001234;{field};Tên mới;8000\n2.000001;{field};Thủ tục khác;\n"
    );
    let taken = upload(
        &hall,
        &admin,
        "/admin/procedures/import",
        &[],
        table.as_bytes(),
    )
    .await;
    assert!(
        taken.text().contains("Thêm mới: 1; thay đổi: 1"),
        "{}",
        taken.text()
    );
    let procedures = hall.store.procedures().await.unwrap();
    let names: Vec<&str> = procedures.iter().map(|it| it.name.vi.as_str()).collect();
    assert_eq!(names, ["Tên mới", "Thủ tục khác"]);
    let kept: Option<&Guide> = before.get(&procedures[0].id);
    let guides = hall.store.guides().await.unwrap();
    assert_eq!(
        guides.get(&procedures[0].id),
        kept,
        "what the table does not have stays"
    );
    let limit = procedures[0].limits.first.general;
    assert!(limit.is_some(), "so does the time limit");
}

/// Receives dossiers of the first procedure, 90 in 2024 and 10 in 2025, and resolves the last ones within two working days. Others of
/// its field have none.
async fn past_years(hall: &Hall) {
    let field = hall.fields[0];
    let other = |number| NewProcedure {
        code: format!("1.00{number}"),
        field,
        name: Name {
            vi: format!("Thủ tục {number}"),
            en: None,
        },
        limit: None.into(),
    };
    let others = (2..=4).map(other).collect();
    hall.store.put_procedures(others).await.unwrap();
    let procedures = hall.store.procedures().await.unwrap();
    let first = procedures.iter().find(|it| it.code == "1.001").unwrap().id;
    let receive = async |number: u32, day: &str| {
        let intake = Intake {
            field,
            procedure: Some(first),
            channel: Channel::Direct,
            ..hall.intake(number, 5)
        };
        let clerk = staff();
        let received = hall.store.receive(intake, at(day), &clerk, true);
        received.await.unwrap();
    };
    for number in 1..=90 {
        receive(number, "2024-06-03T08:00:00+07:00").await;
    }
    let fixed = hall.store.disclosed_fields(2025).await.unwrap();
    assert!(fixed.shows(field), "with its procedures");
    for number in 101..=110 {
        receive(number, "2025-03-03T08:00:00+07:00").await;
        let resolved = at("2025-03-05T08:00:00+07:00");
        hall.act(number, Action::Resolve, resolved).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rate_and_the_time_of_the_last_closed_year_stand_on_the_page_and_the_sheet() {
    let hall = hall_with(config()).await;
    let before = hall.get("/procedures/1.001").await;
    assert!(
        !before.text().contains("Kết quả giải quyết thực tế"),
        "{}",
        before.text()
    );
    past_years(&hall).await;
    for (path, rate, time) in [
        (
            "/procedures/1.001",
            "hồ sơ được giải quyết đúng hạn hoặc trước hạn.",
            "hồ sơ được giải quyết trong 2 ngày làm việc.",
        ),
        (
            "/procedures/1.001/sheet",
            "hồ sơ được giải quyết đúng hạn hoặc trước hạn.",
            "hồ sơ được giải quyết trong 2 ngày làm việc.",
        ),
        (
            "/procedures/1.001?lang=en",
            "were done on time.",
            "were done within 2 working days.",
        ),
    ] {
        let page = hall.get(path).await;
        for text in [rate, time, "2025"] {
            assert!(page.text().contains(text), "{text}: {}", page.text());
        }
    }
    let sheet = hall.get("/procedures/1.001/sheet").await;
    let code = "https://hall.example/procedures/1.001";
    let head = between(sheet.text(), "class=\"guide-sheet-head\"", "</header>").unwrap();
    assert!(head.contains(code), "the code stands in the head: {head}");
}

//! Reception by whoever receives for several agencies: which one is said first, and what is shown is what is saved.

use axum::http::StatusCode;
use sanh_domain::account::model::{AgencyScope, Role};
use sanh_domain::deadline::DayStatus;
use sanh_domain::deadline::office_hours::CalendarDay;
use sanh_domain::dossier::DossierCode;
use sanh_domain::id::AgencyId;

use super::desk::{hall, printed, procedure, read, send};
use super::hall::{Hall, between};
use super::people::{sign_in, signed_in};

const RECEIVE: &str = "/desk/receive";
const NAME: &str = "Nguyễn <Thử> Nghiệm";

/// Code and due time as a form shows them.
fn promised(text: &str) -> (String, String) {
    let of = |class: &str| between(text, &format!("class=\"{class}\">"), "<").unwrap();
    (of("will-code").to_owned(), of("will-due").to_owned())
}

async fn is_saved(hall: &Hall, code: &str) -> bool {
    let code: DossierCode = code.parse().unwrap();
    hall.store
        .dossier(&code, &AgencyScope::Everywhere)
        .await
        .unwrap()
        .is_some()
}

/// The agency works one day less than the others.
async fn close_tomorrow(hall: &Hall, agency: AgencyId) {
    let closed = CalendarDay {
        date: "2026-11-24".parse().unwrap(),
        agency: Some(agency),
        intervals: Vec::new(),
        name: "Bão".to_owned(),
        decision: "Công điện 1".to_owned(),
        status: DayStatus::Decided,
    };
    hall.store.put_calendar_days(vec![closed]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_promised_before_an_agency_is_chosen() {
    let hall = hall().await;
    let form = format!("{RECEIVE}?procedure={}", procedure(&hall).await.0);
    let lan = signed_in(&hall, Role::Staff).await;
    let found = format!("{RECEIVE}?q=khai+sinh");
    for path in [&form, &found] {
        let asks = read(&hall, &lan, path).await;
        assert_eq!(asks.status, StatusCode::OK);
        let text = asks.text();
        assert!(
            !text.contains("will-code") && !text.contains("H49."),
            "{text}"
        );
        let field = between(text, "<select id=\"agency\"", "</select>").unwrap();
        assert!(!field.contains("selected"), "nobody is chosen: {field}");
        assert!(field.contains("<option value=\"\">"), "{field}");
        for name in ["Phòng Tư pháp", "Phòng Đất đai", "Phòng Xây dựng"] {
            assert!(field.contains(name), "{field}");
        }
    }
    let blank = read(&hall, &lan, &format!("{form}&agency=")).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        blank.text().contains("id=\"agency-problem\""),
        "{}",
        blank.text()
    );
    let strange = read(&hall, &lan, &format!("{form}&agency=999")).await;
    assert_eq!(strange.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_and_due_time_shown_for_an_agency_are_those_its_dossier_gets() {
    let hall = hall().await;
    let procedure = procedure(&hall).await.0.to_string();
    close_tomorrow(&hall, hall.agencies[1]).await;
    let lan = signed_in(&hall, Role::Staff).await;
    let mut seen = Vec::new();
    for (agency, name) in [
        (2, "Phòng Xây dựng"),
        (1, "Phòng Đất đai"),
        (0, "Phòng Tư pháp"),
    ] {
        let number = hall.agencies[agency].0.to_string();
        let form = format!("{RECEIVE}?procedure={procedure}&agency={number}");
        let form = read(&hall, &lan, &form).await;
        let (code, due) = promised(form.text());
        assert_eq!(code, format!("H49.{}-261123-0001", agency + 1));
        let chosen = between(form.text(), "<main", "<form").unwrap();
        assert!(chosen.contains(name), "{chosen}");
        assert!(
            chosen.contains(&format!("href=\"/desk/receive?procedure={procedure}\"")),
            "the way to another: {chosen}"
        );
        let sent = between(form.text(), "name=\"agency\" value=\"", "\"").unwrap();
        let fields = [
            ("procedure", &*procedure),
            ("agency", sent),
            ("channel", "direct"),
            ("key", sent),
            ("action", "receive"),
            ("name", NAME),
        ];
        let done = send(&hall, &lan, RECEIVE, &fields).await;
        printed(&hall, &lan, &done).await;
        let stored = hall
            .store
            .dossier(&code.parse().unwrap(), &AgencyScope::Everywhere)
            .await
            .unwrap();
        assert_eq!(stored.unwrap().dossier.agency, hall.agencies[agency]);
        let page = read(&hall, &lan, &format!("/desk/dossiers/{code}")).await;
        let facts = between(page.text(), "<dl class=\"facts\">", "</dl>").unwrap();
        assert!(facts.contains(&format!("<dd>{due}</dd>")), "{due}: {facts}");
        seen.push(due);
    }
    assert_eq!(seen[0], seen[2]);
    assert_ne!(seen[0], seen[1], "each by its own calendar");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agency_that_is_forged_or_missing_is_refused_beside_its_field() {
    let hall = hall().await;
    let procedure = procedure(&hall).await.0.to_string();
    let far = hall.agencies[2].0.to_string();
    let near = hall.agencies[1].0.to_string();
    let lan = signed_in(&hall, Role::Staff).await;
    let other = sign_in(&hall, "other", Role::Staff, Some(hall.agencies[1])).await;
    let form = |agency: Option<&'static str>| {
        let mut fields = vec![
            ("procedure", procedure.clone()),
            ("channel", "post".to_owned()),
            ("key", "k".to_owned()),
            ("name", NAME.to_owned()),
            ("phone", "0912 345 678".to_owned()),
            ("other_papers", "Đơn\nBản sao".to_owned()),
            ("reason", "Không thuộc thẩm quyền.".to_owned()),
        ];
        fields.extend(agency.map(|agency| ("agency", agency.to_owned())));
        fields
    };
    let far: &'static str = far.leak();
    for (who, agency) in [
        (&lan, None),
        (&lan, Some("")),
        (&lan, Some("999")),
        (&lan, Some("x")),
        (&other, Some(far)),
    ] {
        for action in ["receive", "refuse", "settle"] {
            let fields = form(agency);
            let mut fields: Vec<_> = fields.iter().map(|(name, text)| (*name, &**text)).collect();
            fields.push(("action", action));
            let answer = send(&hall, who, RECEIVE, &fields).await;
            assert_eq!(
                answer.status,
                StatusCode::UNPROCESSABLE_ENTITY,
                "{agency:?}"
            );
            let text = answer.text();
            assert!(text.contains("id=\"agency-problem\""), "{text}");
            assert!(text.contains("href=\"#agency\""), "{text}");
            assert!(!text.contains("will-code"), "nothing is promised: {text}");
            for kept in [
                "Nguyễn &lt;Thử&gt; Nghiệm",
                "0912 345 678",
                "Đơn\nBản sao",
                "Không thuộc thẩm quyền.",
            ] {
                assert!(text.contains(kept), "{kept}: {text}");
            }
            let buttons = between(text, "data-guard=\"true\"", "</form>").unwrap();
            assert!(!buttons.contains("value=\"receive\""), "{buttons}");
            assert!(!buttons.contains("value=\"refuse\""), "{buttons}");
        }
    }
    for code in [
        "H49.1-261123-0001",
        "H49.2-261123-0001",
        "H49.3-261123-0001",
    ] {
        assert!(!is_saved(&hall, code).await, "{code}");
    }

    // After the agency is chosen, the page shows what follows from it and keeps the typed text.
    let fields = form(None);
    let mut fields: Vec<_> = fields.iter().map(|(name, text)| (*name, &**text)).collect();
    fields.extend([("agency", &*near), ("action", "settle")]);
    let settled = send(&hall, &lan, RECEIVE, &fields).await;
    assert_eq!(settled.status, StatusCode::OK);
    assert_eq!(promised(settled.text()).0, "H49.2-261123-0001");
    assert!(settled.text().contains("Nguyễn &lt;Thử&gt; Nghiệm"));
    assert!(!is_saved(&hall, "H49.2-261123-0001").await, "only shown");
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_of_one_agency_need_not_choose_it() {
    let hall = hall().await;
    let procedure = procedure(&hall).await.0.to_string();
    let lan = sign_in(&hall, "lan", Role::Staff, Some(hall.agencies[1])).await;
    let form = read(&hall, &lan, &format!("{RECEIVE}?procedure={procedure}")).await;
    assert_eq!(promised(form.text()).0, "H49.2-261123-0001");
    assert!(!form.text().contains("<select id=\"agency\""));
    assert!(form.text().contains("Phòng Đất đai"));
    let fields = [
        ("procedure", &*procedure),
        ("channel", "direct"),
        ("key", "k"),
        ("action", "receive"),
        ("name", NAME),
    ];
    let done = send(&hall, &lan, RECEIVE, &fields).await;
    printed(&hall, &lan, &done).await;
    assert!(is_saved(&hall, "H49.2-261123-0001").await);
}

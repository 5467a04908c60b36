//! Throughput's pages, asked as a browser asks them: their figures are the counted ones, and each leads to its dossiers.

mod views;

use std::io::Cursor;
use std::sync::Arc;

use axum::http::StatusCode;
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use sanh_app::server::report::Reports;
use sanh_domain::account::model::{AgencyScope, Caller, Role};
use sanh_domain::audit::model::AuditAct;
use sanh_domain::dossier::Action;
use sanh_domain::period::Period;
use sanh_domain::report::model::{CountResult, Report};
use sanh_domain::report::query::{DossierFilter, Grouping, ReportQuery};
use sanh_store::AuditQuery;

use super::desk::{hall, read, send};
use super::hall::{Hall, NOW, at, between, code};
use super::people::{sign_in, signed_in};

/// Eleven dossiers: six of them resolved, one of these late, one paused, the others open.
async fn filled() -> Hall {
    let hall = hall().await;
    for number in 1..=11 {
        hall.receive_at(number, 2, at("2026-11-18T09:00:00+07:00"))
            .await;
    }
    for number in 1..=6 {
        hall.act(number, Action::Start, at("2026-11-18T10:00:00+07:00"))
            .await;
        let done = if number == 6 {
            "2026-11-23T09:00:00+07:00"
        } else {
            "2026-11-19T09:00:00+07:00"
        };
        hall.act(number, Action::Resolve, at(done)).await;
    }
    let reason = "Bổ sung bản sao giấy khai sinh.".to_owned();
    hall.act(
        7,
        Action::AskPapers { reason },
        at("2026-11-18T11:00:00+07:00"),
    )
    .await;
    hall
}

/// The text without tags.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut is_tag = false;
    for letter in html.chars() {
        match letter {
            '<' => is_tag = true,
            '>' => is_tag = false,
            _ if !is_tag => text.push(letter),
            _ => {}
        }
    }
    text
}

/// The figure whose link leads to the dossiers behind it, and the link.
fn figure(html: &str, name: &str) -> (u64, String) {
    let link = html
        .split("href=\"")
        .filter_map(|rest| rest.split_once('"'))
        .find(|(href, _)| {
            href.starts_with("/manage/dossiers?") && href.ends_with(&format!("figure={name}"))
        });
    let (href, rest) = link.unwrap_or_else(|| panic!("{name} leads nowhere"));
    let shown = rest.split_once('>').unwrap().1.split_once('<').unwrap().0;
    let shown: String = shown.chars().filter(char::is_ascii_digit).collect();
    (shown.parse().unwrap(), href.replace("&amp;", "&"))
}

fn rows(html: &str) -> usize {
    html.matches("<a href=\"/desk/dossiers/").count()
}

async fn asked(hall: &Hall, name: &str) -> Report {
    let person = hall.store.account(name).await.unwrap().unwrap().person;
    let session = sanh_domain::account::model::SessionId(1);
    let caller = Caller {
        person,
        session,
        confirmed_at: chrono::DateTime::UNIX_EPOCH,
        address: None,
    };
    let query = ReportQuery {
        period: Period::month(at(NOW).date_naive()),
        cut: DossierFilter::default(),
        grouping: Grouping::Agency,
    };
    let (store, counts) = (Arc::clone(&hall.store), Arc::default());
    let reports = Reports::new(store, at(NOW), caller, counts);
    match reports.report(&query).await.unwrap() {
        CountResult::Done(report) => report,
        CountResult::Counting(_) => panic!("the counters know the month"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_figure_on_the_page_is_that_of_the_report_and_leads_to_exactly_its_dossiers() {
    let hall = filled().await;
    let mai = signed_in(&hall, Role::Manager).await;
    let page = read(&hall, &mai, "/manage/throughput?period=month").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let report = asked(&hall, "manager").await;
    let (flows, standing) = (&report.total.moved.flows, report.total.standing.unwrap());
    let known = [
        ("received", flows.received()),
        ("resolved", flows.resolved()),
        ("early", flows.early),
        ("on-time", flows.on_time),
        ("late", flows.late),
        ("first-late", flows.first_late),
        ("handed-over", flows.handed_over),
        ("open", standing.open()),
        ("within", standing.within),
        ("overdue", standing.overdue),
        ("paused", standing.paused),
        ("waiting", standing.waiting_collection),
    ];
    assert_eq!((known[0].1, known[1].1, known[4].1), (11, 6, 1));
    for (name, count) in known {
        let (shown, href) = figure(page.text(), name);
        assert_eq!(shown, count, "{name}");
        let list = read(&hall, &mai, &href).await;
        assert_eq!(list.status, StatusCode::OK, "{href}");
        assert_eq!(rows(list.text()) as u64, count, "{name}: {href}");
    }
    assert!(plain(page.text()).contains("83,3%"), "5 of 6 in time");
    // Comparisons leave today out, and the page says which figures are compared, so that they add up.
    let compared = plain(page.text());
    assert!(compared.contains("đến hết"), "{compared}");
    assert_eq!(
        page.text().matches("class=\"explained\"").count(),
        1,
        "what figures mean is told once"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_late_dossiers_tells_when_they_were_done_and_how_late() {
    let hall = filled().await;
    let mai = signed_in(&hall, Role::Manager).await;
    let list = read(&hall, &mai, "/manage/dossiers?figure=late&period=month").await;
    let text = plain(list.text());
    assert!(text.contains("Có kết quả lúc"), "{text}");
    assert!(text.contains("09:00 23/11/2026"), "{text}");
    assert!(text.contains("Tổng cộng 1 hồ sơ."), "{text}");
    assert!(text.contains("Quá hạn tổng cộng 1,0 ngày"), "{text}");
    let file = "/manage/dossiers.xlsx?figure=late&period=month";
    let book = read(&hall, &mai, file).await;
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(book.body)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let Some(Data::Float(late_h)) = sheet.get((6, 9)) else {
        panic!("no number of hours: {:?}", sheet.get((6, 9)));
    };
    assert!((7.5..=8.5).contains(late_h), "{late_h} hours");
    let received = read(&hall, &mai, "/manage/dossiers?figure=received").await;
    assert!(plain(received.text()).contains("Tổng cộng 11 hồ sơ."));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_front_page_tells_what_is_wrong_today_and_leads_there() {
    let hall = filled().await;
    let mai = signed_in(&hall, Role::Manager).await;
    let front = read(&hall, &mai, "/manage").await;
    assert_eq!(front.status, StatusCode::OK, "{}", front.text());
    let of = |href: &str| {
        let card = front.text().split(href).nth(1).unwrap_or_default();
        let count = between(card, "class=\"manage-count\">", "<").unwrap_or_default();
        plain(count)
    };
    // Dossiers 8 to 11 were due on the 20th.
    assert_eq!(of("href=\"/manage/due\">Hồ sơ đang quá hạn"), "4");
    assert_eq!(of("href=\"/manage/screens\">Màn hình mất kết nối"), "0");
    for href in ["/manage/alarms", "/manage/report", "/manage/feedback"] {
        assert!(
            front.text().contains(&format!("<a href=\"{href}\">")),
            "{href}"
        );
    }
    let own = sign_in(&hall, "of-land", Role::Manager, Some(hall.agencies[1])).await;
    let front = read(&hall, &own, "/manage").await;
    assert_eq!(front.status, StatusCode::OK);
    assert!(
        !front.text().contains("Báo cáo II.06a chờ ký"),
        "reports are signed for the whole centre"
    );
    // Throughput had this address before, so the query is kept in the redirect.
    let kept = read(&hall, &mai, "/manage?period=year&by=field").await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    assert_eq!(
        kept.header("location"),
        "/manage/throughput?period=year&by=field"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_of_one_agency_sees_that_one_and_cannot_ask_for_another() {
    let hall = filled().await;
    let own = sign_in(&hall, "of-land", Role::Manager, Some(hall.agencies[1])).await;
    let page = read(&hall, &own, "/manage/throughput").await;
    let (received, href) = figure(page.text(), "received");
    assert_eq!(received, 4, "dossiers 1, 4, 7 and 10");
    let list = read(&hall, &own, &href).await;
    assert_eq!(rows(list.text()), 4);
    assert!(list.text().contains(code(4).as_str()));
    assert!(!list.text().contains(code(5).as_str()));
    let other = hall.agencies[0].0;
    for path in [
        format!("/manage/throughput?agency={other}"),
        format!("/manage/dossiers?figure=received&agency={other}"),
        format!("/manage/table.csv?agency={other}"),
        format!("/manage/due?agency={other}"),
    ] {
        let refused = read(&hall, &own, &path).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{path}");
    }
    let asked = format!("/manage/dossiers?figure=received&by=agency&group={other}");
    let elsewhere = read(&hall, &own, &asked).await;
    assert_eq!(rows(elsewhere.text()), 0, "{}", elsewhere.status);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invalid_parameter_is_reported_clearly() {
    let hall = hall().await;
    let mai = signed_in(&hall, Role::Manager).await;
    for (path, what) in [
        ("/manage/throughput?period=fortnight", "period"),
        ("/manage/throughput?period=month&date=yesterday", "date"),
        ("/manage/throughput?by=colour", "by"),
        ("/manage/throughput?sort=late&order=sideways", "order"),
        ("/manage/throughput?agency=first", "agency"),
        ("/manage/dossiers", "figure"),
        ("/manage/dossiers?figure=lost", "figure"),
    ] {
        let page = read(&hall, &mai, path).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{path}");
        assert!(page.text().contains(what), "{path}");
    }
    let turned = "/manage/throughput?period=range&from=2026-11-20&to=2026-11-02";
    let page = read(&hall, &mai, turned).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(between(page.text(), "id=\"to-problem\"", "</p>").is_some());
    assert!(page.text().contains("value=\"20/11/2026\""), "kept");
    for range in [
        "from=&to=2026-11-02",
        "from=2026-11-02&to=x",
        "from=1999-01-01&to=2026-01-01",
        "from=-200000-01-01&to=2026-01-01",
    ] {
        let page = read(
            &hall,
            &mai,
            &format!("/manage/throughput?period=range&{range}"),
        )
        .await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{range}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_period_grouping_and_order_answers() {
    let hall = filled().await;
    let mai = signed_in(&hall, Role::Manager).await;
    let mut paths: Vec<String> = ["day", "week", "month", "quarter", "year"]
        .map(|period| format!("/manage/throughput?period={period}"))
        .to_vec();
    paths.push("/manage/throughput?period=range&from=2026-11-16&to=2026-11-20".to_owned());
    paths.push("/manage/throughput?period=month&date=2030-01-01".to_owned());
    for grouping in Grouping::ALL {
        paths.push(format!(
            "/manage/throughput?by={}&sort=rate",
            grouping.as_str()
        ));
    }
    for sort in ["name", "received", "late", "overdue", "median", "eighty"] {
        paths.push(format!("/manage/throughput?sort={sort}&order=asc"));
    }
    paths.push("/manage/throughput?period=month&date=2020-01-01&lang=en".to_owned());
    paths.push("/manage/definitions?lang=en".to_owned());
    for path in paths {
        let page = read(&hall, &mai, &path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!page.text().contains("NaN"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_is_compared_with_the_year_before_only_once() {
    let hall = filled().await;
    let mai = signed_in(&hall, Role::Manager).await;
    for (period, lines) in [("month", 2), ("year", 1)] {
        let page = read(&hall, &mai, &format!("/manage/throughput?period={period}")).await;
        let changes = between(page.text(), "class=\"changes\">", "</ul>").unwrap();
        assert_eq!(changes.matches("<li>").count(), lines, "{period}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_month_has_no_rate() {
    let hall = hall().await;
    let mai = signed_in(&hall, Role::Manager).await;
    let page = read(&hall, &mai, "/manage/throughput").await;
    let great = between(page.text(), "class=\"answer in-time\"", "</section>").unwrap();
    let rate = between(great, "class=\"great\">", "</p>").unwrap();
    assert_eq!(plain(rate), "—");
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_are_exported_with_an_audit_entry() {
    let hall = filled().await;
    let mai = signed_in(&hall, Role::Manager).await;
    let table = read(&hall, &mai, "/manage/table.csv?sort=name").await;
    assert_eq!(table.header("content-type"), "text/csv; charset=utf-8");
    let mut reader =
        csv::Reader::from_reader(table.text().trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 4, "three agencies and the total");
    assert_eq!(rows.last().unwrap().get(1), Some("11"));
    assert_eq!(rows.last().unwrap().get(6), Some("83.3"));
    let list = read(&hall, &mai, "/manage/dossiers.csv?figure=resolved").await;
    let lines = list.text().lines().count();
    assert_eq!(lines, 7, "{}", list.text());
    let book = read(&hall, &mai, "/manage/dossiers.xlsx?figure=resolved").await;
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(book.body)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let line = |row| sheet.get((row, 0)).map(ToString::to_string);
    assert_eq!(line(2).as_deref(), Some("Tháng 11 năm 2026"));
    assert_eq!(
        line(5).as_deref(),
        Some("Mã hồ sơ"),
        "heads below the title"
    );
    for (column, what) in [(5, "when it is due"), (8, "when it was resolved")] {
        let cell = sheet.get((6, column));
        assert!(matches!(cell, Some(Data::DateTime(_))), "{what}: {cell:?}");
    }
    let book = read(&hall, &mai, "/manage/table.xlsx?sort=name").await;
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(book.body)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    assert_eq!(
        sheet.height(),
        10,
        "four lines of a title and a blank one; heads, three agencies and the total"
    );
    let line = |row| sheet.get((row, 0)).map(ToString::to_string);
    assert_eq!(line(1).as_deref(), Some("Theo dõi kết quả giải quyết"));
    assert_eq!(line(2).as_deref(), Some("Tháng 11 năm 2026"));
    assert_eq!(sheet.get((9, 1)), Some(&Data::Float(11.0)));
    assert_eq!(sheet.get((9, 6)), Some(&Data::Float(83.3)));
    let query = AuditQuery {
        rows_max: 9,
        ..AuditQuery::default()
    };
    let told = hall.store.audit_lines(query).await.unwrap();
    let exports = told.iter().filter(|line| line.act == AuditAct::Exported);
    assert_eq!(exports.count(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn dossiers_due_soon_are_given_to_a_colleague_from_their_list() {
    let hall = filled().await;
    let mai = signed_in(&hall, Role::Manager).await;
    sign_in(&hall, "lan", Role::Staff, None).await;
    let page = read(&hall, &mai, "/manage/due").await;
    assert!(page.text().contains(code(8).as_str()), "{}", page.text());
    assert!(!page.text().contains(code(7).as_str()), "its clock stands");
    let version = |number: u32| {
        let value = format!("value=\"{}:", code(number));
        let found = between(page.text(), &value, "\"").map(str::to_owned);
        format!("{}:{}", code(number), found.unwrap())
    };
    let (one, two) = (version(8), version(9));
    let fields = |to: &'static str| {
        vec![
            ("key", "k"),
            ("assignee", to),
            ("dossier", one.as_str()),
            ("dossier", two.as_str()),
        ]
    };
    let missing = send(&hall, &mai, "/manage/due", &fields("")).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let nobody = send(&hall, &mai, "/manage/due", &fields("nobody-of-this-name")).await;
    assert_eq!(nobody.status, StatusCode::CONFLICT);
    let none = send(
        &hall,
        &mai,
        "/manage/due",
        &[("key", "k"), ("assignee", "lan")],
    )
    .await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let given = send(&hall, &mai, "/manage/due", &fields("lan")).await;
    assert_eq!(
        given.status,
        StatusCode::SEE_OTHER,
        "{}",
        plain(given.text())
    );
    for number in [8, 9] {
        let stored = hall
            .store
            .dossier(&code(number), &AgencyScope::Everywhere)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(stored.dossier.assignee.as_deref(), Some("lan"));
    }
    let page = read(&hall, &mai, given.header("location")).await;
    assert!(page.text().contains("Đã giao 2 hồ sơ."));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_live_figures_are_a_part_of_a_page() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    let mai = signed_in(&hall, Role::Manager).await;
    let live = read(&hall, &mai, "/manage/live?lang=en").await;
    assert_eq!(live.status, StatusCode::OK);
    assert!(!live.text().contains("<html"), "{}", live.text());
    assert!(plain(live.text()).contains("Received1"), "{}", live.text());
}

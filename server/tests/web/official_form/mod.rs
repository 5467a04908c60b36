//! The official report's pages: what they share, and periods looked at.

mod carried;
mod cells;
mod files;
mod periods;
mod signing;

use axum::http::StatusCode;
use sanh_domain::account::model::Role;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::dossier::Action;
use sanh_domain::period::Period;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::report::official_form::period::PeriodRow;
use sanh_store::{AuditActor, AuditQuery};

use super::desk::{hall, read, send};
use super::hall::{Answer, Hall, at, between};
use super::people::signed_in;

const OCTOBER: &str = "/manage/report/month-2026-10-01";

fn october() -> Period {
    Period::month("2026-10-01".parse().unwrap())
}

/// Puts a period into the list of reports.
async fn put_period(hall: &Hall, period: Period, source: &str) {
    let row = PeriodRow {
        period,
        source: source.to_owned(),
        signed: None,
    };
    let put = hall
        .store
        .put_report_period(row, None, AuditActor::console(), hall.now());
    put.await.unwrap();
}

/// Six dossiers of October: 1 resolved early, 2 late, 3 paused, 4 withdrawn, 5 open and overdue, 6 carried and open.
async fn lived(hall: &Hall) {
    put_period(hall, october(), "calendar").await;
    for number in 1..=5 {
        let intake = sanh_domain::dossier::Intake {
            channel: if number == 1 {
                Channel::Online
            } else {
                Channel::Direct
            },
            ..hall.intake(number, 3)
        };
        let received = at("2026-10-05T08:00:00+07:00");
        let staff = super::hall::staff();
        hall.store
            .receive(intake, received, &staff, true)
            .await
            .unwrap();
    }
    hall.receive_at(6, 60, at("2026-09-28T08:00:00+07:00"))
        .await;
    let reason = || "lý do".to_owned();
    let steps = [
        (1, Action::Resolve, "2026-10-06T08:00:00+07:00"),
        (2, Action::Resolve, "2026-10-20T08:00:00+07:00"),
        (
            3,
            Action::AskPapers { reason: reason() },
            "2026-10-06T08:00:00+07:00",
        ),
        (
            4,
            Action::AskWithdrawal { reason: reason() },
            "2026-10-06T08:00:00+07:00",
        ),
        (
            4,
            Action::ConfirmWithdrawal { reason: reason() },
            "2026-10-06T09:00:00+07:00",
        ),
    ];
    for (number, action, when) in steps {
        hall.act(number, action, at(when)).await;
    }
}

async fn sign(hall: &Hall, manager: &str) -> Answer {
    let page = read(hall, manager, &format!("{OCTOBER}/sign")).await;
    let mark = between(page.text(), "name=\"mark\" value=\"", "\"");
    let mark = mark.unwrap_or_else(|| panic!("{}", page.text())).to_owned();
    send(
        hall,
        manager,
        &format!("{OCTOBER}/sign"),
        &[("mark", &mark)],
    )
    .await
}

async fn lines(hall: &Hall, act: AuditAct) -> Vec<(String, String, String)> {
    let query = AuditQuery {
        rows_max: 50,
        ..AuditQuery::default()
    };
    let lines = hall.store.audit_lines(query).await.unwrap();
    let told = lines.into_iter().filter(|line| line.act == act);
    told.map(|line| (line.actor, line.subject, line.became))
        .collect()
}

/// The figures of the row with this heading, as the page shows them.
fn row(page: &Answer, name: &str) -> Vec<String> {
    let begins = format!("<th scope=\"row\">{name}</th>");
    let rest = page.text().split_once(&begins);
    let rest = rest
        .unwrap_or_else(|| panic!("no line {name}: {}", page.text()))
        .1;
    let line = rest.split_once("</tr>").unwrap().0;
    let cells = line.split("<td class=\"report-figure\">").skip(1);
    cells
        .map(|cell| plain(cell.split_once("</td>").unwrap().0))
        .collect()
}

/// The text without tags.
fn plain(html: &str) -> String {
    let parts = html.split('<');
    parts
        .map(|part| part.split_once('>').map_or(part, |(_, text)| text))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn any_range_of_days_can_be_shown_and_an_empty_one_has_no_rate() {
    let hall = hall().await;
    lived(&hall).await;
    let manager = signed_in(&hall, Role::Manager).await;
    let led = read(
        &hall,
        &manager,
        "/manage/report/days?from=2026-10-05&last=2026-10-06",
    )
    .await;
    assert_eq!(
        led.header("location"),
        "/manage/report/days-2026-10-05-2026-10-06"
    );
    let page = read(&hall, &manager, led.header("location")).await;
    assert_eq!(row(&page, "Tổng cộng")[..4], ["6", "1", "4", "1"]);
    let empty = read(
        &hall,
        &manager,
        "/manage/report/days-2020-01-01-2020-01-31?lang=en",
    )
    .await;
    assert!(
        empty.text().contains("No dossier in this period.") && empty.text().contains("<b>—</b>"),
        "{}",
        empty.text()
    );
    for wrong in ["from=2026-10-06&last=2026-10-05", "from=x&last=y", ""] {
        let answer = read(&hall, &manager, &format!("/manage/report/days?{wrong}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    for unknown in [
        "month-2026-09-01",
        "week-2026-10-01",
        "days-2026-10-06",
        "x",
    ] {
        let answer = read(&hall, &manager, &format!("/manage/report/{unknown}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{unknown}");
    }
    for wrong in ["?by=x", "?v=x", "/file?by=field", "/file?format=pdf"] {
        let answer = read(&hall, &manager, &format!("{OCTOBER}{wrong}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
}

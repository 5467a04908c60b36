//! What people read of applicants is told by the audit, and bounded.

use axum::body::Body;
use axum::http::{Request, header};
use sanh_domain::account::model::Role;
use sanh_domain::audit::model::{AuditAct, AuditLine};
use sanh_store::AuditQuery;

use super::desk::{read, send};
use super::hall::{Hall, NOW, at, config, until};
use super::people::sign_in;

const DOSSIER: &str = "/desk/dossiers/H49.1-261123-0001";
const PHONE: &str = "0901 234 567";

async fn hall(openings_per_h_max: u32, searches_per_h_max: u32) -> Hall {
    let mut config = config();
    config.allow_plain_http = true;
    config.openings_per_h_max = openings_per_h_max;
    config.searches_per_h_max = searches_per_h_max;
    let hall = Hall::with(config, at(NOW)).await;
    hall.receive(1, 5).await;
    hall
}

async fn lines(hall: &Hall, actor: &str) -> Vec<AuditLine> {
    let query = AuditQuery {
        actor: Some(actor.to_owned()),
        rows_max: 100,
        ..AuditQuery::default()
    };
    let mut lines = hall.store.audit_lines(query).await.expect("readable");
    lines.reverse();
    lines
}

/// Waits until so many lines are written of a person, and gives what they tell.
async fn told(hall: &Hall, actor: &str, count: usize) -> Vec<(AuditAct, String)> {
    until("the lines of the audit", || async {
        lines(hall, actor).await.len() >= count
    })
    .await;
    let lines = lines(hall, actor).await.into_iter();
    lines.map(|line| (line.act, line.subject)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_opening_search_and_print_is_one_line_of_the_audit() {
    let hall = hall(100, 100).await;
    let lan = sign_in(&hall, "lan", Role::Staff, None).await;
    assert_eq!(read(&hall, &lan, "/desk").await.status, 200);
    assert_eq!(read(&hall, &lan, DOSSIER).await.status, 200);
    let print = format!("{DOSSIER}/control-slip");
    assert_eq!(read(&hall, &lan, &print).await.status, 200);
    for _ in 0..2 {
        let found = send(&hall, &lan, "/desk/find", &[("find", PHONE)]).await;
        assert_eq!(found.status, 200);
    }
    let told = told(&hall, "lan", 4).await;
    let code = "H49.1-261123-0001".to_owned();
    assert_eq!(told[0], (AuditAct::DossierOpened, code.clone()));
    assert_eq!(told[1], (AuditAct::DossierPrinted, code));
    assert_eq!(told[2], told[3], "the same was asked twice");
    assert_eq!((told[2].0, told.len()), (AuditAct::Searched, 4));
    assert_eq!(told[2].1.len(), 64, "a keyed hash, and nothing of it");
}

#[tokio::test(flavor = "multi_thread")]
async fn openings_and_searches_beyond_the_limit_are_refused_with_a_reason() {
    let hall = hall(2, 1).await;
    let lan = sign_in(&hall, "lan", Role::Staff, None).await;
    let mai = sign_in(&hall, "mai", Role::Staff, None).await;
    for _ in 0..2 {
        assert_eq!(read(&hall, &lan, DOSSIER).await.status, 200);
    }
    let over = read(&hall, &lan, DOSSIER).await;
    assert_eq!(over.status, 429);
    assert!(
        over.text().contains("Đã xem quá nhiều thông tin cá nhân"),
        "{}",
        over.text()
    );
    assert_eq!(read(&hall, &mai, DOSSIER).await.status, 200);
    let find = [("find", PHONE)];
    assert_eq!(send(&hall, &lan, "/desk/find", &find).await.status, 200);
    assert_eq!(send(&hall, &lan, "/desk/find", &find).await.status, 429);
    assert_eq!(
        read(&hall, &lan, "/desk").await.status,
        200,
        "the list shows nobody"
    );
    let told = told(&hall, "lan", 5).await;
    let refused = told.iter().filter(|(act, _)| *act == AuditAct::Refused);
    assert_eq!(refused.count(), 2, "{told:?}");
    let since = at(NOW) - chrono::Duration::hours(1);
    until("what is counted of each", || async {
        let counts = hall.store.audit_counts(&[AuditAct::DossierOpened], since);
        let mut counts = counts.await.expect("readable");
        counts.sort();
        counts == [("lan".to_owned(), 2), ("mai".to_owned(), 1)]
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_page_or_stream_is_recorded_in_the_audit() {
    let hall = hall(100, 100).await;
    let lan = sign_in(&hall, "lan", Role::Staff, Some(hall.agencies[0])).await;
    let quan = sign_in(&hall, "quan", Role::Admin, None).await;
    assert_eq!(read(&hall, &lan, "/admin/audit").await.status, 403);
    assert_eq!(
        read(&hall, &lan, DOSSIER).await.status,
        404,
        "of another agency"
    );
    let stream = Request::get("/desk/events?dossier=H49.1-261123-0001")
        .header(header::COOKIE, &quan)
        .body(Body::empty());
    assert_eq!(hall.ask(stream.expect("a request")).await.status, 403);
    let of_lan = told(&hall, "lan", 2).await;
    let refused = |path: &str| (AuditAct::Refused, path.to_owned());
    assert_eq!(of_lan, [refused("/admin/audit"), refused(DOSSIER)]);
    assert_eq!(
        told(&hall, "quan", 1).await,
        [refused("/desk/events")],
        "and not what it asked for"
    );
}

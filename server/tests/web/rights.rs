//! Every route by whoever may ask. For whom a route is stands in tables of these tests: one that nobody has decided fails.

mod foreign;
mod table;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use sanh_app::app::{FUNCTIONS, function_access};
use sanh_domain::account::model::{Access, Role};
use sanh_domain::audit::model::AuditAct;
use sanh_server::web::{routes, server_functions};
use sanh_store::AuditQuery;

use super::hall::{Hall, NOW, at, config};
use super::people::{sign_in, signed_in};

/// Who asks: nobody, or somebody of a role.
const WHO: [Option<Role>; 4] = [
    None,
    Some(Role::Staff),
    Some(Role::Manager),
    Some(Role::Admin),
];

/// What stands in the place of a path's parts.
fn address(path: &str) -> String {
    path.replace("{name}", "lobby")
        .replace("{account}", "nobody")
        .replace("{agency}", "1")
        .replace("{field}", "1")
        .replace("{procedure}", "1")
        .replace("{message}", "1")
        .replace("{screen}", "lobby")
        .replace("{setting}", "centre_place")
        .replace("{code}", "H49.1-261123-0001")
        .replace("{sequence}", "1")
        .replace("{view}", "1")
        .replace("{link}", "unknown")
        .replace("{topic}", "receive")
        .replace("{notice}", "1")
        .replace("{alarm}", "1")
        .replace("{absence}", "1")
        .replace("{import}", "1")
        .replace("{document}", "1")
        .replace("{version}", "1")
        .replace("{attachment}", "1")
        .replace("{feedback}", "1")
        .replace("{period}", "month-2026-10-01")
}

/// For whom a route is, as it was decided.
fn expected(path: &str) -> Access {
    let decided = table::access(path).or_else(|| super::functions::access(path));
    decided.unwrap_or_else(|| panic!("nobody has decided for whom {path} is"))
}

fn may(access: Access, role: Option<Role>) -> bool {
    match (access, role) {
        (Access::Public, _) | (Access::SignedIn, Some(_)) => true,
        (Access::Desk, Some(role)) => role != Role::Admin,
        (Access::Manage, Some(role)) => role == Role::Manager,
        (Access::Administer, Some(role)) => role == Role::Admin,
        (_, None) => false,
    }
}

fn request(method: &Method, path: &str, cookie: Option<&str>, site: &str) -> Request<Body> {
    let mut request = Request::builder()
        .method(method.clone())
        .uri(address(path))
        .header("sec-fetch-site", site)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    if let Some(cookie) = cookie {
        request = request.header(header::COOKIE, cookie);
    }
    request.body(Body::empty()).expect("a request")
}

async fn hall() -> Hall {
    let mut config = config();
    config.allow_plain_http = true;
    Hall::with(config, at(NOW)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_admits_exactly_those_with_its_access() {
    let hall = hall().await;
    let before = hall.store.change_number().await.expect("readable");
    for role in WHO {
        for route in &routes() {
            // Each request has its own session, because one of the routes ends it.
            let cookie = match role {
                Some(role) => Some(signed_in(&hall, role).await),
                None => None,
            };
            let asked = request(&route.method, route.path, cookie.as_deref(), "same-origin");
            let answer = hall.ask(asked).await;
            let what = format!(
                "{} {} by {role:?}: {}",
                route.method, route.path, answer.status
            );
            let is_refused = match answer.status {
                StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => route.path != "/painted",
                StatusCode::SEE_OTHER => {
                    role.is_none() && answer.header("location").starts_with("/sign-in?then=")
                }
                _ => false,
            };
            let expected = expected(route.path);
            assert_eq!(route.access, expected, "{what}");
            assert_eq!(!is_refused, may(expected, role), "{what}");
            assert!(answer.status.as_u16() < 500, "{what}");
        }
    }
    let after = hall.store.change_number().await.expect("readable");
    assert_eq!(before, after, "nothing was changed by an empty form");
}

#[test]
fn every_server_function_has_its_access_in_the_table() {
    let registered: Vec<&str> = server_functions().map(|(path, _)| path).collect();
    for path in &registered {
        assert!(function_access(path).is_some(), "{path} has no row");
    }
    for (path, _) in FUNCTIONS {
        assert!(registered.contains(path), "{path} is no function");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_from_another_site_is_refused_with_an_audit_entry() {
    let hall = hall().await;
    let before = hall.store.change_number().await.expect("readable");
    for role in [Role::Staff, Role::Manager, Role::Admin] {
        let cookie = signed_in(&hall, role).await;
        for route in routes().iter().filter(|route| route.method != Method::GET) {
            let what = format!("{} by {role}", route.path);
            let asked = request(&route.method, route.path, Some(&cookie), "cross-site");
            let answer = hall.ask(asked).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}");
            let is_page = route.path != "/painted" && function_access(route.path).is_none();
            let message = "Yêu cầu này không được gửi từ một trang của hệ thống.";
            assert_eq!(answer.text().contains(message), is_page, "{what}");
            let policy = answer.header("content-security-policy");
            assert!(policy.starts_with("default-src 'none'"), "{what}");
            let query = AuditQuery {
                actor: Some(role.as_str().to_owned()),
                rows_max: 1,
                ..AuditQuery::default()
            };
            let lines = hall.store.audit_lines(query).await.expect("readable");
            let told = (lines[0].act, lines[0].subject.clone());
            assert_eq!(told, (AuditAct::Refused, address(route.path)), "{what}");
        }
    }
    let after = hall.store.change_number().await.expect("readable");
    assert_eq!(before, after, "nothing was changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_from_another_site_is_refused_in_their_language_without_an_audit_entry() {
    let hall = hall().await;
    let asked = Request::post("/sign-in")
        .header("sec-fetch-site", "cross-site")
        .header("accept-language", "en");
    let answer = hall
        .ask(asked.body(Body::empty()).expect("a request"))
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(
        answer
            .text()
            .contains("It did not come from a page of this site.")
    );
    let query = AuditQuery {
        rows_max: 9,
        ..AuditQuery::default()
    };
    let lines = hall.store.audit_lines(query).await.expect("readable");
    assert!(lines.iter().all(|line| line.act != AuditAct::Refused));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rooms_are_closed_over_plain_http() {
    let hall = Hall::open().await;
    for route in routes()
        .iter()
        .filter(|route| route.access != Access::Public)
    {
        let asked = request(&route.method, route.path, None, "same-origin");
        assert_eq!(
            hall.ask(asked).await.status,
            StatusCode::FORBIDDEN,
            "{}",
            route.path
        );
    }
    let of_strangers = [
        (Method::GET, "/sign-in"),
        (Method::GET, "/sign-in/code"),
        (Method::GET, "/welcome/unknown"),
        (Method::POST, "/api/sign_in"),
        (Method::POST, "/api/confirm_code"),
        (Method::POST, "/api/read_link"),
        (Method::POST, "/api/settle_link"),
    ];
    for (method, path) in of_strangers {
        let asked = request(&method, path, None, "same-origin");
        assert_eq!(
            hall.ask(asked).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dossier_of_another_agency_is_not_found() {
    let hall = hall().await;
    hall.receive(1, 5).await;
    let mine = sign_in(&hall, "of-its-agency", Role::Staff, Some(hall.agencies[1])).await;
    let other = sign_in(&hall, "of-another", Role::Staff, Some(hall.agencies[0])).await;
    let of_dossier = routes();
    let of_dossier = of_dossier
        .iter()
        .filter(|route| route.path.contains("{code}"));
    for route in of_dossier {
        let asked = request(&route.method, route.path, Some(&other), "same-origin");
        let answer = hall.ask(asked).await;
        // An address that only takes forms reveals nothing about the dossier to a reader either.
        let is_hidden = matches!(
            answer.status,
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED
        );
        assert!(is_hidden, "{} {}", route.method, route.path);
        assert!(
            !answer.text().contains("H49.1-261123-0001"),
            "{}",
            route.path
        );
    }
    let asked = request(
        &Method::GET,
        "/desk/dossiers/{code}",
        Some(&mine),
        "same-origin",
    );
    assert_eq!(hall.ask(asked).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_of_another_site_makes_a_browser_download_from_the_rooms() {
    let hall = hall().await;
    let cookie = signed_in(&hall, Role::Manager).await;
    let files = ["/manage/dossiers.csv", "/manage/table.xlsx", "/desk/export"];
    for path in files {
        for (site, is_ours) in [("cross-site", false), ("same-site", false), ("none", true)] {
            let asked = request(&Method::GET, path, Some(&cookie), site);
            let answer = hall.ask(asked).await;
            let is_refused = answer.status == StatusCode::FORBIDDEN;
            assert_eq!(
                is_refused, !is_ours,
                "{path} from {site}: {}",
                answer.status
            );
        }
    }
}

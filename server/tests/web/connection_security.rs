//! How a request came: what opens the rooms for people who sign in, and what does not.

use sanh_server::config::Config;

use super::hall::{Hall, NOW, at, config};
use super::lookup::posted;

/// What comes from another machine.
const ELSEWHERE: &str = "203.0.113.9:5";
/// What comes from a proxy on the same machine that names nobody, and from one that does.
const HERE: &str = "127.0.0.1:50000";
const FORWARDED: (&str, &str) = ("x-forwarded-for", "203.0.113.9");

#[tokio::test(flavor = "multi_thread")]
async fn host_name_and_loopback_address_do_not_make_a_connection_private() {
    let hall = Hall::open().await;
    for host in ["localhost:3000", "127.0.0.1:3000", "hcc.example.vn"] {
        let refused = hall.get_from(HERE, "/sign-in", &[("host", host)]).await;
        assert_eq!(refused.status, 403, "{host}");
        assert!(
            refused.text().contains("allow_plain_http"),
            "the switch is named"
        );
        assert_eq!(
            hall.get_from(HERE, "/", &[("host", host)]).await.status,
            200
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_slip_holds_and_what_people_write_is_not_taken_over_plain_http() {
    let hall = Hall::open().await;
    for path in ["/lookup", "/lookup?kiosk", "/lookup/tell", "/feedback"] {
        let refused = hall.get_from(ELSEWHERE, path, &[]).await;
        assert_eq!(refused.status, 403, "{path}");
        assert!(refused.text().contains("allow_plain_http"), "{path}");
    }
    let number = [("code", "H49.1-261123-0001"), ("pin", "12345678")];
    for path in ["/lookup", "/api/look_up"] {
        let refused = hall.ask(posted(path, ELSEWHERE, &number)).await;
        assert_eq!(refused.status, 403, "{path}");
    }
    let ticket = [("ticket", "1")];
    let refused = hall.ask(posted("/lookup/events", ELSEWHERE, &ticket)).await;
    assert_eq!(refused.status, 403);
    let link = [("token", "1")];
    let confirm = posted("/api/confirm_subscription", ELSEWHERE, &link);
    assert_eq!(hall.ask(confirm).await.status, 403);
    // Whoever wants no more letters can say so where the letters lead.
    let stop = "/lookup/tell/stop/1";
    assert_eq!(hall.ask(posted(stop, ELSEWHERE, &[])).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_switch_opens_the_rooms_over_plain_http() {
    let hall = Hall::with(
        Config {
            allow_plain_http: true,
            ..config()
        },
        at(NOW),
    )
    .await;
    assert_eq!(
        hall.get_from("203.0.113.9:5", "/sign-in", &[]).await.status,
        200
    );
    for mark in [
        FORWARDED,
        ("forwarded", "for=203.0.113.9"),
        ("x-real-ip", "203.0.113.9"),
    ] {
        let refused = hall.get_from(HERE, "/sign-in", &[mark]).await;
        assert_eq!(refused.status, 403, "{mark:?}");
        assert!(
            refused.text().contains("trusted_proxy"),
            "the setting is named"
        );
        for public in ["/", "/board", "/screen/lobby", "/open/board.json"] {
            assert_eq!(
                hall.get_from(HERE, public, &[mark]).await.status,
                200,
                "{public}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_trusted_proxy_https_decides() {
    let hall = Hall::with(
        Config {
            trusted_proxy: "127.0.0.1".parse().expect("an address"),
            ..config()
        },
        at(NOW),
    )
    .await;
    let over = |scheme| [FORWARDED, ("x-forwarded-proto", scheme)];
    assert_eq!(
        hall.get_from(HERE, "/sign-in", &over("https")).await.status,
        200
    );
    assert_eq!(
        hall.get_from(HERE, "/sign-in", &over("http")).await.status,
        403
    );
    let pretended = hall
        .get_from("203.0.113.9:5", "/sign-in", &over("https"))
        .await;
    assert_eq!(pretended.status, 403, "only the proxy is believed");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_metrics_need_the_token() {
    let hall = Hall::with(super::hall::measured(), at(NOW)).await;
    assert_eq!(hall.get("/metrics").await.status, 401);
    let wrong = [("authorization", "Bearer another")];
    assert_eq!(hall.get_from(HERE, "/metrics", &wrong).await.status, 401);
    assert_eq!(hall.metrics().await.status, 200);
}

//! Looking at the wall as it is not now.

use chrono::Duration;
use sanh_domain::dossier::Action;

use sanh_app::live_board::BoardPort;
use sanh_domain::notice::model::{Audience, Priority};
use sanh_domain::period::PeriodSelection;
use sanh_domain::scope::Scope;
use sanh_domain::text::name::Name;
use sanh_store::{AuditActor, NewNotice};
use sqlx::Connection;

use sanh_server::config::Config;

use super::hall::{Answer, Hall, NOW, at, between, config};

/// A hall whose walls anyone may look at.
async fn open() -> Hall {
    let settings = Config {
        allow_preview: true,
        ..config()
    };
    Hall::with(settings, at(NOW)).await
}

async fn here(hall: &Hall, address: &str) -> Answer {
    hall.get_from("203.0.113.9:50000", address, &[]).await
}

/// A keyed figure of a page.
fn figure(answer: &Answer, key: &str) -> String {
    let rest = between(answer.text(), &format!("data-k=\"{key}\""), "</").expect("the figure");
    let (_, text) = rest.split_once('>').expect("its text");
    text.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_loopback_address_gives_no_access_to_previews() {
    let hall = Hall::open().await;
    let addresses = [
        "/?preview=lost",
        "/?at=2026-11-20T10:00",
        "/screen/lobby?preview=night",
    ];
    let visitors = [
        ("203.0.113.9:50000", vec![("host", "hcc.example.vn")]),
        // Visitors who come through a tunnel or a proxy on the same machine have this address.
        ("127.0.0.1:50000", vec![("host", "localhost:3000")]),
        ("[::1]:50000", vec![("host", "[::1]:3000")]),
        ("127.0.0.1:50000", vec![]),
    ];
    for address in addresses {
        for (from, headers) in &visitors {
            let refused = hall.get_from(from, address, headers).await;
            assert_eq!(refused.status, 403, "{address} from {from}, {headers:?}");
            assert!(!refused.text().contains("data-version"), "{address}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_settings_can_allow_previews_to_everybody() {
    let hall = open().await;
    for address in ["/?preview=lost", "/?at=2026-11-20T10:00"] {
        assert_eq!(here(&hall, address).await.status, 200, "{address}");
    }
    let unknown = here(&hall, "/?preview=yesterday").await;
    assert_eq!(unknown.status, 400);
    for wrong in ["/?at=soon", "/?at=1800-01-01", "/?at=2100-01-01T00:00"] {
        assert_eq!(here(&hall, wrong).await.status, 400, "{wrong}");
    }
    for zoned in [
        "/?at=2026-11-20T10:00:00+07:00",
        "/?at=2026-11-20T10:00%2B07:00",
    ] {
        assert_eq!(here(&hall, zoned).await.status, 200, "{zoned}");
    }
    assert_eq!(
        here(&hall, "/?at=2026-11-20&preview=lost").await.status,
        400
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_of_the_past_shows_the_figures_of_that_time() {
    let hall = open().await;
    let morning = at("2026-11-20T09:00:00+07:00");
    hall.receive_at(1, 5, morning).await;
    hall.act(1, Action::Start, morning + Duration::hours(1))
        .await;
    hall.act(1, Action::Resolve, morning + Duration::hours(2))
        .await;
    let address = |time: &str| format!("/?period=month&at=2026-11-20T{time}");
    let before = here(&hall, &address("08:59")).await;
    let pending = here(&hall, &address("10:59")).await;
    let resolved = here(&hall, &address("11:00")).await;
    assert_eq!(figure(&before, "month.pending"), "0");
    assert_eq!(figure(&pending, "month.pending"), "1");
    assert_eq!(figure(&pending, "month.in_time"), "0");
    assert_eq!(figure(&resolved, "month.in_time"), "1");
    assert!(resolved.text().contains("11:00") && resolved.text().contains("Xem lại"));
    assert!(resolved.text().contains("data-preview=\"at\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn tomorrow_morning_shows_what_will_be_overdue_if_nothing_is_done() {
    let hall = open().await;
    let received_at = at("2026-11-19T15:00:00+07:00");
    hall.receive_at(1, 2, received_at).await;
    let now = here(&hall, "/?period=month&preview=night").await;
    let tomorrow = here(&hall, "/?period=month&preview=tomorrow").await;
    assert_eq!(figure(&now, "month.overdue"), "0", "due this afternoon");
    assert_eq!(figure(&tomorrow, "month.overdue"), "1");
    assert_eq!(figure(&tomorrow, "month.within"), "0");
    assert!(tomorrow.text().contains("08:00"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_preview_of_a_holiday_is_dim_has_its_date_and_nothing_received() {
    let hall = open().await;
    hall.receive(1, 5).await;
    let holiday = here(&hall, "/?period=day&preview=holiday").await;
    assert!(
        holiday.text().contains("tháng 1, 2027"),
        "{}",
        holiday.text()
    );
    assert!(holiday.text().contains("data-night=\"true\""));
    assert_eq!(figure(&holiday, "day.all.received"), "0");
    assert_eq!(figure(&holiday, "day.pending"), "1");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_writes_nothing_whatever_its_year() {
    let hall = Hall::demo(2_000).await;
    let number = hall.store.change_number().await.expect("a number");
    let before = hall.store.would_disclose(2027).await.expect("a choice");
    for address in [
        "/?preview=holiday",
        "/?at=2027-06-01T08:00",
        "/?at=2025-06-02T08:00",
    ] {
        assert_eq!(here(&hall, address).await.status, 200, "{address}");
    }
    assert_eq!(hall.store.change_number().await.expect("a number"), number);
    hall.receive(1, 5).await;
    let after = hall.store.would_disclose(2027).await.expect("a choice");
    assert_eq!(before.fields(), after.fields());
    let mut client = sqlx::SqliteConnection::connect(&hall.options.url)
        .await
        .expect("a connection");
    let sql = "SELECT year FROM disclosed_fields ORDER BY year";
    let fixed: Vec<i64> = sqlx::query_scalar(sql)
        .fetch_all(&mut client)
        .await
        .expect("readable");
    // The demo fixes the fields of 2025 itself, although no board was counted then.
    assert_eq!(fixed, [2025, 2026], "only the year of a real board");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_of_now_shows_what_the_wall_shows() {
    let hall = Hall::demo(2_000).await;
    let live = hall
        .web
        .live
        .edition(Scope::Centre)
        .await
        .expect("an edition");
    let seen = hall
        .web
        .live
        .edition_at(Scope::Centre, PeriodSelection::All, live.at);
    let seen = seen.await.expect("an edition");
    let pairs = live.boards.iter().zip(&seen.boards);
    for (now, looked_at) in pairs {
        assert!(now.shows_the_same_as(looked_at), "{:?}", now.period().kind);
    }
    assert_eq!(live.office_day, seen.office_day);
    let month = hall
        .web
        .live
        .edition_at(Scope::Centre, PeriodSelection::Month, live.at);
    assert_eq!(month.await.expect("an edition").boards.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_shows_a_notice_only_at_its_time() {
    let hall = open().await;
    let notice = NewNotice {
        text: Name {
            vi: "Mất điện buổi sáng".to_owned(),
            en: None,
        },
        priority: Priority::Notice,
        from: at("2026-11-20T07:30:00+07:00"),
        until: at("2026-11-20T11:30:00+07:00"),
        screens: Audience::All,
    };
    hall.store
        .put_notice(notice, AuditActor::console(), hall.now())
        .await
        .expect("made");
    let then = here(&hall, "/?at=2026-11-20T10:00").await;
    let later = here(&hall, "/?at=2026-11-20T12:00").await;
    assert!(then.text().contains("Mất điện buổi sáng"));
    assert!(!later.text().contains("Mất điện buổi sáng"));
    assert!(!hall.get("/").await.text().contains("Mất điện"));
}

#[tokio::test(flavor = "multi_thread")]
async fn everyone_may_choose_light_size_and_night_by_the_address() {
    let hall = open().await;
    let answer = hall
        .get_from(
            "203.0.113.9:50000",
            "/?theme=dark&distance=far&night=same",
            &[],
        )
        .await;
    assert_eq!(answer.status, 200);
    for part in [
        "data-theme=\"dark\"",
        "data-distance=\"far\"",
        "data-night=\"false\"",
    ] {
        assert!(answer.text().contains(part), "{part}");
    }
    for wrong in ["/?theme=blue", "/?distance=5m", "/?night=off"] {
        assert_eq!(hall.get(wrong).await.status, 400, "{wrong}");
    }
}

//! A database that takes no more writes, as on a full disk: said at once, to everybody who has to know, and nothing typed is lost.

use std::sync::Arc;

use axum::http::StatusCode;
use sanh_domain::account::model::Role;
use sanh_server::jobs::alarm::AlarmWatch;
use sanh_server::outbox::alarm::AlarmTransports;
use sanh_store::vault::MasterKey;
use sanh_store::{Store, StoreOptions};

use super::desk::{hall, procedure, read, send};
use super::hall::{Answer, Hall, between, until};
use super::people::{sign_in, signed_in};

/// Receptions after which the pages that are half empty are full (ours: far more than there is room for).
const RECEPTIONS_MAX: u32 = 2_000;

/// The same database, in the hands of a server whose disk has no page more.
async fn fill_disk(hall: &Hall) -> Arc<Store> {
    let options = StoreOptions {
        pages_max: Some(1),
        ..hall.options.clone()
    };
    let store = Store::open(&options).await.expect("it opens");
    let master = MasterKey::new(&[9; 32]).expect("a key");
    store.unlock(&master).await.expect("the vault opens");
    let store = Arc::new(store);
    hall.opening.send_replace(Some(Arc::clone(&store)));
    store
}

/// Receives until the disk takes no more; answers what the clerk is shown then.
async fn receive_until_full(hall: &Hall, lan: &str, procedure: &str) -> Answer {
    let agency = hall.agencies[0].0.to_string();
    for number in 0..RECEPTIONS_MAX {
        let key = format!("r{number}");
        let fields = [
            ("procedure", procedure),
            ("agency", &agency),
            ("channel", "direct"),
            ("key", &key),
            ("action", "receive"),
            ("name", "Nguyễn Thử Nghiệm"),
            ("phone", "0912 345 678"),
            ("other_papers", "Đơn xin <cấp>"),
        ];
        let answer = send(hall, lan, "/desk/receive", &fields).await;
        if answer.status != StatusCode::SEE_OTHER {
            return answer;
        }
    }
    panic!("the disk was never full");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_reported_at_once_and_typed_text_stays() {
    let hall = hall().await;
    let procedure = procedure(&hall).await.0.to_string();
    hall.receive(1, 5).await;
    let lan = signed_in(&hall, Role::Staff).await;
    let manager = sign_in(&hall, "quan", Role::Manager, None).await;
    let store = fill_disk(&hall).await;
    let refused = receive_until_full(&hall, &lan, &procedure).await;
    assert_eq!(refused.status.as_u16(), 507, "{}", refused.text());
    let html = refused.text();
    assert!(html.contains("đĩa của máy chủ đã đầy"), "{html}");
    for typed in ["value=\"Nguyễn Thử Nghiệm\"", "value=\"0912 345 678\""] {
        assert!(html.contains(typed), "the same form again: {html}");
    }
    assert!(html.contains("Đơn xin &lt;cấp"), "{html}");

    let ready = hall.get("/readyz").await;
    assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(ready.text().contains("takes no writes"), "{}", ready.text());
    assert_eq!(
        hall.get("/").await.status,
        StatusCode::OK,
        "the wall goes on"
    );

    // A form without its own page for this fault keeps the typed text too.
    let note = "Gọi lại ".repeat(2_000 / 8);
    hall.opening.send_replace(Some(Arc::clone(&store)));
    let to = "/desk/dossiers/H49.1-261123-0001/notes";
    let mut noted = send(&hall, &lan, to, &[("key", "n0"), ("note", &note)]).await;
    for number in 1..RECEPTIONS_MAX {
        if noted.status != StatusCode::SEE_OTHER {
            break;
        }
        let key = format!("n{number}");
        noted = send(&hall, &lan, to, &[("key", &key), ("note", &note)]).await;
    }
    assert_eq!(noted.status.as_u16(), 507, "{}", noted.text());
    let kept = between(noted.text(), "name=\"note\" value=\"", "\"").expect("the field");
    assert_eq!(kept.trim(), note.trim());
    let key = between(noted.text(), "name=\"key\" value=\"", "\"").expect("the key");
    assert!(
        key.starts_with('n'),
        "sent again it is the same form: {key}"
    );

    // The alarm begins with the next check and stays, however often it is checked, until the disk accepts writes.
    let config = sanh_server::config::Config {
        alarm_disk_free_pct: 0,
        ..(*hall.web.config).clone()
    };
    let ways = AlarmTransports::of(&config).expect("ways");
    let (live, open) = (hall.web.live.clone(), hall.opening.subscribe());
    let mut watch = AlarmWatch::new(live, open, Arc::new(config), hall.clock.clone(), ways);
    for _ in 0..3 {
        watch.check().await;
        let metrics = hall.metrics().await;
        let open = "sanh_alarms_open{kind=\"database_unwritable\"} 1";
        assert!(metrics.text().contains(open), "{}", metrics.text());
        let page = read(&hall, &manager, "/manage/alarms").await;
        assert!(
            page.text().contains("đĩa không nhận dữ liệu"),
            "{}",
            page.text()
        );
    }
    assert!(store.probe_write().await.is_err());

    hall.opening.send_replace(Some(Arc::clone(&hall.store)));
    until("readiness", || async {
        hall.get("/readyz").await.status == StatusCode::OK
    })
    .await;
    watch.check().await;
    let metrics = hall.metrics().await;
    let over = "sanh_alarms_open{kind=\"database_unwritable\"} 0";
    assert!(metrics.text().contains(over), "{}", metrics.text());
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_takes_writes_again_is_noticed_by_a_probe_alone() {
    let hall = hall().await;
    let full = fill_disk(&hall).await;
    assert!(full.probe_write().await.is_err());
    assert!(full.health().unwritable().is_some());
    // A write that changes nothing does not prove that the disk has room.
    let seen = full.note_screens(Vec::new(), hall.now()).await;
    assert!(seen.is_ok() && full.health().unwritable().is_some());
    hall.store.probe_write().await.expect("there is room");
    // The pages that the probe used and freed are room for the other store too.
    full.probe_write().await.expect("there is room");
    assert_eq!(full.health().unwritable(), None);
    full.close().await;
}

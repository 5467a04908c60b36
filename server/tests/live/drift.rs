//! Counters of one agency drift: its wall says that its figures are old until they are set right; every other wall goes on.

use std::sync::Arc;

use sanh_app::alarm::model::AlarmKind;
use sanh_app::board::model::Scope;
use sanh_server::clock::Clock;
use sanh_server::config::Config;
use sanh_server::jobs::alarm::Watch;
use sanh_server::outbox::alarm::AlarmWays;
use sqlx::{Connection, SqliteConnection};

use super::hall::{Hall, config, screen, until};
use super::screen::Wall;

async fn execute(hall: &Hall, sql: &'static str) {
    let conn = SqliteConnection::connect(&hall.options.url).await;
    let mut conn = conn.expect("a client");
    sqlx::query(sql)
        .execute(&mut conn)
        .await
        .expect("the statement runs");
}

fn watch_of(hall: &Hall) -> Watch {
    let config = Config {
        alarm_disk_free_pct: 0,
        ..config()
    };
    let ways = AlarmWays::of(&config).expect("ways");
    let (live, open) = (hall.web.live.clone(), hall.opening.subscribe());
    let clock: Arc<dyn Clock> = hall.clock.clone();
    Watch::new(live, open, Arc::new(config), clock, ways)
}

/// The age a wall's beat tells of its figures, ms.
async fn age_ms(wall: &mut Wall) -> i64 {
    let beat = wall.beat().await;
    let ms = |name: &str| beat[name].as_i64().expect("milliseconds");
    ms("now") - ms("fresh")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drifted_agency_is_marked_old_alone_until_its_counters_are_set_right() {
    let settings = Config {
        beat_s: 1,
        ..config()
    };
    let hall = Hall::with(settings, super::hall::at(super::hall::NOW)).await;
    let other = screen("build", Scope::Agency(hall.agencies[2]), "vi", "month");
    hall.store.put_screen(other).await.expect("a wall");
    hall.receive(1, 3).await;
    until("the new wall", || async {
        hall.web.live.setting("build").is_ok()
    })
    .await;
    let mut land = Wall::open(&hall, "/events/land").await;
    let mut build = Wall::open(&hall, "/events/build").await;
    let mut lobby = Wall::open(&hall, "/events/lobby").await;
    for wall in [&mut land, &mut build, &mut lobby] {
        wall.greeted().await;
    }

    // Dossier 1 is of agency 2, whose wall is "land".
    execute(
        &hall,
        "UPDATE open_counter SET running = running - 9 WHERE agency_id = 2",
    )
    .await;
    hall.receive(2, 3).await;
    for wall in [&mut build, &mut lobby] {
        let painting = wall.painting().await;
        assert!(!painting.data.is_empty(), "what was received is painted");
    }
    until("the fault", || async { !hall.web.live.faults().is_empty() }).await;
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    let mut oldest = 0;
    for _ in 0..3 {
        oldest = oldest.max(age_ms(&mut land).await);
    }
    assert!(oldest > 2_000, "{oldest} ms");
    assert!(hall.web.live.is_ready(), "the other walls are served");
    assert_eq!(hall.get("/readyz").await.status, 200);
    let mut fresh = age_ms(&mut build).await;
    for _ in 0..3 {
        fresh = fresh.min(age_ms(&mut build).await);
    }
    assert!(fresh < oldest, "{fresh} ms, {oldest} ms");

    let mut watch = watch_of(&hall);
    watch.look().await;
    let open = hall.store.open_alarms().await.expect("readable");
    let drift = open.iter().find(|it| it.kind == AlarmKind::CountersDrift);
    assert_eq!(drift.expect("an alarm").subject, "Phòng Đất đai");
    let report = hall.store.verify(hall.now()).await.expect("readable");
    assert!(report.is_clean(), "{report}");
    until("its board", || async { hall.web.live.faults().is_empty() }).await;
    watch.look().await;
    let open = hall.store.open_alarms().await.expect("readable");
    let drift = open.iter().find(|it| it.kind == AlarmKind::CountersDrift);
    assert_eq!(drift, None, "the alarm is over");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_whose_row_cannot_be_read_keeps_no_other_from_its_board() {
    let hall = Hall::open().await;
    let mut lobby = Wall::open(&hall, "/events/lobby").await;
    lobby.greeted().await;
    execute(
        &hall,
        "UPDATE screen SET identify_until = 9223372036854775807 WHERE name = 'land'",
    )
    .await;
    hall.receive(1, 3).await;
    let painting = lobby.painting().await;
    assert!(!painting.data.is_empty());
    assert_eq!(hall.get("/screen/land").await.status, 200);
    assert!(hall.web.live.is_ready());
}

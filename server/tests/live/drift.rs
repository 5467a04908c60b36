//! Counters of one agency drift: its wall says that its figures are old until they are set right; every other wall goes on.

use std::sync::Arc;
use std::time::Duration;

use sanh_domain::account::model::AgencyScope;
use sanh_domain::alarm::model::AlarmKind;
use sanh_domain::dossier::Intake;
use sanh_domain::scope::Scope;
use sanh_server::config::Config;
use sanh_server::jobs::alarm::AlarmWatch;
use sanh_server::outbox::alarm::AlarmTransports;
use sanh_store::clock::Clock;
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};

use super::hall::{Hall, config, screen, staff, until};
use super::screen::Wall;

async fn execute(hall: &Hall, sql: &str) {
    let conn = SqliteConnection::connect(&hall.options.url).await;
    let mut conn = conn.expect("a client");
    sqlx::query(AssertSqlSafe(sql))
        .execute(&mut conn)
        .await
        .expect("the statement runs");
}

fn watch_of(hall: &Hall) -> AlarmWatch {
    let config = Config {
        alarm_disk_free_pct: 0,
        ..config()
    };
    let ways = AlarmTransports::of(&config).expect("ways");
    let (live, open) = (hall.web.live.clone(), hall.opening.subscribe());
    let clock: Arc<dyn Clock> = hall.clock.clone();
    AlarmWatch::new(live, open, Arc::new(config), clock, ways)
}

/// The age of a scope's figures, as its walls' beats tell it, ms.
fn age_ms(hall: &Hall, wall: &str, scope: Scope) -> i64 {
    let version = hall.web.live.version(scope).unwrap_or_default();
    let beat = hall.web.live.beat(wall, scope, version);
    beat.now - beat.fresh
}

/// What is wrong with counters, and with whose.
async fn drifted(hall: &Hall) -> Vec<String> {
    let open = hall
        .store
        .open_alarms(&AgencyScope::Everywhere)
        .await
        .expect("readable");
    let drift = open
        .into_iter()
        .filter(|it| it.kind == AlarmKind::CountersDrift);
    drift.map(|it| it.subject).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drifted_agency_is_marked_old_alone_until_its_counters_are_set_right() {
    let hall = Hall::demo(2_000).await;
    let agencies = hall.store.agencies().await.expect("agencies");
    let (drifting, healthy) = (Scope::Agency(agencies[2].id), Scope::Agency(agencies[1].id));
    for (name, scope) in [("drifting", drifting), ("healthy", healthy)] {
        let wall = screen(name, scope, "vi", "all");
        hall.store.put_screen(wall).await.expect("a wall");
    }
    until("the new walls", || async {
        hall.web.live.setting("healthy").is_ok()
    })
    .await;
    let mut walls = Vec::new();
    for name in ["drifting", "healthy", "lobby"] {
        walls.push(Wall::open(&hall, &format!("/events/{name}")).await);
    }
    for wall in &mut walls {
        wall.greeted().await;
    }

    let sql = format!(
        "UPDATE open_counter SET running = running - 9000 WHERE agency_id = {}",
        agencies[2].id.0
    );
    execute(&hall, &sql).await;
    let disclosed = hall
        .store
        .disclosed_fields(2026)
        .await
        .expect("disclosed fields");
    let field = hall
        .fields
        .iter()
        .copied()
        .find(|field| disclosed.shows(*field));
    let intake = Intake {
        agency: agencies[1].id,
        field: field.expect("a disclosed field"),
        ..hall.intake(9_001, 3)
    };
    let received = hall.store.receive(intake, hall.now(), &staff(), true).await;
    received.expect("received");
    for wall in &mut walls[1..] {
        // The new dossier is painted, although another agency cannot be counted.
        wall.painting().await;
    }
    until("the fault", || async { !hall.web.live.faults().is_empty() }).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert!(age_ms(&hall, "drifting", drifting) > 2_000);
    until("fresh figures", || async {
        age_ms(&hall, "healthy", healthy) < 1_500
    })
    .await;
    assert!(hall.web.live.is_ready(), "the other walls are served");
    assert_eq!(hall.get("/readyz").await.status, 200);

    let mut watch = watch_of(&hall);
    watch.check().await;
    assert_eq!(drifted(&hall).await, [agencies[2].name.vi.clone()]);
    let report = hall.store.verify(hall.now()).await.expect("readable");
    assert!(report.is_clean(), "{report}");
    until("its board", || async { hall.web.live.faults().is_empty() }).await;
    assert!(age_ms(&hall, "drifting", drifting) < 2_000);
    watch.check().await;
    assert_eq!(
        drifted(&hall).await,
        Vec::<String>::new(),
        "the alarm is over"
    );
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

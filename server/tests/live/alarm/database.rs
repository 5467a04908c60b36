//! Alarms about the database, its copies and its seals.

use super::super::hall::Hall;
use super::super::hall::NOW;
use super::super::hall::at;
use super::super::hall::config;
use super::super::hall::measured;
use super::{Listener, ManualClock, open, settings, watch_of};
use chrono::Duration;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::alarm::model::AlarmKind;
use sanh_domain::audit::model::AuditAct;
use sanh_server::config::Config;
use sanh_server::io::seal_heads;
use sanh_server::jobs::alarm::AlarmWatch;
use sanh_server::jobs::copies;
use sanh_server::outbox::alarm::AlarmTransports;
use sanh_store::AuditActor;
use sanh_store::AuditEntry;
use sanh_store::Store;
use sanh_store::StoreOptions;
use sanh_store::clock::Clock;
use std::sync::Arc;
use tokio::sync::watch;

#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_that_cannot_be_written_is_an_alarm_until_it_can() {
    let hall = Hall::with(measured(), at(NOW)).await;
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = folder.path().join("away").join("sanh.ledger");
    let options = StoreOptions {
        ledger: Some(ledger.clone()),
        ..hall.options.clone()
    };
    let store = Arc::new(Store::open(&options).await.expect("it opens"));
    hall.opening.send_replace(Some(Arc::clone(&store)));
    let listener = Listener::default();
    let clock = ManualClock::at(hall.now());
    let mut watch = watch_of(&hall, settings(&listener).await, &clock);
    let erased = AuditEntry::new(AuditAct::ApplicantErased, "H49.1-261123-0001");
    let told = store.audit(AuditActor::console(), erased, hall.now()).await;
    told.expect("written");
    assert!(
        store.keep_ledger().await.is_err(),
        "its folder is not there"
    );
    watch.check().await;
    let unwritable = [(AlarmKind::LedgerUnwritable, String::new())];
    assert_eq!(open(&hall).await, unwritable);
    let metrics = hall.metrics().await;
    let text = metrics.text().to_owned();
    assert!(
        text.contains("sanh_alarms_open{kind=\"ledger_unwritable\"} 1"),
        "{text}"
    );
    assert!(text.contains("sanh_ledger_unwritable_s "), "{text}");
    assert!(!text.contains("sanh_ledger_unwritable_s 0"), "{text}");

    std::fs::create_dir(folder.path().join("away")).expect("a folder");
    store.keep_ledger().await.expect("written");
    watch.check().await;
    assert_eq!(open(&hall).await, []);
    let kept = std::fs::read_to_string(&ledger).expect("a ledger");
    assert!(
        kept.contains("H49.1-261123-0001"),
        "what was missing is there: {kept}"
    );
    let metrics = hall.metrics().await;
    assert!(metrics.text().contains("sanh_ledger_unwritable_s 0"));
    let told = listener.received();
    let told: Vec<_> = told
        .iter()
        .filter(|(_, alarm)| alarm == "ledger_unwritable")
        .map(|(kind, _)| kind.as_str())
        .collect();
    assert_eq!(told, ["alarm.began", "alarm.ended"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_away_is_reported_from_memory_and_stored_when_it_is_back() {
    let hall = Hall::open().await;
    let listener = Listener::default();
    let clock = ManualClock::at(at(NOW));
    let (opening, open) = watch::channel(None);
    let config = settings(&listener).await;
    let ways = AlarmTransports::of(&config).expect("ways");
    let live = hall.web.live.clone();
    let mut watch = AlarmWatch::new(live, open, Arc::new(config), clock.clone(), ways);
    watch.check().await;
    assert_eq!(listener.received(), []);
    for _ in 0..3 {
        clock.advance(2);
        watch.check().await;
    }
    let away = |kind: &str| (format!("alarm.{kind}"), "database_away".to_owned());
    assert_eq!(listener.received(), [away("began")], "once");
    opening.send_replace(Some(hall.store.clone()));
    watch.check().await;
    let past = hall
        .store
        .past_alarms(&AgencyScope::Everywhere)
        .await
        .expect("readable");
    assert_eq!(
        (past[0].kind, past[0].since),
        (AlarmKind::DatabaseAway, at(NOW))
    );
    assert_eq!(listener.received()[..2], [away("began"), away("ended")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_away_is_reported_by_each_node_and_is_one_alarm_afterwards() {
    let halls = Hall::two_nodes(config(), at(NOW)).await;
    let listener = Listener::default();
    let settings = settings(&listener).await;
    // Behind the clock of the publishers, so that the boards are not outdated.
    let since = at(NOW) - Duration::minutes(10);
    let clock = ManualClock::at(since);
    let mut nodes = Vec::new();
    for (hall, port) in halls.iter().zip([3001, 3002]) {
        let (opening, open) = watch::channel(None);
        let config = Config {
            listen: ([127, 0, 0, 1], port).into(),
            ..settings.clone()
        };
        let ways = AlarmTransports::of(&config).expect("ways");
        let live = hall.web.live.clone();
        let watch = AlarmWatch::new(live, open, Arc::new(config), clock.clone(), ways);
        nodes.push((hall, opening, watch));
    }
    for _ in 0..3 {
        for (_, _, watch) in &mut nodes {
            watch.check().await;
        }
        clock.advance(2);
    }
    let away = |kind: &str| (format!("alarm.{kind}"), "database_away".to_owned());
    assert_eq!(
        listener.received(),
        [away("began"), away("began")],
        "each once"
    );
    let names = listener.texts("node");
    assert!(
        names[0].ends_with("127.0.0.1:3001") && names[1].ends_with("127.0.0.1:3002"),
        "{names:?}"
    );
    // The nodes get the database back one after the other; the first one decides for both.
    for (hall, opening, watch) in &mut nodes {
        opening.send_replace(Some(hall.store.clone()));
        watch.check().await;
        clock.advance(1);
    }
    for (_, _, watch) in &mut nodes {
        watch.check().await;
    }
    let [first, second] = &halls;
    let past = second
        .store
        .past_alarms(&AgencyScope::Everywhere)
        .await
        .expect("readable");
    let past: Vec<_> = past
        .iter()
        .filter(|it| it.kind == AlarmKind::DatabaseAway)
        .collect();
    assert_eq!(past.len(), 1, "{past:?}");
    assert_eq!(
        (past[0].since, past[0].ended_at),
        (since, Some(clock.now() - Duration::minutes(1)))
    );
    let told = listener
        .received()
        .into_iter()
        .filter(|it| it.1 == "database_away");
    assert_eq!(
        told.collect::<Vec<_>>(),
        [away("began"), away("began"), away("ended")]
    );
    // Neither node reports the alarm any longer.
    for hall in [first, second] {
        assert_eq!(hall.store.health().unstored_alarms(), []);
        let open = hall
            .store
            .open_alarms(&AgencyScope::Everywhere)
            .await
            .expect("readable");
        assert!(
            open.iter().all(|it| it.kind != AlarmKind::DatabaseAway),
            "{open:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_copy_a_full_disk_and_counters_that_drift_are_alarms() {
    let hall = Hall::open().await;
    hall.receive(1, 3).await;
    let copies = hall.folder.path().join("copies");
    std::fs::create_dir(&copies).expect("a folder");
    let copy = std::fs::File::create(copies.join("sanh-20261101T000000Z.db")).expect("a file");
    let old = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
    copy.set_modified(old).expect("old");
    let settings = Config {
        backup_dir: copies.clone(),
        database_url: hall.options.url.clone(),
        alarm_disk_free_pct: 101,
        ..config()
    };
    let clock = ManualClock::at(hall.now());
    let mut watch = watch_of(&hall, settings, &clock);
    let mut conn = <sqlx::SqliteConnection as sqlx::Connection>::connect(&hall.options.url)
        .await
        .expect("a client");
    sqlx::query("UPDATE open_counter SET running = running + 1 WHERE agency_id = 0")
        .execute(&mut conn)
        .await
        .expect("written");
    watch.check().await;
    let mut kinds: Vec<_> = open(&hall)
        .await
        .into_iter()
        .map(|(kind, _)| kind)
        .collect();
    kinds.sort_unstable();
    let wrong = [
        AlarmKind::CountersDrift,
        AlarmKind::BackupOld,
        AlarmKind::DiskFull,
    ];
    assert_eq!(kinds, wrong);
    copy.set_modified(
        std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(4_000_000_000),
    )
    .expect("new");
    // The first check repairs the counters from the dossiers.
    watch.check().await;
    let kinds: Vec<_> = open(&hall)
        .await
        .into_iter()
        .map(|(kind, _)| kind)
        .collect();
    assert_eq!(kinds, [AlarmKind::DiskFull]);
}

#[tokio::test(flavor = "multi_thread")]
async fn copies_that_do_not_fit_raise_an_alarm_and_leave_no_files() {
    let hall = Hall::open().await;
    let folder = hall.folder.path().join("copies");
    let without_room = Config {
        backup_dir: folder.clone(),
        backup_reserve_mb: u32::MAX,
        alarm_disk_free_pct: 0,
        ..config()
    };
    let clock = ManualClock::at(hall.now());
    let mut watch = watch_of(&hall, without_room.clone(), &clock);
    watch.check().await;
    assert_eq!(open(&hall).await, []);
    for _ in 0..3 {
        let is_good = copies::copy(&hall.store, &without_room, hall.now(), &hall.shutdown).await;
        assert!(!is_good);
        watch.check().await;
    }
    let failed = [(AlarmKind::BackupFailed, String::new())];
    assert_eq!(open(&hall).await, failed);
    let left = std::fs::read_dir(&folder).expect("the folder").count();
    assert_eq!(left, 0);
    hall.receive(1, 3).await;
    let with_room = Config {
        backup_reserve_mb: 0,
        ..without_room
    };
    assert!(copies::copy(&hall.store, &with_room, hall.now(), &hall.shutdown).await);
    watch.check().await;
    assert_eq!(open(&hall).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_chain_and_a_head_that_is_gone_are_alarms() {
    let hall = Hall::open().await;
    hall.receive(1, 3).await;
    let audit_entry = AuditEntry::new(AuditAct::Refused, "/desk");
    let told = hall
        .store
        .audit(AuditActor::console(), audit_entry, hall.now())
        .await;
    told.expect("written");
    let settings = Config {
        database_url: hall.options.url.clone(),
        alarm_disk_free_pct: 0,
        ..config()
    };
    let heads = seal_heads::path(&settings);
    let head = hall.store.audit_head().await.expect("readable");
    let clock = ManualClock::at(hall.now());
    let mut watch = watch_of(&hall, settings, &clock);
    let is_broken = async || {
        let open = open(&hall).await;
        open.iter().any(|(kind, _)| *kind == AlarmKind::SealBroken)
    };
    watch.check().await;
    assert!(!is_broken().await);
    let mut conn = <sqlx::SqliteConnection as sqlx::Connection>::connect(&hall.options.url)
        .await
        .expect("a client");
    let sql = "DROP TRIGGER audit_stays; UPDATE audit SET actor = 'nobody'";
    sqlx::raw_sql(sql)
        .execute(&mut conn)
        .await
        .expect("written");
    watch.check().await;
    assert!(is_broken().await, "the last line was changed");
    let sql = "UPDATE audit SET actor = 'console'";
    sqlx::raw_sql(sql)
        .execute(&mut conn)
        .await
        .expect("written");
    watch.check().await;
    assert!(!is_broken().await);
    let mut gone = head.expect("a sealed line");
    gone.event_id += 1;
    let today = hall.now().date_naive();
    seal_heads::put_audit(&heads, today, &gone).expect("written");
    watch.check().await;
    assert!(is_broken().await, "a line that was exported is not there");
}

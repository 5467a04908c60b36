//! Copies, and putting them back.

use std::path::Path;

use sanh_domain::deadline::Instant;
use sanh_store::{
    Backup, BackupLimits, KeepRule, Outside, RestoreOutcome, Result, Store, StoreError,
    StoreOptions, newest_copy, remove_unfinished,
};

use super::centre::{Work, local};
use super::engine::Database;

/// Half a year after the work.
fn later() -> Instant {
    local("2026-09-01 08:00")
}

async fn restore(options: &StoreOptions, copy: &Path, quarantine: bool) -> Result<RestoreOutcome> {
    Store::restore(options, copy, quarantine, &Outside::default(), later()).await
}

async fn worked() -> (Database, Work) {
    let database = Database::sqlite().await;
    let mut work = Work::begin(&database.store, 41, local("2026-03-02 08:00")).await;
    work.go_on(&database.store, 40).await;
    (database, work)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_a_live_database_is_restored_in_its_place() {
    let (database, mut work) = worked().await;
    let copy = database.folder().join("copy.db");
    let backup = database.store.backup(&copy).await.unwrap();
    assert!(backup.report.is_clean() && backup.bytes > 0, "{backup}");
    let dossiers = work.known.len() as u64;
    work.go_on(&database.store, 40).await;

    let in_use = restore(&database.options, &copy, false).await.unwrap_err();
    assert!(matches!(in_use, StoreError::Busy), "{in_use}");

    database.store.close().await;
    let options = StoreOptions {
        busy_s: 1,
        ..database.options.clone()
    };
    let restored = restore(&options, &copy, false).await.unwrap();
    let RestoreOutcome::InPlace {
        replaced: Some(kept),
        ..
    } = restored
    else {
        panic!("{restored}")
    };
    assert!(kept.exists());
    let store = Store::open(&database.options).await.unwrap();
    let report = store.verify(work.now).await.unwrap();
    assert!(report.is_clean() && report.dossiers == dossiers, "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_does_not_verify_is_refused_or_quarantined_beside_the_database() {
    let (database, work) = worked().await;
    database
        .execute("UPDATE dossier SET paused_min = paused_min + 1 WHERE id = 1")
        .await;
    let copy = database.folder().join("copy.db");
    let backup = database.store.backup(&copy).await.unwrap();
    assert_eq!(
        backup.report.faults_total, 1,
        "the best copy there is is kept, and its fault is told"
    );
    database
        .execute("UPDATE dossier SET paused_min = paused_min - 1 WHERE id = 1")
        .await;
    database.store.close().await;

    let refused = restore(&database.options, &copy, false).await.unwrap();
    assert!(
        matches!(refused, RestoreOutcome::Refused { .. }),
        "{refused}"
    );
    let laid_down = restore(&database.options, &copy, true).await.unwrap();
    let RestoreOutcome::Quarantined { path, .. } = laid_down else {
        panic!("{laid_down}")
    };
    assert_eq!(path, database.folder().join("sanh.db.quarantine"));
    let store = Store::open(&database.options).await.unwrap();
    let report = store.verify(work.now).await.unwrap();
    assert!(report.is_clean(), "the database was not touched: {report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_database_is_refused() {
    let (database, _) = worked().await;
    let file = database.folder().join("notes.db");
    std::fs::write(
        &file,
        "not a database, only a text that is longer than a header of SQLite would be. ".repeat(20),
    )
    .unwrap();
    assert!(restore(&database.options, &file, true).await.is_err());
    assert!(!database.folder().join("sanh.db.restoring").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_never_overwrites_a_file() {
    let (database, _) = worked().await;
    let file = database.folder().join("copy.db");
    std::fs::write(&file, "mine").unwrap();
    assert!(matches!(
        database.store.backup(&file).await.unwrap_err(),
        StoreError::Invalid(_)
    ));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
}

/// Two days, and nothing beside them.
const TWO_DAYS: KeepRule = KeepRule {
    newest: 1,
    days: 2,
    weeks: 0,
    months: 0,
};

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

async fn copied(database: &Database, folder: &Path, at: &str) -> Backup {
    let limits = BackupLimits::default();
    let made = database
        .store
        .backup_in_turn(folder, TWO_DAYS, &limits, local(at));
    made.await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_copies_are_kept_and_other_files_left_alone() {
    let (database, _) = worked().await;
    let folder = database.folder().join("copies");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("sanh-notes.db"), "mine").unwrap();
    for day in 1..=4 {
        copied(&database, &folder, &format!("2026-05-{day:02} 08:00")).await;
    }
    // Fourteen copies in one afternoon count as one day's copy.
    for minute in 0..14 {
        copied(&database, &folder, &format!("2026-05-05 14:{minute:02}")).await;
    }
    assert_eq!(
        names(&folder),
        [
            "sanh-20260504T010000Z.db",
            "sanh-20260505T071300Z.db",
            "sanh-notes.db"
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn faulty_copies_replace_no_good_one() {
    let (database, _) = worked().await;
    let folder = database.folder().join("copies");
    copied(&database, &folder, "2026-05-01 08:00").await;
    copied(&database, &folder, "2026-05-02 08:00").await;
    database
        .execute("UPDATE dossier SET paused_min = paused_min + 1 WHERE id = 1")
        .await;
    for day in 3..=7 {
        let faulty = copied(&database, &folder, &format!("2026-05-{day:02} 08:00")).await;
        assert!(
            !faulty.report.is_clean() && faulty.path.exists(),
            "{faulty}"
        );
    }
    assert_eq!(
        names(&folder),
        [
            "sanh-20260501T010000Z.db",
            "sanh-20260502T010000Z.db",
            "sanh-20260506T010000Z.db.faulty",
            "sanh-20260507T010000Z.db.faulty",
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_never_takes_the_last_free_space_and_leaves_nothing_behind() {
    let (database, _) = worked().await;
    let folder = database.folder().join("copies");
    let limits = BackupLimits {
        reserve_bytes: u64::MAX,
        ..BackupLimits::default()
    };
    for minute in 0..3 {
        let now = local(&format!("2026-05-01 08:0{minute}"));
        let refused = database
            .store
            .backup_in_turn(&folder, TWO_DAYS, &limits, now)
            .await
            .unwrap_err();
        assert!(matches!(refused, StoreError::NoRoom { .. }), "{refused}");
    }
    assert_eq!(names(&folder), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_is_stopped_leaves_nothing_behind() {
    let (database, _) = worked().await;
    let folder = database.folder().join("copies");
    let limits = BackupLimits::default();
    limits.stop.cancel();
    let now = local("2026-05-01 08:00");
    let stopped = database
        .store
        .backup_in_turn(&folder, TWO_DAYS, &limits, now)
        .await
        .unwrap_err();
    assert!(matches!(stopped, StoreError::Stopped), "{stopped}");
    assert_eq!(names(&folder), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_unfinished_copies_of_a_killed_server_are_removed() {
    let folder = tempfile::tempdir().unwrap();
    let left = [
        "sanh-20260501T010000Z.db.partial",
        "sanh-20260501T010000Z.db.partial-wal",
    ];
    let others = [
        "mine.db.partial",
        "sanh-20260430T010000Z.db",
        "sanh-notes.db.partial",
    ];
    for name in left.iter().chain(&others) {
        std::fs::write(folder.path().join(name), "half").unwrap();
    }
    assert_eq!(remove_unfinished(folder.path()).await.unwrap(), 2);
    assert_eq!(names(folder.path()), others);
    assert_eq!(
        newest_copy(folder.path()).await.unwrap(),
        Some(local("2026-04-30 08:00"))
    );
    let nowhere = folder.path().join("nowhere");
    assert_eq!(remove_unfinished(&nowhere).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgresql_the_command_to_run_is_printed() {
    let database = Database::postgres().await;
    let said = database
        .store
        .backup(Path::new("/backup/sanh.dump"))
        .await
        .unwrap_err()
        .to_string();
    assert!(
        said.contains("pg_dump --format=custom --file='/backup/sanh.dump'"),
        "{said}"
    );
    let options = StoreOptions::new("postgres://sanh:secret@db/sanh");
    let said = restore(&options, Path::new("/backup/sanh.dump"), false)
        .await
        .unwrap_err()
        .to_string();
    assert!(
        said.contains("pg_restore")
            && said.contains("postgres://sanh@db/sanh")
            && !said.contains("secret"),
        "{said}"
    );
}

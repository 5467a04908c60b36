//! A database in which the migrations have the numbers that they had before the first release, with gaps.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use sanh_domain::account::model::AgencyScope;
use sanh_store::{Outside, RestoreOutcome, Store, StoreError, StoreOptions};
use sqlx::migrate::{MigrateError, Migration, Migrator};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, PgConnection};

use super::centre::{Work, local};
use super::cluster;
use super::engine::{Database, contract};

/// The earlier numbers of the migrations 1 to 69.
const EARLIER: [i64; 69] = [
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 19, 21, 22, 23, 24, 25, 26, 27, 28,
    29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 46, 47, 49, 50, 53, 54, 55, 56,
    57, 58, 60, 61, 62, 65, 66, 67, 70, 71, 72, 73, 74, 75, 90, 91, 92, 93, 94,
];

/// An applied migration: number, name, when, and for how long.
type Applied = (i64, String, String, i64);

async fn applied(url: &str) -> Vec<Applied> {
    let sql = "SELECT version, description, CAST(installed_on AS TEXT), execution_time FROM _sqlx_migrations ORDER BY version";
    if url.starts_with("sqlite") {
        let options = SqliteConnectOptions::from_str(url).unwrap();
        let mut conn = options.connect().await.unwrap();
        let rows = sqlx::query_as(sql).fetch_all(&mut conn).await.unwrap();
        conn.close().await.unwrap();
        return rows;
    }
    let mut conn = PgConnection::connect(url).await.unwrap();
    sqlx::query_as(sql).fetch_all(&mut conn).await.unwrap()
}

fn numbers(applied: &[Applied]) -> Vec<i64> {
    applied.iter().map(|row| row.0).collect()
}

/// Leaves the database as the program of the earlier numbers did. Migrations added since go on after its last number.
async fn give_earlier_numbers(database: &Database) {
    let cases = EARLIER.iter().zip(1..);
    let cases: Vec<String> = cases
        .map(|(earlier, today)| format!(" WHEN {today} THEN {earlier}"))
        .collect();
    let cases = cases.concat();
    let sql = format!(
        "UPDATE _sqlx_migrations SET version = -(CASE version{cases} ELSE version + 25 END)"
    );
    database.execute(sql.leak()).await;
    let sql = "UPDATE _sqlx_migrations SET version = -version";
    database.execute(sql).await;
}

async fn worked(database: &Database) -> Work {
    let mut work = Work::begin(&database.store, 41, local("2026-03-02 08:00")).await;
    work.go_on(&database.store, 40).await;
    work
}

contract! {
    async fn a_database_with_earlier_migration_numbers_opens_unchanged_and_no_migration_runs_again(database: Database) {
        let work = worked(&database).await;
        let dossiers = database.store.dossiers(None, 1_000, &AgencyScope::Everywhere).await.unwrap();
        let before = applied(&database.options.url).await;
        give_earlier_numbers(&database).await;
        let earlier = applied(&database.options.url).await;
        assert_eq!(numbers(&earlier)[..EARLIER.len()], EARLIER);

        let other = database.other_process().await;
        other.migrate().await.unwrap();
        assert_eq!(applied(&database.options.url).await, before);
        let report = other.verify(work.now).await.unwrap();
        assert!(report.is_clean(), "{report}");
        assert_eq!(other.dossiers(None, 1_000, &AgencyScope::Everywhere).await.unwrap(), dossiers);

        other.migrate().await.unwrap();
        assert_eq!(applied(&database.options.url).await, before, "the second time");
    }
}

contract! {
    async fn two_nodes_that_start_at_once_both_open_a_database_with_earlier_migration_numbers(database: Database) {
        let before = applied(&database.options.url).await;
        give_earlier_numbers(&database).await;
        let (one, other) = (database.other_process().await, database.other_process().await);
        let (first, second) = tokio::join!(one.migrate(), other.migrate());
        first.unwrap();
        second.unwrap();
        assert_eq!(applied(&database.options.url).await, before);
    }
}

contract! {
    async fn a_database_of_a_newer_program_is_refused_and_unchanged_with_earlier_or_current_migration_numbers(database: Database) {
        let newer = "INSERT INTO _sqlx_migrations (version, description, installed_on, success, checksum, execution_time)
            SELECT 9999, 'newer', installed_on, success, checksum, execution_time FROM _sqlx_migrations WHERE version = 1";
        let refused = async || {
            let before = applied(&database.options.url).await;
            let refused = database.store.migrate().await.unwrap_err();
            assert!(matches!(refused, StoreError::Migrate(MigrateError::VersionMissing(9_999))), "{refused}");
            assert_eq!(applied(&database.options.url).await, before);
        };
        database.execute(newer).await;
        refused().await;
        database.execute("DELETE FROM _sqlx_migrations WHERE version = 9999").await;
        give_earlier_numbers(&database).await;
        database.execute(newer).await;
        refused().await;
    }
}

contract! {
    async fn an_interrupted_migration_is_named_by_its_number(database: Database) {
        give_earlier_numbers(&database).await;
        let before = applied(&database.options.url).await;
        database.execute("UPDATE _sqlx_migrations SET success = FALSE WHERE version = 94").await;
        let refused = database.store.migrate().await.unwrap_err();
        assert!(matches!(refused, StoreError::Migrate(MigrateError::Dirty(94))), "{refused}");
        assert_eq!(applied(&database.options.url).await, before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_with_earlier_migration_numbers_is_restored() {
    let database = Database::sqlite().await;
    let work = worked(&database).await;
    let before = applied(&database.options.url).await;
    give_earlier_numbers(&database).await;
    let copy = database.folder().join("copy.db");
    let backup = database.store.backup(&copy).await.unwrap();
    assert!(backup.report.is_clean(), "{backup}");
    let of_copy = applied(&format!("sqlite://{}", copy.display())).await;
    assert_eq!(numbers(&of_copy)[..EARLIER.len()], EARLIER);
    database.store.close().await;

    let outside = Outside::default();
    let restored = Store::restore(&database.options, &copy, false, &outside, work.now).await;
    let restored = restored.unwrap();
    assert!(
        matches!(restored, RestoreOutcome::InPlace { .. }),
        "{restored}"
    );
    assert_eq!(applied(&database.options.url).await, before);
}

fn folder(engine: &str) -> PathBuf {
    let migrations = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations");
    migrations.join(engine)
}

/// The migrations as the program of the earlier numbers had them.
async fn earlier(engine: &str) -> Migrator {
    let migrator = Migrator::new(folder(engine)).await.unwrap();
    let migrations = migrator.iter().zip(EARLIER);
    let migrations = migrations.map(|(migration, version)| Migration {
        version,
        ..migration.clone()
    });
    Migrator::with_migrations(migrations.collect())
}

/// Opens a database in which the first 40 migrations have their earlier numbers; the rest must come after them.
async fn the_rest_is_applied(options: StoreOptions) {
    let before = applied(&options.url).await;
    assert_eq!(numbers(&before), EARLIER[..40]);
    let store = Store::open(&options).await.unwrap();
    store.migrate().await.unwrap();
    let after = applied(&options.url).await;
    let all = std::fs::read_dir(folder("sqlite")).unwrap().count();
    let today: Vec<i64> = (1..).take(all).collect();
    assert_eq!(numbers(&after), today);
    for (before, after) in before.iter().zip(&after) {
        let rest = |row: &Applied| (row.1.clone(), row.2.clone(), row.3);
        assert_eq!(rest(before), rest(after), "not applied anew");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_sqlite_database_with_earlier_migration_numbers_is_brought_up_to_date() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let url = format!("sqlite://{}", folder.path().join("sanh.db").display());
    let made = SqliteConnectOptions::from_str(&url).unwrap();
    let mut conn = made.create_if_missing(true).connect().await.unwrap();
    let earlier = earlier("sqlite").await;
    earlier.run_to(EARLIER[39], &mut conn).await.unwrap();
    conn.close().await.unwrap();
    the_rest_is_applied(StoreOptions::new(url)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_postgres_database_with_earlier_migration_numbers_is_brought_up_to_date() {
    let url = cluster::fresh_database().await;
    let mut conn = PgConnection::connect(&url).await.unwrap();
    let earlier = earlier("postgres").await;
    earlier.run_to(EARLIER[39], &mut conn).await.unwrap();
    conn.close().await.unwrap();
    let options = StoreOptions {
        asserts_durability: false,
        ..StoreOptions::new(url)
    };
    the_rest_is_applied(options).await;
}

#[test]
fn migrations_are_numbered_from_1_without_a_gap_and_alike_for_both_engines() {
    let names = |engine| {
        let files = std::fs::read_dir(folder(engine)).unwrap();
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    };
    let of_sqlite = names("sqlite");
    assert_eq!(of_sqlite, names("postgres"));
    for (number, name) in (1..).zip(&of_sqlite) {
        assert!(name.starts_with(&format!("{number:04}_")), "{name}");
    }
}

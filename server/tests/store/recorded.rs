//! Databases as programs before this one left them: `databases/migrated-to-NNNN.zip`, named by their last migration. Each opens, is
//! brought up to date, and proves itself; none is ever written again.
//!
//! With `SANH_RECORD=1` the database of this program is added, where there is none of its last migration yet: before each release.

use sanh_domain::account::model::AgencyScope;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use sanh_domain::period::Period;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::report::official_form::period::PeriodRow;
use sanh_store::vault::MasterKey;
use sanh_store::{
    AuditActor, PeriodOutcome, SealKey, SigningOutcome, Store, StoreOptions, unwatched,
};
use sqlx::{Connection, SqliteConnection, query_scalar};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::centre::{Offices, Work, date, local, manager};
use super::engine::Database;

/// Rows of what is never lost, by their tables.
const KEPT: [&str; 4] = ["dossier", "event", "signed_report", "audit"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/store/databases")
}

/// How many migrations this program has; they are numbered without a gap.
fn migrations() -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations/sqlite");
    fs::read_dir(folder).unwrap().count()
}

fn march() -> Period {
    Period::month(date("2026-03-01"))
}

/// Made-up work from March to May, with the report of March signed. No applicant is in it.
async fn record(path: &Path) {
    let database = Database::sqlite().await;
    let store = &database.store;
    let work = Work::begin(store, 69, local("2026-03-02 08:00")).await;
    let mut work = work.changing_receptions();
    work.go_on(store, 400).await;
    let (now, by) = (work.now, AuditActor::console());
    let row = PeriodRow {
        period: march(),
        source: "test".to_owned(),
        signed: None,
    };
    let listed = store.put_report_period(row, None, by.clone(), now).await;
    assert_eq!(listed.unwrap(), PeriodOutcome::Done);
    let counted = store
        .cube(march(), now, unwatched(), &AgencyScope::Everywhere)
        .await
        .unwrap();
    let content = store
        .report_content(counted.cube, &AgencyScope::Everywhere)
        .await
        .unwrap();
    let who = (by, "Trần Minh".to_owned());
    let signed = store.sign_report(content, counted.event_id, who, now).await;
    assert_eq!(signed.unwrap(), SigningOutcome::Done);
    let copy = database.folder().join("copy.db");
    let backup = store.backup(&copy).await.unwrap();
    assert!(backup.report.is_clean(), "{backup}");

    fs::create_dir_all(folder()).unwrap();
    let mut zip = ZipWriter::new(File::create_new(path).unwrap());
    let packed = SimpleFileOptions::default();
    zip.start_file("sanh.db", packed).unwrap();
    zip.write_all(&fs::read(copy).unwrap()).unwrap();
    zip.finish().unwrap();
}

/// What is asked of a database with a plain SQL client.
async fn counts(url: &str) -> Vec<i64> {
    let mut conn = SqliteConnection::connect(url).await.unwrap();
    let mut counts = Vec::new();
    for table in KEPT {
        let sql = format!("SELECT count(*) FROM {table}");
        let count = query_scalar(sqlx::AssertSqlSafe(sql));
        counts.push(count.fetch_one(&mut conn).await.unwrap());
    }
    conn.close().await.unwrap();
    counts
}

async fn applied(url: &str) -> Vec<i64> {
    let mut conn = SqliteConnection::connect(url).await.unwrap();
    let sql = "SELECT version FROM _sqlx_migrations ORDER BY version";
    let numbers = query_scalar(sql).fetch_all(&mut conn).await.unwrap();
    conn.close().await.unwrap();
    numbers
}

/// Opens a recorded database as the program does, and holds it to what it was.
async fn proves_itself(path: &Path) {
    let name = path.display();
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let file = folder.path().join("sanh.db");
    let mut zip = ZipArchive::new(File::open(path).unwrap()).unwrap();
    let mut bytes = Vec::new();
    zip.by_index(0).unwrap().read_to_end(&mut bytes).unwrap();
    fs::write(&file, bytes).unwrap();

    let url = format!("sqlite://{}", file.display());
    let before = counts(&url).await;
    let options = StoreOptions::new(url.clone()).sealed_with(SealKey::new([7; 32]).unwrap());
    let store = Store::open(&options).await.unwrap();
    store.migrate().await.unwrap();
    store
        .unlock(&MasterKey::new(&[9; 32]).unwrap())
        .await
        .unwrap();
    assert_eq!(counts(&url).await, before, "{name}: {KEPT:?}");
    let today: Vec<i64> = (1..).take(migrations()).collect();
    assert_eq!(applied(&url).await, today, "{name}");

    let now = local("2026-12-01 08:00");
    let report = store.verify(now).await.unwrap();
    assert!(report.is_clean(), "{name}: {report}");
    let dossiers = store
        .dossiers(None, 10_000, &AgencyScope::Everywhere)
        .await
        .unwrap();
    assert_eq!(i64::try_from(dossiers.len()).unwrap(), before[0], "{name}");
    let signed = store
        .signed_reports(march(), &AgencyScope::Everywhere)
        .await
        .unwrap();
    assert_eq!(signed.len(), 1, "{name}");
    let known = store.count_cube(
        march(),
        now,
        Some(signed[0].at),
        unwatched(),
        &AgencyScope::Everywhere,
    );
    let known = known.await.unwrap().cube;
    assert!(known.counts_as(&signed[0].content.cube), "{name}");

    let agencies = store.agencies().await.unwrap();
    let fields = store.fields().await.unwrap();
    let offices = Offices {
        agencies: agencies.iter().map(|agency| agency.id).collect(),
        fields: fields.iter().map(|field| field.id).collect(),
    };
    let intake = offices.intake(9_999, Channel::Direct, 3);
    store.receive(intake, now, &manager(), true).await.unwrap();
    let report = store.verify(now).await.unwrap();
    assert!(report.is_clean(), "{name}, worked on: {report}");
    store.close().await;
}

#[allow(
    clippy::disallowed_methods,
    reason = "who records says so in the environment of the tests"
)]
#[tokio::test(flavor = "multi_thread")]
async fn every_recorded_database_is_brought_up_to_date_and_proves_itself() {
    let own = folder().join(format!("migrated-to-{:04}.zip", migrations()));
    if std::env::var("SANH_RECORD").is_ok_and(|value| value == "1") && !own.exists() {
        record(&own).await;
    }
    let files = fs::read_dir(folder()).unwrap();
    let files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    assert!(!files.is_empty(), "none is recorded");
    for file in files {
        proves_itself(&file).await;
    }
}

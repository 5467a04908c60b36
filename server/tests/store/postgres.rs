//! PostgreSQL: who waits for whom, what is refused, and what becomes of a commit whose answer is lost.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sanh_domain::account::model::AgencyScope;
use sanh_domain::period::Period;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::scope::Scope;
use sanh_store::{Store, StoreError, StoreOptions};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::oneshot;

use super::centre::{Offices, date, local, manager};
use super::cluster::{self, Cluster};
use super::engine::Database;

async fn run(url: &str, sql: &str) {
    let mut conn = PgConnection::connect(url).await.expect("a client");
    let done = sqlx::query(AssertSqlSafe(sql)).execute(&mut conn).await;
    done.unwrap_or_else(|error| panic!("{sql}: {error}"));
    conn.close().await.expect("it closes");
}

async fn refused(options: &StoreOptions) -> String {
    match Store::open(options).await {
        Err(StoreError::Misconfigured(why)) => why,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was opened"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_would_lose_what_it_acknowledges_is_refused_by_the_setting_that_is_off() {
    let url = cluster::fresh_database().await;
    let options = StoreOptions::new(url.clone());
    let why = refused(&options).await;
    assert!(why.contains("fsync is off"), "{why}");
    let name = url
        .split('/')
        .nth(3)
        .and_then(|rest| rest.split('?').next())
        .expect("a name");
    run(
        &url,
        &format!("ALTER DATABASE {name} SET synchronous_commit = off"),
    )
    .await;
    let why = refused(&options).await;
    assert!(why.contains("synchronous_commit is off"), "{why}");
}

#[tokio::test(flavor = "multi_thread")]
async fn durability_that_is_switched_off_later_is_noticed_at_the_next_change() {
    let cluster = Cluster::start("durable").await;
    let url = cluster.fresh_database().await;
    let store = Store::open(&StoreOptions::new(url.clone()))
        .await
        .expect("it opens");
    store.migrate().await.expect("tables");
    let offices = Offices::set_up(&store).await;
    let now = local("2026-05-04 08:00");
    let receive = async |number| {
        let intake = offices.intake(number, Channel::Direct, 2);
        store.receive(intake, now, &manager(), true).await
    };
    receive(1).await.expect("it is received");
    run(&url, "ALTER SYSTEM SET synchronous_commit = off").await;
    run(&url, "SELECT pg_reload_conf()").await;
    let mut number = 2;
    let error = loop {
        // It takes some time until all processes of the server have the new setting.
        match receive(number).await {
            Ok(_) => number += 1,
            Err(error) => break error,
        }
        assert!(number < 1_000, "nothing is noticed");
        tokio::time::sleep(Duration::from_millis(10)).await;
    };
    assert!(
        error.to_string().contains("synchronous_commit is off"),
        "{error}"
    );
    cluster.stop();
}

/// Few connections, and little patience.
fn narrow(database: &Database) -> StoreOptions {
    StoreOptions {
        connections_max: 1,
        writers_max: 2,
        acquire_s: 2,
        busy_s: 5,
        bulk_idle_s: 20,
        ..database.options.clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn while_an_import_holds_the_lock_and_writers_wait_walls_and_desks_are_read() {
    let database = Database::postgres().await;
    let offices = Offices::set_up(&database.store).await;
    let now = local("2026-05-04 08:00");
    let store = Arc::new(Store::open(&narrow(&database)).await.expect("it opens"));
    let (holds, held) = oneshot::channel();
    let (end, ended) = oneshot::channel::<()>();
    let importer = Arc::clone(&store);
    let import = tokio::spawn(async move {
        let import = importer.bulk(futures::stream::once(async move {
            let _ = holds.send(());
            let _ = ended.await;
            Ok(Vec::new())
        }));
        import.await.map(drop)
    });
    held.await.expect("the import runs");
    let writers = (0..6).map(|number| {
        let (store, intake) = (
            Arc::clone(&store),
            offices.intake(number, Channel::Direct, 2),
        );
        tokio::spawn(async move { store.receive(intake, now, &manager(), true).await.map(drop) })
    });
    let writers: Vec<_> = writers.collect();
    tokio::time::sleep(Duration::from_millis(300)).await;
    let today = Period::today(date("2026-05-04"));
    for _ in 0..5 {
        let counted = store
            .reserved()
            .boards(vec![(Scope::Centre, today)], now)
            .await;
        assert_eq!(counted.expect("a board").boards.len(), 1);
        store.reserved().notice_changes().await.expect("the number");
        store.agencies().await.expect("a desk reads");
    }
    let _ = end.send(());
    import.await.expect("it ends").expect("it is written");
    for writer in writers {
        match writer.await.expect("it ends") {
            Ok(()) | Err(StoreError::Busy) => {}
            Err(other) => panic!("{other}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn long_reading_leaves_the_publisher_its_connections() {
    for database in [Database::sqlite().await, Database::postgres().await] {
        Offices::set_up(&database.store).await;
        let store = Arc::new(Store::open(&narrow(&database)).await.expect("it opens"));
        // One whole proof after the other, on the only connection for readers.
        let reading = Arc::clone(&store);
        let reader = tokio::spawn(async move {
            loop {
                let _ = reading.verify(local("2026-05-04 12:00")).await;
            }
        });
        for _ in 0..20 {
            let number = store.reserved().notice_changes().await;
            assert!(number.expect("it answers") > 0);
        }
        reader.abort();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_hangs_within_a_change_blocks_others_no_longer_than_the_limit() {
    let database = Database::postgres().await;
    let offices = Offices::set_up(&database.store).await;
    let options = StoreOptions {
        bulk_idle_s: 1,
        ..database.options.clone()
    };
    let frozen = Store::open(&options).await.expect("it opens");
    let now = local("2026-05-04 08:00");
    let task = String::new();
    frozen
        .begin_staging("frozen", None, task, now)
        .await
        .expect("it stages");
    frozen
        .stage_batch("frozen", 0, Vec::new(), now)
        .await
        .expect("it stages");
    frozen
        .end_staging("frozen", 1, now)
        .await
        .expect("it is staged");
    let (holds, held) = oneshot::channel();
    let frozen = tokio::spawn(async move {
        let batch = frozen.write_staged_batch(0, now, move |transaction, _| {
            Box::pin(async move {
                let _ = holds.send(());
                // Longer than the others are willing to wait.
                tokio::time::sleep(Duration::from_secs(20)).await;
                transaction.agencies().await.map(|_| String::new())
            })
        });
        batch.await.map(drop)
    });
    held.await.expect("it holds the lock");
    let intake = offices.intake(1, Channel::Direct, 2);
    let manager = manager();
    let received = database.store.receive(intake, now, &manager, true);
    let received = tokio::time::timeout(Duration::from_secs(15), received).await;
    received
        .expect("the lock is free in time")
        .expect("it is received");
    assert!(
        frozen.await.expect("it ends").is_err(),
        "its change was ended by the server"
    );
}

/// Passes everything between a client and the cluster; told to, it cuts the line after the next COMMIT has gone through, before
/// the answer.
struct Line {
    folder: PathBuf,
    cuts: Arc<AtomicBool>,
}

impl Line {
    fn open(folder: &Path, server: &Path) -> Self {
        let cuts = Arc::new(AtomicBool::new(false));
        let listener = UnixListener::bind(folder.join(".s.PGSQL.5432")).expect("a socket");
        let server = server.join(".s.PGSQL.5432");
        let cutting = Arc::clone(&cuts);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = UnixStream::connect(&server).await.expect("the cluster");
                tokio::spawn(pass(client, server, Arc::clone(&cutting)));
            }
        });
        Self {
            folder: folder.to_owned(),
            cuts,
        }
    }

    fn url(&self, direct: &str) -> String {
        let before = direct.split('?').next().expect("a URL");
        format!("{before}?host={}", self.folder.display())
    }
}

async fn pass(client: UnixStream, server: UnixStream, cuts: Arc<AtomicBool>) {
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let answers =
        tokio::spawn(async move { tokio::io::copy(&mut from_server, &mut to_client).await });
    let mut bytes = vec![0; 65_536];
    loop {
        let count = from_client.read(&mut bytes).await.unwrap_or(0);
        if count == 0 {
            break;
        }
        let is_commit = bytes[..count].windows(7).any(|part| part == b"COMMIT\0");
        let is_cut = is_commit && cuts.swap(false, Ordering::SeqCst);
        if is_cut {
            answers.abort();
        }
        if to_server.write_all(&bytes[..count]).await.is_err() {
            break;
        }
        if is_cut {
            // The commit reaches the server and is executed, but the answer is lost.
            tokio::time::sleep(Duration::from_millis(200)).await;
            return;
        }
    }
    answers.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_whose_answer_is_lost_is_found_and_reported_as_written() {
    let database = Database::postgres().await;
    let offices = Offices::set_up(&database.store).await;
    let server = database
        .options
        .url
        .split("host=")
        .nth(1)
        .expect("a folder")
        .to_owned();
    let folder = tempfile::tempdir().expect("a folder");
    let line = Line::open(folder.path(), Path::new(&server));
    let options = StoreOptions {
        url: line.url(&database.options.url),
        ..database.options.clone()
    };
    let store = Store::open(&options).await.expect("it opens");
    let now = local("2026-05-04 08:00");
    for number in 1..=3 {
        line.cuts.store(true, Ordering::SeqCst);
        let intake = offices.intake(number, Channel::Direct, 2);
        let acted = store.receive(intake, now, &manager(), true).await;
        let acted = acted.expect("it is told as written");
        assert!(!line.cuts.load(Ordering::SeqCst), "the answer was lost");
        let stored = database
            .store
            .dossier(&acted.dossier.code, &AgencyScope::Everywhere)
            .await
            .expect("readable");
        assert_eq!(stored.expect("it is there").dossier, acted.dossier);
    }
}

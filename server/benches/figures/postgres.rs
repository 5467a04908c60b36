//! A PostgreSQL cluster that is kept between runs, in `target/bench/postgres`: making its databases takes minutes.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tokio::sync::Mutex;

use super::account::{Account, programs};
use super::centre::{fill, folder};

/// Why figures of PostgreSQL are left out.
pub const MISSING: &str = "PostgreSQL's programs are not here";

static SERVER: Mutex<Option<Child>> = Mutex::const_new(None);

/// The URL of a centre with so many dossiers, made when it is not there; none without PostgreSQL's programs.
pub async fn centre(dossiers: u32) -> Option<String> {
    let cluster = start().await?;
    let name = format!("centre_{dossiers}");
    if !has(&cluster, &name).await {
        let making = empty(&cluster, "making").await;
        fill(making, dossiers).await;
        run(&cluster, &format!("ALTER DATABASE making RENAME TO {name}")).await;
        // The server does this by itself within a minute.
        let mut conn = connect(&cluster, &name).await;
        let vacuum = sqlx::query("VACUUM ANALYZE").execute(&mut conn).await;
        vacuum.expect("it is tidied up");
    }
    Some(url(&cluster, &name))
}

/// The URL of a new, empty database.
pub async fn fresh() -> Option<String> {
    let cluster = start().await?;
    Some(empty(&cluster, "fresh").await)
}

/// Stops the server, if it was started.
pub async fn stop() {
    let Some(mut server) = SERVER.lock().await.take() else {
        return;
    };
    let line = ["-c", "kill -INT $1", "sh"];
    let mut shell = Command::new("sh");
    let asked = shell.args(line).arg(server.id().to_string());
    assert!(asked.status().expect("a shell").success(), "it runs");
    server.wait().expect("it has ended");
}

async fn empty(cluster: &Path, name: &str) -> String {
    run(cluster, &format!("DROP DATABASE IF EXISTS {name}")).await;
    run(cluster, &format!("CREATE DATABASE {name}")).await;
    url(cluster, name)
}

async fn has(cluster: &Path, name: &str) -> bool {
    let mut conn = connect(cluster, "postgres").await;
    let sql = "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)";
    let found = sqlx::query_scalar(sql).bind(name).fetch_one(&mut conn);
    found.await.expect("the list of databases")
}

async fn run(cluster: &Path, sql: &str) {
    let mut conn = connect(cluster, "postgres").await;
    let done = sqlx::query(AssertSqlSafe(sql)).execute(&mut conn).await;
    done.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

async fn connect(cluster: &Path, database: &str) -> PgConnection {
    let conn = PgConnection::connect(&url(cluster, database)).await;
    conn.expect("PostgreSQL answers")
}

fn url(cluster: &Path, database: &str) -> String {
    format!(
        "postgres://sanh@localhost/{database}?host={}",
        cluster.display()
    )
}

/// The folder of the running cluster.
async fn start() -> Option<PathBuf> {
    let programs = programs()?;
    let cluster = folder().join("postgres");
    let mut server = SERVER.lock().await;
    if server.is_some() {
        return Some(cluster);
    }
    let data = cluster.join("data");
    let account = owned(&cluster);
    if !data.join("PG_VERSION").exists() {
        let made = account
            .command(&programs.join("initdb"))
            .args(["--username=sanh", "--auth=trust", "--encoding=UTF8"])
            .args(["--locale=C", "--pgdata"])
            .arg(&data)
            .current_dir(&cluster)
            .output();
        let made = made.expect("initdb runs");
        let said = String::from_utf8_lossy(&made.stderr).into_owned();
        assert!(made.status.success(), "initdb: {said}");
    }
    // Settings for a server with 1 GB of memory; every commit is synced, as in production.
    let settings = [
        "listen_addresses=",
        "shared_buffers=512MB",
        "max_wal_size=4GB",
        "checkpoint_timeout=15min",
    ];
    let mut command = account.command(&programs.join("postgres"));
    command.arg("-D").arg(&data).arg("-k").arg(&cluster);
    for setting in settings {
        command.args(["-c", setting]);
    }
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null());
    let log = fs::File::create(folder().join("postgres.log")).expect("a log");
    let started = quiet.stderr(log).current_dir(&cluster).spawn();
    *server = Some(started.expect("postgres starts"));
    for _ in 0..300 {
        if PgConnection::connect(&url(&cluster, "postgres"))
            .await
            .is_ok()
        {
            return Some(cluster);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("PostgreSQL does not answer: see target/bench/postgres.log")
}

/// The cluster's folder belongs to who the server runs as.
fn owned(cluster: &Path) -> Account {
    let account = Account::to_run_as();
    fs::create_dir_all(cluster).expect("the cluster's folder");
    if let Some((uid, gid)) = account.0 {
        chown(cluster, Some(uid), Some(gid)).expect("its owner");
        fs::set_permissions(cluster, fs::Permissions::from_mode(0o700)).expect("its permissions");
    }
    account
}

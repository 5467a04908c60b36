//! A throw-away PostgreSQL cluster: one a test run, a fresh database a test, gone when the run is.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tokio::sync::OnceCell;

use super::account::{Account, programs};

const POSTGRES_IS_MISSING: &str = "PostgreSQL's programs; on Debian: apt-get install postgresql";

/// A path longer than this, with the socket's name after it, does not fit the system's bound of 107 bytes.
const SOCKET_FOLDER_BYTES_MAX: usize = 80;

/// The program that ends the cluster when the tests are over, however they ended.
const WATCHDOG: &str = "(while kill -0 $1 2>/dev/null; do sleep 1; done
server=$(head -n 1 \"$2/data/postmaster.pid\" 2>/dev/null); n=0
if [ -n \"$server\" ]; then
  kill -INT $server 2>/dev/null
  while kill -0 $server 2>/dev/null && [ $n -lt 20 ]; do sleep 0.5; n=$((n+1)); done
  kill -QUIT $server 2>/dev/null
fi
rm -rf \"$2\") &";

static CLUSTER: OnceCell<Cluster> = OnceCell::const_new();
static DATABASES: AtomicU32 = AtomicU32::new(0);

/// A throw-away cluster. Most tests share one; a test that stops its server has one of its own.
pub struct Cluster {
    folder: PathBuf,
    user: Account,
    /// Whether it keeps what it acknowledges, as a real one does.
    is_durable: bool,
    /// What the server is told beside what all are.
    options: Vec<String>,
    server: Mutex<Option<Child>>,
}

/// The URL of a new, empty database in the shared cluster.
pub async fn fresh_database() -> String {
    CLUSTER
        .get_or_init(Cluster::shared)
        .await
        .fresh_database()
        .await
}

/// The process whose end ends the shared cluster: the runner where it gives each test a process of its own, else this process.
#[allow(
    clippy::disallowed_methods,
    reason = "the runner tells in no other way"
)]
fn run() -> u32 {
    match std::env::var_os("NEXTEST") {
        Some(_) => std::os::unix::process::parent_id(),
        None => std::process::id(),
    }
}

impl Cluster {
    /// The URL of a new, empty database.
    pub async fn fresh_database(&self) -> String {
        let name = format!(
            "test_{}_{}",
            std::process::id(),
            DATABASES.fetch_add(1, Ordering::Relaxed)
        );
        let mut conn = PgConnection::connect(&self.url("postgres"))
            .await
            .expect("the cluster answers");
        sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}")))
            .execute(&mut conn)
            .await
            .expect("a fresh database");
        conn.close().await.expect("the connection closes");
        self.url(&name)
    }

    /// The folder its socket lies in.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn url(&self, database: &str) -> String {
        let port = self.options.iter().find_map(|it| it.strip_prefix("port="));
        format!(
            "postgres://sanh@localhost:{}/{database}?host={}",
            port.unwrap_or("5432"),
            self.folder.display()
        )
    }

    /// The cluster of the run: made by the first who asks; the others wait until it answers.
    async fn shared() -> Self {
        let user = Account::to_run_as();
        let (folder, is_first) = user.folder(&format!("{}-shared", run()));
        if is_first {
            return Self::make(user, folder, (run(), false), Vec::new()).await;
        }
        let cluster = Self {
            folder,
            user,
            is_durable: false,
            options: Vec::new(),
            server: Mutex::default(),
        };
        cluster.wait_until_ready().await;
        cluster
    }

    /// Makes a cluster of the test's own and starts its server. No two in one process have the same name.
    #[allow(
        dead_code,
        reason = "a drill stops its server; the contracts share one"
    )]
    pub async fn start(name: &str) -> Self {
        let user = Account::to_run_as();
        let own = std::process::id();
        let (folder, _) = user.folder(&format!("{own}-{name}"));
        Self::make(user, folder, (own, true), Vec::new()).await
    }

    /// The same, reached by TCP at a port of this machine, too, and there by TLS with this certificate and key.
    #[allow(
        dead_code,
        reason = "the benches measure no TLS; a contract looks at it"
    )]
    pub async fn start_with_tls(name: &str, port: u16, cert: &str, key: &str) -> Self {
        let user = Account::to_run_as();
        let own = std::process::id();
        let (folder, _) = user.folder(&format!("{own}-{name}"));
        let (cert, key) = (
            user.own_file(&folder.join("server.crt"), cert),
            user.own_file(&folder.join("server.key"), key),
        );
        let options = [
            "listen_addresses=localhost".to_owned(),
            format!("port={port}"),
            "ssl=on".to_owned(),
            format!("ssl_cert_file={}", cert.display()),
            format!("ssl_key_file={}", key.display()),
        ];
        Self::make(user, folder, (own, true), options.to_vec()).await
    }

    async fn make(
        user: Account,
        folder: PathBuf,
        (run, is_durable): (u32, bool),
        options: Vec<String>,
    ) -> Self {
        let programs = programs().expect(POSTGRES_IS_MISSING);
        let data = folder.join("data");
        let made = user
            .command(&programs.join("initdb"))
            .args([
                "--username=sanh",
                "--auth=trust",
                "--no-sync",
                "--encoding=UTF8",
                "--locale=C",
                "--pgdata",
            ])
            .arg(&data)
            .current_dir(&folder)
            .output()
            .expect("initdb runs");
        assert!(
            made.status.success(),
            "initdb: {}",
            String::from_utf8_lossy(&made.stderr)
        );
        watch_over(&folder, run);
        let cluster = Self {
            folder,
            user,
            is_durable,
            options,
            server: Mutex::default(),
        };
        cluster.run().await;
        cluster
    }

    /// Starts the server, for the first time or again.
    pub async fn run(&self) {
        let log = fs::File::options()
            .append(true)
            .create(true)
            .open(self.folder.join("log"))
            .expect("the cluster's log");
        let sync = if self.is_durable { "on" } else { "off" };
        let server = self
            .user
            .command(&programs().expect(POSTGRES_IS_MISSING).join("postgres"))
            .arg("-D")
            .arg(self.folder.join("data"))
            .arg("-k")
            .arg(&self.folder)
            .args(["-c", "listen_addresses="])
            .args([
                "-c",
                &format!("fsync={sync}"),
                "-c",
                &format!("full_page_writes={sync}"),
            ])
            .args(["-c", "max_connections=300", "-c", "shared_buffers=64MB"])
            .args(self.options.iter().flat_map(|option| ["-c", option]))
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("postgres starts");
        *self.server.lock().expect("no panic before") = Some(server);
        self.wait_until_ready().await;
    }

    /// Stops the server at once, whoever is connected; returns when it is gone.
    #[allow(
        dead_code,
        reason = "the contracts never stop the server they share; a drill does"
    )]
    pub fn stop(&self) {
        let Some(mut server) = self.server.lock().expect("no panic before").take() else {
            return;
        };
        let asked = Command::new("sh")
            .args(["-c", "kill -INT $1", "sh", &server.id().to_string()])
            .status();
        assert!(asked.expect("a shell").success(), "the server runs");
        server.wait().expect("the server has ended");
    }

    /// Freezes the server with all its connections, or lets it go on: it answers nothing, and closes nothing.
    #[allow(
        dead_code,
        reason = "the contracts never stop the server they share; a drill does"
    )]
    pub fn freeze(&self, is_frozen: bool) {
        let server = self.server.lock().expect("no panic before");
        let server = server.as_ref().expect("the server runs").id();
        let line = "kill -s \"$1\" \"$2\" $(cat /proc/\"$2\"/task/\"$2\"/children)";
        let name = if is_frozen { "STOP" } else { "CONT" };
        let sent = Command::new("sh")
            .args(["-c", line, "sh", name, &server.to_string()])
            .status();
        assert!(sent.expect("a shell").success(), "{name}");
    }

    async fn wait_until_ready(&self) {
        for _ in 0..300 {
            if let Ok(conn) = PgConnection::connect(&self.url("postgres")).await {
                conn.close().await.expect("the connection closes");
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        panic!("PostgreSQL does not answer: {log}");
    }
}

fn watch_over(folder: &Path, run: u32) {
    let started = Command::new("setsid")
        .args(["sh", "-c", WATCHDOG, "watchdog"])
        .arg(run.to_string())
        .arg(folder)
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(
        started.is_ok_and(|done| done.success()),
        "the cluster's watchdog starts"
    );
}

impl Account {
    /// A folder of the account's own, under the build's temporary folder if the account can reach it; and whether it is new.
    fn folder(&self, name: &str) -> (PathBuf, bool) {
        let near = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("pg-{name}"));
        let far = Path::new("/tmp").join(format!("sanh-pg-{name}"));
        let fits = |folder: &PathBuf| folder.as_os_str().len() <= SOCKET_FOLDER_BYTES_MAX;
        let owned = [near, far]
            .into_iter()
            .filter(fits)
            .find_map(|folder| self.own(&folder).map(|is_new| (folder, is_new)));
        owned.expect("a folder for the cluster")
    }

    /// A file that this account alone may read.
    fn own_file(&self, path: &Path, text: &str) -> PathBuf {
        fs::write(path, text).expect("a file");
        fs::set_permissions(path, fs::Permissions::from_mode(0o600)).expect("its permissions");
        if let Some((uid, gid)) = self.0 {
            std::os::unix::fs::chown(path, Some(uid), Some(gid)).expect("its owner");
        }
        path.to_owned()
    }

    /// Makes the folder the account's own and answers whether it is new; none where the account cannot reach it.
    fn own(&self, folder: &Path) -> Option<bool> {
        fs::create_dir_all(folder.parent().expect("a folder above")).expect("the folder above");
        if !self.reaches(folder.parent().expect("a folder above")) {
            return None;
        }
        match fs::create_dir(folder) {
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => return Some(false),
            made => made.expect("the cluster's folder"),
        }
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).expect("its permissions");
        if let Some((uid, gid)) = self.0 {
            std::os::unix::fs::chown(folder, Some(uid), Some(gid)).expect("its owner");
        }
        Some(true)
    }

    fn reaches(&self, folder: &Path) -> bool {
        self.command(Path::new("test"))
            .arg("-x")
            .arg(folder)
            .status()
            .is_ok_and(|done| done.success())
    }
}

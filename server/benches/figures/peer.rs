//! Another program that shows the same rows: installed from `PyPI` into an environment of its own in `target/bench/peers`, started, and
//! watched by screens without a browser. What it shows and how is in `server/benches/peers`.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant as Stopwatch};

use rustix::process::{Pid, Signal, kill_process_group};
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::centre::folder;
use super::client::{get, is_ok};
use super::program::kib_in;

/// The first start of one makes its own database.
const STARTS: Duration = Duration::from_mins(5);
/// Until all screens without a browser have their figures.
const WATCHING: Duration = Duration::from_mins(2);

/// What is to be known of a peer.
#[derive(Clone, Copy)]
pub struct Peer {
    /// Its name in figures, and of its files.
    pub name: &'static str,
    /// What to call it.
    pub label: &'static str,
    /// The page of the wall.
    pub page: &'static str,
    /// Where the page shows how many dossiers there are.
    pub shows: &'static str,
}

/// All that are measured.
pub const PEERS: [Peer; 4] = [
    Peer {
        name: "streamlit",
        label: "Streamlit",
        page: "/",
        shows: "[data-testid=stMetricValue]",
    },
    Peer {
        name: "dash",
        label: "Dash",
        page: "/",
        shows: "#received",
    },
    Peer {
        name: "datasette",
        label: "datasette-dashboards",
        page: "/-/dashboards/wall",
        shows: "#chart-received p",
    },
    Peer {
        name: "superset",
        label: "Superset",
        page: "/superset/dashboard/wall/?standalone=1",
        shows: ".header-line",
    },
];

impl Peer {
    /// Its release and those of what comes with it, as they are asked for.
    pub fn packages(self) -> String {
        let text = fs::read_to_string(self.source(".txt")).expect("its packages");
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        lines.collect::<Vec<_>>().join(" ")
    }

    /// Its file, of this end.
    fn source(self, end: &str) -> PathBuf {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers");
        folder.join(format!("{}{end}", self.name))
    }

    fn environment(self) -> PathBuf {
        folder().join("peers").join(self.name)
    }

    /// Installs it, unless it is there.
    ///
    /// # Errors
    /// The last line that was said.
    pub async fn install(self) -> Result<(), String> {
        tokio::task::spawn_blocking(move || self.install_now())
            .await
            .map_err(|error| error.to_string())?
    }

    fn install_now(self) -> Result<(), String> {
        let (environment, packages) = (self.environment(), self.packages());
        let installed = environment.join("installed");
        if fs::read_to_string(&installed).is_ok_and(|text| text == packages) {
            return Ok(());
        }
        println!("... installing {packages}, once");
        let _ = fs::remove_dir_all(&environment);
        run(Command::new("python3")
            .args(["-m", "venv"])
            .arg(&environment))?;
        let mut pip = Command::new(environment.join("bin/python"));
        pip.args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ]);
        run(pip.arg("-r").arg(self.source(".txt")))?;
        fs::write(installed, packages).map_err(|error| error.to_string())
    }

    fn command(self, task: &str, address: SocketAddr, rows: &Path) -> Command {
        let mut command = Command::new(self.environment().join("bin/python"));
        command
            .arg(self.source("_wall.py"))
            .arg(task)
            .arg(address.port().to_string())
            .env("ROWS", rows)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .stdin(Stdio::null())
            // In its own process group, so that what it starts ends with it.
            .process_group(0);
        command
    }

    /// Starts it and waits until its page answers.
    ///
    /// # Errors
    /// Where that takes too long, or it ends; what it said is in its log.
    pub async fn start(self, address: SocketAddr, rows: &Path) -> Result<Running, String> {
        let log = folder().join("peers").join(format!("{}.log", self.name));
        let file = fs::File::create(&log).map_err(|error| error.to_string())?;
        let mut command = self.command("serve", address, rows);
        command.stdout(Stdio::null()).stderr(file);
        let process = command.spawn().map_err(|error| error.to_string())?;
        let mut running = Running(process);
        let started = Stopwatch::now();
        while !answers(address, self.page).await {
            if started.elapsed() > STARTS || running.has_ended() {
                return Err(format!("it does not start: see {}", log.display()));
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(running)
    }

    /// Opens screens without a browser.
    ///
    /// # Errors
    /// Where they do not get their figures.
    pub async fn watch(
        self,
        address: SocketAddr,
        rows: &Path,
        screens: usize,
    ) -> Result<Running, String> {
        let mut command = self.command("clients", address, rows);
        command.arg(screens.to_string()).stdout(Stdio::piped());
        let mut process = command.spawn().map_err(|error| error.to_string())?;
        let output = process.stdout.take().ok_or("it says nothing")?;
        let running = Running(process);
        let (say, mut said) = mpsc::unbounded_channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                let _ = say.send(line);
            }
        });
        match timeout(WATCHING, said.recv()).await {
            Ok(Some(line)) if line == "ready" => Ok(running),
            _ => Err(format!("{screens} screens do not get their figures")),
        }
    }
}

fn run(command: &mut Command) -> Result<(), String> {
    let done = command
        .output()
        .map_err(|error| format!("{command:?}: {error}"))?;
    if done.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    let last = said.lines().rfind(|line| !line.trim().is_empty());
    Err(last.unwrap_or("it failed").to_owned())
}

/// Whether a page is there.
pub async fn answers(address: SocketAddr, page: &str) -> bool {
    let is_listening = tokio::net::TcpStream::connect(address).await.is_ok();
    is_listening && is_ok(&get(address, page, "identity").await)
}

/// A process and all that it started, ended when dropped.
pub struct Running(Child);

impl Running {
    fn has_ended(&mut self) -> bool {
        self.0.try_wait().is_ok_and(|status| status.is_some())
    }

    /// The number of its process and of its group.
    pub fn id(&self) -> u32 {
        self.0.id()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let group = i32::try_from(self.0.id()).ok().and_then(Pid::from_raw);
        if let Some(group) = group {
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.0.wait();
    }
}

/// Memory of a process and of its group, in MiB: what processes share counts once.
pub fn memory_mib(process: u32) -> f64 {
    let entries = fs::read_dir("/proc").expect("the processes");
    let numbers = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    let of_it = numbers.filter(|id: &u32| *id == process || group_of(*id) == Some(process));
    of_it.map(proportional_kib).sum::<f64>() / 1_024.0
}

/// The group of a process, which stands two words behind its name and its state.
fn group_of(process: u32) -> Option<u32> {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, rest) = text.rsplit_once(')')?;
    rest.split_whitespace().nth(2)?.parse().ok()
}

fn proportional_kib(process: u32) -> f64 {
    kib_in(&format!("/proc/{process}/smaps_rollup"), "Pss:").unwrap_or(0.0)
}

//! The real program, started and stopped as an operator does it.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How long the program may take to say where it listens: a demo is filled first.
const START_S: u64 = 90;

/// What the operator's collector knows.
const METRICS_TOKEN: &str = "token-of-the-drill";

/// A folder of its own under the build's temporary folder, on a real disk.
pub fn folder() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder")
}

/// Sends a signal to one process.
pub fn signal(name: &str, process: u32) {
    let sent = Command::new("sh")
        .args([
            "-c",
            "kill -s \"$1\" \"$2\"",
            "sh",
            name,
            &process.to_string(),
        ])
        .status();
    assert!(sent.expect("a shell").success(), "{name} to {process}");
}

/// Runs the program in `folder` to its end.
pub fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = command(folder);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("the program runs")
}

/// The program: the one that was built with the tests, or another one, such as a release, that `SANH_BIN` named when they were built.
fn binary() -> PathBuf {
    PathBuf::from(option_env!("SANH_BIN").unwrap_or(env!("CARGO_BIN_EXE_sanh")))
}

pub fn command(folder: &Path) -> Command {
    let mut command = Command::new(binary());
    settle(&mut command, folder);
    command
}

/// Settings of whoever runs the tests are none of the drill's.
fn settle(command: &mut Command, folder: &Path) {
    command
        .env_clear()
        .env("SANH_METRICS_TOKEN", METRICS_TOKEN)
        .env("SANH_ALLOW_PLAIN_HTTP", "true")
        .current_dir(folder);
}

/// The program as a server.
pub struct Program {
    child: Child,
    log: PathBuf,
    pub address: SocketAddr,
}

impl Program {
    /// Starts it in `folder`, listening on a free port.
    pub fn start(folder: &Path, arguments: &[&str]) -> Self {
        Self::spawn(folder, command(folder).args(arguments))
    }

    /// Starts it with room for `files` open files, until it asks for more.
    pub fn start_with_files(folder: &Path, files: u32, arguments: &[&str]) -> Self {
        let mut shell = Command::new("sh");
        let line = format!("ulimit -S -n {files} && exec \"$0\" \"$@\"");
        shell.args(["-c", &line]).arg(binary()).args(arguments);
        settle(&mut shell, folder);
        Self::spawn(folder, &mut shell)
    }

    fn spawn(folder: &Path, command: &mut Command) -> Self {
        let log = folder.join("log");
        let lines = fs::File::create(&log).expect("a log");
        let child = command
            .args(["--listen", "127.0.0.1:0"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(lines)
            .spawn()
            .expect("the program starts");
        let mut program = Self {
            child,
            log,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
        };
        program.address = program.listening();
        program
    }

    fn listening(&mut self) -> SocketAddr {
        let until = Instant::now() + Duration::from_secs(START_S);
        while Instant::now() < until {
            if let Some(address) = address_in(&self.log()) {
                return address;
            }
            let ended = self.child.try_wait().expect("its state");
            assert!(ended.is_none(), "it ended: {ended:?}\n{}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("it does not say where it listens:\n{}", self.log());
    }

    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Fails if any of its tasks panicked.
    pub fn assert_no_panic(&self) {
        let log = self.log();
        assert!(!log.contains("panicked at"), "{log}");
    }

    /// Waits until it says something in its log.
    pub fn wait_to_tell(&self, text: &str) {
        let until = Instant::now() + Duration::from_secs(30);
        while !self.log().contains(text) {
            assert!(
                Instant::now() < until,
                "it does not tell {text:?}:\n{}",
                self.log()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Sends it what a terminal that goes away sends, and what asks a server to read its files again.
    pub fn hang_up(&self) {
        signal("HUP", self.child.id());
    }

    /// What it holds in memory, kB.
    pub fn resident_kb(&self) -> u64 {
        let status =
            fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("its status");
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .expect("VmRSS");
        line.trim().trim_end_matches(" kB").parse().expect("kB")
    }

    /// Asks for a page: the status and everything after the head. `None` where nothing sensible comes back.
    pub fn get(&self, path: &str) -> Option<(u16, String)> {
        self.ask("GET", path, &[], "")
    }

    /// What the operator's collector reads.
    pub fn metrics(&self) -> Option<String> {
        let token = format!("Bearer {METRICS_TOKEN}");
        let (_, text) = self.ask("GET", "/metrics", &[("Authorization", &token)], "")?;
        Some(text)
    }

    /// Sends a form as a browser does: the status and everything after the head.
    pub fn post(&self, path: &str, form: &str) -> Option<(u16, String)> {
        let headers = [
            ("Sec-Fetch-Site", "same-origin"),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ];
        self.ask("POST", path, &headers, form)
    }

    /// The same with headers and a body.
    pub fn ask(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Option<(u16, String)> {
        let mut stream = TcpStream::connect(self.address).ok()?;
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .ok()?;
        let mut request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n",
            self.address
        );
        for (name, value) in headers {
            request.extend([name, ": ", value, "\r\n"]);
        }
        let length = body.len().to_string();
        request.extend(["Content-Length: ", &length, "\r\n\r\n", body]);
        stream.write_all(request.as_bytes()).ok()?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).ok()?;
        let answer = String::from_utf8_lossy(&answer);
        let (head, body) = answer.split_once("\r\n\r\n")?;
        Some((head.split(' ').nth(1)?.parse().ok()?, body.to_owned()))
    }

    /// Waits until a page answers with `status`, at most `limit`; returns how long it took.
    pub fn wait_for(&self, path: &str, status: u16, limit: Duration) -> Duration {
        let started = Instant::now();
        let mut last = None;
        while started.elapsed() < limit {
            last = self.get(path).map(|(status, _)| status);
            if last == Some(status) {
                return started.elapsed();
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!(
            "{path} is {last:?}, not {status}, after {limit:?}:\n{}",
            self.log()
        );
    }

    /// Waits until it is ready to show a board.
    pub fn ready(self) -> Self {
        self.wait_for("/readyz", 200, Duration::from_secs(30));
        self
    }

    /// Asks it to stop; how it ended, and how long that took.
    pub fn stop(&mut self, limit: Duration) -> (ExitStatus, Duration) {
        let started = Instant::now();
        signal("TERM", self.child.id());
        loop {
            if let Some(status) = self.child.try_wait().expect("its state") {
                return (status, started.elapsed());
            }
            assert!(
                started.elapsed() < limit,
                "it still runs {limit:?} after SIGTERM:\n{}",
                self.log()
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn address_in(log: &str) -> Option<SocketAddr> {
    let line = log.lines().find(|line| line.contains("serving address="))?;
    line.split("address=")
        .nth(1)?
        .split_whitespace()
        .next()?
        .parse()
        .ok()
}

//! From a commit to the last of many screens. Server and screens are two processes.

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{Instant as Tick, timeout};

use super::centre::{USUAL, copy};
use super::client::EventStream;
use super::report::{Report, Target, Times};
use super::served::{ServerProcess, since_epoch};

/// Streams, changes, and the target.
const WALLS: [(usize, usize, Target); 2] = [
    (1_000, 120, Target::Ms(f64::INFINITY, 50.0)),
    (8_000, 60, Target::Ms(f64::INFINITY, 300.0)),
];
/// Slower than the publisher's pace, so that each change is sent by itself.
const EVERY: Duration = Duration::from_millis(700);
const BOARDS_PER_S: u32 = 2;
const PATIENCE: Duration = Duration::from_secs(10);

pub async fn measure(report: &mut Report) {
    for (streams, changes, target) in WALLS {
        let database = copy(USUAL, "screens.db").await;
        let mut server = ServerProcess::start(&database, BOARDS_PER_S).await;
        let mut screens = Screens::open(server.address, streams).await;
        let times = screens.rounds(&mut server, changes).await;
        let figure = format!("commit → last of {streams} streams");
        report.times(&format!("last_of_{streams}"), &figure, &times, target);
    }
}

/// Open streams, each with a task that says when a change came.
pub struct Screens {
    count: usize,
    arrivals: mpsc::UnboundedReceiver<Duration>,
    tasks: Vec<tokio::task::JoinHandle<()>>,
}

impl Screens {
    pub async fn open(address: std::net::SocketAddr, count: usize) -> Self {
        let (arrived, arrivals) = mpsc::unbounded_channel();
        let mut tasks = Vec::with_capacity(count);
        for _ in 0..count {
            let mut stream = EventStream::open(address).await;
            stream.next_painting().await.expect("the whole board first");
            let arrived = arrived.clone();
            tasks.push(tokio::spawn(async move {
                while stream.next_painting().await.is_some() {
                    let _ = arrived.send(since_epoch(std::time::SystemTime::now()));
                }
            }));
        }
        Self {
            count,
            arrivals,
            tasks,
        }
    }

    /// Changes one dossier after the other at fixed times, and waits each time for the last screen. What is late because the
    /// one before was slow counts as late.
    async fn rounds(&mut self, server: &mut ServerProcess, changes: usize) -> Times {
        let mut times = Times::new();
        let mut due = Tick::now() + EVERY;
        for _ in 0..changes {
            tokio::time::sleep_until(due).await;
            while self.arrivals.try_recv().is_ok() {}
            let late = due.elapsed();
            let committed = server.change().await;
            let mut last = committed;
            for _ in 0..self.count {
                let arrival = timeout(PATIENCE, self.arrivals.recv()).await;
                last = last.max(arrival.expect("every screen is told").expect("an arrival"));
            }
            times.note(last.saturating_sub(committed) + late);
            due += EVERY;
        }
        times
    }
}

impl Drop for Screens {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

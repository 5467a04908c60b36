//! What lies on the disk before a change is acknowledged. A killed process leaves the page cache alone, so that only the system
//! calls can tell.

use std::collections::HashMap;
use std::path::Path;
use std::process::{Command, Stdio};

use super::program::folder;
use super::writer::{self, Ack, Task};
use super::{alone, tell};

/// Dossiers, two changes each, that one writer handles one after the other.
const ALONE: usize = 40;
/// Dossiers that several writers handle at once.
const TOGETHER: usize = 100;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[allow(
    clippy::await_holding_lock,
    reason = "the lock is of the whole test: one drill at a time"
)]
async fn every_acknowledged_change_has_been_written_through_to_the_disk() {
    let _alone = alone();
    if !can_trace() {
        return tell(
            "LEFT OUT: system calls cannot be watched here (strace is missing or not permitted)",
        );
    }
    let folder = folder();
    let database = folder.path().join("sanh.db");
    writer::set_up(&database).await.close().await;

    let task = Task {
        round: 1,
        writers: 1,
        dossiers: ALONE,
        seals: false,
    };
    let calls = trace(&database, task);
    let (mut is_written, mut is_synced, mut acks, mut syncs) = (false, false, 0, 0);
    for call in &calls {
        match call {
            Call::Written => (is_written, is_synced) = (true, false),
            Call::Synced => {
                is_synced = is_written;
                syncs += 1;
            }
            Call::Told(ack) => {
                assert!(
                    is_synced,
                    "{ack:?} was acknowledged before it was on the disk"
                );
                (is_written, is_synced) = (false, false);
                acks += 1;
            }
        }
    }
    assert_eq!(acks, 2 * ALONE);
    tell(&format!(
        "one writer: {acks} acknowledged changes, each after its own fsync ({syncs} in all)"
    ));

    let task = Task {
        round: 2,
        writers: 8,
        dossiers: TOGETHER,
        seals: false,
    };
    let (mut acks, mut syncs, mut commits) = (0, 0, 0);
    for call in trace(&database, task) {
        match call {
            Call::Written => {}
            Call::Synced => syncs += 1,
            Call::Told(ack) => {
                assert!(
                    syncs >= ack.commits,
                    "{ack:?} came after {syncs} fsyncs only"
                );
                commits = commits.max(ack.commits);
                acks += 1;
            }
        }
    }
    assert_eq!(acks, 2 * TOGETHER);
    assert!(commits < acks as u64, "no commit was shared");
    tell(&format!(
        "eight writers: {acks} acknowledged changes in {commits} commits with {syncs} fsyncs of the write-ahead log"
    ));
}

/// A system call of the writing process that matters here.
enum Call {
    /// The write-ahead log was written to.
    Written,
    /// It was flushed to the disk.
    Synced,
    /// A change was acknowledged.
    Told(Ack),
}

fn can_trace() -> bool {
    let tried = Command::new("strace")
        .args(["-f", "-o", "/dev/null", "true"])
        .stderr(Stdio::null())
        .status();
    tried.is_ok_and(|status| status.success())
}

fn trace(database: &Path, task: Task) -> Vec<Call> {
    let file = database.with_extension("trace");
    let name = file.display().to_string();
    let strace = [
        "strace",
        "-f",
        "-y",
        "-s",
        "96",
        "-e",
        "trace=fsync,fdatasync,write,pwrite64",
        "-o",
        &name,
    ];
    let mut child = writer::start(database, task, &strace);
    let told = writer::acks(child.stdout.take().expect("its standard output")).count();
    assert!(child.wait().expect("it has ended").success());
    let text = std::fs::read_to_string(file).expect("the trace");
    let calls = calls(&text);
    assert_eq!(
        calls
            .iter()
            .filter(|call| matches!(call, Call::Told(_)))
            .count(),
        told
    );
    calls
}

/// The calls in the order in which they took effect: a flush when it returned, an acknowledgement when it was begun.
fn calls(trace: &str) -> Vec<Call> {
    let mut pending: HashMap<&str, bool> = HashMap::new();
    let mut calls = Vec::new();
    for line in trace.lines() {
        let Some((thread, call)) = line.split_once(' ') else {
            continue;
        };
        let call = call.trim_start();
        let is_flush = call.starts_with("fsync(") || call.starts_with("fdatasync(");
        let is_log = call.contains("-wal>");
        if is_flush && call.contains("<unfinished") {
            pending.insert(thread, is_log);
        } else if is_flush && is_log && call.ends_with("= 0") {
            calls.push(Call::Synced);
        } else if call.starts_with("<... fsync resumed")
            || call.starts_with("<... fdatasync resumed")
        {
            if pending.remove(thread) == Some(true) && call.ends_with("= 0") {
                calls.push(Call::Synced);
            }
        } else if call.starts_with("pwrite64(") && is_log {
            calls.push(Call::Written);
        } else if call.starts_with("write(1") {
            calls.extend(Ack::of(call).map(Call::Told));
        }
    }
    calls
}

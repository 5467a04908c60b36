//! What can happen to the real program, and what must hold all the same: visitors who go away, power that fails, a disk that is
//! full, a database that is away, settings that are wrong.

mod attack;
mod calendar;
mod clock;
mod commits;
mod copies;
mod days;
mod demo;
mod disk_full;
mod garbage;
mod imports;
mod kills;
mod outage;
mod program;
mod refusals;
mod restoring;
mod secrets;
mod stopping;
mod visits;
mod writer;

use std::io::Write;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Drills load the machine and measure it: one at a time.
fn alone() -> MutexGuard<'static, ()> {
    static DRILL: Mutex<()> = Mutex::new(());
    DRILL.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Prints a figure that was measured, or why a drill was left out, whether or not it passes.
fn tell(text: &str) {
    let _ = std::io::stderr().write_all(format!("drill: {text}\n").as_bytes());
}

//! The parts of the `sanh` program that are not in the app, the domain or the store: live pipeline, web server, import, backup,
//! and the command line that connects them.

pub mod clock;
pub mod command;
pub mod config;
pub mod import;
pub mod io;
pub mod jobs;
pub mod live;
pub mod outbox;
pub mod serve;
pub mod telemetry;
pub mod web;

/// The allocator, also of SQLite. Its settings are in `.cargo/config.toml`. It is here, not in the program, so that benchmarks
/// measure with it too.
#[cfg(feature = "jemalloc")]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

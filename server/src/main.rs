//! The `sanh` program.

use std::process::ExitCode;

use sanh_server::command::Command;

/// The allocator, also of SQLite. Its settings are in `.cargo/config.toml`.
#[cfg(feature = "jemalloc")]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    Command::read().run()
}

//! The `sanh` program.

use std::process::ExitCode;

use sanh_server::command::Command;

/// SQLite's memory comes from it as well. Its settings stand in `.cargo/config.toml`.
#[cfg(feature = "jemalloc")]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    Command::read().run()
}

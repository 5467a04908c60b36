//! The `sanh` program.

use std::process::ExitCode;

use clap::Parser;
use sanh_server::command::Command;

fn main() -> ExitCode {
    Command::parse().run()
}

//! The `sanh` program.

use std::process::ExitCode;

use sanh_server::command::Command;

fn main() -> ExitCode {
    Command::read().run()
}

//! The program's log: one line per event on standard error, without personal data.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::config::LogFormat;

/// Starts the log. A second call in one process (tests) changes nothing.
///
/// `filter` is a `tracing` directive list such as `info` or `sanh_server=debug,info`.
///
/// # Errors
/// The directive that cannot be read.
pub fn start(filter: &str, format: LogFormat) -> Result<(), String> {
    let filter = EnvFilter::try_new(filter).map_err(|error| format!("log filter: {error}"))?;
    let registry = tracing_subscriber::registry().with(filter);
    let layer = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        // Colour codes are for terminals; in a file they would make words hard to find.
        .with_ansi(std::io::stderr().is_terminal());
    // It fails if another log is already set, as in tests; that one is kept.
    let _ = match format {
        LogFormat::Text => registry.with(layer).try_init(),
        LogFormat::Json => registry.with(layer.json()).try_init(),
    };
    Ok(())
}

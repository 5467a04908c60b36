//! `sanh clock …`: whether the server's clock is believed, and an administrator's word that it is right.

use std::io::Write;
use std::sync::Arc;

use clap::Subcommand;
use sanh_store::AuditActor;
use sanh_store::clock::Clock as _;
use sanh_store::clock::guard::{ClockFault, ClockGuard, built_at};

use super::Ended;
use super::database::{must_exist, open_by_any_clock};
use crate::clock::MachineClock;
use crate::config::Config;

/// What can be asked of the clock.
#[derive(Debug, Subcommand)]
pub(super) enum Clock {
    /// Say what the clock says, of when the newest record is, and whether writing goes on
    Show,
    /// Say that the clock is right now, so that writing goes on after a jump; a line of the audit tells it
    Confirm,
}

/// Asks or confirms the machine's clock. A server that runs takes the word at its next write.
pub(super) async fn clock(config: &Config, task: Clock, out: &mut impl Write) -> Result<(), Ended> {
    must_exist(config)?;
    let store = open_by_any_clock(config).await?;
    let now = MachineClock::new().now();
    if let Clock::Confirm = task {
        refuse_before_build(now)?;
        store.confirm_clock(AuditActor::console(), now).await?;
    }
    let known = store.known_time().await?;
    let guard = ClockGuard::new(Arc::new(MachineClock::new()), config.clock_bounds());
    guard.learn(known);
    writeln!(out, "now\t{}", now.to_rfc3339())?;
    if let Some(newest) = known.newest {
        writeln!(out, "newest record\t{}", newest.to_rfc3339())?;
    }
    match guard.fault() {
        None => writeln!(out, "the clock is believed")?,
        Some(fault) => writeln!(out, "nothing is written: {fault}")?,
    }
    store.close().await;
    Ok(())
}

/// No word makes that time right.
fn refuse_before_build(now: sanh_domain::deadline::Instant) -> Result<(), Ended> {
    let built_at = built_at();
    if now < built_at {
        let fault = ClockFault::BeforeBuild { now, built_at };
        return Err(Ended::Refused(fault.to_string()));
    }
    Ok(())
}

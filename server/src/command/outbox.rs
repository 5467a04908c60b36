//! `sanh outbox …`: messages to applicants.

use std::io::Write;

use super::{Ended, database};
use crate::clock::MachineClock;
use crate::config::Config;
use sanh_store::AuditActor;
use sanh_store::clock::Clock;

/// What to do with the outbox.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Outbox {
    /// How many messages wait, and those that were given up with their last fault
    List,
    /// Try a message again that was given up
    Retry {
        /// Its number, as listed
        number: i64,
    },
}

/// Does it.
pub(super) async fn outbox(
    config: &Config,
    task: Outbox,
    out: &mut impl Write,
) -> Result<(), Ended> {
    let store = database::open_existing(config).await?;
    match task {
        Outbox::List => {
            let counts = store.outbox_counts().await?;
            writeln!(
                out,
                "{} wait, {} were given up",
                counts.waiting,
                counts.dead.len()
            )?;
            writeln!(
                out,
                "of letters to others than applicants {} wait, {} were given up",
                counts.letters_waiting, counts.letters_dead
            )?;
            for (number, fault) in counts.dead {
                writeln!(out, "{number}\t{fault}")?;
            }
        }
        Outbox::Retry { number } => {
            let now = MachineClock::new().now();
            if !store
                .retry_outbox(number, AuditActor::console(), now)
                .await?
            {
                return Err(Ended::Refused(format!("message {number} was not given up")));
            }
        }
    }
    store.close().await;
    Ok(())
}

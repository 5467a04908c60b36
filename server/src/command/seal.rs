//! `sanh seal …`: the key that seals, and the chains of seals.

use std::io::Write;
use std::path::PathBuf;

use super::{Ended, database};
use crate::clock::{Clock, MachineClock};
use crate::config::Config;
use crate::io::{outside, seal_key};

/// What to do with the seals.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Seal {
    /// Seal by another key from now on (stop every server first); then put the new file in the place of the old one
    Rekey {
        /// The file of the new key; made where there is none
        new_key_file: PathBuf,
    },
    /// List the chains of seals: by which key, from where on, and why
    List,
}

/// Does it.
pub(super) async fn seal(config: &Config, task: Seal, out: &mut impl Write) -> Result<(), Ended> {
    let store = database::open_existing(config).await?;
    match task {
        Seal::Rekey { new_key_file } => {
            let now = MachineClock::new().now();
            let key = seal_key::load(&new_key_file, true)?;
            let chain = store.change_seal_key(key.clone(), now).await?;
            let store = store.sealed_with(key);
            let heads = (store.seal_head().await?, store.audit_head().await?);
            outside::keep_chain(config, &chain, &heads, now.date_naive())?;
            writeln!(
                out,
                "the new key (fingerprint {}) seals from here on: put {} in the place of {} on every server, start them, and destroy the old one",
                chain.fingerprint,
                new_key_file.display(),
                seal_key::path(config).display()
            )?;
            store.close().await;
        }
        Seal::List => {
            for chain in store.seal_chains().await? {
                writeln!(out, "{chain}")?;
            }
            store.close().await;
        }
    }
    Ok(())
}

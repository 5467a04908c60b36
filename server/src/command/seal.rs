//! `sanh seal …`: the key that seals, and the chains of seals.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::{Ended, database};
use crate::clock::MachineClock;
use crate::config::Config;
use crate::io::{external_files, seal_key};
use sanh_store::clock::Clock;

/// What to do with the seals.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Seal {
    /// Seal by another key from now on (stop every server first); then put the new file in the place of the old one
    Rekey {
        /// The file of the new key; made where there is none
        new_key_file: PathBuf,
    },
    /// Go on with a new key because the one that seals is lost (stop every server first). What was sealed before can never be
    /// checked again: the audit, every proof and the list of chains say so, from when, and by whom
    KeyLost {
        /// The file of the new key; made where there is none
        new_key_file: PathBuf,
        /// Who decides that the key is lost
        #[arg(long, value_name = "NAME")]
        by: String,
    },
    /// List the chains of seals: by which key, from where on, and why
    List,
}

/// Does it.
pub(super) async fn seal(config: &Config, task: Seal, out: &mut impl Write) -> Result<(), Ended> {
    match task {
        Seal::Rekey { new_key_file } => {
            let store = database::open_existing(config).await?;
            let now = MachineClock::new().now();
            let key = seal_key::load(&new_key_file, true)?;
            let chain = store.change_seal_key(key.clone(), now).await?;
            let store = store.sealed_with(key);
            let heads = (store.seal_head().await?, store.audit_head().await?);
            external_files::keep_chain(config, &chain, &heads, now.date_naive())?;
            writeln!(
                out,
                "the new key (fingerprint {}) seals from here on: put {} in the place of {} on every server, start them, and destroy the old one",
                chain.fingerprint,
                new_key_file.display(),
                seal_key::path(config).display()
            )?;
            store.close().await;
        }
        Seal::KeyLost { new_key_file, by } => key_lost(config, &new_key_file, &by, out).await?,
        Seal::List => {
            let store = database::open_existing(config).await?;
            for chain in store.seal_chains().await? {
                writeln!(out, "{chain}")?;
            }
            store.close().await;
        }
    }
    Ok(())
}

/// Begins a new chain by a new key. Refused where the key lies in its place and fits: then it is changed, and nothing is lost.
async fn key_lost(
    config: &Config,
    new_key_file: &Path,
    by: &str,
    out: &mut impl Write,
) -> Result<(), Ended> {
    let (path, now) = (seal_key::path(config), MachineClock::new().now());
    let store = database::open_without_seal_key(config).await?;
    let last = store.seal_chains().await?.pop();
    if path.exists() {
        let given = seal_key::load(&path, false)?;
        let is_of_chain = last.is_none_or(|chain| chain.fingerprint == given.fingerprint());
        if is_of_chain && store.view_sealed_with(given).is_sealed_by_its_key().await? {
            store.close().await;
            return Err(Ended::Refused(format!(
                "{} is the key that seals: it is not lost; change it by `sanh seal rekey`",
                path.display()
            )));
        }
    }
    let outside = external_files::read(config).await?;
    let key = seal_key::load(new_key_file, true)?;
    let chain = store
        .replace_lost_seal_key(key.clone(), by, &outside, now)
        .await?;
    let store = store.sealed_with(key);
    let heads = (store.seal_head().await?, store.audit_head().await?);
    external_files::keep_chain(config, &chain, &heads, now.date_naive())?;
    store.close().await;
    writeln!(
        out,
        "{chain}\nput {} in the place of {} on every server and start them; make a copy now: older ones cannot be proved by this key",
        new_key_file.display(),
        path.display()
    )?;
    Ok(())
}

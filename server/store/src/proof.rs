//! Verifies all seals: the chains and their beginnings, the events, the audit and the signed reports; and that no restore has
//! undone an erasure or a revocation.

use sqlx::query_scalar;

use super::Store;
use super::audit;
use super::chain::{self, Chains, SealedKind};
use super::conn::{Conn, on};
use super::error::{Result, StoreError};
use super::external_files::{Outside, must_exist, newest_missing};
use super::fault::Fault;
use super::ledger_replay;
use super::options::SealKey;
use super::seal::{self, SealHead, SealVerifier};
use super::signed;
use super::verify_report::{PAGE_ROWS, VerifyOptions, VerifyReport};

/// The number of last exported heads that a quick check searches for.
const HEADS_LOOKED_AT: usize = 8;

/// Proves all sealed data.
pub(super) async fn check(
    conn: &mut Conn<'_>,
    (key, retired): (&SealKey, &[SealKey]),
    options: &VerifyOptions,
    report: &mut VerifyReport,
) -> Result<()> {
    let chains = Chains::load(conn, key, retired).await?;
    if chains.begins().len() > 1 || chains.loss().is_some() {
        report.chains = chains.begins().to_vec();
    }
    if let Some(number) = newest_missing(chains.begins(), &options.chains) {
        let fault = "it was exported, and is not in the database";
        report.push(Fault::Chain { number, fault });
    }
    let audit_heads = demanded(&chains, SealedKind::Audit, &options.audit_heads);
    check_heads(conn, &chains, &options.heads, report).await?;
    if let Some((number, fault)) = chains.prove(conn).await? {
        report.push(Fault::Chain { number, fault });
        if chains.last_key().is_none() {
            return Ok(());
        }
    }
    match check_rows(conn, &chains, &audit_heads, report).await {
        // Reported above, as a fault of the chain that begins with this key.
        Err(StoreError::SealKeyDiffers { .. }) => Ok(()),
        proven => proven,
    }
}

/// Proves the events, the audit and the signed reports.
async fn check_rows(
    conn: &mut Conn<'_>,
    chains: &Chains,
    audit_heads: &[SealHead],
    report: &mut VerifyReport,
) -> Result<()> {
    check_events(conn, chains, report).await?;
    let proof = audit::prove(conn, chains, audit_heads).await?;
    report.audited = proof.lines;
    if let Some((id, fault)) = proof.fault {
        report.push(Fault::Audit { id, fault });
    }
    if let Some((number, fault)) = signed::prove(conn, chains).await? {
        report.push(Fault::Report { number, fault });
    }
    Ok(())
}

/// The exported heads that must still exist.
fn demanded(chains: &Chains, of: SealedKind, heads: &[SealHead]) -> Vec<SealHead> {
    let heads = heads.iter();
    heads
        .filter(|head| must_exist(chains.begins(), of, head))
        .cloned()
        .collect()
}

async fn check_heads(
    conn: &mut Conn<'_>,
    chains: &Chains,
    heads: &[SealHead],
    report: &mut VerifyReport,
) -> Result<()> {
    for head in demanded(chains, SealedKind::Events, heads) {
        if seal::mac_at(conn, head.event_id).await? != Some(head.mac) {
            report.push(Fault::Seal {
                event_id: head.event_id,
                fault: "the exported head is not in the chain",
            });
        }
    }
    Ok(())
}

/// Verifies the events up to the first break: what follows a break proves nothing.
async fn check_events(
    conn: &mut Conn<'_>,
    chains: &Chains,
    report: &mut VerifyReport,
) -> Result<()> {
    let last_sealed = seal::head(conn).await?.map_or(0, |head| head.event_id);
    let sql = "SELECT count(*) FROM event WHERE id > $1";
    let unsealed: i64 =
        on!(&mut *conn, c => query_scalar(sql).bind(last_sealed).fetch_one(&mut **c).await)?;
    report.unsealed = unsealed.unsigned_abs();
    let (mut verifier, mut after) = (SealVerifier::new(chains), 0);
    loop {
        let page = seal::page(conn, after, last_sealed, PAGE_ROWS).await?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = last.id;
        for event in &page {
            let fault = match &event.mac {
                _ if !event.is_present() => Some("the event was removed"),
                None => Some("the event was put in later"),
                Some(_) if verifier.is_lost(event) => {
                    report.lost += 1;
                    continue;
                }
                Some(mac) if verifier.next(event)?.as_slice() != mac.as_slice() => {
                    Some("the event was changed")
                }
                Some(_) => None,
            };
            if let Some(fault) = fault {
                report.push(Fault::Seal {
                    event_id: event.id,
                    fault,
                });
                return Ok(());
            }
            report.seals += 1;
        }
    }
}

/// Reports acts of the ledger that a restore undid and that could not be repeated.
pub(super) async fn check_ledger(
    conn: &mut Conn<'_>,
    options: &VerifyOptions,
    report: &mut VerifyReport,
) -> Result<()> {
    for (line, fault) in ledger_replay::undone(conn, &options.ledger).await? {
        let line = format!("{} {}", line.act, line.subject);
        report.push(Fault::Ledger { line, fault });
    }
    for line in &options.damaged {
        report.push(Fault::Ledger {
            line: line.clone(),
            fault: "this line of the ledger cannot be read".to_owned(),
        });
    }
    Ok(())
}

impl Store {
    /// Whether an exported head of the audit is missing, although no restore undid it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn lacks_audit_head(&self, head: SealHead) -> Result<bool> {
        self.read(move |mut conn| {
            Box::pin(async move {
                let begins = chain::begins(&mut conn).await?;
                let is_expected = must_exist(&begins, SealedKind::Audit, &head);
                Ok(is_expected && !audit::has_head(&mut conn, &head).await?)
            })
        })
        .await
    }

    /// Checks with few reads whether the chain of seals is broken at its end, was sealed with another key, or lacks exported
    /// heads; returns the number of faults. `verify` checks everything.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn seal_breaks(&self, outside: &Outside) -> Result<u64> {
        let Some(key) = self.options.seal_key.clone() else {
            return Ok(0);
        };
        let outside = outside.clone();
        self.read(move |mut conn| Box::pin(async move { breaks(&mut conn, &key, &outside).await }))
            .await
    }
}

async fn breaks(conn: &mut Conn<'_>, key: &SealKey, outside: &Outside) -> Result<u64> {
    let begins = chain::begins(conn).await?;
    if begins
        .last()
        .is_some_and(|begin| begin.fingerprint != key.fingerprint())
    {
        return Ok(1);
    }
    let mut found = u64::from(newest_missing(&begins, &outside.chains).is_some());
    let heads = outside.heads.iter().rev().take(HEADS_LOOKED_AT);
    for head in heads.filter(|head| must_exist(&begins, SealedKind::Events, head)) {
        found += u64::from(seal::mac_at(conn, head.event_id).await? != Some(head.mac));
    }
    let heads = outside.audit_heads.iter();
    for head in heads.filter(|head| must_exist(&begins, SealedKind::Audit, head)) {
        found += u64::from(!audit::has_head(conn, head).await?);
    }
    found += u64::from(audit::is_sealed_by(conn, key).await? == Some(false));
    found += u64::from(!seal::is_sealed_by(conn, key).await?);
    Ok(found)
}

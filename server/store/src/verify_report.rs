//! The options of `verify`, and its report.

use std::fmt;

use sanh_domain::deadline::Instant;

use super::chain::{self, ChainBegin};
use super::duplicate::Duplicate;
use super::external_files::Outside;
use super::fault::Fault;
use super::ledger::LedgerLine;
use super::seal::SealHead;

/// Rows read at a time: limits the memory.
pub(super) const PAGE_ROWS: i64 = 2_000;

/// The most faults listed in detail; further ones are only counted.
pub const FAULTS_MAX: usize = 1_000;

/// What to verify.
#[derive(Clone, Debug, Default)]
pub struct VerifyOptions {
    /// Also count the boards of this instant from the events and compare them with the counters'.
    pub as_of: Option<Instant>,
    /// Exported heads of the chain, which it must still contain.
    pub heads: Vec<SealHead>,
    /// The last exported head of the audit, which it must still contain.
    pub audit_heads: Vec<SealHead>,
    /// The exported beginnings of chains of seals.
    pub chains: Vec<ChainBegin>,
    /// The lines of the ledger, which no restore may have undone.
    pub ledger: Vec<LedgerLine>,
    /// Lines of the ledger that cannot be read.
    pub damaged: Vec<String>,
}

impl From<Outside> for VerifyOptions {
    fn from(outside: Outside) -> Self {
        Self {
            as_of: None,
            heads: outside.heads,
            audit_heads: outside.audit_heads,
            chains: outside.chains,
            ledger: outside.ledger,
            damaged: outside.damaged,
        }
    }
}

/// The result of `verify`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// Dossiers replayed.
    pub dossiers: u64,
    /// Events read.
    pub events: u64,
    /// Checked seals; 0 without a key.
    pub seals: u64,
    /// Events whose seals cannot be checked because their key is lost.
    pub lost: u64,
    /// Events not sealed yet.
    pub unsealed: u64,
    /// Checked audit entries; 0 without a key.
    pub audited: u64,
    /// The beginnings of the chains of seals, if there is more than one.
    pub chains: Vec<ChainBegin>,
    /// Rows of the catalogue whose names differ in spelling only. Every figure is right, so they are no faults.
    pub doubles: Vec<Duplicate>,
    /// The faults, at most [`FAULTS_MAX`].
    pub faults: Vec<Fault>,
    /// The number of all faults.
    pub faults_total: u64,
}

impl VerifyReport {
    /// Whether everything holds.
    pub fn is_clean(&self) -> bool {
        self.faults_total == 0
    }

    /// The number of faults in sealed data.
    #[must_use]
    pub fn seal_faults(&self) -> u64 {
        self.faults
            .iter()
            .filter(|fault| fault.is_of_seals())
            .count() as u64
    }

    /// This report of the dossiers with that of the seals.
    #[must_use]
    pub(super) fn with(mut self, seals: Self) -> Self {
        let unlisted = seals.faults_total - seals.faults.len() as u64;
        for fault in seals.faults {
            self.push(fault);
        }
        Self {
            seals: seals.seals,
            lost: seals.lost,
            unsealed: seals.unsealed,
            audited: seals.audited,
            chains: seals.chains,
            faults_total: self.faults_total + unlisted,
            ..self
        }
    }

    pub(super) fn push(&mut self, fault: Fault) {
        self.faults_total += 1;
        if self.faults.len() < FAULTS_MAX {
            self.faults.push(fault);
        }
    }
}

impl fmt::Display for VerifyReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            dossiers,
            events,
            seals,
            lost,
            unsealed,
            audited,
            chains,
            doubles,
            faults,
            faults_total,
        } = self;
        write!(
            f,
            "{dossiers} dossiers, {events} events, {seals} sealed, {unsealed} not sealed yet, {audited} lines of audit"
        )?;
        if *lost > 0 {
            write!(f, ", {lost} sealed by a key that is lost")?;
        }
        write!(f, ": ")?;
        let warn = |f: &mut fmt::Formatter<'_>| {
            chains.iter().try_for_each(|begin| write!(f, "\n{begin}"))?;
            let mut doubles = doubles.iter();
            doubles.try_for_each(|double| write!(f, "\n{double}"))
        };
        if self.is_clean() {
            let what = if chain::loss(chains).is_none() {
                "everything holds"
            } else {
                "everything holds that can be checked"
            };
            write!(f, "{what}")?;
            return warn(f);
        }
        write!(f, "{faults_total} faults")?;
        faults.iter().try_for_each(|fault| write!(f, "\n{fault}"))?;
        let more = usize::try_from(*faults_total)
            .unwrap_or(usize::MAX)
            .saturating_sub(faults.len());
        if more > 0 {
            write!(f, "\nand {more} more")?;
        }
        warn(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(faults: usize) -> VerifyReport {
        let mut report = VerifyReport::default();
        for _ in 0..faults {
            report.push(Fault::Orphans { events: 1 });
        }
        report
    }

    #[test]
    fn the_faults_of_dossiers_and_of_seals_are_counted_together_and_listed_up_to_the_bound() {
        let seals = VerifyReport {
            seals: 7,
            ..report(FAULTS_MAX + 3)
        };
        let both = report(2).with(seals);
        assert_eq!((both.seals, both.faults.len()), (7, FAULTS_MAX));
        assert_eq!(both.faults_total, FAULTS_MAX as u64 + 5);
        assert!(report(0).with(report(0)).is_clean());
    }
}

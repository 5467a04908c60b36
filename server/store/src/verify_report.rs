//! What is proved of a database, and what was found.

use std::fmt;

use sanh_domain::deadline::Instant;

use super::chain::{self, ChainBegin};
use super::duplicate::Duplicate;
use super::fault::Fault;
use super::ledger::LedgerLine;
use super::outside::Outside;
use super::seal::SealHead;

/// Rows looked at at a time: bounds the memory.
pub(super) const PAGE_ROWS: i64 = 2_000;

/// Faults listed by name at the most; more are only counted.
pub const FAULTS_MAX: usize = 1_000;

/// What to prove.
#[derive(Clone, Debug, Default)]
pub struct VerifyOptions {
    /// Also count the boards of this instant from the events and compare them with the counters'.
    pub as_of: Option<Instant>,
    /// Heads of the chain exported before, which it must still contain.
    pub heads: Vec<SealHead>,
    /// The head of the audit exported last, which it must still contain.
    pub audit_heads: Vec<SealHead>,
    /// How chains of seals began, as it was exported.
    pub chains: Vec<ChainBegin>,
    /// What no restore may have undone.
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

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// Dossiers replayed.
    pub dossiers: u64,
    /// Events read.
    pub events: u64,
    /// Seals checked; 0 without a key.
    pub seals: u64,
    /// Events whose seals cannot be checked any more, as the key is lost.
    pub lost: u64,
    /// Events not sealed yet.
    pub unsealed: u64,
    /// Lines of the audit checked; 0 without a key.
    pub audited: u64,
    /// How the chains of seals began, where there is more than one.
    pub chains: Vec<ChainBegin>,
    /// Rows of the catalogue that are one but for how their name is written. Every figure holds, so they are no faults.
    pub doubles: Vec<Duplicate>,
    /// The faults, at most [`FAULTS_MAX`].
    pub faults: Vec<Fault>,
    /// How many there are in all.
    pub faults_total: u64,
}

impl VerifyReport {
    /// Whether everything holds.
    pub fn is_clean(&self) -> bool {
        self.faults_total == 0
    }

    /// How many of the faults lie in what is sealed.
    #[must_use]
    pub fn seal_faults(&self) -> u64 {
        self.faults
            .iter()
            .filter(|fault| fault.is_of_seals())
            .count() as u64
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

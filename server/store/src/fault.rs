//! The faults that `verify` can find.

use std::fmt;

use sanh_domain::dossier::DossierCode;
use sanh_domain::period::Period;

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A dossier that differs from the replay of its events: changed without an event, or the other way round.
    Dossier {
        /// The dossier.
        code: DossierCode,
        /// The columns that differ.
        columns: Vec<&'static str>,
    },
    /// A history that contradicts itself.
    History {
        /// The dossier.
        code: DossierCode,
        /// The contradiction.
        fault: String,
    },
    /// A row that cannot be read.
    Damaged(String),
    /// Events of dossiers that do not exist.
    Orphans {
        /// Their number.
        events: i64,
    },
    /// A counter that differs from the count.
    Counter {
        /// The table and the key of the counter.
        counter: String,
        /// The count of the dossiers.
        expected: String,
        /// The value of the counter.
        found: String,
    },
    /// The chain breaks at this event: it, or something before it, was changed, removed or inserted.
    Seal {
        /// The first event that does not fit.
        event_id: i64,
        /// The fault.
        fault: &'static str,
    },
    /// A chain of seals does not begin as recorded, or is missing.
    Chain {
        /// Its number.
        number: i64,
        /// The fault.
        fault: &'static str,
    },
    /// A restore brought back what had been erased or revoked, and the act could not be repeated.
    Ledger {
        /// The act and its object, or the line of the ledger that cannot be read.
        line: String,
        /// The reason.
        fault: String,
    },
    /// The audit breaks at this entry: it was changed, removed, inserted or moved.
    Audit {
        /// Its number.
        id: i64,
        /// The fault.
        fault: &'static str,
    },
    /// The chain of signed reports breaks at this one: it was changed, or one before it was removed.
    Report {
        /// Its number.
        number: i64,
        /// The fault.
        fault: &'static str,
    },
    /// A board that does not add up, or whose counters and events differ.
    Board {
        /// The period.
        period: Period,
        /// The difference.
        fault: String,
    },
    /// Two report periods of the same kind overlap.
    Overlap {
        /// The kind.
        kind: String,
        /// The first date of the later one.
        from: String,
    },
}

impl Fault {
    /// Whether it concerns sealed data.
    #[must_use]
    pub const fn is_of_seals(&self) -> bool {
        matches!(
            self,
            Self::Seal { .. }
                | Self::Chain { .. }
                | Self::Audit { .. }
                | Self::Report { .. }
                | Self::Ledger { .. }
        )
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dossier { code, columns } => write!(
                f,
                "dossier {code} is not what its events make: {}",
                columns.join(", ")
            ),
            Self::History { code, fault } => write!(f, "dossier {code}: {fault}"),
            Self::Damaged(what) => write!(f, "{what}"),
            Self::Orphans { events } => write!(f, "{events} events belong to no dossier"),
            Self::Counter {
                counter,
                expected,
                found,
            } => write!(f, "{counter} is {found}, the dossiers count to {expected}"),
            Self::Seal { event_id, fault } => {
                write!(f, "the chain breaks at event {event_id}: {fault}")
            }
            Self::Chain { number, fault } => write!(f, "chain {number} of the seals: {fault}"),
            Self::Ledger { line, fault } => {
                write!(
                    f,
                    "a restore brought back what was undone before: {line}: {fault}"
                )
            }
            Self::Audit { id, fault } => write!(f, "the audit breaks at line {id}: {fault}"),
            Self::Report { number, fault } => write!(f, "the signed report {number}: {fault}"),
            Self::Board { period, fault } => write!(f, "the board of {}: {fault}", period.from),
            Self::Overlap { kind, from } => write!(
                f,
                "the report period {kind} from {from} begins before the one before it ends"
            ),
        }
    }
}

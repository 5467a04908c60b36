//! What `verify` can find.

use std::fmt;

use sanh_domain::dossier::DossierCode;
use sanh_domain::period::Period;

/// One thing that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A dossier that its events do not make: changed without an event, or the other way round.
    Dossier {
        /// Which.
        code: DossierCode,
        /// The columns that differ.
        columns: Vec<&'static str>,
    },
    /// A history that contradicts itself.
    History {
        /// Whose.
        code: DossierCode,
        /// How.
        fault: String,
    },
    /// A row that cannot be read.
    Damaged(String),
    /// Events of dossiers that are not there.
    Orphans {
        /// How many.
        events: i64,
    },
    /// A counter that differs from the count.
    Counter {
        /// The table and the key in it.
        counter: String,
        /// What the dossiers count to.
        expected: String,
        /// What it says.
        found: String,
    },
    /// The chain breaks at this event: it, or what stood before it, was changed, removed or put in.
    Seal {
        /// The first event that does not fit.
        event_id: i64,
        /// How.
        fault: &'static str,
    },
    /// A chain of seals did not begin as it says, or is not there.
    Chain {
        /// Its number.
        number: i64,
        /// How.
        fault: &'static str,
    },
    /// A restore brought back what had been erased or taken away, and it could not be done again.
    Ledger {
        /// What: the act and to what, or the line of the ledger that cannot be read.
        line: String,
        /// Why.
        fault: String,
    },
    /// The audit breaks at this line: it was changed, removed, put in or moved.
    Audit {
        /// Its number.
        id: i64,
        /// How.
        fault: &'static str,
    },
    /// A signed report breaks the chain of them: it was changed, or one before it was removed.
    Report {
        /// Its number.
        number: i64,
        /// How.
        fault: &'static str,
    },
    /// A board that does not add up, or that the counters and the events tell differently.
    Board {
        /// Which period.
        period: Period,
        /// What differs.
        fault: String,
    },
    /// Two report periods of a kind that have days in common.
    Overlap {
        /// Which kind.
        kind: String,
        /// The first date of the later one.
        from: String,
    },
}

impl Fault {
    /// Whether it lies in what is sealed.
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

//! The fences of duties: a write for a duty checks the fence in its own transaction, and is refused once another node has taken the duty
//! over.

use std::fmt;
use std::sync::Arc;

use sanh_domain::scope::Scope;
use sqlx::query_scalar;

use super::conn::{Conn, on};
use super::error::{Result, StoreError};

/// A duty that one node does for all nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Duty {
    /// Decides on alarms and sends messages about them.
    Alarms,
    /// Sends messages to applicants; only a node with a transport does.
    Letters,
    /// Reminds applicants of papers.
    Reminders,
    /// Seals events and exports the day's head.
    Sealing,
    /// Maintains the list of report periods and counts finished ones.
    Reports,
    /// Deletes old data.
    Retention,
    /// Stores the boards of a scope that walls showed.
    History(Scope),
}

impl fmt::Display for Duty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Alarms => f.write_str("alarms"),
            Self::Letters => f.write_str("letters"),
            Self::Reminders => f.write_str("reminders"),
            Self::Sealing => f.write_str("sealing"),
            Self::Reports => f.write_str("reports"),
            Self::Retention => f.write_str("retention"),
            Self::History(scope) => write!(f, "history {scope}"),
        }
    }
}

/// The lease of a duty that this node has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lease {
    pub(super) duty: Duty,
    pub(super) fence: i64,
}

/// Refuses a transaction whose node has lost its duty.
pub(super) async fn check(conn: &mut Conn<'_>, leases: &[Lease]) -> Result<()> {
    let sql = "SELECT fence FROM lease WHERE duty = $1";
    for lease in leases {
        let duty = lease.duty.to_string();
        let fence: Option<i64> =
            on!(&mut *conn, c => query_scalar(sql).bind(duty).fetch_optional(&mut **c).await)?;
        if fence != Some(lease.fence) {
            return Err(StoreError::Fenced(lease.duty.to_string()));
        }
    }
    Ok(())
}

/// No leases: for a store whose writes need no duty.
pub(super) fn none() -> Arc<[Lease]> {
    Arc::from([])
}

//! Throughput: what flowed in some days and what stands, of any cut of the dossiers, split by any grouping.
//!
//! Flows of the usual cuts come from counters; of any other, from the dossiers themselves, over indexes that hold all that is counted.
//! What stands open comes from an index of the open ones: as long as these are many, whatever the history.

mod key;
mod scan;
mod standing;

use std::collections::BTreeMap;

use sanh_app::board::period::Period;
use sanh_app::deadline::Instant;
use sanh_app::report::model::{Group, Grouping, Moved, Standing};

use super::Store;
use super::change;
use super::error::Result;
use key::Days;

pub use key::Within;

/// What flowed, by group; under `None`: in all.
pub type MovedByGroup = BTreeMap<Option<Group>, Moved>;

/// What stands, by group; under `None`: in all.
pub type StandingByGroup = BTreeMap<Option<Group>, Standing>;

/// What is asked of throughput.
#[derive(Clone, Debug)]
pub struct ThroughputAsked {
    /// Of which dossiers.
    pub within: Within,
    /// Split by what.
    pub grouping: Option<Grouping>,
    /// What flowed in these days, split.
    pub period: Period,
    /// What flowed in each of these, not split.
    pub compared: Vec<Period>,
    /// What stands now, split; `None`: not asked.
    pub standing_at: Option<Instant>,
}

/// What was found, in one consistent look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThroughputLook {
    /// The number of the last change it has seen.
    pub change_number: i64,
    /// What flowed.
    pub moved: MovedByGroup,
    /// What flowed in the days to compare, in their order.
    pub compared: Vec<Moved>,
    /// What stands.
    pub standing: StandingByGroup,
}

impl Store {
    /// The figures of throughput.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn throughput(&self, asked: ThroughputAsked) -> Result<ThroughputLook> {
        let books = self.books();
        self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let book = books.of_committed(conn).await?;
                let ThroughputAsked {
                    within,
                    grouping,
                    period,
                    compared,
                    standing_at,
                } = &asked;
                let mut look = ThroughputLook {
                    change_number: change::read(conn).await?,
                    moved: scan::moved(conn, within, *grouping, &Days::of(period)).await?,
                    ..ThroughputLook::default()
                };
                for period in compared {
                    let mut moved = scan::moved(conn, within, None, &Days::of(period)).await?;
                    look.compared.push(moved.remove(&None).unwrap_or_default());
                }
                if let Some(at) = standing_at {
                    look.standing = standing::standing(conn, &book, within, *grouping, *at).await?;
                }
                Ok(look)
            })
        })
        .await
    }
}

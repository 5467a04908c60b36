//! The change number: it grows with every change, in any process, that can alter a board.

use sanh_domain::deadline::Instant;
use sqlx::{query_as, query_scalar};
use tokio::sync::watch;

use super::conn::{Conn, on};
use super::error::Result;
use super::stored_time::instant;

/// The number of the last change this transaction can see.
pub(super) async fn read(conn: &mut Conn<'_>) -> Result<i64> {
    // A database without tables has no change yet.
    let sql = "SELECT number FROM change";
    match on!(conn, c => query_scalar::<_, i64>(sql).fetch_one(&mut **c).await) {
        Ok(number) => Ok(number),
        Err(error) if is_missing_table(&error) => Ok(0),
        Err(error) => Err(error.into()),
    }
}

/// The last change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastChange {
    /// Its number.
    pub number: i64,
    /// When the last batch of an import in progress was written; `None` if no import is partly written.
    pub importing_at: Option<Instant>,
}

/// The last change this transaction can see.
pub(super) async fn last(conn: &mut Conn<'_>) -> Result<LastChange> {
    let sql = "SELECT number, importing_at FROM change";
    let (number, at): (i64, Option<i64>) = on!(conn, c => query_as(sql).fetch_one(&mut **c).await)?;
    Ok(LastChange {
        number,
        importing_at: at.map(instant).transpose()?,
    })
}

/// The number of the last change to the rules (settings, calendar, agencies, fields, procedures).
pub(super) async fn read_rules(conn: &mut Conn<'_>) -> Result<i64> {
    let sql = "SELECT rules_number FROM change";
    Ok(on!(conn, c => query_scalar(sql).fetch_one(&mut **c).await)?)
}

/// Adds a change, for writes that have no trigger.
pub(super) async fn bump(conn: &mut Conn<'_>) -> Result<()> {
    let sql = "UPDATE change SET number = number + 1";
    on!(conn, c => sqlx::query(sql).execute(&mut **c).await.map(drop))?;
    Ok(())
}

/// Notifies the receivers; a number that is not newer is ignored.
pub(super) fn announce(changes: &watch::Sender<i64>, number: i64) {
    changes.send_if_modified(|last| {
        let newer = number > *last;
        *last = number.max(*last);
        newer
    });
}

fn is_missing_table(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|error| {
        error.code().as_deref() == Some("42P01") || error.message().contains("no such table")
    })
}

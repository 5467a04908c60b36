//! Renumbers applied migrations.
//!
//! Before the first release the numbers had gaps, and databases of that time list these numbers in sqlx's table of applied
//! migrations. A migration is identified by its text (the checksum) and its name (the description), which are unchanged; where
//! both belong to a migration of this program with another number, the row gets the present number.

use std::collections::HashSet;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{query, query_as, query_scalar};

use crate::conn::{Conn, on};
use crate::error::Result;

/// A row of sqlx's table: number, description, checksum, and whether it was completely applied.
type Applied = (i64, String, Vec<u8>, bool);

/// An applied migration whose number has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Move {
    from: i64,
    to: i64,
}

/// Gives applied migrations their present numbers; run again, it changes nothing. The caller prevents others from migrating
/// meanwhile, and commits.
///
/// # Errors
/// [`MigrateError::VersionMissing`] when a database with the earlier numbers has a migration that this program does not know.
pub(super) async fn renumber(conn: &mut Conn<'_>, migrator: &Migrator) -> Result<()> {
    if !has_table(conn).await? {
        return Ok(());
    }
    let sql =
        "SELECT version, description, checksum, success FROM _sqlx_migrations ORDER BY version";
    let applied: Vec<Applied> = on!(conn, c => query_as(sql).fetch_all(&mut **c).await)?;
    let moves = moves(&applied, migrator)?;
    if moves.is_empty() {
        return Ok(());
    }
    // In two steps, with negative numbers that no migration has. No two migrations have the same number, so no row collides with
    // another on the primary key, in whatever order they move.
    let sql = "UPDATE _sqlx_migrations SET version = $1 WHERE version = $2";
    for Move { from, to } in &moves {
        on!(conn, c => query(sql).bind(-to).bind(from).execute(&mut **c).await.map(drop))?;
    }
    let sql = "UPDATE _sqlx_migrations SET version = -version WHERE version < 0";
    on!(conn, c => query(sql).execute(&mut **c).await.map(drop))?;
    let migrations = moves.len();
    tracing::info!(
        migrations,
        "applied migrations have their numbers of today now"
    );
    Ok(())
}

/// Whether the table exists; in a new database the migrator creates it.
async fn has_table(conn: &mut Conn<'_>) -> Result<bool> {
    let sql = match conn {
        Conn::Sqlite(_) => {
            "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = '_sqlx_migrations')"
        }
        Conn::Postgres(_) => "SELECT to_regclass('_sqlx_migrations') IS NOT NULL",
    };
    Ok(on!(conn, c => query_scalar(sql).fetch_one(&mut **c).await)?)
}

/// The new numbers of all rows that need one, or of none.
///
/// None if a migration was not completely applied: the migrator refuses that database, and names the row by its stored number.
///
/// # Errors
/// [`MigrateError::VersionMissing`] where some would be renumbered beside an unknown one. The migrator would compare its number
/// with the present ones, and could begin to apply migrations before it refuses.
fn moves(applied: &[Applied], migrator: &Migrator) -> Result<Vec<Move>, MigrateError> {
    if applied.iter().any(|(.., is_whole)| !is_whole) {
        return Ok(Vec::new());
    }
    let (mut moves, mut unknown, mut taken) = (Vec::new(), None, HashSet::new());
    for (from, description, checksum, _) in applied {
        let known = migrator.iter().find(|migration| {
            *migration.checksum == **checksum && *migration.description == **description
        });
        match known.map(|migration| migration.version) {
            Some(to) if taken.insert(to) => {
                if to != *from {
                    moves.push(Move { from: *from, to });
                }
            }
            _ => unknown = unknown.or(Some(*from)),
        }
    }
    match unknown {
        Some(version) if !moves.is_empty() => Err(MigrateError::VersionMissing(version)),
        Some(_) => Ok(Vec::new()),
        None => Ok(moves),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::{POSTGRES, SQLITE};
    use super::*;

    /// The migrations applied by an earlier program, which numbered in tens.
    fn in_tens(migrator: &Migrator) -> Vec<Applied> {
        let row = |(version, description, checksum, is_whole)| {
            (version * 10, description, checksum, is_whole)
        };
        of_today(migrator).into_iter().map(row).collect()
    }

    fn of_today(migrator: &Migrator) -> Vec<Applied> {
        let row = |it: &sqlx::migrate::Migration| {
            let description = it.description.clone().into_owned();
            (it.version, description, it.checksum.to_vec(), true)
        };
        migrator.iter().map(row).collect()
    }

    #[test]
    fn migrations_applied_by_any_earlier_program_get_todays_numbers() {
        for migrator in [&SQLITE, &POSTGRES] {
            let applied = in_tens(migrator);
            for count in 0..=applied.len() {
                let moves = moves(&applied[..count], migrator).unwrap();
                let numbers: Vec<_> = moves.iter().map(|it| (it.from, it.to)).collect();
                let expected: Vec<_> = migrator
                    .iter()
                    .take(count)
                    .map(|it| (it.version * 10, it.version))
                    .collect();
                assert_eq!(numbers, expected);
            }
        }
    }

    #[test]
    fn todays_numbers_stay_even_beside_a_migration_of_a_newer_program() {
        let mut applied = of_today(&SQLITE);
        assert_eq!(moves(&applied, &SQLITE).unwrap(), []);
        applied.push((9_999, "newer".to_owned(), vec![1; 48], true));
        assert_eq!(moves(&applied, &SQLITE).unwrap(), []);
    }

    #[test]
    fn earlier_numbers_beside_an_unknown_migration_are_refused_by_its_number() {
        let refused = |applied: &[Applied]| match moves(applied, &SQLITE) {
            Err(MigrateError::VersionMissing(version)) => Some(version),
            _ => None,
        };
        let mut changed_text = in_tens(&SQLITE);
        changed_text[4].2[0] ^= 1;
        assert_eq!(refused(&changed_text), Some(50));
        let mut another_name = in_tens(&SQLITE);
        another_name[4].1.push_str(" again");
        assert_eq!(refused(&another_name), Some(50));
        let mut twice = in_tens(&SQLITE);
        let mut row = twice[4].clone();
        row.0 = 51;
        twice.insert(5, row);
        assert_eq!(refused(&twice), Some(51));
    }

    #[test]
    fn an_interrupted_migration_is_left_to_the_migrator() {
        let mut applied = in_tens(&SQLITE);
        applied.last_mut().unwrap().3 = false;
        assert_eq!(moves(&applied, &SQLITE).unwrap(), []);
    }
}

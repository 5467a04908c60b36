//! Rows of the two large tables: one list of columns each, from which reading, writing and comparing follow.

use std::fmt::Write as _;

use sqlx::error::BoxDynError;
use sqlx::{Arguments, AssertSqlSafe, Encode, Type};

use super::db::{Conn, on};
use super::error::Result;

/// Rows that one INSERT carries at the most: within both engines' bound on parameters, and one statement to prepare.
const ROWS_PER_INSERT: usize = 128;

/// A row whose columns have the names of its fields.
pub(super) trait Row {
    /// The table.
    const TABLE: &'static str;
    /// Its columns, in the order they are bound.
    const COLUMNS: &'static [&'static str];

    /// Binds every column in order.
    fn bind<A: Arguments>(&self, arguments: &mut A) -> std::result::Result<(), BoxDynError>
    where
        for<'t> i64: Encode<'t, A::Database> + Type<A::Database>,
        for<'t> Option<i64>: Encode<'t, A::Database> + Type<A::Database>,
        for<'t> &'t str: Encode<'t, A::Database> + Type<A::Database>,
        for<'t> Option<&'t str>: Encode<'t, A::Database> + Type<A::Database>,
        for<'t> &'t [u8]: Encode<'t, A::Database> + Type<A::Database>;
}

/// A column's value in the form it is bound in.
pub(super) trait Column {
    /// What is bound.
    type Bound<'t>
    where
        Self: 't;
    /// The value to bind.
    fn bound(&self) -> Self::Bound<'_>;
}

impl Column for i64 {
    type Bound<'t> = i64;
    fn bound(&self) -> i64 {
        *self
    }
}

impl Column for Option<i64> {
    type Bound<'t> = Option<i64>;
    fn bound(&self) -> Option<i64> {
        *self
    }
}

impl Column for String {
    type Bound<'t> = &'t str;
    fn bound(&self) -> &str {
        self
    }
}

impl Column for Option<String> {
    type Bound<'t> = Option<&'t str>;
    fn bound(&self) -> Option<&str> {
        self.as_deref()
    }
}

impl Column for Vec<u8> {
    type Bound<'t> = &'t [u8];
    fn bound(&self) -> &[u8] {
        self
    }
}

/// Declares a row struct of a table: reading by name, the list of columns, binding, and which columns differ.
macro_rules! row {
    ($(#[$doc:meta])* $name:ident of $table:literal { $($column:ident: $type:ty,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
        pub(super) struct $name {
            $(pub $column: $type,)+
        }

        impl $crate::store::row::Row for $name {
            const TABLE: &'static str = $table;
            const COLUMNS: &'static [&'static str] = &[$(stringify!($column)),+];

            fn bind<A: sqlx::Arguments>(&self, arguments: &mut A) -> Result<(), sqlx::error::BoxDynError>
            where
                for<'t> i64: sqlx::Encode<'t, A::Database> + sqlx::Type<A::Database>,
                for<'t> Option<i64>: sqlx::Encode<'t, A::Database> + sqlx::Type<A::Database>,
                for<'t> &'t str: sqlx::Encode<'t, A::Database> + sqlx::Type<A::Database>,
                for<'t> Option<&'t str>: sqlx::Encode<'t, A::Database> + sqlx::Type<A::Database>,
                for<'t> &'t [u8]: sqlx::Encode<'t, A::Database> + sqlx::Type<A::Database>,
            {
                use $crate::store::row::Column as _;
                $(arguments.add(self.$column.bound())?;)+
                Ok(())
            }
        }

        impl $name {
            /// The columns in which two rows differ.
            #[allow(dead_code)]
            pub(super) fn differences(&self, other: &Self) -> Vec<&'static str> {
                let mut columns = Vec::new();
                $(if self.$column != other.$column {
                    columns.push(stringify!($column));
                })+
                columns
            }
        }
    };
}
pub(super) use row;

/// `SELECT <every column> FROM <table> <rest>`.
pub(super) fn select<R: Row>(rest: &str) -> AssertSqlSafe<String> {
    AssertSqlSafe(format!(
        "SELECT {} FROM {} {rest}",
        R::COLUMNS.join(", "),
        R::TABLE
    ))
}

/// Inserts rows, many in one statement.
pub(super) async fn insert_all<R: Row>(conn: &mut Conn<'_>, rows: &[R]) -> Result<()> {
    insert_all_or(conn, rows, "").await
}

/// Inserts rows, many in one statement; `on_conflict` says what becomes of those that are there already.
pub(super) async fn insert_all_or<R: Row>(
    conn: &mut Conn<'_>,
    rows: &[R],
    on_conflict: &str,
) -> Result<()> {
    for chunk in rows.chunks(ROWS_PER_INSERT) {
        let mut sql = insert_sql::<R>(chunk.len(), matches!(conn, Conn::Sqlite(_)));
        sql.push_str(on_conflict);
        on!(conn, c => {
            let mut arguments = no_arguments(c);
            arguments.reserve(chunk.len() * R::COLUMNS.len(), 0);
            for row in chunk {
                row.bind(&mut arguments).map_err(sqlx::Error::Encode)?;
            }
            sqlx::query_with(AssertSqlSafe(sql), arguments).execute(&mut **c).await.map(drop)
        })?;
    }
    Ok(())
}

/// Updates every column of the row with this id, if its version is still the one that was read.
pub(super) async fn update<R: Row>(
    conn: &mut Conn<'_>,
    row: &R,
    id: i64,
    version: i64,
) -> Result<bool> {
    let columns: Vec<String> = R::COLUMNS
        .iter()
        .enumerate()
        .map(|(i, column)| format!("{column} = ${}", i + 1))
        .collect();
    let bound = R::COLUMNS.len();
    let sql = format!(
        "UPDATE {} SET {} WHERE id = ${} AND version = ${}",
        R::TABLE,
        columns.join(", "),
        bound + 1,
        bound + 2
    );
    let updated = on!(conn, c => {
        let mut arguments = no_arguments(c);
        row.bind(&mut arguments).map_err(sqlx::Error::Encode)?;
        let query = sqlx::query_with(AssertSqlSafe(sql), arguments).bind(id).bind(version);
        query.execute(&mut **c).await.map(|done| done.rows_affected())
    })?;
    Ok(updated == 1)
}

/// Empty arguments for the engine of this connection.
fn no_arguments<C: sqlx::Connection>(_: &&mut C) -> <C::Database as sqlx::Database>::Arguments {
    Default::default()
}

/// One INSERT of many rows. SQLite looks a numbered parameter up in a list of all of them, which for thousands costs more than
/// the insert; so there they are `?`.
fn insert_sql<R: Row>(rows: usize, is_sqlite: bool) -> String {
    let columns = R::COLUMNS.len();
    let mut sql = format!(
        "INSERT INTO {} ({}) VALUES ",
        R::TABLE,
        R::COLUMNS.join(", ")
    );
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for column in 1..=columns {
            sql.push_str(if column == 1 { "" } else { ", " });
            if is_sqlite {
                sql.push('?');
            } else {
                // Writing to a String cannot fail.
                let _ = write!(sql, "${}", row * columns + column);
            }
        }
        sql.push(')');
    }
    sql
}

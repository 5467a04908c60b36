//! Rows of tables with one list of columns each, from which reading, writing and comparing follow.

use std::fmt::Write as _;

use serde_json::{Map, Value};
use sqlx::error::BoxDynError;
use sqlx::postgres::PgConnection;
use sqlx::{Arguments, AssertSqlSafe, Encode, Type};

use super::conn::{Conn, on};
use super::error::Result;

/// The most rows of one INSERT, a power of two; and the most parameters, which is SQLite's limit. Before each statement SQLite
/// saves a copy of the pages that it changes, so fewer statements are faster.
const ROWS_PER_INSERT: usize = 1_024;
const PARAMETERS_PER_INSERT: usize = 32_766;

/// From this many rows on PostgreSQL gets them by COPY, which parses no parameters; fewer are not worth its two additional
/// trips to the server.
const ROWS_COPIED_MIN: usize = 32;

/// Rows in one piece of a COPY.
const ROWS_PER_PIECE: usize = 2_048;

/// A row whose columns have the names of its fields.
pub(super) trait Row {
    /// The table.
    const TABLE: &'static str;
    /// Its columns, in the order they are bound.
    const COLUMNS: &'static [&'static str];
    /// Whether each column holds bytes.
    const ARE_BYTES: &'static [bool];

    /// The values of some columns, by name.
    fn json(&self, columns: &[&'static str]) -> Map<String, Value>;

    /// Binds every column in order.
    fn bind<A: Arguments>(&self, arguments: &mut A) -> std::result::Result<(), BoxDynError>
    where
        for<'t> i64: Encode<'t, A::Database> + Type<A::Database>,
        for<'t> Option<i64>: Encode<'t, A::Database> + Type<A::Database>,
        for<'t> &'t str: Encode<'t, A::Database> + Type<A::Database>,
        for<'t> Option<&'t str>: Encode<'t, A::Database> + Type<A::Database>,
        for<'t> &'t [u8]: Encode<'t, A::Database> + Type<A::Database>;

    /// The columns in which two rows differ.
    fn differences(&self, other: &Self) -> Vec<&'static str>;

    /// Writes the row as a line of a COPY.
    fn copy(&self, lines: &mut String);
}

/// The text of a missing value in a COPY.
const COPIED_NULL: &str = "\\N";

/// The value of a column in the type in which it is bound.
pub(super) trait Column {
    /// The bound type.
    type Bound<'t>
    where
        Self: 't;
    /// The value to bind.
    fn bound(&self) -> Self::Bound<'_>;
    /// Writes the value as a COPY has it.
    fn copy(&self, line: &mut String);
    /// Whether it is bytes, which are hexadecimal after `\\x` in JSON.
    const IS_BYTES: bool = false;
    /// The value in JSON.
    fn json(&self) -> Value;
}

impl Column for i64 {
    type Bound<'t> = i64;
    fn bound(&self) -> i64 {
        *self
    }
    fn copy(&self, line: &mut String) {
        // Writing to a String cannot fail.
        let _ = write!(line, "{self}");
    }
    fn json(&self) -> Value {
        Value::from(*self)
    }
}

impl Column for Option<i64> {
    type Bound<'t> = Option<i64>;
    fn bound(&self) -> Option<i64> {
        *self
    }
    fn copy(&self, line: &mut String) {
        match self {
            Some(number) => number.copy(line),
            None => line.push_str(COPIED_NULL),
        }
    }
    fn json(&self) -> Value {
        Value::from(*self)
    }
}

impl Column for String {
    type Bound<'t> = &'t str;
    fn bound(&self) -> &str {
        self
    }
    fn copy(&self, line: &mut String) {
        for letter in self.chars() {
            match letter {
                '\\' => line.push_str("\\\\"),
                '\t' => line.push_str("\\t"),
                '\n' => line.push_str("\\n"),
                '\r' => line.push_str("\\r"),
                letter => line.push(letter),
            }
        }
    }
    fn json(&self) -> Value {
        Value::from(self.as_str())
    }
}

impl Column for Option<String> {
    type Bound<'t> = Option<&'t str>;
    fn bound(&self) -> Option<&str> {
        self.as_deref()
    }
    fn copy(&self, line: &mut String) {
        match self {
            Some(text) => text.copy(line),
            None => line.push_str(COPIED_NULL),
        }
    }
    fn json(&self) -> Value {
        Value::from(self.as_deref())
    }
}

impl Column for Vec<u8> {
    type Bound<'t> = &'t [u8];
    fn bound(&self) -> &[u8] {
        self
    }
    fn copy(&self, line: &mut String) {
        line.push_str("\\\\x");
        line.push_str(&hex::encode(self));
    }
    const IS_BYTES: bool = true;
    fn json(&self) -> Value {
        Value::from(format!("\\x{}", hex::encode(self)))
    }
}

/// Declares the row struct of a table: reading by name, the list of columns, binding, and comparing.
macro_rules! row {
    ($(#[$doc:meta])* $name:ident of $table:literal { $($column:ident: $type:ty,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, sqlx_macros::FromRow)]
        pub(crate) struct $name {
            $(pub $column: $type,)+
        }

        impl $crate::row::Row for $name {
            const TABLE: &'static str = $table;
            const COLUMNS: &'static [&'static str] = &[$(stringify!($column)),+];
            const ARE_BYTES: &'static [bool] = &[$(<$type as $crate::row::Column>::IS_BYTES),+];

            fn json(&self, columns: &[&'static str]) -> serde_json::Map<String, serde_json::Value> {
                use $crate::row::Column as _;
                let mut values = serde_json::Map::new();
                $(if columns.contains(&stringify!($column)) {
                    values.insert(stringify!($column).to_owned(), self.$column.json());
                })+
                values
            }

            fn bind<A: sqlx::Arguments>(&self, arguments: &mut A) -> Result<(), sqlx::error::BoxDynError>
            where
                for<'t> i64: sqlx::Encode<'t, A::Database> + sqlx::Type<A::Database>,
                for<'t> Option<i64>: sqlx::Encode<'t, A::Database> + sqlx::Type<A::Database>,
                for<'t> &'t str: sqlx::Encode<'t, A::Database> + sqlx::Type<A::Database>,
                for<'t> Option<&'t str>: sqlx::Encode<'t, A::Database> + sqlx::Type<A::Database>,
                for<'t> &'t [u8]: sqlx::Encode<'t, A::Database> + sqlx::Type<A::Database>,
            {
                use $crate::row::Column as _;
                $(arguments.add(self.$column.bound())?;)+
                Ok(())
            }

            fn differences(&self, other: &Self) -> Vec<&'static str> {
                let mut columns = Vec::new();
                $(if self.$column != other.$column {
                    columns.push(stringify!($column));
                })+
                columns
            }

            fn copy(&self, lines: &mut String) {
                use $crate::row::Column as _;
                $(
                    self.$column.copy(lines);
                    lines.push('\t');
                )+
                lines.pop();
                lines.push('\n');
            }
        }
    };
}
pub(super) use row;

/// `SELECT <every column> FROM <table> <rest>`.
pub(super) fn select<R: Row>(rest: &str) -> AssertSqlSafe<String> {
    AssertSqlSafe(select_sql::<R>(rest))
}

/// The same as a part of another statement.
pub(super) fn select_sql<R: Row>(rest: &str) -> String {
    let columns = R::COLUMNS.join(", ");
    format!("SELECT {columns} FROM {} {rest}", R::TABLE)
}

/// Inserts rows, many in one statement.
pub(super) async fn insert_all<R: Row>(conn: &mut Conn<'_>, rows: &[R]) -> Result<()> {
    match conn {
        Conn::Postgres(conn) if rows.len() >= ROWS_COPIED_MIN => copy_all(conn, rows).await,
        conn => insert_all_or(conn, rows, "").await,
    }
}

/// Inserts rows by COPY.
async fn copy_all<R: Row>(conn: &mut PgConnection, rows: &[R]) -> Result<()> {
    let sql = format!("COPY {} ({}) FROM STDIN", R::TABLE, R::COLUMNS.join(", "));
    let mut copy = conn.copy_in_raw(&sql).await?;
    let mut lines = String::new();
    for piece in rows.chunks(ROWS_PER_PIECE) {
        lines.clear();
        for row in piece {
            row.copy(&mut lines);
        }
        copy.send(lines.as_bytes()).await?;
    }
    copy.finish().await?;
    Ok(())
}

/// Inserts rows, many in one statement; `on_conflict` says what happens to existing ones.
pub(super) async fn insert_all_or<R: Row>(
    conn: &mut Conn<'_>,
    rows: &[R],
    on_conflict: &str,
) -> Result<()> {
    let mut rest = rows;
    while !rest.is_empty() {
        // Lengths are powers of two, so that a dozen prepared statements are enough for every length.
        let most = rest.len().min(PARAMETERS_PER_INSERT / R::COLUMNS.len());
        let most = ROWS_PER_INSERT.min(1 << most.ilog2());
        let (chunk, left) = rest.split_at(most);
        rest = left;
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

/// Empty arguments for the engine of this connection.
fn no_arguments<C: sqlx::Connection>(_: &&mut C) -> <C::Database as sqlx::Database>::Arguments {
    Default::default()
}

/// An INSERT of many rows. SQLite searches a list for each numbered parameter, which for thousands costs more than the insert;
/// so they are `?` there.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_with_the_marks_of_a_copy_stays_the_text() {
        let mut line = String::new();
        "a\\b\tc\nd\re \\N".to_owned().copy(&mut line);
        assert_eq!(line, "a\\\\b\\tc\\nd\\re \\\\N");
    }

    #[test]
    fn nothing_is_not_an_empty_text() {
        let mut line = String::new();
        None::<String>.copy(&mut line);
        Some(String::new()).copy(&mut line);
        None::<i64>.copy(&mut line);
        assert_eq!(line, "\\N\\N");
    }

    #[test]
    fn bytes_are_written_in_hexadecimal() {
        let mut line = String::new();
        vec![0_u8, 0xab].copy(&mut line);
        assert_eq!(line, "\\\\x00ab");
    }
}

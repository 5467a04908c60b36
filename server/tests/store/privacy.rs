//! The public list of personal data is the schema's: every column that holds some stands in it, and every column in it is there.

use std::collections::BTreeSet;

use sanh_domain::privacy::model::PERSONAL_DATA;
use sqlx::Connection;

use super::engine::Database;

/// What the name of a column has in it that holds, points to or proves something of a person.
const TELLING: &[&str] = &[
    "sealed",
    "wrapped",
    "hash",
    "secret",
    "phone",
    "mail",
    "identity",
    "address",
    "browser",
    "author",
    "actor",
    "assignee",
    "account_id",
    "display_name",
    "contact",
];

/// Columns of such names that tell of nobody: keys of the program, of a screen, of a file.
const OF_NOBODY: &[(&str, &str)] = &[
    ("account", "factor_step"),
    ("centre_secret", "wrapped"),
    ("centre_secret", "wrapped_before"),
    ("seal_chain", "wrapped_key"),
    ("screen", "token_hash"),
    ("pairing", "token_hash"),
    ("pairing", "address"),
    ("procedure_guide", "online_address"),
    ("slip", "sealed_until"),
];

async fn columns() -> BTreeSet<(String, String)> {
    let database = Database::sqlite().await;
    let mut client = sqlx::SqliteConnection::connect(&database.options.url)
        .await
        .unwrap();
    let sql = "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_xinfo(t.name) c WHERE t.type = 'table'";
    let columns: Vec<(String, String)> = sqlx::query_as(sql).fetch_all(&mut client).await.unwrap();
    columns.into_iter().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_column_with_personal_data_is_in_the_public_list() {
    let columns = columns().await;
    let listed: BTreeSet<(String, String)> = PERSONAL_DATA
        .iter()
        .flat_map(|entry| entry.columns)
        .flat_map(|(table, names)| {
            names
                .iter()
                .map(|name| ((*table).to_owned(), (*name).to_owned()))
        })
        .collect();
    let gone: Vec<_> = listed.difference(&columns).collect();
    assert!(
        gone.is_empty(),
        "in the list, and not in the database: {gone:?}"
    );
    let of_nobody = |table: &str, column: &str| OF_NOBODY.contains(&(table, column));
    let unlisted: Vec<_> = columns
        .difference(&listed)
        .filter(|(_, column)| {
            column.ends_with("_by") || TELLING.iter().any(|part| column.contains(part))
        })
        .filter(|(table, column)| !of_nobody(table, column))
        .collect();
    assert!(
        unlisted.is_empty(),
        "say in app/domain/src/privacy/model.rs what these are kept for, or here that they tell of nobody: {unlisted:?}"
    );
}

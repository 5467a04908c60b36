//! Both engines have the same tables, with the same columns, from the same migrations.

use std::collections::BTreeMap;
use std::path::Path;

use sqlx::Connection;

use super::engine::Database;

type Tables = BTreeMap<String, Vec<String>>;

fn tables(columns: Vec<(String, String)>) -> Tables {
    let mut tables = Tables::new();
    for (table, column) in columns {
        tables.entry(table).or_default().push(column);
    }
    tables
}

#[tokio::test(flavor = "multi_thread")]
async fn the_engines_have_the_same_tables_and_columns() {
    let (sqlite, postgres) = (Database::sqlite().await, Database::postgres().await);
    let mut client = sqlx::SqliteConnection::connect(&sqlite.options.url)
        .await
        .unwrap();
    let sql = "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_xinfo(t.name) c
               WHERE t.type = 'table' AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\' AND t.name NOT LIKE 'sqlite%' ORDER BY t.name, c.cid";
    let of_sqlite = tables(sqlx::query_as(sql).fetch_all(&mut client).await.unwrap());
    let mut client = sqlx::PgConnection::connect(&postgres.options.url)
        .await
        .unwrap();
    let sql = "SELECT table_name::text, column_name::text FROM information_schema.columns
               WHERE table_schema = 'public' AND table_name NOT LIKE '\\_sqlx%' ORDER BY table_name, ordinal_position";
    let of_postgres = tables(sqlx::query_as(sql).fetch_all(&mut client).await.unwrap());
    assert_eq!(of_sqlite, of_postgres);
    assert!(of_sqlite.contains_key("dossier"));
}

#[test]
fn the_migrations_have_the_same_numbers_and_names() {
    let names = |engine: &str| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../migrations")
            .join(engine);
        let mut names: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names("sqlite"), names("postgres"));
}

#[tokio::test(flavor = "multi_thread")]
async fn migrating_again_changes_nothing() {
    for database in [Database::sqlite().await, Database::postgres().await] {
        let number = database.store.change_number().await.unwrap();
        database.store.migrate().await.unwrap();
        assert_eq!(database.store.change_number().await.unwrap(), number);
    }
}

//! Both engines under the same contracts.

use std::path::Path;

use sanh_server::store::{SealKey, Store, StoreOptions};
use tempfile::TempDir;

use super::cluster;

/// A fresh database of one engine, with its tables.
pub struct Database {
    pub options: StoreOptions,
    pub store: Store,
    folder: Option<TempDir>,
}

impl Database {
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
        let url = format!("sqlite://{}", folder.path().join("sanh.db").display());
        Self::open(StoreOptions::new(url), Some(folder)).await
    }

    pub async fn postgres() -> Self {
        let options = StoreOptions {
            connections_max: 16,
            ..StoreOptions::new(cluster::fresh_database().await)
        };
        Self::open(options, None).await
    }

    async fn open(options: StoreOptions, folder: Option<TempDir>) -> Self {
        let options = options.sealed_with(SealKey::new([7; 32]).expect("a key"));
        let store = Store::open(&options).await.expect("the store opens");
        store.migrate().await.expect("the tables are made");
        Self {
            options,
            store,
            folder,
        }
    }

    /// Another process's view of the same database.
    pub async fn other_process(&self) -> Store {
        Store::open(&self.options)
            .await
            .expect("the store opens twice")
    }

    /// A plain SQL client.
    pub async fn execute(&self, sql: &'static str) -> u64 {
        use sqlx::Connection;
        if self.is_sqlite() {
            let mut conn = sqlx::SqliteConnection::connect(&self.options.url)
                .await
                .expect("a client");
            sqlx::query(sql)
                .execute(&mut conn)
                .await
                .expect("the statement runs")
                .rows_affected()
        } else {
            let mut conn = sqlx::PgConnection::connect(&self.options.url)
                .await
                .expect("a client");
            sqlx::query(sql)
                .execute(&mut conn)
                .await
                .expect("the statement runs")
                .rows_affected()
        }
    }

    pub fn is_sqlite(&self) -> bool {
        self.folder.is_some()
    }

    /// The folder of a SQLite database.
    pub fn folder(&self) -> &Path {
        self.folder.as_ref().expect("SQLite").path()
    }
}

/// One contract, a test for each engine.
macro_rules! contract {
    ($(#[doc = $doc:literal])* async fn $name:ident($database:ident: Database) $body:block) => {
        $(#[doc = $doc])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn contract($database: $crate::store::engine::Database) $body

            #[tokio::test(flavor = "multi_thread")]
            async fn sqlite() {
                contract($crate::store::engine::Database::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn postgres() {
                contract($crate::store::engine::Database::postgres().await).await;
            }
        }
    };
}
pub(crate) use contract;

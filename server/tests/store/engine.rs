//! Both engines under the same contracts.

use std::path::Path;

use sanh_store::vault::MasterKey;
use sanh_store::{SealKey, Store, StoreOptions};
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
            connections_max: 8,
            writers_max: 8,
            // The cluster for contract tests does not sync to disk, which makes the tests many times faster.
            asserts_durability: false,
            ..StoreOptions::new(cluster::fresh_database().await)
        };
        Self::open(options, None).await
    }

    async fn open(options: StoreOptions, folder: Option<TempDir>) -> Self {
        let options = options.sealed_with(SealKey::new([7; 32]).expect("a key"));
        let store = Store::open(&options).await.expect("the store opens");
        store.migrate().await.expect("the tables are made");
        let master = MasterKey::new(&[9; 32]).expect("a key");
        store.unlock(&master).await.expect("the vault opens");
        Self {
            options,
            store,
            folder,
        }
    }

    /// Another process's view of the same database.
    pub async fn other_process(&self) -> Store {
        let store = self.locked_process().await;
        let master = MasterKey::new(&[9; 32]).expect("a key");
        store.unlock(&master).await.expect("the vault opens");
        store
    }

    /// The same, of a process that was given no master key.
    pub async fn locked_process(&self) -> Store {
        let opened = Store::open(&self.options).await;
        opened.expect("the store opens twice")
    }

    /// A plain SQL client.
    pub async fn execute(&self, sql: &'static str) -> u64 {
        let done = self.try_execute(sql).await;
        done.expect("the statement runs")
    }

    /// A plain SQL client that may be refused.
    pub async fn try_execute(&self, sql: &'static str) -> sqlx::Result<u64> {
        use sqlx::Connection;
        if self.is_sqlite() {
            let mut conn = sqlx::SqliteConnection::connect(&self.options.url).await?;
            let done = sqlx::query(sql).execute(&mut conn).await?;
            return Ok(done.rows_affected());
        }
        let mut conn = sqlx::PgConnection::connect(&self.options.url).await?;
        let done = sqlx::query(sql).execute(&mut conn).await?;
        Ok(done.rows_affected())
    }

    /// Whether whoever has the database can read a text in it: any byte of SQLite's files, any column of the tables that a
    /// reception writes.
    pub async fn holds_text(&self, text: &str) -> bool {
        use sqlx::Connection;
        if self.is_sqlite() {
            let files = std::fs::read_dir(self.folder()).expect("the folder");
            let mut all = files
                .flatten()
                .map(|file| std::fs::read(file.path()).expect("a file"));
            return all.any(|bytes| holds(&bytes, text.as_bytes()));
        }
        let mut conn = sqlx::PgConnection::connect(&self.options.url)
            .await
            .expect("a client");
        let hex: String = text
            .bytes()
            .flat_map(|byte| [byte >> 4, byte & 15])
            .filter_map(|digit| char::from_digit(digit.into(), 16))
            .collect();
        for table in [
            "applicant",
            "applicant_index",
            "slip",
            "note",
            "attachment",
            "attachment_part",
            "event",
            "dossier",
            "audit",
            "request_key",
            "account",
            "sign_in_link",
            "feedback",
            "feedback_entry",
            "feedback_flow",
            "rating_ticket",
            "rating_mark",
            "subscription",
            "subscription_flow",
            "letter",
        ] {
            let sql = format!("SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t");
            let rows: String = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
                .fetch_one(&mut conn)
                .await
                .expect("rows");
            if rows.contains(text) || rows.contains(&hex) {
                return true;
            }
        }
        false
    }

    /// The wrapped keys that lie with applicants, notes and attached files.
    pub async fn wrapped_keys(&self) -> Vec<Vec<u8>> {
        use sqlx::Connection;
        let sql = "SELECT wrapped_key FROM applicant UNION ALL SELECT wrapped_key FROM note
                   UNION ALL SELECT wrapped_key FROM attachment";
        if self.is_sqlite() {
            let conn = sqlx::SqliteConnection::connect(&self.options.url).await;
            let mut conn = conn.expect("a client");
            let keys = sqlx::query_scalar(sql).fetch_all(&mut conn).await;
            return keys.expect("keys");
        }
        let conn = sqlx::PgConnection::connect(&self.options.url).await;
        let mut conn = conn.expect("a client");
        let keys = sqlx::query_scalar(sql).fetch_all(&mut conn).await;
        keys.expect("keys")
    }

    /// Whether SQLite's files hold these bytes anywhere.
    pub fn files_hold(&self, what: &[u8]) -> bool {
        let files = std::fs::read_dir(self.folder()).expect("the folder");
        let mut all = files.flatten().map(|file| std::fs::read(file.path()));
        all.any(|bytes| holds(&bytes.expect("a file"), what))
    }

    pub fn is_sqlite(&self) -> bool {
        self.folder.is_some()
    }

    /// The folder of a SQLite database.
    pub fn folder(&self) -> &Path {
        self.folder.as_ref().expect("SQLite").path()
    }
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|part| part == what)
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

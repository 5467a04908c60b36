//! What goes to PostgreSQL by a network is read by nobody on the way, and by no other server.

use std::net::TcpListener;
use std::path::Path;

use sanh_store::{Store, StoreError, StoreOptions};
use sqlx::{Connection, PgConnection};

use super::cluster::{self, Cluster};

/// The address by TCP of a database whose address by its socket is known.
fn by_tcp(url: &str, port: u16, more: &str) -> String {
    let name = url.split(['/', '?']).nth(3).expect("a database");
    format!("postgres://sanh@localhost:{port}/{name}?{more}")
}

async fn opened(url: String, ca_file: Option<&Path>) -> Result<Store, StoreError> {
    let options = StoreOptions {
        ca_file: ca_file.map(Path::to_owned),
        acquire_s: 5,
        asserts_durability: false,
        ..StoreOptions::new(url)
    };
    Store::open(&options).await
}

/// A port that nobody has now, and that no client is given by chance until the server takes it.
fn free_port() -> u16 {
    let own = u16::try_from(std::process::id() % 8_000).unwrap();
    let mut ports = (20_000 + own)..30_000;
    let is_free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    ports.find(is_free).expect("a free port")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_server_is_trusted_only_by_its_certificate_and_gets_nothing_unencrypted() {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let other = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (ca, stranger) = (
        folder.path().join("ca.pem"),
        folder.path().join("other.pem"),
    );
    std::fs::write(&ca, made.cert.pem()).unwrap();
    std::fs::write(&stranger, other.cert.pem()).unwrap();
    let port = free_port();
    let key = made.signing_key.serialize_pem();
    let cluster = Cluster::start_with_tls("tls", port, &made.cert.pem(), &key).await;
    let socket = cluster.fresh_database().await;

    let full = || by_tcp(&socket, port, "sslmode=verify-full");
    let store = opened(full(), Some(&ca)).await.unwrap();
    store.migrate().await.unwrap();
    let mut client = PgConnection::connect(&socket).await.unwrap();
    let sql = "SELECT count(*) FILTER (WHERE ssl), count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'sanh'";
    let (private, all): (i64, i64) = sqlx::query_as(sql).fetch_one(&mut client).await.unwrap();
    assert!(private > 0 && private == all, "{private} of {all}");
    store.close().await;

    assert!(opened(full(), None).await.is_err(), "nobody vouches for it");
    assert!(opened(full(), Some(&stranger)).await.is_err());
    let elsewhere = full().replace("@localhost", "@127.0.0.1");
    assert!(
        opened(elsewhere, Some(&ca)).await.is_err(),
        "its name is another"
    );
    let named = format!("sslmode=verify-full&sslrootcert={}", ca.display());
    let store = opened(by_tcp(&socket, port, &named), Some(&stranger)).await;
    store.unwrap().close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_tls_is_refused_where_tls_is_required() {
    let url = cluster::fresh_database().await;
    opened(url.clone(), None).await.unwrap().close().await;
    assert!(
        opened(format!("{url}&sslmode=require"), None)
            .await
            .is_err()
    );
}

//! Forms that could not be answered as they should be: nothing typed is gone, and nothing is recorded twice.

use std::time::Duration;

use axum::http::StatusCode;
use sanh_domain::account::model::Role;
use sanh_server::config::Config;
use sqlx::{Connection, SqliteConnection};

use super::desk::{procedure, send};
use super::hall::{Answer, Hall, NOW, at, config, until};
use super::people::signed_in;

/// Another program that holds the database.
async fn another_program(hall: &Hall) -> SqliteConnection {
    let mut other = SqliteConnection::connect(&hall.options.url)
        .await
        .expect("a connection");
    sqlx::query("BEGIN IMMEDIATE")
        .execute(&mut other)
        .await
        .expect("the lock");
    other
}

async fn dossiers(hall: &Hall) -> i64 {
    let mut conn = SqliteConnection::connect(&hall.options.url)
        .await
        .expect("a connection");
    let count = sqlx::query_scalar("SELECT count(*) FROM dossier");
    count.fetch_one(&mut conn).await.expect("a number")
}

struct ReceptionDesk {
    hall: Hall,
    cookie: String,
    procedure: String,
}

impl ReceptionDesk {
    async fn open(settings: Config) -> Self {
        let settings = Config {
            allow_plain_http: true,
            ..settings
        };
        let hall = Hall::with(settings, at(NOW)).await;
        let cookie = signed_in(&hall, Role::Staff).await;
        let procedure = procedure(&hall).await.0.to_string();
        Self {
            hall,
            cookie,
            procedure,
        }
    }

    async fn receive(&self, key: &str, name: &str) -> Answer {
        let agency = self.hall.agencies[0].0.to_string();
        let fields = [
            ("procedure", self.procedure.as_str()),
            ("agency", agency.as_str()),
            ("channel", "direct"),
            ("key", key),
            ("action", "receive"),
            ("name", name),
            ("other_papers", "một\nhai"),
        ];
        send(&self.hall, &self.cookie, "/desk/receive", &fields).await
    }
}

/// The code of the dossier whose slip a clerk is shown, or which they are led to.
fn received(answer: &Answer) -> String {
    let shown = match answer.status {
        StatusCode::SEE_OTHER => answer.header("location"),
        _ => answer.text(),
    };
    let (_, rest) = shown.split_once("H49.1-261123-").expect("a dossier");
    rest.chars().take(4).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn while_another_program_holds_the_database_a_reception_is_refused_and_kept() {
    let desk = ReceptionDesk::open(config()).await;
    let other = another_program(&desk.hall).await;
    let refused = desk.receive("r1", "Nguyễn Thử Nghiệm").await;
    assert_eq!(refused.status, 503, "{}", refused.text());
    let page = refused.text();
    assert!(
        page.contains("Nguyễn Thử Nghiệm"),
        "what was typed is there: {page}"
    );
    other.close().await.expect("closed");
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(
        dossiers(&desk.hall).await,
        0,
        "what was refused is not written later"
    );
    desk.receive("r1", "Nguyễn Thử Nghiệm").await;
    assert_eq!(dossiers(&desk.hall).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_finished_after_its_time_limit_is_found_by_sending_it_again() {
    let desk = ReceptionDesk::open(Config {
        request_s: 2,
        ..config()
    })
    .await;
    let other = another_program(&desk.hall).await;
    let slow = desk.receive("r1", "Nguyễn Thử Nghiệm").await;
    assert_eq!(slow.status, 503);
    let page = slow.text();
    assert!(page.contains("đúng một lần"), "{page}");
    assert!(
        page.contains("name=\"name\" value=\"Nguyễn Thử Nghiệm\""),
        "{page}"
    );
    other.close().await.expect("closed");
    until("the reception", || async {
        dossiers(&desk.hall).await == 1
    })
    .await;
    let again = desk.receive("r1", "Nguyễn Thử Nghiệm").await;
    assert_eq!(received(&again), "0001");
    assert_eq!(dossiers(&desk.hall).await, 1, "recorded once");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_form_sent_for_somebody_else_is_another_reception() {
    let desk = ReceptionDesk::open(config()).await;
    let first = desk.receive("r1", "Nguyễn Thử Nghiệm").await;
    let second = desk.receive("r1", "Trần Thử Nghiệm").await;
    let again = desk.receive("r1", "Nguyễn Thử Nghiệm").await;
    assert_eq!(
        dossiers(&desk.hall).await,
        2,
        "nobody is lost, nobody is there twice"
    );
    assert_ne!(received(&first), received(&second));
    assert_eq!(received(&again), received(&first));
}

#[tokio::test(flavor = "multi_thread")]
async fn invisible_characters_are_named_and_the_rest_is_kept() {
    let desk = ReceptionDesk::open(config()).await;
    for bad in ['\u{202e}', '\u{1b}', '\u{7}'] {
        let refused = desk.receive("r1", &format!("Nguyễn{bad} Thử")).await;
        assert_eq!(refused.status, 422);
        let page = refused.text();
        assert!(page.contains("Ô “name”"), "{page}");
        assert!(page.contains("value=\"Nguyễn Thử\""), "{page}");
        assert!(!page.contains(bad));
    }
    assert_eq!(dossiers(&desk.hall).await, 0);
}

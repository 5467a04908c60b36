//! A clock that was wrong, and the command that leads out.

use sanh_domain::account::actor::{Actor, ActorRole};
use sanh_domain::deadline::Instant;

use super::program::{folder, run};
use super::writer;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_wrong_jump_nothing_is_written_until_the_clock_is_confirmed() {
    let folder = folder();
    let database = folder.path().join("sanh.db");
    let store = writer::set_up(&database).await;
    let (agency, field) = (
        store.agencies().await.unwrap()[0].id,
        store.fields().await.unwrap()[0].id,
    );
    let clerk = Actor {
        name: "clerk".to_owned(),
        role: ActorRole::Staff,
    };
    let ahead: Instant = "2090-01-04T02:00:00Z".parse().unwrap();
    let intake = writer::intake(1, agency, field);
    let received = store.receive(intake, ahead, &clerk, true).await;
    received.expect("by a clock that had jumped");
    store.close().await;

    let url = format!("sqlite://{}", database.display());
    let key = folder.path().join("sanh.key").display().to_string();
    std::fs::write(&key, [7; 32]).expect("the key");
    let sanh = |arguments: &[&str]| {
        let database = ["--database-url", &url, "--seal-key-file", &key];
        run(folder.path(), &[arguments, &database].concat())
    };
    let place = ["setting", "set", "centre_place", "Phường Thử"];
    let refused = sanh(&place);
    let said = String::from_utf8_lossy(&refused.stderr);
    assert_eq!(refused.status.code(), Some(1), "{said}");
    assert!(
        said.contains("sanh clock confirm") && said.contains("2090"),
        "{said}"
    );
    let shown = sanh(&["clock", "show"]);
    let said = String::from_utf8_lossy(&shown.stdout);
    assert!(said.contains("nothing is written"), "{said}");
    let confirmed = sanh(&["clock", "confirm"]);
    let said = String::from_utf8_lossy(&confirmed.stdout);
    assert!(
        confirmed.status.success() && said.contains("the clock is believed"),
        "{said}"
    );
    let written = sanh(&place);
    let said = String::from_utf8_lossy(&written.stderr);
    assert!(written.status.success(), "{said}");
}

//! What people leave at the centre is in nothing that everybody can read: no page, stream, open data, metric or kept board.

use axum::http::StatusCode;
use sanh_domain::dossier::{Action, DossierCode};
use sanh_domain::scope::Scope;
use sanh_domain::screen::model::DEFAULT_SCREEN;
use sanh_server::live::wall_playback::find;

use super::super::hall::{Hall, measured, staff, until};
use super::super::lookup::{self, NAME, hall_with, posted, receive, ticket};
use super::outputs;

const WRITER: &str = "Planted Writer";
const FROM: &str = "192.0.2.1:1";

/// The text of the board that stands, as it is kept.
async fn kept(hall: &Hall) -> String {
    let is_kept = || async {
        let newest = hall.store.board_version_at(Scope::Centre, hall.now()).await;
        let version = newest.expect("readable").map(|kept| kept.version);
        version.is_some() && version == hall.web.live.version(Scope::Centre)
    };
    until("the board is kept", is_kept).await;
    let found = find(&hall.store, DEFAULT_SCREEN, hall.now()).await;
    let found = found.expect("readable").expect("a board");
    String::from_utf8(found.text).expect("a text")
}

/// Writes to the centre; the code and the number of the message.
async fn write(hall: &Hall) -> [String; 2] {
    let fields = [
        ("key", "form-0001"),
        ("kind", "complaint"),
        ("text", "Planted Writer đợi ba giờ ở quầy."),
        ("name", WRITER),
        ("phone", "0987 654 321"),
        ("email", "planted.writer@example.vn"),
    ];
    let sent = hall.ask(posted("/feedback", FROM, &fields)).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.text());
    ["code", "pin"].map(|name| {
        let field = format!("name=\"{name}\" value=\"");
        let value = super::between(sent.text(), &field, "\"");
        value.expect("a secret of the message").to_owned()
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn no_output_no_metric_and_no_kept_board_holds_what_was_planted() {
    let hall = hall_with(measured()).await;
    let before = hall.web.live.version(Scope::Centre);
    let slip = receive(&hall, "r1").await;
    let told = lookup::ask(&hall, &[("link", &slip.link)]).await;
    let by_number = [("code", slip.code.as_str()), ("pin", slip.pin.as_str())];
    let number = lookup::ask(&hall, &by_number).await;
    assert_eq!(number.status, StatusCode::OK, "{}", number.text());
    let code: DossierCode = slip.code.parse().expect("a code");
    for (version, action) in [(1, Action::Start), (2, Action::Resolve)] {
        let (now, clerk) = (hall.now(), staff());
        let done = hall.store.act(&code, action, version, now, &clerk);
        done.await.expect("done");
    }
    until("the board with the dossier", || async {
        hall.web.live.version(Scope::Centre) != before
    })
    .await;
    let [message, message_pin] = write(&hall).await;

    let mut given = outputs(&hall, &["main", "lobby", "lobby-all", "land"]).await;
    for page in [
        "/lookup",
        "/lookup?kiosk",
        "/procedures",
        "/procedures/1.001",
        "/documents",
        "/feedback",
        "/feedback/follow",
        "/feedback/rate",
        "/feedback/answers",
        "/help",
    ] {
        let answer = hall.get(page).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        given.push((page.to_owned(), answer.text().to_owned()));
    }
    given.push(("metrics".to_owned(), hall.metrics().await.text().to_owned()));
    given.push(("a kept board".to_owned(), kept(&hall).await));
    let ticket = ticket(&told);
    for (place, text) in &given {
        for planted in [
            NAME,
            "0912345678",
            "0912 345 678",
            &slip.code,
            &slip.pin,
            &slip.link,
            &ticket,
            WRITER,
            "0987654321",
            "0987 654 321",
            "planted.writer@example.vn",
            &message,
            &message_pin,
        ] {
            assert!(!text.contains(planted), "{place} holds {planted}");
        }
    }
}

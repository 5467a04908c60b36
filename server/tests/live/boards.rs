//! Several boards in turn on one wall: one stream, which goes on to the next board by the time.

use sanh_domain::period::PeriodSelection;
use sanh_domain::scope::Scope;
use sanh_domain::screen::model::ScreenSetting;
use sanh_store::AuditActor;

use super::hall::{Hall, NOW, at, between, config, until};
use super::screen::{Event, Wall};

/// Whose board an event carries.
fn board_of(event: &Event) -> Scope {
    assert_eq!(event.name, "board");
    let scope = between(&event.data, "data-board=\"", "\"").expect("a board's name");
    scope.parse().expect("a scope")
}

#[tokio::test(flavor = "multi_thread")]
async fn at_its_turn_the_next_board_comes_whole_on_the_same_stream() {
    // The boards change with every minute.
    let begins = at(NOW) - chrono::Duration::seconds(12);
    let hall = Hall::with(config(), begins).await;
    let land = Scope::Agency(hall.agencies[1]);
    let setting = ScreenSetting {
        others: vec![land],
        turn: PeriodSelection::Month,
        ..ScreenSetting::default_named("lobby")
    };
    let saved = hall
        .store
        .save_screen(setting.clone(), false, AuditActor::console(), hall.now());
    assert!(saved.await.expect("written"));
    until("the setting", || async {
        let known = hall.web.live.setting("lobby");
        known.is_ok_and(|known| known.others == [land])
    })
    .await;
    assert!(hall.now() < at(NOW), "before the turn");
    let mut wall = Wall::open(&hall, "/events/lobby").await;
    let (_, first) = wall.greeted().await;
    assert_eq!(
        board_of(&first),
        setting.scope_at(at(NOW) - chrono::Duration::seconds(1))
    );
    let page = hall.get("/screen/lobby").await;
    assert!(page.text().contains("data-boards=\"turn\""));
    let next = wall.painting().await;
    assert!(hall.now() >= at(NOW));
    assert_eq!(board_of(&next), setting.scope_at(at(NOW)));
    assert_ne!(board_of(&next), board_of(&first));
    let page = hall.get("/screen/lobby").await;
    let shown = between(page.text(), "data-board=\"", "\"").expect("a board's name");
    assert_eq!(
        shown,
        board_of(&next).to_string(),
        "a wall without a stream shows the same board"
    );
    let address = format!("/changes/lobby?since={}", first.id.expect("a version"));
    let told = Event::all(hall.get(&address).await.text());
    assert_eq!(
        board_of(&told[0]),
        board_of(&next),
        "nor one that polls another"
    );
    hall.receive(1, 5).await;
    let set = wall.painting().await;
    assert!(set.id > next.id, "and goes on with its changes");
}

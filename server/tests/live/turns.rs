//! Time alone turns the board: nobody writes anything.

use chrono::Duration;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::Action;
use sanh_domain::scope::Scope;

use super::hall::{Hall, at, code, config};
use super::screen::Wall;

/// Shortly before.
fn before(turn: Instant) -> Instant {
    turn - Duration::milliseconds(1_500)
}

/// The edition after the present one, and the change number before and after.
async fn next_edition(hall: &Hall) -> std::sync::Arc<sanh_domain::board::edition::Edition> {
    use sanh_app::live_board::BoardPort;
    let mut wall = Wall::open(hall, "/events/lobby-all").await;
    let (_, shown) = wall.greeted().await;
    let number = hall.store.change_number().await.expect("a number");
    let painting = wall.painting().await;
    assert!(painting.id > shown.id);
    assert_eq!(
        hall.store.change_number().await.expect("a number"),
        number,
        "nobody wrote"
    );
    hall.web
        .live
        .edition(Scope::Centre)
        .await
        .expect("an edition")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dossier_is_overdue_on_the_wall_when_its_due_minute_has_ended() {
    let received_at = at("2026-11-19T09:00:00+07:00");
    let draft = Hall::closed(config(), received_at).await;
    draft.receive_at(1, 1, received_at).await;
    let stored = draft
        .store
        .dossier(&code(1), &AgencyScope::Everywhere)
        .await
        .expect("readable")
        .expect("a dossier");
    let due = stored.dossier.due_at.expect("a due time");
    drop(draft);

    let hall = Hall::closed(config(), before(due + Duration::minutes(1))).await;
    hall.receive_at(1, 1, received_at).await;
    hall.hand_over();
    hall.publish();
    hall.ready().await;
    let page = hall.get("/open/board.json?period=month").await.json();
    assert_eq!(
        (
            &page["boards"][0]["total"]["within"],
            &page["boards"][0]["total"]["overdue"]
        ),
        (&1.into(), &0.into())
    );
    let edition = next_edition(&hall).await;
    let total = edition.boards[1].total().unwrap();
    assert_eq!((total.within(), total.overdue()), (0, 1));
    let ended = due + Duration::minutes(1);
    assert!(edition.at >= ended, "{} is before {ended}", edition.at);
    println!(
        "the board turned {} after the due minute",
        edition.at - ended
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn at_midnight_a_new_day_begins_with_nothing_received() {
    let midnight = at("2026-11-24T00:00:00+07:00");
    let hall = Hall::closed(config(), before(midnight)).await;
    hall.receive_at(1, 5, at("2026-11-23T09:00:00+07:00")).await;
    hall.hand_over();
    hall.publish();
    hall.ready().await;
    let json = hall.get("/open/board.json?period=day").await.json();
    assert_eq!(json["boards"][0]["total"]["received_online"], 1);
    let edition = next_edition(&hall).await;
    let day = &edition.boards[0];
    assert_eq!(day.period().from.to_string(), "2026-11-24");
    assert_eq!(
        (
            day.sums().received(),
            day.total().unwrap().carried(),
            day.sums().pending()
        ),
        (0, 1, 1)
    );
    assert!(edition.at >= midnight);
}

#[tokio::test(flavor = "multi_thread")]
async fn at_the_months_end_the_month_turns_with_its_figures_and_what_is_open_is_carried() {
    let turn = at("2026-12-01T00:00:00+07:00");
    let hall = Hall::closed(config(), before(turn)).await;
    let morning = at("2026-11-30T09:00:00+07:00");
    hall.receive_at(1, 5, morning).await;
    hall.receive_at(2, 5, morning).await;
    hall.act(1, Action::Start, morning + Duration::hours(1))
        .await;
    hall.act(1, Action::Resolve, morning + Duration::hours(2))
        .await;
    hall.hand_over();
    hall.publish();
    hall.ready().await;
    let json = hall.get("/open/board.json?period=month").await.json();
    assert_eq!(
        (
            &json["boards"][0]["total"]["received_online"],
            &json["boards"][0]["total"]["early"]
        ),
        (&2.into(), &1.into())
    );
    let edition = next_edition(&hall).await;
    let month = &edition.boards[1];
    assert_eq!(
        (
            month.period().from.to_string(),
            month.period().to.to_string()
        ),
        ("2026-12-01".to_owned(), "2027-01-01".to_owned())
    );
    let sums = month.sums();
    assert_eq!(
        (
            sums.received(),
            month.total().unwrap().carried(),
            sums.resolved(),
            sums.pending()
        ),
        (0, 1, 0, 1)
    );
    assert_eq!(edition.boards[2].sums().received(), 2, "the year goes on");
}

//! Looking a dossier up by what its slip holds: what opens it, what does not, and what is told.

use chrono::Duration;
use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::dossier::applicant::{Applicant, Submission};
use sanh_domain::dossier::{Action, DossierCode, Intake};
use sanh_domain::lookup::credential::SHORT_PIN_WRONG_MAX;
use sanh_domain::procedure::channel::Channel;
use sanh_store::stored::submission_bytes;
use sanh_store::{
    AuditActor, ExpiringData, LookedUpRecord, OpeningOutcome, OpeningRequest, PinOutcome, Slip,
    SlipGrant, Store,
};

use super::centre::{local, manager};
use super::desk::{Desk, key, morning};
use super::engine::contract;

const PIN: &str = "12345678";
const LINK: &str = "01234567890123456789012345";

fn slip(pin: &str, link: &str) -> Slip {
    Slip {
        pin: pin.to_owned(),
        link: link.to_owned(),
    }
}

/// Receives a dossier with an applicant and this slip.
async fn receive(store: &Store, desk: &Desk, number: u32, slip: Slip) -> DossierCode {
    let submission = Submission {
        applicant: Applicant {
            name: "Lê Thị Thử".to_owned(),
            ..Applicant::default()
        },
        ..Submission::default()
    };
    let opening = OpeningRequest {
        record: submission_bytes(&submission).unwrap(),
        slip,
        ..desk.opening(number)
    };
    let opened = store.open_dossier(
        key(&format!("l{number}")),
        desk.by.clone(),
        opening,
        morning(),
    );
    match opened.await.unwrap() {
        OpeningOutcome::Now(code) => code,
        OpeningOutcome::Before(code) => panic!("{code} was there before"),
    }
}

async fn by_number(store: &Store, code: &DossierCode, pin: &str) -> Option<SlipGrant> {
    store.try_pin(code, pin, morning()).await.unwrap().grant()
}

async fn story(store: &Store, grant: SlipGrant) -> Option<LookedUpRecord> {
    store.look_up(grant, morning()).await.unwrap()
}

contract! {
    async fn the_secret_of_the_code_and_the_number_open_the_same_dossier_and_nothing_else_does(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let code = receive(store, &desk, 1, slip(PIN, LINK)).await;
        let other = receive(store, &desk, 2, slip("87654321", "99999999999999999999999999")).await;
        let by_link = store.try_link(LINK).await.unwrap().unwrap();
        assert_eq!(by_number(store, &code, PIN).await, Some(by_link));
        let told = story(store, by_link).await.unwrap();
        assert_eq!((told.whole.dossier.code, told.parts.len()), (code.clone(), 0));
        assert_eq!(told.personal, ["Lê Thị Thử"], "to be left out of every text");
        assert_eq!(told.whole.events.len(), 1);
        assert_eq!(by_number(store, &other, PIN).await, None);
        assert_eq!(store.try_link("01234567890123456789012346").await.unwrap(), None);
        assert_eq!(store.try_link("").await.unwrap(), None);
    }
}

contract! {
    async fn a_slip_that_is_issued_anew_ends_what_the_old_one_opened(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let code = receive(store, &desk, 1, slip(PIN, LINK)).await;
        let before = store.try_link(LINK).await.unwrap().unwrap();
        let now = morning() + Duration::minutes(1);
        let issued = slip("11112222", "55555555555555555555555555");
        store.issue_slip(&code, issued, AuditActor::console(), now).await.unwrap();
        assert_eq!(store.try_link(LINK).await.unwrap(), None);
        assert!(story(store, before).await.is_none());
        let after = store.try_link("55555555555555555555555555").await.unwrap().unwrap();
        assert!(story(store, after).await.is_some());
    }
}

contract! {
    async fn a_look_up_page_is_refreshed_with_its_ticket_until_it_expires(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        receive(store, &desk, 1, slip(PIN, LINK)).await;
        let grant = store.try_link(LINK).await.unwrap().unwrap();
        let until = morning() + Duration::hours(12);
        let ticket = store.seal_grant(grant, until).unwrap();
        assert_eq!(store.open_grant(&ticket, morning()).unwrap(), Some(grant));
        assert_eq!(store.open_grant(&ticket, until).unwrap(), None);
        let forged = ticket.replace('a', "b");
        assert_eq!(store.open_grant(&forged, morning()).unwrap(), None);
        for rubbish in ["", "00", "no ticket"] {
            assert_eq!(store.open_grant(rubbish, morning()).unwrap(), None);
        }
    }
}

contract! {
    async fn a_short_number_closes_after_ten_wrong_ones_until_the_counter_issues_another(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let short = receive(store, &desk, 1, slip("000001", LINK)).await;
        let long = receive(store, &desk, 2, slip(PIN, "99999999999999999999999999")).await;
        let mut now = morning();
        for _ in 0..SHORT_PIN_WRONG_MAX {
            // The tries are far enough apart that none has to wait.
            now += Duration::hours(1);
            for code in [&short, &long] {
                assert_eq!(store.try_pin(code, "000000", now).await.unwrap(), PinOutcome::Differs);
            }
        }
        now += Duration::hours(1);
        assert_eq!(store.try_pin(&short, "000001", now).await.unwrap(), PinOutcome::Closed);
        assert!(store.is_pin_closed(&short).await.unwrap() && !store.is_pin_closed(&long).await.unwrap());
        assert!(store.try_pin(&long, PIN, now).await.unwrap().grant().is_some(), "eight digits do not close");
        assert!(store.try_link(LINK).await.unwrap().is_some(), "the secret of the code goes on");
        for _ in 0..3 {
            assert_eq!(store.try_pin(&short, "000001", now).await.unwrap(), PinOutcome::Closed);
        }
        let outcome = store.try_pin(&short, "000001", now).await.unwrap();
        assert!(matches!(outcome, PinOutcome::Throttled { .. }), "{outcome:?}");
        store.issue_slip(&short, slip("33334444", "77777777777777777777777777"), AuditActor::console(), now).await.unwrap();
        assert!(store.try_pin(&short, "33334444", now).await.unwrap().grant().is_some(), "the new one does not wait");
        assert!(!store.is_pin_closed(&short).await.unwrap());
    }
}

contract! {
    async fn a_closed_number_makes_guesses_wait_as_that_of_no_dossier_does(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let closed = receive(store, &desk, 1, slip("000001", LINK)).await;
        database.execute("UPDATE slip SET wrong_tries = 10").await;
        let unknown: DossierCode = "H49.1-261124-9999".parse().unwrap();
        for (code, outcome) in [(&closed, PinOutcome::Closed), (&unknown, PinOutcome::Differs)] {
            for _ in 0..4 {
                assert_eq!(store.try_pin(code, "000001", morning()).await.unwrap(), outcome);
            }
            let fifth = store.try_pin(code, "000001", morning()).await.unwrap();
            assert!(matches!(fifth, PinOutcome::Throttled { .. }), "{fifth:?}");
        }
    }
}

contract! {
    async fn a_dossiers_tries_and_the_closing_of_a_short_number_are_those_of_all_nodes(database: Database) {
        let desk = Desk::set_up(&database.store).await;
        let code = receive(&database.store, &desk, 1, slip("000001", LINK)).await;
        let nodes = [database.other_process().await, database.other_process().await];
        // Many at once, on both: three cost nothing, and the fourth begins the wait.
        let tries = nodes.iter().cycle().take(12);
        let at_once = futures::future::join_all(tries.map(|node| node.try_pin(&code, "000000", morning()))).await;
        let looked_at = at_once.iter().filter(|it| matches!(it, Ok(PinOutcome::Differs)));
        assert_eq!(looked_at.count(), 4, "{at_once:?}");
        let mut now = morning();
        for node in nodes.iter().cycle().take(6) {
            now += Duration::hours(1);
            assert_eq!(node.try_pin(&code, "000000", now).await.unwrap(), PinOutcome::Differs);
        }
        now += Duration::hours(1);
        for node in &nodes {
            assert_eq!(node.try_pin(&code, "000001", now).await.unwrap(), PinOutcome::Closed, "ten in all");
        }
    }
}

contract! {
    async fn however_many_nodes_there_are_an_hour_has_one_number_of_wrong_tries(database: Database) {
        let mut database = database;
        database.options.wrong_pins_per_h_max = 6;
        let desk = Desk::set_up(&database.store).await;
        let code = receive(&database.store, &desk, 1, slip(PIN, LINK)).await;
        let mut nodes = Vec::new();
        for _ in 0..3 {
            nodes.push(database.other_process().await);
        }
        let mut looked_at = 0;
        for (guess, node) in (0..60).zip(nodes.iter().cycle()) {
            // Each of another dossier, so that none waits for itself.
            let guessed: DossierCode = format!("H49.1-261124-{:04}", 5_000 + guess).parse().unwrap();
            let outcome = node.try_pin(&guessed, "00000000", morning()).await.unwrap();
            looked_at += u32::from(outcome == PinOutcome::Differs);
        }
        assert_eq!(looked_at, 6);
        let outcome = nodes[0].try_pin(&code, PIN, morning()).await.unwrap();
        assert!(matches!(outcome, PinOutcome::Throttled { wait_s: 1..=3_600 }), "{outcome:?}");
        assert!(nodes[1].try_link(LINK).await.unwrap().is_some(), "the secret of the code goes on");
        let next_hour = morning() + Duration::hours(1);
        assert!(nodes[2].try_pin(&code, PIN, next_hour).await.unwrap().grant().is_some());
    }
}

contract! {
    async fn a_look_up_shows_the_dossier_after_each_step(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let code = receive(store, &desk, 1, slip(PIN, LINK)).await;
        let grant = store.try_link(LINK).await.unwrap().unwrap();
        let version = story(store, grant).await.unwrap().whole.dossier.version;
        store.act(&code, Action::Start, version, morning(), &manager()).await.unwrap();
        let told = story(store, grant).await.unwrap();
        assert_eq!(told.whole.dossier.version, version + 1);
        assert_eq!(told.time_80, None, "nothing is known of the year before");
    }
}

contract! {
    async fn wrong_numbers_of_hours_that_are_over_are_deleted_by_age_and_those_of_this_hour_count_on(database: Database) {
        let mut database = database;
        database.options.wrong_pins_per_h_max = 1;
        let desk = Desk::set_up(&database.store).await;
        let code = receive(&database.store, &desk, 1, slip(PIN, LINK)).await;
        let store = database.other_process().await;
        let (early, late) = (morning(), morning() + Duration::hours(2));
        for at in [early, late] {
            assert_eq!(store.try_pin(&code, "00000000", at).await.unwrap(), PinOutcome::Differs);
        }
        let trimmed = async |before| store.trim_aged(ExpiringData::WrongTries, before).await.unwrap();
        assert_eq!(trimmed(morning() + Duration::hours(1)).await, 1, "the count of the first hour");
        let outcome = store.try_pin(&code, PIN, late).await.unwrap();
        assert!(matches!(outcome, PinOutcome::Throttled { .. }), "{outcome:?}");
        assert_eq!(trimmed(late + Duration::minutes(1)).await, 2, "the count of the second hour and that of the dossier");
        assert!(store.try_pin(&code, PIN, late).await.unwrap().grant().is_some());
    }
}

/// Receives and resolves dossiers of the procedure, numbered from `first`, from the 3rd of a month to its 5th.
async fn resolve(store: &Store, desk: &Desk, (first, count): (usize, usize), month: &str) {
    for number in first..first + count {
        let intake = Intake {
            field: desk.offices.fields[0],
            procedure: Some(desk.procedure),
            ..desk.offices.intake(number, Channel::Direct, 5)
        };
        let code = intake.code.clone();
        let received = local(&format!("{month}-03 08:00"));
        let resolved = local(&format!("{month}-05 08:00"));
        store
            .receive(intake, received, &manager(), true)
            .await
            .unwrap();
        store
            .act(&code, Action::Resolve, 1, resolved, &manager())
            .await
            .unwrap();
    }
}

contract! {
    async fn the_time_of_such_dossiers_is_told_of_a_closed_year_whose_boards_named_their_field(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        receive(store, &desk, 1, slip(PIN, LINK)).await;
        let grant = store.try_link(LINK).await.unwrap().unwrap();
        let told = async || story(store, grant).await.unwrap().time_80;
        // Enough of them in 2024 that the boards of 2025 name the field, and some that were resolved in 2025.
        resolve(store, &desk, (0, 90), "2024-06").await;
        resolve(store, &desk, (100, 10), "2025-03").await;
        assert_eq!(told().await, None, "the fields of 2025 were not fixed");
        assert!(store.disclosed_fields(2025).await.unwrap().shows(desk.offices.fields[0]));
        let (year, time) = told().await.unwrap();
        assert_eq!(year, 2025);
        assert!((WorkingMinutes::of_days(1)..=WorkingMinutes::of_days(3)).contains(&time), "{time:?}");
        database.execute("UPDATE field SET sensitive = 1").await;
        assert_eq!(told().await, None, "it is sensitive now");
    }
}

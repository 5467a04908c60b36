//! What a period begins with is held against what the one before was sent up with.

use sanh_domain::account::actor::{Actor, ActorRole};
use sanh_domain::account::model::AgencyScope;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::Action;
use sanh_domain::period::Period;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::report::official_form::carry_over::SignedCarryOver;
use sanh_domain::report::official_form::model::{Axis, Identity, IdentityCheck, OfficialForm};
use sanh_domain::report::official_form::period::PeriodRow;
use sanh_domain::report::official_form::signed::Content;
use sanh_store::{AuditActor, PeriodOutcome, SigningOutcome, Store, unwatched};

use super::centre::{Offices, date, local, manager};
use super::engine::contract;

fn minh() -> (AuditActor, String) {
    let by = AuditActor {
        actor: Actor {
            name: "minh".to_owned(),
            role: ActorRole::Manager,
        },
        ..AuditActor::console()
    };
    (by, "Trần Minh".to_owned())
}

fn month(first: &str) -> Period {
    Period::month(date(first))
}

async fn content(store: &Store, period: Period, now: Instant) -> (Content, i64) {
    let counted = store
        .cube(period, now, unwatched(), &AgencyScope::Everywhere)
        .await
        .unwrap();
    let content = store
        .report_content(counted.cube, &AgencyScope::Everywhere)
        .await
        .unwrap();
    (content, counted.event_id)
}

async fn sign(store: &Store, period: Period, now: Instant) -> Content {
    let (content, event_id) = content(store, period, now).await;
    let signing = store.sign_report(content.clone(), event_id, minh(), now);
    assert_eq!(signing.await.unwrap(), SigningOutcome::Done);
    content
}

async fn list(store: &Store, period: Period) {
    let row = PeriodRow {
        period,
        source: "test".to_owned(),
        signed: None,
    };
    let put = store.put_report_period(row, None, minh().0, local("2026-11-01 08:00"));
    assert_eq!(put.await.unwrap(), PeriodOutcome::Done);
}

/// Whether column 6 is what the period before was sent up with.
fn carried(content: &Content) -> IdentityCheck {
    let form = OfficialForm::new(&content.cube, &content.names, Axis::Field, content.folding);
    let before = content.sent_up.as_ref().map(SignedCarryOver::total);
    let held = form.checks(before);
    let found = held
        .into_iter()
        .find(|(identity, _)| *identity == Identity::CarriedOver);
    found.expect("it is checked").1
}

contract! {
    async fn a_correction_after_the_signature_shows_in_column_6_of_the_next_period(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let intake = offices.intake(1, Channel::Direct, 3);
        let opened = store.receive(intake, local("2026-10-05 08:00"), &manager(), true).await.unwrap();
        let code = opened.dossier.code;
        store.act(&code, Action::Resolve, 1, local("2026-10-07 08:00"), &manager()).await.unwrap();
        let intake = offices.intake(2, Channel::Direct, 3);
        store.receive(intake, local("2026-10-06 08:00"), &manager(), true).await.unwrap();
        let (october, november) = (month("2026-10-01"), month("2026-11-01"));
        list(store, october).await;
        list(store, november).await;

        let before = content(store, november, local("2026-11-02 07:00")).await.0;
        assert_eq!((before.sent_up.as_ref(), carried(&before)), (None, IdentityCheck::Unknown), "October is not signed");

        let signed = sign(store, october, local("2026-11-02 08:00")).await;
        let now = local("2026-11-03 07:00");
        assert_eq!(carried(&content(store, november, now).await.0), IdentityCheck::Yes);

        let correct = Action::Correct { reason: "trả nhầm".to_owned() };
        store.act(&code, correct, 2, local("2026-11-03 08:00"), &manager()).await.unwrap();
        let now = local("2026-11-04 08:00");
        let later = content(store, november, now).await.0;
        assert_eq!(carried(&later), IdentityCheck::No(2, 1), "both figures are told");
        let sent_up = later.sent_up.as_ref().expect("October was signed");
        assert_eq!(sent_up.period, october);
        for axis in Axis::ALL {
            let lines = later.differences(sent_up, axis);
            let told: Vec<(u64, u64)> = lines.iter().map(|line| (line.open, line.carried)).collect();
            assert_eq!(told, [(0, 1)], "the line of the corrected dossier");
        }
        // A new count of October gives the figure with which November begins, but November is compared with the signed one.
        let recounted = content(store, october, now).await.0;
        let open = |content: &Content| OfficialForm::new(&content.cube, &content.names, Axis::Field, content.folding).total.column(11);
        assert_eq!((open(&signed), open(&recounted)), (1, 2));

        // The figures signed for November stay, whatever happens to October.
        let december = local("2026-12-01 08:00");
        sign(store, november, december).await;
        sign(store, october, local("2026-12-01 09:00")).await;
        let kept = store.signed_reports(november, &AgencyScope::Everywhere).await.unwrap().pop().expect("it was signed");
        assert_eq!(carried(&kept.content), IdentityCheck::No(2, 1), "its paper says so for good");
        assert_eq!(carried(&content(store, november, local("2026-12-02 08:00")).await.0), IdentityCheck::Yes);
    }
}

contract! {
    async fn the_period_before_is_any_of_the_same_kind_that_ends_where_this_one_begins(database: Database) {
        let store = &database.store;
        Offices::set_up(store).await;
        let odd = Period::range(date("2026-09-20"), date("2026-10-05")).unwrap();
        list(store, odd).await;
        sign(store, odd, local("2026-11-02 08:00")).await;
        let next = Period::range(date("2026-10-05"), date("2026-10-08")).unwrap();
        let (after, _) = content(store, next, local("2026-11-03 08:00")).await;
        assert_eq!(after.sent_up.map(|sent_up| sent_up.period), Some(odd));
        let (other, _) = content(store, month("2026-11-01"), local("2026-11-03 08:00")).await;
        assert_eq!(other.sent_up, None);
    }
}

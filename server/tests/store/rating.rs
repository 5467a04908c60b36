//! Ratings: opened for a dossier that was handed over, given once, kept without a link to it.

use chrono::Duration;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{Action, DossierCode};
use sanh_domain::feedback::rating::{Score, Scores};
use sanh_store::{
    AuditQuery, OpeningRatingOutcome, RatingOutcome, RatingTicket, Store, VerifyOptions,
};

use super::centre::date;
use super::desk::{Desk, change, key, morning};
use super::engine::contract;

const EVERYWHERE: AgencyScope = AgencyScope::Everywhere;

fn later(minutes: i64) -> Instant {
    morning() + Duration::minutes(minutes)
}

fn ticket(secret: &str) -> RatingTicket {
    RatingTicket {
        secret: secret.to_owned(),
        holds_for: Duration::minutes(15),
    }
}

/// A dossier whose result was handed over.
async fn handed_over(desk: &Desk, store: &Store, number: u32) -> DossierCode {
    let code = desk.receive(store, number).await;
    for (step, action) in [Action::Start, Action::Resolve, Action::HandOver]
        .into_iter()
        .enumerate()
    {
        let version = i64::try_from(step).unwrap() + 1;
        let form = key(&format!("h{number}-{step}"));
        let done = store.act_once(
            form,
            desk.by.clone(),
            vec![change(&code, action, version)],
            later(5),
        );
        done.await.unwrap();
    }
    code
}

async fn open(store: &Store, code: &DossierCode, secret: &str) -> OpeningRatingOutcome {
    store
        .open_rating(code, ticket(secret), later(10))
        .await
        .unwrap()
}

async fn rate(store: &Store, secret: &str, given: Score) -> RatingOutcome {
    let when = (date("2026-11-24"), later(12));
    store.rate(secret, given, when).await.unwrap()
}

async fn counted(store: &Store, scope: &AgencyScope) -> Scores {
    let span = (date("2026-11-01"), date("2026-12-01"));
    let days = store.ratings(scope, span).await.unwrap();
    days.first().map(|(_, scores)| *scores).unwrap_or_default()
}

contract! {
    async fn a_dossier_is_rated_once_and_only_when_it_was_handed_over(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let waiting = desk.receive(store, 1).await;
        assert_eq!(open(store, &waiting, "11111111").await, OpeningRatingOutcome::NotYet);
        let code = handed_over(&desk, store, 2).await;
        assert_eq!(open(store, &code, "22222222").await, OpeningRatingOutcome::Open);
        assert_eq!(open(store, &code, "33333333").await, OpeningRatingOutcome::Open, "opened again");
        assert_eq!(rate(store, "22222222", Score::Satisfied).await, RatingOutcome::NotOpen, "the first is over");
        assert_eq!(rate(store, "33333333", Score::Dissatisfied).await, RatingOutcome::Counted);
        assert_eq!(rate(store, "33333333", Score::Satisfied).await, RatingOutcome::NotOpen, "once");
        assert_eq!(open(store, &code, "44444444").await, OpeningRatingOutcome::Rated);
        let scores = counted(store, &EVERYWHERE).await;
        assert_eq!((scores.all(), scores.of(Score::Dissatisfied)), (1, 1));
        let elsewhere = AgencyScope::Agencies([desk.offices.agencies[1]].into());
        assert_eq!(counted(store, &elsewhere).await, Scores::default());
    }
}

contract! {
    async fn an_opened_rating_expires_after_its_time(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let code = handed_over(&desk, store, 1).await;
        open(store, &code, "11111111").await;
        let late = (date("2026-11-24"), later(25));
        assert_eq!(store.rate("11111111", Score::Satisfied, late).await.unwrap(), RatingOutcome::NotOpen);
        assert_eq!(counted(store, &EVERYWHERE).await, Scores::default());
    }
}

contract! {
    async fn a_clerk_opens_a_rating_of_their_agency_alone_and_the_audit_tells(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let code = handed_over(&desk, store, 1).await;
        let elsewhere = AgencyScope::Agencies([desk.offices.agencies[1]].into());
        let refused = store.open_rating_at_desk(&code, ticket("11111111"), &elsewhere, desk.by.clone(), later(10));
        assert_eq!(refused.await.unwrap(), OpeningRatingOutcome::NotThere);
        let opened = store.open_rating_at_desk(&code, ticket("11111111"), &EVERYWHERE, desk.by.clone(), later(10));
        assert_eq!(opened.await.unwrap(), OpeningRatingOutcome::Open);
        let query = AuditQuery { subject: Some(code.to_string()), rows_max: 50, ..AuditQuery::default() };
        let lines = store.audit_lines(query).await.unwrap();
        assert_eq!(lines.iter().filter(|line| line.act == AuditAct::RatingOpened).count(), 1);
    }
}

contract! {
    /// Whoever has the database, and even its keys, finds no row that holds a dossier and its rating, nor a time or an order of either.
    async fn nothing_stored_of_a_rating_identifies_its_dossier(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let before = store.audit_head().await.unwrap();
        for (number, score) in [(1, Score::Satisfied), (2, Score::Dissatisfied)] {
            let code = handed_over(&desk, store, number).await;
            let secret = format!("{number}{number}{number}{number}0000");
            open(store, &code, &secret).await;
            let told = store.audit_head().await.unwrap();
            assert_eq!(rate(store, &secret, score).await, RatingOutcome::Counted);
            assert_eq!(store.audit_head().await.unwrap(), told, "the audit does not tell that it was given");
        }
        assert_ne!(store.audit_head().await.unwrap(), before);
        let left = database.execute("DELETE FROM rating_ticket").await;
        assert_eq!(left, 0, "a ticket goes as it is used");
        let marks = database.execute("UPDATE rating_mark SET mark = mark WHERE length(mark) = 64").await;
        assert_eq!(marks, 2, "keyed marks, and nothing else");
        let counts = database.execute("UPDATE rating_count SET ratings = ratings WHERE day = 20261124 AND ratings = 1").await;
        assert_eq!(counts, 2, "a count for each score of the day");
        assert!(store.verify_with(VerifyOptions::default()).await.unwrap().is_clean());
    }
}

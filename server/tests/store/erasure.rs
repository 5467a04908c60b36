//! Personal data go: by age when their dossier has ended, and when a person asks. History, counters and seals stay.

use chrono::Duration;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::applicant::{Applicant, Submission};
use sanh_domain::dossier::{Action, DossierCode};
use sanh_domain::period::Period;
use sanh_domain::scope::Scope;
use sanh_server::config::{Config, Settings};
use sanh_server::io::personal_copy::{PersonalCopy, dossiers_of_person};
use sanh_server::jobs::retention;
use sanh_store::stored::submission_bytes;
use sanh_store::{
    AuditActor, AuditEntry, AuditQuery, BlindIndex, OpeningOutcome, Store, VerifyOptions,
};

use super::centre::{date, manager};
use super::desk::{Desk, key, morning};
use super::engine::contract;

const EVERYWHERE: &AgencyScope = &AgencyScope::Everywhere;

fn later(days: i64) -> Instant {
    morning() + Duration::days(days)
}

fn applicant(identity: &str) -> Applicant {
    Applicant::read("Lê Thị Thử", "0912345678", identity, "thu@example.vn").unwrap()
}

/// Receives a dossier of the person of an identity number.
async fn receive(store: &Store, desk: &Desk, number: u32, identity: &str) -> DossierCode {
    let submission = Submission {
        applicant: applicant(identity),
        papers: vec!["Tờ khai".to_owned()],
        ..Submission::default()
    };
    let marks = submission.applicant.marks().into_iter();
    let mut opening = desk.opening(number);
    opening.record = submission_bytes(&submission).unwrap();
    opening.marks = marks
        .map(|(kind, text)| BlindIndex { kind, text })
        .collect();
    let opened = store.open_dossier(
        key(&format!("p{number}")),
        desk.by.clone(),
        opening,
        morning(),
    );
    match opened.await.unwrap() {
        OpeningOutcome::Now(code) => code,
        OpeningOutcome::Before(code) => panic!("{code} was there before"),
    }
}

async fn act(store: &Store, code: &DossierCode, action: Action, minutes: i64) {
    let stored = store.dossier(code, EVERYWHERE).await.unwrap().unwrap();
    let when = morning() + Duration::minutes(minutes);
    let (version, by) = (stored.dossier.version, manager());
    let acted = store.act(code, action, version, when, &by);
    acted.await.unwrap();
}

async fn has_applicant(store: &Store, code: &DossierCode) -> bool {
    store.applicant(code, EVERYWHERE).await.unwrap().is_some()
}

async fn is_clean(store: &Store) -> bool {
    store.seal_batch(1_000).await.unwrap();
    let report = store.verify_with(VerifyOptions::default()).await.unwrap();
    report.is_clean()
}

fn keeping(days: u32) -> Config {
    Config {
        applicant_keep_days: days,
        ..Config::load(Settings::default(), None).unwrap()
    }
}

async fn acts(store: &Store, code: &DossierCode) -> Vec<(String, AuditAct)> {
    let query = AuditQuery {
        subject: Some(code.to_string()),
        rows_max: 100,
        ..AuditQuery::default()
    };
    let lines = store.audit_lines(query).await.unwrap().into_iter();
    lines.map(|line| (line.actor, line.act)).collect()
}

contract! {
    async fn applicants_are_erased_a_set_time_after_the_end_and_never_while_the_dossier_is_in_process(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let (ended, running, reopened) =
            (receive(store, &desk, 1, "").await, receive(store, &desk, 2, "").await, receive(store, &desk, 3, "").await);
        act(store, &running, Action::Start, 5).await;
        for code in [&ended, &reopened] {
            act(store, code, Action::Resolve, 10).await;
        }
        act(store, &reopened, Action::Correct { reason: "Ghi nhầm".to_owned() }, 20).await;
        store.add_note(key("n1"), desk.by.clone(), &ended, "Gọi lại sau".to_owned(), morning()).await.unwrap();
        let month = Period::month(date("2026-11-24"));
        let before = store.board(Scope::Centre, month, later(1)).await.unwrap();

        retention::erase_applicants(store, &keeping(30), later(30)).await;
        assert!(has_applicant(store, &ended).await, "a minute is left");
        retention::erase_applicants(store, &keeping(0), later(4_000)).await;
        assert!(has_applicant(store, &ended).await, "nothing goes by age where that is not set");
        retention::erase_applicants(store, &keeping(30), later(31)).await;
        assert!(!has_applicant(store, &ended).await);
        assert_eq!(store.notes(&ended, EVERYWHERE).await.unwrap(), []);
        retention::erase_applicants(store, &keeping(30), later(4_000)).await;
        for code in [&running, &reopened] {
            assert!(has_applicant(store, code).await, "{code} is in process");
        }
        assert!(!database.holds_text("Gọi lại sau").await);

        let erased = acts(store, &ended).await.into_iter().filter(|(_, act)| *act == AuditAct::ApplicantErased);
        assert_eq!(erased.collect::<Vec<_>>(), [("retention".to_owned(), AuditAct::ApplicantErased)]);
        let after = store.board(Scope::Centre, month, later(1)).await.unwrap();
        assert_eq!(before, after, "no figure has moved");
        let (dossier, events) = store.file(&ended, EVERYWHERE).await.unwrap();
        assert!(dossier.ended_at.is_some() && events.len() == 2);
        assert!(is_clean(store).await);
    }
}

contract! {
    async fn one_persons_dossiers_are_copied_with_who_saw_them_and_erased_when_they_ask(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let (one, two, other) = (
            receive(store, &desk, 1, "001099000001").await,
            receive(store, &desk, 2, "001099000001").await,
            receive(store, &desk, 3, "001099000002").await,
        );
        act(store, &one, Action::Resolve, 10).await;
        let opened = AuditEntry::new(AuditAct::DossierOpened, two.as_str());
        store.audit(desk.by.clone(), opened, morning()).await.unwrap();
        let asked = store.search_hash("0912345678").unwrap();
        store.audit(desk.by.clone(), AuditEntry::new(AuditAct::Searched, asked), morning()).await.unwrap();

        let found = dossiers_of_person(store, &one).await.unwrap();
        let codes: Vec<_> = found.iter().map(|it| &it.code).collect();
        assert_eq!(codes, [&one, &two], "and nobody else's: {other}");
        let copy = PersonalCopy::of(store, &found, later(1)).await.unwrap();
        let copy = serde_json::to_value(copy).unwrap();
        assert_eq!(copy["schema_version"], 2);
        assert_eq!(copy["dossiers"][0]["applicant"]["identity"], "001099000001");
        assert_eq!(copy["dossiers"][0]["papers"][0], "Tờ khai");
        assert_eq!(copy["dossiers"][0]["history"].as_array().unwrap().len(), 2);
        let seen = copy["dossiers"][1]["audit"].as_array().unwrap();
        assert!(seen.iter().any(|line| line["act"] == "dossier_opened" && line["by"] == "lan"), "{seen:?}");
        assert_eq!(copy["searched"][0]["by"], "lan");
        assert!(!copy.to_string().contains("001099000002"), "nothing of anybody else");

        assert!(store.forget_applicant(&one, AuditActor::console(), later(1)).await.unwrap());
        assert!(!has_applicant(store, &one).await && has_applicant(store, &two).await);
        let found = dossiers_of_person(store, &two).await.unwrap();
        assert_eq!(found.len(), 1, "what was erased is found by nothing");
        let copy = PersonalCopy::of(store, &dossiers_of_person(store, &one).await.unwrap(), later(2)).await.unwrap();
        let copy = serde_json::to_value(copy).unwrap();
        assert!(copy["dossiers"][0]["applicant"].is_null());
        assert!(is_clean(store).await);
    }
}

//! What migrations work out of the rows that an older version wrote.

use std::path::Path;

use sanh_domain::account::model::AgencyScope;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{Action, DossierCode, EventKind};
use sanh_domain::procedure::channel::Channel;
use sanh_store::Store;

use super::centre::{Offices, Work, action, local, manager};
use super::engine::contract;

/// A Tuesday.
fn morning() -> Instant {
    local("2026-11-24 08:00")
}

async fn receive(store: &Store, offices: &Offices, number: usize) -> DossierCode {
    let intake = offices.intake(number, Channel::Direct, 5);
    let received = store.receive(intake, morning(), &manager(), true).await;
    received.unwrap().dossier.code
}

async fn act(store: &Store, code: &DossierCode, action: Action, hour: u32) {
    let version = store
        .dossier(code, &AgencyScope::Everywhere)
        .await
        .unwrap()
        .unwrap()
        .dossier
        .version;
    let at = local(&format!("2026-11-24 {hour:02}:00"));
    store
        .act(code, action, version, at, &manager())
        .await
        .unwrap();
}

/// The statements of a migration that work something out of the rows of an older version: those with `what`.
fn statements(migration: &str, what: &str) -> Vec<String> {
    let path = format!("../migrations/sqlite/{migration}.sql");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = std::fs::read_to_string(path).unwrap();
    let statements = text.split(';').filter(|it| it.contains(what));
    statements.map(str::to_owned).collect()
}

fn updates(migration: &str) -> Vec<String> {
    statements(migration, "UPDATE dossier")
}

contract! {
    async fn an_upgraded_database_knows_what_was_promised_and_which_papers_are_missing(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let extend = || Action::Extend { reason: "Chờ giám định".to_owned(), new_due: local("2026-12-03 17:00") };
        let (extended, taken_back) = (receive(store, &offices, 3).await, receive(store, &offices, 6).await);
        act(store, &extended, extend(), 9).await;
        act(store, &taken_back, extend(), 9).await;
        act(store, &taken_back, Action::Correct { reason: "Ghi nhầm".to_owned() }, 10).await;
        let (waiting, leaving) = (receive(store, &offices, 9).await, receive(store, &offices, 12).await);
        let here = receive(store, &offices, 15).await;
        for code in [&waiting, &leaving, &here] {
            act(store, code, action(EventKind::AskPapers, morning()), 9).await;
        }
        act(store, &leaving, action(EventKind::AskWithdrawal, morning()), 10).await;
        act(store, &here, Action::PapersReceived, 10).await;
        database.execute("UPDATE dossier SET promised_due_at = NULL, papers_asked_at = NULL").await;
        assert!(!store.verify(local("2026-11-24 12:00")).await.unwrap().is_clean());
        for update in [updates("0043_promised_due"), updates("0044_reminder")].concat() {
            database.execute(update.leak()).await;
        }
        let report = store.verify(local("2026-11-24 12:00")).await.unwrap();
        assert!(report.is_clean(), "{report}");
        let stored = store.dossier(&extended, &AgencyScope::Everywhere).await.unwrap().unwrap().dossier;
        assert_eq!(stored.promised_due_at, Some(local("2026-12-03 17:00")));
    }
}

contract! {
    async fn an_upgraded_database_knows_the_sums_of_all_fields_of_months_and_years(database: Database) {
        let store = &database.store;
        let mut work = Work::begin(store, 83, local("2025-12-01 08:00")).await;
        work.go_on(store, 300).await;
        database.execute("DELETE FROM flow_counter WHERE field_id = 0 AND bucket % 100 = 0").await;
        assert!(!store.verify(work.now).await.unwrap().is_clean());
        let sums = statements("0083_flow_of_all_fields", "GROUP BY agency_id, bucket");
        database.execute(sums.concat().leak()).await;
        let report = store.verify(work.now).await.unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

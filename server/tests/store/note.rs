//! What colleagues note of a dossier.

use chrono::Duration;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::audit::model::AuditAct;
use sanh_store::{AuditActor, AuditQuery, StoreError, VerifyOptions};

use super::centre::code;
use super::desk::{Desk, key, morning};
use super::engine::contract;

contract! {
    async fn notes_are_sealed_stored_once_and_erased_with_the_applicant(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let dossier = desk.receive(store, 1).await;
        let later = morning() + Duration::minutes(5);
        for (sent, text) in [("n1", "first-of-the-notes"), ("n1", "first-of-the-notes"), ("n2", "second-of-the-notes")] {
            store.add_note(key(sent), desk.by.clone(), &dossier, text.to_owned(), later).await.unwrap();
        }
        let notes = store.notes(&dossier, &AgencyScope::Everywhere).await.unwrap();
        let told: Vec<_> = notes.iter().map(|note| (note.author.as_str(), note.text.as_str(), note.at)).collect();
        assert_eq!(told, [("lan", "first-of-the-notes", later), ("lan", "second-of-the-notes", later)]);
        assert!(!database.holds_text("of-the-notes").await, "a note can be read from the database");
        assert_eq!(format!("{:?}", notes[0]), "Note(personal)");

        let query = AuditQuery { subject: Some(dossier.to_string()), rows_max: 10, ..AuditQuery::default() };
        let lines = store.audit_lines(query).await.unwrap();
        assert_eq!(lines.iter().filter(|line| line.act == AuditAct::NoteAdded).count(), 2);
        let keys = database.wrapped_keys().await;
        assert_eq!(keys.len(), 3, "of the applicant and of two notes");
        if database.is_sqlite() {
            assert!(keys.iter().all(|key| database.files_hold(key)));
        }
        assert!(store.forget_applicant(&dossier, AuditActor::console(), later).await.unwrap());
        if database.is_sqlite() {
            assert!(!keys.iter().any(|key| database.files_hold(key)), "a key can still be read from the files");
        }
        assert!(store.notes(&dossier, &AgencyScope::Everywhere).await.unwrap().is_empty());
        assert!(store.verify_with(VerifyOptions::default()).await.unwrap().is_clean());
    }
}

contract! {
    async fn no_note_is_added_to_an_unknown_dossier(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let noted = store.add_note(key("n"), desk.by.clone(), &code("H49.1-261124-9999"), "x".to_owned(), morning()).await;
        assert!(matches!(noted, Err(StoreError::NotFound(_))), "{noted:?}");
    }
}

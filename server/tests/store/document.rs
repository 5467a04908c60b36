//! Posted documents: every version is kept, the newest is shown, and one that was taken down is gone for visitors.

use chrono::NaiveDate;
use sanh_domain::document::model::DocumentEntry;
use sanh_domain::id::DocumentId;
use sanh_domain::text::name::Name;
use sanh_store::{AuditActor, AuditQuery, ChangeOutcome, NewDocument, Store, StoreError};

use super::centre::local;
use super::engine::contract;

/// A PDF of so many bytes.
fn pdf(bytes: usize) -> Vec<u8> {
    let mut content = b"%PDF-1.7\n".to_vec();
    content.resize(bytes - 5, b' ');
    content.extend(b"%%EOF");
    content
}

fn document(title: &str, content: Option<Vec<u8>>) -> NewDocument {
    NewDocument {
        entry: DocumentEntry {
            title: Name {
                vi: title.to_owned(),
                en: None,
            },
            number: "12/QĐ-UBND".to_owned(),
            issued_on: NaiveDate::from_ymd_opt(2026, 11, 2).unwrap(),
        },
        content,
    }
}

async fn file(store: &Store, id: DocumentId, version: u32) -> Vec<u8> {
    let mut content = Vec::new();
    for position in 0.. {
        match store.document_part(id, version, position).await.unwrap() {
            Some(part) => content.extend(part),
            None => break,
        }
    }
    content
}

async fn told(store: &Store, subject: &str) -> usize {
    let query = AuditQuery {
        subject: Some(subject.to_owned()),
        rows_max: 10,
        ..AuditQuery::default()
    };
    store.audit_lines(query).await.unwrap().len()
}

contract! {
    async fn a_document_is_posted_replaced_and_taken_down_and_its_versions_are_kept(database: Database) {
        let store = &database.store;
        let (by, now) = (AuditActor::console, local("2026-11-24 08:00"));
        let content = pdf(700_000);
        let new = document("Quyết định", Some(content.clone()));
        let id = store.add_document(new, by(), now).await.unwrap().unwrap();
        assert_eq!(file(store, id, 1).await, content, "in parts, as it was");

        let stale = store.replace_document(id, 2, document("Khác", None), by(), now).await.unwrap();
        assert_eq!(stale, ChangeOutcome::Stale);
        let renamed = store.replace_document(id, 1, document("Quyết định (đính chính)", None), by(), now).await.unwrap();
        assert_eq!(renamed, ChangeOutcome::Done);
        assert_eq!(file(store, id, 2).await, content, "the file is that of the version before");
        let other = pdf(20);
        let new = document("Quyết định", Some(other.clone()));
        assert_eq!(store.replace_document(id, 2, new, by(), now).await.unwrap(), ChangeOutcome::Done);
        assert_eq!((file(store, id, 3).await, file(store, id, 1).await), (other, content));

        let all = store.documents().await.unwrap();
        let versions: Vec<u32> = all[0].versions.iter().map(|it| it.version).collect();
        assert_eq!((versions, all[0].is_posted()), (vec![3, 2, 1], true));
        assert_eq!(all[0].shown().map(|it| it.size_bytes), Some(20));

        assert!(store.take_down_document(id, by(), now).await.unwrap());
        assert!(!store.take_down_document(id, by(), now).await.unwrap(), "once");
        assert_eq!(store.documents().await.unwrap()[0].down_at, Some(now));
        assert_eq!(told(store, "document 1").await, 4);
        let again = store.replace_document(id, 3, document("Quyết định", None), by(), now).await.unwrap();
        assert_eq!(again, ChangeOutcome::Done);
        assert!(store.documents().await.unwrap()[0].is_posted(), "a new version is posted");
    }
}

contract! {
    async fn a_file_that_is_no_pdf_is_not_posted(database: Database) {
        let store = &database.store;
        let (by, now) = (AuditActor::console, local("2026-11-24 08:00"));
        for content in [None, Some(b"<html>".to_vec()), Some(b"%PDF-1.7".to_vec())] {
            let posted = store.add_document(document("Trang", content), by(), now).await;
            assert!(matches!(posted, Err(StoreError::Invalid(_))), "{posted:?}");
        }
        assert_eq!(store.documents().await.unwrap(), []);
    }
}

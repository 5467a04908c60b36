//! Scans and forms that are attached to a dossier.

use chrono::Duration;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::dossier::attachment::{AttachmentKind, AttachmentLimits};
use sanh_domain::dossier::{Action, DossierCode};
use sanh_domain::id::AttachmentId;
use sanh_domain::procedure::model::ProcedurePart;
use sanh_domain::text::name::Name;
use sanh_server::io::personal_copy::{PersonalCopy, copy_attachments, dossiers_of_person};
use sanh_store::vault::MasterKey;
use sanh_store::{
    AuditActor, AuditQuery, BlindIndex, NewAttachment, Store, StoreError, VerifyOptions,
};

use super::centre::{code, manager};
use super::desk::{Desk, key, morning};
use super::engine::contract;

const EVERYWHERE: &AgencyScope = &AgencyScope::Everywhere;

const LIMITS: AttachmentLimits = AttachmentLimits {
    bytes_max: 1 << 20,
    count_max: 3,
};

/// A PDF of several parts that says something.
fn pdf(says: &str) -> Vec<u8> {
    let mut content = b"%PDF-1.7\n".to_vec();
    while content.len() < 600_000 {
        content.extend(says.as_bytes());
    }
    content.extend(b"\n%%EOF\n");
    content
}

fn new(title: &str, content: Vec<u8>) -> NewAttachment {
    NewAttachment {
        title: title.to_owned(),
        content,
    }
}

/// Attaches a PDF.
pub async fn attach(
    store: &Store,
    (sent, by): (&str, &AuditActor),
    code: &DossierCode,
    title: &str,
) {
    let file = new(title, pdf("words-of-the-scan "));
    let added = store.add_attachment(key(sent), by.clone(), code, file, LIMITS, morning());
    added.await.unwrap();
}

/// The first file of a dossier; where there is none one that is nobody's.
pub async fn first_id(store: &Store, code: &DossierCode) -> AttachmentId {
    let attached = store.attachments(code, EVERYWHERE).await.unwrap();
    attached.first().map_or(AttachmentId(99), |it| it.id)
}

async fn read(store: &Store, code: &DossierCode, id: AttachmentId) -> Vec<u8> {
    let (mut content, mut position) = (Vec::new(), 0);
    while let Some(part) = store
        .attachment_part(code, id, position, EVERYWHERE)
        .await
        .unwrap()
    {
        content.extend(part);
        position += 1;
    }
    content
}

contract! {
    async fn files_are_sealed_stored_once_and_erased_with_the_applicant(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let dossier = desk.receive(store, 1).await;
        for _ in 0..2 {
            attach(store, ("f1", &desk.by), &dossier, "title-of-the-scan").await;
        }
        let attached = store.attachments(&dossier, EVERYWHERE).await.unwrap();
        let [file] = attached.as_slice() else { panic!("{attached:?}") };
        assert_eq!((file.author.as_str(), file.title.as_str(), file.kind), ("lan", "title-of-the-scan", AttachmentKind::Pdf));
        let content = pdf("words-of-the-scan ");
        assert_eq!(file.size_bytes, content.len() as u64);
        assert!(read(store, &dossier, file.id).await == content, "what is read is what was attached");
        for hidden in ["title-of-the-scan", "words-of-the-scan"] {
            assert!(!database.holds_text(hidden).await, "{hidden} can be read from the database");
        }
        let keys = database.wrapped_keys().await;
        assert_eq!(keys.len(), 2, "of the applicant and of the file");

        let query = AuditQuery { subject: Some(dossier.to_string()), rows_max: 10, ..AuditQuery::default() };
        let lines = store.audit_lines(query).await.unwrap();
        assert_eq!(lines.iter().filter(|line| line.act == AuditAct::AttachmentAdded).count(), 1);
        assert!(lines.iter().all(|line| !line.became.contains("title-of")), "{lines:?}");

        assert!(store.forget_applicant(&dossier, AuditActor::console(), morning()).await.unwrap());
        assert!(store.attachments(&dossier, EVERYWHERE).await.unwrap().is_empty());
        assert!(read(store, &dossier, file.id).await.is_empty());
        if database.is_sqlite() {
            assert!(!keys.iter().any(|key| database.files_hold(key)), "a key can still be read from the files");
        }
        assert!(store.verify_with(VerifyOptions::default()).await.unwrap().is_clean());
    }
}

contract! {
    async fn only_so_many_files_of_their_kinds_and_size_are_attached(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let dossier = desk.receive(store, 1).await;
        let add = |sent: &str, content: Vec<u8>| {
            let limits = AttachmentLimits { bytes_max: 700_000, ..LIMITS };
            store.add_attachment(key(sent), desk.by.clone(), &dossier, new("Đơn", content), limits, morning())
        };
        let large = [pdf("a"), vec![b' '; 200_000]].concat();
        for (sent, content) in [("b1", b"<html></html>".to_vec()), ("b2", b"%PDF-1.7 cut".to_vec()), ("b3", large)] {
            assert!(matches!(add(sent, content).await, Err(StoreError::Invalid(_))), "{sent}");
        }
        add("f1", b"\xff\xd8\xff\xe0 picture \xff\xd9".to_vec()).await.unwrap();
        add("f2", pdf("b")).await.unwrap();
        add("f3", pdf("c")).await.unwrap();
        assert!(matches!(add("f4", pdf("d")).await, Err(StoreError::Invalid(_))), "one too many");
        let first = first_id(store, &dossier).await;
        assert!(store.remove_attachment(desk.by.clone(), &dossier, first, morning()).await.unwrap());
        assert!(!store.remove_attachment(desk.by.clone(), &dossier, first, morning()).await.unwrap());
        add("f4", pdf("d")).await.unwrap();
        assert_eq!(store.attachments(&dossier, EVERYWHERE).await.unwrap().len(), 3);
        let unknown = code("H49.1-261124-9999");
        let none = store.add_attachment(key("x"), desk.by.clone(), &unknown, new("Đơn", pdf("a")), LIMITS, morning());
        assert!(matches!(none.await, Err(StoreError::NotFound(_))));
    }
}

contract! {
    async fn a_file_belongs_to_its_dossier_and_is_open_to_staff_of_its_parts(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let (one, two) = (desk.receive(store, 1).await, desk.receive(store, 2).await);
        attach(store, ("f1", &desk.by), &one, "Giấy khai sinh").await;
        let id = first_id(store, &one).await;
        assert!(read(store, &two, id).await.is_empty(), "of another dossier");
        assert!(!store.remove_attachment(desk.by.clone(), &two, id, morning()).await.unwrap());
        let part = ProcedurePart {
            agency: desk.offices.agencies[1],
            minutes: WorkingMinutes::of_days(1),
            name: Name { vi: "Trích lục".to_owned(), en: None },
        };
        store.put_procedure_parts(desk.procedure, Vec::new(), vec![part], desk.by.clone(), morning()).await.unwrap();
        let whole = desk.receive(store, 3).await;
        attach(store, ("f2", &desk.by), &whole, "Sổ hộ khẩu").await;
        let only = |index: usize| AgencyScope::Agencies([desk.offices.agencies[index]].into_iter().collect());
        for (index, files) in [(0, 1), (1, 1), (2, 0)] {
            let seen = store.attachments(&whole, &only(index)).await.unwrap().len();
            assert_eq!(seen, files, "agency {index}");
        }
    }
}

contract! {
    async fn files_are_removed_by_age_with_their_dossier(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let (ended, open) = (desk.receive(store, 1).await, desk.receive(store, 2).await);
        for (sent, code) in [("f1", &ended), ("f2", &open)] {
            attach(store, (sent, &desk.by), code, "Đơn").await;
        }
        let by_manager = manager();
        store.act(&ended, Action::Resolve, 1, morning() + Duration::hours(1), &by_manager).await.unwrap();
        let erased = store.erase_ended_applicants(morning() + Duration::days(9), 0, morning() + Duration::days(9));
        assert_eq!(erased.await.unwrap().erased, 1);
        assert!(store.attachments(&ended, EVERYWHERE).await.unwrap().is_empty());
        assert_eq!(store.attachments(&open, EVERYWHERE).await.unwrap().len(), 1);
    }
}

contract! {
    async fn files_open_after_a_change_of_keys(database: Database) {
        let store = &database.store;
        let (old, next) = (MasterKey::new(&[9; 32]).unwrap(), MasterKey::new(&[8; 32]).unwrap());
        let desk = Desk::set_up(store).await;
        let dossier = desk.receive(store, 1).await;
        attach(store, ("f1", &desk.by), &dossier, "Giấy khai sinh").await;
        let before = database.wrapped_keys().await;
        let marks: fn(&[u8]) -> Option<Vec<BlindIndex>> = |_| Some(Vec::new());
        let change = store.begin_key_change(old, next.clone(), marks, morning()).await.unwrap();
        let rekeyed = store.finish_key_change(&change, marks, morning()).await.unwrap();
        assert_eq!((rekeyed.applicants, rekeyed.attachments), (1, 1));
        let after = database.wrapped_keys().await;
        assert!(after.iter().all(|key| !before.contains(key)));
        let other = database.locked_process().await;
        other.unlock(&next).await.unwrap();
        let attached = other.attachments(&dossier, EVERYWHERE).await.unwrap();
        assert_eq!(attached[0].title, "Giấy khai sinh");
        assert!(read(&other, &dossier, attached[0].id).await == pdf("words-of-the-scan "));
    }
}

contract! {
    async fn a_person_is_given_copies_of_their_files(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let mut opening = desk.opening(1);
        opening.record = br#"{"applicant":{"name":"Le Thi Thu","phone":"0912345678","identity":"","email":""},"papers":[]}"#.to_vec();
        let opened = store.open_dossier(key("p1"), desk.by.clone(), opening, morning()).await.unwrap();
        let sanh_store::OpeningOutcome::Now(dossier) = opened else { panic!("it was there before") };
        attach(store, ("f1", &desk.by), &dossier, "Giấy khai sinh").await;
        let dossiers = dossiers_of_person(store, &dossier).await.unwrap();
        let copy = PersonalCopy::of(store, &dossiers, morning()).await.unwrap();
        let copy = serde_json::to_value(copy).unwrap();
        let file = &copy["dossiers"][0]["attachments"][0];
        assert_eq!((file["title"].as_str(), file["kind"].as_str()), (Some("Giấy khai sinh"), Some("pdf")));
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("copy.files");
        assert_eq!(copy_attachments(store, &dossiers, &folder).await.unwrap(), 1);
        let copied = std::fs::read(folder.join(file["file"].as_str().unwrap())).unwrap();
        assert!(copied == pdf("words-of-the-scan "));
    }
}

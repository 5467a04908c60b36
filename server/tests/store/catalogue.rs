//! The catalogue as administrators keep it: a code is given once, a change names what it was made from, each has its line in the
//! audit.

use sanh_domain::account::model::AgencyScope;
use sanh_domain::audit::model::{AuditAct, AuditLine};
use sanh_domain::deadline::Instant;
use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::deadline::due::TimeLimit;
use sanh_domain::id::{FieldId, ProcedureId};
use sanh_domain::procedure::channel::Channel;
use sanh_domain::procedure::limits::Limits;
use sanh_domain::procedure::model::{CatalogueItem, ItemKind, Requirements};
use sanh_domain::text::name::Name;
use sanh_store::{
    AuditActor, AuditQuery, ChangeOutcome, NewProcedure, Procedure, Store, StoreError,
    VerifyOptions,
};

use super::centre::{Offices, local, manager};
use super::engine::contract;

fn morning() -> Instant {
    local("2026-11-24 08:00")
}

fn name(vi: &str, en: Option<&str>) -> Name {
    Name {
        vi: vi.to_owned(),
        en: en.map(str::to_owned),
    }
}

fn agency(code: &str, vi: &str) -> CatalogueItem {
    CatalogueItem {
        id: 0,
        code: code.to_owned(),
        name: name(vi, None),
        sensitive: false,
    }
}

fn procedure(code: &str, field: FieldId, days: Option<u32>) -> NewProcedure {
    NewProcedure {
        code: code.to_owned(),
        field,
        name: name("Cấp bản sao", Some("Copy")),
        limit: days
            .map(|days| TimeLimit {
                length: WorkingMinutes::of_days(days).into(),
                cutoff_15h: false,
            })
            .into(),
    }
}

fn needs(fee_vnd: Option<u32>, papers: &[&str]) -> Requirements {
    Requirements {
        fee_vnd,
        papers: papers.iter().map(|paper| name(paper, None)).collect(),
        ..Requirements::default()
    }
}

/// What a procedure is to become.
fn becomes(
    id: ProcedureId,
    (new, needs): (NewProcedure, Requirements),
) -> (Procedure, Requirements) {
    let procedure = Procedure {
        id,
        code: new.code,
        field: new.field,
        name: new.name,
        limits: Limits::always(new.limit),
    };
    (procedure, needs)
}

/// What the audit tells of something, the newest first.
async fn told(store: &Store, subject: &str) -> Vec<AuditLine> {
    let query = AuditQuery {
        subject: Some(subject.to_owned()),
        rows_max: 10,
        ..AuditQuery::default()
    };
    store.audit_lines(query).await.unwrap()
}

async fn audit_and_change_numbers(store: &Store) -> (Option<i64>, i64) {
    let head = store.audit_head().await.unwrap();
    (
        head.map(|head| head.event_id),
        store.change_number().await.unwrap(),
    )
}

async fn listed(store: &Store, id: ProcedureId) -> (Procedure, Requirements) {
    let procedures = store.procedures().await.unwrap();
    let procedure = procedures.into_iter().find(|it| it.id == id).unwrap();
    let needs = store.requirements().await.unwrap().remove(&id);
    (procedure, needs.unwrap_or_default())
}

contract! {
    async fn an_agency_is_added_once_and_renamed_with_its_lines_in_the_audit(database: Database) {
        let store = &database.store;
        let (by, now) = (AuditActor::console(), morning());
        let id = store.add_catalogue_item(ItemKind::Agency, agency("H49.7", "Phòng Y tế"), by.clone(), now).await.unwrap().unwrap();
        let before = audit_and_change_numbers(store).await;
        for code in ["H49.7", "h49.7"] {
            let again = store.add_catalogue_item(ItemKind::Agency, agency(code, "Phòng khác"), by.clone(), now).await.unwrap();
            assert_eq!(again, None, "{code}");
        }
        assert_eq!(audit_and_change_numbers(store).await, before, "nothing was written");

        let read = CatalogueItem { id, ..agency("H49.7", "Phòng Y tế") };
        assert_eq!(store.catalogue_items(ItemKind::Agency).await.unwrap(), std::slice::from_ref(&read));
        let renamed = CatalogueItem { name: name("Phòng Y tế", Some("Health")), ..read.clone() };
        let change = (read.clone(), renamed.clone());
        let change = store.change_catalogue_item(ItemKind::Agency, change, by.clone(), now).await.unwrap();
        assert_eq!(change, ChangeOutcome::Done);
        assert_eq!(store.agencies().await.unwrap()[0].name, renamed.name);
        let other = CatalogueItem { id, ..agency("H49.7", "Phòng khác") };
        let stale = store.change_catalogue_item(ItemKind::Agency, (read, other), by.clone(), now).await.unwrap();
        assert_eq!(stale, ChangeOutcome::Stale);

        let lines = told(store, "agency H49.7").await;
        let lines: Vec<_> = lines.iter().map(|line| (line.act, &*line.was, &*line.became)).collect();
        let changed = AuditAct::CentreChanged;
        assert_eq!(lines, [(changed, "Phòng Y tế", "Phòng Y tế | Health"), (changed, "", "Phòng Y tế")]);
        let report = store.verify_with(VerifyOptions::default()).await.unwrap();
        assert!(report.faults.is_empty(), "{:?}", report.faults);
    }
}

contract! {
    async fn a_changed_field_is_in_the_audit_with_only_what_differs(database: Database) {
        let store = &database.store;
        let (by, now) = (AuditActor::console(), morning());
        let field = CatalogueItem { id: 0, code: "NCN".to_owned(), name: name("Nuôi con nuôi", None), sensitive: false };
        let id = store.add_catalogue_item(ItemKind::Field, field.clone(), by.clone(), now).await.unwrap().unwrap();
        assert_eq!(store.add_catalogue_item(ItemKind::Field, field.clone(), by.clone(), now).await.unwrap(), None);
        let read = CatalogueItem { id, ..field };
        let marked = CatalogueItem { sensitive: true, ..read.clone() };
        let change = store.change_catalogue_item(ItemKind::Field, (read, marked.clone()), by.clone(), now).await;
        assert_eq!(change.unwrap(), ChangeOutcome::Done);
        assert!(store.fields().await.unwrap()[0].sensitive);
        let line = told(store, "field NCN").await.remove(0);
        assert_eq!((line.was.as_str(), line.became.as_str()), ("not sensitive", "sensitive"));

        let before = audit_and_change_numbers(store).await;
        let change = store.change_catalogue_item(ItemKind::Field, (marked.clone(), marked), by, now).await;
        assert_eq!(change.unwrap(), ChangeOutcome::Done);
        assert_eq!(audit_and_change_numbers(store).await, before, "nothing differs, nothing is written");
    }
}

contract! {
    async fn a_procedure_is_added_and_changed_with_fee_and_papers(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let (by, now) = (AuditActor::console(), morning());
        let new = (procedure("1.001", offices.fields[0], Some(2)), needs(Some(50_000), &["Tờ khai", "Ảnh"]));
        let id = store.add_procedure(new.clone(), by.clone(), now).await.unwrap().unwrap();
        assert_eq!(store.add_procedure(new.clone(), by.clone(), now).await.unwrap(), None);
        let read = listed(store, id).await;
        assert_eq!((NewProcedure::from(read.0.clone()), read.1.clone()), new);

        let after = (procedure("1.001", offices.fields[1], None), needs(Some(0), &["Ảnh", "Bản sao"]));
        let change = store.change_procedure(read.clone(), becomes(id, after.clone()), by.clone(), now).await.unwrap();
        assert_eq!(change, ChangeOutcome::Done);
        let stands = listed(store, id).await;
        assert_eq!((NewProcedure::from(stands.0.clone()), stands.1.clone()), after);
        let lines = told(store, "procedure 1.001").await;
        assert_eq!(lines[0].was, "field F1; limit 960 min; fee 50000 VND; Tờ khai");
        assert_eq!(lines[0].became, "field F2; no limit; fee 0 VND; Bản sao");
        assert_eq!(lines[1].became, "field F1; Cấp bản sao | Copy; limit 960 min; no cut-off; fee 50000 VND; Tờ khai; Ảnh");

        // Only the order of the papers changes.
        let turned = becomes(id, (after.0.clone(), needs(Some(0), &["Bản sao", "Ảnh"])));
        assert_eq!(store.change_procedure(stands.clone(), turned, by.clone(), now).await.unwrap(), ChangeOutcome::Done);
        assert_eq!(told(store, "procedure 1.001").await[0].became, "papers in another order");
        assert_eq!(store.change_procedure(stands, becomes(id, after), by, now).await.unwrap(), ChangeOutcome::Stale);
    }
}

contract! {
    async fn a_change_that_fails_leaves_neither_row_nor_line(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let (by, now) = (AuditActor::console(), morning());
        let id = store
            .add_procedure((procedure("1.001", offices.fields[0], Some(2)), needs(None, &[])), by.clone(), now)
            .await
            .unwrap()
            .unwrap();
        let before = audit_and_change_numbers(store).await;
        let nowhere = (procedure("1.002", FieldId(99), None), needs(None, &[]));
        let added = store.add_procedure(nowhere, by.clone(), now).await;
        assert!(matches!(added, Err(StoreError::Invalid(_))), "{added:?}");
        let read = listed(store, id).await;
        let nowhere = (procedure("1.001", FieldId(99), None), needs(None, &[]));
        let changed = store.change_procedure(read.clone(), becomes(id, nowhere), by.clone(), now).await;
        assert!(matches!(changed, Err(StoreError::Invalid(_))), "{changed:?}");
        let other_code = (procedure("1.003", offices.fields[0], None), needs(None, &[]));
        assert_eq!(store.change_procedure(read.clone(), becomes(id, other_code), by, now).await.unwrap(), ChangeOutcome::Stale);
        assert_eq!(listed(store, id).await, read);
        assert_eq!(audit_and_change_numbers(store).await, before);
    }
}

contract! {
    async fn nothing_is_changed_without_its_audit_entry(database: Database) {
        let store = &database.store;
        let (by, now) = (AuditActor::console(), morning());
        store.add_catalogue_item(ItemKind::Agency, agency("H49.7", "Phòng Y tế"), by.clone(), now).await.unwrap();
        // The trigger makes every write to the audit fail.
        let sql = if database.is_sqlite() {
            "CREATE TRIGGER audit_shut BEFORE INSERT ON audit BEGIN SELECT raise(ABORT, 'shut'); END"
        } else {
            "ALTER TABLE audit ADD CONSTRAINT audit_shut CHECK (id < 2)"
        };
        database.execute(sql).await;
        let added = store.add_catalogue_item(ItemKind::Agency, agency("H49.8", "Phòng khác"), by.clone(), now).await;
        assert!(added.is_err(), "{added:?}");
        let read = store.catalogue_items(ItemKind::Agency).await.unwrap();
        assert_eq!(read.len(), 1, "{read:?}");
        let other = CatalogueItem { name: name("Tên khác", None), ..read[0].clone() };
        let renamed = store.change_catalogue_item(ItemKind::Agency, (read[0].clone(), other), by, now).await;
        assert!(renamed.is_err(), "{renamed:?}");
        assert_eq!(store.catalogue_items(ItemKind::Agency).await.unwrap(), read);
    }
}

contract! {
    async fn of_two_people_who_add_the_same_code_one_is_told_that_it_is_taken(database: Database) {
        let other = database.other_process().await;
        let (by, now) = (AuditActor::console(), morning());
        let (one, two) = tokio::join!(
            database.store.add_catalogue_item(ItemKind::Agency, agency("H49.7", "Một"), by.clone(), now),
            other.add_catalogue_item(ItemKind::Agency, agency("H49.7", "Hai"), by.clone(), now),
        );
        let added: Vec<_> = [one.unwrap(), two.unwrap()].into_iter().flatten().collect();
        assert_eq!(added.len(), 1);
        assert_eq!(told(&database.store, "agency H49.7").await.len(), 1);
    }
}

contract! {
    async fn a_dossier_keeps_the_limit_and_the_field_it_was_received_under(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let (by, now) = (AuditActor::console(), morning());
        let new = (procedure("1.001", offices.fields[0], Some(2)), needs(None, &[]));
        let id = store.add_procedure(new, by.clone(), now).await.unwrap().unwrap();
        let agency = offices.agencies[0];
        let prepare = || store.prepare_dossier(id, agency, Channel::Direct, manager(), now, &AgencyScope::Everywhere);
        let mut intake = offices.intake(1, Channel::Direct, 2);
        (intake.procedure, intake.field) = (Some(id), offices.fields[0]);
        let received = store.receive(intake, now, &manager(), true).await.unwrap().dossier;
        let due = prepare().await.unwrap().unwrap().due_at;

        let after = (procedure("1.001", offices.fields[1], Some(5)), needs(None, &[]));
        store.change_procedure(listed(store, id).await, becomes(id, after), by, now).await.unwrap();
        let next = prepare().await.unwrap().unwrap();
        assert!(next.due_at > due && next.field == offices.fields[1], "from now on");
        let kept = store.dossier(&received.code, &AgencyScope::Everywhere).await.unwrap().unwrap().dossier;
        assert_eq!((kept.due_at, kept.field), (received.due_at, offices.fields[0]));
    }
}

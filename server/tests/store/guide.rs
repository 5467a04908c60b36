//! What visitors read of procedures: as it was said, changed from what stands, taken from a table whole; and figures of closed years.

use chrono::Duration;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::dossier::{Action, Intake};
use sanh_domain::id::{FieldId, ProcedureId};
use sanh_domain::language::Lang;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::procedure::guide::{Guide, GuideText, GuideTopic};
use sanh_domain::procedure::model::Requirements;
use sanh_domain::text::name::Name;
use sanh_store::{
    AuditActor, AuditQuery, ChangeOutcome, ImportedProcedure, NewProcedure, ProcedureImportOutcome,
    Store,
};

use super::centre::{Offices, date, local, manager};
use super::engine::contract;

fn name(vi: &str, en: Option<&str>) -> Name {
    Name {
        vi: vi.to_owned(),
        en: en.map(str::to_owned),
    }
}

fn procedure(code: &str, field: FieldId) -> NewProcedure {
    NewProcedure {
        code: code.to_owned(),
        field,
        name: name(&format!("Thủ tục {code}"), None),
        limit: None.into(),
    }
}

/// Every text is said but the English legal basis.
fn guide() -> Guide {
    let texts = GuideTopic::ALL.map(|topic| {
        let [vi, en] = Lang::ALL.map(|lang| format!("{}\n2", topic.field(lang)));
        let en = Some(en).filter(|_| topic != GuideTopic::Basis);
        let en = en.unwrap_or_default();
        (topic, GuideText { vi, en })
    });
    Guide {
        is_online: true,
        online_address: "https://dichvucong.gov.vn/".to_owned(),
        texts: texts.into_iter().collect(),
        wishes: vec![
            name("làm giấy khai sinh", Some("get a birth certificate")),
            name("khai tử", None),
        ],
        ..Guide::default()
    }
}

async fn lines(store: &Store, subject: &str) -> Vec<(AuditAct, String)> {
    let query = AuditQuery {
        subject: Some(subject.to_owned()),
        rows_max: 10,
        ..AuditQuery::default()
    };
    let lines = store.audit_lines(query).await.unwrap().into_iter();
    lines.map(|line| (line.act, line.became)).collect()
}

contract! {
    async fn a_guide_is_changed_from_its_current_state_with_an_audit_entry(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let (by, now) = (AuditActor::console, local("2026-11-24 08:00"));
        let id = store.put_procedures(vec![procedure("9.001", offices.fields[0])]).await.unwrap()[0];
        let put = store.put_guide(id, Guide::default(), guide(), by(), now).await.unwrap();
        assert_eq!(put, ChangeOutcome::Done);
        assert_eq!(store.guides().await.unwrap().get(&id), Some(&guide()));
        let stale = store.put_guide(id, Guide::default(), Guide::default(), by(), now).await.unwrap();
        assert_eq!(stale, ChangeOutcome::Stale);
        let hidden = Guide { is_hidden: true, ..guide() };
        assert_eq!(store.put_guide(id, guide(), hidden.clone(), by(), now).await.unwrap(), ChangeOutcome::Done);
        assert_eq!(store.guides().await.unwrap().get(&id), Some(&hidden));
        let told = lines(store, "procedure 9.001").await;
        assert_eq!(told[0], (AuditAct::CentreChanged, "not listed".to_owned()), "only what differs");
    }
}

contract! {
    async fn a_table_of_procedures_is_taken_whole_or_not_at_all(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let (by, now) = (AuditActor::console, local("2026-11-24 08:00"));
        let id = store.put_procedures(vec![procedure("9.001", offices.fields[0])]).await.unwrap()[0];
        let stands = async |id: ProcedureId| {
            let procedures = store.procedures().await.unwrap();
            let procedure = procedures.into_iter().find(|it| it.id == id).unwrap();
            (procedure, Requirements::default(), Guide::default())
        };
        let before = stands(id).await;
        let mut after = before.clone();
        after.1.fee_vnd = Some(8_000);
        after.2 = guide();
        let table = vec![
            ImportedProcedure::Changed(Box::new(before.clone()), Box::new(after.clone())),
            ImportedProcedure::New(Box::new((procedure("9.002", offices.fields[1]), Requirements::default(), guide()))),
        ];
        let taken = store.import_procedures(table.clone(), by(), now).await.unwrap();
        assert_eq!(taken, ProcedureImportOutcome::Done);
        assert_eq!(store.requirements().await.unwrap()[&id].fee_vnd, Some(8_000));
        assert_eq!(store.guides().await.unwrap().len(), 2);
        assert_eq!(lines(store, "procedure 9.001").await.len(), 1);
        assert_eq!(lines(store, "procedure 9.002").await.len(), 1);

        let stale = store.import_procedures(table, by(), now).await.unwrap();
        assert_eq!(stale, ProcedureImportOutcome::Stale, "it was made from what stands no more");
        let other = ImportedProcedure::New(Box::new((procedure("9.003", offices.fields[0]), Requirements::default(), guide())));
        let with_stale = vec![other, ImportedProcedure::Changed(Box::new(before), Box::new(after))];
        let stale = store.import_procedures(with_stale, by(), now).await.unwrap();
        assert_eq!(stale, ProcedureImportOutcome::Stale);
        let codes: Vec<String> = store.procedures().await.unwrap().into_iter().map(|it| it.code).collect();
        assert!(!codes.contains(&"9.003".to_owned()), "{codes:?}");
    }
}

/// Receives dossiers of a procedure in the first field, a minute apart, numbered from `first`.
async fn receive(
    store: &Store,
    offices: &Offices,
    (first, procedure): (usize, ProcedureId),
    at: &str,
    count: usize,
) {
    for number in first..first + count {
        let intake = Intake {
            field: offices.fields[0],
            procedure: Some(procedure),
            ..offices.intake(number, Channel::Direct, 5)
        };
        let at = local(at) + Duration::minutes(i64::try_from(number - first).unwrap());
        store.receive(intake, at, &manager(), true).await.unwrap();
    }
}

contract! {
    async fn figures_of_a_closed_year_are_shown_for_procedures_fixed_before_it(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let field = offices.fields[0];
        let new = (1..=4).map(|number| procedure(&format!("9.00{number}"), field)).collect();
        let ids = store.put_procedures(new).await.unwrap();
        // In the year before, the first two procedures have enough dossiers, the others too few.
        receive(store, &offices, (0, ids[0]), "2024-06-03 08:00", 90).await;
        receive(store, &offices, (100, ids[1]), "2024-06-04 08:00", 80).await;
        receive(store, &offices, (200, ids[2]), "2024-06-05 08:00", 2).await;
        assert!(store.disclosed_fields(2025).await.unwrap().shows(field), "fixed with its procedures");
        for (first, id) in [(300, ids[0]), (400, ids[2])] {
            receive(store, &offices, (first, id), "2025-03-03 08:00", 10).await;
            for number in first..first + 10 {
                let code = offices.intake(number, Channel::Direct, 5).code;
                store.act(&code, Action::Resolve, 1, local("2025-03-05 08:00"), &manager()).await.unwrap();
            }
        }
        let told = async |id: ProcedureId, today: &str| {
            store.public_procedure_figures(id, date(today)).await.unwrap()
        };
        let figures = told(ids[0], "2026-01-01").await.unwrap();
        assert_eq!((figures.year(), figures.rate().tenths()), (2025, 1_000));
        assert!(figures.time_80().is_some());
        assert_eq!(told(ids[0], "2025-12-31").await, None, "the year runs");
        assert_eq!(told(ids[1], "2026-01-01").await, None, "too few were resolved");
        assert_eq!(told(ids[2], "2026-01-01").await, None, "it was not fixed before the year");
        database.execute("UPDATE field SET sensitive = 1").await;
        assert_eq!(told(ids[0], "2026-01-01").await, None, "its field is sensitive now");
    }
}

//! Doubles of the catalogue: named, and joined without a figure changing in sum.

use sanh_domain::account::model::AgencyScope;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::board::model::Board;
use sanh_domain::dossier::amend::{Change, ReceptionFacts};
use sanh_domain::dossier::{Action, Intake};
use sanh_domain::id::{AgencyId, FieldId};
use sanh_domain::period::Period;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::procedure::limits::ChannelLimits;
use sanh_domain::scope::Scope;
use sanh_domain::text::name::Name;
use sanh_store::{
    AuditActor, AuditQuery, Field, MergeOutcome, NewAgency, NewField, NewProcedure, Store,
    VerifyOptions, unwatched,
};

use super::centre::{Offices, Work, date, local, manager};
use super::engine::contract;

async fn verified(store: &Store, at: sanh_domain::deadline::Instant) {
    let report = store.verify(at).await.unwrap();
    assert!(report.is_clean(), "{report}");
}

async fn year(store: &Store, scope: Scope, work: &Work) -> Board {
    let period = Period::year(date("2026-03-10"));
    store.board(scope, period, work.now).await.unwrap()
}

fn name(vi: &str) -> Name {
    Name {
        vi: vi.to_owned(),
        en: None,
    }
}

contract! {
    async fn rows_that_differ_only_in_spelling_are_named(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let code = |code: &str, vi: &str| NewField { code: code.to_owned(), name: name(vi), sensitive: false };
        store.put_fields(vec![code("F8", "HO\u{323}\u{302}  t\u{1ecb}ch\u{200b}"), code("F9", "Hồ tịch")]).await.unwrap();
        let report = store.verify_with(VerifyOptions::default()).await.unwrap();
        assert!(report.is_clean(), "a double is no fault: every figure holds");
        let [double] = report.doubles.as_slice() else { panic!("{:?}", report.doubles) };
        assert_eq!((double.first.id, double.first.code.as_str()), (offices.fields[0].0, "F1"));
        assert_eq!(double.second.code, "F8");
        let told = report.to_string();
        assert!(told.contains("everything holds\nwarning: field 1 (code F1, \"Hộ tịch\")"), "{told}");
        assert!(told.contains("sanh field merge F8 F1"), "{told}");
    }
}

contract! {
    async fn joined_agencies_are_counted_as_one_and_no_sum_changes(database: Database) {
        let store = &database.store;
        let mut work = Work::begin(store, 11, local("2026-03-02 08:00")).await;
        work.go_on(store, 150).await;
        let [from, into] = [work.offices.agencies[1], work.offices.agencies[0]];
        let centre = year(store, Scope::Centre, &work).await;
        let open = |board: &Board| board.rows.iter().map(|row| row.figures.open()).sum::<u64>();
        let resolved = |board: &Board| board.rows.iter().map(|row| row.figures.resolved()).sum::<u64>();
        let parts = [year(store, Scope::Agency(from), &work).await, year(store, Scope::Agency(into), &work).await];
        let events = store.events(&work.dossiers().next().unwrap().code, &AgencyScope::Everywhere).await.unwrap();

        let of = work.dossiers().filter(|dossier| dossier.agency == from).count() as u64;
        let merged = store.merge_agencies(from, into, AuditActor::console(), work.now).await.unwrap();
        assert_eq!(merged, MergeOutcome::Done { dossiers: of });

        assert_eq!(year(store, Scope::Centre, &work).await, centre, "nothing changes for the centre");
        let one = year(store, Scope::Agency(into), &work).await;
        assert_eq!(open(&one), parts.iter().map(open).sum::<u64>());
        assert_eq!(resolved(&one), parts.iter().map(resolved).sum::<u64>());
        assert_eq!(store.events(&work.dossiers().next().unwrap().code, &AgencyScope::Everywhere).await.unwrap(), events);
        assert!(store.agencies().await.unwrap().iter().all(|agency| agency.id != from), "it is listed no more");
        verified(store, work.now).await;

        let query = AuditQuery { subject: Some("agency H49.2".to_owned()), rows_max: 10, ..AuditQuery::default() };
        let lines = store.audit_lines(query).await.unwrap();
        assert_eq!(lines[0].act, AuditAct::CentreChanged);
        assert!(lines[0].became.contains("joined with H49.1"), "{}", lines[0].became);
        let again = store.merge_agencies(from, into, AuditActor::console(), work.now).await.unwrap();
        assert_eq!(again, MergeOutcome::Unknown);
        let same = store.merge_agencies(into, into, AuditActor::console(), work.now).await.unwrap();
        assert_eq!(same, MergeOutcome::Unknown);
        // The removed agency's code finds the other one, and its number is never given again.
        let listed = store.put_agencies(vec![NewAgency { code: "H49.2".to_owned(), name: name("Phòng khác") }]).await.unwrap();
        assert_eq!(listed, [into]);
        let new = store.put_agencies(vec![NewAgency { code: "H49.9".to_owned(), name: name("Phòng mới") }]).await.unwrap();
        assert!(new[0] != from && new[0] != into);
    }
}

contract! {
    async fn an_amendment_from_before_a_merge_is_read_with_todays_agencies_and_fields(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let (now, manager) = (local("2026-10-05 08:00"), manager());
        let received = store.receive(offices.intake(1, Channel::Direct, 2), now, &manager, true).await.unwrap().dossier;
        let other = |facts: &mut ReceptionFacts| {
            facts.agency = *offices.agencies.iter().find(|it| **it != received.agency).unwrap();
            facts.field = *offices.fields.iter().find(|it| **it != received.field).unwrap();
        };
        let mut facts = received.reception_facts();
        other(&mut facts);
        let amend = Action::Amend {
            reason: "ghi nhầm".to_owned(),
            change: Box::new(Change { facts, papers: None, personal: Vec::new(), accepts_earlier_due: true }),
        };
        let at = now + chrono::Duration::hours(1);
        let amended = store.act(&received.code, amend, received.version, at, &manager).await.unwrap().dossier;
        // Agencies and fields before and after the amendment.
        let third = |used: [i64; 2], all: &[i64]| *all.iter().find(|it| !used.contains(it)).unwrap();
        let agencies: Vec<i64> = offices.agencies.iter().map(|it| it.0).collect();
        let fields: Vec<i64> = offices.fields.iter().map(|it| it.0).collect();
        let agency = AgencyId(third([received.agency.0, amended.agency.0], &agencies));
        let field = FieldId(third([received.field.0, amended.field.0], &fields));
        let console = AuditActor::console;
        store.merge_agencies(amended.agency, agency, console(), at).await.unwrap();
        store.merge_fields(amended.field, field, console(), at).await.unwrap();
        verified(store, at).await;
        store.merge_fields(received.field, field, console(), at).await.unwrap();
        verified(store, at).await;
        let events = store.events(&received.code, &AgencyScope::Everywhere).await.unwrap().unwrap();
        let amendment = events.last().unwrap().amendment.as_ref().unwrap();
        assert_eq!((amendment.after.agency, amendment.before.field), (agency, field));
        let period = Period::year(date("2026-10-05"));
        let cube = store.cube(period, at, unwatched(), &AgencyScope::Everywhere).await.unwrap().cube;
        let rebuilt = store.rebuild().await.unwrap();
        assert_eq!(store.cube(period, at, unwatched(), &AgencyScope::Everywhere).await.unwrap().cube, cube, "{rebuilt:?}");
    }
}

contract! {
    async fn agencies_with_other_days_in_the_calendar_are_not_joined(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        database.execute("INSERT INTO calendar_day (date, agency_id, intervals, name, decision) VALUES ('2026-05-08', 2, '', 'bão', 'QĐ 1')").await;
        let merge = |from: AgencyId, into: AgencyId| store.merge_agencies(from, into, AuditActor::console(), local("2026-05-04 08:00"));
        let refused = merge(offices.agencies[1], offices.agencies[0]).await.unwrap();
        assert_eq!(refused, MergeOutcome::OtherDays(vec!["2026-05-08".to_owned()]));
        database.execute("INSERT INTO calendar_day (date, agency_id, intervals, name, decision) VALUES ('2026-05-08', 1, '', 'bão', 'QĐ 1')").await;
        assert_eq!(merge(offices.agencies[1], offices.agencies[0]).await.unwrap(), MergeOutcome::Done { dossiers: 0 });
    }
}

contract! {
    async fn joined_fields_take_their_procedures_along_and_no_sum_changes(database: Database) {
        let store = &database.store;
        let mut work = Work::begin(store, 12, local("2026-03-02 08:00")).await;
        let [from, into] = [work.offices.fields[4], work.offices.fields[0]];
        let new = NewProcedure { code: "P1".to_owned(), field: from, name: name("Chứng thực bản sao"), limit: ChannelLimits::default() };
        let procedure = store.put_procedures(vec![new]).await.unwrap()[0];
        work.go_on(store, 150).await;
        let row = |board: &Board, field: FieldId| board.rows.iter().find(|row| row.field == field).map(|row| row.figures);
        let before = year(store, Scope::Centre, &work).await;
        let merged = store.merge_fields(from, into, AuditActor::console(), work.now).await.unwrap();
        assert!(matches!(merged, MergeOutcome::Done { dossiers: 1.. }), "{merged:?}");
        let after = year(store, Scope::Centre, &work).await;
        let (one, other, sum) = (row(&before, from).unwrap(), row(&before, into).unwrap(), row(&after, into).unwrap());
        assert_eq!(sum.open(), one.open() + other.open());
        assert_eq!(sum.resolved(), one.resolved() + other.resolved());
        assert_eq!(row(&after, from), None);
        let procedures = store.procedures().await.unwrap();
        assert_eq!(procedures.iter().find(|it| it.id == procedure).unwrap().field, into);
        verified(store, work.now).await;
    }
}

contract! {
    async fn joining_a_folded_field_with_a_shown_one_does_not_reveal_it(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        for number in 0..200 {
            let at = local("2025-06-02 08:00") + chrono::Duration::minutes(number);
            // The first three fields are large, the fourth is sensitive, the last one is small.
            let field = offices.fields[usize::try_from(number % 3).unwrap()];
            let intake = Intake { field, ..offices.intake(usize::try_from(number).unwrap(), Channel::Online, 5) };
            store.receive(intake, at, &manager(), true).await.unwrap();
        }
        let chosen = store.disclosed_fields(2026).await.unwrap();
        let [shown, folded, sensitive] = [offices.fields[0], offices.fields[4], offices.fields[3]];
        assert!(chosen.shows(shown) && !chosen.shows(folded));
        let now = local("2026-01-05 08:00");
        store.merge_fields(folded, shown, AuditActor::console(), now).await.unwrap();
        let joined = store.disclosed_fields(2026).await.unwrap();
        assert!(!joined.shows(shown), "what it gains would tell the other's figures");
        assert!(joined.folded().len() >= 2 && joined.shows(offices.fields[1]));
        store.merge_fields(sensitive, offices.fields[1], AuditActor::console(), now).await.unwrap();
        let fields = store.fields().await.unwrap();
        let one = fields.iter().find(|field: &&Field| field.id == offices.fields[1]).unwrap();
        assert!(one.sensitive, "it is sensitive if one of them was");
        assert!(!store.disclosed_fields(2026).await.unwrap().shows(one.id));
        verified(store, now).await;
    }
}

//! Counters that are off, and how they are set right from the dossiers.

use sanh_domain::audit::model::AuditAct;
use sanh_domain::id::AgencyId;
use sanh_domain::scope::Scope;
use sanh_store::{AuditActor, AuditQuery, Fault};

use super::centre::{Work, code, local};
use super::engine::contract;

contract! {
    async fn counters_of_one_agency_that_drift_are_found_there_and_set_right_while_others_write(database: Database) {
        let store = &database.store;
        let mut work = Work::begin(store, 41, local("2026-03-02 08:00")).await;
        work.go_on(store, 120).await;
        let [first, second] = [work.offices.agencies[0], work.offices.agencies[1]].map(Scope::Agency);
        let apart = async |scope, now| store.counter_drift(scope, now).await.unwrap();
        for scope in [Scope::Centre, first, second] {
            assert_eq!(apart(scope, work.now).await, 0, "{scope:?}");
        }
        assert_eq!(second, Scope::Agency(AgencyId(2)));
        assert!(database.execute("UPDATE open_counter SET running = running - 9 WHERE agency_id = 2").await > 0);
        database.execute("UPDATE flow_counter SET late = late + 3 WHERE agency_id = 2 AND bucket % 10000 = 0").await;
        database.execute("DELETE FROM throughput_person").await;
        database.execute("UPDATE working_time_counter SET n = n + 1").await;
        database.execute("INSERT INTO handling_counter VALUES (2, 20260000, 1, 77, 5)").await;
        assert!(apart(second, work.now).await > 0);
        assert_eq!((apart(Scope::Centre, work.now).await, apart(first, work.now).await), (0, 0));
        let repaired = store.repair_counters(AuditActor::console(), work.now).await.unwrap();
        assert_eq!(repaired.scopes, [second].into());
        let report = store.verify(work.now).await.unwrap();
        assert!(report.is_clean(), "{report}");
        work.go_on(store, 20).await;
        let report = store.verify(work.now).await.unwrap();
        assert!(report.is_clean(), "{report}");
        assert_eq!(store.repair_counters(AuditActor::console(), work.now).await.unwrap().rows, 0);
        let told = AuditQuery { subject: Some("counters".to_owned()), rows_max: 9, ..AuditQuery::default() };
        let told = store.audit_lines(told).await.unwrap();
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].act, AuditAct::CountersRepaired);
        assert!(told[0].was.ends_with("agency-2"), "{}", told[0].was);
    }
}

contract! {
    async fn a_day_whose_due_dossiers_are_counted_wrongly_is_found_and_set_right(database: Database) {
        let store = &database.store;
        let mut work = Work::begin(store, 43, local("2026-03-02 08:00")).await;
        work.go_on(store, 80).await;
        let second = Scope::Agency(AgencyId(2));
        for wrong in [
            "UPDATE due_counter SET running = running + 2 WHERE agency_id = 2 AND span_days = 1",
            "DELETE FROM due_counter WHERE agency_id = 2 AND span_days = 64",
        ] {
            assert!(database.execute(wrong).await > 0);
            assert!(store.counter_drift(second, work.now).await.unwrap() > 0, "{wrong}");
            assert_eq!(store.counter_drift(Scope::Centre, work.now).await.unwrap(), 0);
            let repaired = store.repair_counters(AuditActor::console(), work.now).await.unwrap();
            assert_eq!(repaired.scopes, [second].into());
            let report = store.verify(work.now).await.unwrap();
            assert!(report.is_clean(), "{report}");
        }
    }
}

contract! {
    async fn a_repair_of_counters_does_not_change_a_wrong_dossier(database: Database) {
        let store = &database.store;
        let mut work = Work::begin(store, 42, local("2026-03-02 08:00")).await;
        work.go_on(store, 40).await;
        database.execute("UPDATE dossier SET paused_min = paused_min + 1 WHERE code = 'H49.1-260504-0003'").await;
        database.execute("UPDATE flow_counter SET received_direct = received_direct + 1").await;
        assert!(store.repair_counters(AuditActor::console(), work.now).await.unwrap().rows > 0);
        let report = store.verify(work.now).await.unwrap();
        let named = Fault::Dossier { code: code("H49.1-260504-0003"), columns: vec!["paused_min"] };
        assert_eq!(report.faults, [named]);
    }
}

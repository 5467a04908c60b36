//! Imports over histories in which the calendar moved a due time and somebody took a dossier.

use chrono::NaiveDate;
use sanh_domain::account::actor::{Actor, ActorRole};
use sanh_domain::account::model::AgencyScope;
use sanh_domain::centre::change::{CalendarChange, CalendarPlan, DueTimePolicy};
use sanh_domain::deadline::office_hours::CalendarDay;
use sanh_domain::deadline::{DayStatus, Instant};
use sanh_domain::dossier::{Action, Dossier, EventKind};
use sanh_server::io::import::import;
use sanh_server::io::import::mapping::Mapping;
use sanh_server::io::import::report::Report;
use sanh_store::{AuditActor, CalendarOutcome};

use super::{Centre, at, code_of, contract, now, request};

const RUNNING: &str = "H49.65-260302-0001;Hộ tịch;Khai sinh;UBND phường;Trực tiếp;02/03/2026 08:00;10/03/2026 17:00;;Đang xử lý;1";
const PAUSED: &str = "H49.65-260302-0002;Hộ tịch;Khai sinh;UBND phường;Trực tiếp;02/03/2026 09:00;10/03/2026 17:00;;Chờ bổ sung;1";

/// A log in the columns of the municipal permits.
const LOG_HEADER: &str = "case:concept:name,case:channel,case:startdate,case:deadline,case:enddate,concept:name,time:timestamp,case:department,case:group";
const LOGGED: &str = "case-1,Desk,2026-03-02 08:00:00+07:00,2026-03-10 17:00:00+07:00,,check,2026-03-02 09:00:00+07:00,General,Building";

impl Centre {
    async fn import_log(&self, rows: &[&str]) -> Report {
        let file = self.folder.path().join("log.csv");
        std::fs::write(&file, format!("{LOG_HEADER}\n{}\n", rows.join("\n"))).unwrap();
        let text = include_str!("../../src/io/import/examples/municipal-permits.toml");
        let mapping = Mapping {
            due_is_a_date: false,
            ..Mapping::from_toml(text).unwrap()
        };
        let report = import(self.store(), request(&file, mapping), now());
        report.await.unwrap()
    }

    async fn dossier(&self, code: &str) -> Dossier {
        let stored = self
            .store()
            .dossier(&code_of(code), &AgencyScope::Everywhere)
            .await
            .unwrap();
        stored.unwrap().dossier
    }

    /// Closes a day before every due time, and answers how many moved.
    async fn close(&self, day: NaiveDate) -> CalendarOutcome {
        let closed = CalendarDay {
            date: day,
            agency: None,
            intervals: Vec::new(),
            name: "storm".to_owned(),
            decision: "1/UBND".to_owned(),
            status: DayStatus::Decided,
        };
        let plan = CalendarPlan {
            change: CalendarChange::Days(vec![closed]),
            reason: "storm (1/UBND)".to_owned(),
        };
        let store = self.store();
        let shown = store.foretell(plan.clone(), AuditActor::console(), now());
        let mark = shown.await.unwrap().mark;
        let done = store.change_calendar(
            plan,
            DueTimePolicy::Move,
            mark,
            AuditActor::console(),
            now(),
        );
        done.await.unwrap()
    }

    async fn give(&self, code: &str, name: &str) {
        let clerk = Actor {
            name: name.to_owned(),
            role: ActorRole::Staff,
        };
        let given = Action::Assign {
            to: Some(name.to_owned()),
        };
        let version = self.dossier(code).await.version;
        let code = code_of(code);
        let done = self.store().act(&code, given, version, now(), &clerk);
        done.await.unwrap();
    }
}

fn counted_again() -> Instant {
    at("2026-03-11T17:00:00+07:00")
}

fn storm() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 5).unwrap()
}

contract! {
    async fn repeated_rows_keep_what_a_closure_moved_and_newer_rows_continue_from_it(database: Database) {
        let centre = Centre::new(database);
        centre.import(&[RUNNING, PAUSED]).await;
        let (running, paused) = ("H49.65-260302-0001", "H49.65-260302-0002");
        assert_eq!(centre.close(storm()).await, CalendarOutcome::Now(2));
        for code in [running, paused] {
            centre.give(code, "lan").await;
        }
        let number = centre.store().change_number().await.unwrap();
        let same = centre.import(&[RUNNING, PAUSED]).await;
        assert_eq!((same.written.changed, same.written.same, same.written.events), (0, 2, 0));
        assert_eq!(centre.store().change_number().await.unwrap(), number);
        centre.verify().await;

        let done = RUNNING
            .replace(";;Đang xử lý;1", ";02/03/2026 09:30;Đã xử lý xong;2");
        let resumed = PAUSED.replace("Chờ bổ sung;1", "Đang xử lý;2");
        let newer = centre.import(&[&done, &resumed]).await;
        assert_eq!((newer.written.changed, newer.unmoved.total), (2, 0));
        for code in [running, paused] {
            let dossier = centre.dossier(code).await;
            assert_eq!(dossier.due_at, Some(counted_again()), "{code}");
            assert_eq!(dossier.assignee.as_deref(), Some("lan"), "{code}");
            assert!(!dossier.extended, "{code}");
        }
        assert_eq!(centre.import(&[&done, &resumed]).await.written.same, 2);
        centre.verify().await;
    }
}

contract! {
    async fn a_longer_log_continues_despite_a_closure_and_an_assignee(database: Database) {
        let centre = Centre::new(database);
        centre.import_log(&[LOGGED]).await;
        assert_eq!(centre.close(storm()).await, CalendarOutcome::Now(1));
        centre.give("case-1", "lan").await;
        let same = centre.import_log(&[LOGGED]).await;
        assert_eq!((same.written.same, same.written.events), (1, 0));

        let ended = LOGGED.replace(",,check", ",2026-03-02 09:30:00+07:00,check");
        let letter = ended.replace("check,2026-03-02 09:00", "letter,2026-03-02 09:30");
        let longer = centre.import_log(&[&ended, &letter]).await;
        assert_eq!((longer.written.changed, longer.unmoved.total), (1, 0));
        let kinds = [
            EventKind::Receive,
            EventKind::Step,
            EventKind::Recount,
            EventKind::Assign,
            EventKind::Resolve,
            EventKind::Step,
        ];
        assert_eq!(centre.kinds("case-1").await, kinds);
        let dossier = centre.dossier("case-1").await;
        assert_eq!(dossier.due_at, Some(counted_again()));
        assert_eq!(dossier.assignee.as_deref(), Some("lan"));
        assert_eq!(centre.import_log(&[&ended, &letter]).await.written.same, 1);
        centre.verify().await;
    }
}

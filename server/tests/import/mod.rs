//! Importing into a real store: all or nothing, again and newer.

mod offices;
mod real_log;
mod recount;
mod staged;

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use sanh_domain::account::actor::{Actor, ActorRole};
use sanh_domain::account::model::AgencyScope;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{Action, DossierCode, EventKind, Status};
use sanh_server::io::import::limits::ImportLimits;
use sanh_server::io::import::mapping::Mapping;
use sanh_server::io::import::report::Report;
use sanh_server::io::import::{Request, bad_file, import};
use sanh_store::Store;
use tempfile::TempDir;

use crate::store::centre::Offices;
use crate::store::engine::{Database, contract};

const HEADER: &str = "Mã hồ sơ;Lĩnh vực;Thủ tục;Cơ quan;Hình thức nộp;Ngày tiếp nhận;Hẹn trả;Ngày xong;Trạng thái;Cập nhật";

fn at(text: &str) -> Instant {
    DateTime::parse_from_rfc3339(text)
        .unwrap()
        .with_timezone(&Utc)
}

fn now() -> Instant {
    at("2026-03-02T10:00:00+07:00")
}

/// A centre, and a folder for its exports.
struct Centre {
    folder: TempDir,
    database: Database,
}

impl Centre {
    fn new(database: Database) -> Self {
        Self {
            folder: TempDir::new().unwrap(),
            database,
        }
    }

    fn store(&self) -> &Store {
        &self.database.store
    }

    fn file(&self, rows: &[&str]) -> PathBuf {
        let file = self.folder.path().join("export.csv");
        std::fs::write(&file, format!("{HEADER}\n{}\n", rows.join("\n"))).unwrap();
        file
    }

    async fn import(&self, rows: &[&str]) -> Report {
        let request = request(&self.file(rows), newer_mapping());
        import(self.store(), request, now()).await.unwrap()
    }

    async fn kinds(&self, code: &str) -> Vec<EventKind> {
        let events = self
            .store()
            .events(&code_of(code), &AgencyScope::Everywhere)
            .await
            .unwrap()
            .unwrap_or_default();
        events.iter().map(|event| event.kind).collect()
    }

    async fn status(&self, code: &str) -> Option<Status> {
        let stored = self
            .store()
            .dossier(&code_of(code), &AgencyScope::Everywhere)
            .await
            .unwrap();
        stored.map(|stored| stored.dossier.status)
    }

    async fn verify(&self) {
        let report = self.store().verify(now()).await.unwrap();
        assert!(report.is_clean(), "{report:?}");
    }
}

fn code_of(code: &str) -> DossierCode {
    DossierCode::try_from(code.to_owned()).unwrap()
}

fn request(file: &Path, mapping: Mapping) -> Request {
    Request {
        file: file.to_owned(),
        mapping,
        dry_run: false,
        skip_bad: false,
        show_progress: false,
        limits: ImportLimits::default(),
    }
}

fn newer_mapping() -> Mapping {
    Mapping {
        newer: Some("Cập nhật".to_owned()),
        ..Mapping::one_stop_unit().unwrap()
    }
}

const OPEN: &str = "H49.65-260105-0001;Hộ tịch;Khai sinh;UBND phường;Trực tuyến;05/01/2026 08:00;07/01/2026 17:00;;Đang xử lý;1";
const DONE: &str = "H49.65-260105-0001;Hộ tịch;Khai sinh;UBND phường;Trực tuyến;05/01/2026 08:00;07/01/2026 17:00;06/01/2026 09:00;Đã xử lý xong;2";
const OTHER: &str = "H49.65-260105-0002;Đất đai;Cấp giấy;Chi nhánh;Trực tiếp;05/01/2026 09:00;20/01/2026 17:00;;Đang xử lý;1";
const BAD: &str = "H49.65-260105-0003;Đất đai;Cấp giấy;Chi nhánh;Bồ câu;05/01/2026 09:00;20/01/2026 17:00;;Đang xử lý;1";

contract! {
    async fn a_second_run_of_the_same_file_changes_nothing(database: Database) {
        let centre = Centre::new(database);
        let first = centre.import(&[OPEN, OTHER]).await;
        assert_eq!(
            (
                first.written.new,
                first.written.changed,
                first.written.same,
                first.written.created,
                first.applied
            ),
            (2, 0, 0, 6, true)
        );
        let number = centre.store().change_number().await.unwrap();
        let second = centre.import(&[OPEN, OTHER]).await;
        assert_eq!(
            (
                second.written.new,
                second.written.changed,
                second.written.same,
                second.written.events,
                second.written.created
            ),
            (0, 0, 2, 0, 0)
        );
        assert_eq!(
            centre.store().change_number().await.unwrap(),
            number,
            "no screen is woken"
        );
        centre.verify().await;
    }
}

contract! {
    async fn one_bad_row_refuses_the_whole_file_and_is_named(database: Database) {
        let centre = Centre::new(database);
        let number = centre.store().change_number().await.unwrap();
        let report = centre.import(&[OPEN, BAD]).await;
        assert!(!report.applied);
        assert_eq!(report.bad.total(), 1);
        let mut told = Vec::new();
        report.write(&mut told).unwrap();
        let told = String::from_utf8(told).unwrap();
        let place = "line 3, column \"Hình thức nộp\", value \"Bồ câu\": is a channel the mapping does not know";
        assert!(told.contains(place), "{told}");
        assert_eq!(centre.store().change_number().await.unwrap(), number);
        assert_eq!(centre.status("H49.65-260105-0001").await, None);
        assert!(
            centre.store().agencies().await.unwrap().is_empty(),
            "not even an agency is left behind"
        );
    }
}

contract! {
    async fn the_good_rows_are_taken_when_asked_for_and_the_bad_ones_are_in_a_file(database: Database) {
        let centre = Centre::new(database);
        let file = centre.file(&[OPEN, BAD]);
        let report = import(
            centre.store(),
            Request {
                skip_bad: true,
                ..request(&file, newer_mapping())
            },
            now(),
        )
        .await
        .unwrap();
        assert!(report.applied);
        assert_eq!(report.bad_file, Some(bad_file(&file)));
        assert_eq!((report.written.new, report.bad.total()), (1, 1));
        let bad = std::fs::read_to_string(bad_file(&file)).unwrap();
        assert_eq!(
            bad,
            "line,column,value,reason\n3,Hình thức nộp,Bồ câu,is a channel the mapping does not know\n"
        );
        centre.verify().await;
    }
}

contract! {
    async fn a_dry_run_reports_everything_and_writes_nothing(database: Database) {
        let centre = Centre::new(database);
        let number = centre.store().change_number().await.unwrap();
        let file = centre.file(&[OPEN, OTHER]);
        let report = import(
            centre.store(),
            Request {
                dry_run: true,
                ..request(&file, newer_mapping())
            },
            now(),
        )
        .await
        .unwrap();
        assert_eq!((report.written.new, report.applied), (2, false));
        assert_eq!(centre.store().change_number().await.unwrap(), number);
        assert_eq!(centre.status("H49.65-260105-0001").await, None);
    }
}

contract! {
    async fn a_newer_export_updates_and_an_older_one_is_ignored(database: Database) {
        let centre = Centre::new(database);
        centre.import(&[OPEN]).await;
        let newer = centre.import(&[DONE]).await;
        assert_eq!((newer.written.changed, newer.written.events), (1, 1));
        assert_eq!(
            centre.status("H49.65-260105-0001").await,
            Some(Status::Resolved)
        );
        let older = centre.import(&[OPEN]).await;
        assert_eq!((older.written.changed, older.unmoved.total), (0, 1));
        assert_eq!(
            centre.status("H49.65-260105-0001").await,
            Some(Status::Resolved)
        );
        centre.verify().await;
    }
}

contract! {
    async fn an_end_that_vanishes_from_a_newer_export_is_corrected_and_both_stay_in_the_history(database: Database) {
        let centre = Centre::new(database);
        centre.import(&[DONE]).await;
        let reopened = OPEN.replace(";1", ";3");
        let report = centre.import(&[&reopened]).await;
        assert_eq!(report.written.changed, 1);
        let kinds = centre.kinds("H49.65-260105-0001").await;
        assert_eq!(
            kinds,
            [
                EventKind::Register,
                EventKind::Receive,
                EventKind::Resolve,
                EventKind::Correct,
                EventKind::Start
            ]
        );
        centre.verify().await;
    }
}

contract! {
    async fn dossiers_missing_from_a_file_are_reported_and_stay(database: Database) {
        let centre = Centre::new(database);
        centre.import(&[OPEN, OTHER]).await;
        let report = centre.import(&[DONE]).await;
        assert_eq!(report.missing.total, 1);
        assert_eq!(report.missing.first, [code_of("H49.65-260105-0002")]);
        assert_eq!(
            centre.status("H49.65-260105-0002").await,
            Some(Status::InProcess)
        );
        let refused = OTHER.replace("Trực tiếp", "Bồ câu");
        let file = centre.file(&[DONE, &refused]);
        let report = import(
            centre.store(),
            Request {
                skip_bad: true,
                ..request(&file, newer_mapping())
            },
            now(),
        )
        .await
        .unwrap();
        assert_eq!(
            report.missing.total, 0,
            "a bad row is in the file all the same"
        );
    }
}

contract! {
    async fn steps_of_staff_outlast_an_export_that_contradicts_them(database: Database) {
        let centre = Centre::new(database);
        centre.import(&[OPEN]).await;
        let (code, clerk) = (
            code_of("H49.65-260105-0001"),
            Actor {
                name: "lan".to_owned(),
                role: ActorRole::Staff,
            },
        );
        let stored = centre.store().dossier(&code, &AgencyScope::Everywhere).await.unwrap().unwrap();
        centre.store()
            .act(
                &code,
                Action::Resolve,
                stored.dossier.version,
                now(),
                &clerk,
            )
            .await
            .unwrap();
        let report = centre.import(&[&OPEN.replace(";1", ";2")]).await;
        assert_eq!((report.written.changed, report.unmoved.total), (0, 1));
        assert_eq!(
            centre.status("H49.65-260105-0001").await,
            Some(Status::Resolved)
        );
        centre.verify().await;
    }
}

contract! {
    async fn an_unknown_agency_is_bad_where_none_may_be_created(database: Database) {
        let centre = Centre::new(database);
        let file = centre.file(&[OPEN]);
        let mapping = Mapping {
            create_missing: false,
            ..newer_mapping()
        };
        let report = import(centre.store(), request(&file, mapping), now())
            .await
            .unwrap();
        assert_eq!((report.applied, report.bad.total()), (false, 1));
    }
}

#[tokio::test]
async fn one_import_is_one_publication() {
    let centre = Centre::new(Database::sqlite().await);
    let mut rows = Vec::new();
    for number in 0..1_000 {
        rows.push(OPEN.replace("0001", &format!("{number:04}")));
    }
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    // The first import adds the names of the file to the catalogue, which is a change of its own.
    centre.import(&[OPEN]).await;
    let change = || async { centre.store().latest_change().await.unwrap() };
    let before = change().await;
    let report = centre.import(&rows).await;
    assert_eq!(report.written.new, 999);
    let after = change().await;
    assert_eq!(
        (after.number - before.number, after.importing_at),
        (1, None)
    );
    centre.verify().await;
}

contract! {
    async fn a_file_with_limits_but_no_due_times_gets_them_computed_from_the_reception(database: Database) {
        let centre = Centre::new(database);
        Offices::set_up(centre.store()).await;
        let mut mapping = newer_mapping();
        mapping.columns.limit = mapping.columns.due.take();
        let in_days = OPEN.replace("07/01/2026 17:00", "15 ngày");
        let in_working_days = OTHER.replace("20/01/2026 17:00", "02 ngày làm việc");
        for _ in 0..2 {
            let file = centre.file(&[&in_days, &in_working_days]);
            let report = import(centre.store(), request(&file, mapping.clone()), now()).await.unwrap();
            assert!(report.applied && report.bad.total() == 0, "{report:?}");
        }
        for (code, due) in [
            ("H49.65-260105-0001", "2026-01-20T17:00:00+07:00"),
            ("H49.65-260105-0002", "2026-01-07T09:00:00+07:00"),
        ] {
            let stored = centre.store().dossier(&code_of(code), &AgencyScope::Everywhere).await.unwrap().unwrap();
            assert_eq!(stored.dossier.due_at, Some(at(due)), "{code}");
        }
        assert_eq!(centre.kinds("H49.65-260105-0001").await, [EventKind::Register, EventKind::Receive, EventKind::Start]);
        centre.verify().await;
    }
}

contract! {
    async fn a_dry_run_does_not_wait_for_writers(database: Database) {
        let centre = Centre::new(database);
        let (let_go, is_over) = tokio::sync::oneshot::channel::<()>();
        let (tell, told) = tokio::sync::oneshot::channel::<()>();
        let holding = centre.store().bulk(futures::stream::once(async move {
            let _ = tell.send(());
            let _ = is_over.await;
            Ok(Vec::new())
        }));
        let looking = async {
            told.await.unwrap();
            let request = Request {
                dry_run: true,
                ..request(&centre.file(&[OPEN, OTHER]), newer_mapping())
            };
            let report = import(centre.store(), request, now()).await.unwrap();
            let_go.send(()).unwrap();
            report
        };
        let (ended, report) = tokio::join!(holding, looking);
        ended.unwrap();
        assert_eq!((report.written.new, report.written.created, report.applied), (2, 6, false));
        assert_eq!(centre.status("H49.65-260105-0001").await, None, "nothing was written");
        assert!(centre.store().agencies().await.unwrap().is_empty());
    }
}

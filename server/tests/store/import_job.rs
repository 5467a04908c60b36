//! Imports begun in a browser, and the mappings that are kept.

use chrono::Duration;
use sanh_domain::account::model::{AccountId, AgencyScope, Role};
use sanh_domain::import::model::{ImportCounts, ImportId, ReaderMessage};
use sanh_domain::import::state::{ImportState, ImportStep};
use sanh_server::io::import::limits::ImportLimits;
use sanh_server::io::import::mapping::Mapping;
use sanh_server::io::import::{ImportObserver, Request, import_watched};
use sanh_store::{
    AuditActor, ImportChange, ImportMarker, NewAccount, NewImport, StepOutcome, Store,
};

use super::centre::local;
use super::engine::contract;

async fn account(store: &Store) -> AccountId {
    let account = NewAccount {
        name: "quan".to_owned(),
        display_name: "Quân".to_owned(),
        role: Role::Admin,
        reach: AgencyScope::Everywhere,
    };
    let added = store.add_account(account, AuditActor::console(), local("2026-12-01 08:00"));
    added.await.unwrap()
}

async fn add(store: &Store, account: AccountId, folder: &str) -> ImportId {
    let new = NewImport {
        account,
        node: "node".to_owned(),
        folder: folder.to_owned(),
        file_name: "Tháng 11.xlsx".to_owned(),
        file_bytes: 7,
        sha256: "ab".to_owned(),
    };
    let added = store.add_import(new, 2, AuditActor::console(), local("2026-12-01 08:00"));
    added.await.unwrap().unwrap()
}

fn until(time: &str) -> ImportChange {
    ImportChange {
        until: Some(local(time)),
        ..ImportChange::default()
    }
}

fn mapped() -> ImportChange {
    ImportChange {
        mapping: Some(("phường".to_owned(), "text".to_owned())),
        ..ImportChange::default()
    }
}

contract! {
    async fn an_import_goes_step_by_step_and_another_process_sees_it(database: Database) {
        let store = &database.store;
        let account = account(store).await;
        let id = add(store, account, "a").await;
        let now = local("2026-12-01 09:00");
        let step = |step, change| store.step_import(id, step, change, now);
        assert_eq!(step(ImportStep::Check, until("2026-12-01 10:00")).await.unwrap(), StepOutcome::Moved, "nobody said how it is read");
        assert_eq!(step(ImportStep::Map, mapped()).await.unwrap(), StepOutcome::Done);
        assert_eq!(step(ImportStep::Check, until("2026-12-01 10:00")).await.unwrap(), StepOutcome::Done);
        let counts = ImportCounts { rows: 3, new: 2, bad: 1, ..ImportCounts::default() };
        let ended = ImportChange { counts: Some(counts), ..ImportChange::default() };
        assert_eq!(step(ImportStep::EndCheck, ended).await.unwrap(), StepOutcome::Done);
        let other = database.other_process().await;
        let job = other.import_job(id).await.unwrap().unwrap();
        assert_eq!((job.state, job.counts, job.until_at), (ImportState::Checked, Some(counts), None));
        assert_eq!(job.mapping_name.as_deref(), Some("phường"));
        assert_eq!(step(ImportStep::Map, mapped()).await.unwrap(), StepOutcome::Done);
        let job = other.import_job(id).await.unwrap().unwrap();
        assert_eq!(job.counts, None, "what another mapping counted says nothing");
        assert_eq!(store.step_import(ImportId(99), ImportStep::Map, mapped(), now).await.unwrap(), StepOutcome::Missing);
    }
}

contract! {
    async fn one_import_is_under_way_at_a_time_unless_its_server_is_gone(database: Database) {
        let store = &database.store;
        let account = account(store).await;
        let (first, second) = (add(store, account, "a").await, add(store, account, "b").await);
        let now = local("2026-12-01 09:00");
        for id in [first, second] {
            store.step_import(id, ImportStep::Map, mapped(), now).await.unwrap();
        }
        let check = |id, now, until_at| store.step_import(id, ImportStep::Check, until(until_at), now);
        assert_eq!(check(first, now, "2026-12-01 10:00").await.unwrap(), StepOutcome::Done);
        assert_eq!(check(second, now, "2026-12-01 10:00").await.unwrap(), StepOutcome::Another);
        let after = now + Duration::hours(2);
        assert_eq!(check(second, after, "2026-12-01 12:00").await.unwrap(), StepOutcome::Done);
        let fault = ReaderMessage { code: "stopped".to_owned(), ..ReaderMessage::default() };
        let failed = ImportChange { fault: Some(fault.clone()), ..ImportChange::default() };
        store.step_import(second, ImportStep::Fail, failed, after).await.unwrap();
        let job = store.import_job(second).await.unwrap().unwrap();
        assert_eq!((job.state, job.fault), (ImportState::Failed, Some(fault)));
    }
}

contract! {
    async fn the_number_of_files_of_one_account_is_limited(database: Database) {
        let store = &database.store;
        let account = account(store).await;
        let first = add(store, account, "a").await;
        add(store, account, "b").await;
        let now = local("2026-12-01 09:00");
        let third = |folder: &str| NewImport {
            account,
            node: "node".to_owned(),
            folder: folder.to_owned(),
            file_name: String::new(),
            file_bytes: 0,
            sha256: String::new(),
        };
        assert_eq!(store.add_import(third("c"), 2, AuditActor::console(), now).await.unwrap(), None);
        store.step_import(first, ImportStep::Remove, ImportChange::default(), now).await.unwrap();
        assert!(store.add_import(third("c"), 2, AuditActor::console(), now).await.unwrap().is_some());
        assert_eq!(store.imports_of(account, 2).await.unwrap().len(), 2);
        assert_eq!(store.imports_at("node").await.unwrap().len(), 2, "removed ones are past");
        assert!(store.imports_at("other").await.unwrap().is_empty());
    }
}

const ROWS: &str = "Mã hồ sơ;Lĩnh vực;Thủ tục;Cơ quan;Hình thức nộp;Ngày tiếp nhận;Hẹn trả;Ngày xong;Trạng thái
H49.65-261102-0001;Hộ tịch;Khai sinh;UBND;Trực tuyến;02/11/2026 08:00;04/11/2026 17:00;03/11/2026 09:00;Đã xử lý xong
H49.65-261102-0002;Đất đai;Cấp giấy;UBND;Trực tiếp;02/11/2026 09:00;20/11/2026 17:00;;Đang xử lý
";

contract! {
    async fn an_import_ends_with_the_transaction_of_its_dossiers_or_nothing_is_written(database: Database) {
        let store = &database.store;
        let account = account(store).await;
        let id = add(store, account, "a").await;
        let now = local("2026-12-01 09:00");
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("export.csv");
        std::fs::write(&file, ROWS).unwrap();
        let run = || {
            let request = Request {
                file: file.clone(),
                mapping: Mapping::one_stop_unit().unwrap(),
                dry_run: false,
                skip_bad: false,
                show_progress: false,
                limits: ImportLimits::default(),
            };
            let mark = ImportMarker {
                job: Some(id),
                by: AuditActor::console(),
                sha256: "ab".to_owned(),
                name_sha256: "cd".to_owned(),
                file_bytes: 7,
            };
            let watch = ImportObserver { mark: Some(mark), ..ImportObserver::default() };
            import_watched(store, request, watch, now)
        };
        let number = store.change_number().await.unwrap();
        assert!(run().await.is_err(), "it was never begun");
        assert_eq!(store.change_number().await.unwrap(), number, "so nothing is written");
        assert!(store.agencies().await.unwrap().is_empty());
        for step in [ImportStep::Map, ImportStep::Check, ImportStep::EndCheck, ImportStep::Apply] {
            let change = until("2026-12-01 10:00");
            assert_eq!(store.step_import(id, step, change, now).await.unwrap(), StepOutcome::Done);
        }
        let report = run().await.unwrap();
        assert_eq!((report.applied, report.written.new), (true, 2));
        let job = store.import_job(id).await.unwrap().unwrap();
        assert_eq!((job.state, job.counts.unwrap().new), (ImportState::Applied, 2));
        assert!(store.verify(now).await.unwrap().is_clean());
    }
}

contract! {
    async fn an_import_that_is_told_to_stop_writes_nothing(database: Database) {
        let store = &database.store;
        let now = local("2026-12-01 09:00");
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("export.csv");
        std::fs::write(&file, ROWS).unwrap();
        let request = Request {
            file,
            mapping: Mapping::one_stop_unit().unwrap(),
            dry_run: false,
            skip_bad: false,
            show_progress: false,
            limits: ImportLimits::default(),
        };
        let watch = ImportObserver::default();
        watch.progress.stop();
        let stopped = import_watched(store, request, watch, now).await.unwrap_err();
        assert_eq!(stopped.to_string(), "the import was stopped");
        assert!(store.agencies().await.unwrap().is_empty());
    }
}

contract! {
    async fn a_mapping_is_kept_by_name_and_every_version_stays(database: Database) {
        let store = &database.store;
        let now = local("2026-12-01 09:00");
        let keep = |name: &str, content: &str| {
            store.keep_import_mapping(name.to_owned(), content.to_owned(), AuditActor::console(), now)
        };
        assert_eq!(keep("phường", "a").await.unwrap(), 1);
        assert_eq!(keep("phường", "a").await.unwrap(), 1, "it says what it said");
        assert_eq!(keep("phường", "b").await.unwrap(), 2);
        assert_eq!(keep("khác", "c").await.unwrap(), 1);
        let kept = store.import_mapping("phường").await.unwrap().unwrap();
        assert_eq!((kept.version, kept.content.as_str(), kept.author.as_str()), (2, "b", "console"));
        let all = store.import_mappings().await.unwrap();
        let names: Vec<_> = all.iter().map(|kept| (kept.name.as_str(), kept.version)).collect();
        assert_eq!(names.len(), 2);
        assert!(names.contains(&("phường", 2)) && names.contains(&("khác", 1)));
        assert_eq!(store.import_mapping("không có").await.unwrap(), None);
    }
}

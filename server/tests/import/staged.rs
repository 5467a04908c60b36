//! Writing an import in short batches: others go on between them, what breaks off is finished, and it is shown at once.

use std::time::Duration;

use sanh_domain::account::model::AgencyScope;
use sanh_domain::dossier::{Action, EventKind};
use sanh_server::io::import::{finish_staged, import};
use sanh_store::{BatchOutcome, StoreError};

use super::*;

/// More than two batches.
const DOSSIERS: usize = 2_500;

fn code(number: usize) -> String {
    format!("H49.65-260105-{number:04}")
}

fn row(number: usize, done: &str, status: &str, newer: u32) -> String {
    format!(
        "{};Hộ tịch;Khai sinh;UBND phường;Trực tiếp;05/01/2026 08:00;07/01/2026 17:00;{done};{status};{newer}",
        code(number)
    )
}

fn open_rows() -> Vec<String> {
    let numbers = 1..=DOSSIERS;
    numbers
        .map(|number| row(number, "", "Đang xử lý", 1))
        .collect()
}

fn done_rows() -> Vec<String> {
    let numbers = 1..=DOSSIERS;
    let rows = numbers.map(|number| row(number, "06/01/2026 09:00", "Đã xử lý xong", 2));
    rows.collect()
}

impl Centre {
    fn request_of(&self, rows: &[String]) -> Request {
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        request(&self.file(&rows), newer_mapping())
    }

    /// Imports until the first batch is written, and breaks off there, as a program that is killed does.
    async fn break_off(&self, rows: &[String]) {
        let importing = import(self.store(), self.request_of(rows), now());
        let first_batch = async {
            loop {
                let staged = self.store().staged_import().await.unwrap();
                if staged.is_some_and(|staged| staged.place > 0) {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        tokio::select! {
            report = Box::pin(importing) => panic!("it came to its end: {report:?}"),
            () = first_batch => {}
        }
    }

    async fn finish(&self) -> sanh_server::io::import::report::WriteCounts {
        let written = finish_staged(self.store(), now(), &mut |_| {})
            .await
            .unwrap();
        written.expect("something was staged")
    }

    async fn stored(&self) -> u64 {
        let report = self.store().verify(now()).await.unwrap();
        assert!(report.is_clean(), "{report:?}");
        report.dossiers
    }
}

contract! {
    async fn an_interrupted_import_is_finished_by_the_next_process(database: Database) {
        let centre = Centre::new(database);
        centre.break_off(&open_rows()).await;
        let half = centre.stored().await;
        assert!(half > 0 && half < DOSSIERS as u64, "{half} dossiers, and the counters agree with them");
        let last = centre.store().latest_change().await.unwrap();
        assert!(last.importing_at.is_some(), "the publisher is told to wait");

        let written = centre.finish().await;
        assert_eq!((written.new, written.overtaken.total), (DOSSIERS as u64, 0));
        assert_eq!(centre.stored().await, DOSSIERS as u64);
        let end = centre.store().latest_change().await.unwrap();
        assert_eq!(end.importing_at, None);
        assert!(end.number > last.number, "this is the change that publishes it");
        assert_eq!(centre.store().staged_import().await.unwrap(), None);
        let again = centre.import(&open_rows().iter().map(String::as_str).collect::<Vec<_>>()).await;
        assert_eq!((again.written.new, again.written.changed, again.written.same), (0, 0, DOSSIERS as u64));
    }
}

contract! {
    async fn while_an_import_is_half_written_others_write(database: Database) {
        let centre = Centre::new(database);
        let offices = Offices::set_up(centre.store()).await;
        centre.break_off(&open_rows()).await;
        let intake = offices.intake(1, sanh_domain::procedure::channel::Channel::Direct, 2);
        let clerk = Actor { name: "le.van.ba".to_owned(), role: ActorRole::Manager };
        centre.store().receive(intake, now(), &clerk, true).await.unwrap();
        centre.finish().await;
        assert_eq!(centre.stored().await, DOSSIERS as u64 + 1);
    }
}

contract! {
    async fn steps_of_staff_during_an_import_stay_and_are_reported(database: Database) {
        let centre = Centre::new(database);
        centre.import(&open_rows().iter().map(String::as_str).collect::<Vec<_>>()).await;
        centre.break_off(&done_rows()).await;
        // The last dossier of the file, which no batch has reached yet.
        let overtaken = code(DOSSIERS);
        let stored = centre.store().dossier(&code_of(&overtaken), &AgencyScope::Everywhere).await.unwrap().unwrap();
        let clerk = Actor { name: "le.van.ba".to_owned(), role: ActorRole::Manager };
        centre
            .store()
            .act(&code_of(&overtaken), Action::Resolve, stored.dossier.version, now(), &clerk)
            .await
            .unwrap();
        let written = centre.finish().await;
        assert_eq!(written.overtaken.total, 1, "{written:?}");
        assert_eq!(written.overtaken.first[0].1, code_of(&overtaken));
        assert_eq!(written.changed, DOSSIERS as u64 - 1);
        assert_eq!(centre.kinds(&overtaken).await.last(), Some(&EventKind::Resolve), "what the clerk did");
        assert_eq!(centre.stored().await, DOSSIERS as u64);
    }
}

contract! {
    async fn two_imports_are_not_written_at_the_same_time(database: Database) {
        let centre = Centre::new(database);
        centre.break_off(&open_rows()).await;
        let other = import(centre.store(), centre.request_of(&[OTHER.to_owned()]), now()).await;
        let refused = other.unwrap_err().to_string();
        assert_eq!(refused, StoreError::Importing.to_string());
        assert!(centre.status("H49.65-260105-0002").await.is_some(), "the first is what it was");
        centre.finish().await;
        assert_eq!(centre.stored().await, DOSSIERS as u64);
    }
}

contract! {
    async fn an_incompletely_staged_import_is_removed(database: Database) {
        let centre = Centre::new(database);
        let store = centre.store();
        store.begin_staging("gone", None, "{}".to_owned(), now()).await.unwrap();
        store.stage_batch("gone", 0, vec![1, 2, 3], now()).await.unwrap();
        assert_eq!(store.staged_import().await.unwrap(), None, "nobody goes on with a part");
        store.drop_stale_staging(now()).await.unwrap();
        assert!(store.stage_batch("gone", 1, vec![4], now()).await.is_ok(), "it goes on");
        let later = now() + chrono::Duration::minutes(3);
        store.drop_stale_staging(later).await.unwrap();
        let late = store.stage_batch("gone", 2, vec![5], later).await;
        assert!(matches!(late, Err(StoreError::Importing)), "{late:?}");
        let report = centre.import(&[OPEN, OTHER]).await;
        assert_eq!((report.written.new, report.applied), (2, true));
        assert_eq!(centre.stored().await, 2);
    }
}

contract! {
    async fn a_batch_is_written_once_even_if_several_processes_try(database: Database) {
        let centre = Centre::new(database);
        centre.break_off(&open_rows()).await;
        let (mut unwatched, mut also_unwatched) = (|_| {}, |_| {});
        let (one, other) = tokio::join!(
            finish_staged(centre.store(), now(), &mut unwatched),
            finish_staged(centre.store(), now(), &mut also_unwatched),
        );
        let ends = [one.unwrap(), other.unwrap()];
        assert_eq!(ends.iter().flatten().count(), 1, "one of them has come to the end: {ends:?}");
        assert_eq!(centre.stored().await, DOSSIERS as u64);
        let late = centre.store().write_staged_batch(1, now(), |_, _| Box::pin(async { Ok(String::new()) }));
        assert_eq!(late.await.unwrap(), BatchOutcome::Elsewhere);
    }
}

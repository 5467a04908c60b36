//! `sanh import` is killed while it writes; the server finishes it.

use std::fmt::Write as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use sanh_store::Store;

use super::program::{Program, command, folder};
use super::writer;
use super::{alone, tell};

/// Some twenty batches.
const DOSSIERS: u64 = 20_000;
/// How long the file may take to be read and staged.
const STAGED_WITHIN: Duration = Duration::from_mins(2);
/// How long the server may take to finish it.
const FINISHED_WITHIN: Duration = Duration::from_mins(2);

const HEADER: &str =
    "Mã hồ sơ;Lĩnh vực;Thủ tục;Cơ quan;Hình thức nộp;Ngày tiếp nhận;Hẹn trả;Ngày xong;Trạng thái";

fn export() -> String {
    let mut file = format!("{HEADER}\n");
    for number in 1..=DOSSIERS {
        let _ = writeln!(
            file,
            "H49.65-260105-{number:05};Hộ tịch;Khai sinh;UBND phường;Trực tiếp;05/01/2026 08:00;07/01/2026 17:00;;Đang xử lý"
        );
    }
    file
}

async fn until_half_written(store: &Store) -> i64 {
    let until = Instant::now() + STAGED_WITHIN;
    while Instant::now() < until {
        let staged = store.staged_import().await.expect("readable");
        if let Some(staged) = staged.filter(|staged| staged.place > 0) {
            return staged.place;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    panic!("no batch was written");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[allow(
    clippy::await_holding_lock,
    reason = "the lock is of the whole test: one drill at a time"
)]
async fn an_import_that_is_killed_is_finished_by_the_server() {
    let _alone = alone();
    let folder = folder();
    let database = folder.path().join("sanh.db");
    let store = writer::set_up(&database).await;
    std::fs::write(folder.path().join("export.csv"), export()).expect("a file");
    let key = folder.path().join("sanh.key").display().to_string();
    std::fs::write(&key, [7; 32]).expect("the key");
    let url = format!("sqlite://{}", database.display());
    let settings = ["--database-url", &url, "--seal-key-file", &key];
    let mut importing = command(folder.path())
        .args(["import", "export.csv"])
        .args(settings)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .expect("the program runs");
    let batches = until_half_written(&store).await;
    importing.kill().expect("it is killed");
    importing.wait().expect("it is gone");
    let half = store.verify(writer::morning()).await.expect("readable");
    assert!(half.is_clean(), "{half:?}");
    tell(&format!(
        "killed after {batches} batches: {} of {DOSSIERS} dossiers",
        half.dossiers
    ));
    assert!(half.dossiers < DOSSIERS, "it was killed in time");

    let mut program = Program::start(folder.path(), &[&["serve"], &settings[..]].concat()).ready();
    let until = Instant::now() + FINISHED_WITHIN;
    while store.staged_import().await.expect("readable").is_some() {
        assert!(Instant::now() < until, "not finished:\n{}", program.log());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let whole = store.verify(writer::morning()).await.expect("readable");
    assert!(whole.is_clean(), "{whole:?}");
    assert_eq!(whole.dossiers, DOSSIERS);
    program.assert_no_panic();
    program.stop(Duration::from_secs(30));
}

//! How fast dossiers come in by the thousand: the demo's generator, and an import.

use std::fmt::Write as _;
use std::fs;

use std::time::Instant as Stopwatch;

use chrono::{Days, NaiveDate};
use sanh_server::io::demo::{self, FillOutcome};
use sanh_server::io::import::limits::ImportLimits;
use sanh_server::io::import::mapping::Mapping;
use sanh_server::io::import::{Request, import};
use sanh_store::Store;

use super::centre::{SHRUNK, folder, now, open, remove, url};
use super::postgres;
use super::report::{Report, Target};

/// What an import brings.
const DOSSIERS: u32 = 20_000 / SHRUNK;
/// What is made up: more than one batch of the log.
const MADE_UP: u32 = 200_000 / SHRUNK;
const HEADER: &str =
    "Mã hồ sơ;Lĩnh vực;Thủ tục;Cơ quan;Hình thức nộp;Ngày tiếp nhận;Hẹn trả;Ngày xong;Trạng thái";

pub async fn measure(report: &mut Report) {
    let file = remove(folder().join("intake.db"));
    generate(report, open(url(&file)).await, "SQLite", 15_000.0).await;
    match postgres::fresh().await {
        Some(url) => generate(report, open(url).await, "PostgreSQL", 8_000.0).await,
        None => report.left_out(
            "made_up_postgresql",
            "making up a centre, PostgreSQL",
            postgres::MISSING,
        ),
    }
    let store = open(url(&remove(file))).await;
    let request = Request {
        file: export(),
        mapping: Mapping::one_stop_unit().expect("the mapping that ships"),
        dry_run: false,
        skip_bad: false,
        show_progress: false,
        limits: ImportLimits::default(),
    };
    let started = Stopwatch::now();
    let imported = import(&store, request, now()).await.expect("an import");
    let took_s = started.elapsed().as_secs_f64();
    assert_eq!(imported.bad.total(), 0, "{imported:?}");
    report.value(
        "import_sqlite",
        "importing a CSV, one row a dossier, SQLite",
        f64::from(DOSSIERS) / took_s,
        "dossiers a second",
        Target::None,
    );
    let rows =
        u32::try_from(imported.written.new + imported.written.events).expect("a count of a bench");
    report.value(
        "import_rows_sqlite",
        "    the same in rows (dossiers and events)",
        f64::from(rows) / took_s,
        "rows a second",
        Target::AtLeast(25_000.0),
    );
    store.close().await;
}

/// Makes a demo centre up, its events sealed.
async fn generate(report: &mut Report, store: Store, engine: &str, at_least: f64) {
    let filled = demo::fill(&store, MADE_UP, 2, now(), &mut std::io::sink())
        .await
        .expect("a demo centre");
    let FillOutcome::Made {
        dossiers,
        events,
        took_s,
    } = filled
    else {
        panic!("the database was empty")
    };
    let per_s = |count: u64| f64::from(u32::try_from(count).expect("a count of a bench")) / took_s;
    let name = engine.to_lowercase();
    report.value(
        &format!("made_up_{name}"),
        &format!("making up a centre of {MADE_UP} dossiers, sealed, {engine}"),
        per_s(dossiers),
        "dossiers a second",
        Target::AtLeast(at_least),
    );
    report.value(
        &format!("made_up_rows_{name}"),
        "    the same in rows (dossiers and events)",
        per_s(dossiers + events),
        "rows a second",
        Target::None,
    );
    store.close().await;
}

/// An export as one-stop software writes it.
fn export() -> std::path::PathBuf {
    let first = NaiveDate::from_ymd_opt(2026, 1, 5).expect("a date");
    let mut text = format!("{HEADER}\n");
    for n in 0..DOSSIERS {
        let received = first + Days::new(u64::from(n % 280));
        let (due, ended) = (
            received + Days::new(7),
            received + Days::new(u64::from(n % 9)),
        );
        let code = format!("H49.65-{}-{n:05}", received.format("%y%m%d"));
        let day = |date: NaiveDate| date.format("%d/%m/%Y").to_string();
        let (received, due, ended) = (day(received), day(due), day(ended));
        let (field, agency) = (n % 30, n % 7);
        let _ = writeln!(
            text,
            "{code};Lĩnh vực {field};;Cơ quan {agency};Trực tuyến;{received} 08:30;{due} 17:00;{ended} 15:10;Đã trả kết quả"
        );
    }
    let file = folder().join("export.csv");
    fs::write(&file, text).expect("the export is written");
    file
}

//! `--from` and `--to` of the command line: the first and the last day counted.

use std::path::Path;
use std::process::Output;

use super::program::{folder, run};

const DATABASE: [&str; 2] = ["--database-url", "sqlite://sanh.db"];

fn asked(folder: &Path, arguments: &[&str]) -> Output {
    run(folder, &[arguments, &DATABASE].concat())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn filled() -> tempfile::TempDir {
    let folder = folder();
    let done = asked(folder.path(), &["demo", "--fill-only", "--dossiers", "60"]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    folder
}

#[test]
fn the_output_names_the_first_and_the_last_day_counted() {
    let folder = filled();
    let export = [
        "export",
        "ii06a",
        "--from",
        "2026-10-05",
        "--to",
        "2026-10-20",
        "--out",
        "form.csv",
    ];
    let done = asked(folder.path(), &export);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let said = text(&done.stdout);
    assert!(
        said.starts_with("form.csv: 2026-10-05 to 2026-10-20: "),
        "{said}"
    );
    let file = std::fs::read_to_string(folder.path().join("form.csv")).unwrap();
    assert!(file.contains("Lĩnh vực giải quyết"), "{file}");

    let done = asked(
        folder.path(),
        &["figures", "--from", "2026-10-05", "--to", "2026-10-20"],
    );
    let board: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(
        (&board["first_day"], &board["last_day"]),
        (&"2026-10-05".into(), &"2026-10-20".into())
    );
    let done = asked(folder.path(), &["figures", "--as-of", "2026-10-20T08:00"]);
    let board: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(
        (&board["first_day"], &board["last_day"]),
        (&"2026-10-01".into(), &"2026-10-31".into())
    );
}

#[test]
fn the_day_after_a_report_period_is_refused_unless_it_is_meant_exactly() {
    let folder = filled();
    let tasks: [&[&str]; 2] = [&["figures"], &["export", "ii06a", "--out", "form.xlsx"]];
    for task in tasks {
        // A month, a quarter, and a government month.
        let periods = [
            ("2026-10-01", "2026-11-01", "2026-10-31"),
            ("2026-07-01", "2026-10-01", "2026-09-30"),
            ("2026-09-15", "2026-10-15", "2026-10-14"),
        ];
        for (from, to, last) in periods {
            let days = ["--from", from, "--to", to];
            let refused = asked(folder.path(), &[task, &days[..]].concat());
            assert_eq!(refused.status.code(), Some(2), "{from} {to}");
            let said = text(&refused.stderr);
            assert!(
                said.contains(&format!("write --to {last}")) && said.contains("--exact"),
                "{said}"
            );
            let exact = asked(folder.path(), &[task, &days[..], &["--exact"][..]].concat());
            assert!(exact.status.success(), "{}", text(&exact.stderr));
            let whole = asked(
                folder.path(),
                &[task, &["--from", from, "--to", last][..]].concat(),
            );
            assert!(whole.status.success(), "{}", text(&whole.stderr));
        }
    }
    for (from, to) in [("2026-10-05", "2026-10-04"), ("1999-01-01", "1999-02-02")] {
        let refused = asked(folder.path(), &["figures", "--from", from, "--to", to]);
        assert_eq!(refused.status.code(), Some(2));
        assert!(
            text(&refused.stderr).contains("--to is the last day counted"),
            "{from}"
        );
    }
}

//! `sanh calendar import`, as an operator runs it.

use std::path::Path;

use super::program::{folder, run};

/// What it writes, and its exit status.
fn import(folder: &Path, arguments: &[&str]) -> (String, Option<i32>) {
    let database = ["--database-url", "sqlite://sanh.db"];
    let all = [&["calendar", "import"][..], arguments, &database].concat();
    let output = run(folder, &all);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let fault = String::from_utf8_lossy(&output.stderr);
    (said + &fault, output.status.code())
}

#[test]
fn a_calendar_is_shown_by_a_dry_run_and_taken_once() {
    let folder = folder();
    let made = run(
        folder.path(),
        &["migrate", "--database-url", "sqlite://sanh.db"],
    );
    assert!(made.status.success(), "{made:?}");
    let file = "ngày;tên;loại\n03/01/2028;Nghỉ bù;nghỉ\n08/01/2028;Làm bù;làm bù\n01/01/2027;Tết Dương lịch;nghỉ\n";
    std::fs::write(folder.path().join("2028.csv"), file).unwrap();
    let task = ["2028.csv", "--decision", "1/TTg"];
    let (shown, code) = import(folder.path(), &[&task[..], &["--dry-run"]].concat());
    assert_eq!(code, Some(0), "{shown}");
    for line in [
        "new      2028-01-03\toff\tNghỉ bù",
        "new      2028-01-08\t07:30-11:30 13:00-17:00\tLàm bù",
        "same     2027-01-01",
        "0 due times of open dossiers move.",
        "Nothing was written",
    ] {
        assert!(shown.contains(line), "{line}: {shown}");
    }
    let (taken, code) = import(folder.path(), &task);
    assert_eq!(code, Some(0), "{taken}");
    assert!(taken.contains("Saved; 0 due times moved."), "{taken}");
    let (again, code) = import(folder.path(), &task);
    assert_eq!(code, Some(0), "{again}");
    assert!(again.contains("The calendar is so already."), "{again}");
}

#[test]
fn each_bad_line_is_named_and_nothing_is_taken() {
    let folder = folder();
    let made = run(
        folder.path(),
        &["migrate", "--database-url", "sqlite://sanh.db"],
    );
    assert!(made.status.success(), "{made:?}");
    let file = "03/01/2028;Nghỉ bù;nghỉ\n31/02/2028;Lạ;nghỉ\n";
    std::fs::write(folder.path().join("2028.csv"), file).unwrap();
    let (said, code) = import(folder.path(), &["2028.csv", "--decision", "1/TTg"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("line 2: “31/02/2028” is no date."), "{said}");
    assert!(said.contains("nothing was taken"), "{said}");
    let (said, code) = import(
        folder.path(),
        &["2028.csv", "--decision", "1/TTg", "--agency", "H99"],
    );
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("there is no agency \"H99\""), "{said}");
}

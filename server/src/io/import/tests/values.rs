//! Values: each is understood or named.

use super::super::mapping::{EndBeforeStart, MappingError, StatusWord};
use super::*;
use sanh_domain::deadline::LimitLength;
use sanh_domain::procedure::channel::Channel;

fn row(changes: &[(usize, &str)]) -> String {
    let mut cells = [
        "H49.65-260105-0001",
        "Hộ tịch",
        "Khai sinh",
        "UBND phường",
        "Trực tuyến",
        "05/01/2026 08:00",
        "07/01/2026 17:00",
        "",
        "Đang xử lý",
    ];
    for (place, value) in changes {
        cells[*place] = value;
    }
    cells.join(",")
}

#[test]
fn the_mappings_that_ship_are_good() {
    Mapping::one_stop_unit().unwrap();
    Mapping::from_toml(include_str!("../examples/municipal-permits.toml")).unwrap();
}

#[test]
fn a_misspelt_key_and_a_missing_partner_are_refused() {
    let shipped = include_str!("../examples/one-stop-unit.toml");
    let misspelt = shipped.replace("due_is_a_date =", "due_is_date =");
    assert!(
        matches!(Mapping::from_toml(&misspelt), Err(MappingError::Unreadable(text)) if text.contains("due_is_date"))
    );
    let events = shipped.replace("rows = \"dossier\"", "rows = \"event\"");
    assert!(matches!(
        Mapping::from_toml(&events),
        Err(MappingError::Incomplete {
            missing: "columns.event",
            ..
        })
    ));
    let format = format!("date_formats = [\"%Q\"]\n{shipped}");
    assert_eq!(
        Mapping::from_toml(&format),
        Err(MappingError::DateFormat("%Q".to_owned()))
    );
}

#[test]
fn a_good_row_is_understood_in_the_mappings_zone() {
    let said = read_rows(&[&row(&[])]);
    let facts = &said.dossiers[0];
    assert_eq!(
        facts.case.received_at,
        Some(at("2026-01-05T08:00:00+07:00"))
    );
    assert_eq!(facts.case.due_at, Some(at("2026-01-07T17:00:00+07:00")));
    assert_eq!(
        (facts.case.channel, facts.case.status),
        (Channel::Online, Some(StatusWord::InProcess))
    );
}

#[test]
fn every_bad_value_of_a_row_is_named_with_line_and_column() {
    let said = read_rows(&[&row(&[
        (1, ""),
        (4, "Bồ câu"),
        (5, "hôm qua"),
        (6, "31/02/2026"),
    ])]);
    let expected = [
        "2 Lĩnh vực: must not be empty",
        "2 Hình thức nộp: is a channel the mapping does not know",
        "2 Ngày tiếp nhận: is no date in any of the mapping's formats",
        "2 Hẹn trả: is no date in any of the mapping's formats",
    ];
    let faults = said.faults();
    for fault in expected {
        assert!(
            faults.iter().any(|found| found == fault),
            "{fault} in {faults:?}"
        );
    }
    assert!(said.dossiers.is_empty());
}

#[test]
fn a_code_of_another_form_is_bad_unless_the_mapping_takes_any() {
    let said = read_rows(&[&row(&[(0, "case-1")])]);
    assert_eq!(
        said.faults(),
        ["2 Mã hồ sơ: the dossier code is not of the form asked for"]
    );
}

#[test]
fn dates_that_contradict_each_other_or_the_status_are_bad() {
    let cases = [
        (
            row(&[(7, "04/01/2026 10:00"), (8, "Đã xử lý xong")]),
            "Ngày xong: ends before it was received",
        ),
        (
            row(&[(8, "Đã xử lý xong")]),
            "Trạng thái: says the dossier has ended, but there is no end",
        ),
        (
            row(&[(7, "06/01/2026 10:00")]),
            "Trạng thái: says the dossier is open, but there is an end",
        ),
        (
            row(&[(5, "")]),
            "Ngày tiếp nhận: has no date of reception, which its status needs",
        ),
        (
            row(&[(5, "05/01/2027 08:00")]),
            "Ngày tiếp nhận: lies in the future",
        ),
        (
            row(&[(5, "05/01/0206 08:00")]),
            "Ngày tiếp nhận: is no plausible date; if it stands for none, name it in the mapping (empty = [\"01/01/0001\"])",
        ),
    ];
    for (row, fault) in cases {
        let faults = read_rows(&[&row]).faults();
        assert!(faults.contains(&format!("2 {fault}")), "{faults:?}");
    }
}

#[test]
fn an_end_before_the_reception_can_be_kept_by_the_mapping_and_is_then_an_end_at_the_reception() {
    let mut mapping = Mapping::one_stop_unit().unwrap();
    mapping.end_before_start = EndBeforeStart::Keep;
    let text = format!(
        "{HEADER}\n{}\n",
        row(&[(7, "04/01/2026 10:00"), (8, "Đã xử lý xong")])
    );
    let said = read_bytes(text.as_bytes(), &mapping, ImportLimits::default()).unwrap();
    let case = &said.dossiers[0].case;
    assert!(case.end_moved);
    assert_eq!(case.ended_at, case.received_at);
}

#[test]
fn a_due_date_lasts_to_the_end_of_its_local_day() {
    let said = read_rows(&[&row(&[(6, "07/01/2026")])]);
    assert_eq!(
        said.dossiers[0].case.due_at,
        Some(at("2026-01-07T23:59:59.999+07:00"))
    );
    let mut mapping = Mapping::one_stop_unit().unwrap();
    mapping.due_is_a_date = true;
    let text = format!("{HEADER}\n{}\n", row(&[(6, "07/01/2026 01:06")]));
    let said = read_bytes(text.as_bytes(), &mapping, ImportLimits::default()).unwrap();
    assert_eq!(
        said.dossiers[0].case.due_at,
        Some(at("2026-01-07T23:59:59.999+07:00"))
    );
}

#[test]
fn a_day_on_which_the_clocks_change_still_ends_at_its_own_midnight() {
    let mut mapping = Mapping::one_stop_unit().unwrap();
    mapping.zone = chrono_tz::Europe::Amsterdam;
    let text = format!(
        "{HEADER}\n{}\n",
        row(&[(5, "25/10/2025 02:30"), (6, "26/10/2025")])
    );
    let said = read_bytes(text.as_bytes(), &mapping, ImportLimits::default()).unwrap();
    assert_eq!(
        said.dossiers[0].case.due_at,
        Some(at("2025-10-26T23:59:59.999+01:00"))
    );
    let skipped = format!("{HEADER}\n{}\n", row(&[(5, "30/03/2025 02:30")]));
    let faults = read_bytes(skipped.as_bytes(), &mapping, ImportLimits::default())
        .unwrap()
        .faults();
    assert_eq!(
        faults[0],
        "2 Ngày tiếp nhận: does not exist in the zone (the clocks were put forward)"
    );
}

#[test]
fn an_end_without_an_hour_on_the_day_of_reception_is_not_before_it() {
    let said = read_rows(&[&row(&[(7, "05/01/2026"), (8, "Đã xử lý xong")])]);
    assert_eq!(
        said.dossiers[0].case.ended_at,
        Some(at("2026-01-05T08:00:00+07:00"))
    );
}

#[test]
fn a_repeated_dossier_is_invalid_unless_both_rows_are_equal() {
    let same = read_rows(&[&row(&[]), &row(&[])]);
    assert_eq!((same.dossiers.len(), same.bad.len()), (1, 0));
    let differs = read_rows(&[&row(&[]), &row(&[(6, "08/01/2026 17:00")])]);
    assert_eq!(
        differs.faults(),
        ["3 Mã hồ sơ: the dossier stands in line 2 already"]
    );
    assert_eq!((differs.dossiers.len(), differs.left_out), (0, 1));
}

#[test]
fn the_newer_of_two_rows_of_a_dossier_counts_if_a_column_has_the_time() {
    let mut mapping = Mapping::one_stop_unit().unwrap();
    mapping.newer = Some("Cập nhật".to_owned());
    let done = row(&[(7, "06/01/2026 09:00"), (8, "Đã xử lý xong")]);
    let text = format!("{HEADER},cập  nhật\n{done},2\n{},1\n", row(&[]));
    let said = read_bytes(text.as_bytes(), &mapping, ImportLimits::default()).unwrap();
    assert_eq!((said.dossiers.len(), said.dossiers[0].newer), (1, Some(2)));
    assert_eq!(said.dossiers[0].case.status, Some(StatusWord::Resolved));
}

const EVENTS: &str = r#"
rows = "event"
code_rule = "any"
zone = "Europe/Amsterdam"
[columns]
code = "case"
received = "start"
ended = "end"
event = "event"
event_at = "time"
[agency]
default = "Town hall"
[field]
default = "Permits"
"#;

#[test]
fn one_bad_event_excludes_its_whole_dossier_and_no_other() {
    let mapping = Mapping::from_toml(EVENTS).unwrap();
    let text = "case,start,end,event,time\n\
        c1,2026-01-05 08:00,,look,2026-01-05 09:00\n\
        c2,2026-01-05 08:00,,look,2026-01-05 09:00\n\
        c1,2026-01-05 08:00,,decide,yesterday\n";
    let said = read_bytes(text.as_bytes(), &mapping, ImportLimits::default()).unwrap();
    assert_eq!(
        said.faults(),
        ["4 time: is no date in any of the mapping's formats"]
    );
    assert_eq!((said.dossiers.len(), said.left_out), (1, 1));
    assert_eq!(said.dossiers[0].code.as_str(), "c2");
}

#[test]
fn rows_of_one_dossier_that_disagree_about_it_are_bad() {
    let mapping = Mapping::from_toml(EVENTS).unwrap();
    let text = "case,start,end,event,time\n\
        c1,2026-01-05 08:00,,look,2026-01-05 09:00\n\
        c1,2026-01-05 08:30,,decide,2026-01-05 10:00\n";
    let said = read_bytes(text.as_bytes(), &mapping, ImportLimits::default()).unwrap();
    assert_eq!(said.bad.len(), 1);
    assert_eq!(said.bad[0].column, "start");
    assert!(said.dossiers.is_empty());
}

#[test]
fn a_limit_of_the_file_is_kept_beside_its_due_time_and_a_bad_one_named() {
    let header = HEADER.replace("Trạng thái", "Trạng thái,Thời hạn");
    let shipped = include_str!("../examples/one-stop-unit.toml");
    let mapping = shipped.replace("[columns]", "[columns]\nlimit = \"Thời hạn\"");
    let mapping = Mapping::from_toml(&mapping).unwrap();
    let lines = [
        format!("{},15 ngày", row(&[])),
        format!("{},15", row(&[(0, "H49.65-260105-0002")])),
        format!("{},15 ngày", row(&[(0, "H49.65-260105-0003"), (6, "")])),
    ];
    let text = format!("{header}\n{}\n", lines.join("\n"));
    let said = read_bytes(text.as_bytes(), &mapping, ImportLimits::default()).unwrap();
    let faults = said.faults();
    assert!(
        faults[0].starts_with("3 Thời hạn: is no time limit such as"),
        "{faults:?}"
    );
    let limits: Vec<_> = said
        .dossiers
        .iter()
        .map(|it| it.case.limit.map(|it| it.length))
        .collect();
    // For the third dossier the file says that nothing is promised, so its limit does not apply.
    assert_eq!(limits, [Some(LimitLength::Days(15)), None]);
}

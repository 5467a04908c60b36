//! Files as they come: encodings, separators, workbooks, and bounds.

use super::super::report::Reason;
use super::super::table_error::TableError;
use super::*;

const ROW: &str = "H49.65-260105-0001,Hộ tịch,Khai sinh,UBND phường,Trực tuyến,05/01/2026 08:00,07/01/2026 17:00,06/01/2026 09:00,Đã xử lý xong";

#[test]
fn the_separator_is_found_in_the_header() {
    for separator in [",", ";", "\t"] {
        let text = format!("{HEADER}\n{ROW}\n").replace(',', separator);
        let said = read_bytes(
            text.as_bytes(),
            &Mapping::one_stop_unit().unwrap(),
            ImportLimits::default(),
        )
        .unwrap();
        assert_eq!(
            (said.dossiers.len(), said.bad.len()),
            (1, 0),
            "{separator:?}"
        );
        assert_eq!(said.dossiers[0].case.field.name, "Hộ tịch");
    }
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_change_nothing() {
    let text = format!("\u{feff}{HEADER}\r\n{ROW}\r\n\r\n");
    let said = read_bytes(
        text.as_bytes(),
        &Mapping::one_stop_unit().unwrap(),
        ImportLimits::default(),
    )
    .unwrap();
    assert_eq!((said.dossiers.len(), said.bad.len()), (1, 0));
}

#[test]
fn text_that_is_not_utf8_is_refused_with_its_line_and_byte() {
    let mut bytes = format!("{HEADER}\n{ROW}\n").into_bytes();
    let place = bytes.len();
    bytes.extend_from_slice(b"H49.65-260105-0002,H\xf4 t\xedch\n");
    let refused = read_bytes(
        &bytes,
        &Mapping::one_stop_unit().unwrap(),
        ImportLimits::default(),
    )
    .unwrap_err();
    let ImportError::Table(TableError::BadEncoding(fault)) = refused else {
        panic!("{refused}")
    };
    assert_eq!((fault.line, fault.byte), (3, place as u64 + 20));
    let cut = [HEADER.as_bytes(), b"\n\xe1\xbb"].concat();
    assert!(
        read_bytes(
            &cut,
            &Mapping::one_stop_unit().unwrap(),
            ImportLimits::default()
        )
        .is_err(),
        "a character cut by the end"
    );
}

#[test]
fn a_character_across_the_readers_chunks_is_whole() {
    let filler = "ộ".repeat(40_000);
    let text = format!("{HEADER}\n{filler}");
    let said = read_bytes(
        text.as_bytes(),
        &Mapping::one_stop_unit().unwrap(),
        ImportLimits::default(),
    )
    .unwrap();
    assert_eq!(
        said.reading.left_out.total, 1,
        "a row beside the table, not a bad encoding"
    );
}

#[test]
fn a_title_above_the_header_is_passed_over() {
    let mut mapping = Mapping::one_stop_unit().unwrap();
    mapping.header_row = 3;
    let text = format!("BÁO CÁO\nTháng 1\n{HEADER}\n{ROW}\n");
    let said = read_bytes(text.as_bytes(), &mapping, ImportLimits::default()).unwrap();
    assert_eq!((said.dossiers.len(), said.dossiers[0].line), (1, 4));
}

#[test]
fn a_missing_column_is_named_with_those_there_are() {
    let refused = read_bytes(
        b"a,b\n1,2\n",
        &Mapping::one_stop_unit().unwrap(),
        ImportLimits::default(),
    )
    .unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the file has no column \"Mã hồ sơ\"; it has: a | b"
    );
    let empty = read_bytes(
        b"",
        &Mapping::one_stop_unit().unwrap(),
        ImportLimits::default(),
    )
    .unwrap_err();
    assert!(matches!(empty, ImportError::Table(TableError::NoHeader(1))));
}

#[test]
fn a_workbook_reads_like_text_and_its_date_cells_are_dates() {
    let cells: Vec<&str> = HEADER.split(',').collect();
    let code = [
        "H49.65-260105-0001",
        "Hộ tịch",
        "Khai sinh",
        "UBND phường",
        "Trực tuyến",
    ];
    let texts = code.map(text_cell).concat();
    // 46027 is 5 January 2026; the due cell has a day without a time.
    let dates = "<c s=\"1\"><v>46027.375</v></c><c s=\"1\"><v>46029</v></c>";
    let open = "<c r=\"I2\" t=\"inlineStr\"><is><t>Đang xử lý</t></is></c>";
    let rows = format!(
        "{}<row r=\"2\">{texts}{dates}{open}</row>",
        text_row(1, &cells)
    );
    let said = read_bytes(
        &workbook(&rows),
        &Mapping::one_stop_unit().unwrap(),
        ImportLimits::default(),
    )
    .unwrap();
    assert_eq!(said.faults(), Vec::<String>::new());
    let case = &said.dossiers[0].case;
    assert_eq!(case.received_at, Some(at("2026-01-05T09:00:00+07:00")));
    assert_eq!(case.due_at, Some(at("2026-01-07T23:59:59.999+07:00")));
}

#[test]
fn a_workbook_that_unpacks_to_more_than_the_bound_is_refused_before_it_is_opened() {
    let rows = text_row(1, &["x".repeat(4 << 20).as_str()]);
    let bytes = workbook(&rows);
    assert!(bytes.len() < 100 << 10, "it is small on disk");
    let limits = ImportLimits {
        unpacked_bytes: 1 << 20,
        ..ImportLimits::default()
    };
    let refused = read_bytes(&bytes, &Mapping::one_stop_unit().unwrap(), limits).unwrap_err();
    assert!(
        matches!(
            refused,
            ImportError::Table(TableError::TooMuch {
                what: "bytes when unpacked",
                ..
            })
        ),
        "{refused}"
    );
}

#[test]
fn a_small_workbook_whose_shared_texts_would_fill_the_memory_is_refused_before_its_reader_sees_them()
 {
    let texts = "<si><t>x</t></si>".repeat(200_000);
    let bytes = archive(&[
        ("_rels/.rels", "<Relationships/>"),
        ("xl/SharedStrings.xml", &format!("<sst>{texts}</sst>")),
    ]);
    assert!(bytes.len() < 100 << 10, "it is small on disk");
    let limits = ImportLimits {
        kept_bytes: 4 << 20,
        ..ImportLimits::default()
    };
    let refused = read_bytes(&bytes, &Mapping::one_stop_unit().unwrap(), limits).unwrap_err();
    let said = refused.to_string();
    assert!(said.contains("shared texts and styles in memory"), "{said}");
}

#[test]
fn a_workbook_with_a_false_size_is_refused() {
    let mut bytes = workbook(&text_row(1, &["x".repeat(4 << 20).as_str()]));
    // The uncompressed size is at offset 24 of a directory entry and at 22 of a local header.
    for (signature, offset) in [(b"PK\x01\x02", 24), (b"PK\x03\x04", 22)] {
        let places: Vec<usize> = bytes
            .windows(4)
            .enumerate()
            .filter(|(_, bytes)| *bytes == signature)
            .map(|(place, _)| place)
            .collect();
        for place in places {
            bytes[place + offset..place + offset + 4].copy_from_slice(&10_u32.to_le_bytes());
        }
    }
    let limits = ImportLimits {
        unpacked_bytes: 1 << 20,
        ..ImportLimits::default()
    };
    assert!(read_bytes(&bytes, &Mapping::one_stop_unit().unwrap(), limits).is_err());
}

#[test]
fn every_bound_is_named_when_it_is_passed() {
    let text = format!("{HEADER}\n{ROW}\n{ROW}\n{ROW}\n");
    let mapping = Mapping::one_stop_unit().unwrap();
    let cases = [
        (
            ImportLimits {
                rows: 2,
                ..ImportLimits::default()
            },
            "rows",
        ),
        (
            ImportLimits {
                cells_per_row: 3,
                ..ImportLimits::default()
            },
            "cells in a row",
        ),
        (
            ImportLimits {
                file_bytes: 10,
                ..ImportLimits::default()
            },
            "bytes",
        ),
    ];
    for (limits, bound) in cases {
        let refused = read_bytes(text.as_bytes(), &mapping, limits).unwrap_err();
        assert!(
            matches!(refused, ImportError::Table(TableError::TooMuch { what, .. }) if what == bound),
            "{refused}"
        );
    }
    let archive = archive(&[("a", ""), ("b", ""), ("c", "")]);
    let refused = read_bytes(
        &archive,
        &mapping,
        ImportLimits {
            workbook_parts: 2,
            ..ImportLimits::default()
        },
    )
    .unwrap_err();
    assert!(
        refused.to_string().contains("parts in the workbook"),
        "{refused}"
    );
}

#[test]
fn a_quote_left_open_does_not_swallow_the_file() {
    let text = format!("{HEADER}\n\"{}", "x".repeat(3 << 20));
    let refused = read_bytes(
        text.as_bytes(),
        &Mapping::one_stop_unit().unwrap(),
        ImportLimits::default(),
    )
    .unwrap_err();
    assert!(
        refused.to_string().contains("is a quote left open?"),
        "{refused}"
    );
}

#[test]
fn a_cell_longer_than_the_bound_is_a_bad_value_with_its_place() {
    let row = ROW.replace("Khai sinh", &"x".repeat(9_000));
    let said = read_rows(&[&row]);
    assert_eq!(said.bad[0].reason, Reason::CellTooLong(8_192));
    assert_eq!(
        (said.bad[0].line, said.bad[0].column.as_str()),
        (2, "Thủ tục")
    );
}

#[test]
fn rows_sorted_on_disk_come_out_as_those_sorted_in_memory() {
    let rows: Vec<String> = (0..500)
        .map(|number| ROW.replace("0001", &format!("{:04}", (number * 7_919) % 500)))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let text = format!("{HEADER}\n{}\n", rows.join("\n"));
    let mapping = Mapping::one_stop_unit().unwrap();
    let in_memory = read_bytes(text.as_bytes(), &mapping, ImportLimits::default()).unwrap();
    let on_disk = read_bytes(
        text.as_bytes(),
        &mapping,
        ImportLimits {
            sort_bytes: 10_000,
            ..ImportLimits::default()
        },
    )
    .unwrap();
    assert_eq!(in_memory.dossiers.len(), 500);
    assert_eq!(in_memory.dossiers, on_disk.dossiers);
}

#[test]
fn invisible_characters_are_left_out_and_counted() {
    let turned = ROW
        .replace("Khai sinh", "Khai\u{202e} sinh\u{200b}")
        .replace("UBND", "\u{1b}UBND");
    let said = read_rows(&[&turned]);
    assert_eq!((said.dossiers.len(), said.bad.len()), (1, 0));
    let case = &said.dossiers[0].case;
    assert_eq!(case.agency.name, "UBND phường");
    assert_eq!(said.reading.cleaned_cells, 2);
    let mut told = Vec::new();
    said.reading.write(&mut told).unwrap();
    let told = String::from_utf8(told).unwrap();
    assert!(told.contains("2 cells held characters"), "{told}");
}

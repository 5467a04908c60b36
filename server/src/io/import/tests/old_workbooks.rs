//! Workbooks of the format before XLSX, and protected ones.

use std::io::{Cursor, Write as _};

use cfb::CompoundFile;
use proptest::prelude::*;

use super::super::table_error::TableError;
use super::*;

/// A cell of a sheet.
enum Value<'a> {
    Text(&'a str),
    /// A number in the style of a date.
    Date(f64),
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap();
    [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn cell(row: u16, column: u16, value: &Value<'_>) -> Vec<u8> {
    let place = [row.to_le_bytes(), column.to_le_bytes()].concat();
    match value {
        Value::Text(text) => {
            let letters = u16::try_from(text.encode_utf16().count()).unwrap();
            let data = [
                &place,
                &[0, 0][..],
                &letters.to_le_bytes(),
                &[1],
                &utf16(text),
            ]
            .concat();
            record(0x0204, &data)
        }
        Value::Date(number) => record(
            0x0203,
            &[&place, &[1, 0][..], &number.to_le_bytes()].concat(),
        ),
    }
}

/// A sheet: its state (0 visible, 1 hidden), its name, the hidden rows, its cells.
struct Sheet<'a> {
    state: u8,
    name: &'a str,
    hidden: &'a [u16],
    cells: Vec<(u16, u16, Value<'a>)>,
}

fn stream(first: &[u8], sheets: &[Sheet<'_>]) -> Vec<u8> {
    let begin = |kind: u16| {
        record(
            0x0809,
            &[&0x0600_u16.to_le_bytes()[..], &kind.to_le_bytes(), &[0; 12]].concat(),
        )
    };
    let style = |format: u16| {
        record(
            0x00e0,
            &[&[0, 0][..], &format.to_le_bytes(), &[0; 16]].concat(),
        )
    };
    let listed = |place: u32, sheet: &Sheet<'_>| {
        let letters = u8::try_from(sheet.name.encode_utf16().count()).unwrap();
        let data = [
            &place.to_le_bytes()[..],
            &[sheet.state, 0, letters, 1],
            &utf16(sheet.name),
        ]
        .concat();
        record(0x0085, &data)
    };
    let contents: Vec<Vec<u8>> = sheets
        .iter()
        .map(|sheet| {
            let hidden = sheet.hidden.iter().flat_map(|row| {
                let data = [
                    &row.to_le_bytes()[..],
                    &[0; 10],
                    &0x20_u16.to_le_bytes(),
                    &[0; 2],
                ]
                .concat();
                record(0x0208, &data)
            });
            let cells = sheet
                .cells
                .iter()
                .flat_map(|(row, column, value)| cell(*row, *column, value));
            [
                begin(0x0010),
                hidden.collect(),
                cells.collect(),
                record(0x000a, &[]),
            ]
            .concat()
        })
        .collect();
    let head = [begin(0x0005), first.to_vec(), style(0), style(22)].concat();
    let lists: usize = sheets.iter().map(|sheet| listed(0, sheet).len()).sum();
    let mut place = head.len() + lists + record(0x000a, &[]).len();
    let mut out = head;
    for (sheet, content) in sheets.iter().zip(&contents) {
        out.extend(listed(u32::try_from(place).unwrap(), sheet));
        place += content.len();
    }
    out.extend(record(0x000a, &[]));
    out.extend(contents.concat());
    out
}

fn container(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut container = CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, bytes) in streams {
        container
            .create_stream(name)
            .unwrap()
            .write_all(bytes)
            .unwrap();
    }
    container.flush().unwrap();
    container.into_inner().into_inner()
}

fn dossier_cells() -> Vec<(u16, u16, Value<'static>)> {
    let header = (0..)
        .zip(HEADER.split(','))
        .map(|(column, name)| (2, column, Value::Text(name)));
    let row = [
        Value::Text("H49.65-260105-0001"),
        Value::Text("Hộ tịch"),
        Value::Text("Khai sinh"),
        Value::Text("UBND phường Hồng Gai"),
        Value::Text("Trực tuyến"),
        Value::Date(46_027.375),
        Value::Date(46_029.0),
        Value::Date(46_028.5),
        Value::Text("Đã xử lý xong"),
    ];
    let row = (0..).zip(row).map(|(column, value)| (3, column, value));
    let title = [(0, 0, Value::Text("DANH SÁCH HỒ SƠ"))];
    title.into_iter().chain(header).chain(row).collect()
}

fn read_old(bytes: &[u8], limits: ImportLimits) -> Result<Said, ImportError> {
    read_bytes(bytes, &Mapping::one_stop_unit().unwrap(), limits)
}

#[test]
fn an_old_workbook_reads_like_a_new_one() {
    let other = vec![(0, 0, Value::Text("Danh mục"))];
    let sheets = [
        Sheet {
            state: 1,
            name: "Ẩn",
            hidden: &[],
            cells: dossier_cells(),
        },
        Sheet {
            state: 0,
            name: "Danh mục",
            hidden: &[],
            cells: other,
        },
        Sheet {
            state: 0,
            name: "Hồ sơ",
            hidden: &[3],
            cells: dossier_cells(),
        },
    ];
    let said = read_old(
        &container(&[("/Workbook", &stream(&[], &sheets))]),
        ImportLimits::default(),
    )
    .unwrap();
    assert_eq!(said.faults(), Vec::<String>::new());
    assert_eq!(said.dossiers.len(), 1);
    let case = &said.dossiers[0].case;
    assert_eq!(case.agency.name, "UBND phường Hồng Gai");
    assert_eq!(case.received_at, Some(at("2026-01-05T09:00:00+07:00")));
    assert_eq!(case.due_at, Some(at("2026-01-07T23:59:59.999+07:00")));
    assert_eq!((said.dossiers[0].line, said.reading.header_line), (4, 3));
    assert_eq!(said.reading.sheet.as_deref(), Some("Hồ sơ"));
    assert_eq!(
        (
            said.reading.sheets_passed_over.len(),
            said.reading.hidden_rows
        ),
        (1, 1)
    );
}

#[test]
fn an_old_workbook_is_bounded_before_it_is_taken_into_memory() {
    let far = vec![(0, 0, Value::Text("a")), (65_535, 255, Value::Text("b"))];
    let sheets = [Sheet {
        state: 0,
        name: "Hồ sơ",
        hidden: &[],
        cells: far,
    }];
    let bytes = container(&[("/Workbook", &stream(&[], &sheets))]);
    assert!(bytes.len() < 50_000, "it is small on disk");
    let refused = read_old(&bytes, ImportLimits::default())
        .unwrap_err()
        .to_string();
    assert!(refused.contains("4000000 cells"), "{refused}");
    let small = ImportLimits {
        old_workbook_bytes: 1_000,
        ..ImportLimits::default()
    };
    let refused = read_old(&bytes, small).unwrap_err();
    assert!(
        matches!(refused, ImportError::Table(TableError::TooMuch { .. })),
        "{refused}"
    );
    let claims = record(
        0x00fc,
        &[&0_u32.to_le_bytes()[..], &i32::MAX.to_le_bytes()].concat(),
    );
    let bytes = container(&[("/Workbook", &stream(&claims, &[]))]);
    assert!(
        read_old(&bytes, ImportLimits::default())
            .unwrap_err()
            .to_string()
            .contains("more texts")
    );
}

#[test]
fn a_workbook_with_a_password_is_named_as_such() {
    let protected = record(0x002f, &[1, 0, 1, 0, 1, 0]);
    let old = container(&[("/Workbook", &stream(&protected, &[]))]);
    let new = container(&[
        ("/EncryptionInfo", b"\x04\0\x04\0"),
        ("/EncryptedPackage", &[7; 5_000]),
    ]);
    for bytes in [old, new] {
        let refused = read_old(&bytes, ImportLimits::default()).unwrap_err();
        assert!(
            matches!(refused, ImportError::Table(TableError::Password)),
            "{refused}"
        );
        assert!(refused.to_string().contains("protected by a password"));
    }
    let letter = container(&[("/WordDocument", b"x")]);
    assert!(
        read_old(&letter, ImportLimits::default())
            .unwrap_err()
            .to_string()
            .contains("no workbook")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_damage_to_an_old_workbook_ends_the_program(places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let sheets = [Sheet { state: 0, name: "Hồ sơ", hidden: &[], cells: dossier_cells() }];
        let mut bytes = container(&[("/Workbook", &stream(&[], &sheets))]);
        for (place, byte) in places {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        // A library may panic on damaged files. The program runs it in a task of its own; here the panic is caught.
        let _ = std::panic::catch_unwind(|| read_old(&bytes, ImportLimits::default()).is_ok());
    }
}

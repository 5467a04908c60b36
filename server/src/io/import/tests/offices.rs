//! Files as offices save them: however one is written, it says what the plain one says, or is refused by name.

use sanh_domain::procedure::channel::Channel;
use unicode_normalization::UnicodeNormalization;

use super::super::date_format::DateFormat;
use super::super::facts::CaseFacts;
use super::super::mapping::StatusWord;
use super::super::report::Reason;
use super::super::table_error::TableError;
use super::sheets::sheet;
use super::*;

/// Rows of the shipped columns: ended early, twice on time, late; open and overdue, open and waiting for papers.
pub(super) const ROWS: [&str; 6] = [
    "H49.65-260105-0001,Hộ tịch,Khai sinh,UBND phường Hồng Gai,Trực tuyến,05/01/2026 08:00,08/01/2026 17:00,07/01/2026 15:30,Đã trả kết quả",
    "H49.65-260105-0002,Hộ tịch,Khai sinh,UBND phường Hồng Gai,Trực tiếp,05/01/2026 09:10,08/01/2026 17:00,08/01/2026 09:00,Đã trả kết quả",
    "H49.65-260106-0001,Đất đai,Cấp giấy,Văn phòng Đăng ký đất đai,Bưu chính,06/01/2026 10:00,13/01/2026 17:00,13/01/2026 17:00,Đã xử lý xong",
    "H49.65-260107-0001,Đất đai,Cấp giấy,Văn phòng Đăng ký đất đai,Trực tuyến,07/01/2026 07:30,14/01/2026 17:00,15/01/2026 08:00,Đã trả kết quả",
    "H49.65-260220-0001,Hộ tịch,Khai tử,UBND phường Hồng Gai,Trực tuyến,20/02/2026 13:00,27/02/2026 17:00,,Đang xử lý",
    "H49.65-260224-0001,Xây dựng,Cấp phép,UBND phường Hồng Gai,Trực tiếp,24/02/2026 14:00,09/03/2026 17:00,,Chờ bổ sung",
];

pub(super) fn text() -> String {
    format!("{HEADER}\r\n{}\r\n", ROWS.join("\r\n"))
}

pub(super) fn shipped() -> Mapping {
    Mapping::one_stop_unit().unwrap()
}

pub(super) fn read(bytes: &[u8]) -> Result<Said, ImportError> {
    read_bytes(bytes, &shipped(), ImportLimits::default())
}

fn cases(said: &Said) -> Vec<(String, CaseFacts)> {
    let case = |dossier: &DossierFacts| (dossier.code.to_string(), dossier.case.clone());
    said.dossiers.iter().map(case).collect()
}

/// A file that says what the plain one says.
pub(super) fn same(what: &str, bytes: &[u8]) -> Said {
    let plain = read(text().as_bytes()).unwrap();
    assert_eq!(plain.dossiers.len(), 6);
    let said = read(bytes).unwrap_or_else(|refused| panic!("{what}: {refused}"));
    assert_eq!(said.faults(), Vec::<String>::new(), "{what}");
    assert_eq!(cases(&said), cases(&plain), "{what}");
    said
}

fn utf16(text: &str, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes_of).collect()
}

/// Windows-1258 has letters of its own for some, and marks that stand behind a letter for the tones.
fn windows_1258(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for letter in text.chars() {
        let mut buffer = [0; 4];
        let (plain, _, unmapped) =
            encoding_rs::WINDOWS_1258.encode(letter.encode_utf8(&mut buffer));
        if !unmapped {
            bytes.extend_from_slice(&plain);
            continue;
        }
        // A letter with two marks is one byte for the letter with the first mark, then one for the tone.
        let apart: Vec<char> = letter.to_string().nfd().collect();
        let tone = |mark: &char| {
            matches!(
                mark,
                '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}'
            )
        };
        let base: String = apart
            .iter()
            .copied()
            .filter(|mark| !tone(mark))
            .nfc()
            .collect();
        let tones: String = apart.iter().copied().filter(|mark| tone(mark)).collect();
        for part in [base, tones] {
            let (part, _, unmapped) = encoding_rs::WINDOWS_1258.encode(&part);
            assert!(!unmapped, "{letter}");
            bytes.extend_from_slice(&part);
        }
    }
    bytes
}

#[test]
fn utf16_is_read_with_its_mark_and_without_and_tabs_between_cells() {
    let text = text().replace(',', "\t");
    let marked = format!("\u{feff}{text}");
    for (what, bytes) in [
        ("little-endian, marked", utf16(&marked, u16::to_le_bytes)),
        ("big-endian, marked", utf16(&marked, u16::to_be_bytes)),
        ("little-endian", utf16(&text, u16::to_le_bytes)),
        ("big-endian", utf16(&text, u16::to_be_bytes)),
    ] {
        let said = same(what, &bytes);
        let expected = if what.starts_with("little") {
            "UTF-16LE"
        } else {
            "UTF-16BE"
        };
        assert_eq!(said.reading.encoding.as_deref(), Some(expected));
    }
    let mut broken = utf16(&marked, u16::to_le_bytes);
    broken.extend_from_slice(&[0x00, 0xd8, 0x41, 0x00]);
    let refused = read(&broken).unwrap_err().to_string();
    assert!(
        refused.contains("line 8") && refused.contains("UTF-16LE"),
        "{refused}"
    );
}

#[test]
fn windows_1258_is_recognised_by_its_letters_and_named_in_the_report() {
    let bytes = windows_1258(&text());
    assert!(std::str::from_utf8(&bytes).is_err());
    let said = same("windows-1258", &bytes);
    assert_eq!(said.reading.encoding.as_deref(), Some("windows-1258"));
    assert!(said.reading.encoding_is_guessed);
    let mut told = Vec::new();
    said.reading.write(&mut told).unwrap();
    let told = String::from_utf8(told).unwrap();
    assert!(told.contains("windows-1258, told by its letters"), "{told}");
}

#[test]
fn an_encoding_that_the_mapping_names_is_taken() {
    let mapping = Mapping {
        encoding: Some("Windows-1258".to_owned()),
        ..shipped()
    };
    let said = read_bytes(&windows_1258(&text()), &mapping, ImportLimits::default()).unwrap();
    assert_eq!(said.dossiers.len(), 6);
    let unknown = include_str!("../examples/one-stop-unit.toml")
        .replace("header_row = 1", "encoding = \"klingon\"");
    let refused = Mapping::from_toml(&unknown).unwrap_err().to_string();
    assert!(refused.contains("klingon"), "{refused}");
}

#[test]
fn old_font_encodings_are_named_with_advice() {
    // The bytes of "Mã hồ sơ;Lĩnh vực;Cơ quan;Đã trả kết quả;Đất đai" in both old fonts.
    let tcvn3 = b"M\xb7 h\xe5 s\xac;L\xdcnh v\xf9c;C\xac quan\n\xae\xb7 tr\xb6 k\xd5t qu\xb6;\xae\xcat \xaeai\n";
    let vni: Vec<u8> =
        "Maõ hoà sô;Lónh vöïc;Cô quan;Ñaõ traû keát quaû;Ñaát ñai;Hoä tòch;Chôø boå sung\n"
            .chars()
            .map(|letter| u8::try_from(u32::from(letter)).unwrap())
            .collect();
    for (name, bytes) in [("TCVN3", tcvn3.to_vec()), ("VNI", vni)] {
        let refused = read(&bytes).unwrap_err();
        assert!(
            matches!(refused, ImportError::Table(TableError::FontEncoding(_))),
            "{name}: {refused}"
        );
        assert!(refused.to_string().contains(name), "{refused}");
        // A workbook holds the same bytes as Unicode letters.
        let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
        let cells: Vec<&str> = text.split([';', '\n']).collect();
        let refused = read(&workbook(&text_row(1, &cells))).unwrap_err();
        assert!(refused.to_string().contains(name), "{refused}");
    }
    let utf32: Vec<u8> = "\u{feff}Mã"
        .chars()
        .flat_map(|letter| u32::from(letter).to_le_bytes())
        .collect();
    assert!(read(&utf32).unwrap_err().to_string().contains("UTF-32"));
}

#[test]
fn names_are_the_same_composed_and_decomposed_in_capitals_and_with_any_blank() {
    let apart: String = text().nfd().collect();
    same("decomposed", apart.as_bytes());
    let mut half: Vec<String> = ROWS.iter().map(|row| (*row).to_owned()).collect();
    half[1] = half[1].nfd().collect();
    same(
        "one row decomposed",
        format!("{HEADER}\n{}\n", half.join("\n")).as_bytes(),
    );
    let odd = text()
        .replace("Mã hồ sơ", "\u{200b}Mã\u{a0}hồ  sơ\u{feff}")
        .replace("Hình thức nộp", "HÌNH THỨC\u{3000}NỘP ")
        .replace("Đã trả kết quả", "Đã\u{a0}trả kết\u{200b} quả\u{200e}")
        .replace("H49.65-260105-0001", "\u{200b}H49.65-260105-0001\u{a0}")
        .replace("05/01/2026 08:00", "\u{a0}05/01/2026\u{a0}08:00 ");
    same("zero-width and no-break blanks", odd.as_bytes());
}

#[test]
fn a_sep_line_names_the_separator_and_is_no_header() {
    for line in ["sep=;", "SEP=;", "\"sep=;\""] {
        let text = format!("\u{feff}{line}\r\n{}", text().replace(',', ";"));
        let said = same(line, text.as_bytes());
        assert_eq!(said.reading.header_line, 2);
    }
}

#[test]
fn lines_are_counted_the_same_whatever_ends_them_and_a_line_break_in_a_cell_counts() {
    let bad = ROWS[0].replace("Trực tuyến", "Bồ câu");
    for end in ["\n", "\r\n", "\r"] {
        let header = HEADER.replace("Ngày tiếp nhận", &format!("\"Ngày{end}tiếp nhận\""));
        let lines = [header.as_str(), ROWS[1], "", "", bad.as_str(), ROWS[2]];
        let said = read(lines.join(end).as_bytes()).unwrap();
        assert_eq!(
            said.faults(),
            ["6 Hình thức nộp: is a channel the mapping does not know"],
            "{end:?}"
        );
        let plain = same("line ends", text().replace("\r\n", end).as_bytes());
        assert_eq!(plain.dossiers[0].line, 2);
    }
}

#[test]
fn titles_totals_and_signatures_are_left_out_and_reported() {
    let text = format!(
        "DANH SÁCH HỒ SƠ,,,,,,,,\n\"(Từ ngày 01/01/2026, đến 28/02/2026)\",,,,,,,,\n,,,,,,,,\n{HEADER}\n(1),(2),(3),(4),(5),(6),(7),(8),(9)\n{}\n{HEADER}\n{}\nTổng cộng: 6,,,,,,,,\nCộng,6,,,,,,,\n,,,,,,\"Ngày……tháng……năm……\",,\n,,,,,,THỦ TRƯỞNG ĐƠN VỊ,,\n\nNgười lập biểu\n",
        ROWS[..3].join("\n"),
        ROWS[3..].join("\n")
    );
    let said = same("titles and totals", text.as_bytes());
    assert_eq!((said.reading.header_line, said.dossiers[0].line), (4, 6));
    let lines: Vec<u64> = said
        .reading
        .left_out
        .first
        .iter()
        .map(|row| row.line)
        .collect();
    assert_eq!(lines, [1, 2, 5, 9, 13, 14, 15, 16, 18]);
    assert_eq!(said.reading.left_out.first[4].text, "Tổng cộng: 6");
    let mut told = Vec::new();
    said.reading.write(&mut told).unwrap();
    let told = String::from_utf8(told).unwrap();
    assert!(
        told.contains("line 13 is no dossier and is left out: \"Tổng cộng: 6\""),
        "{told}"
    );
}

#[test]
fn a_row_that_lost_its_code_is_bad_and_not_left_out() {
    let without = ROWS[4].replace("H49.65-260220-0001", "");
    let mistyped = ROWS[5].replace("H49.65-260224-0001", "H49.65-2602240001");
    let said = read(format!("{HEADER}\n{without}\n{mistyped}\n").as_bytes()).unwrap();
    assert_eq!(said.faults().len(), 2, "{:?}", said.faults());
    assert_eq!(said.reading.left_out.total, 0);
}

#[test]
fn two_header_rows_of_merged_cells_are_joined() {
    // Cells merged downwards have the name in the upper row. Cells merged across have the title of a group above the names of its
    // columns.
    let upper = "Mã hồ sơ,Lĩnh vực,Thủ tục,Cơ quan,Hình thức nộp,Thời gian,,,Trạng thái";
    let lower = ",,,,,Ngày tiếp nhận,Hẹn trả,Ngày xong,";
    let said = same(
        "merged",
        format!("BÁO CÁO\n{upper}\n{lower}\n{}\n", ROWS.join("\n")).as_bytes(),
    );
    assert_eq!(
        (said.reading.header_line, said.reading.header_last_line),
        (2, 3)
    );
    let mut mapping = shipped();
    mapping.columns.received = Some("Thời gian nhận".to_owned());
    mapping.columns.due = Some("Thời gian hẹn".to_owned());
    let lower = ",,,,,nhận,hẹn,Ngày xong,";
    let text = format!("{upper}\n{lower}\n{}\n", ROWS.join("\n"));
    let said = read_bytes(text.as_bytes(), &mapping, ImportLimits::default()).unwrap();
    assert_eq!(
        said.dossiers.len(),
        6,
        "a group's title and the name below it make one name"
    );
    let single = format!(",,,,,Thời gian,,,\n{HEADER}\n{}\n", ROWS.join("\n"));
    assert_eq!(
        same("a group above a whole header", single.as_bytes())
            .reading
            .header_line,
        2
    );
}

#[test]
fn twenty_four_oclock_is_named() {
    let said = read(
        text()
            .replace("08/01/2026 17:00", "08/01/2026 24:00")
            .as_bytes(),
    )
    .unwrap();
    assert_eq!(
        said.faults(),
        [
            "2 Hẹn trả: is no date in any of the mapping's formats",
            "3 Hẹn trả: is no date in any of the mapping's formats"
        ]
    );
}

#[test]
fn a_column_with_the_month_first_is_refused_whole_with_the_format_to_write() {
    let swap = |text: &str| -> String {
        let row = |row: &str| {
            let cells: Vec<String> = row
                .split(',')
                .map(
                    |cell| match cell.split(['/', ' ']).collect::<Vec<_>>().as_slice() {
                        [day, month, year, time] if cell.contains('/') => {
                            format!("{month}/{day}/{year} {time}")
                        }
                        _ => cell.to_owned(),
                    },
                )
                .collect();
            cells.join(",")
        };
        text.lines().map(row).collect::<Vec<_>>().join("\n")
    };
    let american: Vec<String> = ROWS.iter().map(|row| swap(row)).collect();
    let american = format!("{HEADER}\n{}\n", american.join("\n"));
    let refused = read(american.as_bytes()).unwrap_err();
    assert!(
        matches!(&refused, ImportError::DateOrder { column, line: 6, .. } if column == "Ngày tiếp nhận"),
        "{refused}"
    );
    assert!(
        refused
            .to_string()
            .contains("date_formats = [\"%m/%d/%Y %H:%M\"]"),
        "{refused}"
    );
    let mapping = Mapping {
        date_formats: vec![DateFormat::new("%m/%d/%Y %H:%M")],
        ..shipped()
    };
    let said = read_bytes(american.as_bytes(), &mapping, ImportLimits::default()).unwrap();
    assert_eq!(
        cases(&said),
        cases(&read(text().as_bytes()).unwrap()),
        "with that format it is read"
    );
    // The reverse: the mapping has the month first, the file the day.
    let refused = read_bytes(text().as_bytes(), &mapping, ImportLimits::default()).unwrap_err();
    assert!(
        matches!(&refused, ImportError::DateOrder { format, .. } if format == "%d/%m/%Y %H:%M"),
        "{refused}"
    );
}

#[test]
fn a_column_in_which_one_date_alone_has_the_order_that_is_read_is_refused_whole() {
    let mapping = Mapping {
        date_formats: vec![DateFormat::new("%m/%d/%Y %H:%M")],
        ..shipped()
    };
    let typed = text().replace("24/02/2026 14:00", "02/24/2026 14:00");
    let refused = read_bytes(typed.as_bytes(), &mapping, ImportLimits::default()).unwrap_err();
    assert!(
        matches!(refused, ImportError::DateOrder { .. }),
        "{refused}"
    );
}

#[test]
fn a_single_date_in_the_other_order_is_a_bad_value() {
    let slip = text().replace("24/02/2026 14:00", "02/24/2026 14:00");
    let another = ROWS[4].replace("260220-0001", "260223-0001");
    let slip = format!("{slip}{}\r\n", another.replace("20/02/2026", "23/02/2026"));
    let said = read(slip.as_bytes()).unwrap();
    assert_eq!(
        said.faults(),
        ["7 Ngày tiếp nhận: is no date in any of the mapping's formats"]
    );
}

#[test]
fn placeholder_dates_are_named_until_the_mapping_declares_them() {
    let text = text()
        .replace("27/02/2026 17:00,,", "27/02/2026 17:00,01/01/0001 00:00,")
        .replace("09/03/2026 17:00,,", "09/03/2026 17:00,01/01/1900,");
    let said = read(text.as_bytes()).unwrap();
    let told = said.faults().join("\n");
    assert!(told.contains("empty = [\"01/01/0001\"]"), "{told}");
    assert_eq!(said.bad.len(), 2);
    let mapping = Mapping {
        empty: ["-", "01/01/0001", "1900-01-01"]
            .map(str::to_owned)
            .to_vec(),
        ..shipped()
    };
    let said = read_bytes(text.as_bytes(), &mapping, ImportLimits::default()).unwrap();
    assert_eq!(said.faults(), Vec::<String>::new());
    assert_eq!(said.dossiers.len(), 6);
    let said = read_bytes(
        &sheet(&[(5, 7, "<v>1</v>")]),
        &mapping,
        ImportLimits::default(),
    )
    .unwrap();
    assert_eq!(
        (said.faults(), said.dossiers.len()),
        (Vec::new(), 6),
        "a date cell, too"
    );
}

#[test]
fn a_quoted_formula_is_read_as_text_and_an_error_value_as_no_value() {
    let kept = text().replace("H49.65-260105-0001", "\"=\"\"H49.65-260105-0001\"\"\"");
    same("=\"…\"", kept.as_bytes());
    let fault = read(text().replace("Xây dựng", "#REF!").as_bytes()).unwrap();
    assert_eq!(
        fault.faults(),
        ["7 Lĩnh vực: is a fault of the spreadsheet, not a value"]
    );
}

#[test]
fn the_same_dossier_in_two_states_is_named() {
    let text = format!(
        "{}{}\n",
        text(),
        ROWS[4].replace(",,Đang xử lý", ",26/02/2026 09:00,Đã xử lý xong")
    );
    let said = read(text.as_bytes()).unwrap();
    assert_eq!(said.bad.len(), 1, "{:?}", said.faults());
    assert!(
        matches!(said.bad[0].reason, Reason::Repeated(6)),
        "{:?}",
        said.bad
    );
}

#[test]
fn a_mapping_is_written_as_it_is_read() {
    for text in [
        include_str!("../examples/one-stop-unit.toml"),
        include_str!("../examples/municipal-permits.toml"),
    ] {
        let mapping = Mapping::from_toml(text).unwrap();
        let written = mapping.to_toml().unwrap();
        assert_eq!(Mapping::from_toml(&written), Ok(mapping), "{written}");
    }
}

#[test]
fn the_first_rows_of_any_file_are_shown_with_what_was_found() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("export");
    let shown = |bytes: &[u8], mapping: Option<&Mapping>| {
        std::fs::write(&file, bytes).unwrap();
        super::super::preview::preview(&file, mapping, None, &ImportLimits::default()).unwrap()
    };
    let titled = format!("DANH SÁCH\n{}", text());
    for mapping in [None, Some(&shipped())] {
        let preview = shown(&windows_1258(&titled), mapping);
        assert_eq!(
            (preview.encoding.as_deref(), preview.encoding_is_guessed),
            (Some("windows-1258"), true)
        );
        assert_eq!((preview.header_line, preview.header.len()), (Some(2), 9));
        assert_eq!(preview.rows[0].cells[0], "DANH SÁCH");
        assert_eq!(preview.rows.len(), 8);
    }
    let preview = shown(&sheet(&[]), None);
    assert_eq!(
        (preview.sheets, preview.sheet),
        (vec!["Hồ sơ".to_owned()], Some("Hồ sơ".to_owned()))
    );
    assert_eq!(preview.rows[1].cells[5], "2026-01-05 08:00:00");
}

#[test]
fn the_facts_of_the_plain_file_are_what_its_rows_say() {
    let said = read(text().as_bytes()).unwrap();
    let case = &said.dossiers[3].case;
    assert_eq!(
        (case.channel, case.status),
        (Channel::Online, Some(StatusWord::HandedOver))
    );
    assert!(case.ended_at > case.due_at, "the one that is late");
}

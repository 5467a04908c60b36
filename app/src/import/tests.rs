#![allow(clippy::unwrap_used)]
//! What a file suggests, and what a form makes of it.

use sanh_domain::import::draft::{DateOrder, Fact, MappingDraft, MappingGap};
use sanh_domain::import::guess;
use sanh_domain::import::model::{
    ColumnWords, FileInspection, FileKind, StatusWord, WORDS_MAX, same,
};
use sanh_domain::procedure::channel::Channel;

use crate::model::import_form::{ColumnsForm, with_columns, with_words};

fn look(header: &[&str], rows: &[&[&str]]) -> FileInspection {
    let texts = |cells: &[&str]| {
        cells
            .iter()
            .map(|&cell| cell.to_owned())
            .collect::<Vec<_>>()
    };
    let words = (0..header.len()).map(|place| {
        let mut words: Vec<String> = Vec::new();
        for cell in rows.iter().filter_map(|row| row.get(place)) {
            if !cell.is_empty() && !words.iter().any(|word| word == cell) {
                words.push((*cell).to_owned());
            }
        }
        ColumnWords {
            words,
            has_more: false,
        }
    });
    FileInspection {
        kind: FileKind::Text,
        written: "UTF-8".to_owned(),
        sheet: None,
        header_row: 1,
        header: texts(header),
        rows: rows.iter().map(|row| texts(row)).collect(),
        words: words.collect(),
    }
}

fn export() -> FileInspection {
    look(
        &[
            "STT",
            "Mã hồ sơ",
            "Tên thủ tục",
            "Lĩnh vực",
            "Đơn vị xử lý",
            "Ngày tiếp nhận",
            "Ngày hẹn trả",
            "Ngày trả kết quả",
            "Tình trạng hồ sơ",
            "Kênh nộp",
        ],
        &[
            &[
                "1",
                "H49.65-260105-0001",
                "Khai sinh",
                "Hộ tịch",
                "UBND",
                "05/01/2026",
                "07/01/2026",
                "",
                "Đang xử lý",
                "Cổng DVC",
            ],
            &[
                "2",
                "H49.65-260105-0002",
                "Khai tử",
                "Hộ tịch",
                "UBND",
                "05/01/2026",
                "07/01/2026",
                "06/01/2026",
                "Đã trả KQ",
                "Tại quầy",
            ],
        ],
    )
}

#[test]
fn the_columns_of_an_export_are_guessed_from_their_names() {
    let draft = guess::draft(&export());
    let column = |fact: Fact| draft.columns.get(&fact).map(String::as_str);
    assert_eq!(column(Fact::Code), Some("Mã hồ sơ"));
    assert_eq!(column(Fact::ProcedureName), Some("Tên thủ tục"));
    assert_eq!(column(Fact::FieldName), Some("Lĩnh vực"));
    assert_eq!(column(Fact::AgencyName), Some("Đơn vị xử lý"));
    assert_eq!(column(Fact::Received), Some("Ngày tiếp nhận"));
    assert_eq!(column(Fact::Due), Some("Ngày hẹn trả"));
    assert_eq!(column(Fact::HandedOver), Some("Ngày trả kết quả"));
    assert_eq!(column(Fact::Status), Some("Tình trạng hồ sơ"));
    assert_eq!(column(Fact::Channel), Some("Kênh nộp"));
    assert_eq!(column(Fact::Ended), None, "nobody says so");
    assert!(!draft.has_any_code && !draft.is_event_log);
    assert!(draft.lacks(&export()).is_empty());
}

#[test]
fn no_column_is_guessed_for_two_facts() {
    let look = look(&["Mã hồ sơ", "Ngày tiếp nhận", "Hẹn trả", "Ngày trả"], &[]);
    let draft = guess::draft(&look);
    let mut columns: Vec<&String> = draft.columns.values().collect();
    columns.sort();
    columns.dedup();
    assert_eq!(columns.len(), draft.columns.len());
}

#[test]
fn the_words_of_the_national_portal_and_of_one_stop_software_are_guessed() {
    let statuses = [
        ("Mới đăng ký", StatusWord::Registered),
        ("Chờ tiếp nhận", StatusWord::Registered),
        ("Được tiếp nhận", StatusWord::Received),
        ("Không được tiếp nhận", StatusWord::Refused),
        ("Đang xử lý", StatusWord::InProcess),
        ("ĐANG GIẢI QUYẾT", StatusWord::InProcess),
        ("Yêu cầu bổ sung giấy tờ", StatusWord::PapersAsked),
        ("Chờ bổ sung", StatusWord::PapersAsked),
        (
            "Yêu cầu thực hiện nghĩa vụ tài chính",
            StatusWord::PaymentAsked,
        ),
        ("Công dân yêu cầu rút hồ sơ", StatusWord::WithdrawalAsked),
        ("Đã rút", StatusWord::Withdrawn),
        ("Dừng xử lý", StatusWord::Stopped),
        ("Đã xử lý xong", StatusWord::Resolved),
        ("Chờ trả kết quả", StatusWord::Resolved),
        ("Hoàn thành", StatusWord::Resolved),
        ("Đã trả kết quả", StatusWord::HandedOver),
    ];
    for (word, meaning) in statuses {
        assert_eq!(guess::status(word), Some(meaning), "{word}");
    }
    assert_eq!(guess::status("Xyz"), None);
    let channels = [
        ("Trực tuyến", Channel::Online),
        ("Qua mạng", Channel::Online),
        ("Tại quầy", Channel::Direct),
        ("Trực tiếp", Channel::Direct),
        ("Bưu chính công ích", Channel::Post),
    ];
    for (word, meaning) in channels {
        assert_eq!(guess::channel(word), Some(meaning), "{word}");
    }
}

#[test]
fn dates_that_can_only_be_month_first_are_seen() {
    let dated = |cells: &[&str]| {
        let rows: Vec<Vec<&str>> = cells.iter().map(|cell| vec!["A-1", *cell]).collect();
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        guess::draft(&look(&["Mã hồ sơ", "Ngày tiếp nhận"], &rows)).dates
    };
    assert_eq!(
        dated(&["11/05/2026", "11/23/2026 08:00"]),
        DateOrder::MonthFirst
    );
    assert_eq!(dated(&["11/05/2026", "23/11/2026"]), DateOrder::DayFirst);
    assert_eq!(
        dated(&["11/05/2026"]),
        DateOrder::DayFirst,
        "either way: as usual here"
    );
    assert_eq!(
        dated(&["08:30 23/11/2026", "2026-11-23"]),
        DateOrder::DayFirst
    );
}

#[test]
fn codes_of_another_form_are_seen() {
    let draft = guess::draft(&look(&["Mã hồ sơ"], &[&["case-10024"]]));
    assert!(draft.has_any_code);
}

#[test]
fn a_column_with_too_many_words_is_not_a_status_column() {
    let mut look = export();
    look.words[8] = ColumnWords {
        words: vec![String::new(); WORDS_MAX],
        has_more: true,
    };
    assert!(!guess::draft(&look).columns.contains_key(&Fact::Status));
    let mut draft = guess::draft(&export());
    draft
        .columns
        .insert(Fact::Status, "Tình trạng hồ sơ".to_owned());
    assert_eq!(draft.lacks(&look), [MappingGap::Words(Fact::Status)]);
}

#[test]
fn a_missing_column_is_reported_at_its_field() {
    let chosen = |form: &str| {
        let form: ColumnsForm = serde_qs::from_str(form).unwrap();
        with_columns(&form, &export(), MappingDraft::default())
    };
    let lacks = chosen("code=1&due=1").lacks(&export());
    assert_eq!(
        lacks,
        [
            MappingGap::Column(Fact::Received),
            MappingGap::Agency,
            MappingGap::Field,
            MappingGap::Twice(Fact::Due, Fact::Code),
        ]
    );
    let fields: Vec<&str> = lacks.iter().map(|lack| lack.field()).collect();
    assert_eq!(fields, ["received", "agency_name", "field_name", "due"]);
    assert!(
        chosen("code=1&rows=event")
            .lacks(&export())
            .contains(&MappingGap::Column(Fact::EventAt))
    );
}

#[test]
fn an_unknown_column_is_not_accepted() {
    for place in ["99", "-1", "x", ""] {
        let form = ColumnsForm {
            columns: [(Fact::Code, place.to_owned())].into(),
            ..ColumnsForm::default()
        };
        let draft = with_columns(&form, &export(), MappingDraft::default());
        assert!(draft.columns.is_empty(), "{place}");
    }
}

#[test]
fn each_word_gets_its_meaning_or_is_named() {
    let chosen = "status_means[]=in_process&status_means[]=&channel_means[]=online&channel_means[]=bad\
        &dates=kept&name=+Ph%C6%B0%E1%BB%9Dng+&creates_missing=yes";
    let form = serde_qs::from_str(chosen).unwrap();
    let (draft, unsaid) = with_words(&form, &export(), guess::draft(&export()));
    assert_eq!(
        draft.statuses,
        [("Đang xử lý".to_owned(), StatusWord::InProcess)].into()
    );
    assert_eq!(
        draft.channels,
        [("Cổng DVC".to_owned(), Channel::Online)].into()
    );
    assert_eq!(unsaid, [(Fact::Status, vec!["Đã trả KQ".to_owned()])]);
    assert_eq!(draft.name, "Phường");
    assert_eq!(draft.dates, DateOrder::DayFirst, "there is nothing to keep");
    assert!(draft.creates_missing && !draft.due_is_a_date);
}

#[test]
fn a_draft_outlives_its_page() {
    let draft = guess::draft(&export());
    let text = serde_json::to_string(&draft).unwrap();
    assert_eq!(serde_json::from_str::<MappingDraft>(&text).unwrap(), draft);
}

#[test]
fn names_are_the_same_however_they_were_typed() {
    assert!(same(" HỘ  TỊCH", "ho\u{323}\u{302} tịch"));
    assert!(!same("Hộ tịch", "Hồ tịch"));
}

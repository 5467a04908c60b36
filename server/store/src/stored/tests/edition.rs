//! Boards kept for the replay.

use sanh_domain::board::edition::{Edition, Version};
use sanh_domain::notice::model::{Audience, Priority};
use sanh_domain::scope::Scope;

use super::{read, written};
use crate::stored::StoredEditionV1;

/// The centre's boards with early, on time and late, a row of folded fields, a comparison and a chart, and two notices.
const WHOLE: &str = concat!(
    r#"{"version":1795417800001,"at":"2026-11-23T07:10:00.250Z","#,
    r#""centre":{"name":"Trung tâm Phục vụ hành chính công","name_en":"Public Administration Service Center","#,
    r#""place":"Phường Uông Bí · tỉnh Quảng Ninh","agency":null,"initials":"UB","logo":"/logo?v=1","#,
    r#""public_url":"https://hcc.example.vn","zone":"Asia/Ho_Chi_Minh"},"#,
    r#""boards":[{"scope":"centre","covers_all":true,"#,
    r#""period":{"kind":"month","from":"2026-11-01","to":"2026-12-01"},"at":"2026-11-23T07:10:00.250Z","rule":"instant","#,
    r#""total":{"received_online":31,"received_direct":12,"carried":9,"early":20,"on_time":8,"late":3,"withdrawn":1,"ineligible":2,"#,
    r#""within":11,"overdue":4,"paused":3},"time_80":1440,"#,
    r#""rows":[{"key":"f3","name":{"vi":"Hộ tịch","en":"Civil status"},"received":30,"early":15,"on_time":6,"late":2,"pending":10,"#,
    r#""rate":913,"time_80":960},"#,
    r#"{"key":"f5","name":{"vi":"Đất đai","en":null},"received":0,"early":0,"on_time":0,"late":0,"pending":0,"rate":null,"time_80":null},"#,
    r#"{"key":"other","name":null,"received":13,"early":5,"on_time":2,"late":1,"pending":8,"rate":875,"time_80":null}],"#,
    r#""comparison":{"previous_period":{"kind":"month","from":"2026-10-01","to":"2026-11-01"},"working_days":15,"#,
    r#""current":{"received":40,"in_time":27,"late":3},"previous":{"received":38,"in_time":30,"late":1}},"#,
    r#""chart":[{"date":"2026-11-20","received":4,"resolved":2},{"date":"2026-11-23","received":1,"resolved":0}]}],"#,
    r#""notices":[{"id":4,"text":{"vi":"Quầy 5 nghỉ","en":null},"priority":"notice","from":"2026-11-23T00:00:00Z","#,
    r#""until":"2026-11-23T10:00:00Z","screens":"all"},"#,
    r#"{"id":9,"text":{"vi":"Sơ tán","en":"Leave the building"},"priority":"emergency","from":"2026-11-23T07:00:00.001Z","#,
    r#""until":"2026-11-23T09:00:00Z","screens":{"named":["hall-2","lobby"]}}],"#,
    r#""office_day":["2026-11-23T00:30:00Z","2026-11-23T10:00:00Z"]}"#,
);

/// An agency's boards on a day off: fields are hidden, and nothing that may be missing is there.
const SPARE: &str = concat!(
    r#"{"version":7,"at":"2026-11-22T07:10:00Z","#,
    r#""centre":{"name":"Trung tâm","name_en":null,"place":"","agency":{"vi":"Phòng Tư pháp","en":null},"initials":"","#,
    r#""logo":null,"public_url":null,"zone":"UTC"},"#,
    r#""boards":[{"scope":{"agency":7},"covers_all":false,"period":{"kind":"day","from":"2026-11-22","to":"2026-11-23"},"#,
    r#""at":"2026-11-22T07:10:00Z","rule":"day","#,
    r#""total":{"received_online":0,"received_direct":0,"carried":0,"early":0,"on_time":0,"late":0,"withdrawn":0,"ineligible":0,"#,
    r#""within":0,"overdue":0,"paused":0},"time_80":null,"rows":[],"comparison":null,"chart":[]}],"#,
    r#""notices":[],"office_day":null}"#,
);

/// Every kind of period, as it is stored.
const KINDS: [&str; 10] = [
    "day",
    "month",
    "quarter",
    "half_year",
    "year",
    "government_month",
    "government_quarter",
    "government_half_year",
    "government_year",
    "range",
];

#[test]
fn a_kept_board_is_read_as_it_was_written_and_written_so_again() {
    for text in [WHOLE, SPARE] {
        let edition: Edition = read::<StoredEditionV1, _>(text);
        assert_eq!(written::<StoredEditionV1, _>(&edition), text);
    }
}

#[test]
fn a_stored_board_is_read_back_unchanged() {
    let edition: Edition = read::<StoredEditionV1, _>(WHOLE);
    assert_eq!(edition.version, Version(1_795_417_800_001));
    let board = &edition.boards[0];
    assert_eq!(board.scope(), Scope::Centre);
    let sums = board.sums();
    assert_eq!((sums.early(), sums.on_time(), sums.late()), (20, 8, 3));
    assert_eq!((sums.received(), sums.pending()), (43, 18));
    assert_eq!(board.rows().len(), 3);
    let (named, folded) = (&board.rows()[0], &board.rows()[2]);
    assert_eq!(named.rate().unwrap().tenths(), 913);
    assert_eq!((folded.name(), folded.received()), (None, 13));
    assert_eq!(edition.notices.len(), 2);
    let (beside, over) = (&edition.notices[0], &edition.notices[1]);
    assert_eq!(
        (beside.priority, &beside.screens),
        (Priority::Notice, &Audience::All)
    );
    assert_eq!(over.priority, Priority::Emergency);
    assert!(over.screens.takes_in("hall-2") && !over.screens.takes_in("main"));
    let closed: Edition = read::<StoredEditionV1, _>(SPARE);
    assert!(!closed.boards[0].covers_all() && closed.office_day.is_none());
}

#[test]
fn every_kind_of_period_has_its_text() {
    for kind in KINDS {
        let text = SPARE.replace(r#""kind":"day""#, &format!(r#""kind":"{kind}""#));
        let edition: Edition = read::<StoredEditionV1, _>(&text);
        assert_eq!(written::<StoredEditionV1, _>(&edition), text);
    }
    assert_eq!(sanh_domain::period::PeriodKind::ALL.len(), KINDS.len());
}

#[test]
fn text_that_no_version_wrote_is_not_read() {
    for (was, becomes) in [
        (r#""kind":"day""#, r#""kind":"week""#),
        (r#""rule":"day""#, r#""rule":"hour""#),
        (r#""zone":"UTC""#, r#""zone":"Moon""#),
        (r#""from":"2026-11-22""#, r#""from":"22/11/2026""#),
        (r#""at":"2026-11-22T07:10:00Z""#, r#""at":"noon""#),
    ] {
        let stored: StoredEditionV1 = serde_json::from_str(&SPARE.replace(was, becomes)).unwrap();
        assert!(Edition::try_from(stored).is_err(), "{becomes}");
    }
    let too_much = WHOLE.replace(r#""rate":913"#, r#""rate":1001"#);
    let stored: StoredEditionV1 = serde_json::from_str(&too_much).unwrap();
    assert!(Edition::try_from(stored).is_err());
}

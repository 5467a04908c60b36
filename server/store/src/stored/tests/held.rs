//! Figures that a held wall goes on showing.

use sanh_domain::board::disclosure::PublicBoard;
use sanh_domain::id::FieldId;
use sanh_domain::period::PeriodKind;

use crate::stored::StoredBoardV1;

/// Two boards as the table of held walls has them.
const BOARDS: &str = concat!(
    r#"[{"scope":{"agency":2},"covers_all":false,"period":{"kind":"year","from":"2026-01-01","to":"2027-01-01"},"#,
    r#""at":"2026-11-23T07:10:00.123Z","rule":"instant","#,
    r#""total":{"received_online":1,"received_direct":2,"carried":3,"early":4,"on_time":5,"late":6,"withdrawn":7,"ineligible":8,"#,
    r#""within":9,"overdue":10,"paused":11},"time_80":480,"#,
    r#""rows":[{"key":"f12","name":{"vi":"Xây dựng","en":"Construction"},"received":3,"early":4,"on_time":5,"late":6,"pending":30,"#,
    r#""rate":600,"time_80":480}],"comparison":null,"chart":[{"date":"2026-11-20","received":3,"resolved":15}]},"#,
    r#"{"scope":"centre","covers_all":true,"period":{"kind":"day","from":"2026-11-23","to":"2026-11-24"},"#,
    r#""at":"2026-11-23T07:10:00Z","rule":"day","#,
    r#""total":{"received_online":0,"received_direct":0,"carried":0,"early":0,"on_time":0,"late":0,"withdrawn":0,"ineligible":0,"#,
    r#""within":0,"overdue":0,"paused":0},"time_80":null,"rows":[],"comparison":null,"chart":[]}]"#,
);

#[test]
fn held_figures_are_read_as_they_were_written_and_written_so_again() {
    let stored: Vec<StoredBoardV1> = serde_json::from_str(BOARDS).unwrap();
    let boards: Vec<PublicBoard> = stored
        .into_iter()
        .map(|board| board.try_into().unwrap())
        .collect();
    let total = boards[0].total().unwrap();
    assert_eq!((total.early(), total.on_time(), total.late()), (4, 5, 6));
    assert_eq!(
        (total.within(), total.overdue(), total.paused()),
        (9, 10, 11)
    );
    assert_eq!(boards[1].period().kind, PeriodKind::Day);
    let again: Vec<StoredBoardV1> = boards.iter().filter_map(StoredBoardV1::of).collect();
    assert_eq!(serde_json::to_string(&again).unwrap(), BOARDS);
    let selection = boards[0].only(&[FieldId(12)]).unwrap();
    assert_eq!(StoredBoardV1::of(&selection), None, "it has no totals");
    let sums = selection.sums();
    assert_eq!((sums.received(), sums.pending()), (3, 30));
}

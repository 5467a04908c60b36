//! Signed reports, and the cubes of finished periods.

use sanh_domain::deadline::lateness::DeadlineRule;
use sanh_domain::dossier::CountedIn;
use sanh_domain::report::cube::Cube;
use sanh_domain::report::official_form::model::{EndedColumn, PausedColumn};
use sanh_domain::report::official_form::signed::Content;

use super::{read, written};
use crate::stored::{StoredCubeV1, StoredReportContentV1};

/// A cube with a place of each kind, as the tables of cubes and of signed reports have it.
const CUBE: &str = concat!(
    r#"{"period":{"kind":"month","from":"2026-10-01","to":"2026-11-01"},"status_at":"2026-10-31T16:59:59.999Z","recorded_by":null,"#,
    r#""cells":[[{"agency":1,"field":3,"channel":"online"},{"figures":{"received_online":1,"received_direct":0,"carried":3,"#,
    r#""early":4,"on_time":5,"late":6,"withdrawn":7,"ineligible":8,"within":9,"overdue":10,"paused":11,"refused":12,"#,
    r#""registered_waiting":13,"waiting_collection":14,"no_due":15},"late_against_first":16}],"#,
    r#"[{"agency":2,"field":3,"channel":"direct","counted_in":"centre"},{"figures":{"received_online":0,"received_direct":2,"#,
    r#""carried":0,"early":0,"on_time":0,"late":0,"withdrawn":0,"ineligible":0,"within":0,"overdue":0,"paused":0,"refused":0,"#,
    r#""registered_waiting":0,"waiting_collection":0,"no_due":0},"late_against_first":0}],"#,
    r#"[{"agency":2,"field":3,"channel":"post","counted_in":"agency"},{"figures":{"received_online":0,"received_direct":1,"#,
    r#""carried":0,"early":0,"on_time":0,"late":0,"withdrawn":0,"ineligible":0,"within":1,"overdue":0,"paused":0,"refused":0,"#,
    r#""registered_waiting":0,"waiting_collection":0,"no_due":0},"late_against_first":0}]]}"#,
);

/// What follows the cube in a report that carries what the period before was sent up with.
const REST: &str = concat!(
    r#","names":{"fields":[[3,{"vi":"Hộ tịch","en":"Civil status"}]],"agencies":[[1,{"vi":"Phòng Tư pháp","en":null}],"#,
    r#"[2,{"vi":"Phòng Đất đai","en":null}]]},"folding":{"paused":"on_time","ended":"early"},"rule":"day","#,
    r#""centre":{"vi":"Trung tâm","en":"Center"},"recipient":"Văn phòng UBND","#,
    r#""sent_up":{"period":{"kind":"month","from":"2026-09-01","to":"2026-10-01"},"at":"2026-10-01T01:00:00Z","#,
    r#""fingerprint":"0123456789abcdef","open":[[{"agency":1,"field":3,"channel":"online"},3]]}}"#,
);

/// The same in one that was signed before that was kept, or after a period that was not signed.
const ALONE: &str = concat!(
    r#","names":{"fields":[],"agencies":[]},"folding":{"paused":"within","ended":"on_time"},"rule":"instant","#,
    r#""centre":{"vi":"Trung tâm","en":null},"recipient":""}"#,
);

fn report(rest: &str) -> String {
    format!("{{\"cube\":{CUBE}{rest}")
}

#[test]
fn a_signed_report_is_read_as_it_was_written_and_written_so_again() {
    for text in [report(REST), report(ALONE)] {
        let content: Content = read::<StoredReportContentV1, _>(&text);
        assert_eq!(written::<StoredReportContentV1, _>(&content), text);
    }
}

#[test]
fn a_signed_report_is_read_back_unchanged() {
    let content: Content = read::<StoredReportContentV1, _>(&report(REST));
    assert_eq!(content.folding.paused, PausedColumn::OnTime);
    assert_eq!(content.folding.ended, EndedColumn::Early);
    assert_eq!(content.rule, DeadlineRule::Day);
    assert_eq!(content.names.agencies[1].1.vi, "Phòng Đất đai");
    assert_eq!(content.sent_up.unwrap().total(), 3);
    let alone: Content = read::<StoredReportContentV1, _>(&report(ALONE));
    assert_eq!(alone.sent_up, None);
    assert_eq!(alone.folding.paused, PausedColumn::Within);
    assert_eq!(alone.rule, DeadlineRule::Instant);
}

#[test]
fn a_kept_cube_is_read_as_it_was_written_and_written_so_again() {
    let by = CUBE.replace(
        r#""recorded_by":null"#,
        r#""recorded_by":"2026-11-02T01:00:00.250Z""#,
    );
    for text in [CUBE, &by] {
        let cube: Cube = read::<StoredCubeV1, _>(text);
        assert_eq!(written::<StoredCubeV1, _>(&cube), text);
    }
    let cube: Cube = read::<StoredCubeV1, _>(CUBE);
    let counted: Vec<_> = cube.cells().map(|(place, _)| place.counted_in).collect();
    assert_eq!(
        counted,
        [CountedIn::Both, CountedIn::Centre, CountedIn::Agency]
    );
    let (_, cell) = cube.cells().next().unwrap();
    assert_eq!((cell.figures.late, cell.figures.no_due), (6, 15));
    assert_eq!(cell.late_against_first, 16);
}

#[test]
fn unknown_texts_are_refused() {
    for (known, unknown) in [
        ("\"rule\":\"day\"", "\"rule\":\"night\""),
        ("\"paused\":\"on_time\"", "\"paused\":\"9\""),
        ("\"channel\":\"post\"", "\"channel\":\"pigeon\""),
        ("\"counted_in\":\"centre\"", "\"counted_in\":\"all\""),
    ] {
        let text = report(REST).replace(known, unknown);
        let stored: StoredReportContentV1 = serde_json::from_str(&text).unwrap();
        assert!(Content::try_from(stored).is_err(), "{unknown}");
    }
}

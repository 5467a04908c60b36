//! What was handed in with a dossier.

use crate::stored::{read_submission, submission_bytes};

/// A person whom nobody is, as records were sealed before it was asked where they live.
const RECORD_V1: &str = concat!(
    r#"{"applicant":{"name":"Nguyễn Văn Mẫu","phone":"0912345678","identity":"","email":"mau@example.vn"},"#,
    r#""papers":["Tờ khai","Bản sao"]}"#,
);

/// The same as it is sealed now.
const RECORD: &str = concat!(
    r#"{"applicant":{"name":"Nguyễn Văn Mẫu","phone":"0912345678","identity":"","email":"mau@example.vn","#,
    r#""address":"Khu 5, phường Uông Bí","representative":"Trần Thị Thay"},"#,
    r#""papers":["Tờ khai (bản chính)","Bản sao"],"sets":2}"#,
);

#[test]
fn a_submission_is_read_as_it_was_sealed_and_sealed_so_again() {
    let submission = read_submission(RECORD.as_bytes()).unwrap();
    assert_eq!(submission.applicant.phone, "0912345678");
    assert_eq!(submission.applicant.representative, "Trần Thị Thay");
    assert_eq!((submission.papers.len(), submission.sets), (2, Some(2)));
    let bytes = submission_bytes(&submission).unwrap();
    assert_eq!(String::from_utf8(bytes).unwrap(), RECORD);
}

#[test]
fn a_submission_sealed_before_is_read_with_what_was_not_asked_then_left_blank() {
    let submission = read_submission(RECORD_V1.as_bytes()).unwrap();
    assert_eq!(submission.applicant.email, "mau@example.vn");
    assert_eq!(submission.applicant.address, "");
    assert_eq!((submission.papers.len(), submission.sets), (2, None));
    assert!(read_submission(b"{}").is_err());
}

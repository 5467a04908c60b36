//! What was handed in with a dossier.

use crate::stored::{read_submission, submission_bytes};

/// A person whom nobody is.
const RECORD: &str = concat!(
    r#"{"applicant":{"name":"Nguyễn Văn Mẫu","phone":"0912345678","identity":"","email":"mau@example.vn"},"#,
    r#""papers":["Tờ khai","Bản sao"]}"#,
);

#[test]
fn a_submission_is_read_as_it_was_sealed_and_sealed_so_again() {
    let submission = read_submission(RECORD.as_bytes()).unwrap();
    assert_eq!(submission.applicant.phone, "0912345678");
    assert_eq!(submission.papers.len(), 2);
    let bytes = submission_bytes(&submission).unwrap();
    assert_eq!(String::from_utf8(bytes).unwrap(), RECORD);
}

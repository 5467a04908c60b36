//! The fields shown by name in a year.

use sanh_domain::board::disclosed_fields::DisclosedFields;
use sanh_domain::id::FieldId;

use super::{read, written};
use crate::stored::StoredDisclosedFieldsV1;

const CHOSEN: &str = r#"{"years":[2026],"fields":[1,3,12],"folded":[2,4],"by_volume":[12,1,3]}"#;

#[test]
fn a_years_choice_is_read_as_it_was_written_and_written_so_again() {
    let chosen: DisclosedFields = read::<StoredDisclosedFieldsV1, _>(CHOSEN);
    assert!(chosen.shows(FieldId(12)) && !chosen.shows(FieldId(4)));
    assert_eq!(chosen.by_volume().first(), Some(&FieldId(12)));
    assert_eq!(written::<StoredDisclosedFieldsV1, _>(&chosen), CHOSEN);
}

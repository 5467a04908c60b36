#![allow(clippy::unwrap_used)]
use proptest::prelude::*;

use super::*;

#[test]
fn every_text_is_parsed_again() {
    for kind in FeedbackKind::ALL {
        assert_eq!(kind.as_str().parse(), Ok(kind));
    }
    for state in FeedbackState::ALL {
        assert_eq!(state.as_str().parse(), Ok(state));
    }
    for kind in EntryKind::ALL {
        assert_eq!(kind.as_str().parse(), Ok(kind));
    }
    assert!("rubbish".parse::<FeedbackState>().is_err());
}

#[test]
fn nothing_follows_an_answer_and_only_the_asked_agency_explains() {
    use FeedbackAct::{Answer, Explain, Forward};
    use FeedbackState::{Answered, Explained, Forwarded, Received};
    for act in [Forward, Explain, Answer] {
        assert_eq!(Answered.after(act), None, "{act:?}");
    }
    assert_eq!(Received.after(Explain), None);
    assert_eq!(Explained.after(Explain), None);
    assert_eq!(Forwarded.after(Explain), Some(Explained));
    assert_eq!(Explained.after(Forward), Some(Forwarded), "asked again");
    assert_eq!(Received.after(Answer), Some(Answered));
}

#[test]
fn a_contact_may_have_no_name_and_a_sender_no_contact() {
    assert_eq!(Contact::read(" ", "", ""), Ok(None));
    let known = Contact::read("", "0912 345 678", "").unwrap().unwrap();
    assert_eq!(
        (known.name.as_str(), known.phone.as_str()),
        ("", "0912345678")
    );
    assert_eq!(Contact::parts(&known.to_lines()), ["0912345678"]);
    let refused = Contact::read("An", "12", "nobody");
    let wrong = vec![InvalidApplicantField::Phone, InvalidApplicantField::Email];
    assert_eq!(refused, Err(wrong));
    assert_eq!(format!("{known:?}"), "Contact(personal)");
}

#[test]
fn a_number_is_of_eight_digits_however_it_is_grouped() {
    assert_eq!(read_pin(" 0123-4567 ").as_deref(), Some("01234567"));
    for wrong in ["", "1234567", "123456789", "1234567a"] {
        assert_eq!(read_pin(wrong), None, "{wrong}");
    }
    assert_eq!(pin_in_groups("01234567"), "0123 4567");
}

proptest! {
    #[test]
    fn a_code_is_read_as_people_write_it(bits in any::<u64>()) {
        let code = FeedbackCode::of_bits(bits);
        prop_assert_eq!(code.as_str().len(), CODE_CHARS);
        let written = code.in_groups().to_lowercase().replace('0', "o").replace('1', "l");
        prop_assert_eq!(FeedbackCode::read(&written), Some(code.clone()));
        prop_assert_eq!(FeedbackCode::of_bits(bits & 0xff_ffff_ffff), code);
    }

    #[test]
    fn no_text_is_read_as_another_code(text in "\\PC{0,20}") {
        if let Some(code) = FeedbackCode::read(&text) {
            prop_assert_eq!(FeedbackCode::read(code.as_str()), Some(code));
        }
    }
}

use chrono::NaiveDate;

use super::*;

#[test]
fn national_codes_are_accepted_as_they_stand() {
    for text in [
        "H49.65-220914-0011",
        "000.17.22.H49-210531-0001",
        "A-000000-0000",
        "H49-210531-00012345",
    ] {
        assert_eq!(text.parse::<DossierCode>().unwrap().as_str(), text);
    }
}

#[test]
fn codes_not_of_the_national_form_are_refused() {
    let wrong = [
        "h49-220914-0011",
        "H49-220914-011",
        "H49-22091-0011",
        "H49..65-220914-0011",
        ".H49-220914-0011",
        "H49-220914-0011 ",
        "H49-220914-0011-1",
        "H49-220914",
        "-220914-0011",
        "H49-22O914-0011",
        "H49-220914-00Á1",
        "Đ49-220914-0011",
        "H49-２20914-0011",
    ];
    for text in wrong {
        assert_eq!(text.parse::<DossierCode>(), Err(CodeFault::Form), "{text}");
    }
    assert_eq!("".parse::<DossierCode>(), Err(CodeFault::Empty));
    assert_eq!(
        format!("H{}-220914-0011", "9".repeat(64)).parse::<DossierCode>(),
        Err(CodeFault::TooLong)
    );
}

#[test]
fn a_log_from_elsewhere_may_have_any_visible_code() {
    assert_eq!(
        DossierCode::with_rule("case-10011", &CodeRule::Any)
            .unwrap()
            .as_str(),
        "case-10011"
    );
    for text in ["two words", "tab\t", "zero\u{200b}width", "line\n"] {
        assert_eq!(
            DossierCode::with_rule(text, &CodeRule::Any),
            Err(CodeFault::Form)
        );
    }
    assert_eq!(
        DossierCode::with_rule(&"9".repeat(65), &CodeRule::Any),
        Err(CodeFault::TooLong)
    );
}

#[test]
fn a_new_code_is_agency_date_and_daily_serial() {
    let date = NaiveDate::from_ymd_opt(2025, 9, 8).unwrap();
    assert_eq!(
        DossierCode::issue("H49.65", date, 11).unwrap().as_str(),
        "H49.65-250908-0011"
    );
    assert_eq!(
        DossierCode::issue("H49.65", date, 12_345).unwrap().as_str(),
        "H49.65-250908-12345"
    );
    assert_eq!(
        DossierCode::issue("tax office", date, 1),
        Err(CodeFault::Form)
    );
}

#[test]
fn stored_texts_and_codes_are_parsed_again() {
    for status in Status::ALL {
        assert_eq!(Status::from_code(status.code()), Some(status));
        assert_eq!(
            serde_json::to_string(&status).unwrap(),
            status.code().to_string()
        );
    }
    assert_eq!(Status::from_code(0), None);
    assert_eq!(Status::from_code(11), None);
    assert!(serde_json::from_str::<Status>("11").is_err());
    for kind in EventKind::ALL {
        assert_eq!(kind.as_str().parse(), Ok(kind));
        assert_eq!(action(kind).kind(), kind);
        assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{kind}\""));
    }
    for channel in Channel::ALL {
        assert_eq!(channel.as_str().parse(), Ok(channel));
    }
    for clock in Clock::ALL {
        assert_eq!(clock.as_str().parse(), Ok(clock));
    }
    for reason in EndReason::ALL {
        assert_eq!(reason.as_str().parse(), Ok(reason));
    }
    assert!("fax".parse::<Channel>().is_err());
    assert!(serde_json::from_str::<DossierCode>("\"two words\"").is_err());
}

#[test]
fn a_dossier_and_its_events_survive_serialisation() {
    let story = Story::received().then(EventKind::AskPapers, "2025-09-09 08:00");
    let text = serde_json::to_string(&(&story.dossier, &story.events)).unwrap();
    assert_eq!(
        serde_json::from_str::<(Dossier, Vec<Event>)>(&text).unwrap(),
        (story.dossier, story.events)
    );
}

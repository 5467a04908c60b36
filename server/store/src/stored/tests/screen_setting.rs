//! What walls were set to.

use sanh_domain::id::AgencyId;
use sanh_domain::scope::Scope;
use sanh_domain::screen::model::{Night, ScreenSetting, Theme};

use super::{read, written};
use crate::stored::{StoredScreenSetting, StoredScreenSettingV1};

const WHOLE: &str = concat!(
    r#"{"name":"hall-2","label":"Sảnh lớn","place":"Tầng 1","scope":{"agency":7},"fields":[3,12],"languages":"vi+en","turn":"month","#,
    r#""look":{"theme":{"hours":{"from":"18:00:00","until":"06:00:00"}},"distance":"far","#,
    r#""night":{"hours":{"from":"20:00:00","until":"06:30:00"}}},"slot_s":20,"#,
    r#""hung":{"diagonal_in":55,"read_from_dm":40},"is_paired":true,"held":"2026-11-23T07:10:00.250Z","reloads":3,"#,
    r#""identify_until":"2026-11-23T07:10:30Z"}"#,
);

const SPARE: &str = concat!(
    r#"{"name":"main","label":"","place":"","scope":"centre","fields":[],"languages":"vi","turn":"all","#,
    r#""look":{"theme":"light","distance":"near","night":"dim"},"slot_s":null,"#,
    r#""hung":{"diagonal_in":null,"read_from_dm":null},"is_paired":false,"held":null,"reloads":0,"identify_until":null}"#,
);

#[test]
fn a_setting_is_read_as_it_was_written_and_written_so_again() {
    let setting: ScreenSetting = read::<StoredScreenSettingV1, _>(SPARE);
    assert_eq!(setting, ScreenSetting::default_named("main"));
    assert_eq!(written::<StoredScreenSettingV1, _>(&setting), SPARE);
    let setting: ScreenSetting = read::<StoredScreenSettingV1, _>(WHOLE);
    assert!(
        matches!(setting.look.theme, Theme::Hours(hours) if hours.to_string() == "18:00-06:00")
    );
    assert!(
        matches!(setting.look.night, Night::Hours(hours) if hours.to_string() == "20:00-06:30")
    );
    assert_eq!(written::<StoredScreenSettingV1, _>(&setting), WHOLE);
}

#[test]
fn every_value_of_a_setting_is_stored() {
    for (key, was, words) in [
        ("theme", "light", &["light", "dark"][..]),
        ("distance", "near", &["near", "middle", "far"]),
        ("night", "dim", &["dim", "same"]),
        ("languages", "vi", &["vi", "en", "vi+en"]),
        ("turn", "all", &["all", "day", "month", "year"]),
    ] {
        for word in words {
            let pair = |word: &str| format!(r#""{key}":"{word}""#);
            let text = SPARE.replace(&pair(was), &pair(word));
            assert!(text.contains(&pair(word)));
            let setting: ScreenSetting = read::<StoredScreenSettingV1, _>(&text);
            assert_eq!(written::<StoredScreenSettingV1, _>(&setting), text);
        }
    }
}

#[test]
fn invalid_hours_are_not_read() {
    let text = WHOLE.replace("06:00:00", "18:00:00");
    let stored: StoredScreenSettingV1 = serde_json::from_str(&text).unwrap();
    assert!(ScreenSetting::try_from(stored).is_err());
}

#[test]
fn boards_in_turn_have_a_form_of_their_own_and_one_board_keeps_the_first() {
    let one: ScreenSetting = read::<StoredScreenSetting, _>(SPARE);
    assert_eq!(written::<StoredScreenSetting, _>(&one), SPARE);
    let text = format!(
        r#"{{"others":[{{"agency":3}},"centre"],{}"#,
        SPARE.trim_start_matches('{')
    );
    let several: ScreenSetting = read::<StoredScreenSetting, _>(&text);
    assert_eq!(
        several.others,
        [Scope::Agency(AgencyId(3)), Scope::Centre],
        "in their order"
    );
    assert_eq!(written::<StoredScreenSetting, _>(&several), text);
}

//! The wall's look, its notices, and the wall as it is only looked at.

use std::sync::Arc;

use leptos::prelude::*;
use sanh_domain::board::edition::Edition;
use sanh_domain::language::{Lang, Languages};
use sanh_domain::notice::model::{Audience, Notice, NoticeId, Priority};
use sanh_domain::period::PeriodKind;
use sanh_domain::scope::Scope;
use sanh_domain::screen::model::{Appearance, Distance, Night, ScreenSetting, Theme};
use sanh_domain::text::name::Name;

use super::walls::{assert_keys_unique, edition, now, setting, twin, wall, wall_of};
use crate::board::preview::{Preview, WallMoment};
use crate::board::screen::{Wall, WallView, wall_board_html};

fn notice(id: i64, priority: Priority, vi: &str, en: Option<&str>) -> Notice {
    Notice {
        id: NoticeId(id),
        text: Name {
            vi: vi.to_owned(),
            en: en.map(str::to_owned),
        },
        priority,
        from: now() - chrono::Duration::minutes(id),
        until: now() + chrono::Duration::hours(1),
        screens: Audience::All,
    }
}

fn with_notices(notices: Vec<Notice>) -> Arc<Edition> {
    let edition = edition(Scope::Centre, 9, 100);
    Arc::new(Edition {
        notices,
        ..Edition::clone(&edition)
    })
}

#[test]
fn notices_are_beside_the_table_with_the_newest_first() {
    let none = wall(&with_notices(Vec::new()), Languages::Vi);
    assert!(!none.contains("class=\"notices\""));
    let notices = vec![
        notice(2, Priority::Notice, "Nghỉ lễ <b>", Some("Holiday")),
        notice(1, Priority::Notice, "Trả kết quả thứ Bảy", None),
    ];
    let html = wall(&with_notices(notices), Languages::Both);
    assert!(html.contains("Nghỉ lễ &lt;b&gt;") && html.contains("Holiday"));
    let newest = html.find("Trả kết quả").unwrap();
    assert!(newest < html.find("Nghỉ lễ").unwrap());
    let until = (now() + chrono::Duration::hours(1)).timestamp_millis();
    assert_eq!(
        html.matches(&format!(r#"data-until="{until}""#)).count(),
        2,
        "a wall without contact ends them by itself"
    );
}

#[test]
fn an_emergency_covers_the_wall_in_both_languages_whatever_the_walls() {
    let fire = notice(
        1,
        Priority::Emergency,
        "Xin rời khỏi sảnh theo lối B",
        Some("Please leave by exit B"),
    );
    let html = wall(&with_notices(vec![fire]), Languages::Vi);
    assert!(html.contains(r#"role="alert""#));
    assert!(html.contains("Xin rời khỏi sảnh theo lối B"));
    assert!(html.contains("Please leave by exit B"));
    assert!(html.contains("Đến 11:42") && html.contains("Until 11:42"));
    let centre = html.split("emergency-centre").nth(1).unwrap();
    assert!(centre.contains("Trung tâm Phục vụ hành chính công"));
    assert!(!html.contains("class=\"notices\""));
    assert_keys_unique(&html);
}

#[test]
fn an_emergency_that_ends_another_day_says_which() {
    let night = Notice {
        until: now() + chrono::Duration::hours(20),
        ..notice(1, Priority::Emergency, "Ngập sảnh", None)
    };
    let html = wall(&with_notices(vec![night]), Languages::En);
    assert!(html.contains("Đến 06:42 ngày 24/11"), "{html}");
    assert!(html.contains("Until 06:42 on 24/11"));
}

#[test]
fn the_look_is_on_the_root_and_not_in_the_board() {
    let edition = edition(Scope::Centre, 9, 100);
    let usual = setting(Languages::Vi, Scope::Centre);
    let far = ScreenSetting {
        look: Appearance {
            theme: "10:00-11:00".parse().unwrap(),
            distance: Distance::Far,
            night: Night::Dim,
        },
        ..usual.clone()
    };
    let html = wall_of(&edition, far.clone(), None);
    for part in [
        r#"data-theme="dark""#,
        r#"data-theme-hours="600 660""#,
        r#"data-distance="far""#,
        r#"data-night="true""#,
    ] {
        assert!(html.contains(part), "{part}");
    }
    assert_eq!(
        wall_board_html(&edition, &far),
        wall_board_html(&edition, &usual)
    );
    let dark = Appearance {
        theme: Theme::Dark,
        ..usual.look
    };
    let html = wall_of(
        &edition,
        ScreenSetting {
            look: dark,
            ..usual
        },
        None,
    );
    assert!(html.contains(r#"data-theme="dark""#) && !html.contains("data-theme-hours"));
    assert!(html.contains(r#"data-night="false""#));
}

#[test]
fn a_wall_is_dim_from_half_an_hour_after_office_hours() {
    let edition = edition(Scope::Centre, 9, 100);
    let minutes = |minutes| now() + chrono::Duration::minutes(minutes);
    let open = Edition {
        office_day: Some((minutes(-60), minutes(60))),
        ..Edition::clone(&edition)
    };
    let night = [-91, -90, 0, 89, 90].map(|at| open.is_night_at(minutes(at)));
    assert_eq!(night, [true, false, false, false, true]);
    assert!(edition.is_night_at(now()), "all of a day off");
    assert!(
        !edition.is_night_at(minutes(24 * 60)),
        "an edition of yesterday does not know"
    );
}

#[test]
fn a_preview_of_a_wall_says_that_it_is_one() {
    let edition = edition(Scope::Centre, 9, 100);
    let usual = setting(Languages::Vi, Scope::Centre);
    let lost = wall_of(&edition, usual.clone(), Some(Preview::Lost));
    assert!(lost.contains(r#"data-state="lost""#) && lost.contains(r#"data-preview="lost""#));
    assert!(lost.contains("10:30") && lost.contains("Xem trước"));
    let past = wall_of(&edition, usual, Some(Preview::At(String::new())));
    assert!(past.contains("Xem lại"));
    let live = wall(&edition, Languages::Vi);
    assert!(!live.contains("class=\"preview\"") && !live.contains("data-preview"));
}

#[test]
fn the_twin_says_what_the_walls_say_in_its_own_language() {
    let notices = vec![
        notice(1, Priority::Notice, "Nghỉ lễ", Some("Holiday")),
        notice(
            2,
            Priority::Emergency,
            "Xin rời khỏi sảnh",
            Some("Please leave"),
        ),
    ];
    let html = twin(&with_notices(notices), PeriodKind::Month, Lang::En);
    let alarm = html.find("Please leave").unwrap();
    assert!(alarm < html.find("Holiday").unwrap());
    assert!(!html.contains("Nghỉ lễ") && !html.contains("Xin rời"));
    let quiet = twin(&with_notices(Vec::new()), PeriodKind::Month, Lang::En);
    assert!(!quiet.contains("notice-list"));
}

#[test]
fn figures_of_yesterday_are_dated() {
    let edition = edition(Scope::Centre, 9, 100);
    let view = WallView {
        edition: Arc::clone(&edition),
        stored: String::new(),
        setting: setting(Languages::Vi, Scope::Centre),
        moment: WallMoment::of(now(), now() - chrono::Duration::hours(12)),
        preview: None,
        build: "dev".to_owned(),
        slot_s: 10,
    };
    let html = Owner::new().with(|| view! { <Wall view /> }.to_html());
    assert!(html.contains(r#"data-state="lost""#));
    assert!(html.contains("22:42 · 22/11"), "{html}");
}

//! The centre, its settings, and what it lists.

use sanh_app::board::model::{Name, Scope};
use sanh_app::deadline::calendar::{CalendarDay, WorkingMinutes};
use sanh_app::deadline::due::TimeLimit;
use sanh_app::deadline::lateness::DeadlineRule;
use sanh_app::dossier::{Action, Channel};
use sanh_app::screen::model::{Distance, Look, Night};
use sanh_server::store::{AuditQuery, By, NewProcedure, Screen, SettingKey, StoreError};

use super::centre::{Offices, date, local, manager};
use super::engine::contract;

contract! {
    async fn a_new_centre_has_its_defaults_and_the_statutory_calendar(database: Database) {
        let centre = database.store.centre(local("2026-05-04 08:00")).await.unwrap();
        assert_eq!(centre.zone, chrono_tz::Asia::Ho_Chi_Minh);
        assert_eq!(centre.rules.deadline_rule, DeadlineRule::Instant);
        assert!(!centre.calendar.is_working_day(date("2026-09-02")), "Quốc khánh");
        assert!(centre.calendar.is_working_day(date("2026-05-04")));
        assert!(centre.calendar.is_working_day(date("2010-05-04")), "dossiers from before the program are imported too");
    }
}

contract! {
    async fn a_setting_holds_from_its_date(database: Database) {
        let store = &database.store;
        store.set(SettingKey::CentrePlace, date("2026-06-01"), "Phường Uông Bí").await.unwrap();
        assert_eq!(store.centre(local("2026-05-31 23:59")).await.unwrap().place, "");
        assert_eq!(store.centre(local("2026-06-01 00:00")).await.unwrap().place, "Phường Uông Bí");
        let number = store.change_number().await.unwrap();
        store.set(SettingKey::CentrePlace, date("2026-06-01"), "Phường Uông Bí").await.unwrap();
        assert_eq!(store.change_number().await.unwrap(), number, "the same again is no change");
    }
}

contract! {
    async fn a_setting_by_somebody_is_told_in_the_audit_and_can_be_taken_back(database: Database) {
        let (store, now) = (&database.store, local("2026-05-04 08:00"));
        let key = SettingKey::BackdateDaysMax;
        let set = |value| store.set_by(key, (date("2026-06-01"), value), By::console(), now);
        set("7").await.unwrap();
        set("7").await.unwrap();
        set("5").await.unwrap();
        assert_eq!(store.centre(local("2026-06-01 08:00")).await.unwrap().rules.backdate_days_max, 5);
        store.unset_by(key, date("2026-06-01"), By::console(), now).await.unwrap();
        store.unset_by(key, date("2026-06-01"), By::console(), now).await.unwrap();
        assert_eq!(store.centre(local("2026-06-01 08:00")).await.unwrap().rules.backdate_days_max, 3);
        let query = AuditQuery { subject: Some("backdate_days_max".to_owned()), rows_max: 10, ..AuditQuery::default() };
        let lines = store.audit_lines(query).await.unwrap();
        let told: Vec<_> = lines.iter().map(|line| (line.was.as_str(), line.became.as_str())).collect();
        assert_eq!(told, [("2026-06-01: 5", ""), ("7", "2026-06-01: 5"), ("3", "2026-06-01: 7")]);
        assert!(store.verify(now).await.unwrap().is_clean());
    }
}

contract! {
    async fn a_rule_that_would_restate_what_ended_is_refused_and_told_apart(database: Database) {
        let (store, morning) = (&database.store, local("2026-05-04 08:00"));
        assert!(!store.zone_is_fixed().await.unwrap());
        let offices = Offices::set_up(store).await;
        let acted = store.receive(offices.intake(1, Channel::Direct, 2), morning, &manager(), true).await.unwrap();
        store.act(&acted.dossier.code, Action::Resolve, 1, morning, &manager()).await.unwrap();
        assert!(store.zone_is_fixed().await.unwrap());
        for (key, day, value) in [(SettingKey::DeadlineRule, "2026-05-04", "day"), (SettingKey::Zone, "2026-05-05", "Asia/Tokyo")] {
            let refused = store.set_by(key, (date(day), value), By::console(), morning).await;
            assert!(matches!(refused, Err(StoreError::Restates { .. })), "{refused:?}");
        }
        store.set_by(SettingKey::DeadlineRule, (date("2026-05-05"), "day"), By::console(), morning).await.unwrap();
        let timelines = store.timelines().await.unwrap();
        let rule = timelines.iter().find(|timeline| timeline.key == SettingKey::DeadlineRule).unwrap();
        assert_eq!(rule.on(date("2026-05-04")), (None, "instant"));
        assert_eq!(rule.on(date("2026-05-05")), (Some(date("2026-05-05")), "day"));
    }
}

contract! {
    async fn a_value_that_cannot_be_used_is_refused(database: Database) {
        for (key, value) in [(SettingKey::Zone, "Hà Nội"), (SettingKey::DeadlineRule, "later"), (SettingKey::CorrectionS, "-1")] {
            let refused = database.store.set(key, date("2026-06-01"), value).await.unwrap_err();
            assert!(matches!(refused, StoreError::Invalid(_)), "{refused}");
        }
    }
}

contract! {
    async fn the_zone_is_fixed_once_there_are_dossiers(database: Database) {
        let store = &database.store;
        store.set(SettingKey::Zone, date("2020-01-01"), "America/New_York").await.unwrap();
        let offices = Offices::set_up(store).await;
        store.receive(offices.intake(1, Channel::Direct, 2), local("2026-05-04 20:00"), &manager(), true).await.unwrap();
        assert!(store.set(SettingKey::Zone, date("2020-01-02"), "Asia/Tokyo").await.is_err());
        assert_eq!(store.centre(local("2026-05-04 20:00")).await.unwrap().zone, chrono_tz::America::New_York);
    }
}

contract! {
    async fn a_day_off_of_one_agency_is_its_own(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let closed = CalendarDay {
            date: date("2026-05-05"),
            agency: Some(offices.agencies[0]),
            intervals: Vec::new(),
            name: "Bão".to_owned(),
            decision: "Công điện 1".to_owned(),
        };
        store.put_calendar_days(vec![closed.clone()]).await.unwrap();
        assert!(store.calendar_days().await.unwrap().contains(&closed));
        let calendar = store.centre(local("2026-05-04 08:00")).await.unwrap().calendar;
        assert!(!calendar.for_agency(offices.agencies[0]).is_working_day(closed.date));
        assert!(calendar.for_agency(offices.agencies[1]).is_working_day(closed.date));
    }
}

contract! {
    async fn listing_the_same_again_changes_nothing(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let procedure = NewProcedure {
            code: "1.001193".to_owned(),
            field: offices.fields[0],
            name: Name { vi: "Đăng ký khai sinh".to_owned(), en: Some("Birth registration".to_owned()) },
            limit: Some(TimeLimit { minutes: WorkingMinutes::of_days(1), cutoff_15h: true }),
        };
        let ids = store.put_procedures(vec![procedure.clone()]).await.unwrap();
        let number = store.change_number().await.unwrap();
        assert_eq!(store.put_procedures(vec![procedure]).await.unwrap(), ids);
        assert_eq!(Offices::set_up(store).await.fields, offices.fields);
        assert_eq!(store.change_number().await.unwrap(), number);
        assert_eq!(store.procedures().await.unwrap()[0].limits.first.unwrap().minutes, WorkingMinutes::DAY);
    }
}

contract! {
    async fn a_screen_is_set_up_and_changed(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let mut screen = Screen { name: "tang-1".to_owned(), scope: Scope::Centre, lang: "vi".to_owned(), periods: "all".to_owned(), look: Look::default() };
        store.put_screen(screen.clone()).await.unwrap();
        screen.scope = Scope::Agency(offices.agencies[1]);
        screen.look = Look { theme: "18:00-06:00".parse().unwrap(), distance: Distance::Far, night: Night::Same };
        let number = store.change_number().await.unwrap();
        store.put_screen(screen.clone()).await.unwrap();
        assert!(store.change_number().await.unwrap() > number, "a changed screen wakes the wall");
        assert_eq!(store.screen("tang-1").await.unwrap(), Some(screen.clone()));
        assert_eq!(store.screen("tang-2").await.unwrap(), None);
        for (name, lang, periods) in [("Tầng 1", "vi", "all"), ("a", "fr", "all"), ("a", "vi", "week"), ("", "vi", "all")] {
            let wrong = Screen { name: name.to_owned(), lang: lang.to_owned(), periods: periods.to_owned(), ..screen.clone() };
            assert!(matches!(store.put_screen(wrong).await, Err(StoreError::Invalid(_))));
        }
    }
}

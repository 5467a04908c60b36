//! The centre, its settings, and what it lists.

use chrono::Duration;

use sanh_domain::deadline::DayStatus;
use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::deadline::due::TimeLimit;
use sanh_domain::deadline::lateness::DeadlineRule;
use sanh_domain::deadline::office_hours::CalendarDay;
use sanh_domain::dossier::Action;
use sanh_domain::period::Period;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::scope::Scope;
use sanh_domain::screen::model::{Appearance, Distance, Night};
use sanh_domain::text::name::Name;
use sanh_store::{AuditActor, AuditQuery, NewProcedure, Screen, SettingKey, Store, StoreError};

use super::centre::{Offices, date, local, manager};
use super::engine::contract;

contract! {
    async fn a_new_centre_has_its_defaults_and_the_statutory_calendar(database: Database) {
        let centre = database.store.centre(local("2026-05-04 08:00")).await.unwrap();
        assert_eq!(centre.zone, chrono_tz::Asia::Ho_Chi_Minh);
        assert_eq!(centre.rules.lateness, DeadlineRule::Instant.into());
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

/// Received on the morning of a day, due on it at 17:00, and resolved so many seconds after that.
async fn resolved_after(store: &Store, offices: &Offices, number: usize, day: &str, seconds: i64) {
    let opened = store
        .receive(
            offices.intake(number, Channel::Direct, 1),
            local(&format!("{day} 07:30")),
            &manager(),
            true,
        )
        .await
        .unwrap();
    let due = opened.dossier.due_at.unwrap();
    assert_eq!(due, local(&format!("{day} 17:00")));
    let at = due + Duration::seconds(seconds);
    store
        .act(&opened.dossier.code, Action::Resolve, 1, at, &manager())
        .await
        .unwrap();
}

contract! {
    async fn due_times_count_to_the_minute_from_a_day_on_and_those_before_keep_what_they_counted(database: Database) {
        let store = &database.store;
        let key = SettingKey::DuePrecision;
        store.set(key, date("1970-01-01"), "millisecond").await.unwrap();
        store.set(key, date("2026-06-01"), "minute").await.unwrap();
        let offices = Offices::set_up(store).await;
        for (number, day, seconds) in
            [(1, "2026-05-29", 0), (2, "2026-05-29", 30), (3, "2026-06-01", 59), (4, "2026-06-01", 60)]
        {
            resolved_after(store, &offices, number, day, seconds).await;
        }
        let still_open = offices.intake(5, Channel::Direct, 1);
        store.receive(still_open, local("2026-05-29 07:30"), &manager(), true).await.unwrap();
        for (at, late, overdue) in [
            (local("2026-05-29 17:00") + Duration::seconds(30), 1, 1),
            (local("2026-06-02 08:00"), 2, 1),
        ] {
            let month = Period::range(date("2026-05-01"), date("2026-07-01")).unwrap();
            let board = store.figures_from_history(Scope::Centre, month, at, None).await.unwrap();
            assert_eq!((board.total.late, board.total.overdue), (late, overdue), "{at}");
        }
        let now = local("2026-06-02 08:00");
        let year = Period::year(date("2026-06-02"));
        let counted = store.board(Scope::Centre, year, now).await.unwrap();
        assert_eq!(counted, store.figures_from_history(Scope::Centre, year, now, None).await.unwrap());
        assert!(store.verify(now).await.unwrap().is_clean());
        let refused = store.set(key, date("2026-07-01"), "millisecond").await.unwrap_err();
        assert!(matches!(refused, StoreError::Restates { .. }), "{refused}");
    }
}

contract! {
    async fn an_upgraded_database_counts_to_the_minute_from_a_day_after_its_upgrade(database: Database) {
        let store = &database.store;
        let upgrade = async || {
            let sql = if database.is_sqlite() {
                include_str!("../../../migrations/sqlite/0041_due_precision.sql")
            } else {
                include_str!("../../../migrations/postgres/0041_due_precision.sql")
            };
            for statement in sql.split(';').filter(|statement| statement.contains("INSERT")) {
                database.execute(statement).await;
            }
            let timelines = store.timelines().await.unwrap();
            let found = timelines.into_iter().find(|timeline| timeline.key == SettingKey::DuePrecision);
            found.unwrap().values
        };
        assert_eq!(upgrade().await, [], "a new database always did");
        let offices = Offices::set_up(store).await;
        resolved_after(store, &offices, 1, "2026-05-29", 0).await;
        let values = upgrade().await;
        #[allow(clippy::disallowed_methods, reason = "the upgrade reads the clock of the database")]
        let tomorrow = chrono::Utc::now().with_timezone(&chrono_tz::Asia::Ho_Chi_Minh).date_naive() + Duration::days(1);
        assert_eq!(values[0], (date("1970-01-01"), "millisecond".to_owned()));
        assert!(values[1].0 >= tomorrow && values[1].1 == "minute", "{values:?}");
        let centre = store.centre(local("2026-05-29 08:00")).await.unwrap();
        assert_eq!(centre.rules.lateness.minutes_from, centre.calendar.day_start(values[1].0));
    }
}

contract! {
    async fn a_setting_by_somebody_is_told_in_the_audit_and_can_be_taken_back(database: Database) {
        let (store, now) = (&database.store, local("2026-05-04 08:00"));
        let key = SettingKey::BackdateDaysMax;
        let set = |value| store.set_by(key, (date("2026-06-01"), value), AuditActor::console(), now);
        set("7").await.unwrap();
        set("7").await.unwrap();
        set("5").await.unwrap();
        assert_eq!(store.centre(local("2026-06-01 08:00")).await.unwrap().rules.backdate_days_max, 5);
        store.unset_by(key, date("2026-06-01"), AuditActor::console(), now).await.unwrap();
        store.unset_by(key, date("2026-06-01"), AuditActor::console(), now).await.unwrap();
        assert_eq!(store.centre(local("2026-06-01 08:00")).await.unwrap().rules.backdate_days_max, 3);
        let query = AuditQuery { subject: Some("backdate_days_max".to_owned()), rows_max: 10, ..AuditQuery::default() };
        let lines = store.audit_lines(query).await.unwrap();
        let told: Vec<_> = lines.iter().map(|line| (line.was.as_str(), line.became.as_str())).collect();
        assert_eq!(told, [("2026-06-01: 5", ""), ("7", "2026-06-01: 5"), ("3", "2026-06-01: 7")]);
        assert!(store.verify(now).await.unwrap().is_clean());
    }
}

contract! {
    async fn a_rule_that_would_restate_ended_dossiers_is_refused_with_an_error_of_its_own(database: Database) {
        let (store, morning) = (&database.store, local("2026-05-04 08:00"));
        assert!(!store.zone_is_fixed().await.unwrap());
        let offices = Offices::set_up(store).await;
        let acted = store.receive(offices.intake(1, Channel::Direct, 2), morning, &manager(), true).await.unwrap();
        store.act(&acted.dossier.code, Action::Resolve, 1, morning, &manager()).await.unwrap();
        assert!(store.zone_is_fixed().await.unwrap());
        for (key, day, value) in [(SettingKey::DeadlineRule, "2026-05-04", "day"), (SettingKey::Zone, "2026-05-05", "Asia/Tokyo")] {
            let refused = store.set_by(key, (date(day), value), AuditActor::console(), morning).await;
            assert!(matches!(refused, Err(StoreError::Restates { .. })), "{refused:?}");
        }
        store.set_by(SettingKey::DeadlineRule, (date("2026-05-05"), "day"), AuditActor::console(), morning).await.unwrap();
        let timelines = store.timelines().await.unwrap();
        let rule = timelines.iter().find(|timeline| timeline.key == SettingKey::DeadlineRule).unwrap();
        assert_eq!(rule.on(date("2026-05-04")), (None, "instant"));
        assert_eq!(rule.on(date("2026-05-05")), (Some(date("2026-05-05")), "day"));
    }
}

contract! {
    async fn a_rule_is_refused_for_a_day_on_which_a_clock_stopped_soon_after_the_centres_midnight(database: Database) {
        let (store, night) = (&database.store, local("2026-05-05 00:30"));
        let offices = Offices::set_up(store).await;
        let received = local("2026-05-04 08:00");
        let acted = store.receive(offices.intake(1, Channel::Direct, 2), received, &manager(), true).await.unwrap();
        store.act(&acted.dossier.code, Action::AskPayment { reason: "test".to_owned() }, 1, night, &manager()).await.unwrap();
        let set = |day| store.set_by(SettingKey::DeadlineRule, (date(day), "day"), AuditActor::console(), night);
        let refused = set("2026-05-05").await;
        assert!(matches!(refused, Err(StoreError::Restates { .. })), "{refused:?}");
        set("2026-05-06").await.unwrap();
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
            status: DayStatus::Decided,
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
            limit: Some(TimeLimit { length: WorkingMinutes::of_days(1).into(), cutoff_15h: true }).into(),
        };
        let ids = store.put_procedures(vec![procedure.clone()]).await.unwrap();
        let number = store.change_number().await.unwrap();
        assert_eq!(store.put_procedures(vec![procedure]).await.unwrap(), ids);
        assert_eq!(Offices::set_up(store).await.fields, offices.fields);
        assert_eq!(store.change_number().await.unwrap(), number);
        assert_eq!(store.procedures().await.unwrap()[0].limits.first.general.unwrap().working(), Some(WorkingMinutes::DAY));
    }
}

contract! {
    async fn a_screen_is_set_up_and_changed(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let mut screen = Screen { name: "tang-1".to_owned(), scope: Scope::Centre, lang: "vi".to_owned(), periods: "all".to_owned(), look: Appearance::default() };
        store.put_screen(screen.clone()).await.unwrap();
        screen.scope = Scope::Agency(offices.agencies[1]);
        screen.look = Appearance { theme: "18:00-06:00".parse().unwrap(), distance: Distance::Far, night: Night::Same };
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

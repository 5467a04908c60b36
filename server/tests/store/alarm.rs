//! Alarms: kept as they begin, go on and end, and what is to be told of them.

use chrono::Duration;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::alarm::model::{Alarm, AlarmKind, CheckResult, CheckState};
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::scope::Scope;
use sanh_store::{
    ALARM_TRIES_MAX, AlarmChannel, AlarmDelivery, AlarmMoment, AuditActor, AuditQuery, Slice,
    Store, Trouble,
};

use super::centre::{Offices, local, manager};
use super::engine::contract;

fn morning() -> Instant {
    local("2026-11-24 08:00")
}

fn after(minutes: i64) -> Instant {
    morning() + Duration::minutes(minutes)
}

fn dark(screen: &str, state: CheckState) -> CheckResult {
    CheckResult {
        kind: AlarmKind::ScreenDark,
        subject: screen.to_owned(),
        state,
    }
}

const WRONG: CheckState = CheckState::Wrong {
    value: 6,
    threshold: 5,
};

fn telling(channels: &[AlarmChannel]) -> AlarmDelivery {
    AlarmDelivery {
        channels: channels.to_vec(),
        repeat_h: 24,
    }
}

async fn keep(store: &Store, readings: &[CheckResult], channels: &[AlarmChannel], now: Instant) {
    let kept = store.keep_alarms(readings.to_vec(), telling(channels), now);
    kept.await.unwrap();
}

/// What is to be told now, and is.
async fn told(store: &Store, now: Instant) -> Vec<(AlarmMoment, String)> {
    let messages = store.take_alarm_messages(100, 300, now).await.unwrap();
    for message in &messages {
        store.end_alarm_message(message, None, now).await.unwrap();
    }
    messages
        .into_iter()
        .map(|message| (message.moment, message.alarm.subject))
        .collect()
}

/// What a node that was cut off for some minutes has to tell.
fn away(since_min: i64, told: &[AlarmChannel]) -> Trouble {
    Trouble {
        kind: AlarmKind::DatabaseAway,
        since: after(since_min),
        value: 600 - since_min,
        threshold: 60,
        channels: told.to_vec(),
    }
}

fn names(alarms: &[Alarm]) -> Vec<&str> {
    alarms.iter().map(|alarm| alarm.subject.as_str()).collect()
}

contract! {
    async fn an_alarm_begins_continues_and_ends_with_the_results_of_checks(database: Database) {
        let store = &database.store;
        keep(store, &[dark("lobby", WRONG), dark("land", CheckState::Fine)], &[], morning()).await;
        let open = store.open_alarms(&AgencyScope::Everywhere).await.unwrap();
        assert_eq!((names(&open), open[0].since, open[0].value), (vec!["lobby"], morning(), 6));
        let worse = CheckState::Wrong { value: 60, threshold: 5 };
        keep(store, &[dark("lobby", worse), dark("land", WRONG)], &[], after(54)).await;
        let open = store.open_alarms(&AgencyScope::Everywhere).await.unwrap();
        assert_eq!((names(&open), open[1].since, open[1].value), (vec!["land", "lobby"], morning(), 60));
        keep(store, &[dark("lobby", CheckState::Unknown), dark("land", CheckState::Fine)], &[], after(60)).await;
        assert_eq!(names(&store.open_alarms(&AgencyScope::Everywhere).await.unwrap()), ["lobby"], "what cannot be told stays as it was");
        keep(store, &[dark("land", CheckState::Fine)], &[], after(61)).await;
        assert_eq!(store.open_alarms(&AgencyScope::Everywhere).await.unwrap(), [], "the wall was taken off the list");
        let past = store.past_alarms(&AgencyScope::Everywhere).await.unwrap();
        assert_eq!((names(&past), past[0].ended_at), (vec!["lobby", "land"], Some(after(61))));
        keep(store, &[dark("lobby", WRONG)], &[], after(70)).await;
        assert_eq!(store.open_alarms(&AgencyScope::Everywhere).await.unwrap()[0].since, after(70), "another time is another alarm");
    }
}

contract! {
    async fn checks_that_find_nothing_new_write_nothing_and_wake_no_wall(database: Database) {
        let store = &database.store;
        let number = store.change_number().await.unwrap();
        keep(store, &[dark("lobby", WRONG)], &[], morning()).await;
        keep(store, &[dark("lobby", CheckState::Wrong { value: 7, threshold: 5 })], &[], after(1)).await;
        assert_eq!(store.open_alarms(&AgencyScope::Everywhere).await.unwrap()[0].value, 6);
        keep(store, &[dark("lobby", CheckState::Wrong { value: 11, threshold: 5 })], &[], after(5)).await;
        let open = store.open_alarms(&AgencyScope::Everywhere).await.unwrap();
        assert_eq!((open[0].value, open[0].seen_at), (11, after(5)));
        assert_eq!(store.change_number().await.unwrap(), number);
    }
}

contract! {
    async fn an_alarm_is_told_once_when_it_begins_and_once_when_it_ends(database: Database) {
        let (store, channels) = (&database.store, [AlarmChannel::Webhook, AlarmChannel::Mail]);
        keep(store, &[dark("lobby", WRONG)], &channels, morning()).await;
        let began = (AlarmMoment::Began, "lobby".to_owned());
        assert_eq!(told(store, morning()).await, [began.clone(), began], "by each way");
        keep(store, &[dark("lobby", WRONG)], &channels, after(10)).await;
        assert_eq!(told(store, after(10)).await, []);
        keep(store, &[dark("lobby", CheckState::Fine)], &channels, after(20)).await;
        let ended = (AlarmMoment::Ended, "lobby".to_owned());
        assert_eq!(told(store, after(20)).await, [ended.clone(), ended]);
        keep(store, &[dark("lobby", CheckState::Fine)], &channels, after(30)).await;
        assert_eq!(told(store, after(30)).await, []);
    }
}

contract! {
    async fn a_lasting_or_recurring_alarm_is_reported_again_only_after_its_hours(database: Database) {
        let (store, channels) = (&database.store, [AlarmChannel::Webhook]);
        keep(store, &[dark("lobby", WRONG), dark("land", WRONG)], &channels, morning()).await;
        assert_eq!(told(store, morning()).await.len(), 2);
        for minute in 0..100 {
            let state = if minute % 2 == 0 { CheckState::Fine } else { WRONG };
            keep(store, &[dark("lobby", state), dark("land", WRONG)], &channels, after(minute)).await;
        }
        let flood = told(store, after(100)).await;
        assert_eq!(flood, [(AlarmMoment::Ended, "lobby".to_owned())], "the one end of what was told");
        keep(store, &[dark("lobby", WRONG), dark("land", WRONG)], &channels, after(24 * 60)).await;
        let mut again = told(store, after(24 * 60)).await;
        again.sort_by(|a, b| a.1.cmp(&b.1));
        assert_eq!(again, [(AlarmMoment::Lasts, "land".to_owned()), (AlarmMoment::Began, "lobby".to_owned())]);
    }
}

contract! {
    async fn a_muted_alarm_is_not_reported_until_it_is_unmuted(database: Database) {
        let (store, channels) = (&database.store, [AlarmChannel::Webhook]);
        keep(store, &[dark("lobby", WRONG)], &[], morning()).await;
        let id = store.open_alarms(&AgencyScope::Everywhere).await.unwrap()[0].id;
        assert!(store.mute_alarm(id, Some(after(60)), AuditActor::console(), morning()).await.unwrap());
        assert!(!store.mute_alarm(id + 1, Some(after(60)), AuditActor::console(), morning()).await.unwrap());
        let open = store.open_alarms(&AgencyScope::Everywhere).await.unwrap();
        assert_eq!(open[0].muted_by.as_deref(), Some("console"));
        assert!(open[0].is_muted_at(after(59)) && !open[0].is_muted_at(after(60)));
        keep(store, &[dark("lobby", WRONG)], &channels, after(10)).await;
        assert_eq!(told(store, after(10)).await, []);
        assert!(store.mute_alarm(id, None, AuditActor::console(), after(20)).await.unwrap());
        keep(store, &[dark("lobby", WRONG)], &channels, after(20)).await;
        assert_eq!(told(store, after(20)).await.len(), 1);
        let query = AuditQuery { subject: Some("screen_dark lobby".to_owned()), rows_max: 9, ..AuditQuery::default() };
        let lines = store.audit_lines(query).await.unwrap();
        assert!(lines.len() == 2 && lines.iter().all(|line| line.act == AuditAct::AlarmMuted));
    }
}

contract! {
    async fn a_message_that_fails_is_tried_again_after_growing_pauses_and_given_up(database: Database) {
        let store = &database.store;
        keep(store, &[dark("lobby", WRONG)], &[AlarmChannel::Mail], morning()).await;
        let mut now = morning();
        for tries in 1..=ALARM_TRIES_MAX {
            let taken = store.take_alarm_messages(9, 300, now).await.unwrap();
            assert_eq!((taken.len(), taken[0].tries, taken[0].channel), (1, tries, AlarmChannel::Mail));
            let other = database.other_process().await;
            assert_eq!(other.take_alarm_messages(9, 300, now).await.unwrap(), [], "it is left to who took it");
            store.end_alarm_message(&taken[0], Some("away".to_owned()), now).await.unwrap();
            assert_eq!(store.take_alarm_messages(9, 300, now + Duration::seconds(29)).await.unwrap(), []);
            now += Duration::hours(1);
        }
        assert_eq!(store.take_alarm_messages(9, 300, now).await.unwrap(), []);
        assert_eq!(store.dead_alarm_messages(morning()).await.unwrap(), 1);
    }
}

contract! {
    async fn an_alarm_that_began_and_ended_while_the_database_was_away_is_recorded(database: Database) {
        let store = &database.store;
        store.put_trouble(away(0, &[AlarmChannel::Webhook]), after(10)).await.unwrap();
        store.merge_troubles(24, after(10)).await.unwrap();
        let past = store.past_alarms(&AgencyScope::Everywhere).await.unwrap();
        assert_eq!((past[0].kind, past[0].since, past[0].ended_at), (AlarmKind::DatabaseAway, morning(), Some(after(10))));
        assert_eq!(told(store, after(10)).await, [(AlarmMoment::Ended, String::new())]);
        // At another time it is another alarm, which nobody has reported yet.
        store.put_trouble(away(20, &[]), after(30)).await.unwrap();
        store.merge_troubles(24, after(30)).await.unwrap();
        assert_eq!(store.past_alarms(&AgencyScope::Everywhere).await.unwrap().len(), 2);
        assert_eq!(told(store, after(30)).await, []);
    }
}

contract! {
    async fn reports_of_several_nodes_about_one_outage_are_one_alarm_that_ends_once_per_channel(database: Database) {
        let (store, other, third) = (&database.store, database.other_process().await, database.other_process().await);
        other.put_trouble(away(1, &[AlarmChannel::Webhook]), after(10)).await.unwrap();
        store.put_trouble(away(2, &[AlarmChannel::Webhook]), after(9)).await.unwrap();
        store.merge_troubles(24, after(10)).await.unwrap();
        assert_eq!(told(store, after(10)).await.len(), 1);
        // One node is back later than the others, and it also sends mail.
        third.put_trouble(away(0, &[AlarmChannel::Webhook, AlarmChannel::Mail]), after(12)).await.unwrap();
        store.merge_troubles(24, after(12)).await.unwrap();
        assert_eq!(told(store, after(12)).await.len(), 1, "the mail");
        let past = store.past_alarms(&AgencyScope::Everywhere).await.unwrap();
        assert_eq!((past.len(), past[0].since, past[0].ended_at), (1, morning(), Some(after(12))));
        assert_eq!(past[0].value, 600);
        store.merge_troubles(24, after(13)).await.unwrap();
        assert_eq!(store.past_alarms(&AgencyScope::Everywhere).await.unwrap(), past);
    }
}

contract! {
    async fn an_alarm_found_by_a_check_and_reported_by_a_node_ends_as_one(database: Database) {
        let store = &database.store;
        let wrong = CheckResult::of(AlarmKind::DatabaseAway, WRONG);
        keep(store, std::slice::from_ref(&wrong), &[AlarmChannel::Mail], after(5)).await;
        assert_eq!(told(store, after(5)).await.len(), 1);
        database.other_process().await.put_trouble(away(0, &[]), after(10)).await.unwrap();
        store.merge_troubles(24, after(10)).await.unwrap();
        assert_eq!(told(store, after(10)).await, [(AlarmMoment::Ended, String::new())]);
        let past = store.past_alarms(&AgencyScope::Everywhere).await.unwrap();
        assert_eq!((past.len(), past[0].since), (1, morning()));
    }
}

contract! {
    async fn counters_and_dossiers_that_were_changed_behind_the_program_are_found(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        for number in 1..=5 {
            let intake = offices.intake(number, Channel::Online, 2);
            store.receive(intake, morning(), &manager(), false).await.unwrap();
        }
        let apart = async |scope| store.counter_drift(scope, morning()).await.unwrap();
        assert_eq!(apart(Scope::Centre).await, 0);
        let slice = store.verify_slice(0).await.unwrap();
        assert_eq!((slice.faults, slice.last.is_some()), (Vec::new(), true));
        assert_eq!(store.verify_slice(slice.last.unwrap()).await.unwrap(), Slice::default());
        database.execute("UPDATE open_counter SET running = running + 1 WHERE agency_id = 0").await;
        assert!(apart(Scope::Centre).await > 0);
        database.execute("UPDATE dossier SET paused_min = paused_min + 1 WHERE id = (SELECT min(id) FROM dossier)").await;
        assert_eq!(store.verify_slice(0).await.unwrap().faults, [offices.intake(1, Channel::Online, 2).code]);
    }
}

contract! {
    async fn the_readings_that_alarms_are_judged_by_are_available(database: Database) {
        let store = &database.store;
        assert_eq!(store.last_change().await.unwrap(), None);
        assert_eq!(store.unsealed().await.unwrap(), 0);
        let offices = Offices::set_up(store).await;
        for number in 1..=3_i64 {
            let intake = offices.intake(usize::try_from(number).unwrap(), Channel::Online, 2);
            store.receive(intake, after(number), &manager(), false).await.unwrap();
        }
        assert_eq!(store.last_change().await.unwrap(), Some(after(3)));
        assert_eq!(store.changes_since(after(2), 1_000).await.unwrap(), [after(2), after(3)]);
        assert!(store.unsealed().await.unwrap() > 0);
        store.seal_batch(1_000).await.unwrap();
        assert_eq!(store.unsealed().await.unwrap(), 0);
        let number = store.change_number().await.unwrap();
        store.note_screens(vec!["lobby".to_owned(), "land".to_owned()], morning()).await.unwrap();
        store.note_screens(vec!["lobby".to_owned()], after(5)).await.unwrap();
        let seen = [("land".to_owned(), morning()), ("lobby".to_owned(), after(5))];
        assert_eq!(database.other_process().await.screens_seen().await.unwrap(), seen);
        assert_eq!(store.change_number().await.unwrap(), number);
        let here = sanh_store::clock::Clock::now(&sanh_server::clock::MachineClock::new());
        let ahead = store.database_now().await.unwrap() - here;
        assert!(ahead.num_seconds().abs() < 5, "{ahead}");
    }
}

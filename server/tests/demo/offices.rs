//! Who handles what in the demo centre, what is promised there, and when it comes in.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use chrono::Timelike;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::deadline::{Instant, LimitLength};
use sanh_domain::procedure::channel::Channel;
use sanh_server::io::demo::catalogue::Catalogue;
use sanh_server::jobs::working_day::WorkingDay;
use sanh_store::clock::Clock;

use super::{Centre, HandClock, NOW, at};

#[test]
fn procedures_have_matching_agencies_and_unique_national_codes() {
    let catalogue = Catalogue::read().unwrap();
    let procedures = catalogue
        .fields
        .iter()
        .flat_map(|field| field.procedures.iter().map(move |it| (field, it)));
    let mut codes = BTreeSet::new();
    for (field, procedure) in procedures {
        let handlers = field.handlers(procedure);
        let name = &procedure.name.vi;
        assert!(!handlers.is_empty(), "{name} is handled by nobody");
        for key in handlers {
            assert!(catalogue.agency(key).is_some(), "{name}: {key}");
            assert!(
                field.agencies.contains(key),
                "{name}: {key} has nothing to do with {}",
                field.code
            );
        }
        if let Some(code) = &procedure.national_code {
            assert!(codes.insert(code.clone()), "{code} stands twice");
        }
    }
    assert!(codes.len() > 80, "{} national codes", codes.len());
    for field in &catalogue.fields {
        let handles = |key: &String| {
            let mut procedures = field.procedures.iter();
            procedures.any(|procedure| field.handlers(procedure).contains(key))
        };
        assert!(field.agencies.iter().all(handles), "{}", field.code);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_dossier_is_at_an_agency_that_handles_it_and_certified_copies_are_due_the_same_day() {
    let centre = Centre::of(1, 0).await;
    let needs = centre.store.requirements().await.unwrap();
    let calendar = centre.store.centre(at(NOW)).await.unwrap().calendar;
    let (mut same_day, mut at_counter) = (0, [0_u32; 24]);
    for (dossier, events) in centre.told(6_000, 4, at(NOW)).await {
        let procedure = dossier.procedure.unwrap();
        let handled = &needs[&procedure].agencies;
        assert!(handled.contains(&dossier.agency), "{}", dossier.code);
        let local = |at: Instant| at.with_timezone(&calendar.zone()).naive_local();
        if dossier.channel != Channel::Online {
            let received_at = dossier.received_at.unwrap();
            assert!(calendar.is_open(received_at), "{}", dossier.code);
            at_counter[local(received_at).hour() as usize] += 1;
        }
        let is_same_day = dossier
            .limit
            .is_some_and(|limit| matches!(limit.length, LimitLength::SameDay { .. }));
        let Some((received_at, due)) = dossier.received_at.zip(dossier.first_due_at) else {
            continue;
        };
        if is_same_day {
            same_day += 1;
            let received = local(received_at);
            let is_today = local(due).date() == received.date();
            let is_in_time = (received.hour(), received.minute()) <= (15, 0);
            assert_eq!(is_today, is_in_time, "{} {received}", dossier.code);
            assert_eq!(calendar.closing(local(due).date()), Some(due));
        }
        assert!(!events.is_empty());
    }
    assert!(same_day > 600, "{same_day} of 6,000 within the day");
    let busiest = (0..24).max_by_key(|hour| at_counter[*hour]).unwrap();
    assert!(
        (8..=9).contains(&busiest),
        "the morning peaks: {at_counter:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_office_is_closed_the_working_day_receives_nothing() {
    let centre = Centre::of(400, 5).await;
    let night = at("2026-11-23T21:00:00+07:00");
    let clock = Arc::new(HandClock(Mutex::new(night)));
    let told = Arc::clone(&clock) as Arc<dyn Clock>;
    let mut day = WorkingDay::begin(Arc::clone(&centre.store), told, 5)
        .await
        .unwrap();
    for _ in 0..100 {
        clock.forward(chrono::Duration::seconds(4));
        day.step().await.unwrap();
    }
    let dossiers = centre
        .store
        .dossiers(None, 1_000, &AgencyScope::Everywhere)
        .await
        .unwrap();
    let at_night = |at: Option<Instant>| at.is_some_and(|at| at >= night);
    let mut dossiers = dossiers.iter().map(|stored| &stored.dossier);
    assert!(dossiers.clone().any(|it| at_night(it.registered_at)));
    assert!(!dossiers.any(|it| at_night(it.received_at)));
    centre.assert_clean(clock.now()).await;
}

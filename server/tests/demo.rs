//! The demo centre: believable, the same for the same seed, and true to its own events.

mod offices;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{Dossier, EndReason, EventKind, Status};
use sanh_domain::id::FieldId;
use sanh_domain::period::Period;
use sanh_domain::scope::Scope;
use sanh_domain::text::name::Name;
use sanh_server::io::demo::catalogue::{AgencyEntry, Catalogue, FieldEntry};
use sanh_server::io::demo::offer::ServiceOffer;
use sanh_server::io::demo::{FillOutcome, GeneratedDossier, Generator, fill};
use sanh_server::jobs::working_day::{self, WorkingDay};
use sanh_store::clock::Clock;
use sanh_store::{SealKey, Store, StoreOptions};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

/// A Monday afternoon, late in a month.
const NOW: &str = "2026-11-23T14:10:00+07:00";

fn at(text: &str) -> Instant {
    DateTime::parse_from_rfc3339(text)
        .unwrap()
        .with_timezone(&Utc)
}

/// A demo centre in a folder of its own.
struct Centre {
    _folder: TempDir,
    store: Arc<Store>,
    said: String,
    filled: FillOutcome,
}

impl Centre {
    async fn of(size: u32, seed: u64) -> Self {
        let folder = TempDir::new().unwrap();
        let url = format!("sqlite://{}", folder.path().join("sanh.db").display());
        let options = StoreOptions::new(url).sealed_with(SealKey::new([7; 32]).unwrap());
        let store = Store::open(&options).await.unwrap();
        store.migrate().await.unwrap();
        let mut said = Vec::new();
        let filled = fill(&store, size, seed, at(NOW), &mut said).await.unwrap();
        Self {
            _folder: folder,
            store: Arc::new(store),
            said: String::from_utf8(said).unwrap(),
            filled,
        }
    }

    /// The dossiers a generator makes for this centre, without storing them.
    async fn told(&self, size: u32, seed: u64, now: Instant) -> Vec<GeneratedDossier> {
        let offer = ServiceOffer::read(&Catalogue::read().unwrap(), &self.store)
            .await
            .unwrap();
        let centre = self.store.centre(now).await.unwrap();
        let generator = Generator::new(&offer, &centre.calendar, centre.rules, size, seed, now);
        generator.map(|told| told.unwrap()).collect()
    }

    async fn assert_clean(&self, now: Instant) {
        let report = self.store.verify(now).await.unwrap();
        assert!(report.is_clean(), "{:?}", report.faults.first());
    }
}

/// A clock that is set by hand.
struct HandClock(Mutex<Instant>);

impl HandClock {
    fn forward(&self, by: chrono::Duration) {
        *self.0.lock().unwrap() += by;
    }
}

impl Clock for HandClock {
    fn now(&self) -> Instant {
        *self.0.lock().unwrap()
    }
}

#[test]
fn the_catalogue_has_the_size_of_a_ward_centre() {
    let catalogue = Catalogue::read().unwrap();
    let procedures: usize = catalogue
        .fields
        .iter()
        .map(|field| field.procedures.len())
        .sum();
    assert!(
        (20..=35).contains(&catalogue.agencies.len()),
        "{} agencies",
        catalogue.agencies.len()
    );
    assert!(
        (30..=60).contains(&catalogue.fields.len()),
        "{} fields",
        catalogue.fields.len()
    );
    assert!((300..=450).contains(&procedures), "{procedures} procedures");
    assert!(
        catalogue
            .fields
            .iter()
            .filter(|field| field.sensitive)
            .count()
            >= 2
    );
    let all_named = catalogue
        .fields
        .iter()
        .flat_map(|field| &field.agencies)
        .all(|key| catalogue.agency(key).is_some());
    assert!(all_named, "a field names an agency that is not there");
}

#[test]
fn every_name_of_the_catalogue_is_bilingual_and_like_no_other() {
    let catalogue = Catalogue::read().unwrap();
    let agencies: Vec<Name> = catalogue.agencies.iter().map(AgencyEntry::name).collect();
    let fields: Vec<Name> = catalogue.fields.iter().map(FieldEntry::name).collect();
    let procedures = catalogue
        .fields
        .iter()
        .flat_map(|field| &field.procedures)
        .map(|procedure| procedure.name.clone());
    for names in [agencies, fields, procedures.collect()] {
        let vi: BTreeSet<String> = names.iter().map(|name| name.vi.to_lowercase()).collect();
        let en: BTreeSet<String> = names
            .iter()
            .map(|name| name.en.clone().unwrap().to_lowercase())
            .collect();
        assert_eq!((vi.len(), en.len()), (names.len(), names.len()));
        for Name { vi, en } in &names {
            assert!(!vi.is_ascii(), "{vi} is no Vietnamese");
            assert!(!vi.is_empty() && vi.trim() == vi && !en.as_deref().unwrap().trim().is_empty());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_seed_makes_the_same_dossiers_and_another_makes_others() {
    let centre = Centre::of(1, 0).await;
    let first = centre.told(400, 7, at(NOW)).await;
    assert_eq!(first.len(), 400);
    assert_eq!(first, centre.told(400, 7, at(NOW)).await);
    assert_ne!(first, centre.told(400, 8, at(NOW)).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demo_centre_is_complete_and_proves_itself() {
    let centre = Centre::of(3_000, 1).await;
    let FillOutcome::Made {
        dossiers, events, ..
    } = centre.filled
    else {
        panic!("nothing was made")
    };
    assert_eq!(dossiers, 3_000);
    assert!(centre.said.contains("rows) a second"), "{}", centre.said);
    let report = centre.store.verify(at(NOW)).await.unwrap();
    assert!(report.is_clean(), "{:?}", report.faults.first());
    assert_eq!(
        (
            report.dossiers,
            report.events,
            report.seals,
            report.unsealed
        ),
        (3_000, events, events, 0)
    );
    let named = centre.store.centre(at(NOW)).await.unwrap();
    assert_eq!(named.place, "Phường Uông Bí · tỉnh Quảng Ninh");
    assert_eq!(named.initials, "UB");
    assert!(!centre.store.screens().await.unwrap().is_empty());

    let mut said = Vec::new();
    let again = fill(&centre.store, 50, 2, at(NOW), &mut said)
        .await
        .unwrap();
    assert_eq!(again, FillOutcome::Already);
    assert!(!said.is_empty(), "it is said that nothing was done");
    assert_eq!(centre.store.verify(at(NOW)).await.unwrap().dossiers, 3_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_figures_of_a_month_are_those_of_a_ward_centre() {
    let centre = Centre::of(1, 0).await;
    let told = centre.told(24_000, 1, at(NOW)).await;
    let zone = chrono_tz::Asia::Ho_Chi_Minh;
    let day = |at: Instant| at.with_timezone(&zone).date_naive();
    let october = Period::month(NaiveDate::from_ymd_opt(2026, 10, 1).unwrap());
    let within = |at: Option<Instant>| at.is_some_and(|at| october.contains(day(at)));
    let count = |counted: &dyn Fn(&Dossier) -> bool| {
        told.iter().filter(|(dossier, _)| counted(dossier)).count()
    };
    let percent = |part: usize, whole: usize| part * 100 / whole;

    let received = count(&|dossier| within(dossier.received_at));
    assert!((1_000..=5_000).contains(&received), "{received} received");
    let carried = count(&|dossier| {
        dossier.received_at.is_some_and(|at| day(at) < october.from)
            && dossier.ended_at.is_none_or(|at| day(at) >= october.from)
    });
    assert!(
        (20..=35).contains(&percent(carried, carried + received)),
        "{carried} carried, {received} received"
    );

    let resolved_in = |dossier: &Dossier| {
        dossier.end_reason == Some(EndReason::Resolved) && within(dossier.ended_at)
    };
    let resolved = count(&resolved_in);
    let early = count(&|dossier| {
        resolved_in(dossier)
            && dossier
                .due_at
                .zip(dossier.ended_at)
                .is_some_and(|(due, end)| day(end) < day(due))
    });
    let late = count(&|dossier| {
        resolved_in(dossier) && dossier.due_at < dossier.ended_at && dossier.due_at.is_some()
    });
    assert!(
        (50..=90).contains(&percent(early, resolved)),
        "{early} early of {resolved}"
    );
    assert!(
        (1..=20).contains(&(late * 1_000 / resolved)),
        "{late} late of {resolved}"
    );
    let online = count(&|dossier| within(dossier.received_at) && dossier.registered_at.is_some());
    assert!(
        (30..=93).contains(&percent(online, received)),
        "{online} online of {received}"
    );

    let is_open = |dossier: &Dossier| dossier.is_open();
    let open_and =
        |counted: &dyn Fn(&Dossier) -> bool| count(&|dossier| is_open(dossier) && counted(dossier));
    assert!(open_and(&|dossier| dossier.paused_at.is_some()) > 20);
    assert!(
        open_and(&|dossier| dossier.paused_at.is_none()
            && dossier.due_at.is_some_and(|due| due < at(NOW)))
            > 0
    );
    assert!(count(&|dossier| dossier.status == Status::Registered) > 0);
    for kind in EventKind::ALL.into_iter().filter(|kind| {
        !kind.keeps_status()
            && !matches!(
                kind,
                EventKind::Correct | EventKind::Recount | EventKind::Annul
            )
    }) {
        assert!(
            told.iter()
                .any(|(_, events)| events.iter().any(|event| event.kind == kind)),
            "no {kind}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn last_year_names_most_fields_and_leaves_the_small_ones_folded() {
    let centre = Centre::of(1, 0).await;
    let mut received: BTreeMap<FieldId, u64> = BTreeMap::new();
    for (dossier, _) in centre.told(24_000, 1, at(NOW)).await {
        if dossier.received_at.is_some_and(|at| at.year() == 2025) {
            *received.entry(dossier.field).or_default() += 1;
        }
    }
    let enough = received
        .values()
        .filter(|received| **received >= 60)
        .count();
    let fields = centre.store.fields().await.unwrap().len();
    assert!(
        (35..=50).contains(&enough),
        "{enough} of {fields} fields have enough dossiers to be named"
    );
    assert!((8..=20).contains(&(fields - enough)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demo_made_at_any_time_has_all_dossiers_and_none_in_the_future() {
    let centre = Centre::of(1, 0).await;
    for now in [
        "2026-02-17T03:00:00+07:00",
        "2026-03-01T00:00:00+07:00",
        "2026-12-31T23:59:59+07:00",
        "2027-01-01T07:31:00+07:00",
    ] {
        for size in [1, 60, 900] {
            let told = centre.told(size, 3, at(now)).await;
            assert_eq!(told.len(), size as usize, "at {now}");
            let codes: BTreeSet<&str> = told
                .iter()
                .map(|(dossier, _)| dossier.code.as_str())
                .collect();
            assert_eq!(codes.len(), told.len(), "at {now}");
            assert!(
                told.iter()
                    .flat_map(|(_, events)| events)
                    .all(|event| event.occurred_at < at(now)),
                "at {now}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_working_day_keeps_moving_dossiers_and_the_proof_holds() {
    let centre = Centre::of(800, 5).await;
    let clock = Arc::new(HandClock(Mutex::new(at(NOW))));
    let changes = centre.store.change_number().await.unwrap();
    let mut day = WorkingDay::begin(
        Arc::clone(&centre.store),
        Arc::clone(&clock) as Arc<dyn Clock>,
        5,
    )
    .await
    .unwrap();
    for _ in 0..300 {
        clock.forward(chrono::Duration::seconds(4));
        day.step().await.unwrap();
    }
    assert!(
        centre.store.change_number().await.unwrap() >= changes + 250,
        "the wall lives"
    );
    centre.assert_clean(clock.now()).await;

    let today = Period::today(
        clock
            .now()
            .with_timezone(&chrono_tz::Asia::Ho_Chi_Minh)
            .date_naive(),
    );
    let board = centre
        .store
        .board(Scope::Centre, today, clock.now())
        .await
        .unwrap();
    assert!(
        board.total.received() > 20 && board.total.resolved() > 20,
        "{:?}",
        board.total
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demo_that_was_off_for_two_days_does_not_open_with_a_wall_of_overdue_dossiers() {
    let centre = Centre::of(2_000, 6).await;
    let clock = Arc::new(HandClock(Mutex::new(at(NOW) + chrono::Duration::days(2))));
    let month = Period::month(NaiveDate::from_ymd_opt(2026, 11, 1).unwrap());
    let before = centre
        .store
        .board(Scope::Centre, month, clock.now())
        .await
        .unwrap()
        .total
        .overdue;
    let _day = WorkingDay::begin(
        Arc::clone(&centre.store),
        Arc::clone(&clock) as Arc<dyn Clock>,
        6,
    )
    .await
    .unwrap();
    let after = centre
        .store
        .board(Scope::Centre, month, clock.now())
        .await
        .unwrap()
        .total
        .overdue;
    assert!(
        before > 4 && after < before / 2,
        "{before} overdue before, {after} after"
    );
    centre.assert_clean(clock.now()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_working_day_outlives_a_database_that_fails_and_stops_when_asked() {
    let centre = Centre::of(50, 7).await;
    centre.store.close().await;
    let stop = CancellationToken::new();
    let clock = Arc::new(HandClock(Mutex::new(at(NOW))));
    let job = tokio::spawn(working_day::run(
        Arc::clone(&centre.store),
        clock,
        7,
        stop.clone(),
    ));
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!job.is_finished(), "it goes on trying");
    stop.cancel();
    tokio::time::timeout(Duration::from_secs(2), job)
        .await
        .unwrap()
        .unwrap();
}

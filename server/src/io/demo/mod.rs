//! The demo centre: a realistic ward centre, generated from a seed. It contains no real persons.
//!
//! [`fill`] writes the catalogue, the centre's name and the generated history; [`crate::jobs::working_day`] continues it
//! afterwards. Every dossier is made with the domain's actions, so that events, pauses and due times are valid, and `verify`
//! finds no fault.

pub mod catalogue;
mod days;
mod feedback;
mod generator;
mod guide;
mod life;
pub mod offer;
mod pdf;

use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant as Stopwatch};

use chrono::{Datelike, NaiveDate};
use futures::{StreamExt, stream};
use indicatif::{ProgressBar, ProgressStyle};
use sanh_domain::account::model::AgencyScope;
use sanh_domain::deadline::calendar::Calendar;
use sanh_domain::deadline::{Instant, seed_days_2025_2027};
use sanh_domain::dossier::{CodeFault, Refusal, Rules};
use sanh_domain::scope::Scope;
use sanh_domain::screen::model::Appearance;
use tokio::sync::{Mutex, mpsc};

pub use generator::{GeneratedDossier, Generator, demo_actor};
pub use life::goes_on;

use catalogue::{Catalogue, ZONE};
use offer::ServiceOffer;
use sanh_store::{BulkEntry, LOAD_DOSSIERS_MAX, Screen, SettingKey, Store, StoreError};

/// The default size of a demo: some 4,000 dossiers in each of the last months, and a year before them just large enough for the
/// larger fields, some 40, to be shown by name.
pub const SIZE_DEFAULT: u32 = 24_000;

/// Dossiers of one batch.
const BATCH: usize = 512;
/// Batches prepared ahead of the store.
const BATCHES_AHEAD: usize = 16;
/// Batches of one load.
const BATCHES_A_LOAD: usize = LOAD_DOSSIERS_MAX as usize / BATCH;
/// Events sealed in one go.
const SEALS_AT_ONCE: u32 = 10_000;
/// How often the progress bar moves, in milliseconds.
const PROGRESS_MS: u64 = 200;

/// The date from which settings hold: older than any dossier.
const FIRST_DATE: NaiveDate = match NaiveDate::from_ymd_opt(1990, 1, 1) {
    Some(date) => date,
    None => NaiveDate::MIN,
};

/// The result of filling the demo centre.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FillOutcome {
    /// It had dossiers already: nothing was done.
    Already,
    /// The centre was made.
    Made {
        /// The number of dossiers.
        dossiers: u64,
        /// The number of their events.
        events: u64,
        /// The time it took, in seconds.
        took_s: f64,
    },
}

/// Why the demo centre could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The catalogue that ships with the program cannot be read.
    #[error("the demo's catalogue cannot be read: {0}")]
    Catalogue(#[from] toml::de::Error),
    /// A made-up dossier breaks the rules.
    #[error("a made-up dossier breaks the rules: {0}")]
    Refused(#[from] Refusal),
    /// An agency's code does not fit into dossier codes.
    #[error("a made-up code: {0}")]
    Code(#[from] CodeFault),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The last line cannot be written.
    #[error("the result cannot be written: {0}")]
    Output(#[from] std::io::Error),
}

/// Makes the demo centre in an empty database: settings, calendar, agencies, fields, procedures, screens, and `size` dossiers
/// whose history ends before `now`. The same seed at the same instant makes the same centre. A progress bar goes to standard
/// error, a line with the rate to `out`. The database is marked as made up; one that has made-up dossiers is left unchanged.
/// More than [`LOAD_DOSSIERS_MAX`] dossiers are written in several loads, so that the log stays small; a program that is
/// stopped between two of them leaves an incomplete history.
///
/// # Errors
/// [`DemoError`], also for the database of a real centre; no dossier was written then.
pub async fn fill(
    store: &Store,
    size: u32,
    seed: u64,
    now: Instant,
    out: &mut impl Write,
) -> Result<FillOutcome, DemoError> {
    store.mark_made_up(now).await?;
    if !store
        .dossiers(None, 1, &AgencyScope::Everywhere)
        .await?
        .is_empty()
    {
        writeln!(
            out,
            "The database holds dossiers already: the demo goes on with them."
        )?;
        return Ok(FillOutcome::Already);
    }
    let started = Stopwatch::now();
    let catalogue = Catalogue::read()?;
    furnish(store, &catalogue).await?;
    guide::publish(store, &catalogue, now).await?;
    let offer = ServiceOffer::read(&catalogue, store).await?;
    let centre = store.centre(now).await?;
    let centre_year = centre.calendar.local_date(now).year();
    let plan = Plan {
        offer,
        calendar: centre.calendar,
        rules: centre.rules,
        size,
        seed,
        now,
    };
    let (dossiers, events) = load(store, &plan.batches()).await?;
    let last_year = centre_year - 1;
    store.disclose_made_up_year(last_year).await?;
    feedback::fill(store, now).await?;
    while store.seal_batch(SEALS_AT_ONCE).await? > 0 {}
    let took_s = started.elapsed().as_secs_f64();
    let a_second =
        |count: u64| f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / took_s.max(0.001);
    writeln!(
        out,
        "Made up {dossiers} dossiers with {events} events in {took_s:.1} s: {:.0} dossiers ({:.0} rows) a second.",
        a_second(dossiers),
        a_second(dossiers + events)
    )?;
    Ok(FillOutcome::Made {
        dossiers,
        events,
        took_s,
    })
}

/// Batches for the store, shared by consecutive loads.
type Batches = Arc<Mutex<mpsc::Receiver<Result<Vec<BulkEntry>, StoreError>>>>;

/// Writes all batches, load by load; returns the numbers of dossiers and events.
async fn load(store: &Store, batches: &Batches) -> Result<(u64, u64), StoreError> {
    let (mut dossiers, mut events) = (0, 0);
    loop {
        let next = Arc::clone(batches);
        let batches = stream::unfold(next, |next| async move {
            let batch = next.lock().await.recv().await;
            batch.map(|batch| (batch, next))
        });
        let loaded = store.bulk(batches.take(BATCHES_A_LOAD)).await?;
        if loaded.added == 0 {
            return Ok((dossiers, events));
        }
        dossiers += loaded.added;
        events += loaded.events;
    }
}

/// Everything but the dossiers.
async fn furnish(store: &Store, catalogue: &Catalogue) -> Result<(), DemoError> {
    let settings = [
        (SettingKey::CentreName, "Trung tâm Phục vụ hành chính công"),
        (
            SettingKey::CentreNameEn,
            "Public Administration Service Centre",
        ),
        (SettingKey::CentrePlace, "Phường Uông Bí · tỉnh Quảng Ninh"),
        (SettingKey::CentreParent, "Ủy ban nhân dân phường Uông Bí"),
        (
            SettingKey::CentreAddress,
            "Số 1 đường Trần Hưng Đạo, phường Uông Bí",
        ),
        (SettingKey::CentreHotline, "0203 385 0000"),
        (SettingKey::CentreInitials, "UB"),
        (SettingKey::ReportSendDays, "5"),
        (SettingKey::Zone, ZONE.name()),
    ];
    for (key, value) in settings {
        store.set(key, FIRST_DATE, value).await?;
    }
    store.put_calendar_days(seed_days_2025_2027()).await?;
    ServiceOffer::list(catalogue, store).await?;
    for screen in screens(store, catalogue).await? {
        store.put_screen(screen).await?;
    }
    Ok(())
}

/// Four walls: the default one, one in English, one in both languages, and one of a single agency.
async fn screens(store: &Store, catalogue: &Catalogue) -> Result<Vec<Screen>, DemoError> {
    let screen = |name: &str, scope, lang: &str, periods: &str| Screen {
        name: name.to_owned(),
        scope,
        lang: lang.to_owned(),
        periods: periods.to_owned(),
        look: Appearance::default(),
    };
    let mut screens = vec![
        screen("lobby", Scope::Centre, "vi", "month"),
        screen("lobby-en", Scope::Centre, "en", "month"),
        screen("lobby-all", Scope::Centre, "vi+en", "all"),
    ];
    let land_registry = catalogue
        .agency(LAND_REGISTRY)
        .map(|agency| agency.code.as_str());
    let agencies = store.agencies().await?;
    if let Some(agency) = agencies
        .iter()
        .find(|agency| Some(agency.code.as_str()) == land_registry)
    {
        screens.push(screen("land", Scope::Agency(agency.id), "vi", "month"));
    }
    Ok(screens)
}

/// The agency that has a wall of its own, by its key in the catalogue.
const LAND_REGISTRY: &str = "land_registry";

/// The data of a generator, for its thread.
struct Plan {
    offer: ServiceOffer,
    calendar: Calendar,
    rules: Rules,
    size: u32,
    seed: u64,
    now: Instant,
}

impl Plan {
    /// The dossiers in batches, generated on a thread of their own while the store writes.
    fn batches(self) -> Batches {
        let (sender, receiver) = mpsc::channel(BATCHES_AHEAD);
        tokio::task::spawn_blocking(move || self.make(&sender));
        Arc::new(Mutex::new(receiver))
    }

    /// Generates the batches; ends early when nobody takes them any more.
    fn make(&self, batches: &mpsc::Sender<Result<Vec<BulkEntry>, StoreError>>) {
        let bar = progress(self.size);
        let mut told = Generator::new(
            &self.offer,
            &self.calendar,
            self.rules,
            self.size,
            self.seed,
            self.now,
        );
        loop {
            let batch: Result<Vec<BulkEntry>, DemoError> =
                told.by_ref().take(BATCH).map(entry).collect();
            let made = match batch {
                Ok(entries) if entries.is_empty() => break,
                Ok(entries) => entries,
                Err(error) => {
                    // If the receiver is gone, it has reported an error of its own.
                    let _ = batches.blocking_send(Err(refused(error)));
                    break;
                }
            };
            let count = made.len() as u64;
            if batches.blocking_send(Ok(made)).is_err() {
                break;
            }
            bar.inc(count);
        }
        bar.finish_and_clear();
    }
}

fn entry(told: Result<GeneratedDossier, DemoError>) -> Result<BulkEntry, DemoError> {
    told.map(|(dossier, events)| BulkEntry { dossier, events })
}

fn refused(error: DemoError) -> StoreError {
    match error {
        DemoError::Refused(refusal) => StoreError::Refused(refusal),
        DemoError::Store(error) => error,
        other => StoreError::Invalid(other.to_string()),
    }
}

fn progress(size: u32) -> ProgressBar {
    let bar = ProgressBar::new(u64::from(size));
    let style =
        ProgressStyle::with_template("{bar:40} {pos}/{len} dossiers, {per_sec}, {eta} left");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.enable_steady_tick(Duration::from_millis(PROGRESS_MS));
    bar
}

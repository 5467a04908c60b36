//! The store as the pipeline's source, once it is open.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use chrono::Datelike;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::board::days::{PublicDays, disclose_days};
use sanh_domain::board::disclosed_fields::DisclosedFields;
use sanh_domain::board::disclosure::{PublicBoard, disclose};
use sanh_domain::board::edition::CentreProfile;
use sanh_domain::board::model::Board;
use sanh_domain::deadline::{Calendar, Instant};
use sanh_domain::notice::model::Notice;
use sanh_domain::period::{Period, PeriodSelection};
use sanh_domain::scope::Scope;
use sanh_domain::text::name::Name;
use sanh_store::{Centre, LastChange, Store, StoreError, StoredScreen, WatchedElsewhere};
use tokio::sync::{Mutex, watch};

use super::satisfaction::SatisfactionNotice;
use super::source::{BoardSource, ScopeCount, SourceError};

/// Seconds that the database may take to answer before it counts as away (ours: counters answer within milliseconds, so this
/// allows for a slow disk, and is less than the time of a request).
const ANSWER_S: u64 = 10;

/// Seconds that counting from history may take (ours: within the time of a request; for longer counts there is `sanh figures`,
/// which has no limit).
const HISTORY_S: u64 = 18;

/// Seconds that a page waits for the reports of other nodes (ours: without them it shows the screens of this node).
const ELSEWHERE_S: u64 = 3;

/// The store, once it is open.
pub type OpenStore = watch::Receiver<Option<Arc<Store>>>;

/// Counts boards in the store and passes them through the disclosure rule.
pub struct StoreSource {
    store: OpenStore,
    heard: Mutex<Option<watch::Receiver<i64>>>,
    /// Whether something was asked before the store was open: once it is open, that is asked again.
    has_refused: AtomicBool,
    public_url: Option<String>,
    satisfaction: SatisfactionNotice,
}

impl StoreSource {
    /// A source for a store that may still be opening. `public_url` is the address under which visitors reach the server,
    /// without a path.
    #[must_use]
    pub fn new(store: OpenStore, public_url: Option<String>) -> Self {
        Self {
            store,
            heard: Mutex::default(),
            has_refused: AtomicBool::new(false),
            public_url,
            satisfaction: SatisfactionNotice::default(),
        }
    }

    fn store(&self) -> Result<Arc<Store>, SourceError> {
        let open = self.store.borrow().clone();
        open.ok_or_else(|| {
            self.has_refused.store(true, Ordering::Relaxed);
            SourceError::Away("the database is not open yet".to_owned())
        })
    }

    /// The store with the connections reserved for the publisher.
    fn reserved(&self) -> Result<Store, SourceError> {
        Ok(self.store()?.reserved())
    }

    fn face(&self, centre: Centre, agency: Option<Name>) -> CentreProfile {
        CentreProfile {
            agency,
            name: centre.name,
            name_en: centre.name_en,
            place: centre.place,
            initials: centre.initials,
            logo: centre.logo.map(|_| "/logo".to_owned()),
            public_url: self.public_url.clone(),
            zone: centre.zone,
        }
    }
}

#[async_trait]
impl BoardSource for StoreSource {
    async fn count(&self, scope: Scope, at: Instant) -> Result<ScopeCount, SourceError> {
        Box::pin(answered(self.count_all(scope, at))).await
    }

    async fn count_from_history(
        &self,
        scope: Scope,
        turn: PeriodSelection,
        at: Instant,
    ) -> Result<ScopeCount, SourceError> {
        answered_within(HISTORY_S, self.count_history(scope, turn, at)).await
    }

    async fn calendar(&self, at: Instant) -> Result<Calendar, SourceError> {
        let store = self.store()?;
        answered(async { Ok(store.centre(at).await?.calendar) }).await
    }

    async fn days(&self, at: Instant) -> Result<PublicDays, SourceError> {
        let store = self.store()?;
        answered(async {
            let calendar = store.centre(at).await?.calendar;
            let (rows, today) = (store.calendar_rows().await?, calendar.local_date(at));
            let resolved = store.resolved_days(today.year()).await?;
            Ok(disclose_days(&resolved, &rows.days, &calendar, today))
        })
        .await
    }

    fn is_clock_wrong(&self) -> bool {
        let open = self.store.borrow();
        open.as_ref()
            .is_some_and(|store| store.clock_fault().is_some())
    }

    async fn change_number(&self) -> Result<i64, SourceError> {
        let store = self.reserved()?;
        answered(async { Ok(store.notice_changes().await?) }).await
    }

    async fn screens(&self) -> Result<Vec<StoredScreen>, SourceError> {
        let store = self.reserved()?;
        answered(async { Ok(store.stored_screens(&AgencyScope::Everywhere).await?) }).await
    }

    async fn held(&self, name: &str) -> Result<Option<(Instant, Vec<PublicBoard>)>, SourceError> {
        let store = self.reserved()?;
        answered(async {
            match store.held_boards(name).await {
                // The wall shows current figures again; other walls are not affected.
                Err(error) if error.is_data_fault() => {
                    tracing::warn!(%error, name, "the wall is held no more");
                    Ok(None)
                }
                held => Ok(held?),
            }
        })
        .await
    }

    async fn logo_path(&self, at: Instant) -> Result<Option<PathBuf>, SourceError> {
        let store = self.store()?;
        let centre = answered(async { Ok(store.centre(at).await?) }).await?;
        Ok(centre.logo.map(PathBuf::from))
    }

    async fn watched_elsewhere(&self, at: Instant) -> Result<WatchedElsewhere, SourceError> {
        let store = self.store()?;
        answered_within(ELSEWHERE_S, async {
            Ok(store.watched_elsewhere(at).await?)
        })
        .await
    }

    async fn changed(&self) {
        let mut heard = self.heard.lock().await;
        if heard.is_none() {
            let mut store = self.store.clone();
            let open = store.wait_for(Option::is_some).await;
            *heard = open
                .ok()
                .and_then(|open| open.as_ref().map(|store| store.changes()));
        }
        let Some(changes) = heard.as_mut() else {
            return std::future::pending().await;
        };
        if self.has_refused.swap(false, Ordering::Relaxed) {
            return;
        }
        if changes.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

impl StoreSource {
    async fn count_all(&self, scope: Scope, at: Instant) -> Result<ScopeCount, SourceError> {
        let store = self.reserved()?;
        // Read before counting: a change in between is then counted again.
        let last = store.latest_change().await?;
        let fields = |year| disclosed_fields(&store, year);
        let frame = self.frame(&store, scope, at, fields).await?;
        let wanted = frame.periods.map(|period| (scope, period)).to_vec();
        let counted = store.boards(wanted, at).await?;
        let next_due = store.next_due(scope, at).await?;
        Ok(frame.counted(&counted.boards, last, next_due))
    }

    async fn count_history(
        &self,
        scope: Scope,
        turn: PeriodSelection,
        at: Instant,
    ) -> Result<ScopeCount, SourceError> {
        let store = self.store()?;
        // A preview does not fix the fields of a year; the first real board does.
        let fields = |year| store.would_disclose(year);
        let frame = self.frame(&store, scope, at, fields).await?;
        let wanted = frame.periods.iter().filter(|it| turn.wants(it.kind));
        let wanted = wanted.copied().collect();
        let boards = store.boards_from_history(scope, wanted, at).await?;
        Ok(frame.counted(&boards, store.latest_change().await?, None))
    }

    /// The data of a board beside its figures, at an instant.
    async fn frame<Chosen>(
        &self,
        store: &Store,
        scope: Scope,
        at: Instant,
        fields: impl FnOnce(i32) -> Chosen,
    ) -> Result<Frame, SourceError>
    where
        Chosen: Future<Output = Result<DisclosedFields, StoreError>>,
    {
        let agency = match scope {
            Scope::Centre => None,
            Scope::Agency(id) => {
                let mut known = store.agencies().await?.into_iter();
                let found = known.find(|agency| agency.id == id);
                Some(found.ok_or(SourceError::NotFound)?.name)
            }
        };
        let centre = store.centre(at).await?;
        let calendar = centre.calendar.clone();
        let today = calendar.local_date(at);
        let mut notices = store.notices_from(at).await?;
        if scope == Scope::Centre {
            notices.extend(self.satisfaction.at(store, &centre, at).await?);
        }
        Ok(Frame {
            at,
            fields: fields(today.year()).await?,
            periods: [
                Period::today(today),
                Period::month(today),
                Period::year(today),
            ],
            notices,
            office_day: match scope {
                Scope::Centre => calendar.office_day(today),
                Scope::Agency(agency) => calendar.for_agency(agency).office_day(today),
            },
            next_turn: calendar.next_turn(at),
            face: self.face(centre, agency),
        })
    }
}

/// The disclosed fields of a year. If they cannot be stored now they are chosen without storing: a wall needs no write.
async fn disclosed_fields(store: &Store, year: i32) -> Result<DisclosedFields, StoreError> {
    match store.disclosed_fields(year).await {
        Err(StoreError::Unwritable(_) | StoreError::ClockWrong(_)) => {
            store.would_disclose(year).await
        }
        fields => fields,
    }
}

/// The data of a board beside its figures.
struct Frame {
    at: Instant,
    fields: DisclosedFields,
    periods: [Period; 3],
    /// Shown and future notices.
    notices: Vec<Notice>,
    office_day: Option<(Instant, Instant)>,
    next_turn: Instant,
    face: CentreProfile,
}

impl Frame {
    fn counted(self, boards: &[Board], last: LastChange, next_due: Option<Instant>) -> ScopeCount {
        let at = self.at;
        let bounds = self.notices.iter().flat_map(|it| [it.from, it.until]);
        let next_notice = bounds.filter(|bound| *bound > at).min();
        let turns = [Some(self.next_turn), next_due, next_notice];
        ScopeCount {
            boards: boards
                .iter()
                .map(|board| disclose(board, &self.fields))
                .collect(),
            change_number: last.number,
            importing_at: last.importing_at,
            next_turn: turns.into_iter().flatten().min().unwrap_or(self.next_turn),
            centre: self.face,
            notices: self
                .notices
                .into_iter()
                .filter(|notice| notice.is_shown_at(at))
                .collect(),
            office_day: self.office_day,
        }
    }
}

/// The database's answer, if it comes in time: a frozen database, or one behind a network that drops everything, never reports
/// an error.
async fn answered<T>(
    asked: impl Future<Output = Result<T, SourceError>> + Send,
) -> Result<T, SourceError> {
    answered_within(ANSWER_S, asked).await
}

async fn answered_within<T>(
    limit_s: u64,
    asked: impl Future<Output = Result<T, SourceError>> + Send,
) -> Result<T, SourceError> {
    let answer = tokio::time::timeout(Duration::from_secs(limit_s), asked).await;
    answer.unwrap_or_else(|_| {
        Err(SourceError::Away(format!(
            "it has not answered for {limit_s} s"
        )))
    })
}

impl From<StoreError> for SourceError {
    fn from(error: StoreError) -> Self {
        if error.is_data_fault() {
            Self::Damaged(error.to_string())
        } else {
            Self::Away(error.to_string())
        }
    }
}

//! Throughput in the case database.

mod backlog;
mod counts;
mod due;
mod ends;
mod export;
mod figures;
mod flow;
mod list;
mod tasks;
pub(crate) mod views;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use leptos::prelude::*;
use sanh_domain::account::model::{AgencyScope, Caller, Colleague};
use sanh_domain::deadline::Instant;
use sanh_domain::period::Period;
use sanh_domain::procedure::listed::ListedAgency;
use sanh_domain::report::counts::Flows;
use sanh_domain::report::model::{
    Backlog, CountResult, DossierPage, FlowPoint, NamedProcedure, ReceptionChanges, Report,
    ReportNames, Steps,
};
use sanh_domain::report::query::{DossierFilter, Figure, Grouping, ListQuery, ReportQuery};
use sanh_store::{OpenAtPeriodEnd, ScopedFilter, Store};

use super::people::listed_agency;
use super::{Manager, RunningCounts, colleague, failure, now, store};
use crate::error::AppError;
use counts::Scanned;
use tasks::Tasks;

pub(crate) use due::assign;
pub(crate) use export::{DossierRows, dossier_file, table_file};
pub(crate) use list::{dossiers, due_soon};

/// The counts of throughput that take a while.
#[derive(Default)]
pub struct Counts {
    scans: Tasks<Scan, Scanned>,
    open_at_end: Tasks<Period, Vec<OpenAtPeriodEnd>>,
    steps: Tasks<(ScopedFilter, Period), Steps>,
    flows: Tasks<(ScopedFilter, Period), BTreeMap<NaiveDate, Flows>>,
}

/// A scan of the dossiers: the filter, the grouping, and the periods.
type Scan = (ScopedFilter, Grouping, Vec<Period>);

/// Throughput as a caller may see it now. Their scope limits every answer: without an agency in the filter it covers all
/// agencies of the scope, and an agency outside it is [`AppError::NotFound`].
pub struct Reports {
    store: Arc<Store>,
    now: Instant,
    caller: Caller,
    counts: Arc<Counts>,
}

/// The throughput that a manager may see.
pub(crate) fn reports(manager: &Manager) -> Result<Reports, AppError> {
    let counts = expect_context::<RunningCounts>().throughput;
    let caller = manager.caller().clone();
    Ok(Reports::new(store()?, now(), caller, counts))
}

impl Reports {
    /// Throughput of a store at an instant, for a caller who may see it.
    #[must_use]
    pub const fn new(store: Arc<Store>, now: Instant, caller: Caller, counts: Arc<Counts>) -> Self {
        Self {
            store,
            now,
            caller,
            counts,
        }
    }

    /// The agencies, fields, procedures and people to choose from, with their names.
    ///
    /// # Errors
    ///
    /// When the database does not answer; the same holds for all functions here.
    pub async fn names(&self) -> Result<ReportNames, AppError> {
        let store = &self.store;
        let centre = store.centre(self.now).await.map_err(failure)?;
        let reach = &self.caller.person.reach;
        let agencies = store.agencies().await.map_err(failure)?.into_iter();
        let agencies = agencies.filter(|agency| reach.covers(agency.id));
        let agencies: Vec<ListedAgency> = agencies.map(listed_agency).collect();
        let fields = store.fields().await.map_err(failure)?.into_iter();
        let procedures = store.procedures().await.map_err(failure)?.into_iter();
        let people = colleague::colleagues(store.accounts().await.map_err(failure)?).into_iter();
        let people = people.filter(|one| self.meets(one, &agencies)).collect();
        Ok(ReportNames {
            is_everywhere: *reach == AgencyScope::Everywhere,
            fields: fields.map(|field| (field.id, field.name)).collect(),
            procedures: procedures
                .map(|procedure| NamedProcedure {
                    id: procedure.id,
                    code: procedure.code,
                    name: procedure.name,
                    field: procedure.field,
                })
                .collect(),
            people,
            agencies,
            at: self.now,
            zone: centre.zone,
            rule: centre.rules.lateness.rule,
        })
    }

    /// The figures of a period. Combinations that have counters are answered at once; others are counted from the dossiers. For
    /// a period that has ended, the dossiers open at its end are counted from history meanwhile, see [`Report::standing`].
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for an agency outside the caller's scope; the same holds for all functions with a filter.
    pub async fn report(&self, query: &ReportQuery) -> Result<CountResult<Report>, AppError> {
        self.figures(self.within(&query.cut)?, query).await
    }

    /// The present backlog.
    ///
    /// # Errors
    ///
    /// As [`Self::report`].
    pub async fn backlog(&self, cut: &DossierFilter) -> Result<Backlog, AppError> {
        backlog::backlog(&self.store, self.within(cut)?, self.now).await
    }

    /// Received and resolved dossiers on each day of the period, or in each month of a long one, up to today.
    ///
    /// # Errors
    ///
    /// As [`Self::report`].
    pub async fn flow(&self, query: &ReportQuery) -> Result<CountResult<Vec<FlowPoint>>, AppError> {
        self.points(self.within(&query.cut)?, query.period).await
    }

    /// The working time by step.
    ///
    /// # Errors
    ///
    /// As [`Self::report`].
    pub async fn steps(&self, query: &ReportQuery) -> Result<CountResult<Steps>, AppError> {
        self.steps_of(self.within(&query.cut)?, query.period).await
    }

    /// A page of the dossiers behind a figure. Those behind what stood at the end of a period that is over are counted first.
    ///
    /// # Errors
    /// As [`Self::report`]; [`AppError::Invalid`] for a place that is none.
    pub async fn dossiers(&self, query: &ListQuery) -> Result<CountResult<DossierPage>, AppError> {
        self.listed(self.within(&query.report.cut)?, query).await
    }

    /// The receptions that were annulled in the period, and those amended in it so that what was late is in time.
    ///
    /// # Errors
    /// As [`Self::report`].
    pub async fn reception_changes(
        &self,
        query: &ReportQuery,
    ) -> Result<ReceptionChanges, AppError> {
        let within = self.within(&query.cut)?;
        let changes = self.store.reception_changes(within, query.period).await;
        changes.map_err(failure)
    }

    /// A page of the dossiers that are overdue, and of the running ones due within the next five working days, those due first first.
    ///
    /// # Errors
    /// As [`Self::dossiers`].
    pub async fn due_soon(
        &self,
        cut: &DossierFilter,
        after: Option<String>,
    ) -> Result<DossierPage, AppError> {
        let query = ListQuery {
            report: ReportQuery {
                period: Period::today(self.now.date_naive()),
                cut: cut.clone(),
                grouping: Grouping::default(),
            },
            group: None,
            figure: Figure::DueSoon,
            after,
        };
        match self.dossiers(&query).await? {
            CountResult::Done(page) => Ok(page),
            // Dossiers due soon are never counted from history, so there is no count to wait for.
            CountResult::Counting(_) => Err(AppError::Busy),
        }
    }

    /// The flow for a filter that has no counters.
    async fn scanned(
        &self,
        within: &ScopedFilter,
        query: &ReportQuery,
        compared: Vec<Period>,
    ) -> Result<CountResult<Arc<Scanned>>, AppError> {
        let (store, within, grouping) = (Arc::clone(&self.store), within.clone(), query.grouping);
        let mut periods = vec![query.period];
        periods.extend(compared);
        let key = (within.clone(), grouping, periods.clone());
        let work = |meter| counts::scanned(store, within, grouping, periods, meter);
        self.counts.scans.ask(key, work).await
    }

    /// The dossiers open at the end of a period that has ended.
    async fn open_rows_at_end(
        &self,
        period: Period,
    ) -> Result<CountResult<Arc<Vec<OpenAtPeriodEnd>>>, AppError> {
        let store = Arc::clone(&self.store);
        let work = |meter| counts::open_at_end(store, period, meter);
        self.counts.open_at_end.ask(period, work).await
    }

    /// The flow by day, from `from` until now.
    async fn flows(
        &self,
        within: &ScopedFilter,
        span: Period,
    ) -> Result<CountResult<Arc<BTreeMap<NaiveDate, Flows>>>, AppError> {
        let (store, within) = (Arc::clone(&self.store), within.clone());
        if Store::counts(&within, None) {
            let by_day = store.flow_by_day(within, span).await.map_err(failure)?;
            return Ok(CountResult::Done(Arc::new(by_day)));
        }
        let key = (within.clone(), span);
        let work = |meter| counts::by_day(store, within, span, meter);
        self.counts.flows.ask(key, work).await
    }

    /// The working time by step.
    async fn steps_of(
        &self,
        within: ScopedFilter,
        period: Period,
    ) -> Result<CountResult<Steps>, AppError> {
        let store = Arc::clone(&self.store);
        let resolved = match self.flows(&within, period).await? {
            CountResult::Done(by_day) => by_day.values().map(Flows::resolved).sum(),
            CountResult::Counting(progress) => return Ok(CountResult::Counting(progress)),
        };
        let key = (within.clone(), period);
        let work = |meter| counts::steps(store, within, period, resolved, meter);
        Ok(match self.counts.steps.ask(key, work).await? {
            CountResult::Done(steps) => CountResult::Done(Steps::clone(&steps)),
            CountResult::Counting(progress) => CountResult::Counting(progress),
        })
    }

    /// The dossiers of a cut that are within the caller's reach.
    fn within(&self, cut: &DossierFilter) -> Result<ScopedFilter, AppError> {
        let reach = &self.caller.person.reach;
        if cut.agency.is_some_and(|agency| !reach.covers(agency)) {
            return Err(AppError::NotFound);
        }
        Ok(ScopedFilter {
            cut: cut.clone(),
            ..ScopedFilter::all(reach.clone())
        })
    }

    /// Whether a colleague works where the caller looks.
    fn meets(&self, colleague: &Colleague, agencies: &[ListedAgency]) -> bool {
        self.caller.person.reach == AgencyScope::Everywhere
            || agencies
                .iter()
                .any(|agency| colleague.reach.covers(agency.id))
    }
}

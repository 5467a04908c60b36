//! Throughput, over the store.

mod backlog;
mod counts;
mod figures;
mod flow;
mod list;
mod tasks;

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::NaiveDate;
use sanh_app::error::AppError;
use sanh_app::report::port::ReportPort;
use sanh_domain::account::model::{AgencyScope, Caller, Colleague};
use sanh_domain::deadline::Instant;
use sanh_domain::period::Period;
use sanh_domain::procedure::listed::ListedAgency;
use sanh_domain::report::model::{
    Backlog, CountResult, DossierFilter, DossierPage, Figure, FlowPoint, Flows, Grouping,
    ListQuery, NamedProcedure, ReceptionChanges, Report, ReportNames, ReportQuery, Steps,
};
use sanh_store::clock::Clock;
use sanh_store::{OpenAtPeriodEnd, ScopedFilter, Store};

use super::colleague;
use super::fault;
use crate::live::store_source::OpenStore;
use counts::Scanned;
use tasks::Tasks;

/// Throughput, of a store that may still be opening.
pub struct Reports {
    store: OpenStore,
    clock: Arc<dyn Clock>,
    scans: Tasks<Scan, Scanned>,
    stood: Tasks<Period, Vec<OpenAtPeriodEnd>>,
    steps: Tasks<(ScopedFilter, Period), Steps>,
    flows: Tasks<(ScopedFilter, Period), BTreeMap<NaiveDate, Flows>>,
}

/// What is counted from the dossiers: which, split by what, in which days.
type Scan = (ScopedFilter, Grouping, Vec<Period>);

impl Reports {
    /// Creates the port over a store that may still be opening.
    #[must_use]
    pub fn new(store: OpenStore, clock: Arc<dyn Clock>) -> Self {
        Self {
            store,
            clock,
            scans: Tasks::default(),
            stood: Tasks::default(),
            steps: Tasks::default(),
            flows: Tasks::default(),
        }
    }

    fn store(&self) -> Result<Arc<Store>, AppError> {
        self.store.borrow().clone().ok_or(AppError::Unavailable)
    }

    /// What flowed, for a cut no counter knows.
    async fn scanned(
        &self,
        within: &ScopedFilter,
        query: &ReportQuery,
        compared: Vec<Period>,
    ) -> Result<CountResult<Arc<Scanned>>, AppError> {
        let (store, within, grouping) = (self.store()?, within.clone(), query.grouping);
        let mut periods = vec![query.period];
        periods.extend(compared);
        let key = (within.clone(), grouping, periods.clone());
        let work = |meter| counts::scanned(store, within, grouping, periods, meter);
        self.scans.ask(key, work).await
    }

    /// What stood at the end of a period that is over.
    async fn stood(
        &self,
        period: Period,
    ) -> Result<CountResult<Arc<Vec<OpenAtPeriodEnd>>>, AppError> {
        let store = self.store()?;
        let work = |meter| counts::stood(store, period, meter);
        self.stood.ask(period, work).await
    }

    /// What flowed by day, from `from` until now.
    async fn flows(
        &self,
        within: &ScopedFilter,
        span: Period,
    ) -> Result<CountResult<Arc<BTreeMap<NaiveDate, Flows>>>, AppError> {
        let (store, within) = (self.store()?, within.clone());
        if Store::counts(&within, None) {
            let by_day = store.flow_by_day(within, span).await.map_err(fault)?;
            return Ok(CountResult::Done(Arc::new(by_day)));
        }
        let key = (within.clone(), span);
        let work = |meter| counts::by_day(store, within, span, meter);
        self.flows.ask(key, work).await
    }

    /// Where working time went.
    async fn steps_of(
        &self,
        within: ScopedFilter,
        period: Period,
    ) -> Result<CountResult<Steps>, AppError> {
        let store = self.store()?;
        let resolved = match self.flows(&within, period).await? {
            CountResult::Done(by_day) => by_day.values().map(Flows::resolved).sum(),
            CountResult::Counting(progress) => return Ok(CountResult::Counting(progress)),
        };
        let key = (within.clone(), period);
        let work = |meter| counts::steps(store, within, period, resolved, meter);
        Ok(match self.steps.ask(key, work).await? {
            CountResult::Done(steps) => CountResult::Done(Steps::clone(&steps)),
            CountResult::Counting(progress) => CountResult::Counting(progress),
        })
    }
}

/// The dossiers of a cut that are within the caller's reach.
fn within(caller: &Caller, cut: &DossierFilter) -> Result<ScopedFilter, AppError> {
    if let Some(agency) = cut.agency
        && !caller.person.reach.covers(agency)
    {
        return Err(AppError::NotFound);
    }
    Ok(ScopedFilter {
        agencies: match &caller.person.reach {
            AgencyScope::Everywhere => None,
            AgencyScope::Agencies(agencies) => Some(agencies.iter().copied().collect()),
        },
        cut: cut.clone(),
        ..ScopedFilter::default()
    })
}

/// Whether a colleague works where the caller looks.
fn meets(caller: &Caller, colleague: &Colleague, agencies: &[ListedAgency]) -> bool {
    caller.person.reach == AgencyScope::Everywhere
        || agencies
            .iter()
            .any(|agency| colleague.reach.covers(agency.id))
}

#[async_trait]
impl ReportPort for Reports {
    fn now(&self) -> Instant {
        self.clock.now()
    }

    async fn names(&self, caller: &Caller) -> Result<ReportNames, AppError> {
        let store = self.store()?;
        let centre = store.centre(self.clock.now()).await.map_err(fault)?;
        let reach = &caller.person.reach;
        let agencies = store.agencies().await.map_err(fault)?.into_iter();
        let agencies: Vec<ListedAgency> = agencies
            .filter(|agency| reach.covers(agency.id))
            .map(|agency| ListedAgency {
                id: agency.id,
                code: agency.code,
                name: agency.name,
            })
            .collect();
        let fields = store.fields().await.map_err(fault)?.into_iter();
        let procedures = store.procedures().await.map_err(fault)?.into_iter();
        let people = colleague::listed(store.accounts().await.map_err(fault)?).into_iter();
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
            people: people.filter(|one| meets(caller, one, &agencies)).collect(),
            agencies,
            calendar: centre.calendar,
            rule: centre.rules.lateness.rule,
        })
    }

    async fn report(
        &self,
        caller: &Caller,
        query: &ReportQuery,
    ) -> Result<CountResult<Report>, AppError> {
        let within = within(caller, &query.cut)?;
        self.figures(within, query, self.clock.now()).await
    }

    async fn backlog(&self, caller: &Caller, cut: &DossierFilter) -> Result<Backlog, AppError> {
        let (store, within) = (self.store()?, within(caller, cut)?);
        backlog::backlog(&store, within, self.clock.now()).await
    }

    async fn flow(
        &self,
        caller: &Caller,
        query: &ReportQuery,
    ) -> Result<CountResult<Vec<FlowPoint>>, AppError> {
        let within = within(caller, &query.cut)?;
        self.points(within, query.period, self.clock.now()).await
    }

    async fn steps(
        &self,
        caller: &Caller,
        query: &ReportQuery,
    ) -> Result<CountResult<Steps>, AppError> {
        self.steps_of(within(caller, &query.cut)?, query.period)
            .await
    }

    async fn dossiers(
        &self,
        caller: &Caller,
        query: &ListQuery,
    ) -> Result<CountResult<DossierPage>, AppError> {
        let within = within(caller, &query.report.cut)?;
        self.listed(within, query, self.clock.now()).await
    }

    async fn reception_changes(
        &self,
        caller: &Caller,
        query: &ReportQuery,
    ) -> Result<ReceptionChanges, AppError> {
        let (store, within) = (self.store()?, within(caller, &query.cut)?);
        let changes = store.reception_changes(within, query.period).await;
        changes.map_err(fault)
    }

    async fn due_soon(
        &self,
        caller: &Caller,
        cut: &DossierFilter,
        after: Option<String>,
    ) -> Result<DossierPage, AppError> {
        let now = self.clock.now();
        let query = ListQuery {
            report: ReportQuery {
                period: Period::today(now.date_naive()),
                cut: cut.clone(),
                grouping: Grouping::default(),
            },
            group: None,
            figure: Figure::DueSoon,
            after,
        };
        match self.listed(within(caller, cut)?, &query, now).await? {
            CountResult::Done(page) => Ok(page),
            // What is due soon is never counted from history.
            CountResult::Counting(_) => Err(AppError::Busy),
        }
    }
}

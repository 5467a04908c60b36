//! Throughput, over the store.

mod backlog;
mod figures;
mod flow;
mod list;

use std::sync::Arc;

use async_trait::async_trait;
use sanh_app::account::model::{Caller, Reach};
use sanh_app::board::period::Period;
use sanh_app::deadline::Instant;
use sanh_app::dossier::desk::{Colleague, ListedAgency};
use sanh_app::error::AppError;
use sanh_app::report::model::{
    Backlog, Counted, Cut, DossierPage, Figure, FlowPoint, Grouping, ListQuery, NamedProcedure,
    Report, ReportNames, ReportQuery, Steps,
};
use sanh_app::report::port::ReportPort;

use super::admin::fault;
use super::colleague;
use crate::clock::Clock;
use crate::live::store_source::OpenStore;
use crate::store::{Store, Within};

/// Throughput, of a store that may still be opening.
pub struct Reports {
    store: OpenStore,
    clock: Arc<dyn Clock>,
}

impl Reports {
    /// Those of a store.
    #[must_use]
    pub fn new(store: OpenStore, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }

    fn store(&self) -> Result<Arc<Store>, AppError> {
        self.store.borrow().clone().ok_or(AppError::Unavailable)
    }
}

/// The dossiers of a cut that are within the caller's reach.
fn within(caller: &Caller, cut: &Cut) -> Result<Within, AppError> {
    if let Some(agency) = cut.agency
        && !caller.person.reach.covers(agency)
    {
        return Err(AppError::NotFound);
    }
    Ok(Within {
        agencies: match &caller.person.reach {
            Reach::Everywhere => None,
            Reach::Agencies(agencies) => Some(agencies.iter().copied().collect()),
        },
        cut: cut.clone(),
        ..Within::default()
    })
}

/// Whether a colleague works where the caller looks.
fn meets(caller: &Caller, colleague: &Colleague, agencies: &[ListedAgency]) -> bool {
    caller.person.reach == Reach::Everywhere
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
            is_everywhere: *reach == Reach::Everywhere,
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
            rule: centre.rules.deadline_rule,
        })
    }

    async fn report(
        &self,
        caller: &Caller,
        query: &ReportQuery,
    ) -> Result<Counted<Report>, AppError> {
        let (store, within) = (self.store()?, within(caller, &query.cut)?);
        figures::report(&store, within, query, self.clock.now()).await
    }

    async fn backlog(&self, caller: &Caller, cut: &Cut) -> Result<Backlog, AppError> {
        let (store, within) = (self.store()?, within(caller, cut)?);
        backlog::backlog(&store, within, self.clock.now()).await
    }

    async fn flow(
        &self,
        caller: &Caller,
        query: &ReportQuery,
    ) -> Result<Counted<Vec<FlowPoint>>, AppError> {
        let (store, within) = (self.store()?, within(caller, &query.cut)?);
        let points = flow::flow(&store, within, query.period, self.clock.now()).await?;
        Ok(Counted::Done(points))
    }

    async fn steps(
        &self,
        caller: &Caller,
        query: &ReportQuery,
    ) -> Result<Counted<Steps>, AppError> {
        let _ = (caller, query);
        Err(AppError::Unavailable)
    }

    async fn dossiers(
        &self,
        caller: &Caller,
        query: &ListQuery,
    ) -> Result<Counted<DossierPage>, AppError> {
        let (store, within) = (self.store()?, within(caller, &query.report.cut)?);
        let page = list::dossiers(&store, within, query, self.clock.now()).await?;
        Ok(Counted::Done(page))
    }

    async fn due_soon(
        &self,
        caller: &Caller,
        cut: &Cut,
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
        let (store, within) = (self.store()?, within(caller, cut)?);
        list::dossiers(&store, within, &query, now).await
    }
}

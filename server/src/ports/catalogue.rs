//! The catalogue for administrators, over the store.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::NaiveDate;
use sanh_app::error::AppError;
use sanh_app::procedure::port::{CatalogueError, CataloguePort};
use sanh_domain::account::model::Caller;
use sanh_domain::id::{AgencyId, FieldId, ProcedureId};
use sanh_domain::procedure::model::{
    AgencyEntry, FieldEntry, ProcedureEntry, ProcedurePart, WithId,
};
use sanh_store::clock::Clock;
use sanh_store::{
    AuditActor, ChangeOutcome, NewProcedure, Procedure, Requirements, Store, StoreError,
};

use super::fault;
use crate::live::store_source::OpenStore;

/// The catalogue of a store that may still be opening.
pub struct Catalogue {
    store: OpenStore,
    clock: Arc<dyn Clock>,
}

impl Catalogue {
    /// The catalogue of a store.
    #[must_use]
    pub fn new(store: OpenStore, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }

    fn store(&self) -> Result<Arc<Store>, AppError> {
        self.store.borrow().clone().ok_or(AppError::Unavailable)
    }
}

fn added<T>(added: Result<Option<T>, StoreError>) -> Result<T, CatalogueError> {
    let added = added.map_err(|error| CatalogueError::Other(fault(error)))?;
    added.ok_or(CatalogueError::CodeTaken)
}

fn changed(changed: Result<ChangeOutcome, StoreError>) -> Result<(), CatalogueError> {
    match changed {
        Ok(ChangeOutcome::Done) => Ok(()),
        Ok(ChangeOutcome::Stale) => Err(CatalogueError::Conflict),
        Ok(ChangeOutcome::Restates) => Err(CatalogueError::Restates),
        Err(error) => Err(fault(error).into()),
    }
}

fn procedure(id: ProcedureId, entry: ProcedureEntry) -> (Procedure, Requirements) {
    let procedure = Procedure {
        id,
        code: entry.code,
        field: entry.field,
        name: entry.name,
        limits: entry.limits,
    };
    let needs = Requirements {
        fee_vnd: entry.fee_vnd,
        papers: entry.papers,
    };
    (procedure, needs)
}

#[async_trait]
impl CataloguePort for Catalogue {
    async fn agencies(&self) -> Result<Vec<WithId<AgencyId, AgencyEntry>>, AppError> {
        let agencies = self.store()?.agencies().await.map_err(fault)?;
        let kept = agencies.into_iter().map(|agency| WithId {
            id: agency.id,
            entry: AgencyEntry {
                code: agency.code,
                name: agency.name,
            },
        });
        Ok(kept.collect())
    }

    async fn fields(&self) -> Result<Vec<WithId<FieldId, FieldEntry>>, AppError> {
        let fields = self.store()?.fields().await.map_err(fault)?;
        let kept = fields.into_iter().map(|field| WithId {
            id: field.id,
            entry: FieldEntry {
                code: field.code,
                name: field.name,
                sensitive: field.sensitive,
            },
        });
        Ok(kept.collect())
    }

    async fn today(&self) -> Result<NaiveDate, AppError> {
        let (store, now) = (self.store()?, self.clock.now());
        let centre = store.centre(now).await.map_err(fault)?;
        Ok(centre.calendar.local_date(now))
    }

    async fn procedures(&self) -> Result<Vec<WithId<ProcedureId, ProcedureEntry>>, AppError> {
        let store = self.store()?;
        let procedures = store.procedures().await.map_err(fault)?;
        let mut needs = store.requirements().await.map_err(fault)?;
        let kept = procedures.into_iter().map(|procedure| {
            let needs = needs.remove(&procedure.id).unwrap_or_default();
            WithId {
                id: procedure.id,
                entry: ProcedureEntry {
                    code: procedure.code,
                    field: procedure.field,
                    name: procedure.name,
                    limits: procedure.limits,
                    fee_vnd: needs.fee_vnd,
                    papers: needs.papers,
                },
            }
        });
        Ok(kept.collect())
    }

    async fn parts(&self, procedure: ProcedureId) -> Result<Vec<ProcedurePart>, AppError> {
        let all = self.store()?.procedure_parts().await.map_err(fault)?;
        let of_it = all.into_iter().filter(|(id, _)| *id == procedure);
        Ok(of_it.map(|(_, part)| part).collect())
    }

    async fn put_parts(
        &self,
        caller: &Caller,
        procedure: ProcedureId,
        before: Vec<ProcedurePart>,
        after: Vec<ProcedurePart>,
    ) -> Result<(), CatalogueError> {
        let (store, now) = (self.store()?, self.clock.now());
        let by = AuditActor::from(caller);
        changed(
            store
                .put_procedure_parts(procedure, before, after, by, now)
                .await,
        )
    }

    async fn add_procedure(
        &self,
        caller: &Caller,
        entry: ProcedureEntry,
    ) -> Result<ProcedureId, CatalogueError> {
        let (store, now) = (self.store()?, self.clock.now());
        let new = NewProcedure {
            code: entry.code,
            field: entry.field,
            name: entry.name,
            limit: entry.limits.first,
        };
        let needs = Requirements {
            fee_vnd: entry.fee_vnd,
            papers: entry.papers,
        };
        let added_by = AuditActor::from(caller);
        added(store.add_procedure((new, needs), added_by, now).await)
    }

    async fn change_procedure(
        &self,
        caller: &Caller,
        before: WithId<ProcedureId, ProcedureEntry>,
        after: ProcedureEntry,
    ) -> Result<(), CatalogueError> {
        let (store, now) = (self.store()?, self.clock.now());
        let id = before.id;
        let (before, after) = (procedure(id, before.entry), procedure(id, after));
        changed(
            store
                .change_procedure(before, after, AuditActor::from(caller), now)
                .await,
        )
    }
}

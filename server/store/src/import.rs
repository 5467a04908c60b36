//! What an import reads and writes. It first compares the whole file with one state of the database, which blocks nobody; its
//! changes are staged, and written in short transactions (see `staged_import`).

use std::collections::BTreeMap;
use std::sync::Arc;

use futures::future::BoxFuture;
use sqlx::{AssertSqlSafe, query_as, query_scalar};

use sanh_domain::deadline::Instant;
use sanh_domain::deadline::calendar::Calendar;
use sanh_domain::dossier::{Dossier, DossierCode, Event, Rules};
use sanh_domain::id::{AgencyId, FieldId, ProcedureId};

use super::catalogue::{self, Agency, Field};
use super::centre::{CentreRules, RulesCache};
use super::conn::{Conn, on};
use super::dossier::{self, DossierRow, code_of, next_id};
use super::error::{Result, StoreError};
use super::event::{self, EventRow};
use super::procedure::{self, Procedure};
use super::row::{insert_all, row};
use super::row_set::{insert_set, update_set};
use super::tally::Tally;
use super::trigger::Triggers;
use super::{NewAgency, NewField, NewProcedure, Store, change, counter};

/// Codes or ids in one query: within the parameter limits of both engines.
const IDS_PER_QUERY: usize = 256;
/// Dossiers read at a time when searching for those that a file no longer has.
const PAGE_ROWS: i64 = 1_000;

/// A stored dossier with its history, as an import reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExistingDossier {
    /// The number of its row.
    pub id: i64,
    /// The dossier.
    pub dossier: Dossier,
    /// Its history.
    pub events: Vec<Event>,
    /// Its import data; `None` for a dossier that was received here.
    pub imported: Option<Imported>,
}

/// The data that imports store with a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The system from which its exports come.
    pub source: String,
    /// The value of the export's column that orders its states, if it has one.
    pub newer: Option<i64>,
}

row! {
    /// The import data of a dossier.
    ImportedRow of "imported" {
        dossier_id: i64,
        source: String,
        newer: Option<i64>,
    }
}

/// A dossier that an import adds or changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierChange {
    /// Its row and the version that was read; `None` for a new one.
    pub stored: Option<(i64, i64)>,
    /// The dossier after the import.
    pub dossier: Dossier,
    /// The events it adds.
    pub events: Vec<Event>,
    /// Its new import data.
    pub imported: Imported,
}

/// The transaction of an import: of a batch that is written, or of the comparison.
pub struct ImportTransaction<'c> {
    conn: Conn<'c>,
    centre_rules: Arc<CentreRules>,
    next_id: i64,
    change_number: i64,
    mode: Mode,
}

/// Whether an import writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Write,
    /// A dry run, which writes nothing. Agencies, fields and procedures that it would add get unused numbers, counted down from
    /// here.
    DryRun {
        next_label: i64,
    },
}

impl Store {
    /// Runs an import without writing: its writes are ignored. Other changes go on meanwhile.
    ///
    /// # Errors
    /// The error of `work`; or the database cannot be read.
    pub async fn dry_run_import<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a, 'c> FnOnce(&'a mut ImportTransaction<'c>) -> BoxFuture<'a, Result<T>>
            + Send
            + 'static,
    {
        let rules_cache = self.rules_cache();
        self.read(move |conn| {
            Box::pin(async move {
                let mode = Mode::DryRun { next_label: -1 };
                let mut transaction = ImportTransaction::begin(conn, &rules_cache, mode).await?;
                work(&mut transaction).await
            })
        })
        .await
    }
}

impl<'c> ImportTransaction<'c> {
    /// Begins a batch that is written.
    pub(super) async fn begin_writing(conn: Conn<'c>, rules_cache: &RulesCache) -> Result<Self> {
        Self::begin(conn, rules_cache, Mode::Write).await
    }

    /// Reads the rules before anything is written: rules read later could include rows that are rolled back.
    async fn begin(mut conn: Conn<'c>, rules_cache: &RulesCache, mode: Mode) -> Result<Self> {
        let centre_rules = rules_cache.of(&mut conn).await?;
        let next_id = next_id(&mut conn).await?;
        let change_number = change::read(&mut conn).await? + 1;
        Ok(Self {
            conn,
            centre_rules,
            next_id,
            change_number,
            mode,
        })
    }

    /// The number for a row that a dry run does not add; `None` if it is to be added.
    const fn unadded(&mut self) -> Option<i64> {
        match &mut self.mode {
            Mode::Write => None,
            Mode::DryRun { next_label } => {
                let number = *next_label;
                *next_label -= 1;
                Some(number)
            }
        }
    }

    pub(super) fn conn(&mut self) -> &mut Conn<'c> {
        &mut self.conn
    }
}

impl ImportTransaction<'_> {
    /// The working time of an agency.
    pub fn calendar_of(&self, agency: AgencyId) -> Calendar {
        self.centre_rules.calendar_of(agency)
    }

    /// Whether the agency of a dossier handles its procedure; any does while none is listed.
    #[must_use]
    pub fn handles(&self, dossier: &Dossier) -> bool {
        let mut procedure = dossier.procedure.into_iter();
        procedure.all(|procedure| self.centre_rules.handles(dossier.agency, procedure))
    }

    /// The rules of actions in force at an instant.
    pub fn rules_at(&self, at: Instant) -> Rules {
        self.centre_rules.rules_at(at)
    }

    /// The merged agencies: the number of the one into which each was merged, its code and name.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn merged_agencies(&mut self) -> Result<Vec<(AgencyId, String, String)>> {
        catalogue::merged_agencies(&mut self.conn).await
    }

    /// The merged fields: the number of the one into which each was merged, its code and name.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn merged_fields(&mut self) -> Result<Vec<(FieldId, String, String)>> {
        catalogue::merged_fields(&mut self.conn).await
    }

    /// Every agency, by number.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn agencies(&mut self) -> Result<Vec<Agency>> {
        catalogue::agencies(&mut self.conn).await
    }

    /// Every field.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn fields(&mut self) -> Result<Vec<Field>> {
        catalogue::fields(&mut self.conn).await
    }

    /// Every procedure.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn procedures(&mut self) -> Result<Vec<Procedure>> {
        procedure::load(&mut self.conn).await
    }

    /// Adds an agency.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn add_agency(&mut self, agency: &NewAgency) -> Result<AgencyId> {
        match self.unadded() {
            Some(number) => Ok(AgencyId(number)),
            None => catalogue::put_agency(&mut self.conn, agency).await,
        }
    }

    /// Adds a field.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn add_field(&mut self, field: &NewField) -> Result<FieldId> {
        match self.unadded() {
            Some(number) => Ok(FieldId(number)),
            None => catalogue::put_field(&mut self.conn, field).await,
        }
    }

    /// Adds a procedure.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn add_procedure(&mut self, procedure: &NewProcedure) -> Result<ProcedureId> {
        match self.unadded() {
            Some(number) => Ok(ProcedureId(number)),
            None => procedure::put(&mut self.conn, procedure).await,
        }
    }

    /// Those of these dossiers that are stored, with their histories.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn find(
        &mut self,
        codes: &[DossierCode],
    ) -> Result<BTreeMap<DossierCode, ExistingDossier>> {
        let mut found = BTreeMap::new();
        for codes in codes.chunks(IDS_PER_QUERY) {
            let codes: Vec<String> = codes.iter().map(DossierCode::to_string).collect();
            let rows = dossier::find_all(&mut self.conn, &codes).await?;
            let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
            let mut histories = event::histories_of(&mut self.conn, &ids).await?;
            let mut notes = self.notes(&ids).await?;
            for row in rows {
                let code = row.code()?;
                let events = histories.remove(&row.id).unwrap_or_default();
                let events = events
                    .iter()
                    .map(|event| event.event(&code))
                    .collect::<Result<Vec<_>>>()?;
                let imported = notes.remove(&row.id);
                found.insert(
                    code,
                    ExistingDossier {
                        id: row.id,
                        dossier: row.dossier()?,
                        events,
                        imported,
                    },
                );
            }
        }
        Ok(found)
    }

    async fn notes(&mut self, ids: &[i64]) -> Result<BTreeMap<i64, Imported>> {
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let sql = format!(
            "SELECT dossier_id, source, newer FROM imported WHERE dossier_id IN ({})",
            places(ids.len())
        );
        let rows: Vec<ImportedRow> = on!(&mut self.conn, c => {
            let mut query = query_as(AssertSqlSafe(sql));
            for id in ids {
                query = query.bind(*id);
            }
            query.fetch_all(&mut **c).await
        })?;
        let imported = |ImportedRow { source, newer, .. }| Imported { source, newer };
        let rows = rows.into_iter();
        Ok(rows.map(|row| (row.dossier_id, imported(row))).collect())
    }

    /// Writes dossiers with their new events, counts them, and adds one change number. Without any dossier, nothing changes.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn write_changes(&mut self, dossiers: &[DossierChange]) -> Result<()> {
        if dossiers.is_empty() || self.mode != Mode::Write {
            return Ok(());
        }
        // Row by row, as on SQLite, the triggers would cost more than the rows.
        let triggers = Triggers::off(&mut self.conn).await?;
        let mut tally = Tally::default();
        self.update(dossiers, &mut tally).await?;
        let (mut new, mut ids) = (Vec::new(), Vec::with_capacity(dossiers.len()));
        for brought in dossiers {
            if let Some((id, _)) = brought.stored {
                ids.push(id);
                continue;
            }
            let row = DossierRow::of(self.next_id, &brought.dossier, &self.centre_rules);
            self.next_id += 1;
            tally.add(&row, 1);
            ids.push(row.id);
            new.push(row);
        }
        insert_all(&mut self.conn, &new).await?;
        let number = self.change_number;
        let events = dossiers.iter().zip(&ids).flat_map(|(brought, id)| {
            brought
                .events
                .iter()
                .map(|event| EventRow::of(*id, event, number))
        });
        insert_all(&mut self.conn, &events.collect::<Result<Vec<_>>>()?).await?;
        let notes = ids.into_iter().zip(dossiers);
        let notes = notes.map(|(id, brought)| (id, brought.imported.clone()));
        self.note_all(notes.collect()).await?;
        counter::add(&mut self.conn, tally.into_rows()).await?;
        change::bump(&mut self.conn).await?;
        triggers.on(&mut self.conn).await
    }

    /// Updates stored dossiers. The transaction holds the writer, so nothing can change between reading and writing.
    async fn update(&mut self, dossiers: &[DossierChange], tally: &mut Tally) -> Result<()> {
        let stored = dossiers.iter();
        let stored = stored.filter_map(|brought| Some((brought.stored?, &brought.dossier)));
        let stored: Vec<((i64, i64), &Dossier)> = stored.collect();
        for stored in stored.chunks(IDS_PER_QUERY) {
            let codes = stored.iter().map(|(_, dossier)| dossier.code.to_string());
            let rows = dossier::find_all(&mut self.conn, &codes.collect::<Vec<_>>()).await?;
            let rows = rows.into_iter().map(|row| (row.code.clone(), row));
            let mut rows: BTreeMap<String, DossierRow> = rows.collect();
            let mut pairs = Vec::with_capacity(stored.len());
            for ((id, version), dossier) in stored {
                let code = &dossier.code;
                let before = rows
                    .remove(code.as_str())
                    .ok_or_else(|| StoreError::NotFound(code.clone()))?;
                if before.version != *version {
                    return Err(StoreError::Conflict {
                        code: code.clone(),
                        expected: *version,
                        found: before.version,
                    });
                }
                let after = DossierRow::of(*id, dossier, &self.centre_rules);
                tally.add(&before, -1);
                tally.add(&after, 1);
                pairs.push((before, after));
            }
            let count = pairs.len() as u64;
            let pairs = pairs.iter().map(|(before, after)| (before, after));
            if update_set(&mut self.conn, pairs).await? != count {
                return Err(StoreError::NotCommitted(
                    "a dossier was changed by another client meanwhile".to_owned(),
                ));
            }
        }
        Ok(())
    }

    /// Stores the import data of dossiers, each listed once.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn note_all(&mut self, notes: Vec<(i64, Imported)>) -> Result<()> {
        if self.mode != Mode::Write {
            return Ok(());
        }
        let rows = notes.into_iter().map(|(dossier_id, imported)| ImportedRow {
            dossier_id,
            source: imported.source,
            newer: imported.newer,
        });
        let on_conflict = "ON CONFLICT (dossier_id) DO UPDATE SET source = excluded.source, newer = excluded.newer";
        insert_set(&mut self.conn, &rows.collect::<Vec<_>>(), on_conflict).await
    }

    /// The next page of the dossiers from a source, by number.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn imported_after(&mut self, source: &str, after: i64) -> Result<Vec<i64>> {
        let sql = "SELECT dossier_id FROM imported WHERE source = $1 AND dossier_id > $2
                   ORDER BY dossier_id LIMIT $3";
        Ok(
            on!(&mut self.conn, c => query_scalar(sql).bind(source).bind(after).bind(PAGE_ROWS).fetch_all(&mut **c).await)?,
        )
    }

    /// The code of a dossier's row.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn code(&mut self, dossier_id: i64) -> Result<DossierCode> {
        let sql = "SELECT code FROM dossier WHERE id = $1";
        let code: String =
            on!(&mut self.conn, c => query_scalar(sql).bind(dossier_id).fetch_one(&mut **c).await)?;
        code_of(&code)
    }
}

/// `$1, $2, …`
fn places(count: usize) -> String {
    (1..=count)
        .map(|place| format!("${place}"))
        .collect::<Vec<_>>()
        .join(", ")
}

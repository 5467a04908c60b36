//! Compares one dossier of the file with the stored one: once for the whole file, and again when it is written, since staff may
//! have changed it meanwhile.

use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{CountedIn, Intake};
use sanh_store::{DossierChange, ExistingDossier, ImportTransaction, Imported, Result};
use serde::{Deserialize, Serialize};

use super::super::group::DossierFacts;
use super::super::history::{ImportContext, ImportHistory};
use super::super::label::Labels;
use super::super::mapping::Mapping;
use super::super::plan::{Plan, Planner};
use super::super::report::{InvalidValue, Reason, UnwrittenReason};

/// The settings of the comparison.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Comparison {
    /// The planner of the mapping.
    pub planner: Planner,
    /// The name of the source in import data.
    pub source: String,
    /// Whether agencies, fields and procedures that the centre lacks are added.
    pub create_missing: bool,
    /// The time of the import, at which its events are recorded.
    pub now: Instant,
}

/// The outcome for a dossier.
#[derive(Debug)]
pub enum Outcome {
    /// It is written.
    Write {
        /// The change.
        change: Box<DossierChange>,
        /// It is not stored yet.
        is_new: bool,
    },
    /// The stored dossier agrees with the file.
    Same {
        /// Its row and its import data, if these change.
        note: Option<(i64, Imported)>,
    },
    /// It stays unchanged.
    Leave(UnwrittenReason),
    /// The file's data are impossible.
    Refuse(InvalidValue),
}

impl Comparison {
    /// The settings for a mapping at an instant.
    pub fn new(mapping: &Mapping, now: Instant) -> Self {
        Self {
            planner: Planner::new(mapping),
            source: mapping.source.clone(),
            create_missing: mapping.create_missing,
            now,
        }
    }

    /// Compares one dossier, and adds agencies, fields and procedures that may be added.
    ///
    /// # Errors
    /// The database cannot be read or written.
    pub async fn compare(
        &self,
        transaction: &mut ImportTransaction<'_>,
        labels: &mut Labels,
        facts: &DossierFacts,
        stored: Option<ExistingDossier>,
    ) -> Result<Outcome> {
        let case = &facts.case;
        let procedure = case.procedure.as_ref();
        let found = labels.ids(transaction, &case.agency, &case.field, procedure);
        let ids = match found.await? {
            Ok(ids) => ids,
            Err(unknown) => {
                let bad = InvalidValue::new(facts.line, "", &unknown.name, unknown.reason);
                return Ok(Outcome::Refuse(bad));
            }
        };
        // A due time in the file is a promise, whatever limit it was computed from.
        let intake = Intake {
            code: facts.code.clone(),
            agency: ids.agency,
            field: ids.field,
            procedure: ids.procedure,
            channel: case.channel,
            limit: case.limit,
            counted_in: stored
                .as_ref()
                .map_or(CountedIn::Both, |stored| stored.dossier.counted_in),
        };
        let context = ImportContext {
            calendar: transaction.calendar_of(ids.agency),
            rules: transaction.rules_at(self.now),
            now: self.now,
        };
        Ok(match stored {
            None => self.new_dossier(intake, facts, &context),
            Some(stored) => self.stored_dossier(intake, facts, stored, &context),
        })
    }

    fn new_dossier(
        &self,
        intake: Intake,
        facts: &DossierFacts,
        context: &ImportContext,
    ) -> Outcome {
        match self.planner.new_dossier(intake, facts, context) {
            Plan::Write(history) => self.write(*history, None, facts),
            Plan::Bad(reason) => Outcome::Refuse(bad_dossier(facts, reason)),
            Plan::Leave(why) => Outcome::Leave(why),
            Plan::Same => Outcome::Same { note: None },
        }
    }

    fn stored_dossier(
        &self,
        intake: Intake,
        facts: &DossierFacts,
        stored: ExistingDossier,
        context: &ImportContext,
    ) -> Outcome {
        let known = stored.imported.as_ref().and_then(|imported| imported.newer);
        if known.is_some() && facts.newer < known {
            return Outcome::Leave(UnwrittenReason::Older);
        }
        let row = (stored.id, stored.dossier.version);
        let history = ImportHistory::stored(stored.dossier, stored.events);
        match self.planner.stored_dossier(intake, facts, history, context) {
            Plan::Write(history) => self.write(*history, Some(row), facts),
            Plan::Same => {
                let note = self.note(facts);
                let differs = stored.imported.as_ref() != Some(&note);
                Outcome::Same {
                    note: differs.then_some((stored.id, note)),
                }
            }
            Plan::Leave(why) => Outcome::Leave(why),
            Plan::Bad(reason) => Outcome::Refuse(bad_dossier(facts, reason)),
        }
    }

    fn write(
        &self,
        history: ImportHistory,
        stored: Option<(i64, i64)>,
        facts: &DossierFacts,
    ) -> Outcome {
        let change = DossierChange {
            stored,
            events: history.added().to_vec(),
            dossier: history.dossier,
            imported: self.note(facts),
        };
        Outcome::Write {
            change: Box::new(change),
            is_new: stored.is_none(),
        }
    }

    fn note(&self, facts: &DossierFacts) -> Imported {
        Imported {
            source: self.source.clone(),
            newer: facts.newer,
        }
    }
}

fn bad_dossier(facts: &DossierFacts, reason: Reason) -> InvalidValue {
    InvalidValue::new(facts.line, "", facts.code.as_str(), reason)
}

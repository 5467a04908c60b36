//! The desk, over the store.

mod opening;

use std::collections::BTreeSet;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::NaiveDate;
use sanh_app::dossier::desk::{DeskError, DeskPort};
use sanh_domain::absence::model::stood_in_for;
use sanh_domain::account::model::{AgencyScope, Caller, RequestKey};
use sanh_domain::deadline::lateness::DeadlineRule;
use sanh_domain::deadline::{Calendar, Instant, is_overdue, whole_minute};
use sanh_domain::dossier::amend::{Papers, PapersChange};
use sanh_domain::dossier::applicant::{
    AmendedReception, Applicant, Receipt, Reception, SlipSecrets, Submission,
};
use sanh_domain::dossier::file::{
    ActionRequest, BULK_MAX, DossierFile, Linked, LinkedPart, NOTE_CHARS_MAX, Note, Office,
    PersonalDataRead,
};
use sanh_domain::dossier::reminder::waited_since;
use sanh_domain::dossier::worklist::{
    PAGE_ROWS, Tab, Worklist, WorklistOwner, WorklistQuery, WorklistRow,
};
use sanh_domain::dossier::{Clock as DossierClock, Dossier, DossierCode, When};
use sanh_domain::id::{AgencyId, ProcedureId};
use sanh_domain::procedure::channel::Channel;
use sanh_domain::procedure::listed::{ListedAgency, ListedProcedure};
use sanh_domain::text::name::Name;
use sanh_store::clock::Clock;
use sanh_store::vault;
use sanh_store::{
    AmendmentOutcome, AmendmentRequest, AuditActor, BlindIndex, Centre, LinkedPart as StoredPart,
    OpeningOutcome, OpeningRequest, RequestOutcome, Slip, Step, Store, StoreError, WorklistFilter,
};

use super::readings::Readings;
use super::{colleague, exported};
use crate::account::secret;
use crate::live::store_source::OpenStore;
use sanh_app::error::AppError;
use sanh_app::page::File;
use sanh_domain::report::sheet::{FileFormat, Table};
use sanh_domain::report::view::model::Export;

/// The desk of a store that may still be opening.
pub struct Desk {
    store: OpenStore,
    clock: Arc<dyn Clock>,
    readings: Arc<Readings>,
}

impl Desk {
    /// A desk over a store.
    #[must_use]
    pub fn new(store: OpenStore, clock: Arc<dyn Clock>, readings: Arc<Readings>) -> Self {
        Self {
            store,
            clock,
            readings,
        }
    }

    fn store(&self) -> Result<Arc<Store>, DeskError> {
        self.store.borrow().clone().ok_or(DeskError::Unavailable)
    }

    async fn centre(&self, store: &Store) -> Result<Centre, DeskError> {
        store.centre(self.clock.now()).await.map_err(fault)
    }

    /// A dossier the caller may know of.
    async fn known(
        &self,
        store: &Store,
        caller: &Caller,
        code: &DossierCode,
    ) -> Result<Dossier, DeskError> {
        let found = store.dossier(code).await.map_err(fault)?;
        let found = found.map(|stored| stored.dossier);
        let known = found.filter(|dossier| caller.person.works_in(dossier.agency));
        known.ok_or(DeskError::NotFound)
    }

    /// The names of papers that procedures ask for: they tell of nobody.
    async fn listed_papers(&self, store: &Store) -> Result<BTreeSet<String>, DeskError> {
        let requirements = store.requirements().await.map_err(fault)?;
        let papers = requirements
            .into_values()
            .flat_map(|required| required.papers);
        Ok(papers.map(|name| name.vi).collect())
    }

    /// The dossiers somebody looks for. A telephone or identity number reads as a code too, so
    /// what is no dossier's code is then looked for among the applicants.
    async fn found(
        &self,
        store: &Store,
        caller: &Caller,
        text: &str,
    ) -> Result<Vec<Dossier>, DeskError> {
        // As it was typed, too: codes that came from elsewhere may have small letters.
        for typed in [text.to_owned(), text.to_uppercase()] {
            if let Ok(code) = DossierCode::try_from(typed)
                && let Some(stored) = store.dossier(&code).await.map_err(fault)?
            {
                return Ok(visible(caller, vec![stored.dossier]));
            }
        }
        self.searches(store, caller, text)?;
        let marks = blind_indexes(Applicant::marks_of(text));
        let found = store
            .dossiers_by_blind_indexes(marks)
            .await
            .map_err(fault)?;
        Ok(visible(caller, found))
    }
}

/// Those of some dossiers the caller may know of, at most a page.
fn visible(caller: &Caller, dossiers: Vec<Dossier>) -> Vec<Dossier> {
    let seen = dossiers
        .into_iter()
        .filter(|it| caller.person.works_in(it.agency));
    seen.take(PAGE_ROWS as usize).collect()
}

/// Where the work list looks: `None` everywhere.
fn agencies(caller: &Caller, whose: WorklistOwner) -> Option<Vec<AgencyId>> {
    match (whose, &caller.person.reach) {
        (WorklistOwner::Agency(agency), reach) => {
            let covered = Some(agency).filter(|agency| reach.covers(*agency));
            Some(covered.into_iter().collect())
        }
        (WorklistOwner::All | WorklistOwner::Mine, AgencyScope::Everywhere) => None,
        (WorklistOwner::All | WorklistOwner::Mine, AgencyScope::Agencies(agencies)) => {
            Some(agencies.iter().copied().collect())
        }
    }
}

/// The caller's account, and those they stand in for on a local date.
async fn own_and_stood_in_for(
    store: &Store,
    caller: &Caller,
    today: NaiveDate,
) -> Result<Vec<String>, DeskError> {
    let absences = store.absences_from(today).await.map_err(fault)?;
    let me = &caller.person.name;
    let others = stood_in_for(&absences, me, today).map(|it| it.account.clone());
    Ok(std::iter::once(me.clone()).chain(others).collect())
}

/// A row with its clock as it stands at an instant.
pub(super) fn row(dossier: Dossier, centre: &Centre, now: Instant) -> WorklistRow {
    let calendar = centre.calendar.for_agency(dossier.agency);
    let lateness = centre.rules.lateness;
    let is_overdue = match dossier.clock() {
        DossierClock::Running => is_overdue(lateness, centre.zone, dossier.due_at, now),
        DossierClock::Stopped => dossier.paused_overdue(lateness, centre.zone),
        DossierClock::NotStarted | DossierClock::Ended => false,
    };
    WorklistRow {
        left_min: left_min(&dossier, &calendar, lateness.rule, now),
        undecided: dossier.undecided(&calendar, now),
        is_overdue,
        is_stop_proposed: dossier.is_stop_proposed(&calendar, now, &centre.rules),
        dossier,
    }
}

fn left_min(
    dossier: &Dossier,
    calendar: &Calendar,
    rule: DeadlineRule,
    now: Instant,
) -> Option<u32> {
    let from = match dossier.clock() {
        DossierClock::Running => now,
        // Standing still, it has as much left as when it stopped.
        DossierClock::Stopped => dossier.paused_at?,
        DossierClock::NotStarted | DossierClock::Ended => return None,
    };
    let due = match (rule, dossier.due_at?) {
        (DeadlineRule::Instant, due) => whole_minute(due),
        // Nothing is late before the due day is over.
        (DeadlineRule::Day, due) => {
            let next = calendar.local_date(due).succ_opt()?;
            calendar.day_start(next)
        }
    };
    // Rounded down: a minute less than a working day does not count as a working day.
    let from = whole_minute(from);
    let left = calendar.working_time(from.min(due), from.max(due));
    u32::try_from(left.num_minutes()).ok()
}

pub(super) fn place_of(text: &str) -> Option<(i64, i64)> {
    let (due, id) = text.split_once('.')?;
    Some((due.parse().ok()?, id.parse().ok()?))
}

fn blind_indexes(marks: Vec<(&'static str, String)>) -> Vec<BlindIndex> {
    let mark = |(kind, text)| BlindIndex { kind, text };
    marks.into_iter().map(mark).collect()
}

fn new_secrets() -> SlipSecrets {
    SlipSecrets {
        pin: vault::pin(),
        link: secret::link(),
    }
}

fn slip(secrets: &SlipSecrets) -> Slip {
    Slip {
        pin: secrets.pin.clone(),
        link: secrets.link.clone(),
    }
}

/// A form's number with what the form says: sent again as it was it counts once; sent with something else it is another form, which the
/// version it was made from then holds back.
fn of_content(key: &RequestKey, content: &str) -> Result<RequestKey, DeskError> {
    let hash = secret::hash(&format!("{}\0{content}", key.as_str()));
    RequestKey::read(&hash).ok_or(DeskError::Invalid("key"))
}

/// An applicant's record as it is sealed.
fn written(submission: &Submission) -> Result<Vec<u8>, DeskError> {
    serde_json::to_vec(submission).map_err(|error| {
        tracing::error!(%error, "an applicant's record cannot be written");
        DeskError::Internal
    })
}

/// All that a form of a reception says, so that the same form sent again is known; it is hashed and not kept.
fn said(reception: &Reception, record: &[u8]) -> String {
    let Reception {
        procedure,
        agency,
        channel,
        submission: _,
        received_at,
        late_reason,
        refused,
    } = reception;
    let rest = (
        procedure,
        agency,
        channel,
        received_at,
        late_reason,
        refused,
    );
    format!("{rest:?}{}", String::from_utf8_lossy(record))
}

/// All that a form of an amendment says, so that the same form sent again is known; it is hashed and not kept.
fn content(reception: &AmendedReception) -> Result<String, DeskError> {
    let record = reception.submission.as_ref().map(written).transpose()?;
    let record = record.unwrap_or_default();
    Ok(format!("{reception:?}{}", String::from_utf8_lossy(&record)))
}

/// What is to be amended, beside what is told now.
fn amending(
    reception: AmendedReception,
    told: Option<&Submission>,
    slip: Slip,
    listed: &BTreeSet<String>,
) -> Result<AmendmentRequest, DeskError> {
    let was = told.cloned().unwrap_or_default();
    let is = reception.submission.clone().unwrap_or_default();
    let papers = |papers: &[String]| {
        let (known, others): (Vec<_>, Vec<_>) = papers
            .iter()
            .cloned()
            .partition(|paper| listed.contains(paper));
        Papers {
            listed: known,
            others: others.len(),
        }
    };
    let papers = (was.papers != is.papers).then(|| PapersChange {
        before: papers(&was.papers),
        after: papers(&is.papers),
    });
    let record = match reception.submission.filter(|is| told != Some(is)) {
        Some(is) => Some((written(&is)?, blind_indexes(is.applicant.marks()))),
        None => None,
    };
    Ok(AmendmentRequest {
        code: reception.code,
        expected_version: reception.version,
        procedure: reception.procedure,
        agency: reception.agency,
        channel: reception.channel,
        received_at: reception.received_at,
        papers,
        personal: was.applicant.differences(&is.applicant),
        record,
        slip,
        reason: reception.reason,
        accepts_earlier_due: reception.accepts_earlier_due,
    })
}

/// Maps an error of the store to one of the desk. The cause is logged here.
pub(super) fn fault(error: StoreError) -> DeskError {
    if let Some(why) = super::not_written(&error) {
        return why.into();
    }
    match error {
        StoreError::Conflict { .. } => DeskError::Conflict,
        StoreError::NotFound(_) => DeskError::NotFound,
        StoreError::Refused(refusal) => DeskError::Refused(refusal),
        error if error.is_transient() => {
            tracing::warn!(%error, "the desk cannot be served now");
            DeskError::Unavailable
        }
        error => {
            tracing::error!(%error, "the desk cannot be served");
            DeskError::Internal
        }
    }
}

#[async_trait]
impl DeskPort for Desk {
    fn now(&self) -> Instant {
        self.clock.now()
    }

    async fn office(&self) -> Result<Arc<Office>, DeskError> {
        let store = self.store()?;
        let centre = self.centre(&store).await?;
        let today = centre.calendar.local_date(self.clock.now());
        let agencies = store.agencies().await.map_err(fault)?;
        let fields = store.fields().await.map_err(fault)?;
        let procedures = store.procedures().await.map_err(fault)?;
        let mut requirements = store.requirements().await.map_err(fault)?;
        let colleagues = colleague::listed(store.accounts().await.map_err(fault)?);
        let mut absences = store.absences_from(today).await.map_err(fault)?;
        // A substitute whose account was removed is ignored.
        let works = |name: &str| colleagues.iter().any(|known| known.name == name);
        absences.retain(|absence| absence.holds_on(today) && works(&absence.substitute));
        Ok(Arc::new(Office {
            colleagues,
            absences,
            centre: Name {
                vi: centre.name,
                en: centre.name_en,
            },
            place: centre.place,
            calendar: centre.calendar,
            rules: centre.rules,
            agencies: agencies
                .into_iter()
                .map(|agency| ListedAgency {
                    id: agency.id,
                    code: agency.code,
                    name: agency.name,
                })
                .collect(),
            fields: fields
                .into_iter()
                .map(|field| (field.id, field.name))
                .collect(),
            procedures: procedures
                .into_iter()
                .map(|procedure| {
                    let required = requirements.remove(&procedure.id).unwrap_or_default();
                    ListedProcedure {
                        id: procedure.id,
                        code: procedure.code,
                        name: procedure.name,
                        limits: procedure.limits.on(today),
                        fee_vnd: required.fee_vnd,
                        papers: required.papers,
                    }
                })
                .collect(),
        }))
    }

    async fn worklist(
        &self,
        caller: &Caller,
        query: &WorklistQuery,
    ) -> Result<Worklist, DeskError> {
        let store = self.store()?;
        let centre = self.centre(&store).await?;
        let now = self.clock.now();
        if let Some(text) = &query.find {
            let found = self.found(&store, caller, text).await?;
            let rows = found.into_iter().map(|it| row(it, &centre, now));
            return Ok(Worklist {
                rows: rows.collect(),
                next: None,
            });
        }
        let after = match query.after.as_deref() {
            None => None,
            Some(text) => Some(place_of(text).ok_or(DeskError::Invalid("after"))?),
        };
        let mut papers_asked_before = None;
        if query.tab == Tab::StopProposed {
            let days = centre.rules.propose_stop_days();
            papers_asked_before = waited_since(&centre.calendar, now, days);
            if papers_asked_before.is_none() {
                // Where no stop is ever proposed there is none.
                return Ok(Worklist::default());
            }
        }
        let filter = WorklistFilter {
            papers_asked_before,
            statuses: query.tab.statuses().to_vec(),
            agencies: agencies(caller, query.whose),
            procedure: query.procedure,
            assignees: if query.whose == WorklistOwner::Mine {
                own_and_stood_in_for(&store, caller, centre.calendar.local_date(now)).await?
            } else {
                Vec::new()
            },
            is_reversed: query.tab == Tab::Closed,
            after,
            rows_max: PAGE_ROWS + 1,
        };
        let mut listed = store.worklist(filter).await.map_err(fault)?;
        let has_more = listed.len() > PAGE_ROWS as usize;
        listed.truncate(PAGE_ROWS as usize);
        let last = listed.last().filter(|_| has_more);
        let next = last.map(|last| format!("{}.{}", last.place.0, last.place.1));
        let rows = listed.into_iter().map(|it| row(it.dossier, &centre, now));
        Ok(Worklist {
            rows: rows.collect(),
            next,
        })
    }

    async fn export(
        &self,
        caller: &Caller,
        table: Table,
        name: &str,
        format: FileFormat,
    ) -> Result<File, DeskError> {
        let (store, now) = (self.store()?, self.clock.now());
        let export = Export {
            subject: format!("{name}.{}", format.as_str()),
            name: name.to_owned(),
            table,
        };
        let exported = exported::exported(&store, caller, export, format, now).await;
        exported.map_err(|error| match error {
            AppError::Unavailable => DeskError::Unavailable,
            AppError::NotWritten(why) => DeskError::NotWritten(why),
            _ => DeskError::Internal,
        })
    }

    async fn rows(
        &self,
        caller: &Caller,
        codes: &[DossierCode],
    ) -> Result<Vec<WorklistRow>, DeskError> {
        if codes.len() > BULK_MAX {
            return Err(DeskError::Invalid("codes"));
        }
        let store = self.store()?;
        let centre = self.centre(&store).await?;
        let now = self.clock.now();
        let found = store.dossiers_of(codes.to_vec()).await.map_err(fault)?;
        let known = found
            .into_iter()
            .filter(|dossier| caller.person.works_in(dossier.agency));
        Ok(known.map(|dossier| row(dossier, &centre, now)).collect())
    }

    async fn file(&self, caller: &Caller, code: &DossierCode) -> Result<DossierFile, DeskError> {
        let store = self.store()?;
        self.known(&store, caller, code).await?;
        let centre = self.centre(&store).await?;
        let (dossier, events) = store.file(code).await.map_err(fault)?;
        let now = self.clock.now();
        let linked = store.linked(code).await.map_err(fault)?;
        let part = |part: StoredPart| LinkedPart {
            name: part.name,
            row: row(part.dossier, &centre, now),
        };
        Ok(DossierFile {
            linked: linked.map(|linked| Linked {
                whole: row(linked.whole, &centre, now),
                parts: linked.parts.into_iter().map(part).collect(),
            }),
            row: row(dossier, &centre, now),
            events,
        })
    }

    async fn prepare(
        &self,
        caller: &Caller,
        procedure: ProcedureId,
        agency: AgencyId,
        channel: Channel,
    ) -> Result<Dossier, DeskError> {
        if !caller.person.works_in(agency) {
            return Err(DeskError::NotFound);
        }
        let (store, actor, now) = (self.store()?, caller.person.actor(), self.clock.now());
        let prepared = store.prepare_dossier(procedure, agency, channel, actor, now);
        prepared.await.map_err(fault)
    }

    async fn receive(
        &self,
        caller: &Caller,
        key: RequestKey,
        reception: Reception,
    ) -> Result<Receipt, DeskError> {
        if !caller.person.works_in(reception.agency) {
            return Err(DeskError::NotFound);
        }
        let (store, now) = (self.store()?, self.clock.now());
        let record = written(&reception.submission)?;
        // Sent again for somebody else it is another reception, not the first one once more.
        let key = of_content(&key, &said(&reception, &record))?;
        let secrets = new_secrets();
        let opening = OpeningRequest {
            procedure: reception.procedure,
            agency: reception.agency,
            channel: reception.channel,
            record,
            marks: blind_indexes(reception.submission.applicant.marks()),
            slip: slip(&secrets),
            received_at: reception.received_at,
            late_reason: reception.late_reason,
            refused: reception.refused,
        };
        let opened = store
            .open_dossier(key, AuditActor::from(caller), opening, now)
            .await;
        Ok(match opened.map_err(fault)? {
            OpeningOutcome::Now(code) => Receipt {
                code,
                secrets: Some(secrets),
            },
            OpeningOutcome::Before(code) => Receipt {
                code,
                secrets: None,
            },
        })
    }

    async fn amend(
        &self,
        caller: &Caller,
        key: RequestKey,
        reception: AmendedReception,
    ) -> Result<Option<SlipSecrets>, DeskError> {
        let store = self.store()?;
        let code = reception.code.clone();
        let known = self.known(&store, caller, &code).await?;
        if reception.agency != known.agency && !caller.person.works_in(reception.agency) {
            return Err(DeskError::NotFound);
        }
        let told = self.submitted(&store, &code).await?;
        let key = of_content(&key, &content(&reception)?)?;
        let secrets = new_secrets();
        let slip = slip(&secrets);
        let listed = self.listed_papers(&store).await?;
        let amending = amending(reception, told.as_ref(), slip, &listed)?;
        let amended =
            store.amend_dossier(key, AuditActor::from(caller), amending, self.clock.now());
        Ok(match amended.await.map_err(fault)? {
            AmendmentOutcome::Now {
                is_slip_replaced, ..
            } => Some(secrets).filter(|_| is_slip_replaced),
            AmendmentOutcome::Before => None,
        })
    }

    async fn submission(
        &self,
        caller: &Caller,
        code: &DossierCode,
        reading: PersonalDataRead,
    ) -> Result<Option<Submission>, DeskError> {
        let store = self.store()?;
        self.known(&store, caller, code).await?;
        self.opens(caller, code, reading)?;
        self.submitted(&store, code).await
    }

    async fn printed(&self, caller: &Caller, code: &DossierCode) -> Result<(), DeskError> {
        self.opens(caller, code, PersonalDataRead::Printed)
    }

    async fn notes(&self, caller: &Caller, code: &DossierCode) -> Result<Vec<Note>, DeskError> {
        let store = self.store()?;
        self.known(&store, caller, code).await?;
        store.notes(code).await.map_err(fault)
    }

    async fn note(
        &self,
        caller: &Caller,
        key: RequestKey,
        code: &DossierCode,
        text: String,
    ) -> Result<(), DeskError> {
        if text.is_empty() || text.chars().count() > NOTE_CHARS_MAX {
            return Err(DeskError::Invalid("note"));
        }
        let store = self.store()?;
        self.known(&store, caller, code).await?;
        let key = of_content(&key, &text)?;
        let noted = store.add_note(key, AuditActor::from(caller), code, text, self.clock.now());
        noted.await.map_err(|error| match error {
            StoreError::Invalid(_) => DeskError::Invalid("note"),
            error => fault(error),
        })
    }

    async fn reissue(&self, caller: &Caller, code: &DossierCode) -> Result<SlipSecrets, DeskError> {
        let store = self.store()?;
        self.known(&store, caller, code).await?;
        let secrets = new_secrets();
        let issued = store.issue_slip(
            code,
            slip(&secrets),
            AuditActor::from(caller),
            self.clock.now(),
        );
        issued.await.map_err(fault)?;
        Ok(secrets)
    }

    async fn act(
        &self,
        caller: &Caller,
        key: RequestKey,
        moves: Vec<ActionRequest>,
    ) -> Result<(), DeskError> {
        if moves.is_empty() || moves.len() > BULK_MAX {
            return Err(DeskError::Invalid("dossiers"));
        }
        let store = self.store()?;
        let mut agencies = Vec::with_capacity(moves.len());
        for one in &moves {
            agencies.push(self.known(&store, caller, &one.code).await?.agency);
        }
        colleague::check(&store, &moves, &agencies).await?;
        let key = of_content(&key, &format!("{moves:?}"))?;
        let now = self.clock.now();
        let steps = moves.into_iter().map(|one| Step {
            when: When {
                occurred_at: one.occurred_at.unwrap_or(now),
                recorded_at: now,
                late_reason: one.late_reason,
            },
            code: one.code,
            action: one.action,
            expected_version: one.version,
        });
        let steps: Vec<Step> = steps.collect();
        let is_one = steps.len() == 1;
        let done = store
            .act_once(key, AuditActor::from(caller), steps, now)
            .await
            .map_err(fault)?;
        let RequestOutcome::None(mut against) = done else {
            return Ok(());
        };
        if is_one && let Some((_, error)) = against.pop() {
            return Err(fault(error));
        }
        let against = against.into_iter();
        let told = against.map(|(code, error)| (code, Box::new(fault(error))));
        Err(DeskError::SomeCannot(told.collect()))
    }
}

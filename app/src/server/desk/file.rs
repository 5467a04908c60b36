//! One dossier in the case database: its history, what was handed in, and its notes. Reading applicants' data is audited and counted
//! against an hourly limit.

use chrono::TimeDelta;
use sanh_domain::account::model::{Colleague, RequestKey};
use sanh_domain::audit::model::AuditAct;
use sanh_domain::dossier::applicant::{SlipSecrets, Submission};
use sanh_domain::dossier::file::{
    DossierFile, Linked, LinkedPart, NOTE_CHARS_MAX, PersonalDataRead,
};
use sanh_domain::dossier::{DossierCode, EventKind};
use sanh_store::stored::read_submission;
use sanh_store::{AuditActor, LinkedPart as StoredPart, Slip, StoreError, vault};

use super::error::fault;
use super::{Desk, DeskError, of_content};
use crate::model::dossier::{
    ControlSlip, HandOver, Letter, OpenedDossier, PrintedSlip, sends_letter,
};
use crate::server::colleague::colleague;
use crate::server::worklist::row;

/// Minutes after its issue in which the slip of a dossier is printed by whoever has just taken it in (ours).
const JUST_ISSUED_MIN: i64 = 10;

impl Desk {
    /// A dossier and its history.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; while the database does not answer.
    pub async fn file(&self, code: &DossierCode) -> Result<DossierFile, DeskError> {
        let (centre, now) = (self.centre().await?, self.now);
        let file = self.store.file(code, &self.scope).await;
        let (dossier, events) = file.map_err(fault)?;
        let linked = self.store.linked(code, &self.scope).await.map_err(fault)?;
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

    /// A dossier with what was handed in and what colleagues noted.
    pub(crate) async fn opened(&self, code: &DossierCode) -> Result<OpenedDossier, DeskError> {
        let file = self.file(code).await?;
        self.reads(code, PersonalDataRead::Opened)?;
        Ok(OpenedDossier {
            now: self.now,
            file,
            submission: self.submission(code).await?,
            notes: self.store.notes(code, &self.scope).await.map_err(fault)?,
            attachments: self.attachments(code).await?,
            is_pin_closed: self.store.is_pin_closed(code).await.map_err(fault)?,
            subscriptions: self.store.count_subscriptions(code).await.map_err(fault)?,
        })
    }

    /// The letter that an event of a dossier sends.
    pub(crate) async fn letter(
        &self,
        code: &DossierCode,
        sequence: i64,
    ) -> Result<Letter, DeskError> {
        let file = self.file(code).await?;
        let event = file.events.iter().find(|event| event.sequence == sequence);
        let event = event.filter(|event| sends_letter(event.kind));
        let event = event.ok_or(DeskError::NotFound)?.clone();
        self.reads(code, PersonalDataRead::Printed)?;
        let submission = self.submission(code).await?;
        Ok(Letter {
            by: self.people(vec![&event.actor]).await?.pop(),
            file,
            event,
            to: submission.map(|submission| submission.applicant),
        })
    }

    /// The paper by which a dossier that was received is handed over.
    pub(crate) async fn hand_over(&self, code: &DossierCode) -> Result<HandOver, DeskError> {
        let file = self.file(code).await?;
        if file.row.dossier.received_at.is_none() {
            return Err(DeskError::NotFound);
        }
        self.reads(code, PersonalDataRead::Printed)?;
        Ok(HandOver {
            people: self.named_in(&file).await?,
            submission: self.submission(code).await?,
            at: self.now,
            file,
        })
    }

    /// A dossier for its control slip, which does not name the applicant.
    pub(crate) async fn control_slip(&self, code: &DossierCode) -> Result<ControlSlip, DeskError> {
        let file = self.file(code).await?;
        self.reads(code, PersonalDataRead::Printed)?;
        let submission = self.submission(code).await?;
        Ok(ControlSlip {
            people: self.named_in(&file).await?,
            sets: submission.and_then(|submission| submission.sets),
            at: self.now,
            file,
        })
    }

    /// The slip that was issued today, as it was; `None`: none was.
    pub(crate) async fn slip(
        &self,
        code: &DossierCode,
    ) -> Result<Option<Box<PrintedSlip>>, DeskError> {
        self.known(code).await?;
        let kept = self.store.slip_of_today(code, &self.scope, self.now).await;
        let Some(kept) = kept.map_err(fault)? else {
            return Ok(None);
        };
        let is_just_issued = self.now - kept.issued_at < TimeDelta::minutes(JUST_ISSUED_MIN);
        let reading = if is_just_issued {
            PersonalDataRead::Slip
        } else {
            PersonalDataRead::Printed
        };
        let file = self.file(code).await?;
        self.reads(code, reading)?;
        let mut events = file.events.iter();
        let taken_in = events.find(|event| event.kind == EventKind::Receive);
        let actor = taken_in.map_or(&self.caller.person.name, |event| &event.actor);
        let by = self.people(vec![actor]).await?.pop();
        Ok(Some(Box::new(PrintedSlip {
            by,
            issued_at: kept.issued_at,
            submission: self.submission(code).await?.unwrap_or_default(),
            secrets: SlipSecrets {
                pin: kept.slip.pin,
                link: kept.slip.link,
            },
            file,
        })))
    }

    /// Issues a slip to be printed again: the one of today as it was, else one with new secrets; the old ones are over then. With
    /// `renew` they are new in any case.
    pub(crate) async fn issue_slip(
        &self,
        code: &DossierCode,
        renew: bool,
    ) -> Result<(), DeskError> {
        // A slip promises a due time, which only a received dossier has.
        let dossier = self.known(code).await?;
        if dossier.received_at.is_none() || dossier.is_annulled() {
            return Err(DeskError::NotFound);
        }
        let kept = self.store.slip_of_today(code, &self.scope, self.now).await;
        if kept.map_err(fault)?.is_some() && !renew {
            return Ok(());
        }
        let by = AuditActor::from(&self.caller);
        let issued = self.store.issue_slip(code, new_slip(), by, self.now);
        issued.await.map_err(fault)
    }

    /// Ends the letters to whoever is told of a dossier, and erases their addresses; how many there were.
    pub(crate) async fn end_subscriptions(&self, code: &DossierCode) -> Result<u64, DeskError> {
        self.known(code).await?;
        let by = AuditActor::from(&self.caller);
        let ended = self.store.end_dossier_subscriptions(code, by, self.now);
        ended.await.map_err(fault)
    }

    /// Whoever a dossier's history names, also those who do not work here any more.
    async fn named_in(&self, file: &DossierFile) -> Result<Vec<Colleague>, DeskError> {
        let assigned = file.events.iter().filter_map(|event| {
            let name = event.reason.as_deref()?;
            (event.kind == EventKind::Assign).then_some(name)
        });
        let actors = file.events.iter().map(|event| event.actor.as_str());
        self.people(actors.chain(assigned).collect()).await
    }

    /// The people of these accounts.
    async fn people(&self, names: Vec<&str>) -> Result<Vec<Colleague>, DeskError> {
        let accounts = self.store.accounts().await.map_err(fault)?;
        let mut people = accounts;
        people.retain(|it| names.contains(&it.person.name.as_str()));
        Ok(people.into_iter().map(colleague).collect())
    }

    /// Notes something of a dossier.
    pub(crate) async fn note(
        &self,
        key: &RequestKey,
        code: &DossierCode,
        text: String,
    ) -> Result<(), DeskError> {
        if text.is_empty() || text.chars().count() > NOTE_CHARS_MAX {
            return Err(DeskError::Invalid("note"));
        }
        self.known(code).await?;
        let (key, by) = (of_content(key, &text)?, AuditActor::from(&self.caller));
        let noted = self.store.add_note(key, by, code, text, self.now);
        noted.await.map_err(|error| match error {
            StoreError::Invalid(_) => DeskError::Invalid("note"),
            error => fault(error),
        })
    }

    /// The submission of a dossier; `None`: nothing was recorded, or it was erased.
    pub(super) async fn submission(
        &self,
        code: &DossierCode,
    ) -> Result<Option<Submission>, DeskError> {
        let code = self.handed_in_with(code).await?;
        let record = self.store.applicant(&code, &self.scope).await;
        let read = record
            .map_err(fault)?
            .map(|record| read_submission(&record))
            .transpose();
        read.map_err(|_| {
            // The cause is not logged, because it may quote the record.
            tracing::error!("an applicant's record cannot be read");
            DeskError::Internal
        })
    }

    /// The dossier that what was handed in stands with: who works on a part of a linked dossier needs what came with the whole.
    pub(super) async fn handed_in_with(
        &self,
        code: &DossierCode,
    ) -> Result<DossierCode, DeskError> {
        let linked = self.store.linked(code, &self.scope).await.map_err(fault)?;
        Ok(linked.map_or_else(|| code.clone(), |linked| linked.whole.code))
    }

    /// Tells that what is personal of a dossier is about to be shown.
    fn reads(&self, code: &DossierCode, reading: PersonalDataRead) -> Result<(), DeskError> {
        let act = match reading {
            PersonalDataRead::Opened => AuditAct::DossierOpened,
            PersonalDataRead::Printed | PersonalDataRead::Slip => AuditAct::DossierPrinted,
        };
        let (caller, code) = (&self.caller, code.as_str());
        let read = self.readings.opens(caller, act, code, self.now);
        if reading == PersonalDataRead::Slip {
            return Ok(());
        }
        read.map_err(DeskError::from)
    }
}

/// New secrets of a slip.
pub(super) fn new_slip() -> Slip {
    Slip {
        pin: vault::pin(),
        link: vault::link(),
    }
}

//! The form of an amendment.

use chrono_tz::Tz;
use sanh_domain::account::model::RequestKey;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::applicant::{AmendedReception, SETS_MAX, Submission};
use sanh_domain::dossier::file::Office;
use sanh_domain::dossier::{Dossier, EventKind};
use sanh_domain::id::{AgencyId, ProcedureId};
use sanh_domain::language::Lang;

use super::error::field_of;
use super::form_input::{instant, lines, read_code};
use super::reception_form::{applicant_problem, read_applicant, read_sets, too_many};
use super::{Desk, DeskError};
use crate::error::AppError;
use crate::model::dossier::AmendmentForm;
use crate::model::dossier_step::local;
use crate::text::Messages;
use crate::text::dossier::refusal_text;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::{CONFLICT, FormError, Refusal};

/// Takes the form in; answers whether a slip replaces the old one, as something on it is other than it was.
pub(crate) async fn amend(
    desk: &Desk,
    code: &str,
    form: &AmendmentForm,
) -> Result<bool, FormError> {
    let code = read_code(code)?;
    let (file, office) = (desk.file(&code).await?, desk.office().await?);
    let (dossier, actor) = (&file.row.dossier, desk.caller.person.actor());
    if !dossier.allowed(actor.role).contains(&EventKind::Amend) {
        return Err(AppError::NotFound.into());
    }
    let rules = (&office.calendar, &office.rules);
    let reading = AmendmentReading {
        form,
        office: &office,
        dossier,
        told: desk.submission(&code).await?,
        lang: request().room_lang(),
        zone: office.calendar.zone(),
        may_all: dossier.may_amend_reception(&file.events, desk.now, rules, &actor),
    };
    let (lang, words) = (reading.lang, reading.lang.words());
    let Some(key) = RequestKey::read(form.key.trim()) else {
        return Err(Problem::new("reason", words.receive_bad_form()).into());
    };
    match desk.amend(&key, reading.read()?).await {
        Ok(is_slip_replaced) => Ok(is_slip_replaced),
        Err(DeskError::Conflict) => {
            let message = format!("{} {}", words.cannot_changed(), words.receive_bad_form());
            Err(FormError::Refused(Refusal {
                status: CONFLICT,
                ..Refusal::from(vec![Problem::new("reason", message)])
            }))
        }
        Err(DeskError::Refused(against)) => {
            let message = refusal_text(lang, &against, reading.zone);
            Err(Problem::new(field_of(&against), message).into())
        }
        Err(error) => Err(error.into()),
    }
}

/// The data with which the form is compared.
struct AmendmentReading<'a> {
    form: &'a AmendmentForm,
    office: &'a Office,
    dossier: &'a Dossier,
    /// The applicant's stored data.
    told: Option<Submission>,
    lang: Lang,
    zone: Tz,
    /// Whether they may amend more than the applicant's data.
    may_all: bool,
}

impl AmendmentReading<'_> {
    fn read(&self) -> Result<AmendedReception, FormError> {
        let (form, words) = (self.form, self.lang.words());
        let bad = |field| Problem::new(field, words.receive_bad_form());
        let version = form.version.trim().parse().map_err(|_| bad("reason"))?;
        let mut problems = Vec::new();
        let submission = self.read_submission().unwrap_or_else(|unfit| {
            problems.extend(unfit);
            None
        });
        let dossier = self.dossier;
        let (mut procedure, mut agency, mut channel, mut received_at) =
            (dossier.procedure, dossier.agency, dossier.channel, None);
        if self.may_all {
            procedure = self.read_procedure().map_err(|()| bad("procedure"))?;
            let id = form.agency.trim().parse().map(AgencyId);
            agency = id.map_err(|_| bad("agency"))?;
            channel = form.channel.trim().parse().map_err(|_| bad("channel"))?;
            match instant(&form.occurred, self.zone) {
                Ok(at) => received_at = at.filter(|at| !self.is_unchanged(*at)),
                Err(()) => problems.push(Problem::new("occurred", words.dossier_bad_instant())),
            }
        }
        let reason = form.reason.trim().to_owned();
        if reason.is_empty() {
            problems.push(Problem::new("reason", words.cannot_reason_missing()));
        }
        if !problems.is_empty() {
            return Err(FormError::Refused(problems.into()));
        }
        Ok(AmendedReception {
            code: dossier.code.clone(),
            version,
            procedure,
            agency,
            channel,
            received_at,
            submission,
            reason,
            accepts_earlier_due: form.earlier.trim() == "yes",
        })
    }

    fn read_procedure(&self) -> Result<Option<ProcedureId>, ()> {
        let text = self.form.procedure.trim();
        if text.is_empty() && self.dossier.procedure.is_none() {
            return Ok(None);
        }
        let id = text.parse().map(ProcedureId).map_err(|_| ())?;
        let known = self.office.procedures.iter().any(|it| it.id == id);
        known.then_some(Some(id)).ok_or(())
    }

    /// A field for date and time has no seconds: the same minute means unchanged.
    fn is_unchanged(&self, at: Instant) -> bool {
        let told = self.dossier.received_at;
        told.is_some_and(|told| local(told, self.zone) == local(at, self.zone))
    }

    /// Applicant and papers, as typed; `None`: nothing was recorded and nothing was typed.
    fn read_submission(&self) -> Result<Option<Submission>, Vec<Problem>> {
        let AmendmentForm {
            name,
            phone,
            identity,
            email,
            address,
            representative,
            sets,
            ..
        } = self.form;
        let told = self.told.as_ref();
        let papers = if self.may_all {
            lines(&self.form.papers).collect()
        } else {
            told.map(|it| it.papers.clone()).unwrap_or_default()
        };
        let typed = [name, phone, identity, email].map(String::as_str);
        let is_blank = |text: &str| text.trim().is_empty();
        let more = [address, representative].map(String::as_str);
        if typed.into_iter().chain(more).all(is_blank) && papers.is_empty() && told.is_none() {
            return Ok(None);
        }
        let Ok(typed_sets) = read_sets(sets) else {
            let message = self.lang.words().receive_bad_sets(SETS_MAX);
            return Err(vec![Problem::new("sets", message)]);
        };
        let sets = if self.may_all {
            typed_sets
        } else {
            told.and_then(|it| it.sets)
        };
        if let Some(message) = too_many(self.lang, &papers) {
            return Err(vec![Problem::new("papers", message)]);
        }
        match read_applicant(typed, address, representative) {
            Ok(applicant) => Ok(Some(Submission {
                applicant,
                papers,
                sets,
            })),
            Err(unfit) => Err(unfit
                .into_iter()
                .map(|it| self::applicant_problem(self.lang, it))
                .collect()),
        }
    }
}

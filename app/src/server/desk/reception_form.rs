//! The form of reception: read, and taken in for the agency that it was shown for.

use chrono_tz::Tz;
use sanh_domain::account::model::RequestKey;
use sanh_domain::dossier::Refusal as Against;
use sanh_domain::dossier::applicant::{
    Applicant, InvalidApplicantField, NAME_CHARS_MAX, PAPER_CHARS_MAX, PAPERS_MAX, Reception,
    Submission,
};
use sanh_domain::id::{AgencyId, ProcedureId};
use sanh_domain::language::Lang;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::procedure::listed::ListedProcedure;

use super::error::field_of;
use super::typed::{filled, instant, lines};
use super::{Desk, DeskError};
use crate::model::dossier::{PreparedDossier, ReceptionForm, ReceptionOutcome};
use crate::model::reception::{ReceivingAgencies, SETTLE, listed};
use crate::text::Messages;
use crate::text::dossier::refusal_text;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::{FormError, Refusal};

/// The dossier as it would be received now.
pub(crate) async fn prepare(
    desk: &Desk,
    procedure: ProcedureId,
    agency: AgencyId,
    channel: Channel,
) -> Result<PreparedDossier, FormError> {
    match desk.prepare(procedure, agency, channel).await {
        Ok(prepared) => Ok(prepared),
        Err(DeskError::Refused(against)) => {
            let zone = desk.centre().await?.zone;
            let text = refusal_text(request().room_lang(), &against, zone);
            Err(Problem::new("procedure", text).into())
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes the form in.
pub(crate) async fn receive(
    desk: &Desk,
    form: &ReceptionForm,
) -> Result<ReceptionOutcome, FormError> {
    let (lang, office) = (request().room_lang(), desk.office().await?);
    let id = form.procedure.trim().parse().map(ProcedureId);
    let Some(procedure) = id.ok().and_then(|id| listed(&office, id)) else {
        return Err(FormError::Refused(Refusal::default()));
    };
    let agencies = ReceivingAgencies::of(lang, &office, &desk.caller.person, procedure);
    let agency = agencies.resolve(Some(&form.agency));
    let agency = agency.map_err(|unresolved| unresolved.problem(lang))?;
    if form.action.trim() == SETTLE {
        return Ok(ReceptionOutcome::AgencySaid);
    }
    let Some(key) = RequestKey::read(form.key.trim()) else {
        return Err(Problem::new("name", lang.words().receive_bad_form()).into());
    };
    let zone = office.calendar.zone();
    let reception = read(form, procedure, agency, (lang, zone))?;
    let is_refused = reception.refused.is_some();
    let receipt = match desk.receive(&key, reception).await {
        Ok(receipt) => receipt,
        Err(DeskError::Refused(against)) => {
            let field = match &against {
                // A reception gives no reason but for being recorded late.
                Against::ReasonMissing if !is_refused => "late_reason",
                other => field_of(other),
            };
            return Err(Problem::new(field, refusal_text(lang, &against, zone)).into());
        }
        Err(DeskError::NotWritten(why)) => {
            return Err(FormError::Refused(Refusal {
                status: why.status(),
                ..Refusal::from(vec![Problem::new("name", why.text(lang))])
            }));
        }
        Err(error) => return Err(error.into()),
    };
    let code = receipt.code;
    Ok(match receipt.secrets {
        _ if is_refused => ReceptionOutcome::Refused {
            sequence: desk.file(&code).await?.row.dossier.version,
            code,
        },
        Some(secrets) => ReceptionOutcome::Received(desk.slip(&code, secrets).await?),
        None => ReceptionOutcome::ReceivedBefore(code),
    })
}

fn read(
    form: &ReceptionForm,
    procedure: &ListedProcedure,
    agency: AgencyId,
    (lang, zone): (Lang, Tz),
) -> Result<Reception, FormError> {
    let words = lang.words();
    let mut problems = Vec::new();
    let applicant = Applicant::read(&form.name, &form.phone, &form.identity, &form.email);
    let applicant = applicant.unwrap_or_else(|unfit| {
        problems.extend(
            unfit
                .into_iter()
                .map(|it| self::applicant_problem(lang, it)),
        );
        Applicant::default()
    });
    let papers = papers_of(procedure, form);
    if let Some(message) = too_many(lang, &papers) {
        problems.push(Problem::new("other_papers", message));
    }
    let Ok(channel) = form.channel.trim().parse::<Channel>() else {
        problems.push(Problem::new("channel", words.receive_bad_form()));
        return Err(FormError::Refused(problems.into()));
    };
    let refused = (form.action.trim() == "refuse").then(|| form.reason.trim().to_owned());
    if refused.as_deref() == Some("") {
        problems.push(Problem::new("reason", words.cannot_reason_missing()));
    }
    let received_at = instant(&form.occurred, zone).unwrap_or_else(|()| {
        problems.push(Problem::new("occurred", words.dossier_bad_instant()));
        None
    });
    if !problems.is_empty() {
        return Err(FormError::Refused(problems.into()));
    }
    Ok(Reception {
        received_at,
        late_reason: filled(&form.late_reason),
        procedure: procedure.id,
        agency,
        channel,
        submission: Submission { applicant, papers },
        refused,
    })
}

/// What is wrong with a field of the applicant's.
pub(super) fn applicant_problem(lang: Lang, unfit: InvalidApplicantField) -> Problem {
    let words = lang.words();
    match unfit {
        InvalidApplicantField::Name => {
            Problem::new("name", words.receive_needs_name(NAME_CHARS_MAX))
        }
        InvalidApplicantField::Phone => Problem::new("phone", words.receive_bad_phone()),
        InvalidApplicantField::Identity => Problem::new("identity", words.receive_bad_identity()),
        InvalidApplicantField::Email => Problem::new("email", words.receive_bad_email()),
    }
}

/// That these are more papers than are kept, or one has too long a name.
pub(super) fn too_many(lang: Lang, papers: &[String]) -> Option<String> {
    let is_long = |paper: &String| paper.chars().count() > PAPER_CHARS_MAX;
    let is_too_many = papers.len() > PAPERS_MAX || papers.iter().any(is_long);
    is_too_many.then(|| {
        lang.words()
            .receive_many_papers(PAPERS_MAX, PAPER_CHARS_MAX)
    })
}

/// The papers ticked, by their Vietnamese names as the slip prints them, and those typed.
fn papers_of(procedure: &ListedProcedure, form: &ReceptionForm) -> Vec<String> {
    let ticked = form.paper.0.iter().filter_map(|position| {
        let position: usize = position.trim().parse().ok()?;
        let paper = procedure.requirements.papers.get(position.checked_sub(1)?);
        paper.map(|name| name.vi.clone())
    });
    ticked.chain(lines(&form.other_papers)).collect()
}

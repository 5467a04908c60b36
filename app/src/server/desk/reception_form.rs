//! Reads the form of reception, and receives the dossier for the agency that was shown.

use chrono_tz::Tz;
use sanh_domain::account::model::RequestKey;
use sanh_domain::dossier::Refusal as Against;
use sanh_domain::dossier::applicant::{
    ADDRESS_CHARS_MAX, Applicant, InvalidApplicantField, NAME_CHARS_MAX, PAPER_CHARS_MAX,
    PAPERS_MAX, PaperForm, Reception, SETS_MAX, Submission,
};
use sanh_domain::id::{AgencyId, ProcedureId};
use sanh_domain::language::Lang;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::procedure::listed::ListedProcedure;

use super::error::field_of;
use super::form_input::{filled, instant, lines};
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
    let code = match desk.receive(&key, reception).await {
        Ok(code) => code,
        Err(DeskError::Refused(against)) => {
            let field = match &against {
                // The only reason that a reception can have is the one for being recorded late.
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
    if !is_refused {
        return Ok(ReceptionOutcome::Received(code));
    }
    Ok(ReceptionOutcome::Refused {
        sequence: desk.file(&code).await?.row.dossier.version,
        code,
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
    let typed = [&form.name, &form.phone, &form.identity, &form.email];
    let applicant = read_applicant(
        typed.map(String::as_str),
        &form.address,
        &form.representative,
    );
    let applicant = applicant.unwrap_or_else(|unfit| {
        problems.extend(
            unfit
                .into_iter()
                .map(|it| self::applicant_problem(lang, it)),
        );
        Applicant::default()
    });
    let sets = read_sets(&form.sets).unwrap_or_else(|()| {
        problems.push(Problem::new("sets", words.receive_bad_sets(SETS_MAX)));
        None
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
        submission: Submission {
            applicant,
            papers,
            sets,
        },
        refused,
    })
}

/// An applicant as typed: name, phone, identity and e-mail, then where they live and who acts for them.
///
/// # Errors
/// Every field that cannot be used.
pub(super) fn read_applicant(
    [name, phone, identity, email]: [&str; 4],
    address: &str,
    representative: &str,
) -> Result<Applicant, Vec<InvalidApplicantField>> {
    let located = Applicant::default().with(address, representative);
    match (Applicant::read(name, phone, identity, email), located) {
        (Ok(applicant), Ok(located)) => Ok(Applicant {
            address: located.address,
            representative: located.representative,
            ..applicant
        }),
        (read, located) => {
            let unfit = [read.err(), located.err()].into_iter().flatten();
            Err(unfit.flatten().collect())
        }
    }
}

/// How many sets of papers; `None`: it is not told.
///
/// # Errors
/// What is no number of them.
pub(super) fn read_sets(text: &str) -> Result<Option<u8>, ()> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let sets = text.parse().map_err(|_| ())?;
    (1..=SETS_MAX)
        .contains(&sets)
        .then_some(Some(sets))
        .ok_or(())
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
        InvalidApplicantField::Address => {
            Problem::new("address", words.receive_long_address(ADDRESS_CHARS_MAX))
        }
        InvalidApplicantField::Representative => Problem::new(
            "representative",
            words.receive_long_representative(NAME_CHARS_MAX),
        ),
    }
}

/// The message if there are too many papers, or one has too long a name.
pub(super) fn too_many(lang: Lang, papers: &[String]) -> Option<String> {
    let is_long = |paper: &String| PaperForm::split(paper).0.chars().count() > PAPER_CHARS_MAX;
    let is_too_many = papers.len() > PAPERS_MAX || papers.iter().any(is_long);
    is_too_many.then(|| {
        lang.words()
            .receive_many_papers(PAPERS_MAX, PAPER_CHARS_MAX)
    })
}

/// The papers ticked, by their Vietnamese names as the slip prints them with the form chosen for them, and those typed.
fn papers_of(procedure: &ListedProcedure, form: &ReceptionForm) -> Vec<String> {
    let ticked = form.paper.0.iter().filter_map(|position| {
        let position: usize = position.trim().parse().ok()?;
        let index = position.checked_sub(1)?;
        let paper = &procedure.requirements.papers.get(index)?.vi;
        let chosen = form.paper_form.0.get(index);
        let chosen = chosen.and_then(|word| PaperForm::read(word.trim()));
        Some(chosen.map_or_else(|| paper.clone(), |chosen| chosen.marked(paper)))
    });
    ticked.chain(lines(&form.other_papers)).collect()
}

//! What the form of reception sent: read, and taken in for the agency that it was shown for.

use leptos::prelude::*;
use sanh_domain::account::model::RequestKey;
use sanh_domain::dossier::Refusal;
use sanh_domain::dossier::applicant::{
    Applicant, InvalidApplicantField, NAME_CHARS_MAX, PAPER_CHARS_MAX, PAPERS_MAX, Reception,
    Submission,
};
use sanh_domain::id::{AgencyId, ProcedureId};
use sanh_domain::language::Lang;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::procedure::listed::ListedProcedure;

use super::desk::DeskError;
use super::receive::{ReceptionForm, listed};
use super::receiving_agency::SETTLE;
use super::step::instant;
use super::words::{field_of, refusal_text};
use super::{print, slip};
use crate::Ports;
use crate::page::Page;
use crate::text::Messages;
use crate::ui::form::{Form, Problem};

impl ReceptionForm<'_> {
    /// Takes the form in.
    pub(super) async fn take(&self) -> Result<Page, DeskError> {
        let form = &self.request.form;
        let words = self.lang.words();
        let id = form.text("procedure").parse().map(ProcedureId);
        let Some(procedure) = id.ok().and_then(|id| listed(self.office, id)) else {
            return Ok(self.choice(&[]).with_status(422));
        };
        let agency = match self.agencies().resolve(Some(form.text("agency"))) {
            Ok(agency) => agency,
            Err(unsettled) => {
                let problem = unsettled.problem(self.lang);
                return self.form(procedure, None, 422, &[problem]).await;
            }
        };
        if form.text("action") == SETTLE {
            return self.form(procedure, Some(agency), 200, &[]).await;
        }
        let key = RequestKey::read(form.text("key"));
        let (key, reception) = match (key, self.read(procedure, agency)) {
            (Some(key), Ok(reception)) => (key, reception),
            (None, _) => {
                let problem = Problem::new("name", words.receive_bad_form());
                return self.form(procedure, Some(agency), 422, &[problem]).await;
            }
            (_, Err(problems)) => {
                return self.form(procedure, Some(agency), 422, &problems).await;
            }
        };
        let port = expect_context::<Ports>().desk;
        let is_refused = reception.refused.is_some();
        match port.receive(self.caller, key, reception).await {
            Ok(receipt) if is_refused => {
                let file = port.file(self.caller, &receipt.code).await?;
                let sequence = file.row.dossier.version;
                Ok(Page::redirect(print::letter_address(
                    &receipt.code,
                    sequence,
                )))
            }
            Ok(receipt) => match receipt.secrets {
                Some(secrets) => {
                    slip::printed(self.request, self.caller, &receipt.code, &secrets).await
                }
                None => Ok(Page::redirect(format!("/desk/dossiers/{}", receipt.code))),
            },
            Err(DeskError::Refused(refusal)) => {
                let zone = self.office.calendar.zone();
                let field = match refusal {
                    // A reception gives no reason but for being recorded late.
                    Refusal::ReasonMissing if !is_refused => "late_reason",
                    ref other => field_of(other),
                };
                let problem = Problem::new(field, refusal_text(self.lang, &refusal, zone));
                self.form(procedure, Some(agency), 422, &[problem]).await
            }
            Err(DeskError::NotWritten(why)) => {
                let problem = Problem::new("name", why.text(self.lang));
                self.form(procedure, Some(agency), why.status(), &[problem])
                    .await
            }
            Err(error) => Err(error),
        }
    }

    fn read(
        &self,
        procedure: &ListedProcedure,
        agency: AgencyId,
    ) -> Result<Reception, Vec<Problem>> {
        let form = &self.request.form;
        let words = self.lang.words();
        let mut problems = Vec::new();
        let applicant = Applicant::read(
            form.raw("name"),
            form.raw("phone"),
            form.raw("identity"),
            form.raw("email"),
        );
        let applicant = applicant.unwrap_or_else(|unfit| {
            problems.extend(unfit.into_iter().map(|it| self::unfit(self.lang, it)));
            Applicant::default()
        });
        let papers = papers_of(procedure, form);
        if too_many(&papers) {
            let message = words.receive_many_papers(PAPERS_MAX, PAPER_CHARS_MAX);
            problems.push(Problem::new("other_papers", message));
        }
        let Ok(channel) = form.text("channel").parse::<Channel>() else {
            problems.push(Problem::new("channel", words.receive_bad_form()));
            return Err(problems);
        };
        let refused = (form.text("action") == "refuse").then(|| form.text("reason").to_owned());
        if refused.as_deref() == Some("") {
            problems.push(Problem::new("reason", words.cannot_reason_missing()));
        }
        let zone = self.office.calendar.zone();
        let received_at = instant(form.text("occurred"), zone).unwrap_or_else(|()| {
            problems.push(Problem::new("occurred", words.dossier_bad_instant()));
            None
        });
        if !problems.is_empty() {
            return Err(problems);
        }
        let late_reason = Some(form.text("late_reason").to_owned()).filter(|text| !text.is_empty());
        Ok(Reception {
            received_at,
            late_reason,
            procedure: procedure.id,
            agency,
            channel,
            submission: Submission { applicant, papers },
            refused,
        })
    }
}

/// What is wrong with a field of the applicant's.
pub(super) fn unfit(lang: Lang, unfit: InvalidApplicantField) -> Problem {
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

/// Whether these are more papers than are kept, or one has too long a name.
pub(super) fn too_many(papers: &[String]) -> bool {
    let is_long = |paper: &String| paper.chars().count() > PAPER_CHARS_MAX;
    papers.len() > PAPERS_MAX || papers.iter().any(is_long)
}

/// The papers ticked, by their Vietnamese names as the slip prints them, and those typed, one a line.
fn papers_of(procedure: &ListedProcedure, form: &Form) -> Vec<String> {
    let ticked = form.all("paper").into_iter().filter_map(|position| {
        let position: usize = position.parse().ok()?;
        procedure
            .papers
            .get(position.checked_sub(1)?)
            .map(|name| name.vi.clone())
    });
    let typed = form.raw("other_papers").lines().map(str::trim);
    let typed = typed.filter(|line| !line.is_empty()).map(str::to_owned);
    ticked.chain(typed).collect()
}

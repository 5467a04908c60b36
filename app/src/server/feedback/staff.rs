//! The functions for staff: managers of the whole centre forward and answer messages, agencies explain.

use std::sync::Arc;

use leptos::prelude::*;
use sanh_domain::account::model::{AgencyScope, Caller};
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::feedback::model::{EntryKind, FeedbackFile, LIST_ROWS, SUBJECT_CHARS_MAX};
use sanh_domain::feedback::rating::{shown, span};
use sanh_domain::id::AgencyId;
use sanh_store::{AuditActor, FeedbackChange, FeedbackFilter, FeedbackOutcome, Store};

use super::super::readings::{ReadRefusal, Readings};
use super::super::{DeskCaller, Manager, failure, now, refuse, store};
use super::{centre, staff_text, written};
use crate::error::AppError;
use crate::model::feedback::{
    ExplanationList, FeedbackCase, FeedbackFiguresShown, FeedbackOverview, FeedbackTab,
};
use crate::text::Messages;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::FormError;

/// The messages of a page of a list, from 0, and the figures.
pub(crate) async fn overview(
    manager: &Manager,
    tab: FeedbackTab,
    page: u32,
) -> Result<FeedbackOverview, AppError> {
    let (store, now) = (store()?, now());
    let scope = &manager.caller().person.reach;
    let filter = match tab {
        FeedbackTab::Open => FeedbackFilter::Open,
        FeedbackTab::Answered => FeedbackFilter::Answered,
    };
    let skipped = page.saturating_mul(LIST_ROWS);
    let rows = store
        .feedback_list(filter, scope, (skipped, LIST_ROWS + 1))
        .await;
    let mut rows = rows.map_err(failure)?;
    let has_more = rows.len() > LIST_ROWS as usize;
    rows.truncate(LIST_ROWS as usize);
    let (centre, agencies) = centre(&store, now).await?;
    let figures = figures(&store, scope, now).await?;
    Ok(FeedbackOverview {
        rows,
        has_more,
        agencies,
        figures,
        now,
        zone: centre.zone,
    })
}

async fn figures(
    store: &Store,
    scope: &AgencyScope,
    now: Instant,
) -> Result<FeedbackFiguresShown, AppError> {
    let centre = store.centre(now).await.map_err(failure)?;
    let span = span(centre.calendar.local_date(now));
    let since = centre.calendar.day_start(span.0);
    let messages = store.feedback_figures(scope, (since, now)).await;
    let messages = messages.map_err(failure)?;
    let ratings = store.ratings(scope, span).await.map_err(failure)?;
    let ratings_min = u64::from(centre.disclosure_threshold_per_month);
    Ok(FeedbackFiguresShown {
        open: messages.open,
        overdue: messages.overdue,
        due: messages.due,
        in_time: messages.in_time,
        scores: shown(&ratings, span, ratings_min),
        ratings_min,
    })
}

/// A message for a manager, recorded in the audit.
pub(crate) async fn case(manager: &Manager, id: i64) -> Result<FeedbackCase, AppError> {
    opened(manager.caller(), &manager.caller().person.reach, id).await
}

/// A message for the agency that has to explain: without the sender's contact.
pub(crate) async fn explanation_case(
    caller: &DeskCaller,
    id: i64,
) -> Result<FeedbackCase, AppError> {
    let scope = caller.caller().person.dossier_scope();
    let mut case = opened(caller.caller(), &scope, id).await?;
    if case.file.row.agency.is_none() {
        return Err(AppError::NotFound);
    }
    let entries = &mut case.file.entries;
    entries.retain(|entry| entry.kind != EntryKind::Contact);
    Ok(case)
}

/// A message whose entries tell their authors as people call them.
async fn opened(caller: &Caller, scope: &AgencyScope, id: i64) -> Result<FeedbackCase, AppError> {
    let (store, now) = (store()?, now());
    let file = store.feedback(id, scope).await.map_err(failure)?;
    let mut file: FeedbackFile = file.ok_or(AppError::NotFound)?;
    let accounts = store.accounts().await.map_err(failure)?;
    for entry in &mut file.entries {
        let author = accounts.iter().find(|it| it.person.name == entry.author);
        if let Some(author) = author {
            entry.author.clone_from(&author.person.display_name);
        }
    }
    let readings: Arc<Readings> = expect_context();
    let subject = format!("feedback:{id}");
    let noted = readings.opens(caller, AuditAct::FeedbackOpened, &subject, now);
    noted.map_err(|why| match why {
        ReadRefusal::TooMuch => AppError::TooMuchRead,
        ReadRefusal::Full => AppError::Unavailable,
    })?;
    let (centre, agencies) = centre(&store, now).await?;
    Ok(FeedbackCase {
        file,
        agencies,
        is_central: *scope == AgencyScope::Everywhere,
        now,
        zone: centre.zone,
    })
}

/// The messages that the caller's agencies are to explain.
pub(crate) async fn explanations(caller: &DeskCaller) -> Result<ExplanationList, AppError> {
    let (store, now) = (store()?, now());
    let scope = caller.caller().person.dossier_scope();
    let rows = store
        .feedback_list(FeedbackFilter::ToExplain, &scope, (0, LIST_ROWS))
        .await;
    let (centre, agencies) = centre(&store, now).await?;
    Ok(ExplanationList {
        rows: rows.map_err(failure)?,
        agencies,
        now,
        zone: centre.zone,
    })
}

/// The question of a form to an agency.
pub(crate) fn forward_form(agency: &str, asked: &str) -> Result<FeedbackChange, FormError> {
    let words = request().room_lang().words();
    let agency = agency.trim().parse::<i64>();
    let agency = agency.map_err(|_| Problem::new("agency", words.feedback_agency_missing()));
    let asked = staff_text("request", asked);
    match (agency, asked) {
        (Ok(agency), Ok(request)) => Ok(FeedbackChange::Forward {
            agency: AgencyId(agency),
            request,
        }),
        (agency, asked) => {
            let problems = agency.err().into_iter().chain(asked.err());
            Err(FormError::Refused(problems.collect::<Vec<_>>().into()))
        }
    }
}

/// The answer of a form; a public answer names its topic.
pub(crate) fn answer_form(
    answer: &str,
    is_public: bool,
    subject: &str,
) -> Result<FeedbackChange, FormError> {
    let answer = staff_text("answer", answer);
    let subject = is_public.then(|| written("subject", subject, (1, SUBJECT_CHARS_MAX)));
    match (answer, subject.transpose()) {
        (Ok(answer), Ok(subject)) => Ok(FeedbackChange::Answer { answer, subject }),
        (answer, subject) => {
            let problems = answer.err().into_iter().chain(subject.err());
            Err(FormError::Refused(problems.collect::<Vec<_>>().into()))
        }
    }
}

/// The explanation of a form.
pub(crate) fn explain_form(explanation: &str) -> Result<FeedbackChange, FormError> {
    let explanation = staff_text("explanation", explanation)?;
    Ok(FeedbackChange::Explain { explanation })
}

/// Asks an agency to explain. For managers of the whole centre.
pub(crate) async fn forward(
    manager: &Manager,
    place: (i64, i64),
    change: FeedbackChange,
) -> Result<(), FormError> {
    let scope = of_whole_centre(manager)?;
    if let FeedbackChange::Forward { agency, .. } = &change {
        let known = store()?.agencies().await.map_err(failure)?;
        let is_known = known.iter().any(|known| known.id == *agency);
        let words = request().room_lang().words();
        let unknown = (!is_known).then(|| Problem::new("agency", words.feedback_agency_missing()));
        refuse(unknown.into_iter().collect())?;
    }
    act(place, change, &scope, manager.into()).await
}

/// Answers a message. For managers of the whole centre.
pub(crate) async fn answer(
    manager: &Manager,
    place: (i64, i64),
    change: FeedbackChange,
) -> Result<(), FormError> {
    let scope = of_whole_centre(manager)?;
    act(place, change, &scope, manager.into()).await
}

/// Explains what a message is about. For the agency that was asked.
pub(crate) async fn explain(
    caller: &DeskCaller,
    place: (i64, i64),
    change: FeedbackChange,
) -> Result<(), FormError> {
    let scope = caller.caller().person.dossier_scope();
    act(place, change, &scope, caller.into()).await
}

/// Takes a published answer back.
pub(crate) async fn withdraw(manager: &Manager, id: i64) -> Result<(), FormError> {
    let (store, scope) = (store()?, of_whole_centre(manager)?);
    let done = store.withdraw_feedback_answer(id, &scope, manager.into(), now());
    found(done.await.map_err(failure)?)
}

/// Erases how the sender of a message can be reached.
pub(crate) async fn erase_contact(manager: &Manager, id: i64) -> Result<(), FormError> {
    let (store, scope) = (store()?, of_whole_centre(manager)?);
    let done = store.erase_feedback_contact(id, &scope, manager.into(), now());
    found(done.await.map_err(failure)?)
}

fn found(is_found: bool) -> Result<(), FormError> {
    if is_found {
        return Ok(());
    }
    Err(AppError::NotFound.into())
}

/// The whole centre, for a manager who answers for it.
fn of_whole_centre(manager: &Manager) -> Result<AgencyScope, AppError> {
    let reach = &manager.caller().person.reach;
    if *reach == AgencyScope::Everywhere {
        return Ok(AgencyScope::Everywhere);
    }
    Err(AppError::Forbidden)
}

async fn act(
    place: (i64, i64),
    change: FeedbackChange,
    scope: &AgencyScope,
    by: AuditActor,
) -> Result<(), FormError> {
    let done = store()?
        .act_on_feedback(place, change, scope, by, now())
        .await;
    match done.map_err(failure)? {
        FeedbackOutcome::Done => Ok(()),
        FeedbackOutcome::NotThere => Err(AppError::NotFound.into()),
        FeedbackOutcome::Changed => {
            let words = request().room_lang().words();
            let problem = Problem::new("version", words.feedback_changed());
            Err(FormError::stale(problem))
        }
    }
}

//! The calendar: its rows, the preview of a change, and the change.

use sanh_domain::centre::change::{CalendarChange, DueTimePolicy, MOVED_MAX};
use sanh_store::{AuditActor, CalendarOutcome, StoreError};

use super::super::people::listed_agency;
use super::super::{Administrator, failure, now, store};
use super::form_plan::FormPlan;
use super::{day, file, hours};
use crate::error::AppError;
use crate::model::centre::{CalendarChanged, CalendarForm, CalendarOverview, ForetoldChange};
use crate::page::Form;
use crate::text::Messages;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::FormError;

/// The calendar at present.
pub(crate) async fn overview(_: &Administrator) -> Result<CalendarOverview, AppError> {
    let (store, now) = (store()?, now());
    let centre = store.centre(now).await.map_err(failure)?;
    let agencies = store.agencies().await.map_err(failure)?;
    Ok(CalendarOverview {
        today: centre.calendar.local_date(now),
        zone: centre.zone,
        rows: store.calendar_rows().await.map_err(failure)?,
        agencies: agencies.into_iter().map(listed_agency).collect(),
    })
}

fn plan(
    kind: CalendarForm,
    form: &Form,
    overview: &CalendarOverview,
) -> Result<FormPlan, FormError> {
    let plan = match kind {
        CalendarForm::Day => day::plan(form, overview).map(FormPlan::from),
        CalendarForm::File => file::plan(form, overview),
        CalendarForm::Hours => hours::plan(form, overview).map(FormPlan::from),
    };
    plan.map_err(|problems| FormError::Refused(problems.into()))
}

/// The preview of a form; nothing is written.
pub(crate) async fn foretell(
    administrator: &Administrator,
    kind: CalendarForm,
    form: &Form,
) -> Result<ForetoldChange, FormError> {
    let FormPlan { plan, text, notes } = plan(kind, form, &overview(administrator).await?)?;
    let (store, by) = (store()?, AuditActor::from(administrator));
    let preview = store.foretell(plan.clone(), by, now()).await;
    Ok(ForetoldChange {
        preview: preview.map_err(failure)?,
        plan,
        text,
        notes,
    })
}

/// Makes the change that a form confirms, if the preview under its fingerprint is still correct.
pub(crate) async fn change(
    administrator: &Administrator,
    kind: CalendarForm,
    form: &Form,
) -> Result<CalendarChanged, FormError> {
    let moving = DueTimePolicy::read(form.text("confirm"));
    let moving = moving.ok_or_else(|| AppError::Invalid("confirm".to_owned()))?;
    let overview = overview(administrator).await?;
    let FormPlan { plan, .. } = plan(kind, form, &overview)?;
    if restates(&plan.change, &overview) {
        return Err(past(kind).into());
    }
    let (store, by, first_day) = (
        store()?,
        AuditActor::from(administrator),
        plan.change.first_day(),
    );
    let mark = form.text("mark").to_owned();
    let changed = store.change_calendar(plan, moving, mark, by, now()).await;
    let words = request().room_lang().words();
    let message = match changed.map_err(|error| refused(error, kind))? {
        CalendarOutcome::Now(moved) => return Ok(CalendarChanged { moved, first_day }),
        CalendarOutcome::Otherwise(_) => words.preview_changed(),
        CalendarOutcome::TooMany => words.preview_too_many(MOVED_MAX),
    };
    Err(FormError::stale(Problem::new("due-times", message)))
}

/// Whether a change would alter the past: office hours begin today or later; those in force stay as they were.
fn restates(change: &CalendarChange, overview: &CalendarOverview) -> bool {
    match change {
        CalendarChange::Hours(hours) => hours.valid_from < overview.today,
        CalendarChange::RemoveHours { valid_from } => *valid_from <= overview.today,
        CalendarChange::Days(_) | CalendarChange::RemoveDay { .. } => false,
    }
}

fn refused(error: StoreError, kind: CalendarForm) -> FormError {
    match error {
        StoreError::Restates { .. } | StoreError::Invalid(_) => past(kind).into(),
        error => failure(error).into(),
    }
}

/// The date is past.
fn past(kind: CalendarForm) -> Problem {
    let field = match kind {
        CalendarForm::Day => "date",
        CalendarForm::File => "text",
        CalendarForm::Hours => "valid_from",
    };
    Problem::new(field, request().room_lang().words().setting_past())
}

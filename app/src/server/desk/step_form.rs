//! The form of a step, for one dossier or for several, and the status changes that it hands to the case database.

use std::borrow::Cow;

use chrono_tz::Tz;
use sanh_domain::account::model::RequestKey;
use sanh_domain::dossier::file::{BULK_MAX, DossierFile, Office};
use sanh_domain::dossier::{Action, DossierCode, EventKind, Refusal as Against, StatusChange};
use sanh_domain::id::AgencyId;
use sanh_domain::language::Lang;
use sanh_store::{AuditActor, RequestOutcome};

use super::error::{fault, field_of};
use super::form_input::{filled, instant, picked, read_assignee, read_code};
use super::{Desk, DeskError, of_content};
use crate::model::dossier_step::{ANNUL_REASON, ExtensionPreview, StepForm, StepOutcome, kind_of};
use crate::page::FieldValues;
use crate::text::Messages;
use crate::text::date::short_date;
use crate::text::dossier::{colleague_name, refusal_text};
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::{CONFLICT, FormError, Refusal};

/// The field of the form that names a colleague.
const ASSIGNEE: &str = "assignee";

/// Records the step of the form for one dossier, if it is still at this version. An extension is previewed first.
pub(crate) async fn apply_step(
    desk: &Desk,
    code: &str,
    version: &str,
    form: &StepForm,
) -> Result<StepOutcome, FormError> {
    let code = read_code(code)?;
    // The caller's access to the dossier is checked first, so that a refused form reveals nothing about it.
    let (file, office) = (desk.file(&code).await?, desk.office().await?);
    let (lang, zone) = (request().room_lang(), office.calendar.zone());
    let (version, key) = (
        version.trim().parse::<i64>(),
        RequestKey::read(form.key.trim()),
    );
    let (Ok(version), Some(key)) = (version, key) else {
        return Err(Problem::new("act", lang.words().dossier_nothing_chosen()).into());
    };
    let change = read_change(form, code, version, (lang, zone))?;
    let kind = change.action.kind();
    if kind == EventKind::Assign {
        check_absence(desk, &office, form)?;
    }
    let refused = |against: &Against| {
        let is_annulling = form.action.trim() == EventKind::Annul.as_str();
        let field = if is_annulling {
            ANNUL_REASON
        } else {
            field_of(against)
        };
        FormError::from(Problem::new(field, refusal_text(lang, against, zone)))
    };
    if version == file.row.dossier.version {
        match preview(&change, desk, &file, &office) {
            Ok(Some(preview)) if form.shown_due.trim() != preview.fingerprint() => {
                return Ok(StepOutcome::ToConfirm(preview));
            }
            Ok(_) => {}
            Err(against) => return Err(refused(&against)),
        }
    }
    match desk.act(&key, vec![change]).await {
        Ok(()) => Ok(StepOutcome::Done(kind)),
        Err(DeskError::Conflict) => Err(FormError::Refused(Refusal {
            status: CONFLICT,
            is_stale: true,
            problems: Vec::new(),
        })),
        Err(DeskError::Refused(against)) => Err(refused(&against)),
        Err(DeskError::Invalid(ASSIGNEE)) => Err(cannot_have_it(lang).into()),
        Err(error) => Err(error.into()),
    }
}

/// Records the step of the form for several dossiers, all or none; each is named by its code and the version that was shown. Answers when
/// it was, in ms since 1970.
pub(crate) async fn move_several(
    desk: &Desk,
    dossiers: &FieldValues,
    form: &StepForm,
) -> Result<i64, FormError> {
    let office = desk.office().await?;
    let (lang, zone) = (request().room_lang(), office.calendar.zone());
    let words = lang.words();
    let problem = |message: String| Err(Problem::new("act", message).into());
    let picks: Option<Vec<_>> = dossiers.0.iter().map(|it| picked(it)).collect();
    let picks = match picks {
        Some(picks) if picks.is_empty() => return problem(words.desk_bulk_none()),
        Some(picks) if picks.len() > BULK_MAX => {
            return problem(words.desk_bulk_too_many(BULK_MAX));
        }
        Some(_) if form.act.trim().is_empty() => return problem(words.desk_bulk_act_missing()),
        Some(picks) => picks,
        None => return problem(words.desk_bulk_none()),
    };
    let Some(key) = RequestKey::read(form.key.trim()) else {
        return problem(words.desk_bulk_none());
    };
    let mut changes = Vec::with_capacity(picks.len());
    for (code, version) in picks {
        changes.push(read_change(form, code, version, (lang, zone))?);
    }
    let is_assignment = |change: &StatusChange| change.action.kind() == EventKind::Assign;
    if changes.first().is_some_and(is_assignment) {
        check_absence(desk, &office, form)?;
    }
    let first = changes.first().map(|change| change.code.clone());
    let against = match desk.act(&key, changes).await {
        Ok(()) => return Ok(desk.now.timestamp_millis()),
        Err(DeskError::SomeCannot(against)) => against,
        Err(error @ (DeskError::Conflict | DeskError::NotFound)) => {
            let first = first.into_iter();
            first.map(|code| (code, Box::new(error.clone()))).collect()
        }
        Err(DeskError::Refused(against)) => {
            let text = refusal_text(lang, &against, zone);
            return Err(Problem::new(field_of(&against), text).into());
        }
        Err(DeskError::Invalid(ASSIGNEE)) => return Err(cannot_have_it(lang).into()),
        Err(error) => return Err(error.into()),
    };
    let against = against.into_iter().map(|(code, error)| Problem {
        field: Cow::Owned(code.to_string()),
        message: error.text(lang, zone),
    });
    Err(FormError::Refused(Refusal {
        status: CONFLICT,
        ..Refusal::from(against.collect::<Vec<_>>())
    }))
}

fn cannot_have_it(lang: Lang) -> Problem {
    Problem::new(ASSIGNEE, lang.words().assign_cannot())
}

/// The warning, shown once, to a person who assigns a dossier to a person who is absent. Taking it oneself needs no warning.
fn check_absence(desk: &Desk, office: &Office, form: &StepForm) -> Result<(), FormError> {
    let name = form.assignee.trim();
    if name == desk.caller.person.name || form.away_known.trim() == name {
        return Ok(());
    }
    let Some(absence) = office.absence_of(name) else {
        return Ok(());
    };
    let substitute = colleague_name(office, &absence.substitute);
    let words = request().room_lang().words();
    let name = colleague_name(office, name);
    let message = words.assign_away(name, short_date(absence.to), substitute);
    Err(Problem::new(ASSIGNEE, message).into())
}

/// The change of a dossier at a version that the form asks for.
fn read_change(
    form: &StepForm,
    code: DossierCode,
    expected_version: i64,
    (lang, zone): (Lang, Tz),
) -> Result<StatusChange, FormError> {
    let words = lang.words();
    let Some(kind) = kind_of(form.action.trim(), form.act.trim()) else {
        return Err(Problem::new("act", words.dossier_nothing_chosen()).into());
    };
    let mut problems = Vec::new();
    let mut read = |field: &'static str, typed: &str| {
        let read = instant(typed, zone);
        if read.is_err() {
            problems.push(Problem::new(field, words.dossier_bad_instant()));
        }
        read.ok().flatten()
    };
    let occurred_at = read("occurred", &form.occurred);
    let new_due = if kind == EventKind::Extend {
        read("new_due", &form.new_due)
    } else {
        None
    };
    if !problems.is_empty() {
        return Err(FormError::Refused(problems.into()));
    }
    let reason = match kind {
        EventKind::Assign => read_assignee(&form.assignee)
            .map_err(|()| Problem::new(ASSIGNEE, words.assign_missing()))?,
        _ => form.reason.trim(),
    };
    let Some(action) = kind.action(reason, new_due) else {
        return Err(Problem::new("new_due", words.dossier_bad_instant()).into());
    };
    Ok(StatusChange {
        code,
        expected_version,
        action,
        occurred_at,
        late_reason: filled(&form.late_reason),
    })
}

/// The effect of a change on the due time of a dossier; `None`: it is no extension.
fn preview(
    change: &StatusChange,
    desk: &Desk,
    file: &DossierFile,
    office: &Office,
) -> Result<Option<ExtensionPreview>, Against> {
    let Action::Extend { new_due, .. } = change.action else {
        return Ok(None);
    };
    let (dossier, now) = (&file.row.dossier, desk.now);
    let calendar = office.calendar.for_agency(dossier.agency);
    let (action, actor) = (change.action.clone(), desk.caller.person.actor());
    let when = change.when(now);
    let (after, _) = dossier.act(action, when, &calendar, &office.rules, &actor, &[])?;
    Ok(after.due_at.map(|after| ExtensionPreview {
        due: dossier.due_at,
        new_due: after,
        moved_from: Some(new_due).filter(|asked| *asked != after),
        undecided: calendar.undecided_until(now, after),
    }))
}

impl Desk {
    /// Makes these changes, all or none.
    ///
    /// # Errors
    ///
    /// The reason against them; then nothing was written.
    pub async fn act(&self, key: &RequestKey, changes: Vec<StatusChange>) -> Result<(), DeskError> {
        if changes.is_empty() || changes.len() > BULK_MAX {
            return Err(DeskError::Invalid("dossiers"));
        }
        let mut agencies = Vec::with_capacity(changes.len());
        for change in &changes {
            agencies.push(self.known(&change.code).await?.agency);
        }
        self.check_assignees(&changes, &agencies).await?;
        let key = of_content(key, &format!("{changes:?}"))?;
        let is_one = changes.len() == 1;
        let by = AuditActor::from(&self.caller);
        let done = self.store.act_once(key, by, changes, self.now).await;
        let RequestOutcome::None(mut against) = done.map_err(fault)? else {
            return Ok(());
        };
        if is_one && let Some((_, error)) = against.pop() {
            return Err(fault(error));
        }
        let against = against.into_iter();
        let told = against.map(|(code, error)| (code, Box::new(fault(error))));
        Err(DeskError::SomeCannot(told.collect()))
    }

    /// Checks that every assignee works on dossiers of the dossier's agency.
    ///
    /// # Errors
    ///
    /// [`DeskError::Invalid`] names the field of the form if no dossier can be assigned; [`DeskError::SomeCannot`] the dossiers
    /// that cannot.
    async fn check_assignees(
        &self,
        changes: &[StatusChange],
        agencies: &[AgencyId],
    ) -> Result<(), DeskError> {
        let mut against = Vec::new();
        for (change, agency) in changes.iter().zip(agencies) {
            let Action::Assign { to: Some(name) } = &change.action else {
                continue;
            };
            let account = self.store.account(name).await.map_err(fault)?;
            let works = account.is_some_and(|account| {
                let person = &account.person;
                !account.is_disabled && person.works_in(*agency) && person.name == *name
            });
            if !works {
                against.push((change.code.clone(), Box::new(DeskError::Invalid(ASSIGNEE))));
            }
        }
        match against.len() {
            0 => Ok(()),
            none_can if none_can == changes.len() => Err(DeskError::Invalid(ASSIGNEE)),
            _ => Err(DeskError::SomeCannot(against)),
        }
    }
}

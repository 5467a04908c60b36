//! The parts of a procedure whose dossiers are linked, in the case database.

use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::deadline::due::LimitLength;
use sanh_domain::id::{AgencyId, ProcedureId};
use sanh_domain::language::Lang;
use sanh_domain::procedure::form_input::{self as read, LimitUnit};
use sanh_domain::procedure::model::{
    CatalogueItem, ItemKind, LIMIT_DAYS_MAX, NAME_CHARS_MAX, PROCEDURE_PARTS_MAX, ProcedurePart,
};
use sanh_domain::text::name::Name;
use sanh_store::{AuditActor, ChangeOutcome};

use super::super::catalogue::items;
use super::super::{Administrator, failure, now, refuse, store};
use crate::error::AppError;
use crate::model::procedure::{PARTS, PartRow, fingerprint};
use crate::page::Form;
use crate::text::Messages;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::FormError;

/// The parts of a procedure, in their order; none: its dossiers are not linked.
pub(crate) async fn all(
    _: &Administrator,
    procedure: ProcedureId,
) -> Result<Vec<ProcedurePart>, AppError> {
    let all = store()?.procedure_parts().await.map_err(failure)?;
    let of_it = all.into_iter().filter(|(id, _)| *id == procedure);
    Ok(of_it.map(|(_, part)| part).collect())
}

/// Saves the parts of a procedure, if `seen` is the fingerprint of the stored ones.
pub(crate) async fn put(
    administrator: &Administrator,
    procedure: ProcedureId,
    seen: &str,
    after: Vec<ProcedurePart>,
) -> Result<(), FormError> {
    let before = all(administrator, procedure).await?;
    if before == after {
        return Ok(());
    }
    let outcome = if seen == fingerprint(&before) {
        let (store, by) = (store()?, AuditActor::from(administrator));
        let put = store.put_procedure_parts(procedure, before, after, by, now());
        put.await.map_err(failure)?
    } else {
        ChangeOutcome::Stale
    };
    match outcome {
        ChangeOutcome::Done => Ok(()),
        ChangeOutcome::Stale | ChangeOutcome::Restates => {
            let message = request().room_lang().words().parts_changed();
            Err(FormError::stale(Problem::new(PARTS, message)))
        }
    }
}

/// The parts of a form, row by row.
pub(crate) async fn typed(
    administrator: &Administrator,
    form: &Form,
) -> Result<Vec<ProcedurePart>, FormError> {
    let lang = request().room_lang();
    let agencies = items(administrator, ItemKind::Agency).await?;
    let (mut parts, mut problems) = (Vec::new(), Vec::new());
    for number in 1..=PROCEDURE_PARTS_MAX {
        let row = PartRow::sent(form, number);
        if !row.is_blank() {
            parts.extend(part(lang, number, &row, &agencies, &mut problems));
        }
    }
    if problems.is_empty() && parts.len() == 1 {
        problems.push(Problem::new(PARTS, lang.words().parts_needs_two()));
    }
    refuse(problems)?;
    Ok(parts)
}

/// The part of a row; problems are added to `problems`, with the row's number.
fn part(
    lang: Lang,
    number: usize,
    row: &PartRow,
    agencies: &[CatalogueItem],
    problems: &mut Vec<Problem>,
) -> Option<ProcedurePart> {
    let words = lang.words();
    let agency = row.agency.parse().ok();
    let agency = agency.filter(|id| agencies.iter().any(|it| it.id == *id));
    let unit = LimitUnit::read(&row.unit).unwrap_or_default();
    let minutes = read::limit(&row.limit, unit).and_then(working);
    let vi = read::line(&row.name_vi, NAME_CHARS_MAX);
    let en = read::line(&row.name_en, NAME_CHARS_MAX);
    let mut wrong = |message: String| problems.push(Problem::new(PARTS, message));
    if agency.is_none() {
        wrong(words.parts_needs_agency(number));
    }
    if minutes.is_none() {
        wrong(words.parts_bad_limit(number, LIMIT_DAYS_MAX));
    }
    if vi.is_none() || (en.is_none() && !row.name_en.is_empty()) {
        wrong(words.parts_needs_name(number, NAME_CHARS_MAX));
    }
    Some(ProcedurePart {
        agency: AgencyId(agency?),
        minutes: minutes?,
        name: Name { vi: vi?, en },
    })
}

/// The working time of a part's limit; parts have no limit by date (ours: the promise for the whole limits them).
const fn working(length: LimitLength) -> Option<WorkingMinutes> {
    match length {
        LimitLength::Working(minutes) => Some(minutes),
        LimitLength::Days(_) | LimitLength::Months(_) | LimitLength::SameDay { .. } => None,
    }
}

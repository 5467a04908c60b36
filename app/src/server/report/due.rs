//! Assigning dossiers that are due soon to a colleague.

use sanh_domain::dossier::EventKind;

use crate::model::dossier_step::StepForm;
use crate::page::FieldValues;
use crate::server::Manager;
use crate::server::desk::{desk, step_form};
use crate::text::Messages;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::{CONFLICT, FormError, Refusal};

/// The field that names the colleague.
const ASSIGNEE: &str = "assignee";

/// Does all of it, or nothing; how much it was.
pub(crate) async fn assign(
    _manager: &Manager,
    dossiers: FieldValues,
    form: StepForm,
) -> Result<usize, FormError> {
    let form = StepForm {
        act: EventKind::Assign.to_string(),
        ..form
    };
    let moved = step_form::move_several(&desk()?, &dossiers, &form).await;
    match moved {
        Ok(_) => Ok(dossiers.0.len()),
        Err(FormError::Refused(refusal)) => Err(FormError::Refused(beside_assignee(refusal))),
        Err(error) => Err(error),
    }
}

/// The same beside the one field of this form: which dossiers cannot stands in its words.
fn beside_assignee(refusal: Refusal) -> Refusal {
    let cannot = request().room_lang().words().assign_cannot();
    let is_nobodys = refusal.problems.iter().any(|it| it.message == cannot);
    let status = if is_nobodys { CONFLICT } else { refusal.status };
    let problem = |Problem { field, message }: Problem| match refusal.status {
        CONFLICT => Problem::new(ASSIGNEE, format!("{field}: {message}")),
        _ => Problem::new(ASSIGNEE, message),
    };
    Refusal {
        problems: refusal.problems.into_iter().map(problem).collect(),
        status,
        ..refusal
    }
}

//! Those who work on dossiers: whom a dossier can be given to.

use sanh_app::dossier::desk::DeskError;
use sanh_domain::account::model::{Access, Colleague};
use sanh_domain::dossier::Action;
use sanh_domain::dossier::file::ActionRequest;
use sanh_domain::id::AgencyId;
use sanh_store::{Account, Store};

use super::desk::fault;

/// The field of the form that names a colleague.
const FIELD: &str = "assignee";

/// Everybody who works on dossiers and may sign in.
pub(super) fn listed(accounts: Vec<Account>) -> Vec<Colleague> {
    let works = |account: &Account| !account.is_disabled && account.person.has(Access::Desk);
    let colleague = |account: Account| Colleague {
        name: account.person.name,
        display_name: account.person.display_name,
        reach: account.person.reach,
    };
    accounts.into_iter().filter(works).map(colleague).collect()
}

/// That everybody who is to be given a dossier works on dossiers of its agency.
///
/// # Errors
/// [`DeskError::Invalid`] names the field of the form, where none can be given; [`DeskError::SomeCannot`] the dossiers that cannot;
/// or the accounts cannot be read.
pub(super) async fn check(
    store: &Store,
    moves: &[ActionRequest],
    agencies: &[AgencyId],
) -> Result<(), DeskError> {
    let mut against = Vec::new();
    for (one, agency) in moves.iter().zip(agencies) {
        let Action::Assign { to: Some(name) } = &one.action else {
            continue;
        };
        let account = store.account(name).await.map_err(fault)?;
        let works = account.is_some_and(|account| {
            !account.is_disabled && account.person.works_in(*agency) && account.person.name == *name
        });
        if !works {
            against.push((one.code.clone(), Box::new(DeskError::Invalid(FIELD))));
        }
    }
    match against.len() {
        0 => Ok(()),
        none_can if none_can == moves.len() => Err(DeskError::Invalid(FIELD)),
        _ => Err(DeskError::SomeCannot(against)),
    }
}

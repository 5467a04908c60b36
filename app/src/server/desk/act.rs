//! Status changes handed to the case database, and the people a dossier can be assigned to.

use sanh_domain::account::model::RequestKey;
use sanh_domain::dossier::file::BULK_MAX;
use sanh_domain::dossier::{Action, StatusChange};
use sanh_domain::id::AgencyId;
use sanh_store::{AuditActor, RequestOutcome};

use super::error::fault;
use super::{Desk, DeskError, of_content};

/// The field of the form that names a colleague.
pub(super) const ASSIGNEE: &str = "assignee";

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

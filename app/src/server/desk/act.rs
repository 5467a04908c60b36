//! Steps of dossiers in the case database, and the people a dossier can be assigned to.

use sanh_domain::account::model::RequestKey;
use sanh_domain::dossier::file::{ActionRequest, BULK_MAX};
use sanh_domain::dossier::{Action, When};
use sanh_domain::id::AgencyId;
use sanh_store::{AuditActor, RequestOutcome, Step};

use super::error::fault;
use super::{Desk, DeskError, of_content};

/// The field of the form that names a colleague.
pub(super) const ASSIGNEE: &str = "assignee";

impl Desk {
    /// Does one thing to each of these dossiers, all or none.
    ///
    /// # Errors
    /// What stands against it; nothing was written then.
    pub async fn act(
        &self,
        key: &RequestKey,
        requests: Vec<ActionRequest>,
    ) -> Result<(), DeskError> {
        if requests.is_empty() || requests.len() > BULK_MAX {
            return Err(DeskError::Invalid("dossiers"));
        }
        let mut agencies = Vec::with_capacity(requests.len());
        for one in &requests {
            agencies.push(self.known(&one.code).await?.agency);
        }
        self.check_assignees(&requests, &agencies).await?;
        let key = of_content(key, &format!("{requests:?}"))?;
        let now = self.now;
        let steps = requests.into_iter().map(|one| Step {
            when: When {
                occurred_at: one.occurred_at.unwrap_or(now),
                recorded_at: now,
                late_reason: one.late_reason,
            },
            code: one.code,
            action: one.action,
            expected_version: one.version,
        });
        let steps: Vec<Step> = steps.collect();
        let is_one = steps.len() == 1;
        let by = AuditActor::from(&self.caller);
        let done = self.store.act_once(key, by, steps, now).await;
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

    /// That everybody who is to be given a dossier works on dossiers of its agency: [`DeskError::Invalid`] names the field of the
    /// form, where none can be given; [`DeskError::SomeCannot`] the dossiers that cannot.
    async fn check_assignees(
        &self,
        requests: &[ActionRequest],
        agencies: &[AgencyId],
    ) -> Result<(), DeskError> {
        let mut against = Vec::new();
        for (one, agency) in requests.iter().zip(agencies) {
            let Action::Assign { to: Some(name) } = &one.action else {
                continue;
            };
            let account = self.store.account(name).await.map_err(fault)?;
            let works = account.is_some_and(|account| {
                let person = &account.person;
                !account.is_disabled && person.works_in(*agency) && person.name == *name
            });
            if !works {
                against.push((one.code.clone(), Box::new(DeskError::Invalid(ASSIGNEE))));
            }
        }
        match against.len() {
            0 => Ok(()),
            none_can if none_can == requests.len() => Err(DeskError::Invalid(ASSIGNEE)),
            _ => Err(DeskError::SomeCannot(against)),
        }
    }
}

//! The settings that decide which actions on a dossier are allowed.

use serde::{Deserialize, Serialize};

use super::action::When;
use super::refusal::Refusal;
use crate::account::actor::ActorRole;
use crate::deadline::Instant;
use crate::deadline::calendar::Calendar;
use crate::deadline::due::ResumeRule;
use crate::deadline::lateness::Lateness;

/// The settings in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// How a pause moves the due time.
    pub resume: ResumeRule,
    /// When a dossier counts as overdue; a pause does not move the due time of an overdue dossier.
    pub lateness: Lateness,
    /// The number of past local days for which staff may record an event.
    pub backdate_days_max: u32,
    /// How long the author of an event may correct it, in seconds from its recording.
    pub correction_s: u32,
    /// How far staff may extend, as a multiple of the procedure's own limit; only a manager may go further.
    pub extension_limits_max: u32,
    /// Days after a request for papers when the applicant is reminded; 0: never.
    pub remind_after_days: u32,
    /// Days after a request for papers when a stop is proposed; 0: never. See [`Rules::propose_stop_days`].
    pub propose_stop_after_days: u32,
    /// The end of the last signed report period: only a manager may record events before it, with a reason.
    pub signed_until: Option<Instant>,
}

/// `extend`; `instant`, to the minute; 3 days (ours: paper notes of a long weekend); 10 s; the limit once more; a reminder
/// after a week (ours: a paper from another office takes five working days); a proposal to stop after 30 days (ours: three more
/// weeks to react); nothing signed.
impl Default for Rules {
    fn default() -> Self {
        Self {
            resume: ResumeRule::Extend,
            lateness: Lateness::default(),
            backdate_days_max: 3,
            correction_s: 10,
            extension_limits_max: 1,
            remind_after_days: 7,
            propose_stop_after_days: 30,
            signed_until: None,
        }
    }
}

impl Rules {
    /// Checks the time of an event: not in the future; and only a manager may record it, with a reason, if it lies further back
    /// than `backdate_days_max` local days or in a signed period.
    pub(super) fn check_backdating(
        &self,
        at: &When,
        reason: Option<&str>,
        calendar: &Calendar,
        role: ActorRole,
    ) -> Result<(), Refusal> {
        if at.occurred_at > at.recorded_at {
            return Err(Refusal::InFuture);
        }
        if at.occurred_at == at.recorded_at || role == ActorRole::System {
            return Ok(());
        }
        let days =
            (calendar.local_date(at.recorded_at) - calendar.local_date(at.occurred_at)).num_days();
        let is_far = days > i64::from(self.backdate_days_max);
        let signed = self.signed_until.filter(|until| at.occurred_at < *until);
        match (role, signed) {
            (_, None) if !is_far => return Ok(()),
            (ActorRole::Staff, Some(until)) => return Err(Refusal::PeriodSigned { until }),
            (ActorRole::Staff, None) => {
                return Err(Refusal::TooFarBack {
                    days_max: self.backdate_days_max,
                });
            }
            _ => {}
        }
        reason.map(|_| ()).ok_or(Refusal::ReasonMissing)
    }
}

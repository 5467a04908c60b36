//! The settings that decide what may be done to a dossier.

use serde::{Deserialize, Serialize};

use crate::deadline::Instant;
use crate::deadline::due::ResumeRule;
use crate::deadline::lateness::Lateness;

/// The settings in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// How the due time moves on resume.
    pub resume: ResumeRule,
    /// When a dossier counts as overdue, which decides whether a pause still moves its due time.
    pub lateness: Lateness,
    /// How many local days back staff may record an event.
    pub backdate_days_max: u32,
    /// How long an event's author may take it back, in seconds from its recording.
    pub correction_s: u32,
    /// How many times the procedure's own limit staff may extend by; beyond it a manager.
    pub extension_limits_max: u32,
    /// How many days after papers were asked for the applicant is reminded of them; 0: never.
    pub remind_after_days: u32,
    /// How many days after papers were asked for it is proposed to stop; 0: never. See [`Rules::propose_stop_days`].
    pub propose_stop_after_days: u32,
    /// The end of the last period whose report is signed: what happened before it is a manager's to record, with a reason.
    pub signed_until: Option<Instant>,
}

/// `extend`, `instant` to the minute, 3 days [ours: a long weekend's paper notes], 10 s, the limit once again, a reminder after a week [ours: a paper
/// from another office takes its five working days] and a proposal to stop after 30 days [ours: three more weeks to react], nothing signed.
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

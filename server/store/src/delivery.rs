//! What becomes of a letter after a try: it is sent, tried again after a wait that grows, or given up.

use chrono::Duration;

use sanh_domain::deadline::Instant;

use super::stored_time::ms;

/// Tries until a row is given up.
pub const LETTER_TRIES_MAX: u32 = 12;
/// Seconds that a claimed row belongs to the node that claimed it: longer than sending may take.
pub const LEASE_S: u32 = 240;
/// The first wait after a failed try, in seconds; it doubles up to the longest.
pub(super) const WAIT_S: i64 = 30;
const WAIT_S_MAX: i64 = 3_600;

/// The result of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeliveryOutcome {
    /// It was sent.
    Sent,
    /// There is no applicant, or no transport reaches them.
    Nobody,
    /// The event was taken back: it is never sent.
    Cancelled,
    /// It failed; why, without personal data.
    Failed(String),
}

/// The state of a row after a try.
pub(super) struct AfterTry {
    pub(super) state: &'static str,
    /// When it is tried next, in ms.
    pub(super) next_at: i64,
    /// Since when it is over, in ms; `None`: it waits.
    pub(super) ended_at: Option<i64>,
    pub(super) fault: Option<String>,
}

/// What becomes of a row by the result of a try, which was its so many-th: it waits longer each time, and is given up after the last.
pub(super) fn after_try(told: DeliveryOutcome, tries: u32, now: Instant) -> AfterTry {
    let wait_s = (WAIT_S << tries.saturating_sub(1).min(16)).min(WAIT_S_MAX);
    let (state, fault) = match told {
        DeliveryOutcome::Sent => ("sent", None),
        DeliveryOutcome::Nobody => ("nobody", None),
        DeliveryOutcome::Cancelled => ("cancelled", None),
        DeliveryOutcome::Failed(why) if tries >= LETTER_TRIES_MAX => ("dead", Some(why)),
        DeliveryOutcome::Failed(why) => ("waiting", Some(why)),
    };
    AfterTry {
        state,
        next_at: ms(now + Duration::seconds(wait_s)),
        ended_at: (state != "waiting").then(|| ms(now)),
        fault,
    }
}

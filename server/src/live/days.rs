//! The year day by day: counted once per edition of the centre, and cached.

use std::sync::Arc;

use sanh_app::error::AppError;
use sanh_app::live_board::BoardPort;
use sanh_domain::board::days::PublicDays;
use sanh_domain::board::edition::Version;
use sanh_domain::deadline::Instant;
use sanh_domain::scope::Scope;

use super::Live;

/// Seconds after which it is counted again even if no board has changed (ours): a day off may have been declared.
const KEEP_S: i64 = 60;

/// A cached count.
pub(super) struct KeptDays {
    version: Version,
    at: Instant,
    days: Arc<PublicDays>,
}

impl Live {
    /// See [`BoardPort::days`].
    pub(super) async fn count_days(&self) -> Result<Arc<PublicDays>, AppError> {
        let version = self.edition(Scope::Centre).await?.version;
        let now = self.clock.now();
        let mut kept = self.days.lock().await;
        let is_fresh = |kept: &&KeptDays| {
            kept.version == version && (now - kept.at).num_seconds().abs() < KEEP_S
        };
        if let Some(kept) = kept.as_ref().filter(is_fresh) {
            return Ok(Arc::clone(&kept.days));
        }
        let days = Arc::new(self.source.days(now).await?);
        *kept = Some(KeptDays {
            version,
            at: now,
            days: Arc::clone(&days),
        });
        Ok(days)
    }
}

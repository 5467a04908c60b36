//! Checks whether the sealed events and audit entries match their seals and the heads kept outside the database.

use sanh_domain::alarm::model::CheckState;
use sanh_domain::alarm::rule;
use sanh_store::{Store, StoreError};

use super::AlarmWatch;
use crate::io::external_files;

impl AlarmWatch {
    /// Checks the ends of the chains; the whole is verified at night.
    pub(super) async fn chain(&self, store: &Store) -> Result<CheckState, StoreError> {
        let breaks = match external_files::heads(&self.config) {
            Ok(outside) => store.seal_breaks(&outside).await?,
            Err(error) => {
                tracing::error!(%error, "the heads of the chains cannot be read");
                1
            }
        };
        let found = breaks.max(self.memory.proofs.seal_faults());
        Ok(rule::over(i64::try_from(found).unwrap_or(i64::MAX), 0))
    }
}

//! Instants on the command line.

use sanh_domain::deadline::Instant;
use sanh_store::Centre;

use super::Ended;

/// An instant as people write it; without a zone, in the centre's. A date alone is its first instant.
///
/// # Errors
/// [`Ended::CannotRun`] for other text.
pub(super) fn instant(text: &str, centre: &Centre) -> Result<Instant, Ended> {
    centre.calendar.read_instant(text).ok_or_else(|| {
        Ended::CannotRun(format!(
            "`{text}` is no time in {}: write 2026-11-23, 2026-11-23T08:00 or 2026-11-23T08:00:00+07:00",
            centre.zone
        ))
    })
}

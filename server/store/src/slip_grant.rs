//! The right to see one dossier, which only the secrets of its slip give.

use sanh_domain::deadline::Instant;

use super::stored_time::ms;

/// Bytes of a grant in a page: dossier, slip, and its end.
const GRANT_BYTES: usize = 24;

/// The right to see one dossier. It ends when another slip is issued for the dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlipGrant {
    pub(super) dossier_id: i64,
    pub(super) issued_at: i64,
}

impl SlipGrant {
    /// The grant for a secret of this slip.
    pub(super) const fn new(dossier_id: i64, issued_at: i64) -> Self {
        Self {
            dossier_id,
            issued_at,
        }
    }

    /// The bytes to encrypt, with the instant at which the grant ends.
    pub(super) fn bytes(self, until: Instant) -> Vec<u8> {
        let numbers = [self.dossier_id, self.issued_at, ms(until)];
        numbers.map(i64::to_be_bytes).concat()
    }

    /// The grant of these bytes, while it is valid.
    pub(super) fn read(bytes: &[u8], now: Instant) -> Option<Self> {
        let (numbers, rest) = bytes.as_chunks::<8>();
        let [dossier_id, issued_at, until] = *numbers else {
            return None;
        };
        let is_whole = rest.is_empty() && bytes.len() == GRANT_BYTES;
        let holds = is_whole && ms(now) < i64::from_be_bytes(until);
        holds.then(|| {
            Self::new(
                i64::from_be_bytes(dossier_id),
                i64::from_be_bytes(issued_at),
            )
        })
    }
}

//! Seals events in the transaction that writes them: a load writes alone, so it knows the numbers that its events get.

use sqlx::query_scalar;

use sanh_domain::dossier::DossierCode;

use crate::chain::{self, SealedKind};
use crate::conn::{Conn, on};
use crate::error::Result;
use crate::event::EventRow;
use crate::options::SealKey;
use crate::seal::{Chain, SealRow, SealedEvent, head, mac_of};

/// The chain after its last seal.
pub(super) struct Sealing {
    chain: Chain,
    last: i64,
}

impl Sealing {
    /// Begins after the last seal; `None` if an earlier event is not sealed yet: then the sealer seals all of them in order.
    ///
    /// # Errors
    /// [`crate::StoreError::SealKeyDiffers`]; or the database cannot be read.
    pub(super) async fn begin(conn: &mut Conn<'_>, key: &SealKey) -> Result<Option<Self>> {
        let going = chain::current(conn, key).await?;
        let head = head(conn).await?;
        let last = head.as_ref().map_or(0, |head| head.event_id);
        if last < last_event(conn).await? {
            return Ok(None);
        }
        let before = head.map(|head| (head.event_id, head.mac.to_vec()));
        let before = going.before(SealedKind::Events, before)?;
        let chain = Chain::new(key, mac_of(last, before)?)?;
        Ok(Some(Self { chain, last }))
    }

    /// The seal of the next event, of the dossier with this code, if the event gets the next number.
    pub(super) fn next(&mut self, code: &DossierCode, event: &EventRow) -> SealRow {
        self.last += 1;
        SealRow {
            event_id: self.last,
            mac: self.chain.next(&sealed(self.last, code, event)).to_vec(),
        }
    }
}

/// The last event that the transaction can see; 0 if there is none.
pub(super) async fn last_event(conn: &mut Conn<'_>) -> Result<i64> {
    let sql = "SELECT coalesce(max(id), 0) FROM event";
    Ok(on!(conn, c => query_scalar(sql).fetch_one(&mut **c).await)?)
}

/// The sealed columns of an event that is about to be written.
fn sealed(id: i64, code: &DossierCode, row: &EventRow) -> SealedEvent {
    SealedEvent {
        id,
        code: Some(code.as_str().to_owned()),
        sequence: Some(row.sequence),
        kind: Some(row.kind.clone()),
        from_status: row.from_status,
        to_status: Some(row.to_status),
        occurred_at: Some(row.occurred_at),
        recorded_at: Some(row.recorded_at),
        actor: Some(row.actor.clone()),
        reason: row.reason.clone(),
        due_at: row.due_at,
        handled_min: row.handled_min,
        paused_min: Some(row.paused_min),
        made_up: Some(row.made_up),
        takes_back: row.takes_back,
        amendment: row.amendment.clone(),
        change_number: Some(row.change_number),
        counted_due_at: row.counted_due_at,
        mac: None,
    }
}

//! The secrets on a dossier's slip: issued with it, and checked when somebody looks the dossier up.

use sqlx::query_scalar;

use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::DossierCode;

use super::Store;
use super::account::throttle;
use super::audit::{AuditActor, AuditEntry};
use super::conn::{Conn, on};
use super::dossier;
use super::error::{Result, StoreError};
use super::row::row;
use super::row_set::insert_set;
use super::secret::refuse_changed;
use super::stored_time::ms;
use crate::vault::Vault;

/// Wrong numbers for one dossier that cost nothing; after them each costs a wait that doubles.
const FREE_TRIES: u32 = 3;

/// The secrets of a slip, told once.
#[derive(Clone, PartialEq, Eq)]
pub struct Slip {
    /// The number to be typed.
    pub pin: String,
    /// The secret in the QR code.
    pub link: String,
}

/// The result of a typed slip number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinOutcome {
    /// It is the slip's.
    Fits,
    /// It is not, or there is no such dossier: the two are answered alike.
    Differs,
    /// Too many wrong ones for this dossier.
    Throttled {
        /// Seconds until the next try counts.
        wait_s: u32,
    },
}

impl Store {
    /// Gives a dossier's slip new secrets; those told before are over.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; or it cannot be written.
    pub async fn issue_slip(
        &self,
        code: &DossierCode,
        slip: Slip,
        by: AuditActor,
        now: Instant,
    ) -> Result<()> {
        let (vault, code) = (self.vault()?, code.clone());
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let row = dossier::find(&mut conn, &code).await?;
                let row = row.ok_or_else(|| StoreError::NotFound(code.clone()))?;
                let printed = PrintedSlip {
                    slip: &slip,
                    due_at: row.due_at,
                };
                put(&mut conn, &vault, (row.id, &code), &printed, now).await?;
                let audit_entry = AuditEntry::new(AuditAct::SlipIssued, code.as_str());
                Ok(((), Some(audit_entry)))
            })
        })
        .await
    }

    /// Tries the number of a dossier's slip. Wrong numbers are counted per dossier in the same transaction as the check, so that
    /// parallel tries cannot exceed the limit.
    ///
    /// # Errors
    /// When it cannot be read or written.
    pub async fn try_pin(&self, code: &DossierCode, pin: &str, now: Instant) -> Result<PinOutcome> {
        let (vault, code, pin) = (self.vault()?, code.clone(), pin.to_owned());
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let name = format!("slip:{code}");
                let wait_s = throttle::wait_s(conn, &name, FREE_TRIES, now).await?;
                if wait_s > 0 {
                    return Ok(PinOutcome::Throttled { wait_s });
                }
                let sql = "SELECT pin_hash FROM slip WHERE dossier_id = (SELECT id FROM dossier WHERE code = $1)";
                let kept: Option<String> = on!(&mut *conn, c => {
                    query_scalar(sql).bind(code.as_str()).fetch_optional(&mut **c).await
                })?;
                if kept.is_some_and(|kept| vault.fits_pin(code.as_str(), &pin, &kept)) {
                    throttle::forget(conn, &name).await?;
                    return Ok(PinOutcome::Fits);
                }
                throttle::count_failure(conn, &name, now).await?;
                Ok(PinOutcome::Differs)
            })
        })
        .await
    }
}

/// A slip as it is printed.
pub(super) struct PrintedSlip<'a> {
    pub slip: &'a Slip,
    /// The due time on it, in ms: what the applicant holds in print is never counted back.
    pub due_at: Option<i64>,
}

/// Forgets what slips printed before have promised: the next one replaces them.
pub(super) async fn forget_due(conn: &mut Conn<'_>, id: i64) -> Result<()> {
    let sql = "UPDATE slip SET told_due_at = NULL WHERE dossier_id = $1";
    on!(conn, c => sqlx::query(sql).bind(id).execute(&mut **c).await.map(drop))?;
    Ok(())
}

/// Keeps the hashes of a slip's secrets, and the due time it was printed with last: what is printed again replaces what was before.
pub(super) async fn put(
    conn: &mut Conn<'_>,
    vault: &Vault,
    (id, code): (i64, &DossierCode),
    printed: &PrintedSlip<'_>,
    now: Instant,
) -> Result<()> {
    refuse_changed(conn, vault).await?;
    let on_conflict = "ON CONFLICT (dossier_id) DO UPDATE SET pin_hash = excluded.pin_hash, link_hash = excluded.link_hash,
                       issued_at = excluded.issued_at, told_due_at = excluded.told_due_at";
    let row = SlipRow::of(vault, (id, code), printed, now);
    insert_set(conn, &[row], on_conflict).await
}

row! {
    /// What is kept of a slip.
    SlipRow of "slip" {
        dossier_id: i64,
        pin_hash: String,
        link_hash: String,
        issued_at: i64,
        told_due_at: Option<i64>,
    }
}

impl SlipRow {
    /// The hashes of a slip's secrets, and the due time on it.
    pub(super) fn of(
        vault: &Vault,
        (id, code): (i64, &DossierCode),
        printed: &PrintedSlip<'_>,
        now: Instant,
    ) -> Self {
        Self {
            dossier_id: id,
            pin_hash: vault.pin_hash(code.as_str(), &printed.slip.pin),
            link_hash: vault.link_hash(&printed.slip.link),
            issued_at: ms(now),
            told_due_at: printed.due_at,
        }
    }
}

//! The secrets on a dossier's slip: issued with it, and checked at a look-up.

mod hour;

use sqlx::{query_as, query_scalar};

use sanh_domain::account::model::AgencyScope;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::DossierCode;
use sanh_domain::id::AgencyId;
use sanh_domain::lookup::credential::{PIN_DIGITS, SHORT_PIN_WRONG_MAX};

use super::Store;
use super::account::throttle;
use super::audit::{AuditActor, AuditEntry};
use super::conn::{Conn, on};
use super::dossier;
use super::error::Result;
use super::row::row;
use super::row_set::insert_set;
use super::secret::refuse_changed;
use super::slip_grant::SlipGrant;
use super::stored_time::{instant, ms};
use super::subscription_end::end_unconfirmed;
use crate::vault::Vault;

/// Wrong PINs for one dossier that cost nothing; after them each causes a wait that doubles.
const FREE_TRIES: u32 = 3;

/// Slips whose secrets are forgotten in one transaction (ours: some milliseconds of the writer).
const FORGOTTEN_MAX: i64 = 500;

/// The secrets of a slip: digits. They are kept sealed until the local day on which they were issued is over, then only as hashes.
#[derive(Clone, PartialEq, Eq)]
pub struct Slip {
    /// The PIN, to be typed.
    pub pin: String,
    /// The secret in the QR code.
    pub link: String,
}

impl Slip {
    /// As they are sealed.
    fn bytes(&self) -> Vec<u8> {
        format!("{} {}", self.pin, self.link).into_bytes()
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (pin, link) = std::str::from_utf8(bytes).ok()?.split_once(' ')?;
        Some(Self {
            pin: pin.to_owned(),
            link: link.to_owned(),
        })
    }
}

/// A slip that was issued today, and can be printed again as it was.
#[derive(Clone, PartialEq, Eq)]
pub struct SlipOfToday {
    /// Its secrets.
    pub slip: Slip,
    /// When they were issued.
    pub issued_at: Instant,
}

/// What is kept of the secrets of a slip on the day on which it was issued.
#[derive(sqlx_macros::FromRow)]
struct SealedSlip {
    dossier_id: i64,
    agency_id: i64,
    sealed: Vec<u8>,
    issued_at: i64,
    told_due_at: Option<i64>,
    due_at: Option<i64>,
}

/// The result of a typed PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinOutcome {
    /// It is right: the dossier may be shown.
    Fits(SlipGrant),
    /// It is wrong, or there is no such dossier; both get the same answer.
    Differs,
    /// There were too many wrong ones for this dossier, or of all in this hour.
    Throttled {
        /// Seconds until the next try is checked.
        wait_s: u32,
    },
    /// A short PIN with too many wrong tries: it is locked until the slip is issued again.
    Closed,
}

impl PinOutcome {
    /// The grant; `None` if the PIN was not right.
    #[must_use]
    pub const fn grant(self) -> Option<SlipGrant> {
        match self {
            Self::Fits(grant) => Some(grant),
            Self::Differs | Self::Throttled { .. } | Self::Closed => None,
        }
    }
}

/// What is stored of a slip's PIN.
#[derive(sqlx_macros::FromRow)]
struct KeptPin {
    dossier_id: i64,
    pin_hash: String,
    pin_digits: i64,
    wrong_tries: i64,
    issued_at: i64,
}

impl KeptPin {
    /// Whether it is a locked short PIN.
    fn is_closed(&self) -> bool {
        let is_short = usize::try_from(self.pin_digits).is_ok_and(|digits| digits < PIN_DIGITS);
        is_short && self.wrong_tries >= i64::from(SHORT_PIN_WRONG_MAX)
    }
}

impl Store {
    /// Issues new secrets for a dossier's slip; the old ones become invalid, and what was asked for with them and not confirmed yet ends.
    ///
    /// # Errors
    /// [`StoreError::NotFound`](super::StoreError::NotFound); or it cannot be written.
    pub async fn issue_slip(
        &self,
        code: &DossierCode,
        slip: Slip,
        by: AuditActor,
        now: Instant,
    ) -> Result<()> {
        let (vault, rules_cache, code) = (self.vault()?, self.rules_cache(), code.clone());
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let row = dossier::known(&mut conn, &code).await?;
                let printed = PrintedSlip {
                    slip: &slip,
                    due_at: row.due_at,
                    kept_until: rules_cache.of(&mut conn).await?.day_end(now),
                };
                put(&mut conn, &vault, (row.id, &code), &printed, now).await?;
                // Tries of the old number do not make the holder of the new one wait.
                throttle::forget(&mut conn, &tries_name(&code)).await?;
                let mut entries = vec![AuditEntry::new(AuditAct::SlipIssued, code.as_str())];
                entries.extend(end_unconfirmed(&mut conn, &code).await?);
                Ok(((), entries))
            })
        })
        .await
    }

    /// The slip of a dossier of a scope that was issued today, to be printed as it was; `None`: none was, or its day is over. What it
    /// promises is the due time in force, which is kept as told.
    ///
    /// # Errors
    /// When it cannot be read, or what it tells cannot be written.
    pub async fn slip_of_today(
        &self,
        code: &DossierCode,
        scope: &AgencyScope,
        now: Instant,
    ) -> Result<Option<SlipOfToday>> {
        let (vault, asked) = (self.vault()?, code.clone());
        let kept = self
            .read(move |mut conn| {
                Box::pin(async move { sealed_slip(&mut conn, &asked, now).await })
            })
            .await?;
        let Some(kept) = kept.filter(|kept| scope.covers(AgencyId(kept.agency_id))) else {
            return Ok(None);
        };
        let opened = vault.open_slip(code.as_str(), &kept.sealed);
        let Some(slip) = opened.and_then(|secrets| Slip::read(&secrets)) else {
            // It was sealed with keys that are no longer in use.
            return Ok(None);
        };
        let (id, issued_at) = (kept.dossier_id, kept.issued_at);
        if kept.told_due_at != kept.due_at {
            self.write(move |mut conn| {
                Box::pin(async move { tell_due(&mut conn, id, issued_at).await })
            })
            .await?;
        }
        Ok(Some(SlipOfToday {
            slip,
            issued_at: instant(issued_at)?,
        }))
    }

    /// Forgets the sealed secrets of some slips whose day is over; returns of how many. 0: there are no more. Their hashes stay.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn forget_slip_secrets(&self, now: Instant) -> Result<u64> {
        self.write(move |mut conn| {
            Box::pin(async move {
                let sql = "UPDATE slip SET sealed = $3, sealed_until = NULL WHERE dossier_id IN (
                               SELECT dossier_id FROM slip WHERE sealed_until <= $1 LIMIT $2)";
                Ok(on!(&mut conn, c => {
                    let query = sqlx::query(sql).bind(ms(now)).bind(FORGOTTEN_MAX).bind(Vec::<u8>::new());
                    query.execute(&mut **c).await.map(|done| done.rows_affected())
                })?)
            })
        })
        .await
    }

    /// Tries the number of a dossier's slip. Wrong numbers are counted per dossier in the same transaction as the check, so that
    /// parallel tries cannot exceed the limit. The same is done for a dossier that there is and for one that there is not.
    ///
    /// One transaction writes at a time, whichever node it is of: a dossier's wait, the closing of its short number and the count of
    /// the hour ([`StoreOptions::wrong_pins_per_h_max`](super::StoreOptions)) are the same on all nodes. So however many nodes there are, no
    /// more than that many wrong numbers are looked at in an hour of the clock: with 600 and 8 digits, one dossier in 160,000 such hours is
    /// found by its number; of a short number 10 of a million are tried until it is closed.
    ///
    /// # Errors
    /// When it cannot be read or written.
    pub async fn try_pin(&self, code: &DossierCode, pin: &str, now: Instant) -> Result<PinOutcome> {
        let (vault, code, pin) = (self.vault()?, code.clone(), pin.to_owned());
        let wrong_max = self.options.wrong_pins_per_h_max;
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let name = tries_name(&code);
                let of_dossier_s = throttle::wait_s(conn, &name, FREE_TRIES, now).await?;
                let wait_s = of_dossier_s.max(hour::wait_s(conn, wrong_max, now).await?);
                let kept = kept_pin(conn, &code).await?;
                let hash = kept.as_ref().map_or("", |kept| kept.pin_hash.as_str());
                let fits = vault.fits_pin(code.as_str(), &pin, hash);
                if wait_s > 0 {
                    return Ok(PinOutcome::Throttled { wait_s });
                }
                let is_closed = kept.as_ref().is_some_and(KeptPin::is_closed);
                if let Some(kept) = kept.filter(|_| fits && !is_closed) {
                    throttle::forget(conn, &name).await?;
                    let grant = SlipGrant::new(kept.dossier_id, kept.issued_at);
                    return Ok(PinOutcome::Fits(grant));
                }
                throttle::count_failure(conn, &name, now).await?;
                hour::count(conn, now).await?;
                count_wrong(conn, &code).await?;
                // A closed one is counted as any other: neither its time nor its waits tell that it is there.
                Ok(if is_closed {
                    PinOutcome::Closed
                } else {
                    PinOutcome::Differs
                })
            })
        })
        .await
    }

    /// Whether the PIN of a dossier's slip is locked, so that the slip has to be issued again.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn is_pin_closed(&self, code: &DossierCode) -> Result<bool> {
        let code = code.clone();
        self.read(move |mut conn| {
            Box::pin(async move {
                let kept = kept_pin(&mut conn, &code).await?;
                Ok(kept.is_some_and(|kept| kept.is_closed()))
            })
        })
        .await
    }

    /// The grant of the secret in a slip's QR code; `None` if it belongs to no slip, or to one that was replaced. It is never
    /// throttled, and wrong PINs do not affect it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn try_link(&self, link: &str) -> Result<Option<SlipGrant>> {
        let hashes = self.vault()?.link_hashes(link);
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql = "SELECT dossier_id, issued_at FROM slip WHERE link_hash = $1";
                for hash in hashes {
                    let found: Option<(i64, i64)> = on!(&mut conn, c => {
                        query_as(sql).bind(hash).fetch_optional(&mut **c).await
                    })?;
                    if let Some((dossier_id, issued_at)) = found {
                        return Ok(Some(SlipGrant::new(dossier_id, issued_at)));
                    }
                }
                Ok(None)
            })
        })
        .await
    }
}

/// The name by which the wrong numbers of a dossier are counted.
fn tries_name(code: &DossierCode) -> String {
    format!("slip:{code}")
}

async fn kept_pin(conn: &mut Conn<'_>, code: &DossierCode) -> Result<Option<KeptPin>> {
    let sql = "SELECT dossier_id, pin_hash, pin_digits, wrong_tries, issued_at FROM slip
               WHERE dossier_id = (SELECT id FROM dossier WHERE code = $1)";
    Ok(on!(conn, c => query_as(sql).bind(code.as_str()).fetch_optional(&mut **c).await)?)
}

async fn sealed_slip(
    conn: &mut Conn<'_>,
    code: &DossierCode,
    now: Instant,
) -> Result<Option<SealedSlip>> {
    let sql = "SELECT s.dossier_id, d.agency_id, s.sealed, s.issued_at, s.told_due_at, d.due_at
               FROM dossier d JOIN slip s ON s.dossier_id = d.id
               WHERE d.code = $1 AND s.sealed_until > $2";
    Ok(
        on!(conn, c => query_as(sql).bind(code.as_str()).bind(ms(now)).fetch_optional(&mut **c).await)?,
    )
}

/// Keeps the due time in force as the one that a slip has told.
async fn tell_due(conn: &mut Conn<'_>, id: i64, issued_at: i64) -> Result<()> {
    let sql = "UPDATE slip SET told_due_at = (SELECT due_at FROM dossier WHERE id = $1)
               WHERE dossier_id = $1 AND issued_at = $2";
    on!(conn, c => sqlx::query(sql).bind(id).bind(issued_at).execute(&mut **c).await.map(drop))?;
    Ok(())
}

async fn count_wrong(conn: &mut Conn<'_>, code: &DossierCode) -> Result<()> {
    let sql = "UPDATE slip SET wrong_tries = wrong_tries + 1
               WHERE dossier_id = (SELECT id FROM dossier WHERE code = $1)";
    on!(conn, c => sqlx::query(sql).bind(code.as_str()).execute(&mut **c).await.map(drop))?;
    Ok(())
}

/// When the slip of a dossier was last issued, in milliseconds.
pub(super) async fn issued_at(conn: &mut Conn<'_>, dossier_id: i64) -> Result<Option<i64>> {
    let sql = "SELECT issued_at FROM slip WHERE dossier_id = $1";
    Ok(on!(conn, c => query_scalar(sql).bind(dossier_id).fetch_optional(&mut **c).await)?)
}

/// A slip as it is printed.
pub(super) struct PrintedSlip<'a> {
    pub slip: &'a Slip,
    /// The due time on it, in milliseconds: a due time in print is never moved to an earlier one.
    pub due_at: Option<i64>,
    /// Until when its secrets are kept sealed, so that it can be printed again as it was.
    pub kept_until: Instant,
}

/// Deletes the due time of earlier printed slips: the next slip replaces them.
pub(super) async fn forget_due(conn: &mut Conn<'_>, id: i64) -> Result<()> {
    let sql = "UPDATE slip SET told_due_at = NULL WHERE dossier_id = $1";
    on!(conn, c => sqlx::query(sql).bind(id).execute(&mut **c).await.map(drop))?;
    Ok(())
}

/// Stores the hashes of a slip's secrets, for today the secrets themselves, sealed, and the due time on it: a reprinted slip replaces the one before.
pub(super) async fn put(
    conn: &mut Conn<'_>,
    vault: &Vault,
    (id, code): (i64, &DossierCode),
    printed: &PrintedSlip<'_>,
    now: Instant,
) -> Result<()> {
    refuse_changed(conn, vault).await?;
    let on_conflict = "ON CONFLICT (dossier_id) DO UPDATE SET pin_hash = excluded.pin_hash, link_hash = excluded.link_hash,
                       issued_at = excluded.issued_at, told_due_at = excluded.told_due_at,
                       pin_digits = excluded.pin_digits, wrong_tries = 0,
                       sealed = excluded.sealed, sealed_until = excluded.sealed_until";
    let row = SlipRow::of(vault, (id, code), printed, now);
    insert_set(conn, &[row], on_conflict).await
}

row! {
    /// The stored data of a slip.
    SlipRow of "slip" {
        dossier_id: i64,
        pin_hash: String,
        link_hash: String,
        issued_at: i64,
        told_due_at: Option<i64>,
        pin_digits: i64,
        wrong_tries: i64,
        sealed: Vec<u8>,
        sealed_until: Option<i64>,
    }
}

impl SlipRow {
    /// The row of a slip: the hashes of its secrets, the secrets themselves, sealed, and the due time on it.
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
            pin_digits: i64::try_from(printed.slip.pin.len()).unwrap_or(i64::MAX),
            wrong_tries: 0,
            sealed: vault
                .seal_slip(code.as_str(), &printed.slip.bytes())
                .unwrap_or_default(),
            sealed_until: Some(ms(printed.kept_until)),
        }
    }
}

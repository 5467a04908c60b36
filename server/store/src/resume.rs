//! Resumes after a restore: later changes are restored from the data outside the database.

use std::fmt;

use chrono::NaiveDate;
use sqlx::{query_as, query_scalar};

use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;

use super::audit::{self, AuditActor, AuditEntry};
use super::chain::{self, ChainBegin, ChainCause, Chains, NewChain};
use super::conn::{Conn, on};
use super::error::{Result, StoreError};
use super::external_files::{Outside, Serial};
use super::ledger_replay::{self, LedgerReplay};
use super::options::SealKey;
use super::seal::{self, SealHead};
use super::stored_time::ms;
use super::{Store, seal_key};

/// Serial numbers of the day that are skipped for each agency after a restore (ours: more than are given out while the exported
/// numbers lag behind; without exported numbers, those of a busy hour): a code that is printed on a slip is never given to
/// another dossier.
const SERIALS_SKIPPED: i64 = 100;

/// What was done so that a restored backup can be used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResumeReport {
    /// The new chain; `None` without a key.
    pub chain: Option<ChainBegin>,
    /// The result of replaying the ledger.
    pub replay: LedgerReplay,
    /// The number of ended sessions.
    pub sessions: u64,
    /// The last serial numbers of dossiers, to be stored outside.
    pub serials: Vec<Serial>,
    /// The head of the chain over the events.
    pub head: Option<SealHead>,
    /// The head of the audit.
    pub audit_head: Option<SealHead>,
}

impl fmt::Display for ResumeReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let LedgerReplay {
            done,
            faults,
            locked,
        } = &self.replay;
        if let Some(chain) = &self.chain {
            let (number, event) = (chain.number, chain.event_id);
            write!(
                f,
                "chain {number} of the seals begins after event {event}; "
            )?;
        }
        write!(
            f,
            "{done} acts of after the copy done again, {} could not be, {} sessions ended",
            faults.len(),
            self.sessions
        )?;
        faults
            .iter()
            .try_for_each(|fault| write!(f, "\nnot done again: {fault}"))?;
        locked
            .iter()
            .try_for_each(|name| write!(f, "\nneeds a new link (sanh user reset): {name}"))
    }
}

impl Store {
    /// Begins a new chain of seals that records the restore, replays the ledger, ends every session, and moves the serial
    /// numbers of dossiers above those that were used: all of it in one transaction.
    ///
    /// # Errors
    /// [`StoreError::SealKeyDiffers`] where nobody knows the key with which the backup was sealed; or it cannot be written.
    pub async fn resume(&self, outside: &Outside, now: Instant) -> Result<ResumeReport> {
        let key = self.options.seal_key.clone();
        let is_of_older_version = self.seal_chains().await?.is_empty();
        if let Some(key) = key.as_ref().filter(|_| is_of_older_version)
            && !self.is_sealed_by_its_key().await?
        {
            return Err(StoreError::SealKeyDiffers {
                expected: None,
                given: key.fingerprint(),
            });
        }
        let retired = match &key {
            Some(key) => outside.retired_keys(key),
            None => Vec::new(),
        };
        let (rules_cache, outside) = (self.rules_cache(), outside.clone());
        let resumed = self
            .write_alone(move |mut conn| {
                Box::pin(async move {
                    let conn = &mut conn;
                    let chain = match &key {
                        Some(key) => Some(link(conn, key, &retired, &outside, now).await?),
                        None => None,
                    };
                    let mut replay =
                        ledger_replay::replay(conn, key.as_ref(), &outside.ledger, now).await?;
                    replay.faults.extend(outside.damaged.iter().cloned());
                    let sessions = end_sessions(conn).await?;
                    let day = rules_cache.of(conn).await?.calendar().local_date(now);
                    skip_serials(conn, &outside.serials, day).await?;
                    let audit_entry = AuditEntry {
                        became: format!(
                            "{} done again, {} not, {sessions} sessions ended",
                            replay.done,
                            replay.faults.len()
                        ),
                        ..AuditEntry::new(AuditAct::Restored, subject(chain.as_ref()))
                    };
                    audit::put(conn, key.as_ref(), &AuditActor::console(), audit_entry, now)
                        .await?;
                    Ok(ResumeReport {
                        chain,
                        replay,
                        sessions,
                        serials: serials(conn, day).await?,
                        head: seal::head(conn).await?,
                        audit_head: audit::head(conn).await?,
                    })
                })
            })
            .await?;
        self.scrub().await?;
        Ok(resumed)
    }

    /// The last serial numbers of a day, to be stored outside.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn serials(&self, day: NaiveDate) -> Result<Vec<Serial>> {
        self.read(move |mut conn| Box::pin(async move { serials(&mut conn, day).await }))
            .await
    }
}

fn subject(chain: Option<&ChainBegin>) -> String {
    chain.map_or_else(String::new, |chain| format!("chain {}", chain.number))
}

/// Begins a chain that is linked to the end of the backup's.
async fn link(
    conn: &mut Conn<'_>,
    key: &SealKey,
    retired: &[SealKey],
    outside: &Outside,
    now: Instant,
) -> Result<ChainBegin> {
    let chains = Chains::load(conn, key, retired).await?;
    let before = chains.last_key().cloned();
    let before = before.ok_or_else(|| StoreError::SealKeyDiffers {
        expected: chains.begins().last().map(|it| it.fingerprint.clone()),
        given: key.fingerprint(),
    })?;
    seal_key::adopt(conn, &before, ms(now)).await?;
    let beginning = NewChain {
        cause: ChainCause::Restored,
        key,
        before: Some(&before),
        by: "",
        number_min: outside.number_min(),
        known: outside.known(),
        at_ms: ms(now),
    };
    chain::begin(conn, &beginning).await
}

/// Ends sessions and links of before: their holders may have lost them since.
async fn end_sessions(conn: &mut Conn<'_>) -> Result<u64> {
    let sql = "DELETE FROM sign_in_link";
    on!(&mut *conn, c => sqlx::query(sql).execute(&mut **c).await.map(drop))?;
    let sql = "DELETE FROM session";
    let ended = on!(conn, c => {
        sqlx::query(sql).execute(&mut **c).await.map(|done| done.rows_affected())
    })?;
    Ok(ended)
}

/// Moves each agency's serial numbers of the day above all known ones; also those of a later day, where the clock was ahead.
async fn skip_serials(conn: &mut Conn<'_>, known: &[Serial], day: NaiveDate) -> Result<()> {
    let sql = "SELECT id, code FROM agency";
    let agencies: Vec<(i64, String)> =
        on!(&mut *conn, c => query_as(sql).fetch_all(&mut **c).await)?;
    let today = day.to_string();
    for (id, code) in agencies {
        let of_agency = known.iter().filter(|serial| serial.agency == code);
        let (of_day, others): (Vec<&Serial>, Vec<&Serial>) =
            of_agency.partition(|serial| serial.day == today);
        let sql = "SELECT last FROM dossier_serial WHERE agency_id = $1 AND day = $2";
        let own: Option<i64> = on!(&mut *conn, c => {
            query_scalar(sql).bind(id).bind(&today).fetch_optional(&mut **c).await
        })?;
        let last = of_day.iter().map(|serial| serial.last).chain(own).max();
        let last = last.unwrap_or_default() + SERIALS_SKIPPED;
        raise(conn, id, &today, last).await?;
        for serial in others.iter().filter(|serial| serial.day > today) {
            raise(conn, id, &serial.day, serial.last).await?;
        }
    }
    Ok(())
}

async fn raise(conn: &mut Conn<'_>, agency: i64, day: &str, last: i64) -> Result<()> {
    let sql = "INSERT INTO dossier_serial (agency_id, day, last) VALUES ($1, $2, $3) ON CONFLICT (agency_id, day)
               DO UPDATE SET last = CASE WHEN excluded.last > dossier_serial.last THEN excluded.last ELSE dossier_serial.last END";
    on!(conn, c => sqlx::query(sql).bind(agency).bind(day).bind(last).execute(&mut **c).await.map(drop))?;
    Ok(())
}

async fn serials(conn: &mut Conn<'_>, day: NaiveDate) -> Result<Vec<Serial>> {
    let sql =
        "SELECT s.day, a.code, s.last FROM dossier_serial s JOIN agency a ON a.id = s.agency_id
               WHERE s.day = $1 ORDER BY a.code";
    let rows: Vec<(String, String, i64)> = on!(conn, c => {
        query_as(sql).bind(day.to_string()).fetch_all(&mut **c).await
    })?;
    let serial = |(day, agency, last)| Serial { day, agency, last };
    Ok(rows.into_iter().map(serial).collect())
}
